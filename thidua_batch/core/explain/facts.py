"""A line told: what was declared and where, what was accepted, which rule it fired."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.explain.base import Told, figure, moved, percent
from thidua_batch.core.explain.context import LeafContext
from thidua_batch.core.kinds import LineKind, Scorer, UnitState
from thidua_batch.core.model import Line, Value
from thidua_batch.core.outcome import FactResult
from thidua_batch.core.returns import Cell
from thidua_batch.core.scoring import conditions, days, lookup
from thidua_batch.core.scoring.base import compared_value, inside
from thidua_batch.core.scoring.compose import TAKES, waivers
from thidua_batch.core.scoring.reckon import Reckoning
from thidua_batch.core.scoring.sentences import band_text, condition_text
from thidua_batch.core.wording import explain as words

_COUNTED = (LineKind.DEDUCT, LineKind.BONUS)
_OWN_POINTS = (*_COUNTED, LineKind.RANGE, LineKind.STEP)
ZERO = Decimal(0)


def line_told(ctx: LeafContext, fact: FactResult, reckoning: Reckoning | None) -> list[Told]:
    """One line of a criterion: the fact with its cell, then everything that bore on it."""
    line = ctx.lines[fact.line]
    brings = line.kind in _OWN_POINTS or (reckoning is not None and line.code in reckoning.earned)
    text = words.FACT.format(text=fact.text or ctx.leaf.text, value=_value(fact, line, reckoning))
    head = Told(
        text=text,
        points=fact.points if brings and reckoning is not None else None,
        cell=_cell(ctx, fact, line),
    )
    told = [head, *_origin(ctx, fact, line)]
    if reckoning is not None:
        said = [*_computed(ctx, fact, line, reckoning), *_fired(ctx, fact, line, reckoning)]
        told += [Told(level=1, text=text) for text in said]
    return told


def _cell(ctx: LeafContext, fact: FactResult, line: Line) -> Cell | None:
    """Where the value that counts stands; None where more than one place is told below."""
    if fact.accepted is None or fact.accepted == fact.declared:
        return fact.cell
    if fact.declared is not None or scoring.scorer_of(ctx.leaf, line) is Scorer.UNIT:
        return None
    decided = ctx.decided(fact)
    return fact.cell if decided is None else decided.cell


def _value(fact: FactResult, line: Line, reckoning: Reckoning | None) -> str:
    used = fact.used
    if line.is_computed:
        used = reckoning.value(line.code) if reckoning is not None else None
        if line.kind is LineKind.RATE and isinstance(used, Decimal):
            return figure(used) + "%"
        if line.kind is LineKind.STEP and isinstance(used, Decimal):
            return words.STEPS.format(count=figure(used))
        if line.kind is LineKind.CONDITION and used is not None:
            return words.HOLDS if used else words.FAILS
    return shown(used, line) or (words.UNKNOWN if line.is_computed else words.BLANK)


def shown(value: Value | None, line: Line) -> str:
    """A fact with its unit of measure; empty where there is none."""
    if not isinstance(value, Decimal):
        return vn.format_value(value)
    measure = line.unit_of_measure
    if vn.fold(measure) == vn.fold(wording.YES_NO_MEASURE):
        measure = ""
    return figure(value) + (measure if measure in {"", "%"} else f" {measure}")


def _origin(ctx: LeafContext, fact: FactResult, line: Line) -> Iterator[Told]:
    """Who said it, and where, if that is more than one cell of the unit's own form."""
    decided = ctx.decided(fact)
    place = decided.cell if decided is not None else fact.cell
    if fact.accepted is not None and fact.declared is not None:
        if fact.accepted == fact.declared:
            yield Told(level=1, text=words.CONFIRMED_FACT, cell=place)
        else:
            said = shown(fact.declared, line)
            yield Told(level=1, text=words.DECLARED.format(value=said), cell=fact.cell)
            text = words.DECIDED.format(value=shown(fact.accepted, line))
            yield Told(level=1, text=text, cell=place)
    elif fact.accepted is not None:
        who = scoring.scorer_of(ctx.leaf, line)
        if who is Scorer.UNIT:
            yield Told(level=1, text=words.NOT_DECLARED)
            text = words.DECIDED.format(value=shown(fact.accepted, line))
            yield Told(level=1, text=text, cell=place)
        else:
            scorer = wording.SCORERS[who].lower()
            yield Told(level=1, text=words.STATED_BY.format(scorer=scorer))
    if fact.sources:
        how = wording.ACCUMULATES[ctx.leaf.accumulate].lower()
        yield Told(level=1, text=words.GATHERED.format(how=how))
    for part in fact.sources:
        changed = part.declared is not None and part.declared != part.used
        shape = words.PART_CHANGED if changed else words.PART
        text = shape.format(
            period=part.period,
            value=shown(part.used, line) or words.BLANK,
            declared=shown(part.declared, line),
        )
        yield Told(level=2, text=text, cell=part.cell if part.cell.file else None)


