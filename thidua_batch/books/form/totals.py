"""What the scoring sheet adds up: groups within their limits, and what the unit gives itself.

Criteria that others score or that need the whole bloc are left out, in formulas and in stored
values alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua_batch.books.form.layout import Row, RowKind
from thidua_batch.core import scoring, standing
from thidua_batch.core.kinds import Section
from thidua_batch.core.maxima import floor_of, is_limited
from thidua_batch.core.model import Rules
from thidua_batch.core.scoring.base import literal, round_formula

ZERO = Decimal(0)
#: A function of Excel takes at most 255 arguments.
_MOST_ARGUMENTS = 200


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of one form; `points` are those of its own criteria, `at` finds points cells."""

    rows: Sequence[Row]
    rules: Rules
    points: Mapping[str, Decimal]
    at: Callable[[str], str]

    def children(self, code: str | None) -> list[Row]:
        """Rows right below a node that add to its points; below the table itself for None."""
        return [
            row
            for row in self.rows
            if row.line is None and row.criterion.parent == code and self.adds(row)
        ]

    def adds(self, row: Row) -> bool:
        """Whether a row has points on this form."""
        if row.kind is RowKind.GROUP:
            return bool(self.children(row.code))
        return row.kind is RowKind.LEAF and not scoring.method_of(row.criterion).RELATIVE

    def value(self, row: Row) -> Decimal:
        """Points of a group or criterion; what is not scored adds nothing."""
        if row.kind is not RowKind.GROUP:
            return self.points.get(row.code, ZERO)
        parts = [self.value(child) for child in self.children(row.code)]
        return standing.node_points(row.criterion, parts, self.rules)

    def formula(self, row: Row) -> str:
        """The same for a group, without "="."""
        text = round_formula(_sum(self._cells(row.code)), self.rules.group_places)
        node, least = row.criterion, floor_of(row.criterion)
        if is_limited(node) and node.max_points is not None:
            text = f"MIN({text},{literal(node.max_points)})"
        return text if least is None else f"MAX({text},{literal(least)})"

    def _cells(self, code: str | None) -> list[str]:
        return [self.at(child.code) for child in self.children(code)]

    def total(self) -> Decimal:
        """Base, bonus within its cap, less penalty within its cap."""
        roots = []
        for root in self.children(None):
            points, top = self.value(root), self._top(root)
            roots.append((root.criterion, points if top is None else min(points, top)))
        return standing.form_total(roots, self.rules)

    def total_formula(self) -> str:
        """The same, without "="."""
        text = ""
        for section in Section:
            cells = []
            for root in self.children(None):
                if root.criterion.section is section:
                    cell, top = self.at(root.code), self._top(root)
                    cells.append(cell if top is None else f"MIN({cell},{literal(top)})")
            if not cells:
                continue
            cap = self._caps().get(section)
            part = _sum(cells) if cap is None else f"MIN({_sum(cells)},{literal(cap)})"
            text += f"-{part}" if section is Section.PENALTY else f"+{part}"
        text = text.removeprefix("+") or "0"
        text = text if self.rules.allow_negative_total else f"MAX(0,{text})"
        return round_formula(text, self.rules.total_places)

    def _top(self, root: Row) -> Decimal | None:
        """Bonus and penalty parts stop at their maximum."""
        return standing.part_top(root.criterion, is_inner=root.kind is RowKind.GROUP)

    def _caps(self) -> dict[Section, Decimal]:
        caps = {Section.BONUS: self.rules.bonus_cap, Section.PENALTY: self.rules.penalty_cap}
        return {section: cap for section, cap in caps.items() if cap is not None}


def _sum(cells: Sequence[str]) -> str:
    """Sum of cells, of which some may hold words."""
    while len(cells) > _MOST_ARGUMENTS:
        starts = range(0, len(cells), _MOST_ARGUMENTS)
        cells = [f"SUM({','.join(cells[i : i + _MOST_ARGUMENTS])})" for i in starts]
    return f"SUM({','.join(cells)})"
