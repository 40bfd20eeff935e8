"""Texts of a workbook: plain and formatted runs joined, reading aids left out, escapes resolved."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from thidua_batch.books.reading import markup
from thidua_batch.books.reading.grid import Unreadable
from thidua_batch.books.reading.package import Package

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MOST = 1_000_000
_BESIDE = ("rPh", "phoneticPr", "extLst")
_INSIDE = {"r": ("rPr", "t"), "rPh": ("t",)}
#: A line through a letter, in Unicode; figures above and below the line.
STRUCK = "\u0336"
_RAISED = {
    "superscript": str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"),
    "subscript": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}
_ITEMS, _CHILDREN = ("si", "extLst"), ("t", "r", *_BESIDE)


def unescape(text: str) -> str:
    """Resolve `_xHHHH_` once; halves of a pair are joined, a lone half becomes U+FFFD."""
    if "_x" not in text:
        return text
    found = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(found):
        return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return found


def looking(text: str, *, is_struck: bool, position: str) -> str:
    """A run's text as it looks: struck out, or its figures above or below the line.

    Else "9" struck out before "8" would be 98, and ten to the second 102.
    """
    found = text.translate(_RAISED.get(position, {}))
    if not is_struck:
        return found
    return "".join(char if char.isspace() else char + STRUCK for char in found)


def read(package: Package, part: str | None) -> list[str]:
    """The shared texts in order; none where the workbook has no such part."""
    found: list[str] = []
    if part is None:
        return found

    def done(text: str) -> None:
        found.append(text)
        if len(found) > _MOST:
            raise Unreadable("cells")

    def arrange(parser: expat.XMLParserType, texts: list[str]) -> None:
        def start(name: str, attributes: markup.Attributes) -> None:
            space, local, prefix = markup.rooted(name, attributes)
            if local != "sst" or space not in (markup.MAIN, markup.STRICT):
                raise Unreadable("reader")
            items = Collector(prefix, texts, done, package.doubts)
            parser.StartElementHandler, parser.EndElementHandler = items.start, items.end

        parser.StartElementHandler = start
        parser.CharacterDataHandler = texts.append

    package.parse(part, arrange)
    return found


@dataclass(slots=True)
class Collector:
    """Handlers for the items of a text table; each item's text is given to `done`.

    At depth 1 an item is open already: that is how the text of an inline cell is read.
    """

    prefix: str
    texts: list[str]
    done: Callable[[str], None]
    doubts: set[str]
    depth: int = 0
    child: str = ""
    grandchild: str = ""
    takes: bool = False
    is_item: bool = True
    is_struck: bool = False
    position: str = ""
    parts: list[str] = field(default_factory=list)

    def start(self, name: str, attributes: markup.Attributes) -> None:
        """An element begins: an item, a text or run of it, a text of the run."""
        if self.takes:  # an element inside a text: readers take what is before, behind, or nothing
            raise Unreadable("odd_cells")
        if self.texts:
            self._stray()
        depth = self.depth = markup.deeper(self.depth)
        local = markup.local_name(name, self.prefix) if self.prefix else name
        if attributes:
            self._described(local, attributes)
        if depth == 1:
            self.is_item, self.child, self.takes = local == "si", "", False
            self.parts.clear()
            if local not in _ITEMS:
                self.doubts.add("strings")
        elif depth == 2:
            self.takes = local == "t"
            # A plain text comes first and alone; runs may follow each other.
            if local not in _CHILDREN or (self.takes and self.child):
                self.doubts.add("strings")
            self.child, self.grandchild = local, ""
            self.is_struck, self.position = False, ""
        else:
            if depth == 4 and self.grandchild == "rPr":
                self._look(local, attributes)
            self.takes = depth == 3 and self.child == "r" and local == "t"
            self._inside(local)

    def end(self, _: str) -> None:
        """An element ends; with an item's end its text is known."""
        if self.takes:
            told, struck = "".join(self.texts), self.is_struck
            self.parts.append(looking(told, is_struck=struck, position=self.position))
            self.texts.clear()
            self.takes = False
        elif self.texts:
            self._stray()
        self.depth -= 1
        if self.depth == 0 and self.is_item:
            self.done(unescape("".join(self.parts)))

    def _look(self, local: str, attributes: markup.Attributes) -> None:
        """What of a run's look changes what it says."""
        said = attributes.get("val")
        if local == "strike":
            self.is_struck = said is None or markup.is_true(said)
        elif local == "vertAlign":
            self.position = said or ""

    def _described(self, local: str, attributes: markup.Attributes) -> None:
        """Items, runs and texts have no attributes but of other namespaces (xml:space)."""
        if markup.binding(self.prefix) in attributes:
            self.doubts.add("namespaces")
        elif local in ("si", "r", "t") and any(":" not in name for name in attributes):
            self.doubts.add("attributes")

    def _inside(self, local: str) -> None:
        """What stands deeper: the look of a run, and nothing that another reader takes for text."""
        if self.depth == 3:
            is_second = local == "t" == self.grandchild
            is_known = local in _INSIDE.get(self.child, ()) and not is_second
            self.grandchild = local
        else:
            is_known = self.grandchild == "rPr" and local not in ("si", "r", "t")
        if not is_known and self.child != "extLst":
            self.doubts.add("strings")

    def _stray(self) -> None:
        """Text where none belongs; it is left out."""
        if self.child not in _BESIDE and "".join(self.texts).strip():
            self.doubts.add("stray_text")
        self.texts.clear()
