"""The bloc's own workbooks by openpyxl: as typed, and as last computed.

Only for bytes that `door` let pass; what openpyxl raises on damaged ones is left to the caller.
"""

from __future__ import annotations

import io
import warnings

import openpyxl
from openpyxl.workbook import Workbook


def load(data: bytes) -> tuple[Workbook, Workbook]:
    """The workbook with its formulas, and with what they gave when it was saved.

    Without any formula the two are one object: nothing would differ.
    """
    with warnings.catch_warnings():
        # openpyxl tells of parts that it does not keep; nothing is kept here anyway.
        warnings.simplefilter("ignore")
        typed = openpyxl.load_workbook(io.BytesIO(data))
        if not _computes(typed):
            return typed, typed
        return typed, openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def _computes(book: Workbook) -> bool:
    """Whether any cell holds a formula; asking a sheet for a cell would make it."""
    return any(cell.data_type == "f" for sheet in book.worksheets for cell in sheet._cells.values())
