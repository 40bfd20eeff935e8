"""Signed copies and passwords: rows of *Bản ký* and *Mật khẩu tệp*."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from thidua_batch.books.decisions import moments
from thidua_batch.books.decisions.cells import Notes, Typed
from thidua_batch.core import vn
from thidua_batch.core.returns import Cell, SignedCopy, Verdict
from thidua_batch.core.wording import decisions as words

#: What says that a copy came, or was compared; a remark alone does not.
_SAYS: Final = ("file", "number", "signed_on", "who", "compared_on", "excel", "verdict")
_VERDICTS = {vn.fold(text): verdict for verdict, text in words.VERDICTS.items()}


@dataclass(frozen=True, slots=True)
class Signed:
    """Collects signed copies by unit."""

    notes: Notes
    found: dict[str, SignedCopy] = field(default_factory=dict)
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)

    def take(self, row: Typed) -> None:
        """A row; one in which nothing is typed beside the unit is no copy."""
        if not any(row[code].kept is not None for code in (*_SAYS, "reason")):
            return
        unit = self.notes.unit(row, words.SIGNED)
        if unit is None or not any(row[code].value is not None for code in _SAYS):
            return
        before = self.found.get(unit)
        if before is not None:
            reason = words.UNIT_TWICE.format(cell=before.cell.address if before.cell else "")
            self.notes.fault(words.SIGNED, "unit", row["unit"], reason)
            return
        number = row["number"]
        if isinstance(number.value, date):
            self.notes.fault(words.SIGNED, "number", number, words.NUMBER_AS_DATE)
        for column in ("file", "excel"):
            if row[column].text:
                self.cells[column, row[column].text] = row[column].cell
        self.found[unit] = SignedCopy(
            unit=unit,
            file=row["file"].text,
            number="" if isinstance(number.value, date) else number.text,
            signed_on=self._day(row, "signed_on"),
            compared_by=row["who"].text,
            compared_on=self._day(row, "compared_on"),
            excel=row["excel"].text,
            verdict=self._verdict(row),
            reason=row["reason"].text,
            cell=row["unit"].cell,
        )

    def _day(self, row: Typed, column: str) -> str:
        entry = row[column]
        text = moments.shown(entry.value)
        if entry.value is not None and not text:
            self.notes.fault(words.SIGNED, column, entry, words.NOT_A_DATE)
        return text

    def _verdict(self, row: Typed) -> Verdict | None:
        """What the comparison gave; a row at fault settles nothing, but a doubt stays a doubt."""
        entry = row["verdict"]
        if entry.value is None:
            return None
        verdict, is_whole = _VERDICTS.get(vn.fold(entry.text)), True
        if verdict is None:
            self.notes.fault(words.SIGNED, "verdict", entry, words.NOT_A_VERDICT)
            return None
        if row["who"].value is None:
            self.notes.fault(words.SIGNED, "who", row["who"], words.NEEDS_WHO)
            is_whole = False
        if verdict is Verdict.KEEP_EXCEL and row["reason"].value is None:
            self.notes.fault(words.SIGNED, "reason", row["reason"], words.NEEDS_REASON)
            is_whole = False
        return verdict if is_whole or verdict is Verdict.WAIT else None


@dataclass(frozen=True, slots=True)
class Passwords:
    """Collects passwords as typed; a finding never shows one."""

    notes: Notes
    found: dict[str, Cell] = field(default_factory=dict)

    def take(self, row: Typed) -> None:
        """A row; the unit may be blank."""
        if not self.notes.any_unit(row, words.PASSWORDS):
            return
        entry = row["password"]
        if entry.value is None:
            # An uncalculated formula has been told already.
            is_told = entry.kept is not None
            if row["unit"].value is not None and not is_told:
                self.notes.fault(words.PASSWORDS, "password", entry, words.NEEDS_PASSWORD)
        elif isinstance(entry.kept, str) and entry.is_text:
            self.found.setdefault(entry.kept, entry.cell)
        else:
            reason = words.PASSWORD_AS_NUMBER
            self.notes.fault(words.PASSWORDS, "password", entry, reason, words.NOT_SHOWN)
