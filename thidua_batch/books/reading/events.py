"""XML as a stream of events with short names; a document type is refused, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from thidua_batch.books.reading.grid import Unreadable

_CHUNK, _DEPTH, _MOST = 1 << 16, 256, 1_500_000
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
#: Namespaces by the prefix that everybody gives them; other names keep their address.
_PREFIXES = {
    f"{_ODF}office:1.0": "office:",
    f"{_ODF}table:1.0": "table:",
    f"{_ODF}text:1.0": "text:",
    f"{_ODF}style:1.0": "style:",
    f"{_ODF}datastyle:1.0": "number:",
    f"{_ODF}xsl-fo-compatible:1.0": "fo:",
    f"{_ODF}svg-compatible:1.0": "svg:",
    f"{_ODF}meta:1.0": "meta:",
    f"{_ODF}manifest:1.0": "manifest:",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext:",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": "vt:",
}


@dataclass(frozen=True, slots=True)
class Start:
    """An element begins."""

    name: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class End:
    """An element ends."""

    name: str


#: A piece of text stands for itself.
Event = Start | End | str


def events(content: bytes) -> Iterator[Event]:
    """Everything that the XML says, in order.

    Unreadable "dtd" for a document type, "reader" for what is not well formed, "cells" for more
    or deeper elements than any form has.
    """
    found: list[Event] = []
    short: dict[str, str] = {}
    depth = seen = 0

    def name(full: str) -> str:
        if full not in short:
            address, _, local = full.rpartition(" ")
            short[full] = _PREFIXES.get(address, f"{address} " if address else "") + local
        return short[full]

    def refuse(*_: object) -> NoReturn:
        raise Unreadable("dtd")

    def start(tag: str, said: dict[str, str]) -> None:
        nonlocal depth, seen
        depth, seen = depth + 1, seen + 1
        if depth > _DEPTH or seen > _MOST:
            raise Unreadable("cells")
        found.append(Start(name(tag), {name(key): value for key, value in said.items()}))

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        found.append(End(name(tag)))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = found.append
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for at in range(0, len(content) or 1, _CHUNK):
            parser.Parse(content[at : at + _CHUNK], at + _CHUNK >= len(content))
            yield from found
            found.clear()
    except expat.ExpatError:
        raise Unreadable("reader") from None


def skip(stream: Iterator[Event]) -> None:
    """Leave the element that has just begun, whatever it holds."""
    depth = 1
    for event in stream:
        depth += isinstance(event, Start) - isinstance(event, End)
        if not depth:
            return


def text(stream: Iterator[Event]) -> str:
    """All text inside the element that has just begun."""
    said, depth = [], 1
    for event in stream:
        if isinstance(event, str):
            said.append(event)
        depth += isinstance(event, Start) - isinstance(event, End)
        if not depth:
            break
    return "".join(said)
