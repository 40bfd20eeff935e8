"""The first sheet of a marked copy: everything to be corrected, with links to the cells."""

from __future__ import annotations

from thidua_batch.books import style
from thidua_batch.books.form.shell import Shell, protect, validation
from thidua_batch.core import marks as core_marks
from thidua_batch.core import vn, wording
from thidua_batch.core.findings import SEVERITY_LABELS, Severity
from thidua_batch.core.marks import Mark
from thidua_batch.core.wording import feedback as words
from thidua_batch.core.wording import form as form_words

_WIDTHS = tuple(width for _, width in words.COLUMNS)
_LAST = len(_WIDTHS) - 1
_LIMIT = 600
#: The severity's word is bold for what must be done.
_LEVELS = {Severity.ERROR: "text_bold", Severity.WARNING: "text", Severity.NOTE: "text"}


def sheet(shell: Shell) -> style._Sheet:
    """The sheet, still empty: it stands first, but knows its links when all else is written."""
    return shell.book.sheet(form_words.TODO_SHEET)


def fill(shell: Shell, made: style._Sheet) -> None:
    """Title, what to do, and the table: errors, warnings, notes, each in the form's order."""
    marks = shell.copy.told()
    head = _head(shell, made, has_marks=bool(marks))
    style.page(made, landscape=True, repeat_rows=head)
    made.hide_gridlines(2)
    for col, (title, width) in enumerate(words.COLUMNS):
        made.set_column(col, col, width)
        shell.book.put(made, head, col, title, "head")
    made.set_row(head, 2 * style.ROW_HEIGHT)
    for number, mark in enumerate(marks, start=1):
        _row(shell, made, head + number, number, mark)
    if marks:
        rule = {"validate": "list", "source": [words.DONE], **validation(words.DONE_PROMPT)}
        made.data_validation(head + 1, _LAST, head + len(marks), _LAST, rule)
    made.freeze_panes(head + 1, 0)
    protect(made)


def _head(shell: Shell, made: style._Sheet, *, has_marks: bool) -> int:
    """The lines above the table; gives the zero-based row of the column titles."""
    width = sum(_WIDTHS)
    deadline = shell.plan.deadline
    day = "" if deadline is None else vn.format_date(deadline)
    lines = [
        (shell.bloc.name.upper(), "centre", 1.0),
        (words.TITLE, "title", 0.75),
        (f"{shell.unit.name} – {shell.period_name}", "subtitle", 0.8),
        (shell.bloc.sample_note, "italic_centre", 1.0),
        (shell.identity.mark, "italic_centre", 1.0),
        (words.TODO_DO if has_marks else words.TODO_NOTHING, "para", 1.0),
        (words.TODO_LOOKS if has_marks else "", "para", 1.0),
        (form_words.DEADLINE.format(date=day) if day else "", "section", 0.9),
    ]
    shown = [line for line in lines if line[0]]
    for row, (text, form, scale) in enumerate(shown):
        made.merge_range(row, 0, row, _LAST, text, shell.book.format(form))
        made.set_row(row, style.row_height([(width * scale, text)]) + 4)
    return len(shown)


def _row(shell: Shell, made: style._Sheet, row: int, number: int, mark: Mark) -> None:
    book = shell.book
    place = shell.copy.places.get(mark.spot) if mark.spot else None
    message = core_marks.plain(mark.message, _LIMIT)
    hint = core_marks.plain(mark.hint, _LIMIT)
    sheet_name = place[0] if place else words.WHOLE
    if place is None and mark.sheet:
        name = core_marks.plain(mark.sheet, _LIMIT)
        is_ours = name in wording.FORM_SHEETS.values()
        sheet_name = name if is_ours else words.OTHER_SHEET.format(sheet=name)
    sent = core_marks.plain(mark.address, _LIMIT)
    book.put(made, row, 0, number, "integer")
    book.put(made, row, 1, SEVERITY_LABELS[mark.severity], _LEVELS[mark.severity])
    book.put(made, row, 2, sheet_name, "text")
    if place is None:
        at = words.SENT_ONLY.format(sent=sent) if sent else ""
        book.put(made, row, 3, at, "text_centre")
    else:
        here = shell.copy.address(mark)
        at = here if sent in (here, "") else words.SENT_AT.format(address=here, sent=sent)
        book.link(made, row, 3, (place[0], here), at)
    book.put(made, row, 4, message, "text")
    book.put(made, row, 5, hint, "text")
    book.put(made, row, _LAST, None, "input_value")
    texts = (SEVERITY_LABELS[mark.severity], sheet_name, at, message, hint)
    made.set_row(row, style.row_height(list(zip(_WIDTHS[1:], texts, strict=False))) + 3)
