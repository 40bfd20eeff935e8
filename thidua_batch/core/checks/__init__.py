"""Checks between returns, and of what was returned against what the period needs.

What concerns a single cell is checked where the cell is read (`books.form`); the definition by
`lint`. Each function yields findings and changes nothing. A false alarm costs more than silence:
what compares units needs a clear majority, what compares periods a real difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from thidua_batch.core.checks.awards import check_proposals
from thidua_batch.core.checks.bloc import check_bloc_facts, check_fairness
from thidua_batch.core.checks.periods import check_periods, previous_plans
from thidua_batch.core.checks.scales import check_scales
from thidua_batch.core.checks.targets import check_targets, check_zeros
from thidua_batch.core.checks.units import (
    check_countersigned,
    check_rates,
    check_totals,
    check_typed_points,
)
from thidua_batch.core.findings import Finding
from thidua_batch.core.frames import Earlier
from thidua_batch.core.model import Bloc, PeriodPlan
from thidua_batch.core.outcome import UnitResult

__all__ = [
    "check_bloc_facts", "check_countersigned", "check_fairness", "check_figures", "check_periods",
    "check_proposals", "check_rates", "check_scales", "check_targets", "check_totals",
    "check_typed_points", "check_zeros", "previous_plans",
]  # fmt: skip


def check_figures(
    bloc: Bloc, plan: PeriodPlan, units: Sequence[UnitResult], previous: Sequence[Earlier]
) -> Iterator[Finding]:
    """Every figure against those of the other units, then of earlier periods, each told once.

    A unit's criterion that is written in another scale is not told again as another target or as
    a jump.
    """
    table = bloc.table_for(plan)
    told: set[tuple[str | None, str]] = set()
    for check in (check_scales, check_zeros, check_targets):
        found = [(code, f) for code, f in check(table, units) if (f.unit, code) not in told]
        told |= {(f.unit, code) for code, f in found if f.unit is not None}
        yield from (f for _, f in found)
    yield from check_periods(bloc, plan, units, previous, told)
