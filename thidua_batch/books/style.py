"""How workbooks look and are written: fonts, formats by name, page set-up, safe cells.

The one place where XlsxWriter is set up: nothing that a unit typed becomes a formula or a link,
bytes are repeatable, and the page number is hidden on the first printed page.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from thidua_batch.core import vn

FONT = "Times New Roman"
_EPOCH = date(1899, 12, 30)
MM = 1 / 25.4
#: Margins of the official format (Nghị định 30/2020/NĐ-CP): left, right, top, bottom, in mm.
MARGINS = (30, 15, 20, 20)
#: Landscape annexes are bound at the top, so the wide margin moves.
MARGINS_LANDSCAPE = (20, 15, 25, 20)
CELL_LIMIT = 32_767
CUT_MARK = " […]"
#: What no workbook can store, and what a reader would take for an escaped character.
_UNSTORED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")
ROW_HEIGHT = 16.5
#: Excel makes no row higher.
MOST_HEIGHT = 409.0

_INK, _LINE, _HEAD, _INPUT, _MUTED = "#000000", "#7F7F7F", "#DDE6F0", "#FFF8DC", "#595959"
_BOX = {"border": 1, "border_color": _LINE}
_WRAP = {"text_wrap": True, "valign": "vcenter"}
#: Optional decimals ("0.##") would leave a bare point behind whole numbers in Excel.
_NUM, _POINTS = "General", "#,##0.00"
#: Numbers keep off the line between them and the text to their right.
_RIGHT = {"align": "right", "indent": 1}

#: Formats by name. Colours never carry meaning alone: the sheets also say it in words.
FORMATS: Mapping[str, Mapping[str, object]] = {
    "plain": {"valign": "vcenter"},
    "title": {"bold": True, "font_size": 14, "align": "center", **_WRAP},
    "subtitle": {"bold": True, "font_size": 13, "align": "center", **_WRAP},
    "centre": {"align": "center", **_WRAP},
    "italic": {"italic": True, **_WRAP},
    "italic_centre": {"italic": True, "align": "center", **_WRAP},
    "mark": {"bold": True, "font_size": 13, "align": "center", "border": 2, **_WRAP},
    "heading": {"bold": True, "font_size": 12, "valign": "vcenter"},
    "section": {"bold": True, "font_size": 12, **_WRAP},
    "para": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "align": "center", "bg_color": _HEAD, **_BOX, **_WRAP},
    "head_left": {"bold": True, "bg_color": _HEAD, **_BOX, **_WRAP},
    "text": {**_BOX, **_WRAP},
    "text_in": {"indent": 1, **_BOX, **_WRAP},
    "bold_in": {"bold": True, "indent": 1, **_BOX, **_WRAP},
    "hash": {"font_size": 8, "font_color": _MUTED, "align": "center", **_BOX, **_WRAP},
    "text_bold": {"bold": True, **_BOX, **_WRAP},
    "text_centre": {"align": "center", **_BOX, **_WRAP},
    "text_italic": {"italic": True, "font_color": _MUTED, **_BOX, **_WRAP},
    "number": {**_RIGHT, "num_format": _NUM, **_BOX, **_WRAP},
    "number_centre": {"align": "center", "num_format": _NUM, **_BOX, **_WRAP},
    "integer": {"align": "center", "num_format": "0", **_BOX, **_WRAP},
    "points": {**_RIGHT, "num_format": _POINTS, **_BOX, **_WRAP},
    "points_bold": {**_RIGHT, "bold": True, "num_format": _POINTS, **_BOX, **_WRAP},
    "group": {"bold": True, "bg_color": "#EEF2F7", **_BOX, **_WRAP},
    "group_points": {
        "bold": True, **_RIGHT, "num_format": _POINTS, "bg_color": "#EEF2F7",
        **_BOX, **_WRAP,
    },
    "rank": {"bold": True, "align": "center", "num_format": "0", **_BOX, **_WRAP},
    "date": {"align": "center", "num_format": "dd/mm/yyyy", **_BOX, **_WRAP},
    "input": {"bg_color": _INPUT, "locked": False, **_BOX, **_WRAP},
    "input_number": {
        "bg_color": _INPUT, "locked": False, **_RIGHT, "num_format": _NUM,
        **_BOX, **_WRAP,
    },
    "input_date": {
        "bg_color": _INPUT, "locked": False, "align": "center", "num_format": "dd/mm/yyyy",
        **_BOX, **_WRAP,
    },
    "input_value": {
        "bg_color": _INPUT, "locked": False, "align": "center", **_BOX, **_WRAP,
    },
    "input_long": {"bg_color": _INPUT, "locked": False, **_BOX, "text_wrap": True, "valign": "top"},
    "text_italic_number": {
        "italic": True, "font_color": _MUTED, **_RIGHT, "num_format": _NUM,
        **_BOX, **_WRAP,
    },
    "group_centre": {"bold": True, "align": "center", "bg_color": "#EEF2F7", **_BOX, **_WRAP},
    "define_title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "define_note": {"italic": True, "font_color": _MUTED, "valign": "vcenter"},
    "define_column": {"num_format": "@", **_WRAP},
    "define_code": {"num_format": "@", **_BOX, **_WRAP},
    "define_text": {"num_format": "@", **_BOX, **_WRAP},
    "define_number": {**_RIGHT, **_BOX, **_WRAP},
    "define_figure": {"align": "left", **_BOX, **_WRAP},
    "define_date": {"align": "center", "num_format": "dd/mm/yyyy", **_BOX, **_WRAP},
    "define_day": {"align": "left", "num_format": "dd/mm/yyyy", **_BOX, **_WRAP},
    "define_choice": {"align": "center", "num_format": "@", **_BOX, **_WRAP},
    "define_example": {"italic": True, "font_color": _MUTED, **_BOX, **_WRAP},
    "define_example_date": {
        "italic": True, "font_color": _MUTED, "align": "center", "num_format": "dd/mm/yyyy",
        **_BOX, **_WRAP,
    },
    "define_inner": {"bold": True, "num_format": "@", **_BOX, **_WRAP},
    "define_inner_number": {"bold": True, **_RIGHT, **_BOX, **_WRAP},
    "hidden": {"font_color": _MUTED, "font_size": 9},
    "fault": {"bg_color": "#F8D7DA", "locked": False, "bold": True, **_BOX, **_WRAP},
    "warned": {"bg_color": "#FFE8B3", "locked": False, **_BOX, **_WRAP},
    "link": {"font_color": "#0563C1", "underline": 1, "align": "center", **_BOX, **_WRAP},
}  # fmt: skip

#: What comes on top of a cell's own format where something is to be corrected, looked at or known:
#: the kind of border tells them apart where there are no colours.
LOOKS: Mapping[str, Mapping[str, object]] = {
    "fault": {"bg_color": "#F8D7DA", "border": 5, "border_color": "#9C1C28"},
    "warned": {"bg_color": "#FFE8B3", "border": 8, "border_color": "#7F6000"},
    "told": {"bg_color": "#E2EFDA", "border": 4, "border_color": "#375623"},
}
_COMMENT_WIDTH, _COMMENT_LETTERS, _COMMENT_LINE = 320, 46, 17


class _Sheet(Worksheet):
    """A worksheet whose header is left out of the first printed page (`differentFirst`)."""

    first_page_header = True

    def _write_header_footer(self) -> None:
        """Write headerFooter with differentFirst where the header skips page 1."""
        if self.first_page_header or not self.header:
            super()._write_header_footer()
            return
        self._xml_start_tag("headerFooter", [("differentFirst", 1)])
        self._xml_data_element("oddHeader", self.header)
        if self.footer:
            self._xml_data_element("oddFooter", self.footer)
            self._xml_data_element("firstFooter", self.footer)
        self._xml_end_tag("headerFooter")


class Book:
    """A workbook being written; `close` gives its bytes."""

    def __init__(self, *, title: str, created: date, subject: str = "") -> None:
        self._buffer = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        }
        self.workbook = xlsxwriter.Workbook(self._buffer, options)
        made = datetime(created.year, created.month, created.day, tzinfo=UTC)
        self.workbook.set_properties(
            {"title": title, "subject": subject, "created": made.replace(tzinfo=None)}
        )
        self.workbook.set_size(2400, 1400)
        base = self.workbook.formats[0]
        base.set_font_name(FONT)
        base.set_font_size(11)
        self._formats: dict[str, Format] = {}
        self._looks: dict[tuple[str, int, int], Mapping[str, object]] = {}

    def format(self, name: str, **extra: object) -> Format:
        """The named format; `extra` properties (indent, num_format, …) make a variant."""
        key = f"{name}|{sorted(extra.items())}" if extra else name
        if key not in self._formats:
            wanted: dict[str, Any] = {
                "font_name": FONT, "font_size": 11, "font_color": _INK, **FORMATS[name], **extra
            }  # fmt: skip
            self._formats[key] = self.workbook.add_format(wanted)
        return self._formats[key]

    def sheet(self, name: str) -> _Sheet:
        """A new sheet; the name must be a legal Excel sheet name (at most 31 characters)."""
        made = self.workbook.add_worksheet(name, worksheet_class=_Sheet)
        assert isinstance(made, _Sheet)  # noqa: S101  # what worksheet_class promises
        return made

    def look(self, sheet: _Sheet, row: int, col: int, name: str) -> None:
        """Lay one of LOOKS over the format of whatever is written there from now on."""
        self._looks[str(sheet.name), row, col] = LOOKS[name]

    def _at(self, sheet: Worksheet, row: int, col: int, name: str, **extra: object) -> Format:
        return self.format(name, **{**extra, **self._looks.get((str(sheet.name), row, col), {})})

    def put(self, sheet: Worksheet, row: int, col: int, value: object, name: str) -> None:
        """Write a value (text, Decimal, int, date, None) never as a formula; zero-based place."""
        form = self._at(sheet, row, col, name)
        if value is None or value == "":
            code = sheet.write_blank(row, col, None, form)
        elif isinstance(value, str):
            code = sheet.write_string(row, col, cut(value), form)
        elif isinstance(value, bool):
            raise TypeError("booleans are written as words")
        elif isinstance(value, int | Decimal):
            code = sheet.write_number(row, col, float(value), form)
        elif isinstance(value, date):
            at = datetime(value.year, value.month, value.day, tzinfo=UTC).replace(tzinfo=None)
            code = sheet.write_datetime(row, col, at, form)
        else:
            raise TypeError(type(value).__name__)
        _must(code)

    def formula(
        self, sheet: Worksheet, row: int, col: int, text: str, value: object, name: str,
        **extra: object,
    ) -> None:  # fmt: skip
        """Write a formula ("=…") with its right stored value (Decimal, int, date or text)."""
        if isinstance(value, date):
            value = (value - _EPOCH).days
        stored = float(value) if isinstance(value, int | Decimal) else (value or "")
        form = self._at(sheet, row, col, name, **extra)
        _must(sheet.write_formula(row, col, text, form, stored))

    def comment(self, sheet: Worksheet, row: int, col: int, text: str, author: str) -> None:
        """Write a comment (ghi chú của ô) in a box that holds its text."""
        text = cut(text)
        options = {
            "author": cut(author),
            "font_name": FONT,
            "font_size": 10,
            "width": _COMMENT_WIDTH,
            "height": _COMMENT_LINE * (lines_needed(text, _COMMENT_LETTERS) + 1),
        }
        # XlsxWriter escapes such texts in cells, but not in comments.
        _must(sheet.write_comment(row, col, _ESCAPED.sub(r"_x005F\1", text), options))

    def link(
        self, sheet: Worksheet, row: int, col: int, target: tuple[str, str], text: str
    ) -> None:
        """Write a link to a cell of this workbook; `target` is its sheet and A1 address."""
        name = target[0].replace("'", "''")
        url = f"internal:'{name}'!{target[1]}"
        _must(sheet.write_url(row, col, url, self.format("link"), cut(text)))

    def validate(self, sheet: Worksheet, row: int, col: int, rule: Mapping[str, object]) -> None:
        """Set a data validation; one that XlsxWriter would drop is a fault of ours."""
        _must(sheet.data_validation(row, col, row, col, dict(rule)))

    def close(self) -> bytes:
        """Finish and give the bytes; XlsxWriter's warnings are faults of ours."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.workbook.close()
        return self._buffer.getvalue()


