"""A fact that the bloc states: how the decisions book asks for it, and how its answer is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thidua_batch.books import asked
from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.kinds import Answer, LineKind
from thidua_batch.core.model import Criterion, Line, ScoringTable, Value
from thidua_batch.core.scoring import compose
from thidua_batch.core.wording import decisions as words

#: A finding that does not refuse the value: its code and fields.
Told = tuple[str, Mapping[str, str]]
#: Lines that a method adds by itself: in a list of many criteria they would say too little.
_IMPLICIT = (
    wording.DIRECT_LINE,
    wording.POINTS_ONLY_LINE,
    wording.VALUE_LINE,
    wording.CATEGORY_LINE,
    wording.DONE_LINE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """The value, or why there is none; what is to be told of it all the same."""

    value: Value | None = None
    reason: str = ""
    told: tuple[Told, ...] = ()


def question(leaf: Criterion, line: Line) -> str:
    """What the row says: the line, and what to type where that is not plain."""
    text = leaf.text if line.text in _IMPLICIT else line.text or leaf.text
    if line.due_on is not None:
        return words.ASK_DAY_DUE.format(text=text, date=vn.format_date(line.due_on))
    if line.due:
        return words.ASK_DAY.format(text=text)
    if line.kind is LineKind.RANGE and line.lower and line.upper:
        return words.ASK_FRAME.format(text=text, **_frame(line))
    return text


def read(
    table: ScoringTable, leaf: Criterion, line: Line, typed: object, *,
    is_percent: bool, likely: tuple[date, date],
) -> Said:  # fmt: skip
    """The value as its line's answer demands."""
    wanted = scoring.answer(table, leaf, line)
    for label in asked.labels(table, leaf, line):
        if isinstance(typed, str) and vn.fold(label) == vn.fold(typed):
            return Said(label)
    if wanted is Answer.DATE:
        return _day(typed, likely)
    if wanted in (Answer.LABEL, Answer.YES_NO):
        return Said(reason=words.NOT_A_VALUE)
    shown = "0%" if is_percent else "General"
    parsed = vn.parse_number(
        typed,
        number_format=shown,
        percent=wanted is Answer.PERCENT,
        unit=line.unit_of_measure,
    )
    number = parsed.value
    whole = number is not None and number == number.to_integral_value()
    if number is None or number < 0 or (wanted is Answer.COUNT and not whole):
        return Said(reason=words.NOT_A_VALUE)
    if reason := _refusal(leaf, line, number):
        return Said(reason=reason)
    raw = typed
    if is_percent and isinstance(typed, Decimal):
        raw = f"{vn.format_number(typed.scaleb(2))}%"  # as the cell shows it
    return Said(number, told=(asked.repaired(str(raw), number),) if parsed.repaired else ())


def _day(typed: object, likely: tuple[date, date]) -> Said:
    """A day; one far from the period is told."""
    day = asked.day_of(typed)
    if day is None or not asked.FIRST_DAY <= day <= asked.LAST_DAY:
        return Said(reason=words.NOT_A_DAY)
    shown = vn.format_date(day)
    told: tuple[Told, ...] = ()
    if not isinstance(typed, date):
        told = (("CELL-004", {"raw": str(typed), "value": shown}),)
    if not likely[0] <= day <= likely[1]:
        told += (("CELL-018", {"value": shown, "limits": asked.span(likely)}),)
    return Said(day, told=told)


def _refusal(leaf: Criterion, line: Line, number: Decimal) -> str:
    """Why a number cannot be the value of a line; empty where it can."""
    top, step = asked.top_of(leaf, line), asked.step_of(leaf, line)
    if top is not None and number > top:
        return words.NOT_A_VALUE
    if not compose.in_frame(line, number):
        return words.OUT_OF_FRAME.format(**_frame(line))
    near = asked.off_step(number, step, top)
    if near is None or step is None:
        return ""
    return words.NOT_A_STEP.format(step=vn.format_number(step), near=near)


def _frame(line: Line) -> dict[str, str]:
    ends = {"lower": line.lower, "upper": line.upper}
    return {name: vn.format_number(end.value) for name, end in ends.items() if end is not None}
