"""Reading a returned form: identity, sheets; every value with its cell, every doubt told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from thidua_batch.books.form import displaced, facts, free, identity, intact, layout, sheets
from thidua_batch.books.form.layout import Row, RowKind
from thidua_batch.books.form.notes import Notes
from thidua_batch.books.form.sheets import Books, Page
from thidua_batch.books.reading import reader
from thidua_batch.books.reading.grid import Grid, Told, Unreadable
from thidua_batch.books.reading.reader import Opener
from thidua_batch.core import wording
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Bloc, PeriodPlan
from thidua_batch.core.returns import Cell, Spot, Submission
from thidua_batch.core.wording import form as words

#: What is told of a file as a whole, whatever its cells hold.
_OF_FILE = {
    Told.DEGRADED: "BOOK-016",
    Told.MACROS: "BOOK-017",
    Told.LINKS: "BOOK-018",
}
#: A form with more text than this (some 150 pages) was made to take time.
_MOST_LETTERS = 500_000
#: Reasons of a file that waits for its password, and those of one that did not come whole.
_PASSWORD = {"locked": "BOOK-028", "mismatch": "BOOK-031"}
_LOADED_AGAIN = ("empty", "cut")
#: Signs that a form made from another version of `khoi.xlsx` does not ask what is asked today.
_OTHER_FORM = ("CELL-011", "CELL-033", "BOOK-006")


@dataclass(frozen=True, slots=True)
class FormRead:
    """Whose form it is (None where that cannot be told), what it says, and what is wrong."""

    unit: str | None
    submission: Submission | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a return should be: the bloc's form of this period, made from this definition."""

    bloc: Bloc
    plan: PeriodPlan
    definition_sha256: str

    @property
    def short(self) -> str:
        """The part of the hash that a form carries."""
        return layout.Identity.of(self.bloc, self.plan, "-", self.definition_sha256).sha


@dataclass(frozen=True, slots=True)
class _Sent:
    """A sheet as it was sent: what is locked, the rows that ask, the columns to type in."""

    locked: intact.Locked
    asked: tuple[str, ...]
    inputs: tuple[str, ...] = ("value",)
    rows: tuple[Row, ...] = ()


def read(
    data: bytes, *, file: str, bloc: Bloc, plan: PeriodPlan, definition_sha256: str,
    opener: Opener = reader.open_here,
) -> FormRead:  # fmt: skip
    """Read a returned file; never raises for what the file holds.

    `file` is the workspace-relative path that the cells carry. A form of another bloc, period
    or unit gives no submission. `opener` makes a grid of the bytes, or refuses them.
    """
    name = PurePosixPath(file).name
    expected = Expected(bloc=bloc, plan=plan, definition_sha256=definition_sha256)
    try:
        grid = opener(data)
    except Unreadable as refused:
        return FormRead(None, None, (_unread(refused.code, file, name),))
    found = identity.find(grid)
    got = _read(Books(file, grid, found.foreign), found, expected, name)
    if got.submission is None:
        return got
    digest = hashlib.sha256(data).hexdigest()
    return replace(got, submission=replace(got.submission, sha256=digest))


def _unread(code: str, file: str, name: str) -> Finding:
    """Why the file is no grid, with what can be done about that."""
    if code in _PASSWORD:
        return finding(_PASSWORD[code], file=file, name=name)
    kind = "BOOK-030" if code in _LOADED_AGAIN else "BOOK-001"
    return finding(kind, file=file, name=name, reason=words.REASONS[code])


def _read(books: Books, found: identity.Found, expected: Expected, name: str) -> FormRead:
    file = books.file
    unit, refusals = _recognised(found, file, expected)
    if refusals and (found.identity is None or any(_is_fatal(f) for f in refusals)):
        return FormRead(unit, None, tuple(refusals))
    if unit is None or found.identity is None:
        return FormRead(None, None, tuple(refusals))
    notes = Notes(unit, refusals, books.grid)
    _of_file(books.grid, notes, file, name)
    pages = _pages(books, expected.plan, notes, name)
    if _letters(pages.values()) > _MOST_LETTERS:
        notes.add("BOOK-001", None, file, name=name, reason=words.REASONS["long"])
        return FormRead(unit, None, tuple(notes.found))
    sent = {kind: _sent(kind, expected, notes.unit) for kind in pages}
    for kind, page in pages.items():
        notes.moved[kind] = displaced.find(page, sent[kind].locked, sent[kind].asked)
    submission = _submission(books, pages, expected, notes)
    made_from = found.identity.sha
    _tampered(books, pages, sent, notes, is_same=made_from == expected.short)
    if any(f.code in _OTHER_FORM for f in notes.found) and made_from != expected.short:
        notes.add("BOOK-012", None, file, name=name, found=made_from, expected=expected.short)
    return FormRead(unit, submission, tuple(notes.found))


