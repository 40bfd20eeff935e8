"""Facts of quarters become those of the half-year and the year, by line code, with their cells."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from thidua_batch.core import wording
from thidua_batch.core.evaluate import answers_of, evaluate
from thidua_batch.core.gather import combine, earlier_plans, parts_formula
from thidua_batch.core.kinds import Accumulate, FormSheet, LineKind
from thidua_batch.core.model import (
    Bloc,
    Bound,
    Criterion,
    Line,
    PeriodPlan,
    ScoringTable,
    Unit,
    Value,
)
from thidua_batch.core.outcome import InputFile, Outcome, Returned, Source
from thidua_batch.core.period import PeriodKind
from thidua_batch.core.returns import Cell, Decisions, Fact, Submission

D = Decimal
SHEETS = (FormSheet.SCORING,)
QUARTERS = (PeriodKind.QUARTER,)


def line(criterion: str, code: str, kind: LineKind, **more: object) -> Line:
    return Line(criterion=criterion, code=code, kind=kind, **more)  # type: ignore[arg-type]


def bloc() -> Bloc:
    return Bloc(
        code="khoi",
        name="Khối",
        body="",
        units=(Unit(code="A", name="Đơn vị A"), Unit(code="B", name="Đơn vị B")),
        table=ScoringTable(
            criteria=(
                Criterion(
                    code="1", text="Trả hồ sơ trễ", max_points=D(10), method="cases",
                    accumulate=Accumulate.SUM, periods=QUARTERS,
                ),
                Criterion(
                    code="2", text="Đúng hạn", max_points=D(20), method="bands",
                    accumulate=Accumulate.SUM, periods=QUARTERS,
                ),
                Criterion(code="3", text="Cả năm", max_points=D(5), periods=(PeriodKind.YEAR,)),
            ),
            lines=(
                line("1", "tre", LineKind.DEDUCT, points=D(1), cap=D(5)),
                line("2", "dung", LineKind.FACT, text="đúng hạn"),
                line("2", "tong", LineKind.FACT, text="tổng"),
                line("2", "ty_le", LineKind.RATE, of="dung / tong"),
                line("2", "b1", LineKind.BAND, points=D(20), lower=Bound(value=D(90), closed=True)),
                line("2", "b2", LineKind.BAND, points=D(8), upper=Bound(value=D(90), closed=False)),
            ),
        ),
        periods=(
            PeriodPlan(code="2025-Q2", sheets=SHEETS),
            PeriodPlan(code="2025-Q1", sheets=SHEETS),
            PeriodPlan(code="2025-6T", sheets=SHEETS, ranks=True),
            PeriodPlan(code="2025-N", sheets=SHEETS, ranks=True, current=True),
            PeriodPlan(code="2026-Q1", sheets=SHEETS),
        ),
    )  # fmt: skip


def returned(unit: str, period: str, facts: dict[str, Value | None]) -> Returned:
    file = f"inbox/{period}/{unit}.xlsx"
    submission = Submission(
        unit=unit,
        file=file,
        sha256=f"{unit}{period}",
        facts=tuple(
            Fact(
                criterion=key.split("/")[0],
                line=key.split("/")[1],
                value=value,
                cell=Cell(file=file, sheet="Tự chấm", address=f"E{row}"),
            )
            for row, (key, value) in enumerate(facts.items(), start=9)
        ),
    )
    item = InputFile(file=file, sha256=submission.sha256, unit=unit, received_as=file, used=False)
    return Returned(input=item, submission=submission)


def quarter(late: str, good: str, whole: str) -> dict[str, Value | None]:
    return {"1/tre": D(late), "2/dung": D(good), "2/tong": D(whole)}


def run(period: str, forms: dict[str, Sequence[Returned]], the_bloc: Bloc | None = None) -> Outcome:
    known = the_bloc or bloc()
    plan = next(p for p in known.periods if p.code == period)
    earlier = [
        answers_of(known, other, forms.get(other.code, ()), Decisions())
        for other in earlier_plans(known, plan)
    ]
    return evaluate(known, plan, "0" * 64, forms.get(period, ()), Decisions(), (), earlier)


def forms() -> dict[str, Sequence[Returned]]:
    return {
        "2025-Q1": [
            returned("A", "2025-Q1", quarter("3", "10", "10")),
            returned("B", "2025-Q1", quarter("0", "1", "2")),
        ],
        "2025-Q2": [
            returned("A", "2025-Q2", quarter("4", "80", "90")),
            returned("B", "2025-Q2", quarter("1", "98", "98")),
        ],
        "2025-6T": [returned("A", "2025-6T", {}), returned("B", "2025-6T", {})],
    }


def test_earlier_periods_stand_inside_and_in_order_of_time() -> None:
    known = bloc()
    codes = {p.code: [e.code for e in earlier_plans(known, p)] for p in known.periods}
    assert codes["2025-6T"] == codes["2025-N"] == ["2025-Q1", "2025-Q2"]
    assert codes["2025-Q2"] == []


def test_facts_before_points_and_rates_from_sums() -> None:
    result = run("2025-6T", forms()).result("A")
    late, rate = result.criterion("1"), result.criterion("2")
    assert late is not None
    assert rate is not None
    # 3 + 4 cases meet the cap of 5 once; 90 of 100 are 90 %, the mean of 100 % and 88.9 % is not.
    assert (late.facts[0].used, late.points) == (D(7), D(5))
    assert (rate.facts[2].value, rate.points) == (D(90), D(20))


def test_every_part_keeps_its_cell() -> None:
    fact = run("2025-6T", forms()).result("A").criterion("1")
    assert fact is not None
    parts = fact.facts[0].sources
    assert [(p.period, p.used, p.cell.address) for p in parts] == [
        ("2025-Q1", D(3), "E9"),
        ("2025-Q2", D(4), "E9"),
    ]
    assert parts_formula(Accumulate.SUM, parts) == "=SUM(3,4)"


def test_a_missing_quarter_is_told_and_not_taken_as_zero() -> None:
    known = forms()
    known["2025-Q2"] = known["2025-Q2"][:1]
    outcome = run("2025-6T", known)
    points = outcome.result("B").criterion("1")
    assert points is not None
    assert points.points is None
    found = [f for f in outcome.findings if f.code == "BLOC-007"]
    assert {f.unit for f in found} == {"B"}
    assert "2025-Q2" in found[0].message
    assert not outcome.is_final


def test_a_line_that_came_with_a_later_version_counts_from_there() -> None:
    known = bloc()
    lines = tuple(
        replace(x, since=date(2025, 4, 1)) if x.code == "tre" else x for x in known.table.lines
    )
    late = replace(known, table=replace(known.table, lines=(
        line("1", "khac", LineKind.DEDUCT, points=D(1), until=date(2025, 3, 31)), *lines
    )))  # fmt: skip
    items = forms()
    items["2025-Q1"] = [
        returned(u, "2025-Q1", {"1/khac": D(9), "2/dung": D(1), "2/tong": D(1)}) for u in "AB"
    ]
    scored = run("2025-6T", items, late).result("A").criterion("1")
    assert scored is not None
    assert [(f.line, f.used) for f in scored.facts] == [("tre", D(4))]


@pytest.mark.parametrize(
    ("how", "values", "wanted"),
    [
        (Accumulate.SUM, [D("0.1"), D("0.2")], D("0.3")),
        (Accumulate.MEAN, [D(1), D(1), D(2)], D("1.3333333333")),
        (Accumulate.MAXIMUM, [D(1), D(3), D(2)], D(3)),
        (Accumulate.LATEST, [D(9), D(3)], D(3)),
        (Accumulate.SUM, [D(1), None], None),
        (Accumulate.SUM, [], None),
        (Accumulate.SUM, [D(1), wording.NOT_APPLICABLE], D(1)),
        (Accumulate.SUM, [wording.NOT_APPLICABLE] * 2, wording.NOT_APPLICABLE),
        (Accumulate.LATEST, [wording.YES, wording.NO], wording.NO),
    ],
)
def test_combine(how: Accumulate, values: list[Value | None], wanted: Value | None) -> None:
    assert combine(how, values) == wanted


def test_a_formula_only_where_all_parts_are_numbers() -> None:
    cell = Cell(file="f", sheet="s", address="A1")
    source = Source(period="2025-Q1", declared=D("1.5"), used=D("1.5"), cell=cell)
    word = replace(source, declared=wording.NOT_APPLICABLE)
    assert parts_formula(Accumulate.MEAN, [source, source]) == "=ROUND(AVERAGE(1.5,1.5),10)"
    assert parts_formula(Accumulate.MAXIMUM, [source]) == "=MAX(1.5)"
    assert parts_formula(Accumulate.SUM, [source, word]) is None
    assert parts_formula(Accumulate.LATEST, [source]) is None
