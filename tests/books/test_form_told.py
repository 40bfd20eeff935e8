"""What is said of a cell that cannot be taken: the reason, and what can be done in that cell."""

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.books.test_form import SCORING, address, codes, edited, fact, filled, read, typed
from tests.support import zoo
from tests.support.blocs import SHA, bloc, d, plan
from tests.support.zoo import promise
from tests.support.zoo.kinds import FORMS, damaged
from tests.support.zoo.kinds import Kind as Damage
from thidua_batch.books import form
from thidua_batch.books.reading import reader
from thidua_batch.books.reading.grid import Grid
from thidua_batch.core import marks
from thidua_batch.core.findings import CATALOGUE, TOLD_TO_UNITS, Finding, Severity, finding
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Bloc
from thidua_batch.core.wording import feedback as words

INFO = "Thông tin đơn vị"


def told(code: str, value: object, number_format: str = "General") -> Finding:
    """The first finding on a cell with this content."""
    got = typed(code, value, number_format)
    place = address(code)
    return next(f for f in got.findings if f.cell and f.cell.address == place)


# --- a number or a word ---------------------------------------------------------------------


@pytest.mark.parametrize("raw", ["đúng hạn", "không chậm", "-", "không", "x"])
def test_where_a_number_or_a_word_may_stand_the_number_is_asked_for_first(raw: str) -> None:
    found = told("II.4/cham", raw)
    assert (found.code, fact(typed("II.4/cham", raw), "II.4/cham")) == ("CELL-035", None)
    assert found.message == (
        f"«II.4 Số ngày chậm» ghi «{raw}»: cần một số (số ngày chậm; đúng hạn thì ghi 0), "
        "hoặc đúng chữ «Không nộp»."
    )
    assert found.hint == "Ghi số vào ô này; chỉ ghi «Không nộp» khi thực tế đúng như vậy."


def relabelled(text: str, measure: str) -> Bloc:
    base = bloc()
    lines = tuple(
        replace(x, text=text, unit_of_measure=measure) if x.code == "cham" else x
        for x in base.table.lines
    )
    return replace(base, table=replace(base.table, lines=lines))


@pytest.mark.parametrize(
    ("text", "measure", "wanted"),
    [
        ("Số ngày trễ", "ngày làm việc", "số ngày làm việc chậm; đúng hạn thì ghi 0"),
        ("Chăm sóc trẻ em", "ngày", "số ngày; bằng không thì ghi 0"),
        ("Số lần chậm", "lần", "số lần; bằng không thì ghi 0"),
        ("Tỷ lệ", "%", "số phần trăm; bằng không thì ghi 0"),
        ("Số lần", "", "bằng không thì ghi 0"),
    ],
)
def test_the_number_is_named_by_its_unit_of_measure(text: str, measure: str, wanted: str) -> None:
    made = relabelled(text, measure)
    data = form.write(made, plan(), made.unit("DV1"), definition_sha256=SHA)

    def change(book: Workbook) -> None:
        book[SCORING][address("II.4/cham")] = "quên"

    found = next(f for f in read(edited(data, change), bloc=made).findings if f.code == "CELL-035")
    assert f"cần một số ({wanted})," in found.message


# --- nothing, and marks for nothing -----------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("II.2/khien_trach", "Điền ô này; bằng không thì ghi 0."),
        (
            "I.2/ty_le",
            "Điền ô này; bằng không thì ghi 0; không có nhiệm vụ này thì ghi «Không áp dụng».",
        ),
        (
            "II.4/cham",
            "Điền ô này; đúng hạn thì ghi 0; không có nhiệm vụ này thì ghi «Không áp dụng».",
        ),
        ("II.3/so_ket", "Điền ô này (chọn trong danh sách)."),
    ],
)
def test_a_blank_is_told_with_what_that_very_row_allows(code: str, how: str) -> None:
    found = told(code, None)
    assert (found.code, found.hint) == ("CELL-001", how)


