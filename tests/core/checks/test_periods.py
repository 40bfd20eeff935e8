"""Figures of one unit over time: jumps, counts that fell, and which periods are read for it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.support import compared
from tests.support.compared import YEAR, Typed, bloc, brief, checked, differing, run
from thidua_batch.core import wording
from thidua_batch.core.checks import previous_plans
from thidua_batch.core.findings import Finding
from thidua_batch.core.kinds import Accumulate, FormSheet
from thidua_batch.core.model import Bloc, PeriodPlan
from thidua_batch.core.returns import Cell, Decisions, Fact

D = Decimal


def told(
    now: Typed,
    before: Typed,
    period: str = "2024-N",
    *,
    known: Bloc | None = None,
    here: str = YEAR,
    decisions: Decisions | None = None,
) -> list[Finding]:
    """What is said of unit A, whose figures changed so; the other two did not change."""
    forms = {
        period: differing({"A": before}, 3, period),
        here: differing({"A": now}, 3, here),
    }
    return checked(run(known or bloc(3), forms, here, decisions).findings)


@pytest.mark.parametrize(
    ("address", "before", "now", "change"),
    [
        ("C/vu", 12, 40, "tăng khoảng 3,3 lần"),
        ("C/vu", 120, 12, "giảm khoảng 10 lần"),
        ("C/vu", 12, 36, None),
        ("C/vu", 1, 4, None),
        ("C/vu", 0, 9, None),
        ("C/vu", 0, 12, "tăng từ 0"),
        ("C/vu", 40, 0, "giảm về 0"),
        ("C/vu", 0, 0, None),
        ("P/muc", 30, 95, "tăng khoảng 3,2 lần"),
        ("P/muc", 92, 95, None),
        ("S/diem", 2, 15, "tăng khoảng 7,5 lần"),
        ("S/diem", 2, 9, None),
    ],
)
def test_a_figure_that_jumped(address: str, before: int, now: int, change: str | None) -> None:
    found = told({address: now}, {address: before})
    assert [f.code for f in found] == ([] if change is None else ["CROSS-012"])
    if change is not None:
        assert found[0].fields["change"] == change
        assert f"năm 2024 ghi {before}" in found[0].message
        assert found[0].unit == "A"
        assert found[0].cell is not None
        assert found[0].cell.file == "inbox/2025-N/A.xlsx"


def test_the_factor_is_a_rule_of_the_bloc_and_may_be_none() -> None:
    now: Typed = {"C/vu": 40}
    before: Typed = {"C/vu": 12}
    assert [f.code for f in told(now, before, known=bloc(3, jump_factor=D(2)))] == ["CROSS-012"]
    assert told(now, before, known=bloc(3, jump_factor=D(4))) == []
    assert told({"C/vu": 900}, before, known=bloc(3, jump_factor=D(0))) == []


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        # Half a year and a whole one: twice as much is what one expects.
        (12, 24, None),
        (12, 12, None),
        (12, 36, None),
        (12, 80, "CROSS-012"),
        (12, 11, "CROSS-013"),
        (12, 0, "CROSS-013"),
    ],
)
def test_a_count_beside_that_of_a_part_of_the_period(
    before: int, now: int, code: str | None
) -> None:
    found = told({"C/vu": now}, {"C/vu": before}, "2025-6T")
    assert [f.code for f in found] == ([] if code is None else [code])
    if code == "CROSS-013":
        assert found[0].fields["period"] == "6 tháng đầu năm 2025"
        assert found[0].fields["before"] == "12"


def test_of_several_parts_the_highest_is_told_once() -> None:
    forms = {
        "2025-Q1": differing({"A": {"C/vu": 9}}, 3, "2025-Q1"),
        "2025-6T": differing({"A": {"C/vu": 30}}, 3, "2025-6T"),
        YEAR: differing({"A": {"C/vu": 5}}, 3),
    }
    found = checked(run(bloc(3), forms).findings)
    assert [(f.code, f.fields["before"]) for f in found] == [("CROSS-013", "30")]


def test_what_does_not_add_up_may_fall_within_the_year() -> None:
    assert told({"P/muc": 80, "S/diem": 12}, {"P/muc": 95, "S/diem": 16}, "2025-6T") == []
    level = bloc(3)
    criteria = tuple(
        replace(c, accumulate=Accumulate.LATEST) if c.code == "C" else c
        for c in level.table.criteria
    )
    level = replace(level, table=replace(level.table, criteria=criteria))
    assert told({"C/vu": 3}, {"C/vu": 12}, "2025-6T", known=level) == []


def test_the_same_kind_of_period_is_compared_first() -> None:
    forms = {
        "2024-N": differing({"A": {"C/vu": 100}}, 3, "2024-N"),
        "2025-6T": differing({"A": {"C/vu": 4}}, 3, "2025-6T"),
        YEAR: differing({"A": {"C/vu": 90}}, 3),
    }
    assert checked(run(bloc(3), forms).findings) == []


def test_a_period_before_a_quarter_of_another_length_is_compared_by_month() -> None:
    # 120 cases in the year are 30 in a quarter; 9 are a fall, 11 are none.
    assert [f.code for f in told({"C/vu": 9}, {"C/vu": 120}, here="2025-Q1")] == ["CROSS-012"]
    assert told({"C/vu": 11}, {"C/vu": 120}, here="2025-Q1") == []


def test_only_numbers_of_the_very_same_line_are_compared() -> None:
    now: Typed = {"C/vu": 40}
    assert told(now, {"C/vu": None}) == []
    assert told({"R/dung": wording.NOT_APPLICABLE, "R/tong": wording.NOT_APPLICABLE}, {}) == []
    known = bloc(3)
    later = replace(known.table, lines=(
        *(x for x in known.table.lines if x.criterion != "C"),
        *(replace(x, until=known.period("2024-N").end, unit_of_measure="nghìn vụ")
          for x in known.table.lines_of("C")),
        *(replace(x, since=known.period("2025-Q1").start) for x in known.table.lines_of("C")),
    ))  # fmt: skip
    assert told(now, {"C/vu": 1}, known=replace(known, table=later)) == []


def test_a_figure_that_a_decision_put_there_is_not_told() -> None:
    cell = Cell(file="quyet_dinh.xlsx", sheet="Số liệu", address="F5")
    accepted = Fact(criterion="C", line="vu", value=D(41), cell=cell)
    decisions = Decisions(facts={"A": (accepted,)})
    assert told({"C/vu": 40}, {"C/vu": 2}, decisions=decisions) == []


def test_a_change_of_scale_is_not_told_again_as_a_jump() -> None:
    before = differing({u: {"R/dung": 90, "R/tong": 100} for u in "ABCD"}, 4, "2024-N")
    now = differing({
        **{u: {"R/dung": 92, "R/tong": 100} for u in "BCD"},
        "A": {"R/dung": D("0.92"), "R/tong": 1},
    }, 4)  # fmt: skip
    found = checked(run(bloc(4), {"2024-N": before, YEAR: now}).findings)
    assert brief(found) == [("CROSS-008", "A", "E10")]


def plans(period: str, returned: set[str], known: Bloc | None = None) -> list[str]:
    known = known or bloc(3)
    plan = known.plan(period)
    assert plan is not None
    return [p.code for p in previous_plans(known, plan, returned)]


def test_only_periods_with_returns_that_tell_something_are_read() -> None:
    every = set(compared.PERIODS)
    assert plans(YEAR, set()) == plans(YEAR, {YEAR}) == []
    # Nine months hold the half-year and the quarter, which were compared with them.
    assert plans(YEAR, every) == ["2024-N", "2025-9T"]
    assert plans(YEAR, every - {"2025-9T"}) == ["2024-N", "2025-6T"]
    assert plans("2025-6T", every) == ["2025-Q1"]
    # Nothing of its kind and nothing inside: the last before.
    assert plans("2025-Q1", every) == ["2024-N"]
    assert plans("2024-N", every) == []
    assert plans(YEAR, every, bloc(3, jump_factor=D(0))) == ["2025-9T"]
    assert plans("2025-Q1", every, bloc(3, jump_factor=D(0))) == []


def test_periods_that_ask_other_things_are_not_read_but_registrations_are() -> None:
    known = bloc(3)
    registering = (FormSheet.REGISTRATION,)
    known = replace(
        known,
        periods=(
            PeriodPlan(code="2024-DK", sheets=registering),
            PeriodPlan(code="2025-DK", sheets=registering),
            PeriodPlan(code="2025-6T", sheets=(FormSheet.RESULTS, *registering)),
            PeriodPlan(code=YEAR, sheets=(FormSheet.SCORING, FormSheet.PROPOSALS), current=True),
        ),
    )
    returned = {p.code for p in known.periods}
    assert plans(YEAR, returned, known) == ["2025-6T", "2025-DK"]
    assert plans("2025-6T", returned, known) == []
