"""From points of leaves to groups, totals, grades, ranks and eligibility for awards.

Exact decimals throughout; each figure is rounded once, where the bloc's rules say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from thidua_batch.core import wording
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import Section, UnitState
from thidua_batch.core.model import (
    Award,
    Bloc,
    Criterion,
    Rules,
    ScoringTable,
)
from thidua_batch.core.outcome import CriterionResult, Nomination, UnitResult
from thidua_batch.core.returns import Submission
from thidua_batch.core.scoring.base import COMPARE_PLACES, round_points

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """A unit's sums: `groups` every inner node after caps (None: wholly not applicable)."""

    groups: Mapping[str, Decimal | None]
    base: Decimal
    bonus_raw: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal


def totals(table: ScoringTable, rules: Rules, results: Mapping[str, CriterionResult]) -> Totals:
    """Sum a unit's leaves up the tree.

    A leaf or node that does not apply is left out and its parent rescaled to its full maximum
    (R11); a leaf not yet scored adds 0 but still counts in the maximum.
    """
    raw: dict[str, Decimal | None] = {}
    _fill(table, rules, results, None, raw)
    capped = {root.code: _capped(root, raw[root.code]) for root in table.roots}

    def part(section: Section, source: Mapping[str, Decimal | None]) -> Decimal:
        roots = (root for root in table.roots if root.section is section)
        return sum((source[root.code] or ZERO for root in roots), ZERO)

    base = part(Section.BASE, capped)
    bonus = _at_most(part(Section.BONUS, capped), rules.bonus_cap)
    penalty = _at_most(part(Section.PENALTY, capped), rules.penalty_cap)
    total = base + bonus - penalty
    if not rules.allow_negative_total:
        total = max(ZERO, total)
    places = rules.group_places
    return Totals(
        groups={node.code: capped.get(node.code, raw[node.code]) for node in table.inner},
        base=round_points(base, places),
        bonus_raw=round_points(part(Section.BONUS, raw), places),
        bonus=round_points(bonus, places),
        penalty=round_points(penalty, places),
        total=round_points(total, rules.total_places),
    )


def _fill(
    table: ScoringTable,
    rules: Rules,
    results: Mapping[str, CriterionResult],
    parent: str | None,
    raw: dict[str, Decimal | None],
) -> None:
    for node in table.children(parent):
        leaf = results.get(node.code)
        if leaf is not None:
            left_out = not leaf.applicable and leaf.points is None
            raw[node.code] = None if left_out else (leaf.points or ZERO)
        else:
            _fill(table, rules, results, node.code, raw)
            raw[node.code] = _node(table, rules, node, raw)


def _node(
    table: ScoringTable, rules: Rules, node: Criterion, raw: Mapping[str, Decimal | None]
) -> Decimal | None:
    children = table.children(node.code)
    present = [child for child in children if raw[child.code] is not None]
    if not present:
        return None
    amount = Fraction(sum((raw[child.code] or ZERO for child in present), ZERO))
    gone = sum((c.max_points or ZERO for c in children if raw[c.code] is None), ZERO)
    if gone and node.max_points is not None and node.max_points > gone:
        amount = amount * Fraction(node.max_points) / Fraction(node.max_points - gone)
    return round_points(amount, rules.group_places)


def _capped(root: Criterion, points: Decimal | None) -> Decimal | None:
    """Bonus and penalty parts stop at their maximum; base criteria carry their own limits."""
    if points is None or root.section is Section.BASE:
        return points
    return _at_most(points, root.max_points)


def _at_most(value: Decimal, cap: Decimal | None) -> Decimal:
    return value if cap is None else min(value, cap)


def grade(table: ScoringTable, rules: Rules, result: UnitResult) -> str | None:
    """The first grade whose least total and least share of every base group are met (C01, C02)."""
    if result.total is None:
        return None
    shares = [
        round_points(Fraction(points) / Fraction(root.max_points), COMPARE_PLACES)
        for root in table.roots
        if root.section is Section.BASE and root.max_points
        for points in (_root_points(result, root),)
        if points is not None
    ]
    for step in rules.grades:
        if step.min_total is not None and result.total < step.min_total:
            continue
        if step.min_group_share is not None and any(s < step.min_group_share for s in shares):
            continue
        return step.name
    return None


def _root_points(result: UnitResult, root: Criterion) -> Decimal | None:
    if root.code in result.groups:
        return result.groups[root.code]
    leaf = result.criterion(root.code)
    if leaf is None or (not leaf.applicable and leaf.points is None):
        return None
    return leaf.points or ZERO


