"""The self-scoring sheet: one row per fact, points that follow as the unit types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from thidua_batch.books import style
from thidua_batch.books.form import layout
from thidua_batch.books.form.layout import Row, RowKind
from thidua_batch.books.form.shell import Shell, head, hide_codes, protect, validation
from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.kinds import (
    Answer,
    FormSheet,
    NaPolicy,
    Section,
)
from thidua_batch.core.model import ScoringTable
from thidua_batch.core.scoring.base import (
    Formula,
    LineRef,
    Refs,
    line_formula,
    literal,
    round_formula,
    round_points,
    total_formula,
)
from thidua_batch.core.scoring.table import Marks
from thidua_batch.core.scoring.table import score as score_table
from thidua_batch.core.wording import form as words

_COLUMNS = tuple(words.SCORING)
#: Hidden column that tells SUMIF which rows are self-scored leaves, and of which section.
_SECTION_COLUMN = 1 + len(_COLUMNS)


def _col(code: str) -> int:
    return 1 + _COLUMNS.index(code)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The sheet being written: where it stands and what its cells must show."""

    shell: Shell
    sheet: style._Sheet
    table: ScoringTable
    marks: Marks
    rows: Sequence[Row]
    top: int

    def cell(self, row: int, code: str) -> str:
        """A1 address of a column in a zero-based row."""
        return xl_rowcol_to_cell(row, _col(code))

    def span(self, code: str, first: int, last: int) -> str:
        """A1 range of a column over rows."""
        return f"{self.cell(first, code)}:{self.cell(last, code)}"


def write(shell: Shell) -> None:
    """The sheet with live formulas; each stores the value that it will have."""
    table = layout.table_of(shell.bloc, shell.plan)
    facts = {
        (shell.unit.code, *code.split("/", 1)): value for code, value in shell.values.facts.items()
    }
    known = {(a, b, c): value for (a, b, c), value in facts.items()}
    marks = score_table(table, shell.bloc.rules, [shell.unit.code], known)
    sheet = shell.book.sheet(wording.FORM_SHEETS[FormSheet.SCORING])
    widths = {code: float(width) for code, (_, width) in words.SCORING.items()}
    top = head(shell, sheet, FormSheet.SCORING, widths, landscape=True)
    rows = layout.scoring_rows(table, shell.unit.code)
    view = _Sheet(shell, sheet, table, marks, rows, top + 1)
    for code, (title, _) in words.SCORING.items():
        shell.book.put(sheet, top, _col(code), title, "head")
    sheet.set_row(top, 3 * style.ROW_HEIGHT)
    for offset in range(len(rows)):
        _row(view, offset)
    _total(view)
    _hide(view)
    protect(sheet)


def _hide(view: _Sheet) -> None:
    hide_codes(view.sheet)
    view.sheet.set_column(_SECTION_COLUMN, _SECTION_COLUMN, 8, None, {"hidden": True})
    for code in ("target", "weight"):
        unused = {None, Decimal(1)} if code == "weight" else {None}
        if all(row.locked.get(code) in unused for row in view.rows):
            view.sheet.set_column(
                _col(code), _col(code), words.SCORING[code][1], None, {"hidden": True}
            )


def _row(view: _Sheet, offset: int) -> None:
    row, at, book = view.rows[offset], view.top + offset, view.shell.book
    book.put(view.sheet, at, 0, row.code, "hidden")
    text, number = {
        RowKind.GROUP: ("group", "group_points"),
        RowKind.LEAF: ("text_bold", "number"),
        RowKind.OTHERS: ("text_italic", "text_italic_number"),
        RowKind.FACT: ("text", "number"),
    }[row.kind]
    for code in _COLUMNS:
        if row.kind is RowKind.FACT and code in ("value", "points"):
            continue  # the points of a fact were written with its leaf
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
    }[row.kind](view, offset)
    texts = [
        (_width(code) * (0.9 if text in ("group", "text_bold") else 1.0), str(value))
        for code, value in row.locked.items()
        if isinstance(value, str) and code in words.SCORING
    ]
    texts += [(_width("value"), text) for text in _said(view, row)]
    evidence = view.shell.values.evidence.get(row.code, "")
    view.sheet.set_row(at, style.row_height([*texts, (_width("evidence"), evidence)]) + 3)


def _width(code: str) -> float:
    return float(words.SCORING[code][1])


