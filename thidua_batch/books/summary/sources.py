"""Sheet *Nguồn số liệu*: the files looked at, and the cell from which every fact came."""

from __future__ import annotations

from collections.abc import Iterator

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import wording
from thidua_batch.core.model import Value
from thidua_batch.core.outcome import FactResult, Outcome
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import summary as words

WIDTHS = (24.0, 10.0, 36.0, 14.0, 34.0, 20.0, 8.0)


def fill(page: Page, outcome: Outcome) -> None:
    """Write the files first, then every fact."""
    names = {unit.code: unit.label for unit in outcome.bloc.units}
    page.line(words.INPUTS_HEAD, "section")
    head = page.row
    _inputs(page, outcome, names)
    page.row += 1
    if any(c.facts for r in outcome.units for c in r.criteria):
        page.line(words.FACTS_HEAD, "section")
        head = page.heads(
            (
                words.UNIT, words.CRITERION, words.TEXT, words.VALUE, words.FILE, words.SHEET,
                words.CELL,
            )
        )  # fmt: skip
        _facts(page, outcome)
    layout.finish(page, head=head, freeze=(0, 1), landscape=True)


def _inputs(page: Page, outcome: Outcome, names: dict[str, str]) -> None:
    """The file takes two columns of the table below, its hash three."""
    titles = (words.UNIT, words.WAS_USED, words.FILE, "", words.HASH, "", "")
    _spread(page, page.heads(titles), titles, "head")
    for item in outcome.inputs:
        received = item.received_as.replace("\\", "/").rpartition("/")[2]
        file = item.file
        if received != file.rpartition("/")[2]:
            file = words.RECEIVED_AS.format(file=file, name=received)
        used = wording.YES if item.used else wording.NO
        cells = (names.get(item.unit or "", wording.DASH), used, file, "", item.sha256, "", "")
        _spread(page, page.row, cells, "text")
        page.height([(WIDTHS[0], cells[0]), (sum(WIDTHS[2:4]), file), (50.0, item.sha256)])
        page.row += 1


def _spread(page: Page, row: int, cells: tuple[str, ...], form: str) -> None:
    """A row whose third cell spans two columns and whose fifth spans three."""
    for col in (0, 1):
        page.book.put(page.sheet, row, col, cells[col], form)
    for first, last in ((2, 3), (4, 6)):
        page.sheet.merge_range(row, first, row, last, "", page.book.format(form))
        page.book.put(page.sheet, row, first, cells[first], form)


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
            (unit, "text"),
            (criterion, "text_centre"),
            (text, "text"),
            (value, layout.fact_cell(value, number="number_centre")),
            (known.file if known else wording.DASH, "text"),
            (known.sheet if known else wording.DASH, "text"),
            (known.address if known else wording.DASH, "text_centre"),
        )
    )
