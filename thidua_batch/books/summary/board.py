"""The table *Tổng hợp điểm* as a frame: its columns, rows and addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from thidua_batch.books.summary.layout import Page
from thidua_batch.core import vn
from thidua_batch.core.grading import has_quota
from thidua_batch.core.kinds import Section
from thidua_batch.core.model import Criterion
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.wording import summary as words

POINTS_WIDTH, HELPER_WIDTH = 12.0, 12.0


@dataclass(slots=True)
class Overview:
    """Columns of *Tổng hợp điểm* by name, and its rows by unit."""

    page: Page
    columns: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    helpers: frozenset[str] = frozenset()
    targets: dict[str, str] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """First unit's row."""
        return min(self.rows.values())

    @property
    def last(self) -> int:
        """Last unit's row."""
        return max(self.rows.values())

    def at(self, unit: str, column: str, *, local: bool = True) -> str:
        """Address of a unit's figure."""
        return self.page.at(self.rows[unit], self.columns[column], local=local)

    def put(self, column: str, value: object, form: str) -> None:
        """Write a value into the current row."""
        self.page.book.put(self.page.sheet, self.page.row, self.columns[column], value, form)

    def formula(self, column: str, text: str, value: object, form: str) -> None:
        """Write a formula with its stored value into the current row."""
        col = self.columns[column]
        self.page.book.formula(self.page.sheet, self.page.row, col, text, value, form)

    def span(self, column: str, *, local: bool = True) -> str:
        """Address of a column over all units."""
        return self.page.span(self.first, self.last, self.columns[column], local=local)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table by name."""

    name: str
    title: str
    width: float


def columns(outcome: Outcome) -> list[Column]:
    """The printed columns, then the helper columns that ranks need."""
    shown = [Column("no", words.NO, 6.0), Column("unit", words.UNIT, 28.0)]
    nodes = outcome.table.roots
    shown += [
        Column(f"node:{r.code}", _root_title(r), POINTS_WIDTH + 1)
        for r in nodes
        if r.section is Section.BASE
    ]
    shown.append(Column("base", words.BASE, POINTS_WIDTH))
    if any(r.section is Section.BONUS for r in nodes):
        shown.append(Column("bonus_raw", words.BONUS_RAW, POINTS_WIDTH))
        shown.append(Column("bonus", words.BONUS, POINTS_WIDTH))
    if any(r.section is Section.PENALTY for r in nodes):
        shown.append(Column("penalty", words.PENALTY, POINTS_WIDTH))
    shown.append(Column("total", words.TOTAL, POINTS_WIDTH))
    if outcome.plan.ranks:
        shown.append(Column("rank", words.RANK, 7.0))
        if any(has_quota(outcome.bloc.rules, i) for i in range(len(outcome.bloc.rules.grades))):
            shown.append(Column("before", words.GRADE_BEFORE, 15.0))
        if outcome.bloc.rules.grades:
            shown.append(Column("grade", words.GRADE, 15.0))
    shown.append(Column("state", words.STATE, 22.0))
    return shown


def helpers(outcome: Outcome) -> list[Column]:
    """Helper columns, outside the printed area."""
    if not outcome.plan.ranks:
        return []
    rules = outcome.bloc.rules
    found = [Column("flag", words.FLAG, HELPER_WIDTH)]
    found.append(Column("key0", words.KEY_TOTAL, HELPER_WIDTH))
    numbers = range(1, len(rules.tie_breaks) + 1)
    found += [Column(f"key{i}", words.KEY.format(number=i), HELPER_WIDTH) for i in numbers]
    found.append(Column("same", words.SAME, HELPER_WIDTH))
    grades = rules.grades
    if any(g.min_criterion_share is not None for g in grades):
        found.append(Column("least", words.LEAST_SHARE, HELPER_WIDTH))
    if any(g.min_targets is not None for g in grades):
        found.append(Column("met", words.TARGETS_MET, HELPER_WIDTH))
    if any(g.max_shortfall is not None for g in grades):
        found.append(Column("short", words.SHORTFALL, HELPER_WIDTH))
    limited = [i for i in range(len(grades)) if has_quota(rules, i)]
    if limited:
        found.append(Column("step", words.GRADE_STEP, HELPER_WIDTH))
    found += [
        Column(f"step{i}", words.GRADE_STEP_AFTER.format(grade=grades[i].name), HELPER_WIDTH)
        for i in limited
    ]
    found.append(Column("order", words.ORDER, HELPER_WIDTH))
    return found


def _root_title(root: Criterion) -> str:
    if root.max_points is None:
        return words.GROUP_HEAD_NO_MAX.format(code=root.code, text=root.text)
    top = vn.format_number(root.max_points)
    return words.GROUP_HEAD.format(code=root.code, text=root.text, max=top)


def roots(outcome: Outcome, section: Section) -> list[Criterion]:
    """Top-level nodes of one section."""
    return [root for root in outcome.table.roots if root.section is section]


def balance(sheet: Overview, unit: str, sums: Mapping[str, str] | None) -> str:
    """base + bonus − penalty, from the shown cells or from their unrounded texts."""
    text = ""
    for name, sign in (("base", ""), ("bonus", "+"), ("penalty", "-")):
        if name in sheet.columns:
            text += sign + (f"({sums[name]})" if sums else sheet.at(unit, name))
    return text
