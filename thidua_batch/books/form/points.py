"""What the scoring sheet computes: formulas by line and criterion, and the values they will show.

Lines that others state (the bloc, the standing body) are not known when the unit fills its form:
they stand as the literal 0 and give nothing, in the formulas and in the stored values alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from thidua_batch.books.form.layout import Row, RowKind
from thidua_batch.core import scoring
from thidua_batch.core.kinds import LineKind, Scorer
from thidua_batch.core.model import Criterion, Line, Rules, ScoringTable, Value
from thidua_batch.core.scoring.base import LineRef, Peer, Refs
from thidua_batch.core.scoring.cells import Cells, cells
from thidua_batch.core.scoring.table import Facts, Marks, score

_EARNING = (LineKind.DEDUCT, LineKind.BONUS, LineKind.RANGE, LineKind.STEP)
_NOTHING = LineRef("0", "0", "0", "0")
#: Column codes of a row -> its A1 address, by the row's code ("criterion/line").
At = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Points:
    """The table as the unit's own form can compute it, and what comes of the values typed."""

    table: ScoringTable
    unit: str
    rules: Rules
    marks: Marks

    @classmethod
    def of(
        cls, table: ScoringTable, unit: str, rules: Rules, rows: Sequence[Row],
        facts: Mapping[str, Value],
    ) -> Points:  # fmt: skip
        """Compute all stored values from facts by "criterion/line"."""
        own = _own(table, unit, rows)
        known: dict[tuple[str, str, str], Value | None] = {}
        for row in rows:
            if row.line is not None and not row.line.is_computed:
                key = (unit, row.criterion.code, row.line.code)
                is_stated = row.kind is RowKind.STATED
                known[key] = _zero(row.line) if is_stated else facts.get(row.code)
        return cls(own, unit, rules, _score(own, rules, unit, known))

    def earns(self, leaf: Criterion, line: Line) -> bool:
        """Whether a line has points of its own on this form."""
        if scoring.method_of(leaf).RELATIVE:
            return False
        lines = scoring.rule_lines(self.table, leaf, self.unit)
        scored = scoring.method_of(leaf).scored(leaf, lines)
        return line.kind in _EARNING or any(line.code == other.code for other in scored)

    def write(self, leaf: Criterion, rows: Sequence[Row], at: At, elsewhere: Mapping[str, str],
    ) -> Cells:  # fmt: skip
        """Every formula of a criterion whose lines stand in `rows`, one below the other."""
        method = scoring.method_of(leaf)
        lines = scoring.rule_lines(self.table, leaf, self.unit)
        refs = self._refs(leaf, rows, at, elsewhere)
        return cells(method, leaf, lines, refs, self.rules.criterion_places)

    def _refs(
        self, leaf: Criterion, rows: Sequence[Row], at: At, elsewhere: Mapping[str, str],
    ) -> Refs:  # fmt: skip
        lines = {}
        for row in rows:
            if row.line is None:
                continue
            target, weight = at(row.code, "target"), at(row.code, "weight")
            if row.kind is RowKind.STATED:
                lines[row.line.code] = replace(_NOTHING, target=target, weight=weight)
                continue
            used, raw, points = at(row.code, "value"), "0", "0"
            if self.earns(leaf, row.line):
                raw, points = at(row.code, "raw"), at(row.code, "points")
            value = at(row.code, "late") if row.line.due else used
            lines[row.line.code] = LineRef(used, value, raw, points, target, weight)
        return Refs(
            lines=lines,
            span=f"{at(rows[0].code, 'value')}:{at(rows[-1].code, 'value')}",
            elsewhere=elsewhere,
            peers={
                row.line.code: [Peer(value=lines[row.line.code].used, target=row.line.target)]
                for row in rows
                if row.line is not None
            },
            holidays=self.rules.holidays,
        )


def elsewhere(rows: Sequence[Row], at: At) -> dict[str, str]:
    """Where conditions of other criteria find a fact: days late where it is a date."""
    found = {}
    for row in rows:
        if row.kind is RowKind.STATED:
            found[row.code] = "0"
        elif row.kind is RowKind.FACT and row.line is not None:
            found[row.code] = at(row.code, "late" if row.line.due else "value")
    return found


def _score(table: ScoringTable, rules: Rules, unit: str, known: Facts) -> Marks:
    """What the form will show; criteria that need the other units stay unscored."""
    marks = score(table, rules, [unit], known)
    for leaf in table.leaves:
        if scoring.method_of(leaf).RELATIVE:
            marks.points.pop((unit, leaf.code), None)
    return marks


def _zero(line: Line) -> Value:
    """What stands for the fact of a line that others state: nothing, or no day late."""
    return Decimal(0) if line.due_on is None else line.due_on


def _own(table: ScoringTable, unit: str, rows: Sequence[Row]) -> ScoringTable:
    """The table in which lines that others state are capped at nothing."""
    leaves = {row.code: row.criterion for row in rows if row.kind is RowKind.LEAF}
    lines = tuple(_still(leaves.get(line.criterion), line) for line in table.lines)
    lines += tuple(
        _still(leaf, line)
        for leaf in leaves.values()
        for line in scoring.lines(table, leaf, unit)
        if _is_added(table, leaf, unit, line)
    )
    own = {
        key: tuple(_still(leaves.get(key[1]), line) for line in found)
        for key, found in table.own_lines.items()
    }
    return replace(table, lines=lines, own_lines=own)


def _is_added(table: ScoringTable, leaf: Criterion, unit: str, line: Line) -> bool:
    """Whether others state a line that the table leaves out and the method adds."""
    if leaf.points_only or scoring.method_of(leaf) is scoring.METHODS["direct"]:
        return False
    rows = scoring.rule_lines(table, leaf, unit)
    is_known = any(line.code == row.code for row in rows)
    return not is_known and scoring.scorer_of(leaf, line) is not Scorer.UNIT


def _still(leaf: Criterion | None, line: Line) -> Line:
    if leaf is None or not line.is_input or scoring.scorer_of(leaf, line) is Scorer.UNIT:
        return line
    return replace(line, cap=Decimal(0))
