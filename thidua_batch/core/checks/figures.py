"""What units typed for the lines of a criterion, side by side, for the checks that compare them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Criterion, Line, ScoringTable
from thidua_batch.core.outcome import CriterionResult, FactResult, UnitResult
from thidua_batch.core.returns import Cell
from thidua_batch.core.scoring.compose import sources
from thidua_batch.core.wording import checks as words


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that counts for a unit's line. `by_unit`: as the unit typed it, no decision on it.

    What a decision put in its place is compared with, never told: a person has looked at it.
    """

    unit: str
    value: Decimal
    cell: Cell | None
    by_unit: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of the table with the codes of its numerator (part) and denominator (whole)."""

    line: Line
    part: str
    whole: str


def typed(fact: FactResult, unit: str) -> Typed | None:
    """The number of a fact; None for blanks, words, dates and what is computed."""
    if fact.computed or not isinstance(fact.used, Decimal):
        return None
    by_unit = fact.declared is not None and fact.accepted is None and not fact.sources
    return Typed(unit, fact.used, fact.cell, by_unit)


def number(scored: CriterionResult, line: str, unit: str) -> Typed | None:
    """The number of one line of a criterion."""
    fact = next((f for f in scored.facts if f.line == line), None)
    return None if fact is None else typed(fact, unit)


def results(
    table: ScoringTable, units: Sequence[UnitResult], leaf: Criterion
) -> list[tuple[str, CriterionResult]]:
    """The units that answer the common lines of a criterion; own indicators are not comparable."""
    return [
        (result.unit.code, scored)
        for result in units
        if (result.unit.code, leaf.code) not in table.own_lines
        and (scored := result.criterion(leaf.code)) is not None
    ]


def rates(lines: Sequence[Line]) -> Iterator[Rate]:
    """The rates among the lines of a criterion."""
    for line in lines:
        codes = sources(line) if line.kind is LineKind.RATE else ()
        if len(codes) == 2:
            yield Rate(line, *codes)


def label(leaf: Criterion, line: Line | None) -> str:
    """How people find a line: "I.2 Tổng hồ sơ"."""
    return words.label(leaf.code, (line.text if line else "") or leaf.text)
