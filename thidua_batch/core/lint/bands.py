"""Bands (bậc) that overlap, or leave values without points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.lint.base import Places, cell_of
from thidua_batch.core.model import Bound, Criterion, Line, ScoringTable
from thidua_batch.core.scoring import METHODS, lines, method_of
from thidua_batch.core.scoring.base import inside
from thidua_batch.core.scoring.lookup import rows_of
from thidua_batch.core.wording import definition as words

_BANDS = "bands"


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a stretch; `value` None is infinity."""

    value: Decimal | None
    closed: bool


def bands(table: ScoringTable, places: Places) -> Iterator[Finding]:
    """DEF-012, DEF-013 for each line that bands are looked up for."""
    for criterion in table.leaves:
        if criterion.method is not None and criterion.method not in METHODS:
            continue
        found = table.lines_of(criterion.code)
        seen: set[str] = set()
        for source in lines(table, criterion, ""):
            own = rows_of(source, found, LineKind.BAND)
            if not own or own[0].code in seen:
                continue
            seen.add(own[0].code)
            yield from _overlaps(criterion, own, places)
            whole = method_of(criterion) is METHODS[_BANDS] and not any(b.when for b in own)
            if whole:
                yield from _uncovered(criterion, source, own, places)


def _overlaps(criterion: Criterion, own: Sequence[Line], places: Places) -> Iterator[Finding]:
    """Bands with conditions of their own may overlap: the first that holds counts."""
    plain = [band for band in own if not band.when]
    for at, band in enumerate(plain):
        for other in plain[:at]:
            value = _shared(other, band)
            if value is not None:
                yield finding(
                    "DEF-013",
                    cell=cell_of(places, band, "lower"),
                    code=criterion.code,
                    first=_name(other),
                    second=_name(band),
                    value=vn.format_number(value),
                )


def _uncovered(
    criterion: Criterion, source: Line, own: Sequence[Line], places: Places
) -> Iterator[Finding]:
    percent = source.kind is LineKind.RATE or source.unit_of_measure == "%"
    for low, high in _gaps(own, percent=percent):
        yield finding(
            "DEF-012",
            cell=cell_of(places, own[0], "lower"),
            code=criterion.code,
            gap=_stretch(low, high),
        )


def _name(band: Line) -> str:
    return band.text or _stretch(*_ends(band)) or band.code


def _ends(band: Line) -> tuple[_End, _End]:
    low = _End(band.lower.value, band.lower.closed) if band.lower else _End(None, closed=False)
    high = _End(band.upper.value, band.upper.closed) if band.upper else _End(None, closed=False)
    return low, high


def _stretch(low: _End, high: _End) -> str:
    if low.value is not None and low.value == high.value:
        return vn.format_number(low.value)
    parts = []
    if low.value is not None:
        parts.append(f"{'≥' if low.closed else '>'} {vn.format_number(low.value)}")
    if high.value is not None:
        parts.append(f"{'≤' if high.closed else '<'} {vn.format_number(high.value)}")
    return words.AND.join(parts)


def _shared(one: Line, two: Line) -> Decimal | None:
    """A value that two bands both take, if there is one."""
    candidates = [b.value for b in (one.lower, one.upper, two.lower, two.upper) if b is not None]
    candidates.sort()
    if not candidates:
        return Decimal(0)
    middles = [(a + b) / 2 for a, b in pairwise(candidates)]
    tries = [*candidates, *middles, candidates[0] - 1, candidates[-1] + 1]
    for value in tries:
        if inside(value, one.lower, one.upper) and inside(value, two.lower, two.upper):
            return value
    return None


def _gaps(found: Sequence[Line], *, percent: bool) -> Iterator[tuple[_End, _End]]:
    """Stretches of the domain (0…100 for %, else 0 and above) that no band takes.

    Between whole bounds of counts only whole values matter: 0, 1–2, 3–5 leave no gap.
    """
    bounds = [b for band in found for b in (band.lower, band.upper) if b is not None]
    whole = not percent and all(b.value == b.value.to_integral_value() for b in bounds)
    bottom = _End(Decimal(0), closed=False)
    if any(b.value < 0 for b in bounds):
        bottom = _End(None, closed=True)
    top = _End(Decimal(100), closed=True) if percent else _End(None, closed=True)
    reached = bottom  # `closed` here: whether the value itself is already taken
    for band in sorted(found, key=lambda b: _low_key(b.lower)):
        low, high = _ends(band)
        if _below(reached, low):
            gap = (_End(reached.value, not reached.closed), _End(low.value, not low.closed))
            if _matters(*gap, whole=whole):
                yield gap
        if _further(high, reached):
            reached = high
        if high.value is None:
            return
    gap = (_End(reached.value, not reached.closed), top)
    full = percent and reached.value is not None and reached.value >= 100
    if full and (reached.closed or reached.value != 100):
        return
    yield gap


def _low_key(lower: Bound | None) -> tuple[Decimal, bool]:
    return (lower.value, not lower.closed) if lower else (Decimal("-Infinity"), False)


def _below(reached: _End, low: _End) -> bool:
    """Whether something lies between what is taken so far and the next band's lower end."""
    if low.value is None:
        return False
    if reached.value is None or low.value > reached.value:
        return True
    return low.value == reached.value and not low.closed and not reached.closed


def _further(high: _End, reached: _End) -> bool:
    if high.value is None or reached.value is None:
        return True
    return (high.value, high.closed) > (reached.value, reached.closed)


def _matters(low: _End, high: _End, *, whole: bool) -> bool:
    if not whole or low.value is None or high.value is None:
        return True
    first = low.value if low.closed else low.value + 1
    last = high.value if high.closed else high.value - 1
    return first <= last
