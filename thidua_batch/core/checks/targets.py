"""Targets and zeros that units state themselves, against the assignment and against the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from thidua_batch.core import scoring, vn
from thidua_batch.core.checks import figures
from thidua_batch.core.checks.figures import Typed
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import LineKind, NaPolicy, Section
from thidua_batch.core.model import Criterion, Line, ScoringTable
from thidua_batch.core.outcome import CriterionResult, UnitResult
from thidua_batch.core.wording import checks as words

#: From here on so many units do not have the same figure by chance.
_TELLING = Decimal(5)
#: Below it only a difference of this order tells.
_FAR = Decimal(20)
_AGREEING = 3


def check_targets(
    table: ScoringTable, units: Sequence[UnitResult]
) -> Iterator[tuple[str, Finding]]:
    """CROSS-009: a target that the unit typed is not the one assigned, or not that of all others.

    Yields each finding with the code of its criterion.
    """
    for leaf in table.leaves:
        has_own = any(code == leaf.code for _, code in table.own_lines)
        lines = _target_lines(leaf, table.lines_of(leaf.code))
        if leaf.gathered or not (has_own or lines):
            continue
        for result in units:
            scored = result.criterion(leaf.code)
            if scored is not None:
                for found in _assigned(table, leaf, result.unit.code, scored):
                    yield leaf.code, found
        for line in lines:
            if _given(line.code, table.lines_of(leaf.code)) is None:
                for found in _unlike(table, units, leaf, line):
                    yield leaf.code, found


def _assigned(
    table: ScoringTable, leaf: Criterion, unit: str, scored: CriterionResult
) -> Iterator[Finding]:
    """Targets stated in the table or in the unit's own indicators (chỉ tiêu riêng)."""
    own = table.own_lines.get((unit, leaf.code), ())
    common = table.lines_of(leaf.code)
    lines = (*own, *(x for x in common if not own or x.kind is not LineKind.FACT))
    for line in _target_lines(leaf, lines):
        target, one = _given(line.code, lines), figures.number(scored, line.code, unit)
        if target is not None and one is not None and one.by_unit and one.value != target:
            why = words.ASSIGNED.format(target=vn.format_number(target))
            yield _told(leaf, line, one, why)


def _target_lines(leaf: Criterion, lines: Sequence[Line]) -> list[Line]:
    """Lines on which a unit states a target: denominators of rates, and what says that it is one.

    A line that the method scores is a result, whatever it is called.
    """
    wholes = {rate.whole for rate in figures.rates(lines)}
    parts = {rate.part for rate in figures.rates(lines)}
    scored = {line.code for line in scoring.method_of(leaf).scored(leaf, lines)}
    found = []
    for line in lines:
        if line.kind is not LineKind.FACT or line.due or line.code in scored | (parts - wholes):
            continue
        if line.code in wholes or _says_target(line):
            found.append(line)
    return found


def _says_target(line: Line) -> bool:
    return vn.fold(line.text).startswith(words.TARGET_STARTS)


def _given(code: str, lines: Sequence[Line]) -> Decimal | None:
    """The assigned target of a line: its own; of "target" below a rate, that of its numerator."""
    by_code = {line.code: line for line in lines if line.is_input}
    parts = [rate.part for rate in figures.rates(lines) if rate.whole == code]
    if code in by_code and not _says_target(by_code[code]):
        parts = []
    known = (by_code[name].target for name in (code, *parts) if name in by_code)
    return next((target for target in known if target is not None), None)


def _unlike(
    table: ScoringTable, units: Sequence[UnitResult], leaf: Criterion, line: Line
) -> Iterator[Finding]:
    """Where nearly all units have the same target, those that have another."""
    answers = figures.results(table, units, leaf)
    every = [n for unit, scored in answers if (n := figures.number(scored, line.code, unit))]
    common = _common([one.value for one in every])
    for one in every:
        if common is not None and one.value and one.by_unit and _is_unlike(one.value, common):
            yield _told(leaf, line, one, words.UNLIKE_OTHERS)


