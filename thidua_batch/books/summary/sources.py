"""Sheet *Nguồn số liệu*: the cell from which every fact came."""

from __future__ import annotations

from collections.abc import Iterator

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import wording
from thidua_batch.core.model import Value
from thidua_batch.core.outcome import FactResult, Outcome
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import summary as words

WIDTHS = (25.0, 10.0, 42.0, 18.0, 40.0, 22.0, 9.0)


def fill(page: Page, outcome: Outcome) -> None:
    """Write every fact with the place where it was declared or decided."""
    head = page.heads(
        (words.UNIT, words.CRITERION, words.TEXT, words.VALUE, words.FILE, words.SHEET, words.CELL)
    )
    _facts(page, outcome)
    layout.finish(page, head=head, freeze=(head + 1, 2), landscape=True)


def is_wanted(outcome: Outcome) -> bool:
    """Whether there is any fact."""
    return any(scored.facts for result in outcome.units for scored in result.criteria)


def _facts(page: Page, outcome: Outcome) -> None:
    texts = {leaf.code: leaf.text for leaf in outcome.table.leaves}
    for result in outcome.units:
        for scored in result.criteria:
            for fact in scored.facts:
                if not fact.computed:
                    text = fact.text or texts[scored.code]
                    for value, shape, cell in _places(outcome, result.unit.code, scored.code, fact):
                        said = (result.unit.label, scored.code, shape.format(text=text))
                        _row(page, said, value, cell)


def _places(
    outcome: Outcome, unit: str, criterion: str, fact: FactResult
) -> Iterator[tuple[Value | None, str, Cell | None]]:
    """Where a fact stands: the unit's cell, the decision's, or those of the shorter periods."""
    for part in fact.sources:
        yield part.used, words.OF_PERIOD.format(text="{text}", period=part.period), part.cell
    decided = outcome.decisions.facts.get(unit, ())
    places = [f.cell for f in decided if (f.criterion, f.line) == (criterion, fact.line)]
    if fact.accepted is not None and places:
        if fact.declared is None:
            yield fact.accepted, words.PLAIN, places[-1]
            return
        if not fact.sources:
            yield fact.declared, words.BY_UNIT, fact.cell
        yield fact.accepted, words.BY_DECISION, places[-1]
    elif not fact.sources:
        yield fact.used, words.PLAIN, fact.cell


def _row(page: Page, said: tuple[str, str, str], value: Value | None, cell: Cell | None) -> None:
    unit, criterion, text = said
    known = cell if cell is not None and cell.file else None
    page.put(
        (
            (unit, "text_in"),
            (criterion, "text_centre"),
            (text, "text_in"),
            (value, layout.fact_cell(value, number="number_centre")),
            (known.file if known else wording.DASH, "text_in"),
            (known.sheet if known else wording.DASH, "text_in"),
            (known.address if known else wording.DASH, "text_centre"),
        )
    )
