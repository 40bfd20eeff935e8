"""What each sheet of `khoi.xlsx` holds: the one table that writer and reader share.

Titles, explanations and examples stand in `wording.definition` under the same codes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from thidua_batch.core import wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.scoring import METHODS
from thidua_batch.core.wording import definition as words

#: Zero-based row of the column titles that the writer uses; the reader searches.
HEAD_ROW = 3
#: Rows that the reader searches for the column titles, and reads at most.
HEAD_SEARCH, ROW_LIMIT, COLUMN_LIMIT = 20, 5000, 60


class Type(StrEnum):
    """How a column's cells are written and read."""

    CODE = "code"
    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    SHARE = "share"
    DATE = "date"
    DAY_MONTH = "day_month"
    FLAG = "flag"
    CHOICE = "choice"
    PERIOD = "period"
    KINDS = "period_kinds"
    LOWER = "lower"
    UPPER = "upper"
    LIST = "list"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column, or a row of a key/value sheet.

    `option`: hidden until used; `spare`: hidden where rows of the sheet do without.
    `refers`: sheet whose first column gives the drop-down. `many`: the key may be repeated.
    `choices`: value -> title.
    """

    id: str
    type: Type = Type.TEXT
    width: float = 12
    required: bool = False
    option: bool = False
    spare: bool = False
    many: bool = False
    negative: bool = False
    refers: str | None = None
    choices: Mapping[Hashable, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A sheet: a table, or pairs (key, value, explanation)."""

    id: str
    columns: tuple[Column, ...]
    pairs: bool = False
    advanced: bool = False
    required: bool = False

    @property
    def name(self) -> str:
        """The sheet's Vietnamese name."""
        return words.SHEETS[self.id].name

    def words(self, column: str) -> words.Words:
        """Title, explanation and example of a column."""
        return words.SHEETS[self.id].columns[column]


def _titles(pairs: Iterable[tuple[Hashable, str]]) -> Mapping[Hashable, str]:
    return dict(pairs)


_METHODS: Mapping[Hashable, str] = {code: method.TITLE for code, method in METHODS.items()}
_CODE, _NUMBER, _WHOLE, _FLAG = Type.CODE, Type.NUMBER, Type.WHOLE, Type.FLAG
_VERSION = (
    Column(id="since", type=Type.DATE, width=12, option=True),
    Column(id="until", type=Type.DATE, width=12, option=True),
)

