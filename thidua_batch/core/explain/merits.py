"""Grade and awards told: each condition that held or failed, each quota, each obstacle."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from thidua_batch.core import grading, nominating, wording
from thidua_batch.core.explain.base import Section, Told, figure, percent
from thidua_batch.core.explain.context import UnitContext
from thidua_batch.core.explain.sums import own, points_of
from thidua_batch.core.kinds import Section as Part
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import Award, Grade
from thidua_batch.core.outcome import Nomination
from thidua_batch.core.wording import explain as words
from thidua_batch.core.wording import summary as summary_words

ZERO = Decimal(0)
#: How many rows that miss a condition are named.
MOST_NAMES = 6


def grade(ctx: UnitContext) -> Section | None:
    """Grades from the best to the unit's own, then the quotas; None where the bloc has none."""
    rules, result = ctx.outcome.bloc.rules, ctx.result
    if not rules.grades:
        return None
    if result.state is not UnitState.RANKED:
        return Section(code="grade", lines=(Told(text=words.NO_GRADE),))
    names = [g.name for g in rules.grades]
    first = result.grade_before or result.grade
    last = names.index(first) if first in names else len(names) - 1
    lines = []
    for step in rules.grades[: last + 1]:
        lines += _conditions(ctx, step, is_met=step.name == first)
    if result.grade in names:
        for i in range(last, names.index(result.grade) + 1):
            lines += _quota(ctx, i, kept=names[i] == result.grade)
    lines.append(Told(text=words.GRADE.format(grade=result.grade or wording.DASH)))
    return Section(code="grade", lines=tuple(lines))


def _conditions(ctx: UnitContext, step: Grade, *, is_met: bool) -> list[Told]:
    tests = list(_tests(ctx, step))
    if not tests:
        return [Told(text=words.GRADE_REST.format(grade=step.name))]
    shape = words.GRADE_MET if is_met else words.GRADE_NOT_MET
    return [Told(text=shape.format(grade=step.name)), *tests]


def _tests(ctx: UnitContext, step: Grade) -> Iterator[Told]:
    """Every condition of a grade with the unit's own figure; rows at fault are named."""
    found = grading.measures(ctx.outcome.table, ctx.result)
    got = ctx.result.total
    if step.min_total is not None:
        text = words.TEST_TOTAL.format(
            want=figure(step.min_total),
            got=figure(got or ZERO),
            met=_met((got or ZERO) >= step.min_total),
        )
        yield Told(level=1, text=text)
    roots = [c.code for c in ctx.outcome.table.roots]
    leaves = [c.code for c in ctx.outcome.table.leaves]
    for want, share, shape, codes in (
        (step.min_group_share, found.groups, words.TEST_GROUP, roots),
        (step.min_criterion_share, found.criteria, words.TEST_CRITERION, leaves),
    ):
        if want is not None:
            yield _share(shape, want, share)
            yield from _short_of(_shares_below(ctx, codes, want))
    if step.min_targets is not None:
        yield _share(words.TEST_TARGETS, step.min_targets, found.met)
        if found.met is not None and found.met < step.min_targets:
            yield from _short_of(_indicators_below(ctx, ZERO))
    if step.max_shortfall is not None:
        most, is_met = found.shortfall, True
        if most is not None:
            is_met = most <= step.max_shortfall
        text = words.TEST_SHORTFALL.format(
            want=percent(step.max_shortfall), got=_percent(most), met=_met(is_met)
        )
        yield Told(level=1, text=text)
        yield from _short_of(_indicators_below(ctx, step.max_shortfall))


def _share(shape: str, want: Decimal, got: Decimal | None) -> Told:
    met = _met(got is None or got >= want)
    return Told(level=1, text=shape.format(want=percent(want), got=_percent(got), met=met))


def _percent(share: Decimal | None) -> str:
    return words.NOTHING_TO_TEST if share is None else percent(share)


def _met(is_met: bool) -> str:
    return words.MET if is_met else words.NOT_MET


