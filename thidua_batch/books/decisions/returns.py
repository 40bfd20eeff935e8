"""What was decided of received files: rows of *Bài nhận*."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from thidua_batch.books import asked
from thidua_batch.books.decisions import moments
from thidua_batch.books.decisions.cells import Notes, Typed
from thidua_batch.core import vn
from thidua_batch.core.findings import finding
from thidua_batch.core.model import PeriodPlan
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import decisions as words

#: The first digits of a hash, as the command line notes them.
_HASH = re.compile("[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class Returns:
    """Collects accepted returns, chosen versions, days of receipt, files that are none."""

    plan: PeriodPlan
    notes: Notes
    accepted: dict[str, str] = field(default_factory=dict)
    accepted_bytes: dict[str, str] = field(default_factory=dict)
    accepted_file: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    received: dict[str, datetime] = field(default_factory=dict)
    ignored: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str], Cell] = field(default_factory=dict)
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)

    def take(self, row: Typed) -> None:
        """A row by its action."""
        said = vn.fold(row["action"].text)
        actions = {
            vn.fold(words.ACCEPT): self._accept,
            vn.fold(words.USE): self._use,
            vn.fold(words.RECEIVED): self._receive,
            vn.fold(words.IGNORE): self._ignore,
        }
        if said in actions:
            actions[said](row)
        elif self.notes.any_unit(row, words.RETURNS):
            self.notes.fault(words.RETURNS, "action", row["action"], words.NOT_AN_ACTION)

    def _accept(self, row: Typed) -> None:
        unit = self.notes.unit(row, words.RETURNS)
        if unit is None or not self._has(row, "reason", words.NEEDS_REASON):
            return
        self.accepted[unit] = row["reason"].text
        self.accepted_bytes.pop(unit, None)
        self.accepted_file.pop(unit, None)
        _, mark, digits = row["file"].text.rpartition(words.HASH_MARK)
        if mark and _HASH.fullmatch(digits.strip()):
            self.accepted_bytes[unit] = digits.strip()
        elif row["file"].text:
            self.accepted_file[unit] = row["file"].text
            self._name(words.ACCEPT, row)

    def _use(self, row: Typed) -> None:
        unit = self.notes.unit(row, words.RETURNS)
        if unit is None or not self._has(row, "reason", words.NEEDS_REASON):
            return
        if self._has(row, "file", words.NEEDS_FILE) and self._agrees(row, words.IGNORE):
            self.chosen[unit] = row["file"].text
            self.places[words.USE, row["file"].text] = row["file"].cell
            self._name(words.USE, row)

    def _ignore(self, row: Typed) -> None:
        if not self.notes.any_unit(row, words.RETURNS):
            return
        if (
            self._has(row, "file", words.NEEDS_FILE)
            and self._has(row, "reason", words.NEEDS_REASON)
            and self._agrees(row, words.USE)
        ):
            self.ignored[row["file"].text] = row["reason"].text
            self.places[words.IGNORE, row["file"].text] = row["file"].cell
            self._name(words.IGNORE, row)

    def _receive(self, row: Typed) -> None:
        entry = row["date"]
        if not self.notes.any_unit(row, words.RETURNS):
            return
        if not (
            self._has(row, "file", words.NEEDS_FILE) and self._has(row, "date", words.NEEDS_DATE)
        ):
            return
        file, moment = row["file"].text, moments.moment(entry.value)
        before = self.received.get(file)
        if moment is None:
            self.notes.fault(words.RETURNS, "date", entry, words.NOT_A_MOMENT)
        elif before is not None and before != moment:
            at = self.places[words.RECEIVED, file].address
            reason = words.MOMENT_TWICE.format(cell=at)
            self.notes.fault(words.RETURNS, "date", entry, reason)
        else:
            self.received[file] = moment
            self.places.setdefault((words.RECEIVED, file), entry.cell)
            self._name(words.RECEIVED, row)
            self._likely(row, moment)

    def _name(self, action: str, row: Typed) -> None:
        self.cells[action, row["file"].text] = row["file"].cell

    def _likely(self, row: Typed, moment: datetime) -> None:
        """CELL-018 where a file came before its period, or years after it."""
        start, end = asked.likely_days(self.notes.bloc.period(self.plan.code))
        limits = (start, end.replace(year=end.year + 1, day=min(end.day, 28)))
        if not limits[0] <= moment.date() <= limits[1]:
            self.notes.findings.append(
                finding(
                    "CELL-018", cell=row["date"].cell, label=words.RECEIVED,
                    value=vn.format_date(moment), limits=asked.span(limits),
                )
            )  # fmt: skip

    def _has(self, row: Typed, column: str, reason: str) -> bool:
        if row[column].value is not None:
            return True
        self.notes.fault(words.RETURNS, column, row[column], reason)
        return False

    def _agrees(self, row: Typed, other: str) -> bool:
        """A file is not both used and passed over."""
        place = self.places.get((other, row["file"].text))
        if place is None:
            return True
        shape = words.FILE_USED if other == words.USE else words.FILE_IGNORED
        reason = shape.format(cell=place.address)
        self.notes.fault(words.RETURNS, "file", row["file"], reason)
        return False
