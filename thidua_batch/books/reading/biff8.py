"""What an .xls stream says of its cells beyond their values: formulas, repeats, filters, sizes.

A pass over the record headers only; what the records mean is left to the readers. It also tells
whether a reader that sizes its memory by what the file claims may be let at it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from thidua_batch.books.reading.crosscheck import AREA
from thidua_batch.books.reading.grid import Place, Unreadable

_EOF, _BOUNDSHEET, _FILTERED, _LINKS, _SST, _DIMENSIONS = 0x0A, 0x85, 0x9B, 0x01AE, 0xFC, 0x0200
_BOF = (0x0009, 0x0209, 0x0409, 0x0809)
_FORMULAS = (0x0006, 0x0206, 0x0406)
#: Records of one cell: text, index of a text, number, short number, truth or error, rich text.
_ONE = (0x0204, 0x00FD, 0x0203, 0x027E, 0x0205, 0x00D6, *_FORMULAS)
_MANY = 0x00BD
_WORKSHEET, _MACRO_SHEET = 0, 1
_OWN = b"\x01\x04"  # a link table entry that names the workbook itself
_CELLS, _SHEETS, _RECORDS = 500_000, 256, 4_000_000


@dataclass(slots=True)
class SheetMarks:
    """What was seen of one worksheet; `repeated` are cells written more than once."""

    formulas: set[Place] = field(default_factory=set)
    repeated: set[Place] = field(default_factory=set)
    is_filtered: bool = False


@dataclass(slots=True)
class Marks:
    """What was seen of the stream; `sheets` in the order of the sheet list, worksheets only.

    `is_honest`: no size that the file claims exceeds what it can hold.
    """

    sheets: list[SheetMarks] = field(default_factory=list)
    has_macro_sheet: bool = False
    has_links: bool = False
    is_honest: bool = True


def scan(stream: bytes) -> Marks:
    """Walk the workbook's records and those of each worksheet."""
    marks = Marks()
    places = []
    for code, body in _records(stream, 0):
        if code == _BOUNDSHEET and len(body) >= 6:
            kind = body[5]
            if kind == _WORKSHEET:
                places.append(int.from_bytes(body[:4], "little"))
            marks.has_macro_sheet |= kind == _MACRO_SHEET
        elif code == _LINKS:
            marks.has_links |= body[2:4] != _OWN
        elif code == _SST and len(body) >= 8:
            marks.is_honest &= int.from_bytes(body[4:8], "little") <= len(stream)
    if len(places) > _SHEETS:
        raise Unreadable("parts")
    cells = records = 0
    for place in places:
        sheet, seen = SheetMarks(), set[Place]()
        for code, body in _records(stream, place):
            _note(code, body, sheet, seen)
            records += 1
            if records > _RECORDS:  # sheets may claim the same place again and again
                raise Unreadable("cells")
            if code == _DIMENSIONS:
                marks.is_honest &= _is_small(body)
        cells += len(seen)
        if cells > _CELLS:
            raise Unreadable("cells")
        marks.sheets.append(sheet)
    return marks


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records of the substream that begins here, without those of charts inside it."""
    depth = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        at += 4
        depth += code in _BOF
        if depth == 1:
            yield code, stream[at : at + size]
        if code == _EOF:
            depth -= 1
            if depth <= 0:
                return
        at += size


def _note(code: int, body: bytes, sheet: SheetMarks, seen: set[Place]) -> None:
    if code == _FILTERED:
        sheet.is_filtered = True
    if len(body) < 6 or (code != _MANY and code not in _ONE):
        return
    row, first = struct.unpack_from("<HH", body)
    last = int.from_bytes(body[-2:], "little") if code == _MANY else first
    for column in range(first, min(last, first + len(body) // 6) + 1):
        place = (row + 1, column + 1)
        (sheet.repeated if place in seen else seen).add(place)
    if code in _FORMULAS:
        sheet.formulas.add((row + 1, first + 1))


def _is_small(body: bytes) -> bool:
    shape = {14: "<IIHH", 10: "<HHHH"}.get(len(body))
    if shape is None:
        return False
    top, bottom, left, right = struct.unpack_from(shape, body)
    high, wide = int(bottom) - int(top), int(right) - int(left)
    return high >= 0 and wide >= 0 and high * wide <= AREA
