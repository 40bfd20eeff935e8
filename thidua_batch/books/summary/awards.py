"""Sheet *Suy tôn*: conditions, quotas and who is proposed by rank, live where ranks and grades are.

Registration and exclusion stand as they were at the time of the run; votes decide later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.board import Overview
from thidua_batch.books.summary.grades import percent
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import nominating, wording
from thidua_batch.core.grading import places_formula
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import Award
from thidua_batch.core.outcome import Nomination, Outcome
from thidua_batch.core.scoring.base import quoted
from thidua_batch.core.wording import summary as words

WIDTHS = (34.0, 20.0, 28.0, 10.0, 8.0, 10.0, 12.0, 46.0)
HEADS = (
    words.AWARD, words.KIND, words.UNIT, words.REGISTERED, words.RANK, words.ELIGIBLE,
    words.PROPOSED, words.REASONS,
)  # fmt: skip
RANK, ELIGIBLE, PROPOSED, REASONS, CANDIDATE = 4, 5, 6, 7, 9
#: Longest text that a formula may hold.
_TEXT = 250
_YES_NO = {True: wording.YES, False: wording.NO, None: wording.DASH}


@dataclass(slots=True)
class _Sheet:
    """Where units and awards stand; `order` is the place of an award in its chain."""

    page: Page
    outcome: Outcome
    whole: Overview | None
    awards: dict[str, Award]
    order: dict[str, int]
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    quotas: dict[str, int] = field(default_factory=dict)

    def at(self, award: str, unit: str, col: int) -> str:
        """Address of a unit's cell for an award."""
        return self.page.at(self.rows[award, unit], col, local=True)

    def span(self, award: str, col: int) -> str:
        """Address of a column over all units of an award."""
        rows = [row for (code, _), row in self.rows.items() if code == award]
        return self.page.span(min(rows), max(rows), col, local=True)

    def put(self, row: int, col: int, text: str | None, value: object, form: str) -> None:
        """A formula, or its value where nothing can be live."""
        if text is None or self.whole is None:
            self.page.book.put(self.page.sheet, row, col, value, form)
        else:
            self.page.book.formula(self.page.sheet, row, col, f"={text}", value, form)

    def is_before(self, other: str, award: Award) -> bool:
        """Whether another award is settled before this one."""
        return other in self.order and self.order[other] < self.order[award.code]


def fill(page: Page, outcome: Outcome, whole: Overview | None) -> None:
    """Write *Suy tôn*; without totals (`whole` None) as plain values."""
    head = page.heads(HEADS)
    chain = nominating.in_chain_order(outcome.bloc.unit_awards)
    sheet = _Sheet(
        page,
        outcome,
        whole,
        awards={award.code: award for award in outcome.bloc.awards},
        order={award.code: i for i, award in enumerate(chain)},
    )
    first = page.row
    sheet.rows = {(n.award, n.unit): first + i for i, n in enumerate(outcome.nominations)}
    last = first + len(sheet.rows) - 1
    top = last + 4
    sheet.quotas = {award.code: top + i for i, award in enumerate(outcome.bloc.unit_awards)}
    if whole is not None:
        page.book.put(page.sheet, head - 1, CANDIDATE, words.HELPERS, "hidden")
        page.book.put(page.sheet, head, CANDIDATE, words.CANDIDATE, "head")
        page.sheet.set_column(CANDIDATE, CANDIDATE, 12.0)
    for item in outcome.nominations:
        _row(sheet, item)
    _quotas(sheet)
    layout.finish(page, head=head, freeze=(head + 1, 1), landscape=True)
    page.sheet.autofilter(head, 0, last, len(HEADS) - 1)
    page.sheet.print_area(0, 0, page.row, len(HEADS) - 1)


def _row(sheet: _Sheet, item: Nomination) -> None:
    page, award = sheet.page, sheet.awards[item.award]
    result = sheet.outcome.result(item.unit)
    shown = "; ".join(item.reasons) or item.remark
    longest = "; ".join(text for _, text in _obstacles(sheet, item))
    row, name = page.row, result.unit.name
    page.put(
        (
            (award.name, "text"),
            (words.AWARD_KINDS[award.is_title], "text"),
            (name, "text"),
            (_YES_NO[item.registered], "text_centre"),
        )
    )
    page.row = row
    rank = result.rank if result.rank is not None else wording.DASH
    link = sheet.whole.at(item.unit, "rank", local=False) if sheet.whole else None
    sheet.put(row, RANK, link, rank, "integer")
    tests = [test for test, _ in _obstacles(sheet, item)]
    eligible = f"IF(OR({','.join(tests)}),{quoted(wording.NO)},{quoted(wording.YES)})"
    text = eligible if tests else quoted(wording.YES)
    sheet.put(row, ELIGIBLE, text, _YES_NO[item.eligible], "text_centre")
    sheet.put(row, PROPOSED, _proposed(sheet, item), _YES_NO[item.chosen], "text_centre")
    sheet.put(row, REASONS, _reasons(sheet, item), shown, "text")
    if sheet.whole is not None:
        sheet.put(
            row, CANDIDATE, _candidate(sheet, item), int(_is_candidate(sheet, item)), "integer"
        )
    page.height([(WIDTHS[0], award.name), (WIDTHS[2], name), (WIDTHS[REASONS], longest)])
    page.row += 1


