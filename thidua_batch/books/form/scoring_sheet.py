"""The self-scoring sheet: one row per fact, points that follow as the unit types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from thidua_batch.books import asked, style
from thidua_batch.books.form import layout, seen
from thidua_batch.books.form import points as reckoned
from thidua_batch.books.form.layout import Row, RowKind
from thidua_batch.books.form.points import Points
from thidua_batch.books.form.shell import Shell, head, hide_codes, protect, validation
from thidua_batch.books.form.totals import Totals
from thidua_batch.core import scoring, wording
from thidua_batch.core.kinds import Answer, FormSheet, LineKind, NaPolicy
from thidua_batch.core.model import Criterion, Line, ScoringTable, Value
from thidua_batch.core.scoring.base import (
    COMPARE_PLACES,
    literal,
    quoted,
)
from thidua_batch.core.scoring.cells import LineCells
from thidua_batch.core.wording import form as words

_COLUMNS = tuple(words.SCORING)
#: Hidden columns of a line: points before its cap, the days late of a date; in a marked copy what
#: was typed, and what formulas take it for.
_HIDDEN = {code: n for n, code in enumerate(layout.WORK_COLUMNS, 1 + len(_COLUMNS))}
_TEXT = {
    RowKind.GROUP: ("group", "group_points"),
    RowKind.LEAF: ("text_bold", "number"),
    RowKind.OTHERS: ("text_italic", "text_italic_number"),
}
#: How a condition's 1 and 0 read.
_YES_NO = f"{quoted(wording.YES)};;{quoted(wording.NO)}"
#: How computed lines show; the cell keeps the exact number.
_COMPUTED = {LineKind.CONDITION: _YES_NO, LineKind.RATE: "#,##0.00", LineKind.STEP: "#,##0"}
#: Widths of the rule's column, of which the first is taken that leaves no row too high.
_RULE_WIDTHS = (float(words.SCORING["rule"][1]), 44.0, 60.0, 80.0, 110.0)
_ROOM = 12.0
_KIND = FormSheet.SCORING


def _col(code: str) -> int:
    return _HIDDEN[code] if code in _HIDDEN else 1 + _COLUMNS.index(code)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The sheet being written: where it stands and what its cells must show."""

    shell: Shell
    sheet: style._Sheet
    table: ScoringTable
    points: Points
    rows: Sequence[Row]
    places: Mapping[str, int]
    widths: Mapping[str, float]
    top: int
    odd: frozenset[str]

    def cell(self, row: int, code: str) -> str:
        """A1 address of a column in a zero-based row."""
        return xl_rowcol_to_cell(row, _col(code))

    @property
    def totals(self) -> Totals:
        """The sums of the sheet."""
        unit = self.shell.unit.code
        own = {c: p for (u, c), p in self.points.marks.points.items() if u == unit and p}
        rules = self.shell.bloc.rules
        return Totals(self.rows, rules, own, lambda row: self.at(row, "points"))

    def at(self, row: str, code: str) -> str:
        """The same by the row's code."""
        return self.cell(self.top + self.places[row], code)

    def seen(self, row: str, code: str) -> str:
        """Where formulas look: beside the value cell where something else was typed there."""
        is_odd = code == "value" and row.partition("/")[0] in self.odd
        return self.at(row, "seen" if is_odd else code)


def write(shell: Shell) -> None:
    """The sheet with live formulas; each stores the value that it will have."""
    table = layout.table_of(shell.bloc, shell.plan)
    sheet = shell.book.sheet(wording.FORM_SHEETS[FormSheet.SCORING])
    rows = layout.scoring_rows(table, shell.unit.code)
    widths = _widths(rows)
    top = head(shell, sheet, FormSheet.SCORING, widths, landscape=True)
    unit, rules = shell.unit.code, shell.bloc.rules
    points = Points.of(table, unit, rules, rows, shell.values.facts)
    places = {row.code: offset for offset, row in enumerate(rows)}
    odd = seen.odd(shell, rows)
    view = _Sheet(shell, sheet, table, points, rows, places, widths, top + 1, odd)
    for code, (title, _) in words.SCORING.items():
        shell.book.put(sheet, top, _col(code), title, "head")
    sheet.set_row(top, 3 * style.ROW_HEIGHT)
    for offset in range(len(rows)):
        _row(view, offset)
    _total(view)
    _hide(view)
    protect(sheet)


