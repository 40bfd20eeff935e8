"""A criterion told: its rule, its lines, and how their points became the criterion's."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from decimal import Decimal
from fractions import Fraction

from thidua_batch.core import scoring, wording
from thidua_batch.core.explain.base import Section, Told, figure, moved
from thidua_batch.core.explain.context import LeafContext
from thidua_batch.core.explain.facts import line_told
from thidua_batch.core.kinds import Section as Part
from thidua_batch.core.model import Criterion
from thidua_batch.core.scoring.base import number, round_points
from thidua_batch.core.scoring.compose import OPTIONS, SILENT, ceiling, starts_full
from thidua_batch.core.scoring.reckon import Reckoning
from thidua_batch.core.wording import explain as words

ZERO = Fraction(0)


def title(leaf: Criterion) -> str:
    """ "II.2 Kỷ luật cán bộ"."""
    return words.CRITERION.format(code=leaf.code, text=leaf.text)


def head(ctx: LeafContext) -> Section:
    """What the criterion is and what came of it."""
    leaf = ctx.leaf
    lines = [Told(text=title(leaf), points=ctx.scored.points)]
    if leaf.max_points is not None:
        lines.append(Told(level=1, text=words.TOP.format(points=figure(leaf.max_points))))
    method = scoring.method_of(leaf)
    lines.append(Told(level=1, text=words.METHOD.format(title=method.TITLE)))
    return Section(code="criterion", lines=tuple(lines), node=leaf.code)


def rule(ctx: LeafContext) -> Section:
    """The whole rule, a sentence for each thing that it says."""
    said = scoring.rule(ctx.leaf, ctx.rules)
    return Section(code="rule", lines=tuple(Told(text=x) for x in said), node=ctx.leaf.code)


def facts(ctx: LeafContext) -> Section:
    """Every line of the criterion."""
    reckoning = ctx.reckoning()
    lines = [told for fact in ctx.scored.facts for told in line_told(ctx, fact, reckoning)]
    submission = ctx.of.outcome.submissions.get(ctx.of.unit)
    if submission is not None and (evidence := submission.evidence.get(ctx.leaf.code)):
        lines.append(Told(text=words.EVIDENCE.format(text=evidence)))
    file = submission.file if submission is not None else ""
    return Section(code="facts", lines=tuple(lines), node=ctx.leaf.code, file=file)


def total(ctx: LeafContext) -> Section:
    """From the lines' points to the criterion's."""
    reckoning, scored = ctx.reckoning(), ctx.scored
    if not scored.applicable:
        lines = _not_applicable(ctx)
    elif reckoning is None:
        blank = [
            fact.text or ctx.leaf.text
            for fact in scored.facts
            if not fact.computed and fact.used is None
        ]
        text = words.NOT_SCORED.format(lines=words.JOIN.join(blank) or wording.DASH)
        lines = [Told(text=text)]
    else:
        lines = [*steps(ctx, reckoning), Told(text=words.RESULT, points=scored.points)]
    if scored.self_points is not None and scored.self_points != scored.points:
        lines.append(Told(text=words.SELF.format(points=figure(scored.self_points))))
    if scored.note:
        lines.append(Told(text=scored.note))
    return Section(code="sum", lines=tuple(lines), node=ctx.leaf.code)


def _not_applicable(ctx: LeafContext) -> list[Told]:
    leaf = ctx.leaf
    top = figure(leaf.max_points or Decimal(0))
    return [
        Told(text=words.NA_SAID.format(na=wording.NOT_APPLICABLE)),
        Told(text=words.NA[leaf.na.value].format(max=top), points=ctx.scored.points),
    ]


def steps(ctx: LeafContext, reckoning: Reckoning) -> Generator[Told, None, Decimal]:
    """Start, sums, caps, floor, rounding: only what there was, and what changed something.

    Returns where the told steps lead, which is what the criterion was scored with.
    """
    leaf = ctx.leaf
    start = Fraction(leaf.max_points or 0)
    full = starts_full(reckoning.method, leaf, ctx.rules) and leaf.section is not Part.PENALTY
    start = start if full else ZERO
    if full:
        yield Told(text=words.START, points=_exact(start))
    earned, loss, gain, count = _sums(reckoning)
    if earned and count > 1:
        yield Told(text=words.EARNED, points=_exact(earned))
    caps = {name: number(leaf, OPTIONS, name) for name in OPTIONS}
    taken = _at_least(loss, caps["deduct_cap"])
    given = _at_most(gain, caps["bonus_cap"])
    yield from _capped(words.TAKEN, loss, taken, caps["deduct_cap"])
    yield from _capped(words.GIVEN, gain, given, caps["bonus_cap"])
    change = _at_least(_at_most(taken + given, caps["net_cap"]), caps["net_cap"])
    if change != taken + given:
        yield from _capped(words.NET, taken + given, change, caps["net_cap"])
    if leaf.section is Part.PENALTY:
        result = yield from _penalty(leaf, earned - change)
    else:
        result = yield from _bounded(ctx, reckoning, start + earned + change, caps["floor"])
    places = ctx.of.outcome.bloc.rules.criterion_places
    rounded = round_points(result, places)
    if rounded != result:
        yield Told(text=moved(words.ROUNDED, result, rounded, places=str(places)))
    return rounded


def _sums(reckoning: Reckoning) -> tuple[Fraction, Fraction, Fraction, int]:
    """What scored lines earned, what was taken, what was given, and how many earned."""
    method = reckoning.method
    scored = {x.code for x in method.scored(reckoning.criterion, reckoning.rules)}
    earned, loss, gain, count = ZERO, ZERO, ZERO, 0
    for code, line in reckoning.lines.items():
        if line.kind in SILENT:
            continue
        amount = reckoning.points(code)
        if code in scored and not method.ADJUSTS:
            earned, count = earned + amount, count + 1
        else:
            loss, gain = loss + min(amount, ZERO), gain + max(amount, ZERO)
    return earned, loss, gain, count


def _capped(text: str, before: Fraction, after: Fraction, cap: Decimal | None) -> Iterator[Told]:
    if before == after:
        if after:
            yield Told(text=text, points=_exact(after))
        return
    said = moved(words.CAPPED, before, after, text=text, cap=figure(cap or Decimal(0)))
    yield Told(text=said)


def _penalty(leaf: Criterion, amount: Fraction) -> Generator[Told, None, Fraction]:
    """Points of the penalty section are stated positive, between 0 and their maximum."""
    result = max(ZERO, amount)
    if result != amount:
        yield Told(text=moved(words.FLOOR, amount, result, floor="0"))
    limited = _at_most(result, leaf.max_points)
    if limited != result:
        yield Told(text=moved(words.CEILING, result, limited))
    if limited:
        yield Told(text=words.AS_PENALTY)
    return limited


def _bounded(
    ctx: LeafContext, reckoning: Reckoning, amount: Fraction, floor: Decimal | None
) -> Generator[Told, None, Fraction]:
    limited = _at_most(amount, ceiling(reckoning.method, ctx.leaf, ctx.rules))
    if limited != amount:
        yield Told(text=moved(words.CEILING, amount, limited))
    result = limited if floor is None else max(limited, Fraction(floor))
    if floor is not None and result != limited:
        yield Told(text=moved(words.FLOOR, limited, result, floor=figure(floor)))
    return result


def _at_most(value: Fraction, cap: Decimal | None) -> Fraction:
    return value if cap is None else min(value, Fraction(cap))


def _at_least(value: Fraction, cap: Decimal | None) -> Fraction:
    return value if cap is None else max(value, -Fraction(cap))


def _exact(value: Fraction) -> Decimal:
    return round_points(value, 6)