def _obstacles(sheet: _Sheet, item: Nomination) -> Iterator[tuple[str, str]]:
    """Each condition that may fail: a test that is TRUE where it does, and its words."""
    award, unit = sheet.awards[item.award], item.unit
    result = sheet.outcome.result(unit)
    if result.state is UnitState.EXCLUDED:
        yield "TRUE", wording.IS_EXCLUDED
    elif result.rank is None:
        yield "TRUE", wording.NOT_RANKED
    if award.needs_registration and item.registered is not True:
        yield "TRUE", wording.NOT_REGISTERED
    if award.min_grade is not None and result.state is UnitState.RANKED:
        yield (
            _below(sheet, award.min_grade, unit),
            wording.BELOW_GRADE.format(grade=award.min_grade),
        )
    if award.max_rank is not None and result.rank is not None:
        rank = sheet.at(item.award, unit, RANK)
        yield f"{rank}>{award.max_rank}", wording.BELOW_RANK.format(rank=award.max_rank)
    if award.requires:
        test = "TRUE"
        if sheet.is_before(award.requires, award):
            test = f"{sheet.at(award.requires, unit, ELIGIBLE)}<>{quoted(wording.YES)}"
        yield test, wording.NEEDS_AWARD.format(award=_name(sheet, award.requires))
    for rival in nominating.rivals(sheet.outcome.bloc, award):
        if sheet.is_before(rival, award):
            test = f"{sheet.at(rival, unit, PROPOSED)}={quoted(wording.YES)}"
            yield test, wording.HAS_RIVAL.format(award=_name(sheet, rival))


def _below(sheet: _Sheet, worst: str, unit: str) -> str:
    """Whether a unit's grade is none of the good ones."""
    if sheet.whole is None or "grade" not in sheet.whole.columns:
        return "TRUE"
    cell = sheet.whole.at(unit, "grade", local=False)
    good = nominating.good_grades(sheet.outcome.bloc, worst)
    return f"NOT(OR({','.join(f'{cell}={quoted(name)}' for name in good)}))"


def _name(sheet: _Sheet, code: str) -> str:
    return sheet.awards[code].name if code in sheet.awards else code


def _is_candidate(sheet: _Sheet, item: Nomination) -> bool:
    required = sheet.awards[item.award].requires
    chosen = {n.unit for n in sheet.outcome.nominations if n.award == required and n.chosen}
    return item.eligible and (not required or item.unit in chosen)


def _candidate(sheet: _Sheet, item: Nomination) -> str:
    """1 for an eligible unit that the required award also proposes."""
    award = sheet.awards[item.award]
    test = f"{sheet.at(item.award, item.unit, ELIGIBLE)}={quoted(wording.YES)}"
    if award.requires:
        own = "FALSE"
        if sheet.is_before(award.requires, award):
            own = f"{sheet.at(award.requires, item.unit, PROPOSED)}={quoted(wording.YES)}"
        test = f"AND({test},{own})"
    return f"IF({test},1,0)"


def _ahead(sheet: _Sheet, item: Nomination, sign: str) -> str:
    """How many candidates stand at or above a unit's rank (or only above it)."""
    rank = sheet.at(item.award, item.unit, RANK)
    candidates = f"({sheet.span(item.award, CANDIDATE)}=1)"
    return f"SUMPRODUCT({candidates}*({sheet.span(item.award, RANK)}{sign}{rank}))"


def _places(sheet: _Sheet, award: str) -> str:
    return sheet.page.at(sheet.quotas[award], RANK, local=True)


def _is_unlimited(award: Award) -> bool:
    return award.quota is None and award.quota_share is None


def _proposed(sheet: _Sheet, item: Nomination) -> str:
    """By rank while places last; a shared rank is taken as a whole or not at all."""
    test = f"{sheet.at(item.award, item.unit, CANDIDATE)}=1"
    if not _is_unlimited(sheet.awards[item.award]):
        test = f"AND({test},{_ahead(sheet, item, '<=')}<={_places(sheet, item.award)})"
    return f"IF({test},{quoted(wording.YES)},{quoted(wording.NO)})"


def _reasons(sheet: _Sheet, item: Nomination) -> str:
    """What fails, or else why an eligible unit is not proposed."""
    award = sheet.awards[item.award]
    failed = [f'IF({test},{_long("; " + text)},"")' for test, text in _obstacles(sheet, item)]
    told = f"MID({'&'.join(failed)},3,2000)" if failed else '""'
    tie = f"{_ahead(sheet, item, '<')}<{_places(sheet, item.award)}"
    full = f"IF({tie},{quoted(wording.TIE_DOES_NOT_FIT)},{quoted(wording.NO_PLACE_LEFT)})"
    rest = '""' if _is_unlimited(award) else full
    if award.requires:
        missing = wording.REQUIRED_NOT_CHOSEN.format(award=_name(sheet, award.requires))
        own = sheet.at(item.award, item.unit, CANDIDATE)
        rest = f"IF({own}=1,{rest},{_long(missing)})"
    eligible = f"{sheet.at(item.award, item.unit, ELIGIBLE)}={quoted(wording.YES)}"
    proposed = f"{sheet.at(item.award, item.unit, PROPOSED)}={quoted(wording.YES)}"
    return f'IF({eligible},IF({proposed},"",{rest}),{told})'


