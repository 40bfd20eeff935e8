"""From points of leaves to groups, totals and ranks; grades and awards follow elsewhere.

Exact decimals throughout; each figure is rounded once, where the bloc's rules say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import Section, UnitState
from thidua_batch.core.maxima import (
    Maxima,
    floor_of,
    is_limited,
    own_children,
    own_maxima,
    scale,
)
from thidua_batch.core.model import Criterion, Rules, ScoringTable
from thidua_batch.core.outcome import CriterionResult, UnitResult
from thidua_batch.core.scoring.base import round_points

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
    """Sum a unit's leaves up the tree; a leaf without a result is not the unit's (R14).

    A leaf or node that does not apply is left out and its parent rescaled to its full maximum
    (R11); a leaf not yet scored adds 0 but still counts in the maximum. Rows that are not the
    unit's are left out without rescaling.
    """
    maxima = own_maxima(table, results)
    raw: dict[str, Decimal | None] = {}
    for root in table.roots:
        _fill(_Tree(table, rules, results, maxima), root, raw)
    roots = [root for root in table.roots if root.code in maxima]
    capped = {root.code: _capped(root, maxima[root.code], raw[root.code]) for root in roots}

    def part(section: Section, source: Mapping[str, Decimal | None]) -> Decimal:
        return sum((source[r.code] or ZERO for r in roots if r.section is section), ZERO)

    base = part(Section.BASE, capped)
    bonus = _at_most(part(Section.BONUS, capped), rules.bonus_cap)
    penalty = _at_most(part(Section.PENALTY, capped), rules.penalty_cap)
    total = base + bonus - penalty
    if not rules.allow_negative_total:
        total = max(ZERO, total)
    places = rules.group_places
    return Totals(
        groups={
            node.code: capped.get(node.code, raw[node.code])
            for node in table.inner
            if node.code in maxima
        },
        base=round_points(base, places),
        bonus_raw=round_points(part(Section.BONUS, raw), places),
        bonus=round_points(bonus, places),
        penalty=round_points(penalty, places),
        total=round_points(total, rules.total_places),
    )


@dataclass(frozen=True, slots=True)
class _Tree:
    """What the sums of one unit need."""

    table: ScoringTable
    rules: Rules
    results: Mapping[str, CriterionResult]
    maxima: Maxima


def _fill(tree: _Tree, node: Criterion, raw: dict[str, Decimal | None]) -> None:
    if node.code not in tree.maxima:
        return
    leaf = tree.results.get(node.code)
    if leaf is not None:
        left_out = not leaf.applicable and leaf.points is None
        raw[node.code] = None if left_out else (leaf.points or ZERO)
        return
    children = own_children(tree.table, node, tree.maxima)
    for child in children:
        _fill(tree, child, raw)
    raw[node.code] = _node(tree, node, children, raw)


def _node(
    tree: _Tree,
    node: Criterion,
    children: Sequence[Criterion],
    raw: Mapping[str, Decimal | None],
) -> Decimal | None:
    present = [child for child in children if raw[child.code] is not None]
    if not present:
        return None
    amount = Fraction(sum((raw[child.code] or ZERO for child in present), ZERO))
    gone = sum((tree.maxima[c.code] or ZERO for c in children if raw[c.code] is None), ZERO)
    full = scale(node, children, tree.maxima)
    if gone and full is not None and full > gone:
        amount = amount * Fraction(full) / Fraction(full - gone)
    points = round_points(amount, tree.rules.group_places)
    if is_limited(node):
        points = _at_most(points, tree.maxima[node.code])
    least = floor_of(node)
    return points if least is None else max(points, least)


def _capped(root: Criterion, maximum: Decimal | None, points: Decimal | None) -> Decimal | None:
    """Bonus and penalty parts stop at their maximum; base criteria carry their own limits."""
    if points is None or root.section is Section.BASE:
        return points
    return _at_most(points, maximum)


def _at_most(value: Decimal, cap: Decimal | None) -> Decimal:
    return value if cap is None else min(value, cap)


def node_points(node: Criterion, parts: Iterable[Decimal], rules: Rules) -> Decimal:
    """An inner node's points as a form adds them up: rounded, within its limit and floor.

    A form rescales nothing and knows only what the unit states itself.
    """
    found = round_points(sum(parts, ZERO), rules.group_places)
    if is_limited(node):
        found = _at_most(found, node.max_points)
    least = floor_of(node)
    return found if least is None else max(found, least)


def part_top(root: Criterion, *, is_inner: bool) -> Decimal | None:
    """Where a root stops in a form's total: only parts of bonus and penalty at their maximum."""
    return root.max_points if is_inner and root.section is not Section.BASE else None


def form_total(roots: Iterable[tuple[Criterion, Decimal]], rules: Rules) -> Decimal:
    """A form's total from its roots: base, bonus within its cap, less penalty within its cap."""
    parts = dict.fromkeys(Section, ZERO)
    for root, points in roots:
        parts[root.section] += points
    bonus = _at_most(parts[Section.BONUS], rules.bonus_cap)
    total = parts[Section.BASE] + bonus - _at_most(parts[Section.PENALTY], rules.penalty_cap)
    total = total if rules.allow_negative_total else max(ZERO, total)
    return round_points(total, rules.total_places)


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
