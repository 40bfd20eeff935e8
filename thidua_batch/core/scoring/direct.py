"""Direct score (chấm trực tiếp, M01): the unit or the appraiser states the points.

Also how every criterion marked *không khai số liệu gốc* is scored, whatever its method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import Answer, LineKind
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring.base import Formula, OptionSpec, Refs, implicit, number, rules

CODE = "direct"
TITLE = "Chấm trực tiếp"
NOTE = "Đơn vị ghi điểm tự chấm, khối thẩm định lại."
OPTIONS: Mapping[str, OptionSpec] = {
    "step": OptionSpec(title="Bội số của", minimum=Decimal(0)),
}
ADJUSTS = False
RELATIVE = False


def scored(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """One line: the points."""
    text = wording.POINTS_ONLY_LINE if criterion.points_only else wording.DIRECT_LINE
    return (implicit(criterion, "diem", text),)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """Points are numbers."""
    return Answer.NUMBER


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """Nothing but the maximum is needed; facts would not be scored."""
    if rules(lines, LineKind.FACT) and not criterion.points_only:
        return "chấm trực tiếp không dùng hàng «Số liệu»"
    return None


def score(
    rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]
) -> Sequence[Decimal | Fraction]:
    """Points as stated; those outside 0…maximum were refused where they were read."""
    return list(rows["value"])


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """The fact is the points."""
    return Formula({line.code: refs.lines[line.code].used for line in scored(criterion, lines)})


def rule(criterion: Criterion, lines: Sequence[Line]) -> Sequence[str]:
    """That the points are stated, up to the maximum, in which steps."""
    said = TITLE
    if criterion.max_points is not None:
        said += f", tối đa {vn.format_number(criterion.max_points)} điểm"
    step = number(criterion, OPTIONS, "step")
    if step:
        said += f", theo bước {vn.format_number(step)}"
    return (said,)
