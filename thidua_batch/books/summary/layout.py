"""Heads, tables and addresses that the sheets of the consolidated workbook share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlsxwriter.utility import xl_rowcol_to_cell

from thidua_batch.books import style
from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.maxima import floor_of, own_children, own_maxima
from thidua_batch.core.model import Criterion, Value
from thidua_batch.core.outcome import CriterionResult, Outcome, UnitResult
from thidua_batch.core.scoring.base import round_points
from thidua_batch.core.wording import summary as words

#: Widest head in characters: wider sheets scroll, and the head must stay in sight.
HEAD_WIDTH = 200.0
PORTRAIT_WIDTH = 112.0
#: Units beside each other on one landscape page of *Chi tiết*.
UNITS_PER_PAGE = 10

#: What an indent leaves of a column's width, and how much more of small letters it holds.
_ROOM: Mapping[str, Callable[[float], float]] = {
    "text_in": lambda width: width - 2.0,
    "hash": lambda width: width * 1.25,
}

Row = tuple[tuple[object, str], ...]


@dataclass(slots=True)
class Page:
    """A sheet being filled from the top: its column widths and the next free row."""

    book: style.Book
    sheet: style._Sheet  # what Book.sheet gives
    name: str
    widths: tuple[float, ...]
    row: int = 0

    @property
    def head_columns(self) -> int:
        """How many columns the head lines span."""
        total, count = 0.0, 0
        for width in self.widths:
            total += width
            if total > HEAD_WIDTH and count:
                break
            count += 1
        return count

    def line(self, text: str, form: str) -> None:
        """One line across the head's columns, as high as its text needs."""
        last = self.head_columns - 1
        width = sum(self.widths[: last + 1])
        big = {"title": 1.25, "subtitle": 1.2, "mark": 1.2}.get(form, 1.0)
        self.sheet.set_row(self.row, style.row_height([(width / big, text)]) * big)
        if last > 0:
            self.sheet.merge_range(self.row, 0, self.row, last, "", self.book.format(form))
        self.book.put(self.sheet, self.row, 0, text, form)
        self.row += 1

    def heads(self, titles: Sequence[str]) -> int:
        """The row of column titles; gives its zero-based row."""
        for col, title in enumerate(titles):
            self.book.put(self.sheet, self.row, col, title, "head")
        bold = [width * 0.85 for width in self.widths]
        self.sheet.set_row(self.row, style.row_height(list(zip(bold, titles, strict=False))) + 2)
        self.row += 1
        return self.row - 1

    def put(self, cells: Row, *, least: int = 1) -> int:
        """A row of (value, format name); gives its zero-based row."""
        for col, (value, form) in enumerate(cells):
            self.book.put(self.sheet, self.row, col, value, form)
        texts = [
            (_ROOM[form](width) if form in _ROOM else width, value)
            for width, (value, form) in zip(self.widths, cells, strict=False)
            if isinstance(value, str)
        ]
        self.height(texts, least)
        self.row += 1
        return self.row - 1

    def height(self, texts: list[tuple[float, str]], least: int = 1) -> None:
        """Make the current row high enough for its wrapped texts."""
        self.sheet.set_row(self.row, style.row_height(texts, least) + 2)

    def at(self, row: int, col: int, *, local: bool = False) -> str:
        """Absolute address of a cell, with the sheet's name unless `local`."""
        cell = xl_rowcol_to_cell(row, col, row_abs=True, col_abs=True)
        return cell if local else f"'{self.name}'!{cell}"

    def span(self, first: int, last: int, col: int, *, local: bool = False) -> str:
        """Absolute address of cells below each other."""
        end = xl_rowcol_to_cell(last, col, row_abs=True, col_abs=True)
        return f"{self.at(first, col, local=local)}:{end}"


def open_page(
    book: style.Book,
    outcome: Outcome,
    name: str,
    widths: Sequence[float],
    *,
    sheet: style._Sheet,
    cover: bool = False,
) -> Page:
    """Start a sheet: column widths, name of the bloc, title, period, marks, note."""
    page = Page(book, sheet, name, tuple(widths))
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)
    bloc = outcome.bloc
    if cover and bloc.body:
        page.line(bloc.body.upper(), "centre")
    page.line(bloc.name.upper(), "subtitle" if cover else "centre")
    page.line(words.TITLES[name], "title")
    page.line(period_line(outcome), "italic_centre")
    for mark in marks(outcome):
        page.line(mark, "mark")
    if cover:
        for text in bloc.legal_basis:
            page.line(words.BASIS.format(text=text), "italic")
    if name in words.NOTES:
        page.line(words.NOTES[name], "italic")
    page.row += 1
    return page