def tie_value(result: UnitResult, key: str) -> Decimal:
    """The value of one tie-break; the higher always stands first."""
    if key == "penalty":
        return -(result.penalty or ZERO)
    if key == "bonus":
        return result.bonus or ZERO
    code = key.removeprefix("node:")
    if code in result.groups:
        return result.groups[code] or ZERO
    leaf = result.criterion(code)
    return (leaf.points if leaf else None) or ZERO


def rank(rules: Rules, results: Sequence[UnitResult]) -> list[UnitResult]:
    """Ranks for units in state RANKED, by total and then by each tie-break in order.

    What is still equal shares the rank (competition rank unless `dense_rank`).
    """

    def order(result: UnitResult) -> tuple[Decimal, ...]:
        total = result.total or ZERO
        if not rules.rank_on_rounded:
            total = (result.base or ZERO) + (result.bonus or ZERO) - (result.penalty or ZERO)
        return (total, *(tie_value(result, key) for key in rules.tie_breaks))

    keys = {r.unit.code: order(r) for r in results if r.state is UnitState.RANKED}
    distinct = set(keys.values())

    def better(key: tuple[Decimal, ...]) -> int:
        return sum(1 for k in (distinct if rules.dense_rank else keys.values()) if k > key)

    ranked = []
    for result in results:
        code = result.unit.code
        if code in keys:
            tied = tuple(c for c, key in keys.items() if key == keys[code] and c != code)
            result = replace(result, rank=1 + better(keys[code]), tied_with=tied)  # noqa: PLW2901
        ranked.append(result)
    return ranked


def tie_findings(results: Sequence[UnitResult]) -> Iterator[Finding]:
    """RANK-001 once for each shared rank, RANK-002 for each excluded unit."""
    told: set[int] = set()
    for result in results:
        if result.tied_with and result.rank is not None and result.rank not in told:
            told.add(result.rank)
            names = [r.unit.label for r in results if r.rank == result.rank]
            yield finding("RANK-001", units=", ".join(names), rank=result.rank)
        if result.state is UnitState.EXCLUDED and result.exclusion is not None:
            yield finding(
                "RANK-002",
                unit=result.unit.code,
                cell=result.exclusion.cell,
                code=result.exclusion.code,
                reason=result.exclusion.reason,
            )


def nominate(
    bloc: Bloc, results: Sequence[UnitResult], submissions: Mapping[str, Submission]
) -> tuple[Nomination, ...]:
    """Eligibility of every unit for every award, each failed condition named (C09, C10)."""
    eligible: dict[tuple[str, str], bool] = {}
    found = []
    for award in _in_chain_order(bloc.awards):
        for result in results:
            unit = result.unit.code
            submission = submissions.get(unit)
            registered = submission.registered.get(award.code) if submission else None
            reasons = list(_obstacles(bloc, award, result, registered))
            if award.requires and not eligible.get((award.requires, unit), False):
                required = next(a.name for a in bloc.awards if a.code == award.requires)
                reasons.append(wording.NEEDS_AWARD.format(award=required))
            eligible[award.code, unit] = not reasons
            found.append(
                Nomination(
                    award=award.code,
                    unit=unit,
                    registered=registered,
                    eligible=not reasons,
                    reasons=tuple(reasons),
                )
            )
    position = {award.code: i for i, award in enumerate(bloc.awards)}
    return tuple(sorted(found, key=lambda n: position[n.award]))


def _in_chain_order(awards: Sequence[Award]) -> list[Award]:
    """Awards after those that they require; `lint` has refused circles."""
    done: list[Award] = []
    waiting = list(awards)
    while waiting:
        ready = [a for a in waiting if a.requires is None or a.requires in {d.code for d in done}]
        done += ready or waiting
        waiting = [a for a in waiting if a not in done]
    return done


def _obstacles(
    bloc: Bloc, award: Award, result: UnitResult, registered: bool | None
) -> Iterator[str]:
    if result.state is UnitState.EXCLUDED:
        yield wording.IS_EXCLUDED
    elif result.rank is None:
        yield wording.NOT_RANKED
    if award.needs_registration and registered is not True:
        yield wording.NOT_REGISTERED
    if award.min_grade is not None and result.state is UnitState.RANKED:
        names = [g.name for g in bloc.rules.grades]
        worst = names.index(award.min_grade) if award.min_grade in names else len(names)
        if result.grade not in names[: worst + 1]:
            yield wording.BELOW_GRADE.format(grade=award.min_grade)
