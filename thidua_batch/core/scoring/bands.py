"""Bands (theo bậc, M03, M04): the band in which a rate or a number of days lies gives points.

Several fact lines (four reports) are each looked up and summed. Category rows of the criterion
are answers in words ("không nộp"). A value in no band gives 0; the lint says so beforehand.
"""

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
    inside,
    inside_formula,
    literal,
    quoted,
    rules,
    sum_by_unit,
    too_many,
)

CODE = "bands"
TITLE = "Theo bậc"
OPTIONS: Mapping[str, OptionSpec] = {}


def inputs(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The fact lines of the table, or one."""
    return facts(lines) or (implicit(criterion, "gia_tri", wording.VALUE_LINE),)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """A number, a percentage, or one of the words of the category rows."""
    if rules(lines, LineKind.CATEGORY):
        return Answer.NUMBER_OR_LABEL
    return Answer.PERCENT if line.unit_of_measure == "%" else Answer.NUMBER


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """At least one band, each with points."""
    bands = rules(lines, LineKind.BAND)
    if not bands:
        return "chưa có hàng «bậc» nào"
    if any(band.points is None for band in bands):
        return "có bậc chưa ghi điểm"
    if too_many(lines):
        return "có hơn 60 bậc, mức hoặc tên mức dài hơn 200 ký tự, công thức Excel không chứa hết"
    return None


def score(rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]) -> Scored:
    """Points of the first band that holds the fact."""
    bands, words = rules(lines, LineKind.BAND), rules(lines, LineKind.CATEGORY)
    table = {word.text: word.points or Decimal(0) for word in words}

    def look_up(fact: Decimal | str) -> Decimal:
        if isinstance(fact, str):
            return table.get(fact, Decimal(0))
        hits = (band.points for band in bands if inside(fact, band.lower, band.upper))
        return next(hits, None) or Decimal(0)

    points = rows["used"].map(look_up).astype(object)
    return Scored(points, sum_by_unit(rows, points))


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """Nested IFs, first band that holds; words looked up apart."""
    bands, words = rules(lines, LineKind.BAND), rules(lines, LineKind.CATEGORY)

    def look_up(ref: str) -> str:
        text = "0"
        for band in reversed(bands):
            test = inside_formula(ref, band.lower, band.upper)
            text = f"IF({test},{literal(band.points or Decimal(0))},{text})"
        if not words:
            return text
        said = "0"
        for word in reversed(words):
            said = f"IF({ref}={quoted(word.text)},{literal(word.points or Decimal(0))},{said})"
        return f"IF(ISTEXT({ref}),{said},{text})"

    texts = {code: look_up(ref.used) for code, ref in refs.lines.items()}
    return Formula(texts, f"SUM({refs.points_range})")
