"""Workload of units, for information only: adjusted totals and places shared out by size.

Nothing here changes a result; the bloc chooses the basis (`Rules.workload`), off by default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from thidua_batch.core.kinds import UnitState, Workload
from thidua_batch.core.model import Bloc, Rules, Unit
from thidua_batch.core.outcome import UnitResult
from thidua_batch.core.scoring.base import GUARD_PLACES, round_points
from thidua_batch.core.vn import round_half_up

#: Coefficients are rounded before they are used, so that anyone can check the product by hand.
COEFFICIENT_PLACES = 4


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A unit's total times its coefficient, and its rank by that; None without a basis figure."""

    coefficient: Decimal | None
    total: Decimal | None
    rank: int | None


def figure(basis: Workload, unit: Unit) -> Decimal | None:
    """The unit's figure of the chosen basis; one that is not above 0 is none."""
    value: Decimal | int | None = {
        Workload.OFF: None,
        Workload.COEFFICIENT: unit.workload,
        Workload.HEADCOUNT: unit.headcount,
        Workload.SUBUNITS: unit.subunits,
    }[basis]
    return Decimal(value) if value is not None and value > 0 else None


def figures(bloc: Bloc) -> dict[str, Decimal | None]:
    """Figures of all units, in the order of protocol."""
    return {unit.code: figure(bloc.rules.workload, unit) for unit in bloc.units}


def coefficients(bloc: Bloc) -> dict[str, Decimal | None]:
    """Stated coefficients, or each unit's figure over the mean of the units that have one."""
    found = figures(bloc)
    if bloc.rules.workload is Workload.COEFFICIENT:
        return found
    known = [Fraction(value) for value in found.values() if value is not None]
    mean = sum(known, Fraction(0)) / len(known) if known else Fraction(1)
    return {
        unit: None if value is None else round_points(Fraction(value) / mean, COEFFICIENT_PLACES)
        for unit, value in found.items()
    }


def adjusted(bloc: Bloc, results: Sequence[UnitResult]) -> dict[str, Adjusted]:
    """Adjusted totals of scored units and ranks of ranked ones; equal totals share a rank."""
    rules, by_unit = bloc.rules, coefficients(bloc)
    totals = {
        r.unit.code: round_points(Fraction(r.total) * Fraction(coefficient), rules.total_places)
        for r in results
        if r.total is not None and (coefficient := by_unit[r.unit.code]) is not None
    }
    ranked = {r.unit.code for r in results if r.state is UnitState.RANKED} & set(totals)
    values = [totals[unit] for unit in ranked]
    return {
        r.unit.code: Adjusted(
            coefficient=by_unit[r.unit.code],
            total=totals.get(r.unit.code),
            rank=_rank(rules, values, totals[r.unit.code]) if r.unit.code in ranked else None,
        )
        for r in results
    }


def _rank(rules: Rules, values: Sequence[Decimal], own: Decimal) -> int:
    higher = [value for value in values if value > own]
    return 1 + len(set(higher) if rules.dense_rank else higher)


def weights(bloc: Bloc, results: Sequence[UnitResult]) -> dict[str, Decimal]:
    """Figures of ranked units, in the order of protocol: those that places are shared among."""
    ranked = {r.unit.code for r in results if r.state is UnitState.RANKED}
    return {u: v for u, v in figures(bloc).items() if v is not None and u in ranked}


def exact_places(weights: Mapping[str, Decimal], places: int) -> dict[str, Decimal]:
    """Each unit's exact part of the places, rounded where Excel's binary numbers end."""
    whole = sum((Fraction(weight) for weight in weights.values()), Fraction(0))
    return {
        unit: round_half_up(places * Fraction(weight) / whole if whole else 0, GUARD_PLACES)
        for unit, weight in weights.items()
    }


def largest_remainder(weights: Mapping[str, Decimal], places: int) -> dict[str, int]:
    """Share places out by weight: whole parts first, then the largest remainders.

    Equal remainders go by the order of `weights`, which is the order of protocol.
    """
    exact = exact_places(weights, places)
    given = {unit: int(part) for unit, part in exact.items()}
    left = places - sum(given.values()) if any(exact.values()) else 0
    order = sorted(exact, key=lambda unit: given[unit] - exact[unit])
    return {unit: given[unit] + (unit in order[:left]) for unit in weights}


def remainder_tie(weights: Mapping[str, Decimal], places: int) -> tuple[str, ...]:
    """Units with equal remainders of which only some got a place, by the order of protocol."""
    exact, given = exact_places(weights, places), largest_remainder(weights, places)
    rest = {unit: part - int(part) for unit, part in exact.items()}
    got = {rest[unit] for unit in rest if given[unit] > int(exact[unit])}
    lost = {rest[unit] for unit in rest if given[unit] == int(exact[unit])}
    return tuple(unit for unit in rest if rest[unit] in got & lost)
