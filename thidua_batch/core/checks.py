"""Checks between returns, and of what was returned against what the period needs.

What concerns a single cell is checked where the cell is read (`books.form`); the definition by
`lint`. Each function yields findings and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from thidua_batch.core import vn, wording
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import FormSheet, LineKind, Scorer
from thidua_batch.core.model import Bloc, PeriodPlan, ScoringTable
from thidua_batch.core.outcome import CriterionResult, FactResult, UnitResult
from thidua_batch.core.returns import Decisions, Submission
from thidua_batch.core.scoring import inputs, method_of, scorer_of

_HUNDRED = Decimal(100)


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


def check_typed_points(
    submission: Submission, results: Mapping[str, CriterionResult]
) -> Iterator[Finding]:
    """CROSS-001: the form shows other points than its own facts give."""
    for code, (typed, cell) in submission.typed_points.items():
        result = results.get(code)
        if result is None or result.self_points is None or typed == result.self_points:
            continue
        yield finding(
            "CROSS-001",
            unit=submission.unit,
            cell=cell,
            code=code,
            typed=vn.format_number(typed),
            computed=vn.format_number(result.self_points),
        )


def check_proposals(bloc: Bloc, submission: Submission) -> Iterator[Finding]:
    """CROSS-002: an award is proposed that the unit never registered."""
    by_name = {vn.fold(a.name): a for a in bloc.awards if a.needs_registration}
    for row in submission.rows:
        if row.sheet is not FormSheet.PROPOSALS:
            continue
        award = by_name.get(vn.fold(row.values.get("award", "")))
        if award is not None and submission.registered.get(award.code) is False:
            yield finding("CROSS-002", unit=submission.unit, cell=row.cell, award=award.name)


def check_countersigned(bloc: Bloc, plan: PeriodPlan, submission: Submission) -> Iterator[Finding]:
    """CROSS-006: a self-score that the bloc wants confirmed does not say that it is (R19)."""
    if not bloc.rules.countersigned or not plan.scores or FormSheet.UNIT not in plan.sheets:
        return
    said = submission.texts.get("countersigned")
    if said is None or said.value != wording.YES:
        cell = said.cell if said is not None else None
        file = None if cell else submission.file
        yield finding("CROSS-006", unit=submission.unit, cell=cell, file=file)


def check_rates(table: ScoringTable, units: Sequence[UnitResult]) -> Iterator[Finding]:
    """CROSS-003: a rate of nothing out of nothing counts as 0; CROSS-007: one above 100 %."""
    for result in units:
        for scored in result.criteria:
            rates = [f for f in scored.facts if f.computed and isinstance(f.used, Decimal)]
            cell = next((f.cell for f in scored.facts if f.cell is not None), None)
            nothing = all(fact.used == 0 for fact in scored.facts if not fact.computed)
            if nothing and any(rate.used == 0 for rate in rates):
                yield finding("CROSS-003", unit=result.unit.code, cell=cell, code=scored.code)
            whole = {x.code for x in table.lines_of(scored.code) if x.kind is LineKind.RATE}
            for rate in rates:
                over = isinstance(rate.used, Decimal) and rate.used > _HUNDRED
                if over and rate.line in whole and not _may_exceed(table, scored.code):
                    yield finding(
                        "CROSS-007", unit=result.unit.code, cell=cell, code=scored.code,
                        line=rate.text or rate.line, value=vn.format_value(rate.used),
                    )  # fmt: skip


def _may_exceed(table: ScoringTable, criterion: str) -> bool:
    """Whether the table itself speaks of more than 100 %, or has a target to be exceeded."""
    lines = table.lines_of(criterion)
    bounds = [b.value for x in lines for b in (x.lower, x.upper) if b is not None]
    return any(value > _HUNDRED for value in bounds) or any(x.target for x in lines)


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
