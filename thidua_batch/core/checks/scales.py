"""The same percentage written in different scales by units of one bloc: 90/100, 9/10, 0,9/1.

A unit is told only where the others agree on a scale so closely that real counts of their own
cannot be meant: 9 of 10 files beside 45 of 50 and 180 of 200 is no fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua_batch.core import vn
from thidua_batch.core.checks import figures
from thidua_batch.core.checks.figures import Typed
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Criterion, ScoringTable
from thidua_batch.core.outcome import UnitResult
from thidua_batch.core.wording import checks as words

_ONE, _TEN, _HUNDRED = Decimal(1), Decimal(10), Decimal(100)
_BASES = (_ONE, _TEN, _HUNDRED)
_BASE_WORDS = {_ONE: words.MANY_ONE, _TEN: words.MANY_TEN, _HUNDRED: words.MANY_HUNDRED}
#: How many units must share a base before it is the bloc's: ten of something are easily real.
_LEAST = {_ONE: 2, _TEN: 3, _HUNDRED: 2}
#: A part so much greater than its whole is no rate in another scale.
_HIGHEST_RATE = Decimal("1.5")
#: Percentages above these are no percentages, or beyond doubt some.
_NO_PERCENT, _HIGH_PERCENT = Decimal(1000), Decimal(200)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Numerator and denominator as one unit typed them."""

    part: Typed
    whole: Typed

    @property
    def is_share(self) -> bool:
        """A fraction out of 1: nobody counts 0,9 of one file."""
        value = self.part.value
        return self.whole.value == _ONE and value != value.to_integral_value()

    @property
    def is_plausible(self) -> bool:
        """Whether the unit can have meant a rate."""
        return self.part.value <= self.whole.value * _HIGHEST_RATE


def check_scales(table: ScoringTable, units: Sequence[UnitResult]) -> Iterator[tuple[str, Finding]]:
    """CROSS-008 for each unit whose scale is not the others', BLOC-012 where no scale prevails.

    Yields each finding with the code of its criterion.
    """
    for leaf in table.leaves:
        if leaf.gathered:
            continue
        for rate in figures.rates(table.lines_of(leaf.code)):
            pairs = _pairs(table, units, leaf, rate)
            for found in _rate(table, leaf, rate, pairs):
                yield leaf.code, found
        for found in _percents(table, units, leaf):
            yield leaf.code, found


def _pairs(
    table: ScoringTable, units: Sequence[UnitResult], leaf: Criterion, rate: figures.Rate
) -> list[_Pair]:
    found = []
    for unit, scored in figures.results(table, units, leaf):
        part = figures.number(scored, rate.part, unit)
        whole = figures.number(scored, rate.whole, unit)
        if part is not None and whole is not None and whole.value > 0:
            found.append(_Pair(part, whole))
    return found


def _rate(
    table: ScoringTable, leaf: Criterion, rate: figures.Rate, pairs: Sequence[_Pair]
) -> Iterator[Finding]:
    others, odd = _odd(pairs)
    line = next((x for x in table.lines_of(leaf.code) if x.code == rate.whole), None)
    for pair in odd:
        if pair.whole.by_unit:
            shown = (vn.format_number(x.value) for x in (pair.part, pair.whole))
            yield finding(
                "CROSS-008",
                unit=pair.whole.unit,
                cell=pair.whole.cell,
                label=words.label(leaf.code, rate.line.text or leaf.text),
                typed=words.OUT_OF.format(**dict(zip(("part", "whole"), shown, strict=True))),
                others=others,
            )
    bases = sorted({p.whole.value for p in pairs if p.whole.value in _BASES[1:]})
    if not odd and bases and any(pair.is_share for pair in pairs) and not others:
        said = ", ".join(vn.format_number(base) for base in bases)
        yield finding("BLOC-012", label=figures.label(leaf, line), bases=said)


def _odd(pairs: Sequence[_Pair]) -> tuple[str, list[_Pair]]:
    """What most units write, in words, and the pairs in another scale; "" where none prevails."""
    counts = Counter(pair.whole.value for pair in pairs if pair.whole.value in _BASES)
    base = max(counts, key=lambda value: counts[value], default=_ONE)
    prevails = counts[base] * 2 > len(pairs) and counts[base] >= _LEAST[base]
    if prevails and base == _ONE:
        # Ones of one are real counts; only fractions show that the bloc writes shares.
        prevails = any(pair.is_share for pair in pairs)
    if prevails:
        odd = [p for p in pairs if p.whole.value in _BASES and p.whole.value != base]
        return _BASE_WORDS[base], [pair for pair in odd if pair.is_plausible]
    many = [pair for pair in pairs if pair.whole.value >= _TEN]
    if len(many) * 2 > len(pairs) and len(many) >= 2:
        return words.MANY_COUNTS, [pair for pair in pairs if pair.is_share]
    return "", []


def _percents(
    table: ScoringTable, units: Sequence[UnitResult], leaf: Criterion
) -> Iterator[Finding]:
    """A percentage typed as a fraction, or a hundred times too large, beside those of others."""
    for line in table.lines_of(leaf.code):
        if line.kind is not LineKind.FACT or line.unit_of_measure != "%":
            continue
        answers = figures.results(table, units, leaf)
        every = [n for unit, scored in answers if (n := figures.number(scored, line.code, unit))]
        for one in every:
            others = _others([other.value for other in every if other is not one], one.value)
            if others and one.by_unit:
                yield finding(
                    "CROSS-008",
                    unit=one.unit,
                    cell=one.cell,
                    label=figures.label(leaf, line),
                    typed=words.PERCENT.format(value=vn.format_number(one.value)),
                    others=others,
                )


def _others(values: Sequence[Decimal], value: Decimal) -> str:
    """What most others write where `value` is in another scale; else nothing.

    A hundred times more or less must come near the others: 0,8 % beside 12 % and 15 % may be true.
    """
    small = 0 < value <= _ONE
    if not (small or value > _NO_PERCENT):
        return ""
    like = [x for x in values if (x > _TEN if small else x <= _HIGH_PERCENT)]
    if len(like) < 2 or len(like) * 3 < len(values) * 2:
        return ""
    meant = value * _HUNDRED if small else value / _HUNDRED
    if not min(like) / 2 <= meant <= max(like) * 2:
        return ""
    return words.MANY_PERCENT if small else words.FEW_PERCENT
