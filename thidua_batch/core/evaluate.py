"""The whole pure flow on one screen: returned files and decisions -> Outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pandas as pd

from thidua_batch.core import (
    checks,
    frames,
    grading,
    individuals,
    mentions,
    nominating,
    receipts,
    scoring,
    standing,
    wording,
)
from thidua_batch.core.choosing import Chosen, choose
from thidua_batch.core.findings import Finding
from thidua_batch.core.frames import Earlier
from thidua_batch.core.gather import Gathered, gather
from thidua_batch.core.kinds import Scorer, TableStatus, UnitState
from thidua_batch.core.model import (
    Bloc,
    Criterion,
    Line,
    PeriodPlan,
    ScoringTable,
    Value,
)
from thidua_batch.core.outcome import (
    CriterionResult,
    FactResult,
    Outcome,
    Returned,
    Source,
    UnitResult,
)
from thidua_batch.core.returns import Cell, Decisions, Submission
from thidua_batch.core.scoring.table import Key, Marks
from thidua_batch.core.scoring.table import score as score_table

DECISIONS_FILE = "quyet_dinh.xlsx"


def evaluate(  # noqa: PLR0913, PLR0917  # all that a result depends on
    bloc: Bloc,
    plan: PeriodPlan,
    definition_sha256: str,
    returned: Sequence[Returned],
    decisions: Decisions,
    found: Iterable[Finding] = (),
    earlier: Sequence[Earlier] = (),
    previous: Sequence[Earlier] = (),
) -> Outcome:
    """Choose, merge, score, sum, grade, rank, nominate; nothing is read or written here.

    `found` are findings of earlier steps (the decisions book, the definition's warnings),
    `earlier` the shorter periods whose facts this one accumulates, `previous` those that its
    figures and proposals are compared with (`checks.previous_plans`).
    """
    period = bloc.period(plan.code)
    table = bloc.table_for(plan)
    chosen = choose(bloc, plan, returned, decisions)
    used = [chosen.submissions[u.code] for u in bloc.units if u.code in chosen.submissions]
    answers = frames.merge(used, decisions)
    gathered = gather(bloc, table, [s.unit for s in used], earlier)
    units = _units(bloc, plan, table, chosen, decisions, _Known.of(answers, gathered))
    findings = [*found, *chosen.findings, *gathered.findings]
    findings += mentions.check(bloc, returned, decisions)
    inputs = tuple(chosen.input_of(r.input, decisions) for r in returned)
    findings += _own_checks(bloc, plan, [*used, *chosen.rejected.values()], units, previous)
    for item in inputs:
        if chosen.counted.get(item.unit or "") == item.file:
            is_compared = item.unit not in chosen.uncompared
            findings += receipts.check_signed(
                bloc.rules, item, inputs, decisions, is_compared=is_compared
            )
    findings += checks.check_rates(table, units)
    findings += checks.check_fairness(table, units)
    findings += checks.check_figures(bloc, plan, units, previous)
    findings += checks.check_bloc_facts(table, [s.unit for s in used], decisions, DECISIONS_FILE)
    nominations = nominating.nominate(bloc, units, chosen.submissions) if plan.ranks else ()
    if plan.ranks:
        findings += standing.tie_findings(units)
        findings += grading.tie_findings(bloc.rules, units)
        findings += nominating.tie_findings(bloc, units, nominations)
    return Outcome(
        bloc=bloc,
        period=period,
        plan=plan,
        table=table,
        definition_sha256=definition_sha256,
        units=tuple(units),
        submissions=chosen.submissions,
        decisions=decisions,
        nominations=nominations,
        quotas=nominating.quotas(bloc, units, nominations) if plan.ranks else {},
        findings=_in_order(bloc, findings),
        inputs=inputs,
        rejected=chosen.rejected,
        versions=chosen.versions_of(decisions),
        uncompared=frozenset(chosen.uncompared),
        provisional=tuple(_provisional(bloc, units, findings)),
    )


def _own_checks(
    bloc: Bloc, plan: PeriodPlan, submissions: Iterable[Submission],
    units: Sequence[UnitResult], previous: Sequence[Earlier],
) -> Iterable[Finding]:  # fmt: skip
    """What each return says within itself, those that do not count included: all at once."""
    table = bloc.table_for(plan)
    for submission in submissions:
        own = _result(units, submission.unit)
        if not own.criteria:
            own = _rehearsed(bloc, table, submission)
            yield from checks.check_rates(table, [own])
        results = {c.code: c for c in own.criteria}
        yield from checks.check_typed_points(table, submission, results)
        yield from checks.check_totals(table, bloc.rules, submission, results)
        yield from checks.check_proposals(bloc, plan, submission, previous)
        yield from checks.check_countersigned(bloc, plan, submission)
        yield from individuals.check_individuals(bloc, submission, own)


def _rehearsed(bloc: Bloc, table: ScoringTable, submission: Submission) -> UnitResult:
    """What a return that does not count would give its unit, for the checks within it alone."""
    answers = frames.merge([submission], Decisions())
    known = _Known.of(answers, Gathered())
    stated = _self_stated(table, [submission.unit], known.declared)
    marks = score_table(table, bloc.rules, [submission.unit], stated)
    book = _Book(table, marks, marks, known)
    return UnitResult(
        unit=bloc.unit(submission.unit),
        state=UnitState.REJECTED,
        criteria=tuple(
            book.criterion(submission.unit, leaf)
            for leaf in table.leaves
            if table.holds_for(leaf.code, submission.unit)
        ),
    )


def answers_of(
    bloc: Bloc, plan: PeriodPlan, returned: Sequence[Returned], decisions: Decisions
) -> Earlier:
    """What counted in another period, by the same choice of returns as for its own result."""
    chosen = choose(bloc, plan, returned, decisions)
    used = [chosen.submissions[u.code] for u in bloc.units if u.code in chosen.submissions]
    registered = {s.unit: s.registered for s in used}
    return Earlier(plan, bloc.table_for(plan), frames.merge(used, decisions), registered)


def _units(
    bloc: Bloc,
    plan: PeriodPlan,
    table: ScoringTable,
    chosen: Chosen,
    decisions: Decisions,
    known: _Known,
) -> list[UnitResult]:
    """Every unit of the bloc in its order, scored, graded and ranked as the period says."""
    codes = [u.code for u in bloc.units if u.code in chosen.submissions]
    excluded = {e.unit: e for e in decisions.exclusions} if plan.ranks else {}
    apart = () if bloc.rules.excluded_are_peers else tuple(excluded)
    stated = _self_stated(table, codes, known.declared)
    own = score_table(table, bloc.rules, codes, stated, apart)
    final = score_table(table, bloc.rules, codes, known.used, apart)
    book = _Book(table, own, final, known)
    results = []
    for unit in bloc.units:
        if unit.code not in chosen.submissions:
            results.append(UnitResult(unit=unit, state=chosen.states[unit.code]))
            continue
        state = UnitState.RANKED if plan.ranks else UnitState.SCORED
        state = UnitState.EXCLUDED if unit.code in excluded else state
        result = UnitResult(
            unit=unit,
            state=state,
            criteria=tuple(
                book.criterion(unit.code, leaf)
                for leaf in table.leaves
                if table.holds_for(leaf.code, unit.code)
            ),
            exclusion=excluded.get(unit.code),
        )
        results.append(_summed(table, bloc, result))
    if not plan.ranks:
        return results
    return grading.assign(table, bloc.rules, standing.rank(bloc.rules, results))


def _summed(table: ScoringTable, bloc: Bloc, result: UnitResult) -> UnitResult:
    if not table.criteria:
        return result
    sums = standing.totals(table, bloc.rules, {c.code: c for c in result.criteria})
    return replace(
        result,
        groups=sums.groups,
        base=sums.base,
        bonus_raw=sums.bonus_raw,
        bonus=sums.bonus,
        penalty=sums.penalty,
        total=sums.total,
    )


@dataclass(frozen=True, slots=True)
class _Book:
    """What is known of every fact, from which a criterion's result is put together."""

    table: ScoringTable
    own: Marks
    final: Marks
    known: _Known

    def criterion(self, unit: str, leaf: Criterion) -> CriterionResult:
        """One unit's leaf with its facts and the points of each stage."""
        facts = [
            self._fact((unit, leaf.code, line.code), line)
            for line in scoring.lines(self.table, leaf, unit)
        ]
        points = self.final.points.get((unit, leaf.code))
        decided = any(fact.accepted is not None for fact in facts)
        by_unit = any(
            scoring.scorer_of(leaf, line) is Scorer.UNIT
            for line in scoring.inputs(self.table, leaf, unit)
        )
        return CriterionResult(
            code=leaf.code,
            applicable=(unit, leaf.code) not in self.final.not_applicable,
            max_points=leaf.max_points,
            method=scoring.method_of(leaf).CODE,
            self_points=self.own.points.get((unit, leaf.code)) if by_unit else None,
            bloc_points=points if decided or not by_unit else None,
            points=points,
            facts=tuple(facts),
        )

    def _fact(self, key: Key, line: Line) -> FactResult:
        mark, known = self.final.lines.get(key), self.known
        value, computed = (mark.value, mark.used) if mark is not None else (None, None)
        return FactResult(
            line=line.code,
            text=line.text,
            unit_of_measure=line.unit_of_measure,
            declared=known.declared.get(key),
            accepted=known.accepted.get(key),
            used=computed if line.is_computed else known.used.get(key),
            target=line.target,
            weight=line.weight,
            points=mark.points if mark is not None else None,
            cell=known.cells.get(key),
            value=self.final.values.get(key) if line.due else value,
            raw=mark.raw if mark is not None else None,
            computed=line.is_computed,
            sources=known.sources.get(key, ()),
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """Every fact by (unit, criterion, line): declared, accepted, used, and where it stands."""

    declared: Mapping[Key, Value | None]
    accepted: Mapping[Key, Value | None]
    used: Mapping[Key, Value | None]
    cells: Mapping[Key, Cell]
    sources: Mapping[Key, tuple[Source, ...]]

    @classmethod
    def of(cls, answers: pd.DataFrame, gathered: Gathered) -> _Known:
        """From the period's own answers and those that it takes over."""
        places = {name: _column(answers, name) for name in ("file", "sheet", "cell")}
        cells = {
            key: Cell(
                file=str(file),
                sheet=str(places["sheet"][key]),
                address=str(places["cell"][key]),
            )
            for key, file in places["file"].items()
        }
        return cls(
            {**gathered.declared, **_column(answers, "declared")},
            _column(answers, "accepted"),
            {**gathered.used, **_column(answers, "used")},
            cells,
            gathered.sources,
        )


def _self_stated(
    table: ScoringTable, units: Sequence[str], declared: Mapping[Key, Value | None]
) -> Mapping[Key, Value | None]:
    """What a unit stated itself: lines that others state are taken as nothing to add or cut."""
    stated = dict(declared)
    for leaf in table.leaves:
        if leaf.scorer is not Scorer.UNIT or leaf.gathered:
            continue
        for unit in units:
            for line in scoring.inputs(table, leaf, unit):
                if scoring.scorer_of(leaf, line) is not Scorer.UNIT:
                    stated[unit, leaf.code, line.code] = scoring.neutral(table, leaf, line)
    return stated


def _column(answers: pd.DataFrame, name: str) -> dict[Key, Value | None]:
    return {
        (unit, criterion, line): value
        for unit, criterion, line, value in zip(
            answers["unit"], answers["criterion"], answers["line"], answers[name], strict=True
        )
        if isinstance(value, Decimal | str | date)
    }


def _result(units: Sequence[UnitResult], code: str) -> UnitResult:
    return next(u for u in units if u.unit.code == code)


def _provisional(
    bloc: Bloc, units: Sequence[UnitResult], found: Sequence[Finding]
) -> Iterable[str]:
    """Why the result is not final (design §3)."""
    if bloc.rules.status is TableStatus.DRAFT:
        yield wording.WHY_DRAFT

    def names(state: UnitState) -> str:
        return ", ".join(u.unit.label for u in units if u.state is state)

    came = {f.unit for f in found if f.code in ("BLOC-014", "BOOK-032")}
    absent = [u.unit for u in units if u.state is UnitState.MISSING]
    if missing := ", ".join(u.label for u in absent if u.code not in came):
        yield wording.WHY_MISSING.format(units=missing)
    if unread := ", ".join(u.label for u in absent if u.code in came):
        yield wording.WHY_UNREAD.format(units=unread)
    if rejected := names(UnitState.REJECTED):
        yield wording.WHY_REJECTED.format(units=rejected)
    if blank := ", ".join(u.unit.label for u in units if u.incomplete):
        yield wording.WHY_INCOMPLETE.format(units=blank)
    unsigned = {f.unit for f in found if f.code == "BLOC-008"}
    if unsigned:
        labels = ", ".join(u.unit.label for u in units if u.unit.code in unsigned)
        yield wording.WHY_UNSIGNED.format(units=labels)
    if any(f.code == "BLOC-004" for f in found):
        yield wording.WHY_DECISIONS


def _in_order(bloc: Bloc, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """By unit in order of protocol, then file, sheet, cell and code: the same on every run."""
    position = {unit.code: i for i, unit in enumerate(bloc.units)}

    def key(item: Finding) -> tuple[int, str, str, str, str]:
        file, sheet, cell = item.place
        return (position.get(item.unit or "", -1), file or "", sheet or "", cell or "", item.code)

    return tuple(sorted(found, key=key))
