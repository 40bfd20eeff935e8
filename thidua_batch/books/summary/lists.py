"""Sheets that list: self against effective points, extras, registration, awards, findings."""

from __future__ import annotations

from decimal import Decimal

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.board import Overview
from thidua_batch.books.summary.data import DataSheet
from thidua_batch.books.summary.detail import DetailSheet
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import findings as catalogue
from thidua_batch.core import wording
from thidua_batch.core.findings import Severity
from thidua_batch.core.kinds import Section
from thidua_batch.core.model import Criterion
from thidua_batch.core.outcome import CriterionResult, Outcome, UnitResult
from thidua_batch.core.scoring.base import round_points
from thidua_batch.core.wording import summary as words

COMPARE_WIDTHS = (27.0, 9.0, 44.0, 10.0, 12.0, 12.0, 12.0)
EXTRA_WIDTHS = (27.0, 12.0, 9.0, 40.0, 14.0, 13.0, 11.0)
#: First column of the sums under *Điểm cộng, trừ*.
_SUMS = 4
_LEVELS = {Severity.ERROR: "fault", Severity.WARNING: "warned", Severity.NOTE: "text_centre"}
#: Columns of *Lỗi và lưu ý*: title, width, format; what no finding has is left out.
_FINDING_COLUMNS = {
    "level": (words.LEVEL, 11.0, "text_centre"),
    "code": (words.FINDING_CODE, 11.0, "text_centre"),
    "unit": (words.UNIT, 21.0, "text_in"),
    "file": (words.FILE, 28.0, "text_in"),
    "sheet": (words.SHEET, 16.0, "text_in"),
    "cell": (words.CELL, 8.0, "text_centre"),
    "what": (words.WHAT, 46.0, "text_in"),
    "hint": (words.HINT, 46.0, "text_in"),
}


def compare(page: Page, outcome: Outcome, detail: DetailSheet) -> None:
    """Write *Đối chiếu*: what follows from the unit's own facts beside what counts."""
    head = page.heads(
        (words.UNIT, words.CRITERION, words.TEXT, words.MAX, words.SELF, words.EFFECTIVE, words.GAP)
    )
    leaves = {leaf.code: leaf for leaf in outcome.table.leaves}
    for result in outcome.units:
        if not result.is_scored:
            continue
        first = page.row
        for scored in result.criteria:
            _compare_row(page, outcome, detail, result, (leaves[scored.code], scored))
        _compare_sum(page, outcome, result, first)
    layout.finish(page, head=head, freeze=(head + 1, 3))


def _compare_row(
    page: Page,
    outcome: Outcome,
    detail: DetailSheet,
    result: UnitResult,
    pair: tuple[Criterion, CriterionResult],
) -> None:
    leaf, scored = pair
    own: Decimal | str = scored.self_points if scored.self_points is not None else wording.DASH
    if not scored.applicable and scored.self_points is None and scored.bloc_points is None:
        own = wording.NOT_APPLICABLE
    row = page.put(
        (
            (result.unit.label, "text"),
            (leaf.code, "text_centre"),
            (leaf.text, "text"),
            (leaf.max_points, "points"),
            (own, "points"),
        ),
        least=1 if len(str(own)) < 12 else 2,
    )
    value = layout.points_of(scored)
    link = f"={detail.at(result.unit.code, leaf.code)}"
    page.book.formula(page.sheet, row, 5, link, value, "points")
    both = isinstance(own, Decimal) and isinstance(value, Decimal)
    gap = value - own if isinstance(own, Decimal) and isinstance(value, Decimal) else ""
    places = outcome.bloc.rules.criterion_places
    mine, counted = (page.at(row, col, local=True) for col in (4, 5))
    text = f'=IF(AND(ISNUMBER({mine}),ISNUMBER({counted})),ROUND({counted}-{mine},{places}),"")'
    page.book.formula(page.sheet, row, 6, text, gap if both else "", "points")


