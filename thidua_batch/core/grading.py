"""Grades (xếp loại): conditions first, then quotas by rank (C01–C04, C13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from thidua_batch.core import wording
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import Rounding, Section, UnitState
from thidua_batch.core.maxima import own_maxima
from thidua_batch.core.model import Criterion, Grade, Rules, ScoringTable
from thidua_batch.core.outcome import CriterionResult, FactResult, UnitResult
from thidua_batch.core.scoring.base import COMPARE_PLACES, GUARD_PLACES, literal, round_points
from thidua_batch.core.vn import round_half_up

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Measures:
    """What grades look at besides the total; None where the unit has nothing to look at.

    `groups` and `criteria` are the least shares of a maximum; `met` is the share of indicators
    that reached their target and `shortfall` the most that one fell short of it.
    """

    groups: Decimal | None
    criteria: Decimal | None
    met: Decimal | None
    shortfall: Decimal | None


def grade(table: ScoringTable, rules: Rules, result: UnitResult) -> str | None:
    """The first grade whose conditions are met, before any quota (C01–C03)."""
    if result.total is None:
        return None
    found = measures(table, result)
    return next((g.name for g in rules.grades if _meets(g, result.total, found)), None)


def measures(table: ScoringTable, result: UnitResult) -> Measures:
    """Least shares and indicators of one unit, over the rows that are its own."""
    maxima = own_maxima(table, {c.code for c in result.criteria})
    points = {c.code: _leaf_points(c) for c in result.criteria} | dict(result.groups)
    indicators = [shortfall(fact) for c in result.criteria for fact in c.facts]
    short = [value for value in indicators if value is not None]

    def least(nodes: Sequence[Criterion]) -> Decimal | None:
        shares = [
            share(got, top)
            for node in nodes
            if node.section is Section.BASE
            and (top := maxima.get(node.code))
            and (got := points.get(node.code)) is not None
        ]
        return min(shares, default=None)

    met = sum(1 for value in short if value == ZERO)
    return Measures(
        groups=least(table.roots),
        criteria=least(table.leaves),
        met=share(Decimal(met), Decimal(len(short))) if short else None,
        shortfall=max(short, default=None),
    )


def share(part: Decimal, whole: Decimal) -> Decimal:
    """A share of one as grades compare it."""
    return round_points(Fraction(part) / Fraction(whole), COMPARE_PLACES)


def shortfall(fact: FactResult) -> Decimal | None:
    """How far an indicator stays below its target: 0 met, up to 1; None for no indicator.

    What is blank counts as nothing done; what does not apply is no indicator.
    """
    if fact.target is None or fact.used == wording.NOT_APPLICABLE:
        return None
    target = round_half_up(fact.target, COMPARE_PLACES)
    used = fact.used if isinstance(fact.used, Decimal) else None
    if used is None or target <= 0:
        return ZERO if used is not None and round_half_up(used, COMPARE_PLACES) >= target else ONE
    if round_half_up(used, COMPARE_PLACES) >= target:
        return ZERO
    short = round_points(1 - Fraction(used) / Fraction(fact.target), COMPARE_PLACES)
    return max(short, Decimal(1).scaleb(-COMPARE_PLACES))


def _leaf_points(leaf: CriterionResult) -> Decimal | None:
    if not leaf.applicable and leaf.points is None:
        return None
    return leaf.points or ZERO


def _meets(step: Grade, total: Decimal, found: Measures) -> bool:
    """Whether all conditions hold; what a unit has nothing of cannot fail it."""
    least = (
        (step.min_total, total),
        (step.min_group_share, found.groups),
        (step.min_criterion_share, found.criteria),
        (step.min_targets, found.met),
    )
    if any(want is not None and got is not None and got < want for want, got in least):
        return False
    most = step.max_shortfall
    return most is None or found.shortfall is None or found.shortfall <= most


# --- quotas -------------------------------------------------------------------------------


def places_of(quota: Decimal, base: int, rounding: Rounding) -> int:
    """A share of a number as whole places (C13)."""
    exact = Fraction(round_half_up(Fraction(quota) * base, GUARD_PLACES))
    floor = exact.numerator // exact.denominator
    if rounding is Rounding.NEAREST:
        return int(round_half_up(exact, 0))
    if rounding is Rounding.CEILING:
        return floor + (exact > floor)
    if rounding is Rounding.AT_LEAST_ONE and base > 0:
        return max(1, floor)
    return floor


def places_formula(quota: Decimal, base: str, rounding: Rounding) -> str:
    """The same in Excel."""
    exact = f"ROUND({literal(quota)}*{base},{GUARD_PLACES})"
    return {
        Rounding.FLOOR: f"INT({exact})",
        Rounding.NEAREST: f"ROUND({exact},0)",
        Rounding.CEILING: f"-INT(-{exact})",
        Rounding.AT_LEAST_ONE: f"IF({base}=0,0,MAX(1,INT({exact})))",
    }[rounding]


def has_quota(rules: Rules, index: int) -> bool:
    """Whether a grade is limited; the last cannot be, since nothing follows it."""
    return index < len(rules.grades) - 1 and rules.grades[index].quota_share is not None


def base_index(rules: Rules, index: int) -> int | None:
    """The worst grade that a quota is a share of, by its place; None: all ranked units."""
    names = [g.name for g in rules.grades]
    wanted = rules.grades[index].quota_of
    return names.index(wanted) if wanted in names else None


def within(ranks: Mapping[str, int], places: int) -> tuple[set[str], tuple[str, ...]]:
    """Who stays, by rank, and the shared rank that does not fit as a whole, if there is one."""
    inside: set[str] = set()
    for rank in sorted(set(ranks.values())):
        group = tuple(unit for unit, its in ranks.items() if its == rank)
        if len(inside) + len(group) > places:
            return inside, group if len(inside) < places and len(group) > 1 else ()
        inside.update(group)
    return inside, ()


@dataclass(frozen=True, slots=True)
class _Limited:
    """Grades by place in the list after all quotas, and per limited grade its places and tie."""

    grades: Mapping[str, int]
    quotas: Mapping[int, int]
    ties: Mapping[int, tuple[str, ...]]


def _limited(rules: Rules, results: Sequence[UnitResult]) -> _Limited:
    """From best to worst; who is pushed down counts in the next grade's own quota."""
    names = [g.name for g in rules.grades]
    ranks = {r.unit.code: r.rank for r in results if r.rank is not None}
    first = {
        r.unit.code: names.index(r.grade_before or r.grade or "")
        for r in results
        if r.rank is not None and (r.grade_before or r.grade) in names
    }
    now, quotas, ties = dict(first), {}, {}
    for i, step in enumerate(rules.grades):
        if step.quota_share is None or not has_quota(rules, i):
            continue
        worst = base_index(rules, i)
        base = len(ranks) if worst is None else sum(1 for at in first.values() if at <= worst)
        quotas[i] = places_of(step.quota_share, base, rules.quota_rounding)
        members = {unit: ranks[unit] for unit, at in now.items() if at == i}
        inside, ties[i] = within(members, quotas[i])
        now |= {unit: i + 1 for unit in members if unit not in inside}
    return _Limited(now, quotas, ties)


def assign(table: ScoringTable, rules: Rules, results: Sequence[UnitResult]) -> list[UnitResult]:
    """Grades of ranked units; the grade before quotas stays where a quota took it away."""
    graded = [
        replace(r, grade=grade(table, rules, r), grade_before=None)
        if r.state is UnitState.RANKED
        else r
        for r in results
    ]
    final = {u: rules.grades[i].name for u, i in _limited(rules, graded).grades.items()}

    def settle(result: UnitResult) -> UnitResult:
        name = final.get(result.unit.code, result.grade)
        if name == result.grade:
            return result
        return replace(result, grade=name, grade_before=result.grade)

    return [settle(result) for result in graded]


def tie_findings(rules: Rules, results: Sequence[UnitResult]) -> Iterator[Finding]:
    """RANK-003 for each shared rank that does not fit into a grade's quota as a whole."""
    limited = _limited(rules, results)
    labels = {r.unit.code: r.unit.label for r in results}
    ranks = {r.unit.code: r.rank for r in results}
    for i, units in limited.ties.items():
        if units:
            yield finding(
                "RANK-003",
                units=", ".join(labels[unit] for unit in units),
                rank=ranks[units[0]],
                grade=rules.grades[i].name,
                quota=limited.quotas[i],
            )
