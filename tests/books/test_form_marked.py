"""The marked copy: the unit's own form again, its faults on the cells, and good to send back."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from tests.support import recalc, typed
from tests.support.blocs import FACTS, RICH_FACTS, SHA, bloc, d, plan, rich
from thidua_batch.books import form, style
from thidua_batch.books.form.marked import Marked, values_of
from thidua_batch.core import marks, wording
from thidua_batch.core.findings import Severity
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.marks import Mark
from thidua_batch.core.model import Bloc, Value
from thidua_batch.core.returns import Spot
from thidua_batch.core.wording import feedback as words
from thidua_batch.core.wording import form as form_words

FILE = "inbox/2025-N/dv1.xlsx"
SCORING = wording.FORM_SHEETS[FormSheet.SCORING]
PROPOSALS = wording.FORM_SHEETS[FormSheet.PROPOSALS]
RESULTS = wording.FORM_SHEETS[FormSheet.RESULTS]
HOSTILE = ("=1+1", "{{ 7*7 }}", "<script>alert(1)</script>", "+cmd|' /C calc'!A0", "@SUM(1)")

#: Every kind of fault that a cell can hold: row code -> (value, number format).
FAULTS: Mapping[str, tuple[object, str]] = {
    "I.1/ct1": ("nhiều", "General"),
    "I.1/ct2": ("39,5", "General"),
    "I.2/ty_le": (0.95, "0%"),
    "I.3/diem": (10.5, "General"),
    "II.1/muc": ("Hoàn thành tốt nhiệm vu.", "General"),
    "II.2/khien_trach": (1.5, "General"),
    "II.2/canh_cao": (45000, "dd/mm/yyyy"),
    "II.3/ke_hoach": ("co", "General"),
    "II.3/so_ket": (None, "General"),
    "II.4/cham": ("1.000", "General"),
    "III.1/sang_kien": ("#REF!", "General"),
}
#: The same in the rich bloc: dates, rates, a waiver, peers.
RICH_FAULTS: Mapping[str, tuple[object, str]] = {
    "A.1/dung_han": ("190,0", "General"),
    "A.1/tong": ("200 hồ sơ", "General"),
    "A.2/ngay": ("19/12/2025", "General"),
    "A.3/thu": ("107,9%", "General"),
    "A.4/vi_pham": ("=1+1", "@"),
    "A.4/cham": (46001, "General"),
    "A.4/mien": ("Có nhé", "General"),
    "B.1/diem": (8.8, "General"),
    "B.4/du_an": ("6 dự án", "General"),
    "D.1/nuoc": (date(2025, 10, 9), "dd/mm/yyyy"),
}


def read(data: bytes, known: Bloc | None = None) -> form.FormRead:
    return form.read(data, file=FILE, bloc=known or bloc(), plan=plan(), definition_sha256=SHA)


def filled(known: Bloc | None = None) -> bytes:
    facts = RICH_FACTS if known else FACTS
    values = form.FormValues(
        facts=facts, texts={"headcount": "57", "theme": "Kỷ cương"}, evidence={}
    )
    made = known or bloc()
    return form.write(made, plan(), made.unit("DV1"), definition_sha256=SHA, values=values)


def at(data: bytes, code: str, column: str = "value") -> tuple[str, str]:
    return next(k for k, spot in typed.spots(data).items() if spot[1:] == (code, column))


def edited(data: bytes, changes: Mapping[str, tuple[object, str]]) -> bytes:
    """The form as a unit's own program saves it, its cells typed over."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for code, (value, number_format) in changes.items():
        sheet, address = at(data, code)
        cell = book[sheet][address]
        cell.value = value  # type: ignore[assignment]
        cell.number_format = number_format
        if isinstance(value, str) and value.startswith("="):
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def marked(data: bytes, known: Bloc | None = None) -> bytes:
    """The marked copy of a return."""
    got, made = read(data, known), known or bloc()
    assert got.submission is not None
    found = marks.of(got.findings, "DV1", file=FILE, places=typed.spots(data), has_copy=True)
    copy = Marked(raw=typed.raw(data), marks=found)
    return form.write(
        made, plan(), made.unit("DV1"),
        definition_sha256=SHA, values=values_of(got.submission), marked=copy,
    )  # fmt: skip


