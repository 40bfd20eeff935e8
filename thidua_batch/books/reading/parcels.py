"""Files inside a .zip or a letter (.eml), in memory; nothing is ever written by their names.

A name is a label for people: its printable part, in composed form. Receipt is the letter's, in
Vietnamese time without a zone. What stays closed, and what is damaged, is told.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from thidua_batch.books.reading import letters
from thidua_batch.books.reading.kind import DAMAGED, Kind, listed, sort

_TOTAL, _MEMBERS, _LARGEST, _DEPTH = 64 << 20, 500, 10 << 20, 2
_RATIO, _RATIO_FROM, _CHUNK = 100, 1 << 20, 1 << 16
_CLOSED = {
    Kind.RAR: "rar", Kind.SEVENZIP: "sevenzip", Kind.GZIP: "gzip", Kind.MSG: "msg",
    Kind.TNEF: "tnef",
}  # fmt: skip
_JUNK = re.compile(
    r"(?:^|/)(?:__MACOSX/|\.DS_Store$|\._|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE
)
_UTF8, _UNICODE_NAME, _LONGEST_NAME = 0x800, 0x7075, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file out of a parcel; `parcel` names what it lay in, from the outside in.

    `received_at` is None where no letter tells.
    """

    name: str
    data: bytes
    received_at: datetime | None = None
    parcel: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file, or a whole parcel, that was not taken; `reason` is a key of REASONS."""

    name: str
    reason: str
    parcel: tuple[str, ...] = ()


@dataclass(slots=True)
class _Left:
    """What may still be taken out, over all layers."""

    content: int = _TOTAL
    members: int = _MEMBERS


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: parcels around it, and the letter's receipt."""

    parcel: tuple[str, ...]
    received_at: datetime | None
    left: _Left


class _Full(Exception):
    """A limit is reached: nothing more is taken out; `args[0]` is the reason."""


def unpack(data: bytes, kind: Kind, name: str = "") -> Iterator[Member | Refused]:
    """Everything in a parcel of kind ZIP or EML, parcels in it included (one more layer).

    Other kinds of parcel are refused by name, as is a parcel that gives nothing at all. Folders
    and what systems leave behind (__MACOSX, ~$, Thumbs.db …) are passed over, though they count
    towards the limits. `name` is the parcel's own label, the first in `parcel`.
    """
    top = _Place((), None, _Left())
    found = False
    for item in _opened(data, kind, label(name), top):
        found = True
        yield item
    if not found:
        yield Refused(name=label(name), reason="no_files")


def unpacked(data: bytes, kind: str, name: str) -> list[Member | Refused]:
    """`unpack` with plain arguments, as another process is asked for it."""
    return list(unpack(data, Kind(kind), name))


def label(name: str) -> str:
    """A name as it may be shown: printable, composed, without a way out of its folder."""
    tidy = unicodedata.normalize("NFC", name.replace("\\", "/"))
    steps = ("".join(c for c in step if c.isprintable()) for step in tidy.split("/"))
    shown = "/".join(step for step in steps if step.strip(". "))
    if len(shown) <= _LONGEST_NAME:
        return shown
    return shown[: _LONGEST_NAME - 40] + "…" + shown[-39:]


def _opened(data: bytes, kind: Kind, name: str, place: _Place) -> Iterator[Member | Refused]:
    """A file: itself, or what lies in it."""
    if kind in _CLOSED:
        yield Refused(name=name, reason=_CLOSED[kind], parcel=place.parcel)
        return
    if kind not in (Kind.ZIP, Kind.EML):
        if kind is not Kind.LOCK:
            yield Member(name=name, data=data, received_at=place.received_at, parcel=place.parcel)
        return
    if len(place.parcel) >= _DEPTH:
        yield Refused(name=name, reason="nested", parcel=place.parcel)
        return
    inside = (*place.parcel, name)
    walk = _zip if kind is Kind.ZIP else _letter
    try:
        yield from walk(data, _Place(inside, place.received_at, place.left))
    except _Full as full:
        yield Refused(name=name, reason=full.args[0], parcel=place.parcel)
    except RecursionError:  # a letter in a letter in a letter …
        yield Refused(name=name, reason="nested", parcel=place.parcel)
    except DAMAGED:
        yield Refused(name=name, reason="cut", parcel=place.parcel)


def _letter(data: bytes, place: _Place) -> Iterator[Member | Refused]:
    letter = letters.read(data)
    # A letter inside another came no later than that one, whatever it says of itself.
    moments = [m for m in (place.received_at, letter.received_at) if m is not None]
    place = _Place(place.parcel, min(moments, default=None), place.left)
    for number, (name, content) in enumerate(letter.files, 1):
        _count(place.left)
        if _JUNK.search(name):
            continue
        _take(place.left, len(content))
        shown = label(name) or f"file-{number}"
        yield from _opened(content, sort(content), shown, place)
    if letter.is_cut:
        yield Refused(name=place.parcel[-1], reason="cut", parcel=place.parcel[:-1])


def _zip(data: bytes, place: _Place) -> Iterator[Member | Refused]:
    archive = listed(data)
    if archive is None:
        raise _Full("parts")
    least = place.left.content - max(_RATIO_FROM, _RATIO * len(data))
    with archive:
        for number, info in enumerate(archive.infolist(), 1):
            _count(place.left)
            name = _name(info)
            if info.is_dir() or name.endswith("\\") or _JUNK.search(name.replace("\\", "/")):
                continue
            shown = label(name) or f"file-{number}"
            content = _content(archive, info, place.left, least)
            if isinstance(content, str):
                yield Refused(name=shown, reason=content, parcel=place.parcel)
            else:
                yield from _opened(content, sort(content), shown, place)


def _content(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: _Left, least: int
) -> bytes | str:
    """The member inflated, or why it is not taken; `least` is what must then be left."""
    if info.flag_bits & 1:
        return "locked"
    if info.file_size > _LARGEST:
        return "large"
    content = bytearray()
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                _take(left, len(chunk), least)
    except NotImplementedError:
        return "method"
    except RuntimeError:  # what zipfile raises for a locked member
        return "locked"
    except DAMAGED:
        return "cut"
    return bytes(content)


def _count(left: _Left) -> None:
    left.members -= 1
    if left.members < 0:
        raise _Full("parts")


def _take(left: _Left, size: int, least: int = 0) -> None:
    left.content -= size
    if left.content < max(0, least):
        raise _Full("inflated")


def _name(info: zipfile.ZipInfo) -> str:
    """The name as the program that packed it meant it.

    zipfile takes bytes without a mark for the letters of DOS; many programs mean UTF-8. What is
    neither marked nor UTF-8 is shown with its bytes escaped.
    """
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    told = _unicode_name(info.extra, raw)
    if told is not None:
        return told
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)


def _unicode_name(extra: bytes, raw: bytes) -> str | None:
    """The name in UTF-8 that some programs put beside the old one, where it belongs to it."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_NAME and body[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
            return body[5:].decode("utf-8", "replace")
    return None
