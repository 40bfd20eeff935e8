"""Writing the decisions book: guide, one sheet per kind of decision, drop-down lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from openpyxl.utils import column_index_from_string, get_column_letter
from xlsxwriter.worksheet import Worksheet

from thidua_batch.books import style
from thidua_batch.books.decisions import layout
from thidua_batch.books.decisions.layout import HEAD_ROW, Row, Rows, Shown
from thidua_batch.core import wording
from thidua_batch.core.model import Bloc, PeriodPlan
from thidua_batch.core.wording import decisions as words

_GUIDE_WIDTH = 84
_FOREIGN_WIDTH = 24
_TIME = "[h]:mm:ss"
_MOMENT, _MOMENT_SECONDS = "dd/mm/yyyy hh:mm", "dd/mm/yyyy hh:mm:ss"


def write(bloc: Bloc, plan: PeriodPlan, rows: Rows) -> bytes:
    """The book with these rows; the same rows give the same bytes.

    Rows for signed copies are added where a unit has none; what people added is kept.
    """
    book = style.Book(title=words.TITLE, created=bloc.period(plan.code).start)
    _guide(book, bloc, plan)
    lists = _lists(book, bloc)
    rows = {**rows, words.SIGNED: layout.signed(bloc, rows.get(words.SIGNED, ()))}
    for key in words.SHEETS:
        _Table(book, book.sheet(words.SHEETS[key]), key, rows.get(key, ())).write(lists)
    for name in rows:
        if name.startswith(layout.FOREIGN):
            _foreign(book, name.removeprefix(layout.FOREIGN), rows[name])
    return book.close()


def _guide(book: style.Book, bloc: Bloc, plan: PeriodPlan) -> None:
    sheet = book.sheet(words.GUIDE_SHEET)
    style.page(sheet)
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    book.put(sheet, 0, 0, words.TITLE, "title")
    book.put(sheet, 1, 0, f"{bloc.name} – {wording.period_name(bloc.period(plan.code))}", "centre")
    for i, text in enumerate(words.GUIDE, start=3):
        book.put(sheet, i, 0, text, "para")
        sheet.set_row(i, style.row_height([(_GUIDE_WIDTH, text)]))


def _lists(book: style.Book, bloc: Bloc) -> Mapping[str, str]:
    """Drop-down sources on a hidden sheet: column code -> range."""
    sheet = book.sheet(layout.LISTS)
    sheet.hide()
    columns = {
        "unit": [u.code for u in bloc.units],
        "action": list(words.ACTIONS),
        "code": [e.code for e in bloc.rules.exclusions],
        "section": list(words.SECTIONS.values()),
        "verdict": list(words.VERDICTS.values()),
    }
    ranges = {}
    for col, (key, values) in enumerate(columns.items()):
        for row, value in enumerate(values):
            book.put(sheet, row, col, value, "plain")
        if values:
            letter = get_column_letter(col + 1)
            ranges[key] = f"={layout.LISTS}!${letter}$1:${letter}${len(values)}"
    return ranges


@dataclass(frozen=True, slots=True)
class _Table:
    """One sheet: its title, note, column titles, rows and spare rows."""

    book: style.Book
    sheet: style._Sheet
    key: str
    rows: Sequence[Row]

    @property
    def columns(self) -> Mapping[str, tuple[str, int]]:
        """The sheet's own columns and those that a person added."""
        names = dict.fromkeys(n for row in self.rows for n in row if n.startswith(layout.FOREIGN))
        added = {n: (n.removeprefix(layout.FOREIGN), _FOREIGN_WIDTH) for n in names}
        return {**words.COLUMNS[self.key], **added}

    def write(self, lists: Mapping[str, str]) -> None:
        """Fill the sheet."""
        book, sheet, columns = self.book, self.sheet, self.columns
        style.page(sheet, landscape=True, repeat_rows=HEAD_ROW)
        book.put(sheet, 0, 0, words.SHEETS[self.key].upper(), "heading")
        self._above()
        for col, (title, width) in enumerate(columns.values()):
            sheet.set_column(col, col, width)
            book.put(sheet, HEAD_ROW, col, title, "head")
        sheet.set_row(HEAD_ROW, 2 * style.ROW_HEIGHT)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        last = HEAD_ROW + len(self.rows) + layout.SPARE_ROWS
        height = 6 * style.ROW_HEIGHT  # what stands above the rows
        for i in range(HEAD_ROW + 1, last + 1):
            at = i - HEAD_ROW - 1
            height += self._row(i, columns, self.rows[at] if at < len(self.rows) else {})
        style.fit(sheet, sum(width for _, width in columns.values()), height)
        for col, code in enumerate(columns):
            if code in lists:
                rule = {"validate": "list", "source": lists[code]}
                sheet.data_validation(HEAD_ROW + 1, col, last, col, rule)

    def _above(self) -> None:
        self.book.put(self.sheet, 1, 0, words.EXAMPLE_NOTE, "plain")
        note = words.NOTES.get(self.key)
        if note is not None:
            own = [width for _, width in words.COLUMNS[self.key].values()]
            form = self.book.format("para")
            self.sheet.merge_range(2, 0, 2, len(own) - 1, "", form)
            self.book.put(self.sheet, 2, 0, note, "para")
            self.sheet.set_row(2, style.row_height([(float(sum(own)), note)]))

    def _row(self, at: int, columns: Mapping[str, tuple[str, int]], row: Row) -> float:
        texts = []
        given = layout.GIVEN.get(self.key, frozenset()) if row else frozenset()
        for col, (code, (_, width)) in enumerate(columns.items()):
            value = row.get(code)
            if code in given:
                self.book.put(self.sheet, at, col, value, "text")
            else:
                _put(self.book, self.sheet, (at, col), value, code in layout.TEXT_COLUMNS)
            texts.append((float(width), value if isinstance(value, str) else ""))
        height = style.row_height(texts)
        self.sheet.set_row(at, height)
        return height


