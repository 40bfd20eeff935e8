"""Number formats and fonts of a binary workbook (.xlsb), by the index that its cells carry."""

from __future__ import annotations

import struct

from openpyxl.styles.numbers import BUILTIN_FORMATS

from thidua_batch.books.reading import biff12

_FONT_NAME = 21
# What these show depends on the language of the program that opens the file.
_BY_LANGUAGE = frozenset((*range(5, 9), *range(23, 37), *range(41, 45), *range(50, 82)))

#: Number format (None: not told) and name of the font.
Look = tuple[str | None, str]


def looks(part: bytes) -> tuple[Look, ...]:
    """The styles of cells, in order; a style that cannot be told has no format."""
    formats = {n: text for n, text in BUILTIN_FORMATS.items() if n not in _BY_LANGUAGE}
    fonts: list[str] = []
    found: list[Look] = []
    is_inside = False
    for code, body in biff12.records(part):
        if code == biff12.FORMAT:
            formats[int.from_bytes(body[:2], "little")] = biff12.wide(body, 2)[0]
        elif code == biff12.FONT:
            fonts.append(biff12.wide(body, _FONT_NAME)[0])
        elif code in (biff12.BEGIN_STYLES, biff12.END_STYLES):
            is_inside = code == biff12.BEGIN_STYLES
        elif code == biff12.STYLE and is_inside:
            _, shape, font = struct.unpack_from("<HHH", body)
            found.append((formats.get(shape), fonts[font] if font < len(fonts) else ""))
    return tuple(found)
