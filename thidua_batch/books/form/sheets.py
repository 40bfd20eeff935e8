"""A returned workbook as cells found by code: formulas and values side by side."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from thidua_batch.books.form import layout
from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.returns import Cell


@dataclass(frozen=True, slots=True)
class Typed:
    """One cell: its value, its number format, the formula if it has one, its place.

    `is_error` tells #REF! and its kin; a formula that nobody calculated has value None.
    """

    value: object
    number_format: str
    formula: str | None
    is_error: bool
    place: Cell

    @property
    def text(self) -> str:
        """The value as cleaned text; empty for a blank."""
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            return vn.clean(unescape(self.value))
        if isinstance(self.value, int | float) and not isinstance(self.value, bool):
            number = vn.parse_number(self.value).value
            return str(self.value) if number is None else vn.format_number(number)
        if isinstance(self.value, date):
            return vn.format_date(self.value)
        return str(self.value).upper()  # TRUE, FALSE, as Excel shows them


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of the form: row numbers by row code, column numbers by column code."""

    file: str
    values: Worksheet
    formulas: Worksheet
    rows: Mapping[str, tuple[int, ...]]
    columns: Mapping[str, int]

    def cell(self, row: int, code: str) -> Typed:
        """The cell of a row in the column with this code."""
        return _typed(self, row, self.columns[code])

    def place(self, row: int, code: str) -> Cell:
        """Where that cell is; the code's column must be there."""
        return _place(self, row, self.columns[code])


@dataclass(frozen=True, slots=True)
class Books:
    """The same file loaded twice: stored values, and formulas."""

    file: str
    values: Workbook
    formulas: Workbook


def load(data: bytes, file: str) -> Books:
    """Load values and formulas; raises whatever the reader raises on damaged content."""
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    return Books(file, values, formulas)


def stored(sheet: Worksheet) -> Iterator[tuple[int, int, object]]:
    """Stored cells only, in order: nothing is sized by what the sheet says of itself."""
    for row, column in sorted(sheet._cells):
        value = sheet._cells[row, column].value
        if value is not None:
            yield row, column, value


def page(books: Books, kind: FormSheet) -> Page | None:
    """The sheet of the form with this marker; of copies the one with the right name.

    That there are copies is told by `copies`.
    """
    found = []
    for sheet in books.values.worksheets:
        corner = _corner(sheet, layout.marker(kind))
        if corner is not None:
            found.append(
                (vn.fold(sheet.title) != vn.fold(wording.FORM_SHEETS[kind]), sheet, corner)
            )
    if not found:
        return None
    _, sheet, (top, left) = min(found, key=lambda item: item[0])
    rows: dict[str, list[int]] = {}
    columns: dict[str, int] = {}
    for row, column, value in stored(sheet):
        if row == top and column != left:
            columns.setdefault(str(value).strip(), column)
        elif column == left and row > top:
            rows.setdefault(str(value).strip(), []).append(row)
    numbers = {code: tuple(places) for code, places in rows.items()}
    return Page(books.file, sheet, books.formulas[sheet.title], numbers, columns)


def copies(books: Books, kind: FormSheet) -> tuple[str, ...]:
    """Names of sheets that carry the same marker, or addresses of repeated column codes."""
    marker = layout.marker(kind)
    corners = [
        (sheet, row, column)
        for sheet in books.values.worksheets
        for row, column, value in stored(sheet)
        if value == marker
    ]
    if len(corners) > 1:
        return tuple(sheet.title for sheet, _, _ in corners)
    for sheet, top, left in corners:
        places: dict[str, list[str]] = {}
        for row, column, value in stored(sheet):
            if row == top and column != left:
                address = f"{get_column_letter(column)}{row}"
                places.setdefault(str(value).strip(), []).append(address)
        return tuple(a for found in places.values() if len(found) > 1 for a in found)
    return ()


def _corner(sheet: Worksheet, marker: str) -> tuple[int, int] | None:
    return next((row_col[:2] for row_col in stored(sheet) if row_col[2] == marker), None)


def _place(on: Page, row: int, column: int) -> Cell:
    address = f"{get_column_letter(column)}{row}"
    return Cell(file=on.file, sheet=on.values.title, address=address)


def _typed(on: Page, row: int, column: int) -> Typed:
    place = _place(on, row, column)
    value, formula = on.values._cells.get((row, column)), on.formulas._cells.get((row, column))
    if value is None or formula is None:
        return Typed(None, "General", None, False, place)
    text = None
    if formula.data_type == "f":
        raw = formula.value
        text = raw if isinstance(raw, str) else str(getattr(raw, "text", "") or "=")
    content = value.value
    if isinstance(content, str) and not vn.clean(content):
        content = None
    return Typed(content, value.number_format, text, value.data_type == "e", place)
