"""What units are told: only their own, only what may be told, in the order of work."""

from dataclasses import replace

import pytest

from thidua_batch.core import marks
from thidua_batch.core.findings import CATALOGUE, TOLD_TO_UNITS, Finding, Severity, finding
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.marks import Mark
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import feedback as words

FILE = "inbox/2025-N/a.xlsx"
#: What stays with the bloc of the families that units hear from.
KEPT = {
    *(f"BOOK-{n:03d}" for n in (8, 10, 13, 17, *range(20, 24), 26, 29)),
    "CROSS-004",
    "CROSS-005",
}


def cell(address: str, sheet: str = "Tự chấm điểm", file: str = FILE) -> Cell:
    return Cell(file=file, sheet=sheet, address=address)


def sample(code: str, unit: str = "A") -> Finding:
    """A finding with its fields filled by their own names."""
    return Finding(code=code, unit=unit, fields={name: name for name in CATALOGUE[code].fields})


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_code_is_told_to_units_or_kept_by_decision(code: str) -> None:
    is_told = code in TOLD_TO_UNITS
    may_be = code.startswith(("BOOK", "CELL", "CROSS")) and code not in KEPT
    may_be = may_be or code in ("BLOC-008", "BLOC-010")
    assert is_told == may_be
    assert bool(marks.told([sample(code)], "A")) == is_told
    assert marks.told([sample(code)], "B") == []
    assert marks.told([replace(sample(code), unit=None)], "A") == []


@pytest.mark.parametrize("code", sorted(TOLD_TO_UNITS))
@pytest.mark.parametrize("has_copy", [True, False])
def test_no_mark_speaks_of_what_only_the_secretary_has(code: str, has_copy: bool) -> None:
    (mark,) = marks.of([sample(code)], "A", has_copy=has_copy)
    text = mark.message + mark.hint
    assert mark.severity is CATALOGUE[code].severity
    for word in ("khoi.xlsx", "quyet_dinh", "--", "inbox", "thidua", "Thư ký", "hộp nhận bài"):
        assert word not in text
    assert has_copy or "ản đánh dấu" not in text
    assert not {"marks", "units"} & set(text.split())


def test_words_for_units_replace_only_told_codes() -> None:
    assert (set(words.MESSAGES) | set(words.HINTS) | set(words.COPY_HINTS)) <= TOLD_TO_UNITS


def test_marks_have_spots_only_in_the_file_that_is_copied() -> None:
    spot = (FormSheet.SCORING, "I.1/ct1", "value")
    places = {("Tự chấm điểm", "H11"): spot}
    blank = {"label": "Số vụ", "how": "ô này"}
    found = [
        finding("CELL-001", unit="A", cell=cell("H11"), **blank),
        finding("CELL-001", unit="A", cell=cell("H11", file="inbox/2025-N/cu.xlsx"), **blank),
        finding("CELL-001", unit="A", cell=cell("H12"), **blank),
        finding("CROSS-003", unit="A", code="I.1"),
    ]
    made = marks.of(found, "A", file=FILE, places=places)
    assert sorted((m.spot, m.sheet, m.address) for m in made if m.spot) == [
        (spot, "Tự chấm điểm", "H11")
    ]
    assert {(m.sheet, m.address) for m in made if not m.spot} == {
        ("Tự chấm điểm", "H11"), ("Tự chấm điểm", "H12"), ("", ""),
    }  # fmt: skip
    assert [m.spot for m in marks.of(found, "A")] == [None] * 3


def test_marks_come_by_severity_then_in_the_order_of_the_form_and_once() -> None:
    note = {"label": "Tỷ lệ", "raw": "9,5", "value": "9,5"}
    found = [
        finding("CELL-004", unit="A", cell=cell("H9"), **note),
        finding("CELL-001", unit="A", cell=cell("H110"), label="B", how=""),
        finding("CELL-001", unit="A", cell=cell("AA20"), label="C", how=""),
        finding("CELL-001", unit="A", cell=cell("H20"), label="D", how=""),
        finding("CELL-001", unit="A", cell=cell("C30", "Thông tin đơn vị"), label="E", how=""),
        finding("CELL-001", unit="A", cell=cell("H20"), label="D", how=""),
        finding("CROSS-006", unit="A"),
        finding("BOOK-006", unit="A", file=FILE, name="a.xlsx", sheet="Kết quả"),
    ]
    made = marks.of(found, "A")
    assert [m.address for m in made] == ["", "C30", "H20", "AA20", "H110", "", "H9"]
    assert [m.severity for m in made] == [Severity.ERROR] * 5 + [Severity.WARNING, Severity.NOTE]


@pytest.mark.parametrize(
    ("address", "expected"),
    [("H11", (11, 8)), ("$AA$7", (7, 27)), ("", (0, 0)), ("không", (0, 0)), ("A0001", (1, 1))],
)
def test_positions(address: str, expected: tuple[int, int]) -> None:
    assert marks.position(address) == expected


def test_a_renamed_sheet_keeps_its_place_by_the_spot() -> None:
    mark = Mark(severity=Severity.ERROR, message="", hint="", sheet="Sheet1", address="C3")
    named = replace(mark, spot=(FormSheet.RESULTS, "results", "value"))
    assert marks.order(named) > marks.order(replace(mark, sheet="Tự chấm điểm"))
    assert marks.order(mark) < marks.order(replace(mark, sheet="thông tin ĐƠN VỊ"))


def test_plain_text_has_one_line_and_is_cut_in_its_middle() -> None:
    assert marks.plain("a\r\n b\x00\u202e\tc", 100) == "a b c"
    text = "đầu " + "x" * 40_000 + " cuối"
    cut = marks.plain(text, 200)
    assert len(cut) == 200
    assert cut.startswith("đầu ")
    assert cut.endswith(" cuối")
    assert " […] " in cut
    assert marks.plain("=1+1 {{ 7*7 }} <b>", 100) == "=1+1 {{ 7*7 }} <b>"
