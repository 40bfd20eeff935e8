"""Sheet *Chi tiết*: every node of the table in rows, units in columns, all of it live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from thidua_batch.books import style
from thidua_batch.books.summary import layout
from thidua_batch.books.summary.data import DataSheet
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import wording
from thidua_batch.core.kinds import NaPolicy, Section
from thidua_batch.core.maxima import (
    Maxima,
    floor_of,
    is_limited,
    own_children,
    own_maxima,
    scale,
)
from thidua_batch.core.model import Criterion, ScoringTable, Unit
from thidua_batch.core.outcome import Outcome, UnitResult
from thidua_batch.core.scoring.base import literal, quoted, round_formula
from thidua_batch.core.wording import summary as words

FIXED = (8.0, 44.0, 9.0)
UNIT_WIDTH = 13.5


@dataclass(slots=True)
class DetailSheet:
    """Where every node's points stand; `raw_rows` those of bonus and penalty roots uncapped.

    `maxima` has the nodes that hold for each unit, `shares` the area of its criteria's shares.
    """

    page: Page
    head: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    raw_rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    maxima: dict[str, Maxima] = field(default_factory=dict)
    shares: dict[str, str] = field(default_factory=dict)

    def at(self, unit: str, code: str, *, local: bool = False) -> str:
        """Address of a node's points after caps."""
        return self.page.at(self.rows[code], self.columns[unit], local=local)

    def column(self, unit: str) -> str:
        """Address of all of a unit's points."""
        rows = self.rows.values()
        return self.page.span(min(rows), max(rows), self.columns[unit])

    def raw(self, unit: str, code: str, *, local: bool = False) -> str:
        """Address of a root's points before its maximum."""
        row = self.raw_rows.get(code, self.rows[code])
        return self.page.at(row, self.columns[unit], local=local)


def widths(units: int) -> tuple[float, ...]:
    """Column widths for that many units."""
    return (*FIXED, *([UNIT_WIDTH] * units))


