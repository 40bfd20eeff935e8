"""What a scoring method (cách chấm) is: one rule in two renderings.

A method says what the *scored* lines of a criterion earn; `score` computes in exact decimals,
`formula` writes the same rule for Excel. What all methods share (deductions, bonuses, steps,
conditions, caps) is added by `compose`. Neither rounds the points of a criterion: that is done
once, in `round_points` and `round_formula` alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

import pandas as pd

from thidua_batch.core import vn
from thidua_batch.core.kinds import Answer, LineKind
from thidua_batch.core.model import Bound, Criterion, Line, Option

#: Facts are compared with bounds and conditions after rounding to this many places.
COMPARE_PLACES = 6
#: Points are first rounded here, then to the declared places, so that a binary float's last
#: digit in Excel cannot decide a half that the exact decimals decide otherwise.
GUARD_PLACES = 10

#: Columns of the frame that `score` gets: one row per unit × scored line of one criterion.
#: `value` is Decimal or text, never blank and never N/A (days late where the fact is a date);
#: `peer` tells whether the unit is one of those that relative methods compare; `others` maps the
#: unit's line codes and "criterion/line" to values, for conditions of bands.
ROWS = ("unit", "line", "value", "points", "target", "weight", "peer", "others")


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSpec:
    """An option of a method: Vietnamese title, default, and what it may be."""

    title: str
    default: Option | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    minimum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineRef:
    """A1 references to one line's cells.

    `used` is the fact, `value` what is computed with (days late, an exceed rate; else the fact),
    `raw` the points before cap and choice, `points` those that count.
    """

    used: str
    value: str
    raw: str
    points: str
    target: str = ""
    weight: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The same line of a unit that relative methods compare: its value cell, its target."""

    value: str
    target: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refs:
    """References to all lines of one unit × criterion; `span` covers their used cells.

    `elsewhere` finds the value cells of the unit's other facts by "criterion/line"; `peers` the
    compared units by line code.
    """

    lines: Mapping[str, LineRef]
    span: str
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    peers: Mapping[str, Sequence[Peer]] = field(default_factory=dict)
    holidays: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """Excel texts without "=" for scored lines: their points, and what their value cells hold."""

    points: Mapping[str, str]
    values: Mapping[str, str] = field(default_factory=dict)


class Method(Protocol):
    """A module of this package.

    `ADJUSTS`: what scored lines earn is a correction of the start, like a deduction or a bonus.
    `RELATIVE`: points follow only when all units of the bloc are known.
    """

    CODE: str
    TITLE: str
    NOTE: str
    OPTIONS: Mapping[str, OptionSpec]
    ADJUSTS: bool
    RELATIVE: bool

    def scored(self, criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Return the lines that the method scores; `lines` are the criterion's rows."""
        ...

    def answer(self, line: Line, lines: Sequence[Line]) -> Answer:
        """What may be typed for a scored line."""
        ...

    def problem(self, criterion: Criterion, lines: Sequence[Line]) -> str | None:
        """Vietnamese reason why the criterion cannot be scored as defined, or None."""
        ...

    def score(
        self, rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]
    ) -> Sequence[Decimal | Fraction]:
        """All units of one criterion in (columns ROWS), points per row out, unrounded."""
        ...

    def formula(self, refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
        """Write the same rule for one unit in Excel."""
        ...

    def rule(self, criterion: Criterion, lines: Sequence[Line]) -> Sequence[str]:
        """Give the rule in Vietnamese, a sentence for each thing that it says."""
        ...


def option(criterion: Criterion, spec: Mapping[str, OptionSpec], name: str) -> Option | None:
    """The criterion's value of an option, or its default."""
    return criterion.options.get(name, spec[name].default)


def number(criterion: Criterion, spec: Mapping[str, OptionSpec], name: str) -> Decimal | None:
    """Give the value of a numeric option."""
    value = option(criterion, spec, name)
    return value if isinstance(value, Decimal) else None


def rules(lines: Sequence[Line], kind: LineKind) -> tuple[Line, ...]:
    """Only the rows of one kind."""
    return tuple(line for line in lines if line.kind is kind)


def implicit(criterion: Criterion, code: str, text: str, points: Decimal | None = None) -> Line:
    """The single fact line of a criterion whose table row needs no row in *Quy tắc chấm*."""
    return Line(criterion=criterion.code, code=code, kind=LineKind.FACT, text=text, points=points)


def rates_or_facts(lines: Sequence[Line]) -> tuple[Line, ...]:
    """What most methods score: the rates where there are any, else the facts."""
    return rules(lines, LineKind.RATE) or rules(lines, LineKind.FACT)


def literal(value: Decimal) -> str:
    """A number as Excel text."""
    return format(value.normalize(), "f")


def quoted(text: str) -> str:
    """A text as Excel text."""
    return '"' + text.replace('"', '""') + '"'


def compared_value(value: Decimal, target: Decimal | None) -> Decimal:
    """What relative methods compare: the exceed rate, or a result that has no target."""
    if not target:
        return value
    return vn.round_half_up((Fraction(value) - Fraction(target)) / Fraction(target), GUARD_PLACES)


def inside(value: Decimal, lower: Bound | None, upper: Bound | None) -> bool:
    """Whether a fact, rounded to COMPARE_PLACES, lies in a band."""
    value = vn.round_half_up(value, COMPARE_PLACES)
    if lower and not (value >= lower.value if lower.closed else value > lower.value):
        return False
    return not (upper and not (value <= upper.value if upper.closed else value < upper.value))


def inside_formula(ref: str, lower: Bound | None, upper: Bound | None) -> str:
    """The same test in Excel."""
    value = f"ROUND({ref},{COMPARE_PLACES})"
    tests = []
    if lower:
        tests.append(f"{value}{'>=' if lower.closed else '>'}{literal(lower.value)}")
    if upper:
        tests.append(f"{value}{'<=' if upper.closed else '<'}{literal(upper.value)}")
    return every(tests)


def every(tests: Sequence[str]) -> str:
    """All of several Excel tests."""
    if not tests:
        return "TRUE"
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def round_points(value: Decimal | Fraction, places: int) -> Decimal:
    """The one rounding of points: guard places first, then the declared ones, half up."""
    return vn.round_half_up(vn.round_half_up(value, GUARD_PLACES), places)


def round_formula(expression: str, places: int) -> str:
    """The same rounding in Excel."""
    return f"ROUND(ROUND({expression},{GUARD_PLACES}),{places})"
