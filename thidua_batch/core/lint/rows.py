"""Rows of the scoring table: sums, parts, kinds of unit, versions, periods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import Accumulate, Answer, Section
from thidua_batch.core.lint.base import Places, Use, cell_of, place, representatives, uses
from thidua_batch.core.maxima import is_limited
from thidua_batch.core.model import Bloc, Criterion, ScoringTable
from thidua_batch.core.period import LENGTHS
from thidua_batch.core.scoring import METHODS, answer, inputs
from thidua_batch.core.wording import definition as words


def sections(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-022: a top-level node named as bonus or penalty but counted in the base."""
    for root in bloc.table.roots:
        named = vn.fold(root.text).startswith(words.NAMED_EXTRA)
        if named and root.section is Section.BASE:
            cell = places.get(place("table", root.code, "text"))
            yield finding("DEF-022", cell=cell, code=root.code, text=root.text)


def empty(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """A bloc whose periods only report, without scores, needs no scoring table."""
    scores = not bloc.periods or any(plan.scores for plan in bloc.periods)
    lacks = {"units": not bloc.units, "table": scores and not bloc.table.criteria}
    for sheet in (sheet for sheet, empty in lacks.items() if empty):
        yield finding(
            "DEF-011", cell=places.get(place(sheet, "", "")), sheet=words.SHEETS[sheet].name
        )


# --- sums ---------------------------------------------------------------------------------


def sums(table: ScoringTable, places: Places) -> Iterator[Finding]:
    """DEF-007 for base nodes whose children all have a maximum and do not add up to theirs."""
    for node in table.inner:
        total = _unlike(node, table.children(node.code))
        if total is not None:
            yield _sum("DEF-007", node, total, places)


def _unlike(node: Criterion, children: Sequence[Criterion]) -> Decimal | None:
    """What the children add up to where that is not the node's maximum; else None."""
    maxima = [child.max_points for child in children if child.max_points is not None]
    if node.section is not Section.BASE or node.max_points is None or len(maxima) < len(children):
        return None
    total = sum(maxima, Decimal(0))
    if total == node.max_points or (is_limited(node) and total > node.max_points):
        return None
    return total


def _sum(code: str, node: Criterion, total: Decimal, places: Places, **more: str) -> Finding:
    return finding(
        code,
        cell=cell_of(places, node, "max_points"),
        code=node.code,
        total=vn.format_number(total),
        declared=vn.format_number(node.max_points or Decimal(0)),
        **more,
    )


def sums_in_use(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-007 and DEF-023 as each period and kind of unit uses the table (R14, R15).

    What is too much, or too little although no row is left out, is an error; what is less because
    rows are not for this period or this kind of unit is told.
    """
    told: set[tuple[str, date | None]] = set()
    for use in uses(bloc):
        every = _in_force(bloc.table, use.day)
        for unit in [u.code for u in representatives(bloc)] or [""]:
            kind = bloc.unit(unit).kind if unit else ""
            for node in use.table.inner:
                if (node.code, node.since) in told or not use.table.holds_for(node.code, unit):
                    continue
                children = [
                    c for c in use.table.children(node.code) if use.table.holds_for(c.code, unit)
                ]
                total = _unlike(node, children)
                if total is None or not children:
                    continue
                told.add((node.code, node.since))
                whole = len(children) == len(every.children(node.code))
                if whole or total > (node.max_points or 0):
                    yield _sum("DEF-007", node, total, places)
                else:
                    yield _sum("DEF-023", node, total, places, where=_where(kind, use))


def _where(kind: str, use: Use) -> str:
    parts = [words.OF_KIND.format(kind=kind)] if kind else []
    parts += [words.IN_PERIOD.format(period=use.plan.code)] if use.plan else []
    return ", ".join(parts)


def _in_force(table: ScoringTable, day: date | None) -> ScoringTable:
    """Every row of the day, for whichever period."""
    nodes = (c for c in table.criteria if day is None or _holds_on(c, day))
    return ScoringTable(criteria=tuple(nodes))


def _holds_on(row: Criterion, day: date) -> bool:
    return (row.since or date.min) <= day <= (row.until or date.max)


# --- versions, kinds of unit --------------------------------------------------------------


def versions(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-034: a row with versions of which none holds at the end of the current period."""
    use = uses(bloc)[0]
    if use.plan is None or use.day is None or not use.plan.current:
        return
    rows: dict[str, list[Criterion]] = {}
    for node in bloc.table.criteria:
        rows.setdefault(node.code, []).append(node)
    for code, found in rows.items():
        if len(found) > 1 and not any(_holds_on(node, use.day) for node in found):
            yield finding(
                "DEF-034",
                cell=cell_of(places, found[-1], "since"),
                code=code,
                period=use.plan.code,
                day=vn.format_date(use.day),
            )


def unit_kinds(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-032: a kind that no unit is of. DEF-033: a kind that has no base criterion."""
    known = {unit.kind for unit in bloc.units if unit.kind}
    for node in bloc.table.criteria:
        for kind in node.kinds:
            if kind not in known:
                yield finding(
                    "DEF-032", cell=cell_of(places, node, "kinds"), code=node.code, kind=kind
                )
    for use in uses(bloc):
        for unit in representatives(bloc):
            base = [
                leaf
                for leaf in use.table.leaves
                if leaf.section is Section.BASE and use.table.holds_for(leaf.code, unit.code)
            ]
            if not base and use.table.outside:
                yield finding(
                    "DEF-033",
                    cell=places.get(place("units", unit.code, "kind")),
                    unit=unit.code,
                    kind=unit.kind,
                    period=use.plan.code if use.plan else "",
                )


# --- accumulation -------------------------------------------------------------------------


def accumulation(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-035: facts of shorter periods that no longer one can take over."""
    leaves = {leaf.code for leaf in bloc.table.leaves}
    for node in bloc.table.criteria:
        if node.accumulate is Accumulate.NONE:
            continue
        problem = _accumulates(bloc, node, leaf=node.code in leaves)
        if problem:
            yield finding(
                "DEF-035",
                cell=cell_of(places, node, "accumulate"),
                code=node.code,
                problem=problem,
            )


def _accumulates(bloc: Bloc, node: Criterion, *, leaf: bool) -> str | None:
    if not leaf:
        return words.ACCUMULATE_INNER
    if not node.periods:
        return words.ACCUMULATE_NO_PERIODS
    scored = {bloc.period(plan.code).kind for plan in bloc.periods if plan.scores}
    if scored and not any(node.gathered_in(kind) for kind in scored):
        return words.ACCUMULATE_NEVER
    longest = max((LENGTHS[kind] for kind in scored), default=0)
    if scored and not any(kind in scored and LENGTHS[kind] < longest for kind in node.periods):
        return words.ACCUMULATE_NOT_ASKED
    if node.accumulate in (Accumulate.SUM, Accumulate.MEAN):
        return _not_numbers(bloc, node)
    return None


def _not_numbers(bloc: Bloc, node: Criterion) -> str | None:
    if node.method is not None and node.method not in METHODS:
        return None
    for line in inputs(bloc.table, node, ""):
        if answer(bloc.table, node, line) in (Answer.YES_NO, Answer.LABEL, Answer.DATE):
            return words.ACCUMULATE_WORDS.format(line=line.text or line.code)
    return None
