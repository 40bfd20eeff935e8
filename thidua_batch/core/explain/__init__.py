"""Explanations (diễn giải): how a unit came from its cells to points, rank, grade and awards.

Everything told follows from an `Outcome`; nothing is computed that the scoring did not compute.
Titles and sentences are Vietnamese; figures and cells stand beside them for other renderings.
"""

from __future__ import annotations

from thidua_batch.core import wording
from thidua_batch.core.explain import criteria, merits, places, sums
from thidua_batch.core.explain.base import Section, Told, figure, whole_text
from thidua_batch.core.explain.context import LeafContext, UnitContext
from thidua_batch.core.explain.find import node_code, unit_code
from thidua_batch.core.findings import errors
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import Criterion
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.returns import Decisions
from thidua_batch.core.wording import explain as words

__all__ = [
    "LeafContext", "Section", "Told", "UnitContext", "asked", "closing", "criterion", "figure",
    "group_lines", "head", "leaf", "unit", "whole_text",
]  # fmt: skip

_ABSENT = {
    UnitState.MISSING: words.MISSING,
    UnitState.REJECTED: words.REJECTED,
    UnitState.NOT_SUBMITTED: words.NOT_SUBMITTED,
}


def asked(outcome: Outcome, name: str, row: str | None = None) -> tuple[Section, ...]:
    """What a person asked for by name; WorkspaceError with the nearest name where it is unknown."""
    code = unit_code(outcome.bloc, name)
    if row is None:
        return unit(outcome, code)
    return criterion(outcome, code, node_code(outcome.table, row))


def unit(outcome: Outcome, code: str) -> tuple[Section, ...]:
    """Everything about a unit: each criterion, groups, total, rank, grade, awards, neighbours."""
    ctx = UnitContext.of(outcome, code)
    found = [head(ctx)]
    for scored in ctx.result.criteria:
        context = ctx.leaf(scored.code)
        if context is not None:
            total = criteria.total(context)
            found += [criteria.head(context), criteria.facts(context)]
            found += [total] if len(total.lines) > 1 else []
    return tuple(x for x in (*found, *closing(ctx)) if x.lines)


def criterion(outcome: Outcome, code: str, wanted: str) -> tuple[Section, ...]:
    """One criterion or group of a unit: its rule, its lines, and all that it became part of."""
    ctx = UnitContext.of(outcome, code)
    found = [head(ctx)]
    context = ctx.leaf(wanted)
    if context is not None:
        found += leaf(context)
    elif (wanted, code) in outcome.table.outside:
        node = next(c for c in outcome.table.criteria if c.code == wanted)
        text = words.NOT_OWN.format(kind=ctx.result.unit.kind or wording.DASH)
        lines = (Told(text=criteria.title(node)), Told(level=1, text=text))
        return (*found, Section(code="criterion", lines=lines, node=wanted))
    if ctx.result.is_scored:
        found += sums.above(ctx, wanted)
        if outcome.plan.ranks:
            found.append(places.rank(ctx))
    return tuple(x for x in found if x.lines)


def leaf(context: LeafContext) -> list[Section]:
    """A criterion by itself: what it is, its rule, its lines, its points."""
    return [
        criteria.head(context), criteria.rule(context), criteria.facts(context),
        criteria.total(context),
    ]  # fmt: skip


def closing(ctx: UnitContext) -> list[Section]:
    """What follows from all criteria together; nothing for a unit without points."""
    if not ctx.result.is_scored:
        return []
    found = [sums.groups(ctx), sums.total(ctx)]
    if not ctx.outcome.plan.ranks:
        return found
    merited = (merits.grade(ctx), merits.awards(ctx))
    found += [places.rank(ctx), *(x for x in merited if x is not None)]
    return [*found, *places.neighbours(ctx)]


def group_lines(ctx: UnitContext) -> list[tuple[Criterion, list[Told]]]:
    """Every inner node that holds for the unit, told by itself."""
    maxima = sums.own(ctx)
    inner = [node for node in ctx.outcome.table.inner if node.code in maxima]
    return [(node, sums.group(ctx, node, maxima)) for node in inner]


def head(ctx: UnitContext) -> Section:
    """The unit, the file that was used, and why it has no rank where it has none."""
    outcome, result = ctx.outcome, ctx.result
    decisions = outcome.decisions
    name = words.UNIT.format(code=ctx.unit, name=result.unit.name)
    lines = [Told(text=name, points=result.total)]
    submission = outcome.submissions.get(ctx.unit)
    if submission is not None:
        lines.append(Told(level=1, text=words.RETURN.format(file=submission.file)))
        if ctx.unit in decisions.chosen:
            lines.append(Told(level=1, text=words.CHOSEN))
        if ctx.unit in decisions.accepted:
            text = words.ACCEPTED.format(reason=decisions.accepted[ctx.unit])
            lines.append(Told(level=1, text=text))
    if result.exclusion is not None:
        reason = result.exclusion.reason
        shape = words.EXCLUDED if reason else words.EXCLUDED_NO_REASON
        text = shape.format(code=result.exclusion.code, reason=reason)
        lines.append(Told(level=1, text=text, cell=result.exclusion.cell))
    if result.state in _ABSENT:
        lines.append(Told(level=1, text=_ABSENT[result.state]))
        lines += [Told(level=2, text=text) for text in _confirmed(decisions, ctx.unit)]
    if result.state is UnitState.REJECTED:
        lines += [
            Told(level=2, text=words.FINDING.format(code=f.code, message=f.message), cell=f.cell)
            for f in errors(outcome.findings)
            if f.unit == ctx.unit
        ]
    if not outcome.plan.scores:
        lines.append(Told(level=1, text=words.NO_SCORES))
    if not outcome.is_final:
        reasons = words.JOIN.join(outcome.provisional)
        text = words.PROVISIONAL.format(mark=wording.PROVISIONAL, reasons=reasons)
        lines.append(Told(level=1, text=text))
    return Section(code="head", lines=tuple(lines))


def _confirmed(decisions: Decisions, code: str) -> list[str]:
    for said in decisions.not_submitted:
        if said.unit == code:
            who = " – ".join(x for x in (said.confirmed_by, said.confirmed_on) if x)
            texts = [words.CONFIRMED.format(text=who)] if who else []
            reminded = [words.REMINDED.format(text=said.reminders)] if said.reminders else []
            return texts + reminded
    return []
