"""The careful reader: what openpyxl would lose or invent stays as it stands in the file."""

import io
from decimal import Decimal

import openpyxl
import pytest

from tests.support.packages import (
    APP,
    BOOK,
    SHEET,
    STYLES,
    made,
    replaced,
    strict,
    unzipped,
    zipped,
)
from thidua_batch.books.reading import careful
from thidua_batch.books.reading.grid import Content, Unreadable

NEWS = "Times New Roman"


def cells(rows: str, **extra: str) -> dict[tuple[int, int], object]:
    sheet = careful.read(made(rows, **extra)).sheets[0]
    return {place: content.value for place, content in sheet.cells.items()}


def test_escapes_are_resolved_once() -> None:
    data = made('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', texts=("<t>_x005F_x000D_</t>",))
    assert careful.read(data).sheets[0].cells[1, 1].value == "_x000D_"


def test_a_link_puts_no_value_into_a_blank_cell() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"].hyperlink = "https://example.vn/"
    sheet["A1"].value = None
    sheet["B1"] = 1
    out = io.BytesIO()
    book.save(out)
    assert set(careful.read(out.getvalue()).sheets[0].cells) == {(1, 2)}


def test_a_moment_is_told_by_the_format_and_keeps_its_number_exact() -> None:
    found = careful.read(made('<row r="1"><c r="A1" s="1"><v>45693.3125</v></c></row>'))
    assert str(found.sheets[0].cells[1, 1].value) == "2025-02-05 07:30:00"
    plain = cells('<row r="1"><c r="A1" s="2"><v>0.123456789012345</v></c></row>')
    assert plain == {(1, 1): Decimal("0.123456789012345")}


def test_values_that_a_merged_area_covers_are_kept() -> None:
    found = cells(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    )
    assert found == {(1, 1): 1, (1, 2): 2}


def test_formulas_and_values_stand_together() -> None:
    found = careful.read(made('<row r="1"><c r="A1" t="e"><f>B1/0</f><v>#DIV/0!</v></c></row>'))
    wanted = Content("#DIV/0!", formula="=B1/0", is_error=True, font=NEWS)
    assert found.sheets[0].cells[1, 1] == wanted


def test_shared_formulas_are_formulas_in_every_cell() -> None:
    found = careful.read(
        made(
            '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A2">B1*2</f><v>2</v></c></row>'
            '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c></row>'
        )
    )
    formulas = {place: content.formula for place, content in found.sheets[0].cells.items()}
    assert formulas == {(1, 1): "=B1*2", (2, 1): "=B2*2"}


def test_who_saved_it() -> None:
    assert careful.read(made()).saved_by == "Microsoft Excel 16.0300"
    parts = unzipped(made())
    del parts[APP]
    assert careful.read(zipped(parts)).saved_by == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        strict(made()),
        replaced(SHEET, "<v>1", "<v>1,5")(made()),
        replaced(SHEET, "</v>", "</w>")(made()),
        replaced(SHEET, "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')(made()),
        replaced(BOOK, '<sheet name="Biểu" sheetId="1" r:id="rId1"/>', "")(made()),
        replaced(STYLES, "<fills><fill>", "<fills><fill/><fill/><fill><badFill/>")(made()),
        replaced(SHEET, '<c r="A1"', '<c r="A1" s="99"')(made()),
    ],
)
def test_what_openpyxl_cannot_read_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as found:
        careful.read(data)
    assert found.value.code == "reader"
