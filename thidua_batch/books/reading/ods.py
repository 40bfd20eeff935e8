"""Reader of OpenDocument spreadsheets (.ods): an own pass over the XML, checked by calamine.

A repeat count is a claim: blank repeats are counted over, never stored, and what repeats a value
is written out up to a limit. Formulas keep the notation of the file ("=SUM([.A1:.A3])").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from thidua_batch.books.reading import (
    conditional,
    crosscheck,
    events,
    ods_cells,
    ods_styles,
    zipped,
)
from thidua_batch.books.reading.events import End, Event, Start
from thidua_batch.books.reading.grid import (
    Area,
    Container,
    Content,
    Grid,
    Place,
    Sheet,
    Told,
    Unreadable,
)
from thidua_batch.books.reading.ods_cells import Cell
from thidua_batch.books.reading.ods_styles import Styles

_CONTENT, _STYLES, _META, _SETTINGS, _MANIFEST = (
    "content.xml",
    "styles.xml",
    "meta.xml",
    "settings.xml",
    "meta-inf/manifest.xml",
)
_WANTED = "|".join(map(re.escape, (_CONTENT, _STYLES, _META, _SETTINGS, _MANIFEST)))
_NO_ZEROS = re.compile(rb"ShowZeroValues\"[^<>]{0,200}>\s*false\s*<")
_MACROS = ("basic/", "scripts/")
_ROWS, _COLUMNS = 1 << 20, 1 << 14
_CELLS, _REPEATS, _DIGITS = 500_000, 10_000, 7
_RANGE = re.compile(r"\$?('(?:[^']|'')+'|[^.'$]+)\.(\$?[A-Z]+\$?\d+)(?::[^:]*\.(\$?[A-Z]+\$?\d+))?")


@dataclass(slots=True)
class _Table:
    """A sheet in the making; `row` and `column` are the next ones, counted from 1."""

    title: str
    is_hidden: bool
    cells: dict[Place, Content] = field(default_factory=dict)
    doubtful: set[Place] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    default_styles: list[tuple[int, str]] = field(default_factory=list)
    rules: set[str] = field(default_factory=set)
    is_filtered: bool = False
    is_cache: bool = False
    row: int = 1
    column: int = 1


@dataclass(slots=True)
class _Book:
    styles: Styles = field(default_factory=Styles)
    tables: list[_Table] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    stored: int = 0

    def count(self, cells: int) -> None:
        """Take note of what is stored; Unreadable above the limit."""
        self.stored += cells
        if self.stored > _CELLS:
            raise Unreadable("cells")


def read(data: bytes) -> Grid:
    """The workbook's grid; cells of which calamine says something else are doubtful."""
    parts = zipped.unpack(data, _WANTED)
    if b"encryption-data" in parts.contents.get(_MANIFEST, b""):
        raise Unreadable("locked")
    book = _Book()
    if _STYLES in parts.contents:
        ods_styles.collect(events.events(parts[_STYLES]), book.styles)
    stream = events.events(parts[_CONTENT])
    ods_styles.collect(stream, book.styles)
    _body(stream, book)
    own = [table for table in book.tables if not table.is_cache]
    if _NO_ZEROS.search(parts.contents.get(_SETTINGS, b"")):  # which of the sheets is not asked
        for table in own:
            conditional.applied(table.cells, [(conditional.EVERYWHERE, conditional.NO_ZEROS)])
    for table in own:
        codes = sorted(book.styles.rules(table.rules | book.styles.ruled))
        conditional.applied(table.cells, [(conditional.EVERYWHERE, code) for code in codes])
    sheets = tuple(map(_sheet, own))
    second = crosscheck.doubts(data, sheets)
    told = {Told.DEGRADED} if second is None else set()
    told |= {Told.LINKS} if len(own) < len(book.tables) else set()
    told |= {Told.MACROS} if any(name.startswith(_MACROS) for name in parts.names) else set()
    first = {(table.title, place) for table in own for place in table.doubtful}
    saved_by, properties = _meta(parts.contents.get(_META))
    return Grid(
        container=Container.ODS,
        sheets=sheets,
        names=book.names,
        properties=properties,
        saved_by=saved_by,
        told=frozenset(told),
        doubtful=frozenset(first) | (second or frozenset()),
    )


def _sheet(table: _Table) -> Sheet:
    return Sheet(
        title=table.title,
        cells=table.cells,
        is_hidden=table.is_hidden,
        merged=tuple(table.merged),
        hidden_rows=frozenset(table.hidden_rows),
        hidden_columns=frozenset(table.hidden_columns),
        is_filtered=table.is_filtered,
    )


def _body(stream: Iterator[Event], book: _Book) -> None:
    """Sheets, names and filters, to the end of the part."""
    for event in stream:
        if not isinstance(event, Start):
            continue
        said = event.said
        match event.name:
            case "table:table":
                style = said.get("table:style-name", "")
                is_hidden = style in book.styles.hidden_tables
                table = _Table(said.get("table:name", ""), is_hidden)
                book.tables.append(table)
                _table(stream, table, book)
            case "table:named-range":
                book.names[said.get("table:name", "")] = _address(
                    said.get("table:cell-range-address", "")
                )
            case "table:named-expression":
                book.names[said.get("table:name", "")] = said.get("table:expression", "")
            case "table:tracked-changes":
                events.skip(stream)


