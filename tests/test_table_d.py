"""Table D, a real 100-point table of 2008: eight criteria, and what is added for flags held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl
import pytest

from tests.support import recalc
from thidua_batch.books import summary
from thidua_batch.core import scoring, wording
from thidua_batch.core.evaluate import evaluate
from thidua_batch.core.kinds import Answer, FormSheet, LineKind, Scorer, Section
from thidua_batch.core.lint import lint
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
from thidua_batch.core.returns import Cell, Decisions, Fact, Submission
from thidua_batch.core.scoring.table import score

D = Decimal
YES, NO = wording.YES, wording.NO
PLAN = PeriodPlan(code="2008-N", sheets=(FormSheet.SCORING,), ranks=True, current=True)
#: code -> text, maximum, method; the document states points, the methods are those suggested.
TABLE = {
    "01": ("Chia cụm, khối trực thuộc; gửi đăng ký thi đua đúng hạn", "10", "bands"),
    "02": ("Thực hiện giao ước, tham gia hoạt động cụm, khối", "10", "direct"),
    "03": ("Chương trình, kế hoạch phát động; đủ hội nghị sơ kết, tổng kết", "20", "yes_no"),
    "04": ("Kiểm tra, tự kiểm tra; báo cáo đúng hạn", "10", "bands"),
    "05": ("Báo cáo 6 tháng, năm; dự hội nghị đúng thành phần", "10", "cases"),
    "06": ("Xây dựng, nhân rộng điển hình", "10", "direct"),
    "07": ("Khen thưởng đúng quy định, thời gian, hồ sơ", "20", "cases"),
    "08": ("Nội dung thứ tám", "10", "direct"),
}
CHECKLIST = ("Chương trình", "Kế hoạch phát động", "Hội nghị sơ kết", "Hội nghị tổng kết")


def row(criterion: str, code: str, kind: LineKind, points: str | None = None, **more: Any) -> Line:
    worth = None if points is None else D(points)
    return Line(criterion=criterion, code=code, kind=kind, points=worth, **more)


def done_in_time(code: str, what: str, due: str) -> tuple[Line, ...]:
    """Half of ten points for having done it, half for the day on which it was sent (M02 + M04)."""
    edges = ((None, "0", "5"), ("0", "5", "2.5"), ("5", None, "0"))
    return (
        row(code, "da_lam", LineKind.FACT, text=what, unit_of_measure=wording.YES_NO_MEASURE),
        row(code, "co", LineKind.CATEGORY, "5", text=YES, of="da_lam"),
        row(code, "khong", LineKind.CATEGORY, "0", text=NO, of="da_lam"),
        row(code, "ngay", LineKind.FACT, text="Ngày gửi", due=due),
        *(
            row(
                code, f"b{at}", LineKind.BAND, points, of="ngay",
                lower=None if low is None else Bound(value=D(low), closed=False),
                upper=None if high is None else Bound(value=D(high), closed=True),
            )
            for at, (low, high, points) in enumerate(edges)
        ),
    )  # fmt: skip


def bloc(*, best_only: bool = False) -> Bloc:
    """The table, and the flags as a bonus part of its own that the bloc states (M20)."""
    criteria = tuple(
        Criterion(code=code, text=text, max_points=D(top), method=method)
        for code, (text, top, method) in TABLE.items()
    )
    flags = Criterion(
        code="09", text="Cộng sau khi chấm", method="cases",
        section=Section.BONUS, scorer=Scorer.BLOC,
    )  # fmt: skip
    held: dict[str, Any] = {
        "unit_of_measure": wording.YES_NO_MEASURE,
        "group": "co" if best_only else "",
    }
    lines = (
        *done_in_time("01", "Đã chia cụm, khối trực thuộc", "31/01"),
        *(
            row("03", f"m{at}", LineKind.FACT, "5", text=text)
            for at, text in enumerate(CHECKLIST, start=1)
        ),
        *done_in_time("04", "Đã kiểm tra, tự kiểm tra", "30/11"),
        row("05", "tre_6t", LineKind.DEDUCT, "2", text="Báo cáo 6 tháng sau hạn", due="15/06"),
        row("05", "tre_nam", LineKind.DEDUCT, "2", text="Báo cáo năm sau hạn", due="30/11"),
        row("05", "vang", LineKind.DEDUCT, "1", text="Vắng hội nghị", unit_of_measure="lần"),
        row("07", "sai", LineKind.DEDUCT, "2", text="Hồ sơ sai, trễ", unit_of_measure="hồ sơ"),
        row("09", "co_tp", LineKind.BONUS, "10", text="Cờ thành phố, bộ", **held),
        row("09", "co_cp", LineKind.BONUS, "15", text="Cờ Chính phủ", **held),
    )
    units = tuple(Unit(code=code, name=f"Đơn vị {code}") for code in FLAGS)
    return Bloc(
        code="bang-d",
        name="Khối mẫu",
        body="Thành phố",
        units=units,
        table=ScoringTable(criteria=(*criteria, flags), lines=lines),
        rules=Rules(),
        periods=(PLAN,),
    )


def full() -> dict[str, Value]:
    """A year without any fault: 100 points."""
    made = bloc()
    table = made.table_for(PLAN)
    facts: dict[str, Value] = {}
    for leaf in table.leaves:
        for line in scoring.asked(table, leaf, "A"):
            value: Value = D(0)
            if line.due_on is not None:
                value = line.due_on
            elif line.code == "diem":
                assert leaf.max_points is not None
                value = leaf.max_points
            elif scoring.answer(table, leaf, line) is Answer.YES_NO:
                value = YES
            facts[line.address] = value
    return facts


#: unit -> flags held; A has 97 of its own, B 100, C 97, D 55 (01: 0, 03: 10, 04: 5, 07: 0).
FLAGS = {"A": ("co_tp",), "B": (), "C": ("co_tp", "co_cp"), "D": ("co_cp",)}
CHANGES: Mapping[str, Mapping[str, Value]] = {
    "A": {"02/diem": D("8.5"), "06/diem": D(9), "08/diem": D("9.5")},
    "B": {},
    "C": {"05/vang": D(1), "07/sai": D(1)},
    "D": {"01/da_lam": NO, "01/ngay": NO, "03/m2": NO, "03/m4": NO, "04/ngay": NO, "07/sai": D(99)},
}


@cache
def outcome(*, best_only: bool = False) -> Outcome:
    made = bloc(best_only=best_only)
    cell = Cell(file="f.xlsx", sheet="Tự chấm điểm", address="H9")

    def fact(address: str, value: Value) -> Fact:
        criterion, _, line = address.partition("/")
        return Fact(criterion=criterion, line=line, value=value, cell=cell)

    returned, decided = [], {}
    for unit in made.units:
        facts = {**full(), **CHANGES[unit.code]}
        file = f"{unit.code}.xlsx"
        submission = Submission(
            unit=unit.code, file=file, sha256=unit.code * 64,
            facts=tuple(fact(*item) for item in facts.items()),
        )  # fmt: skip
        info = InputFile(
            file=file, sha256=unit.code * 64, unit=unit.code, received_as=file, used=True
        )
        returned.append(Returned(input=info, submission=submission))
        held = FLAGS[unit.code]
        decided[unit.code] = tuple(
            fact(f"09/{code}", YES if code in held else NO) for code in ("co_tp", "co_cp")
        )
    return evaluate(made, PLAN, "0" * 64, returned, Decisions(facts=decided))


def test_the_eight_criteria_are_worth_a_hundred() -> None:
    made = bloc()
    assert sum(D(top) for _, top, _ in TABLE.values()) == 100
    assert list(lint(made)) == []
    assert outcome().result("B").total == 100


def test_ninety_seven_and_a_flag_of_the_city_are_a_hundred_and_seven() -> None:
    unit = outcome().result("A")
    assert (unit.base, unit.bonus, unit.total) == (D(97), D(10), D(107))
    assert unit.rank == 2


@pytest.mark.parametrize(
    ("best_only", "bonus", "totals"),
    [(False, "25", ["107", "100", "122", "70"]), (True, "15", ["107", "100", "112", "70"])],
)
def test_two_flags_add_up_or_only_the_better_one_counts(
    best_only: bool, bonus: str, totals: list[str]
) -> None:
    found = outcome(best_only=best_only)
    assert (found.result("C").base, found.result("C").bonus) == (D(97), D(bonus))
    assert [u.total for u in found.units] == [D(text) for text in totals]
    assert [u.rank for u in found.units] == [2, 3, 1, 4]


@pytest.mark.parametrize(
    ("change", "code", "wanted"),
    [
        ({"01/da_lam": NO}, "01", "5"),
        ({"01/ngay": NO}, "01", "5"),
        ({"01/ngay": 5}, "01", "7.5"),
        ({"01/ngay": 6}, "01", "5"),
        ({"03/m1": NO}, "03", "15"),
        ({"04/ngay": 1}, "04", "7.5"),
        ({"05/tre_6t": 1, "05/vang": D(2)}, "05", "6"),
        ({"05/vang": D(12)}, "05", "0"),
        ({"07/sai": D(3)}, "07", "14"),
    ],
)
def test_every_rule(change: dict[str, Value | int], code: str, wanted: str) -> None:
    """A whole number stands for so many days after the due day."""
    table = bloc().table_for(PLAN)
    due = {line.address: line.due_on for line in table.lines}
    facts: dict[str, Value] = {**full(), "09/co_tp": NO, "09/co_cp": NO}
    for address, value in change.items():
        day = due.get(address)
        if isinstance(value, int):
            assert day is not None
            facts[address] = day + timedelta(days=value)
        else:
            facts[address] = value
    keyed = {("A", *a.split("/", 1)): v for a, v in facts.items()}
    marks = score(table, Rules(), ["A"], keyed)  # type: ignore[arg-type]
    assert marks.points["A", code] == D(wanted)


@pytest.mark.office
@pytest.mark.parametrize("best_only", [False, True])
def test_the_recalculated_workbook_shows_the_same(best_only: bool) -> None:
    found = outcome(best_only=best_only)
    book = recalc.recalc(summary.write(found))
    totals = [float(u.total or 0) for u in found.units]
    assert named(book, "TH_TONG_DIEM") == pytest.approx(totals)
    assert named(book, "TH_HANG") == [u.rank for u in found.units]


def named(book: openpyxl.Workbook, name: str) -> list[Any]:
    (place,) = book.defined_names[name].destinations
    return [cells[0].value for cells in book[place[0]][place[1]]]
