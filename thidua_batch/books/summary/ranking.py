"""Sheet *Xếp hạng*: units by rank, in an order that follows every edit."""

from __future__ import annotations

from decimal import Decimal

from xlsxwriter.chart_bar import ChartBar

from thidua_batch.books import style
from thidua_batch.books.summary import layout
from thidua_batch.books.summary.board import Overview
from thidua_batch.books.summary.grades import excluded_text
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import wording
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.outcome import Outcome, UnitResult
from thidua_batch.core.wording import summary as words

#: More bars than this would run over a printed page.
CHART_UNITS = 20


def columns(table: Overview) -> list[str]:
    """Columns of *Xếp hạng*, by their names in *Tổng hợp điểm*."""
    wanted = ("rank", "unit", "base", "bonus", "penalty", "total", "grade", "state")
    return [name for name in wanted if name in table.columns]


def widths(table: Overview) -> tuple[float, ...]:
    """Their widths."""
    return tuple(table.page.widths[table.columns[name]] for name in columns(table))


def fill(page: Page, outcome: Outcome, table: Overview) -> None:
    """Write *Xếp hạng*: units by rank, looked up live in *Tổng hợp điểm*."""
    names = columns(table)
    titles = {
        "rank": words.RANK, "unit": words.UNIT, "base": words.BASE, "bonus": words.BONUS,
        "penalty": words.PENALTY, "total": words.TOTAL, "grade": words.GRADE,
        "state": words.STATE,
    }  # fmt: skip
    head = page.heads([titles[name] for name in names])
    position = len(names) + 1
    page.book.put(page.sheet, head - 1, position, words.HELPERS, "hidden")
    page.book.put(page.sheet, head, position, words.POSITION, "head")
    order = table.span("order", local=False)
    for number, result in enumerate(layout.in_order(outcome), 1):
        place = page.at(page.row, position, local=True)
        at = table.rows[result.unit.code] - table.first + 1
        text = f"=MATCH(SMALL({order},{number}),{order},0)"
        page.book.formula(page.sheet, page.row, position, text, at, "integer")
        values = _shown(result)
        for col, name in enumerate(names):
            text = f"INDEX({table.span(name, local=False)},{place})"
            text = f'={text}&""' if name == "state" else f"={text}"
            page.book.formula(page.sheet, page.row, col, text, values[name], _FORMS[name])
        page.height([(page.widths[1], result.unit.name), (page.widths[-1], str(values["state"]))])
        page.row += 1
    end = _chart(page, outcome, head + 1, names.index("total"))
    layout.finish(page, head=head, freeze=(head + 1, 2))
    page.sheet.print_area(0, 0, end, len(names) - 1)


def _chart(page: Page, outcome: Outcome, first: int, total: int) -> int:
    """Totals of ranked units as bars, best first; gives the last row that it covers."""
    count = sum(result.state is UnitState.RANKED for result in outcome.units)
    if not 0 < count <= CHART_UNITS:
        return page.row
    last = first + count - 1
    font = {"name": style.FONT, "size": 11, "bold": False}
    chart = page.book.workbook.add_chart({"type": "bar"})
    assert isinstance(chart, ChartBar)  # noqa: S101  # what the type asks for
    chart.add_series(
        {
            "categories": [page.name, first, 1, last, 1],
            "values": [page.name, first, total, last, total],
            "fill": {"color": "#5B7FA6"},
            "gap": 60,
            "data_labels": {"value": True, "font": font},
        }
    )
    chart.set_title({"name": words.CHART, "name_font": {**font, "size": 13, "bold": True}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": font})
    chart.set_x_axis({"num_font": font, "min": 0, "major_gridlines": {"visible": False}})
    height = 90 + 26 * count
    width = int(7 * sum(page.widths))
    chart.set_size({"width": width, "height": height})
    page.row += 1
    page.sheet.insert_chart(page.row, 0, chart, {"object_position": 1})
    return page.row + -(-height // 20)


_FORMS = {
    "rank": "rank", "unit": "text", "base": "points", "bonus": "points", "penalty": "points",
    "total": "points_bold", "grade": "text_centre", "state": "text_centre",
}  # fmt: skip


def _shown(result: UnitResult) -> dict[str, object]:
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
        "state": layout.status(result),
    }
