"""What a scoring method (cách chấm) is: one rule in two renderings.

`score` computes in exact decimals, `formula` writes the same rule for Excel. Neither rounds the
points of a criterion: that is done once, here in `total_formula` and in `evaluate` alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

import pandas as pd

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import Answer, LineKind, NaPolicy
from thidua_batch.core.model import (
    Bound,
    Criterion,
    Line,
    Option,
)

#: Facts are compared with bounds of bands after rounding to this many places, in both renderings.
COMPARE_PLACES = 6
#: Points are first rounded here, then to the declared places, so that a binary float's last
#: digit in Excel cannot decide a half that the exact decimals decide otherwise.
GUARD_PLACES = 10

#: Columns of the frame that `score` gets: one row per unit × fact line of one criterion.
#: `used` is Decimal or text, never blank and never N/A; the rest comes from the line.
ROWS = ("unit", "line", "kind", "used", "points", "cap", "target", "weight")


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionSpec:
    """An option of a method: Vietnamese title, default, and what it may be."""

    title: str
    default: Option | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    minimum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineRef:
    """A1 references to one line's cells: the fact used, target, weight, and points."""

    used: str
    target: str
    weight: str
    points: str


@dataclass(frozen=True, slots=True)
class Refs:
    """References to all fact lines of one unit × criterion; `*_range` spans them in order."""

    lines: Mapping[str, LineRef]
    used_range: str
    weight_range: str
    points_range: str


@dataclass(frozen=True, slots=True)
class Formula:
    """Excel texts without "=": one per fact line, and the criterion's unrounded points."""

    lines: Mapping[str, str]
    total: str


@dataclass(frozen=True, slots=True)
class Scored:
    """What `score` gives: points per row of its frame, and unrounded points per unit."""

    lines: pd.Series
    totals: Mapping[str, Decimal | Fraction]


class Method(Protocol):
    """A module of this package."""

    CODE: str
    TITLE: str
    OPTIONS: Mapping[str, OptionSpec]

    def inputs(self, criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Return the fact lines that the form must ask for; `lines` are the criterion's rows."""
        ...

    def answer(self, line: Line, lines: Sequence[Line]) -> Answer:
        """What may be typed for a fact line."""
        ...

    def problem(self, criterion: Criterion, lines: Sequence[Line]) -> str | None:
        """Vietnamese reason why the criterion cannot be scored as defined, or None."""
        ...

    def score(self, rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]) -> Scored:
        """All units of one criterion in (columns ROWS), points out, unrounded."""
        ...

    def formula(self, refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
        """Write the same rule for one unit in Excel."""
        ...


def option(criterion: Criterion, spec: Mapping[str, OptionSpec], name: str) -> Option | None:
    """The criterion's value of an option, or its default."""
    return criterion.options.get(name, spec[name].default)


def number(criterion: Criterion, spec: Mapping[str, OptionSpec], name: str) -> Decimal | None:
    """Give the value of a numeric option."""
    value = option(criterion, spec, name)
    return value if isinstance(value, Decimal) else None


def facts(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Only the lines that ask for a fact."""
    return tuple(line for line in lines if line.is_input)


def rules(lines: Sequence[Line], kind: LineKind) -> tuple[Line, ...]:
    """Only the rule rows of one kind."""
    return tuple(line for line in lines if line.kind is kind)


def implicit(criterion: Criterion, code: str, text: str, points: Decimal | None = None) -> Line:
    """The single fact line of a criterion whose table row needs no row in *Quy tắc chấm*."""
    return Line(criterion=criterion.code, code=code, kind=LineKind.FACT, text=text, points=points)


def sum_by_unit(rows: pd.DataFrame, points: Iterable[Decimal | Fraction]) -> dict[str, Fraction]:
    """Exact sum of line points per unit."""
    totals: dict[str, Fraction] = {}
    for unit, value in zip(rows["unit"], points, strict=True):
        totals[unit] = totals.get(unit, Fraction(0)) + Fraction(value)
    return totals


def too_many(lines: Sequence[Line]) -> bool:
    """Whether bands or words are more than nested IFs hold (64), or a word longer than a text."""
    words = rules(lines, LineKind.CATEGORY)
    bands = rules(lines, LineKind.BAND)
    return max(len(words), len(bands)) > 60 or any(len(word.text) > 200 for word in words)


def literal(value: Decimal) -> str:
    """A number as Excel text."""
    return format(value.normalize(), "f")


def quoted(text: str) -> str:
    """A text as Excel text."""
    return '"' + text.replace('"', '""') + '"'


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
    if not tests:
        return "TRUE"
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def round_points(value: Decimal | Fraction, places: int) -> Decimal:
    """The one rounding of points: guard places first, then the declared ones, half up."""
    return vn.round_half_up(vn.round_half_up(value, GUARD_PLACES), places)


def round_formula(expression: str, places: int) -> str:
    """The same rounding in Excel."""
    return f"ROUND(ROUND({expression},{GUARD_PLACES}),{places})"


def line_formula(expression: str, ref: LineRef) -> str:
    """A line's points in Excel, with "=": empty where the fact is blank or N/A."""
    blank = f'OR({ref.used}="",{ref.used}={quoted(wording.NOT_APPLICABLE)})'
    return f'=IF({blank},"",{expression})'


def total_formula(expression: str, refs: Refs, criterion: Criterion, places: int) -> str:
    """A criterion's points in Excel, with "=": N/A by its policy, "chưa chấm" where blank."""
    na = quoted(wording.NOT_APPLICABLE)
    points = (
        f"IF(COUNTBLANK({refs.used_range})>0,{quoted(wording.NOT_SCORED)},"
        f"{round_formula(expression, places)})"
    )
    if criterion.na is NaPolicy.FORBIDDEN:
        return f"={points}"
    instead = {
        NaPolicy.RESCALE: na,
        NaPolicy.FULL: literal(criterion.max_points or Decimal(0)),
        NaPolicy.ZERO: "0",
    }[criterion.na]
    return f"=IF(COUNTIF({refs.used_range},{na})>0,{instead},{points})"
