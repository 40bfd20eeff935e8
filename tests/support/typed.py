"""What stands in the input cells of a form, by spot: what a reader hands to a marked copy."""

import io
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

import openpyxl
from openpyxl.cell.cell import Cell

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Value
from thidua_batch.core.returns import Spot
from thidua_batch.core.wording import form as words

#: Columns that units type in, of each kind of sheet.
INPUTS = {
    FormSheet.SCORING: ("value", "evidence"),
    **dict.fromkeys(words.FIELDS, ("value",)),
    **{kind: tuple(columns) for kind, columns in words.LISTS.items()},
}


@lru_cache(maxsize=64)
def spots(data: bytes) -> Mapping[tuple[str, str], Spot]:
    """Sheet and address -> spot, for every cell that has a row code and a column code."""
    found: dict[tuple[str, str], Spot] = {}
    for kind, sheet in _sheets(data).items():
        top = next(row for row in sheet.iter_rows() if row[0].value == f"#{kind.value}")
        columns = {cell.column: str(cell.value) for cell in top[1:] if cell.value}
        for row in sheet.iter_rows(min_row=top[0].row + 1):
            if row[0].value:
                for cell in row[1:]:
                    if cell.column in columns:
                        spot = (kind, str(row[0].value), columns[cell.column])
                        found[sheet.title, cell.coordinate] = spot
    return MappingProxyType(found)


def raw(data: bytes) -> dict[Spot, Value]:
    """What was typed in the cells that are not locked."""
    book, found = openpyxl.load_workbook(io.BytesIO(data)), {}
    for (title, address), spot in spots(data).items():
        cell = book[title][address]
        value = _typed(cell)
        if spot[2] in INPUTS[spot[0]] and not cell.protection.locked and value is not None:
            found[spot] = value
    return found


def _typed(cell: Cell) -> Value | None:
    value = cell.value
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date()
    number = Decimal(f"{value:.15g}")
    return f"{vn.format_number(number * 100)}%" if "%" in cell.number_format else number


def _sheets(data: bytes) -> dict[FormSheet, openpyxl.worksheet.worksheet.Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        kind: book[title] for kind, title in wording.FORM_SHEETS.items() if title in book.sheetnames
    }
