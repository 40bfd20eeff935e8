"""Faults of a definition that only show between cells: sums, bands, grades, awards, periods.

Pure: `places` says where values stand in `khoi.xlsx`, by keys that `place` makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import LineKind, Section
from thidua_batch.core.model import (
    Bloc,
    Bound,
    Criterion,
    Grade,
    Line,
    ScoringTable,
)
from thidua_batch.core.returns import Cell
from thidua_batch.core.scoring import METHODS, bands, method_of, ratio, rule_lines
from thidua_batch.core.scoring.base import inside, rules
from thidua_batch.core.wording import definition as words

Places = Mapping[str, Cell]

_NAME = re.compile(r"[\w.\-]{1,40}")
_CODE = re.compile(r"[^\s|/\\\"'<>=:*?\[\]]{1,40}")
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")

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
}


def place(sheet: str, code: str, column: str) -> str:
    """Key of a value in `places`: sheet and column by their codes in `wording.definition`."""
    return f"{sheet}:{code}:{column}"


def lint(bloc: Bloc, places: Places | None = None) -> Iterator[Finding]:
    """All faults between the cells of a definition."""
    known = places or {}
    yield from _codes(bloc, known)
    yield from _sections(bloc, known)
    yield from _empty(bloc, known)
    yield from sums(bloc.table, known)
    yield from _rules(bloc, known)
    for criterion in bloc.table.leaves:
        if method_of(criterion) is METHODS[bands.CODE]:
            yield from _bands(criterion, bloc.table.lines_of(criterion.code), known)
    yield from _grades(bloc.rules.grades, known)
    yield from _awards(bloc, known)
    yield from _periods(bloc, known)


def _codes(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-021: codes travel in file names, marks and addresses, so only plain ones will do."""
    stated = [("bloc", bloc.code, "code")]
    stated += [("units", unit.code, "code") for unit in bloc.units]
    stated += [("table", node.code, "code") for node in bloc.table.criteria]
    stated += [("lines", line.code, "code") for line in bloc.table.lines]
    stated += [("awards", award.code, "code") for award in bloc.awards]
    for sheet, code, column in stated:
        allowed = _NAME if sheet in ("bloc", "units") else _CODE
        if code and (not allowed.fullmatch(code) or _ESCAPE.search(code)):
            cell = places.get(place(sheet, code, column))
            yield finding("DEF-021", cell=cell, value=code, problem=words.CODE_ODD)
    files: dict[str, str] = {}
    for unit in bloc.units:
        slug = vn.slug(unit.code)
        other = files.setdefault(slug, unit.code)
        if not slug or other != unit.code:
            problem = words.CODE_CLASH.format(other=other) if slug else words.CODE_ODD
            cell = places.get(place("units", unit.code, "code"))
            yield finding("DEF-021", cell=cell, value=unit.code, problem=problem)


