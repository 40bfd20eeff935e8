"""Sheet *Khối lượng (tham khảo)*: totals by workload, places by size, beside the result."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.board import Overview
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import vn, wording, workload
from thidua_batch.core.kinds import UnitState, Workload
from thidua_batch.core.model import Award
from thidua_batch.core.outcome import Outcome, UnitResult
from thidua_batch.core.scoring.base import GUARD_PLACES, round_formula
from thidua_batch.core.wording import summary as words

FIXED = (6.0, 30.0, 11.0, 10.0, 11.0, 8.0, 12.0, 10.0)
PAIR = (11.0, 9.0)
FIGURE, COEFFICIENT, TOTAL, RANK, ADJUSTED, ADJUSTED_RANK = 2, 3, 4, 5, 6, 7


@dataclass(slots=True)
class _Sheet:
    """Rows of the units; each shared award takes two columns from `first` on."""

    page: Page
    outcome: Outcome
    whole: Overview
    awards: list[tuple[Award, int]]
    first: int
    last: int

    @property
    def flag(self) -> int:
        """Column of the weight that places are shared by: 0 for units that are not ranked."""
        return len(FIXED) + len(PAIR) * len(self.awards) + 1

    def span(self, col: int) -> str:
        """Address of a column over all units."""
        return self.page.span(self.first, self.last, col, local=True)

    def at(self, row: int, col: int) -> str:
        """Address of a cell."""
        return self.page.at(row, col, local=True)

    def put(self, col: int, text: str | None, value: object, form: str) -> None:
        """A formula with its value, or a dash, into the current row."""
        page = self.page
        if text is None or value is None:
            shown = wording.DASH if value is None else value
            page.book.put(page.sheet, page.row, col, shown, form)
        else:
            page.book.formula(page.sheet, page.row, col, f"={text}", value, form)


def is_wanted(outcome: Outcome) -> bool:
    """Whether the bloc has switched the comparison on and the period ranks."""
    return outcome.plan.ranks and outcome.bloc.rules.workload is not Workload.OFF


def _shared(outcome: Outcome) -> list[tuple[Award, int]]:
    """Awards with a number of places."""
    pairs = ((award, outcome.quotas.get(award.code)) for award in outcome.bloc.awards)
    return [(award, places) for award, places in pairs if places]


def widths(outcome: Outcome) -> tuple[float, ...]:
    """Widths of the printed columns."""
    return FIXED + PAIR * len(_shared(outcome))


def fill(page: Page, outcome: Outcome, whole: Overview) -> None:
    """Write the sheet."""
    basis = outcome.bloc.rules.workload
    titles = [
        words.NO, words.UNIT, words.WORKLOADS[basis.value], words.COEFFICIENT, words.TOTAL,
        words.RANK, words.ADJUSTED, words.ADJUSTED_RANK,
    ]  # fmt: skip
    awards = _shared(outcome)
    for award, places in awards:
        titles.append(words.EXACT_PART.format(award=award.name, places=places))
        titles.append(words.PLACES)
    head = page.heads(titles)
    last = page.row + len(outcome.units) - 1
    sheet = _Sheet(page, outcome, whole, awards, page.row, last)
    page.book.put(page.sheet, head - 1, sheet.flag, words.HELPERS, "hidden")
    page.book.put(page.sheet, head, sheet.flag, words.SHARE_WEIGHT, "head")
    page.sheet.set_column(sheet.flag, sheet.flag + 1, 12.0)
    if outcome.bloc.rules.dense_rank:
        page.book.put(page.sheet, head, sheet.flag + 1, words.SAME, "head")
    found = workload.adjusted(outcome.bloc, outcome.units)
    for number, result in enumerate(outcome.units, 1):
        _row(sheet, result, found[result.unit.code], number)
    page.row += 1
    for note in _notes(sheet):
        page.line(note, "italic")
    wide = sum(page.widths) > layout.PORTRAIT_WIDTH
    layout.finish(page, head=head, freeze=(head + 1, 2), landscape=wide)
    page.sheet.print_area(0, 0, page.row, len(page.widths) - 1)


def _row(sheet: _Sheet, result: UnitResult, found: workload.Adjusted, number: int) -> None:
    page, unit, row = sheet.page, result.unit, sheet.page.row
    figure = workload.figure(sheet.outcome.bloc.rules.workload, unit)
    sheet.put(0, None, number, "integer")
    sheet.put(1, None, unit.name, "text")
    sheet.put(FIGURE, None, figure, "number")
    sheet.put(COEFFICIENT, _coefficient(sheet, row), found.coefficient, "number")
    total, rank = (sheet.whole.at(unit.code, name, local=False) for name in ("total", "rank"))
    sheet.put(TOTAL, total, result.total, "points")
    sheet.put(RANK, rank, result.rank, "rank")
    product = f"{sheet.at(row, TOTAL)}*{sheet.at(row, COEFFICIENT)}"
    text = round_formula(product, sheet.outcome.bloc.rules.total_places)
    sheet.put(ADJUSTED, text, found.total, "points_bold")
    sheet.put(ADJUSTED_RANK, _rank(sheet, row), found.rank, "rank")
    weight = workload.weights(sheet.outcome.bloc, sheet.outcome.units).get(unit.code)
    flag = sheet.whole.at(unit.code, "flag", local=False)
    text = f"IF({flag}=1,N({sheet.at(row, FIGURE)}),0)"
    sheet.put(sheet.flag, text, Decimal(0) if weight is None else weight, "number")
    if sheet.outcome.bloc.rules.dense_rank:
        sheet.put(sheet.flag + 1, _same(sheet, row), _count(sheet, result), "integer")
    for i, (_, places) in enumerate(sheet.awards):
        _places(sheet, result, len(FIXED) + 2 * i, places)
    page.height([(page.widths[1], unit.name)])
    page.row += 1


def _count(sheet: _Sheet, result: UnitResult) -> int:
    found = workload.adjusted(sheet.outcome.bloc, sheet.outcome.units)
    own = found[result.unit.code]
    return sum(1 for other in found.values() if other.rank == own.rank) if own.rank else 1


def _coefficient(sheet: _Sheet, row: int) -> str:
    own = sheet.at(row, FIGURE)
    if sheet.outcome.bloc.rules.workload is Workload.COEFFICIENT:
        return own
    mean = f"{own}/(SUM({sheet.span(FIGURE)})/COUNT({sheet.span(FIGURE)}))"
    return round_formula(mean, workload.COEFFICIENT_PLACES)


def _rank(sheet: _Sheet, row: int) -> str:
    """Among ranked units with a figure; texts in the totals never count as higher."""
    totals, weights = sheet.span(ADJUSTED), sheet.span(sheet.flag)
    better = f"({weights}>0)*({totals}>{sheet.at(row, ADJUSTED)})"
    if not sheet.outcome.bloc.rules.dense_rank:
        return f"1+SUMPRODUCT({better})"
    same = sheet.span(sheet.flag + 1)
    return f"1+ROUND(SUMPRODUCT({better}/{same}),0)"


def _same(sheet: _Sheet, row: int) -> str:
    """How many ranked units share an adjusted total; 1 for those outside the comparison."""
    totals, weights = sheet.span(ADJUSTED), sheet.span(sheet.flag)
    equal = f"SUMPRODUCT(({weights}>0)*({totals}={sheet.at(row, ADJUSTED)}))"
    return f"IF({sheet.at(row, sheet.flag)}>0,{equal},1)"


def _places(sheet: _Sheet, result: UnitResult, col: int, places: int) -> None:
    """A unit's exact part of an award's places and what it gets by the largest remainder."""
    row, unit = sheet.page.row, result.unit.code
    weights = workload.weights(sheet.outcome.bloc, sheet.outcome.units)
    if unit not in weights:
        sheet.put(col, None, None, "number")
        sheet.put(col + 1, None, None, "rank")
        return
    exact = workload.exact_places(weights, places)[unit]
    given = workload.largest_remainder(weights, places)[unit]
    spread = sheet.span(sheet.flag)
    text = f"ROUND({places}*{sheet.at(row, sheet.flag)}/SUM({spread}),{GUARD_PLACES})"
    sheet.put(col, text, exact, "points")
    sheet.put(col + 1, _given(sheet, row, col, places), given, "rank")


def _given(sheet: _Sheet, row: int, col: int, places: int) -> str:
    """The whole part, and one more for those whose remainder is among the largest."""
    weight, total = sheet.span(sheet.flag), f"SUM({sheet.span(sheet.flag)})"
    every = f"ROUND({places}*{weight}/{total},{GUARD_PLACES})"
    own = sheet.at(row, col)
    rest, rests = f"ROUND({own}-INT({own}),{GUARD_PLACES})", f"({every}-INT({every}))"
    rests = f"ROUND({rests},{GUARD_PLACES})"
    position = f"(ROW({weight})<ROW({sheet.at(row, col)}))"
    ahead = f"SUMPRODUCT(({weight}>0)*(({rests}>{rest})+({rests}={rest})*{position}))"
    left = f"({places}-SUMPRODUCT(INT({every})))"
    return f"INT({own})+IF({ahead}<{left},1,0)"


def _notes(sheet: _Sheet) -> list[str]:
    outcome, basis = sheet.outcome, sheet.outcome.bloc.rules.workload
    found = [words.WORKLOAD_HOW[basis.value]]
    figures = workload.figures(outcome.bloc)
    without = [u.label for u in outcome.bloc.units if figures[u.code] is None]
    if without:
        names = vn.join_names(without)
        figure = words.WORKLOADS[basis.value].lower()
        found.append(words.WITHOUT_FIGURE.format(units=names, figure=figure))
    if sheet.awards:
        found.append(words.SHARE_HOW)
    weights = workload.weights(outcome.bloc, outcome.units)
    labels = {r.unit.code: r.unit.label for r in outcome.units if r.state is UnitState.RANKED}
    for award, places in sheet.awards:
        tied = workload.remainder_tie(weights, places)
        if tied:
            names = vn.join_names([labels[unit] for unit in tied])
            found.append(words.REMAINDER_TIE.format(award=award.name, units=names))
    return found
