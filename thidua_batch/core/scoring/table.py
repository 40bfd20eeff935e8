"""A whole scoring table applied to all units: facts in, points of every leaf out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from thidua_batch.core import wording
from thidua_batch.core.kinds import NaPolicy
from thidua_batch.core.model import (
    Criterion,
    Line,
    Rules,
    ScoringTable,
    Value,
)
from thidua_batch.core.scoring import inputs, method_of
from thidua_batch.core.scoring.base import ROWS, round_points

#: (unit, criterion, line) -> the fact that counts; a line that is absent or None is blank.
Facts = Mapping[tuple[str, str, str], Value | None]


@dataclass(frozen=True, slots=True)
class Marks:
    """Points per (unit, leaf), rounded to the criterion's places; None reads "chưa chấm".

    `not_applicable` holds the (unit, leaf) pairs declared N/A; `lines` the points of each line.
    """

    points: Mapping[tuple[str, str], Decimal | None]
    not_applicable: frozenset[tuple[str, str]]
    lines: Mapping[tuple[str, str, str], Decimal]


def score(table: ScoringTable, rules: Rules, units: Sequence[str], facts: Facts) -> Marks:
    """Apply every leaf's method to all units at once."""
    points: dict[tuple[str, str], Decimal | None] = {}
    lines: dict[tuple[str, str, str], Decimal] = {}
    outside: set[tuple[str, str]] = set()
    for leaf in table.leaves:
        asked = {unit: inputs(table, leaf, unit) for unit in units}
        rows = []
        for unit in units:
            values = [facts.get((unit, leaf.code, line.code)) for line in asked[unit]]
            if wording.NOT_APPLICABLE in values:
                outside.add((unit, leaf.code))
                points[unit, leaf.code] = _without_task(leaf)
            elif not values or any(value is None for value in values):
                points[unit, leaf.code] = None
            else:
                rows += [
                    _row(unit, line, value) for line, value in zip(asked[unit], values, strict=True)
                ]
        if rows:
            frame = pd.DataFrame(rows, columns=list(ROWS), dtype=object)
            scored = method_of(leaf).score(frame, leaf, table.lines_of(leaf.code))
            for unit, total in scored.totals.items():
                points[unit, leaf.code] = round_points(total, rules.criterion_places)
            for unit, line_code, value in zip(
                frame["unit"], frame["line"], scored.lines, strict=True
            ):
                lines[unit, leaf.code, line_code] = value
    return Marks(points, frozenset(outside), lines)


def _row(unit: str, line: Line, value: Value | None) -> tuple[object, ...]:
    return (unit, line.code, line.kind, value, line.points, line.cap, line.target, line.weight)


def _without_task(leaf: Criterion) -> Decimal | None:
    """Points of a criterion that does not apply (R10–R13); None: left out and rescaled."""
    if leaf.na is NaPolicy.FULL:
        return leaf.max_points
    return Decimal(0) if leaf.na is NaPolicy.ZERO else None
