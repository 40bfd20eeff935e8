"""A small writer of Excel 97-2003 workbooks (.xls), to make files that no program would save."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5

from msoffcrypto.method import rc4

_SECTOR, _SMALL = 512, 4_096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
#: What stays readable in a locked stream: how streams begin, the lock, user interface.
_PLAIN = (0x0809, 0x002F, 0x0194, 0x0195, 0x00E1)

#: A number, a truth, a text, or a pair that names a record: error, formula, formula_text, blank.
Value = float | bool | str | tuple[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: cells in the order of writing, each row, column (from 1), value and style."""

    title: str
    cells: Sequence[tuple[int, int, Value, int]]
    state: int = 0
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: Sequence[int] = ()
    merged: Sequence[tuple[int, int, int, int]] = ()
    size: tuple[int, int, int, int] = (0, 100, 0, 20)
    extra: bytes = b""


def stream(
    pages: Sequence[Page],
    *,
    formats: Sequence[str] = (),
    fonts: Sequence[str] = ("Arial",),
    styles: Sequence[tuple[int, int]] = ((0, 0),),
    texts_claimed: int | None = None,
    early: bytes = b"",
    from_1904: bool = False,
) -> bytes:
    """The workbook stream. `styles`: index of the font, number of the format (164 and on: own)."""
    texts = sorted({v for p in pages for _, _, v, _ in p.cells if isinstance(v, str)})
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 6)) + early
    head += record(0x0042, struct.pack("<H", 1200)) + record(0x22, struct.pack("<H", from_1904))
    for font in fonts:
        look = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0)
        head += record(0x0031, look + _short(font))
    for number, text in enumerate(formats, 164):
        head += record(0x041E, struct.pack("<H", number) + _long(text))
    for font, number in styles:
        head += record(0x00E0, struct.pack("<HHH", font, number, 1) + bytes(14))
    count = len(texts) if texts_claimed is None else texts_claimed
    tail = record(0x00FC, struct.pack("<II", count, count) + b"".join(map(_long, texts)))
    tail += record(0x000A)
    size = len(head) + sum(12 + 2 * len(p.title) for p in pages) + len(tail)
    listed, bodies = b"", b""
    for page in pages:
        at = size + len(bodies)
        listed += record(0x0085, struct.pack("<IBB", at, page.state, 0) + _short(page.title))
        bodies += _sheet(page, texts)
    assert len(head + listed + tail) == size
    return head + listed + tail + bodies


def record(code: int, body: bytes = b"") -> bytes:
    """One record: its number, its length, its content."""
    return struct.pack("<HH", code, len(body)) + body


def _short(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def _long(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _sheet(page: Page, texts: Sequence[str]) -> bytes:
    out = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 1997, 0, 6))
    for column in page.hidden_columns:
        out += record(0x007D, struct.pack("<HHHHHH", column - 1, column - 1, 2304, 0, 1, 0))
    out += record(0x0200, struct.pack("<IIHHH", *page.size, 0))
    for row in sorted(page.hidden_rows):
        out += record(0x0208, struct.pack("<HHHHHHI", row - 1, 0, 20, 255, 0, 0, 0x120))
    out += b"".join(_cell(*cell, texts) for cell in page.cells) + page.extra
    if page.merged:
        areas = [(t - 1, b - 1, left - 1, right - 1) for t, left, b, right in page.merged]
        packed = b"".join(struct.pack("<HHHH", *area) for area in areas)
        out += record(0x00E5, struct.pack("<H", len(areas)) + packed)
    return out + record(0x000A)


def _cell(row: int, column: int, value: Value, style: int, texts: Sequence[str]) -> bytes:
    head = struct.pack("<HHH", row - 1, column - 1, style)
    token = struct.pack("<HIHBH", 0, 0, 3, 0x1E, 1)
    match value:
        case bool():
            return record(0x0205, head + bytes([value, 0]))
        case str():
            return record(0x00FD, head + struct.pack("<I", texts.index(value)))
        case int() | float():
            return record(0x0203, head + struct.pack("<d", value))
        case ("error", int(code)):
            return record(0x0205, head + bytes([code, 1]))
        case ("formula", float(number)):
            return record(0x0006, head + struct.pack("<d", number) + token)
        case ("formula_text", str(text)):
            result = b"\0\0\0\0\0\0\xff\xff"
            return record(0x0006, head + result + token) + record(0x0207, _long(text))
        case ("blank", _):
            return record(0x0201, head)
    raise ValueError(value)