def _compare_sum(page: Page, outcome: Outcome, result: UnitResult, first: int) -> None:
    """Sums over the leaves of the base part: extras are capped and subtracted elsewhere."""
    base = {leaf.code for leaf in outcome.table.leaves if leaf.section is Section.BASE}
    chosen = [(first + i, c) for i, c in enumerate(result.criteria) if c.code in base]
    label = words.UNIT_SUM.format(unit=result.unit.label)
    row = page.put((("", "group"),) * 4)
    page.sheet.merge_range(row, 0, row, 3, "", page.book.format("group"))
    page.book.put(page.sheet, row, 0, label, "group")
    places, zero = outcome.bloc.rules.criterion_places, Decimal(0)
    own = [c.self_points for _, c in chosen]
    counted = [c.points for _, c in chosen]
    gaps = [
        b - a if a is not None and b is not None else zero
        for a, b in zip(own, counted, strict=True)
    ]
    for col, values in ((4, own), (5, counted), (6, gaps)):
        area = ",".join(_runs(page, [row for row, _ in chosen], col)) or "0"
        stored = round_points(sum((v or zero for v in values), zero), places)
        text = f"=ROUND(SUM({area}),{places})"
        page.book.formula(page.sheet, row, col, text, stored, "group_points")


def _runs(page: Page, rows: list[int], col: int) -> list[str]:
    """Addresses of rows, neighbours joined into ranges."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return [page.span(first, last, col, local=True) for first, last in spans]


def extra_leaves(outcome: Outcome) -> tuple[Criterion, ...]:
    """Leaves of the bonus and penalty parts."""
    return tuple(leaf for leaf in outcome.table.leaves if leaf.section is not Section.BASE)


def extras(page: Page, outcome: Outcome, data: DataSheet, whole: Overview) -> None:
    """Write *Điểm cộng, trừ*: every fact that gives a bonus or takes a penalty, then the sums."""
    head = page.heads(
        (
            words.UNIT, words.KIND, words.CRITERION, words.TEXT, words.MEASURE, words.USED,
            words.LINE_POINTS,
        )
    )  # fmt: skip
    leaves = extra_leaves(outcome)
    for result in outcome.units:
        for leaf in leaves:
            scored = result.criterion(leaf.code)
            if scored is not None:
                _extra_rows(page, data, result, (leaf, scored))
    page.row += 1
    page.line(words.SUMMARY, "section")
    titles = {
        "bonus_raw": words.BONUS_RAW, "bonus": words.BONUS, "penalty": words.PENALTY,
    }  # fmt: skip
    names = [name for name in titles if name in whole.columns]
    _sum_head(page, words.UNIT, "head")
    for col, name in enumerate(names, _SUMS):
        page.book.put(page.sheet, page.row, col, titles[name], "head")
    page.height([(9.0, words.BONUS_RAW)])
    page.row += 1
    for result in outcome.units:
        if result.is_scored:
            _extra_sum(page, whole, result, names)
    layout.finish(page, head=head, freeze=(head + 1, 1))


def _extra_rows(
    page: Page, data: DataSheet, result: UnitResult, pair: tuple[Criterion, CriterionResult]
) -> None:
    leaf, scored = pair
    unit = result.unit.code
    for fact in scored.facts:
        row = page.put(
            (
                (result.unit.label, "text"),
                (wording.SECTIONS[leaf.section], "text_centre"),
                (leaf.code, "text_centre"),
                (fact.text or leaf.text, "text"),
                (fact.unit_of_measure, "text_centre"),
            )
        )
        used = f"={data.used(unit, leaf.code, fact.line)}"
        value = "" if fact.used is None else fact.used
        page.book.formula(page.sheet, row, 5, used, value, layout.fact_cell(fact.used))
        points = f"={data.points(unit, leaf.code, fact.line)}"
        page.book.formula(page.sheet, row, 6, points, fact.points, "points")


def _extra_sum(page: Page, whole: Overview, result: UnitResult, names: list[str]) -> None:
    _sum_head(page, result.unit.name, "text")
    values = {"bonus_raw": result.bonus_raw, "bonus": result.bonus, "penalty": result.penalty}
    for col, name in enumerate(names, _SUMS):
        text = f"={whole.at(result.unit.code, name, local=False)}"
        page.book.formula(page.sheet, page.row, col, text, values[name], "points")
    page.height([(sum(page.widths[:_SUMS]), result.unit.name)])
    page.row += 1


def _sum_head(page: Page, text: str, form: str) -> None:
    """The unit's name across the columns left of its sums."""
    page.sheet.merge_range(page.row, 0, page.row, _SUMS - 1, "", page.book.format(form))
    page.book.put(page.sheet, page.row, 0, text, form)


