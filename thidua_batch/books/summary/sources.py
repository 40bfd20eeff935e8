"""Sheet *Nguồn số liệu*: the files looked at, and the cell from which every fact came."""

from __future__ import annotations

from collections.abc import Iterator

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import receipts, vn, wording
from thidua_batch.core.model import Value
from thidua_batch.core.outcome import FactResult, InputFile, Outcome
from thidua_batch.core.returns import Cell, SignedCopy
from thidua_batch.core.wording import receipts as receipt_words
from thidua_batch.core.wording import summary as words

WIDTHS = (24.0, 15.0, 36.0, 17.0, 34.0, 22.0, 9.0)


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
    """Every file with what became of it; its hash takes two columns of the table below."""
    titles = (
        words.UNIT, words.FILE_STATE, words.FILE, words.RECEIVED_AT, words.SIGNED_COPY, words.HASH,
        "",
    )  # fmt: skip
    _spread(page, page.heads(titles), titles, "head")
    told: set[str] = set()
    for item in outcome.inputs:
        unit = receipts.owner(item, outcome.decisions)
        _file(
            page, outcome, item, (names.get(unit or "", wording.DASH), _copy(outcome, item, told))
        )
    for code, copy in outcome.decisions.signed.items():
        if code not in told:
            said = _copy_text(outcome, copy)
            cells = (names[code], wording.DASH, wording.DASH, wording.DASH, said, wording.DASH, "")
            _line(page, cells)


def _file(page: Page, outcome: Outcome, item: InputFile, said: tuple[str, str]) -> None:
    known = receipts.account(outcome, item)
    received = item.received_as.replace("\\", "/").rpartition("/")[2]
    file = item.file
    if received != file.rpartition("/")[2]:
        file = words.RECEIVED_AS.format(file=file, name=received)
    state = receipt_words.FILES[known.state]
    if known.code is not None:
        state = receipt_words.STATE_FOR.format(state=state, code=known.code)
    elif known.superseded_by is not None:
        file = receipt_words.SUPERSEDED_BY.format(file=file, name=known.superseded_by)
    elif known.reason is not None:
        file = receipt_words.IGNORED_FOR.format(file=file, reason=known.reason)
    moment = vn.format_moment(item.received_at) or wording.DASH
    sha256 = item.sha256 or wording.DASH
    _line(page, (said[0], state, file, moment, said[1] or wording.DASH, sha256, ""))


def _copy(outcome: Outcome, item: InputFile, told: set[str]) -> str:
    """The unit's signed copy, beside the file it is and the return that it confirms."""
    unit = receipts.owner(item, outcome.decisions)
    copy = outcome.decisions.signed.get(unit or "")
    is_copy = receipts.is_copy(item, outcome.decisions)
    if copy is None:
        return receipt_words.SIGNED["uncompared"] if is_copy and unit else ""
    if not (item.used or is_copy):
        return ""
    told.add(copy.unit)
    return _copy_text(outcome, copy)


def _copy_text(outcome: Outcome, copy: SignedCopy) -> str:
    compared = receipts.compared_text(copy, is_compared=copy.unit not in outcome.uncompared)
    text = f"{receipts.copy_text(copy)}{words.JOIN}{compared}"
    return text[:1].upper() + text[1:]


def _line(page: Page, cells: tuple[str, ...]) -> None:
    _spread(page, page.row, cells, "text")
    hash_width = sum(WIDTHS[5:])
    page.height([*zip(WIDTHS[:5], cells[:5], strict=True), (hash_width, cells[5])])
    page.row += 1


def _spread(page: Page, row: int, cells: tuple[str, ...], form: str) -> None:
    """A row whose last cell spans two columns."""
    for col in range(5):
        is_short = form == "text" and col in (1, 3)
        page.book.put(page.sheet, row, col, cells[col], "text_centre" if is_short else form)
    page.sheet.merge_range(row, 5, row, 6, "", page.book.format(form))
    page.book.put(page.sheet, row, 5, cells[5], form)


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
