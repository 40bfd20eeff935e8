"""Grades of *Tổng hợp điểm* as live formulas: conditions, then quotas in helper columns.

A grade is counted by its place in the list (1 is the best, 0 none); each quota has a column that
pushes those beyond it to the next place.
"""

from __future__ import annotations

from decimal import Decimal

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.board import Overview, roots
from thidua_batch.books.summary.data import TARGET, USED, WIDTHS, DataSheet
from thidua_batch.books.summary.detail import FIXED, DetailSheet
from thidua_batch.core import grading, vn, wording
from thidua_batch.core.grading import base_index, has_quota, places_formula
from thidua_batch.core.kinds import Section, UnitState
from thidua_batch.core.model import Criterion, Grade, Rules
from thidua_batch.core.outcome import Outcome, UnitResult
from thidua_batch.core.scoring.base import COMPARE_PLACES, literal, quoted, round_formula
from thidua_batch.core.wording import summary as words

#: Column of *Số liệu* that says how far an indicator stays below its target.
SHORT = len(WIDTHS) + 1


def limited(rules: Rules) -> list[int]:
    """Places of the grades that have a quota."""
    return [i for i in range(len(rules.grades)) if has_quota(rules, i)]


def fill(sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult) -> None:
    """Grade of a unit and the helper columns that it needs."""
    rules, unit = outcome.bloc.rules, result.unit.code
    _measures(sheet, outcome, detail, result)
    steps = _steps(sheet, outcome, detail, result)
    if not result.is_scored:
        return
    flag, unranked = sheet.at(unit, "flag"), excluded_text(result)
    is_ranked = result.state is UnitState.RANKED
    value = (result.grade or wording.DASH) if is_ranked else unranked
    if not steps:
        text = _by_conditions(sheet, outcome, detail, result, names=True)
        text = f"=IF({flag}=1,{text},{quoted(unranked)})"
        sheet.formula("grade", text, value, "text_centre")
        return
    text = f"=IF({flag}=1,{_named(rules, sheet.at(unit, steps[-1]))},{quoted(unranked)})"
    sheet.formula("grade", text, value, "text_centre")
    text = f"=IF({flag}=1,{_named(rules, sheet.at(unit, steps[0]))},{quoted(wording.DASH)})"
    before = result.grade_before or result.grade or wording.DASH
    sheet.formula("before", text, before if is_ranked else wording.DASH, "text_centre")


def _steps(sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult) -> list[str]:
    """The grade's place by conditions, then after each quota; names of the columns."""
    rules, unit = outcome.bloc.rules, result.unit.code
    columns = ["step", *(f"step{i}" for i in limited(rules))]
    if len(columns) == 1:
        return []
    if result.state is not UnitState.RANKED:
        for name in columns:
            sheet.put(name, 0, "integer")
        return columns
    names = [g.name for g in rules.grades]
    first = result.grade_before or result.grade
    at = names.index(first) if first in names else -1
    last = names.index(result.grade) if result.grade in names else -1
    text = _by_conditions(sheet, outcome, detail, result, names=False)
    sheet.formula("step", f"={text}", at + 1, "integer")
    for before, name, i in zip(columns, columns[1:], limited(rules), strict=False):
        own = sheet.at(unit, before)
        inside = (
            f"SUMPRODUCT(({sheet.span(before)}={i + 1})*({sheet.span('flag')}=1)"
            f"*({sheet.span('rank')}<={sheet.at(unit, 'rank')}))"
        )
        text = f"IF({inside}<={_places(sheet, rules, i)},{i + 1},{i + 2})"
        if at == i:
            at = min(last, i + 1)
        sheet.formula(name, f"=IF({own}={i + 1},{text},{own})", at + 1, "integer")
    return columns


def _places(sheet: Overview, rules: Rules, index: int) -> str:
    """Places of a limited grade."""
    worst = base_index(rules, index)
    if worst is None:
        base = f"SUM({sheet.span('flag')})"
    else:
        first = sheet.span("step")
        base = f"SUMPRODUCT(({first}>=1)*({first}<={worst + 1}))"
    share = rules.grades[index].quota_share or Decimal(0)
    return places_formula(share, base, rules.quota_rounding)