def _widths(rows: Sequence[Row]) -> dict[str, float]:
    """Column widths; that of the rules grows until no rule is cut."""
    widths = {code: float(width) for code, (_, width) in words.SCORING.items()}
    rules = [str(row.locked["rule"]) for row in rows if row.locked.get("rule")]
    most = (style.MOST_HEIGHT - _ROOM) / style.ROW_HEIGHT
    for widths["rule"] in _RULE_WIDTHS:
        if all(style.lines_needed(rule, widths["rule"]) <= most for rule in rules):
            break
    return widths


def _hide(view: _Sheet) -> None:
    hide_codes(view.sheet)
    last = _HIDDEN["seen" if view.odd else "late"]
    view.sheet.set_column(_HIDDEN["raw"], last, 8, None, {"hidden": True})
    for code in ("target", "weight"):
        unused = {None, Decimal(1)} if code == "weight" else {None}
        if all(row.locked.get(code) in unused for row in view.rows):
            view.sheet.set_column(_col(code), _col(code), view.widths[code], None, {"hidden": True})


def _row(view: _Sheet, offset: int) -> None:
    row, at, book = view.rows[offset], view.top + offset, view.shell.book
    book.put(view.sheet, at, 0, row.code, "hidden")
    for code in _COLUMNS:
        view.shell.copy.place(book, view.sheet, (_KIND, row.code, code), at, _col(code))
    text, number = _TEXT.get(row.kind, ("text", "number"))
    for code in _COLUMNS:
        if row.line is not None and code in ("value", "points"):
            continue  # written by the kind of line, and with its criterion
        value = row.locked.get(code)
        form = number if isinstance(value, Decimal) else text
        if code in ("order", "measure") and row.kind is not RowKind.GROUP:
            form = "text_centre" if row.kind is not RowKind.OTHERS else text
        if code in ("rule", "evidence") and row.kind is not RowKind.GROUP:
            form = "text_italic" if row.kind is RowKind.OTHERS else "text"
        book.put(view.sheet, at, _col(code), value, form)
    {
        RowKind.GROUP: _group,
        RowKind.LEAF: _leaf,
        RowKind.OTHERS: _others,
        RowKind.FACT: _fact,
        RowKind.STATED: _stated,
        RowKind.COMPUTED: lambda *_: None,  # written with its criterion
    }[row.kind](view, offset)
    texts = [
        (view.widths[code] * (0.9 if text in ("group", "text_bold") else 1.0), str(value))
        for code, value in row.locked.items()
        if isinstance(value, str) and code in words.SCORING
    ]
    texts += [(view.widths["value"], text) for text in _said(view, row)]
    typed = view.shell.copy.text
    evidence = typed((_KIND, row.code, "evidence"), view.shell.values.evidence.get(row.code, ""))
    texts += [(view.widths["value"], typed((_KIND, row.code, "value"), ""))]
    height = style.row_height([*texts, (view.widths["evidence"], evidence)]) + 3
    view.sheet.set_row(at, min(style.MOST_HEIGHT, height))


def _said(view: _Sheet, row: Row) -> tuple[str, ...]:
    """The words that may come to stand in a fact's cell, for the height of its row."""
    if row.line is None or row.kind is RowKind.COMPUTED:
        return ()
    if row.kind is RowKind.STATED:
        return (_stated_by(row),)
    return asked.labels(view.table, row.criterion, row.line)


def _others(view: _Sheet, offset: int) -> None:
    book, at = view.shell.book, view.top + offset
    book.put(view.sheet, at, _col("points"), wording.DASH, "text_centre")


def _stated_by(row: Row) -> str:
    return words.STATED[scoring.scorer_of(row.criterion, row.line)] if row.line else ""


def _stated(view: _Sheet, offset: int) -> None:
    """A line that others state: its cell says who, so that it is no blank."""
    book, at = view.shell.book, view.top + offset
    form = book.format("text_italic", align="center")
    view.sheet.write_string(at, _col("value"), _stated_by(view.rows[offset]), form)
    book.put(view.sheet, at, _col("points"), wording.DASH, "text_centre")


def _below(view: _Sheet, offset: int) -> list[Row]:
    """The rows of a criterion's lines, which follow it."""
    code = view.rows[offset].code
    return [row for row in view.rows if row.line is not None and row.criterion.code == code]


