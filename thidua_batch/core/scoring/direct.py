"""Direct score (chấm trực tiếp, M01): the unit or the appraiser states the points.

Also how every criterion marked *không khai số liệu gốc* is scored, whatever its method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from thidua_batch.core import wording
from thidua_batch.core.kinds import Answer
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring.base import Formula, OptionSpec, Refs, Scored, implicit, sum_by_unit

CODE = "direct"
TITLE = "Chấm trực tiếp"
OPTIONS: Mapping[str, OptionSpec] = {}


def inputs(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """One line: the points."""
    text = wording.POINTS_ONLY_LINE if criterion.points_only else wording.DIRECT_LINE
    return (implicit(criterion, "diem", text),)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """Points are numbers."""
    return Answer.NUMBER


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """Nothing but the maximum is needed."""
    return None


def score(rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]) -> Scored:
    """Points as stated; `checks` has refused those outside 0…maximum."""
    return Scored(rows["used"], sum_by_unit(rows, rows["used"]))


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """The fact is the points."""
    return Formula(
        {code: ref.used for code, ref in refs.lines.items()}, f"SUM({refs.points_range})"
    )
