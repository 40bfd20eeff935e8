"""Category map (theo mức xếp loại, M16): a label decided elsewhere gives points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pandas as pd

from thidua_batch.core import wording
from thidua_batch.core.kinds import Answer, LineKind
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
    rules,
    sum_by_unit,
    too_many,
)

CODE = "category"
TITLE = "Theo mức xếp loại"
OPTIONS: Mapping[str, OptionSpec] = {}


def inputs(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The fact lines of the table, or one."""
    return facts(lines) or (implicit(criterion, "muc", wording.CATEGORY_LINE),)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """One of the labels."""
    return Answer.LABEL


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """At least one label, each with points."""
    labels = rules(lines, LineKind.CATEGORY)
    if not labels:
        return "chưa có hàng «mức» nào"
    if any(label.points is None for label in labels):
        return "có mức chưa ghi điểm"
    if too_many(lines):
        return "có hơn 60 bậc, mức hoặc tên mức dài hơn 200 ký tự, công thức Excel không chứa hết"
    return None


def score(rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]) -> Scored:
    """Points of the label; `checks` has refused other texts."""
    table = {label.text: label.points for label in rules(lines, LineKind.CATEGORY)}
    points = rows["used"].map(lambda label: table.get(label) or Decimal(0)).astype(object)
    return Scored(points, sum_by_unit(rows, points))


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """One IF per label."""
    labels = rules(lines, LineKind.CATEGORY)

    def choose(ref: str) -> str:
        text = "0"
        for label in reversed(labels):
            text = f"IF({ref}={quoted(label.text)},{literal(label.points or Decimal(0))},{text})"
        return text

    texts = {code: choose(ref.used) for code, ref in refs.lines.items()}
    return Formula(texts, f"SUM({refs.points_range})")
