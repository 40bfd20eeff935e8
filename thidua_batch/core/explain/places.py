"""Rank and neighbours told: which tie-break decided, and where the difference comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from thidua_batch.core import vn
from thidua_batch.core.explain.base import Section, Told, figure, signed
from thidua_batch.core.explain.context import UnitContext
from thidua_batch.core.explain.sums import root_points, total_text
from thidua_batch.core.kinds import Section as Part
from thidua_batch.core.model import Criterion
from thidua_batch.core.outcome import Outcome, UnitResult
from thidua_batch.core.standing import tie_value
from thidua_batch.core.wording import explain as words
from thidua_batch.core.wording import summary as summary_words

ZERO = Decimal(0)


def rank(ctx: UnitContext) -> Section:
    """The rank, who shares it, and every tie that a further key broke."""
    outcome, result = ctx.outcome, ctx.result
    if result.rank is None:
        text = words.NO_RANK if outcome.plan.ranks else words.NO_RANKS
        return Section(code="rank", lines=(Told(text=text),))
    text = words.RANK.format(
        rank=result.rank, count=len(outcome.ranked), total=total_text(outcome, result)
    )
    lines = [Told(text=text)]
    if not outcome.bloc.rules.rank_on_rounded and _exact(result) != result.total:
        text = words.UNROUNDED.format(points=figure(_exact(result)))
        lines.append(Told(level=1, text=text))
    if result.tied_with:
        keys = words.TIED_KEYS if outcome.bloc.rules.tie_breaks else ""
        names = _names(outcome, result.tied_with)
        lines.append(Told(level=1, text=words.TIED.format(units=names, keys=keys)))
    for other in outcome.ranked:
        if other.total == result.total and other.rank != result.rank:
            key, mine, theirs = decided(outcome, result, other)
            shape = words.BEFORE if result.rank < (other.rank or 0) else words.AFTER
            text = shape.format(unit=other.unit.label, key=key, own=mine, other=theirs)
            lines.append(Told(level=1, text=text))
    return Section(code="rank", lines=tuple(lines))


def _names(outcome: Outcome, codes: Sequence[str]) -> str:
    return ", ".join(outcome.result(code).unit.label for code in codes)


def _exact(result: UnitResult) -> Decimal:
    """The total before its own rounding, by which some blocs rank."""
    return (result.base or ZERO) + (result.bonus or ZERO) - (result.penalty or ZERO)


def decided(outcome: Outcome, one: UnitResult, other: UnitResult) -> tuple[str, str, str]:
    """The first key after the total in which two units differ, with both values."""
    rules = outcome.bloc.rules
    if not rules.rank_on_rounded and _exact(one) != _exact(other):
        return words.KEY_UNROUNDED, figure(_exact(one)), figure(_exact(other))
    for key in rules.tie_breaks:
        mine, theirs = tie_value(one, key), tie_value(other, key)
        if mine != theirs:
            return key_text(key), figure(abs(mine)), figure(abs(theirs))
    return "", "", ""


def key_text(key: str) -> str:
    """A tie-break in words."""
    if key == "bonus":
        return summary_words.TIE_BONUS
    if key == "penalty":
        return summary_words.TIE_PENALTY
    return summary_words.TIE_NODE.format(code=key.removeprefix("node:"))


# --- neighbours -----------------------------------------------------------------------------


def neighbours(ctx: UnitContext) -> list[Section]:
    """Why the unit stands below the one above it and above the one below it."""
    result, in_order = ctx.result, ctx.outcome.ranked
    if result.rank is None or len(in_order) < 2:
        return []
    place = result.rank
    higher = [u for u in in_order if u.rank is not None and u.rank < place]
    lower = [u for u in in_order if u.rank is not None and u.rank > place]
    up = [u for u in higher if higher and u.rank == higher[-1].rank]
    down = [u for u in lower if u.rank == lower[0].rank]
    found = []
    for units, shape, none in ((up, words.BELOW, words.FIRST), (down, words.ABOVE, words.LAST)):
        lines = _compare(ctx, units, shape) if units else [Told(text=none)]
        found.append(Section(code="neighbours", lines=tuple(lines)))
    return found


def _compare(ctx: UnitContext, units: Sequence[UnitResult], shape: str) -> list[Told]:
    """Against one unit; others of the same rank are named only."""
    outcome, result, other = ctx.outcome, ctx.result, units[0]
    text = shape.format(unit=other.unit.label, rank=other.rank, total=total_text(outcome, other))
    if len(units) > 1:
        text = words.SHARED.format(text=text, units=", ".join(u.unit.label for u in units[1:]))
    gap = (result.total or ZERO) - (other.total or ZERO)
    if gap:
        text = words.BY_POINTS.format(text=text, gap=signed(gap))
    else:
        key, mine, theirs = decided(outcome, result, other)
        text = words.BY_KEY.format(text=text, key=key, own=mine, other=theirs)
    parts = sorted(_gaps(outcome, result, other), key=lambda part: -abs(part.points or ZERO))
    rest = gap - sum((part.points or ZERO for part in parts), ZERO)
    if rest:
        parts.append(Told(level=1, text=words.REST_GAP, points=rest, gap=True))
    return [Told(text=text), *parts]


def _gaps(outcome: Outcome, one: UnitResult, other: UnitResult) -> Iterator[Told]:
    """Differences in the parts of the total, each with the sign that it has in the total."""
    for root in outcome.table.roots:
        if root.section is Part.BASE:
            mine, theirs = root_points(one, root), root_points(other, root)
            yield from _gap(_title(root), mine, theirs)
    yield from _gap(words.BONUS, one.bonus, other.bonus)
    yield from _gap(words.PENALTY, one.penalty, other.penalty, sign=-1)


def _gap(name: str, mine: Decimal | None, theirs: Decimal | None, sign: int = 1) -> Iterator[Told]:
    difference = ((mine or ZERO) - (theirs or ZERO)) * sign
    if difference:
        own, other = (words.ABSENT if v is None else figure(v) for v in (mine, theirs))
        text = words.PART_GAP.format(name=name, own=own, other=other)
        yield Told(level=1, text=text, points=difference, gap=True)


def _title(root: Criterion) -> str:
    return words.NODE.format(code=root.code, text=vn.clean(root.text))