@pytest.mark.parametrize("raw", ["không", "KHÔNG", "k có", "-", "–", "x"])
def test_a_mark_for_nothing_may_be_0_or_a_blank(raw: str) -> None:
    found = told("II.2/khien_trach", raw)
    assert found.code == "CELL-036"
    assert found.message.endswith(f"ghi «{raw}», chưa rõ là 0 hay chưa có số liệu.")
    assert "Không áp dụng" not in found.hint
    assert "Không áp dụng" in told("I.2/ty_le", raw).hint
    assert fact(typed("II.2/khien_trach", raw), "II.2/khien_trach") is None


@pytest.mark.parametrize(("raw", "expected"), [("-", []), ("không", ["CELL-036"])])
def test_where_a_blank_may_be_only_words_are_asked_about(raw: str, expected: list[str]) -> None:
    def change(book: Workbook) -> None:
        for row in book[INFO].iter_rows():
            if row[0].value == "headcount":
                book[INFO][f"C{row[0].row}"] = raw

    assert codes(read(edited(filled(), change))) == expected


def test_other_lines_of_a_task_that_a_unit_does_not_have_may_hold_marks_for_nothing() -> None:
    base = bloc()
    second = replace(
        next(x for x in base.table.lines if x.code == "ty_le"), code="them", text="Hồ sơ",
        unit_of_measure="hồ sơ", kind=LineKind.BONUS, points=d("1"),
    )  # fmt: skip
    made = replace(base, table=replace(base.table, lines=(*base.table.lines, second)))
    facts = {"I.2/ty_le": "Không áp dụng", "I.2/them": "-"}
    values = form.FormValues(facts=facts)
    data = form.write(made, plan(), made.unit("DV1"), definition_sha256=SHA, values=values)
    found = [f.code for f in read(data, bloc=made).findings if "«I.2 " in f.message]
    assert found == ["CELL-013"]


def test_every_line_that_may_not_be_left_out_is_named() -> None:
    def change(book: Workbook) -> None:
        for code in ("II.2/khien_trach", "II.2/canh_cao"):
            book[SCORING][address(code)] = "không áp dụng"

    found = read(edited(filled(), change)).findings
    assert [(f.code, f.cell and f.cell.address) for f in found] == [
        ("CELL-014", address("II.2/khien_trach")), ("CELL-014", address("II.2/canh_cao")),
    ]  # fmt: skip
    assert found[0].message == (
        "«II.2 Khiển trách» ghi «Không áp dụng», nhưng tiêu chí «II.2 Kỷ luật cán bộ, công chức» "
        "không cho phép."
    )
    assert found[0].hint == "Điền ô này; bằng không thì ghi 0."


# --- figures in words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "raw", "value"),
    [
        ("II.2/khien_trach", "1 người", "1"),
        ("II.2/khien_trach", "02 NGƯỜI", "2"),
        ("II.2/khien_trach", "3nguoi", "3"),
        ("III.1/sang_kien", "03 sáng kiến", "3"),
        ("I.1/ct2", "1.234,5 văn bản", "1234.5"),
        ("II.4/cham", "2 ngày", "2"),
    ],
)
def test_the_unit_of_measure_may_stand_behind_the_figure(code: str, raw: str, value: str) -> None:
    got = typed(code, raw)
    assert (fact(got, code), codes(got)) == (d(value), ["CELL-004"])
    assert got.findings[0].severity is Severity.NOTE
    assert f"«{raw}»" in got.findings[0].message


