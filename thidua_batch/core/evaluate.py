"""The whole pure flow on one screen: returned files and decisions -> Outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from thidua_batch.core import checks, frames, scoring, standing, wording
from thidua_batch.core.findings import Finding, errors, finding
from thidua_batch.core.kinds import Scorer, UnitState
from thidua_batch.core.model import (
    Bloc,
    Criterion,
    PeriodPlan,
    ScoringTable,
    Unit,
    Value,
)
from thidua_batch.core.outcome import (
    CriterionResult,
    FactResult,
    Outcome,
    Returned,
    UnitResult,
)
from thidua_batch.core.returns import Cell, Decisions, NotSubmitted, Submission
from thidua_batch.core.scoring.table import Marks
from thidua_batch.core.scoring.table import score as score_table

DECISIONS_FILE = "quyet_dinh.xlsx"


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Which return counts for each unit, and why others do not."""

    submissions: dict[str, Submission]
    states: dict[str, UnitState]
    findings: list[Finding]
    used_files: frozenset[str]


def evaluate(
    bloc: Bloc,
    plan: PeriodPlan,
    definition_sha256: str,
    returned: Sequence[Returned],
    decisions: Decisions,
    found: Iterable[Finding] = (),
) -> Outcome:
    """Choose, merge, score, sum, grade, rank, nominate; nothing is read or written here.

    `found` are findings of earlier steps (the decisions book, the definition's warnings).
    """
    period = bloc.period(plan.code)
    table = bloc.table.for_period(period.kind) if plan.scores else ScoringTable(criteria=())
    chosen = _choose(bloc, plan, returned, decisions)
    used = [chosen.submissions[u.code] for u in bloc.units if u.code in chosen.submissions]
    answers = frames.merge(used, decisions)
    units = _units(bloc, plan, table, chosen, decisions, answers)
    findings = [*found, *chosen.findings]
    for submission in used:
        results = {c.code: c for c in _result(units, submission.unit).criteria}
        findings += checks.check_typed_points(submission, results)
        findings += checks.check_proposals(bloc, submission)
    findings += checks.check_bloc_facts(table, [s.unit for s in used], decisions, DECISIONS_FILE)
    if plan.ranks:
        findings += standing.tie_findings(units)
    return Outcome(
        bloc=bloc,
        period=period,
        plan=plan,
        table=table,
        definition_sha256=definition_sha256,
        units=tuple(units),
        submissions=chosen.submissions,
        decisions=decisions,
        nominations=standing.nominate(bloc, units, chosen.submissions) if plan.ranks else (),
        findings=_in_order(bloc, findings),
        inputs=tuple(replace(r.input, used=r.input.file in chosen.used_files) for r in returned),
        provisional=tuple(_provisional(units, findings)),
    )


def _choose(
    bloc: Bloc, plan: PeriodPlan, returned: Sequence[Returned], decisions: Decisions
) -> _Chosen:
    """One return per unit: the only one, or the one that a decision names."""
    out = _Chosen({}, {}, [], frozenset())
    files: set[str] = set()
    seen: dict[str, str] = {}
    by_unit: dict[str, list[Returned]] = {}
    for item in returned:
        code = item.input.unit
        first = seen.setdefault(item.input.sha256, item.input.file)
        if item.input.sha256 and first != item.input.file:
            out.findings.append(
                finding(
                    "BOOK-008", unit=code, file=item.input.file,
                    name=item.input.received_as, other=first,
                )
            )  # fmt: skip
        elif code is None:
            out.findings.extend(item.findings)
        else:
            by_unit.setdefault(code, []).append(item)
    excused = {n.unit: n for n in decisions.not_submitted}
    for unit in bloc.units:
        version = _version(unit, by_unit.get(unit.code, []), decisions, out.findings)
        if version is not None:
            out.findings.extend(version.findings)
        if not by_unit.get(unit.code):
            _absent(unit, plan, excused, out)
        elif version is None or not _usable(unit, version, decisions, out.findings):
            out.states[unit.code] = UnitState.REJECTED
        elif version.submission is not None:
            out.submissions[unit.code] = version.submission
            files.add(version.input.file)
    return replace(out, used_files=frozenset(files))


def _absent(
    unit: Unit, plan: PeriodPlan, excused: Mapping[str, NotSubmitted], out: _Chosen
) -> None:
    said = excused.get(unit.code)
    if said is not None:
        out.states[unit.code] = UnitState.NOT_SUBMITTED
        text = " – ".join(t for t in (said.confirmed_by, said.confirmed_on) if t)
        out.findings.append(finding("BLOC-006", unit=unit.code, confirmed=text))
    else:
        out.states[unit.code] = UnitState.MISSING
        out.findings.append(finding("BLOC-001", unit=unit.code, period=plan.code))


def _version(
    unit: Unit, versions: list[Returned], decisions: Decisions, found: list[Finding]
) -> Returned | None:
    """The version that counts; several without a decision are an ERROR and none counts."""
    if len(versions) <= 1:
        return versions[0] if versions else None
    wanted = decisions.chosen.get(unit.code)
    for version in versions:
        if wanted is not None and wanted in (version.input.file, version.input.received_as):
            return version
    names = ", ".join(f"«{v.input.received_as}»" for v in versions)
    found.append(finding("BOOK-009", unit=unit.code, count=len(versions), names=names))
    return None


