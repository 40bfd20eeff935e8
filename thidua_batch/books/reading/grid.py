"""A returned workbook as plain values: sheets of stored cells, and the marks of the file.

Every reader, whatever the container, gives this; what a cell means is left to `books.form`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

#: What a stored cell may hold; a date is a number that its format shows as one.
Stored: TypeAlias = Decimal | str | bool | datetime | time | None
#: Row and column, counted from 1.
Place: TypeAlias = tuple[int, int]
#: Top, left, bottom, right, counted from 1.
Area: TypeAlias = tuple[int, int, int, int]

_LITERALS = re.compile(r'"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[\\_*].', re.IGNORECASE)
_DAY_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
# Spreadsheets know no time zones.
_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001
_MIDNIGHT = datetime(1900, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = Decimal(2_958_466)


class Container(StrEnum):
    """What kind of file the grid was read from."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"


class Told(StrEnum):
    """What the file as a whole makes worth telling."""

    MACROS = "macros"
    LINKS = "links"
    DEGRADED = "degraded"
    STRICT = "strict"
    PASSWORD = "password"  # noqa: S105  # a mark, not a password


@dataclass(frozen=True, slots=True)
class Content:
    """A stored cell. A formula that nobody calculated has value None.

    Numbers are exact decimals of the 15 digits that a spreadsheet keeps. `formula` begins with
    "=" (a container that does not tell its text gives "=" alone). `number_format` None: the
    container does not tell it. `is_error`: the value is the error's text ("#REF!"). `font`:
    name of the cell's font, empty where it is not known. Text is as stored, escapes resolved,
    not cleaned.
    """

    value: Stored
    number_format: str | None = "General"
    formula: str | None = None
    is_error: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its stored cells (never blank ones) and what hides or joins them."""

    title: str
    cells: Mapping[Place, Content]
    is_hidden: bool = False
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_filtered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A workbook. `names` are defined names and `properties` custom ones, as texts.

    `doubtful`: cells (title of the sheet, place) that two readings understand differently; their
    value is never taken without asking.
    """

    container: Container
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    saved_by: str = ""
    told: frozenset[Told] = frozenset()
    doubtful: frozenset[tuple[str, tuple[int, int]]] = frozenset()

    def sheet(self, title: str) -> Sheet | None:
        """The sheet with exactly this title."""
        return next((s for s in self.sheets if s.title == title), None)


class Unreadable(Exception):
    """The bytes give no grid; `code` is a key of `wording.form.REASONS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def number(text: str | float | int) -> Decimal:
    """A stored number with the 15 digits that a spreadsheet keeps of it; never minus zero.

    ValueError for what is no finite decimal number.
    """
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(str(text))
    return Decimal(f"{value:.15g}") or Decimal(0)


def shows_date(number_format: str) -> bool:
    """Whether a number format shows a number as a day or a time."""
    shape = _LITERALS.sub("", number_format.partition(";")[0])
    return bool(_DAY_LETTERS.search(shape)) and shape.casefold() != "general"


def dated(value: Decimal, number_format: str, *, from_1904: bool = False) -> Stored:
    """The number as its format shows it: a moment for a date format, else itself.

    Below one day it is a time; what no calendar has stays a number.
    """
    if not shows_date(number_format) or not 0 <= value < _LAST_SERIAL:
        return value
    moment = timedelta(seconds=int((value * 86_400).to_integral_value()))
    if value < 1 and not from_1904:
        return (_MIDNIGHT + moment).time()
    if 1 <= value < 60 and not from_1904:  # 1900 was no leap year, though spreadsheets say so
        moment += timedelta(days=1)
    return (_EPOCH_1904 if from_1904 else _EPOCH_1900) + moment