@pytest.mark.parametrize(
    ("code", "raw", "finding", "example"),
    [
        ("II.2/khien_trach", "1 lần", "CELL-002", "45"),
        ("II.2/khien_trach", "1 người khác", "CELL-002", "45"),
        ("II.2/khien_trach", "1 người 2 người", "CELL-002", "45"),
        ("II.2/khien_trach", "một người", "CELL-002", "45"),
        ("II.2/khien_trach", "người 1", "CELL-002", "45"),
        ("II.2/khien_trach", "1 điểm người", "CELL-002", "45"),
        ("II.2/khien_trach", "(1) người", "CELL-002", "45"),
        ("II.2/khien_trach", "1.5 người", "CELL-010", ""),
        ("II.2/khien_trach", "-1 người", "CELL-005", ""),
        ("I.1/ct2", "1.000 văn bản", "CELL-003", ""),
        ("I.1/ct2", "9/10 văn bản", "CELL-002", "9,5"),
        ("I.2/ty_le", "chín lăm phần trăm", "CELL-002", "95,5"),
        ("I.3/diem", "chín điểm rưỡi", "CELL-002", "9,5"),
        ("II.4/cham", "2 ngày làm việc", "CELL-002", "9,5"),
    ],
)
def test_nothing_else_may_stand_there(code: str, raw: str, finding: str, example: str) -> None:
    found = told(code, raw)
    assert (found.code, fact(typed(code, raw), code)) == (finding, None)
    if example:
        assert found.hint == f"Chỉ ghi chữ số, ví dụ {example}."


# --- texts that are numbers -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "code", "said"),
    [
        ("9,5", "CELL-037", "ô đang ở dạng chữ, đã đọc thành số 9,5."),
        (" 9,5 ", "CELL-037", "ô đang ở dạng chữ, đã đọc thành số 9,5."),
        ("1234", "CELL-037", "ô đang ở dạng chữ, đã đọc thành số 1.234."),
        ("9.5", "CELL-004", "ghi «9.5», được hiểu là 9,5."),
        ("009", "CELL-004", "ghi «009», được hiểu là 9."),
    ],
)
def test_a_text_that_is_the_number_itself_is_told_as_such(raw: str, code: str, said: str) -> None:
    found = told("I.1/ct2", raw)
    assert found.code == code
    assert found.message.endswith(said)
    assert found.hint == "Đúng ý thì không cần làm gì; sai thì gõ lại."


def test_readings_are_said_as_they_should_be_typed() -> None:
    found = told("I.1/ct2", "1.000")
    assert found.message.endswith("có thể hiểu là 1 hoặc 1000.")
    for reading, value in (("1", "1"), ("1000", "1000")):
        assert fact(typed("I.1/ct2", reading), "I.1/ct2") == d(value)


def test_a_share_in_a_cell_for_percentages_is_told_with_both_ways_out() -> None:
    found = told("I.2/ty_le", 0.95)
    assert found.message.endswith("chưa rõ là 0,95% hay 95%.")
    assert found.hint == "Ý là 95% thì ghi 95; đúng là 0,95% thì ghi 0,95% (có dấu %)."
    assert fact(typed("I.2/ty_le", 95), "I.2/ty_le") == 95
    for value, shape in (("0,95%", "General"), (0.0095, "0.00%")):
        assert fact(typed("I.2/ty_le", value, shape), "I.2/ty_le") == d("0.95")


def test_a_percentage_whose_format_nobody_tells_is_told_likewise() -> None:
    def without_formats(data: bytes) -> Grid:
        grid = reader.open_here(data)
        pages = tuple(
            replace(
                sheet,
                cells={at: replace(x, number_format=None) for at, x in sheet.cells.items()},
            )
            for sheet in grid.sheets
        )
        return replace(grid, sheets=pages)

    def change(book: Workbook) -> None:
        book[SCORING][address("I.2/ty_le")] = 1.05

    found = [f for f in read(edited(filled(), change), opener=without_formats).findings
             if f.cell and f.cell.address == address("I.2/ty_le")]  # fmt: skip
    assert [(f.code, f.fields["low"], f.fields["high"]) for f in found] == [
        ("CELL-038", "1,05", "105")
    ]


def test_a_formula_without_a_result_is_no_error_of_excel() -> None:
    found = told("I.1/ct2", "=20+20")
    assert (found.code, found.message) == (
        "CELL-039", "«I.1 Văn bản thẩm định»: công thức =20+20 chưa có kết quả.",
    )  # fmt: skip
    assert told("I.1/ct2", "#REF!").code == "CELL-007"


