"""The careful way into .xlsx and .xlsm: openpyxl, asked for values and for formulas.

Only its parsing is used. What it makes of the parsed cells (dates by its own guess, link
targets as values of blank cells, escapes resolved by halves) would be lost or changed truth.
A plain function over bytes: it is run where its death costs nothing.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeAlias

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse

from thidua_batch.books.reading import strings, values, workbook
from thidua_batch.books.reading.grid import (
    Area,
    Container,
    Content,
    Grid,
    Place,
    Sheet,
    Stored,
    Told,
    Unreadable,
    dated,
    number,
)
from thidua_batch.books.reading.markup import is_true
from thidua_batch.books.reading.styles import BUILT_IN

#: What openpyxl hands over; its type stubs know only half of it.
_Loaded: TypeAlias = Any

_CUSTOM = 164
_APP = "docProps/app.xml"


def read(data: bytes) -> Grid:
    """Read the bytes of a workbook; Unreadable("reader") where openpyxl cannot."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it will not keep; nothing is ever saved from here.
            warnings.simplefilter("ignore")
            return _grid(data)
    # openpyxl raises dozens of kinds on damaged content (KeyError, TypeError, ParseError …);
    # these bytes come from strangers, and no file may stop the batch.
    except Exception as fault:
        raise Unreadable("reader") from fault


def _grid(data: bytes) -> Grid:
    reader: _Loaded = ExcelReader(io.BytesIO(data), keep_links=False)
    reader.read_manifest()
    texts = _texts(reader)
    reader.read_workbook()
    reader.read_custom()
    apply_stylesheet(reader.archive, reader.wb)
    sheets = tuple(_sheets(reader, texts))
    if not sheets:
        raise Unreadable("reader")
    types = [part.ContentType.casefold() for part in reader.package.Override]
    parts = [name.casefold() for name in reader.valid_files]
    has_macros = any(name.endswith("vbaproject.bin") for name in parts)
    is_macro = has_macros or any(kind.endswith("macroenabled.main+xml") for kind in types)
    has_links = any("externallinks/" in name for name in parts) or _has_links(sheets)
    told = {Told.MACROS: has_macros, Told.LINKS: has_links}
    names = reader.parser.defined_names.by_sheet().get("global", {})
    return Grid(
        container=Container.XLSM if is_macro else Container.XLSX,
        sheets=sheets,
        names={name: defined.value or "" for name, defined in names.items()},
        properties={p.name: _text(p.value) for p in reader.wb.custom_doc_props.props},
        saved_by=_saved_by(reader),
        told=frozenset(mark for mark, holds in told.items() if holds),
    )


def _texts(reader: _Loaded) -> list[str]:
    """The shared texts as they stand; openpyxl's own way of reading them drops half an escape."""
    part = reader.package.find(SHARED_STRINGS)
    if part is None:
        return []
    with reader.archive.open(part.PartName[1:]) as stream:
        return [
            _joined(node) for _, node in iterparse(stream) if node.tag == f"{{{SHEET_MAIN_NS}}}si"
        ]


def _joined(node: _Loaded) -> str:
    text: _Loaded = Text.from_tree(node)
    if text.t is not None or not text.r:
        return str(text.content)
    return "".join(_run(run) for run in text.r)


def _run(run: _Loaded) -> str:
    look = run.rPr
    is_struck = look is not None and bool(look.strike)
    position = "" if look is None else look.vertAlign or ""
    return strings.looking(run.t or "", is_struck=is_struck, position=position)


