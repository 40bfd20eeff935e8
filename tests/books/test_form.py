"""The unit's form: written, read back, damaged in the ways that units and mail damage it."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.support import recalc
from tests.support.blocs import FACTS, RICH_FACTS, SHA, bloc, d, plan, rich
from tests.support.zoo.desk import Desk, split
from thidua_batch import samples
from thidua_batch.books import form, style
from thidua_batch.core import wording
from thidua_batch.core.findings import Severity
from thidua_batch.core.kinds import FormSheet, LineKind, NaPolicy, Scorer
from thidua_batch.core.model import Bloc, Bound, Criterion, Line, Value
from thidua_batch.core.scoring.table import score
from thidua_batch.core.wording import form as words

FILE = "inbox/2025-N/dv1.xlsx"
SCORING = wording.FORM_SHEETS[FormSheet.SCORING]
VALUES = form.FormValues(
    facts=FACTS,
    texts={
        "plan_issued": "Có",
        "plan_number": "12/KH-TN",
        "plan_date": "05/02/2025",
        "headcount": "57",
        "theme": "Kỷ cương, sáng tạo",
        "pledge_signed": "Có",
        "results": "=cmd|1 là chữ, không phải công thức\nDòng hai",
    },
    registered={"co-cp": True, "co-tinh": False},
    rows={
        FormSheet.PROPOSALS: (
            {"award": "Cờ thi đua của UBND tỉnh", "name": "Phòng A", "achievement": "Tốt"},
        ),
        FormSheet.EXAMPLES: ({"name": "Đội B", "achievement": "Giúp dân"},),
    },
    evidence={"II.1": "QĐ 01"},
)


@cache
def blank(unit: str = "DV1", period: str = "2025-N") -> bytes:
    return form.write(bloc(), plan(period), bloc().unit(unit), definition_sha256=SHA)


@cache
def filled(**facts: Decimal | str) -> bytes:
    values = replace(VALUES, facts={**FACTS, **{k.replace("__", "/"): v for k, v in facts.items()}})
    return form.write(bloc(), plan(), bloc().unit("DV1"), definition_sha256=SHA, values=values)


def read(data: bytes, **changes: object) -> form.FormRead:
    asked = {"bloc": bloc(), "plan": plan(), "definition_sha256": SHA, **changes}
    return form.read(data, file=FILE, **asked)  # type: ignore[arg-type]


def edited(data: bytes, change: Callable[[Workbook], None]) -> bytes:
    """The form as a unit's own program would save it after an edit."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def address(code: str, column: str = "value") -> str:
    """Where a row code and a column code meet on the scoring sheet."""
    sheet = openpyxl.load_workbook(io.BytesIO(blank()))[SCORING]
    top = next(row for row in sheet.iter_rows() if row[0].value == "#tu_cham")
    letter = next(cell.column_letter for cell in top if cell.value == column)
    number = next(row[0].row for row in sheet.iter_rows() if row[0].value == code)
    return f"{letter}{number}"


def retyped(data: bytes, at: str, value: object, number_format: str) -> bytes:
    """The form with one cell of the scoring sheet typed anew."""
    desk = Desk.of(data)
    desk.sheet(SCORING).at(*split(at)).type(value, number_format)
    return desk.save()


def typed(code: str, value: object, number_format: str = "General") -> form.FormRead:
    return read(retyped(filled(), address(code), value, number_format))


def codes(found: form.FormRead) -> list[str]:
    return [f.code for f in found.findings]


def fact(found: form.FormRead, code: str) -> Decimal | str | None:
    assert found.submission is not None
    return next(f.value for f in found.submission.facts if f"{f.criterion}/{f.line}" == code)


def test_what_is_typed_is_read_back_with_its_cells() -> None:
    got = read(filled())
    assert got.unit == "DV1"
    assert got.findings == ()
    said = got.submission
    assert said is not None
    assert {f"{f.criterion}/{f.line}": f.value for f in said.facts} == FACTS
    assert {code: text.value for code, text in said.texts.items()} == VALUES.texts
    assert said.registered == VALUES.registered
    assert [(r.sheet, r.values) for r in said.rows] == [
        (sheet, row) for sheet, rows in VALUES.rows.items() for row in rows
    ]
    assert said.evidence == VALUES.evidence
    places = {f"{f.criterion}/{f.line}": f.cell for f in said.facts}
    assert places["I.2/ty_le"].address == address("I.2/ty_le")
    assert (places["I.2/ty_le"].file, places["I.2/ty_le"].sheet) == (FILE, SCORING)


