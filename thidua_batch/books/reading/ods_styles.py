"""Looks of an OpenDocument sheet's cells: number formats as a spreadsheet writes them, fonts.

What a format shows is `ods_formats`' concern.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from thidua_batch.books.reading import events, ods_formats
from thidua_batch.books.reading.events import Event, Start
from thidua_batch.books.reading.ods_formats import Format

_DATA_STYLES = {
    f"number:{kind}-style"
    for kind in ("number", "percentage", "currency", "date", "time", "boolean", "text")
}
_DEPTH = 16


@dataclass(slots=True)
class Look:
    """A cell style: what it says itself and whose child it is."""

    parent: str = ""
    data_style: str = ""
    font: str = ""


@dataclass(slots=True)
class Styles:
    """Styles by name, as far as the file has been read.

    `telling` are those of text that is struck out, raised or lowered; `ruled` those that another
    style puts in its place under some condition.
    """

    looks: dict[str, Look] = field(default_factory=dict)
    formats: dict[str, Format] = field(default_factory=dict)
    telling: set[str] = field(default_factory=set)
    ruled: set[str] = field(default_factory=set)
    faces: dict[str, str] = field(default_factory=dict)
    hidden_tables: set[str] = field(default_factory=set)
    default_font: str = ""

    def of(self, name: str) -> tuple[str, str]:
        """Number format and font of a cell style, with what it inherits."""
        shape = font = ""
        for _ in range(_DEPTH):
            look = self.looks.get(name)
            if look is None:
                break
            shape = shape or self._code(look.data_style)
            font = font or look.font
            name = look.parent
        font = font or self.default_font
        return shape or "General", self.faces.get(font, font)

    def rules(self, names: Iterable[str]) -> set[str]:
        """Number formats that these styles bring along themselves."""
        looks = (self.looks.get(name) for name in names)
        return {code for look in looks if look and (code := self._code(look.data_style))}

    def _code(self, name: str) -> str:
        """A data style as one format; that of a condition counts by what it shows itself."""
        found = self.formats.get(name)
        if found is None:
            return ""
        codes = [(condition, self.formats.get(other)) for condition, other in found.maps]
        parts = [condition + ("" if other is None else other.code) for condition, other in codes]
        return ";".join([*parts, found.code])


def collect(stream: Iterator[Event], styles: Styles) -> None:
    """Take up every style until the body begins or the part ends."""
    for event in stream:
        if not isinstance(event, Start):
            continue
        said = event.said
        if event.name == "office:body":
            return
        if event.name == "style:font-face":
            family = said.get("svg:font-family", "").strip("'\" ")
            styles.faces[said.get("style:name", "")] = family
        elif event.name in _DATA_STYLES:
            styles.formats[said.get("style:name", "")] = ods_formats.read(stream, event.name)
        elif event.name in ("style:style", "style:default-style"):
            _style(stream, event, styles)


def _is_telling(said: Mapping[str, str]) -> bool:
    """Whether a look changes what a text says: a line through it, figures above or below."""
    line = said.get("style:text-line-through-style") or said.get("style:text-line-through-type")
    position = said.get("style:text-position", "0%").split()
    return line not in (None, "none") or position[:1] not in ([], ["0%"])


def _style(stream: Iterator[Event], start: Start, styles: Styles) -> None:
    said, name = start.said, start.said.get("style:name", "")
    look = Look(said.get("style:parent-style-name", ""), said.get("style:data-style-name", ""))
    depth = 1
    for event in stream:
        if isinstance(event, Start):
            depth += 1
            if event.name == "style:text-properties":
                family = event.said.get("fo:font-family", "").strip("'\" ")
                look.font = event.said.get("style:font-name", "") or family
                if _is_telling(event.said):
                    styles.telling.add(name)
            elif event.name == "style:map":
                styles.ruled.add(event.said.get("style:apply-style-name", ""))
            elif event.said.get("table:display") == "false":
                styles.hidden_tables.add(name)
        elif isinstance(event, events.End):
            depth -= 1
            if not depth:
                break
    if said.get("style:family") != "table-cell":
        styles.hidden_tables -= set() if said.get("style:family") == "table" else {name}
    elif start.name == "style:default-style":
        styles.default_font = look.font
    else:
        styles.looks[name] = look
