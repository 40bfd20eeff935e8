"""Straight line between two results (nội suy tuyến tính): nothing at one end, all at the other.

"80 % trở xuống 0 điểm, từ 98 % trọn điểm, ở giữa theo tỷ lệ": a form of pro-rata (M13) that tables
with a floor use. The best result may be the smaller one (days, complaints).
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
    Formula,
    OptionSpec,
    Refs,
    implicit,
    literal,
    number,
    rates_or_facts,
)

CODE = "linear"
TITLE = "Nội suy tuyến tính"
NOTE = "Từ mức 0 điểm đến mức trọn điểm, ở giữa tính theo tỷ lệ."
OPTIONS: Mapping[str, OptionSpec] = {
    "worst": OptionSpec(title="Mức được 0 điểm", default=Decimal(0)),
    "best": OptionSpec(title="Mức được trọn điểm", default=Decimal(100)),
}
ADJUSTS = False
RELATIVE = False


def scored(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The rates or facts of the table, or one result; several share the maximum equally."""
    return rates_or_facts(lines) or (implicit(criterion, "ket_qua", wording.VALUE_LINE),)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """A result in the line's own unit of measure."""
    return Answer.PERCENT if line.unit_of_measure == "%" else Answer.NUMBER


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """The two ends must differ, and there must be points to give."""
    if criterion.max_points is None:
        return "chưa ghi điểm tối đa"
    worst, best = _ends(criterion)
    return "mức được 0 điểm và mức được trọn điểm phải khác nhau" if worst == best else None


def _ends(criterion: Criterion) -> tuple[Decimal, Decimal]:
    worst, best = (number(criterion, OPTIONS, name) for name in ("worst", "best"))
    return worst or Decimal(0), best or Decimal(0)


def score(
    rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]
) -> Sequence[Decimal | Fraction]:
    """Each line's part of the maximum, by how far its result lies between the ends."""
    worst, best = (Fraction(end) for end in _ends(criterion))
    top = Fraction(criterion.max_points or 0) / len(scored(criterion, lines))
    shares = ((Fraction(value) - worst) / (best - worst) for value in rows["value"])
    return [top * max(Fraction(0), min(share, Fraction(1))) for share in shares]


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """`top*MAX(0,MIN(1,(result-worst)/(best-worst)))` per line."""
    worst, best = _ends(criterion)
    top = f"{literal(criterion.max_points or Decimal(0))}/{len(scored(criterion, lines))}"
    return Formula(
        {
            line.code: f"{top}*MAX(0,MIN(1,({refs.lines[line.code].value}-({literal(worst)}))"
            f"/({literal(best - worst)})))"
            for line in scored(criterion, lines)
        }
    )


def rule(criterion: Criterion, lines: Sequence[Line]) -> Sequence[str]:
    """The two ends in words."""
    worst, best = (vn.format_number(end) for end in _ends(criterion))
    top = vn.format_number(criterion.max_points or Decimal(0))
    return (f"Đạt {best}: {top} điểm; đạt {worst}: 0 điểm; ở giữa tính theo tỷ lệ",)