def test_stored_points_are_what_the_core_computes() -> None:
    said = read(filled()).submission
    assert said is not None
    marks = score(
        bloc().table,
        bloc().rules,
        ["DV1"],
        {("DV1", *k.split("/")): v for k, v in FACTS.items()},  # type: ignore[misc]
    )
    own = {c: p for (_, c), p in marks.points.items() if p is not None}
    leaves = {leaf.code for leaf in bloc().table.leaves}
    shown = {code: points for code, (points, _) in said.typed_points.items()}
    assert {code: points for code, points in shown.items() if code in leaves} == own
    assert {"I", "II", "III", ""} <= shown.keys()


def test_same_input_gives_same_bytes() -> None:
    assert filled.__wrapped__() == filled.__wrapped__()
    assert blank.__wrapped__() == blank.__wrapped__()


def test_a_blank_form_has_no_facts_and_says_which_are_missing() -> None:
    got = read(blank())
    assert set(codes(got)) == {"CELL-001"}
    assert len(got.findings) == len(FACTS) + 1
    assert got.submission is not None
    assert all(f.value is None for f in got.submission.facts)
    assert {points for points, _ in got.submission.typed_points.values()} == {Decimal(0)}
    assert "I.1" not in got.submission.typed_points


def test_a_period_without_scores_has_only_its_sheets() -> None:
    data = blank(period="2025-6T")
    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert SCORING not in names
    values = form.FormValues(texts={"theme": "Chủ đề"})
    data = form.write(
        bloc(), plan("2025-6T"), bloc().unit("DV2"), definition_sha256=SHA, values=values
    )
    got = read(data, plan=plan("2025-6T"))
    assert (got.unit, got.findings) == ("DV2", ())
    assert "CELL-001" in codes(read(blank(period="2025-6T"), plan=plan("2025-6T")))


def test_values_without_a_place_are_refused() -> None:
    with pytest.raises(KeyError, match=r"I\.9/x"):
        filled(**{"I.9/x": d("1")})


@pytest.mark.parametrize(
    ("code", "value", "number_format", "finding", "kept"),
    [
        ("I.1/ct2", "39,5", "General", "CELL-037", d("39.5")),
        ("I.1/ct2", "1.000", "General", "CELL-003", None),
        ("I.1/ct2", "nhiều", "General", "CELL-002", None),
        ("I.1/ct2", "-", "General", "CELL-036", None),
        ("I.1/ct2", None, "General", "CELL-001", None),
        ("I.1/ct2", -3, "General", "CELL-005", None),
        ("I.1/ct2", 45000, "dd/mm/yyyy", "CELL-006", None),
        ("I.1/ct2", 0.95, "0%", "CELL-009", None),
        ("I.1/ct2", True, "General", "CELL-002", None),
        ("I.1/ct2", "#REF!", "General", "CELL-007", None),
        ("I.1/ct2", "=20+20", "General", "CELL-039", None),
        ("I.2/ty_le", 0.95, "0%", "CELL-004", d("95")),
        ("I.3/diem", 10.5, "General", "CELL-005", None),
        ("II.2/khien_trach", 1.5, "General", "CELL-010", None),
        ("II.1/muc", "hoan thanh tot NHIEM VU", "General", "CELL-004", "Hoàn thành tốt nhiệm vụ"),
        ("II.1/muc", "Hoàn thành tốt nhiệm vu.", "General", "CELL-008", None),
        ("II.3/so_ket", "có", "General", "CELL-004", "Có"),
        ("II.3/so_ket", "x", "General", "CELL-008", None),
        ("II.4/cham", "khong nop", "General", "CELL-004", "Không nộp"),
        ("II.4/cham", "quên", "General", "CELL-035", None),
        ("I.2/ty_le", "không áp dụng", "General", "CELL-013", wording.NOT_APPLICABLE),
        ("II.2/khien_trach", "Không áp dụng", "General", "CELL-014", None),
    ],
)
def test_typed_values(
    code: str, value: object, number_format: str, finding: str, kept: Decimal | str | None
) -> None:
    got = typed(code, value, number_format)
    assert finding in codes(got)
    assert fact(got, code) == kept
    place = next(f for f in got.findings if f.code == finding).cell
    assert place is not None
    assert (place.sheet, place.address) == (SCORING, address(code))
    errors = [f for f in got.findings if f.severity is Severity.ERROR]
    assert bool(errors) == (kept is None)