def _sections(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-022: a top-level node named as bonus or penalty but counted in the base."""
    for root in bloc.table.roots:
        named = vn.fold(root.text).startswith(words.NAMED_EXTRA)
        if named and root.section is Section.BASE:
            cell = places.get(place("table", root.code, "text"))
            yield finding("DEF-022", cell=cell, code=root.code, text=root.text)


def _empty(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """A bloc whose periods only report, without scores, needs no scoring table."""
    scores = not bloc.periods or any(plan.scores for plan in bloc.periods)
    lacks = {"units": not bloc.units, "table": scores and not bloc.table.criteria}
    for sheet in (sheet for sheet, empty in lacks.items() if empty):
        yield finding(
            "DEF-011", cell=places.get(place(sheet, "", "")), sheet=words.SHEETS[sheet].name
        )


def sums(table: ScoringTable, places: Places) -> Iterator[Finding]:
    """DEF-007 for base nodes whose children all have a maximum and do not add up to theirs."""
    for node in table.inner:
        children = table.children(node.code)
        maxima = [child.max_points for child in children if child.max_points is not None]
        if node.section is not Section.BASE or node.max_points is None:
            continue
        total = sum(maxima, Decimal(0))
        if len(maxima) == len(children) and total != node.max_points:
            yield finding(
                "DEF-007",
                cell=places.get(place("table", node.code, "max_points")),
                code=node.code,
                total=vn.format_number(total),
                declared=vn.format_number(node.max_points),
            )


def _rules(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-010; where units have own indicators, once for each unit at fault."""
    for criterion in bloc.table.leaves:
        if criterion.method is not None and criterion.method not in METHODS:
            continue
        method = method_of(criterion)
        own = any(code == criterion.code for _, code in bloc.table.own_lines)
        per_unit = own and method is METHODS[ratio.CODE]
        cell = places.get(place("table", criterion.code, "method")) or places.get(
            place("table", criterion.code, "code")
        )
        for unit in [u.code for u in bloc.units] if per_unit else [""]:
            problem = method.problem(criterion, rule_lines(bloc.table, criterion, unit))
            if problem:
                yield finding(
                    "DEF-010",
                    unit=unit or None,
                    cell=cell,
                    code=criterion.code,
                    method=method.TITLE,
                    problem=problem,
                )


# --- bands --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a stretch; `value` None is infinity."""

    value: Decimal | None
    closed: bool


def _bands(criterion: Criterion, lines: Sequence[Line], places: Places) -> Iterator[Finding]:
    found = rules(lines, LineKind.BAND)
    for at, band in enumerate(found):
        for other in found[:at]:
            value = _shared(other, band)
            if value is not None:
                yield finding(
                    "DEF-013",
                    cell=places.get(place("lines", band.address, "lower")),
                    code=criterion.code,
                    first=_name(other),
                    second=_name(band),
                    value=vn.format_number(value),
                )
    if found:
        percent = any(line.unit_of_measure == "%" for line in lines)
        for low, high in _gaps(found, percent=percent):
            yield finding(
                "DEF-012",
                cell=places.get(place("lines", found[0].address, "lower")),
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


# --- grades, awards, periods --------------------------------------------------------------


def _grades(grades: Sequence[Grade], places: Places) -> Iterator[Finding]:
    for at, grade in enumerate(grades):
        if any(_easier(other, grade) for other in grades[:at]):
            cell = places.get(place("grades", grade.name, "name"))
            yield finding("DEF-014", cell=cell, grade=grade.name)


def _easier(other: Grade, grade: Grade) -> bool:
    """Whether everyone who reaches `grade` already reached `other`."""
    if other.min_total is not None and (
        grade.min_total is None or other.min_total > grade.min_total
    ):
        return False
    return (other.min_group_share or 0) <= (grade.min_group_share or 0)


def _awards(bloc: Bloc, places: Places) -> Iterator[Finding]:
    needs = {award.code: award.requires for award in bloc.awards}
    for award in bloc.awards:
        if award.quota is not None and bloc.units and award.quota > len(bloc.units):
            yield finding(
                "DEF-015",
                cell=places.get(place("awards", award.code, "quota")),
                award=award.name,
                quota=award.quota,
                units=len(bloc.units),
            )
        chain = [award.code]
        following = award.requires
        while following is not None and following not in chain:
            chain.append(following)
            following = needs.get(following)
        if following == award.code:
            yield finding(
                "DEF-016",
                cell=places.get(place("awards", award.code, "requires")),
                award=award.name,
                chain=words.ARROW.join([*chain, award.code]),
            )


def _periods(bloc: Bloc, places: Places) -> Iterator[Finding]:
    current = [plan.code for plan in bloc.periods if plan.current]
    if len(current) != 1:
        key = place("periods", current[1], "current") if current else place("periods", "", "")
        yield finding("DEF-019", cell=places.get(key), sheet=words.SHEETS["periods"].name)
