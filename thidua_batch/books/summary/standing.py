"""Sheets *Tổng hợp điểm* and *Xếp hạng*: totals, ranks and grades as live formulas.

Ranks compare rounded key columns under a flag (1 = ranked); the helper columns stand to the
right of the printed table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.detail import DetailSheet
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import vn, wording
from thidua_batch.core.model import Criterion, Section, UnitState
from thidua_batch.core.outcome import Outcome, UnitResult
from thidua_batch.core.scoring.base import (
    COMPARE_PLACES,
    literal,
    quoted,
    round_formula,
    round_points,
)
from thidua_batch.core.wording import summary as words

#: Excluded units stand after every rank in *Xếp hạng*, units without points last.
BLOCK = 1000
POINTS_WIDTH, HELPER_WIDTH = 12.0, 12.0


@dataclass(slots=True)
class Overview:
    """Columns of *Tổng hợp điểm* by name, and its rows by unit."""

    page: Page
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    keys: tuple[str, ...] = ()

    @property
    def first(self) -> int:
        """First unit's row."""
        return min(self.rows.values())

    @property
    def last(self) -> int:
        """Last unit's row."""
        return max(self.rows.values())

    def at(self, unit: str, column: str, *, local: bool = True) -> str:
        """Address of a unit's figure."""
        return self.page.at(self.rows[unit], self.columns[column], local=local)

    def span(self, column: str, *, local: bool = True) -> str:
        """Address of a column over all units."""
        return self.page.span(self.first, self.last, self.columns[column], local=local)


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    title: str
    width: float


def columns(outcome: Outcome) -> list[_Column]:
    """The printed columns, then the helper columns that ranks need."""
    shown = [_Column("no", words.NO, 6.0), _Column("unit", words.UNIT, 28.0)]
    roots = outcome.table.roots
    shown += [
        _Column(f"node:{r.code}", _root_title(r), POINTS_WIDTH + 1)
        for r in roots
        if r.section is Section.BASE
    ]
    shown.append(_Column("base", words.BASE, POINTS_WIDTH))
    if any(r.section is Section.BONUS for r in roots):
        shown.append(_Column("bonus_raw", words.BONUS_RAW, POINTS_WIDTH))
        shown.append(_Column("bonus", words.BONUS, POINTS_WIDTH))
    if any(r.section is Section.PENALTY for r in roots):
        shown.append(_Column("penalty", words.PENALTY, POINTS_WIDTH))
    shown.append(_Column("total", words.TOTAL, POINTS_WIDTH))
    if outcome.plan.ranks:
        shown += [_Column("rank", words.RANK, 7.0), _Column("grade", words.GRADE, 15.0)]
    shown.append(_Column("state", words.STATE, 22.0))
    return shown


def helpers(outcome: Outcome) -> list[_Column]:
    """Helper columns, outside the printed area."""
    if not outcome.plan.ranks:
        return []
    rules = outcome.bloc.rules
    found = [_Column("flag", words.FLAG, HELPER_WIDTH)]
    found.append(_Column("key0", words.KEY_TOTAL, HELPER_WIDTH))
    numbers = range(1, len(rules.tie_breaks) + 1)
    found += [_Column(f"key{i}", words.KEY.format(number=i), HELPER_WIDTH) for i in numbers]
    if rules.dense_rank:
        found.append(_Column("same", words.SAME, HELPER_WIDTH))
    found.append(_Column("order", words.ORDER, HELPER_WIDTH))
    return found


def _root_title(root: Criterion) -> str:
    if root.max_points is None:
        return words.GROUP_HEAD_NO_MAX.format(code=root.code, text=root.text)
    top = vn.format_number(root.max_points)
    return words.GROUP_HEAD.format(code=root.code, text=root.text, max=top)


def overview(page: Page, outcome: Outcome, detail: DetailSheet) -> Overview:
    """Write *Tổng hợp điểm*."""
    printed, extra = columns(outcome), helpers(outcome)
    head = page.heads([c.title for c in printed])
    sheet = Overview(page)
    sheet.columns = {c.name: i for i, c in enumerate(printed)}
    gap = len(printed) + 1
    for i, column in enumerate(extra, gap):
        sheet.columns[column.name] = i
        page.sheet.set_column(i, i, column.width)
        page.book.put(page.sheet, head, i, column.title, "head")
    if extra:
        page.book.put(page.sheet, head - 1, gap, words.HELPERS, "hidden")
    sheet.rows = {r.unit.code: page.row + i for i, r in enumerate(outcome.units)}
    sheet.keys = tuple(f"key{i}" for i in range(len(outcome.bloc.rules.tie_breaks) + 1))
    names = {r.unit.code: r.unit.label for r in outcome.units}
    for number, result in enumerate(outcome.units, 1):
        _unit_row(sheet, outcome, detail, result, number, names)
    page.row += 1
    for note in _notes(outcome):
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
    names: dict[str, str],
) -> None:
    page, remark = sheet.page, layout.status(result, names)
    _put(sheet, "no", number, "integer")
    _put(sheet, "unit", result.unit.name, "text")
    _put(sheet, "state", remark, "text")
    if result.is_scored:
        _figures(sheet, outcome, detail, result)
    else:
        for name in sheet.columns:
            if name not in {"no", "unit", "state"} and not _is_helper(name):
                _put(sheet, name, wording.DASH, "text_centre")
    if outcome.plan.ranks:
        _standing(sheet, outcome, detail, result, number)
    page.height(
        [
            (page.widths[sheet.columns["unit"]], result.unit.name),
            (page.widths[sheet.columns["state"]], remark),
        ]
    )
    page.row += 1


