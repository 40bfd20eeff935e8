"""A letter (.eml): its files with their names as meant, and when it was received.

Headers are taken apart here, not by the policy that `email` offers for it: that one raises on
odd headers, is slow on long ones, and prefers the plain name to the one with Vietnamese letters.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.errors import (
    CloseBoundaryNotFoundDefect,
    MessageError,
    StartBoundaryNotFoundDefect,
)
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

_VIETNAM = timezone(timedelta(hours=7))
_PARAMETER = re.compile(r';\s*([^\s=;"*]+)(\*\d{1,3})?(\*)?\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_ZONE = re.compile(r"(?:[+-]\d{4}|\b(?:GMT|UTC?|Z))\b")
_DECORATION = 64 << 10
_CUT = (CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect)
_Part: TypeAlias = "Message[str, str]"
_Plain: TypeAlias = dict[str, dict[tuple[int, bool], str]]


@dataclass(frozen=True, slots=True)
class Letter:
    """Files by name (empty where it has none); `is_cut` where the letter ends too early."""

    files: tuple[tuple[str, bytes], ...]
    received_at: datetime | None
    is_cut: bool


def read(data: bytes) -> Letter:
    """The letter, those that it forwards included; RecursionError for one nested without end."""
    letter = email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    files: list[tuple[str, bytes]] = []
    for part, is_related in _leaves(letter):
        name, content = _file_name(part), _bytes(part)
        if name is not None and not _is_decoration(part, is_related, content):
            files.append((name, content))
    is_cut = any(isinstance(d, _CUT) for part in letter.walk() for d in part.defects)
    return Letter(tuple(files), _received_at(letter), is_cut)


def _leaves(part: _Part, *, is_related: bool = False) -> Iterator[tuple[_Part, bool]]:
    inside = part.get_payload()
    if not isinstance(inside, list):
        yield part, is_related
        return
    for child in inside:
        if isinstance(child, Message):
            yield from _leaves(child, is_related=part.get_content_subtype() == "related")


def _bytes(part: _Part) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _is_decoration(part: _Part, is_related: bool, content: bytes) -> bool:
    """A logo or signature that the letter's page shows, rather than a file that was sent."""
    is_shown = is_related and "content-id" in part and _disposition(part) != "attachment"
    return is_shown and part.get_content_maintype() == "image" and len(content) <= _DECORATION


def _disposition(part: _Part) -> str:
    return _raw(part, "content-disposition").partition(";")[0].strip().casefold()


def _file_name(part: _Part) -> str | None:
    """The name; None for what is no file but the letter's own text."""
    names = (
        _parameter(_raw(part, header), key)
        for header, key in (("content-disposition", "filename"), ("content-type", "name"))
    )
    name = next((n for n in names if n), None)
    if name is None and _disposition(part) != "attachment":
        is_text = part.get_content_maintype() in ("text", "multipart", "message")
        return None if is_text else ""
    return name or ""


def _raw(part: _Part, header: str) -> str:
    """A header unfolded, its bytes beyond ASCII as they came."""
    for name, value in part.raw_items():
        if name.casefold() == header:
            return re.sub(r"\r?\n[ \t]", " ", str(value))
    return ""


def _parameter(value: str, key: str) -> str:
    """RFC 2231 first ("filename*=", also in pieces), then the plain one, however encoded."""
    found = {
        (number, star): text
        for name, number, star, text in _PARAMETER.findall(value)
        if name.casefold() == key
    }
    pieces: dict[int, tuple[bool, str]] = {}
    for (number, star), text in found.items():
        if number or star:
            pieces[int(number[1:] or 0)] = (bool(star), _unquoted(text))
    whole = _extended(pieces) if 0 in pieces else ""
    return whole or _encoded(_unquoted(found.get(("", ""), "")))


def _unquoted(text: str) -> str:
    text = text.strip()
    if text[:1] == '"' and text[-1:] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def _extended(pieces: dict[int, tuple[bool, str]]) -> str:
    """Pieces 0, 1, 2 … of a name; only those with a star are escaped, the first names letters."""
    charset, out = "utf-8", b""
    for number in range(len(pieces)):
        if number not in pieces:
            break
        is_escaped, text = pieces[number]
        if is_escaped and number == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw = text.encode("utf-8", "surrogateescape")
        out += unquote_to_bytes(raw) if is_escaped else raw
    return _decoded(out, charset)


def _encoded(text: str) -> str:
    """A plain name: words of RFC 2047, raw UTF-8, or letters of Windows."""
    if "=?" not in text:
        return _decoded(text.encode("utf-8", "surrogateescape"), "utf-8")
    try:
        words = decode_header(text)
    except (MessageError, ValueError):
        return text.encode("ascii", "replace").decode()
    return "".join(
        w if isinstance(w, str) else _decoded(w, charset or "utf-8") for w, charset in words
    )


def _decoded(raw: bytes, charset: str) -> str:
    for codec in (charset or "utf-8", "utf-8", "cp1258"):
        try:
            return raw.decode(codec)
        except (LookupError, ValueError):
            continue
    return raw.decode("latin-1")


def _received_at(letter: _Part) -> datetime | None:
    """When the last server took the letter, else when it was sent; Vietnamese time, no zone."""
    received = (str(v) for n, v in letter.raw_items() if n.casefold() == "received")
    topmost = next(received, "").rpartition(";")[2]
    moments = (_moment(topmost), _moment(_raw(letter, "date")))
    return next((m for m in moments if m is not None), None)


def _moment(text: str) -> datetime | None:
    """A time without a zone is taken for Vietnamese; "-0000" is universal time (RFC 5322)."""
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            has_zone = _ZONE.search(text.partition("(")[0]) is not None
            moment = moment.replace(tzinfo=UTC if has_zone else _VIETNAM)
        moment = moment.astimezone(_VIETNAM).replace(tzinfo=None)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if 2000 <= moment.year < 2100 else None
