"""Scoring methods (cách chấm): the registry, and what a criterion asks of a unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from thidua_batch.core import wording
from thidua_batch.core.kinds import Answer, LineKind, Scorer
from thidua_batch.core.model import Criterion, Line, ScoringTable, Value
from thidua_batch.core.scoring import (
    bands,
    cases,
    category,
    compose,
    direct,
    linear,
    ratio,
    relative,
    yes_no,
)
from thidua_batch.core.scoring.base import Method, OptionSpec
from thidua_batch.core.scoring.cells import too_long
from thidua_batch.core.scoring.sentences import caps_rule, line_rule, readable

METHODS: Mapping[str, Method] = {
    method.CODE: method
    for method in (
        direct,
        yes_no,
        bands,
        cases,
        ratio,
        category,
        relative,
        linear,
    )
}


def method_of(criterion: Criterion) -> Method:
    """The method of a leaf; one marked *không khai số liệu gốc* is scored directly."""
    if criterion.points_only or criterion.method is None:
        return METHODS[direct.CODE]
    return METHODS[criterion.method]


def options_of(method: str | None, *, leaf: bool) -> Mapping[str, OptionSpec]:
    """Every option of a leaf with that method, or of a node that has others below it."""
    if not leaf:
        return compose.NODE_OPTIONS
    return {**METHODS[method or direct.CODE].OPTIONS, **compose.OPTIONS}


def rule_lines(table: ScoringTable, criterion: Criterion, unit: str) -> tuple[Line, ...]:
    """All rows that bear on a unit's criterion: its own indicators in place of common facts.

    Targets and weights left blank are filled in; a criterion scored by typed points has no rows.
    """
    if criterion.points_only or not table.holds_for(criterion.code, unit):
        return ()
    common = table.lines_of(criterion.code)
    own = table.own_lines.get((unit, criterion.code), ())
    lines = own + tuple(x for x in common if x.kind is not LineKind.FACT) if own else common
    return tuple(_completed(criterion, _own_named(criterion, line)) for line in lines)


def _own_named(criterion: Criterion, line: Line) -> Line:
    """A condition that names a line of its own criterion as "criterion/line" means the line."""
    prefix = f"{criterion.code}/"
    if prefix not in line.when:
        return line
    parts = re.split(r"(\s+|;)", line.when)
    return replace(line, when="".join(part.removeprefix(prefix) for part in parts))


def _completed(criterion: Criterion, line: Line) -> Line:
    if line.kind not in (LineKind.FACT, LineKind.RATE):
        return line
    common = criterion.options.get("target")
    target = line.target
    if target is None and isinstance(common, Decimal):
        target = common
    needs_weight = target is not None and line.weight is None
    return replace(line, target=target, weight=Decimal(1) if needs_weight else line.weight)


def lines(table: ScoringTable, criterion: Criterion, unit: str) -> tuple[Line, ...]:
    """Every line that has a row of its own in workbooks: inputs and computed ones, in order."""
    if not table.holds_for(criterion.code, unit):
        return ()
    found = compose.lines_of(method_of(criterion), criterion, rule_lines(table, criterion, unit))
    return tuple(_completed(criterion, line) for line in found)


def inputs(table: ScoringTable, criterion: Criterion, unit: str) -> tuple[Line, ...]:
    """The lines of a unit's criterion that ask for a fact, whoever states it."""
    return tuple(line for line in lines(table, criterion, unit) if line.is_input)


def scorer_of(criterion: Criterion, line: Line) -> Scorer:
    """Who states the fact of a line (R17); a range penalty is never the unit's to decide."""
    stated = line.scorer or criterion.scorer
    if line.kind is LineKind.RANGE and stated is Scorer.UNIT:
        return Scorer.BLOC
    return stated


def asked(table: ScoringTable, criterion: Criterion, unit: str) -> tuple[Line, ...]:
    """The lines that the unit's own form asks for in this period."""
    if criterion.gathered:
        return ()
    return tuple(
        line for line in inputs(table, criterion, unit) if scorer_of(criterion, line) is Scorer.UNIT
    )


def answer(table: ScoringTable, criterion: Criterion, line: Line) -> Answer:
    """What may be typed for an input line."""
    rows = table.lines_of(criterion.code)
    return compose.answer(method_of(criterion), criterion, line, rows)


def neutral(table: ScoringTable, criterion: Criterion, line: Line) -> Value | None:
    """The fact that neither adds nor takes, for a line that someone else states."""
    wanted = answer(table, criterion, line)
    if wanted is Answer.DATE:
        return line.due_on if line.kind is LineKind.DEDUCT else wording.NO
    return wording.NO if wanted is Answer.YES_NO else Decimal(0)


def problem(criterion: Criterion, rows: tuple[Line, ...]) -> str | None:
    """Why the criterion cannot be scored as defined; None where it can."""
    method = method_of(criterion)
    return compose.problem(method, criterion, rows) or too_long(method, criterion, rows)


def rule(
    criterion: Criterion, rows: tuple[Line, ...], elsewhere: Sequence[Line] = ()
) -> tuple[str, ...]:
    """The criterion's whole rule in Vietnamese, a sentence for each thing that it says.

    `elsewhere` are the lines of other criteria that its conditions name (`named_elsewhere`).
    """
    method, rows = method_of(criterion), told_rows(criterion, rows, elsewhere)
    full = compose.starts_full(method, criterion, rows)
    said = list(method.rule(criterion, rows))
    said += [text for line in rows if (text := line_rule(line, rows))]
    caps = caps_rule(criterion, full=full)
    return tuple(caps[:1] + said + caps[1:]) if full else tuple(said + caps)


def told_rows(
    criterion: Criterion, rows: tuple[Line, ...], elsewhere: Sequence[Line] = ()
) -> tuple[Line, ...]:
    """The criterion's rows, implicit ones too, with conditions in words, for the sentences."""
    method = method_of(criterion)
    every = compose.lines_of(method, criterion, rows)
    names = [
        replace(line, unit_of_measure=wording.YES_NO_MEASURE)
        if line.is_input and compose.answer(method, criterion, line, rows) is Answer.YES_NO
        else line
        for line in every
    ]
    added = tuple(line for line in every if line not in rows)
    return readable((*added, *rows), [*names, *elsewhere])


def named_elsewhere(table: ScoringTable, criterion: Criterion, unit: str) -> tuple[Line, ...]:
    """Lines of other criteria, as conditions of this one tell them."""
    if not any("/" in line.when for line in rule_lines(table, criterion, unit)):
        return ()
    found = []
    for other in table.leaves:
        for line in () if other.code == criterion.code else lines(table, other, unit):
            named = replace(line, text=line.text or other.text)
            if line.is_input and answer(table, other, line) is Answer.YES_NO:
                named = replace(named, unit_of_measure=wording.YES_NO_MEASURE)
            found.append(named)
    return tuple(found)