def test_near_miss_is_suggested() -> None:
    got = typed("II.1/muc", "Hoàn thành tôt nhiệm vụ!")
    assert "Có phải ý là «Hoàn thành tốt nhiệm vụ»?" in got.findings[0].message


def test_one_line_not_applicable_takes_the_criterion_out() -> None:
    base = bloc()

    def allow(c: Criterion) -> Criterion:
        return replace(c, na=NaPolicy.RESCALE) if c.code == "I.1" else c

    table = replace(base.table, criteria=tuple(map(allow, base.table.criteria)))
    other = replace(base, table=table)
    facts = {**FACTS, "I.1/ct1": wording.NOT_APPLICABLE}
    del facts["I.1/ct2"]
    values = replace(VALUES, facts=facts)
    data = form.write(other, plan(), other.unit("DV1"), definition_sha256=SHA, values=values)
    got = read(data, bloc=other)
    assert codes(got) == ["CELL-013"]
    assert fact(got, "I.1/ct1") == wording.NOT_APPLICABLE
    assert fact(got, "I.1/ct2") is None


def test_identity_disagreement_is_told_and_the_majority_wins() -> None:
    def other_meta(book: Workbook) -> None:
        for row in book["_meta"].iter_rows():
            if row[0].value == "unit":
                row[1].value = "DV2"

    got = read(edited(filled(), other_meta))
    assert got.unit == "DV1"
    assert codes(got) == ["BOOK-007"]
    assert "khoi-thu|2025-N|DV2|ab12cd34" in got.findings[0].message


def strip_marks(book: Workbook, *, text: bool) -> None:
    del book["_meta"]
    del book.defined_names["TPL_ID"]
    for name in list(book.custom_doc_props.names):  # type: ignore[attr-defined]
        del book.custom_doc_props[name]  # type: ignore[attr-defined]
    if text:
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_row=9):
                for cell in row:
                    if str(cell.value).startswith("Mã biểu"):
                        cell.value = None


def test_visible_text_alone_identifies_and_no_mark_is_refused() -> None:
    kept = read(edited(filled(), lambda book: strip_marks(book, text=False)))
    assert (kept.unit, kept.findings) == ("DV1", ())
    lost = read(edited(filled(), lambda book: strip_marks(book, text=True)))
    assert (lost.unit, lost.submission, codes(lost)) == (None, None, ["BOOK-002"])


@pytest.mark.parametrize(
    ("change", "code", "unit"),
    [
        ({"bloc": replace(bloc(), code="khoi-khac")}, "BOOK-003", None),
        ({"plan": plan("2025-6T")}, "BOOK-004", "DV1"),
        ({"bloc": replace(bloc(), units=bloc().units[1:])}, "BOOK-005", None),
    ],
)
def test_form_of_another(change: dict[str, object], code: str, unit: str | None) -> None:
    got = read(filled(), **change)
    assert (got.unit, got.submission, codes(got)) == (unit, None, [code])


def test_another_version_of_the_definition_is_told_where_it_asks_something_else() -> None:
    got = read(filled(), definition_sha256="0" * 64)
    assert (got.unit, codes(got)) == ("DV1", [])

    def change(book: Workbook) -> None:
        book[SCORING][address("I.2", "text")] = "Tỷ lệ hồ sơ khác"

    got = read(edited(filled(), change), definition_sha256="0" * 64)
    assert codes(got) == ["CELL-033", "BOOK-012"]
    assert got.submission is not None


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b"", "BOOK-030", "empty"),
        (b"a;b;c", "BOOK-001", "text"),
        (b"PK\x03\x04 cut short", "BOOK-030", "cut"),
        (b"PK" + b"\0" * (10 << 20), "BOOK-001", "large"),
    ],
)
def test_not_a_workbook(data: bytes, code: str, reason: str) -> None:
    got = read(data)
    assert codes(got) == [code]
    assert got.submission is None
    assert not reason or words.REASONS[reason] in got.findings[0].message


