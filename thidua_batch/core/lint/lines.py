"""Rule rows (quy tắc chấm): what they lack, refer to, announce or contradict."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.lint.base import Places, Use, cell_of, uses
from thidua_batch.core.model import Bloc, Criterion, Line, ScoringTable
from thidua_batch.core.period import DEADLINE
from thidua_batch.core.scoring import (
    METHODS,
    compose,
    conditions,
    inputs,
    method_of,
    options_of,
    problem,
    rule_lines,
)
from thidua_batch.core.wording import definition as words

_GAINS = (LineKind.BONUS, LineKind.STEP, LineKind.BAND, LineKind.CATEGORY, LineKind.FACT)
_MINUS, _PLUS = (re.compile(p) for p in (words.SAYS_MINUS, words.SAYS_PLUS))
_CONTRARY = {LineKind.BONUS: _MINUS, LineKind.DEDUCT: _PLUS, LineKind.RANGE: _PLUS}
_LOSSES = (LineKind.STEP, LineKind.BAND, LineKind.CATEGORY)


def known_leaves(table: ScoringTable) -> tuple[Criterion, ...]:
    """Leaves whose method exists."""
    return tuple(c for c in table.leaves if c.method is None or c.method in METHODS)


def rules(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-010; where units have own indicators, once for each unit at fault."""
    told: set[tuple[str, str, str]] = set()
    for use in uses(bloc):
        for leaf in known_leaves(use.table):
            own = any(code == leaf.code for _, code in use.table.own_lines)
            for unit in [u.code for u in bloc.units] if own else [""]:
                if unit and not use.table.holds_for(leaf.code, unit):
                    continue
                reason = problem(leaf, rule_lines(use.table, leaf, unit))
                if reason is None or (leaf.code, unit, reason) in told:
                    continue
                told.add((leaf.code, unit, reason))
                yield finding(
                    "DEF-010",
                    unit=unit or None,
                    cell=cell_of(places, leaf, "method"),
                    code=leaf.code,
                    method=method_of(leaf).TITLE,
                    problem=reason,
                )


def references(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-024: a condition on a fact of another criterion that there is not.

    Lines of the criterion itself, and circles among them, are told by `rules`.
    """
    known = {
        line.address
        for use in uses(bloc)
        for leaf in known_leaves(use.table)
        for unit in ["", *(u.code for u in bloc.units)]
        for line in inputs(use.table, leaf, unit)
    }
    for line in bloc.table.lines:
        try:
            asked = set(conditions.operands(conditions.parse(line.when)))
        except ValueError:
            continue
        for name in sorted(asked):
            if "/" in name and name not in known:
                yield _of_line("DEF-024", line, places, "when", value=name)


def _of_line(code: str, line: Line, places: Places, column: str, **fields: str) -> Finding:
    return finding(
        code,
        cell=cell_of(places, line, column),
        criterion=line.criterion,
        line=line.text or line.code,
        **fields,
    )


def caps(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-025: a cap on bonuses or deductions of a criterion that has none."""
    for leaf in known_leaves(bloc.table):
        lines = bloc.table.lines_of(leaf.code)
        has = {
            "bonus_cap": any(x.kind in _GAINS and (x.points or 0) > 0 for x in lines),
            "deduct_cap": any(
                x.kind in compose.TAKES or (x.kind in _LOSSES and (x.points or 0) < 0)
                for x in lines
            ),
        }
        for name, rule in has.items():
            if name in leaf.options and not rule:
                yield finding(
                    "DEF-025",
                    cell=cell_of(places, leaf, "options"),
                    code=leaf.code,
                    option=options_of(leaf.method, leaf=True)[name].title,
                    kind=words.LINE_KINDS[
                        LineKind.BONUS if name == "bonus_cap" else LineKind.DEDUCT
                    ],
                )


def signs(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-026: a bonus line that says it takes points, or the other way round."""
    for line in bloc.table.lines:
        pattern = _CONTRARY.get(line.kind)
        if pattern and pattern.match(unicodedata.normalize("NFC", vn.clean(line.text)).casefold()):
            yield _of_line("DEF-026", line, places, "kind", kind=words.LINE_KINDS[line.kind])


def waivers(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-028: a waiver of something that takes no points."""
    for line in bloc.table.lines:
        if line.kind is not LineKind.WAIVER:
            continue
        taking = {x.code for x in bloc.table.lines_of(line.criterion) if x.kind in compose.TAKES}
        if not taking or not set(compose.sources(line)) <= taking:
            yield _of_line("DEF-028", line, places, "of")


def due_days(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-037: a due day that cannot be read, or the deadline of a period that has none."""
    told: set[str] = set()
    for use in uses(bloc):
        if use.plan is None or not _asks(use, bloc):
            continue
        for line in use.table.lines:
            if line.due and line.due_on is None and line.address not in told:
                told.add(line.address)
                said = words.DUE_DEADLINE if line.due == DEADLINE else line.due
                yield _of_line("DEF-037", line, places, "due", due=said, period=use.plan.code)


def _asks(use: Use, bloc: Bloc) -> bool:
    """The deadline of a period that is still to come may be set later."""
    return use.plan is not None and (use.plan.current or not any(p.current for p in bloc.periods))
