"""The consolidated workbook (bảng tổng hợp) as a whole: which sheets, in which order."""

from __future__ import annotations

from thidua_batch.books import style
from thidua_batch.books.summary import (
    awards,
    board,
    data,
    detail,
    explain,
    layout,
    lists,
    ranking,
    received,
    sources,
    standing,
    workload,
)
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.wording import summary as words


def write(outcome: Outcome) -> bytes:
    """The workbook's bytes; the same outcome gives the same bytes.

    A period without scores has no scoring sheets, one that does not rank no ranks or grades.
    """
    period = wording.period_name(outcome.period)
    title = words.BOOK_TITLE.format(period=period, bloc=outcome.bloc.name)
    book = style.Book(title=title, created=outcome.period.end)
    names = sheet_names(outcome)
    made = {name: book.sheet(name) for name in names}

    def page(name: str, widths: tuple[float, ...]) -> Page:
        return layout.open_page(
            book, outcome, name, widths, sheet=made[name], cover=name == names[0]
        )

    whole = _scores(page, outcome) if words.DATA in made else None
    if words.REGISTRATION in made:
        lists.registration(page(words.REGISTRATION, lists.registration_widths(outcome)), outcome)
    if words.NOMINATIONS in made:
        awards.fill(page(words.NOMINATIONS, awards.WIDTHS), outcome, whole)
    if words.WORKLOAD in made and whole is not None:
        workload.fill(page(words.WORKLOAD, workload.widths(outcome)), outcome, whole)
    lists.findings(page(words.FINDINGS, lists.finding_widths(outcome)), outcome)
    received.fill(page(words.RECEIVED, received.WIDTHS), outcome)
    if words.SOURCES in made:
        sources.fill(page(words.SOURCES, sources.WIDTHS), outcome)
    made[names[0]].activate()
    return book.close()


def sheet_names(outcome: Outcome) -> tuple[str, ...]:
    """Sheets that make sense for this period, in their order."""
    scored = outcome.plan.scores and any(u.is_scored and u.criteria for u in outcome.units)
    has = {
        words.OVERVIEW: scored,
        words.RANKING: scored and outcome.plan.ranks,
        words.DETAIL: scored,
        words.COMPARE: scored,
        words.EXTRAS: scored and bool(lists.extra_leaves(outcome)),
        words.REGISTRATION: FormSheet.REGISTRATION in outcome.plan.sheets,
        words.NOMINATIONS: bool(outcome.nominations),
        words.WORKLOAD: scored and workload.is_wanted(outcome),
        words.FINDINGS: True,
        words.RECEIVED: True,
        words.SOURCES: sources.is_wanted(outcome),
        words.EXPLAIN: scored,
        words.DATA: scored,
    }
    return tuple(name for name, wanted in has.items() if wanted)


def _scores(page: object, outcome: Outcome) -> board.Overview:
    """The live chain: facts, details, totals, then what shows them another way."""
    assert callable(page)  # noqa: S101  # local helper of `write`
    facts = data.fill(page(words.DATA, data.WIDTHS), outcome)
    table = detail.fill(page(words.DETAIL, detail.widths(len(outcome.units))), outcome, facts)
    widths = tuple(column.width for column in board.columns(outcome))
    whole = standing.overview(page(words.OVERVIEW, widths), outcome, table, facts)
    if outcome.plan.ranks:
        ranking.fill(page(words.RANKING, ranking.widths(whole)), outcome, whole)
    lists.compare(page(words.COMPARE, lists.COMPARE_WIDTHS), outcome, table)
    if lists.extra_leaves(outcome):
        lists.extras(page(words.EXTRAS, lists.EXTRA_WIDTHS), outcome, facts, whole)
    explain.fill(page(words.EXPLAIN, explain.WIDTHS), outcome, table, whole)
    _names(whole, facts)
    return whole


def _names(whole: board.Overview, facts: data.DataSheet) -> None:
    """Defined names of the key columns, for people who build on this workbook."""
    book = whole.page.book.workbook
    for name, column in (
        ("TH_DON_VI", "unit"), ("TH_TONG_DIEM", "total"), ("TH_HANG", "rank"),
        ("TH_XEP_LOAI", "grade"),
    ):  # fmt: skip
        if column in whole.columns:
            book.define_name(name, f"={whole.span(column, local=False)}")
    for name, col in (
        ("SL_KHAI", data.DECLARED), ("SL_CHAP_NHAN", data.ACCEPTED), ("SL_DUNG", data.USED),
        ("SL_DIEM", data.POINTS),
    ):  # fmt: skip
        book.define_name(name, f"={facts.page.span(facts.first, facts.last, col)}")