def told(data: bytes, known: Bloc | None = None) -> list[tuple[str, Spot | None]]:
    """Codes of a return's findings by spot, in one order."""
    places = typed.spots(data)
    found = [
        (f.code, places.get((f.cell.sheet, f.cell.address)) if f.cell else None)
        for f in read(data, known).findings
    ]
    return sorted(found, key=str)


@cache
def faulty() -> bytes:
    return edited(filled(), FAULTS)


@cache
def copy() -> bytes:
    return marked(faulty())


def load(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def links_of(data: bytes) -> dict[str, str]:
    """Where the links of the to-do sheet lead, by their own address."""
    cells = [cell for row in load(data)[form_words.TODO_SHEET].iter_rows() for cell in row]
    return {c.coordinate: str(c.hyperlink.location) for c in cells if c.hyperlink is not None}


def todo(data: bytes) -> list[list[object]]:
    """The rows of the to-do table."""
    rows = [[cell.value for cell in row] for row in load(data)[form_words.TODO_SHEET].iter_rows()]
    head = next(i for i, row in enumerate(rows) if row[0] == words.COLUMNS[0][0])
    return rows[head + 1 :]


@pytest.mark.parametrize(
    ("known", "faults"), [(None, FAULTS), (rich(), RICH_FAULTS)], ids=["all methods", "rich"]
)
def test_a_copy_is_read_like_the_return_and_corrected_it_is_clean(
    known: Bloc | None, faults: Mapping[str, tuple[object, str]]
) -> None:
    sent = edited(filled(known), faults)
    assert len({code for code, _ in told(sent, known)}) >= 5
    back = marked(sent, known)
    assert told(back, known) == told(sent, known)
    first, again = read(sent, known).submission, read(back, known).submission
    assert first is not None
    assert again is not None
    assert [(f.criterion, f.line, f.value) for f in first.facts] == [
        (f.criterion, f.line, f.value) for f in again.facts
    ]
    assert {code: text.value for code, text in again.texts.items()} == {
        code: text.value for code, text in first.texts.items()
    }
    facts: Mapping[str, Value] = RICH_FACTS if known else FACTS
    right = {code: (_plain(facts[code]), _format(facts[code])) for code in faults}
    assert told(edited(back, right), known) == []


def _plain(value: Value) -> object:
    return float(value) if isinstance(value, Decimal) else value


def _format(value: Value) -> str:
    return "dd/mm/yyyy" if isinstance(value, date) else "General"


def test_a_copy_of_a_copy_is_the_same_file() -> None:
    assert marked(copy()) == copy() == marked(faulty())


def test_marked_cells_stay_open_show_what_was_typed_and_say_why() -> None:
    book = load(copy())
    for code, (value, _) in FAULTS.items():
        sheet, address = at(copy(), code)
        cell = book[sheet][address]
        assert not cell.protection.locked, code
        assert cell.comment is not None, code
        assert words.COMMENT.partition("{message}")[2].split("{")[0].strip() in cell.comment.text
        assert cell.comment.author == bloc().name
        if isinstance(value, str):
            assert cell.value == value
    said = {code: book[SCORING][at(copy(), code)[1]].comment.text for code in FAULTS}
    assert said["I.1/ct1"].startswith("Lỗi: ")
    assert said["I.1/ct2"].startswith("Đã tự sửa: ")
    assert "«nhiều»" in said["I.1/ct1"]


def test_severities_differ_by_border_and_not_by_colour_alone() -> None:
    borders = {look["border"] for look in style.LOOKS.values()}
    assert len(borders) == len(style.LOOKS) == len(Severity)
    sheet = load(copy())[SCORING]
    shown = {code: sheet[at(copy(), code)[1]].border.left.style for code in ("I.1/ct1", "I.1/ct2")}
    assert shown == {"I.1/ct1": "thick", "I.1/ct2": "dotted"}
    untouched = sheet[at(copy(), "II.1", "evidence")[1]]
    assert untouched.border.left.style == "thin"
    assert untouched.comment is None


def test_validations_and_formats_of_marked_cells_are_those_of_the_form() -> None:
    def rules(data: bytes) -> dict[str, tuple[object, ...]]:
        return {
            str(rule.sqref): (rule.type, rule.operator, rule.formula1, rule.prompt)
            for rule in load(data)[SCORING].data_validations.dataValidation
        }

    assert rules(copy()) == rules(filled())
    before, after = load(filled())[SCORING], load(copy())[SCORING]
    for code in FAULTS:
        address = at(copy(), code)[1]
        assert after[address].number_format == before[address].number_format
        assert after[address].alignment.horizontal == before[address].alignment.horizontal


def test_the_to_do_sheet_comes_first_and_links_to_the_cells_of_the_copy() -> None:
    book = load(copy())
    assert book.sheetnames[0] == form_words.TODO_SHEET
    sheet, rows = book[form_words.TODO_SHEET], todo(copy())
    assert sheet["A2"].value == words.TITLE
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    levels = [str(row[1]) for row in rows]
    assert levels == sorted(levels, key=["Lỗi", "Lưu ý", "Đã tự sửa"].index)
    links = links_of(copy())
    assert len(links) == len(rows)
    errors = [row for row in rows if row[1] == "Lỗi"]
    assert errors == sorted(errors, key=lambda row: marks.position(str(row[3])))
    first = next(row for row in sheet.iter_rows() if row[0].value == 1)
    address = at(copy(), "I.1/ct1")[1]
    assert links[first[3].coordinate] == f"'{SCORING}'!{address}"
    assert (first[2].value, first[3].value) == (SCORING, address)
    assert not first[6].protection.locked


def test_an_address_that_moved_is_told_with_the_one_that_was_sent() -> None:
    mark = Mark(
        severity=Severity.ERROR, message="Sai.", hint="Sửa.",
        spot=(FormSheet.SCORING, "I.1/ct1", "value"), sheet=SCORING, address="AB99",
    )  # fmt: skip
    data = write(marks_of=(mark,))
    here = at(data, "I.1/ct1")[1]
    assert todo(data)[0][3] == words.SENT_AT.format(address=here, sent="AB99")


def write(
    raw: Mapping[Spot, Value] | None = None,
    marks_of: tuple[Mark, ...] = (),
    values: form.FormValues | None = None,
) -> bytes:
    marking = Marked(raw=raw or {}, marks=marks_of)
    return form.write(
        bloc(), plan(), bloc().unit("DV1"), definition_sha256=SHA, values=values, marked=marking
    )


def test_marks_without_a_cell_come_before_those_with_one_and_have_no_link() -> None:
    spot = (FormSheet.SCORING, "I.1/ct1", "value")
    mark = Mark(severity=Severity.ERROR, message="Ô sai.", hint="Sửa.", spot=spot)
    whole = replace(mark, spot=None, message="Cả tệp sai.")
    lost = replace(mark, spot=(FormSheet.SCORING, "I.9/cu", "value"), message="Ô cũ.",
                   sheet="Trang cũ", address="K7")  # fmt: skip
    data = write(marks_of=(mark, lost, whole))
    rows = todo(data)
    assert [row[4] for row in rows] == ["Cả tệp sai.", "Ô cũ.", "Ô sai."]
    assert [row[2] for row in rows] == [words.WHOLE, "«Trang cũ»", SCORING]
    assert rows[1][3] == words.SENT_ONLY.format(sent="K7")
    assert len(links_of(data)) == 1


def test_rows_with_and_without_a_link_name_a_sheet_of_the_form_alike() -> None:
    spot = (FormSheet.SCORING, "I.1/ct1", "value")
    here = Mark(severity=Severity.ERROR, message="Ô sai.", hint="Sửa.", spot=spot)
    gone = replace(here, spot=None, sheet=SCORING, address="H33")
    rows = todo(write(marks_of=(here, gone)))
    assert [row[2] for row in rows] == [SCORING, SCORING]
    assert sorted(str(row[3]) for row in rows)[1] == "ô H33 của tệp đã gửi"


def test_what_was_typed_in_a_cell_that_is_gone_is_told_and_not_lost() -> None:
    data = write(raw={(FormSheet.SCORING, "I.9/cu", "value"): d("12.5")})
    assert [(row[1], row[4]) for row in todo(data)] == [
        ("Lưu ý", words.LOST.format(raw="12,5", code="I.9/cu"))
    ]


def test_a_copy_without_marks_says_that_nothing_is_to_be_done() -> None:
    data = write()
    assert todo(data) == []
    texts = [cell.value for row in load(data)[form_words.TODO_SHEET].iter_rows() for cell in row]
    assert words.TODO_NOTHING in texts


def test_list_rows_are_shown_where_they_were_typed() -> None:
    raw: dict[Spot, Value] = {
        (FormSheet.PROPOSALS, "row/3", "award"): "Cờ thi đua",
        (FormSheet.PROPOSALS, "row/3", "name"): "Phòng A",
        (FormSheet.PROPOSALS, "row/12", "name"): d("20"),
        (FormSheet.EXAMPLES, "row/1", "name"): date(2025, 9, 2),
    }
    mark = Mark(severity=Severity.WARNING, message="Chưa đăng ký.", hint="Xem lại.",
                spot=(FormSheet.PROPOSALS, "row/3", "award"))  # fmt: skip
    data = write(raw, (mark,))
    book, places = load(data), {spot: key for key, spot in typed.spots(data).items()}

    def shown(spot: Spot) -> object:
        return book[places[spot][0]][places[spot][1]].value

    assert [shown(spot) for spot in raw] == ["Cờ thi đua", "Phòng A", 20, "02/9/2025"]
    assert shown((FormSheet.PROPOSALS, "row/1", "award")) is None
    cell = book[PROPOSALS][places[FormSheet.PROPOSALS, "row/3", "award"][1]]
    assert cell.border.left.style == "mediumDashed"
    assert cell.comment is not None
    assert todo(data)[0][2] == PROPOSALS


def test_marks_on_locked_cells_keep_them_locked() -> None:
    spots = [(FormSheet.SCORING, "I.1", code) for code in ("text", "max", "points")]
    found = tuple(
        Mark(severity=Severity.ERROR, message=f"Sai {spot[2]}.", hint="Xem.", spot=spot)
        for spot in spots
    )
    data = write(marks_of=found)
    sheet = load(data)[SCORING]
    for spot in spots:
        cell = sheet[at(data, spot[1], spot[2])[1]]
        assert (cell.protection.locked, cell.border.top.style) == (True, "thick"), spot
        assert cell.comment is not None
    assert str(sheet[at(data, "I.1", "points")[1]].value).startswith("=")


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_units_stay_texts_in_cell_comment_and_table(text: str) -> None:
    spot = (FormSheet.SCORING, "I.1/ct1", "value")
    raw: dict[Spot, Value] = {
        spot: text,
        (FormSheet.SCORING, "II.1", "evidence"): text,
        (FormSheet.UNIT, "contact", "value"): text,
        (FormSheet.EXAMPLES, "row/1", "name"): text,
    }
    mark = Mark(severity=Severity.ERROR, message=text, hint=text, spot=spot)
    data = write(raw, (mark,))
    book, places = load(data), {s: key for key, s in typed.spots(data).items()}
    for key in raw:
        cell = book[places[key][0]][places[key][1]]
        assert (cell.value, cell.data_type) == (text, "s")
    comment = book[SCORING][places[spot][1]].comment
    assert comment is not None
    assert comment.text.count(text) == 2
    row = next(r for r in book[form_words.TODO_SHEET].iter_rows() if r[0].value == 1)
    assert [(row[i].value, row[i].data_type) for i in (4, 5)] == [(text, "s")] * 2


def test_long_texts_and_control_characters_break_nothing_and_are_cut_visibly() -> None:
    long = "Đ" * 40_000
    odd = "a\x00\x07b\ud800c_x0041_d\ufffe\u202ee"
    spot, other = ((FormSheet.SCORING, f"I.1/ct{n}", "value") for n in (1, 2))
    data = write(
        {spot: long, other: odd, (FormSheet.RESULTS, "results", "value"): long},
        (
            Mark(severity=Severity.ERROR, message=f"ghi «{long}», sai.", hint=long, spot=spot),
            Mark(severity=Severity.ERROR, message=odd, hint=odd, spot=other),
        ),
    )
    book = load(data)
    cell, strange = (book[SCORING][at(data, f"I.1/ct{n}")[1]] for n in (1, 2))
    assert len(str(cell.value)) == style.CELL_LIMIT
    assert str(cell.value).endswith(style.CUT_MARK)
    assert strange.value in ("abc_x0041_d\u202ee", "abc_x005F_x0041_d\u202ee")
    assert cell.comment is not None
    assert len(cell.comment.text) < 1_200
    rows = todo(data)
    assert "[…]" in str(rows[0][4])
    assert str(rows[0][4]).endswith("», sai.")
    assert rows[1][4] in ("abc_x0041_de", "abc_x005F_x0041_de")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert all(b"\x07" not in parts.read(name) for name in parts.namelist())
    assert read(data).submission is not None


def test_texts_that_look_like_parts_of_the_form_move_nothing() -> None:
    raw: dict[Spot, Value] = {
        (FormSheet.RESULTS, "results", "value"): "kết quả",
        (FormSheet.SCORING, "I.1/ct1", "value"): "row/1",
    }
    mark = Mark(severity=Severity.ERROR, message="Trang lạ.", hint="Xem.", sheet="#tu_cham")
    got = read(write(raw, (mark,)))
    assert (got.unit, {f.code for f in got.findings} & {"BOOK-007", "BOOK-014"}) == ("DV1", set())
    assert got.submission is not None
    assert got.submission.texts["results"].value == "kết quả"


def test_stored_values_of_formulas_are_those_of_what_was_read() -> None:
    data = copy()
    sheet = recalc.load_values(data)[SCORING]
    shown = {code: sheet[at(data, code, "points")[1]].value for code in ("I.1", "I.2", "II.2")}
    assert shown == {"I.1": wording.NOT_SCORED, "I.2": 20, "II.2": wording.NOT_SCORED}


_ASKED = (
    *((FormSheet.SCORING, code, "value") for code in RICH_FACTS),
    (FormSheet.SCORING, "A.1", "evidence"),
    (FormSheet.UNIT, "headcount", "value"),
    (FormSheet.UNIT, "plan_date", "value"),
    (FormSheet.UNIT, "plan_issued", "value"),
    (FormSheet.REGISTRATION, "award/co-cp", "value"),
    (FormSheet.PROPOSALS, "row/2", "name"),
    (FormSheet.RESULTS, "results", "value"),
)
_TEXTS = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="0123456789.,/%- đ", max_size=8),
    st.sampled_from(["", " ", "-", "Có", "co", "Không áp dụng", "10/12/2025", "#REF!", "95%"]),
)
_VALUES = st.one_of(
    _TEXTS,
    st.decimals(min_value=-1000, max_value=100_000, places=2),
    st.dates(min_value=date(1850, 1, 1), max_value=date(2200, 1, 1)),
)


