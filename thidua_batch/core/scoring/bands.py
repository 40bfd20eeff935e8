"""Bands (theo bậc, M03, M04, M12, M17): the band in which a value lies gives points.

The value is a rate, a number, or days late; several fact lines (four reports) are each looked up
and summed. Rows of kind *Mức* are answers in words ("không nộp"). A value in no band gives 0; the
lint says so beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core import wording
from thidua_batch.core.kinds import Answer, LineKind
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring import lookup
from thidua_batch.core.scoring.base import (
    Formula,
    OptionSpec,
    Refs,
    implicit,
    rates_or_facts,
)
from thidua_batch.core.scoring.sentences import look_up_rule

CODE = "bands"
TITLE = "Theo bậc"
NOTE = "Số liệu rơi vào bậc nào thì được điểm của bậc đó (loại «Bậc», cột «Từ», «Đến»)."
OPTIONS: Mapping[str, OptionSpec] = {}
ADJUSTS = False
RELATIVE = False


def scored(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Rates or facts of the table, or one value."""
    return rates_or_facts(lines) or (implicit(criterion, "gia_tri", wording.VALUE_LINE),)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """A number, a percentage, or one of the words of the category rows."""
    if lookup.said(line, lines):
        return Answer.NUMBER_OR_LABEL
    return Answer.PERCENT if line.unit_of_measure == "%" else Answer.NUMBER


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """At least one band, each with points."""
    return lookup.problem(lines, kinds=(LineKind.BAND,))


def score(
    rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]
) -> Sequence[Decimal | Fraction]:
    """Points of the first band that holds the value."""
    return lookup.score(rows, scored(criterion, lines), lines)


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """Nested IFs, first band that holds; words looked up apart."""
    return lookup.formulas(refs, scored(criterion, lines), lines)


def rule(criterion: Criterion, lines: Sequence[Line]) -> Sequence[str]:
    """One sentence for each band and word."""
    return look_up_rule(lines)