def _leaf(view: _Sheet, offset: int) -> None:
    """A self-scored criterion: its points, and the cell for evidence."""
    leaf, at, book = view.rows[offset].criterion, view.top + offset, view.shell.book
    rows = _below(view, offset)
    elsewhere = reckoned.elsewhere(view.rows, view.seen)
    cells = view.points.write(leaf, rows, view.seen, elsewhere)
    if scoring.method_of(leaf).RELATIVE:
        book.put(view.sheet, at, _col("points"), words.RELATIVE, "text_centre")
    else:
        total = _shown(view, leaf.code)
        book.formula(view.sheet, at, _col("points"), cells.total, total, "points_bold")
    evidence = view.shell.values.evidence.get(leaf.code, "")
    shown = view.shell.copy.typed((_KIND, leaf.code, "evidence"), evidence, "input")
    book.put(view.sheet, at, _col("evidence"), *shown)
    note = words.POINTS_ONLY if leaf.points_only else leaf.evidence
    if note:
        book.validate(view.sheet, at, _col("evidence"), {"validate": "any", **validation(note)})
    for i, row in enumerate(rows, start=offset + 1):
        if leaf.code in view.odd:
            _seen(view, i)
        if row.line is not None and row.kind is not RowKind.STATED:
            _computed(view, i, leaf, row.line, cells.lines[row.line.code])


def _seen(view: _Sheet, offset: int) -> None:
    """What formulas take the line's value for, where a cell of its criterion is not as read."""
    row, at, book, copy = view.rows[offset], view.top + offset, view.shell.book, view.shell.copy
    typed = copy.raw.get((_KIND, row.code, "value")) if row.kind is RowKind.FACT else None
    if typed is not None:
        value, form = copy.typed((_KIND, row.code, "value"), typed, _input(view, row))
        book.put(view.sheet, at, _col("typed"), value, form)
    known: Value | str | None = view.shell.values.facts.get(row.code, "")
    if row.kind is RowKind.STATED:
        known = _stated_by(row)
    elif row.kind is RowKind.COMPUTED and row.line is not None:
        mark = view.points.marks.lines.get(
            (view.shell.unit.code, row.criterion.code, row.line.code)
        )
        known = "" if mark is None or mark.used is None else mark.used
    cell, source = view.cell(at, "value"), view.cell(at, "typed")
    text = seen.formula(cell, source if typed is not None else None, known)
    book.formula(view.sheet, at, _col("seen"), text, known, "hidden")


def _input(view: _Sheet, row: Row) -> str:
    """The format of a fact's cell."""
    is_date = (
        row.line is not None and scoring.answer(view.table, row.criterion, row.line) is Answer.DATE
    )
    return "input_date" if is_date else "input_value"


def _computed(view: _Sheet, offset: int, leaf: Criterion, line: Line, cells: LineCells) -> None:
    """What follows of a line: its value where it is computed, days late, points."""
    book, at = view.shell.book, view.top + offset
    key = (view.shell.unit.code, leaf.code, line.code)
    mark = view.points.marks.lines.get(key)
    if cells.used is not None:
        shown = _COMPUTED.get(line.kind)
        extra = {"num_format": shown} if shown else {}
        used = "" if mark is None or mark.used is None else mark.used
        book.formula(view.sheet, at, _col("value"), cells.used, used, "number_centre", **extra)
    if line.due and cells.value is not None:
        late = view.points.marks.values.get(key, "")
        book.formula(view.sheet, at, _col("late"), cells.value, late, "hidden")
    if not view.points.earns(leaf, line):
        book.put(view.sheet, at, _col("points"), wording.DASH, "text_centre")
        return
    raw, points = ("", "") if mark is None else (mark.raw, mark.points)
    book.formula(view.sheet, at, _col("raw"), cells.raw, raw, "hidden")
    book.formula(view.sheet, at, _col("points"), cells.points, points, "points")


def _shown(view: _Sheet, leaf: str) -> Decimal | str:
    """What a leaf's points cell shows."""
    key, marks = (view.shell.unit.code, leaf), view.points.marks
    points = marks.points.get(key)
    if points is not None:
        return points
    return wording.NOT_APPLICABLE if key in marks.not_applicable else wording.NOT_SCORED


def _fact(view: _Sheet, offset: int) -> None:
    """The input cell of a fact with its validation; its points are written with the leaf."""
    row, at, book = view.rows[offset], view.top + offset, view.shell.book
    line, leaf = row.line, row.criterion
    if line is None:
        return
    answer = scoring.answer(view.table, leaf, line)
    value = view.shell.values.facts.get(row.code)
    shown = view.shell.copy.typed((_KIND, row.code, "value"), value, _input(view, row))
    book.put(view.sheet, at, _col("value"), *shown)
    message = words.prompt(
        answer,
        top=asked.top_of(leaf, line),
        step=asked.step_of(leaf, line),
        due=line.due_on,
        labels=asked.labels(view.table, leaf, line),
        na=leaf.na is not NaPolicy.FORBIDDEN,
    )
    rule = _rule(view, view.cell(at, "value"), row, line)
    book.validate(
        view.sheet, at, _col("value"), {**rule, "ignore_blank": True, **validation(message)}
    )


