"""The decisions book: written, edited by people, read back with findings on cells."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from tests.support.blocs import bloc, plan, rich
from thidua_batch import samples
from thidua_batch.books import decisions
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.core.kinds import LineKind, Scorer
from thidua_batch.core.model import Bloc, Line
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
        (words.RETURNS, {"A5": "U1", "B5": "Bỏ", "D5": "vì"}, "B5"),
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
    assert brief(found) == [("CELL-037", "G5")]
    facts = {(f.criterion, f.line): f.value for f in found.decisions.facts["U1"]}
    assert facts["II.3", "diem"] == Decimal("29.5")


def test_a_far_cell_does_not_hold_the_run_up() -> None:
    assert read(edited(words.FACTS, {"Z1048576": 1})).findings == ()


def by_bloc() -> Bloc:
    """The rich bloc in which the bloc states the day of the report and the points of B.1."""
    base = rich()
    lines = tuple(
        replace(x, scorer=Scorer.BLOC) if x.address == "A.2/ngay" else x for x in base.table.lines
    )
    nodes = tuple(
        replace(c, scorer=Scorer.BLOC) if c.code in ("B.1", "B.2", "B.3") else c
        for c in base.table.criteria
    )
    return replace(base, table=replace(base.table, criteria=nodes, lines=lines))


def stated(unit: str, address: str, value: object, reason: str = "") -> decisions.DecisionsRead:
    """The blank book of `by_bloc` with one row filled, as it is read."""
    made = by_bloc()
    rows = []
    for row in decisions.blank(made, plan())[words.FACTS]:
        is_meant = (row["unit"], f"{row['criterion']}/{row['line']}") == (unit, address)
        rows.append({**row, "value": value, "reason": reason} if is_meant else row)
    data = decisions.write(made, plan(), {words.FACTS: tuple(rows)})
    return decisions.read(data, file=FILE, bloc=made, plan=plan())


def test_the_book_asks_for_lines_that_the_unit_does_not_state() -> None:
    asked = [
        (row["unit"], f"{row['criterion']}/{row['line']}")
        for row in decisions.blank(by_bloc(), plan())[words.FACTS]
    ]
    for unit in ("DV1", "DV3"):
        assert [address for code, address in asked if code == unit] == [
            "A.2/ngay", "A.4/thai_do", "B.1/diem", *(["B.2/dat"] if unit == "DV3" else []), "D.1/co"
        ]  # fmt: skip


def test_the_book_says_what_to_type() -> None:
    rows = decisions.blank(by_bloc(), plan())[words.FACTS]
    texts = {f"{row['criterion']}/{row['line']}": row["text"] for row in rows}
    assert texts["A.2/ngay"] == "Báo cáo năm (ghi ngày, hạn 15/12/2025; chưa làm thì ghi «Không»)"
    assert texts["A.4/thai_do"] == "Thái độ phối hợp (0, hoặc từ 1 đến 3 điểm kèm lý do)"
    assert texts["B.1/diem"] == "Điểm hội đồng góp ý"
    assert texts["D.1/co"] == "Cờ do thường trực xác nhận"


@pytest.mark.parametrize(
    ("unit", "address", "value", "reason", "kept"),
    [
        ("DV1", "A.2/ngay", date(2025, 12, 19), "", date(2025, 12, 19)),
        ("DV1", "A.2/ngay", "khong", "", "Không"),
        ("DV1", "A.4/thai_do", Decimal("1.5"), "họp chậm", Decimal("1.5")),
        ("DV1", "A.4/thai_do", Decimal(0), "", Decimal(0)),
        ("DV1", "B.1/diem", Decimal("9.75"), "", Decimal("9.75")),
        ("DV3", "B.2/dat", "co", "", "Có"),
    ],
)
def test_stated_facts(unit: str, address: str, value: object, reason: str, kept: object) -> None:
    found = stated(unit, address, value, reason)
    assert found.findings == ()
    assert {f"{f.criterion}/{f.line}": f.value for f in found.decisions.facts[unit]} == {
        address: kept
    }


@pytest.mark.parametrize(
    ("address", "value", "reason", "column", "said"),
    [
        ("A.2/ngay", "cuối năm", "", "G", words.NOT_A_DAY),
        ("A.2/ngay", date(1999, 1, 1), "", "G", words.NOT_A_DAY),
        ("A.4/thai_do", Decimal("0.5"), "vì", "G", "từ 1 đến 3"),
        ("A.4/thai_do", Decimal(4), "vì", "G", "từ 1 đến 3"),
        ("A.4/thai_do", Decimal(2), "", "H", words.NEEDS_REASON),
        ("B.1/diem", Decimal("9.8"), "", "G", "9,75 hoặc 10"),
        ("B.1/diem", Decimal("10.25"), "", "G", words.NOT_A_VALUE),
    ],
)
def test_stated_facts_that_are_refused(
    address: str, value: object, reason: str, column: str, said: str
) -> None:
    found = stated("DV1", address, value, reason)
    assert [code for code, _ in brief(found)] == ["BLOC-004"]
    assert brief(found)[0][1][0] == column
    assert said in found.findings[0].message
    assert found.decisions.facts == {}


def test_a_day_typed_as_text_or_in_a_far_year_is_told_and_kept() -> None:
    text, far = stated("DV1", "A.2/ngay", "19/12/2025"), stated("DV1", "A.2/ngay", date(2052, 1, 9))
    assert [code for code, _ in brief(text)] == ["CELL-004"]
    assert [code for code, _ in brief(far)] == ["CELL-018"]
    assert text.decisions.facts["DV1"][0].value == date(2025, 12, 19)
    assert far.decisions.facts["DV1"][0].value == date(2052, 1, 9)


def test_a_row_that_is_not_for_the_kind_of_unit_is_refused() -> None:
    made = by_bloc()
    row = {"unit": "DV1", "criterion": "B.2", "line": "dat", "value": "Có"}
    data = decisions.write(made, plan(), {words.FACTS: (row,)})
    found = decisions.read(data, file=FILE, bloc=made, plan=plan())
    assert [f.code for f in found.findings] == ["BLOC-004"]
    assert words.NOT_A_LINE in found.findings[0].message


def test_a_line_takes_only_the_words_of_its_own() -> None:
    base = bloc()
    words_of = Line(criterion="IV.1", code="w", kind=LineKind.CATEGORY, text="Chỉ dòng khác",
                    of="khac", points=Decimal(1))  # fmt: skip
    made = replace(base, table=replace(base.table, lines=(*base.table.lines, words_of)))
    row = {"unit": "DV1", "criterion": "IV.1", "line": "vang", "value": "Chỉ dòng khác"}
    data = decisions.write(made, plan(), {words.FACTS: (row,)})
    found = decisions.read(data, file=FILE, bloc=made, plan=plan())
    assert [f.code for f in found.findings] == ["BLOC-004"]


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (6, 1), (12, 0), (22, 2)])
def test_a_table_is_printed_without_a_page_of_a_few_rows(count: int, pages: int) -> None:
    reason = "Đơn vị đã giải trình bằng văn bản, khối đã họp và thống nhất"
    rows = tuple({"unit": "DV1", "action": words.ACCEPT, "reason": reason} for _ in range(count))
    data = decisions.write(bloc(), plan(), {words.RETURNS: rows})
    sheet = openpyxl.load_workbook(io.BytesIO(data))[words.SHEETS[words.RETURNS]]
    setup = sheet.page_setup  # what is 1 is not stored
    assert [1 if n is None else n for n in (setup.fitToWidth, setup.fitToHeight)] == [1, pages]
