"""Rows of the decisions book on received files, signed copies and passwords."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from tests.books.test_decisions import SAMPLE, brief, edited, filled, read
from thidua_batch.books import decisions
from thidua_batch.books.decisions import moments
from thidua_batch.core.returns import SignedCopy, Verdict
from thidua_batch.core.wording import decisions as words

at = datetime.fromisoformat
RETURNS, SIGNED, PASSWORDS = words.RETURNS, words.SIGNED, words.PASSWORDS
#: *Bản ký*: A unit, C file, D number, E signed on, F who, G compared on, H with which file,
#: I verdict, J why.
WHOLE = {
    "C5": "BC U1 ký.pdf", "D5": "0125/BC-U1", "E5": date(2026, 1, 9), "F5": "Văn thư khối",
    "G5": "12/01/2026", "H5": "2025-N_U1.xlsx", "I5": "Khác - dùng bản Excel",
    "J5": "bản ký gõ nhầm một số",
}  # fmt: skip


def test_the_book_offers_a_row_for_the_signed_copy_of_every_unit() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    sheet = book[words.SHEETS[SIGNED]]
    codes = [sheet.cell(row, 1).value for row in range(5, 5 + len(SAMPLE.bloc.units))]
    assert codes == [unit.code for unit in SAMPLE.bloc.units]
    assert sheet["B5"].value == SAMPLE.bloc.units[0].label
    assert read(filled()).decisions.signed == {}


def test_a_signed_copy_is_read_with_its_number_day_and_verdict() -> None:
    found = read(edited(SIGNED, WHOLE))
    assert found.findings == ()
    copy = found.decisions.signed["U1"]
    assert copy.cell is not None
    assert copy == SignedCopy(
        unit="U1",
        file="BC U1 ký.pdf",
        number="0125/BC-U1",
        signed_on="09/01/2026",
        compared_by="Văn thư khối",
        compared_on="12/01/2026",
        excel="2025-N_U1.xlsx",
        verdict=Verdict.KEEP_EXCEL,
        reason="bản ký gõ nhầm một số",
        cell=copy.cell,
    )
    assert (copy.cell.sheet, copy.cell.address) == ("Bản ký", "A5")


@pytest.mark.parametrize(
    ("changes", "cells", "verdict"),
    [
        ({"I5": "Khớp"}, ["F5"], None),
        ({"I5": "Khác – chờ bản mới"}, ["F5"], Verdict.WAIT),
        ({"I5": "Khác – dùng bản Excel", "F5": "A"}, ["J5"], None),
        ({"I5": "Khác – dùng bản Excel"}, ["F5", "J5"], None),
        ({"I5": "giống", "F5": "A"}, ["I5"], None),
        ({"E5": "đầu năm"}, ["E5"], None),
        ({"E5": 45_000}, ["E5"], None),
        ({"E5": date(1926, 1, 9)}, ["E5"], None),
        ({"D5": date(2026, 5, 12)}, ["D5"], None),
        ({"C5": "=1/0"}, ["C5"], None),
    ],
)
def test_what_is_wrong_with_a_signed_copy_is_told(
    changes: dict[str, object], cells: list[str], verdict: Verdict | None
) -> None:
    found = read(edited(SIGNED, changes))
    assert brief(found) == [("BLOC-004", cell) for cell in cells]
    copy = found.decisions.signed.get("U1")
    assert (copy.verdict if copy else None) == verdict


def test_a_signed_copy_of_an_unknown_unit_or_stated_twice_is_told() -> None:
    free = 5 + len(SAMPLE.bloc.units)
    unknown = read(edited(SIGNED, {f"A{free}": "U99", f"C{free}": "a.pdf"}))
    assert brief(unknown) == [("BLOC-004", f"A{free}")]
    twice = {**WHOLE, f"A{free}": "u1", f"I{free}": "Khớp", f"F{free}": "B"}
    found = read(edited(SIGNED, twice))
    assert brief(found) == [("BLOC-004", f"A{free}")]
    assert "ô A5" in found.findings[0].message
    assert found.decisions.signed["U1"].verdict is Verdict.KEEP_EXCEL


def test_a_remark_alone_does_not_say_that_a_copy_came() -> None:
    found = read(edited(SIGNED, {"J5": "đã nhắc ngày 10/01"}))
    assert found.findings == ()
    assert found.decisions.signed == {}


def test_passwords_are_kept_as_typed() -> None:
    changes = {"B5": "0123", "A6": "U2", "B6": " Mật  khẩu­ ", "B7": "0123", "B8": "=x"}
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    sheet = book[words.SHEETS[PASSWORDS]]
    for address, value in changes.items():
        sheet[address].value = value
        sheet[address].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue())
    assert found.findings == ()
    assert found.decisions.passwords == ("0123", " Mật  khẩu­ ", "=x")


@pytest.mark.parametrize("typed", [123, 0.5, date(2025, 1, 1), True, "=1/0", 1e17])
def test_a_password_that_excel_turned_into_something_else_is_told_and_not_shown(
    typed: object,
) -> None:
    found = read(edited(PASSWORDS, {"B5": typed}))
    assert brief(found) == [("BLOC-004", "B5")]
    assert f"«{words.NOT_SHOWN}»" in found.findings[0].message
    assert found.decisions.passwords == ()
    again = read(decisions.write(SAMPLE.bloc, SAMPLE.plan, found.rows))
    if typed != "=1/0":
        assert brief(again) == brief(found)


@pytest.mark.parametrize(
    ("changes", "cell"),
    [({"A5": "U99", "B5": "x"}, "A5"), ({"A5": "U1"}, "B5")],
)
def test_a_password_needs_a_unit_of_the_bloc_or_none(changes: dict[str, object], cell: str) -> None:
    assert brief(read(edited(PASSWORDS, changes))) == [("BLOC-004", cell)]


def test_the_columns_of_codes_and_passwords_are_text() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    for key, address in ((PASSWORDS, "B5"), (SIGNED, "D5"), (RETURNS, "C5")):
        assert book[words.SHEETS[key]][address].number_format == "@"


def test_days_of_receipt_and_files_that_are_no_returns() -> None:
    changes = {
        "A5": "U1", "B5": "Ngày nhận", "C5": "a.xlsx", "F5": at("2026-01-12 14:30"),
        "B6": "ngay nhan", "C6": "b.xlsx", "F6": date(2026, 1, 13),
        "B7": "Ngày nhận", "C7": "c.xlsx", "F7": "14h30 ngày 12/01/2026",
        "B8": "Bỏ qua", "C8": "Thư mời.xlsx", "D8": "không phải biểu",
    }  # fmt: skip
    found = read(edited(RETURNS, changes))
    assert found.findings == ()
    assert found.decisions.received == {
        "a.xlsx": at("2026-01-12 14:30"),
        "b.xlsx": at("2026-01-13"),
        "c.xlsx": at("2026-01-12 14:30"),
    }
    assert found.decisions.ignored == {"Thư mời.xlsx": "không phải biểu"}


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"B5": "Ngày nhận", "F5": date(2026, 1, 1)}, "BLOC-004", "C5"),
        ({"B5": "Ngày nhận", "C5": "a"}, "BLOC-004", "F5"),
        ({"B5": "Ngày nhận", "C5": "a", "F5": "hôm qua"}, "BLOC-004", "F5"),
        ({"B5": "Ngày nhận", "C5": "a", "F5": 45_000}, "BLOC-004", "F5"),
        ({"A5": "U9", "B5": "Ngày nhận", "C5": "a", "F5": date(2026, 1, 1)}, "BLOC-004", "A5"),
        ({"B5": "Ngày nhận", "C5": "a", "F5": date(2062, 1, 1)}, "CELL-018", "F5"),
        ({"B5": "Bỏ qua", "C5": "a"}, "BLOC-004", "D5"),
        ({"B5": "Bỏ qua", "D5": "vì"}, "BLOC-004", "C5"),
        ({"A5": "U1", "B5": "Dùng tệp", "D5": "vì"}, "BLOC-004", "C5"),
        ({"B5": "Dùng tệp", "C5": "a", "D5": "vì"}, "BLOC-004", "A5"),
    ],
)
def test_rows_on_files_that_cannot_be_followed(
    changes: dict[str, object], code: str, cell: str
) -> None:
    assert brief(read(edited(RETURNS, changes))) == [(code, cell)]


def test_a_file_is_not_both_used_and_passed_over_nor_received_twice() -> None:
    use = {"A5": "U1", "B5": "Dùng tệp", "C5": "a.xlsx", "D5": "vì"}
    both = read(edited(RETURNS, {**use, "B6": "Bỏ qua", "C6": "a.xlsx", "D6": "vì"}))
    assert brief(both) == [("BLOC-004", "C6")]
    assert both.decisions.ignored == {}
    first = {"B5": "Ngày nhận", "C5": "a.xlsx", "F5": date(2026, 1, 12)}
    twice = read(edited(RETURNS, {**first, "B6": "Ngày nhận", "C6": "a.xlsx", "F6": "13/01/2026"}))
    assert brief(twice) == [("BLOC-004", "F6")]
    assert twice.decisions.received == {"a.xlsx": at("2026-01-12")}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12/01/2026", "2026-01-12"),
        ("12/1/2026 08:05", "2026-01-12 08:05"),
        ("12/1/2026 8:05:09", "2026-01-12 08:05:09"),
        ("08h05, 12-01-2026", "2026-01-12 08:05"),
        ("14h 12/01/2026", "2026-01-12 14:00"),
        ("ngày 12 tháng 01 năm 2026 lúc 14 giờ 30 phút", "2026-01-12 14:30"),
        ("12.01.2026 lúc 14:30", "2026-01-12 14:30"),
        ("24:30 12/01/2026", None),
        ("14:30", None),
        ("12/01", None),
        ("12/01/2026 sáng", None),
        ("12/01/2026 14:30 15:30", None),
        ("31/02/2026 14:30", None),
        (Decimal(45_000), None),
        (True, None),
    ],
)
def test_moments_as_typed(typed: object, meant: str | None) -> None:
    assert moments.moment(typed) == (at(meant) if meant else None)


def test_a_book_without_the_column_of_the_compared_file_is_read_and_gets_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(edited(SIGNED, WHOLE)))
    book[words.SHEETS[SIGNED]].delete_cols(8)
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue())
    assert (found.findings, found.is_whole) == ((), True)
    copy = found.decisions.signed["U1"]
    assert (copy.excel, copy.verdict) == ("", Verdict.KEEP_EXCEL)
    data = decisions.write(SAMPLE.bloc, SAMPLE.plan, found.rows)
    assert read(data).decisions.signed["U1"].verdict is Verdict.KEEP_EXCEL
    sheet = openpyxl.load_workbook(io.BytesIO(data))[words.SHEETS[SIGNED]]
    assert [sheet["H4"].value, sheet["H5"].value] == ["Tệp Excel đã đối chiếu", None]


@pytest.mark.parametrize(
    ("typed", "file", "digits"),
    [("a.xlsx", "a.xlsx", ""), ("a.xlsx # 0123456789ab", "", "0123456789ab"), (None, "", ""),
     ("a # b.xlsx", "a # b.xlsx", "")],
)  # fmt: skip
def test_an_accepted_file_is_known_by_its_hash_or_else_by_its_name(
    typed: str | None, file: str, digits: str
) -> None:
    row = {"A5": "U1", "B5": "Chấp nhận", "C5": typed, "D5": "vì"}
    got = read(edited(RETURNS, row)).decisions
    assert got.accepted == {"U1": "vì"}
    assert got.accepted_file == ({"U1": file} if file else {})
    assert got.accepted_bytes == ({"U1": digits} if digits else {})