# --- one and many -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hidden", "said"),
    [(("I.1/ct1",), "ở ô {0} đang"), (("I.1/ct1", "I.1/ct2"), "ở các ô {0}, {1}")],
)
def test_one_cell_is_not_told_as_many(hidden: tuple[str, ...], said: str) -> None:
    places = [address(code) for code in hidden]

    def change(book: Workbook) -> None:
        for place in places:
            book[SCORING].row_dimensions[int(place[1:])].hidden = True

    found = next(f for f in read(edited(filled(), change)).findings if f.code == "CELL-024")
    assert said.format(*places) in found.message


# --- what can be done -------------------------------------------------------------------------

#: What a protected sheet does not let anybody do.
LOCKED_AWAY = ("Format", "ịnh dạng ô", "Unmerge", "bỏ gộp", "óa hàng", "Clear Filter", "ỏ lọc")


@pytest.mark.parametrize("code", sorted(c for c in TOLD_TO_UNITS if c.startswith("CELL")))
@pytest.mark.parametrize("has_copy", [True, False])
def test_no_hint_asks_for_what_a_protected_sheet_forbids(code: str, has_copy: bool) -> None:
    sample = finding(code, unit="A", **dict.fromkeys(CATALOGUE[code].fields, "…"))
    (mark,) = marks.of([sample], "A", has_copy=has_copy)
    for said in (mark.hint, CATALOGUE[code].hint):
        assert not [word for word in LOCKED_AWAY if word in said.replace("không xóa hàng", "")]


@pytest.mark.parametrize("code", [f"CELL-{n:03d}" for n in (11, 12, 15, 20, 21, 22, 23, 24, 40)])
def test_what_a_copy_has_put_right_is_said_with_the_copy(code: str) -> None:
    assert "Bản đánh dấu" in words.COPY_HINTS[code]


# --- a copy sent back as it is ----------------------------------------------------------------


def copy_of(kind: Damage) -> tuple[form.FormRead, bytes]:
    """The damaged form as read, and its marked copy."""
    got, made = promise.read(damaged(kind), kind.form), FORMS[kind.form][0]()
    said = got.submission
    assert said is not None
    places = {(cell.sheet, cell.address): spot for spot, cell in said.places.items()}
    found = marks.of(got.findings, "DV1", file=said.file, places=places, has_copy=True)
    marking = form.Marked(raw=form.shown_of(said, got.findings), marks=found)
    data = form.write(
        made, plan(), made.unit("DV1"),
        definition_sha256=SHA, values=form.values_of(said), marked=marking,
    )  # fmt: skip
    return got, data


def values(got: form.FormRead) -> dict[str, object]:
    assert got.submission is not None
    return {f"{f.criterion}/{f.line}": f.value for f in got.submission.facts}


WASHED = [
    "formula older than its inputs", "formula with another result", "formula to another file",
    "formula that nobody calculated", "fraction format", "answers merged", "an error in a text",
    "an error in the evidence", "#REF!", "thousands dot", "share instead of percent",
]  # fmt: skip


@pytest.mark.parametrize("name", WASHED)
def test_a_copy_sent_back_untouched_makes_no_value_of_what_was_refused(name: str) -> None:
    kind = next(kind for kind in zoo.KINDS if kind.name == name)
    got, data = copy_of(kind)
    back = promise.read(data, kind.form)
    assert values(back) == values(got)
    assert got.submission is not None
    assert back.submission is not None
    assert back.submission.evidence == got.submission.evidence
    assert {k: t.value for k, t in back.submission.texts.items()} == {
        k: t.value for k, t in got.submission.texts.items()
    }


def test_a_row_that_is_gone_from_the_copy_is_told_by_its_place_in_the_file_that_came() -> None:
    kind = next(kind for kind in zoo.KINDS if ("CELL-022", f"{SCORING}!H13") in kind.told)
    _, data = copy_of(kind)
    book = openpyxl.load_workbook(io.BytesIO(data))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    row = next(row for row in rows if "hàng chèn thêm" in str(row[4]))
    assert row[2:4] == [SCORING, "ô H13 của tệp đã gửi"]
    assert "(ô H13)" in str(row[4])
    assert row[5] == words.COPY_HINTS["CELL-022"]
