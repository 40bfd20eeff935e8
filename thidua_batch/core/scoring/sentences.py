"""Rules told in Vietnamese: what bands, deductions, steps, conditions and caps say (diễn giải).

Conditions are told by the names of what they look at: `readable` puts that text in the place of
the typed one before the other functions are used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Bound, Criterion, Line
from thidua_batch.core.scoring import conditions, days, lookup
from thidua_batch.core.scoring.base import rates_or_facts
from thidua_batch.core.wording import rules as words

#: From so many bands on, one sentence tells all of them, condition or not.
_MANY = 12
#: So long may the names of a choice's other lines be before they are only counted.
_NAMES = 60


def _points(value: Decimal | None) -> str:
    return vn.format_number(value or Decimal(0))


# --- conditions -----------------------------------------------------------------------------


def readable(rows: Sequence[Line], lines: Sequence[Line]) -> tuple[Line, ...]:
    """The rows with conditions in words; `lines` are those that conditions may name."""
    return tuple(
        replace(row, when=condition_text(row.when, lines)) if row.when else row for row in rows
    )


def condition_text(text: str, lines: Sequence[Line]) -> str:
    """A condition as people read it; as typed where it cannot be read.

    `lines` are the criterion's own, then those of other criteria, which are named with their code.
    """
    try:
        groups = conditions.parse(text)
    except ValueError:
        return text
    names = _names(lines)
    said = (f" {wording.AND} ".join(_group_text(group, names)) for group in groups)
    return f" {wording.OR} ".join(said)


def _names(lines: Sequence[Line]) -> dict[str, Line]:
    """Lines by the operands that stand for them."""
    names = {x.address: replace(x, text=f"{x.criterion} {x.text or x.code}") for x in lines}
    own = lines[0].criterion if lines else ""
    return names | {x.code: x for x in lines if x.criterion == own}


def _group_text(group: Sequence[conditions.Test], names: Mapping[str, Line]) -> Iterator[str]:
    """Tests that must all hold; a name is told once for two tests in a row: "«A» ≥ 5 và < 9"."""
    before = ""
    for test in group:
        line = names.get(test.operand)
        name, rest = _test_text(test, line)
        if name and name == before:
            yield rest
        else:
            yield f"{name} {rest}" if name else rest
        before = name


def _test_text(test: conditions.Test, line: Line | None) -> tuple[str, str]:
    """What is looked at and what is asked of it; the former is blank where one text says both."""
    none = test.value == 0
    if test.operand == conditions.DEDUCTIONS:
        plain = words.DEDUCTED.get(test.operator) if none else None
        return ("", plain) if plain else (words.ALL_DEDUCTIONS, _compared(test, line))
    title = _title(test.operand, line)
    if line is not None and line.kind is LineKind.CONDITION and test.operator == "=":
        return "", (words.FAILS if none else words.HOLDS).format(name=title)
    if line is not None and line.due:
        plain = words.IN_TIME.get(test.operator) if none else None
        name = title if plain else words.LATE.format(name=title)
        return name, plain or _compared(test, line)
    return title, _compared(test, line)


def _title(operand: str, line: Line | None) -> str:
    if line is not None:
        return words.NAMED.format(name=line.text or line.code)
    criterion, _, code = operand.rpartition("/")
    named = words.NAMED.format(name=code)
    return words.OF_CRITERION.format(name=named, criterion=criterion) if criterion else named


def _compared(test: conditions.Test, line: Line | None) -> str:
    if line is not None and lookup.is_yes_no(line) and isinstance(test.value, Decimal):
        said = words.NAMED.format(name=wording.YES if test.value else wording.NO)
        return f"{words.IS.get(test.operator, test.operator)} {said}"
    if isinstance(test.value, str):
        said = words.NAMED.format(name=test.value)
        return f"{words.IS.get(test.operator, test.operator)} {said}"
    sign = words.SIGNS.get(test.operator, test.operator)
    return f"{sign} {vn.format_number(test.value)}{_percent(line)}"


def _percent(line: Line | None) -> str:
    """The sign after numbers of a percentage."""
    if line is None or line.due:
        return ""
    measure = line.unit_of_measure or (words.PERCENT if line.kind is LineKind.RATE else "")
    return words.PERCENT if measure == words.PERCENT else ""


# --- bands and words ------------------------------------------------------------------------


def look_up_rule(lines: Sequence[Line], *, adjusts: bool = False) -> list[str]:
    """What bands and words give, line by line; `adjusts`: they add to or take from the start."""
    rows = [line for line in lines if line.kind in lookup.ROWS]
    owners = dict.fromkeys(owner(row, lines) for row in rows)
    return [
        text for code in owners for text in band_rules(code, lines, adjusts=adjusts, named=True)
    ]


def owner(row: Line, lines: Sequence[Line]) -> str:
    """Code of the line that a band or word belongs to; blank where it belongs to several."""
    scored = rates_or_facts(lines)
    return row.of or (scored[0].code if len(scored) == 1 else "")


def band_rules(code: str, lines: Sequence[Line], *, adjusts: bool, named: bool) -> list[str]:
    """Sentences for the bands and words of one line; of bands with one condition, one for all.

    `named`: with the line's name, where the criterion has several lines.
    """
    line = next((x for x in lines if x.code == code and (x.is_input or x.is_computed)), None)
    several = sum(x.is_input or x.is_computed for x in lines) > 1
    name = line.text if line is not None and named and several else ""
    said: list[str] = []
    rows = [x for x in lines if x.kind in lookup.ROWS and owner(x, lines) == code]
    for when, found in groupby(rows, key=lambda row: row.when):
        tier = list(found)
        if (when and len(tier) > 1) or len(tier) > _MANY:
            said.append(_tier(name, when, [_brief(row, line, adjusts) for row in tier]))
        else:
            said += [_row_rule(row, line, name, adjusts) for row in tier]
    return said


def _tier(name: str, when: str, items: Sequence[str]) -> str:
    shape = words.TIER if when else words.ITEMS
    said = shape.format(when=when, items=words.TIER_AND.join(items))
    return f"{name}, {said}" if name else _capital(said)


def _brief(row: Line, line: Line | None, adjusts: bool) -> str:
    """An item of a list: "từ 5 đến dưới 7%: +1"."""
    points = _points(row.points)
    if points.startswith("-"):
        points = words.MINUS + points[1:]
    elif adjusts and row.points:
        points = f"+{points}"
    text = row.text if row.kind is LineKind.CATEGORY else _span(row) + _percent(line)
    return words.BRIEF.format(text=text, points=points)


def _span(row: Line) -> str:
    """A band in words: "từ 5 đến dưới 7"."""
    if row.lower and row.upper and row.lower.value == row.upper.value:
        return vn.format_number(row.lower.value)
    ends = []
    if row.lower:
        ends.append((words.FROM if row.lower.closed else words.ABOVE, row.lower.value))
    if row.upper:
        upto = words.UP_TO_END if row.lower or row.upper.closed else ""
        ends.append((f"{upto}{'' if row.upper.closed else words.BELOW}", row.upper.value))
    return " ".join(f"{sign.strip()} {vn.format_number(value)}" for sign, value in ends)


def _band(row: Line, line: Line | None) -> str:
    """A band in signs, of days late in words: "trễ > 0 và ≤ 3 ngày"."""
    if line is None or not line.due:
        return band_text(row, _percent(line))
    if row.upper is not None and row.upper.value == 0 and row.upper.closed:
        return words.IN_TIME["="]
    return words.DAYS_LATE.format(text=band_text(row))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _row_rule(row: Line, line: Line | None, name: str, adjusts: bool) -> str:
    if row.kind is LineKind.BAND:
        text = f"{name} {_band(row, line)}" if name else _capital(_band(row, line))
    else:
        text = f"{name} {words.NAMED.format(name=row.text)}" if name else row.text
    points = row.points or Decimal(0)
    shape = words.ITEM
    if points < 0 or (adjusts and points):
        shape = words.DEDUCT_ONCE if points < 0 else words.BONUS_ONCE
    rule = shape.format(text=text, points=_points(abs(points)))
    return words.ONLY_IF.format(rule=rule, when=row.when) if row.when else rule


def band_text(line: Line, measure: str = "") -> str:
    """A band in signs: "≥ 95% và < 98%"."""
    if line.lower and line.upper and line.lower.value == line.upper.value:
        return vn.format_number(line.lower.value) + measure
    lower, upper = _end(line.lower, ">", "≥", measure), _end(line.upper, "<", "≤", measure)
    if lower and upper:
        return words.BETWEEN.format(lower=lower, upper=upper)
    return lower or upper or line.text


def _end(bound: Bound | None, is_open: str, closed: str, measure: str) -> str:
    if bound is None:
        return ""
    return f"{closed if bound.closed else is_open} {vn.format_number(bound.value)}{measure}"


# --- lines of their own ---------------------------------------------------------------------


def line_rule(line: Line, lines: Sequence[Line]) -> str:
    """What a line of its own adds, takes or decides; empty for a plain fact."""
    said = _core(line, lines)
    if not said:
        return ""
    if line.due_on is not None:
        due = words.DUE.format(date=vn.format_date(line.due_on))
        said = words.WITH_DUE.format(rule=said, due=due)
    if line.cap is not None:
        said = words.LIMIT.format(rule=said, cap=vn.format_number(line.cap))
    if line.when and line.kind is not LineKind.CONDITION:
        said = words.ONLY_IF.format(rule=said, when=line.when)
    return said + _choice(line, lines) if line.group else said


def _choice(line: Line, lines: Sequence[Line]) -> str:
    """That of a group only the best counts: by its name, else by the names of its lines."""
    if " " in line.group.strip():
        return words.ONE_OF.format(group=words.NAMED.format(name=line.group))
    others = [x for x in lines if x.group == line.group and x.code != line.code]
    names = [words.NAMED.format(name=x.text or x.code) for x in others]
    if not names:
        return ""
    if len(told := words.LINES_AND.join(names)) <= _NAMES:
        return words.ONE_WITH.format(lines=told)
    return words.ONE_AMONG.format(count=len(names) + 1)


def _core(line: Line, lines: Sequence[Line]) -> str:
    titles = {x.code: x.text or x.code for x in lines}
    of = [part.strip() for part in line.of.replace("/", ";").split(";") if part.strip()]
    names = [titles.get(code, code) for code in of]
    text, points = line.text or line.code, _points(line.points)
    if line.kind in (LineKind.DEDUCT, LineKind.BONUS):
        return _counted(line, text, points)
    if line.kind is LineKind.RANGE and line.lower and line.upper:
        ends = (vn.format_number(line.lower.value), vn.format_number(line.upper.value))
        return words.RANGE.format(text=text, lower=ends[0], upper=ends[1])
    if line.kind is LineKind.WAIVER:
        shape = words.WAIVER if names else words.WAIVER_ALL
        quoted = (words.NAMED.format(name=name) for name in names)
        return shape.format(text=text, lines=words.LINES_AND.join(quoted))
    if line.kind is LineKind.RATE and len(names) == 2:
        return words.RATE.format(text=text, top=names[0], bottom=names[1])
    if line.kind is LineKind.STEP:
        source = next((x for x in lines if of and x.code == of[0]), None)
        return _step(line, text, source)
    if line.kind is LineKind.CONDITION:
        return words.CONDITION.format(text=text, when=line.when)
    return ""


def _counted(line: Line, text: str, points: str) -> str:
    takes = line.kind is LineKind.DEDUCT
    once = lookup.is_yes_no(line) or (line.due and not days.counts_days(line))
    if once:
        return (words.DEDUCT_ONCE if takes else words.BONUS_ONCE).format(text=text, points=points)
    measure = words.DAY_LATE if line.due else line.unit_of_measure or words.CASE
    return (words.DEDUCT if takes else words.BONUS).format(
        text=text, points=points, measure=measure
    )


def _step(line: Line, text: str, source: Line | None) -> str:
    """ "+0,1 điểm cho mỗi 1% trên 90%"."""
    bound, points = line.lower or line.upper, _points(line.points)
    measure = _percent(source) or _percent(line)
    counted = (source.unit_of_measure if source is not None else "") or line.unit_of_measure
    unit = measure or (f" {counted}" if counted else "")
    return words.STEP.format(
        text=text,
        points=words.MINUS + points[1:] if points.startswith("-") else f"+{points}",
        step=vn.format_number(line.step or Decimal(1)) + unit,
        side=words.STEP_ABOVE if line.lower else words.STEP_BELOW,
        edge=vn.format_number(bound.value) + measure if bound else "",
    )


def caps_rule(criterion: Criterion, *, full: bool) -> list[str]:
    """Where the criterion starts, and its caps and floor."""
    said = []
    if full and criterion.max_points is not None:
        said.append(words.START.format(points=vn.format_number(criterion.max_points)))
    for name, text in words.CAPS.items():
        cap = criterion.options.get(name)
        if isinstance(cap, Decimal):
            said.append(text.format(points=vn.format_number(cap)))
    floor = number_or_none(criterion)
    if floor:
        said.append(words.FLOOR.format(points=vn.format_number(floor)))
    return said


def number_or_none(criterion: Criterion) -> Decimal | None:
    """The floor that the criterion states itself."""
    floor = criterion.options.get("floor")
    return floor if isinstance(floor, Decimal) else None
