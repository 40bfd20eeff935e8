"""Corrections (cộng, trừ theo quy tắc: M05–M12, M18–M22), with caps per rule and criterion.

Starts from the maximum (base criteria from which something is taken) or from zero; deductions,
bonuses, steps and frames are lines of their own, and a fact or rate with bands adds or takes the
points of its band.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core.kinds import Answer, LineKind
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring import lookup
from thidua_batch.core.scoring.base import Formula, OptionSpec, Refs
from thidua_batch.core.scoring.sentences import look_up_rule

CODE = "cases"
TITLE = "Cộng, trừ theo lần"
NOTE = (
    "Mỗi lần trừ hoặc cộng một số điểm (loại «Trừ», «Cộng», «Cộng theo bước», «Trừ theo khung»); "
    "số liệu có bậc thì cộng hoặc trừ điểm của bậc."
)
OPTIONS: Mapping[str, OptionSpec] = {}
ADJUSTS = True
RELATIVE = False

_RULES = (LineKind.DEDUCT, LineKind.BONUS, LineKind.RANGE, LineKind.STEP)


def scored(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Facts and rates that have bands or words of their own."""
    able = (LineKind.FACT, LineKind.RATE)
    return tuple(line for line in lines if line.kind in able and _has_rows(line, lines))


def _has_rows(line: Line, lines: Sequence[Line]) -> bool:
    kinds = (LineKind.BAND, LineKind.CATEGORY)
    rates = any(other.kind is LineKind.RATE for other in lines)
    return any(
        row.of == line.code or (not row.of and (line.kind is LineKind.RATE or not rates))
        for row in lines
        if row.kind in kinds
    )


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """A number or percentage where there are bands, else a word."""
    words = lookup.said(line, lines)
    if not lookup.rows_of(line, lines, LineKind.BAND) and words:
        return Answer.LABEL
    if words:
        return Answer.NUMBER_OR_LABEL
    return Answer.PERCENT if line.unit_of_measure == "%" else Answer.NUMBER


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """At least one line that adds or takes."""
    if not any(line.kind in _RULES for line in lines) and not scored(criterion, lines):
        return "chưa có hàng «Trừ», «Cộng» hay bậc nào"
    return lookup.check(lines)


def score(
    rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]
) -> Sequence[Decimal | Fraction]:
    """Signed points of bands and words."""
    return lookup.score(rows, scored(criterion, lines), lines)


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """The same as nested IFs."""
    return lookup.formulas(refs, scored(criterion, lines), lines)


def rule(criterion: Criterion, lines: Sequence[Line]) -> Sequence[str]:
    """One sentence for each band and word; what is added or taken is told with its line."""
    return look_up_rule(lines, adjusts=ADJUSTS)
