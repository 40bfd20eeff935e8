"""Reading a returned form: door, identity, sheets; every value with its cell, every doubt told."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from thidua_batch.books.form import facts, free, identity, layout, sheets
from thidua_batch.books.form.answers import Notes
from thidua_batch.books.form.sheets import Books, Page
from thidua_batch.books.reading import door
from thidua_batch.core import wording
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Bloc, PeriodPlan
from thidua_batch.core.returns import Submission
from thidua_batch.core.wording import form as words


@dataclass(frozen=True, slots=True)
class FormRead:
    """Whose form it is (None where that cannot be told), what it says, and what is wrong."""

    unit: str | None
    submission: Submission | None
    findings: tuple[Finding, ...]


def read(
    data: bytes, *, file: str, bloc: Bloc, plan: PeriodPlan, definition_sha256: str
) -> FormRead:
    """Read a returned file; never raises for what the file holds.

    `file` is the workspace-relative path that the cells carry. A form of another bloc, period
    or unit gives no submission.
    """
    name = PurePosixPath(file).name
    if door.is_scan(data):
        return _refused(finding("BOOK-011", file=file, name=name))
    reason = door.refusal(data, openpyxl=True)
    books = None if reason else _load(data, file)
    if books is None:
        reason = reason or words.REASONS["reader"]
        return _refused(finding("BOOK-001", file=file, name=name, reason=reason))
    found = identity.find(books)
    unit, refusals = _recognised(found, file, bloc, plan)
    if refusals and (found.identity is None or any(_is_fatal(f) for f in refusals)):
        return FormRead(unit, None, tuple(refusals))
    if unit is None or found.identity is None:
        return FormRead(None, None, tuple(refusals))
    notes = Notes(unit, refusals)
    is_same = found.identity.sha == definition_sha256[: len(found.identity.sha)]
    if not is_same:
        expected = definition_sha256[: len(found.identity.sha)]
        notes.add("BOOK-012", None, file, name=name, found=found.identity.sha, expected=expected)
    pages = _pages(books, plan, notes, name)
    submission = _submission(books.file, pages, bloc, plan, notes, compare=is_same)
    submission = replace(submission, sha256=hashlib.sha256(data).hexdigest())
    return FormRead(unit, submission, tuple(notes.found))


def _refused(found: Finding) -> FormRead:
    return FormRead(None, None, (found,))


def _load(data: bytes, file: str) -> Books | None:
    """Both views of the workbook; None where the reader gives up."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns of drop-downs it will not keep; nothing is ever saved from here.
            warnings.simplefilter("ignore")
            return sheets.load(data, file)
    # openpyxl raises dozens of kinds on damaged content (KeyError, TypeError, ExpatError …);
    # these bytes come from strangers, and no file may stop the batch.
    except Exception:
        return None


def _recognised(
    found: identity.Found, file: str, bloc: Bloc, plan: PeriodPlan
) -> tuple[str | None, list[Finding]]:
    """The unit, and why the form is not this unit's form of this period."""
    name = PurePosixPath(file).name
    marks = found.identity
    known = {u.code for u in bloc.units}
    unit = marks.unit if marks and marks.bloc == bloc.code and marks.unit in known else None
    out: list[Finding] = []
    if found.disagreement:
        out.append(finding("BOOK-007", unit=unit, file=file, name=name, marks=found.disagreement))
    if marks is None:
        return None, out or [finding("BOOK-002", file=file, name=name)]
    if marks.bloc != bloc.code:
        found_code, expected = marks.bloc, bloc.code
        out.append(finding("BOOK-003", file=file, name=name, found=found_code, expected=expected))
    elif unit is None:
        out.append(finding("BOOK-005", file=file, name=name, found=marks.unit))
    if marks.period != plan.code:
        asked, said = plan.code, marks.period
        out.append(finding("BOOK-004", unit=unit, file=file, name=name, found=said, expected=asked))
    return unit, out


def _is_fatal(found: Finding) -> bool:
    return found.code in ("BOOK-003", "BOOK-004", "BOOK-005")


def _pages(books: Books, plan: PeriodPlan, notes: Notes, name: str) -> dict[FormSheet, Page]:
    pages = {}
    for kind in plan.sheets:
        page = sheets.page(books, kind)
        if page is None:
            notes.add("BOOK-006", None, books.file, name=name, sheet=wording.FORM_SHEETS[kind])
        else:
            pages[kind] = page
            if copies := sheets.copies(books, kind):
                said = ", ".join(f"«{copy}»" for copy in copies)
                notes.add("BOOK-014", None, books.file, name=name, copies=said)
    return pages


def _submission(
    file: str,
    pages: dict[FormSheet, Page],
    bloc: Bloc,
    plan: PeriodPlan,
    notes: Notes,
    *,
    compare: bool,
) -> Submission:
    """All that the form says; `compare`: its locked contents must be today's."""
    table = layout.table_of(bloc, plan)
    page, period = pages.get(FormSheet.SCORING), bloc.period(plan.code)
    found = facts.read(page, table, period, notes, compare=compare)
    said = free.read(pages, bloc, notes)
    if pages and not _says_anything((found.said, said.texts, said.registered, said.rows)):
        # Else a form sent back blank would pass as a period without results.
        notes.add("CELL-001", None, file, label=words.ANY_TEXT)
    return Submission(
        unit=notes.unit,
        file=file,
        sha256="",
        facts=found.facts,
        texts=said.texts,
        registered=said.registered,
        rows=said.rows,
        typed_points=found.typed_points,
        evidence=found.evidence,
    )


def _says_anything(parts: Iterable[object]) -> bool:
    return any(parts)
