"""A whole scoring table applied to all units: facts in, points of every leaf out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import NaPolicy
from thidua_batch.core.model import Criterion, Line, Rules, ScoringTable, Value
from thidua_batch.core.scoring import days, lines, method_of, rule_lines
from thidua_batch.core.scoring.base import GUARD_PLACES, ROWS, compared_value, round_points
from thidua_batch.core.scoring.conditions import DEDUCTIONS
from thidua_batch.core.scoring.reckon import Reckoning

Key = tuple[str, str, str]
#: (unit, criterion, line) -> the fact that counts; a line that is absent or None is blank.
Facts = Mapping[Key, Value | None]


@dataclass(frozen=True, slots=True)
class LineMark:
    """What became of one line: computed value, points before and after cap and choice.

    `used` differs from `value` where peers are compared by something else (an exceed rate).
    """

    value: Value | None
    raw: Decimal
    points: Decimal
    used: Value | None


@dataclass(slots=True)
class Marks:
    """Points per (unit, leaf), rounded to the criterion's places; None reads "chưa chấm".

    `not_applicable` holds the (unit, leaf) pairs declared N/A; `lines` what became of each
    line; `values` what every fact is computed with, scored or not (dates as days late).
    """

    points: dict[tuple[str, str], Decimal | None] = field(default_factory=dict)
    not_applicable: set[tuple[str, str]] = field(default_factory=set)
    lines: dict[Key, LineMark] = field(default_factory=dict)
    values: dict[Key, Value] = field(default_factory=dict)


def score(
    table: ScoringTable,
    rules: Rules,
    units: Sequence[str],
    facts: Facts,
    apart: Collection[str] = (),
) -> Marks:
    """Apply every leaf's method to all units at once.

    `apart` are units that relative methods do not compare the others with.
    """
    marks = Marks()
    elsewhere = _values(table, rules, units, facts)
    for unit, known in elsewhere.items():
        for address, value in known.items():
            criterion, _, line = address.partition("/")
            marks.values[unit, criterion, line] = value
    for leaf in table.leaves:
        ready = {}
        for unit in units:
            if not table.holds_for(leaf.code, unit):
                continue
            reckoning = _prepare(table, leaf, unit, facts, elsewhere[unit], marks)
            if reckoning is not None:
                ready[unit] = reckoning
            elif (points := marks.points[unit, leaf.code]) is not None:
                marks.points[unit, leaf.code] = round_points(points, rules.criterion_places)
        if ready:
            _earn(leaf, ready, apart)
            for unit, reckoning in ready.items():
                _mark(marks, unit, leaf, reckoning, rules.criterion_places)
    return marks


def _values(
    table: ScoringTable, rules: Rules, units: Sequence[str], facts: Facts
) -> dict[str, dict[str, Value]]:
    """Per unit: the value of every fact by "criterion/line", dates as days late."""
    found: dict[str, dict[str, Value]] = {unit: {} for unit in units}
    for leaf in table.leaves:
        for unit in units:
            for line in lines(table, leaf, unit):
                value = facts.get((unit, leaf.code, line.code)) if line.is_input else None
                if value is not None and line.due:
                    value = days.late(line, value, rules.holidays)
                if value is not None and value != wording.NOT_APPLICABLE:
                    found[unit][line.address] = value
    return found


def _prepare(
    table: ScoringTable,
    leaf: Criterion,
    unit: str,
    facts: Facts,
    elsewhere: Mapping[str, Value],
    marks: Marks,
) -> Reckoning | None:
    """The unit's criterion ready to be computed; None where it is N/A or a fact is blank."""
    own = lines(table, leaf, unit)
    typed = [facts.get((unit, leaf.code, line.code)) for line in own if line.is_input]
    if wording.NOT_APPLICABLE in typed:
        marks.not_applicable.add((unit, leaf.code))
        marks.points[unit, leaf.code] = _without_task(leaf)
        return None
    values = {x.code: elsewhere.get(x.address) for x in own if x.is_input}
    if not own or any(value is None for value in values.values()):
        marks.points[unit, leaf.code] = None
        return None
    return Reckoning(
        method=method_of(leaf),
        criterion=leaf,
        rules=rule_lines(table, leaf, unit),
        lines={line.code: line for line in own},
        facts={code: value for code, value in values.items() if value is not None},
        elsewhere=elsewhere,
    )


def _earn(leaf: Criterion, ready: Mapping[str, Reckoning], apart: Collection[str]) -> None:
    """Let the method score the scored lines of all units together (relative methods need it)."""
    rows: list[tuple[object, ...]] = []
    for unit, item in ready.items():
        others = {code: item.value(code) for code in item.lines}
        others |= item.elsewhere
        others[DEDUCTIONS] = item.value(DEDUCTIONS)
        rows += [
            _row(unit, item.lines[line.code], others, unit not in apart)
            for line in item.method.scored(leaf, item.rules)
        ]
    if not rows:
        return
    frame = pd.DataFrame(rows, columns=list(ROWS), dtype=object)
    first = next(iter(ready.values()))
    earned = first.method.score(frame, leaf, first.rules)
    for unit, code, points in zip(frame["unit"], frame["line"], earned, strict=True):
        ready[unit].earned = {**ready[unit].earned, code: points}


def _row(
    unit: str, line: Line, others: Mapping[str, Value | None], is_peer: bool
) -> tuple[object, ...]:
    value = others[line.code]
    return (unit, line.code, value, line.points, line.target, line.weight, is_peer, others)


def _mark(marks: Marks, unit: str, leaf: Criterion, item: Reckoning, places: int) -> None:
    marks.points[unit, leaf.code] = round_points(item.total(), places)
    for code, line in item.lines.items():
        value = used = item.value(code)
        if item.method.RELATIVE and code in item.earned and isinstance(value, Decimal):
            value = compared_value(value, line.target)
        marks.lines[unit, leaf.code, code] = LineMark(
            value=value,
            raw=_guarded(item.raw(code)),
            points=_guarded(item.points(code)),
            used=used,
        )


def _guarded(points: Fraction) -> Decimal:
    return vn.round_half_up(points, GUARD_PLACES)


def _without_task(leaf: Criterion) -> Decimal | None:
    """Points of a criterion that does not apply (R10–R13); None: left out and rescaled."""
    if leaf.na is NaPolicy.FULL:
        return leaf.max_points or Decimal(0)
    return Decimal(0) if leaf.na is NaPolicy.ZERO else None
