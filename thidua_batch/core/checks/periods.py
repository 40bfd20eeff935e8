"""Checks between periods: figures that jumped, and counts that fell below a part of the period."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.checks import figures
from thidua_batch.core.checks.figures import Typed
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.frames import Earlier
from thidua_batch.core.kinds import Accumulate, Answer, FormSheet
from thidua_batch.core.model import Bloc, Criterion, Line, PeriodPlan, ScoringTable
from thidua_batch.core.outcome import UnitResult
from thidua_batch.core.period import LENGTHS, Period, PeriodKind
from thidua_batch.core.wording import checks as words

Key = tuple[str, str, str]

#: A change of less than this is none, whatever its factor: 1 case after 4 says nothing.
_LEAST_CHANGE = Decimal(10)


class _Nature(Enum):
    """How figures of two periods compare: counts by month of length, the others as they stand."""

    COUNT = "count"
    LEVEL = "level"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class _Before:
    """A period that came earlier, with the figures that counted there."""

    period: Period
    table: ScoringTable
    leaves: Mapping[str, Criterion]
    values: Mapping[Key, Decimal]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A line that the unit was asked for, with its figure in this period."""

    leaf: Criterion
    line: Line
    nature: _Nature
    now: Typed

    @property
    def key(self) -> Key:
        """Unit, criterion, line."""
        return (self.now.unit, self.leaf.code, self.line.code)


def previous_plans(
    bloc: Bloc, plan: PeriodPlan, returned: Collection[str]
) -> tuple[PeriodPlan, ...]:
    """Periods worth reading for comparison, in order of time; `returned` are those with returns.

    The latest of the same kind, the longest ones inside the period, where there is neither the
    latest before it, and those of the work year that asked for registrations, where awards are
    proposed. Only periods that ask for a criterion of this one are compared.
    """
    here = bloc.period(plan.code)
    known = {
        bloc.period(p.code): p for p in bloc.periods if p.code != plan.code and p.code in returned
    }
    asked = _criteria(bloc, plan)
    comparable = [x for x in known if x.start < here.end and asked & _criteria(bloc, known[x])]
    before = sorted((x for x in comparable if x.end < here.end), key=lambda x: x.end)
    chosen = _longest([x for x in comparable if _is_inside(x, here)])
    chosen += [x for x in before if x.kind is here.kind][-1:] if bloc.rules.jump_factor else []
    chosen = chosen or (before[-1:] if bloc.rules.jump_factor else [])
    if FormSheet.PROPOSALS in plan.sheets:
        chosen += [x for x in known if _registers(known[x], x, here) and x not in chosen]
    return tuple(known[x] for x in sorted(chosen, key=lambda x: (x.end, x.code)))


def _criteria(bloc: Bloc, plan: PeriodPlan) -> set[str]:
    """Criteria that a period's form asks for."""
    return {leaf.code for leaf in bloc.table_for(plan).leaves if not leaf.gathered}


def _is_inside(part: Period, whole: Period) -> bool:
    shorter = 0 < LENGTHS[part.kind] < LENGTHS[whole.kind]
    return shorter and whole.start <= part.start and part.end <= whole.end


def _longest(periods: Sequence[Period]) -> list[Period]:
    """Of periods inside each other the outermost: what fell inside those is told there."""
    return [x for x in periods if not any(_is_inside(x, other) for other in periods)]


def _registers(plan: PeriodPlan, period: Period, here: Period) -> bool:
    early = period.kind is PeriodKind.REGISTRATION or period.end <= here.end
    return FormSheet.REGISTRATION in plan.sheets and period.year_start == here.year_start and early


def check_periods(
    bloc: Bloc,
    plan: PeriodPlan,
    units: Sequence[UnitResult],
    previous: Sequence[Earlier],
    told: Collection[tuple[str | None, str]] = (),
) -> Iterator[Finding]:
    """CROSS-012: a figure jumped; CROSS-013: a count is below that of a period inside this one.

    Of each figure one of the two is told, and none where `told` has its (unit, criterion): what
    is wrong with it is known already.
    """
    table, here = bloc.table_for(plan), bloc.period(plan.code)
    earlier = [_before(bloc, item) for item in previous]
    for result in units if earlier else ():
        for asked in _asked(table, result):
            if (asked.now.unit, asked.leaf.code) in told:
                continue
            before = [x for x in earlier if _was_asked(x, asked)]
            parts = [x for x in before if _is_inside(x.period, here)]
            fell = _fallen(asked, parts)
            if fell is not None:
                yield fell
            elif bloc.rules.jump_factor and (last := _last(here, before)) is not None:
                yield from _jump(asked, here, last, bloc.rules.jump_factor)