BLOC = Spec(
    id="bloc",
    pairs=True,
    required=True,
    columns=(
        Column(id="code", type=_CODE, required=True),
        Column(id="name", required=True),
        Column(id="body"),
        Column(id="work_year_start", type=Type.DAY_MONTH),
        Column(id="lead", type=_CODE, refers="units"),
        Column(id="deputy", type=_CODE, refers="units"),
        Column(id="lead_title"),
        Column(id="deputy_title"),
        Column(id="slogan"),
        Column(id="symbol"),
        Column(id="place"),
        Column(id="legal_basis", many=True),
        Column(id="sample_note"),
    ),
)
UNITS = Spec(
    id="units",
    required=True,
    columns=(
        Column(id="code", type=_CODE, width=12, required=True),
        Column(id="name", width=46, required=True),
        Column(id="short_name", width=24),
        Column(id="email", width=28),
        Column(id="headcount", type=_WHOLE, width=10),
        Column(id="subunits", type=_WHOLE, width=12),
        Column(id="kind", width=16, option=True),
        Column(id="workload", type=_NUMBER, width=12, option=True),
    ),
)
TABLE = Spec(
    id="table",
    required=True,
    columns=(
        Column(id="code", type=_CODE, width=9, required=True),
        Column(id="text", width=62, required=True),
        Column(id="max_points", type=_NUMBER, width=11),
        Column(id="parent", type=_CODE, width=10, option=True),
        Column(
            id="section",
            type=Type.CHOICE,
            width=13,
            option=True,
            choices=_titles(wording.SECTIONS.items()),
        ),
        Column(id="method", type=Type.CHOICE, width=20, option=True, choices=_METHODS),
        Column(id="options", width=30, option=True),
        Column(
            id="scorer",
            type=Type.CHOICE,
            width=15,
            option=True,
            choices=_titles(wording.SCORERS.items()),
        ),
        Column(id="evidence", width=28, option=True),
        Column(
            id="na",
            type=Type.CHOICE,
            width=18,
            option=True,
            choices=_titles(wording.NA_POLICIES.items()),
        ),
        Column(
            id="periods",
            type=Type.KINDS,
            width=16,
            option=True,
            choices=_titles(wording.PERIOD_KINDS.items()),
        ),
        Column(id="points_only", type=_FLAG, width=12, option=True),
        Column(id="kinds", type=Type.LIST, width=18, option=True),
        Column(
            id="accumulate",
            type=Type.CHOICE,
            width=14,
            option=True,
            choices=_titles(wording.ACCUMULATES.items()),
        ),
        *_VERSION,
    ),
)
PERIODS = Spec(
    id="periods",
    required=True,
    columns=(
        Column(id="code", type=Type.PERIOD, width=13, required=True),
        Column(id="deadline", type=Type.DATE, width=13),
        *(Column(id=f"sheet_{s.value}", type=_FLAG, width=12) for s in FormSheet),
        Column(id="ranks", type=_FLAG, width=10),
        Column(id="current", type=_FLAG, width=10),
    ),
)
AWARDS = Spec(
    id="awards",
    columns=(
        Column(id="code", type=_CODE, width=13, required=True),
        Column(id="name", width=44, required=True),
        Column(
            id="is_title",
            type=Type.CHOICE,
            width=24,
            required=True,
            choices=_titles(words.AWARD_TYPES.items()),
        ),
        Column(id="quota", type=_WHOLE, width=10),
        Column(id="requires", type=_CODE, width=13, refers="awards"),
        Column(id="needs_registration", type=_FLAG, width=10),
        Column(id="min_grade", type=_CODE, width=16, refers="grades"),
        Column(id="quota_share", type=Type.SHARE, width=10, option=True),
        Column(id="quota_base", width=26, option=True),
        Column(id="max_rank", type=_WHOLE, width=10, option=True),
        Column(id="excludes", type=Type.LIST, width=16, option=True),
        Column(
            id="for_individuals",
            type=Type.CHOICE,
            width=12,
            option=True,
            choices=_titles(words.AWARD_FOR.items()),
        ),
        Column(id="grade_shares", type=Type.LIST, width=30, option=True),
    ),
)
LINES = Spec(
    id="lines",
    advanced=True,
    columns=(
        Column(id="criterion", type=_CODE, width=9, required=True, refers="table"),
        Column(id="code", type=_CODE, width=13),
        Column(
            id="kind",
            type=Type.CHOICE,
            width=14,
            required=True,
            choices=_titles(words.LINE_KINDS.items()),
        ),
        Column(id="text", width=44),
        Column(id="unit_of_measure", width=12),
        Column(id="points", type=_NUMBER, width=9, negative=True),
        Column(id="cap", type=_NUMBER, width=9, spare=True),
        Column(id="lower", type=Type.LOWER, width=9, negative=True, spare=True),
        Column(id="upper", type=Type.UPPER, width=9, negative=True, spare=True),
        Column(id="target", type=_NUMBER, width=10, spare=True),
        Column(id="weight", type=_NUMBER, width=9, spare=True),
        Column(id="step", type=_NUMBER, width=9, option=True),
        Column(id="of", width=18, option=True),
        Column(id="when", width=26, option=True),
        Column(id="group", width=14, option=True),
        Column(id="due", type=Type.DUE, width=12, option=True),
        Column(
            id="scorer",
            type=Type.CHOICE,
            width=15,
            option=True,
            choices=_titles(wording.SCORERS.items()),
        ),
        *_VERSION,
    ),
)
OWN = Spec(
    id="own",
    advanced=True,
    columns=(
        Column(id="unit", type=_CODE, width=12, required=True, refers="units"),
        Column(id="criterion", type=_CODE, width=9, required=True, refers="table"),
        Column(id="code", type=_CODE, width=13, required=True),
        Column(id="text", width=54),
        Column(id="unit_of_measure", width=12),
        Column(id="target", type=_NUMBER, width=11),
        Column(id="weight", type=_NUMBER, width=10),
    ),
)
GRADES = Spec(
    id="grades",
    advanced=True,
    columns=(
        Column(id="name", width=34, required=True),
        Column(id="min_total", type=_NUMBER, width=15),
        Column(id="min_group_share", type=Type.SHARE, width=17),
        Column(id="min_criterion_share", type=Type.SHARE, width=17, option=True),
        Column(id="min_targets", type=Type.SHARE, width=15, option=True),
        Column(id="max_shortfall", type=Type.SHARE, width=15, option=True),
        Column(id="quota_share", type=Type.SHARE, width=12, option=True),
        Column(id="quota_of", type=_CODE, width=22, option=True, refers="grades"),
    ),
)
RULES = Spec(
    id="rules",
    pairs=True,
    advanced=True,
    columns=(
        Column(id="criterion_places", type=_WHOLE),
        Column(id="group_places", type=_WHOLE),
        Column(id="total_places", type=_WHOLE),
        Column(id="rank_on_rounded", type=_FLAG),
        Column(id="dense_rank", type=_FLAG),
        Column(id="allow_negative_total", type=_FLAG),
        Column(id="bonus_cap", type=_NUMBER),
        Column(id="penalty_cap", type=_NUMBER),
        Column(id="tie_breaks", type=_CODE, many=True),
        Column(
            id="quota_rounding",
            type=Type.CHOICE,
            choices=_titles(words.QUOTA_ROUNDINGS.items()),
        ),
        Column(id="excluded_are_peers", type=_FLAG),
        Column(id="countersigned", type=_FLAG),
        Column(id="signed_required", type=_FLAG),
        Column(id="versions", type=Type.CHOICE, choices=_titles(words.VERSION_RULES.items())),
        Column(id="jump_factor", type=_NUMBER),
        Column(id="workload", type=Type.CHOICE, choices=_titles(words.WORKLOADS.items())),
        Column(id="holidays", type=Type.DATE, many=True),
        Column(id="status", type=Type.CHOICE, choices=_titles(words.TABLE_STATUSES.items())),
        Column(id="version"),
    ),
)
EXCLUSIONS = Spec(
    id="exclusions",
    advanced=True,
    columns=(
        Column(id="code", type=_CODE, width=12, required=True),
        Column(id="text", width=80, required=True),
    ),
)

#: Basic sheets first.
SPECS = (BLOC, UNITS, TABLE, PERIODS, AWARDS, LINES, OWN, GRADES, RULES, EXCLUSIONS)
BY_ID = {spec.id: spec for spec in SPECS}

#: A row: column id -> value; absent where blank; a list where the key repeats.
Row = Mapping[str, object]
