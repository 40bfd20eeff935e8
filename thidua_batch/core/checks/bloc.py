"""Checks between the units of a bloc, and of what the bloc itself must state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import Scorer
from thidua_batch.core.model import ScoringTable
from thidua_batch.core.outcome import FactResult, UnitResult
from thidua_batch.core.returns import Decisions
from thidua_batch.core.scoring import inputs, method_of, scorer_of


def check_bloc_facts(
    table: ScoringTable, units: Sequence[str], decisions: Decisions, file: str
) -> Iterator[Finding]:
    """BLOC-003: a fact that the bloc itself must state is blank in `quyet_dinh.xlsx`."""
    for unit in units:
        known = {(f.criterion, f.line) for f in decisions.facts.get(unit, ())}
        for leaf in table.leaves:
            for line in inputs(table, leaf, unit):
                theirs = leaf.gathered or scorer_of(leaf, line) is Scorer.UNIT
                if not theirs and (leaf.code, line.code) not in known:
                    label = f"{leaf.code} {line.text or leaf.text}"
                    yield finding("BLOC-003", unit=unit, file=file, label=label)


def check_fairness(table: ScoringTable, units: Sequence[UnitResult]) -> Iterator[Finding]:
    """CROSS-004: a unit without a target outscores one that met its own (relative methods)."""
    for leaf in table.leaves:
        if method_of(leaf).RELATIVE:
            yield from _unfair(leaf.code, units)


def _unfair(code: str, units: Sequence[UnitResult]) -> Iterator[Finding]:
    pairs = [(u, c) for u in units if (c := u.criterion(code)) and c.facts and c.points is not None]
    met = [
        (result, scored)
        for result, scored in pairs
        if any(f.target for f in scored.facts) and all(_met(f) for f in scored.facts if f.target)
    ]
    for result, scored in pairs:
        points = scored.points or 0
        if any(fact.target for fact in scored.facts) or not points:
            continue
        beaten = [other.unit.label for other, theirs in met if (theirs.points or 0) < points]
        if beaten:
            yield finding(
                "CROSS-004",
                unit=result.unit.code,
                code=code,
                units=", ".join(beaten),
                points=vn.format_value(scored.points),
            )


def _met(fact: FactResult) -> bool:
    return isinstance(fact.used, Decimal) and fact.target is not None and fact.used >= fact.target