def _named(rules: Rules, step: str) -> str:
    """The name of the grade at a place."""
    text = quoted(wording.DASH)
    for i, grade in reversed(list(enumerate(rules.grades, 1))):
        text = f"IF({step}={i},{quoted(grade.name)},{text})"
    return text


def _by_conditions(
    sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult, *, names: bool
) -> str:
    """Nested IFs over the grades, giving their names or their places."""
    text = quoted(wording.DASH) if names else "0"
    for i, step in reversed(list(enumerate(outcome.bloc.rules.grades, 1))):
        mark = quoted(step.name) if names else str(i)
        tests = _tests(sheet, outcome, detail, result, step)
        if not tests:
            text = mark
        else:
            test = tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"
            text = f"IF({test},{mark},{text})"
    return text


def _tests(
    sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult, step: Grade
) -> list[str]:
    unit, tests = result.unit.code, []
    if step.min_total is not None:
        tests.append(f"{sheet.at(unit, 'total')}>={literal(step.min_total)}")
    if step.min_group_share is not None:
        tests += [
            f"{_share(sheet, unit, root, top)}>={literal(step.min_group_share)}"
            for root in roots(outcome, Section.BASE)
            if (top := detail.maxima[unit].get(root.code))
        ]
    if step.min_criterion_share is not None:
        tests.append(f"{sheet.at(unit, 'least')}>={literal(step.min_criterion_share)}")
    if step.min_targets is not None:
        tests.append(f"{sheet.at(unit, 'met')}>={literal(step.min_targets)}")
    if step.max_shortfall is not None:
        tests.append(f"{sheet.at(unit, 'short')}<={literal(step.max_shortfall)}")
    return tests


def _share(sheet: Overview, unit: str, root: Criterion, top: Decimal) -> str:
    """A group's share of its maximum; a group that does not apply passes every test."""
    cell = sheet.at(unit, f"node:{root.code}")
    share = round_formula(f"N({cell})/{literal(top)}", COMPARE_PLACES)
    return f"IF({cell}={quoted(wording.NOT_APPLICABLE)},1,{share})"


# --- what the conditions measure ----------------------------------------------------------


def _measures(sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult) -> None:
    """Least share of a criterion, share of targets met, largest shortfall of a unit."""
    unit = result.unit.code
    found = grading.measures(outcome.table, result)
    one, zero = Decimal(1), Decimal(0)
    criteria, targets = detail.shares.get(unit), sheet.targets.get(unit)
    met = f"COUNTIF({targets},0)/COUNT({targets})"
    for name, area, text, nothing, value in (
        ("least", criteria, f"MIN({criteria})", one, found.criteria),
        ("met", targets, round_formula(met, COMPARE_PLACES), one, found.met),
        ("short", targets, f"MAX({targets})", zero, found.shortfall),
    ):
        if name not in sheet.columns:
            continue
        if area is None or not result.is_scored:
            sheet.put(name, nothing if result.is_scored else zero, "number")
            continue
        text = f"=IF(COUNT({area})=0,{literal(nothing)},{text})"  # noqa: PLW2901
        sheet.formula(name, text, nothing if value is None else value, "number")


def shares(detail: DetailSheet, outcome: Outcome) -> None:
    """Each base criterion's share of its maximum, right of the printed part of *Chi tiết*."""
    grades = outcome.bloc.rules.grades if outcome.plan.ranks else ()
    if not any(g.min_criterion_share is not None for g in grades):
        return
    page = detail.page
    leaves = [x for x in outcome.table.leaves if x.section is Section.BASE and x.max_points]
    first = len(FIXED) + len(outcome.units) + 1
    page.book.put(page.sheet, detail.head - 1, first, words.SHARES, "hidden")
    for col, result in enumerate((r for r in outcome.units if r.is_scored), first):
        unit = result.unit.code
        page.sheet.set_column(col, col, 12.0)
        page.book.put(page.sheet, detail.head, col, result.unit.label, "head")
        for leaf in leaves:
            if leaf.code in detail.maxima[unit]:
                _criterion_share(detail, outcome, result, leaf, col)
        rows = detail.rows.values()
        detail.shares[unit] = page.span(min(rows), max(rows), col)


