"""What a bloc, its table, its rules and its awards are.

Frozen values only; reading and writing them is left to `books`, computing to `scoring` and
`standing`. Points, targets and facts are `Decimal`, never binary floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from thidua_batch.core.kinds import (
    COMPUTED_KINDS,
    INPUT_KINDS,
    Accumulate,
    FormSheet,
    LineKind,
    NaPolicy,
    Rounding,
    Scorer,
    Section,
    TableStatus,
    VersionRule,
    Workload,
)
from thidua_batch.core.period import LENGTHS, Period, PeriodKind, due_date

Option = Decimal | str | bool
Value = Decimal | str | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A member unit (đơn vị thành viên); the order in the bloc is the order of protocol.

    `kind` chooses the rows of the table that hold for it (R14); `workload` is its coefficient.
    """

    code: str
    name: str
    short_name: str = ""
    email: str = ""
    headcount: int | None = None
    subunits: int | None = None
    kind: str = ""
    workload: Decimal | None = None

    @property
    def label(self) -> str:
        """Short name where there is one: for narrow columns."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One end of a band (bậc): its value and whether the value itself belongs to the band."""

    value: Decimal
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of *Quy tắc chấm* (or, for own indicators, of *Chỉ tiêu riêng*).

    `points` is per case (deduct, bonus), per item (fact answered yes) or what a band or category
    gives; always ≥ 0 for deduct, the sign comes from the kind. `cap` limits the line's points.
    `lower`…`upper` are a band, the threshold of a step, or the frame of a range penalty.
    `of` names what the line is computed from: "tử / mẫu" (rate), the source line (step, band,
    category) or the deductions that a waiver cancels. `when` is a condition, `group` an exclusive
    choice. `due` is a date as typed, which makes the fact a date and its value the days late;
    `due_on` is filled by `Bloc.table_for`. `scorer` None: as the criterion. `since`…`until`: the
    days on which the row is in force.
    """

    criterion: str
    code: str
    kind: LineKind
    text: str = ""
    unit_of_measure: str = ""
    points: Decimal | None = None
    cap: Decimal | None = None
    lower: Bound | None = None
    upper: Bound | None = None
    target: Decimal | None = None
    weight: Decimal | None = None
    step: Decimal | None = None
    of: str = ""
    when: str = ""
    group: str = ""
    due: str = ""
    due_on: date | None = None
    scorer: Scorer | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_input(self) -> bool:
        """Whether the line asks for a fact."""
        return self.kind in INPUT_KINDS

    @property
    def is_computed(self) -> bool:
        """Whether the line's value follows from other lines."""
        return self.kind in COMPUTED_KINDS

    @property
    def address(self) -> str:
        """`criterion/line`, by which the cell of a fact is found in every workbook."""
        return f"{self.criterion}/{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A node of the scoring table (nội dung, tiêu chí); a leaf has a method.

    `kinds` are the kinds of unit that it holds for (none: all). `accumulate` says how facts of
    `periods` become those of a longer period, in which the criterion is `gathered` (filled by
    `Bloc.table_for`): its facts are not asked again. `since`…`until` as for a line.
    """

    code: str
    text: str
    parent: str | None = None
    max_points: Decimal | None = None
    method: str | None = None
    options: Mapping[str, Option] = field(default_factory=dict)
    scorer: Scorer = Scorer.UNIT
    evidence: str = ""
    na: NaPolicy = NaPolicy.FORBIDDEN
    periods: tuple[PeriodKind, ...] = ()
    points_only: bool = False
    section: Section = Section.BASE
    kinds: tuple[str, ...] = ()
    accumulate: Accumulate = Accumulate.NONE
    gathered: bool = False
    since: date | None = None
    until: date | None = None

    def used_in(self, kind: PeriodKind) -> bool:
        """Whether the form and the result of such a period have this criterion."""
        return not self.periods or kind in self.periods

    def gathered_in(self, kind: PeriodKind) -> bool:
        """Whether such a period takes the facts over from the shorter periods that ask them."""
        return (
            self.accumulate is not Accumulate.NONE
            and not self.used_in(kind)
            and any(LENGTHS[shorter] < LENGTHS[kind] for shorter in self.periods)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringTable:
    """The bloc's scoring table (bảng điểm): nodes in printed order, rule rows, own targets.

    `own_lines` maps (unit, criterion) to the unit's own indicators (chỉ tiêu riêng).
    `outside` holds the (criterion, unit) pairs that are not for that kind of unit.
    """

    criteria: tuple[Criterion, ...]
    lines: tuple[Line, ...] = ()
    own_lines: Mapping[tuple[str, str], tuple[Line, ...]] = field(default_factory=dict)
    outside: frozenset[tuple[str, str]] = frozenset()

    def holds_for(self, criterion: str, unit: str) -> bool:
        """Whether a row of the table is meant for this kind of unit at all (R14)."""
        return (criterion, unit) not in self.outside

    def children(self, code: str | None) -> tuple[Criterion, ...]:
        """Direct children of a node; of the table itself for None."""
        return tuple(c for c in self.criteria if c.parent == code)

    def is_leaf(self, code: str) -> bool:
        """Whether no node hangs below."""
        return not any(c.parent == code for c in self.criteria)

    @property
    def leaves(self) -> tuple[Criterion, ...]:
        """Leaves in printed order."""
        parents = {c.parent for c in self.criteria}
        return tuple(c for c in self.criteria if c.code not in parents)

    @property
    def inner(self) -> tuple[Criterion, ...]:
        """Inner nodes in printed order."""
        parents = {c.parent for c in self.criteria}
        return tuple(c for c in self.criteria if c.code in parents)

    @property
    def roots(self) -> tuple[Criterion, ...]:
        """Top-level nodes in printed order."""
        return self.children(None)

    def depth(self, node: Criterion) -> int:
        """0 for a top-level node."""
        parents = {c.code: c.parent for c in self.criteria}
        level, code = 0, node.parent
        while code is not None:
            level, code = level + 1, parents.get(code)
        return level

    def lines_of(self, criterion: str) -> tuple[Line, ...]:
        """Rows of *Quy tắc chấm* of one criterion, in their order."""
        return tuple(line for line in self.lines if line.criterion == criterion)

    def for_period(self, kind: PeriodKind, day: date | None = None) -> ScoringTable:
        """The part of the table that a period of this kind uses; empty inner nodes fall away.

        Of rows with versions those in force on `day` (R15).
        """
        nodes = tuple(c for c in self.criteria if _in_force(c, day))
        parents = {c.parent for c in nodes}
        by_code = {c.code: c for c in nodes}
        keep: set[str] = set()
        gathered: set[str] = set()
        for leaf in nodes:
            if leaf.code in parents:
                continue
            if leaf.gathered_in(kind):
                gathered.add(leaf.code)
            elif not leaf.used_in(kind):
                continue
            code: str | None = leaf.code
            while code is not None and code in by_code and code not in keep:
                keep.add(code)
                code = by_code[code].parent
        return replace(
            self,
            criteria=tuple(
                replace(c, gathered=c.code in gathered) for c in nodes if c.code in keep
            ),
            lines=tuple(x for x in self.lines if x.criterion in keep and _in_force(x, day)),
            own_lines={k: v for k, v in self.own_lines.items() if k[1] in keep},
        )


def _in_force(row: Criterion | Line, day: date | None) -> bool:
    if day is None:
        return True
    return (row.since is None or row.since <= day) and (row.until is None or day <= row.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A class (xếp loại): the first of the list whose conditions hold; the last has none.

    Shares are 0–1: the least share of the maximum in every base group (`min_group_share`) or base
    criterion (`min_criterion_share`, C02); the share of indicators with a target that must be met
    (`min_targets`) and the most that any may fall short of its target (`max_shortfall`, C03).
    `quota_share` limits the grade to a share of the units graded `quota_of` or better (none: of
    all ranked units, C04); those beyond it take the next grade.
    """

    name: str
    min_total: Decimal | None = None
    min_group_share: Decimal | None = None
    min_criterion_share: Decimal | None = None
    min_targets: Decimal | None = None
    max_shortfall: Decimal | None = None
    quota_share: Decimal | None = None
    quota_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionReason:
    """A reason why a unit is not graded or ranked (không xếp loại)."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What no regulation settles, stated by the bloc; every default is visible in `khoi.xlsx`.

    `tie_breaks` is an ordered list of `total`-like keys: `node:<code>` (higher first), `bonus`
    (higher first), `penalty` (lower first); what is still equal shares the rank.
    `rank_on_rounded`: rank on totals rounded to `total_places`, else on the sum of criteria
    points as rounded. `holidays` are left out of working days. `excluded_are_peers`: whether an
    excluded unit stays among those that relative methods compare. `countersigned`: whether a
    self-score needs the confirmation of whoever the bloc says (R19). `versions`: which of several
    returns of a unit counts. `signed_required`: whether a return without its signed copy keeps the
    result provisional. A figure that grew or fell by more than `jump_factor` times since the last
    period is told (0: never).
    """

    criterion_places: int = 2
    group_places: int = 2
    total_places: int = 2
    rank_on_rounded: bool = True
    dense_rank: bool = False
    allow_negative_total: bool = False
    bonus_cap: Decimal | None = None
    penalty_cap: Decimal | None = None
    tie_breaks: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    exclusions: tuple[ExclusionReason, ...] = ()
    quota_rounding: Rounding = Rounding.FLOOR
    holidays: tuple[date, ...] = ()
    excluded_are_peers: bool = False
    countersigned: bool = False
    workload: Workload = Workload.OFF
    status: TableStatus = TableStatus.APPLIED
    version: str = ""
    versions: VersionRule = VersionRule.NEWEST
    signed_required: bool = False
    jump_factor: Decimal = Decimal(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A title or form of commendation that the bloc proposes.

    `is_title`: "danh hiệu thi đua", else "hình thức khen thưởng" (never mixed). `requires` names
    the award that a nominee must also be eligible for (chain C09); `excludes` awards that rule
    this one out for the same unit (C12). The quota is a number (C05) or `quota_share` of
    `quota_base`: "units" (all of the bloc), "ranked", "grade:<name>" (that grade or better) or
    "award:<code>" (units that meet that award's standard, C06). `max_rank`: only units ranked so
    high (C11).

    Awards `for_individuals` are never nominated to units: quota and share limit how many persons
    each unit may propose, and the share is of "headcount" or "proposed:<code>", the persons that
    the same unit proposes for that award (C07). `grade_shares` are (grade, share) pairs: the
    unit's own grade gives its share (C08); other grades have `quota_share`, without it none.
    """

    code: str
    name: str
    is_title: bool = True
    quota: int | None = None
    requires: str | None = None
    needs_registration: bool = True
    min_grade: str | None = None
    quota_share: Decimal | None = None
    quota_base: str = "units"
    max_rank: int | None = None
    excludes: tuple[str, ...] = ()
    for_individuals: bool = False
    grade_shares: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPlan:
    """A row of *Kỳ báo cáo*: what a period's form has, when it is due, whether it ranks."""

    code: str
    sheets: tuple[FormSheet, ...]
    deadline: date | None = None
    ranks: bool = False
    current: bool = False

    @property
    def scores(self) -> bool:
        """Whether the form has the scoring sheet."""
        return FormSheet.SCORING in self.sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class Bloc:
    """A bloc (khối, cụm) with all that `khoi.xlsx` says.

    `lead_title` and `deputy_title` are the bloc's own words ("Trưởng khối", "Cụm trưởng").
    `sample_note` is the mark that every page of a sample with invented figures carries.
    """

    code: str
    name: str
    body: str
    units: tuple[Unit, ...]
    table: ScoringTable
    rules: Rules = field(default_factory=Rules)
    awards: tuple[Award, ...] = ()
    periods: tuple[PeriodPlan, ...] = ()
    work_year_start: tuple[int, int] = (1, 1)
    lead: str | None = None
    deputy: str | None = None
    lead_title: str = ""
    deputy_title: str = ""
    slogan: str = ""
    symbol: str = ""
    place: str = ""
    legal_basis: tuple[str, ...] = ()
    sample_note: str = ""

    def unit(self, code: str) -> Unit:
        """The unit with this code; KeyError where there is none."""
        for unit in self.units:
            if unit.code == code:
                return unit
        raise KeyError(code)

    @property
    def unit_awards(self) -> tuple[Award, ...]:
        """Awards that units themselves are nominated for."""
        return tuple(award for award in self.awards if not award.for_individuals)

    def plan(self, code: str) -> PeriodPlan | None:
        """The row of a period, if the bloc has it."""
        return next((p for p in self.periods if p.code == code), None)

    def period(self, code: str) -> Period:
        """The period with its dates in the bloc's work year."""
        return Period.parse(code, self.work_year_start)

    def table_for(self, plan: PeriodPlan) -> ScoringTable:
        """The scoring table as the period uses it: rows in force, due dates, kinds of unit."""
        if not plan.scores:
            return ScoringTable(criteria=())
        period = self.period(plan.code)
        table = self.table.for_period(period.kind, period.end)
        lines = tuple(
            replace(line, due_on=due_date(line.due, period, plan.deadline)) if line.due else line
            for line in table.lines
        )
        return replace(table, lines=lines, outside=self._outside(table))

    def _outside(self, table: ScoringTable) -> frozenset[tuple[str, str]]:
        """A row holds for a unit where it and all above it hold for the unit's kind."""
        kinds: dict[str, list[tuple[str, ...]]] = {}
        for node in table.criteria:
            above = kinds.get(node.parent, []) if node.parent else []
            kinds[node.code] = [*above, node.kinds] if node.kinds else above
        return frozenset(
            (code, unit.code)
            for code, limits in kinds.items()
            for unit in self.units
            if any(unit.kind not in limit for limit in limits)
        )
