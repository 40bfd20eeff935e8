"""A filled form in every kind of file that it may come back as."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import msoffcrypto
import openpyxl
from openpyxl.utils import get_column_letter

from tests.support import desk, xlsb

_SHEET = "xl/worksheets/sheet4.xml"  # the scoring sheet
_STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main":
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}  # fmt: skip
_PLAIN, _MACROS = b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
_FILTER = (
    b'<autoFilter ref="A3:F9"><filterColumn colId="0"><customFilters>'
    b'<customFilter val="Kh\xc3\xa1"/></customFilters></filterColumn>'
    b'<filterColumn colId="1"><top10/></filterColumn></autoFilter>'
)


def locked(data: bytes, password: str) -> bytes:
    """Under a password; Excel's own default one is VelvetSweatshop."""
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def with_macros(data: bytes) -> bytes:
    types = desk.part(data, "[Content_Types].xml")
    code = (
        b'<Override PartName="/xl/vbaProject.bin" '
        b'ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    made = types.replace(b"application/vnd.openxmlformats-officedocument." + _PLAIN,
                         b"application/vnd." + _MACROS)  # fmt: skip
    assert made != types
    made = made.replace(b"</Types>", code)
    return desk.parts(data, {"[Content_Types].xml": made, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def strict(data: bytes) -> bytes:
    """Strict Open XML: other names for the same things."""
    changes = {}
    for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "_rels/.rels",
                 "xl/_rels/workbook.xml.rels",
                 *(f"xl/worksheets/sheet{n}.xml" for n in range(1, 10))):  # fmt: skip
        content = desk.part(data, name)
        for old, new in _STRICT.items():
            content = content.replace(old, new)
        changes[name] = content
    return desk.parts(data, changes)


def odd_styles(data: bytes) -> bytes:
    """A fill without content, as some programs write it."""
    styles = desk.part(data, "xl/styles.xml")
    made = re.sub(rb"<fill>.*?</fill>", b"<fill/>", styles, count=1)
    assert made != styles
    return desk.parts(data, {"xl/styles.xml": made})


def filtered(data: bytes) -> bytes:
    """Active filters: one on a word, one that says too little."""
    sheet = desk.part(data, _SHEET)
    assert b"<mergeCells" in sheet
    return desk.parts(data, {_SHEET: sheet.replace(b"<mergeCells", _FILTER + b"<mergeCells", 1)})


def binary(data: bytes) -> bytes:
    """The same cells as a binary workbook (.xlsb)."""
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    shapes: dict[str, int] = {"General": 0}
    pages = []
    for sheet in formulas.worksheets:
        cells = {}
        for row in sheet.iter_rows():
            for cell in row:
                shown = values[sheet.title][cell.coordinate].value
                if shown is not None:
                    style = shapes.setdefault(cell.number_format, len(shapes))
                    key = (cell.row, cell.column)
                    cells[key] = (_binary(shown, is_formula=cell.data_type == "f"), style)
        pages.append(
            xlsb.Page(
                title=sheet.title, cells=cells,
                state={"visible": 0, "hidden": 1, "veryHidden": 2}[sheet.sheet_state],
                hidden_rows=frozenset(n for n, r in sheet.row_dimensions.items() if r.hidden),
                hidden_columns=_hidden(sheet),
                merged=[(a.min_row, a.min_col, a.max_row, a.max_col)
                        for a in sheet.merged_cells.ranges],
            )
        )  # fmt: skip
    formats = {200 + n: text for text, n in shapes.items() if n}
    return xlsb.write(
        xlsb.Book(
            pages=pages, formats=formats,
            styles=[(200 + n if n else 0, 0) for n in shapes.values()],
            names={k: str(v.value).strip('"') for k, v in formulas.defined_names.items()},
            properties={p.name: p.value for p in formulas.custom_doc_props},
        )
    )  # fmt: skip


def _binary(value: Any, *, is_formula: bool) -> xlsb.Value:
    if isinstance(value, datetime):
        value = (value - datetime(1899, 12, 30)).days  # noqa: DTZ001
    if not is_formula:
        return value  # type: ignore[no-any-return]
    return ("f_text", value) if isinstance(value, str) else ("f_number", float(value))


def _hidden(sheet: Any) -> list[tuple[int, int]]:
    found = []
    for shape in sheet.column_dimensions.values():
        if shape.hidden:
            found.append((shape.min, shape.max))
            assert get_column_letter(shape.min)
    return found
