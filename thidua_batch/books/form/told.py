"""How the scoring sheet tells a criterion's rule: on its own row and on the rows of its lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.kinds import Answer, LineKind
from thidua_batch.core.model import Criterion, Line, ScoringTable
from thidua_batch.core.scoring import conditions, lookup, sentences
from thidua_batch.core.wording import form as words


def rules(table: ScoringTable, leaf: Criterion, unit: str) -> tuple[list[str], dict[str, str]]:
    """Sentences of the criterion's row, and those that stand on the rows of its lines by line."""
    if leaf.points_only:
        return [], {}
    lines = _readable(table, leaf, unit, scoring.lines(table, leaf, unit))
    rows = _readable(table, leaf, unit, scoring.rule_lines(table, leaf, unit))
    said = scoring.rule(leaf, rows)
    own: dict[str, str] = {}
    for line in lines:
        rule = sentences.line_rule(line, lines)
        named = (text for text in said if line.text and text.startswith(f"{line.text}: "))
        if found := rule if rule in said else next(named, ""):
            own[line.code] = found
        elif line.due_on is not None:
            own[line.code] = words.due(line)
    return [text for text in said if text not in own.values()], own


def _readable(
    table: ScoringTable, leaf: Criterion, unit: str, lines: Sequence[Line]
) -> tuple[Line, ...]:
    """The rows with conditions that name lines by their texts, not by their codes."""
    if not any(line.when for line in lines):
        return tuple(lines)
    names: dict[str, Line] = {}
    for other in table.leaves:
        for line in scoring.lines(table, other, unit):
            named = replace(line, text=line.text or other.text)
            if line.is_input and scoring.answer(table, other, line) is Answer.YES_NO:
                named = replace(named, unit_of_measure=wording.YES_NO_MEASURE)
            names[line.address] = replace(named, text=f"{other.code} {named.text}")
            if other.code == leaf.code:
                names[line.code] = named
    return tuple(replace(line, when=condition(line.when, names)) for line in lines)


def condition(text: str, names: Mapping[str, Line]) -> str:
    """A condition as people read it; as typed where it cannot be read."""
    try:
        groups = conditions.parse(text)
    except ValueError:
        return text
    said = (f" {wording.AND} ".join(_test(test, names) for test in group) for group in groups)
    return f" {wording.OR} ".join(said)


def _test(test: conditions.Test, names: Mapping[str, Line]) -> str:
    line = names.get(test.operand)
    value = vn.format_number(test.value) if isinstance(test.value, Decimal) else test.value
    if line is not None and line.kind is LineKind.CONDITION and test.operator == "=":
        return (words.HOLDS if test.value else words.FAILS).format(name=line.text)
    if line is not None and lookup.is_yes_no(line):
        value = wording.YES if test.value else wording.NO
    name = words.NAMED.format(name=line.text if line is not None else test.operand)
    if line is not None and line.due:
        name = words.LATE.format(name=name)
    if test.operand == conditions.DEDUCTIONS:
        name = words.ALL_DEDUCTIONS
    sign = words.SIGNS.get(test.operator, test.operator)
    return words.TEST.format(name=name, sign=sign, value=value)
