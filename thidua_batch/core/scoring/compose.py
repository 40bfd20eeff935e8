"""What all methods share about a criterion: its lines, answers, options, faults.

criterion = start + what scored lines earn + deductions + bonuses, each line with its condition,
waiver, cap and exclusive choice, the sums with the criterion's caps and floor (R04–R07). `reckon`
computes that in exact decimals, `cells` writes it for Excel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import Answer, LineKind, Section
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring import conditions, lookup
from thidua_batch.core.scoring.base import Method, OptionSpec, option
from thidua_batch.core.wording import rules as words

#: Options that every method of a leaf has.
OPTIONS: Mapping[str, OptionSpec] = {
    "start": OptionSpec(title="Bắt đầu từ", choices={"full": "điểm tối đa", "zero": "0"}),
    "deduct_cap": OptionSpec(title="Trừ nhiều nhất", minimum=Decimal(0)),
    "bonus_cap": OptionSpec(title="Cộng nhiều nhất", minimum=Decimal(0)),
    "net_cap": OptionSpec(title="Cộng, trừ bù nhau nhiều nhất", minimum=Decimal(0)),
    "floor": OptionSpec(title="Không thấp hơn", default=Decimal(0)),
    "whole_steps": OptionSpec(title="Chỉ tính bước trọn", default=True),
}
#: Options of a node that has others below it.
NODE_OPTIONS: Mapping[str, OptionSpec] = {
    "limit": OptionSpec(title="Không quá điểm tối đa", default=False),
    "floor": OptionSpec(title="Không thấp hơn"),
}

TAKES = conditions.TAKES
SILENT = (LineKind.CONDITION, LineKind.WAIVER)


def lines_of(method: Method, criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Every line that has a row of its own: inputs and computed ones, in their order."""
    scored = method.scored(criterion, lines)
    added = tuple(line for line in scored if line not in lines)
    return added + tuple(line for line in lines if line.is_input or line.is_computed)


def answer(method: Method, criterion: Criterion, line: Line, lines: Sequence[Line]) -> Answer:
    """What may be typed for an input line."""
    if line.due:
        return Answer.DATE
    if line.kind is LineKind.WAIVER or lookup.is_yes_no(line):
        return Answer.YES_NO
    if line.kind in (LineKind.DEDUCT, LineKind.BONUS):
        return Answer.COUNT
    if line.kind is LineKind.RANGE:
        return Answer.NUMBER
    if any(line.code == scored.code for scored in method.scored(criterion, lines)):
        return method.answer(line, lines)
    return Answer.PERCENT if line.unit_of_measure == "%" else Answer.NUMBER