def _shares_below(ctx: UnitContext, codes: list[str], want: Decimal) -> Iterator[str]:
    maxima = own(ctx)
    sections = {c.code: c.section for c in ctx.outcome.table.criteria}
    for code in codes:
        top, points = maxima.get(code), points_of(ctx.result, code)
        if sections[code] is not Part.BASE or not top or points is None:
            continue
        if (share := grading.share(points, top)) < want:
            yield words.PART_OF.format(code=code, points=percent(share))


def _indicators_below(ctx: UnitContext, most: Decimal) -> Iterator[str]:
    for scored in ctx.result.criteria:
        for fact in scored.facts:
            short = grading.shortfall(fact)
            if short is not None and short > most:
                name = f"{scored.code} {fact.text}".strip()
                yield words.PART_OF.format(code=name, points=percent(1 - short))


def _short_of(names: Iterator[str]) -> Iterator[Told]:
    found = list(names)
    if found:
        more = [words.AND_SO_ON] if len(found) > MOST_NAMES else []
        text = words.JOIN.join(found[:MOST_NAMES] + more)
        yield Told(level=2, text=words.SHORT_OF.format(names=text))


def _quota(ctx: UnitContext, index: int, *, kept: bool) -> Iterator[Told]:
    """What the quota of one grade did to the unit; nothing where the grade has none."""
    rules = ctx.outcome.bloc.rules
    step = rules.grades[index]
    if not grading.has_quota(rules, index) or step.quota_share is None:
        return
    names = [g.name for g in rules.grades]
    worst = grading.base_index(rules, index)
    first = [names.index(u.grade_before or u.grade or "") for u in ctx.outcome.ranked]
    count = len(first) if worst is None else sum(1 for at in first if at <= worst)
    places = grading.places_of(step.quota_share, count, rules.quota_rounding)
    shape = words.QUOTA_KEPT if kept else words.QUOTA_LOST
    yield Told(text=shape.format(places=places, grade=step.name))
    text = words.QUOTA_HOW.format(
        share=percent(step.quota_share),
        count=count,
        rounding=summary_words.ROUNDINGS[rules.quota_rounding.value],
    )
    yield Told(level=1, text=text)


def awards(ctx: UnitContext) -> Section | None:
    """Every award of the bloc; None where the period proposes none."""
    outcome = ctx.outcome
    own_ones = {n.award: n for n in outcome.nominations if n.unit == ctx.unit}
    if not own_ones:
        return None
    counts = nominating.bases(outcome.bloc, outcome.units, outcome.nominations)
    lines = []
    for award in outcome.bloc.awards:
        if award.code in own_ones:
            lines.append(Told(text=_standing(award, own_ones[award.code])))
            if own_ones[award.code].eligible:
                text = _places(ctx, award, counts[award.code])
                lines.append(Told(level=1, text=text))
    lines.append(Told(text=words.VOTES))
    return Section(code="awards", lines=tuple(lines))


def _standing(award: Award, found: Nomination) -> str:
    if not found.eligible:
        reasons = words.JOIN.join(found.reasons)
        return words.NOT_ELIGIBLE.format(award=award.name, reasons=reasons)
    if found.chosen:
        return words.PROPOSED.format(award=award.name)
    if found.remark:
        return words.ELIGIBLE.format(award=award.name, remark=found.remark)
    return words.ELIGIBLE_ONLY.format(award=award.name)


def _places(ctx: UnitContext, award: Award, count: int) -> str:
    places = ctx.outcome.quotas.get(award.code)
    if places is None:
        return words.NO_LIMIT
    if award.quota_share is None:
        return words.PLACES.format(places=places)
    rounding = ctx.outcome.bloc.rules.quota_rounding
    return words.PLACES_SHARE.format(
        share=percent(award.quota_share),
        count=count,
        places=places,
        rounding=summary_words.ROUNDINGS[rounding.value],
    )
