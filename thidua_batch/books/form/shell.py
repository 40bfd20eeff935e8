"""What every sheet of a form has: its head, hidden codes, protection, drop-down lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from thidua_batch.books import style
from thidua_batch.books.form import layout
from thidua_batch.books.form.layout import FormValues, Identity
from thidua_batch.books.form.marked import Copy
from thidua_batch.core import wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Bloc, PeriodPlan, Unit
from thidua_batch.core.wording import form as words

_MESSAGE_UNITS = 255
_CODES_ROW = 6
_HEAD_ROW = 7


@dataclass(frozen=True, slots=True)
class Shell:
    """A form being written; `lists` are the drop-downs so far, word tuple -> column."""

    book: style.Book
    bloc: Bloc
    plan: PeriodPlan
    unit: Unit
    identity: Identity
    lists: dict[tuple[str, ...], int]
    values: FormValues
    copy: Copy

    @property
    def period_name(self) -> str:
        """ "Năm 2025", at the start of a line."""
        name = wording.period_name(self.bloc.period(self.plan.code))
        return name[:1].upper() + name[1:]

    def choices(self, texts: tuple[str, ...]) -> str:
        """The range on the hidden sheet that holds these words."""
        letter = xl_col_to_name(self.lists.setdefault(texts, len(self.lists)))
        return f"={layout.LISTS_SHEET}!${letter}$1:${letter}${len(texts)}"


def head(
    shell: Shell,
    sheet: style._Sheet,
    kind: FormSheet,
    columns: Mapping[str, float],
    *,
    landscape: bool,
) -> int:
    """Titles, identity and the hidden codes; gives the zero-based row of the column titles."""
    book, last = shell.book, len(columns)
    style.page(sheet, landscape=landscape, repeat_rows=_HEAD_ROW)
    sheet.hide_gridlines(2)
    width = sum(columns.values())
    lines = (
        (shell.bloc.name.upper(), "centre", 1.0),
        (words.SHEET_TITLES[kind], "title", 0.75),
        (f"{shell.unit.name} – {shell.period_name}", "subtitle", 0.8),
        (shell.bloc.sample_note, "italic_centre", 1.0),
        (shell.identity.mark, "italic_centre", 1.0),
    )
    for row, (text, form, scale) in enumerate(lines):
        sheet.merge_range(row, 1, row, last, text, book.format(form))
        sheet.set_row(row, style.row_height([(width * scale, text)]) + 3 if text else 6)
    if kind in words.LIST_NOTES:
        sheet.merge_range(5, 1, 5, last, words.LIST_NOTES[kind], book.format("italic"))
    book.put(sheet, _CODES_ROW, 0, layout.marker(kind), "hidden")
    for col, (code, size) in enumerate(columns.items(), start=1):
        book.put(sheet, _CODES_ROW, col, code, "hidden")
        sheet.set_column(col, col, size)
    sheet.set_row(_HEAD_ROW, 2 * style.ROW_HEIGHT)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    return _HEAD_ROW


def hide_codes(sheet: style._Sheet) -> None:
    """Hide the code column and the code row."""
    sheet.set_column(0, 0, 12, None, {"hidden": True})
    sheet.set_row(_CODES_ROW, None, None, {"hidden": True})


def protect(sheet: style._Sheet) -> None:
    """Lock all but the input cells, without a password."""
    sheet.protect("", {"format_columns": True, "format_rows": True})


def validation(message: str) -> dict[str, object]:
    """Prompt and error of a validation from one text, cut where Excel would drop it all."""
    units = message.encode("utf-16-le")
    if len(units) // 2 > _MESSAGE_UNITS:
        room = 2 * (_MESSAGE_UNITS - len(style.CUT_MARK))
        message = units[:room].decode("utf-16-le", errors="ignore") + style.CUT_MARK
    return {
        "input_title": words.INPUT_TITLE,
        "input_message": message,
        "error_title": words.ERROR_TITLE,
        "error_message": message,
    }
