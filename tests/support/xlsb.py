"""A small writer of binary workbooks (.xlsb), since no program at hand writes them.

Calamine and LibreOffice open what it writes, which is how the writer itself is checked.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: What a cell may be: a number, a truth, a shared text, or one of the records below by name.
Value = float | bool | str | tuple[str, object]

_RECORDS = {"blank": 1, "rk": 2, "error": 3, "truth": 4, "real": 5, "inline": 6, "shared": 7,
            "f_text": 8, "f_number": 9, "f_bool": 10, "f_error": 11}  # fmt: skip
_CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Default Extension="xml" ContentType="application/xml"/>
{sheets}
<Override PartName="/xl/sharedStrings.bin" ContentType="application/vnd.ms-excel.sharedStrings"/>
<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/>
</Types>"""
_SHEET_TYPE = (
    '<Override PartName="/xl/worksheets/sheet{n}.bin" ContentType="application/vnd.ms-excel.'
    'worksheet"/>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="http://schemas.openxmlformats.'
    'org/package/2006/relationships">{lines}</Relationships>'
)
_CUSTOM = (
    '<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/'
    '2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
    'docPropsVTypes">{lines}</Properties>'
)
_APP = (
    '<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/'
    '2006/extended-properties"><Application>Microsoft Excel</Application>'
    "<AppVersion>16.0300</AppVersion></Properties>"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: cells by row and column from 1, each a value and the number of its style."""

    title: str
    cells: Mapping[tuple[int, int], tuple[Value, int]]
    state: int = 0
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: Sequence[tuple[int, int]] = ()
    merged: Sequence[tuple[int, int, int, int]] = ()
    extra: bytes = b""
    size: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook. `styles`: number of the format and of the font, for each style."""

    pages: Sequence[Page]
    formats: Mapping[int, str] = field(default_factory=dict)
    fonts: Sequence[str] = ("Calibri",)
    styles: Sequence[tuple[int, int]] = ((0, 0),)
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    from_1904: bool = False


def write(book: Book) -> bytes:
    """The workbook's bytes."""
    texts = sorted({v for p in book.pages for v, _ in p.cells.values() if isinstance(v, str)})
    out = io.BytesIO()
    numbers = range(1, len(book.pages) + 1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        types = "".join(_SHEET_TYPE.format(n=n) for n in numbers)
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES.format(sheets=types))
        archive.writestr("_rels/.rels", _related({"rId1": ("officeDocument", "xl/workbook.bin")}))
        archive.writestr("xl/workbook.bin", _workbook(book))
        parts = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.bin") for n in numbers}
        parts |= {
            "rId98": ("sharedStrings", "sharedStrings.bin"),
            "rId99": ("styles", "styles.bin"),
        }
        archive.writestr("xl/_rels/workbook.bin.rels", _related(parts))
        archive.writestr("xl/sharedStrings.bin", _shared(texts))
        archive.writestr("xl/styles.bin", _styles(book))
        for n, page in zip(numbers, book.pages, strict=True):
            archive.writestr(f"xl/worksheets/sheet{n}.bin", _sheet(page, texts))
        archive.writestr("docProps/app.xml", _APP)
        lines = "".join(
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name="{name}">'
            f"<vt:lpwstr>{value}</vt:lpwstr></property>"
            for n, (name, value) in enumerate(book.properties.items(), 2)
        )
        archive.writestr("docProps/custom.xml", _CUSTOM.format(lines=lines))
    return out.getvalue()


def record(code: int, body: bytes = b"") -> bytes:
    """One record: its number, its length, its content."""
    head = bytes([code]) if code < 0x80 else bytes([code & 0x7F | 0x80, code >> 7])
    size = len(body)
    length = bytearray()
    while True:
        piece, size = size & 0x7F, size >> 7
        length.append(piece | (0x80 if size else 0))
        if not size:
            return head + bytes(length) + body


def _related(parts: Mapping[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in parts.items()
    )
    return _RELATIONS.format(lines=lines)


def _wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return struct.pack("<I", len(raw) // 2) + raw


def _workbook(book: Book) -> bytes:
    out = record(131) + record(153, struct.pack("<II", int(book.from_1904), 0) + _wide(""))
    out += record(143)
    for n, page in enumerate(book.pages, 1):
        out += record(156, struct.pack("<II", page.state, n) + _wide(f"rId{n}") + _wide(page.title))
    out += record(144)
    for name, text in book.names.items():
        raw = text.encode("utf-16-le")
        token = struct.pack("<BH", 0x17, len(raw) // 2) + raw
        formula = struct.pack("<I", len(token)) + token + struct.pack("<I", 0)
        flags = struct.pack("<IBI", 0, 0, 0xFFFFFFFF)
        out += record(39, flags + _wide(name) + formula + struct.pack("<I", 0xFFFFFFFF))
    return out + record(132)


def _shared(texts: Sequence[str]) -> bytes:
    items = b"".join(record(19, b"\0" + _wide(text)) for text in texts)
    return record(159, struct.pack("<II", len(texts), len(texts))) + items + record(160)


def _styles(book: Book) -> bytes:
    out = record(278) + record(615, struct.pack("<I", len(book.formats)))
    for number, text in book.formats.items():
        out += record(44, struct.pack("<H", number) + _wide(text))
    out += record(616) + record(611, struct.pack("<I", len(book.fonts)))
    for font in book.fonts:
        head = struct.pack("<HHHHBBBB", 220, 0, 400, 0, 0, 2, 0, 0)
        out += record(43, head + b"\x07\x01\0\0\0\0\0\xff" + b"\0" + _wide(font))
    out += record(612) + record(626, struct.pack("<I", 1)) + _style(0xFFFF, 49, 0) + record(627)
    out += record(617, struct.pack("<I", len(book.styles)))
    out += b"".join(_style(0, shape, font) for shape, font in book.styles)
    return out + record(618) + record(279)


def _style(parent: int, shape: int, font: int) -> bytes:
    return record(47, struct.pack("<HHHHHBBHH", parent, shape, font, 0, 0, 0, 0, 0, 0))


def _sheet(page: Page, texts: Sequence[str]) -> bytes:
    rows = sorted({row for row, _ in page.cells} | page.hidden_rows)
    columns = [column for _, column in page.cells] or [1]
    size = page.size or (rows[0] - 1 if rows else 0, rows[-1] - 1 if rows else 0, min(columns) - 1,
                         max(columns) - 1)  # fmt: skip
    out = record(129) + record(148, struct.pack("<IIII", *size))
    if page.hidden_columns:
        out += record(390)
        for first, last in page.hidden_columns:
            out += record(60, struct.pack("<IIIIH", first - 1, last - 1, 2304, 0, 1))
        out += record(391)
    out += record(145)
    for row in rows:
        out += row_record(row, is_hidden=row in page.hidden_rows)
        for (at, column), (value, style) in sorted(page.cells.items(), key=lambda item: item[0]):
            if at == row:
                out += cell_record(column, value, style, texts)
    out += page.extra + record(146)
    if page.merged:
        out += record(177, struct.pack("<I", len(page.merged)))
        for top, left, bottom, right in page.merged:
            out += record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
        out += record(178)
    return out + record(130)


def row_record(row: int, *, is_hidden: bool = False) -> bytes:
    """The record that begins a row."""
    flags = 0x10 if is_hidden else 0
    return record(0, struct.pack("<IIHBBBI", row - 1, 0, 300, 0, flags, 0, 0))


def cell_record(column: int, value: Value, style: int, texts: Sequence[str] = ()) -> bytes:
    """One cell; a pair names its record: rk, error, inline, blank, f_text, f_number and so on."""
    if isinstance(value, str):
        kind, said = "shared", struct.pack("<I", texts.index(value))
    elif isinstance(value, tuple):
        kind, said = value[0], _body(*value)
    else:
        kind = "truth" if isinstance(value, bool) else "real"
        said = bytes([value]) if isinstance(value, bool) else struct.pack("<d", value)
    formula = struct.pack("<HIBHI", 0, 3, 0x1E, 1, 0) if kind.startswith("f_") else b""
    return record(_RECORDS[kind], struct.pack("<II", column - 1, style) + said + formula)


def _body(kind: str, value: object) -> bytes:
    if isinstance(value, str):
        return _wide(value)
    if isinstance(value, float):
        return struct.pack("<d", value)
    assert isinstance(value, int)
    return b"" if kind == "blank" else struct.pack("<i" if kind == "rk" else "<B", value)