# --- what was computed with -----------------------------------------------------------------


def _computed(
    ctx: LeafContext, fact: FactResult, line: Line, reckoning: Reckoning
) -> Iterator[str]:
    if line.due_on is not None:
        yield _lateness(line, reckoning.value(line.code))
    if reckoning.method.RELATIVE and line.code in reckoning.earned:
        yield from _compared(ctx, line, reckoning.value(line.code))
    elif line.code in reckoning.earned and line.target is not None:
        yield _reached(line, reckoning.value(line.code))
    if line.kind is LineKind.CONDITION and line.when:
        holds = bool(reckoning.value(line.code))
        yield _condition(line, reckoning, words.COUNTED if holds else words.NOT_HELD)


def _lateness(line: Line, late: Value | None) -> str:
    due = vn.format_date(line.due_on) if line.due_on else ""
    if late == days.NEVER:
        return words.NEVER_DONE.format(due=due)
    if not isinstance(late, Decimal) or not late:
        return words.ON_TIME.format(due=due)
    measure = wording.WORKING_DAY if days.counts_working_days(line) else words.DAY
    return words.LATE.format(due=due, count=figure(late), measure=measure)


def _reached(line: Line, value: Value | None) -> str:
    target = line.target or ZERO
    text = words.TARGET_NO_SHARE.format(target=figure(target))
    if isinstance(value, Decimal) and target:
        text = words.TARGET.format(
            target=figure(target), share=percent(Fraction(value) / Fraction(target), 2)
        )
    if line.weight in (None, Decimal(1)):
        return text
    return words.WEIGHT.format(text=text, weight=figure(line.weight or ZERO))


def _compared(ctx: LeafContext, line: Line, value: Value | None) -> Iterator[str]:
    """The unit's own figures and the best of the bloc, which is not named."""
    if not isinstance(value, Decimal):
        return
    own = compared_value(value, line.target)
    best = max([own, *_peers(ctx, line)])
    if not line.target:
        yield words.UNTARGETED.format(best=figure(best))
        return
    target = figure(line.target)
    if own < 0:
        yield words.SHORT.format(
            target=target, share=percent(Fraction(value) / Fraction(line.target), 2)
        )
    elif own == 0:
        yield words.REACHES.format(target=target, best=percent(best, 2))
    else:
        shape = words.LEADS if own == best else words.EXCEEDS
        yield shape.format(target=target, rate=percent(own, 2), best=percent(best, 2))


def _peers(ctx: LeafContext, line: Line) -> Iterator[Decimal]:
    """What relative methods compared, over the units with a target or those without."""
    outcome = ctx.of.outcome
    for result in outcome.units:
        apart = result.state is UnitState.EXCLUDED and not outcome.bloc.rules.excluded_are_peers
        scored = result.criterion(ctx.leaf.code)
        if apart or scored is None:
            continue
        for fact in scored.facts:
            same = fact.line == line.code and bool(fact.target) is bool(line.target)
            if same and isinstance(fact.value, Decimal):
                yield fact.value


# --- which rules fired ----------------------------------------------------------------------


def _fired(ctx: LeafContext, fact: FactResult, line: Line, reckoning: Reckoning) -> Iterator[str]:
    if line.kind in (LineKind.CONDITION, LineKind.WAIVER):
        return
    if line.when and not conditions.holds(conditions.parse(line.when), reckoning.value):
        yield _condition(line, reckoning, words.NOT_COUNTED)
        return
    waiver = _waiver(line, reckoning)
    if waiver is not None:
        yield words.WAIVED.format(text=waiver.text or waiver.code)
        return
    yield from _earned(ctx, line, reckoning)
    yield from _limits(fact, line, reckoning)


def _waiver(line: Line, reckoning: Reckoning) -> Line | None:
    if line.kind not in TAKES or not _would_take(line, reckoning):
        return None
    for waiver in waivers(line, tuple(reckoning.lines.values())):
        holds = conditions.holds(conditions.parse(waiver.when), reckoning.value)
        if holds and reckoning.facts.get(waiver.code) == wording.YES:
            return waiver
    return None


