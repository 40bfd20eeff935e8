"""Sheet *Tổng hợp điểm*: groups, extras and totals of every unit as live formulas.

The helper columns that ranks need stand to the right of the printed table.
"""

from __future__ import annotations

from decimal import Decimal

from thidua_batch.books.summary import grades, layout, ranks
from thidua_batch.books.summary.board import Overview, balance, columns, helpers, roots
from thidua_batch.books.summary.data import DataSheet
from thidua_batch.books.summary.detail import DetailSheet
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import wording
from thidua_batch.core.kinds import Section, UnitState
from thidua_batch.core.outcome import Outcome, UnitResult
from thidua_batch.core.scoring.base import literal, quoted, round_formula, round_points
from thidua_batch.core.wording import summary as words


def overview(page: Page, outcome: Outcome, detail: DetailSheet, facts: DataSheet) -> Overview:
    """Write *Tổng hợp điểm*."""
    printed, extra = columns(outcome), helpers(outcome)
    head = page.heads([c.title for c in printed])
    grades.shares(detail, outcome)
    sheet = Overview(page, targets=grades.targets(facts, outcome))
    sheet.columns = {c.name: i for i, c in enumerate(printed)}
    gap = len(printed) + 1
    for i, column in enumerate(extra, gap):
        sheet.columns[column.name] = i
        page.sheet.set_column(i, i, column.width)
        page.book.put(page.sheet, head, i, column.title, "head")
    if extra:
        page.book.put(page.sheet, head - 1, gap, words.HELPERS, "hidden")
    sheet.rows = {r.unit.code: page.row + i for i, r in enumerate(outcome.units)}
    sheet.helpers = frozenset(column.name for column in extra)
    sheet.keys = tuple(f"key{i}" for i in range(len(outcome.bloc.rules.tie_breaks) + 1))
    for number, result in enumerate(outcome.units, 1):
        _unit_row(sheet, outcome, detail, result, number)
    page.row += 1
    for note in ranks.notes(outcome):
        page.line(note, "italic")
    wide = sum(page.widths) > layout.PORTRAIT_WIDTH
    layout.finish(page, head=head, freeze=(head + 1, 2), landscape=wide)
    page.sheet.print_area(0, 0, page.row, len(printed) - 1)
    return sheet


def _unit_row(
    sheet: Overview,
    outcome: Outcome,
    detail: DetailSheet,
    result: UnitResult,
    number: int,
) -> None:
    page, remark = sheet.page, layout.status(result)
    sheet.put("no", number, "integer")
    sheet.put("unit", result.unit.name, "text")
    if result.state in {UnitState.RANKED, UnitState.SCORED} and result.is_scored:
        sheet.formula("state", _remark(sheet, detail, result), remark, "text_centre")
    else:
        sheet.put("state", remark, "text_centre")
    if result.is_scored:
        _figures(sheet, outcome, detail, result)
    else:
        for name in sheet.columns:
            if name not in {"no", "unit", "state"} | sheet.helpers:
                sheet.put(name, wording.DASH, "text_centre")
    if outcome.plan.ranks:
        ranks.fill(sheet, outcome, detail, result, number)
    page.height(
        [
            (page.widths[sheet.columns["unit"]], result.unit.name),
            (page.widths[sheet.columns["state"]], remark),
        ]
    )
    page.row += 1


def _remark(sheet: Overview, detail: DetailSheet, result: UnitResult) -> str:
    """The remark of a scored unit as a formula: shared rank, criteria not yet scored."""
    unit = result.unit.code
    blank = f"COUNTIF({detail.column(unit)},{quoted(wording.NOT_SCORED)})>0"
    if "same" not in sheet.columns:
        return f'=IF({blank},{quoted(words.INCOMPLETE)},"")'
    same = sheet.at(unit, "same")
    before, after = words.TIED.split("{count}")
    tied = f'IF({same}>1,{quoted(before)}&{same}&{quoted(after)},"")'
    also = f"IF({same}>1,{quoted(words.JOIN)},{quoted('')})&{quoted(words.INCOMPLETE)}"
    return f'={tied}&IF({blank},{also},"")'


def _figures(sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult) -> None:
    """Groups, base, bonus, penalty and total of a scored unit."""
    unit, rules = result.unit.code, outcome.bloc.rules
    places = rules.group_places
    for root in roots(outcome, Section.BASE):
        value = layout.node_value(outcome, result, root)
        sheet.formula(f"node:{root.code}", f"={detail.at(unit, root.code)}", value, "points")
    base = [sheet.at(unit, f"node:{r.code}") for r in roots(outcome, Section.BASE)]
    sums = {
        "base": f"SUM({','.join(base)})" if base else "0",
        "bonus": _extra(outcome, detail, unit, Section.BONUS, rules.bonus_cap),
        "penalty": _extra(outcome, detail, unit, Section.PENALTY, rules.penalty_cap),
    }
    raw = [f"N({detail.raw(unit, r.code)})" for r in roots(outcome, Section.BONUS)]
    if "bonus_raw" in sheet.columns:
        text = round_formula("+".join(raw), places)
        sheet.formula("bonus_raw", f"={text}", result.bonus_raw, "points")
    parts = {"base": result.base, "bonus": result.bonus, "penalty": result.penalty}
    for name, points in parts.items():
        if name in sheet.columns:
            sheet.formula(name, f"={round_formula(sums[name], places)}", points, "points")
    total = balance(sheet, unit, sums if _needs_unrounded(outcome) else None)
    if not rules.allow_negative_total:
        total = f"MAX(0,{total})"
    text = f"={round_formula(total, rules.total_places)}"
    sheet.formula("total", text, result.total, "points_bold")


def _extra(
    outcome: Outcome, detail: DetailSheet, unit: str, section: Section, cap: Decimal | None
) -> str:
    """Bonus or penalty: the capped roots together, within the bloc's own cap."""
    parts = []
    for root in roots(outcome, section):
        cell = f"N({detail.at(unit, root.code)})"
        if outcome.table.is_leaf(root.code) and root.max_points is not None:
            cell = f"MIN({cell},{literal(root.max_points)})"
        parts.append(cell)
    total = "+".join(parts) or "0"
    return total if cap is None else f"MIN({total},{literal(cap)})"


def _needs_unrounded(outcome: Outcome) -> bool:
    """Whether a part of the total is finer than the places in which parts are shown."""
    rules, table = outcome.bloc.rules, outcome.table
    flat = any(table.is_leaf(root.code) for root in table.roots)
    if flat and rules.criterion_places > rules.group_places:
        return True
    caps = [rules.bonus_cap, rules.penalty_cap, *(r.max_points for r in table.roots)]
    return any(c is not None and round_points(c, rules.group_places) != c for c in caps)