def repacked(extra: dict[str, bytes], drop: str = "") -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(filled())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in extra and name != drop:
                new.writestr(name, old.read(name))
        for name, body in extra.items():
            new.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"xl/evil.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "dtd"),
        ({"XL/Workbook.xml": b"<a/>"}, "names"),
        ({"xl/media/zero.bin": b"\0" * (30 << 20)}, "inflated"),
        ({f"xl/p{i}.bin": b"" for i in range(600)}, "parts"),
        ({"xl/more.xml": b'<mergeCell ref="A1:XFD1048576"/>'}, "cells"),
        ({"xl/workbook.xml": b"<not closed"}, "reader"),
    ],
)
def test_hostile_zip(extra: dict[str, bytes], reason: str) -> None:
    got = read(repacked(extra))
    assert codes(got) == ["BOOK-001"]
    assert words.REASONS[reason] in got.findings[0].message


@pytest.mark.parametrize(
    ("name", "reason"), [("word/document.xml", "not_xlsx"), ("readme.txt", "not_xlsx")]
)
def test_zip_of_another_kind(name: str, reason: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, b"text")
    assert words.REASONS[reason] in read(out.getvalue()).findings[0].message


def test_moved_rows_and_columns_and_a_new_sheet_name_change_nothing() -> None:
    def change(book: Workbook) -> None:
        sheet = book[SCORING]
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(3, 2)
        sheet.insert_cols(4)
        for letter in "LMN":  # openpyxl leaves the hidden columns where they were
            sheet.column_dimensions[letter].hidden = False
        sheet.title = "Sheet1"

    got = read(edited(filled(), change))
    assert codes(got) == ["BOOK-020"]
    assert fact(got, "I.2/ty_le") == FACTS["I.2/ty_le"]


def test_missing_sheet_row_and_column() -> None:
    gone = read(edited(filled(), lambda book: book.remove(book[SCORING])))
    assert "BOOK-006" in codes(gone)

    number = int(address("II.4/cham")[1:])
    row = read(edited(filled(), lambda book: book[SCORING].delete_rows(number)))
    assert codes(row) == ["CELL-011"]
    assert fact(row, "II.4/cham") is None


def test_copied_rows() -> None:
    def copy(value: object) -> Callable[[Workbook], None]:
        def change(book: Workbook) -> None:
            sheet = book[SCORING]
            place = address("II.4/cham")
            sheet["A90"] = "II.4/cham"
            sheet[f"{place[0]}90"] = value  # type: ignore[assignment]

        return change

    assert read(edited(filled(), copy(0))).findings == ()
    differing = read(edited(filled(), copy(3)))
    assert codes(differing) == ["CELL-012"]
    assert fact(differing, "II.4/cham") is None


@pytest.mark.parametrize(("column", "value"), [("text", "Nội dung khác"), ("max", 50)])
def test_edited_locked_text(column: str, value: object) -> None:
    def change(book: Workbook) -> None:
        book[SCORING][address("II.1", column)] = value  # type: ignore[assignment]

    got = read(edited(filled(), change))
    assert codes(got) == ["CELL-015"]


def test_form_is_protected_and_only_inputs_are_open() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    sheet = book[SCORING]
    assert sheet.protection.sheet
    assert not sheet[address("I.2/ty_le")].protection.locked
    assert sheet[address("I.2", "max")].protection.locked
    assert sheet[address("I.2", "points")].protection.locked
    assert book["_meta"].sheet_state == book["_ds"].sheet_state == "hidden"
    assert sheet.column_dimensions["A"].hidden


def test_prompts_fit_what_excel_keeps() -> None:
    book = openpyxl.load_workbook(io.BytesIO(blank()))
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert len((rule.prompt or "").encode("utf-16-le")) <= 510
            assert len((rule.promptTitle or "").encode("utf-16-le")) <= 64
            assert rule.prompt == rule.error


def test_every_sample_form_is_read_back_without_findings() -> None:
    for name in samples.names():
        sample = samples.load(name)
        for unit, values in sample.forms.items():
            asked = {"bloc": sample.bloc, "plan": sample.plan, "definition_sha256": SHA}
            data = form.write(
                sample.bloc, sample.plan, sample.bloc.unit(unit), definition_sha256=SHA,
                values=values,
            )  # fmt: skip
            got = form.read(data, file=FILE, **asked)  # type: ignore[arg-type]
            assert (got.unit, got.findings) == (unit, ()), name
            break


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_computes_the_stored_values_and_its_copy_reads_the_same() -> None:
    stored = recalc.load_values(filled())[SCORING]
    computed = recalc.recalc(filled())[SCORING]
    letter = address("I.1", "points")[0]
    for (cell,) in stored[f"{letter}9:{letter}36"]:
        again = computed[cell.coordinate].value or ""
        if isinstance(again, float):  # line points are stored at the guard places
            again = pytest.approx(again, abs=1e-9)
        assert again == (cell.value or ""), cell.coordinate
    before, after = read(filled()), read(recalc.convert(filled()))
    assert after.findings == ()
    assert before.submission is not None
    assert after.submission is not None
    assert replace(after.submission, sha256=before.submission.sha256) == before.submission


