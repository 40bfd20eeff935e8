"""Writing `khoi.xlsx`: guide, basic sheets, advanced ones hidden until used, drop-downs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from thidua_batch.books import style
from thidua_batch.books.definition import guide, rows, sheets
from thidua_batch.books.definition.sheets import Column, Row, Spec, Type
from thidua_batch.books.definition.values import render
from thidua_batch.core import wording
from thidua_batch.core.model import Bloc, Rules, ScoringTable
from thidua_batch.core.wording import definition as words

#: Fixed, so that the same definition gives the same bytes.
CREATED = date(2020, 1, 1)
#: Boxed rows below the data, and rows that drop-downs reach.
SPARE_ROWS, REACH = 12, 500
PAIR_WIDTHS = (32.0, 56.0, 58.0)
_PROMPT, _PROMPT_TITLE = 255, 32
#: A sheet with more columns is printed on A3, to be read without a glass.
_A4_COLUMNS, _A3 = 14, 8
_LONGEST_CODE = 40.0

_EMPTY = Bloc(code="", name="", body="", units=(), table=ScoringTable(criteria=()), rules=Rules())


def write(bloc: Bloc | None) -> bytes:
    """The definition workbook of a bloc; a blank one with examples for None."""
    given = bloc or _EMPTY
    book = style.Book(title=words.TITLE, created=CREATED, subject=given.name)
    content = rows.of_bloc(given)
    lists = _Lists(book)
    used = {spec.id: _is_used(spec, given, content) for spec in sheets.SPECS}
    guide.write(book, sheets.SPECS, used)
    for spec in sheets.SPECS:
        sheet = book.sheet(spec.name)
        if spec.pairs:
            _pairs(book, sheet, spec, content[spec.id][0], lists)
        else:
            inner = frozenset(c.code for c in given.table.inner if spec is sheets.TABLE)
            _table(book, sheet, spec, content[spec.id], lists, inner)
        if spec.advanced and not used[spec.id]:
            sheet.hide()
    lists.write()
    return book.close()


def _is_used(spec: Spec, bloc: Bloc, content: Mapping[str, tuple[Row, ...]]) -> bool:
    if spec.id == "rules":
        return not rows.is_default(bloc.rules)
    return bool(content[spec.id])


class _Lists:
    """The hidden sheet with the words of the drop-downs; one column for each list."""

    def __init__(self, book: style.Book) -> None:
        self._book = book
        self._columns: list[tuple[str, ...]] = []

    def source(self, column: Column) -> str | None:
        """Reference of the range that a column's cells are chosen from."""
        if column.refers:
            first = sheets.HEAD_ROW + 2
            return f"='{sheets.BY_ID[column.refers].name}'!$A${first}:$A${first + REACH - 1}"
        if column.type is Type.FLAG:
            titles: tuple[str, ...] = (wording.YES, wording.NO)
        elif column.type is Type.CHOICE:
            titles = tuple(column.choices.values())
        else:
            return None
        if titles not in self._columns:
            self._columns.append(titles)
        letter = xl_col_to_name(self._columns.index(titles))
        return f"='{words.LIST_SHEET}'!${letter}$1:${letter}${len(titles)}"

    def write(self) -> None:
        """Add the sheet, last and hidden."""
        sheet = self._book.sheet(words.LIST_SHEET)
        for at, titles in enumerate(self._columns):
            for row, title in enumerate(titles):
                self._book.put(sheet, row, at, title, "hidden")
            sheet.set_column(at, at, 24)
        sheet.hide()


def _format(column: Column) -> str:
    return {
        Type.CODE: "define_code",
        Type.TEXT: "define_text",
        Type.KINDS: "define_text",
        Type.PERIOD: "define_code",
        Type.DAY_MONTH: "define_code",
        Type.NUMBER: "define_number",
        Type.WHOLE: "define_number",
        Type.SHARE: "define_number",
        Type.LOWER: "define_number",
        Type.UPPER: "define_number",
        Type.DATE: "define_date",
        Type.FLAG: "define_choice",
        Type.CHOICE: "define_choice",
        Type.LIST: "define_text",
        Type.DUE: "define_code",
    }[column.type]


def _example(column: Column, text: str) -> str | Decimal | date | None:
    if not text:
        return None
    if column.type in {Type.NUMBER, Type.WHOLE, Type.SHARE}:
        return Decimal(text)
    return date.fromisoformat(text) if column.type is Type.DATE else text


def _head(book: style.Book, sheet: Worksheet, spec: Spec, width: float) -> None:
    """Title and purpose, unmerged so that hidden columns cannot cut them."""
    book.put(sheet, 0, 0, spec.name.upper(), "define_title")
    sheet.set_row(0, 24)
    lines = _wrapped(words.SHEETS[spec.id].purpose, width)
    for at, line in enumerate(lines[:2]):
        book.put(sheet, 1 + at, 0, line, "define_note")


