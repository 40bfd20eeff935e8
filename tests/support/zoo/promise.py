"""The promise to be kept by every reading: no value that was not meant, no blank taken for 0."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.support.blocs import plan
from tests.support.zoo.desk import Desk, Gone
from tests.support.zoo.kinds import EVIDENCE, FILE, FORMS, SHA, Meant
from thidua_batch.books import form
from thidua_batch.books.reading import reader
from thidua_batch.books.reading.reader import Opener
from thidua_batch.core import wording
from thidua_batch.core.findings import Finding, Severity
from thidua_batch.core.model import Value
from thidua_batch.core.returns import Cell


def read(data: bytes, name: str, opener: Opener = reader.open_here) -> form.FormRead:
    """The damaged form as the pipeline reads it, or by another reader."""
    made = FORMS[name][0]()
    return form.read(data, file=FILE, bloc=made, plan=plan(), definition_sha256=SHA, opener=opener)


def said(got: form.FormRead) -> dict[str, tuple[Value | bool | None, Cell | None]]:
    """Every input as it was read, with its cell: facts, answers, awards, evidence."""
    submission = got.submission
    assert submission is not None
    found: dict[str, tuple[Value | bool | None, Cell | None]] = {
        f"{f.criterion}/{f.line}": (f.value, f.cell) for f in submission.facts
    }
    found |= {code: (text.value, text.cell) for code, text in submission.texts.items()}
    found |= {f"award/{code}": (wants, None) for code, wants in submission.registered.items()}
    found |= {f"{EVIDENCE}{code}": (text, None) for code, text in submission.evidence.items()}
    places = {
        (f"{EVIDENCE}{code}" if column == "evidence" else code): cell
        for (_, code, column), cell in submission.places.items()
        if column in ("value", "evidence")
    }
    out: dict[str, tuple[Value | bool | None, Cell | None]]
    out = {code: (None, cell) for code, cell in places.items()}
    return {**out, **{code: (v, cell or places.get(code)) for code, (v, cell) in found.items()}}


def keep_promise(truth: Mapping[str, Meant], got: form.FormRead) -> None:
    """Every input of the form is right, or right and told, or absent with an error on its place."""
    for found in got.findings:
        _told_well(found)
    whole = [f for f in got.findings if f.severity is Severity.ERROR and f.cell is None]
    if got.submission is None:
        assert whole, "refused without a reason"
        return
    values = said(got)
    outside = _not_applicable(values)
    for code, meant in truth.items():
        value, cell = values.get(code, (None, None))
        about = [f for f in got.findings if _is_about(f, code, cell)]
        errors = [f for f in about if f.severity is Severity.ERROR]
        if value is not None:
            assert _same(value, meant.value), (code, value, meant)
            assert about or meant.is_plain, (code, value, "was repaired in silence")
        elif meant.value is not None or not meant.is_plain or _is_required(code):
            is_out = meant.value is None and code.partition("/")[0] in outside
            assert errors or whole or is_out, (code, meant, "is absent without an error")
    for code, (value, _) in values.items():
        known = code in truth or value is None
        assert known, (code, value, "was not on the form")


def _same(value: Value | bool | None, meant: Value | bool | None) -> bool:
    if isinstance(value, bool) or isinstance(meant, bool):
        return value is meant
    if isinstance(value, Decimal):
        return isinstance(meant, Decimal) and value == meant
    if isinstance(value, date):
        return value == meant
    return isinstance(meant, str) and value == meant


def _is_required(code: str) -> bool:
    """Facts are: of every fact that is absent something must be told."""
    return "/" in code and not code.startswith("award/")


def _not_applicable(values: Mapping[str, tuple[Value | bool | None, Cell | None]]) -> set[str]:
    return {
        code.partition("/")[0]
        for code, (value, _) in values.items()
        if value == wording.NOT_APPLICABLE
    }


def _is_about(found: Finding, code: str, cell: Cell | None) -> bool:
    """Whether a finding stands on this cell, or names the code where the row is lost."""
    if found.cell is None:
        return False
    if cell is not None and cell.address and found.place == (cell.file, cell.sheet, cell.address):
        return True
    return found.fields.get("address") == code.removeprefix(EVIDENCE)


def _told_well(found: Finding) -> None:
    file, sheet, address = found.place
    assert file, (found.code, "has no file")
    assert found.message.strip(), (found.code, "has no message")
    assert found.hint.strip(), (found.code, "has no hint")
    if found.cell is not None:
        assert sheet, (found.code, "has no sheet")
        assert address or found.code == "CELL-011", (found.code, "has no address")


def same(one: form.FormRead, other: form.FormRead) -> bool:
    """Whether two readings come to the same; what a merged area covers is told by one alone."""
    kept = [r.submission and replace(r.submission, raw={}) for r in (one, other)]
    return one.unit == other.unit and one.findings == other.findings and kept[0] == kept[1]


def place(found: Finding) -> str:
    """`Sheet!A1`, `Sheet!` where the row is lost, nothing for the file as a whole."""
    return "" if found.cell is None else f"{found.cell.sheet}!{found.cell.address}"


def resolved(where: str, desk: Desk) -> str:
    """The place that a kind names: a spot is looked up in the damaged form."""
    if not where or "!" in where:
        return where
    try:
        cell = desk.cell(where)
    except Gone as gone:
        raise AssertionError(where) from gone
    return f"{cell.page.title}!{cell.address}"
