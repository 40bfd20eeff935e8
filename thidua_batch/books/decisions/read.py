"""Reading the decisions book: each row as the decision that it states, or a finding on a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from thidua_batch.books.decisions import cells, layout
from thidua_batch.books.decisions.cells import Book, Notes, Typed
from thidua_batch.books.decisions.facts import Facts
from thidua_batch.books.decisions.layout import Row, Rows
from thidua_batch.books.decisions.returns import Returns
from thidua_batch.books.decisions.signed import Passwords, Signed
from thidua_batch.core import vn
from thidua_batch.core.findings import Finding
from thidua_batch.core.model import Bloc, PeriodPlan
from thidua_batch.core.returns import Decisions, Exclusion, NotSubmitted
from thidua_batch.core.wording import decisions as words


@dataclass(frozen=True, slots=True)
class DecisionsRead:
    """The decisions, what is wrong with the book, and its rows as they stand.

    `is_whole`: no sheet or column of it is missing, so that a rewrite loses nothing.
    """

    decisions: Decisions
    findings: tuple[Finding, ...]
    rows: Rows
    is_whole: bool = True


def read(data: bytes, *, file: str, bloc: Bloc, plan: PeriodPlan) -> DecisionsRead:
    """Read the book; what cannot be understood is a BLOC-004 finding on its cell.

    Sheets that a former version did not have may be missing. Raises
    WorkspaceError("decisions_damaged") where it is no workbook at all.
    """
    book = Book.of(data, file)
    reader = _Reader.of(Notes(file, bloc), plan)
    rows: dict[str, tuple[Row, ...]] = {}
    is_whole = True
    for key, title in words.SHEETS.items():
        sheet = book.sheet(title)
        if sheet is None:
            rows[key] = layout.signed(bloc, ()) if key == words.SIGNED else ()
            if key not in words.OPTIONAL:
                reader.notes.missing(title, title, words.MISSING_SHEET)
                is_whole = False
            continue
        found = cells.rows(book, sheet, key, reader.notes)
        if found is None:
            rows[key], is_whole = (), False
            continue
        rows[key] = tuple(
            {c: entry.kept for c, entry in row.items() if entry.kept is not None} for row in found
        )
        for row in found:
            reader.takers[key](row)
    rows.update(book.foreign())
    return DecisionsRead(reader.decisions(), tuple(reader.notes.findings), rows, is_whole)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Collects decisions and findings row by row."""

    notes: Notes
    returns: Returns
    facts: Facts
    signed: Signed
    passwords: Passwords
    exclusions: list[Exclusion] = field(default_factory=list)
    absent: list[NotSubmitted] = field(default_factory=list)
    narrative: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, notes: Notes, plan: PeriodPlan) -> _Reader:
        """A reader that has seen nothing yet."""
        facts = Facts(plan, notes.bloc.table_for(plan), notes)
        return cls(notes, Returns(plan, notes), facts, Signed(notes), Passwords(notes))

    @property
    def takers(self) -> Mapping[str, Callable[[Typed], None]]:
        """Who takes a row of which sheet."""
        return {
            words.RETURNS: self.returns.take,
            words.FACTS: self.facts.take,
            words.EXCLUSIONS: self.take_exclusion,
            words.ABSENT: self.take_absent,
            words.NARRATIVE: self.take_text,
            words.SIGNED: self.signed.take,
            words.PASSWORDS: self.passwords.take,
        }

    def decisions(self) -> Decisions:
        """All that was understood."""
        return Decisions(
            accepted=self.returns.accepted,
            accepted_bytes=self.returns.accepted_bytes,
            accepted_file=self.returns.accepted_file,
            chosen=self.returns.chosen,
            exclusions=tuple(self.exclusions),
            not_submitted=tuple(self.absent),
            facts={unit: tuple(found.values()) for unit, found in self.facts.found.items()},
            narrative={code: tuple(texts) for code, texts in self.narrative.items()},
            signed=self.signed.found,
            passwords=tuple(self.passwords.found),
            received=self.returns.received,
            ignored=self.returns.ignored,
            cells={**self.returns.cells, **self.signed.cells},
        )

    def take_exclusion(self, row: Typed) -> None:
        """Units not graded and not ranked."""
        unit = self.notes.unit(row, words.EXCLUSIONS)
        known = {vn.fold(e.code): e for e in self.notes.bloc.rules.exclusions}
        code = row["code"]
        reason = known.get(vn.fold(code.text))
        if unit is None:
            return
        if reason is None:
            self.notes.fault(words.EXCLUSIONS, "code", code, words.NOT_A_REASON_CODE)
            return
        text = row["reason"].text or reason.text
        self.exclusions.append(Exclusion(unit=unit, code=reason.code, reason=text, cell=code.cell))

    def take_absent(self, row: Typed) -> None:
        """Units confirmed not to submit."""
        unit = self.notes.unit(row, words.ABSENT)
        if unit is not None:
            day = row["date"].value
            self.absent.append(
                NotSubmitted(
                    unit=unit,
                    confirmed_on=vn.format_date(day) if isinstance(day, date) else str(day or ""),
                    reminders=row["reminders"].text,
                    confirmed_by=row["who"].text,
                )
            )

    def take_text(self, row: Typed) -> None:
        """The bloc's own paragraphs of the report."""
        by_title = {vn.fold(title): code for code, title in words.SECTIONS.items()}
        code = by_title.get(vn.fold(row["section"].text))
        if code is None:
            self.notes.fault(words.NARRATIVE, "section", row["section"], words.NOT_A_SECTION)
        elif row["text"].text:
            self.narrative.setdefault(code, []).append(row["text"].text)
