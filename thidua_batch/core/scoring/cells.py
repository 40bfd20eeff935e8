"""One unit's criterion as formulas of Excel: what `reckon` computes, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua_batch.core import wording
from thidua_batch.core.kinds import LineKind, NaPolicy, Section
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring import conditions, days, lookup
from thidua_batch.core.scoring.base import (
    COMPARE_PLACES,
    GUARD_PLACES,
    LineRef,
    Method,
    Refs,
    every,
    literal,
    number,
    option,
    quoted,
    round_formula,
    round_points,
)
from thidua_batch.core.scoring.compose import (
    OPTIONS,
    SILENT,
    TAKES,
    ceiling,
    lines_of,
    sources,
    starts_full,
    waivers,
)
from thidua_batch.core.wording import rules as words


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCells:
    """Excel texts with "=" of one line's row; None where the cell holds what was typed."""

    used: str | None
    value: str | None
    raw: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Excel texts with "=" of one unit's criterion: its lines and its rounded points."""

    lines: Mapping[str, LineCells]
    total: str


@dataclass(frozen=True, slots=True)
class _Writer:
    method: Method
    criterion: Criterion
    rules: Sequence[Line]
    refs: Refs

    @property
    def lines(self) -> tuple[Line, ...]:
        return lines_of(self.method, self.criterion, self.rules)

    def ref(self, operand: str) -> str | None:
        """The cell that an operand of a condition looks at."""
        if operand == conditions.DEDUCTIONS:
            return conditions.deductions(self.refs, self.lines)
        own = self.refs.lines.get(operand)
        return self.seen(operand) if own is not None else self.refs.elsewhere.get(operand)

    def seen(self, code: str) -> str:
        """The cell of a line's value; a relative one's holds what peers compare instead."""
        ref = self.refs.lines[code]
        return ref.used if self.method.RELATIVE and not self._is_late(code) else ref.value

    def _is_late(self, code: str) -> bool:
        return any(line.code == code and line.due for line in self.lines)

    def unready(self) -> str:
        """Whether a fact is blank or N/A, so that no line has points.

        A condition on the deductions waits for points, so that it must not be among what they
        wait for: then the facts are looked at one by one.
        """
        waits = any(
            conditions.DEDUCTIONS in conditions.operands(conditions.parse(line.when))
            for line in self.lines
            if line.kind is LineKind.CONDITION
        )
        if waits:
            return self.blank()
        span, na = self.refs.span, quoted(wording.NOT_APPLICABLE)
        return f"COUNTBLANK({span})+COUNTIF({span},{na})>0"

    def blank(self) -> str:
        """The same, with the facts looked at one by one."""
        inputs = [self.refs.lines[line.code].used for line in self.lines if line.is_input]
        return _unready([cell for cell in inputs if not cell.isdigit()])

    def gate(self, line: Line) -> list[str]:
        """Tests that must hold for the line to count."""
        tests = []
        if line.when:
            tests.append(conditions.formula(conditions.parse(line.when), self.ref))
        if line.kind in TAKES:
            for waiver in waivers(line, self.lines):
                said = f"{self.refs.lines[waiver.code].used}={quoted(wording.YES)}"
                also = conditions.formula(conditions.parse(waiver.when), self.ref)
                tests.append(f"NOT(AND({said},{also}))" if waiver.when else f"NOT({said})")
        return tests

    def used(self, line: Line) -> str | None:
        """The cell of a computed line."""
        if not line.is_computed:
            return None
        cells = [self.seen(code) for code in sources(line)]
        if line.kind is LineKind.RATE:
            top, bottom = cells
            body = f"IF(N({bottom})=0,0,ROUND(N({top})*100/{bottom},{COMPARE_PLACES}))"
        elif line.kind is LineKind.STEP:
            body = self._steps(line, cells[0])
        else:
            test = conditions.formula(conditions.parse(line.when), self.ref) or "TRUE"
            body = f"IF({test},1,0)"
        return f'=IF({self.blank()},"",{body})'

    def _steps(self, line: Line, ref: str) -> str:
        bound, step = line.lower or line.upper, line.step or Decimal(1)
        edge = literal(bound.value) if bound else "0"
        beyond = f"{ref}-{_signed(edge)}" if line.lower else f"{edge}-{ref}"
        steps = f"ROUND(({beyond})/{literal(step)},{COMPARE_PLACES})"
        if option(self.criterion, OPTIONS, "whole_steps") is not False:
            steps = f"ROUNDDOWN({steps},0)"
        return f"IF(ISNUMBER({ref}),MAX(0,{steps}),0)"

    def raw(self, line: Line, earned: Mapping[str, str]) -> str:
        """Points before cap and choice."""
        if line.kind in SILENT:
            return "0"
        cell = self.refs.lines[line.code]
        each = literal(line.points or Decimal(0))
        if line.code in earned:
            body = earned[line.code]
        elif line.kind is LineKind.STEP:
            body = f"{cell.used}*{_signed(each)}"
        elif line.kind is LineKind.RANGE:
            body = f"-{cell.used}"
        elif line.kind in (LineKind.DEDUCT, LineKind.BONUS):
            sign = "-" if line.kind is LineKind.DEDUCT else ""
            body = f"{sign}{_times_formula(line, cell.value)}*{each}"
        else:
            body = "0"
        tests = self.gate(line)
        return f"IF({every(tests)},{body},0)" if tests else body

    def capped(self, line: Line) -> str:
        """Points after the line's cap, from its raw cell."""
        ref = self.refs.lines[line.code].raw
        if line.cap is None:
            return ref
        cap = literal(line.cap)
        if line.kind in TAKES:
            return f"MAX({ref},-{cap})"
        if line.kind is LineKind.BONUS:
            return f"MIN({ref},{cap})"
        return f"MAX(-{cap},MIN({ref},{cap}))"

    def points(self, line: Line) -> str:
        """Points that count: after cap and choice."""
        own = self.capped(line)
        if not line.group:
            return own
        size, before, tests = _size(own), True, []
        for other in self.lines:
            if other.code == line.code:
                before = False
            elif other.group == line.group:
                tests.append(f"{size}{'>' if before else '>='}{_size(self.capped(other))}")
        if not tests:
            return own
        test = tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"
        return f"IF({test},{own},0)"

    def total(self) -> str:
        """The criterion's points, unrounded."""
        scored = {x.code for x in self.method.scored(self.criterion, self.rules)}
        earned, loss, gain = [], [], []
        for line in self.lines:
            if line.kind in SILENT:
                continue
            ref = self.refs.lines[line.code].points
            if line.code in scored and not self.method.ADJUSTS:
                earned.append(ref)
            elif line.kind in TAKES:
                loss.append(ref)
            elif line.kind is LineKind.BONUS:
                gain.append(ref)
            elif line.code in scored or line.kind is LineKind.STEP:
                loss.append(f"MIN(0,N({ref}))")
                gain.append(f"MAX(0,N({ref}))")
        return self._bounded(earned, loss, gain)

    def _bounded(self, earned: list[str], losses: list[str], gains: list[str]) -> str:
        criterion = self.criterion
        loss, gain = _sum(losses), _sum(gains)
        if losses and (cap := number(criterion, OPTIONS, "deduct_cap")) is not None:
            loss = f"MAX({loss},-{literal(cap)})"
        if gains and (cap := number(criterion, OPTIONS, "bonus_cap")) is not None:
            gain = f"MIN({gain},{literal(cap)})"
        change = "+".join(part for part in (loss, gain) if part)
        if change and (cap := number(criterion, OPTIONS, "net_cap")) is not None:
            change = f"MAX(-{literal(cap)},MIN({change},{literal(cap)}))"
        given = _sum(earned)
        if criterion.section is Section.PENALTY:
            amount = (given or "0") + (f"-({change})" if change else "")
            if criterion.max_points is not None:
                amount = f"MIN({amount},{literal(criterion.max_points)})"
            return f"MAX(0,{amount})"
        full = starts_full(self.method, criterion, self.rules)
        start = literal(criterion.max_points or Decimal(0)) if full else ""
        total = "+".join(part for part in (start, given, change) if part) or "0"
        limit = ceiling(self.method, criterion, self.rules)
        total = total if limit is None else f"MIN({total},{literal(limit)})"
        floor = number(criterion, OPTIONS, "floor")
        return total if floor is None else f"MAX({total},{literal(floor)})"


