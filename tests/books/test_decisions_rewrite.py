"""A rewrite of the decisions book keeps what people typed into it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.books.test_decisions import FILE, SAMPLE, brief, edited, filled, read
from tests.support.blocs import bloc, plan
from thidua_batch.books import decisions
from thidua_batch.core.kinds import Scorer
from thidua_batch.core.model import Bloc
from thidua_batch.core.wording import decisions as words

SHEET = words.SHEETS
at = datetime.fromisoformat


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def changed(change: Callable[[Workbook], None], data: bytes | None = None) -> bytes:
    book = opened(data or filled())
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(data: bytes) -> bytes:
    return decisions.write(SAMPLE.bloc, SAMPLE.plan, read(data).rows)


def former(book: Workbook) -> None:
    """The book as a version without signed copies and passwords wrote it."""
    for key in words.OPTIONAL:
        del book[SHEET[key]]


def test_a_book_of_a_former_version_is_read_and_gets_the_new_sheets() -> None:
    old = changed(former)
    found = read(old)
    assert (found.findings, found.is_whole) == ((), True)
    assert found.decisions == read(filled()).decisions
    again = opened(rewritten(old))
    assert {SHEET[key] for key in words.OPTIONAL} <= set(again.sheetnames)
    assert again[SHEET[words.SIGNED]]["A5"].value == "U1"
    assert rewritten(rewritten(old)) == rewritten(old)


def test_every_new_sheet_survives() -> None:
    data = edited(
        words.SIGNED,
        {"C5": "ký.pdf", "D5": "01/BC", "E5": date(2026, 1, 9), "F5": "A", "H5": "a.xlsx",
         "I5": "Khớp", "J6": "đã nhắc"},
    )  # fmt: skip
    data = edited(words.PASSWORDS, {"B5": " 0123 ", "C5": "báo qua điện thoại"}, data)
    data = edited(
        words.RETURNS,
        {"B5": "Ngày nhận", "C5": "a.xlsx", "F5": at("2026-01-12 14:30:07"),
         "B6": "Ngày nhận", "C6": "b.xlsx", "F6": "lúc 8h, 12/01/2026"},
        data,
    )  # fmt: skip
    found, again = read(data), read(rewritten(data))
    assert found.findings == ()
    assert again == found
    assert again.decisions.received["a.xlsx"] == at("2026-01-12 14:30:07")
    assert opened(rewritten(data))[SHEET[words.SIGNED]]["J6"].value == "đã nhắc"


def percent_book(value: object, number_format: str) -> bytes:
    """A book in which the bloc states a percentage, the cell formatted so."""
    made = by_percent()
    rows = decisions.blank(made, plan())
    data = decisions.write(made, plan(), rows)

    def change(book: Workbook) -> None:
        sheet = book[SHEET[words.FACTS]]
        row = next(r for r in range(5, 60) if sheet.cell(r, 3).value == "I.2")
        sheet.cell(row, 7).value = value
        sheet.cell(row, 7).number_format = number_format

    return changed(change, data)


def by_percent() -> Bloc:
    """The small bloc, which states the percentage of I.2 itself."""
    base = bloc()
    nodes = tuple(
        replace(c, scorer=Scorer.BLOC) if c.code == "I.2" else c for c in base.table.criteria
    )
    return replace(base, table=replace(base.table, criteria=nodes))


@pytest.mark.parametrize(
    ("value", "number_format", "meant"),
    [
        (0.95, "0%", Decimal(95)),
        (0.955, "0.0%", Decimal("95.5")),
        (1, "0%", Decimal(100)),
        ("95%", "General", Decimal(95)),
        ("95,5 %", "@", Decimal("95.5")),
        (95, "General", Decimal(95)),
        (95, "0.00", Decimal(95)),
    ],
)
def test_percentages_survive(value: object, number_format: str, meant: Decimal) -> None:
    made = by_percent()

    def facts(data: bytes) -> tuple[object, list[tuple[str, str]], decisions.Rows]:
        found = decisions.read(data, file=FILE, bloc=made, plan=plan())
        values = [f.value for unit in found.decisions.facts.values() for f in unit]
        return values, [(f.code, f.message) for f in found.findings], found.rows

    data = percent_book(value, number_format)
    first = facts(data)
    assert first[0] == [meant]
    assert facts(decisions.write(made, plan(), first[2])) == first


def test_a_percent_format_is_told_as_the_cell_shows_it() -> None:
    found = decisions.read(percent_book(0.955, "0.0%"), file=FILE, bloc=by_percent(), plan=plan())
    assert [f.code for f in found.findings] == ["CELL-004"]
    assert "«95,5%»" in found.findings[0].message


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        (words.FACTS, {"G5": "=1/0"}),
        (words.FACTS, {"G5": "nhiều"}),
        (words.FACTS, {"G5": 1e17}),
        (words.FACTS, {"G5": True}),
        (words.FACTS, {"G5": time(14, 30)}),
        (words.FACTS, {"G5": date(2025, 7, 7)}),
        (words.FACTS, {"G5": at("2025-07-07 08:00")}),
        (words.FACTS, {"C5": 1.1, "G5": 1}),
        (words.EXCLUSIONS, {"A5": "nhầm"}),
        (words.SIGNED, {"D5": date(2026, 5, 12), "H5": "giống"}),
        (words.RETURNS, {"B5": "Ngày nhận", "C5": "a", "F5": "hôm qua"}),
    ],
)
def test_what_was_at_fault_is_still_there_and_still_at_fault(
    key: str, changes: dict[str, object]
) -> None:
    data = edited(key, changes)
    cells = {cell for code, cell in brief(read(data)) if code == "BLOC-004"}
    assert cells
    assert {cell for code, cell in brief(read(rewritten(data))) if code == "BLOC-004"} == cells


def test_columns_and_sheets_that_a_person_added_survive() -> None:
    def change(book: Workbook) -> None:
        facts = book[SHEET[words.FACTS]]
        facts["I4"], facts["I5"], facts["I6"] = "Người theo dõi", "Văn thư", at("2026-01-02 09:00")
        own = book.create_sheet("Việc cần làm")
        own["B3"], own["C3"], own["D9"] = "Gọi U4", date(2026, 1, 5), 12.5
        own["B4"], own["B4"].number_format = 0.5, "0%"

    data = changed(change)
    assert read(data).findings == ()
    assert read(data).decisions == read(filled()).decisions
    book = opened(rewritten(data))
    facts, own = book[SHEET[words.FACTS]], book["Việc cần làm"]
    assert [facts[a].value for a in ("I4", "I5", "I6")] == [
        "Người theo dõi", "Văn thư", at("2026-01-02 09:00")
    ]  # fmt: skip
    assert [own[a].value for a in ("B3", "C3", "D9", "B4")] == [
        "Gọi U4", at("2026-01-05"), 12.5, 0.5
    ]  # fmt: skip
    assert own["B4"].number_format == "0%"
    assert rewritten(rewritten(data)) == rewritten(data)


def test_a_book_with_a_lost_or_doubled_column_is_not_whole() -> None:
    lost = edited(words.RETURNS, {"C4": "Tên tệp"})
    double = edited(words.FACTS, {"I4": "Giá trị xác nhận"})
    for data in (lost, double):
        found = read(data)
        assert ("BLOC-004", "") in brief(found)
        assert not found.is_whole
    assert read(filled()).is_whole