def _address(said: str) -> str:
    """A range as Excel writes it."""
    found = _RANGE.fullmatch(said)
    if found is None:
        return said
    sheet, first, last = found.groups()
    return f"{sheet}!{first}" + (f":{last}" if last else "")


def _table(stream: Iterator[Event], table: _Table, book: _Book) -> None:
    """One sheet; groups of rows or columns that are folded away hide what they hold."""
    folded: list[bool] = []
    for event in stream:
        if isinstance(event, str):
            continue
        is_group = event.name in ("table:table-row-group", "table:table-column-group")
        if isinstance(event, End):
            if event.name == "table:table":
                return
            if is_group:
                folded.pop()
        elif is_group:
            folded.append(event.said.get("table:display") == "false")
        elif event.name == "table:table-column":
            _column(event, table, is_folded=any(folded))
        elif event.name == "table:table-row":
            _row(stream, event, table, book, any(folded))
        elif event.name == "table:table":
            raise Unreadable("reader")
        else:
            _beside(stream, event, table)


def _beside(stream: Iterator[Event], start: Start, table: _Table) -> None:
    """What of a sheet is neither row nor column."""
    if start.name == "calcext:condition":
        table.rules.add(start.said.get("calcext:apply-style-name", ""))
    elif start.name == "table:table-source":
        table.is_cache = True  # what another file said last time; no sheet of this one
    elif start.name in ("table:named-expressions", "table:shapes", "office:forms"):
        events.skip(stream)  # names of one sheet only; drawings


def _repeats(said: Mapping[str, str], name: str) -> int:
    """A count of the file; one that is no plain number would shift every cell behind it."""
    text = said.get(name, "1")
    if not (text.isascii() and text.isdigit()):
        raise Unreadable("reader")
    if len(text) > _DIGITS:
        raise Unreadable("cells")
    return max(1, int(text))


def _column(start: Start, table: _Table, *, is_folded: bool) -> None:
    first = table.column
    table.column += _repeats(start.said, "table:number-columns-repeated")
    if len(table.default_styles) < _COLUMNS:
        table.default_styles.append((first, start.said.get("table:default-cell-style-name", "")))
    if is_folded or start.said.get("table:visibility", "visible") != "visible":
        table.hidden_columns.update(range(first, min(table.column, _COLUMNS + 1)))


def _row(
    stream: Iterator[Event], start: Start, table: _Table, book: _Book, is_folded: bool
) -> None:
    said = start.said
    times = _repeats(said, "table:number-rows-repeated")
    visibility = said.get("table:visibility", "visible")
    cells, areas = _cells(stream, start, table, book)
    if (cells or areas) and (times > _REPEATS or table.row + times - 1 > _ROWS):
        raise Unreadable("cells")
    book.count(len(cells) * times + len(areas))
    rows = range(table.row, table.row + times)
    if (is_folded or visibility != "visible") and times <= _REPEATS:
        table.hidden_rows.update(range(table.row, min(table.row + times, _ROWS + 1)))
    table.is_filtered |= visibility == "filter"
    for row in rows if cells else ():
        for column, cell in cells.items():
            if cell.content is not None:
                table.cells[row, column] = cell.content
            if cell.is_doubtful:
                table.doubtful.add((row, column))
    for column, (high, wide) in areas.items():
        bottom, right = min(table.row + high - 1, _ROWS), min(column + wide - 1, _COLUMNS)
        table.merged.append((table.row, column, bottom, right))
    table.row += times


def _cells(
    stream: Iterator[Event], row: Start, table: _Table, book: _Book
) -> tuple[dict[int, Cell], dict[int, tuple[int, int]]]:
    """What a row stores by column, and the areas (height, width) that begin in it."""
    cells: dict[int, Cell] = {}
    areas: dict[int, tuple[int, int]] = {}
    column = 1
    for event in stream:
        if isinstance(event, End):
            break
        if isinstance(event, str):
            continue
        if event.name not in ("table:table-cell", "table:covered-table-cell"):
            events.skip(stream)
            continue
        said = event.said
        times = _repeats(said, "table:number-columns-repeated")
        style = said.get("table:style-name") or row.said.get("table:default-cell-style-name")
        shape, font = book.styles.of(style or _default(table, column))
        cell = ods_cells.read(stream, event, shape, font, book.styles.telling)
        if cell.content is not None:
            if times > _REPEATS or column + times - 1 > _COLUMNS:
                raise Unreadable("cells")
            book.count(times - 1)
            cells.update(dict.fromkeys(range(column, column + times), cell))
        high = _repeats(said, "table:number-rows-spanned")
        wide = _repeats(said, "table:number-columns-spanned")
        if high * wide > 1 and column <= _COLUMNS:
            areas[column] = (high, wide)
        column += times
    return cells, areas


def _default(table: _Table, column: int) -> str:
    """The style that the column gives its cells."""
    at = bisect_right(table.default_styles, column, key=itemgetter(0))
    return table.default_styles[at - 1][1] if at else ""


def _meta(content: bytes | None) -> tuple[str, dict[str, str]]:
    """The program that saved the file, and its user-defined properties."""
    saved_by, said = "", {}
    stream = events.events(content) if content else iter(())
    try:
        for event in stream:
            if isinstance(event, Start) and event.name == "meta:generator":
                saved_by = events.text(stream).strip()
            elif isinstance(event, Start) and event.name == "meta:user-defined":
                said[event.said.get("meta:name", "")] = events.text(stream).strip()
    except Unreadable:  # damaged properties are no properties
        return "", {}
    return saved_by, said