def _long(text: str) -> str:
    """A text of any length as Excel text."""
    parts = [text[i : i + _TEXT] for i in range(0, len(text), _TEXT)]
    return "&".join(quoted(part) for part in parts)


# --- quotas -------------------------------------------------------------------------------


def _quotas(sheet: _Sheet) -> None:
    """How many places every award has, and how that was computed."""
    page, outcome = sheet.page, sheet.outcome
    page.row += 1
    page.line(words.QUOTAS, "section")
    row = page.row
    page.put((("", "head"),) * (RANK + 1))
    page.row = row
    titles = ((0, 0, words.AWARD), (1, 2, words.QUOTA_HOW), (3, 3, words.QUOTA_BASE))
    for first, last, title in titles:
        _merged(page, row, (first, last), title, "head")
    page.book.put(page.sheet, row, RANK, words.QUOTA, "head")
    page.height([(WIDTHS[3] * 0.85, words.QUOTA_BASE), (WIDTHS[4] * 0.85, words.QUOTA)])
    page.row += 1
    counts = nominating.bases(outcome.bloc, outcome.units, outcome.nominations)
    places = nominating.quotas(outcome.bloc, outcome.units, outcome.nominations)
    for award in outcome.bloc.unit_awards:
        row, how = page.row, _how(sheet, award)
        page.book.put(page.sheet, row, 0, award.name, "text")
        _merged(page, row, (1, 2), how, "text")
        base: object = wording.DASH if award.quota_share is None else counts[award.code]
        sheet.put(row, 3, _base(sheet, award), base, "integer")
        count = places[award.code]
        shown: object = wording.DASH if count is None else count
        sheet.put(row, RANK, _places_text(sheet, award, row), shown, "integer")
        page.height([(WIDTHS[0], award.name), (WIDTHS[1] + WIDTHS[2], how)])
        page.row += 1


def _merged(page: Page, row: int, cols: tuple[int, int], text: str, form: str) -> None:
    if cols[0] < cols[1]:
        page.sheet.merge_range(row, cols[0], row, cols[1], "", page.book.format(form))
    page.book.put(page.sheet, row, cols[0], text, form)


def _how(sheet: _Sheet, award: Award) -> str:
    """The rule of a quota in words."""
    fixed = words.QUOTA_FIXED.format(count=award.quota)
    if award.quota_share is None:
        return words.NO_LIMIT if award.quota is None else fixed
    wanted = award.quota_base
    base = words.BASE_UNITS
    if wanted == nominating.RANKED:
        base = words.BASE_RANKED
    elif wanted.startswith(nominating.GRADE):
        base = words.BASE_GRADED.format(grade=wanted.removeprefix(nominating.GRADE))
    elif wanted.startswith(nominating.AWARD):
        base = words.BASE_AWARD.format(award=_name(sheet, wanted.removeprefix(nominating.AWARD)))
    rounding = words.ROUNDINGS[sheet.outcome.bloc.rules.quota_rounding.value]
    how = words.QUOTA_SHARE.format(share=percent(award.quota_share), base=base, rounding=rounding)
    return how if award.quota is None else words.QUOTA_BOTH.format(share=how, fixed=fixed)


def _base(sheet: _Sheet, award: Award) -> str | None:
    """How many units a share is taken of, live where it follows from ranks and grades."""
    whole, wanted = sheet.whole, award.quota_base
    if award.quota_share is None or whole is None:
        return None
    if wanted.startswith(nominating.AWARD):
        code = wanted.removeprefix(nominating.AWARD)
        if code != award.code and not sheet.is_before(code, award):
            return None
        return f"COUNTIF({sheet.span(code, ELIGIBLE)},{quoted(wording.YES)})"
    flag = whole.span("flag", local=False)
    if wanted == nominating.RANKED:
        return f"SUM({flag})"
    if not wanted.startswith(nominating.GRADE) or "grade" not in whole.columns:
        return None
    span = whole.span("grade", local=False)
    good = nominating.good_grades(sheet.outcome.bloc, wanted.removeprefix(nominating.GRADE))
    any_of = "+".join(f"({span}={quoted(name)})" for name in good)
    return f"SUMPRODUCT(({flag}=1)*({any_of}))"


def _places_text(sheet: _Sheet, award: Award, row: int) -> str | None:
    if award.quota_share is None:
        return None
    base = sheet.page.at(row, 3, local=True)
    share = places_formula(award.quota_share, base, sheet.outcome.bloc.rules.quota_rounding)
    return share if award.quota is None else f"MIN({share},{award.quota})"
