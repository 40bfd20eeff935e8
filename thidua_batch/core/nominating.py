"""Eligibility for awards and who is proposed by rank within each quota (C05, C06, C09–C13).

What is chosen here is the order of ranks only; votes decide later. Awards for individuals are
left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from thidua_batch.core import wording
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.grading import places_of, within
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import Award, Bloc
from thidua_batch.core.outcome import Nomination, UnitResult
from thidua_batch.core.returns import Submission

#: How `Award.quota_base` names what a share is taken of.
UNITS, RANKED, GRADE, AWARD = "units", "ranked", "grade:", "award:"


@dataclass(slots=True)
class _Run:
    """What earlier awards of the chain have settled: codes of units."""

    bloc: Bloc
    results: Sequence[UnitResult]
    eligible: dict[str, set[str]] = field(default_factory=dict)
    chosen: dict[str, set[str]] = field(default_factory=dict)
    quotas: dict[str, int | None] = field(default_factory=dict)
    ties: dict[str, tuple[str, ...]] = field(default_factory=dict)


def nominate(
    bloc: Bloc, results: Sequence[UnitResult], submissions: Mapping[str, Submission]
) -> tuple[Nomination, ...]:
    """Every unit's standing for every award, each failed condition named; `chosen` by rank.

    An award that requires another is proposed only among units chosen for that one (C09); a unit
    chosen for an award that rules another out is not eligible for the other (C12).
    """
    run = _Run(bloc, results)
    found: list[Nomination] = []
    for award in in_chain_order(bloc.unit_awards):
        reasons = {}
        registered = {}
        for result in results:
            unit = result.unit.code
            sent = submissions.get(unit)
            registered[unit] = sent.registered.get(award.code) if sent else None
            reasons[unit] = tuple(_obstacles(run, award, result, registered[unit]))
        run.eligible[award.code] = {unit for unit, why in reasons.items() if not why}
        _choose(run, award, {r.unit.code: r.rank for r in results if r.rank is not None})
        found += [
            Nomination(
                award=award.code,
                unit=unit,
                registered=registered[unit],
                eligible=not why,
                reasons=why,
                chosen=unit in run.chosen[award.code],
                remark=_remark(run, award, unit),
            )
            for unit, why in reasons.items()
        ]
    position = {award.code: i for i, award in enumerate(bloc.awards)}
    return tuple(sorted(found, key=lambda n: position[n.award]))


def quotas(
    bloc: Bloc, results: Sequence[UnitResult], nominations: Sequence[Nomination]
) -> dict[str, int | None]:
    """Places of every award; None: as many as are eligible."""
    counts = bases(bloc, results, nominations)
    return {a.code: quota(bloc, a, counts[a.code]) for a in bloc.unit_awards}


def bases(
    bloc: Bloc, results: Sequence[UnitResult], nominations: Sequence[Nomination]
) -> dict[str, int]:
    """How many units each award's share is taken of."""
    eligible: dict[str, set[str]] = {}
    counts = {}
    for award in in_chain_order(bloc.unit_awards):
        units = {n.unit for n in nominations if n.award == award.code and n.eligible}
        eligible[award.code] = units
        counts[award.code] = base(bloc, award, results, eligible)
    return counts


def quota(bloc: Bloc, award: Award, count: int) -> int | None:
    """The number, or the share of `count` units; of both the smaller (C05, C06)."""
    if award.quota_share is None:
        return award.quota
    places = places_of(award.quota_share, count, bloc.rules.quota_rounding)
    return places if award.quota is None else min(places, award.quota)


def base(
    bloc: Bloc,
    award: Award,
    results: Sequence[UnitResult],
    eligible: Mapping[str, set[str]],
) -> int:
    """How many units an award's share is taken of."""
    wanted = award.quota_base
    if wanted.startswith(AWARD):
        return len(eligible.get(wanted.removeprefix(AWARD), ()))
    if wanted.startswith(GRADE):
        good = good_grades(bloc, wanted.removeprefix(GRADE))
        return sum(1 for r in results if r.state is UnitState.RANKED and r.grade in good)
    if wanted == RANKED:
        return sum(1 for r in results if r.rank is not None)
    return len(bloc.units)


def good_grades(bloc: Bloc, worst: str) -> tuple[str, ...]:
    """Names of a grade and of the better ones; of all grades where it is unknown."""
    names = [g.name for g in bloc.rules.grades]
    last = names.index(worst) if worst in names else len(names)
    return tuple(names[: last + 1])


