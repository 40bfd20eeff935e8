"""Points relative to the other units of the bloc (so với khối, M14, M15): two passes.

A = result, T = target, MS = maximum, s = share at target. A < T: s·MS·A/T. A = T: s·MS. The unit
with the highest exceed rate (A − T)/T: MS; any other A > T: s·MS + own rate / leader's rate ·
(1 − s)·MS. A unit without a target is compared with the other such units only: MS·A / max A of
that group, or gets 0 by option. Source: the scoring rule of a bloc in use (domain, M14–M15).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import Answer
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring import lookup
from thidua_batch.core.scoring.base import (
    GUARD_PLACES,
    Formula,
    OptionSpec,
    Refs,
    compared_value,
    implicit,
    literal,
    number,
    option,
    rates_or_facts,
)

CODE = "relative"
TITLE = "So với các đơn vị trong khối"
NOTE = (
    "Đơn vị vượt chỉ tiêu nhiều nhất khối được điểm tối đa, đơn vị khác tính theo tỷ lệ; đơn vị "
    "không có chỉ tiêu so với nhau. Chỉ tính được khi tổng hợp cả khối."
)
OPTIONS: Mapping[str, OptionSpec] = {
    "share_at_target": OptionSpec(
        title="Phần điểm khi vừa đạt chỉ tiêu", default=Decimal("0.5"), minimum=Decimal(0)
    ),
    "no_target": OptionSpec(
        title="Không có chỉ tiêu",
        default="group",
        choices={"group": "so trong nhóm không có chỉ tiêu", "zero": "0 điểm"},
    ),
}
ADJUSTS = False
RELATIVE = True


def scored(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The unit's results, with a target or without; lines of the same code are compared."""
    return rates_or_facts(lines) or (implicit(criterion, "ket_qua", wording.VALUE_LINE),)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """A result in the line's own unit of measure."""
    return Answer.PERCENT if line.unit_of_measure == "%" else Answer.NUMBER


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """A maximum is needed, and a share between 0 and 1."""
    share = number(criterion, OPTIONS, "share_at_target") or Decimal(0)
    if criterion.max_points is None:
        return "chưa ghi điểm tối đa"
    if share > 1:
        return "phần điểm khi vừa đạt chỉ tiêu phải từ 0 đến 1"
    indicators = scored(criterion, lines)
    if any(lookup.is_yes_no(line) or line.due for line in indicators):
        return "số liệu so trong khối phải là số, không phải Có/Không hay ngày"
    if any(_weight(line) < 0 for line in indicators) or not sum(map(_weight, indicators)):
        return "trọng số có số âm hoặc cộng lại bằng 0"
    return None


def _weight(line: Line) -> Decimal:
    return Decimal(1) if line.weight is None else line.weight


def _top(criterion: Criterion, line: Line, lines: Sequence[Line]) -> Fraction:
    """The line's part of the maximum."""
    whole = sum(_weight(other) for other in scored(criterion, lines))
    return Fraction(criterion.max_points or 0) * Fraction(_weight(line)) / Fraction(whole)


def _tops(rows: pd.DataFrame, criterion: Criterion) -> list[Fraction]:
    """The same for every row: units may have indicators and weights of their own."""
    weights = [Fraction(1 if weight is None else weight) for weight in rows["weight"]]
    whole: dict[str, Fraction] = {}
    for unit, weight in zip(rows["unit"], weights, strict=True):
        whole[unit] = whole.get(unit, Fraction(0)) + weight
    top = Fraction(criterion.max_points or 0)
    return [top * weight / whole[unit] for unit, weight in zip(rows["unit"], weights, strict=True)]


def score(
    rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]
) -> Sequence[Decimal | Fraction]:
    """Second pass over the bloc: every line against the best of its group."""
    best: dict[tuple[str, bool], Decimal] = {}
    facts = list(zip(rows["line"], rows["value"], rows["target"], rows["peer"], strict=True))
    for code, value, target, is_peer in facts:
        group = (code, bool(target))
        if is_peer:
            best[group] = max(best.get(group, Decimal(0)), compared_value(value, target))
    share = Fraction(number(criterion, OPTIONS, "share_at_target") or 0)
    compared = option(criterion, OPTIONS, "no_target") == "group"
    points = []
    for (code, value, target, _), top in zip(facts, _tops(rows, criterion), strict=True):
        measure = compared_value(value, target)
        leader = max(best.get((code, bool(target)), Decimal(0)), measure)
        part = Fraction(measure) / Fraction(leader) if leader > 0 else Fraction(0)
        if not target:
            points.append(top * part if compared else Fraction(0))
        elif measure < 0:
            points.append(share * top * Fraction(value) / Fraction(target))
        else:
            points.append(top * (share + part * (1 - share)))
    return points


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """The exceed rate stands in the value cell; points compare it with the peers' value cells."""
    share = number(criterion, OPTIONS, "share_at_target") or Decimal(0)
    compared = option(criterion, OPTIONS, "no_target") == "group"
    points, values = {}, {}
    for line in scored(criterion, lines):
        ref = refs.lines[line.code]
        part = _top(criterion, line, lines)
        top = f"({literal(Decimal(part.numerator))}/{literal(Decimal(part.denominator))})"
        peers = [
            peer.value
            for peer in refs.peers.get(line.code, ())
            if bool(peer.target) is bool(line.target)
        ]
        best = _largest([ref.value, *peers])
        if not line.target:
            values[line.code] = ref.used
            given = f"IF({ref.value}>0,{top}*{ref.value}/{best},0)"
            points[line.code] = given if compared else "0"
            continue
        values[line.code] = f"ROUND(({ref.used}-{ref.target})/{ref.target},{GUARD_PLACES})"
        half = f"{top}*{literal(share)}"
        above = f"{half}+{ref.value}/{best}*{top}*{literal(1 - share)}"
        points[line.code] = (
            f"IF({ref.value}<0,{half}*{ref.used}/{ref.target},IF({ref.value}=0,{half},{above}))"
        )
    return Formula(points, values)


def _largest(cells: Sequence[str]) -> str:
    """MAX over any number of cells: a function takes at most 255 arguments."""
    parts = [cells[i : i + 200] for i in range(0, len(cells), 200)]
    texts = [f"MAX({','.join(part)})" for part in parts]
    return texts[0] if len(texts) == 1 else f"MAX({','.join(texts)})"


def rule(criterion: Criterion, lines: Sequence[Line]) -> Sequence[str]:
    """The comparison in words."""
    share = vn.format_number((number(criterion, OPTIONS, "share_at_target") or Decimal(0)) * 100)
    top = vn.format_number(criterion.max_points or Decimal(0))
    said = [
        f"Chưa đạt chỉ tiêu: {share}% × {top} điểm × kết quả / chỉ tiêu; vừa đạt: {share}% số điểm",
        f"Vượt chỉ tiêu nhiều nhất khối: {top} điểm; vượt ít hơn thì theo tỷ lệ so với mức đó",
    ]
    if option(criterion, OPTIONS, "no_target") == "group":
        return [
            *said,
            "Không có chỉ tiêu: so với kết quả cao nhất của các đơn vị không có chỉ tiêu",
        ]
    return [*said, "Không có chỉ tiêu: 0 điểm"]
