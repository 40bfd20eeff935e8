"""Rules told in Vietnamese: what bands, deductions, steps, conditions and caps say (diễn giải)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from thidua_batch.core import vn
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Bound, Criterion, Line
from thidua_batch.core.scoring import days, lookup
from thidua_batch.core.wording import rules as words

_ROWS = (LineKind.BAND, LineKind.CATEGORY)


def _points(value: Decimal | None) -> str:
    return vn.format_number(value or Decimal(0))


def look_up_rule(lines: Sequence[Line]) -> list[str]:
    """One sentence for each band and word; the source line is named where there are several."""
    rows = [line for line in lines if line.kind in _ROWS]
    titles = {line.code: line.text or line.code for line in lines}
    several = len({row.of for row in rows}) > 1
    said = []
    for row in rows:
        text = band_text(row) if row.kind is LineKind.BAND else row.text
        if several and row.of:
            text = f"{titles.get(row.of, row.of)} {text}"
        rule = words.ITEM.format(text=text, points=_points(row.points))
        said.append(words.ONLY_IF.format(rule=rule, when=row.when) if row.when else rule)
    return said


def band_text(line: Line) -> str:
    """A band in signs: "≥ 95 và < 98"."""
    if line.lower and line.upper and line.lower.value == line.upper.value:
        return vn.format_number(line.lower.value)
    lower, upper = _end(line.lower, ">", "≥"), _end(line.upper, "<", "≤")
    if lower and upper:
        return words.BETWEEN.format(lower=lower, upper=upper)
    return lower or upper or line.text


def _end(bound: Bound | None, is_open: str, closed: str) -> str:
    if bound is None:
        return ""
    return f"{closed if bound.closed else is_open} {vn.format_number(bound.value)}"


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
    return words.ONE_OF.format(rule=said, group=line.group) if line.group else said


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
        return shape.format(text=text, lines=words.LINES_AND.join(names))
    if line.kind is LineKind.RATE and len(names) == 2:
        return words.RATE.format(text=text, top=names[0], bottom=names[1])
    if line.kind is LineKind.STEP:
        return _step(line, text, points)
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


def _step(line: Line, text: str, points: str) -> str:
    bound = line.lower or line.upper
    return words.STEP.format(
        text=text,
        points=points if points.startswith("-") else f"+{points}",
        step=vn.format_number(line.step or Decimal(1)),
        side=words.STEP_ABOVE if line.lower else words.STEP_BELOW,
        edge=vn.format_number(bound.value) if bound else "",
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
