"""Points per case (cộng, trừ theo lần: M06, M08, M18–M20), with caps per rule and criterion.

Starts from the maximum (base criteria) or from zero; every deduct line takes, every bonus line
gives, `count × points` up to its cap. In the penalty section (điểm trừ) points are stated ≥ 0
and subtracted from the grand total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core.kinds import Answer, LineKind, Section
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring.base import (
    Formula,
    OptionSpec,
    Refs,
    Scored,
    facts,
    literal,
    number,
    option,
    sum_by_unit,
)

CODE = "cases"
TITLE = "Cộng, trừ theo lần"
OPTIONS: Mapping[str, OptionSpec] = {
    "start": OptionSpec(
        title="Bắt đầu từ",
        choices={"full": "điểm tối đa", "zero": "0"},
    ),
    "deduct_cap": OptionSpec(title="Trừ nhiều nhất", minimum=Decimal(0)),
    "bonus_cap": OptionSpec(title="Cộng nhiều nhất", minimum=Decimal(0)),
    "floor": OptionSpec(title="Không thấp hơn", default=Decimal(0)),
}


def inputs(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The deduct and bonus lines."""
    return facts(lines)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """A number of cases."""
    return Answer.COUNT


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """At least one line of kind deduct or bonus, each with points per case."""
    cases = facts(lines)
    if not cases:
        return "chưa có hàng «trừ» hoặc «cộng» nào"
    if any(line.kind is LineKind.FACT for line in cases):
        return "hàng số liệu phải là loại «trừ» hoặc «cộng»"
    if any(line.points is None for line in cases):
        return "có hàng chưa ghi số điểm mỗi lần"
    if starts_full(criterion, lines) and criterion.max_points is None:
        return "bắt đầu từ điểm tối đa nhưng chưa ghi điểm tối đa"
    return None


def starts_full(criterion: Criterion, lines: Sequence[Line]) -> bool:
    """By default a base criterion with deductions starts full, all others start from zero."""
    stated = option(criterion, OPTIONS, "start")
    if stated is not None:
        return stated == "full"
    deducts = any(line.kind is LineKind.DEDUCT for line in lines)
    return criterion.section is Section.BASE and deducts


def _ceiling(criterion: Criterion, lines: Sequence[Line]) -> Decimal | None:
    """From zero the maximum limits; from full a bonus may go above it (R08), as caps allow."""
    return None if starts_full(criterion, lines) else criterion.max_points


def score(rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]) -> Scored:
    """Signed points per line; start + deductions + bonuses per unit within floor and ceiling."""
    points = pd.Series(
        [
            _signed(kind, count * each, cap)
            for kind, count, each, cap in zip(
                rows["kind"], rows["used"], rows["points"], rows["cap"], strict=True
            )
        ],
        index=rows.index,
        dtype=object,
    )
    losses = sum_by_unit(rows, [min(p, Decimal(0)) for p in points])
    gains = sum_by_unit(rows, [max(p, Decimal(0)) for p in points])
    totals = {unit: _total(criterion, lines, losses[unit], gains[unit]) for unit in losses}
    return Scored(points, totals)


def _signed(kind: LineKind, amount: Decimal, cap: Decimal | None) -> Decimal:
    amount = amount if cap is None else min(amount, cap)
    return -amount if kind is LineKind.DEDUCT else amount


def _total(criterion: Criterion, lines: Sequence[Line], loss: Fraction, gain: Fraction) -> Fraction:
    deduct_cap = number(criterion, OPTIONS, "deduct_cap")
    bonus_cap = number(criterion, OPTIONS, "bonus_cap")
    loss = loss if deduct_cap is None else max(loss, Fraction(-deduct_cap))
    gain = gain if bonus_cap is None else min(gain, Fraction(bonus_cap))
    if criterion.section is Section.PENALTY:
        amount = -loss - gain
        top = criterion.max_points
        return max(Fraction(0), amount if top is None else min(amount, Fraction(top)))
    start = criterion.max_points if starts_full(criterion, lines) else Decimal(0)
    total = Fraction(start or 0) + loss + gain
    ceiling = _ceiling(criterion, lines)
    total = total if ceiling is None else min(total, Fraction(ceiling))
    floor = number(criterion, OPTIONS, "floor")
    return total if floor is None else max(total, Fraction(floor))


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """`MIN(count*points, cap)` per line with its sign; SUMIF splits losses from gains."""
    by_code = {line.code: line for line in facts(lines)}
    texts = {code: _line_formula(by_code[code], ref.used) for code, ref in refs.lines.items()}
    span = refs.points_range
    loss, gain = f'SUMIF({span},"<0")', f'SUMIF({span},">0")'
    if (cap := number(criterion, OPTIONS, "deduct_cap")) is not None:
        loss = f"MAX({loss},-{literal(cap)})"
    if (cap := number(criterion, OPTIONS, "bonus_cap")) is not None:
        gain = f"MIN({gain},{literal(cap)})"
    if criterion.section is Section.PENALTY:
        amount = f"-{loss}-{gain}"
        if criterion.max_points is not None:
            amount = f"MIN({amount},{literal(criterion.max_points)})"
        return Formula(texts, f"MAX(0,{amount})")
    total = f"{loss}+{gain}"
    if starts_full(criterion, lines):
        total = f"{literal(criterion.max_points or Decimal(0))}+{total}"
    if (ceiling := _ceiling(criterion, lines)) is not None:
        total = f"MIN({total},{literal(ceiling)})"
    if (floor := number(criterion, OPTIONS, "floor")) is not None:
        total = f"MAX({total},{literal(floor)})"
    return Formula(texts, total)


def _line_formula(line: Line, ref: str) -> str:
    amount = f"{ref}*{literal(line.points or Decimal(0))}"
    if line.cap is not None:
        amount = f"MIN({amount},{literal(line.cap)})"
    return f"-{amount}" if line.kind is LineKind.DEDUCT else amount