def _is_helper(name: str) -> bool:
    return name in {"flag", "same", "order"} or name.startswith("key")


def _put(sheet: Overview, column: str, value: object, form: str) -> None:
    page = sheet.page
    page.book.put(page.sheet, page.row, sheet.columns[column], value, form)


def _formula(sheet: Overview, column: str, text: str, value: object, form: str) -> None:
    page = sheet.page
    page.book.formula(page.sheet, page.row, sheet.columns[column], text, value, form)


def _figures(sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult) -> None:
    """Groups, base, bonus, penalty and total of a scored unit."""
    unit, rules = result.unit.code, outcome.bloc.rules
    places = rules.group_places
    for root in _roots(outcome, Section.BASE):
        value = layout.node_value(outcome, result, root)
        _formula(sheet, f"node:{root.code}", f"={detail.at(unit, root.code)}", value, "points")
    base = [sheet.at(unit, f"node:{r.code}") for r in _roots(outcome, Section.BASE)]
    sums = {
        "base": f"SUM({','.join(base)})" if base else "0",
        "bonus": _extra(outcome, detail, unit, Section.BONUS, rules.bonus_cap),
        "penalty": _extra(outcome, detail, unit, Section.PENALTY, rules.penalty_cap),
    }
    raw = [f"N({detail.raw(unit, r.code)})" for r in _roots(outcome, Section.BONUS)]
    if "bonus_raw" in sheet.columns:
        text = round_formula("+".join(raw), places)
        _formula(sheet, "bonus_raw", f"={text}", result.bonus_raw, "points")
    parts = {"base": result.base, "bonus": result.bonus, "penalty": result.penalty}
    for name, points in parts.items():
        if name in sheet.columns:
            _formula(sheet, name, f"={round_formula(sums[name], places)}", points, "points")
    total = _balance(sheet, unit, sums if _needs_unrounded(outcome) else None)
    if not rules.allow_negative_total:
        total = f"MAX(0,{total})"
    text = f"={round_formula(total, rules.total_places)}"
    _formula(sheet, "total", text, result.total, "points_bold")


def _roots(outcome: Outcome, section: Section) -> list[Criterion]:
    return [root for root in outcome.table.roots if root.section is section]


def _extra(
    outcome: Outcome, detail: DetailSheet, unit: str, section: Section, cap: Decimal | None
) -> str:
    """Bonus or penalty: the capped roots together, within the bloc's own cap."""
    parts = []
    for root in _roots(outcome, section):
        cell = f"N({detail.at(unit, root.code)})"
        if outcome.table.is_leaf(root.code) and root.max_points is not None:
            cell = f"MIN({cell},{literal(root.max_points)})"
        parts.append(cell)
    total = "+".join(parts) or "0"
    return total if cap is None else f"MIN({total},{literal(cap)})"


def _balance(sheet: Overview, unit: str, sums: dict[str, str] | None) -> str:
    """base + bonus − penalty, from the shown cells or from their unrounded texts."""
    text = ""
    for name, sign in (("base", ""), ("bonus", "+"), ("penalty", "-")):
        if name in sheet.columns:
            text += sign + (f"({sums[name]})" if sums else sheet.at(unit, name))
    return text


def _needs_unrounded(outcome: Outcome) -> bool:
    """Whether a part of the total is finer than the places in which parts are shown."""
    rules, table = outcome.bloc.rules, outcome.table
    flat = any(table.is_leaf(root.code) for root in table.roots)
    if flat and rules.criterion_places > rules.group_places:
        return True
    caps = [rules.bonus_cap, rules.penalty_cap, *(r.max_points for r in table.roots)]
    return any(c is not None and round_points(c, rules.group_places) != c for c in caps)


