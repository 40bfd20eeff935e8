"""Sheet *Diễn giải điểm*: per unit and criterion the rule, the facts and the points in words."""

from __future__ import annotations

from decimal import Decimal

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.detail import DetailSheet
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import scoring, vn
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.outcome import FactResult, Outcome, UnitResult
from thidua_batch.core.wording import summary as words

WIDTHS = (20.0, 8.0, 32.0, 46.0, 46.0, 11.0, 10.0)


def fill(page: Page, outcome: Outcome, detail: DetailSheet) -> None:
    """Write one row per unit × leaf."""
    head = page.heads(
        (
            words.UNIT, words.CRITERION, words.TEXT, words.RULE, words.FACTS, words.POINTS,
            words.MAX,
        )
    )  # fmt: skip
    for result in outcome.units:
        for leaf in outcome.table.leaves:
            if result.criterion(leaf.code) is not None:
                _row(page, outcome, detail, result, leaf)
    layout.finish(page, head=head, freeze=(head + 1, 3), landscape=True)
    page.sheet.autofilter(head, 0, max(head, page.row - 1), len(WIDTHS) - 1)


def _row(
    page: Page, outcome: Outcome, detail: DetailSheet, result: UnitResult, leaf: Criterion
) -> None:
    scored = result.criterion(leaf.code)
    if scored is None:
        return
    lines = scoring.rule_lines(outcome.table, leaf, result.unit.code)
    told = [fact_text(fact, leaf) for fact in scored.facts]
    submission = outcome.submissions.get(result.unit.code)
    if submission is not None and (evidence := submission.evidence.get(leaf.code)):
        told.append(words.EVIDENCE_TEXT.format(text=evidence))
    said = "\n".join(told)
    row = page.put(
        (
            (result.unit.label, "text"),
            (leaf.code, "text_centre"),
            (leaf.text, "text"),
            (rule_text(leaf, lines), "text"),
            (said + (f"\n{scored.note}" if scored.note else ""), "text"),
        )
    )
    link = f"={detail.at(result.unit.code, leaf.code)}"
    page.book.formula(page.sheet, row, 5, link, layout.points_of(scored), "points_bold")
    page.book.put(page.sheet, row, 6, leaf.max_points, "points")


def fact_text(fact: FactResult, leaf: Criterion) -> str:
    """A fact in words: what, how much, and what the unit had declared if that differs."""
    value = layout.shown(fact.used) or words.FACT_BLANK
    measure = fact.unit_of_measure if isinstance(fact.used, Decimal) else ""
    measure = measure if measure in {"", "%"} else f" {measure}"
    said = words.FACT_TEXT.format(text=fact.text or leaf.text, value=value, measure=measure)
    if fact.target is not None and fact.weight is not None:
        target, weight = vn.format_number(fact.target), vn.format_number(fact.weight)
        said = words.FACT_TARGET.format(fact=said, target=target, weight=weight)
    if fact.accepted is not None and fact.declared not in (None, fact.accepted):
        said = words.FACT_CHANGED.format(fact=said, declared=layout.shown(fact.declared))
    return said


def rule_text(leaf: Criterion, lines: tuple[Line, ...]) -> str:
    """The rule that turned facts into points, in one sentence per line."""
    return "\n".join(scoring.rule(leaf, lines))