@pytest.mark.office
@pytest.mark.slow
def test_a_blank_form_says_not_scored_when_recalculated() -> None:
    sheet = recalc.recalc(blank())[SCORING]
    assert sheet[address("I.1", "points")].value == wording.NOT_SCORED
    assert not sheet[address("I.1/ct1", "points")].value


def test_error_cells_in_lists_and_evidence_are_told() -> None:
    def change(book: Workbook) -> None:
        book[SCORING][address("II.1", "evidence")] = "#REF!"
        book[wording.FORM_SHEETS[FormSheet.EXAMPLES]]["D9"] = "#N/A"

    got = read(edited(filled(), change))
    assert codes(got) == ["CELL-007", "CELL-007"]


def test_a_copied_sheet_is_an_error_that_names_both() -> None:
    def change(book: Workbook) -> None:
        title = wording.FORM_SHEETS[FormSheet.SCORING]
        copy = book.copy_worksheet(book[title])
        copy.title = "Bản chép"

    found = read(edited(filled(), change))
    assert "BOOK-014" in codes(found)
    told = next(f for f in found.findings if f.code == "BOOK-014")
    assert "Bản chép" in told.message


def test_a_percentage_out_of_scale_is_told() -> None:
    found = typed("I.2/ty_le", 9500)
    assert "CELL-016" in codes(found)
    assert fact(found, "I.2/ty_le") == Decimal(9500)


@pytest.mark.parametrize("value", [0.95, 1, "0,95"])
def test_a_share_where_the_rules_know_only_percentages_above_one_is_not_taken(
    value: float | str,
) -> None:
    found = typed("I.2/ty_le", value)
    assert codes(found)[-1] == "CELL-038"
    assert fact(found, "I.2/ty_le") is None


@pytest.mark.parametrize(("value", "shape"), [(0.0095, "0.00%"), ("0,95%", "General")])
def test_a_small_percentage_that_says_so_is_taken(value: float | str, shape: str) -> None:
    assert fact(typed("I.2/ty_le", value, shape), "I.2/ty_le") == d("0.95")


@pytest.mark.parametrize(
    ("end", "told"), [(">90", True), ("≥100", True), (">100", False), ("≥120", False)]
)
def test_more_than_all_is_a_doubt_only_where_no_rule_speaks_of_it(end: str, told: bool) -> None:
    base = bloc()
    band = next(x for x in base.table.lines if x.criterion == "I.2" and x.kind is LineKind.BAND)
    lower = Bound(value=d(end[1:]), closed=end[0] == "≥")
    high = replace(band, code="cao", lower=lower, upper=None)
    changed = replace(base, table=replace(base.table, lines=(*base.table.lines, high)))
    data = form.write(changed, plan(), changed.unit("DV1"), definition_sha256=SHA)
    place = address("I.2/ty_le")

    def change(book: Workbook) -> None:
        book[SCORING][place] = 104

    found = read(edited(data, change), bloc=changed)
    assert ("CELL-016" in codes(found)) is told


@pytest.mark.parametrize("name", [n for n in samples.names() if samples.load(n).plan.scores])
def test_no_rule_of_a_sample_is_cut(name: str) -> None:
    """Every row is high enough for its rule and lower than what Excel can show."""
    sample = samples.load(name)
    for unit in (sample.bloc.units[0], sample.bloc.units[-1]):
        data = form.write(sample.bloc, sample.plan, unit, definition_sha256=SHA)
        sheet = openpyxl.load_workbook(io.BytesIO(data))[SCORING]
        column = next(c.column_letter for c in sheet[8] if c.value == words.SCORING["rule"][0])
        width = sheet.column_dimensions[column].width
        for row in range(9, sheet.max_row + 1):
            said = sheet[f"{column}{row}"].value or ""
            height = sheet.row_dimensions[row].height or 0
            assert style.lines_needed(said, width) * style.ROW_HEIGHT <= height <= 400, said


