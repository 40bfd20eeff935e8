"""The scoring sheet of a returned form: facts, evidence, the points that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from thidua_batch.books import asked
from thidua_batch.books.form import answers, layout
from thidua_batch.books.form.figures import Asked
from thidua_batch.books.form.layout import Row, RowKind
from thidua_batch.books.form.notes import Notes
from thidua_batch.books.form.sheets import Page, Typed
from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.kinds import LineKind, NaPolicy
from thidua_batch.core.model import Line, ScoringTable, Value
from thidua_batch.core.period import Period
from thidua_batch.core.returns import Cell, Fact
from thidua_batch.core.wording import form as words

_HUNDRED = Decimal(100)


@dataclass(slots=True)
class FactsRead:
    """What the sheet holds."""

    found: list[Fact] = field(default_factory=list)
    typed_points: dict[str, tuple[Decimal, Cell]] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """In printed order."""
        return tuple(self.found)

    @property
    def said(self) -> bool:
        """Whether any fact is not blank."""
        return any(fact.value is not None for fact in self.found)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What was asked: the period's table, and the days that a date may well have."""

    table: ScoringTable
    likely: tuple[date, date]


def read(page: Page | None, table: ScoringTable, period: Period, notes: Notes) -> FactsRead:
    """All facts that the unit was asked for; the sheet is absent where the period has none."""
    out = FactsRead()
    if page is None:
        return out
    rows = layout.scoring_rows(table, notes.unit)
    for row in rows:
        if row.kind is RowKind.GROUP:
            for number in page.rows.get(row.code, ())[:1]:
                _points(page, number, row.code, out)
        if row.kind is not RowKind.LEAF:
            continue
        number_of = _leaf(page, row, notes)
        lines = [r for r in rows if r.line is not None and r.criterion.code == row.code]
        below = [r for r in lines if r.kind is RowKind.FACT]
        if number_of is not None:
            _evidence(page, row, out, notes)
            if _is_whole(row, lines) and row.code not in notes.moved.get(page.kind, ()):
                _points(page, number_of, row.code, out)
        _facts(page, below, _Asking(table, asked.likely_days(period)), out, notes)
    for number in page.rows.get(layout.TOTAL_CODE, ())[:1]:
        _points(page, number, "", out)
    return out


def _label(row: Row) -> str:
    line = row.line
    return f"{row.criterion.code} {(line.text if line else '') or row.criterion.text}"


def _leaf(page: Page, row: Row, notes: Notes) -> int | None:
    """The row of a criterion; a missing one is told."""
    places = page.rows.get(row.code, ())
    if not places or "points" not in page.columns:
        corner = Cell(file=page.file, sheet=page.sheet.title, address="")
        notes.add("CELL-011", corner, label=_label(row), address=row.code)
        return None
    return places[0]


def _is_whole(leaf: Row, lines: Sequence[Row]) -> bool:
    """Whether the form alone gives the criterion's points: no peers, nothing that others state."""
    is_relative = scoring.method_of(leaf.criterion).RELATIVE
    return not is_relative and all(row.kind is not RowKind.STATED for row in lines)


def _points(page: Page, number: int, code: str, out: FactsRead) -> None:
    """The points that the form shows."""
    if "points" not in page.columns:
        return
    shown = page.cell(number, "points")
    if isinstance(shown.value, Decimal):
        points = vn.parse_number(shown.value, negative=True).value
        if points is not None:
            out.typed_points[code] = (points, shown.place)


def _evidence(page: Page, row: Row, out: FactsRead, notes: Notes) -> None:
    is_blank = all(typed.value is None for typed in page.cells(row.code, "evidence"))
    if "evidence" not in page.columns or (is_blank and row.code in notes.moved.get(page.kind, ())):
        return
    label = words.SCORING["evidence"][0]
    number = notes.find(page, row.code, label, "evidence")
    if number is not None:
        typed = notes.keep(page, number, row.code, "evidence")
        if text := answers.free_text(typed, label, notes):
            out.evidence[row.code] = text


