"""A unit's facts and rules made ready to be asked again, exactly as they were scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from thidua_batch.core import scoring, wording
from thidua_batch.core.model import Criterion, Line, Value
from thidua_batch.core.outcome import CriterionResult, FactResult, Outcome, UnitResult
from thidua_batch.core.returns import Fact
from thidua_batch.core.scoring import days
from thidua_batch.core.scoring.reckon import Reckoning


@dataclass(frozen=True, slots=True)
class UnitContext:
    """A unit in its outcome; `values` are its facts by "criterion/line", dates as days late."""

    outcome: Outcome
    result: UnitResult
    values: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def of(cls, outcome: Outcome, unit: str) -> UnitContext:
        """Collect what conditions of any criterion may look at."""
        result = outcome.result(unit)
        values: dict[str, Value] = {}
        for leaf in outcome.table.leaves:
            scored = result.criterion(leaf.code)
            facts = {fact.line: fact for fact in scored.facts} if scored else {}
            for line in scoring.lines(outcome.table, leaf, unit):
                value = facts[line.code].used if line.code in facts and line.is_input else None
                if value is not None and line.due:
                    value = days.late(line, value, outcome.bloc.rules.holidays)
                if value is not None and value != wording.NOT_APPLICABLE:
                    values[line.address] = value
        return cls(outcome, result, values)

    @property
    def unit(self) -> str:
        """The unit's code."""
        return self.result.unit.code

    def leaf(self, code: str) -> LeafContext | None:
        """One of the unit's criteria; None where it is not the unit's."""
        leaf = next((c for c in self.outcome.table.leaves if c.code == code), None)
        scored = self.result.criterion(code)
        if leaf is None or scored is None:
            return None
        table = self.outcome.table
        return LeafContext(
            self,
            leaf,
            scored,
            {line.code: line for line in scoring.lines(table, leaf, self.unit)},
            scoring.rule_lines(table, leaf, self.unit),
        )


@dataclass(frozen=True, slots=True)
class LeafContext:
    """A unit's criterion: its rows, what became of them, and the reckoning behind."""

    of: UnitContext
    leaf: Criterion
    scored: CriterionResult
    lines: Mapping[str, Line]
    rules: tuple[Line, ...]

    def decided(self, fact: FactResult) -> Fact | None:
        """The decision about a fact, with its own cell."""
        found = self.of.outcome.decisions.facts.get(self.of.unit, ())
        key = (self.leaf.code, fact.line)
        return next((f for f in reversed(found) if (f.criterion, f.line) == key), None)

    def reckoning(self) -> Reckoning | None:
        """The computation again; None where the criterion was not computed."""
        if self.scored.points is None or not self.scored.applicable:
            return None
        method = scoring.method_of(self.leaf)
        earned = {line.code for line in method.scored(self.leaf, self.rules)}
        facts = {
            code: self.of.values[line.address]
            for code, line in self.lines.items()
            if line.is_input and line.address in self.of.values
        }
        return Reckoning(
            method=method,
            criterion=self.leaf,
            rules=self.rules,
            lines=self.lines,
            facts=facts,
            elsewhere=self.of.values,
            earned={
                fact.line: Fraction(fact.raw)
                for fact in self.scored.facts
                if fact.line in earned and fact.raw is not None
            },
        )