def _said(view: _Sheet, row: Row) -> tuple[str, ...]:
    """The words that may come to stand in a fact's cell, for the height of its row."""
    if row.line is None:
        return ()
    answer = scoring.answer(view.table, row.criterion, row.line)
    return layout.labels(view.table, row.criterion.code, answer)


def _others(view: _Sheet, offset: int) -> None:
    book, at = view.shell.book, view.top + offset
    book.put(view.sheet, at, _col("points"), wording.DASH, "text_centre")


def _facts_below(view: _Sheet, offset: int) -> list[int]:
    """Offsets of a leaf's fact rows, which follow it."""
    code = view.rows[offset].code
    return [
        i
        for i in range(offset + 1, len(view.rows))
        if view.rows[i].kind is RowKind.FACT and view.rows[i].criterion.code == code
    ]


def _formulas(view: _Sheet, offset: int) -> tuple[Refs, Formula]:
    """References to a leaf's fact rows, and its method written for them."""
    leaf = view.rows[offset].criterion
    lines = {}
    places = [view.top + i for i in _facts_below(view, offset)]
    for at in places:
        line = view.rows[at - view.top].line
        if line is not None:
            cells = (view.cell(at, code) for code in ("value", "target", "weight", "points"))
            lines[line.code] = LineRef(*cells)
    ends = (places[0], places[-1])
    refs = Refs(lines, *(view.span(code, *ends) for code in ("value", "weight", "points")))
    method = scoring.method_of(leaf)
    return refs, method.formula(refs, leaf, view.table.lines_of(leaf.code))


def _leaf(view: _Sheet, offset: int) -> None:
    """A self-scored criterion: its points, and the cell for evidence."""
    leaf, at, book = view.rows[offset].criterion, view.top + offset, view.shell.book
    refs, formula = _formulas(view, offset)
    places = view.shell.bloc.rules.criterion_places
    text = total_formula(formula.total, refs, leaf, places)
    book.formula(view.sheet, at, _col("points"), text, _shown(view, leaf.code), "points_bold")
    book.put(view.sheet, at, _SECTION_COLUMN, leaf.section.value, "hidden")
    book.put(
        view.sheet, at, _col("evidence"), view.shell.values.evidence.get(leaf.code, ""), "input"
    )
    note = words.POINTS_ONLY if leaf.points_only else leaf.evidence
    if note:
        view.sheet.data_validation(
            at, _col("evidence"), at, _col("evidence"), {"validate": "any", **validation(note)}
        )
    for i in _facts_below(view, offset):
        line = view.rows[i].line
        if line is not None:
            text = line_formula(formula.lines[line.code], refs.lines[line.code])
            value = view.marks.lines.get((view.shell.unit.code, leaf.code, line.code))
            stored: object = "" if value is None else value
            book.formula(view.sheet, view.top + i, _col("points"), text, stored, "points")


def _shown(view: _Sheet, leaf: str) -> Decimal | str:
    """What a leaf's points cell shows."""
    key = (view.shell.unit.code, leaf)
    points = view.marks.points.get(key)
    if points is not None:
        return points
    return wording.NOT_APPLICABLE if key in view.marks.not_applicable else wording.NOT_SCORED


def _fact(view: _Sheet, offset: int) -> None:
    """The input cell of a fact with its validation; its points are written with the leaf."""
    row, at, book = view.rows[offset], view.top + offset, view.shell.book
    line, leaf = row.line, row.criterion
    if line is None:
        return
    book.put(view.sheet, at, _col("value"), view.shell.values.facts.get(row.code), "input_value")
    answer = scoring.answer(view.table, leaf, line)
    top = layout.top_of(leaf)
    said = layout.labels(view.table, leaf.code, answer)
    na = leaf.na is not NaPolicy.FORBIDDEN
    limit = "" if top is None else vn.format_number(top)
    message = words.number_prompt(answer, top=limit, labels=said, na=na)
    rule = _rule(view, view.cell(at, "value"), answer, top, na=na, labels=said)
    rule |= {"ignore_blank": True, **validation(message)}
    view.sheet.data_validation(at, _col("value"), at, _col("value"), rule)


