"""Reader of binary workbooks (.xlsb): an own walk over the records, checked by calamine.

What is not told: the text of a formula ("=" stands for it), formats that depend on the language
of the program, names that stand for anything but a text.
"""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from xlrd.biffh import error_text_from_code

from thidua_batch.books.reading import (
    biff12,
    crosscheck,
    events,
    properties,
    xlsb_styles,
    zipped,
)
from thidua_batch.books.reading.grid import (
    Area,
    Container,
    Content,
    Grid,
    Place,
    Sheet,
    Stored,
    Told,
    Unreadable,
    dated,
    number,
)

_BOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_TEXTS, _LOOKS, _MACROS = "xl/sharedstrings.bin", "xl/styles.bin", "xl/vbaproject.bin"
_WANTED = r"xl/[^/]+\.bin|xl/\w+/[^/]+\.bin|xl/_rels/workbook\.bin\.rels|docprops/\w+\.xml"
_NEVER = r"(?!xl/vbaproject\.bin)"
_ROWS, _COLUMNS, _CELLS = 1 << 20, 1 << 14, 500_000
_PLAIN = (biff12.RK, biff12.ERROR, biff12.BOOLEAN, biff12.REAL, biff12.TEXT, biff12.SHARED_TEXT)
_FORMULAS = range(biff12.FORMULA_TEXT, biff12.FORMULA_ERROR + 1)
_VALUED = frozenset((*_PLAIN, *_FORMULAS, biff12.RICH_TEXT))
_FROM_1904, _HIDDEN_ROW, _HIDDEN_COLUMNS, _BUILT_IN_NAME = 1, 0x10, 1, 0x20
_TEXT_TOKEN = 0x17
_ALL_SHEETS = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all sheets draw on."""

    texts: tuple[str, ...]
    looks: tuple[xlsb_styles.Look, ...]
    from_1904: bool


@dataclass(slots=True)
class _Seen:
    """A sheet in the making; `repeated` are cells written more than once."""

    cells: dict[Place, Content] = field(default_factory=dict)
    repeated: set[Place] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_filtered: bool = False
    row: int = 0


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the list of sheets."""

    title: str
    part: str
    is_hidden: bool


def read(data: bytes) -> Grid:
    """The workbook's grid; cells of which calamine says something else are doubtful."""
    parts = zipped.unpack(data, f"{_NEVER}(?:{_WANTED})")
    entries, names, from_1904 = _book(parts)
    shared = _Shared(
        _texts(parts.contents.get(_TEXTS, b"")),
        xlsb_styles.looks(parts.contents.get(_LOOKS, b"")),
        from_1904,
    )
    if len({entry.part for entry in entries}) < len(entries):
        raise Unreadable("names")
    sheets, repeated, stored = [], set[tuple[str, Place]](), 0
    for entry in entries:
        seen = _walk(parts[entry.part], shared, _CELLS - stored)
        stored += len(seen.cells)
        sheets.append(_sheet(entry, seen))
        repeated |= {(entry.title, place) for place in seen.repeated}
    second = crosscheck.doubts(data, sheets) if _is_honest(parts) else None
    told = {Told.DEGRADED} if second is None else set()
    told |= {Told.MACROS} if _MACROS in parts.names else set()
    is_linked = any(name.startswith("xl/externallinks/") for name in parts.names)
    return Grid(
        container=Container.XLSB,
        sheets=tuple(sheets),
        names=names,
        properties=properties.custom(parts),
        saved_by=properties.program(parts),
        told=frozenset(told | ({Told.LINKS} if is_linked else set())),
        doubtful=frozenset(repeated) | (second or frozenset()),
    )


def _is_honest(parts: zipped.Parts) -> bool:
    """No size that the file claims exceeds what it can hold; calamine believes it."""
    for name, part in parts.contents.items():
        if not name.endswith(".bin") or "printer" in name:
            continue
        for code, body in biff12.records(part):
            if code == biff12.SHARED_COUNT and max(struct.unpack_from("<II", body)) > len(part):
                return False
            if code == biff12.SIZE:
                top, bottom, left, right = struct.unpack_from("<IIII", body)
                if bottom < top or right < left:
                    return False
    return True


def _book(parts: zipped.Parts) -> tuple[list[_Entry], dict[str, str], bool]:
    """Worksheets in order, names that stand for a text, whether days count from 1904."""
    targets = dict(_relations(parts[_RELATIONS]))
    entries, names, from_1904 = [], dict[str, str](), False
    for code, body in biff12.records(parts[_BOOK]):
        if code == biff12.BOOK_PROPERTIES:
            from_1904 = bool(body[0] & _FROM_1904)
        elif code == biff12.NAME:
            names.update(_name(body))
        elif code == biff12.SHEET:
            relation, at = biff12.wide(body, 8)
            title, _ = biff12.wide(body, at)
            if relation in targets:  # else a chart or macro sheet
                entries.append(_Entry(title, targets[relation], any(body[:4])))
    return entries, names, from_1904


