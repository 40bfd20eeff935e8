"""Reader of Excel 97-2003 workbooks (.xls).

What cannot be known: the text of a formula (it is told as "="), and whether anybody calculated
it, since the format always stores a result. "Very hidden" sheets count as hidden.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import olefile
import xlrd
from xlrd.biffh import error_text_from_code

from thidua_batch.books.reading import biff8, conditional, crosscheck, properties
from thidua_batch.books.reading.grid import (
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

_STREAMS = ("Workbook", "Book")
_SUMMARY, _DOCUMENT = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
_MACROS = "_VBA_PROJECT_CUR"
_GLOBAL = -1


def read(data: bytes) -> Grid:
    """The workbook's grid; cells of which calamine says something else are doubtful."""
    stream, info = _streams(data)
    marks = biff8.scan(stream)
    try:
        book = xlrd.open_workbook(
            # The bare stream: xlrd's own way through the compound file can go round in circles.
            file_contents=stream,
            formatting_info=True,
            ragged_rows=True,
            logfile=io.StringIO(),
        )
    except xlrd.XLRDError as fault:
        raise Unreadable("locked" if "encrypted" in str(fault) else "reader") from fault
    seen = marks.sheets
    if len(seen) != book.nsheets:  # formulas could be told of the wrong sheet
        raise Unreadable("reader")
    sheets = tuple(_sheet(book, i, seen[i]) for i in range(book.nsheets))
    doubtful = crosscheck.doubts(data, sheets) if marks.is_honest else None
    told = {Told.MACROS} if marks.has_macro_sheet or _MACROS in info else set()
    told |= {Told.LINKS} if marks.has_links else set()
    told |= {Told.DEGRADED} if doubtful is None else set()
    twice = {(s.title, place) for s, m in zip(sheets, seen, strict=True) for place in m.repeated}
    twice |= {place for sheet in book.sheets() for place in _telling(book, sheet)}
    return Grid(
        container=Container.XLS,
        sheets=sheets,
        names=dict(_names(book)),
        properties=properties.custom_of_set(info.get(_DOCUMENT, b"")),
        saved_by=properties.program_of_set(info.get(_SUMMARY, b"")),
        told=frozenset(told),
        doubtful=frozenset(twice) | (doubtful or frozenset()),
    )


def _streams(data: bytes) -> tuple[bytes, Mapping[str, bytes]]:
    """The workbook's stream; the property streams, and an empty entry where macros are."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            _must_end(ole)
            name = next((n for n in _STREAMS if ole.exists(n)), None)
            if name is None:
                raise Unreadable("locked" if ole.exists("EncryptedPackage") else "not_xls")
            info = {n: ole.openstream(n).read() for n in (_SUMMARY, _DOCUMENT) if ole.exists(n)}
            if ole.exists(_MACROS):
                info[_MACROS] = b""
            return ole.openstream(name).read(), info
    except OSError:
        raise Unreadable("cut") from None


def _must_end(ole: olefile.OleFileIO) -> None:
    """Chains of sectors that go round in circles are refused; readers follow them for ever."""
    fat, small = list(ole.fat), []
    starts = [ole.first_dir_sector, ole.first_mini_fat_sector]
    if ole.num_mini_fat_sectors and _ends(fat, ole.first_mini_fat_sector):
        ole.loadminifat()
        small = list(ole.minifat)
    for entry in filter(None, ole.direntries):
        if entry.entry_type == olefile.STGTY_STREAM and entry.size < ole.mini_stream_cutoff_size:
            if not _ends(small, entry.isectStart):
                raise Unreadable("cut")
        elif entry.entry_type in (olefile.STGTY_STREAM, olefile.STGTY_ROOT):
            starts.append(entry.isectStart)
    if not all(_ends(fat, start) for start in starts):
        raise Unreadable("cut")


def _ends(links: Sequence[int], at: int) -> bool:
    """Whether the chain that begins here leaves the table."""
    for _ in range(len(links) + 1):
        if not 0 <= at < len(links):
            return True
        at = links[at]
    return False


def _sheet(book: xlrd.Book, index: int, marks: biff8.SheetMarks) -> Sheet:
    sheet = book.sheet_by_index(index)
    cells = dict(_cells(book, sheet, marks))
    if not sheet.show_zero_values:
        conditional.applied(cells, [(conditional.EVERYWHERE, conditional.NO_ZEROS)])
    return Sheet(
        title=sheet.name,
        cells=cells,
        is_hidden=bool(sheet.visibility),
        merged=tuple(
            (top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
        ),
        hidden_rows=frozenset(row + 1 for row, i in sheet.rowinfo_map.items() if i.hidden),
        hidden_columns=frozenset(c + 1 for c, i in sheet.colinfo_map.items() if i.hidden),
        is_filtered=marks.is_filtered,
    )


def _telling(book: xlrd.Book, sheet: xlrd.sheet.Sheet) -> Iterator[tuple[str, Place]]:
    """Texts partly struck out, raised or lowered: "9" struck out before "8" is not 98."""
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        fonts = [book.font_list[font] for _, font in runs if 0 <= font < len(book.font_list)]
        if any(font.struck_out or font.escapement for font in fonts):
            yield sheet.name, (row + 1, column + 1)


def _cells(
    book: xlrd.Book, sheet: xlrd.sheet.Sheet, marks: biff8.SheetMarks
) -> Iterator[tuple[Place, Content]]:
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            place = (row + 1, column + 1)
            formula = "=" if place in marks.formulas else None
            content = _content(book, cell, formula)
            if content.value not in (None, "") or formula:
                yield place, content


def _content(book: xlrd.Book, cell: xlrd.sheet.Cell, formula: str | None) -> Content:
    shape, font = _look(book, cell.xf_index)
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return Content(cell.value, shape, formula, font=font)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            try:
                value = number(cell.value)
            except ValueError:  # no number that a sheet can show
                return Content("#NUM!", shape, formula, is_error=True, font=font)
            return Content(_moment(value, shape, book.datemode), shape, formula, font=font)
        case xlrd.XL_CELL_BOOLEAN:
            return Content(bool(cell.value), shape, formula, font=font)
        case xlrd.XL_CELL_ERROR:
            text = error_text_from_code.get(cell.value, "#N/A")
            return Content(text, shape, formula, is_error=True, font=font)
        case _:
            return Content(None, shape, formula, font=font)


def _moment(value: Decimal, shape: str | None, mode: int) -> Stored:
    return value if shape is None else dated(value, shape, from_1904=mode == 1)


def _look(book: xlrd.Book, index: int | None) -> tuple[str | None, str]:
    """Number format and name of the font; unknown where the cell's style is not there."""
    if index is None or not 0 <= index < len(book.xf_list):
        return None, ""
    style = book.xf_list[index]
    shape = book.format_map.get(style.format_key)
    fonts = book.font_list
    font = fonts[style.font_index].name if 0 <= style.font_index < len(fonts) else ""
    return (None if shape is None else shape.format_str), font


def _names(book: xlrd.Book) -> Iterator[tuple[str, str]]:
    for name in book.name_obj_list:
        if name.scope == _GLOBAL and not name.builtin and name.result is not None:
            yield name.name, name.result.text or ""
