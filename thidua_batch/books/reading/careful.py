"""The careful reader of workbooks: openpyxl, values and formulas side by side."""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime, timedelta

import openpyxl

from thidua_batch.books.reading.grid import Container, Content, Grid, Sheet, number


def read(data: bytes) -> Grid:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    sheets = []
    for sheet in values.worksheets:
        twin = formulas[sheet.title]
        cells = {}
        for place in sorted(twin._cells):
            source, shown = twin._cells[place], sheet._cells.get(place)
            if source.value is None or shown is None:
                continue
            formula = None
            if source.data_type == "f":
                raw = source.value
                formula = raw if isinstance(raw, str) else str(getattr(raw, "text", "") or "=")
            value = shown.value
            if isinstance(value, int | float) and not isinstance(value, bool):
                value = number(value)
            elif isinstance(value, date) and not isinstance(value, datetime):
                value = datetime(value.year, value.month, value.day)
            elif isinstance(value, timedelta):
                value = number(value.total_seconds() / 86400)
            if value == "":
                value = None
            if value is None and formula is None:
                continue
            cells[place] = Content(
                value, shown.number_format, formula, shown.data_type == "e", shown.font.name or ""
            )
        sheets.append(
            Sheet(
                title=sheet.title,
                cells=cells,
                is_hidden=sheet.sheet_state != "visible",
                merged=tuple(
                    (m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges
                ),
                hidden_rows=frozenset(r for r, d in sheet.row_dimensions.items() if d.hidden),
                hidden_columns=frozenset(
                    c
                    for d in sheet.column_dimensions.values()
                    if d.hidden
                    for c in range(d.min or 0, (d.max or 0) + 1)
                    if c <= 1000
                ),
                is_filtered=bool(sheet.auto_filter.ref),
            )
        )
    names = {n: d.attr_text or "" for n, d in formulas.defined_names.items()}
    props = {p.name: str(p.value) for p in formulas.custom_doc_props.props}
    return Grid(container=Container.XLSX, sheets=tuple(sheets), names=names, properties=props)
