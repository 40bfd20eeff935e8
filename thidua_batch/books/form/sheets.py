"""A returned workbook as cells found by code, whichever reader gave its grid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from thidua_batch.books.form import layout
from thidua_batch.books.reading.grid import Area, Content, Grid, Place, Sheet
from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.returns import Cell

_ABSENT = Content(None)


@dataclass(frozen=True, slots=True)
class Typed:
    """One cell as stored, and its place.

    A formula that nobody calculated has value None. `is_doubtful`: two readers understood the
    cell differently. `is_joined`: it is merged with other cells, so that nobody can tell for which
    of them its value was meant.
    """

    content: Content
    place: Cell
    is_doubtful: bool = False
    is_joined: bool = False

    @property
    def value(self) -> Decimal | str | bool | date | time | None:
        """The stored value; a text of blanks alone is None."""
        value = self.content.value
        return None if isinstance(value, str) and not vn.clean(value) else value

    @property
    def formula(self) -> str | None:
        """The formula, if there is one."""
        return self.content.formula

    @property
    def is_error(self) -> bool:
        """#REF! and its kin."""
        return self.content.is_error

    @property
    def number_format(self) -> str | None:
        """The number format; None where the container does not tell it."""
        return self.content.number_format

    @property
    def text(self) -> str:
        """The value as cleaned text; empty for a blank."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, str):
            return vn.clean(value)
        if isinstance(value, Decimal):
            known = vn.parse_number(value, negative=True).value
            return str(value) if known is None else vn.format_number(known)
        if isinstance(value, date):
            return vn.format_date(value)
        return str(value).upper()  # TRUE, FALSE, as Excel shows them


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet of the form: row numbers by row code, column numbers by column code.

    `corner` is where the marker stands: left of the column codes, above the row codes.
    """

    file: str
    kind: FormSheet
    sheet: Sheet
    corner: Place
    rows: Mapping[str, tuple[int, ...]]
    columns: Mapping[str, int]
    doubtful: frozenset[Place] = frozenset()
    joined: frozenset[Place] = field(default_factory=frozenset)

    def cell(self, row: int, code: str) -> Typed:
        """The cell of a row in the column with this code."""
        at = (row, self.columns[code])
        content = self.sheet.cells.get(at, _ABSENT)
        return Typed(content, self.place(row, code), at in self.doubtful, at in self.joined)

    def place(self, row: int, code: str) -> Cell:
        """Where that cell is; the code's column must be there."""
        return self.at((row, self.columns[code]))

    def at(self, place: Place) -> Cell:
        """A place as it is told to people."""
        return Cell(file=self.file, sheet=self.sheet.title, address=address(place))

    def is_hidden(self, row: int, code: str) -> bool:
        """Whether a person would not see this cell."""
        columns = self.sheet.hidden_columns
        if self.sheet.is_hidden:
            return True
        return row in self.sheet.hidden_rows or self.columns[code] in columns


@dataclass(frozen=True, slots=True)
class Books:
    """A returned file: where it lies and what it holds."""

    file: str
    grid: Grid


def address(place: Place) -> str:
    """A1 address of a place counted from 1."""
    return f"{xl_col_to_name(place[1] - 1)}{place[0]}"


def stored(
    sheet: Sheet, places: Iterable[Place] | None = None
) -> Iterator[tuple[int, int, object]]:
    """Cells with a value, row by row; of `places` alone where they are given."""
    for row, column in sorted(sheet.cells if places is None else places):
        value = sheet.cells[row, column].value
        if value is not None:
            yield row, column, value


def page(books: Books, kind: FormSheet) -> Page | None:
    """The sheet of the form with this marker; of copies the one with the right name.

    That there are copies is told by `copies`.
    """
    found = []
    for sheet in books.grid.sheets:
        corner = _corner(sheet, layout.marker(kind))
        if corner is not None:
            found.append((not _is_named(sheet, kind), sheet, corner))
    if not found:
        return None
    _, sheet, (top, left) = min(found, key=lambda item: item[0])
    rows: dict[str, list[int]] = {}
    columns: dict[str, int] = {}
    for _, column, value in _in_row(sheet, top):
        if column != left:
            columns.setdefault(_code(value), column)
    for row, _, value in stored(sheet, (p for p in sheet.cells if p[1] == left and p[0] > top)):
        rows.setdefault(_code(value), []).append(row)
    return Page(
        file=books.file,
        kind=kind,
        sheet=sheet,
        corner=(top, left),
        rows={code: tuple(places) for code, places in rows.items()},
        columns=columns,
        doubtful=frozenset(place for title, place in books.grid.doubtful if title == sheet.title),
        joined=_joined(sheet.merged, [row for found in rows.values() for row in found], columns),
    )


def _joined(
    merged: tuple[Area, ...], rows: list[int], columns: Mapping[str, int]
) -> frozenset[Place]:
    """Cells of the form's own rows and columns that lie in a merged area."""
    rows = sorted(rows)
    return frozenset(
        (row, column)
        for first, left, last, right in merged
        for row in rows[bisect_left(rows, first) : bisect_right(rows, last)]
        for column in columns.values()
        if left <= column <= right
    )


def is_renamed(page: Page) -> bool:
    """Whether the sheet has lost its name."""
    return not _is_named(page.sheet, page.kind)


def _is_named(sheet: Sheet, kind: FormSheet) -> bool:
    return vn.fold(sheet.title) == vn.fold(wording.FORM_SHEETS[kind])


def _code(value: object) -> str:
    """A row or column code; one that was turned into a number reads as that number."""
    return format(value, "f") if isinstance(value, Decimal) else str(value).strip()


def copies(books: Books, kind: FormSheet) -> tuple[str, ...]:
    """Names of sheets that carry the same marker, or addresses of repeated column codes."""
    marker = layout.marker(kind)
    corners = [
        (sheet, row, column)
        for sheet in books.grid.sheets
        for row, column in _marked(sheet, marker)
    ]
    if len(corners) > 1:
        return tuple(sheet.title for sheet, _, _ in corners)
    for sheet, top, left in corners:
        places: dict[str, list[str]] = {}
        for row, column, value in _in_row(sheet, top):
            if column != left:
                places.setdefault(_code(value), []).append(address((row, column)))
        return tuple(a for found in places.values() if len(found) > 1 for a in found)
    return ()


def _corner(sheet: Sheet, marker: str) -> Place | None:
    return min(_marked(sheet, marker), default=None)


def _marked(sheet: Sheet, marker: str) -> list[Place]:
    """Where the marker stands, in order; a large sheet is gone through once and never sorted."""
    return sorted(place for place, content in sheet.cells.items() if content.value == marker)


def _in_row(sheet: Sheet, number: int) -> Iterator[tuple[int, int, object]]:
    return stored(sheet, (place for place in sheet.cells if place[0] == number))