def _standing(
    sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult, number: int
) -> None:
    """Flag, keys, rank, grade and order of a unit."""
    unit = result.unit.code
    flag = int(result.state is UnitState.RANKED)
    _put(sheet, "flag", flag, "integer")
    for i, name in enumerate(sheet.keys):
        text, value = _key(sheet, outcome, detail, result, i)
        if result.is_scored:
            _formula(sheet, name, text, value, "number")
        else:
            _put(sheet, name, 0, "number")
    flag_at = sheet.at(unit, "flag")
    if outcome.bloc.rules.dense_rank:
        equal = "*".join(f"({sheet.span(k)}={sheet.at(unit, k)})" for k in sheet.keys)
        text = f"=IF({flag_at}=1,SUMPRODUCT(({sheet.span('flag')}=1)*{equal}),0)"
        _formula(sheet, "same", text, 1 + len(result.tied_with) if flag else 0, "integer")
    shown: int | str = result.rank if result.rank is not None else wording.DASH
    text = f"=IF({flag_at}=1,{_rank(sheet, outcome, unit)},{quoted(wording.DASH)})"
    _formula(sheet, "rank", text, shown, "rank")
    if result.is_scored:
        text, grade = _grade(sheet, outcome, result)
        _formula(sheet, "grade", text, grade, "text_centre")
    block = layout.order_class(result) * BLOCK
    place = Decimal(block + (result.rank or 0)) + Decimal(number) / BLOCK
    text = f"=ROUND(IF({flag_at}=1,{sheet.at(unit, 'rank')},{max(block, BLOCK)})+{number}/1000,3)"
    _formula(sheet, "order", text, place, "number")


def _key(
    sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult, index: int
) -> tuple[str, Decimal]:
    """Formula and value of a ranking key; the higher always stands first."""
    rules, unit = outcome.bloc.rules, result.unit.code
    places = max(rules.criterion_places, rules.group_places, rules.total_places)
    zero = Decimal(0)
    if index == 0:
        if rules.rank_on_rounded:
            return f"=ROUND(N({sheet.at(unit, 'total')}),{places})", result.total or zero
        text = _balance(sheet, unit, None)
        value = (result.base or zero) + (result.bonus or zero) - (result.penalty or zero)
    else:
        text, value = _tie(sheet, outcome, detail, result, rules.tie_breaks[index - 1])
    return f"=ROUND({text},{places})", value


def _tie(
    sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult, key: str
) -> tuple[str, Decimal]:
    unit, zero = result.unit.code, Decimal(0)
    if key == "penalty":
        cell = f"-{sheet.at(unit, key)}" if key in sheet.columns else "0"
        return cell, -(result.penalty or zero)
    if key == "bonus":
        return sheet.at(unit, key) if key in sheet.columns else "0", result.bonus or zero
    code = key.removeprefix("node:")
    if code not in detail.rows:
        return "0", zero
    node = next(c for c in outcome.table.criteria if c.code == code)
    value = layout.node_value(outcome, result, node)
    return f"N({detail.at(unit, code)})", value if isinstance(value, Decimal) else zero


def _rank(sheet: Overview, outcome: Outcome, unit: str) -> str:
    """1 + the number of ranked units that stand higher, compared key by key."""
    better = ""
    for key in reversed(sheet.keys):
        span, own = sheet.span(key), sheet.at(unit, key)
        higher = f"({span}>{own})"
        better = f"({higher}+({span}={own})*{better})" if better else higher
    flag = f"({sheet.span('flag')}=1)"
    if not outcome.bloc.rules.dense_rank:
        return f"1+SUMPRODUCT({flag}*{better})"
    same = sheet.span("same")
    return f"1+ROUND(SUMPRODUCT({flag}*{better}/({same}+({same}=0))),0)"


def _grade(sheet: Overview, outcome: Outcome, result: UnitResult) -> tuple[str, str]:
    """Nested IFs over the grades; the text of an excluded unit stands in the formula."""
    unit = result.unit.code
    text = quoted(wording.DASH)
    for step in reversed(outcome.bloc.rules.grades):
        tests = []
        if step.min_total is not None:
            tests.append(f"{sheet.at(unit, 'total')}>={literal(step.min_total)}")
        if step.min_group_share is not None:
            tests += [
                f"{_share(sheet, unit, root)}>={literal(step.min_group_share)}"
                for root in _roots(outcome, Section.BASE)
                if root.max_points
            ]
        if not tests:
            text = quoted(step.name)
        else:
            test = tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"
            text = f"IF({test},{quoted(step.name)},{text})"
    unranked = excluded_text(result)
    value = unranked if result.state is not UnitState.RANKED else result.grade or wording.DASH
    flag = sheet.at(unit, "flag")
    return f"=IF({flag}=1,{text},{quoted(unranked)})", value