def problem(method: Method, criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """Why the criterion cannot be scored as defined: the method's reason, or the lines'."""
    return method.problem(criterion, lines) or _lines_problem(method, criterion, lines)


def _lines_problem(method: Method, criterion: Criterion, lines: Sequence[Line]) -> str | None:
    every = lines_of(method, criterion, lines)
    known = {line.code for line in every}
    for line in (*every, *(x for x in lines if x.kind in lookup.ROWS)):
        fault = _line_problem(line, known) or _word_problem(method, criterion, line, lines)
        if fault:
            return fault
    fault = _bounds_problem(method, criterion, lines)
    if fault:
        return fault
    if starts_full(method, criterion, lines) and criterion.max_points is None:
        return words.FULL_OF_NOTHING
    if _circle(method, criterion, lines):
        return words.CIRCLE
    return None


def _line_problem(line: Line, known: set[str]) -> str | None:
    counted = line.kind in (LineKind.DEDUCT, LineKind.BONUS, LineKind.STEP)
    if counted and line.points is None:
        return words.LINE_NO_POINTS.format(line=line.code)
    if line.kind is LineKind.RATE and len(sources(line)) != 2:
        return words.RATE_NEEDS.format(line=line.code)
    edge = line.lower or line.upper
    single = len(sources(line)) == 1 and "/" not in line.of
    if line.kind is LineKind.STEP and not (single and edge and line.step):
        return words.STEP_NEEDS.format(line=line.code)
    if line.kind is LineKind.WAIVER and line.due:
        return words.WAIVER_DUE.format(line=line.code)
    framed = line.lower and line.upper and 0 <= line.lower.value <= line.upper.value
    if line.kind is LineKind.RANGE and not framed:
        return words.RANGE_NEEDS.format(line=line.code)
    unknown = [code for code in sources(line) if code not in known]
    try:
        unknown += conditions.names(conditions.parse(line.when), sorted(known))
    except ValueError as fault:
        return words.BAD_CONDITION.format(line=line.code, text=fault)
    return words.UNKNOWN_LINES.format(line=line.code, names=", ".join(unknown)) if unknown else None


def _word_problem(
    method: Method, criterion: Criterion, line: Line, lines: Sequence[Line]
) -> str | None:
    """A condition compares with a word that its line can never say."""
    by_code = {x.code: x for x in lines_of(method, criterion, lines)}
    for group in conditions.parse(line.when):
        for test in group:
            asked = by_code.get(test.operand)
            if asked is None or not isinstance(test.value, str):
                continue
            said = {vn.key(word) for word in (*lookup.said(asked, lines), wording.NO)}
            if vn.key(test.value) not in said:
                return words.NO_SUCH_WORD.format(line=line.code, other=asked.code, value=test.value)
    return None


def _bounds_problem(method: Method, criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """What would give more than the maximum, whatever the facts are."""
    top, base = criterion.max_points, criterion.section is Section.BASE
    if "start" in criterion.options and not method.ADJUSTS:
        return words.NO_START
    floor = criterion.options.get("floor")
    if isinstance(floor, Decimal) and top is not None and floor > top:
        return words.FLOOR_TOO_HIGH
    if method.ADJUSTS or not base or top is None:
        return None
    rows = [row for row in lines if row.kind in lookup.ROWS and row.points is not None]
    best = max((row.points or Decimal(0) for row in rows), default=Decimal(0))
    return words.ROW_TOO_HIGH if best > top else None


def sources(line: Line) -> tuple[str, ...]:
    """Codes in *Tính từ dòng*."""
    text = line.of.replace("/", ";")
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _circle(method: Method, criterion: Criterion, lines: Sequence[Line]) -> bool:
    """Whether values and points wait for each other (design §10: an acyclic order)."""
    every = lines_of(method, criterion, lines)
    graph: dict[str, set[str]] = {}
    takers = {f"points {x.code}" for x in every if x.kind in TAKES}
    scored = {line.code for line in method.scored(criterion, lines)}

    def needed(row: Line) -> set[str]:
        looked = set(conditions.operands(conditions.parse(row.when)))
        values = {f"value {code}" for code in looked - {conditions.DEDUCTIONS}}
        return values | (takers if conditions.DEDUCTIONS in looked else set())

    # A method scores all its lines in one step.
    graph["earned"] = {x for row in lines if row.kind in lookup.ROWS for x in needed(row)}
    for line in every:
        needs = needed(line)
        value, raw = f"value {line.code}", f"raw {line.code}"
        computed = {f"value {code}" for code in sources(line)} if line.is_computed else set()
        graph[value] = needs if line.kind is LineKind.CONDITION else computed
        graph[raw] = needs | {value} | ({"earned"} if line.code in scored else set())
        if line.kind in TAKES:
            graph[raw] |= {f"raw {w.code}" for w in waivers(line, every)}
        rivals = {f"raw {x.code}" for x in every if line.group and x.group == line.group}
        graph[f"points {line.code}"] = rivals | {raw}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return True
    return False


def starts_full(method: Method, criterion: Criterion, lines: Sequence[Line]) -> bool:
    """By default a base criterion that only corrects starts full where something is taken."""
    stated = option(criterion, OPTIONS, "start")
    if stated is not None:
        return stated == "full"
    takes = any(line.kind in TAKES or _is_negative(line) for line in lines)
    return method.ADJUSTS and criterion.section is Section.BASE and takes


def _is_negative(line: Line) -> bool:
    rule = line.kind in (LineKind.BAND, LineKind.CATEGORY, LineKind.STEP)
    return rule and line.points is not None and line.points < 0


def ceiling(method: Method, criterion: Criterion, lines: Sequence[Line]) -> Decimal | None:
    """Corrections from zero stop at the maximum; from full a bonus may go above it (R08)."""
    if method.ADJUSTS and criterion.max_points and not starts_full(method, criterion, lines):
        return criterion.max_points
    return None


def waivers(line: Line, lines: Sequence[Line]) -> list[Line]:
    """Waiver lines (M22) that cancel a deduction: those that name it, or that name none."""
    return [
        other
        for other in lines
        if other.kind is LineKind.WAIVER and (not other.of or line.code in sources(other))
    ]


def in_frame(line: Line, value: Decimal) -> bool:
    """Whether a range penalty (M21) is nothing or inside its frame."""
    if line.kind is not LineKind.RANGE or line.lower is None or line.upper is None or not value:
        return True
    return line.lower.value <= value <= line.upper.value
