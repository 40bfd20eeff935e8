"""Records of a binary workbook part (.xlsb): how they follow each other, and their small types."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from thidua_batch.books.reading.grid import Unreadable

#: Record numbers that the reader looks at.
ROW, BLANK, RK, ERROR, BOOLEAN, REAL, TEXT, SHARED_TEXT = range(8)
FORMULA_TEXT, FORMULA_NUMBER, FORMULA_BOOLEAN, FORMULA_ERROR = range(8, 12)
SHORT_CELLS = range(12, 19)
SHARED_ITEM, NAME, FONT, FORMAT, STYLE, COLUMNS, RICH_TEXT = 19, 39, 43, 44, 47, 60, 62
BOOK_PROPERTIES, SHEET, FILTER_COLUMN, MERGE = 153, 156, 163, 176
SHARED_COUNT, SIZE = 159, 148
BEGIN_STYLES, END_STYLES = 617, 618
_LEFT_OUT, _MOST = 0xFFFFFFFF, 4_000_000


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each record; Unreadable where the last one is cut."""
    at, end, seen = 0, len(part), 0
    while at < end:
        seen += 1
        if seen > _MOST:
            raise Unreadable("cells")
        code = part[at]
        at += 1
        if code & 0x80:
            if at >= end:
                raise Unreadable("cut")
            code = (code & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        for _ in range(4):
            if at >= end:
                raise Unreadable("cut")
            piece = part[at]
            at += 1
            size |= (piece & 0x7F) << shift
            shift += 7
            if not piece & 0x80:
                break
        if at + size > end:
            raise Unreadable("cut")
        yield code, part[at : at + size]
        at += size


def wide(body: bytes, at: int) -> tuple[str, int]:
    """A counted text and where it ends; a text that is left out is empty."""
    (count,) = struct.unpack_from("<I", body, at)
    if count == _LEFT_OUT:
        return "", at + 4
    end = at + 4 + 2 * count
    if end > len(body):
        raise Unreadable("reader")
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def short_number(body: bytes, at: int) -> float:
    """A number in four bytes: 30 bits of it, whether it is whole, whether it is hundredths."""
    (raw,) = struct.unpack_from("<i", body, at)
    if raw & 2:
        value = float(raw >> 2)
    else:
        (value,) = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", raw & ~3))
    return value / 100 if raw & 1 else value