def test_rules_of_many_long_words_widen_their_column() -> None:
    base = bloc()
    long = tuple(
        Line(
            criterion="I.2",
            code=f"m{i}",
            kind=LineKind.CATEGORY,
            text=f"{i} " + "rất dài " * 5,
            points=d("1"),
        )
        for i in range(50)
    )
    changed = replace(base, table=replace(base.table, lines=(*base.table.lines, *long)))
    data = form.write(changed, plan(), changed.unit("DV1"), definition_sha256=SHA)
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SCORING]
    column = next(c.column_letter for c in sheet[8] if c.value == words.SCORING["rule"][0])
    width = sheet.column_dimensions[column].width
    assert width > words.SCORING["rule"][1]
    for row in range(9, sheet.max_row + 1):
        said = sheet[f"{column}{row}"].value or ""
        assert style.lines_needed(said, width) * style.ROW_HEIGHT <= style.MOST_HEIGHT


@cache
def sent_rich() -> bytes:
    return rich_form()


def rich_form(unit: str = "DV1", changed: Bloc | None = None) -> bytes:
    """A form of the rich bloc; only DV1 has filled it."""
    values = form.FormValues(facts=RICH_FACTS if unit == "DV1" else {})
    made = changed or rich()
    return form.write(made, plan(), made.unit(unit), definition_sha256=SHA, values=values)


def read_rich(data: bytes, changed: Bloc | None = None) -> form.FormRead:
    return read(data, bloc=changed or rich())