def _common(values: Sequence[Decimal]) -> Decimal | None:
    """The figure that at least three units and two thirds of all have; None where there is none."""
    ((value, count),) = Counter(values).most_common(1) or ((Decimal(0), 0),)
    return value if value and count >= _AGREEING and count * 3 >= len(values) * 2 else None


def _is_unlike(value: Decimal, common: Decimal) -> bool:
    if value == common:
        return False
    return common >= _TELLING or value >= common * _FAR or value * _FAR <= common


def _told(leaf: Criterion, line: Line, one: Typed, why: str) -> Finding:
    return finding(
        "CROSS-009",
        unit=one.unit,
        cell=one.cell,
        label=figures.label(leaf, line),
        typed=vn.format_number(one.value),
        why=why,
    )


def check_zeros(table: ScoringTable, units: Sequence[UnitResult]) -> Iterator[tuple[str, Finding]]:
    """CROSS-010: a zero that may mean "not assigned": a result of nothing, or nothing at all.

    A rate of 0 out of 0 is CROSS-003. Yields each finding with the code of its criterion.
    """
    for leaf in table.leaves:
        rates = list(figures.rates(table.lines_of(leaf.code)))
        may_be_outside = leaf.na in (NaPolicy.RESCALE, NaPolicy.FULL) and _is_base(leaf)
        if leaf.gathered or not (rates or may_be_outside):
            continue
        answers = figures.results(table, units, leaf)
        for unit, scored in answers:
            for rate in rates:
                if found := _result_of_nothing(table, leaf, rate, unit, scored):
                    yield leaf.code, found
            others = [other for code, other in answers if code != unit]
            if not rates and (found := _zero_or_outside(leaf, unit, scored, others)):
                yield leaf.code, found


def _is_base(leaf: Criterion) -> bool:
    """Of bonuses and penalties nothing is the rule, not a doubt."""
    return leaf.section is Section.BASE


def _result_of_nothing(
    table: ScoringTable, leaf: Criterion, rate: figures.Rate, unit: str, scored: CriterionResult
) -> Finding | None:
    part = figures.number(scored, rate.part, unit)
    whole = figures.number(scored, rate.whole, unit)
    if part is None or whole is None or whole.value or not part.value or not whole.by_unit:
        return None
    texts = {line.code: line.text or line.code for line in table.lines_of(leaf.code)}
    why = words.RESULT_OF_NOTHING.format(
        line=texts[rate.whole], other=texts[rate.part], value=vn.format_number(part.value)
    )
    return finding("CROSS-010", unit=unit, cell=whole.cell, code=leaf.code, why=why)


def _zero_or_outside(
    leaf: Criterion, unit: str, scored: CriterionResult, others: Sequence[CriterionResult]
) -> Finding | None:
    """All zeros and no points, where most others have figures or some unit is outside."""
    asked = [fact for fact in scored.facts if not fact.computed]
    numbers = [one for fact in asked if (one := figures.typed(fact, unit))]
    nothing = len(numbers) == len(asked) > 0 and all(x.by_unit and not x.value for x in numbers)
    if not nothing or scored.points is None or scored.points > 0:
        return None
    outside = sum(1 for other in others if not other.applicable)
    busy = sum(1 for other in others if _has_figures(other))
    stated = sum(1 for other in others if other.applicable and other.points is not None)
    if busy < 2 or not (outside or busy * 2 > stated):
        return None
    code = leaf.code
    return finding(
        "CROSS-010", unit=unit, cell=numbers[0].cell, code=code, why=words.ZERO_OR_OUTSIDE
    )


def _has_figures(scored: CriterionResult) -> bool:
    return any(isinstance(f.used, Decimal) and f.used for f in scored.facts if not f.computed)
