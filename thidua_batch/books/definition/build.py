"""From records to values of the model: typed access, unique codes, references, places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from thidua_batch.books.definition import sheets
from thidua_batch.books.definition.grid import Record
from thidua_batch.books.definition.values import closest
from thidua_batch.core import lint, vn
from thidua_batch.core.findings import Finding, finding, near
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import definition as words


@dataclass(slots=True)
class Builder:
    """What has been read so far: records by sheet, known codes, places of values, findings."""

    file: str
    found: list[Finding] = field(default_factory=list)
    records: dict[str, list[Record]] = field(default_factory=dict)
    known: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, Cell] = field(default_factory=dict)

    def pairs(self, sheet: str) -> Record:
        """The one record of a key/value sheet; empty where the sheet is missing."""
        if self.records.get(sheet):
            return self.records[sheet][0]
        return Record({}, {}, Cell(file=self.file, sheet=sheets.BY_ID[sheet].name, address="A1"))

    def text(self, record: Record, column: str) -> str:
        """A text; empty where blank."""
        return str(record.values.get(column, ""))

    def many(self, record: Record, column: str) -> list[str]:
        """Values of a repeated key."""
        value = record.values.get(column)
        return [str(item) for item in value] if isinstance(value, list) else []

    def listed(self, record: Record, column: str) -> tuple[str, ...]:
        """Texts of a cell that holds several; empty where blank."""
        value = record.values.get(column)
        return tuple(map(str, value)) if isinstance(value, tuple) else ()

    def dates(self, record: Record, column: str) -> tuple[dt.date, ...]:
        """Days of a repeated key."""
        value = record.values.get(column)
        return tuple(d for d in value if isinstance(d, dt.date)) if isinstance(value, list) else ()

    def number(self, record: Record, column: str) -> Decimal | None:
        """An exact number; None where blank."""
        value = record.values.get(column)
        return value if isinstance(value, Decimal) else None

    def whole(self, record: Record, column: str) -> int | None:
        """A whole number; None where blank."""
        value = record.values.get(column)
        return value if isinstance(value, int) else None

    def date(self, record: Record, column: str) -> dt.date | None:
        """A day; None where blank."""
        value = record.values.get(column)
        return value if isinstance(value, dt.date) else None

    def in_force(self, sheet: str, record: Record) -> tuple[dt.date | None, dt.date | None]:
        """First and last day of a version; refused and without end where they are crossed."""
        since, until = self.date(record, "since"), self.date(record, "until")
        if since and until and until < since:
            expected = words.EXPECTED["version"]
            self.refuse(sheet, record, "until", vn.format_date(until), expected)
            return since, None
        return since, until

    def place(self, sheet: str, code: str, record: Record) -> None:
        """Remember the cells of a coded row for the lint; of versions each under its day too."""
        since = self.date(record, "since")
        for column, cell in record.cells.items():
            self.places.setdefault(lint.place(sheet, code, column), cell)
            if since is not None:
                self.places.setdefault(lint.place(sheet, lint.dated(code, since), column), cell)

    def unique(self, sheet: str, *, column: str = "code", fold: bool = False) -> list[Record]:
        """Rows with a code, first use of each; DEF-005 for the others."""
        seen: dict[str, Cell] = {}
        kept = []
        for record in self.records.get(sheet, []):
            code = self.text(record, column)
            if not code:
                continue
            key = vn.fold(code) if fold else code
            if key in seen:
                self.duplicate(record.cell(column), code, seen[key])
                continue
            seen[key] = record.cell(column)
            kept.append(record)
        return kept

    def duplicate(self, cell: Cell, code: str, other: Cell) -> None:
        """Report a code that was used before."""
        self.found.append(finding("DEF-005", cell=cell, value=code, other=other.address))

    def refuse(self, sheet: str, record: Record, column: str, value: str, expected: str) -> None:
        """Report a value that its own cell reads well but the row does not allow."""
        title = sheets.BY_ID[sheet].words(column).title
        self.found.append(
            finding(
                "DEF-004",
                cell=record.cell(column),
                column=title,
                value=value,
                expected=expected,
                near="",
            )
        )

    def note(self, cell: Cell, column: str, raw: str, value: str) -> None:
        """Report that a cell is read otherwise than it stands."""
        self.found.append(finding("DEF-020", cell=cell, column=column, raw=raw, value=value))

    def resolve(self, code: str, where: str) -> str | None:
        """The known code that is meant: as typed, else the only one that differs in marks."""
        known = self.known.get(where, [])
        if code in known:
            return code
        hits = [other for other in known if vn.fold(other) == vn.fold(code)]
        return hits[0] if len(hits) == 1 else None

    def reference(self, sheet: str, record: Record, column: str, where: str) -> str | None:
        """A code of another sheet; DEF-008 where there is none."""
        code = self.text(record, column)
        if not code:
            return None
        title = sheets.BY_ID[sheet].words(column).title
        meant = self.resolve(code, where)
        if meant is None:
            self.dangling(record.cell(column), title, code, where)
        elif meant != code:
            self.note(record.cell(column), title, code, meant)
        return meant

    def references(self, sheet: str, record: Record, column: str, where: str) -> Iterator[str]:
        """Codes of another sheet, several in one cell; DEF-008 for each that there is not."""
        title = sheets.BY_ID[sheet].words(column).title
        for code in self.listed(record, column):
            meant = self.resolve(code, where)
            if meant is None:
                self.dangling(record.cell(column), title, code, where)
                continue
            if meant != code:
                self.note(record.cell(column), title, code, meant)
            yield meant

    def dangling(self, cell: Cell, title: str, code: str, where: str) -> None:
        """Report a code that does not exist, with the nearest one that does."""
        close = closest(code, self.known.get(where, []))
        self.found.append(
            finding(
                "DEF-008",
                cell=cell,
                column=title,
                value=code,
                near=near(close),
                where=sheets.BY_ID[where].name,
            )
        )

    def tie_breaks(self, record: Record) -> Iterator[str]:
        """Ordered keys of the tie-break rule: a node's code, bonus or penalty."""
        title = sheets.RULES.words("tie_breaks").title
        for at, said in enumerate(self.many(record, "tie_breaks")):
            meant = self.resolve(said, "table")
            if meant is not None:
                yield f"node:{meant}"
                continue
            key = _tie_break(said)
            if key is None:
                cell = record.cell(f"tie_breaks/{at}")
                self.dangling(cell, title, said, "table")
            else:
                yield key


def _tie_break(said: str) -> str | None:
    folded = vn.fold(said)
    for key, title in words.TIE_BREAKS.items():
        if folded in {vn.fold(title), key, *map(vn.fold, words.TIE_BREAK_ALIASES[key])}:
            return key
    return None
