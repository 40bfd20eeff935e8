"""Days late: calendar and working days, the Lunar New Year, things never done."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from thidua_batch.core import scoring, wording
from thidua_batch.core.kinds import Answer, LineKind
from thidua_batch.core.model import Criterion, Line, Rules, ScoringTable
from thidua_batch.core.scoring import days
from thidua_batch.core.scoring.table import score

#: Friday before the Lunar New Year of 2022; offices reopened on Monday, 7 February.
DUE = date(2022, 1, 28)
TET = tuple(date(2022, 1, 31) + timedelta(days=i) for i in range(5))
CALENDAR = Line(
    criterion="T", code="x", kind=LineKind.DEDUCT, points=Decimal("0.5"),
    unit_of_measure="ngày", due="28/01", due_on=DUE,
)  # fmt: skip
WORKING = replace(CALENDAR, unit_of_measure="Ngày làm việc")
ONCE = replace(CALENDAR, unit_of_measure="")


@pytest.mark.parametrize(
    ("day", "calendar", "working"),
    [
        (date(2022, 1, 10), 0, 0),
        (DUE, 0, 0),
        (date(2022, 1, 29), 1, 0),
        (date(2022, 1, 31), 3, 0),
        (date(2022, 2, 4), 7, 0),
        (date(2022, 2, 6), 9, 0),
        (date(2022, 2, 7), 10, 1),
        (date(2022, 2, 11), 14, 5),
        (date(2022, 2, 14), 17, 6),
    ],
)
def test_days_over_the_lunar_new_year(day: date, calendar: int, working: int) -> None:
    assert days.late(CALENDAR, day, TET) == calendar
    assert days.late(WORKING, day, TET) == working
    if day > DUE + timedelta(days=3):
        assert days.late(WORKING, day, ()) == working + 5


def test_what_was_never_done_is_later_than_every_band() -> None:
    assert days.late(CALENDAR, wording.NO, ()) == days.NEVER
    assert days.late(WORKING, wording.NO, TET) == days.NEVER


def test_without_a_due_day_nothing_can_be_counted() -> None:
    endless = replace(CALENDAR, due_on=None)
    assert days.late(endless, DUE, ()) is None
    criterion = Criterion(code="T", text="T", method="cases", max_points=Decimal(3))
    table = ScoringTable(criteria=(criterion,), lines=(endless,))
    assert score(table, Rules(), ["U"], {("U", "T", "x"): DUE}).points["U", "T"] is None


@pytest.mark.parametrize(
    ("line", "late", "points"),
    [
        (ONCE, 0, "3"),
        (ONCE, 1, "2.5"),
        (ONCE, 9, "2.5"),
        (CALENDAR, 2, "2"),
        (replace(CALENDAR, cap=Decimal(1)), 9, "2"),
        (WORKING, 10, "2.5"),
        (replace(ONCE, kind=LineKind.BONUS), 0, "0.5"),
        (replace(CALENDAR, kind=LineKind.BONUS), 1, "0"),
    ],
)
def test_points_by_days_late(line: Line, late: int, points: str) -> None:
    criterion = Criterion(code="T", text="T", method="cases", max_points=Decimal(3))
    table = ScoringTable(criteria=(criterion,), lines=(line,))
    assert scoring.answer(table, criterion, line) is Answer.DATE
    facts = {("U", "T", "x"): DUE + timedelta(days=late)}
    marks = score(table, Rules(holidays=TET), ["U"], facts)
    assert marks.points["U", "T"] == Decimal(points)


def test_days_late_can_be_a_condition_of_another_criterion() -> None:
    fact = replace(CALENDAR, criterion="K", kind=LineKind.FACT, points=None)
    bonus = Line(
        criterion="T", code="c", kind=LineKind.BONUS, points=Decimal(1), when="K/x <= 1"
    )  # fmt: skip
    table = ScoringTable(
        criteria=(
            Criterion(code="K", text="K", method="bands"),
            Criterion(code="T", text="T", method="cases", max_points=Decimal(3)),
        ),
        lines=(fact, bonus),
    )
    for late, points in ((1, 1), (2, 0)):
        facts = {("U", "K", "x"): DUE + timedelta(days=late), ("U", "T", "c"): Decimal(1)}
        assert score(table, Rules(), ["U"], facts).points["U", "T"] == points