def _facts(page: Page, rows: list[Row], asking: _Asking, out: FactsRead, notes: Notes) -> None:
    """The facts of one criterion; one line declared N/A takes the whole criterion out."""
    cells: list[tuple[Row, Typed]] = []
    for row in rows:
        number = notes.find(page, row.code, _label(row))
        if number is not None:
            cells.append((row, notes.keep(page, number, row.code)))
            continue
        place = Cell(file=page.file, sheet=page.sheet.title, address="")
        # What was typed there is not kept: a marked copy would offer it as this row's own.
        for left in page.rows.get(row.code, ())[:1] if "value" in page.columns else ():
            place = page.place(left, "value")
        out.found.append(_fact(row, None, place))
    outside = next((t for row, t in cells if _is_outside(row, t)), None)
    if outside is not None:
        leaf = rows[0].criterion
        notes.add("CELL-013", outside.place, label=f"{leaf.code} {leaf.text}")
    for row, typed in cells:
        value = _value(row, typed, asking, notes, is_outside=outside is not None)
        out.found.append(_fact(row, value, typed.place))


def _is_outside(row: Row, typed: Typed) -> bool:
    """Whether the unit takes the criterion out, and may."""
    return row.criterion.na is not NaPolicy.FORBIDDEN and answers.is_not_applicable(typed)


def _value(
    row: Row, typed: Typed, asking: _Asking, notes: Notes, *, is_outside: bool
) -> Value | None:
    """The answer; of a criterion that is taken out (`is_outside`) a blank is no fault."""
    line, leaf = row.line, row.criterion
    if line is None:
        return None
    if _is_outside(row, typed):
        return wording.NOT_APPLICABLE
    question = _question(row, line, asking, notes.unit, is_optional=is_outside)
    if answers.is_not_applicable(typed):
        criterion = f"{leaf.code} {leaf.text}"
        how = question.how
        notes.add("CELL-014", typed.place, label=question.label, criterion=criterion, how=how)
        return None
    before = len(notes.found)
    value = answers.read(typed, question, notes)
    if value is None and len(notes.found) == before and not is_outside:
        notes.add("CELL-001", typed.place, label=question.label, how=question.how)
    return value


def _question(row: Row, line: Line, asking: _Asking, unit: str, *, is_optional: bool) -> Asked:
    leaf = row.criterion
    rules = scoring.rule_lines(asking.table, leaf, unit)
    return Asked(
        label=_label(row),
        answer=scoring.answer(asking.table, leaf, line),
        labels=asked.labels(asking.table, leaf, line),
        unit=line.unit_of_measure,
        zero=words.zero(line),
        may_not_apply=leaf.na is not NaPolicy.FORBIDDEN,
        is_optional=is_optional,
        top=asked.top_of(leaf, line),
        step=asked.step_of(leaf, line),
        likely=asking.likely,
        within_hundred=_within_hundred(rules),
        above_one=_above_one(rules),
    )


def _within_hundred(rules: Sequence[Line]) -> bool:
    """Whether rules that speak of percentages know none above 100, so that 104% is a doubt."""
    known = [x.target for x in rules if x.target is not None]
    for line in rules:
        if line.kind not in (LineKind.BAND, LineKind.STEP):
            continue
        known += [end.value for end in (line.lower, line.upper) if end is not None]
        start = line.lower
        counts_from = line.kind is LineKind.STEP or (start is not None and not start.closed)
        if start is not None and start.value >= _HUNDRED and counts_from:
            return False
    return bool(known) and max(known) <= _HUNDRED


def _above_one(rules: Sequence[Line]) -> bool:
    """Whether the rules speak of percentages, and none of them of 1 or less."""
    known = [x.target for x in rules if x.target is not None]
    for line in rules:
        if line.kind in (LineKind.BAND, LineKind.STEP):
            known += [end.value for end in (line.lower, line.upper) if end is not None]
    return bool(known) and min(known) > 1


def _fact(row: Row, value: Value | None, cell: Cell) -> Fact:
    code = row.line.code if row.line is not None else ""
    return Fact(criterion=row.criterion.code, line=code, value=value, cell=cell)
