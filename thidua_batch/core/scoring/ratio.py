"""Share of a target reached (tỷ lệ hoàn thành: M13, M23, M24).

Points = maximum × Σ weight·min(cap, actual/target) / Σ weight; below the target a `factor` may
weigh the share. The lines are the unit's own indicators (chỉ tiêu riêng) where it has them, else
the fact lines of the table; a constant `target` serves an index in per cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import Answer
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring import lookup
from thidua_batch.core.scoring.base import (
    COMPARE_PLACES,
    Formula,
    OptionSpec,
    Refs,
    implicit,
    literal,
    number,
    rates_or_facts,
)

CODE = "ratio"
TITLE = "Tỷ lệ hoàn thành"
NOTE = "Điểm tối đa nhân tỷ lệ kết quả trên chỉ tiêu, theo trọng số."
OPTIONS: Mapping[str, OptionSpec] = {
    "cap": OptionSpec(
        title="Tính nhiều nhất (lần chỉ tiêu)", default=Decimal(1), minimum=Decimal(0)
    ),
    "target": OptionSpec(title="Chỉ tiêu chung", minimum=Decimal(0)),
    "factor": OptionSpec(
        title="Hệ số khi chưa đạt chỉ tiêu", default=Decimal(1), minimum=Decimal(0)
    ),
}
ADJUSTS = False
RELATIVE = False


def scored(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The indicators, or one result; a line without a target takes the common one."""
    return rates_or_facts(lines) or (implicit(criterion, "ket_qua", wording.VALUE_LINE),)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """A result in the indicator's own unit of measure."""
    return Answer.PERCENT if line.unit_of_measure == "%" else Answer.NUMBER


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """Every indicator needs a target above zero."""
    common = number(criterion, OPTIONS, "target")
    indicators = scored(criterion, lines)
    if any(line.due for line in indicators):
        return "tỷ lệ hoàn thành không dùng cột «Hạn»"
    for line in indicators:
        target = line.target if line.target is not None else common
        if lookup.is_yes_no(line):
            return f"chỉ tiêu «{line.text}» trả lời Có/Không, không chia cho chỉ tiêu được"
        if target is None or target <= 0:
            return f"chỉ tiêu «{line.text}» chưa có số chỉ tiêu lớn hơn 0"
    weights = [1 if x.weight is None else x.weight for x in indicators]
    if min(weights) < 0 or not sum(weights):
        return "trọng số có số âm hoặc cộng lại bằng 0"
    return None


def score(
    rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]
) -> Sequence[Decimal | Fraction]:
    """Each line gives its weighted part of the maximum; exact fractions, no rounding here."""
    cap, factor = (number(criterion, OPTIONS, name) for name in ("cap", "factor"))
    top = Fraction(criterion.max_points or 0)
    whole: dict[str, Fraction] = {}
    for unit, weight in zip(rows["unit"], rows["weight"], strict=True):
        whole[unit] = whole.get(unit, Fraction(0)) + Fraction(weight)
    parts = []
    for unit, value, target, weight in zip(
        rows["unit"], rows["value"], rows["target"], rows["weight"], strict=True
    ):
        share = Fraction(value) / Fraction(target)
        if vn.round_half_up(share, COMPARE_PLACES) < 1:
            share *= Fraction(1 if factor is None else factor)
        share = share if cap is None else min(share, Fraction(cap))
        parts.append(top * Fraction(weight) / whole[unit] * share)
    return parts


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """`max*weight/SUM(weights)*MIN(cap, actual/target)` per indicator."""
    cap, factor = (number(criterion, OPTIONS, name) for name in ("cap", "factor"))
    top = literal(criterion.max_points or Decimal(0))
    indicators = [refs.lines[line.code] for line in scored(criterion, lines)]
    weights = ",".join(ref.weight for ref in indicators)
    texts = {}
    for line, ref in zip(scored(criterion, lines), indicators, strict=True):
        share = f"{ref.value}/{ref.target}"
        if factor is not None and factor != 1:
            below = f"ROUND({share},{COMPARE_PLACES})<1"
            share = f"IF({below},{literal(factor)},1)*{share}"
        share = share if cap is None else f"MIN({literal(cap)},{share})"
        texts[line.code] = f"{top}*{ref.weight}/SUM({weights})*{share}"
    return Formula(texts)


def rule(criterion: Criterion, lines: Sequence[Line]) -> Sequence[str]:
    """The formula in words."""
    cap, factor = (number(criterion, OPTIONS, name) for name in ("cap", "factor"))
    top = vn.format_number(criterion.max_points or Decimal(0))
    said = [f"{top} điểm × bình quân có trọng số của kết quả / chỉ tiêu"]
    if factor is not None and factor != 1:
        said.append(f"Chưa đạt chỉ tiêu thì nhân thêm {vn.format_number(factor)}")
    if cap is not None:
        said.append(f"Mỗi chỉ tiêu tính nhiều nhất {vn.format_number(cap)} lần")
    return said
