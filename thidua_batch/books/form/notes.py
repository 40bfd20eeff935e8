"""What is told of one return, and what its input cells hold as typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from thidua_batch.books.form import formulas
from thidua_batch.books.form.sheets import Page, Typed
from thidua_batch.books.reading.grid import Grid
from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Value
from thidua_batch.core.returns import Cell, Spot


@dataclass(slots=True)
class Notes:
    """Findings of one return, each with its unit, and what its input cells hold as typed.

    `grid` is where its formulas look up cells. `places` and `raw` are by input cell; `hidden`
    holds those that nobody sees, `moved` the row codes of those that no longer
    stand where their question is; `budget` bounds what recomputing may cost.
    """

    unit: str
    found: list[Finding] = field(default_factory=list)
    grid: Grid | None = None
    places: dict[Spot, Cell] = field(default_factory=dict)
    raw: dict[Spot, Value] = field(default_factory=dict)
    hidden: dict[FormSheet, list[Cell]] = field(default_factory=dict)
    moved: dict[FormSheet, frozenset[str]] = field(default_factory=dict)
    budget: formulas.Budget = field(default_factory=formulas.Budget)

    def keep(self, page: Page, row: int, code: str, column: str = "value") -> Typed:
        """An input cell of a row code, remembered as typed."""
        typed, spot = page.cell(row, column), (page.kind, code, column)
        self.places[spot] = typed.place
        shown = as_typed(typed)
        if shown is not None:
            self.raw[spot] = shown
            if page.is_hidden(row, column):
                self.hidden.setdefault(page.kind, []).append(typed.place)
        return typed

    def find(self, page: Page, code: str, label: str, column: str = "value") -> int | None:
        """The row of an input cell; None where it is lost, moved, or there twice: that is told."""
        places = page.rows.get(code, ())
        if not places or column not in page.columns:
            corner = Cell(file=page.file, sheet=page.sheet.title, address="")
            self.add("CELL-011", corner, label=label, address=code)
            return None
        if code in self.moved.get(page.kind, ()):
            self.add("CELL-040", page.place(places[0], column), label=label, address=code)
            return None
        found = page.cells(code, column)
        # A merged cell is told as such, whatever its copies say.
        if not found[0].is_joined and len({_shown(typed) for typed in found}) > 1:
            cells = ", ".join(
                typed.place.address
                if typed.place.sheet == page.sheet.title
                else f"{typed.place.sheet}!{typed.place.address}"
                for typed in found
            )
            self.add("CELL-012", page.place(places[0], column), address=code, cells=cells)
            return None
        return places[0]

    def recompute(self, place: Cell, formula: str) -> Fraction | None:
        """What a formula of a sheet gives; None where that is more than simple arithmetic."""
        sheet = self.grid.sheet(place.sheet) if self.grid is not None else None
        return None if sheet is None else formulas.value(formula, sheet, self.budget)

    def add(self, code: str, cell: Cell | None, file: str | None = None, **fields: object) -> None:
        """Add a finding on a cell, or on the file as a whole."""
        self.found.append(finding(code, unit=self.unit, cell=cell, file=file, **fields))


def as_typed(typed: Typed) -> Value | None:
    """What the cell shows: a number, a day, or a text; None for a blank."""
    value = typed.value
    if value is None:
        return typed.formula
    if isinstance(value, Decimal):
        is_share = "%" in (typed.number_format or "")
        return f"{vn.format_number(value * 100)}%" if is_share else value
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, str) else typed.text


def _shown(typed: Typed) -> str:
    """The same for cells that say the same, whatever they are stored as."""
    return vn.clean(vn.format_value(as_typed(typed)))