def _sheets(reader: _Loaded, texts: list[str]) -> Iterator[Sheet]:
    for sheet, relation in reader.parser.find_sheets():
        is_hidden = sheet.state != "visible"
        if "chartsheet" in relation.Type:
            yield Sheet(title=sheet.name, cells={}, is_hidden=is_hidden)
            continue
        told, parsed = _parsed(reader, relation.target, texts, data_only=True)
        formulas, _ = _parsed(reader, relation.target, texts, data_only=False)
        contents = {
            place: _content(reader, cell, formulas.get(place, {})) for place, cell in told.items()
        }
        columns = parsed.column_dimensions.values()
        yield Sheet(
            title=sheet.name,
            cells={place: found for place, found in contents.items() if found is not None},
            is_hidden=is_hidden,
            merged=_merged(parsed),
            hidden_rows=frozenset(
                int(row)
                for row, said in parsed.row_dimensions.items()
                if _hides(said, "ht", values.LOWEST)
            ),
            hidden_columns=frozenset(
                column
                for said in columns
                if _hides(said, "width", values.NARROWEST)
                for column in range(int(said["min"]), int(said["max"]) + 1)
            ),
            is_filtered=getattr(parsed, "auto_filter", None) is not None,
        )


def _parsed(
    reader: _Loaded, part: str, texts: list[str], *, data_only: bool
) -> tuple[dict[Place, Mapping[str, Any]], Any]:
    """The cells as openpyxl parses them, numbers as numbers, and its parser with the rest."""
    with reader.archive.open(part) as stream:
        parser = WorkSheetParser(stream, texts, data_only=data_only, epoch=reader.wb.epoch)
        cells = {(cell["row"], cell["column"]): cell for _, row in parser.parse() for cell in row}
    return cells, parser


def _content(reader: _Loaded, cell: Mapping[str, Any], other: Mapping[str, Any]) -> Content | None:
    formula = _formula(other) if other.get("data_type") == "f" else None
    number_format, font = _style(reader, cell["style_id"])
    kind, raw = cell["data_type"], cell["value"]
    value = _value(raw, kind)
    if isinstance(value, Decimal):
        from_1904 = reader.wb.epoch == CALENDAR_MAC_1904
        value = dated(value, number_format, from_1904=from_1904)
    if value is None and formula is not None and kind == "str":
        value = ""
    if formula is None and (value is None or value == ""):
        return None
    return Content(value, number_format, formula, kind == "e" and value is not None, font)


def _formula(cell: Mapping[str, Any]) -> str:
    raw = cell["value"]
    return raw if isinstance(raw, str) else str(getattr(raw, "text", None) or "=")


def _value(raw: object, kind: str) -> Stored:
    if raw is None or isinstance(raw, bool):
        return raw
    if kind == "e":
        return str(raw).strip()
    if isinstance(raw, int | float):
        return number(raw)
    if isinstance(raw, datetime | time):
        return raw.replace(microsecond=0)
    if isinstance(raw, date):
        return datetime.combine(raw, time())
    if isinstance(raw, str):
        return strings.unescape(raw)
    raise Unreadable("reader")


def _style(reader: _Loaded, index: int) -> tuple[str, str]:
    """Number format and font; a format known by its number alone keeps its meaning."""
    book = reader.wb
    style = book._cell_styles[index]
    if style.numFmtId >= _CUSTOM:
        code = book._number_formats[style.numFmtId - _CUSTOM]
    else:
        code = BUILT_IN.get(style.numFmtId, "General")
    has_styles = "xl/styles.xml" in reader.valid_files
    return code, (book._fonts[style.fontId].name or "") if has_styles else ""


def _merged(parser: _Loaded) -> tuple[Area, ...]:
    found = parser.merged_cells.mergeCell if parser.merged_cells else ()
    return tuple((a.min_row, a.min_col, a.max_row, a.max_col) for a in found)


def _hides(said: Mapping[str, Any], size: str, least: Decimal) -> bool:
    return is_true(said.get("hidden")) or values.is_tiny(said.get(size), least)


def _has_links(sheets: tuple[Sheet, ...]) -> bool:
    return any(
        values.has_link(content.formula)
        for sheet in sheets
        for content in sheet.cells.values()
        if content.formula is not None
    )


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def _saved_by(reader: _Loaded) -> str:
    if _APP not in reader.valid_files:
        return ""
    said = {
        str(node.tag).rpartition("}")[2]: node.text or ""
        for node in fromstring(reader.archive.read(_APP))
    }
    return workbook.program(said.get("Application", ""), said.get("AppVersion", ""))
