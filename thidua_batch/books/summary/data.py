"""Sheet *Số liệu*: one row per unit × line, from which every point is computed.

Declared, accepted and used stand side by side, then the value that is computed with and the
line's points before and after its cap and choice; only `accepted` is unlocked. A computed line
(rate, steps, condition) follows from the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import gather, scoring
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import Criterion, Value
from thidua_batch.core.outcome import CriterionResult, FactResult, Outcome, UnitResult
from thidua_batch.core.scoring.base import LineRef, Peer, Refs
from thidua_batch.core.scoring.cells import LineCells, cells
from thidua_batch.core.wording import summary as words

WIDTHS = (8.0, 22.0, 8.0, 11.0, 38.0, 13.0, 10.0, 9.0, 13.0, 13.0, 13.0, 11.0, 11.0, 11.0)
HEADS = (
    words.UNIT_CODE, words.UNIT, words.CRITERION, words.LINE, words.TEXT, words.MEASURE,
    words.TARGET, words.WEIGHT, words.DECLARED, words.ACCEPTED, words.USED, words.VALUE_USED,
    words.RAW_POINTS, words.LINE_POINTS,
)  # fmt: skip
TARGET, WEIGHT, DECLARED, ACCEPTED, USED, VALUE, RAW, POINTS = range(6, 14)


@dataclass(slots=True)
class DataSheet:
    """Where every line stands, and the Excel text of every unit × criterion."""

    page: Page
    outcome: Outcome
    rows: dict[tuple[str, str, str], int] = field(default_factory=dict)
    totals: dict[tuple[str, str], str] = field(default_factory=dict)
    values: set[tuple[str, str, str]] = field(default_factory=set)
    first: int = 0
    last: int = 0

    def used(self, unit: str, criterion: str, line: str) -> str:
        """Address of the fact that counts."""
        return self.page.at(self.rows[unit, criterion, line], USED)

    def points(self, unit: str, criterion: str, line: str) -> str:
        """Address of the line's points."""
        return self.page.at(self.rows[unit, criterion, line], POINTS)

    def refs(self, unit: str, scored: CriterionResult, *, local: bool) -> Refs:
        """References to all lines of a unit's criterion, to its other facts and its peers."""
        codes = [fact.line for fact in scored.facts]
        places = [self.rows[unit, scored.code, code] for code in codes]
        return Refs(
            lines={code: self._line((unit, scored.code, code), local=local) for code in codes},
            span=self.page.span(places[0], places[-1], USED, local=local),
            elsewhere=self._elsewhere(unit, scored.code, local=local),
            peers={code: self._peers(scored, code, local=local) for code in codes},
            holidays=self.outcome.bloc.rules.holidays,
        )

    def _elsewhere(self, unit: str, criterion: str, *, local: bool) -> dict[str, str]:
        """Value cells that conditions of the criterion name as "criterion/line"."""
        named = [x.when for x in self.outcome.table.lines_of(criterion) if "/" in x.when]
        if not named:
            return {}
        found = {}
        for owner, code, line in self.rows:
            if owner == unit and code != criterion:
                ref = self._line((owner, code, line), local=local)
                relative = scoring.method_of(_leaf(self.outcome, code)).RELATIVE
                # There the value cell holds what peers are compared by, not the fact.
                found[f"{code}/{line}"] = ref.used if relative else ref.value
        return found

    def _line(self, key: tuple[str, str, str], *, local: bool) -> LineRef:
        row = self.rows[key]
        cols = (USED, VALUE if key in self.values else USED, RAW, POINTS, TARGET, WEIGHT)
        return LineRef(*(self.page.at(row, col, local=local) for col in cols))

    def _peers(self, scored: CriterionResult, code: str, *, local: bool) -> list[Peer]:
        """The same line of all units that relative methods compare."""
        leaf = _leaf(self.outcome, scored.code)
        if not scoring.method_of(leaf).RELATIVE:
            return []
        found = []
        for result in self.outcome.units:
            theirs = result.criterion(scored.code)
            apart = result.state is UnitState.EXCLUDED
            if theirs is None or (apart and not self.outcome.bloc.rules.excluded_are_peers):
                continue
            for fact in theirs.facts:
                if fact.line == code:
                    key = (result.unit.code, scored.code, code)
                    found.append(Peer(value=self._line(key, local=local).value, target=fact.target))
        return found