def fill(page: Page, outcome: Outcome, data: DataSheet) -> DetailSheet:
    """Write the whole table for all units."""
    units: Sequence[Unit] = [result.unit for result in outcome.units]
    head = page.heads((words.CODE, words.TEXT, words.MAX, *(unit.label for unit in units)))
    detail = DetailSheet(page, head=head)
    detail.columns = {unit.code: len(FIXED) + i for i, unit in enumerate(units)}
    detail.maxima = {
        r.unit.code: own_maxima(outcome.table, {c.code for c in r.criteria}) if r.is_scored else {}
        for r in outcome.units
    }
    _plan(detail, outcome.table, page.row)
    for node in outcome.table.criteria:
        _row(detail, outcome, data, node)
        if node.code in detail.raw_rows:
            _raw_row(detail, outcome, node)
    layout.finish(page, head=head, freeze=(head + 1, len(FIXED)), landscape=True)
    page.sheet.print_area(0, 0, page.row - 1, len(FIXED) + len(units) - 1)
    if len(units) > layout.UNITS_PER_PAGE:
        page.sheet.repeat_columns(0, len(FIXED) - 1)
        page.sheet.fit_to_pages(-(-len(units) // layout.UNITS_PER_PAGE), 0)
    return detail


def _plan(detail: DetailSheet, table: ScoringTable, row: int) -> None:
    for node in table.criteria:
        detail.rows[node.code] = row
        row += 1
        if _is_capped(table, node):
            detail.raw_rows[node.code] = row
            row += 1


def _is_capped(table: ScoringTable, node: Criterion) -> bool:
    """Whether a node needs a second row: a bonus or penalty root with a maximum."""
    inner = not table.is_leaf(node.code)
    return inner and node.parent is None and _has_cap(node)


def _has_cap(node: Criterion) -> bool:
    return node.section is not Section.BASE and node.max_points is not None


def _row(detail: DetailSheet, outcome: Outcome, data: DataSheet, node: Criterion) -> None:
    page, leaf = detail.page, outcome.table.is_leaf(node.code)
    text, points = ("text", "points") if leaf else ("group", "group_points")
    page.book.put(page.sheet, page.row, 0, node.code, text)
    depth = min(outcome.table.depth(node), 4)
    page.sheet.write_string(page.row, 1, style.cut(node.text), page.book.format(text, indent=depth))
    page.book.put(page.sheet, page.row, 2, node.max_points, points)
    texts = [(FIXED[1] - 2.5 * depth, node.text)]
    for result in outcome.units:
        value = layout.node_value(outcome, result, node)
        if isinstance(value, str):
            texts.append((UNIT_WIDTH, value))
        formula = _formula(detail, outcome, data, result, node)
        _points(page, detail.columns[result.unit.code], formula, value, points)
    page.height(texts)
    page.row += 1


def _formula(
    detail: DetailSheet, outcome: Outcome, data: DataSheet, result: UnitResult, node: Criterion
) -> str | None:
    unit = result.unit.code
    if not result.is_scored or node.code not in detail.maxima[unit]:
        return None
    if outcome.table.is_leaf(node.code):
        return data.totals.get((unit, node.code))
    if node.code in detail.raw_rows:
        raw = detail.raw(unit, node.code, local=True)
        top = detail.maxima[unit][node.code] or Decimal(0)
        return f"=IF(ISTEXT({raw}),{raw},MIN({raw},{literal(top)}))"
    return "=" + _sum(detail, outcome, unit, node)


def _sum(detail: DetailSheet, outcome: Outcome, unit: str, node: Criterion) -> str:
    """Sum of the unit's children; where one may be N/A, rescaled to the node's full maximum."""
    table, maxima = outcome.table, detail.maxima[unit]
    children = own_children(table, node, maxima)
    cells = {c.code: detail.at(unit, c.code, local=True) for c in children}
    total = f"SUM({_area(list(cells.values()))})"
    places = outcome.bloc.rules.group_places
    absent = [c for c in children if _may_be_absent(table, c, maxima)]
    if not absent:
        return _bounded(node, round_formula(total, places), maxima)
    na = quoted(wording.NOT_APPLICABLE)
    rescaled = total
    gone = "+".join(
        f"({cells[c.code]}={na})*{literal(worth)}" for c in absent if (worth := maxima[c.code])
    )
    if (full := scale(node, children, maxima)) and gone:
        top = literal(full)
        rescaled = f"{total}*IF({top}>{gone},{top}/({top}-({gone})),1)"
    body = _bounded(node, round_formula(rescaled, places), maxima)
    if len(absent) < len(children):
        return body
    all_gone = ",".join(f"{cells[c.code]}={na}" for c in children)
    return f"IF(AND({all_gone}),{na},{body})"


def _bounded(node: Criterion, text: str, maxima: Maxima) -> str:
    """An inner node's own limit and floor."""
    top, least = maxima[node.code], floor_of(node)
    if is_limited(node) and top is not None:
        text = f"MIN({text},{literal(top)})"
    return text if least is None else f"MAX({text},{literal(least)})"


def _area(cells: list[str]) -> str:
    """Children's cells, as a list: texts among them are ignored by SUM."""
    return ",".join(cells)


def _may_be_absent(table: ScoringTable, node: Criterion, maxima: Maxima) -> bool:
    """Whether a node can be wholly not applicable: a leaf by its policy, else all its children."""
    if table.is_leaf(node.code):
        return node.na is NaPolicy.RESCALE
    children = own_children(table, node, maxima)
    return all(_may_be_absent(table, child, maxima) for child in children)


def _raw_row(detail: DetailSheet, outcome: Outcome, root: Criterion) -> None:
    page = detail.page
    text = words.RAW_ROW.format(code=root.code)
    page.book.put(page.sheet, page.row, 0, "", "text_italic")
    page.book.put(page.sheet, page.row, 1, text, "text_italic")
    page.book.put(page.sheet, page.row, 2, "", "text_italic")
    for result in outcome.units:
        unit = result.unit.code
        is_own = root.code in detail.maxima[unit]
        formula = f"={_sum(detail, outcome, unit, root)}" if is_own else None
        value = layout.raw_root(outcome, result, root)
        _points(page, detail.columns[unit], formula, value, "points")
    page.height([(FIXED[1], text)])
    page.row += 1


def _points(page: Page, col: int, formula: str | None, value: Decimal | str, form: str) -> None:
    if formula is None:
        page.book.put(page.sheet, page.row, col, value, form)
    else:
        page.book.formula(page.sheet, page.row, col, formula, value, form)
