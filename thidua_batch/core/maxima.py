"""What every node of the scoring table is worth to one unit, whose kind may leave rows out (R14).

The options of an inner node stand here too: its points may stop at its maximum (R02) or floor.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from thidua_batch.core.kinds import Section
from thidua_batch.core.model import Criterion, ScoringTable

#: The nodes that hold for a unit, each with its maximum (None: it has none).
Maxima = Mapping[str, Decimal | None]

LIMIT, FLOOR = "limit", "floor"


def is_limited(node: Criterion) -> bool:
    """Whether an inner node's points stop at its maximum, however much its children give.

    Bonus and penalty parts are always capped, one step later, and so are left out here.
    """
    is_part = node.parent is None and node.section is not Section.BASE
    return node.options.get(LIMIT) is True and node.max_points is not None and not is_part


def floor_of(node: Criterion) -> Decimal | None:
    """The least that an inner node's points may come to, if it says so."""
    value = node.options.get(FLOOR)
    return value if isinstance(value, Decimal) else None


def own_maxima(table: ScoringTable, held: Collection[str]) -> dict[str, Decimal | None]:
    """Maxima of all nodes that hold for a unit, from the codes of its leaves (R14).

    A node that keeps all its rows has the maximum that the table declares; one that lost some is
    worth what the rest are worth, within the declared maximum where that is a limit.
    """
    parents = {node.parent for node in table.criteria}
    below: dict[str | None, list[Criterion]] = {}
    for node in table.criteria:
        below.setdefault(node.parent, []).append(node)
    found: dict[str, Decimal | None] = {}

    def visit(node: Criterion) -> bool:
        """Fill `found`; whether the unit has everything below the node."""
        if node.code not in parents:
            if node.code in held:
                found[node.code] = node.max_points
            return node.code in held
        visited = [visit(child) for child in below[node.code]]
        own = [child for child in below[node.code] if child.code in found]
        if own:
            found[node.code] = node.max_points if all(visited) else _rest(node, own, found)
        return all(visited)

    for root in below.get(None, []):
        visit(root)
    return found


def _rest(node: Criterion, own: Sequence[Criterion], maxima: Maxima) -> Decimal | None:
    total = together(own, maxima)
    if total is None or node.max_points is None:
        return node.max_points
    if is_limited(node) or node.section is not Section.BASE:
        return min(total, node.max_points)
    return total


def together(nodes: Sequence[Criterion], maxima: Maxima) -> Decimal | None:
    """Sum of maxima; None where one has none."""
    tops = [maxima[node.code] for node in nodes]
    known = [top for top in tops if top is not None]
    return sum(known, Decimal(0)) if len(known) == len(tops) else None


def own_children(table: ScoringTable, node: Criterion, maxima: Maxima) -> tuple[Criterion, ...]:
    """Direct children of a node that hold for the unit."""
    return tuple(child for child in table.children(node.code) if child.code in maxima)


def scale(node: Criterion, own: Sequence[Criterion], maxima: Maxima) -> Decimal | None:
    """To what a node is rescaled when children do not apply: its maximum, before any limit."""
    if is_limited(node):
        return together(own, maxima) or maxima[node.code]
    return maxima[node.code]