def _rule(
    view: _Sheet,
    cell: str,
    answer: Answer,
    top: Decimal | None,
    *,
    na: bool,
    labels: tuple[str, ...],
) -> dict[str, object]:
    """What Excel accepts in the cell; the reader checks all of it again."""
    words_taken = (*labels, wording.NOT_APPLICABLE) if na else labels
    if answer in (Answer.LABEL, Answer.YES_NO):
        return {"validate": "list", "source": view.shell.choices(words_taken)}
    if not words_taken:
        if answer is Answer.COUNT:
            return {"validate": "integer", "criteria": ">=", "value": 0}
        if top is None:
            return {"validate": "decimal", "criteria": ">=", "value": 0}
        between = {"minimum": 0, "maximum": float(top)}
        return {"validate": "decimal", "criteria": "between", **between}
    tests = [f"ISNUMBER({cell})", f"{cell}>=0"]
    if answer is Answer.COUNT:
        tests.append(f"{cell}=INT({cell})")
    if top is not None:
        tests.append(f"{cell}<={literal(top)}")
    source = view.shell.choices(words_taken).removeprefix("=")
    # IF keeps a text from being compared as a number: text is greater than any number in Excel.
    formula = f"=IF(ISNUMBER({cell}),AND({','.join(tests)}),COUNTIF({source},{cell})>0)"
    return {"validate": "custom", "value": formula}


def _descendants(view: _Sheet, code: str) -> list[int]:
    """Offsets of all rows below a node."""
    parents = {c.code: c.parent for c in view.table.criteria}

    def below(node: str | None) -> bool:
        while node is not None:
            node = parents.get(node)
            if node == code:
                return True
        return False

    return [
        i
        for i, row in enumerate(view.rows)
        if row.criterion.code != code and below(row.criterion.code)
    ]


def _sum_of(view: _Sheet, section: Section, first: int, last: int) -> str:
    kinds = (
        f"{xl_rowcol_to_cell(first, _SECTION_COLUMN)}:{xl_rowcol_to_cell(last, _SECTION_COLUMN)}"
    )
    return f'SUMIF({kinds},"{section.value}",{view.span("points", first, last)})'


def _points(view: _Sheet, offsets: Sequence[int]) -> dict[Section, Decimal]:
    """Points of self-scored leaves among rows, by section; what is not scored adds nothing."""
    totals: dict[Section, Decimal] = {}
    for i in offsets:
        row = view.rows[i]
        if row.kind is RowKind.LEAF:
            points = view.marks.points.get((view.shell.unit.code, row.code)) or Decimal(0)
            section = row.criterion.section
            totals[section] = totals.get(section, Decimal(0)) + points
    return totals


def _group(view: _Sheet, offset: int) -> None:
    below = _descendants(view, view.rows[offset].code)
    totals = _points(view, below)
    at, book = view.top + offset, view.shell.book
    if not totals:
        book.put(view.sheet, at, _col("points"), wording.DASH, "group_centre")
        return
    first, last = view.top + below[0], view.top + below[-1]
    text = "+".join(_sum_of(view, section, first, last) for section in totals)
    places = view.shell.bloc.rules.group_places
    value = round_points(sum(totals.values(), Decimal(0)), places)
    book.formula(
        view.sheet, at, _col("points"), f"={round_formula(text, places)}", value, "group_points"
    )


def _total(view: _Sheet) -> None:
    """What the unit gives itself, bonus capped, penalty taken off."""
    rules, book = view.shell.bloc.rules, view.shell.book
    totals = _points(view, range(len(view.rows)))
    caps: Mapping[Section, Decimal | None] = {
        Section.BONUS: rules.bonus_cap,
        Section.PENALTY: rules.penalty_cap,
    }
    first, last = view.top, view.top + max(0, len(view.rows) - 1)
    text, value = "0", Decimal(0)
    for section, points in totals.items():
        part, cap = _sum_of(view, section, first, last), caps.get(section)
        given = points if cap is None else min(points, cap)
        part = part if cap is None else f"MIN({part},{literal(cap)})"
        is_loss = section is Section.PENALTY
        text += f"-{part}" if is_loss else f"+{part}"
        value += -given if is_loss else given
    at = last + 1
    for code in _COLUMNS:
        book.put(view.sheet, at, _col(code), None, "group")
    book.put(view.sheet, at, _col("text"), words.TOTAL, "group")
    book.put(view.sheet, at, _col("rule"), words.TOTAL_NOTE, "text_italic")
    book.formula(
        view.sheet,
        at,
        _col("points"),
        f"={round_formula(text, rules.total_places)}",
        round_points(value, rules.total_places),
        "group_points",
    )
    view.sheet.set_row(at, style.row_height([(_width("rule"), words.TOTAL_NOTE)], 2))
