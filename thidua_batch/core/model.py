"""What a bloc, its table, its rules, its returns and its result are.

Frozen values only; reading and writing them is left to `books`, computing to `scoring` and
`standing`. Points, targets and facts are `Decimal`, never binary floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from thidua_batch.core.period import Period, PeriodKind

Option = Decimal | str | bool
Value = Decimal | str


class Section(StrEnum):
    """Part of the frame "base + bonus − penalty" that a top-level node belongs to."""

    BASE = "base"
    BONUS = "bonus"
    PENALTY = "penalty"


class Scorer(StrEnum):
    """Who declares the facts of a criterion (R17)."""

    UNIT = "unit"
    BLOC = "bloc"
    STANDING = "standing"


class NaPolicy(StrEnum):
    """What happens when a criterion does not apply to a unit (R10–R13)."""

    FORBIDDEN = "forbidden"
    RESCALE = "rescale"
    FULL = "full"
    ZERO = "zero"


class LineKind(StrEnum):
    """What a row of *Quy tắc chấm* is: the first three ask for a fact, the others are rules."""

    FACT = "fact"
    DEDUCT = "deduct"
    BONUS = "bonus"
    BAND = "band"
    CATEGORY = "category"


class Answer(StrEnum):
    """What may be typed in the cell of a fact."""

    NUMBER = "number"
    COUNT = "count"
    PERCENT = "percent"
    YES_NO = "yes_no"
    LABEL = "label"
    NUMBER_OR_LABEL = "number_or_label"


class FormSheet(StrEnum):
    """Sheets that a period may ask for; the value is the code used in `khoi.xlsx`."""

    UNIT = "don_vi"
    REGISTRATION = "dang_ky"
    SCORING = "tu_cham"
    RESULTS = "ket_qua"
    PROPOSALS = "de_nghi"
    EXAMPLES = "dien_hinh"


class UnitState(StrEnum):
    """Where a unit stands in the result (design §4)."""

    RANKED = "ranked"
    SCORED = "scored"
    EXCLUDED = "excluded"
    MISSING = "missing"
    REJECTED = "rejected"
    NOT_SUBMITTED = "not_submitted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A member unit (đơn vị thành viên); the order in the bloc is the order of protocol."""

    code: str
    name: str
    short_name: str = ""
    email: str = ""
    headcount: int | None = None
    subunits: int | None = None

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

    @property
    def is_input(self) -> bool:
        """Whether the line asks for a fact."""
        return self.kind in (LineKind.FACT, LineKind.DEDUCT, LineKind.BONUS)

    @property
    def address(self) -> str:
        """`criterion/line`, by which the cell of a fact is found in every workbook."""
        return f"{self.criterion}/{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A node of the scoring table (nội dung, tiêu chí); a leaf has a method."""

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

    def used_in(self, kind: PeriodKind) -> bool:
        """Whether the form and the result of such a period have this criterion."""
        return not self.periods or kind in self.periods


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringTable:
    """The bloc's scoring table (bảng điểm): nodes in printed order, rule rows, own targets.

    `own_lines` maps (unit, criterion) to the unit's own indicators (chỉ tiêu riêng).
    """

    criteria: tuple[Criterion, ...]
    lines: tuple[Line, ...] = ()
    own_lines: Mapping[tuple[str, str], tuple[Line, ...]] = field(default_factory=dict)

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

    def for_period(self, kind: PeriodKind) -> ScoringTable:
        """The part of the table that a period of this kind uses; empty inner nodes fall away."""
        parents = {c.parent for c in self.criteria}
        by_code = {c.code: c for c in self.criteria}
        keep: set[str] = set()
        for leaf in self.criteria:
            if leaf.code in parents or not leaf.used_in(kind):
                continue
            code: str | None = leaf.code
            while code is not None and code not in keep:
                keep.add(code)
                code = by_code[code].parent
        return ScoringTable(
            criteria=tuple(c for c in self.criteria if c.code in keep),
            lines=tuple(line for line in self.lines if line.criterion in keep),
            own_lines={k: v for k, v in self.own_lines.items() if k[1] in keep},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A class (xếp loại): least total and least share (0–1) in every base group.

    The first grade of the list whose conditions hold is given; the last has no condition.
    """

    name: str
    min_total: Decimal | None = None
    min_group_share: Decimal | None = None


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
    points as rounded.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A title or form of commendation that the bloc proposes.

    `form` is "danh hiệu thi đua" or "hình thức khen thưởng" (never mixed). `requires` names the
    award that a nominee must also be eligible for (chain C09).
    """

    code: str
    name: str
    is_title: bool = True
    quota: int | None = None
    requires: str | None = None
    needs_registration: bool = True
    min_grade: str | None = None


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

    def plan(self, code: str) -> PeriodPlan | None:
        """The row of a period, if the bloc has it."""
        return next((p for p in self.periods if p.code == code), None)

    def period(self, code: str) -> Period:
        """The period with its dates in the bloc's work year."""
        return Period.parse(code, self.work_year_start)