def _recognised(
    found: identity.Found, file: str, expected: Expected
) -> tuple[str | None, list[Finding]]:
    """The unit, and why the form is not this unit's form of this period."""
    name, bloc, plan = PurePosixPath(file).name, expected.bloc, expected.plan
    marks = found.identity
    known = {u.code for u in bloc.units}
    unit = marks.unit if marks and marks.bloc == bloc.code and marks.unit in known else None
    out: list[Finding] = []
    if len(found.units) > 1:
        said = ", ".join(found.units)
        out.append(finding("BOOK-015", unit=unit, file=file, name=name, units=said))
    if found.disagreement:
        out.append(finding("BOOK-007", unit=unit, file=file, name=name, marks=found.disagreement))
    if marks is None:
        return None, out or [finding("BOOK-002", file=file, name=name)]
    if marks.bloc != bloc.code:
        found_code, asked = marks.bloc, bloc.code
        out.append(finding("BOOK-003", file=file, name=name, found=found_code, expected=asked))
    elif unit is None:
        out.append(finding("BOOK-005", file=file, name=name, found=marks.unit))
    if marks.period != plan.code:
        asked, said = plan.code, marks.period
        out.append(finding("BOOK-004", unit=unit, file=file, name=name, found=said, expected=asked))
    return unit, out


def _is_fatal(found: Finding) -> bool:
    return found.code in ("BOOK-003", "BOOK-004", "BOOK-005")


def _of_file(grid: Grid, notes: Notes, file: str, name: str) -> None:
    for told, code in _OF_FILE.items():
        if told in grid.told:
            notes.add(code, None, file, name=name)


def _pages(books: Books, plan: PeriodPlan, notes: Notes, name: str) -> dict[FormSheet, Page]:
    pages = {}
    for kind in plan.sheets:
        page = sheets.page(books, kind)
        if page is None:
            notes.add("BOOK-006", None, books.file, name=name, sheet=wording.FORM_SHEETS[kind])
        else:
            pages[kind] = page
            if copies := sheets.copies(page):
                said = ", ".join(f"«{copy}»" for copy in copies)
                notes.add("BOOK-014", None, books.file, name=name, copies=said)
    return pages


def _submission(
    books: Books, pages: dict[FormSheet, Page], expected: Expected, notes: Notes
) -> Submission:
    """All that the form says."""
    bloc, plan = expected.bloc, expected.plan
    table, period = layout.table_of(bloc, plan), bloc.period(plan.code)
    found = facts.read(pages.get(FormSheet.SCORING), table, period, notes)
    said = free.read(pages, bloc, period, notes)
    if pages and not _says_anything((found.said, said.texts, said.registered, said.rows)):
        # Else a form sent back blank would pass as a period without results.
        notes.add("CELL-001", None, books.file, label=words.ANY_TEXT, how=words.ALL_CELLS)
    return Submission(
        unit=notes.unit,
        file=books.file,
        sha256="",
        corrects=identity.corrects(books.grid),
        facts=found.facts,
        texts=said.texts,
        registered=said.registered,
        rows=said.rows,
        typed_points=found.typed_points,
        evidence=found.evidence,
        raw=notes.raw,
        places={**_places(pages), **notes.places},
    )


def _places(pages: dict[FormSheet, Page]) -> dict[Spot, Cell]:
    """Every cell that a code finds, so that whatever is told of it can be shown there."""
    return {
        (kind, code, column): page.place(rows[0], column)
        for kind, page in pages.items()
        for code, rows in page.rows.items()
        for column in page.columns
    }


def _tampered(
    books: Books, pages: dict[FormSheet, Page], sent: Mapping[FormSheet, _Sent], notes: Notes,
    *, is_same: bool,
) -> None:  # fmt: skip
    """What is no longer as it was sent, or as it would be sent today."""
    intact.check_sheets(books, pages, notes, PurePosixPath(books.file).name)
    for kind, page in pages.items():
        intact.check(page, sent[kind].locked, notes, is_same=is_same)
        intact.check_order(page, sent[kind].rows, notes)
        intact.check_formulas(books, page, sent[kind].rows, notes)
        intact.check_strays(books, page, pages.values(), sent[kind].inputs, notes)
        intact.check_hidden(page, notes)


def _sent(kind: FormSheet, expected: Expected, unit: str) -> _Sent:
    """The sheet as today's definition writes it."""
    if kind is FormSheet.SCORING:
        rows = layout.scoring_rows(layout.table_of(expected.bloc, expected.plan), unit)
        asked = tuple(row.code for row in rows if row.kind is RowKind.FACT)
        return _Sent(intact.scoring(rows), asked, ("value", "evidence"), rows)
    if kind in words.LISTS:
        return _Sent(intact.table(words.LISTS[kind]), (), tuple(words.LISTS[kind]))
    questions = dict(words.FIELDS[kind])
    if kind is FormSheet.REGISTRATION:
        awards = expected.bloc.awards
        questions |= {layout.award_code(a.code): layout.award_question(a) for a in awards}
    return _Sent(intact.fields(questions), tuple(questions))


def _letters(pages: Iterable[Page]) -> int:
    """How much text the form's sheets hold, each cell counted."""
    cells = (content.value for page in pages for content in page.sheet.cells.values())
    return sum(len(value) for value in cells if isinstance(value, str))


def _says_anything(parts: Iterable[object]) -> bool:
    return any(parts)