def _wrapped(text: str, width: float) -> list[str]:
    """The purpose on at most two lines that run over the empty cells to the right."""
    if len(text) <= width:
        return [text]
    cut = text.rfind(" ", 0, max(int(width), len(text) // 2 + 12))
    return [text[:cut], text[cut + 1 :]]


def _table(
    book: style.Book,
    sheet: style._Sheet,
    spec: Spec,
    content: Sequence[Row],
    lists: _Lists,
    inner: frozenset[str],
) -> None:
    head, last = sheets.HEAD_ROW, len(spec.columns) - 1
    shown = _shown(spec, content)
    widths = {c.id: _width(c, content) for c in spec.columns}
    _head(book, sheet, spec, sum(widths[c.id] for c in shown))
    for at, column in enumerate(spec.columns):
        base = book.format(_plain(column))
        hidden = column not in shown
        sheet.set_column(at, at, widths[column.id], base, {"hidden": True} if hidden else {})
        book.put(sheet, head, at, spec.words(column.id).title, "head")
        _guard(sheet, (head + 1, head + REACH), at, spec, column, lists)
    sheet.set_row(
        head, style.row_height([(widths[c.id], spec.words(c.id).title) for c in shown], 2)
    )
    examples = () if content else ({c.id: spec.words(c.id).example for c in spec.columns},)
    row = head
    for row, values in enumerate(content, start=head + 1):
        _row(book, sheet, row, spec, values, inner=values.get("code") in inner)
        sheet.set_row(row, _height(spec, values, widths))
    for row, texts in enumerate(examples, start=head + 1):
        for at, column in enumerate(spec.columns):
            form = "define_example_date" if column.type is Type.DATE else "define_example"
            # An example in a hidden column would stay behind a row that is typed over.
            value = None if column.option else _example(column, texts[column.id])
            book.put(sheet, row, at, value, form)
    for spare in range(row + 1, row + 1 + SPARE_ROWS):
        for at, column in enumerate(spec.columns):
            book.put(sheet, spare, at, None, _format(column))
    sheet.freeze_panes(head + 1, 1 if last < 3 else 2)
    style.page(sheet, landscape=True, repeat_rows=head)
    if len(shown) > _A4_COLUMNS:
        sheet.set_paper(_A3)
    sheet.print_area(0, 0, row + SPARE_ROWS, last)


def _shown(spec: Spec, content: Sequence[Row]) -> list[Column]:
    """The columns that are not hidden."""
    filled = {name for row in content for name in row}
    return [
        c for c in spec.columns if c.id in filled or not (c.option or (c.spare and bool(content)))
    ]


def _width(column: Column, content: Sequence[Row]) -> float:
    """Width of a column; codes are not broken over lines."""
    if column.type is not Type.CODE:
        return column.width
    longest = max((len(str(row.get(column.id, ""))) for row in content), default=0)
    return min(max(column.width, longest + 2.0), _LONGEST_CODE)


_INNER = {"code": "define_inner", "text": "define_inner", "max_points": "define_inner_number"}


def _row(
    book: style.Book, sheet: Worksheet, row: int, spec: Spec, values: Row, *, inner: bool
) -> None:
    """One row; inner nodes of the scoring table are bold."""
    for at, column in enumerate(spec.columns):
        value = render(column, values.get(column.id))
        form = _format(column)
        if inner and column.id in _INNER:
            form = _INNER[column.id]
        book.put(sheet, row, at, value, form)


def _height(spec: Spec, values: Row, widths: Mapping[str, float]) -> float:
    texts = [
        (widths[c.id], str(render(c, values[c.id])))
        for c in spec.columns
        if c.id in values and isinstance(render(c, values[c.id]), str)
    ]
    return style.row_height(texts)


def _plain(column: Column) -> str:
    """Format of a whole column below the boxed rows: codes and texts stay text."""
    numeric = _format(column) in {"define_number", "define_date"}
    return "plain" if numeric else "define_column"


def _guard(
    sheet: Worksheet,
    span: tuple[int, int],
    at: int,
    spec: Spec,
    column: Column,
    lists: _Lists,
) -> None:
    """Prompt with the explanation and, where there is a list, the drop-down."""
    said = spec.words(column.id)
    title = said.title if len(said.title) <= _PROMPT_TITLE else ""
    options: dict[str, object] = {
        "validate": "any",
        "input_title": title,
        "input_message": said.note[:_PROMPT],
    }
    source = lists.source(column)
    if source:
        options.update(validate="list", source=source, error_type="warning")
    sheet.data_validation(span[0], at, span[1], at, options)


def _pairs(book: style.Book, sheet: style._Sheet, spec: Spec, values: Row, lists: _Lists) -> None:
    head = sheets.HEAD_ROW
    _head(book, sheet, spec, sum(PAIR_WIDTHS))
    for at, (title, width) in enumerate(zip(words.PAIR_HEAD, PAIR_WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        book.put(sheet, head, at, title, "head")
    row = head + 1
    for column in spec.columns:
        note = spec.words(column.id).note
        for value in _repeated(column, values.get(column.id)):
            _pair(book, sheet, row, (spec.words(column.id), note), (column, value))
            _guard(sheet, (row, row), 1, spec, column, lists)
            row, note = row + 1, ""
    sheet.freeze_panes(head + 1, 1)
    style.page(sheet, landscape=True, repeat_rows=head)


_PAIR_FORMATS = {
    Type.NUMBER: "define_figure",
    Type.WHOLE: "define_figure",
    Type.DATE: "define_day",
}


def _repeated(column: Column, value: object) -> list[object]:
    """One row for each value of a repeated key, and a spare one."""
    return [*value, None] if column.many and isinstance(value, list) else [value]


def _pair(
    book: style.Book,
    sheet: Worksheet,
    row: int,
    said: tuple[words.Words, str],
    field: tuple[Column, object],
) -> None:
    """Key, value, explanation; the example is told while the value is blank."""
    (text, note), (column, value) = said, field
    if note and text.example and value is None:
        note = f"{note} {words.EXAMPLE_LABEL}{text.example}."
    shown = render(column, value)
    form = _PAIR_FORMATS.get(column.type, "define_text")
    book.put(sheet, row, 0, text.title, "head_left")
    book.put(sheet, row, 1, shown, form)
    book.put(sheet, row, 2, note, "text_italic")
    sheet.set_row(
        row, style.row_height([(PAIR_WIDTHS[2], note), (PAIR_WIDTHS[1], str(shown or ""))])
    )