def _relations(content: bytes) -> Iterator[tuple[str, str]]:
    """Worksheets only: relation and part name, lower case."""
    for event in events.events(content):
        if isinstance(event, events.Start) and event.name == "Relationship":
            said = event.said
            if said.get("Type", "").endswith("/worksheet"):
                target = posixpath.normpath(posixpath.join("/xl", said.get("Target", "")))
                yield said.get("Id", ""), target.lstrip("/").lower()


def _name(body: bytes) -> Iterator[tuple[str, str]]:
    """A name of the whole workbook and the text that it stands for, as a formula writes it."""
    flags, _, scope = struct.unpack_from("<IBI", body)
    title, at = biff12.wide(body, 9)
    size, token, count = struct.unpack_from("<IBH", body, at)
    if scope != _ALL_SHEETS or flags & _BUILT_IN_NAME:
        return
    if token == _TEXT_TOKEN and size == 3 + 2 * count and at + 4 + size <= len(body):
        text = body[at + 7 : at + 7 + 2 * count].decode("utf-16-le", "replace")
        doubled = text.replace('"', '""')
        yield title, f'"{doubled}"'


def _texts(part: bytes) -> tuple[str, ...]:
    return tuple(
        biff12.wide(body, 1)[0] for code, body in biff12.records(part) if code == biff12.SHARED_ITEM
    )


def _sheet(entry: _Entry, seen: _Seen) -> Sheet:
    return Sheet(
        title=entry.title,
        cells=seen.cells,
        is_hidden=entry.is_hidden,
        merged=tuple(seen.merged),
        hidden_rows=frozenset(seen.hidden_rows),
        hidden_columns=frozenset(seen.hidden_columns),
        is_filtered=seen.is_filtered,
    )


def _walk(part: bytes, shared: _Shared, most: int) -> _Seen:
    seen = _Seen()
    for code, body in biff12.records(part):
        if code in _VALUED:
            _cell(code, body, seen, shared)
            if len(seen.cells) > most:
                raise Unreadable("cells")
        elif code == biff12.ROW:
            (row,) = struct.unpack_from("<I", body)
            if row >= _ROWS:
                raise Unreadable("cells")
            seen.row = row + 1
            if body[11] & _HIDDEN_ROW:
                seen.hidden_rows.add(seen.row)
        elif code in biff12.SHORT_CELLS:  # no program is known to write them into a sheet
            raise Unreadable("reader")
        else:
            _around(code, body, seen)
    return seen


def _around(code: int, body: bytes, seen: _Seen) -> None:
    """What hides or joins cells."""
    if code == biff12.COLUMNS:
        first, last = struct.unpack_from("<II", body)
        if body[16] & _HIDDEN_COLUMNS:
            seen.hidden_columns.update(range(first + 1, min(last + 1, _COLUMNS) + 1))
    elif code == biff12.MERGE:
        top, bottom, left, right = struct.unpack_from("<IIII", body)
        seen.merged.append((top + 1, left + 1, bottom + 1, right + 1))
    elif code == biff12.FILTER_COLUMN:
        seen.is_filtered = True


def _cell(code: int, body: bytes, seen: _Seen, shared: _Shared) -> None:
    column, style = struct.unpack_from("<II", body)
    if column >= _COLUMNS or not seen.row:
        raise Unreadable("cells")
    style &= 0xFFFFFF
    shape, font = shared.looks[style] if style < len(shared.looks) else (None, "")
    is_error = code in (biff12.ERROR, biff12.FORMULA_ERROR)
    try:
        value = _value(code, body, shape, shared)
    except ValueError:  # no number that a sheet can show
        value, is_error = "#NUM!", True
    formula = "=" if code in _FORMULAS else None
    if value == "" and formula is None:
        return
    place = (seen.row, column + 1)
    if place in seen.cells:
        seen.repeated.add(place)
    seen.cells[place] = Content(value, shape, formula, is_error, font)


def _value(code: int, body: bytes, shape: str | None, shared: _Shared) -> Stored:
    match code:
        case biff12.RK:
            return _moment(number(biff12.short_number(body, 8)), shape, shared)
        case biff12.REAL | biff12.FORMULA_NUMBER:
            return _moment(number(struct.unpack_from("<d", body, 8)[0]), shape, shared)
        case biff12.BOOLEAN | biff12.FORMULA_BOOLEAN:
            return bool(body[8])
        case biff12.ERROR | biff12.FORMULA_ERROR:
            return str(error_text_from_code.get(body[8], "#N/A"))
        case biff12.SHARED_TEXT:
            (index,) = struct.unpack_from("<I", body, 8)
            return shared.texts[int(index)]
        case biff12.RICH_TEXT:
            return biff12.wide(body, 9)[0]
        case _:
            return biff12.wide(body, 8)[0]


def _moment(value: Decimal, shape: str | None, shared: _Shared) -> Stored:
    return value if shape is None else dated(value, shape, from_1904=shared.from_1904)
