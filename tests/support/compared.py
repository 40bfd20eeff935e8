"""A small bloc whose units and periods are compared: rates, percentages, counts, own targets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from thidua_batch.core.checks import previous_plans
from thidua_batch.core.evaluate import answers_of, evaluate
from thidua_batch.core.findings import Finding
from thidua_batch.core.kinds import FormSheet, LineKind, NaPolicy
from thidua_batch.core.model import (
    Bloc,
    Bound,
    Criterion,
    Line,
    PeriodPlan,
    Rules,
    ScoringTable,
    Unit,
    Value,
)
from thidua_batch.core.outcome import InputFile, Outcome, Returned
from thidua_batch.core.returns import Cell, Decisions, Fact, ListRow, Submission

D = Decimal
YEAR = "2025-N"
SHEETS = (FormSheet.SCORING,)
PERIODS = ("2024-N", "2025-Q1", "2025-6T", "2025-9T", YEAR)
#: "criterion/line" -> what the unit typed; a plain number is read as text would be.
Typed = Mapping[str, Value | int | None]


def table() -> ScoringTable:
    """R: a rate; P: a percentage; N: a number that may not apply; C: cases; S: points."""
    fact = LineKind.FACT

    def line(criterion: str, code: str, kind: LineKind, text: str = "", **more: Any) -> Line:
        return Line(criterion=criterion, code=code, kind=kind, text=text, **more)

    def bands(criterion: str) -> tuple[Line, ...]:
        top, rest = Bound(value=D(90), closed=True), Bound(value=D(90), closed=False)
        return (
            line(criterion, "b1", LineKind.BAND, points=D(20), lower=top),
            line(criterion, "b2", LineKind.BAND, points=D(8), upper=rest),
        )

    return ScoringTable(
        criteria=(
            Criterion(code="R", text="Giải quyết hồ sơ", max_points=D(20), method="bands",
                      na=NaPolicy.RESCALE),
            Criterion(code="P", text="Hài lòng", max_points=D(20), method="bands"),
            Criterion(code="N", text="Mô hình mới", max_points=D(20), method="ratio",
                      na=NaPolicy.RESCALE),
            Criterion(code="C", text="Kỷ luật", max_points=D(20), method="cases"),
            Criterion(code="S", text="Phong trào", max_points=D(20), method="direct"),
        ),
        lines=(
            line("R", "dung", fact, "Đúng hạn", unit_of_measure="hồ sơ"),
            line("R", "tong", fact, "Tổng số", unit_of_measure="hồ sơ"),
            line("R", "ty_le", LineKind.RATE, "Tỷ lệ đúng hạn", of="dung / tong"),
            *bands("R"),
            line("P", "muc", fact, "Mức hài lòng", unit_of_measure="%"),
            *bands("P"),
            line("N", "so", fact, "Số mô hình", unit_of_measure="mô hình", target=D(10)),
            line("C", "vu", LineKind.DEDUCT, "Số vụ", unit_of_measure="vụ", points=D(1)),
        ),
    )  # fmt: skip


def bloc(count: int = 5, **rules: Any) -> Bloc:
    """Units A, B, C …; no period but the year ranks."""
    return Bloc(
        code="khoi",
        name="Khối",
        body="",
        units=tuple(Unit(code=c, name=f"Đơn vị {c}") for c in "ABCDEFGHIJ"[:count]),
        table=table(),
        rules=Rules(**rules),
        periods=tuple(
            PeriodPlan(code=code, sheets=SHEETS, current=code == YEAR) for code in PERIODS
        ),
    )


#: What a unit types that no check has anything to say about.
PLAIN: Typed = {
    "R/dung": 45, "R/tong": 50, "P/muc": 95, "N/so": 8, "C/vu": 1, "S/diem": 15,
}  # fmt: skip


def returned(
    unit: str, facts: Typed, period: str = YEAR, rows: Sequence[ListRow] = (), **more: Any
) -> Returned:
    """A return as a reader gives it; cell E9 is the first fact's."""
    file = f"inbox/{period}/{unit}.xlsx"
    found = []
    for number, (address, value) in enumerate(facts.items(), start=9):
        criterion, _, line = address.partition("/")
        cell = Cell(file=file, sheet="Tự chấm điểm", address=f"E{number}")
        kept = D(value) if isinstance(value, int) else value
        found.append(Fact(criterion=criterion, line=line, value=kept, cell=cell))
    sha = f"{unit}{period}"
    sent = Submission(
        unit=unit, file=file, sha256=sha, facts=tuple(found), rows=tuple(rows), **more
    )
    item = InputFile(file=file, sha256=sha, unit=unit, received_as=file, used=False)
    return Returned(input=item, submission=sent)


def run(
    known: Bloc,
    forms: Mapping[str, Sequence[Returned]],
    period: str = YEAR,
    decisions: Decisions | None = None,
) -> Outcome:
    """Evaluate a period beside the earlier ones, chosen as the pipeline chooses them."""
    plan = known.plan(period)
    assert plan is not None
    previous = [
        answers_of(known, other, forms[other.code], Decisions())
        for other in previous_plans(known, plan, [code for code, items in forms.items() if items])
    ]
    sent = forms.get(period, ())
    return evaluate(known, plan, "0" * 64, sent, decisions or Decisions(), previous=previous)


def differing(changes: Mapping[str, Typed], count: int = 5, period: str = YEAR) -> list[Returned]:
    """One return per unit: what is plain, changed for the units named."""
    units = "ABCDEFGHIJ"[:count]
    return [returned(u, {**PLAIN, **changes.get(u, {})}, period) for u in units]


def between(
    changes: Mapping[str, Typed], count: int = 5, known: Bloc | None = None
) -> list[Finding]:
    """What the year's findings say where units differ so."""
    return checked(run(known or bloc(count), {YEAR: differing(changes, count)}).findings)


def checked(found: Sequence[Finding]) -> list[Finding]:
    """Only the findings of checks between units and periods."""
    codes = {f"CROSS-{n:03}" for n in range(8, 17)} | {"CROSS-003", "BLOC-012"}
    return [f for f in found if f.code in codes]


def brief(found: Sequence[Finding]) -> list[tuple[str, str | None, str]]:
    """Code, unit and address."""
    return [(f.code, f.unit, f.cell.address if f.cell else "") for f in found]


def with_own_target(known: Bloc, unit: str, target: int | None) -> Bloc:
    """The bloc in which a unit's denominator is assigned (chỉ tiêu riêng)."""
    common = {line.code: line for line in known.table.lines_of("R")}
    assigned = replace(common["tong"], target=None if target is None else D(target))
    own = {**known.table.own_lines, (unit, "R"): (common["dung"], assigned)}
    return replace(known, table=replace(known.table, own_lines=own))
