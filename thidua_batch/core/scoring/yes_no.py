"""Yes/no items (có/không, M02, M17): each item done gives its points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import Answer, LineKind
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring.base import (
    Formula,
    OptionSpec,
    Refs,
    implicit,
    literal,
    quoted,
    rules,
)

CODE = "yes_no"
TITLE = "Có/Không"
NOTE = "Mỗi mục đã làm được trọn điểm của mục; mục ghi ở «Quy tắc chấm» loại «Số liệu»."
OPTIONS: Mapping[str, OptionSpec] = {}
ADJUSTS = False
RELATIVE = False


def scored(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The items, or one item worth the maximum."""
    return rules(lines, LineKind.FACT) or (
        implicit(criterion, "dat", wording.DONE_LINE, points=criterion.max_points),
    )


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """Every item is answered Có or Không."""
    return Answer.YES_NO


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """Items need points, and together they give no more than the maximum."""
    items = scored(criterion, lines)
    if any(item.points is None for item in items):
        return "có mục chưa ghi điểm"
    total = sum((item.points or Decimal(0) for item in items if not item.group), Decimal(0))
    if criterion.max_points is not None and total > criterion.max_points:
        return "các mục cộng lại lớn hơn điểm tối đa"
    return None


def score(
    rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]
) -> Sequence[Decimal | Fraction]:
    """Points of the items answered Có, or done by their due date (no day late)."""
    done = (rows["value"] == wording.YES) | (rows["value"] == Decimal(0))
    return list(rows["points"].where(done, Decimal(0)))


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """`IF(fact="Có", points, 0)` per item; a date counts by its days late."""
    texts = {}
    for item in scored(criterion, lines):
        cell = refs.lines[item.code]
        done = f"{cell.value}=0" if item.due else f"{cell.used}={quoted(wording.YES)}"
        texts[item.code] = f"IF({done},{literal(item.points or Decimal(0))},0)"
    return Formula(texts)


def rule(criterion: Criterion, lines: Sequence[Line]) -> Sequence[str]:
    """What each item gives."""
    return [
        f"{item.text or criterion.text}: có {vn.format_number(item.points or Decimal(0))} điểm"
        for item in scored(criterion, lines)
    ]
