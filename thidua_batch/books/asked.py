"""What may be typed for a fact, whoever types it: the unit in its form, the bloc in its decisions.

The form's validations, its reader and the reader of the decisions book share these limits.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.kinds import Answer
from thidua_batch.core.model import Criterion, Line, ScoringTable
from thidua_batch.core.period import Period
from thidua_batch.core.scoring import lookup

#: Days that a date cell accepts at all, and how long after a period one is still likely.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
EPOCH = date(1899, 12, 30)
_AFTER = timedelta(days=60)


def labels(table: ScoringTable, leaf: Criterion, line: Line) -> tuple[str, ...]:
    """The words that a fact's cell accepts."""
    answer = scoring.answer(table, leaf, line)
    if answer is Answer.YES_NO:
        return (wording.YES, wording.NO)
    if answer is Answer.DATE:
        return (wording.NO,)
    if answer not in (Answer.LABEL, Answer.NUMBER_OR_LABEL):
        return ()
    return lookup.said(line, table.lines_of(leaf.code))


def top_of(leaf: Criterion, line: Line) -> Decimal | None:
    """The most that may be typed: the maximum, where points themselves are typed."""
    return leaf.max_points if _is_points(leaf, line) else None


def step_of(leaf: Criterion, line: Line) -> Decimal | None:
    """Of what typed points must be a multiple, if of anything."""
    step = leaf.options.get("step")
    is_step = isinstance(step, Decimal) and step > 0 and _is_points(leaf, line)
    return step if is_step and isinstance(step, Decimal) else None


def _is_points(leaf: Criterion, line: Line) -> bool:
    method = scoring.method_of(leaf)
    if method is not scoring.METHODS["direct"]:
        return False
    return any(line.code == scored.code for scored in method.scored(leaf, ()))


def day_of(value: object) -> date | None:
    """A day as typed: a date, a text with the day first, or a date whose format was taken off."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        is_day = value == int(value) and 0 < value <= (LAST_DAY - EPOCH).days
        return EPOCH + timedelta(days=int(value)) if is_day else None
    return vn.parse_date(value)


def likely_days(period: Period) -> tuple[date, date]:
    """Days that a fact of the period may well have: a year before its work year, 60 days after."""
    start = period.year_start
    return start.replace(year=start.year - 1, day=min(start.day, 28)), period.end + _AFTER


def span(days: tuple[date, date]) -> str:
    """First and last day as people read them."""
    return " – ".join(vn.format_date(day) for day in days)


def off_step(value: Decimal, step: Decimal | None, top: Decimal | None) -> str | None:
    """The allowed points next to a value that is no multiple of the step; None where it is one."""
    if step is None or value % step == 0:
        return None
    below = value // step * step
    near = [x for x in (below, below + step) if top is None or x <= top]
    return f" {wording.OR} ".join(vn.format_number(x) for x in near)


def repaired(raw: str, value: Decimal) -> tuple[str, dict[str, str]]:
    """The note on a number that was repaired: its code and fields beside the label.

    A text that reads like the number itself was not written otherwise; only its kind was changed.
    """
    said = vn.format_number(value)
    if vn.clean(raw) in (said, said.replace(".", "")):
        return "CELL-037", {"value": said}
    return "CELL-004", {"raw": raw, "value": said}
