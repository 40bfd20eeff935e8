"""Files made to cost a reader its memory, its time or its life; small on disk."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"


def sheet(inside: bytes, after: bytes = b"", before: bytes = b"") -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        + f'<worksheet xmlns="{_MAIN}">'.encode()
        + before + b"<sheetData>" + inside + b"</sheetData>" + after + b"</worksheet>"
    )  # fmt: skip


def parts(content: bytes, extra: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """The parts of a workbook of one sheet."""
    made = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
            f'<Override PartName="/{SHEET}" ContentType="{_KIND}.worksheet+xml"/></Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ).encode(),
        SHEET: content,
    }
    return made | (extra or {})


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(content: bytes, extra: dict[str, bytes] | None = None) -> bytes:
    return zipped(parts(content, extra))


def plain() -> bytes:
    return book(sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>'))


def noise(size: int) -> bytes:
    """Letters that hardly compress, so that no ratio refuses them."""
    return random.Random(1).randbytes(size // 2).hex().encode()


def varied(template: str, count: int) -> bytes:
    """The template many times with numbers that do not repeat near enough to be packed away."""
    numbers = random.Random(2)
    some = "".join(template.format(numbers.getrandbits(40)) for _ in range(10_000))
    return (some * (count // 10_000)).encode()


def deflated(chunk: bytes, count: int = 1) -> bytes:
    """The chunk so many times, packed once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    return packed * count + packer.flush()


def _shared(name: str, packed: int, size: int, checksum: int) -> bytes:
    """What a member's header and its entry in the directory have in common."""
    return struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, checksum, packed, size, len(name), 0)


def _archive(body: bytes, members: list[tuple[str, bytes, int]]) -> bytes:
    """The body with a directory behind it: name, shared header, offset of each member."""
    directory = b"".join(
        b"PK\x01\x02\x14\x00" + shared + struct.pack("<HHHII", 0, 0, 0, 0, start) + name.encode()
        for name, shared, start in members
    )
    count = len(members)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def raw_zip(members: list[tuple[str, bytes, int]]) -> bytes:
    """An archive written by hand: name, deflated bytes, size (told right up to 1 MiB)."""
    body, placed = b"", []
    for name, packed, size in members:
        checksum = zlib.crc32(zlib.decompress(packed, -15)) if size <= 1 << 20 else 0
        shared = _shared(name, len(packed), size, checksum)
        placed.append((name, shared, len(body)))
        body += b"PK\x03\x04" + shared + name.encode() + packed
    return _archive(body, placed)


def quoting(name: str = "xl/workbook.xml") -> bytes:
    """Members that overlap: each holds the header of the next one, not packed, then its bytes.

    The last one's bytes are inflated once for every member; each header is right by itself.
    """
    packed, plain = deflated(bytes(1 << 20)), bytes(1 << 20)
    body, behind = b"", []
    for member in [name, *(f"xl/{i}.bin" for i in range(400))]:
        shared = _shared(member, len(packed), len(plain), zlib.crc32(plain))
        head = b"PK\x03\x04" + shared + member.encode()
        body = head + packed
        behind.append((member, shared, len(body)))
        quoted = struct.pack("<BHH", 0, len(head), len(head) ^ 0xFFFF) + head
        packed, plain = quoted + packed, head + plain
    return _archive(body, [(called, shared, len(body) - far) for called, shared, far in behind])


def _gigabyte() -> bytes:
    packed, small = deflated(bytes(1 << 20), 1 << 10), deflated(b"<workbook/>")
    return raw_zip([("xl/workbook.xml", small, 11), ("xl/a.bin", packed, 1 << 30)])


def nested_archives(depth: int = 6) -> bytes:
    """Archives in archives in archives: a thousand gigabytes at the bottom."""
    made = zipped({"a.bin": bytes(50 << 20)})
    for _ in range(depth):
        made = zipped({f"{i}.zip": made for i in range(10)})
    return made


def _entities() -> bytes:
    lines = [b'<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">'.encode() for i in range(1, 12)]
    return (
        b'<?xml version="1.0"?><!DOCTYPE x [' + b"".join(lines) + b"]>"
        + sheet(b'<row r="1"><c r="A1" t="str"><v>&a11;</v></c></row>').partition(b"\n")[2]
    )  # fmt: skip


