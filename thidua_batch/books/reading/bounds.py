"""What one XML part of a workbook would cost its reader, counted without parsing it.

Quick passes over the bytes: counts are of what stands there, never of what a file says of
itself, and err towards more.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

CELLS = 500_000
_COLUMNS, _ROWS, _BOX = 16_384, 1_048_576, 1 << 28
_MARKUP = 4_000_000
_DEEP, _WINDOW, _LONGEST = 1_000, 1 << 14, 1 << 19
_LIMITS = {b"row": 100_000, b"table-row": 100_000, b"si": CELLS} | dict.fromkeys(
    [
        b"col", b"mergeCell", b"hyperlink", b"cfRule", b"dataValidation", b"comment", b"font",
        b"fill", b"border", b"dxf", b"cellStyle", b"style", b"table-column",
    ],
    50_000,
) | {b"xf": 100_000, b"definedName": 100_000}  # fmt: skip
_CELLS = (b"c", b"table-cell", b"covered-table-cell")
_TAG = re.compile(rb"<(?:\w+:)?(c|" + b"|".join(sorted({*_LIMITS, *_CELLS} - {b"c"})) + rb")[\s>/]")
_AREAS = (b"mergeCell", b"hyperlink")
_REF = re.compile(rb"\bref\s*=\s*(?:\"([^\"<]*)|'([^'<]*))")
_CORNER = re.compile(rb"\s*\$?([A-Za-z]{0,3})\$?(\d{0,7})\s*")
_FAR = re.compile(rb"\br\s*=\s*[\"']\s*\$?(?:[A-Za-z]{3,9}\$?\d|[A-Za-z]{1,2}\$?\d{5})")
_PLACE = re.compile(rb"\br\s*=\s*[\"']\s*\$?([A-Za-z]{1,9})\$?(\d{1,9})")
# Kept for other programs: long texts are usual here, and no reader of cells opens them.
_KEPT = ("customxml/", "xl/media/", "pictures/", "docprops/")


@dataclass(slots=True)
class Tally:
    """What was counted so far in all parts of a file."""

    markup: int = 0
    seen: Counter[bytes] = field(default_factory=Counter)
    cells: int = 0


def fault(name: str, content: bytearray, tally: Tally) -> str | None:
    """Why the part is too much, as a key of REASONS; adds what it holds to the tally."""
    tally.markup += content.count(b"<")
    if tally.markup > _MARKUP or _is_misshapen(name, content):
        return "elements"
    for tag in _TAG.finditer(content):
        kind = tag[1]
        if kind in _CELLS:
            tally.cells += 1
        else:
            tally.seen[kind] += 1
            if kind in _AREAS:
                tally.cells += _area(content, tag.end())
            if tally.seen[kind] > _LIMITS[kind]:
                return "elements"
        if tally.cells > CELLS:
            return "cells"
    return "far" if _FAR.search(content) and _is_far(content) else None


def _is_misshapen(name: str, content: bytearray) -> bool:
    """Nested without end, or one run of bytes without any tag.

    Depth is counted at the edges of windows: exact to what one window can hold.
    """
    depth = 0
    for start in range(0, len(content), _WINDOW):
        end = start + _WINDOW + 1
        tags = content.count(b"<", start, end - 1)
        aside = content.count(b"<!", start, end) + content.count(b"<?", start, end)
        shut = 2 * content.count(b"</", start, end) + content.count(b"/>", start, end)
        depth += tags - aside - shut
        if depth > _DEEP:
            return True
    if name.startswith(_KEPT):
        return False
    return any(
        content.find(b"<", start, start + _LONGEST) < 0
        for start in range(0, len(content) - _LONGEST, _LONGEST)
    )


def _area(content: bytearray, start: int) -> int:
    """Cells of a joined or linked area: the reader makes an object of each."""
    stop = content.find(b"<", start)
    total = 0
    for found in _REF.finditer(content, start, len(content) if stop < 0 else stop):
        text = found[1] if found[1] is not None else found[2]
        first, _, last = text.partition(b":")
        if b"&" in text:  # letters written as entities, which this does not read
            return CELLS + 1
        if not last:
            continue
        top, left = _corner(first, 1, 1)
        bottom, right = _corner(last, _ROWS, _COLUMNS)
        total += (abs(bottom - top) + 1) * (abs(right - left) + 1)
    return total


def _corner(text: bytes, row: int, column: int) -> tuple[int, int]:
    said = _CORNER.fullmatch(text)
    if said is None:
        return row, column
    return int(said[2] or row), _column(said[1]) or column


def _is_far(content: bytearray) -> bool:
    """Cells so far apart that a reader which lays out the whole box would need gigabytes."""
    bottom = right = 1
    for letters, digits in (m.groups() for m in _PLACE.finditer(content)):
        bottom, right = max(bottom, int(digits)), max(right, _column(letters))
    return bottom > _ROWS or right > _COLUMNS or bottom * right > _BOX


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - 64
    return number
