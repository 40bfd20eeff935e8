"""Faults of a definition that only show between cells: sums, bands, grades, awards, periods.

Pure: `places` says where values stand in `khoi.xlsx`, by keys that `place` makes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import TableStatus
from thidua_batch.core.lint import awards, codes, lines, rows
from thidua_batch.core.lint.bands import bands
from thidua_batch.core.lint.base import Places, dated, place, uses
from thidua_batch.core.lint.rows import sums
from thidua_batch.core.model import Bloc
from thidua_batch.core.wording import definition as words

__all__ = ["NEEDS", "Places", "dated", "lint", "place", "sums"]

_TABLE = frozenset({"table"})
_RULED = frozenset({"table", "lines", "own", "units"})
#: Sheets (by code) that must have been read whole for a finding to mean anything.
NEEDS: Mapping[str, frozenset[str]] = {
    "DEF-007": _TABLE,
    "DEF-010": _RULED,
    "DEF-011": frozenset(),
    "DEF-012": _RULED,
    "DEF-013": _RULED,
    "DEF-014": frozenset({"grades"}),
    "DEF-015": frozenset({"units", "awards"}),
    "DEF-016": frozenset({"awards"}),
    "DEF-019": frozenset({"periods"}),
    "DEF-021": frozenset(),
    "DEF-022": _TABLE,
    "DEF-023": _TABLE | {"units", "periods"},
    "DEF-024": _RULED,
    "DEF-025": _RULED,
    "DEF-026": frozenset(),
    "DEF-027": frozenset(),
    "DEF-028": _RULED,
    "DEF-029": _RULED | {"grades", "rules"},
    "DEF-030": frozenset({"awards"}),
    "DEF-031": frozenset({"awards", "grades"}),
    "DEF-032": frozenset({"units"}),
    "DEF-033": _TABLE | {"units", "periods"},
    "DEF-034": _TABLE | {"periods"},
    "DEF-035": _RULED | {"periods"},
    "DEF-036": frozenset(),
    "DEF-037": frozenset({"periods"}),
}

_PARTS = (
    codes.odd,
    codes.alike,
    rows.sections,
    rows.empty,
    rows.sums_in_use,
    rows.versions,
    rows.unit_kinds,
    rows.accumulation,
    lines.rules,
    lines.references,
    lines.caps,
    lines.signs,
    lines.waivers,
    lines.due_days,
)
_LAST = (
    awards.grade_limits,
    awards.award_chains,
    awards.award_quotas,
    awards.award_conflicts,
    awards.award_names,
)


def lint(bloc: Bloc, places: Places | None = None) -> Iterator[Finding]:
    """All faults between the cells of a definition."""
    known = places or {}
    for part in _PARTS:
        yield from part(bloc, known)
    told: list[Finding] = []
    for use in uses(bloc):
        new = [fault for fault in bands(use.table, known) if fault not in told]
        told += new
        yield from new
    yield from awards.grade_order(bloc.rules.grades, known)
    for part in _LAST:
        yield from part(bloc, known)
    yield from _periods(bloc, known)
    yield from _status(bloc, known)


def _periods(bloc: Bloc, places: Places) -> Iterator[Finding]:
    current = [plan.code for plan in bloc.periods if plan.current]
    if len(current) != 1:
        key = place("periods", current[1], "current") if current else place("periods", "", "")
        yield finding("DEF-019", cell=places.get(key), sheet=words.SHEETS["periods"].name)


def _status(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-036: the table is a draft, or closed (R16)."""
    if bloc.rules.status is not TableStatus.APPLIED:
        cell = places.get(place("rules", "", "status"))
        yield finding("DEF-036", cell=cell, status=words.TABLE_STATUSES[bloc.rules.status])
