"""Reader of web pages named .xls: every table a sheet, every cell the text that it shows.

The page tells nothing of formats, and of values only what is shown; where it carries an exact
value that the shown text does not give, or text that changes its meaning by how it looks (raised,
struck out), the cell is doubtful.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from thidua_batch.books.reading import html_text
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
from thidua_batch.core.wording import form as words

_CELLS, _TABLES, _DEPTH, _TAGS, _LONGEST = 100_000, 200, 8, 1_000_000, 1 << 20
_ASIDE, _TAG = re.compile(r"<!--|<[!?]"), re.compile(r"<[a-zA-Z/][^>]*")
_WIDEST, _HIGHEST, _COLUMNS = 256, 10_000, 16_384
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "windows-1258": "cp1258",
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
}
_NAMES = re.compile(r"<x:Name>([^<]{1,200})</x:Name>")
_GENERATOR = re.compile(r"<meta\s[^>]*?\bgenerator\b[^>]*>", re.IGNORECASE)
_SAID = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)

Said = Mapping[str, str]


@dataclass(slots=True)
class _Table:
    """A table in the making; `taken` are columns that cells above still reach into."""

    is_hidden: bool
    row: int = 0
    column: int = 0
    cells: dict[Place, Content] = field(default_factory=dict)
    doubtful: set[Place] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    taken: dict[int, int] = field(default_factory=dict)
    cell: html_text.Cell | None = None


def read(data: bytes) -> Grid:
    """The page's tables; Unreadable "html" where no cell says anything."""
    text, names = _bare(_decoded(data))
    page = _Page()
    page.feed(text)
    page.close()
    page.end_all()
    if not any(table.cells for table in page.tables):
        raise Unreadable("html")
    sheets = [
        _sheet(t, title)
        for t, title in zip(page.tables, _titles(names, len(page.tables)), strict=True)
    ]
    doubtful = {
        (s.title, place) for s, t in zip(sheets, page.tables, strict=True) for place in t.doubtful
    }
    return Grid(
        container=Container.HTML,
        sheets=tuple(sheets),
        saved_by=_program(text),
        told=frozenset((Told.DEGRADED,)),
        doubtful=frozenset(doubtful),
    )


def _decoded(data: bytes) -> str:
    """By its byte order mark, its own word, or as UTF-8 or the Vietnamese code page."""
    found = _CHARSET.search(data[:4096])
    said = found[1].decode("ascii", "replace").lower() if found else ""
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    if marked:
        tried = [marked]
    elif said:
        tried = [_CODECS[said]] if said in _CODECS else []
    else:
        tried = ["utf-8", "cp1258"]
    for codec in tried:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")


def _bare(text: str) -> tuple[str, list[str]]:
    """The page without comments and declarations, and the names of sheets in its comments.

    What never ends, and tags by the million, would keep the parser busy for minutes.
    """
    pieces, names, at = [], list[str](), 0
    while found := _ASIDE.search(text, at):
        pieces.append(text[at : found.start()])
        close = "-->" if found[0] == "<!--" else ">"
        end = text.find(close, found.end())
        if end < 0:
            raise Unreadable("html")
        names += [name.strip() for name in _NAMES.findall(text[found.end() : end])]
        at = end + len(close)
    bare = "".join([*pieces, text[at:]])
    if bare.count("<") > _TAGS:
        raise Unreadable("cells")
    for tag in _TAG.finditer(bare):
        if tag.end() == len(bare) or len(tag[0]) > _LONGEST:
            raise Unreadable("html")
    return bare, names


def _program(text: str) -> str:
    meta = _GENERATOR.search(text[:4096])
    said = _SAID.search(meta[0]) if meta else None
    return next(filter(None, said.groups()), "") if said else ""


def _titles(named: list[str], tables: int) -> list[str]:
    """Names of sheets that Excel wrote into the page, where there is one for each table."""
    if len(named) == len(set(named)) == tables:
        return named
    return [words.HTML_TABLE.format(number=n) for n in range(1, tables + 1)]


def _sheet(table: _Table, title: str) -> Sheet:
    return Sheet(
        title=title,
        cells=table.cells,
        is_hidden=table.is_hidden,
        merged=tuple(table.merged),
        hidden_rows=frozenset(table.hidden_rows),
        hidden_columns=frozenset(table.hidden_columns),
    )


class _Page(HTMLParser):
    """Tables as they open and close; end tags that the page leaves out are understood."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._stored = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        said = {key: value or "" for key, value in attrs}
        table = self._open[-1] if self._open else None
        if tag == "table":
            self._begin(said)
        elif table is None:
            return
        elif tag == "tr":
            self._end_cell(table)
            _begin_row(table, said)
        elif tag in ("td", "th"):
            self._end_cell(table)
            self._begin_cell(table, said)
        elif tag == "col":
            return
        elif table.cell is not None:
            table.cell.begin(tag, said)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that a slash closes at once; only a line break means anything so."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if not self._open:
            return
        table = self._open[-1]
        if tag == "table":
            self._end_cell(table)
            self._open.pop()
        elif tag in ("td", "th", "tr", "tbody", "thead", "tfoot"):
            self._end_cell(table)
        elif table.cell is not None:
            table.cell.end(tag)

    def handle_data(self, data: str) -> None:
        """Text; outside cells it is no part of any table."""
        cell = self._open[-1].cell if self._open else None
        if cell is not None:
            cell.add(data)

    def end_all(self) -> None:
        """The page is over, whatever is still open."""
        while self._open:
            self._end_cell(self._open.pop())

    def _begin(self, said: Said) -> None:
        if len(self._open) >= _DEPTH or len(self.tables) >= _TABLES:
            raise Unreadable("tables")
        cell = self._open[-1].cell if self._open else None
        if cell is not None:
            cell.is_doubtful = True  # a part of what it shows stands in another table
        table = _Table(html_text.is_hidden(said))
        self.tables.append(table)
        self._open.append(table)

    def _begin_cell(self, table: _Table, said: Said) -> None:
        if not table.row:
            _begin_row(table, {})
        column = first = table.column + 1
        while table.taken.get(column, 0) >= table.row:
            column += 1
        wide = _span(said.get("colspan", "1"), _WIDEST)
        high = _span(said.get("rowspan", "1"), _HIGHEST)
        table.column = column + wide - 1
        self._stored += column - first + wide
        if self._stored > _CELLS or table.column > _COLUMNS:
            raise Unreadable("cells")
        bottom = table.row + high - 1
        if high > 1:
            table.taken.update(dict.fromkeys(range(column, column + wide), bottom))
        if high * wide > 1:
            table.merged.append((table.row, column, bottom, table.column))
        if html_text.is_hidden(said):
            table.hidden_columns.add(column)
        table.cell = html_text.Cell((table.row, column), said)

    def _end_cell(self, table: _Table) -> None:
        cell, table.cell = table.cell, None
        content = None if cell is None else cell.content()
        if cell is None or content is None:
            return
        table.cells[cell.place] = content
        if cell.is_doubtful:
            table.doubtful.add(cell.place)


def _begin_row(table: _Table, said: Said) -> None:
    table.row += 1
    table.column = 0
    if html_text.is_hidden(said):
        table.hidden_rows.add(table.row)


def _span(said: str, most: int) -> int:
    """How far a cell reaches; Unreadable beyond what any form needs."""
    digits = said.strip()
    span = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1
    if span > most:
        raise Unreadable("cells")
    return max(1, span)