def cells(
    method: Method, criterion: Criterion, rules: Sequence[Line], refs: Refs, places: int
) -> Cells:
    """Every formula of one unit's criterion, as `Reckoning` computes it."""
    writer = _Writer(method, criterion, rules, refs)
    earned = method.formula(refs, criterion, rules)
    endless = any(line.due and line.due_on is None for line in writer.lines)
    unready = writer.unready()
    unready = "TRUE" if endless else unready
    found = {}
    for line in writer.lines:
        cell, value = refs.lines[line.code], earned.values.get(line.code)
        blank = unready  # a unit that is not scored is nobody's peer
        if line.due:
            blank = _unready([cell.used])
            value = days.formula(line, cell.used, refs.holidays)
        found[line.code] = LineCells(
            used=writer.used(line),
            value=f'=IF({blank},"",{value})' if value is not None else None,
            raw=f'=IF({unready},"",{writer.raw(line, earned.points)})',
            points=f'=IF({unready},"",{writer.points(line)})',
        )
    total = None if endless else writer.total()
    return Cells(lines=found, total=_total(total, refs, criterion, places))


def _total(expression: str | None, refs: Refs, criterion: Criterion, places: int) -> str:
    """A criterion's points: N/A by its policy, "chưa chấm" where a fact is blank.

    So it is, too, where a fact is a date without a day to count from (no expression).
    """
    na, points = quoted(wording.NOT_APPLICABLE), quoted(wording.NOT_SCORED)
    if expression is not None:
        points = f"IF(COUNTBLANK({refs.span})>0,{points},{round_formula(expression, places)})"
    if criterion.na is NaPolicy.FORBIDDEN:
        return f"={points}"
    instead = {
        NaPolicy.RESCALE: na,
        NaPolicy.FULL: literal(round_points(criterion.max_points or Decimal(0), places)),
        NaPolicy.ZERO: "0",
    }[criterion.na]
    return f"=IF(COUNTIF({refs.span},{na})>0,{instead},{points})"


