"""Looks of an OpenDocument sheet's cells: number formats as a spreadsheet writes them, fonts.

Formats are told in meaning (percent, decimals, grouping, text); days and times are not, since
the cells themselves say that they are moments.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from thidua_batch.books.reading import events
from thidua_batch.books.reading.events import Event, Start

_DATA_STYLES = {
    f"number:{kind}-style"
    for kind in ("number", "percentage", "currency", "date", "time", "boolean", "text")
}
_DEPTH = 16
_DIGITS = 30


@dataclass(slots=True)
class Look:
    """A cell style: what it says itself and whose child it is."""

    parent: str = ""
    data_style: str = ""
    font: str = ""


@dataclass(slots=True)
class Styles:
    """Styles by name, as far as the file has been read."""

    looks: dict[str, Look] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
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
            shape = shape or self.formats.get(look.data_style, "")
            font = font or look.font
            name = look.parent
        font = font or self.default_font
        return shape or "General", self.faces.get(font, font)


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
            styles.formats[said.get("style:name", "")] = _format(stream, event.name)
        elif event.name in ("style:style", "style:default-style"):
            _style(stream, event, styles)


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


def _format(stream: Iterator[Event], kind: str) -> str:
    """The format's meaning; what it writes beside the number stands in quotes."""
    said = ""
    depth = 1
    for event in stream:
        if isinstance(event, events.End):
            depth -= 1
            if not depth:
                break
        elif isinstance(event, Start):
            if event.name in ("number:text", "number:currency-symbol"):
                text = events.text(stream)
                is_percent = kind == "number:percentage-style" and text.strip() == "%"
                said += "%" if is_percent else f'"{text}"' if text.strip() else text
                continue
            depth += 1
            said += _digits(event)
    if kind == "number:text-style":
        return "@"
    if kind == "number:percentage-style" and "%" not in said:
        return f"{said or '0'}%"
    return said or "General"


def _digits(start: Start) -> str:
    said = start.said
    if start.name == "number:number":
        if "number:decimal-places" not in said and "number:min-integer-digits" not in said:
            return ""
        whole = "#,##0" if said.get("number:grouping") == "true" else "0"
        return whole + _decimals(said.get("number:decimal-places", "0"))
    if start.name == "number:scientific-number":
        return f"0{_decimals(said.get('number:decimal-places', '0'))}E+00"
    return "# ?/?" if start.name == "number:fraction" else ""


def _decimals(said: str) -> str:
    places = min(int(said), _DIGITS) if said.isascii() and said.isdigit() else 0
    return f".{'0' * places}" if places else ""
