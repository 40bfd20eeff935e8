"""Text of a cell of a web page, as a person sees it, and whether that can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from thidua_batch.books.reading.grid import Content, Place, number
from thidua_batch.books.reading.ods_cells import ERRORS

_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
_TELLING_LOOK = re.compile(
    r"text-decoration[^;]*line-through|vertical-align\s*:\s*(?:super|sub)|font-size\s*:\s*0",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset(("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr"))
_SILENT = frozenset(("script", "style", "template", "select", "textarea", "title", "noscript"))
#: What changes a number's meaning by its looks alone: 10 and a raised 2 are not 102.
_TELLING = frozenset(("sup", "sub", "del", "s", "strike", "input", "img", "object", "svg"))
_VOID = frozenset(("br", "hr", "img", "input", "wbr", "col", "link", "meta"))
_EXACT = ("x:num", "sdval")


def is_hidden(said: Mapping[str, str]) -> bool:
    """Whether an element says of itself that it is not shown."""
    return "hidden" in said or bool(_HIDDEN.search(said.get("style", "")))


@dataclass(slots=True)
class Cell:
    """A cell in the making: `place`, and the attributes of its element."""

    place: Place
    said: Mapping[str, str]
    is_doubtful: bool = False
    _pieces: list[str] = field(default_factory=list)
    _silent: str = ""
    _depth: int = 0
    _font: str = ""

    def begin(self, tag: str, said: Mapping[str, str]) -> None:
        """An element begins inside the cell."""
        if self._silent:
            self._depth += tag == self._silent
            return
        if tag not in _VOID and (tag in _SILENT or is_hidden(said)):
            self._silent, self._depth = tag, 1
        elif tag in _BLOCKS:
            self._pieces.append("\n")
        elif tag == "font":
            self._font = self._font or said.get("face", "")
        self.is_doubtful |= tag in _TELLING or bool(_TELLING_LOOK.search(said.get("style", "")))

    def end(self, tag: str) -> None:
        """An element ends inside the cell."""
        if self._silent:
            self._depth -= tag == self._silent
            if not self._depth:
                self._silent = ""
        elif tag in _BLOCKS and tag != "br":
            self._pieces.append("\n")

    def add(self, text: str) -> None:
        """Text inside the cell."""
        if not self._silent:
            self._pieces.append(_SPACE.sub(" ", text))

    def content(self) -> Content | None:
        """The cell as stored; None where it shows nothing."""
        lines = [_SPACE.sub(" ", line).strip(" ") for line in "".join(self._pieces).split("\n")]
        text = "\n".join(line for line in lines if line)
        formula = self.said.get("x:fmla")
        self.is_doubtful |= bool(self._silent) or not self._is_exact(text)
        if not text and not formula and not self.is_doubtful:
            return None
        is_error = text in ERRORS
        return Content(text, None, formula, is_error=is_error, font=self._font)

    def _is_exact(self, text: str) -> bool:
        """Whether the shown text gives the exact value that the page may carry beside it."""
        whole = self.said.get("x:str", "")
        if whole and whole.split() != text.split():
            return False
        exact = next((self.said[key] for key in _EXACT if self.said.get(key)), "")
        if not exact:
            return True
        if not _NUMBER.fullmatch(exact):
            return False
        try:
            return number(exact) in _readings(text)
        except ValueError:  # beyond any number
            return False


def _readings(text: str) -> Iterator[Decimal]:
    """What numbers a shown text may be, by either decimal sign."""
    bare = re.sub(r"[\s\u00a0]", "", text)
    share = bare.endswith("%")
    bare = bare.removesuffix("%")
    for plain in (bare.replace(",", ""), bare.replace(".", "").replace(",", ".")):
        if _NUMBER.fullmatch(plain):
            yield number(plain) / (100 if share else 1)