def _unready(cells: Sequence[str]) -> str:
    na = quoted(wording.NOT_APPLICABLE)
    tests = [f'{cell}="",{cell}={na}' for cell in cells]
    return f"OR({','.join(tests)})" if tests else "FALSE"


def _times_formula(line: Line, ref: str) -> str:
    if line.due:
        if line.kind is LineKind.BONUS:
            return f"IF({ref}=0,1,0)"
        return ref if days.counts_days(line) else f"IF({ref}>0,1,0)"
    return f"IF({ref}={quoted(wording.YES)},1,0)" if lookup.is_yes_no(line) else ref


def _size(expression: str) -> str:
    return f"ROUND(ABS({expression}),{GUARD_PLACES})"


def _signed(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _sum(refs: Sequence[str]) -> str:
    return f"SUM({','.join(refs)})" if refs else ""


#: What Excel takes: characters of a formula, arguments of a function (with some room).
_MOST_CHARACTERS, _MOST_ARGUMENTS = 8000, 250
#: Conditions that may wait for each other in a row.
_MOST_CONDITIONS = 60


def too_long(method: Method, criterion: Criterion, rules: Sequence[Line]) -> str | None:
    """Why Excel could not hold the criterion's formulas, or None; measured on the formulas."""
    lines = lines_of(method, criterion, rules)
    waiting = sum(line.kind is LineKind.CONDITION for line in lines)
    tests = [len(list(conditions.operands(conditions.parse(row.when)))) for row in rules]
    counts = (len(lines), *tests)
    if waiting > _MOST_CONDITIONS or max(counts, default=0) > _MOST_ARGUMENTS:
        return words.TOO_LONG
    cell = "'" + "X" * 7 + "'!$K$10000"
    refs = Refs(
        lines={line.code: LineRef(cell, cell, cell, cell, cell, cell) for line in lines},
        span=f"{cell}:$K$10099",
    )
    found = cells(method, criterion, rules, refs, 2)
    texts = [found.total]
    for line in found.lines.values():
        texts += [text for text in (line.used, line.value, line.raw, line.points) if text]
    return words.TOO_LONG if max(map(len, texts)) > _MOST_CHARACTERS else None
