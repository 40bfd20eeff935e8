"""What a reader's grid says, and what openpyxl says of the .xlsx it came from, in one shape."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache

import openpyxl
import xlsxwriter

from thidua_batch import samples
from thidua_batch.books import form
from thidua_batch.books.reading.grid import Grid, number, shows_date

#: Sheet, row, column.
Where = tuple[str, int, int]
#: The value and what its number format means; of an error only that it is one.
What = tuple[object, str]
SHA = "ab12cd34" * 8
#: Words of an old Vietnamese font, as stored.
OLD_TEXT = "Së T\u00ad ph\u00b8p"


def moment(*parts: int) -> datetime:
    """A day or a moment of it; spreadsheets know no time zones."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


@cache
def forms() -> Mapping[str, bytes]:
    """A filled form of every sample."""
    out = {}
    for name in samples.names():
        sample = samples.load(name)
        unit = next(u for u in sample.bloc.units if u.code in sample.forms)
        out[name] = form.write(
            sample.bloc, sample.plan, unit, definition_sha256=SHA, values=sample.forms[unit.code]
        )
    return out


@cache
def odd() -> bytes:
    """A workbook of the cells that readers differ on."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Thử")
    percent, two = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "0.00"})
    sheet.write_number("A1", 0.95, percent)
    sheet.write_number("A2", 1.1, two)
    sheet.write_number("A3", 0.1 + 0.2)
    sheet.write_datetime("B1", moment(2025, 10, 9))
    sheet.write_datetime("B2", time(9, 30), book.add_format({"num_format": "hh:mm"}))
    sheet.write_formula("C1", "=1/0", value="#DIV/0!")
    sheet.write_formula("C2", "=#REF!+1", value="#REF!")
    sheet.write_boolean("D1", True)
    sheet.write_formula("E1", "=1+2", value=3)
    sheet.write_formula("E2", '="a"&"b"', value="ab")
    sheet.write_string("F1", OLD_TEXT, book.add_format({"font_name": ".VnTime"}))
    sheet.write_string("G1", "hai\ndòng")
    sheet.write_string("G2", "001")
    sheet.write_string("G3", "a   b")
    sheet.merge_range("A5:C6", "gộp")
    for row in range(20, 24):
        sheet.write(row, 0, 7)
    sheet.write("A8", 5)
    sheet.set_row(7, None, None, {"hidden": True})
    sheet.write("J3", "giấu")
    sheet.set_column("J:K", None, None, {"hidden": True})
    sheet.write_comment("A1", "ghi chú 99")
    book.add_worksheet("_meta").hide()
    book.get_worksheet_by_name("_meta").write("A1", "x")
    book.define_name("TPL_ID", '="abc|d"')
    book.set_custom_property("thidua_form", "a|b|c")
    book.close()
    return out.getvalue()


def told(grid: Grid) -> dict[Where, What]:
    """Cells of the grid that hold anything."""
    return {
        (sheet.title, *place): (
            _plain("#" if cell.is_error else cell.value),
            _meaning(cell.number_format or "", cell.is_error),
        )
        for sheet in grid.sheets
        for place, cell in sheet.cells.items()
        if cell.value not in (None, "")
    }


def expected(data: bytes) -> dict[Where, What]:
    """The same by openpyxl, of an .xlsx."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {
        (sheet.title, cell.row, cell.column): (
            _plain("#" if cell.data_type == "e" else cell.value),
            _meaning(cell.number_format, cell.data_type == "e"),
        )
        for sheet in book.worksheets
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.value not in (None, "")
    }


def _plain(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return moment(value.year, value.month, value.day)
    return value


def _meaning(number_format: str, is_error: bool) -> str:
    if is_error:
        return "error"
    if shows_date(number_format):
        return "date"
    return "percent" if "%" in number_format else "plain"