def _usable(unit: Unit, item: Returned, decisions: Decisions, found: list[Finding]) -> bool:
    """Whether a return counts: no ERROR, or accepted by name (and readable at all)."""
    faults = errors(item.findings)
    known = decisions.accepted_bytes.get(unit.code, "")
    is_accepted = unit.code in decisions.accepted and item.input.sha256.startswith(known)
    if item.submission is None or (faults and not is_accepted):
        found.append(
            finding(
                "BLOC-002", unit=unit.code, file=item.input.file,
                count=len(faults), unit_code=unit.code,
            )
        )  # fmt: skip
        return False
    if faults:
        reason = decisions.accepted[unit.code]
        found.append(finding("BLOC-005", unit=unit.code, file=item.input.file, reason=reason))
    return True


def _units(
    bloc: Bloc,
    plan: PeriodPlan,
    table: ScoringTable,
    chosen: _Chosen,
    decisions: Decisions,
    answers: pd.DataFrame,
) -> list[UnitResult]:
    """Every unit of the bloc in its order, scored, graded and ranked as the period says."""
    codes = [u.code for u in bloc.units if u.code in chosen.submissions]
    declared = _column(answers, "declared")
    used = _column(answers, "used")
    own = score_table(table, bloc.rules, codes, declared)
    final = score_table(table, bloc.rules, codes, used)
    places = {name: _column(answers, name) for name in ("file", "sheet", "cell")}
    cells = {
        key: Cell(file=str(file), sheet=str(places["sheet"][key]), address=str(places["cell"][key]))
        for key, file in places["file"].items()
    }
    book = _Book(table, own, final, declared, _column(answers, "accepted"), used, cells)
    excluded = {e.unit: e for e in decisions.exclusions} if plan.ranks else {}
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
            criteria=tuple(book.criterion(unit.code, leaf) for leaf in table.leaves),
            exclusion=excluded.get(unit.code),
        )
        results.append(_summed(table, bloc, plan, result))
    return standing.rank(bloc.rules, results) if plan.ranks else results


def _summed(table: ScoringTable, bloc: Bloc, plan: PeriodPlan, result: UnitResult) -> UnitResult:
    if not table.criteria:
        return result
    sums = standing.totals(table, bloc.rules, {c.code: c for c in result.criteria})
    result = replace(
        result,
        groups=sums.groups,
        base=sums.base,
        bonus_raw=sums.bonus_raw,
        bonus=sums.bonus,
        penalty=sums.penalty,
        total=sums.total,
    )
    if plan.ranks and result.state is UnitState.RANKED:
        result = replace(result, grade=standing.grade(table, bloc.rules, result))
    return result


@dataclass(frozen=True, slots=True)
class _Book:
    """What is known of every fact, from which a criterion's result is put together."""

    table: ScoringTable
    own: Marks
    final: Marks
    declared: Mapping[tuple[str, str, str], Value | None]
    accepted: Mapping[tuple[str, str, str], Value | None]
    used: Mapping[tuple[str, str, str], Value | None]
    cells: Mapping[tuple[str, str, str], Cell]

    def criterion(self, unit: str, leaf: Criterion) -> CriterionResult:
        """One unit's leaf with its facts and the points of each stage."""
        facts = []
        for line in scoring.inputs(self.table, leaf, unit):
            key = (unit, leaf.code, line.code)
            facts.append(
                FactResult(
                    line=line.code,
                    text=line.text,
                    unit_of_measure=line.unit_of_measure,
                    declared=self.declared.get(key),
                    accepted=self.accepted.get(key),
                    used=self.used.get(key),
                    target=line.target,
                    weight=line.weight,
                    points=self.final.lines.get(key),
                    cell=self.cells.get(key),
                )
            )
        points = self.final.points.get((unit, leaf.code))
        decided = any(fact.accepted is not None for fact in facts)
        by_unit = leaf.scorer is Scorer.UNIT
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


def _column(answers: pd.DataFrame, name: str) -> dict[tuple[str, str, str], Value | None]:
    return {
        (unit, criterion, line): value
        for unit, criterion, line, value in zip(
            answers["unit"], answers["criterion"], answers["line"], answers[name], strict=True
        )
        if isinstance(value, Decimal | str)
    }


def _result(units: Sequence[UnitResult], code: str) -> UnitResult:
    return next(u for u in units if u.unit.code == code)


def _provisional(units: Sequence[UnitResult], found: Sequence[Finding]) -> Iterable[str]:
    """Why the result is not final (design §3)."""

    def names(state: UnitState) -> str:
        return ", ".join(u.unit.label for u in units if u.state is state)

    if missing := names(UnitState.MISSING):
        yield wording.WHY_MISSING.format(units=missing)
    if rejected := names(UnitState.REJECTED):
        yield wording.WHY_REJECTED.format(units=rejected)
    if blank := ", ".join(u.unit.label for u in units if u.incomplete):
        yield wording.WHY_INCOMPLETE.format(units=blank)
    if any(f.code == "BLOC-004" for f in found):
        yield wording.WHY_DECISIONS


def _in_order(bloc: Bloc, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """By unit in order of protocol, then file, sheet, cell and code: the same on every run."""
    position = {unit.code: i for i, unit in enumerate(bloc.units)}

    def key(item: Finding) -> tuple[int, str, str, str, str]:
        file, sheet, cell = item.place
        return (position.get(item.unit or "", -1), file or "", sheet or "", cell or "", item.code)

    return tuple(sorted(found, key=key))
