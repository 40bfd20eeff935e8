"""Returned forms whose cells show something else than they hold: told on the cell, never taken."""

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook import Workbook

from tests.books.test_form import SCORING, VALUES, address, edited, filled, read
from tests.support.blocs import SHA, bloc, plan
from tests.support.packages import unzipped, zipped
from thidua_batch.books import form
from thidua_batch.core import wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Value


def got(code: str, value: object, number_format: str) -> tuple[Value | None, list[tuple[str, str]]]:
    """What is read of a cell with this content, and what is told on it."""
    place = address(code)

    def typed(book) -> None:
        cell = book[SCORING][place]
        cell.value, cell.number_format = value, number_format

    found = read(edited(filled(), typed))
    assert found.submission is not None
    fact = next(f for f in found.submission.facts if f"{f.criterion}/{f.line}" == code)
    told = [f for f in found.findings if f.cell and f.cell.address == place]
    return fact.value, [(f.code, f.fields.get("readings") or f.fields["raw"]) for f in told]


@pytest.mark.parametrize(
    ("number_format", "seen"),
    [
        ("0,", "5 hoặc 0"),
        (";;;", "5 hoặc để trống"),
        ('"9"0', "5 hoặc 95"),
        ('[=5]"10";0', "5 hoặc 10"),
        ('0" tỷ"', "5 hoặc 5 tỷ"),
        ("-0", "5 hoặc -5"),
    ],
)
def test_a_number_that_is_seen_as_another_is_asked_again(number_format, seen):
    assert got("I.1/ct1", 5, number_format) == (None, [("CELL-003", seen)])


def test_a_zero_that_nobody_sees_is_no_zero():
    assert got("II.4/cham", 0, "0;-0;;@") == (None, [("CELL-003", "0 hoặc để trống")])


def test_what_is_rounded_or_a_dash_is_taken_and_told():
    assert got("I.1/ct2", 40.4, "0") == (Decimal("40.4"), [("CELL-004", "40")])
    assert got("II.4/cham", 0, '0;-0;"-"') == (0, [("CELL-004", "-")])


@pytest.mark.parametrize("number_format", [';;;"Không"', ";;;", '@" áp dụng"'])
def test_a_word_that_is_seen_as_another_is_asked_again(number_format):
    value, told = got("II.3/ke_hoach", "Có", number_format)
    assert value is None
    assert [code for code, _ in told] == ["CELL-003"]


def test_nobody_declares_out_of_sight_that_it_has_no_such_task():
    value, told = got("I.2/ty_le", "Không áp dụng", ";;;")
    assert (value, [code for code, _ in told]) == (None, ["CELL-003"])


# --- what shows a cell otherwise than its own format ------------------------------------------


def ruled(code: str) -> Callable[[Workbook], None]:
    """A rule on one cell that puts this number format in place of its own."""

    def change(book: Workbook) -> None:
        look = DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode=code))
        rule = Rule(type="expression", formula=["TRUE"], dxf=look)
        book[SCORING].conditional_formatting.add(address("I.1/ct1"), rule)

    return change


def told(data: bytes) -> dict[str, list[str]]:
    """Codes by address, of what is told on cells."""
    found: dict[str, list[str]] = {}
    for one in read(data).findings:
        if one.cell is not None:
            found.setdefault(one.cell.address, []).append(one.code)
    return found


@pytest.mark.parametrize("code", ['"99"', ";;;", "0,", "0%", "dd/mm/yyyy"])
def test_a_rule_that_shows_another_number_is_not_believed(code):
    codes = told(edited(filled(), ruled(code)))[address("I.1/ct1")]
    assert set(codes) <= {"CELL-003", "CELL-006", "CELL-009"}


def test_a_rule_that_shows_the_number_itself_is_nothing():
    assert told(edited(filled(), ruled("#,##0.00;[Red]-#,##0.00"))) == {}


def test_a_sheet_that_shows_no_zeros_has_none():
    def hide(book: Workbook) -> None:
        book[SCORING].sheet_view.showZeros = False

    found = read(edited(filled(), hide))
    zeros = [address("II.2/canh_cao"), address("II.4/cham")]
    assert {f.cell.address: f.code for f in found.findings if f.cell} == dict.fromkeys(
        zeros, "CELL-003"
    )
    assert found.submission is not None
    values = {f"{f.criterion}/{f.line}": f.value for f in found.submission.facts}
    assert values["II.4/cham"] is None


@pytest.mark.parametrize(
    ("runs", "code"),
    [
        ((TextBlock(InlineFont(strike=True), "9"), "8"), "CELL-002"),
        (("10", TextBlock(InlineFont(vertAlign="superscript"), "2")), "CELL-002"),
        (("8", TextBlock(InlineFont(b=True, strike=False), "1")), "CELL-037"),
    ],
)
def test_a_figure_struck_out_or_raised_is_no_figure_of_the_number(runs, code):
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    book[SCORING][address("I.1/ct1")].value = CellRichText(*runs)
    out = io.BytesIO()
    book.save(out)
    assert told(out.getvalue()) == {address("I.1/ct1"): [code]}


