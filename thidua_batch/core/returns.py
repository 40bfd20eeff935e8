"""What came back from units and what people decided, each value with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where a value came from: file (relative to the workspace), sheet, A1 address."""

    file: str
    sheet: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value declared for one line; None is a blank, which is not zero."""

    criterion: str
    line: str
    value: Value | None
    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A free text or short answer of a unit, kept as typed after cleaning."""

    value: str
    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A row of a list that a unit fills (proposals, typical examples): column code -> text."""

    sheet: FormSheet
    values: Mapping[str, str]
    cell: Cell


#: An input cell of a form by what it is, wherever it stands: sheet, row code, column code.
Spot: TypeAlias = tuple[FormSheet, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A returned form, read: facts, answers, lists, each with its cell.

    `texts` maps field codes of `wording.FIELDS` to answers; blank fields are absent.
    `registered` maps award codes to True/False; an award left blank is absent.
    `typed_points` is what the form itself shows as points, leaf or group code -> (points, cell);
    the form's grand total stands under "". `raw` is every input cell as the unit typed it, by
    sheet, row code and column code: what a marked copy shows again; `places` is where each stands.
    `corrects` is the hash of the return that it corrects, where it was typed into a marked copy.
    """

    unit: str
    file: str
    sha256: str
    facts: tuple[Fact, ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    registered: Mapping[str, bool] = field(default_factory=dict)
    rows: tuple[ListRow, ...] = ()
    typed_points: Mapping[str, tuple[Decimal, Cell]] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[Spot, Value] = field(default_factory=dict)
    places: Mapping[Spot, Cell] = field(default_factory=dict)
    corrects: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A decision that a unit is not ranked or graded."""

    unit: str
    code: str
    reason: str
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSubmitted:
    """A confirmed statement that a unit will not submit (design §3)."""

    unit: str
    confirmed_on: str
    reminders: str
    confirmed_by: str


class Verdict(StrEnum):
    """How an Excel return compares with its signed and sealed copy (bản ký)."""

    SAME = "same"
    KEEP_EXCEL = "keep_excel"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCopy:
    """What the bloc noted of a unit's signed copy: its number and date, who compared it.

    `verdict` None: it came, nobody has compared it yet. KEEP_EXCEL: it differs and the Excel file
    counts all the same, for `reason`; WAIT: it differs and the return waits for a new version.
    Days are as people read them. `excel` names the return that it was compared with: the verdict is
    of that file and of no other.
    """

    unit: str
    file: str = ""
    number: str = ""
    signed_on: str = ""
    compared_by: str = ""
    compared_on: str = ""
    excel: str = ""
    verdict: Verdict | None = None
    reason: str = ""
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What people decided in `quyet_dinh.xlsx`.

    `accepted` maps unit -> reason: its return counts in spite of ERROR findings. `accepted_bytes`
    maps unit -> first digits of the hash of the file that was accepted, where stated, else
    `accepted_file` its name. `chosen` maps unit -> file. `facts` maps unit -> facts whose scorer is
    not the unit, or corrected facts. `narrative` maps section codes of the report to the bloc's own
    paragraphs. `signed` maps unit -> its signed copy as noted, `received` the name of a received
    file -> when it came, where a person noted it (a day without a time: its midnight). `passwords`
    are tried on protected files.
    `ignored` maps the name of a received file that is no return -> why it is passed over. `cells`
    maps what a file was named for (an action of *Bài nhận*, a column of *Bản ký*) and its name to
    the cell that names it.
    """

    accepted: Mapping[str, str] = field(default_factory=dict)
    accepted_bytes: Mapping[str, str] = field(default_factory=dict)
    accepted_file: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    exclusions: tuple[Exclusion, ...] = ()
    not_submitted: tuple[NotSubmitted, ...] = ()
    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    narrative: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signed: Mapping[str, SignedCopy] = field(default_factory=dict)
    passwords: tuple[str, ...] = ()
    received: Mapping[str, datetime] = field(default_factory=dict)
    ignored: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