def _share(sheet: Overview, unit: str, root: Criterion) -> str:
    """A group's share of its maximum; a group that does not apply passes every test."""
    cell = sheet.at(unit, f"node:{root.code}")
    share = round_formula(f"N({cell})/{literal(root.max_points or Decimal(1))}", COMPARE_PLACES)
    return f"IF({cell}={quoted(wording.NOT_APPLICABLE)},1,{share})"


def excluded_text(result: UnitResult) -> str:
    """What stands in place of a grade: "Không xếp loại (E1)", or a dash."""
    if result.exclusion is None:
        return wording.DASH
    return f"{wording.EXCLUDED} ({result.exclusion.code})"


def _notes(outcome: Outcome) -> list[str]:
    """Rules of ties and grades in words, under the table."""
    rules = outcome.bloc.rules
    if not outcome.plan.ranks:
        return []
    named = []
    for key in rules.tie_breaks:
        if key == "bonus":
            named.append(words.TIE_BONUS)
        elif key == "penalty":
            named.append(words.TIE_PENALTY)
        else:
            named.append(words.TIE_NODE.format(code=key.removeprefix("node:")))
    found = [words.TIE_BREAKS.format(keys="; ".join(named)) if named else words.NO_TIE_BREAK]
    grades = []
    for step in rules.grades:
        tests = []
        if step.min_total is not None:
            tests.append(words.GRADE_TOTAL.format(points=vn.format_number(step.min_total)))
        if step.min_group_share is not None:
            share = vn.format_number(step.min_group_share * 100) + "%"
            tests.append(words.GRADE_SHARE.format(share=share))
        grades.append(f"{step.name}: {', '.join(tests) or words.GRADE_REST}")
    if grades:
        found.append(words.GRADES.format(grades="; ".join(grades)))
    return found


def ranking_columns(table: Overview) -> list[str]:
    """Columns of *Xếp hạng*, by their names in *Tổng hợp điểm*."""
    wanted = ("rank", "unit", "base", "bonus", "penalty", "total", "grade", "state")
    return [name for name in wanted if name in table.columns]


def ranking_widths(table: Overview) -> tuple[float, ...]:
    """Their widths."""
    return tuple(table.page.widths[table.columns[name]] for name in ranking_columns(table))


def ranking(page: Page, outcome: Outcome, table: Overview) -> None:
    """Write *Xếp hạng*: units by rank, looked up live in *Tổng hợp điểm*."""
    names = ranking_columns(table)
    titles = {
        "rank": words.RANK, "unit": words.UNIT, "base": words.BASE, "bonus": words.BONUS,
        "penalty": words.PENALTY, "total": words.TOTAL, "grade": words.GRADE,
        "state": words.STATE,
    }  # fmt: skip
    head = page.heads([titles[name] for name in names])
    position = len(names) + 1
    page.book.put(page.sheet, head - 1, position, words.HELPERS, "hidden")
    page.book.put(page.sheet, head, position, words.POSITION, "head")
    labels = {r.unit.code: r.unit.label for r in outcome.units}
    order = table.span("order", local=False)
    for number, result in enumerate(layout.in_order(outcome), 1):
        place = page.at(page.row, position, local=True)
        at = table.rows[result.unit.code] - table.first + 1
        text = f"=MATCH(SMALL({order},{number}),{order},0)"
        page.book.formula(page.sheet, page.row, position, text, at, "integer")
        values = _shown(result, labels)
        for col, name in enumerate(names):
            text = f"INDEX({table.span(name, local=False)},{place})"
            text = f'={text}&""' if name == "state" else f"={text}"
            page.book.formula(page.sheet, page.row, col, text, values[name], _FORMS[name])
        page.height([(page.widths[1], result.unit.name), (page.widths[-1], str(values["state"]))])
        page.row += 1
    layout.finish(page, head=head, freeze=(head + 1, 2))
    page.sheet.print_area(0, 0, page.row, len(names) - 1)


_FORMS = {
    "rank": "rank", "unit": "text", "base": "points", "bonus": "points", "penalty": "points",
    "total": "points_bold", "grade": "text_centre", "state": "text",
}  # fmt: skip


def _shown(result: UnitResult, labels: dict[str, str]) -> dict[str, object]:
    """Stored values of a row of *Xếp hạng*."""

    def figure(value: Decimal | None) -> Decimal | str:
        return wording.DASH if value is None else value

    grade = result.grade or excluded_text(result)
    return {
        "rank": result.rank if result.rank is not None else wording.DASH,
        "unit": result.unit.name,
        "base": figure(result.base),
        "bonus": figure(result.bonus),
        "penalty": figure(result.penalty),
        "total": figure(result.total),
        "grade": grade,
        "state": layout.status(result, labels),
    }
