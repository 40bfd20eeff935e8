"""Cells of the decisions book as they stand: rows by column code, what a rewrite must keep.

What the cells mean is left to `facts`, `returns`, `signed` and `read`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from thidua_batch.books.decisions import layout
from thidua_batch.books.decisions.layout import FOREIGN, Row, Shown
from thidua_batch.books.reading import door, twice
from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, WorkspaceError, finding
from thidua_batch.core.model import Bloc
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import decisions as words

#: A percent format longer than this is no format of a person.
_FORMAT_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell: what it says (cleaned), where, and what a rewrite puts there again."""

    value: object
    cell: Cell
    kept: object = None
    is_percent: bool = False
    is_text: bool = False

    @property
    def text(self) -> str:
        """The value as text; empty where the cell is blank."""
        return "" if self.value is None else str(self.value)


Typed: TypeAlias = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Notes:
    """Findings on the book, and the units that its rows may name."""

    file: str
    bloc: Bloc
    findings: list[Finding] = field(default_factory=list)

    def fault(self, key: str, column: str, entry: Entry, reason: str, raw: object = None) -> None:
        """BLOC-004 on a cell that cannot be used; `raw` where it is not to show what it holds."""
        title, said = words.COLUMNS[key][column][0], entry.text if raw is None else str(raw)
        self.findings.append(
            finding("BLOC-004", cell=entry.cell, column=title, raw=said, reason=reason)
        )

    def missing(self, sheet: str, column: str, reason: str) -> None:
        """BLOC-004 on a sheet or a column that is not as it was."""
        cell = Cell(file=self.file, sheet=sheet, address="")
        self.findings.append(finding("BLOC-004", cell=cell, column=column, raw="", reason=reason))

    def unit(self, row: Typed, key: str) -> str | None:
        """The unit of a row by its code; a fault where the bloc has none such."""
        entry = row["unit"]
        wanted = vn.fold(entry.text)
        for unit in self.bloc.units:
            if vn.fold(unit.code) == wanted:
                return unit.code
        self.fault(key, "unit", entry, words.NOT_A_UNIT)
        return None

    def any_unit(self, row: Typed, key: str) -> bool:
        """Whether the unit is blank or one of the bloc's; a fault where it is neither."""
        return row["unit"].value is None or self.unit(row, key) is not None


@dataclass(frozen=True, slots=True)
class Book:
    """The opened book twice over: as calculated, and with its formulas."""

    values: Workbook
    formulas: Workbook

    @classmethod
    def of(cls, data: bytes, file: str) -> Book:
        """Open it; WorkspaceError("decisions_damaged") where it is no workbook at all."""
        reason = door.refusal(data, openpyxl=True)
        if reason is not None:
            raise WorkspaceError("decisions_damaged", path=file, reason=reason)
        try:
            formulas, values = twice.load(data)
        except Exception as fault:  # openpyxl raises whatever its parts raise on damaged files
            reason = str(fault).partition("\n")[0][:120] or type(fault).__name__
            raise WorkspaceError("decisions_damaged", path=file, reason=reason) from fault
        return cls(values, formulas)

    def sheet(self, title: str) -> Worksheet | None:
        """The sheet of this name, marks and case ignored."""
        wanted = vn.fold(title)
        return next((s for s in self.values.worksheets if vn.fold(s.title) == wanted), None)

    def foreign(self) -> dict[str, tuple[Row, ...]]:
        """Sheets that a person added, as far as they are kept."""
        own = {vn.fold(name) for name in (*words.SHEETS.values(), words.GUIDE_SHEET, layout.LISTS)}
        return {
            FOREIGN + sheet.title: tuple(_kept_cells(sheet, self.formulas[sheet.title]))
            for sheet in self.values.worksheets
            if vn.fold(sheet.title) not in own
        }


def _kept_cells(sheet: Worksheet, formulas: Worksheet) -> Iterator[Row]:
    cells = [
        (row, col)
        for (row, col), cell in formulas._cells.items()
        if cell.value is not None and row <= layout.FOREIGN_ROWS and col <= layout.FOREIGN_COLUMNS
    ]
    by_row: dict[int, dict[str, object]] = {}
    for row, col in sorted(cells):
        entry = _entry(sheet, formulas, row, col, "")
        by_row.setdefault(row, {})[get_column_letter(col)] = entry.kept
    for row in range(1, max(by_row, default=0) + 1):
        yield by_row.get(row, {})


