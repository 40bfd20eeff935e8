"""One guarded pass of expat: no DTD, no entities, and bounds on depth, tags and texts.

What the elements mean is left to the callers; what is merely unusual is added to their doubts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias
from xml.parsers import expat

from thidua_batch.books.reading.grid import Unreadable

#: Namespace of spreadsheets, and the one of the strict form of the standard.
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"

_CHUNK, _TAG, _PIECES, _DEPTH = 1 << 16, 1 << 20, 16, 64
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")

Attributes: TypeAlias = dict[str, str]
Start: TypeAlias = Callable[[str, Attributes], None]
End: TypeAlias = Callable[[str], None]
#: Path of local names below the root, attributes, text directly inside.
Visit: TypeAlias = Callable[[str, Attributes, str], None]


class Stream(Protocol):
    """What is read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; empty at the end."""
        ...


def parse(
    stream: Stream, arrange: Callable[[expat.XMLParserType, list[str]], None], doubts: set[str]
) -> None:
    """Parse to the end with the handlers that `arrange` sets; texts are appended to its list.

    A handler takes the texts out of the list; one that grows beyond a mebibyte is refused.
    """
    parser = expat.ParserCreate()
    texts: list[str] = []
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    parser.StartDoctypeDeclHandler = _no_dtd
    parser.EntityDeclHandler = _no_dtd
    parser.XmlDeclHandler = lambda _, encoding, __: _encoded(encoding, doubts)
    arrange(parser, texts)
    fed = 0
    try:
        while chunk := stream.read(_CHUNK):
            if not fed and chunk.startswith(_WIDE):
                doubts.add("encoding")
            fed += len(chunk)
            parser.Parse(chunk, False)
            # An unfinished tag is kept whole, with all its attributes, before any handler sees it.
            if fed - parser.CurrentByteIndex > _TAG:
                raise Unreadable("reader")
            if len(texts) > _PIECES:
                raise Unreadable("long")
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise Unreadable("reader") from fault


def _no_dtd(*_: object) -> None:
    raise Unreadable("dtd")


def _encoded(encoding: str | None, doubts: set[str]) -> None:
    """The standard knows two encodings; the parser itself knows four and would look for others."""
    named = "utf-8" if encoding is None else encoding.lower()
    if named in ("utf-16", "iso-8859-1"):
        doubts.add("encoding")
    elif named not in ("utf-8", "us-ascii"):
        raise Unreadable("reader")


def deeper(depth: int) -> int:
    """One level down; no honest part is nested this deep."""
    if depth >= _DEPTH:
        raise Unreadable("reader")
    return depth + 1


def rooted(name: str, attributes: Attributes) -> tuple[str, str, str]:
    """Of a root element: its namespace, its local name, and the prefix of its namespace ("x:").

    Names are compared with their prefixes from here on: cheap, and right as long as no element
    below gives the prefix another meaning (see `binding`).
    """
    before, _, local = name.rpartition(":")
    space = attributes.get(f"xmlns:{before}" if before else "xmlns", "")
    return space, local, f"{before}:" if before else ""


def local_name(name: str, prefix: str) -> str:
    """The bare name of an element of the root's namespace; with a colon one of any other."""
    if not prefix:
        return name
    return name[len(prefix) :] if name.startswith(prefix) else f":{name}"


def binding(prefix: str) -> str:
    """The attribute with which an element would give the root's prefix another meaning."""
    return f"xmlns:{prefix[:-1]}" if prefix else "xmlns"


def visit(stream: Stream, doubts: set[str], seen: Visit) -> tuple[str, str]:
    """Tell every element below the root at its end; gives the root's namespace and local name.

    Names of the root's namespace stand bare in the path, others with their prefixes. The text
    is what stands behind the last child.
    """
    space = local = prefix = bound = path = ""
    held: list[tuple[str, Attributes]] = []

    def arrange(parser: expat.XMLParserType, texts: list[str]) -> None:
        def start(name: str, attributes: Attributes) -> None:
            nonlocal space, local, prefix, bound, path
            texts.clear()
            held.append((path, attributes))
            if len(held) == 1:
                space, local, prefix = rooted(name, attributes)
                bound = binding(prefix)
                return
            if len(held) > _DEPTH:
                raise Unreadable("reader")
            if bound in attributes:
                doubts.add("namespaces")
            bare = local_name(name, prefix) if prefix else name
            path = f"{path}/{bare}" if path else bare

        def end(_: str) -> None:
            nonlocal path
            above, attributes = held.pop()
            if path:
                seen(path, attributes, "".join(texts))
                texts.clear()
            path = above

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = texts.append

    parse(stream, arrange, doubts)
    return space, local


def is_true(text: str | None) -> bool:
    """A truth value of the schema."""
    return text in ("1", "true", "on", "t")