def _leaf(outcome: Outcome, code: str) -> Criterion:
    return next(c for c in outcome.table.leaves if c.code == code)


def fill(page: Page, outcome: Outcome) -> DataSheet:
    """Write all lines of all units that were scored."""
    head = page.heads(HEADS)
    data = DataSheet(page, outcome, first=page.row, last=page.row)
    _plan(data)
    for result in outcome.units:
        for criterion in result.criteria:
            _criterion(data, result, criterion)
    data.last = max(data.first, page.row - 1)
    layout.finish(page, head=head, freeze=(head + 1, 3), landscape=True)
    page.sheet.autofilter(head, 0, data.last, len(HEADS) - 1)
    return data


def _plan(data: DataSheet) -> None:
    """Give every line its row before any formula looks at it."""
    row = data.page.row
    for result in data.outcome.units:
        for scored in result.criteria:
            leaf = _leaf(data.outcome, scored.code)
            relative = scoring.method_of(leaf).RELATIVE
            lines = scoring.lines(data.outcome.table, leaf, result.unit.code)
            for line in lines:
                key = (result.unit.code, scored.code, line.code)
                data.rows[key] = row
                if line.due or relative:
                    data.values.add(key)
                row += 1


def _criterion(data: DataSheet, result: UnitResult, scored: CriterionResult) -> None:
    if not scored.facts:
        return
    outcome, unit = data.outcome, result.unit.code
    leaf = _leaf(outcome, scored.code)
    rules = scoring.rule_lines(outcome.table, leaf, unit)
    method, places = scoring.method_of(leaf), outcome.bloc.rules.criterion_places
    here = cells(method, leaf, rules, data.refs(unit, scored, local=True), places)
    away = cells(method, leaf, rules, data.refs(unit, scored, local=False), places)
    data.totals[unit, leaf.code] = away.total
    for fact in scored.facts:
        _fact(data, result, leaf, fact, here.lines[fact.line])


def _fact(
    data: DataSheet, result: UnitResult, leaf: Criterion, fact: FactResult, texts: LineCells
) -> None:
    page, row = data.page, data.page.row
    declared_text = gather.parts_formula(leaf.accumulate, fact.sources) if fact.sources else None
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
            _accepted(fact),
        )
    )
    if declared_text is not None:
        page.book.formula(page.sheet, row, DECLARED, declared_text, fact.declared, "number")
    declared = page.at(row, DECLARED, local=True)
    accepted = page.at(row, ACCEPTED, local=True)
    used = texts.used or f'=IF({accepted}<>"",{accepted},IF({declared}="","",{declared}))'
    shown_as = _computed_format(fact)
    page.book.formula(
        page.sheet, row, USED, used, _stored(fact.used), layout.fact_cell(fact.used), **shown_as
    )
    value = texts.value or f"={page.at(row, USED, local=True)}"
    shown = fact.used if texts.value is None else fact.value
    form = layout.fact_cell(shown)
    page.book.formula(page.sheet, row, VALUE, value, _stored(shown), form, **shown_as)
    page.book.formula(page.sheet, row, RAW, texts.raw, _stored(fact.raw), "points")
    page.book.formula(page.sheet, row, POINTS, texts.points, _stored(fact.points), "points")


def _computed_format(fact: FactResult) -> dict[str, object]:
    """Computed rates show two decimals; the cell keeps the exact number."""
    number = fact.used
    is_rate = fact.computed and isinstance(number, Decimal) and number % 1 != 0
    return {"num_format": "#,##0.00"} if is_rate else {}


def _accepted(fact: FactResult) -> tuple[object, str]:
    """The one cell of the row that may be changed; a computed line has none."""
    if fact.computed:
        return (None, "text_centre")
    form = {"text_centre": "input", "date": "input_date"}.get(layout.fact_cell(fact.accepted))
    return (fact.accepted, form or "input_number")


def _stored(value: Value | None) -> Value:
    return "" if value is None else value