def test_a_word_struck_out_is_no_answer():
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    struck = CellRichText(TextBlock(InlineFont(strike=True), "Có"))
    book[SCORING][address("II.3/ke_hoach")].value = struck
    out = io.BytesIO()
    book.save(out)
    assert told(out.getvalue()) == {address("II.3/ke_hoach"): ["CELL-008"]}


@pytest.mark.parametrize(("height", "codes"), [(0.5, ["CELL-024"]), (15, [])])
def test_a_row_too_low_to_be_read_is_hidden(height, codes):
    def change(book: Workbook) -> None:
        row = int("".join(filter(str.isdigit, address("I.1/ct1"))))
        book[SCORING].row_dimensions[row].height = height

    assert [f.code for f in read(edited(filled(), change)).findings] == codes


# --- which sheet, which row -------------------------------------------------------------------


def test_a_form_that_nobody_sees_is_told():
    def hide(book: Workbook) -> None:
        book[SCORING].sheet_state = "veryHidden"

    assert told(edited(filled(), hide)) == {address("I.1/ct1"): ["CELL-024"]}


@pytest.mark.parametrize("state", ["visible", "veryHidden"])
def test_a_sheet_that_looks_like_the_form_may_be_the_one_that_was_filled_in(state):
    def copy(book: Workbook) -> None:
        made = book.copy_worksheet(book[SCORING])
        made.title = "Bản in"
        made.delete_cols(1)
        book[SCORING].sheet_state = state

    codes = [f.code for f in read(edited(filled(), copy)).findings]
    assert "BOOK-014" in codes
    assert "BOOK-019" not in codes


def test_a_sheet_of_the_units_own_is_only_told():
    def add(book: Workbook) -> None:
        book.create_sheet("Tính nháp")["A1"] = "Sở Thử nghiệm"

    assert [f.code for f in read(edited(filled(), add)).findings] == ["BOOK-019"]


@pytest.mark.parametrize("is_swapped", [True, False])
def test_lines_that_read_the_same_are_told_by_where_they_stand(is_swapped):
    twins = {"ty_le", "cham"}
    lines = tuple(
        replace(x, text="Kết quả", unit_of_measure="") if x.code in twins else x
        for x in bloc().table.lines
    )
    known = replace(bloc(), table=replace(bloc().table, lines=lines))
    data = form.write(known, plan(), known.unit("DV1"), definition_sha256=SHA, values=VALUES)

    def swap(book: Workbook) -> None:
        cells = [c for c in book[SCORING]["A"] if c.value in ("I.2/ty_le", "II.4/cham")]
        if is_swapped:
            cells[0].value, cells[1].value = cells[1].value, cells[0].value

    found = read(edited(data, swap), bloc=known).findings
    assert [f.code for f in found] == (["CELL-015"] * 2 if is_swapped else [])
    if is_swapped:
        assert found[0].fields["expected"] == "– Kết quả (của tiêu chí I.2)"
        assert found[0].fields["raw"] == "– Kết quả (của tiêu chí II.4)"


# --- what is made to take time ----------------------------------------------------------------


def filled_list(count: int, formula: str = "") -> bytes:
    """A form whose list of proposals has so many rows between its first and its last."""

    def change(book: Workbook) -> None:
        sheet = book[wording.FORM_SHEETS[FormSheet.PROPOSALS]]
        codes = {cell.value: cell.row for cell in sheet["A"] if cell.value}
        first, last = codes["row/1"], codes["row/10"]
        sheet.merged_cells.ranges.clear()
        sheet.cell(last, 1).value = None
        sheet.cell(first + count, 1).value = "row/10"
        for row in range(first, first + count):
            sheet.cell(row, 4).value = formula or f"Tổ {row}"

    return edited(filled(), change)


def test_a_list_without_end_is_cut_and_told():
    found = read(filled_list(2_005))
    assert found.submission is not None
    assert len([r for r in found.submission.rows if r.sheet is FormSheet.PROPOSALS]) == 2_000
    assert [f.code for f in found.findings] == ["CELL-022"]


def test_formulas_that_sum_up_too_much_are_told_instead():
    sums = re.sub(
        rb"(<c [^>]*><f>SUM\(AA1:AZ380\)</f>)<v ?/?>(</v>)?", rb"\1<v>0</v>",
        unzipped(data := filled_list(9, "=SUM(AA1:AZ380)"))[part(data)],
    )  # fmt: skip
    parts = {**unzipped(data), part(data): sums}
    codes = Counter(f.code for f in read(zipped(parts)).findings)
    assert codes == {"CELL-004": 5, "CELL-034": 4}


def part(data: bytes) -> str:
    """The part of the sheet of proposals."""
    titles = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    return f"xl/worksheets/sheet{titles.index(wording.FORM_SHEETS[FormSheet.PROPOSALS]) + 1}.xml"


def test_a_form_with_a_book_of_text_in_it_is_refused():
    def change(book: Workbook) -> None:
        for number in range(20):
            book[SCORING].cell(200 + number, 2).value = "Tr-êng " * 4_600

    found = read(edited(filled(), change))
    assert found.submission is None
    assert [f.code for f in found.findings] == ["BOOK-001"]
    assert "quá nhiều chữ" in found.findings[0].message
