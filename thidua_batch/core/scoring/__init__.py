"""Scoring methods (cách chấm): the registry, and which facts a criterion asks of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from thidua_batch.core.kinds import Answer
from thidua_batch.core.model import Criterion, Line, ScoringTable
from thidua_batch.core.scoring import bands, cases, category, direct, ratio, yes_no
from thidua_batch.core.scoring.base import Method

METHODS: Mapping[str, Method] = {m.CODE: m for m in (direct, yes_no, bands, cases, ratio, category)}


def method_of(criterion: Criterion) -> Method:
    """The method of a leaf; one marked *không khai số liệu gốc* is scored directly."""
    if criterion.points_only or criterion.method is None:
        return METHODS[direct.CODE]
    return METHODS[criterion.method]


def rule_lines(table: ScoringTable, criterion: Criterion, unit: str) -> tuple[Line, ...]:
    """All rows that bear on a unit's criterion: its own indicators in place of common facts."""
    common = table.lines_of(criterion.code)
    own = table.own_lines.get((unit, criterion.code), ())
    if not own:
        return common
    return own + tuple(line for line in common if not line.is_input)


def inputs(table: ScoringTable, criterion: Criterion, unit: str) -> tuple[Line, ...]:
    """The fact lines that a unit's form has for a criterion, targets and weights filled in."""
    method = method_of(criterion)
    common = criterion.options.get("target")
    found = method.inputs(criterion, rule_lines(table, criterion, unit))
    if method is not METHODS[ratio.CODE]:
        return found
    target = common if isinstance(common, Decimal) else None
    return tuple(
        replace(
            line,
            target=line.target if line.target is not None else target,
            weight=line.weight if line.weight is not None else Decimal(1),
        )
        for line in found
    )


def answer(table: ScoringTable, criterion: Criterion, line: Line) -> Answer:
    """What may be typed for a fact line."""
    return method_of(criterion).answer(line, table.lines_of(criterion.code))
