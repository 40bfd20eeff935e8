"""Words of the trade as enumerations: what a row, an answer, a unit, a rule may be."""

from __future__ import annotations

from enum import StrEnum


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
    """What a row of *Quy tắc chấm* is.

    FACT, DEDUCT, BONUS, RANGE and WAIVER ask for a fact; RATE, STEP and CONDITION are computed
    from other lines; BAND and CATEGORY say what a value is worth.
    """

    FACT = "fact"
    DEDUCT = "deduct"
    BONUS = "bonus"
    RANGE = "range"
    WAIVER = "waiver"
    RATE = "rate"
    STEP = "step"
    CONDITION = "condition"
    BAND = "band"
    CATEGORY = "category"


INPUT_KINDS = frozenset(
    {LineKind.FACT, LineKind.DEDUCT, LineKind.BONUS, LineKind.RANGE, LineKind.WAIVER}
)
COMPUTED_KINDS = frozenset({LineKind.RATE, LineKind.STEP, LineKind.CONDITION})


class Answer(StrEnum):
    """What may be typed in the cell of a fact."""

    NUMBER = "number"
    COUNT = "count"
    PERCENT = "percent"
    YES_NO = "yes_no"
    LABEL = "label"
    NUMBER_OR_LABEL = "number_or_label"
    DATE = "date"


class Accumulate(StrEnum):
    """How facts of shorter periods become those of a longer one."""

    NONE = "none"
    SUM = "sum"
    LATEST = "latest"
    MEAN = "mean"
    MAXIMUM = "maximum"


class Rounding(StrEnum):
    """How a share of a number becomes a whole number of places (C13)."""

    FLOOR = "floor"
    NEAREST = "nearest"
    CEILING = "ceiling"
    AT_LEAST_ONE = "at_least_one"


class Workload(StrEnum):
    """By what the workload of units is compared, for information only."""

    OFF = "off"
    COEFFICIENT = "coefficient"
    HEADCOUNT = "headcount"
    SUBUNITS = "subunits"


class TableStatus(StrEnum):
    """Where the scoring table stands in its life (R16)."""

    DRAFT = "draft"
    APPLIED = "applied"
    CLOSED = "closed"


class VersionRule(StrEnum):
    """Which of several different returns of one unit counts.

    NEWEST: the one received last, where it is known when each came; else, and under ASK, a person
    chooses.
    """

    NEWEST = "newest"
    ASK = "ask"


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
