"""Facts of shorter periods become those of a longer one (cộng dồn số liệu, design §10).

What is accumulated are the facts that counted in the earlier periods, never their points; a rate
follows from its accumulated numerator and denominator. A changed table is joined by line code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.frames import Earlier
from thidua_batch.core.kinds import Accumulate
from thidua_batch.core.model import Bloc, Criterion, PeriodPlan, ScoringTable, Value
from thidua_batch.core.outcome import Source
from thidua_batch.core.returns import Cell
from thidua_batch.core.scoring.base import GUARD_PLACES

Key = tuple[str, str, str]


@dataclass(slots=True)
class Gathered:
    """Accumulated facts by (unit, criterion, line), and where each came from."""

    declared: dict[Key, Value] = field(default_factory=dict)
    used: dict[Key, Value] = field(default_factory=dict)
    sources: dict[Key, tuple[Source, ...]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def earlier_plans(bloc: Bloc, plan: PeriodPlan) -> tuple[PeriodPlan, ...]:
    """Periods of the bloc whose facts the period takes over, in order of time."""
    table, period = bloc.table_for(plan), bloc.period(plan.code)
    kinds = {kind for leaf in table.leaves if leaf.gathered for kind in leaf.periods}
    found = []
    for other in bloc.periods:
        inside = bloc.period(other.code)
        within = period.start <= inside.start and inside.end <= period.end
        if other.code != plan.code and other.scores and within and inside.kind in kinds:
            found.append(other)
    return tuple(sorted(found, key=lambda p: bloc.period(p.code).end))


def gather(
    bloc: Bloc, table: ScoringTable, units: Sequence[str], earlier: Sequence[Earlier]
) -> Gathered:
    """Accumulate the facts of every gathered criterion; BLOC-007 where a period has none."""
    out = Gathered()
    known = [(item, _values(item.answers)) for item in earlier]
    for leaf in table.leaves:
        if not leaf.gathered:
            continue
        asking = [
            (item, values)
            for item, values in known
            if bloc.period(item.plan.code).kind in leaf.periods
        ]
        for unit in units:
            _leaf(out, table, leaf, unit, asking)
    return out


_NOTHING = (None, None, Cell(file="", sheet="", address=""))
_Values = Mapping[Key, tuple[Value | None, Value | None, Cell]]


def _values(answers: pd.DataFrame) -> _Values:
    """(declared, used, cell) of every fact of a period."""
    columns = ("unit", "criterion", "line", "declared", "used", "file", "sheet", "cell")
    return {
        (unit, criterion, line): (declared, used, Cell(file=file, sheet=sheet, address=cell))
        for unit, criterion, line, declared, used, file, sheet, cell in zip(
            *(answers[name] for name in columns), strict=True
        )
    }


def _leaf(
    out: Gathered,
    table: ScoringTable,
    leaf: Criterion,
    unit: str,
    asking: Sequence[tuple[Earlier, _Values]],
) -> None:
    for line in scoring.inputs(table, leaf, unit):
        key = (unit, leaf.code, line.code)
        parts = []
        for item, values in asking:
            if not any(x.code == line.code for x in scoring.inputs(item.table, leaf, unit)):
                continue  # the table of that period did not have the line yet
            declared, used, cell = values.get(key, _NOTHING)
            parts.append(Source(period=item.plan.code, declared=declared, used=used, cell=cell))
        blank = [part.period for part in parts if part.used is None]
        if blank or not parts:
            label = f"{leaf.code} {line.text or leaf.text}"
            periods = ", ".join(blank) or wording.DASH
            out.findings.append(finding("BLOC-007", unit=unit, label=label, periods=periods))
        out.sources[key] = tuple(parts)
        for place, name in ((out.declared, "declared"), (out.used, "used")):
            value = combine(leaf.accumulate, [getattr(part, name) for part in parts])
            if value is not None:
                place[key] = value


def combine(how: Accumulate, values: Sequence[Value | None]) -> Value | None:
    """One fact from those of several periods; None where any is blank.

    Periods without the task are left out; words and dates are taken from the latest period.
    """
    if not values or any(value is None for value in values):
        return None
    counted = [value for value in values if value != wording.NOT_APPLICABLE]
    if not counted:
        return wording.NOT_APPLICABLE
    numbers = [value for value in counted if isinstance(value, Decimal)]
    if len(numbers) < len(counted) or how is Accumulate.LATEST:
        return counted[-1]
    if how is Accumulate.MAXIMUM:
        return max(numbers)
    total = sum(numbers, Decimal(0))
    if how is Accumulate.MEAN:
        return vn.round_half_up(Fraction(total) / len(numbers), GUARD_PLACES)
    return total


def parts_formula(how: Accumulate, sources: Sequence[Source]) -> str | None:
    """The accumulated declared fact as a formula of its parts; None where it is no number."""
    numbers = [s.declared for s in sources if isinstance(s.declared, Decimal)]
    if not numbers or len(numbers) < len(sources) or how is Accumulate.LATEST:
        return None
    name = {Accumulate.MAXIMUM: "MAX", Accumulate.MEAN: "AVERAGE"}.get(how, "SUM")
    body = f"{name}({','.join(format(n, 'f') for n in numbers)})"
    return f"=ROUND({body},{GUARD_PLACES})" if how is Accumulate.MEAN else f"={body}"


def told(sources: Sequence[Source]) -> Iterator[str]:
    """Each part in words: "2025-Q1: 12"."""
    for source in sources:
        yield f"{source.period}: {vn.format_value(source.used) or wording.DASH}"