def period_line(outcome: Outcome) -> str:
    """ "Kỳ: năm 2025 (từ 01/01/2025 đến 31/12/2025)"."""
    period = outcome.period
    return words.PERIOD_LINE.format(
        period=wording.period_name(period),
        start=vn.format_date(period.start),
        end=vn.format_date(period.end),
    )


def marks(outcome: Outcome) -> list[str]:
    """Marks that every page carries: invented figures, provisional result."""
    found = [outcome.bloc.sample_note] if outcome.bloc.sample_note else []
    if not outcome.is_final:
        reasons = "; ".join(outcome.provisional)
        found.append(words.MARK_PROVISIONAL.format(mark=wording.PROVISIONAL, reasons=reasons))
    return found


def finish(page: Page, *, head: int, freeze: tuple[int, int], landscape: bool = False) -> None:
    """Page set-up, frozen panes, repeated head row and protection without a password."""
    sheet = page.sheet
    style.page(sheet, landscape=landscape)
    sheet.set_start_page(1)
    sheet.repeat_rows(head)
    sheet.freeze_panes(*freeze)
    sheet.hide_gridlines(2)
    sheet.protect(
        "",
        {
            "format_columns": True,
            "format_rows": True,
            "autofilter": True,
            "sort": True,
            "objects": False,
        },
    )


def points_of(result: CriterionResult | None) -> Decimal | str:
    """What a leaf's cell shows: points, or the words for N/A and for not yet scored."""
    if result is None:
        return wording.DASH
    if result.points is not None:
        return result.points
    return wording.NOT_SCORED if result.applicable else wording.NOT_APPLICABLE


def node_value(outcome: Outcome, result: UnitResult, node: Criterion) -> Decimal | str:
    """What the cell of any node shows for a unit; a dash where it was not scored."""
    if not result.is_scored:
        return wording.DASH
    if outcome.table.is_leaf(node.code):
        return points_of(result.criterion(node.code))
    if node.code not in result.groups:
        return wording.DASH
    value = result.groups[node.code]
    return wording.NOT_APPLICABLE if value is None else value


def raw_root(outcome: Outcome, result: UnitResult, root: Criterion) -> Decimal | str:
    """A bonus or penalty root before its own maximum: the sum of its children."""
    if not result.is_scored or root.code not in result.groups:
        return wording.DASH
    maxima = own_maxima(outcome.table, {c.code for c in result.criteria})
    children = own_children(outcome.table, root, maxima)
    values = {c.code: node_value(outcome, result, c) for c in children}
    if all(value == wording.NOT_APPLICABLE for value in values.values()):
        return wording.NOT_APPLICABLE
    amount = sum((v for v in values.values() if isinstance(v, Decimal)), Decimal(0))
    gone = sum(
        (
            maxima[c.code] or Decimal(0)
            for c in children
            if values[c.code] == wording.NOT_APPLICABLE
        ),
        Decimal(0),
    )
    places = outcome.bloc.rules.group_places
    full, points = maxima[root.code], round_points(amount, places)
    if gone and full is not None and full > gone:
        whole = Fraction(full)
        points = round_points(Fraction(amount) * whole / (whole - Fraction(gone)), places)
    least = floor_of(root)
    return points if least is None else max(points, least)


def shown(value: Value | None) -> str:
    """A fact as text with a decimal comma."""
    return vn.format_value(value)


def fact_cell(value: Value | None, *, number: str = "number", text: str = "text_centre") -> str:
    """Which format a fact's cell takes."""
    if isinstance(value, date):
        return "date"
    return text if isinstance(value, str) else number


def status(result: UnitResult) -> str:
    """The remark beside a unit: why it has no rank, how many share its rank, what is blank."""
    reason = ""
    if result.exclusion is not None:
        reason = result.exclusion.reason or result.exclusion.code
    parts = [words.STATES[result.state.value].format(reason=reason)]
    if result.tied_with:
        parts.append(words.TIED.format(count=1 + len(result.tied_with)))
    if result.is_scored and result.incomplete:
        parts.append(words.INCOMPLETE)
    return words.JOIN.join(part for part in parts if part)


def in_order(outcome: Outcome) -> list[UnitResult]:
    """Ranked units by rank, then excluded, then the others, each in order of protocol."""
    return sorted(outcome.units, key=lambda u: (order_class(u), u.rank or 0))


def order_class(result: UnitResult) -> int:
    """0 ranked, 1 scored or excluded, 2 without points: the blocks of *Xếp hạng*."""
    if result.state is UnitState.RANKED:
        return 0
    return 1 if result.is_scored else 2
