"""Properties of a document: property sets of an .xls, `docProps` of a zipped workbook.

Damaged properties are no properties; the cells do not depend on them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from thidua_batch.books.reading import events
from thidua_batch.books.reading.grid import Unreadable
from thidua_batch.books.reading.zipped import Parts

APP, CUSTOM = "docprops/app.xml", "docprops/custom.xml"
_USER_SET = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
_SUMMARY_SET = bytes.fromhex("e0859ff2f94f6810ab9108002b27b3d9")
_PROGRAM, _CODEPAGE, _NAMES = 18, 1, 0
_BYTES, _WIDE, _BOOLEAN = 30, 31, 11
_PLAIN = {2: "<h", 3: "<i", 4: "<f", 5: "<d"}
_UTF16 = 1200
_MOST = 1_000


def custom_of_set(stream: bytes) -> dict[str, str]:
    """User-defined properties of a `DocumentSummaryInformation` stream, as texts."""
    try:
        return _custom(stream)
    except (struct.error, ValueError, LookupError):
        return {}


def program_of_set(stream: bytes) -> str:
    """The program named in a `SummaryInformation` stream; empty where none is."""
    try:
        values, at, codec = _set(stream, _SUMMARY_SET)
        return _value(stream, at + values[_PROGRAM], codec) if _PROGRAM in values else ""
    except (struct.error, ValueError, LookupError):
        return ""


def _set(stream: bytes, wanted: bytes) -> tuple[dict[int, int], int, str]:
    """Offsets of the properties by number, where the set begins, how its text is encoded."""
    (count,) = struct.unpack_from("<I", stream, 24)
    for n in range(min(count, 8)):
        kind, at = struct.unpack_from("<16sI", stream, 28 + 20 * n)
        if kind == wanted:
            _, properties = struct.unpack_from("<II", stream, at)
            pairs = [
                struct.unpack_from("<II", stream, at + 8 + 8 * i)
                for i in range(min(properties, _MOST))
            ]
            values = dict(pairs)
            page = _UTF16
            if _CODEPAGE in values:
                (page,) = struct.unpack_from("<H", stream, at + values[_CODEPAGE] + 4)
            return values, at, {_UTF16: "utf-16-le", 65001: "utf-8"}.get(page, f"cp{page}")
    return {}, 0, "utf-8"


def _custom(stream: bytes) -> dict[str, str]:
    values, at, codec = _set(stream, _USER_SET)
    if _NAMES not in values:
        return {}
    names = _names(stream, at + values[_NAMES], codec)
    return {
        name: _value(stream, at + values[number], codec)
        for number, name in names
        if number in values
    }


def _names(stream: bytes, at: int, codec: str) -> Iterator[tuple[int, str]]:
    (count,) = struct.unpack_from("<I", stream, at)
    at += 4
    for _ in range(min(count, _MOST)):
        number, length = struct.unpack_from("<II", stream, at)
        size = length * 2 if codec == "utf-16-le" else length
        yield number, _text(stream[at + 8 : at + 8 + size], codec)
        at += 8 + size + (-size % 4 if codec == "utf-16-le" else 0)


def _value(stream: bytes, at: int, codec: str) -> str:
    kind, size = struct.unpack_from("<II", stream, at)
    if kind == _BYTES:
        return _text(stream[at + 8 : at + 8 + size], codec)
    if kind == _WIDE:
        return _text(stream[at + 8 : at + 8 + 2 * size], "utf-16-le")
    if kind == _BOOLEAN:
        return "true" if struct.unpack_from("<h", stream, at + 4)[0] else "false"
    return str(struct.unpack_from(_PLAIN[kind], stream, at + 4)[0]) if kind in _PLAIN else ""


def _text(raw: bytes, codec: str) -> str:
    return raw.decode(codec, "replace").partition("\0")[0]


def custom(parts: Parts) -> Mapping[str, str]:
    """Custom properties of a zipped Office workbook, as texts."""
    return dict(_properties(parts.contents.get(CUSTOM)))


def program(parts: Parts) -> str:
    """The program that saved a zipped Office workbook, with its version."""
    content = parts.contents.get(APP)
    said = {}
    try:
        stream = events.events(content) if content else iter(())
        for event in stream:
            if isinstance(event, events.Start) and event.name in ("Application", "AppVersion"):
                said[event.name] = events.text(stream).strip()
    except Unreadable:
        return ""
    return " ".join(said[key] for key in ("Application", "AppVersion") if key in said)


def _properties(content: bytes | None) -> Iterator[tuple[str, str]]:
    stream = events.events(content) if content else iter(())
    try:
        for event in stream:
            if isinstance(event, events.Start) and event.name == "property":
                yield event.said.get("name", ""), events.text(stream).strip()
    except Unreadable:
        return
