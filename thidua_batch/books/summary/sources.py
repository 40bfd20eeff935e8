"""Sheet *Nguồn số liệu*: the files looked at, and the cell from which every fact came."""

from __future__ import annotations

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import wording
from thidua_batch.core.outcome import Outcome
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
                cell = fact.cell
                page.put(
                    (
                        (result.unit.label, "text"),
                        (scored.code, "text_centre"),
                        (fact.text or texts[scored.code], "text"),
                        (fact.used, layout.fact_cell(fact.used, number="number_centre")),
                        (cell.file if cell else wording.DASH, "text"),
                        (cell.sheet if cell else wording.DASH, "text"),
                        (cell.address if cell else wording.DASH, "text_centre"),
                    )
                )
