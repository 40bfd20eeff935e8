"""The tables that flow through a run: their columns, and the merge (gộp số liệu).

Values are `Decimal` or text in object columns, so that pandas never turns a blank into zero or
a point into a binary float.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from thidua_batch.core.model import PeriodPlan, ScoringTable
from thidua_batch.core.returns import Decisions, Fact, Submission

#: One row per unit × fact line. `declared` is what the unit typed, `accepted` what a decision
#: put in its place (or all there is, where the scorer is not the unit), `used` the one counted.
ANSWERS = (
    "unit", "criterion", "line", "declared", "accepted", "used", "file", "sheet", "cell",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Earlier:
    """What counted in another period: its plan, table and ANSWERS.

    `registered` maps each unit whose form counted there to its registered awards, as in
    `Submission.registered`.
    """

    plan: PeriodPlan
    table: ScoringTable
    answers: pd.DataFrame
    registered: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)


def frame(rows: Iterable[Sequence[object]], columns: Sequence[str]) -> pd.DataFrame:
    """A frame with object columns in the stated order, whatever the rows hold."""
    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)


def merge(submissions: Iterable[Submission], decisions: Decisions) -> pd.DataFrame:
    """ANSWERS: every unit's facts with the decided ones beside them; order of units kept.

    A decided fact wins over the declared one of the same line; both stay.
    """
    submissions = list(submissions)
    declared = frame(
        (
            (s.unit, f.criterion, f.line, f.value, f.cell.file, f.cell.sheet, f.cell.address)
            for s in submissions
            for f in s.facts
        ),
        ("unit", "criterion", "line", "declared", "file", "sheet", "cell"),
    )
    used_units = [s.unit for s in submissions]
    accepted = frame(
        (
            (unit, f.criterion, f.line, f.value, f.cell.file, f.cell.sheet, f.cell.address)
            for unit in used_units
            for f in _latest(decisions.facts.get(unit, ()))
        ),
        ("unit", "criterion", "line", "accepted", "file", "sheet", "cell"),
    )
    keys = ["unit", "criterion", "line"]
    both = declared.merge(accepted, on=keys, how="outer", suffixes=("", "_accepted"), sort=False)
    decided = both["accepted"].notna()
    both["used"] = both["declared"].where(~decided, both["accepted"])
    for column in ("file", "sheet", "cell"):
        both[column] = both[column].where(both[column].notna(), both[f"{column}_accepted"])
    both = both[list(ANSWERS)].astype(object)
    return both.where(both.notna(), None)


def _latest(facts: Sequence[Fact]) -> list[Fact]:
    """One fact per line: the last row wins, as a person reads a list of decisions."""
    return list({(f.criterion, f.line): f for f in facts}.values())
