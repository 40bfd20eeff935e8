"""Number formats of OpenDocument as a spreadsheet writes them: one section for each condition.

Days and times are told as such only; the cells themselves say which moments they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thidua_batch.books.reading import events
from thidua_batch.books.reading.events import Event, Start

_DIGITS, _MOST_MAPS = 30, 8
_CONDITION = re.compile(r"\s*value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?[0-9.]{1,20})\s*")
_COLOURS = {"#ffffff": "[White]", "#ff0000": "[Red]"}
_MOMENTS = {"number:date-style": "dd/mm/yyyy", "number:time-style": "[hh]:mm:ss"}
#: Shown as a whole, whatever stands in them: no number is seen in such a cell.
_WHOLE = {**_MOMENTS, "number:boolean-style": '"TRUE"'}


@dataclass(frozen=True, slots=True)
class Format:
    """What a data style shows by itself, and which others show what a condition holds for."""

    code: str
    maps: tuple[tuple[str, str], ...] = ()


def read(stream: Iterator[Event], kind: str) -> Format:
    """The data style whose element (of this name) has just begun; the stream stands after it."""
    said, maps = "", []
    depth = 1
    for event in stream:
        if isinstance(event, events.End):
            depth -= 1
            if not depth:
                break
        elif isinstance(event, Start):
            if event.name in ("number:text", "number:currency-symbol", "number:fill-character"):
                said += _written(event.name, events.text(stream), kind)
                continue
            if event.name == "number:embedded-text":  # among the figures
                said += _written(event.name, events.text(stream), kind) + "0"
                continue
            depth += 1
            if event.name == "style:map":
                condition = _condition(event.said.get("style:condition", ""))
                maps.append((condition, event.said.get("style:apply-style-name", "")))
            said += _part(event)
    code = _WHOLE.get(kind) or _code(said, kind)
    return Format(code, tuple(maps[:_MOST_MAPS]))


def _code(said: str, kind: str) -> str:
    if kind == "number:percentage-style" and "%" not in said:
        return f"{said or '0'}%"
    return said or '""'


def _condition(said: str) -> str:
    """As it stands in brackets; one that is not understood may hold."""
    found = _CONDITION.fullmatch(said)
    return f"[{found[1].replace('!=', '<>')}{found[2]}]" if found else "[=?]"


def _written(name: str, text: str, kind: str) -> str:
    if name == "number:fill-character":
        return f"*{text[:1]}" if text else ""
    if kind == "number:percentage-style" and text.strip() == "%":
        return "%"
    if not text.strip():
        return text.replace("\n", " ")
    return "".join(f"\\{char}" for char in text) if '"' in text else f'"{text}"'


def _part(start: Start) -> str:
    said = start.said
    match start.name:
        case "number:number":
            return _digits(start)
        case "number:scientific-number":
            return f"0{_decimals(said.get('number:decimal-places', '0'))}E+00"
        case "number:fraction":
            return "# ?/?"
        case "number:text-content":
            return "@"
        case "style:text-properties":
            return _COLOURS.get(said.get("fo:color", "").lower(), "")
        case _:
            return ""


def _digits(start: Start) -> str:
    said = start.said
    if "number:decimal-places" not in said and said.get("number:min-integer-digits", "1") == "1":
        return "General" + _scale(said.get("number:display-factor"))
    least = _count(said.get("number:min-integer-digits", "1"))
    whole = "0" * least or "#"
    if said.get("number:grouping") == "true":
        whole = f"#,##{whole}"
    places = _decimals(said.get("number:decimal-places", "0"))
    return whole + places + _scale(said.get("number:display-factor"))


def _scale(factor: str | None) -> str:
    """A comma for each thousand that the number is divided by; an odd factor is one too."""
    return "" if factor in (None, "1") else "," * max(1, (len(str(factor)) - 1) // 3)


def _decimals(said: str) -> str:
    places = _count(said)
    return f".{'0' * places}" if places else ""


def _count(said: str) -> int:
    return min(int(said), _DIGITS) if said.isascii() and said.isdigit() and len(said) < 9 else 0