def _must(code: int) -> None:
    if code:
        raise ValueError(f"XlsxWriter refused a cell: {code}")


def cut(text: str) -> str:
    """Text as a cell can hold it: control characters out, visibly cut at Excel's limit."""
    text = _UNSTORED.sub("", text)
    units = text.encode("utf-16-le")
    if len(units) // 2 <= CELL_LIMIT:
        return text
    room = 2 * (CELL_LIMIT - len(CUT_MARK))
    return units[:room].decode("utf-16-le", errors="ignore") + CUT_MARK


def page(sheet: _Sheet, *, landscape: bool = False, repeat_rows: int | None = None) -> None:
    """A4, margins of the official format, one page wide, page number centred in the header.

    `repeat_rows` is the last zero-based row of the head that repeats on each page.
    """
    left, right, top, bottom = MARGINS_LANDSCAPE if landscape else MARGINS
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left * MM, right * MM, top * MM, bottom * MM)
    sheet.set_header('&C&"Times New Roman,Regular"&13&P', {"margin": 10 * MM})
    sheet.first_page_header = False
    sheet.fit_to_pages(1, 0)
    if repeat_rows is not None:
        sheet.repeat_rows(repeat_rows)
    sheet.center_horizontally()


def lines_needed(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column of `width` characters (an estimate).

    LibreOffice and Excel do not grow rows of merged cells, so heights are set by this.
    """
    per_line = max(1.0, width * 1.08)
    return sum(max(1, -(-len(part) // int(per_line) or 1)) for part in text.split("\n"))


def row_height(texts: Mapping[float, str] | list[tuple[float, str]], least: int = 1) -> float:
    """Height in points for a row whose wrapped cells are (column width, text)."""
    pairs = list(texts.items()) if isinstance(texts, Mapping) else texts
    lines = max([least, *(lines_needed(vn.clean(t), w) for w, t in pairs if t)])
    return min(MOST_HEIGHT, ROW_HEIGHT * lines)
