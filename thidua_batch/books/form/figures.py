"""One typed cell as a number, within the limits of its question; or the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thidua_batch.books.asked import off_step, repaired
from thidua_batch.books.form.notes import Notes, as_typed
from thidua_batch.books.form.sheets import Typed
from thidua_batch.core import vn
from thidua_batch.core.kinds import Answer
from thidua_batch.core.wording import form as words

#: Reasons of `vn.parse_number` for what is no number at all.
_NO_NUMBER = ("bool", "not_a_number", "foreign_digits", "exponent", "too_large")
#: Reasons of a number that can be read in two ways, both of which are told.
_TWO_READINGS = ("ambiguous_thousands", "ambiguous_fraction", "unknown_format")
#: Repairs of a number that is seen otherwise than it is stored: `readings` is what is seen.
_SEEN = ("rounded_format", "dash_format", "percent_format")
#: Repairs that say themselves that the value is a percentage.
_EXPLICIT = ("percent_format", "percent_text")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a cell was asked for: its label, the kind of answer, words allowed, limits.

    `unit` is the line's unit of measure, `zero` what is typed where there is nothing to count.
    `may_not_apply`: the unit may declare that it has no such task; `is_optional`: a mark for
    nothing is as good as a blank. Points are multiples of `step`; a date outside `likely` or a
    percentage above 100 where the rule is `within_hundred` is a doubt. Where the rule speaks of
    percentages `above_one` only, 0,95 may as well be 95 and is not taken.
    """

    label: str
    answer: Answer
    labels: Sequence[str] = ()
    unit: str = ""
    zero: str = words.ZERO
    may_not_apply: bool = False
    is_optional: bool = False
    top: Decimal | None = None
    step: Decimal | None = None
    likely: tuple[date, date] | None = None
    within_hundred: bool = False
    above_one: bool = False

    @property
    def how(self) -> str:
        """How the cell is filled in, told where it was left blank."""
        return words.how(self.answer, self.zero, may_not_apply=self.may_not_apply)


def read(typed: Typed, asked: Asked, notes: Notes) -> Decimal | None:
    """A number by the decision table of `vn`; None with a finding, or for a blank without one."""
    percent = asked.answer is Answer.PERCENT
    parsed = vn.parse_number(
        typed.value, number_format=typed.number_format, percent=percent, unit=asked.unit
    )
    label, place, value = asked.label, typed.place, parsed.value
    if value is None:
        _no_number(typed, parsed, asked, notes)
        return None
    if _is_refused(typed, value, asked, notes):
        return None
    if percent and asked.above_one and 0 < value <= 1 and parsed.reason not in _EXPLICIT:
        _two_shares(typed, value, label, notes)
        return None
    if parsed.repaired:
        raw = parsed.readings[0] if parsed.reason in _SEEN and parsed.readings else _raw(typed)
        code, fields = repaired(raw, value)
        notes.add(code, place, label=label, **fields)
    if percent and (0 < value <= 1 or (asked.within_hundred and value > _HUNDRED)):
        notes.add("CELL-016", place, label=label, value=vn.format_number(value))
    return value


def _is_refused(typed: Typed, value: Decimal, asked: Asked, notes: Notes) -> bool:
    """Whether the number is not within the limits of the question; that is told."""
    label, place, said = asked.label, typed.place, vn.format_number(value)
    if asked.answer is Answer.COUNT and value != value.to_integral_value():
        notes.add("CELL-010", place, label=label, value=said)
    elif asked.top is not None and value > asked.top:
        notes.add("CELL-005", place, label=label, value=said, limits=_limits(asked))
    elif (close := off_step(value, asked.step, asked.top)) is not None:
        step = vn.format_number(asked.step or Decimal(0))
        notes.add("CELL-019", place, label=label, value=said, step=step, near=close)
    else:
        return False
    return True


def _limits(asked: Asked) -> str:
    return words.NO_BELOW_ZERO if asked.top is None else f"0 – {vn.format_number(asked.top)}"


def _two_shares(typed: Typed, value: Decimal, label: str, notes: Notes) -> None:
    """A percentage that may be meant as a share of one."""
    low, high = vn.format_number(value), vn.format_number(value * _HUNDRED)
    notes.add("CELL-038", typed.place, label=label, raw=_raw(typed), low=low, high=high)


def _no_number(typed: Typed, parsed: vn.ParsedNumber, asked: Asked, notes: Notes) -> None:
    """Why there is none; a blank is told by whoever asked."""
    label, place, raw = asked.label, typed.place, _raw(typed)
    if parsed.reason == "blank" and typed.value is not None and not asked.is_optional:
        na = words.not_applicable(may=asked.may_not_apply)
        notes.add("CELL-036", place, label=label, raw=raw, na=na)
    elif _may_be_share(typed, parsed, asked) and isinstance(typed.value, Decimal):
        _two_shares(typed, typed.value, label, notes)
    elif parsed.reason in _TWO_READINGS:
        readings = words.OR.join(parsed.readings)
        notes.add("CELL-003", place, label=label, raw=raw, readings=readings)
    elif parsed.reason == "negative":
        notes.add("CELL-005", place, label=label, value=raw, limits=_limits(asked))
    elif parsed.reason in ("date", "percent"):
        readings = words.OR.join(_originals(typed, parsed)) or raw
        code = "CELL-006" if parsed.reason == "date" else "CELL-009"
        notes.add(code, place, label=label, raw=raw, readings=readings)
    elif parsed.reason == "error":
        notes.add("CELL-007", place, label=label, raw=raw)
    elif parsed.reason in _NO_NUMBER:
        notes.add("CELL-002", place, label=label, raw=raw, example=words.example(asked.answer))


def _may_be_share(typed: Typed, parsed: vn.ParsedNumber, asked: Asked) -> bool:
    """Whether a percentage is asked for, and only a format that nobody tells would say which."""
    is_untold = typed.number_format is None and parsed.reason == "unknown_format"
    return is_untold and asked.answer is Answer.PERCENT


def _originals(typed: Typed, parsed: vn.ParsedNumber) -> tuple[str, ...]:
    """What may have been meant by a day or a percentage in a cell that asks for neither."""
    if parsed.reason == "date":
        return parsed.readings or vn.parse_number(vn.parse_date(typed.value)).readings
    shown = typed.number_format
    share = vn.parse_number(typed.value, number_format=shown, percent=True, negative=True).value
    if share is None:
        return parsed.readings
    return tuple(vn.format_number(number) for number in (share, share / _HUNDRED))


def _raw(typed: Typed) -> str:
    """The value as the person sees it, as far as that can be told."""
    shown = as_typed(typed)
    return shown if isinstance(shown, str) else typed.text
