"""What the text inside a cell means, by the cell's type.

What readers would understand differently is refused: no office program writes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal

from thidua_batch.books.reading.grid import Stored, Unreadable, number

_NUMBER = re.compile(
    r"[ \t\r\n]*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?[ \t\r\n]*"
)
_INDEX = re.compile(r"[ \t\r\n]*([0-9]{1,9})[ \t\r\n]*")
_DAY = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:T(?P<at>[0-9:]{5,8})(?P<part>\.[0-9]{1,9})?)?Z?"
    r"|T?(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,9})?Z?"
)
# Bounded, so that no formula takes long; a column of a table ("[2024]") has no sheet behind it.
_LINK = re.compile(r"\[[0-9]{1,9}\](?:[^\[\]'!\"(),;+*/&=<>^ -]{0,80}!|[^\[\]'!]{0,80}'!)")
_QUOTED = re.compile(r'"[^"]*"')
_SIZE, _LONGEST_SIZE = re.compile(r"[0-9]*\.?[0-9]+"), 40
#: What is lower (in points) or narrower (in letters) shows nothing that a person can read.
LOWEST, NARROWEST = Decimal(3), Decimal("0.5")
_TRUTHS = {"1": True, "0": False, "true": True, "false": False}


def number_of(raw: str, doubts: set[str]) -> Decimal | None:
    """A stored number; None where only spaces are stored."""
    if raw.isascii() and raw.isdecimal() and len(raw) <= 15:
        return Decimal(raw)
    if raw.isspace():
        doubts.add("spaces")
        return None
    if not _NUMBER.fullmatch(raw):
        raise Unreadable("odd_cells")
    try:
        return number(raw)
    except ValueError as fault:  # beyond what a spreadsheet can hold
        raise Unreadable("odd_cells") from fault


def shared(raw: str, texts: Mapping[str, str], doubts: set[str]) -> str | None:
    """A shared text by its index; None where only spaces are stored."""
    if raw.isspace():
        doubts.add("spaces")
        return None
    index = _INDEX.fullmatch(raw)
    text = texts.get(str(int(index[1]))) if index else None
    if text is None:
        raise Unreadable("odd_cells")
    return text


def rare(raw: str, kind: str, doubts: set[str]) -> Stored:
    """A truth value, an error or a moment; None where only spaces are stored."""
    if kind not in ("b", "e", "d"):
        raise Unreadable("odd_cells")
    if not raw:
        doubts.add("spaces")
        return None
    if kind == "d":
        return moment(raw)
    if kind == "e":
        return raw
    if raw not in _TRUTHS:
        raise Unreadable("odd_cells")
    if len(raw) > 1:
        doubts.add("boolean")
    return _TRUTHS[raw]


def moment(text: str) -> datetime | time:
    """A day or a time in the standard's own notation, to the whole second."""
    found = _DAY.fullmatch(text)
    try:
        if found and found["time"]:
            return time.fromisoformat(found["time"])
        if found and found["day"]:
            return datetime.fromisoformat(f"{found['day']}T{found['at'] or '00:00'}")
    except ValueError as fault:
        raise Unreadable("odd_cells") from fault
    raise Unreadable("odd_cells")


def has_link(formula: str) -> bool:
    """Whether a formula takes something from another workbook."""
    return "[" in formula and bool(_LINK.search(_QUOTED.sub('""', formula)))


def column_of(letters: str) -> int:
    """The number of a column; Unreadable where it has none."""
    if not (1 <= len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        raise Unreadable("odd_cells")
    if not letters.isupper():
        raise Unreadable("odd_cells")
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found


def is_tiny(size: str | None, least: Decimal) -> bool:
    """Whether a height or width hides what has it."""
    if not size or len(size) > _LONGEST_SIZE or not _SIZE.fullmatch(size):
        return False
    return Decimal(size) < least
