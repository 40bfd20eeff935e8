"""Cells that two readers understand differently: asked where openpyxl is the reader.

openpyxl takes "1_0" for 10, and of a cell that is written twice the last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

_PLAIN = re.compile(r"\s*(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)?\s*", re.ASCII)
_INDEX = re.compile(r"\s*\d{0,9}\s*", re.ASCII)
_WANTED = {"n": _PLAIN, "s": _INDEX}


def has_odd_cells(content: bytes | bytearray) -> bool:
    """Whether a cell is written twice, or a number or text index is not plain digits.

    What is no XML at all is left to the reader.
    """
    sheet = _Sheet()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = sheet.start
    parser.EndElementHandler = sheet.end
    parser.CharacterDataHandler = sheet.text
    try:
        parser.Parse(bytes(content), True)
    except expat.ExpatError:
        return sheet.is_odd
    return sheet.is_odd


@dataclass(slots=True)
class _Sheet:
    """The cell that is being read, and what was seen."""

    is_odd: bool = False
    seen: set[str] = field(default_factory=set)
    wanted: re.Pattern[str] | None = None
    said: list[str] | None = None
    has_value: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            place = attributes.get("r", "").upper()
            self.is_odd |= place in self.seen
            if place:
                self.seen.add(place)
            self.wanted = _WANTED.get(attributes.get("t", "n"))
            self.has_value = False
        elif tag == "v":
            self.is_odd |= self.has_value
            self.has_value = True
            self.said = []

    def text(self, text: str) -> None:
        if self.said is not None:
            self.said.append(text)

    def end(self, name: str) -> None:
        if self.said is not None and name.rpartition(":")[2] == "v":
            if self.wanted is not None and not self.wanted.fullmatch("".join(self.said)):
                self.is_odd = True
            self.said = None
