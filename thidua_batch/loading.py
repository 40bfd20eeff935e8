"""A workspace opened: its definition read, a period chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from thidua_batch import workspace
from thidua_batch.books import definition
from thidua_batch.core.evaluate import DECISIONS_FILE
from thidua_batch.core.findings import Finding, InputRefused, WorkspaceError
from thidua_batch.core.model import Bloc, PeriodPlan
from thidua_batch.core.period import Period
from thidua_batch.workspace import Workspace

#: Told after each unit of work: (what, done, total).
Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """The progress of those who do not watch."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A workspace with its definition read and a period chosen."""

    workspace: Workspace
    bloc: Bloc
    plan: PeriodPlan
    sha256: str
    findings: tuple[Finding, ...]

    @property
    def decisions_path(self) -> Path:
        """Where the decisions of the period stand."""
        return self.workspace.decisions(self.plan.code) / DECISIONS_FILE


def load(root: Path, period: str | None = None) -> Loaded:
    """Read `khoi.xlsx`; InputRefused where it cannot be used, WorkspaceError for a bad period."""
    place = workspace.find(root)
    data = workspace.read_bytes(place.definition)
    read = definition.read(data)
    if read.bloc is None:
        raise InputRefused(read.findings)
    plan = _plan(read.bloc, period)
    return Loaded(place, read.bloc, plan, workspace.sha256(data), read.findings)


def _plan(bloc: Bloc, period: str | None) -> PeriodPlan:
    if period is None:
        return next(plan for plan in bloc.periods if plan.current)
    try:
        plan = bloc.plan(Period.canonical(period))
    except ValueError:
        plan = None
    if plan is None:
        known = ", ".join(p.code for p in bloc.periods)
        raise WorkspaceError("bad_period", period=workspace.escape_name(period), periods=known)
    return plan