def write(pages: Sequence[Page], **settings: object) -> bytes:
    """The whole file; settings as for `stream`."""
    return compound({"Workbook": stream(pages, **settings)})  # type: ignore[arg-type]


def locked(pages: Sequence[Page], password: str) -> bytes:
    """The whole file, its stream under a password as Excel 97 does it."""
    salt, verifier = bytes(range(16)), bytes(range(100, 116))
    sealed = rc4.DocumentRC4.decrypt(
        password, salt, io.BytesIO(verifier + md5(verifier).digest())
    ).read()
    lock = record(0x002F, struct.pack("<HHH", 1, 1, 1) + salt + sealed)
    plain = stream(pages, early=lock)
    plain += record(0, bytes(-len(plain) % 4))  # msoffcrypto wants whole words to the end
    hidden = rc4.DocumentRC4.decrypt(password, salt, io.BytesIO(plain), blocksize=1024).read()
    out, at = bytearray(hidden), 0
    while at + 4 <= len(plain):
        code, size = struct.unpack_from("<HH", plain, at)
        shown = size if code in _PLAIN else 4 if code == 0x0085 else 0
        out[at : at + 4 + shown] = plain[at : at + 4 + shown]
        at += 4 + size
    return compound({"Workbook": bytes(out)})


def property_set(kind: str, codec: str, page: int, values: Mapping[str, str]) -> bytes:
    """A stream of properties with names, as texts of one code page."""
    wide = 2 if codec == "utf-16-le" else 1

    def text(said: str) -> tuple[bytes, int]:
        raw = (said + "\0").encode(codec)
        return raw.ljust(len(raw) + -len(raw) % 4, b"\0"), len(raw) // wide

    names = struct.pack("<I", len(values))
    bodies = [struct.pack("<IHH", 2, page, 0)]
    for number, (name, value) in enumerate(values.items(), 2):
        raw, count = text(name)
        names += struct.pack("<II", number, count)
        names += raw if wide == 2 else (name + "\0").encode(codec)
        raw, count = text(value)
        bodies.append(struct.pack("<II", 31 if wide == 2 else 30, count) + raw)
    bodies.insert(0, names.ljust(len(names) + -len(names) % 4, b"\0"))
    at, listing = 8 + 8 * len(bodies), b""
    for number, body in zip((0, 1, *range(2, len(bodies))), bodies, strict=True):
        listing += struct.pack("<II", number, at)
        at += len(body)
    whole = struct.pack("<II", at, len(bodies)) + listing + b"".join(bodies)
    head = struct.pack("<HHI16sI", 0xFFFE, 0, 2, b"", 1)
    return head + bytes.fromhex(kind) + struct.pack("<I", 48) + whole


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of these streams, none of them in its small-stream corner."""
    padded = {n: s + bytes(max(_SMALL - len(s), -len(s) % _SECTOR)) for n, s in streams.items()}
    counts = [len(s) // _SECTOR for s in padded.values()]
    listing = -(-(len(padded) + 1) // 4)
    total = sum(counts) + listing
    tables = 1
    while tables * 128 < total + tables:
        tables += 1
    links: list[int] = [_FAT] * tables
    starts = []
    for count in (listing, *counts):
        starts.append(len(links))
        links += [*range(len(links) + 1, len(links) + count), _END]
    links += [_FREE] * (tables * 128 - len(links))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, tables, starts[0], 0,
                        _SMALL, _END, 0, _END, 0)  # fmt: skip
    head += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    entries = _entry("Root Entry", 5, 1 if padded else _FREE, _FREE, _END, 0)
    for n, (name, body) in enumerate(padded.items(), 1):
        following = n + 1 if n < len(padded) else _FREE
        entries += _entry(name, 2, _FREE, following, starts[n], len(body))
    entries = entries.ljust(listing * _SECTOR, b"\0")
    return head + struct.pack(f"<{len(links)}I", *links) + entries + b"".join(padded.values())


def _entry(name: str, kind: int, child: int, following: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    out = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, _FREE, following, child)
    return out + bytes(36) + struct.pack("<IQ", start, size)
