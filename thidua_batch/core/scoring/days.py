"""Days late of a fact that is a date (M04, M05, R20, R21), in calendar or working days.

A line with a due date is answered by the day on which the thing was done, or "Không" where it
never was; what is computed with is the number of days after the due date, never below zero.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal

from thidua_batch.core import vn, wording
from thidua_batch.core.model import Line, Value
from thidua_batch.core.scoring.base import literal, quoted

#: Days late of a thing that was never done: beyond every band.
NEVER = Decimal(9999)
_EPOCH = date(1899, 12, 30)


def counts_working_days(line: Line) -> bool:
    """Whether the line's unit of measure is the working day (Monday to Friday, no holidays)."""
    return vn.fold(line.unit_of_measure) == vn.fold(wording.WORKING_DAY)


def counts_days(line: Line) -> bool:
    """Whether points are per day late, rather than once."""
    return counts_working_days(line) or vn.fold(line.unit_of_measure) == vn.fold(wording.DAY)


def late(line: Line, value: Value, holidays: Collection[date]) -> Decimal | None:
    """Days after the line's due date; None where there is no due date to count from."""
    if line.due_on is None:
        return None
    if not isinstance(value, date):
        return NEVER if value == wording.NO else None
    days = (value - line.due_on).days
    if days <= 0:
        return Decimal(0)
    if not counts_working_days(line):
        return Decimal(days)
    first = line.due_on + timedelta(days=1)
    weeks, rest = divmod(days, 7)
    count = 5 * weeks + sum((first + timedelta(days=i)).weekday() < 5 for i in range(rest))
    off = sum(first <= day <= value and day.weekday() < 5 for day in set(holidays))
    return Decimal(count - off)


def formula(line: Line, ref: str, holidays: Sequence[date]) -> str:
    """The same in Excel."""
    if line.due_on is None:
        return '""'
    due = _serial(line.due_on)
    count = f"MAX(0,{ref}-{due})"
    if counts_working_days(line):
        off = ",{" + ",".join(str(_serial(day)) for day in holidays) + "}" if holidays else ""
        count = f"IF({ref}>{due},NETWORKDAYS({due + 1},{ref}{off}),0)"
    return f"IF({ref}={quoted(wording.NO)},{literal(NEVER)},{count})"


def _serial(day: date) -> int:
    return (day - _EPOCH).days