def _criterion_share(
    detail: DetailSheet, outcome: Outcome, result: UnitResult, leaf: Criterion, col: int
) -> None:
    page, top = detail.page, leaf.max_points or Decimal(1)
    cell = detail.at(result.unit.code, leaf.code, local=True)
    got = layout.points_of(result.criterion(leaf.code))
    value = grading.share(got, top) if isinstance(got, Decimal) else ""
    if got == wording.NOT_SCORED:
        value = Decimal(0)
    part = round_formula(f"{cell}/{literal(top)}", COMPARE_PLACES)
    blank = f'IF({cell}={quoted(wording.NOT_SCORED)},0,"")'
    text = f"=IF(ISNUMBER({cell}),{part},{blank})"
    page.book.formula(page.sheet, detail.rows[leaf.code], col, text, value, "number")


def targets(data: DataSheet, outcome: Outcome) -> dict[str, str]:
    """How far every indicator stays below its target, right of *Số liệu*; areas by unit."""
    grades = outcome.bloc.rules.grades if outcome.plan.ranks else ()
    if all(g.min_targets is None and g.max_shortfall is None for g in grades):
        return {}
    page, areas = data.page, {}
    page.sheet.set_column(SHORT, SHORT, 12.0)
    page.book.put(page.sheet, data.first - 1, SHORT, words.SHORTFALL, "head")
    page.sheet.print_area(0, 0, data.last, len(WIDTHS) - 1)
    for result in outcome.units:
        rows = []
        for criterion in result.criteria:
            for fact in criterion.facts:
                if fact.target is None:
                    continue
                row = data.rows[result.unit.code, criterion.code, fact.line]
                value = grading.shortfall(fact)
                text = _shortfall(page.at(row, USED, local=True), page.at(row, TARGET, local=True))
                shown = "" if value is None else value
                page.book.formula(page.sheet, row, SHORT, text, shown, "number")
                rows.append(row)
        if rows:
            areas[result.unit.code] = page.span(min(rows), max(rows), SHORT)
    return areas


def _shortfall(used: str, target: str) -> str:
    """The twin of `grading.shortfall`."""
    places = COMPARE_PLACES
    least = literal(Decimal(1).scaleb(-places))
    met = f"ROUND({used},{places})>=ROUND({target},{places})"
    short = f"MAX({round_formula(f'1-{used}/{target}', places)},{least})"
    number = f"IF({met},0,IF(ROUND({target},{places})<=0,1,{short}))"
    na = f'IF({used}={quoted(wording.NOT_APPLICABLE)},"",1)'
    return f"=IF(ISNUMBER({used}),{number},{na})"


# --- words --------------------------------------------------------------------------------


def excluded_text(result: UnitResult) -> str:
    """What stands in place of a grade: "Không xếp loại (E1)", or a dash."""
    if result.exclusion is None:
        return wording.DASH
    return f"{wording.EXCLUDED} ({result.exclusion.code})"


def percent(share: Decimal) -> str:
    """A share of one as people write it: "20%"."""
    return vn.format_number(share * 100) + "%"


def notes(rules: Rules) -> list[str]:
    """Rules of grades in words, under the table."""
    if not rules.grades:
        return []
    said = []
    for i, step in enumerate(rules.grades):
        shares = (
            (step.min_group_share, words.GRADE_SHARE),
            (step.min_criterion_share, words.GRADE_CRITERION),
            (step.min_targets, words.GRADE_TARGETS),
            (step.max_shortfall, words.GRADE_SHORTFALL),
        )
        tests = [shape.format(share=percent(value)) for value, shape in shares if value is not None]
        if step.min_total is not None:
            total = words.GRADE_TOTAL.format(points=vn.format_number(step.min_total))
            tests.insert(0, total)
        if has_quota(rules, i):
            tests.append(_quota_text(rules, step, base_index(rules, i)))
        said.append(f"{step.name}: {', '.join(tests) or words.GRADE_REST}")
    found = [words.GRADES.format(grades="; ".join(said))]
    return [*found, words.GRADE_QUOTA_NOTE] if limited(rules) else found


def _quota_text(rules: Rules, step: Grade, worst: int | None) -> str:
    base = words.BASE_RANKED
    if worst is not None:
        base = words.BASE_GRADED.format(grade=rules.grades[worst].name)
    return words.GRADE_QUOTA.format(
        share=percent(step.quota_share or Decimal(0)),
        base=base,
        rounding=words.ROUNDINGS[rules.quota_rounding.value],
    )