@lru_cache(maxsize=8)
def places(data: bytes) -> dict[str, dict[str, str]]:
    """Row code -> column code -> address, of a form's scoring sheet."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SCORING]
    top = next(row for row in sheet.iter_rows() if row[0].value == "#tu_cham")
    letters = {str(cell.value): cell.column_letter for cell in top if cell.value}
    return {
        str(row[0].value): {code: f"{x}{row[0].row}" for code, x in letters.items()}
        for row in sheet.iter_rows(min_row=top[0].row + 1)
        if row[0].value
    }


def typed_rich(code: str, value: object, number_format: str = "General") -> form.FormRead:
    at = places(sent_rich())[code]["value"]

    return read_rich(retyped(sent_rich(), at, value, number_format))


def rich_marks(**changes: Value) -> Mapping[str, Decimal]:
    """Points by criterion of what DV1 typed; lines of others (here deductions) are nothing."""
    made = rich()
    facts: dict[tuple[str, str, str], Value | None] = {
        ("DV1", *k.split("/")): v  # type: ignore[misc]
        for k, v in {**RICH_FACTS, "A.4/thai_do": d("0"), "D.1/co": d("0"), **changes}.items()
    }
    marks = score(made.table_for(plan()), made.rules, ["DV1"], facts)
    return {code: points for (_, code), points in marks.points.items() if points is not None}


def test_dates_rates_steps_and_choices_are_asked_and_read_back() -> None:
    got = read_rich(rich_form())
    assert got.submission is not None
    assert {f"{f.criterion}/{f.line}": f.value for f in got.submission.facts} == RICH_FACTS
    assert got.findings == ()


def test_rows_that_are_computed_or_stated_by_others_are_locked() -> None:
    data = rich_form()
    sheet, at = openpyxl.load_workbook(io.BytesIO(data))[SCORING], places(data)
    for code in ("A.1/ty_le", "A.1/tot", "A.3/buoc", "A.4/thai_do", "D.1/co"):
        assert sheet[at[code]["value"]].protection.locked, code
    assert sheet[at["A.4/thai_do"]["value"]].value == "do khối ghi"
    assert sheet[at["D.1/co"]["value"]].value == "do cơ quan thường trực ghi"
    assert sheet[at["A.1/tot"]["value"]].number_format == '"Có";;"Không"'
    assert not sheet[at["A.2/ngay"]["value"]].protection.locked
    assert sheet[at["A.2/ngay"]["value"]].number_format == "dd/mm/yyyy"


def test_a_form_has_only_what_holds_for_its_kind_of_unit_and_period() -> None:
    department, district = places(rich_form()), places(rich_form("DV3"))
    assert {"B.2", "C", "C.1", "C.1/dat", "B.3/ket_qua"} & set(department) == set()
    assert {"B.2", "B.2/dat", "C", "C.1", "C.1/dat", "B.3"} <= set(district)
    sheet = openpyxl.load_workbook(io.BytesIO(rich_form()))[SCORING]
    assert sheet[department["B.3"]["rule"]].value == words.GATHERED
    assert sheet[department["B"]["max"]].value == 30


def test_points_left_to_the_bloc_are_not_compared_and_the_total_says_so() -> None:
    data = rich_form()
    said = read_rich(data).submission
    assert said is not None
    assert set(said.typed_points) == {"A.1", "A.2", "A.3", "B.1", "A", "B", "D", ""}
    marks = rich_marks()
    leaves = ("A.1", "A.2", "A.3", "B.1")
    assert {c: said.typed_points[c][0] for c in leaves} == {c: marks[c] for c in leaves}
    sheet, at = recalc.load_values(data)[SCORING], places(data)
    assert sheet[at["B.4"]["points"]].value == words.RELATIVE
    assert sheet[at["A.4"]["points"]].value == float(marks["A.4"])
    note = sheet[at["D.1/co"]["rule"]].offset(row=1).value
    assert note == words.left_out(["stated", "relative", "gathered"])
    total = sheet[at["D.1/co"]["points"]].offset(row=1).value
    assert total == float(sum(p for c, p in marks.items() if c != "B.4"))


def test_rules_are_told_in_words_not_in_codes() -> None:
    data = rich_form()
    sheet, at = openpyxl.load_workbook(io.BytesIO(data))[SCORING], places(data)
    rule = {code: sheet[columns["rule"]].value or "" for code, columns in at.items()}
    assert rule["A.1/tot"] == "«Tỷ lệ đúng hạn» ≥ 90% và «A.4 Vi phạm bị phê bình» = 0"
    assert "≥ 95%: 20 điểm, chỉ khi đạt «Đạt cả hai yêu cầu»" in rule["A.1/ty_le"].split("\n")
    assert rule["A.2"] == "Đúng hạn: 10 điểm\nTrễ > 0 và ≤ 3 ngày: 6 điểm\nTrễ > 3 ngày: 0 điểm"
    assert rule["A.3/buoc"] == "+0,5 điểm cho mỗi 2% trên 100% (nhiều nhất 5 điểm)"
    assert rule["A.4/vi_pham"] == "Trừ 2 điểm mỗi vụ (nhiều nhất 6 điểm)"
    assert rule["A.2/ngay"] == "Hạn 15/12/2025; điểm tính theo số ngày trễ"
    assert not [text for text in rule.values() if "_" in text]


def test_a_group_stops_at_its_limit_and_the_total_with_it() -> None:
    base = rich()
    nodes = tuple(
        replace(c, max_points=d("20"), options={"limit": True}) if c.code == "A" else c
        for c in base.table.criteria
    )
    data = rich_form(changed=replace(base, table=replace(base.table, criteria=nodes)))
    sheet, at = recalc.load_values(data)[SCORING], places(data)
    assert sheet[at["A"]["points"]].value == 20
    assert sheet[at["D.1/co"]["points"]].offset(row=1).value == 20 + 8.75 + 8


@pytest.mark.parametrize(
    ("value", "number_format", "code", "kept"),
    [
        (date(2025, 12, 10), "dd/mm/yyyy", None, date(2025, 12, 10)),
        ("10/12/2025", "General", "CELL-004", date(2025, 12, 10)),
        (46001, "General", "CELL-004", date(2025, 12, 10)),
        ("Không", "General", None, "Không"),
        ("khong", "General", "CELL-004", "Không"),
        ("giữa tháng 12", "General", "CELL-017", None),
        ("31/02/2025", "General", "CELL-017", None),
        (5.5, "General", "CELL-017", None),
        (date(1999, 12, 10), "dd/mm/yyyy", "CELL-005", None),
        (date(2035, 12, 10), "dd/mm/yyyy", "CELL-018", date(2035, 12, 10)),
        (date(2023, 12, 10), "dd/mm/yyyy", "CELL-018", date(2023, 12, 10)),
        (date(2026, 2, 20), "dd/mm/yyyy", None, date(2026, 2, 20)),
        (None, "General", "CELL-001", None),
        ("Không áp dụng", "General", "CELL-014", None),
    ],
)
def test_typed_dates(value: object, number_format: str, code: str | None, kept: Value) -> None:
    got = typed_rich("A.2/ngay", value, number_format)
    assert codes(got) == ([code] if code else [])
    assert fact(got, "A.2/ngay") == kept


def test_the_unit_states_one_line_of_a_criterion_that_the_bloc_scores() -> None:
    base = rich()
    nodes = tuple(
        replace(c, scorer=Scorer.BLOC) if c.code in ("A.1", "A.2") else c
        for c in base.table.criteria
    )
    fault = replace(
        base.table.lines_of("A.4")[0], criterion="A.2", scorer=Scorer.UNIT, points=d("1")
    )
    lines = tuple(x for x in base.table.lines if x.address != "A.2/ngay")
    changed = replace(base, table=replace(base.table, criteria=nodes, lines=(*lines, fault)))
    facts = {k: v for k, v in RICH_FACTS.items() if not k.startswith(("A.1", "A.2"))}
    values = form.FormValues(facts={**facts, "A.2/vi_pham": d("2")})
    data = form.write(changed, plan(), changed.unit("DV1"), definition_sha256=SHA, values=values)
    sheet, at = recalc.load_values(data)[SCORING], places(data)
    assert "A.1/tong" not in at
    assert sheet[at["A.2/gia_tri"]["value"]].value == "do khối ghi"
    assert sheet[at["A.2/vi_pham"]["points"]].value == -2
    assert sheet[at["A.2"]["points"]].value == 0
    said = read_rich(data, changed).submission
    assert said is not None
    assert "A.2" not in said.typed_points


@pytest.mark.parametrize(
    ("value", "near"), [(8.8, "8,75 hoặc 9"), (9.99, "9,75 hoặc 10"), (8.5, None)]
)
def test_points_keep_to_their_step(value: float, near: str | None) -> None:
    got = typed_rich("B.1/diem", value)
    told = [f.message for f in got.findings if f.code == "CELL-019"]
    assert bool(told) == (near is not None)
    assert all(str(near) in message for message in told)
    assert fact(got, "B.1/diem") == (None if near else Decimal(str(value)))


def test_a_line_takes_only_the_words_of_its_own() -> None:
    base = bloc()
    other = [
        replace(x, of="muc" if x.code in ("m1", "m2") else "khac")
        for x in base.table.lines_of("II.1")
    ]
    asked = [
        replace(base.table.lines_of("I.2")[3], criterion="II.1", code=code, text=code,
                unit_of_measure="")
        for code in ("muc", "khac")
    ]  # fmt: skip
    rest = tuple(x for x in base.table.lines if x.criterion != "II.1")
    changed = replace(base, table=replace(base.table, lines=(*rest, *asked, *other)))
    facts = {**FACTS, "II.1/khac": "Hoàn thành tốt nhiệm vụ"}
    data = form.write(
        changed, plan(), changed.unit("DV1"), definition_sha256=SHA,
        values=replace(VALUES, facts=facts),
    )  # fmt: skip
    got = read(data, bloc=changed)
    assert codes(got) == ["CELL-008"]
    assert fact(got, "II.1/muc") == "Hoàn thành tốt nhiệm vụ"
    assert fact(got, "II.1/khac") is None


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_computes_what_the_core_scores() -> None:
    changes: dict[str, dict[str, Value]] = {
        "as typed": {},
        "no fault, late": {"A.4/vi_pham": d("0"), "A.2/ngay": date(2025, 12, 30)},
        "in time, not waived": {"A.4/mien": "Không", "A.2/ngay": date(2025, 12, 1)},
        "never done": {"A.2/ngay": "Không", "A.4/cham": "Không", "A.3/thu": d("100")},
        "nothing to handle": {"A.1/dung_han": d("0"), "A.1/tong": d("0")},
        "not applicable": {"A.1/dung_han": wording.NOT_APPLICABLE},
    }
    made = rich()
    books = {}
    for name, facts in changes.items():
        values = form.FormValues(facts={**RICH_FACTS, **facts})
        books[name] = form.write(
            made, plan(), made.unit("DV1"), definition_sha256=SHA, values=values
        )
    computed = recalc.recalc_all(books)
    at = places(books["as typed"])
    for name, facts in changes.items():
        sheet, marks = computed[name][SCORING], rich_marks(**facts)
        stored, formulas = (
            load(books[name])[SCORING] for load in (recalc.load_values, recalc.load_formulas)
        )
        for code in ("A.1", "A.2", "A.3", "A.4", "B.1", "D.1"):
            points = marks.get(code, wording.NOT_APPLICABLE)
            assert sheet[at[code]["points"]].value == points, (name, code)
        for row in formulas.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    shown, again = stored[cell.coordinate].value, sheet[cell.coordinate].value
                    assert (again or "") == (shown or ""), (name, cell.coordinate)
