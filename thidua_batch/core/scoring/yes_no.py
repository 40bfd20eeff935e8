"""Yes/no items (có/không, M02, M17): each item done gives its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd

from thidua_batch.core import wording
from thidua_batch.core.kinds import Answer
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring.base import (
    Formula,
    OptionSpec,
    Refs,
    Scored,
    facts,
    implicit,
    literal,
    quoted,
    sum_by_unit,
)

CODE = "yes_no"
TITLE = "Có/Không"
OPTIONS: Mapping[str, OptionSpec] = {}


def inputs(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The items, or one item worth the maximum."""
    return facts(lines) or (
        implicit(criterion, "dat", wording.DONE_LINE, points=criterion.max_points),
    )


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """Every item is answered Có or Không."""
    return Answer.YES_NO


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """Items need points, and together they give the maximum."""
    items = inputs(criterion, lines)
    if any(item.points is None for item in items):
        return "có mục chưa ghi điểm"
    total = sum((item.points or Decimal(0) for item in items), Decimal(0))
    if criterion.max_points is not None and total > criterion.max_points:
        return "các mục cộng lại lớn hơn điểm tối đa"
    return None


def score(rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]) -> Scored:
    """Points of the items answered Có."""
    points = rows["points"].where(rows["used"] == wording.YES, Decimal(0))
    return Scored(points, sum_by_unit(rows, points))


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """`IF(fact="Có", points, 0)` per item, summed."""
    items = {item.code: item.points or Decimal(0) for item in inputs(criterion, lines)}
    texts = {
        code: f"IF({ref.used}={quoted(wording.YES)},{literal(items[code])},0)"
        for code, ref in refs.lines.items()
    }
    return Formula(texts, f"SUM({refs.points_range})")
