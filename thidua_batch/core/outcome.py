"""The result of a run (`Outcome`): all that workbooks, reports and results.json derive from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from thidua_batch.core import vn
from thidua_batch.core.findings import Finding
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import (
    Bloc,
    PeriodPlan,
    ScoringTable,
    Unit,
    Value,
)
from thidua_batch.core.period import Period
from thidua_batch.core.returns import Cell, Decisions, Exclusion, Submission

_Said = TypeVar("_Said")


class FileState(StrEnum):
    """What became of a file of the inbox: every file ends as one of these."""

    USED = "used"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    ATTACHED = "attached"
    UNPACKED = "unpacked"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that the run looked at, and what became of it.

    `received_at` is when it came, where a mail server or the bloc says so (never a file's own
    time). A file inside a parcel (.zip, .eml) is named "parcel/file"; `company` is
    the parcel or folder that it came in. `is_signed`: a scan or PDF. `sender` is the unit that a
    file which could not be read seems to come from, by its name, folder or parcel: a hint only.
    """

    file: str
    sha256: str
    unit: str | None
    received_as: str
    used: bool
    state: FileState = FileState.IGNORED
    received_at: datetime | None = None
    is_signed: bool = False
    company: str = ""
    sender: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which people may call the file, as printed and as typed; no empty ones.

        Its place may be told from the inbox's own folder on.
        """
        below = self.file.split("/", 2)[-1]
        names = (self.file, self.received_as, below, self.file.rpartition("/")[2])
        return tuple(dict.fromkeys(n for name in names for n in (name, vn.clean(name)) if n))

    def noted(self, said: Mapping[str, _Said]) -> _Said | None:
        """What is said of the file under any of its names."""
        return next((said[name] for name in self.names if name in said), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One file of the inbox, read: its submission if it could be read, and what was found.

    `is_form`: a workbook that may be a return; else a parcel, a scan, or what only came along.
    `named`: another unit than the one inside, after which the file is called.
    """

    input: InputFile
    submission: Submission | None
    findings: tuple[Finding, ...] = ()
    is_form: bool = True
    named: str | None = None

    @property
    def is_unread(self) -> bool:
        """Whether it came for a return and could not be read, so that whose it is nobody knows."""
        return self.input.state is FileState.REFUSED and self.input.unit is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One of several returns of a unit; without a submission where it could not be read.

    `is_doubtful`: what stands in it may be another unit's.
    """

    input: InputFile
    submission: Submission | None
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """A unit's standing for one award; `chosen` by rank within the quota, until votes decide.

    `remark` says why an eligible unit is not proposed.
    """

    award: str
    unit: str
    registered: bool | None
    eligible: bool
    reasons: tuple[str, ...] = ()
    chosen: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The fact of a shorter period that went into an accumulated one, and its cell."""

    period: str
    declared: Value | None
    used: Value | None
    cell: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class FactResult:
    """A line as counted: declared by the unit, accepted by a decision, and its points.

    `text` is the label read by people; `cell` is where `declared` (or else `accepted`) stands.
    `value` is what was computed with (days late, an exceed rate; else the fact). `raw` and
    `points` are the line's own part before and after cap and choice, rounded to the guard places;
    None where nothing was scored. A `computed` line asks for no fact: its value follows from
    others. `sources` are the facts of shorter periods, where the criterion is gathered.
    """

    line: str
    text: str
    unit_of_measure: str
    declared: Value | None
    accepted: Value | None
    used: Value | None
    target: Decimal | None
    weight: Decimal | None
    points: Decimal | None
    cell: Cell | None
    value: Value | None = None
    raw: Decimal | None = None
    computed: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """A unit's leaf: points of each stage side by side; `points` is the effective one.

    None in `points` with `applicable` True reads "chưa chấm" and adds 0.
    """

    code: str
    applicable: bool
    max_points: Decimal | None
    method: str
    self_points: Decimal | None
    bloc_points: Decimal | None
    points: Decimal | None
    facts: tuple[FactResult, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitResult:
    """A unit's standing. Points are rounded as the rules say; a missing unit has None everywhere.

    `criteria` and `groups` hold the rows for the unit's kind only; `groups` every inner node
    after caps (None where wholly not applicable). `tied_with` lists the units that share the rank
    after all tie-breaks. `grade_before` is the grade that a quota took away.
    """

    unit: Unit
    state: UnitState
    criteria: tuple[CriterionResult, ...] = ()
    groups: Mapping[str, Decimal | None] = field(default_factory=dict)
    base: Decimal | None = None
    bonus_raw: Decimal | None = None
    bonus: Decimal | None = None
    penalty: Decimal | None = None
    total: Decimal | None = None
    rank: int | None = None
    tied_with: tuple[str, ...] = ()
    grade: str | None = None
    grade_before: str | None = None
    exclusion: Exclusion | None = None

    @property
    def is_scored(self) -> bool:
        """Whether the unit has a total."""
        return self.total is not None

    @property
    def incomplete(self) -> bool:
        """Whether an applicable criterion has no points yet."""
        return any(c.applicable and c.points is None for c in self.criteria)

    def criterion(self, code: str) -> CriterionResult | None:
        """The unit's result for a leaf."""
        return next((c for c in self.criteria if c.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Everything a run found out. `table` is the part of the scoring table this period uses.

    `units` follow the order of protocol; `submissions` and `decisions` are those that counted.
    `provisional` lists, in Vietnamese, why the result is not final (empty: final). `quotas` are
    the places of each award (None: no limit). `rejected` are returns that were read and do not
    count, `versions` all returns of units that sent several different ones, by time of receipt.
    `uncompared` are units whose verdict on *Bản ký* is of another file than the one that counts.
    """

    bloc: Bloc
    period: Period
    plan: PeriodPlan
    table: ScoringTable
    definition_sha256: str
    units: tuple[UnitResult, ...]
    submissions: Mapping[str, Submission]
    decisions: Decisions
    nominations: tuple[Nomination, ...]
    findings: tuple[Finding, ...]
    inputs: tuple[InputFile, ...]
    provisional: tuple[str, ...]
    quotas: Mapping[str, int | None] = field(default_factory=dict)
    rejected: Mapping[str, Submission] = field(default_factory=dict)
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    uncompared: frozenset[str] = frozenset()

    @property
    def is_final(self) -> bool:
        """Whether every return is used, or its unit excluded or confirmed by a decision."""
        return not self.provisional

    @property
    def ranked(self) -> tuple[UnitResult, ...]:
        """Ranked units by rank, order of protocol within a shared rank."""
        return tuple(
            sorted((u for u in self.units if u.rank is not None), key=lambda u: u.rank or 0)
        )

    def result(self, unit: str) -> UnitResult:
        """One unit's result; KeyError where the bloc has no such unit."""
        for found in self.units:
            if found.unit.code == unit:
                return found
        raise KeyError(unit)
