"""A returned workbook as cells found by code, whichever reader gave its grid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

from thidua_batch.books.form import layout
from thidua_batch.books.reading.grid import Area, Content, Grid, Place, Sheet
from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.returns import Cell

_ABSENT = Content(None)
#: Beyond the last row and column of any sheet.
_END = 1 << 21
#: Copies of one sheet that are compared; that there are any is an error all the same.
_MOST_COPIES = 6


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

    `corner` is where the marker stands: left of the column codes, above the row codes. `twins`
    are all columns with a code, `copies` the same sheet once more.
    """

    file: str
    kind: FormSheet
    sheet: Sheet
    corner: Place
    rows: Mapping[str, tuple[int, ...]]
    columns: Mapping[str, int]
    doubtful: frozenset[Place] = frozenset()
    joined: frozenset[Place] = field(default_factory=frozenset)
    twins: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    copies: tuple[Page, ...] = ()

    def cells(self, code: str, column: str) -> tuple[Typed, ...]:
        """Every cell with this row code and column code, in copies of rows, columns and sheets."""
        return tuple(
            page.typed((row, number))
            for page in (self, *self.copies)
            for row in page.rows.get(code, ())
            for number in page.twins.get(column, ())
        )

    def cell(self, row: int, code: str) -> Typed:
        """The cell of a row in the column with this code."""
        return self.typed((row, self.columns[code]))

    def typed(self, at: Place) -> Typed:
        """The cell at this place."""
        content = self.sheet.cells.get(at, _ABSENT)
        return Typed(content, self.at(at), at in self.doubtful, at in self.joined)

    def place(self, row: int, code: str) -> Cell:
        """Where that cell is; the code's column must be there."""
        return self.at((row, self.columns[code]))

    def at(self, place: Place) -> Cell:
        """A place as it is told to people."""
        return Cell(file=self.file, sheet=self.sheet.title, address=address(place))

    def area(self) -> tuple[frozenset[int], frozenset[int]]:
        """Rows and columns of codes, titles and coded cells."""
        top, left = self.corner
        rows = {row for found in self.rows.values() for row in found}
        return frozenset(rows | {top, top + 1}), frozenset((left, *self.columns.values()))

    def is_hidden(self, row: int, code: str) -> bool:
        """Whether a person would not see this cell."""
        sheet = self.sheet
        is_unseen = row in sheet.hidden_rows or self.columns[code] in sheet.hidden_columns
        return sheet.is_hidden or is_unseen


@dataclass(frozen=True, slots=True)
class Books:
    """A returned file: where it lies and what it holds.

    `foreign` are titles of sheets that say themselves that they are another unit's or period's.
    """

    file: str
    grid: Grid
    foreign: frozenset[str] = frozenset()


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


def _markers(sheet: Sheet, markers: Collection[str]) -> Iterator[tuple[int, int, object]]:
    """Where markers stand, in order; a large sheet is gone through once and never sorted."""
    texts = (
        place
        for place, content in sheet.cells.items()
        if isinstance(content.value, str) and content.value in markers
    )
    return stored(sheet, texts)


def page(books: Books, kind: FormSheet) -> Page | None:
    """The sheet of the form with this marker; of copies the one with the right name.

    That there are copies is told by `copies`. A sheet of another unit is none of this form.
    """
    marker = layout.marker(kind)
    found = [
        (not _is_named(sheet, kind), sheet, (row, column))
        for sheet in books.grid.sheets
        if sheet.title not in books.foreign
        for row, column, _ in _markers(sheet, {marker})
    ]
    found.sort(key=lambda item: item[0])
    pages = [_page(books, kind, sheet, corner) for _, sheet, corner in found[:_MOST_COPIES]]
    return replace(pages[0], copies=tuple(pages[1:])) if pages else None


def _page(books: Books, kind: FormSheet, sheet: Sheet, corner: Place) -> Page:
    top, left = corner
    beside, below = _neighbours(sheet, corner)
    rows: dict[str, list[int]] = {}
    columns: dict[str, list[int]] = {}
    for _, column, value in stored(sheet, (place for place in sheet.cells if place[0] == top)):
        if column != left and column in beside:
            columns.setdefault(_code(value), []).append(column)
    for row, _, value in stored(sheet, (place for place in sheet.cells if place[1] == left)):
        if row in below:
            rows.setdefault(_code(value), []).append(row)
    first = {code: places[0] for code, places in columns.items()}
    return Page(
        file=books.file,
        kind=kind,
        sheet=sheet,
        corner=corner,
        rows={code: tuple(places) for code, places in rows.items()},
        columns=first,
        doubtful=frozenset(place for title, place in books.grid.doubtful if title == sheet.title),
        joined=_joined(sheet.merged, [row for found in rows.values() for row in found], first),
        twins={code: tuple(places) for code, places in columns.items()},
    )


def _neighbours(sheet: Sheet, corner: Place) -> tuple[range, range]:
    """Columns and rows up to the next table, where several were put on one sheet."""
    top, left = corner
    markers = {layout.marker(kind) for kind in FormSheet}
    others = [place for *place, _ in _markers(sheet, markers) if place != [top, left]]
    same_row = [column for row, column in others if row == top]
    right = min((column for column in same_row if column > left), default=_END)
    bottom = min((row for row, _ in others if row > top), default=_END)
    return range(left if same_row else 0, right), range(top + 1, bottom)


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


def copies(page: Page) -> tuple[str, ...]:
    """Names of sheets that carry the same marker, or addresses of repeated column codes."""
    if page.copies:
        return tuple(copy.sheet.title for copy in (page, *page.copies))
    top, _ = page.corner
    repeated = [found for found in page.twins.values() if len(found) > 1]
    return tuple(address((top, column)) for found in repeated for column in found)