def _before(bloc: Bloc, item: Earlier) -> _Before:
    columns = ("unit", "criterion", "line", "used")
    values = {
        (unit, criterion, line): used
        for unit, criterion, line, used in zip(
            *(item.answers[name] for name in columns), strict=True
        )
        if isinstance(used, Decimal)
    }
    leaves = {leaf.code: leaf for leaf in item.table.leaves if not leaf.gathered}
    return _Before(bloc.period(item.plan.code), item.table, leaves, values)


def _asked(table: ScoringTable, result: UnitResult) -> Iterator[_Asked]:
    """The numbers that the unit itself typed."""
    leaves = {leaf.code: leaf for leaf in table.leaves} if result.criteria else {}
    for scored in result.criteria:
        leaf = leaves[scored.code]
        facts = {fact.line: fact for fact in scored.facts}
        for line in scoring.asked(table, leaf, result.unit.code):
            now = figures.typed(facts[line.code], result.unit.code)
            if now is not None and now.by_unit and not line.due:
                yield _Asked(leaf, line, _nature(table, leaf, line), now)


def _nature(table: ScoringTable, leaf: Criterion, line: Line) -> _Nature:
    if scoring.method_of(leaf) is scoring.METHODS["direct"]:
        return _Nature.POINTS
    measure = vn.fold(line.unit_of_measure)
    if measure in words.LEVELS or "/" in measure:
        return _Nature.LEVEL
    if leaf.accumulate is not Accumulate.NONE:
        return _Nature.COUNT if leaf.accumulate is Accumulate.SUM else _Nature.LEVEL
    answer = scoring.answer(table, leaf, line)
    rates = list(figures.rates(table.lines_of(leaf.code)))
    counted = answer is Answer.COUNT or any(line.code in (r.part, r.whole) for r in rates)
    is_count = counted or (answer is Answer.NUMBER and measure)
    return _Nature.COUNT if is_count else _Nature.LEVEL


def _was_asked(before: _Before, asked: _Asked) -> bool:
    """Whether the earlier period has a number for the very same line."""
    leaf = before.leaves.get(asked.leaf.code)
    if asked.key not in before.values or leaf is None:
        return False
    return any(
        line.code == asked.line.code
        and line.kind is asked.line.kind
        and vn.fold(line.unit_of_measure) == vn.fold(asked.line.unit_of_measure)
        for line in scoring.inputs(before.table, leaf, asked.now.unit)
    )


def _fallen(asked: _Asked, parts: Sequence[_Before]) -> Finding | None:
    """A count of the whole period that is below the highest of its parts."""
    if asked.nature is not _Nature.COUNT or not parts:
        return None
    highest = max(parts, key=lambda part: part.values[asked.key])
    value = highest.values[asked.key]
    if asked.now.value >= value:
        return None
    return finding(
        "CROSS-013",
        unit=asked.now.unit,
        cell=asked.now.cell,
        label=figures.label(asked.leaf, asked.line),
        value=vn.format_number(asked.now.value),
        before=vn.format_number(value),
        period=wording.period_name(highest.period),
    )


def _last(here: Period, before: Sequence[_Before]) -> _Before | None:
    """The period to compare with: the latest of the same kind, else the latest of all."""
    ended = [x for x in before if x.period.end < here.end]
    same = [x for x in ended if x.period.kind is here.kind]
    return max(same or ended, key=lambda x: x.period.end, default=None)


def _jump(asked: _Asked, here: Period, last: _Before, factor: Decimal) -> Iterator[Finding]:
    """Periods of different length: a jump both as it stands and per month, in one direction."""
    now, old = asked.now.value, last.values[asked.key]
    least = _LEAST_CHANGE
    if asked.nature is _Nature.POINTS and asked.leaf.max_points:
        least = asked.leaf.max_points / 2
    per_month = asked.nature is _Nature.COUNT and last.period.kind is not here.kind
    expected = old
    if per_month and LENGTHS[last.period.kind]:
        expected = old * LENGTHS[here.kind] / LENGTHS[last.period.kind]
    if (now > old) is not (now > expected):
        return
    if all(_is_jump(now, other, factor, least) for other in (old, expected)):
        yield finding(
            "CROSS-012",
            unit=asked.now.unit,
            cell=asked.now.cell,
            label=figures.label(asked.leaf, asked.line),
            value=vn.format_number(now),
            period=wording.period_name(last.period),
            before=vn.format_number(old),
            change=words.changed(expected, now, per_month=per_month),
        )


def _is_jump(now: Decimal, before: Decimal, factor: Decimal, least: Decimal) -> bool:
    """Zero counts as one, so that 0 → 4 is none and 0 → 40 is one."""
    low, high = sorted((now, before))
    return high - low >= least and high > factor * max(low, Decimal(1))