@pytest.mark.slow
@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(_ASKED), _VALUES, max_size=12))
def test_whatever_is_typed_a_copy_is_read_the_same(raw: dict[Spot, Value]) -> None:
    known = rich()
    values = form.FormValues(facts=RICH_FACTS)
    sent = form.write(
        known, plan(), known.unit("DV1"),
        definition_sha256=SHA, values=values, marked=Marked(raw=raw),
    )  # fmt: skip
    back = marked(sent, known)
    assert told(back, known) == told(sent, known)
    first, again = read(sent, known).submission, read(back, known).submission
    assert first is not None
    assert again is not None
    assert [f.value for f in first.facts] == [f.value for f in again.facts]
    assert [row.values for row in first.rows] == [row.values for row in again.rows]
    assert first.evidence == again.evidence
    assert first.registered == again.registered


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_recalculates_what_a_copy_stores_and_follows_a_correction() -> None:
    known = rich()
    books = {
        "all methods": copy(),
        "rich": marked(edited(filled(known), RICH_FAULTS), known),
        "hostile": marked(edited(filled(known), dict.fromkeys(RICH_FACTS, ("=1+1", "@"))), known),
        "odd": marked(edited(filled(known), dict.fromkeys(RICH_FACTS, ("Không áp dụng", "@"))),
                      known),
        "one": marked(edited(filled(known), {"A.4/vi_pham": ("hai", "@")}), known),
        "none": marked(edited(filled(known), {"A.4/vi_pham": ("0,0", "@")}), known),
        "long": marked(edited(filled(), dict.fromkeys(FACTS, ("dài " * 9_000, "@")))),
    }  # fmt: skip
    right = {code: (_plain(value), _format(value)) for code, value in RICH_FACTS.items()}
    books["corrected"] = edited(books["rich"], right)
    again = recalc.recalc_all(books)
    for name, data in books.items():
        if name == "corrected":
            continue
        stored, formulas = recalc.load_values(data)[SCORING], load(data)[SCORING]
        seen = 0
        for row in formulas.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    seen += 1
                    kept, new = stored[cell.coordinate].value, again[name][SCORING][cell.coordinate]
                    assert (new.value or "") == (kept or ""), (name, cell.coordinate, cell.value)
        assert seen > 20
    clean, fixed = filled(known), again["corrected"][SCORING]
    expected = recalc.load_values(clean)[SCORING]
    for code in ("A.1", "A.2", "A.3", "A.4", "B.1", "D.1", "A", "B"):
        points = expected[at(clean, code, "points")[1]].value
        assert fixed[at(books["corrected"], code, "points")[1]].value == points, code
