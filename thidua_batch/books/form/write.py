"""Writing a unit's form: guide, free sheets, lists, and the hidden sheets behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import thidua_batch
from thidua_batch.books import style
from thidua_batch.books.form import layout, scoring_sheet, todo
from thidua_batch.books.form.layout import FormValues, Identity, RowKind
from thidua_batch.books.form.marked import Copy, Marked
from thidua_batch.books.form.shell import Shell, head, hide_codes, protect, validation
from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import (
    Award,
    Bloc,
    PeriodPlan,
    Unit,
)
from thidua_batch.core.wording import form as words

_GUIDE_WIDTH = 92
_FIELD_WIDTHS = (28, 66, 28)
_LONG_LINES = 6


def write(
    bloc: Bloc,
    plan: PeriodPlan,
    unit: Unit,
    *,
    definition_sha256: str,
    values: FormValues | None = None,
    marked: Marked | None = None,
) -> bytes:
    """A blank form of the unit, or one filled with `values` just as the unit would type them.

    With `marked` it is the unit's marked copy: cells as typed, faults told on them and listed on a
    first sheet. KeyError for values that have no place in this period's form; what was typed in a
    cell that the form does not have is told there.
    """
    period = bloc.period(plan.code)
    book = style.Book(title=f"{words.TITLE} – {bloc.name}", created=period.start)
    identity = Identity.of(bloc, plan, unit.code, definition_sha256)
    copy = Copy.of(marked, bloc.name)
    shell = Shell(book, bloc, plan, unit, identity, {}, values or FormValues(), copy)
    _must_fit(shell)
    first = None if marked is None else todo.sheet(shell)
    _guide(shell)
    for sheet in plan.sheets:
        if sheet is FormSheet.SCORING:
            scoring_sheet.write(shell)
        elif sheet in words.LISTS:
            _list(shell, sheet)
        else:
            _fields(shell, sheet)
    if first is not None:
        todo.fill(shell, first)
    _lists_sheet(shell)
    _meta(shell, definition_sha256, marked.corrects if marked else "")
    return book.close()


def _must_fit(shell: Shell) -> None:
    """Refuse values that would be lost in silence."""
    asked, values = shell.plan.sheets, shell.values
    table = layout.table_of(shell.bloc, shell.plan)
    rows = layout.scoring_rows(table, shell.unit.code)
    facts = {row.code for row in rows if row.kind is RowKind.FACT}
    texts = {code for s in layout.FIELD_SHEETS if s in asked for code in words.FIELDS[s]}
    awards = {a.code for a in shell.bloc.awards} if FormSheet.REGISTRATION in asked else set()
    lost = [
        *(set(values.facts) - facts),
        *(set(values.texts) - texts),
        *(set(values.registered) - awards),
        *(set(values.rows) - set(asked)),
        *(set(values.evidence) - {leaf.code for leaf in table.leaves}),
    ]
    if lost:
        raise KeyError(sorted(str(code) for code in lost))


def _guide(shell: Shell) -> None:
    book, bloc = shell.book, shell.bloc
    sheet = book.sheet(words.GUIDE_SHEET)
    style.page(sheet)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _GUIDE_WIDTH)
    names = ", ".join(f"«{wording.FORM_SHEETS[s]}»" for s in shell.plan.sheets)
    lines = [
        (bloc.body, "centre"),
        (bloc.name.upper(), "subtitle"),
        ("", "plain"),
        (words.GUIDE_TITLE, "title"),
        (shell.unit.name, "subtitle"),
        (shell.period_name, "centre"),
        (bloc.sample_note, "mark") if bloc.sample_note else ("", "plain"),
        (shell.identity.mark, "italic_centre"),
        ("", "plain"),
        (words.GUIDE_SHEETS.format(names=names), "para"),
        *((text, "para") for text in words.GUIDE),
    ]
    if shell.plan.deadline is not None:
        text = words.DEADLINE.format(date=vn.format_date(shell.plan.deadline))
        lines.insert(9, (text, "section"))
    for row, (text, form) in enumerate(lines):
        book.put(sheet, row, 0, text, form)
        scale = 0.75 if form in ("title", "subtitle", "mark") else 1.0
        height = style.row_height([(_GUIDE_WIDTH * scale, text)])
        sheet.set_row(row, height + (6 if text else 0))
    protect(sheet)


@dataclass(frozen=True, slots=True)
class _Question:
    """A row of a free sheet."""

    code: str
    field: words.Field
    value: str


def _questions(shell: Shell, sheet: FormSheet) -> list[_Question]:
    texts, registered = shell.values.texts, shell.values.registered
    asked = [_Question(c, f, texts.get(c, "")) for c, f in words.FIELDS[sheet].items()]
    if sheet is FormSheet.REGISTRATION:
        asked += [_award(award, registered) for award in shell.bloc.awards]
    return asked


def _award(award: Award, registered: Mapping[str, bool]) -> _Question:
    field = words.Field(award.name, words.AWARD_PROMPT, words.FieldKind.YES_NO)
    said = registered.get(award.code)
    text = "" if said is None else wording.YES if said else wording.NO
    return _Question(layout.award_code(award.code), field, text)


def _fields(shell: Shell, kind: FormSheet) -> None:
    """A sheet of questions: title, input, explanation."""
    book = shell.book
    sheet = book.sheet(wording.FORM_SHEETS[kind])
    columns = dict(zip(words.FIELD_COLUMNS, _FIELD_WIDTHS, strict=True))
    top = head(shell, sheet, kind, columns, landscape=False)
    for col, title in enumerate(words.FIELD_COLUMNS.values(), start=1):
        book.put(sheet, top, col, title, "head")
    for row, asked in enumerate(_questions(shell, kind), start=top + 1):
        is_long = asked.field.kind is words.FieldKind.LONG
        shell.copy.place(book, sheet, (kind, asked.code, "value"), row, 2)
        book.put(sheet, row, 0, asked.code, "hidden")
        book.put(sheet, row, 1, asked.field.title, "text_bold")
        _answer(shell, sheet, kind, row, asked)
        book.put(sheet, row, 3, asked.field.prompt, "text_italic")
        typed = shell.copy.text((kind, asked.code, "value"), asked.value)
        cells = (asked.field.title, typed, asked.field.prompt)
        texts = [(float(width), text) for width, text in zip(_FIELD_WIDTHS, cells, strict=True)]
        sheet.set_row(row, style.row_height(texts, _LONG_LINES if is_long else 2))
    hide_codes(sheet)
    protect(sheet)


def _answer(shell: Shell, sheet: style._Sheet, page: FormSheet, row: int, asked: _Question) -> None:
    """The input cell of a question, typed as a person would, with its validation."""
    kind, field = asked.field.kind, asked.field
    rule: dict[str, object] = {"validate": "any"}
    value: object = asked.value
    if kind is words.FieldKind.YES_NO:
        rule = {"validate": "list", "source": shell.choices((wording.YES, wording.NO))}
    elif kind is words.FieldKind.COUNT:
        rule = {"validate": "integer", "criteria": ">=", "value": 0}
        value = vn.parse_number(asked.value).value if asked.value else ""
    elif kind is words.FieldKind.DATE and asked.value:
        value = vn.parse_date(asked.value) or asked.value
    formats = {
        words.FieldKind.LONG: "input_long",
        words.FieldKind.DATE: "input_date",
        words.FieldKind.COUNT: "input_value",
    }
    spot = (page, asked.code, "value")
    shell.book.put(sheet, row, 2, *shell.copy.typed(spot, value, formats.get(kind, "input")))
    sheet_rule = {**rule, **validation(field.prompt)}
    sheet.data_validation(row, 2, row, 2, sheet_rule)


def _list(shell: Shell, kind: FormSheet) -> None:
    """A sheet of rows that the unit fills as far as it needs."""
    book, columns = shell.book, words.LISTS[kind]
    sheet = book.sheet(wording.FORM_SHEETS[kind])
    widths = {"order": 6, **{code: width for code, (_, width) in columns.items()}}
    top = head(shell, sheet, kind, widths, landscape=True)
    book.put(sheet, top, 1, words.ORDER_COLUMN, "head")
    filled = shell.copy.listed(kind) or shell.values.rows.get(kind, ())
    count = max(layout.LIST_ROWS[kind], len(filled))
    for number in range(1, count + 1):
        row = top + number
        typed = filled[number - 1] if number <= len(filled) else {}
        book.put(sheet, row, 0, layout.list_code(number), "hidden")
        book.put(sheet, row, 1, number, "integer")
        for col, (code, (title, _)) in enumerate(columns.items(), start=2):
            book.put(sheet, top, col, title, "head")
            spot = (kind, layout.list_code(number), code)
            shell.copy.place(book, sheet, spot, row, col)
            value, form = shell.copy.typed(spot, typed.get(code, ""), "input")
            book.put(sheet, row, col, value, form)
        texts = [(float(width), typed.get(c, "")) for c, (_, width) in columns.items()]
        sheet.set_row(row, style.row_height(texts) + 11)
    names = tuple(award.name for award in shell.bloc.awards)
    if "award" in columns and names:
        col = 2 + list(columns).index("award")
        rule = {"validate": "list", "source": shell.choices(names), "error_type": "warning"}
        note = validation(words.LIST_NOTES[kind])
        sheet.data_validation(top + 1, col, top + count, col, {**rule, **note})
    hide_codes(sheet)
    protect(sheet)


def _lists_sheet(shell: Shell) -> None:
    """The hidden sheet that drop-downs take their words from."""
    sheet = shell.book.sheet(layout.LISTS_SHEET)
    for col, texts in enumerate(shell.lists):
        for row, text in enumerate(texts):
            shell.book.put(sheet, row, col, text, "plain")
    sheet.hide()


def _meta(shell: Shell, definition_sha256: str, corrects: str) -> None:
    """Identity in three places that survive differently; the visible lines are the fourth."""
    book, identity = shell.book, shell.identity
    pairs: Sequence[tuple[str, str]] = (
        *zip(
            layout.META_KEYS,
            (identity.bloc, identity.period, identity.unit, definition_sha256),
            strict=True,
        ),
        ("generator", f"thidua_batch {thidua_batch.__version__}"),
        *([(layout.CORRECTS, corrects)] if corrects else []),
    )
    sheet = book.sheet(layout.META_SHEET)
    for row, (key, value) in enumerate(pairs):
        book.put(sheet, row, 0, key, "plain")
        book.put(sheet, row, 1, value, "plain")
    sheet.hide()
    book.workbook.define_name(layout.NAME, f'="{identity}"')
    book.workbook.set_custom_property(layout.PROPERTY, str(identity), "text")
