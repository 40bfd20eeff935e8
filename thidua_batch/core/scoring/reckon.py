"""One unit's criterion in exact decimals.

In the penalty section (điểm trừ) points are stated ≥ 0 and subtracted from the grand total (R09).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import LineKind, Section
from thidua_batch.core.model import Criterion, Line, Value
from thidua_batch.core.scoring import conditions, days
from thidua_batch.core.scoring.base import COMPARE_PLACES, GUARD_PLACES, Method, number, option
from thidua_batch.core.scoring.compose import (
    OPTIONS,
    SILENT,
    TAKES,
    ceiling,
    sources,
    starts_full,
    waivers,
)

ZERO = Fraction(0)


@dataclass(slots=True)
class Reckoning:
    """One unit's criterion while it is computed; every figure is asked for when needed.

    `facts` are input values (dates already days late); `earned` what the method gave its scored
    lines; `elsewhere` finds facts of other criteria.
    """

    method: Method
    criterion: Criterion
    rules: Sequence[Line]
    lines: Mapping[str, Line]
    facts: Mapping[str, Value]
    elsewhere: Mapping[str, Value]
    earned: Mapping[str, Decimal | Fraction] = field(default_factory=dict)

    def value(self, code: str) -> Value | None:
        """What a line is computed with; None where there is no such line or fact."""
        line = self.lines.get(code)
        if line is None:
            return self._other(code)
        if line.kind is LineKind.RATE:
            return self._rate(line)
        if line.kind is LineKind.STEP:
            return self._steps(line)
        if line.kind is LineKind.CONDITION:
            return Decimal(int(self._allows(line)))
        return self.facts.get(code)

    def _other(self, code: str) -> Value | None:
        if code == conditions.DEDUCTIONS:
            taken = (self.points(x.code) for x in self.lines.values() if x.kind in TAKES)
            return vn.round_half_up(-sum(taken, ZERO), COMPARE_PLACES)
        return self.elsewhere.get(code)

    def _rate(self, line: Line) -> Decimal:
        top, bottom = (self.value(code) for code in sources(line))
        if not isinstance(top, Decimal) or not isinstance(bottom, Decimal) or not bottom:
            return Decimal(0)
        return vn.round_half_up(Fraction(top) * 100 / Fraction(bottom), COMPARE_PLACES)

    def _steps(self, line: Line) -> Decimal:
        value = self.value(sources(line)[0])
        bound, step = line.lower or line.upper, line.step
        if not isinstance(value, Decimal) or bound is None or not step:
            return Decimal(0)
        beyond = value - bound.value if line.lower else bound.value - value
        steps = vn.round_half_up(Fraction(beyond) / Fraction(step), COMPARE_PLACES)
        if option(self.criterion, OPTIONS, "whole_steps") is not False:
            steps = Decimal(int(steps))
        return max(Decimal(0), steps)

    def _allows(self, line: Line) -> bool:
        return conditions.holds(conditions.parse(line.when), self.value)

    def raw(self, code: str) -> Fraction:
        """A line's points before cap and choice; 0 where its condition does not hold."""
        line = self.lines[code]
        if line.kind in SILENT or not self._allows(line):
            return ZERO
        if line.kind in TAKES and self._waived(line):
            return ZERO
        if code in self.earned:
            return Fraction(self.earned[code])
        each = Fraction(line.points or 0)
        value = self.value(code)
        if line.kind is LineKind.STEP:
            return Fraction(value if isinstance(value, Decimal) else 0) * each
        if line.kind is LineKind.DEDUCT:
            return -_times(line, value) * each
        if line.kind is LineKind.BONUS:
            return _times(line, value) * each
        if line.kind is LineKind.RANGE:
            return -Fraction(value if isinstance(value, Decimal) else 0)
        return ZERO

    def _waived(self, line: Line) -> bool:
        return any(
            self.facts.get(waiver.code) == wording.YES and self._allows(waiver)
            for waiver in waivers(line, tuple(self.lines.values()))
        )

    def _capped(self, code: str) -> Fraction:
        amount, cap = self.raw(code), self.lines[code].cap
        return amount if cap is None else max(-Fraction(cap), min(amount, Fraction(cap)))

    def points(self, code: str) -> Fraction:
        """A line's points after its cap; 0 where another line of its choice counts."""
        own, group = self._capped(code), self.lines[code].group
        if not group:
            return own
        size = vn.round_half_up(abs(own), GUARD_PLACES)
        before = True
        for other in self.lines.values():
            if other.code == code:
                before = False
            elif other.group == group:
                theirs = vn.round_half_up(abs(self._capped(other.code)), GUARD_PLACES)
                if theirs > size or (before and theirs == size):
                    return ZERO
        return own

    def total(self) -> Fraction:
        """The criterion's points, unrounded."""
        scored = {x.code for x in self.method.scored(self.criterion, self.rules)}
        earned, loss, gain = ZERO, ZERO, ZERO
        for code, line in self.lines.items():
            if line.kind in SILENT:
                continue
            amount = self.points(code)
            if code in scored and not self.method.ADJUSTS:
                earned += amount
            else:
                loss, gain = loss + min(amount, ZERO), gain + max(amount, ZERO)
        return self._bounded(earned, loss, gain)

    def _bounded(self, earned: Fraction, loss: Fraction, gain: Fraction) -> Fraction:
        caps = {name: number(self.criterion, OPTIONS, name) for name in OPTIONS}
        if (cap := caps["deduct_cap"]) is not None:
            loss = max(loss, -Fraction(cap))
        if (cap := caps["bonus_cap"]) is not None:
            gain = min(gain, Fraction(cap))
        change = loss + gain
        if (cap := caps["net_cap"]) is not None:
            change = max(-Fraction(cap), min(change, Fraction(cap)))
        top = self.criterion.max_points
        if self.criterion.section is Section.PENALTY:
            amount = earned - change
            return max(ZERO, amount if top is None else min(amount, Fraction(top)))
        start = top if starts_full(self.method, self.criterion, self.rules) else None
        total = Fraction(start or 0) + earned + change
        limit = ceiling(self.method, self.criterion, self.rules)
        total = total if limit is None else min(total, Fraction(limit))
        return total if caps["floor"] is None else max(total, Fraction(caps["floor"]))


def _times(line: Line, value: Value | None) -> Fraction:
    """How often a deduction or bonus counts: cases, days late, or once."""
    if line.due:
        late = Fraction(value if isinstance(value, Decimal) else 0)
        if line.kind is LineKind.BONUS:
            return Fraction(int(late == 0))
        return late if days.counts_days(line) else Fraction(int(late > 0))
    if isinstance(value, str):
        return Fraction(int(value == wording.YES))
    return Fraction(value if isinstance(value, Decimal) else 0)
