"""Groups and the total told: what was added, what did not apply, where a limit held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from thidua_batch.core.explain.base import Section, Told, figure, moved, total_figure
from thidua_batch.core.explain.context import UnitContext
from thidua_batch.core.kinds import Section as Part
from thidua_batch.core.maxima import (
    Maxima,
    floor_of,
    is_limited,
    own_children,
    own_maxima,
    scale,
)
from thidua_batch.core.model import Criterion
from thidua_batch.core.outcome import Outcome, UnitResult
from thidua_batch.core.scoring.base import round_points
from thidua_batch.core.wording import explain as words

ZERO = Decimal(0)


def own(ctx: UnitContext) -> Maxima:
    """The nodes that hold for the unit, each with its maximum."""
    return own_maxima(ctx.outcome.table, {c.code for c in ctx.result.criteria})


def points_of(result: UnitResult, code: str) -> Decimal | None:
    """Points of any node as added above it: None where it does not apply, 0 where not scored."""
    if code in result.groups:
        return result.groups[code]
    leaf = result.criterion(code)
    if leaf is None or (not leaf.applicable and leaf.points is None):
        return None
    return leaf.points or ZERO


def root_points(result: UnitResult, root: Criterion) -> Decimal | None:
    """A top-level node's points after its own maximum."""
    points = points_of(result, root.code)
    if points is None or root.section is Part.BASE or root.max_points is None:
        return points
    return min(points, root.max_points)


def nodes(ctx: UnitContext, code: str) -> list[Criterion]:
    """The node and what stands above it, the nearest first."""
    by_code = {c.code: c for c in ctx.outcome.table.criteria}
    found, node = [], by_code.get(code)
    while node is not None:
        found.append(node)
        node = by_code.get(node.parent) if node.parent else None
    return found


def group(ctx: UnitContext, node: Criterion, maxima: Maxima, level: int = 0) -> list[Told]:
    """One inner node: its parts, then rescaling, limit and floor where they did something."""
    top = maxima[node.code]
    shape = words.NODE if top is None else words.NODE_MAX
    text = shape.format(code=node.code, text=node.text, max=figure(top or ZERO))
    children = own_children(ctx.outcome.table, node, maxima)
    parts = [(c, points_of(ctx.result, c.code)) for c in children]
    points = ctx.result.groups.get(node.code)
    if points is None:
        na = Told(level=level + 1, text=words.NODE_NA)
        return [Told(level=level, text=text), na]
    present = [(c, value) for c, value in parts if value is not None]
    said = words.PLUS.join(
        words.PART_OF.format(code=c.code, points=figure(value)) for c, value in present
    )
    told = [Told(level=level, text=text, points=points), Told(level=level + 1, text=said)]
    if top is not None and node.max_points is not None and top != node.max_points:
        told.append(Told(level=level + 1, text=words.OWN_MAX.format(max=figure(top))))
    amount = Fraction(sum((value for _, value in present), ZERO))
    absent = [c for c, value in parts if value is None]
    changes = _changes(ctx, node, maxima, amount, absent)
    return told + [Told(level=level + 1, text=text) for text in changes]


def _changes(
    ctx: UnitContext, node: Criterion, maxima: Maxima, amount: Fraction, absent: Sequence[Criterion]
) -> Iterator[str]:
    children = own_children(ctx.outcome.table, node, maxima)
    codes = ", ".join(c.code for c in absent)
    gone = sum((maxima[c.code] or ZERO for c in absent), ZERO)
    full = scale(node, children, maxima)
    places = ctx.outcome.bloc.rules.group_places
    if gone and full is not None and full > gone:
        yield words.LEFT_OUT.format(
            codes=codes, gone=figure(gone), sum=figure(amount), full=figure(full)
        )
        amount = amount * Fraction(full) / Fraction(full - gone)
    elif absent:
        yield words.LEFT_OUT_PLAIN.format(codes=codes)
    points = round_points(amount, places)
    if points != amount:
        yield moved(words.ROUNDED, amount, points, places=str(places))
    top = maxima[node.code]
    if is_limited(node) and top is not None and points > top:
        yield moved(words.NODE_LIMIT, points, top)
        points = top
    least = floor_of(node)
    if least is not None and points < least:
        yield moved(words.NODE_FLOOR, points, least, floor=figure(least))
        points = least
    is_part = node.parent is None and node.section is not Part.BASE
    if is_part and top is not None and points > top:
        yield moved(words.NODE_LIMIT, points, top)


def groups(ctx: UnitContext) -> Section:
    """All inner nodes of the unit in printed order."""
    maxima, table = own(ctx), ctx.outcome.table
    lines = [
        told
        for node in table.inner
        if node.code in maxima
        for told in group(ctx, node, maxima, table.depth(node))
    ]
    return Section(code="groups", lines=tuple(lines))


def total(ctx: UnitContext) -> Section:
    """Base + bonus − penalty, with the caps of the bloc's rules."""
    result, rules = ctx.result, ctx.outcome.bloc.rules
    lines = [_part(ctx, Part.BASE, words.BASE, result.base, None)]
    lines.append(_part(ctx, Part.BONUS, words.BONUS, result.bonus, rules.bonus_cap))
    lines.append(_part(ctx, Part.PENALTY, words.PENALTY, result.penalty, rules.penalty_cap))
    base, bonus, penalty = (value or ZERO for value in (result.base, result.bonus, result.penalty))
    text = words.TOTAL.format(base=figure(base), bonus=figure(bonus), penalty=figure(penalty))
    lines.append(Told(text=text, points=result.total))
    exact = base + bonus - penalty
    if exact < 0 and result.total == 0:
        lines.append(Told(level=1, text=words.NEGATIVE))
    elif (rounded := result.total) is not None and rounded != exact:
        text = moved(words.ROUNDED, exact, rounded, places=str(rules.total_places))
        lines.append(Told(level=1, text=text))
    blank = [c.code for c in result.criteria if c.applicable and c.points is None]
    if blank:
        lines.append(Told(level=1, text=words.INCOMPLETE.format(codes=", ".join(blank))))
    return Section(code="total", lines=tuple(lines))


def _part(
    ctx: UnitContext, part: Part, name: str, value: Decimal | None, cap: Decimal | None
) -> Told:
    """One part of the frame with the top-level nodes that make it up."""
    found = []
    whole = ZERO
    for root in ctx.outcome.table.roots:
        points = root_points(ctx.result, root) if root.section is part else None
        if points is not None:
            whole += points
            found.append(words.PART_OF.format(code=root.code, points=figure(points)))
    text = name
    if found:
        text = words.WITH_PARTS.format(text=name, parts=words.PLUS.join(found))
    if cap is not None and whole > cap:
        text = moved(words.CAPPED, whole, cap, text=text, cap=figure(cap))
    return Told(text=text, points=value)


def above(ctx: UnitContext, code: str) -> list[Section]:
    """From a node up to the total: what a single criterion became part of."""
    maxima = own(ctx)
    inner = [n for n in nodes(ctx, code) if n.code in ctx.result.groups]
    lines = [told for node in inner for told in group(ctx, node, maxima)]
    found = [Section(code="groups", lines=tuple(lines))] if lines else []
    return [*found, total(ctx)] if ctx.result.is_scored else found


def total_text(outcome: Outcome, result: UnitResult) -> str:
    """A unit's total as ranks show it."""
    return total_figure(outcome, result.total)