def rivals(bloc: Bloc, award: Award) -> tuple[str, ...]:
    """Awards that no unit may have beside this one; said by either of the two (C12)."""
    said = {a.code for a in bloc.awards if award.code in a.excludes}
    return tuple(
        a.code for a in bloc.awards if a.code in said | set(award.excludes) and a is not award
    )


def in_chain_order(awards: Sequence[Award]) -> list[Award]:
    """Awards after those that they look at; circles, which `lint` refuses, in listed order."""
    known = {award.code for award in awards}

    def needs(award: Award) -> set[str]:
        named = {award.requires or "", *award.excludes}
        if award.quota_base.startswith(AWARD):
            named.add(award.quota_base.removeprefix(AWARD))
        return (named & known) - {award.code}

    done: list[Award] = []
    waiting = list(awards)
    while waiting:
        settled = {a.code for a in done}
        ready = next((a for a in waiting if needs(a) <= settled), waiting[0])
        done.append(ready)
        waiting.remove(ready)
    return done


def _choose(run: _Run, award: Award, ranks: Mapping[str, int]) -> None:
    """Eligible units by rank while places last; a shared rank is taken as a whole or not."""
    code = award.code
    run.quotas[code] = quota(run.bloc, award, base(run.bloc, award, run.results, run.eligible))
    candidates = run.eligible[code]
    if award.requires:
        candidates = candidates & run.chosen.get(award.requires, set())
    places = run.quotas[code]
    if places is None:
        run.chosen[code], run.ties[code] = set(candidates), ()
        return
    in_order = {unit: ranks[unit] for unit in ranks if unit in candidates}
    run.chosen[code], run.ties[code] = within(in_order, places)


def _remark(run: _Run, award: Award, unit: str) -> str:
    """Why an eligible unit is not proposed."""
    if unit in run.chosen[award.code] or unit not in run.eligible[award.code]:
        return ""
    if award.requires and unit not in run.chosen.get(award.requires, set()):
        return wording.REQUIRED_NOT_CHOSEN.format(award=_name(run.bloc, award.requires))
    if unit in run.ties[award.code]:
        return wording.TIE_DOES_NOT_FIT
    return wording.NO_PLACE_LEFT


def tie_findings(
    bloc: Bloc, results: Sequence[UnitResult], nominations: Sequence[Nomination]
) -> Iterator[Finding]:
    """RANK-004 for each shared rank that does not fit into an award's quota as a whole."""
    places = quotas(bloc, results, nominations)
    by_code = {r.unit.code: r for r in results}
    for award in bloc.unit_awards:
        tied = [
            by_code[n.unit]
            for n in nominations
            if n.award == award.code and n.remark == wording.TIE_DOES_NOT_FIT
        ]
        if tied:
            yield finding(
                "RANK-004",
                units=", ".join(r.unit.label for r in tied),
                rank=tied[0].rank,
                award=award.name,
                quota=places[award.code],
            )


def _name(bloc: Bloc, code: str) -> str:
    return next((a.name for a in bloc.awards if a.code == code), code)


def _is_good(bloc: Bloc, award: Award, grade: str | None) -> bool:
    return award.min_grade is None or grade in good_grades(bloc, award.min_grade)


def _obstacles(
    run: _Run, award: Award, result: UnitResult, registered: bool | None
) -> Iterator[str]:
    unit = result.unit.code
    if result.state is UnitState.EXCLUDED:
        yield wording.IS_EXCLUDED
    elif result.rank is None:
        yield wording.NOT_RANKED
    if award.needs_registration and registered is not True:
        yield wording.NOT_REGISTERED
    if result.state is UnitState.RANKED and not _is_good(run.bloc, award, result.grade):
        yield wording.BELOW_GRADE.format(grade=award.min_grade)
    if award.max_rank is not None and result.rank is not None and result.rank > award.max_rank:
        yield wording.BELOW_RANK.format(rank=award.max_rank)
    if award.requires and unit not in run.eligible.get(award.requires, set()):
        yield wording.NEEDS_AWARD.format(award=_name(run.bloc, award.requires))
    for rival in rivals(run.bloc, award):
        if unit in run.chosen.get(rival, set()):
            yield wording.HAS_RIVAL.format(award=_name(run.bloc, rival))