def _would_take(line: Line, reckoning: Reckoning) -> bool:
    """Whether there was anything to waive."""
    return reckoning.value(line.code) not in (None, ZERO, wording.NO)


def _earned(ctx: LeafContext, line: Line, reckoning: Reckoning) -> Iterator[str]:
    raw, value, each = reckoning.raw(line.code), reckoning.value(line.code), line.points or ZERO
    each = -each if line.kind is LineKind.DEDUCT else each
    if line.code in reckoning.earned and _rows(ctx, line):
        yield _row_text(ctx, line, value, reckoning)
    elif line.kind in _COUNTED and raw:
        if isinstance(value, Decimal) and not (line.due and not days.counts_days(line)):
            measure = words.DAY if line.due else line.unit_of_measure
            text = words.TIMES.format(
                count=figure(value), measure=measure, each=figure(each), points=figure(raw)
            )
            yield text.replace("  ", " ")
        else:
            yield words.ONCE.format(points=figure(raw))
    elif line.kind is LineKind.STEP and raw and isinstance(value, Decimal):
        yield words.TIMES_STEP.format(count=figure(value), each=figure(each), points=figure(raw))
    elif line.kind is LineKind.RANGE and raw and line.lower and line.upper:
        yield words.DECIDED_PENALTY.format(
            lower=figure(line.lower.value), upper=figure(line.upper.value)
        )
    if line.when:
        yield _condition(line, reckoning, words.COUNTED)


def _rows(ctx: LeafContext, line: Line) -> bool:
    return any(row.kind in lookup.ROWS and row.of in ("", line.code) for row in ctx.rules)


def _row_text(ctx: LeafContext, line: Line, value: Value | None, reckoning: Reckoning) -> str:
    """The band or word that the value fell into."""
    if isinstance(value, str):
        kind = LineKind.CATEGORY
        rows = [x for x in lookup.rows_of(line, ctx.rules, kind) if x.text == value]
    else:
        bands = lookup.rows_of(line, ctx.rules, LineKind.BAND)
        rows = [x for x in bands if isinstance(value, Decimal) and inside(value, x.lower, x.upper)]
    for row in rows:
        if conditions.holds(conditions.parse(row.when), reckoning.value):
            points = figure(row.points or ZERO)
            if row.kind is LineKind.CATEGORY:
                said = words.WORD.format(word=row.text, points=points)
            else:
                said = words.BAND.format(band=band_text(row), points=points)
            if not row.when:
                return said
            return words.ONLY_IF.format(rule=said, when=_lowered(row, reckoning))
    missed = [_condition(row, reckoning, words.NOT_HELD) for row in rows if row.when]
    return words.JOIN.join([words.NO_BAND, *missed])


def _lowered(row: Line, reckoning: Reckoning) -> str:
    text = _condition(row, reckoning, words.COUNTED)
    return text[:1].lower() + text[1:]


def _condition(line: Line, reckoning: Reckoning, shape: str) -> str:
    """A condition with the values that it looked at."""
    values = []
    for name in dict.fromkeys(conditions.operands(conditions.parse(line.when))):
        known = reckoning.lines.get(name)
        title = (known.text or name) if known is not None else name
        if name == conditions.DEDUCTIONS:
            title = words.ALL_DEDUCTIONS
        value = reckoning.value(name)
        if known is not None and known.kind is LineKind.CONDITION:
            text = words.HOLDS if value else words.FAILS
        else:
            text = vn.format_value(value) or words.UNKNOWN
        values.append(words.OPERAND.format(name=title, value=text))
    when = condition_text(line.when, tuple(reckoning.lines.values()))
    return shape.format(when=when, values=words.JOIN.join(values))


def _limits(fact: FactResult, line: Line, reckoning: Reckoning) -> Iterator[str]:
    """The line's own cap, then the choice in which another line counted."""
    raw = reckoning.raw(line.code)
    capped = raw
    if line.cap is not None:
        capped = max(-Fraction(line.cap), min(raw, Fraction(line.cap)))
        if capped != raw:
            yield moved(words.LINE_CAP, raw, capped, cap=figure(line.cap))
    if line.group and capped and not reckoning.points(line.code):
        for other in reckoning.lines.values():
            if other.group == line.group and reckoning.points(other.code):
                yield words.ONE_OF.format(group=line.group, text=other.text or other.code)
