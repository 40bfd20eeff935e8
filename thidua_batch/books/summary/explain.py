"""Sheet *Diễn giải điểm*: each criterion's rule, facts and points, then how they add up."""

from __future__ import annotations

from collections.abc import Sequence

from thidua_batch.books import style
from thidua_batch.books.summary import layout
from thidua_batch.books.summary.board import Overview
from thidua_batch.books.summary.detail import DetailSheet
from thidua_batch.books.summary.grades import excluded_text
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import explain, wording
from thidua_batch.core.model import Criterion
from thidua_batch.core.outcome import Outcome, UnitResult
from thidua_batch.core.wording import explain as explain_words
from thidua_batch.core.wording import summary as words

WIDTHS = (16.0, 8.0, 30.0, 42.0, 64.0, 12.0, 9.0)
RULE, FACTS, POINTS, MAX = 3, 4, 5, 6
#: A row cannot be higher than Excel allows; what is longer goes on in the next row.
MOST_LINES = 24


def fill(page: Page, outcome: Outcome, detail: DetailSheet, whole: Overview) -> None:
    """Write a unit's state, a row per criterion, then groups, total, rank, grade and the rest."""
    head = page.heads(
        (
            words.UNIT, words.CRITERION, words.TEXT, words.RULE, words.FACTS_TOLD, words.POINTS,
            words.MAX,
        )
    )  # fmt: skip
    for result in outcome.units:
        sheet = _Sheet(page, outcome, detail, whole, result)
        sheet.fill()
    layout.finish(page, head=head, freeze=(head + 1, 3), landscape=True)
    page.sheet.autofilter(head, 0, max(head, page.row - 1), len(WIDTHS) - 1)


class _Sheet:
    """The rows of one unit."""

    def __init__(
        self,
        page: Page,
        outcome: Outcome,
        detail: DetailSheet,
        whole: Overview,
        result: UnitResult,
    ) -> None:
        self.page, self.outcome, self.detail, self.whole = page, outcome, detail, whole
        self.result = result
        self.told = explain.UnitContext.of(outcome, result.unit.code)
        submission = outcome.submissions.get(result.unit.code)
        self.file = submission.file if submission is not None else ""

    def fill(self) -> None:
        """State, criteria, and what they came to."""
        head = explain.head(self.told).lines
        self._row("", head[0].text, "", self._lines(head[1:], up=1), "group")
        for leaf in self.outcome.table.leaves:
            context = self.told.leaf(leaf.code)
            if context is not None:
                self._leaf(context)
        if self.result.is_scored:
            self._groups()
        for section in explain.closing(self.told):
            if section.code != "groups":
                self._section(section)

    def _leaf(self, context: explain.LeafContext) -> None:
        _, rule, facts, total = explain.leaf(context)
        last = [line for line in total.lines if line.text != explain_words.RESULT]
        row = self._row(
            context.leaf.code,
            context.leaf.text,
            "\n".join(line.text for line in rule.lines),
            self._lines(facts.lines) + self._lines(last),
            "text",
        )
        self._points(row, context.leaf, "points_bold", "points")

    def _groups(self) -> None:
        for node, lines in explain.group_lines(self.told):
            text = self._lines(lines[1:], up=1)
            row = self._row(node.code, node.text, "", text, "group")
            self._points(row, node, "group_points", "group_points")

    def _points(self, row: int, node: Criterion, form: str, top: str) -> None:
        page, unit = self.page, self.result.unit.code
        link = f"={self.detail.at(unit, node.code)}"
        value = layout.node_value(self.outcome, self.result, node)
        page.book.formula(page.sheet, row, POINTS, link, value, form)
        page.book.put(page.sheet, row, MAX, node.max_points, top)

    def _section(self, section: explain.Section) -> None:
        rule = words.EXPLAIN_RULES.get(section.code, "")
        row = self._row("", section.title, rule, self._lines(section.lines), "group")
        shown: dict[str, tuple[object, str]] = {
            "total": (self.result.total, "group_points"),
            "rank": (self.result.rank or wording.DASH, "group_centre"),
            "grade": (self.result.grade or excluded_text(self.result), "group_centre"),
        }
        if section.code in shown and section.code in self.whole.columns:
            value, form = shown[section.code]
            link = f"={self.whole.at(self.result.unit.code, section.code, local=False)}"
            self.page.book.formula(self.page.sheet, row, POINTS, link, value, form)

    def _lines(self, lines: Sequence[explain.Told], up: int = 0) -> list[str]:
        """Lines as a cell shows them: deeper ones behind a dash."""
        found = []
        for line in lines:
            deep = max(0, line.level - up)
            mark = "  " * (deep - 1) + "– " if deep else ""
            found.append(mark + explain.whole_text(line, self.file))
        return found

    def _row(self, code: str, text: str, rule: str, lines: Sequence[str], form: str) -> int:
        """A row, and more below where its text is higher than a row may be; gives the first."""
        first = self.page.row
        rules = _chunks(rule.split("\n"), WIDTHS[RULE])
        facts = _chunks(lines, WIDTHS[FACTS])
        blank = "text" if form == "text" else "group"
        for i in range(max(len(rules), len(facts), 1)):
            self.page.put(
                (
                    (self.result.unit.label, form),
                    (code, "text_centre" if form == "text" else "group_centre"),
                    (text if not i else "", form),
                    (rules[i] if i < len(rules) else "", "text"),
                    (facts[i] if i < len(facts) else "", "text"),
                    ("", blank),
                    ("", blank),
                )
            )
        return first


def _chunks(lines: Sequence[str], width: float) -> list[str]:
    """Lines in portions that fit into one row each."""
    found: list[list[str]] = [[]]
    used = 0
    for line in lines:
        needed = style.lines_needed(line, width)
        if found[-1] and used + needed > MOST_LINES:
            found.append([])
            used = 0
        found[-1].append(line)
        used += needed
    return ["\n".join(part) for part in found]
