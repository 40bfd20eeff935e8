"""One cell of an OpenDocument sheet: its typed value, its text, its formula.

A value that is not written as the standard says is kept as its text and told to be doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from thidua_batch.books.reading import events
from thidua_batch.books.reading.events import End, Event, Start
from thidua_batch.books.reading.grid import Content, Stored, Unreadable, dated, number

ERRORS = frozenset(("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"))
_LOUD = re.compile(r"Err:\d{3}")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:[.,]\d+)?)?Z?", re.ASCII)
_TIME = re.compile(
    r"P(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,7})(?:[.,]\d+)?S)?)?", re.ASCII
)
_PREFIX = re.compile(r"\w+:(?==)")
_ZERO_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  # spreadsheets know no time zones
_DATE_FORMAT, _TIME_FORMAT = "dd/mm/yyyy", "hh:mm:ss"
_SPACES = 1_000
_PARAGRAPH, _BREAKS = "text:p", {"text:tab": "\t", "text:line-break": "\n"}
#: Elements inside a paragraph that carry its own text.
_RUNS = frozenset(("text:span", "text:a", "text:meta", "text:ruby", "text:ruby-base"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as stored; None where it is blank."""

    content: Content | None
    is_doubtful: bool = False


def read(
    stream: Iterator[Event], start: Start, shape: str, font: str, telling: Collection[str] = ()
) -> Cell:
    """The cell whose element has just begun; the stream stands after it.

    Text in one of the styles `telling` (struck out, raised) makes it doubtful.
    """
    styles: set[str] = set()
    shown = _shown(stream, styles)
    found = _read(start, shape, font, shown)
    return replace(found, is_doubtful=found.is_doubtful or not styles.isdisjoint(telling))


def _read(start: Start, shape: str, font: str, shown: str | None) -> Cell:
    said = start.said
    formula = said.get("table:formula")
    if formula is not None:
        formula = "=" + _PREFIX.sub("", formula, count=1).removeprefix("=")
    kind = said.get("office:value-type") or said.get("calcext:value-type", "")
    text = said.get("office:string-value") or shown or ""
    if said.get("calcext:value-type") == "error" or _is_error(text, formula):
        return Cell(Content(shown or text or "#VALUE!", shape, formula, is_error=True, font=font))
    if kind in ("", "string"):
        is_blank = not text and not (formula and (kind or shown is not None))
        if is_blank and formula is None:
            return Cell(None)
        is_doubtful = shown is not None and shown.split() != text.split()
        return Cell(Content(None if is_blank else text, shape, formula, font=font), is_doubtful)
    typed = _typed(kind, said, shape)
    if typed is None:
        return Cell(Content(text or kind, shape, formula, font=font), is_doubtful=True)
    value, shape = typed
    return Cell(Content(value, shape, formula, font=font))


def _is_error(text: str, formula: str | None) -> bool:
    return text in ERRORS or (formula is not None and _LOUD.fullmatch(text) is not None)


def _typed(kind: str, said: Mapping[str, str], shape: str) -> tuple[Stored, str] | None:
    """The value and the format that shows it; None where it is not written as it should be."""
    match kind:
        case "float" | "percentage" | "currency":
            text = said.get("office:value", "")
            if not _NUMBER.fullmatch(text):
                return None
            if kind == "percentage" and "%" not in shape:
                shape = "0%"
            try:
                return number(text), shape
            except ValueError:
                return None
        case "boolean":
            truth = {"true": True, "false": False}.get(said.get("office:boolean-value", ""))
            return None if truth is None else (truth, shape)
        case "date":
            return _date(said.get("office:date-value", ""))
        case "time":
            return _time(said.get("office:time-value", ""))
        case _:
            return None


def _date(text: str) -> tuple[Stored, str] | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        year, month, day, *clock = (int(part or 0) for part in found.groups())
        moment = datetime(year, month, day, *clock)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
    if moment.date() == _ZERO_DAY.date():  # a time of day that its format shows as a date
        return moment.time(), _DATE_FORMAT
    return moment, _DATE_FORMAT


def _time(text: str) -> tuple[Stored, str] | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return dated(Decimal(total) / 86_400, _TIME_FORMAT), _TIME_FORMAT


def _shown(stream: Iterator[Event], styles: set[str]) -> str | None:
    """The cell's own paragraphs; None where it has none. Notes and drawings are not its text."""
    paragraphs = []
    for event in stream:
        if isinstance(event, End):
            break
        if isinstance(event, Start):
            if event.name == _PARAGRAPH:
                paragraphs.append(_paragraph(stream, styles))
            elif event.name == "table:table":
                raise Unreadable("reader")
            else:
                events.skip(stream)
    return "\n".join(paragraphs) if paragraphs else None


def _paragraph(stream: Iterator[Event], styles: set[str]) -> str:
    said: list[str] = []
    depth = 1
    for event in stream:
        if isinstance(event, str):
            said.append(re.sub(r"[ \t\r\n]+", " ", event))
        elif isinstance(event, End):
            depth -= 1
            if not depth:
                break
        elif event.name in _RUNS:
            depth += 1
            styles.add(event.said.get("text:style-name", ""))
        else:
            said.append(_BREAKS.get(event.name, ""))
            if event.name == "text:s":
                count = event.said.get("text:c", "1")
                said.append(" " * min(int(count) if count.isdigit() else 1, _SPACES))
            events.skip(stream)
    return "".join(said)