def _put(
    book: style.Book, sheet: Worksheet, at: tuple[int, int], value: object, is_text: bool
) -> None:
    """A cell to fill in, in the format that its value needs to be read again as it was."""
    row, col = at
    code: int = 0
    if isinstance(value, Shown):
        form = book.format("input_number", num_format=value.number_format)
        code = sheet.write_number(row, col, float(value.value), form)
    elif isinstance(value, datetime):
        shape = _MOMENT_SECONDS if value.second else _MOMENT
        code = sheet.write_datetime(row, col, value, book.format("input_date", num_format=shape))
    elif isinstance(value, bool):
        code = sheet.write_boolean(row, col, value, book.format("input"))
    elif isinstance(value, time | timedelta):
        form = book.format("input", num_format=_TIME)
        code = sheet.write_number(row, col, _share_of_day(value), form)
    elif is_text and isinstance(value, str):
        form = book.format("input", num_format="@")
        code = sheet.write_string(row, col, style.cut(value), form)
    elif is_text and value is None:
        code = sheet.write_blank(row, col, None, book.format("input", num_format="@"))
    else:
        book.put(sheet, row, col, value, _input_format(value))
    if code:
        raise ValueError(f"XlsxWriter refused a cell: {code}")


def _share_of_day(value: time | timedelta) -> float:
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    return value / timedelta(days=1)


def _input_format(value: object) -> str:
    if isinstance(value, date):
        return "input_date"
    return "input_number" if isinstance(value, int | Decimal) else "input"


def _foreign(book: style.Book, name: str, rows: Sequence[Row]) -> None:
    """A sheet that a person added: its cells where they stood."""
    sheet = book.sheet(name)
    for at, row in enumerate(rows):
        for letters, value in row.items():
            col = column_index_from_string(letters) - 1
            if isinstance(value, Shown | datetime | bool | time | timedelta):
                _put(book, sheet, (at, col), value, is_text=False)
            else:
                book.put(sheet, at, col, value, "date" if isinstance(value, date) else "plain")
