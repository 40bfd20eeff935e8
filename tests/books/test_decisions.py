"""The decisions book: written, edited by people, read back with findings on cells."""

import io
from decimal import Decimal

import openpyxl
import pytest

from thidua_batch import samples
from thidua_batch.books import decisions
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.core.wording import decisions as words

SAMPLE = samples.load(samples.DEFAULT)
FILE = "decisions/2025-N/quyet_dinh.xlsx"


def read(data: bytes) -> decisions.DecisionsRead:
    return decisions.read(data, file=FILE, bloc=SAMPLE.bloc, plan=SAMPLE.plan)


def filled() -> bytes:
    return decisions.write(SAMPLE.bloc, SAMPLE.plan, SAMPLE.decisions)


def edited(sheet: str, changes: dict[str, object], data: bytes | None = None) -> bytes:
    """As a person edits it: the test's copy is saved by openpyxl, the product never does that."""
    book = openpyxl.load_workbook(io.BytesIO(data or filled()))
    for address, value in changes.items():
        book[words.SHEETS[sheet]][address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def brief(found: decisions.DecisionsRead) -> list[tuple[str, str]]:
    return [(f.code, f.cell.address if f.cell else "") for f in found.findings]


def test_what_is_written_is_read() -> None:
    found = read(filled())
    assert found.findings == ()
    facts = {(f.criterion, f.line): f.value for f in found.decisions.facts["U1"]}
    assert facts["IV.1", "co_tinh"] == Decimal(1)
    assert facts["V.1", "ngay_cham"] == Decimal(0)
    assert [(e.unit, e.code) for e in found.decisions.exclusions] == [("U5", "E1")]
    assert len(found.decisions.narrative["next_tasks"]) == 2


def test_same_rows_same_bytes_and_rewriting_loses_nothing() -> None:
    assert filled() == filled()
    found = read(filled())
    again = read(decisions.write(SAMPLE.bloc, SAMPLE.plan, found.rows))
    assert again == found


def test_every_fact_knows_its_cell() -> None:
    fact = read(filled()).decisions.facts["U1"][0]
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    assert fact.cell.file == FILE
    assert book[fact.cell.sheet][fact.cell.address].value == fact.value


def test_a_blank_book_asks_for_every_fact_of_the_bloc() -> None:
    blank = decisions.blank(SAMPLE.bloc, SAMPLE.plan)
    assert len(blank[words.FACTS]) == 6 * 7
    found = read(decisions.write(SAMPLE.bloc, SAMPLE.plan, blank))
    assert found.findings == ()
    assert found.decisions.facts == {}


@pytest.mark.parametrize(
    ("sheet", "changes", "cell"),
    [
        (words.FACTS, {"G5": "nhiều"}, "G5"),
        (words.FACTS, {"G5": -1}, "G5"),
        (words.FACTS, {"G5": 1.5}, "G5"),
        (words.FACTS, {"G5": 1e17}, "G5"),
        (words.FACTS, {"G5": "=1/0"}, "G5"),
        (words.FACTS, {"C5": "II.1", "D5": "muc", "G5": 5}, "G5"),
        (words.FACTS, {"C5": "II.3", "D5": "diem", "G5": 500}, "G5"),
        (words.FACTS, {"C5": "IX.9"}, "G5"),
        (words.FACTS, {"A5": "U99"}, "A5"),
        (words.EXCLUSIONS, {"B5": "E9"}, "B5"),
        (words.EXCLUSIONS, {"A5": "nhầm"}, "A5"),
        (words.NARRATIVE, {"A5": "Mục lạ"}, "A5"),
        (words.RETURNS, {"A5": "U1", "B5": "Chấp nhận"}, "D5"),
        (words.RETURNS, {"A5": "U1", "B5": "Bỏ qua", "D5": "vì"}, "B5"),
        (words.RETURNS, {"A4": "Cột lạ"}, ""),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_cell(
    sheet: str, changes: dict[str, object], cell: str
) -> None:
    assert ("BLOC-004", cell) in brief(read(edited(sheet, changes)))


def test_a_line_stated_twice_with_other_values_is_told() -> None:
    rows = SAMPLE.decisions[words.FACTS]
    twice = {**SAMPLE.decisions, words.FACTS: (*rows, {**rows[0], "value": Decimal(9)})}
    found = read(decisions.write(SAMPLE.bloc, SAMPLE.plan, twice))
    assert [code for code, _ in brief(found)] == ["BLOC-004"]


def test_accepted_and_chosen() -> None:
    changes = {
        "A5": "u1", "B5": "chap nhan", "D5": "đã xác minh",
        "A6": "U2", "B6": "Dùng tệp", "C6": "b.xlsx", "D6": "bản sau",
    }  # fmt: skip
    found = read(edited(words.RETURNS, changes))
    assert found.decisions.accepted == {"U1": "đã xác minh"}
    assert found.decisions.chosen == {"U2": "b.xlsx"}


def test_not_a_workbook_is_refused_by_name() -> None:
    with pytest.raises(WorkspaceError) as refusal:
        read(b"not a workbook")
    assert refusal.value.code == "decisions_damaged"
    assert FILE in str(refusal.value)


def test_a_repaired_value_leaves_a_note_and_a_single_line_needs_no_code() -> None:
    changes = {"C5": "II.3", "D5": None, "G5": "29,5"}
    found = read(edited(words.FACTS, changes))
    assert brief(found) == [("CELL-004", "G5")]
    facts = {(f.criterion, f.line): f.value for f in found.decisions.facts["U1"]}
    assert facts["II.3", "diem"] == Decimal("29.5")


def test_a_far_cell_does_not_hold_the_run_up() -> None:
    assert read(edited(words.FACTS, {"Z1048576": 1})).findings == ()