def _full_width(row: int) -> bytes:
    cells = "".join(f'<c r="{letters}{row}"/>' for letters in _columns())
    return f'<row r="{row}">{cells}</row>'.encode()


def _columns() -> Iterable[str]:
    for number in range(1, 16_385):
        letters, left = "", number
        while left:
            left, rest = divmod(left - 1, 26)
            letters = chr(65 + rest) + letters
        yield letters


def _styles(inside: bytes) -> dict[str, bytes]:
    return {"xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'.encode() + inside + b"</styleSheet>"}


def _stored(content: bytes) -> bytes:
    """Not packed, so that no ratio refuses it."""
    return zipped(parts(content), zipfile.ZIP_STORED)


def _packed_parts(name: str, chunk: bytes, count: int) -> bytes:
    packed = deflated(chunk, count)
    made = [(n, deflated(c), len(c)) for n, c in parts(sheet(b"")).items()]
    return raw_zip([*made[:2], (name, packed, len(chunk) * count), *made[2:]])


#: Name of the case -> how it is made, and the code it is refused with.
CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a gigabyte from a megabyte": (_gigabyte, "inflated"),
    "entries that overlap": (quoting, "inflated"),
    "entities in entities": (lambda: book(_entities()), "dtd"),
    "empty rows": (lambda: _stored(sheet(b"<row/>" * 420_000)), "elements"),
    "empty cells": (lambda: _stored(sheet(b"<row>" + b"<c/>" * 2_000_000 + b"</row>")), "cells"),
    "tags": (lambda: book(sheet(varied("<a/><b/>{}" + "<a/>" * 20, 200_000))), "elements"),
    "a far cell": (
        lambda: book(sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "far",
    ),
    "a cell beyond the grid": (
        lambda: book(sheet(b'<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')),
        "far",
    ),
    "a full row far down": (lambda: book(sheet(_full_width(1_000_000))), "far"),
    "full rows": (
        lambda: book(sheet(b"".join(_full_width(row) for row in range(1, 41)))),
        "cells",
    ),
    "columns": (
        lambda: book(
            sheet(b"", before=b"<cols>" + varied('<col min="{}"/>', 1_000_000) + b"</cols>")
        ),
        "elements",
    ),
    "styles": (
        lambda: book(
            sheet(b""), _styles(b"<cellXfs>" + varied('<xf a="{}"/>', 1_000_000) + b"</cellXfs>")
        ),
        "elements",
    ),
    "texts of 300 MB": (
        lambda: _packed_parts(
            "xl/sharedStrings.xml", b"<si><t>" + b"a" * 9_986 + b"</t></si>", 30_000
        ),
        "inflated",
    ),
    "joined areas": (
        lambda: book(
            sheet(
                b"",
                b"<mergeCells>"
                + b"".join(
                    b'<mergeCell ref="A%d:B%d"/>' % (row, row) for row in range(1, 100_001)
                )
                + b"</mergeCells>",
            )
        ),
        "elements",
    ),
    "a whole column joined": (
        lambda: book(sheet(b"", b'<mergeCells><mergeCell ref="A:XFD"/></mergeCells>')),
        "cells",
    ),
    "an area written with entities": (
        lambda: book(sheet(b"", b'<mergeCells><mergeCell ref="A1:&#88;FD9999"/></mergeCells>')),
        "cells",
    ),
    "areas that never end": (lambda: _stored(sheet(b"", b"<mergeCell " * 800_000)), "elements"),
    "nested": (
        lambda: _stored(sheet(b"", b"<a>" * 1_000_000 + b"</a>" * 1_000_000)),
        "elements",
    ),
    "a long attribute": (
        lambda: book(sheet(b'<row r="1" x="' + noise(8 << 20) + b'"/>')),
        "elements",
    ),
    "entries": (lambda: zipped({f"xl/{i}.xml": b"" for i in range(20_000)}), "not_xlsx"),
    "parts": (lambda: book(sheet(b""), {f"xl/{i}.xml": b"" for i in range(4_000)}), "parts"),
}  # fmt: skip