def _rule(view: _Sheet, cell: str, row: Row, line: Line) -> dict[str, object]:
    """What Excel accepts in the cell; the reader checks all of it again."""
    leaf = row.criterion
    answer = scoring.answer(view.table, leaf, line)
    top, step = asked.top_of(leaf, line), asked.step_of(leaf, line)
    taken = asked.labels(view.table, leaf, line)
    if leaf.na is not NaPolicy.FORBIDDEN:
        taken = (*taken, wording.NOT_APPLICABLE)
    if answer in (Answer.LABEL, Answer.YES_NO):
        return {"validate": "list", "source": view.shell.choices(taken)}
    if not taken and step is None:
        if answer is Answer.COUNT:
            return {"validate": "integer", "criteria": ">=", "value": 0}
        if top is None:
            return {"validate": "decimal", "criteria": ">=", "value": 0}
        between = {"minimum": 0, "maximum": float(top)}
        return {"validate": "decimal", "criteria": "between", **between}
    # IF keeps a text from being compared as a number: text is greater than any number in Excel.
    numbers, said = f"AND({','.join(_tests(cell, answer, top, step))})", "FALSE"
    if answer is Answer.DATE:
        said = f"OR({','.join(f'{cell}={quoted(word)}' for word in taken)})"
    elif taken:
        said = f"COUNTIF({view.shell.choices(taken).removeprefix('=')},{cell})>0"
    return {"validate": "custom", "value": f"=IF(ISNUMBER({cell}),{numbers},{said})"}


def _tests(cell: str, answer: Answer, top: Decimal | None, step: Decimal | None) -> list[str]:
    """What a number in the cell must be."""
    if answer is Answer.DATE:
        first, last = ((day - asked.EPOCH).days for day in (asked.FIRST_DAY, asked.LAST_DAY))
        return [f"{cell}>={first}", f"{cell}<={last}"]
    tests = [f"{cell}>=0"]
    if answer is Answer.COUNT:
        tests.append(f"{cell}=INT({cell})")
    if top is not None:
        tests.append(f"{cell}<={literal(top)}")
    if step is not None:
        steps = f"{cell}/{literal(step)}"
        tests.append(f"ROUND({steps},{COMPARE_PLACES})=ROUND({steps},0)")
    return tests


def _group(view: _Sheet, offset: int) -> None:
    row, at, book = view.rows[offset], view.top + offset, view.shell.book
    if not view.totals.adds(row):
        book.put(view.sheet, at, _col("points"), wording.DASH, "group_centre")
        return
    text, value = f"={view.totals.formula(row)}", view.totals.value(row)
    book.formula(view.sheet, at, _col("points"), text, value, "group_points")


def _total(view: _Sheet) -> None:
    """What the unit gives itself, bonus capped, penalty taken off."""
    book, at = view.shell.book, view.top + len(view.rows)
    for code in _COLUMNS:
        book.put(view.sheet, at, _col(code), None, "group")
    book.put(view.sheet, at, 0, layout.TOTAL_CODE, "hidden")
    book.put(view.sheet, at, _col("text"), words.TOTAL, "group")
    note = words.left_out(_left_out(view))
    book.put(view.sheet, at, _col("rule"), note, "text_italic")
    text, value = f"={view.totals.total_formula()}", view.totals.total()
    book.formula(view.sheet, at, _col("points"), text, value, "group_points")
    view.sheet.set_row(at, style.row_height([(view.widths["rule"], note)], 2))


def _left_out(view: _Sheet) -> list[str]:
    """Kinds of points that the total does not have yet."""
    found = {"others": False, "stated": False, "relative": False, "gathered": False}
    for row in view.rows:
        if row.kind is RowKind.OTHERS:
            found["gathered" if row.criterion.gathered else "others"] = True
        elif row.kind is RowKind.STATED:
            found["stated"] = True
        elif row.kind is RowKind.LEAF and scoring.method_of(row.criterion).RELATIVE:
            found["relative"] = True
    return [part for part, is_there in found.items() if is_there]
