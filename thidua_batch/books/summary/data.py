"""Sheet *Số liệu*: one row per unit × fact line, from which every point is computed.

Declared, accepted, used and the line's points stand side by side; only `accepted` is unlocked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import scoring, wording
from thidua_batch.core.model import Criterion, Value
from thidua_batch.core.outcome import CriterionResult, FactResult, Outcome, UnitResult
from thidua_batch.core.scoring.base import Formula, LineRef, Refs, line_formula, quoted
from thidua_batch.core.scoring.base import total_formula as wrap_total
from thidua_batch.core.wording import summary as words

WIDTHS = (8.0, 22.0, 8.0, 11.0, 38.0, 13.0, 10.0, 9.0, 13.0, 13.0, 13.0, 11.0)
HEADS = (
    words.UNIT_CODE, words.UNIT, words.CRITERION, words.LINE, words.TEXT, words.MEASURE,
    words.TARGET, words.WEIGHT, words.DECLARED, words.ACCEPTED, words.USED, words.LINE_POINTS,
)  # fmt: skip
TARGET, WEIGHT, DECLARED, ACCEPTED, USED, POINTS = 6, 7, 8, 9, 10, 11


@dataclass(slots=True)
class DataSheet:
    """Where every fact stands, and the Excel text of every unit × criterion."""

    page: Page
    rows: dict[tuple[str, str, str], int] = field(default_factory=dict)
    totals: dict[tuple[str, str], str] = field(default_factory=dict)
    first: int = 0
    last: int = 0

    def used(self, unit: str, criterion: str, line: str) -> str:
        """Address of the fact that counts."""
        return self.page.at(self.rows[unit, criterion, line], USED)

    def points(self, unit: str, criterion: str, line: str) -> str:
        """Address of the line's points."""
        return self.page.at(self.rows[unit, criterion, line], POINTS)


def fill(page: Page, outcome: Outcome) -> DataSheet:
    """Write all facts of all units that were scored."""
    head = page.heads(HEADS)
    data = DataSheet(page, first=page.row, last=page.row)
    for result in outcome.units:
        for criterion in result.criteria:
            _criterion(data, outcome, result, criterion)
    data.last = max(data.first, page.row - 1)
    layout.finish(page, head=head, freeze=(head + 1, 3), landscape=True)
    page.sheet.autofilter(head, 0, data.last, len(HEADS) - 1)
    return data


def _criterion(
    data: DataSheet, outcome: Outcome, result: UnitResult, scored: CriterionResult
) -> None:
    if not scored.facts:
        return
    page, unit = data.page, result.unit
    leaf = next(c for c in outcome.table.leaves if c.code == scored.code)
    first = page.row
    last = first + len(scored.facts) - 1
    codes = [fact.line for fact in scored.facts]
    rules = scoring.rule_lines(outcome.table, leaf, unit.code)
    method = scoring.method_of(leaf)
    here = _refs(page, codes, first, last, local=True)
    away = _refs(page, codes, first, last, local=False)
    lines = method.formula(here, leaf, rules).lines
    total: Formula = method.formula(away, leaf, rules)
    places = outcome.bloc.rules.criterion_places
    data.totals[unit.code, leaf.code] = wrap_total(total.total, away, leaf, places)
    for fact in scored.facts:
        data.rows[unit.code, leaf.code, fact.line] = page.row
        expression = _whole(lines[fact.line], here, len(codes))
        formula = line_formula(expression, here.lines[fact.line])
        _fact(page, result, leaf, fact, formula)


def _whole(expression: str, refs: Refs, count: int) -> str:
    """A criterion with a blank or N/A line has no points at all, so neither have its lines."""
    if count == 1:
        return expression
    span, na = refs.used_range, quoted(wording.NOT_APPLICABLE)
    return f'IF(COUNTBLANK({span})+COUNTIF({span},{na})>0,"",{expression})'


def _refs(page: Page, codes: Sequence[str], first: int, last: int, *, local: bool) -> Refs:
    lines: Mapping[str, LineRef] = {
        code: LineRef(
            used=page.at(row, USED, local=local),
            target=page.at(row, TARGET, local=local),
            weight=page.at(row, WEIGHT, local=local),
            points=page.at(row, POINTS, local=local),
        )
        for row, code in enumerate(codes, first)
    }
    return Refs(
        lines,
        used_range=page.span(first, last, USED, local=local),
        weight_range=page.span(first, last, WEIGHT, local=local),
        points_range=page.span(first, last, POINTS, local=local),
    )


def _fact(page: Page, result: UnitResult, leaf: Criterion, fact: FactResult, points: str) -> None:
    row = page.row
    page.put(
        (
            (result.unit.code, "text_centre"),
            (result.unit.label, "text"),
            (leaf.code, "text_centre"),
            (fact.line, "text_centre"),
            (fact.text or leaf.text, "text"),
            (fact.unit_of_measure, "text_centre"),
            (fact.target, "number"),
            (fact.weight, "number"),
            (fact.declared, layout.fact_cell(fact.declared)),
            (fact.accepted, layout.fact_cell(fact.accepted, number="input_number", text="input")),
        )
    )
    declared = page.at(row, DECLARED, local=True)
    accepted = page.at(row, ACCEPTED, local=True)
    page.book.formula(
        page.sheet, row, USED,
        f'=IF({accepted}<>"",{accepted},IF({declared}="","",{declared}))',
        _stored(fact.used), layout.fact_cell(fact.used),
    )  # fmt: skip
    page.book.formula(page.sheet, row, POINTS, points, fact.points, "points")


def _stored(value: Value | None) -> Value:
    return "" if value is None else value
