"""Share of a target reached (tỷ lệ hoàn thành: M13, M23, M24).

Points = maximum × Σ weight·min(cap, actual/target) / Σ weight. The lines are the unit's own
indicators (chỉ tiêu riêng) where it has them, else the fact lines of the table; a constant
`target` serves an index in per cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import Answer
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring.base import (
    GUARD_PLACES,
    Formula,
    OptionSpec,
    Refs,
    Scored,
    facts,
    implicit,
    literal,
    number,
    sum_by_unit,
)

CODE = "ratio"
TITLE = "Tỷ lệ hoàn thành"
OPTIONS: Mapping[str, OptionSpec] = {
    "cap": OptionSpec(
        title="Tính nhiều nhất (lần chỉ tiêu)", default=Decimal(1), minimum=Decimal(0)
    ),
    "target": OptionSpec(title="Chỉ tiêu chung", minimum=Decimal(0)),
}


def inputs(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The indicators, or one result; a line without a target takes the common one."""
    return facts(lines) or (implicit(criterion, "ket_qua", wording.VALUE_LINE),)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """A result in the indicator's own unit of measure."""
    return Answer.PERCENT if line.unit_of_measure == "%" else Answer.NUMBER


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """Every indicator needs a target above zero."""
    common = number(criterion, OPTIONS, "target")
    for line in inputs(criterion, lines):
        target = line.target if line.target is not None else common
        if target is None or target <= 0:
            return f"chỉ tiêu «{line.text}» chưa có số chỉ tiêu lớn hơn 0"
    weights = [1 if x.weight is None else x.weight for x in inputs(criterion, lines)]
    if min(weights) < 0 or not sum(weights):
        return "trọng số có số âm hoặc cộng lại bằng 0"
    return None


def score(rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]) -> Scored:
    """Each line gives its weighted part of the maximum; exact fractions, no rounding here."""
    common = number(criterion, OPTIONS, "target") or Decimal(1)
    cap = number(criterion, OPTIONS, "cap")
    top = Fraction(criterion.max_points or 0)
    weights = [Fraction(w if w is not None else 1) for w in rows["weight"]]
    whole = sum_by_unit(rows, weights)
    parts = []
    for unit, used, target, weight in zip(
        rows["unit"], rows["used"], rows["target"], weights, strict=True
    ):
        share = Fraction(used) / Fraction(target if target is not None else common)
        share = share if cap is None else min(share, Fraction(cap))
        parts.append(top * weight / whole[unit] * share)
    lines_out = pd.Series(
        [vn.round_half_up(part, GUARD_PLACES) for part in parts], index=rows.index, dtype=object
    )
    return Scored(lines_out, sum_by_unit(rows, parts))


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """`max*weight/SUM(weights)*MIN(cap, actual/target)` per indicator, summed."""
    cap = number(criterion, OPTIONS, "cap")
    top = literal(criterion.max_points or Decimal(0))
    texts = {}
    for code, ref in refs.lines.items():
        share = f"{ref.used}/{ref.target}"
        share = share if cap is None else f"MIN({literal(cap)},{share})"
        texts[code] = f"{top}*{ref.weight}/SUM({refs.weight_range})*{share}"
    return Formula(texts, f"SUM({refs.points_range})")