def registration_widths(outcome: Outcome) -> tuple[float, ...]:
    """Columns of *Đăng ký – Giao ước*: one for each award that is registered."""
    return (6.0, 30.0, 12.0, 12.0, 52.0, *([14.0] * len(_registered_awards(outcome))))


def _registered_awards(outcome: Outcome) -> list[tuple[str, str]]:
    return [(a.code, a.name) for a in outcome.bloc.awards if a.needs_registration]


def registration(page: Page, outcome: Outcome) -> None:
    """Write *Đăng ký – Giao ước*: plan, pledge, theme and registered awards of every unit."""
    awards = _registered_awards(outcome)
    titles = (words.NO, words.UNIT, words.PLAN, words.PLEDGE, words.THEME)
    head = page.heads((*titles, *(name for _, name in awards)))
    for number, result in enumerate(outcome.units, 1):
        sent = outcome.submissions.get(result.unit.code)
        if sent is None:
            blanks = ((wording.DASH, "text_centre"),) * (2 + len(awards))
            remark = words.STATES[result.state.value].format(reason="") or words.NOT_RETURNED
            cells = (*blanks[:2], (remark, "text_italic"), *blanks[2:])
        else:
            texts = {code: text.value for code, text in sent.texts.items()}
            words_of = {True: wording.YES, False: wording.NO, None: wording.DASH}
            cells = (
                (texts.get("plan_issued", wording.DASH), "text_centre"),
                (texts.get("pledge_signed", wording.DASH), "text_centre"),
                (texts.get("theme", wording.DASH), "text"),
                *((words_of[sent.registered.get(code)], "text_centre") for code, _ in awards),
            )
        page.put(((number, "integer"), (result.unit.name, "text"), *cells))
    layout.finish(page, head=head, freeze=(head + 1, 2), landscape=True)


def _findings(outcome: Outcome) -> list[dict[str, str]]:
    """The cells of every finding by column."""
    names = {unit.code: unit.label for unit in outcome.bloc.units}
    return [
        {
            "level": catalogue.SEVERITY_LABELS[item.severity],
            "code": item.code,
            "unit": names.get(item.unit or "", ""),
            **{
                key: part or ""
                for key, part in zip(("file", "sheet", "cell"), item.place, strict=True)
            },
            "what": item.message,
            "hint": item.hint,
        }
        for item in outcome.findings
    ]


def _finding_columns(rows: list[dict[str, str]]) -> list[str]:
    return [key for key in _FINDING_COLUMNS if not rows or any(row[key] for row in rows)]


def finding_widths(outcome: Outcome) -> tuple[float, ...]:
    """Columns of *Lỗi và lưu ý*; words take the room of what is left out."""
    used = _finding_columns(_findings(outcome))
    spare = sum(width for key, (_, width, _) in _FINDING_COLUMNS.items() if key not in used)
    return tuple(
        _FINDING_COLUMNS[key][1] + (spare / 2 if key in ("what", "hint") else 0) for key in used
    )


def findings(page: Page, outcome: Outcome) -> None:
    """Write *Lỗi và lưu ý*: every finding with its place, message and what to do."""
    rows = _findings(outcome)
    used = _finding_columns(rows)
    head = page.heads([_FINDING_COLUMNS[key][0] for key in used])
    for item, cells in zip(outcome.findings, rows, strict=True):
        row = page.put(tuple((cells[key], _FINDING_COLUMNS[key][2]) for key in used))
        level = page.book.format(_LEVELS[item.severity], locked=True, align="center")
        page.sheet.write_string(row, 0, cells["level"], level)
    if not rows:
        page.line(words.NO_FINDINGS, "italic")
    layout.finish(page, head=head, freeze=(head + 1, 1), landscape=True)