def rows(book: Book, sheet: Worksheet, key: str, notes: Notes) -> list[Typed] | None:
    """Rows below the column titles, by column code, blank ones passed over.

    None where a column is missing; one that a former version did not have is blank. Columns that a
    person added come along under `FOREIGN` and their title.
    """
    found = _columns(sheet, key, notes)
    if found is None:
        return None
    head, places = found
    typed: list[Typed] = []
    formulas, columns = book.formulas[sheet.title], set(places.values())
    filled = {r for (r, c), x in formulas._cells.items() if c in columns and x.value is not None}
    for number in sorted(row for row in filled if row > head):
        row = {
            code: _entry(sheet, formulas, number, col, notes.file) for code, col in places.items()
        }
        for code in words.OPTIONAL_COLUMNS.get(key, frozenset()) - set(row):
            row[code] = Entry(None, Cell(file=notes.file, sheet=sheet.title, address=""))
        for code, entry in row.items():
            if entry.value is None and entry.kept is not None and not code.startswith(FOREIGN):
                raw = words.NOT_SHOWN if code == "password" else entry.kept
                notes.fault(key, code, entry, words.NOT_CALCULATED, raw)
        if any(entry.kept is not None for entry in row.values()):
            typed.append(row)
    return typed


def _columns(sheet: Worksheet, key: str, notes: Notes) -> tuple[int, dict[str, int]] | None:
    """The row of the column titles and each column's place; None where the table is broken."""
    titles = {vn.fold(title): code for code, (title, _) in words.COLUMNS[key].items()}

    def said(row: int, col: int) -> str:
        cell = sheet._cells.get((row, col))
        return "" if cell is None or cell.value is None else vn.clean(str(cell.value))

    search = range(1, layout.HEAD_SEARCH)
    head = next((r for r in search if vn.fold(said(r, 1)) in titles), None)
    places: dict[str, int] = {}
    for col in sorted(c for r, c in sheet._cells if r == head):
        title = said(head or 0, col)
        code = titles.get(vn.fold(title))
        if code in places:
            notes.missing(sheet.title, title, words.DOUBLE_COLUMN)
            return None
        if code is not None:
            places[code] = col
        elif title and col <= layout.FOREIGN_COLUMNS:
            places.setdefault(FOREIGN + title, col)
    spared = words.OPTIONAL_COLUMNS.get(key, frozenset())
    lost = [code for code in words.COLUMNS[key] if code not in places and code not in spared]
    for code in lost:
        notes.missing(sheet.title, words.COLUMNS[key][code][0], words.MISSING_COLUMN)
    return None if head is None or lost else (head, places)


def _entry(sheet: Worksheet, formulas: Worksheet, row: int, col: int, file: str) -> Entry:
    """A cell; asking the sheet for one that is not stored would make it."""
    cell = Cell(file=file, sheet=sheet.title, address=f"{get_column_letter(col)}{row}")
    shown, typed = sheet._cells.get((row, col)), formulas._cells.get((row, col))
    if shown is None or typed is None or typed.value is None:
        return Entry(None, cell)
    lost = typed.data_type == "f" and shown.value is None
    if shown.data_type == "e" or lost:
        return Entry(None, cell, kept=_formula(typed.value))
    number_format = str(shown.number_format)
    is_percent = "%" in number_format and len(number_format) <= _FORMAT_LIMIT
    value, is_text = cleaned(shown.value), isinstance(shown.value, str)
    kept = None if value is None else _kept(shown.value, value)
    if is_percent and isinstance(kept, Decimal):
        kept = Shown(kept, number_format)
    return Entry(value, cell, kept, is_percent, is_text)


def _kept(stored: object, value: object) -> object:
    """What a rewrite puts there again: text as typed, a number that is too long as it is."""
    if isinstance(stored, str | bool | time | timedelta):
        return stored
    is_number = isinstance(stored, int | float) and not isinstance(value, Decimal)
    return Decimal(str(stored)) if is_number else value


def _formula(typed: object) -> str:
    """A formula as its text: array formulas are objects."""
    return str(getattr(typed, "text", typed))


def cleaned(value: object) -> object:
    """Text cleaned, numbers as Decimal, days without a time as dates; blank as None."""
    if value is None:
        return None
    if isinstance(value, str):
        return vn.clean(value) or None
    if isinstance(value, datetime):
        # Excel stores a time as a fraction of a day: to the second, not a microsecond before it.
        moment = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return moment.date() if moment.time() == time(0) else moment
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = vn.parse_number(value, negative=True).value
        return str(value)[:40] if number is None else number
    if isinstance(value, bool | time | timedelta):
        return str(value)
    return str(value)[:200]
