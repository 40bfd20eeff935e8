"""Sheet *Diễn giải điểm*: per unit and criterion the rule, the facts and the points in words."""

from __future__ import annotations

from decimal import Decimal

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.detail import DetailSheet
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Bound, Criterion, Line
from thidua_batch.core.outcome import FactResult, Outcome, UnitResult
from thidua_batch.core.scoring import cases, ratio
from thidua_batch.core.scoring.base import facts, number
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
    method = scoring.method_of(leaf)
    if method.CODE == cases.CODE:
        return _cases(leaf, lines)
    if method.CODE == ratio.CODE:
        top = vn.format_number(leaf.max_points or Decimal(0))
        rule = words.RULE_RATIO.format(max=top)
        cap = number(leaf, ratio.OPTIONS, "cap")
        if cap is None:
            return rule
        return words.RULE_RATIO_CAP.format(rule=rule, cap=vn.format_number(cap))
    said = [_line(line) for line in lines if line.points is not None]
    if not said and leaf.max_points is not None:
        top = vn.format_number(leaf.max_points)
        rule = words.RULE_DIRECT if method.CODE == "direct" else method.TITLE
        return words.RULE_UP_TO.format(rule=rule, max=top)
    return "\n".join(said) or method.TITLE


def _line(line: Line) -> str:
    text = _band(line) if line.kind is LineKind.BAND else line.text
    points = vn.format_number(line.points or Decimal(0))
    return words.RULE_ITEM.format(text=text, points=points)


def _band(line: Line) -> str:
    if line.lower and line.upper and line.lower.value == line.upper.value:
        return vn.format_number(line.lower.value)
    lower, upper = _end(line.lower, ">"), _end(line.upper, "<")
    if lower and upper:
        return words.BETWEEN.format(lower=lower, upper=upper)
    return lower or upper or line.text


def _end(bound: Bound | None, sign: str) -> str:
    if bound is None:
        return ""
    closed = {">": "≥", "<": "≤"}[sign]
    return f"{closed if bound.closed else sign} {vn.format_number(bound.value)}"


def _cases(leaf: Criterion, lines: tuple[Line, ...]) -> str:
    said = []
    if cases.starts_full(leaf, lines) and leaf.max_points is not None:
        said.append(words.RULE_START.format(points=vn.format_number(leaf.max_points)))
    for line in facts(lines):
        shape = words.RULE_DEDUCT if line.kind is LineKind.DEDUCT else words.RULE_BONUS
        rule = shape.format(
            text=line.text or leaf.text,
            points=vn.format_number(line.points or Decimal(0)),
            measure=line.unit_of_measure or words.RULE_CASE,
        )
        if line.cap is not None:
            rule = words.RULE_CAP.format(rule=rule, cap=vn.format_number(line.cap))
        said.append(rule)
    return "\n".join(said) or wording.DASH
