"""Looking a value up in the bands (bậc) and words (mức) of a criterion, in both renderings.

A row of kind band or category belongs to the line that its column *Tính từ dòng* names; one that
names none belongs to every scored line. A band may carry a condition of its own, which makes a
table of two entries (M12): the tier as a condition, the rate as the band.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Line, Value
from thidua_batch.core.scoring import conditions
from thidua_batch.core.scoring.base import Formula, Refs, inside, inside_formula, literal, quoted
from thidua_batch.core.wording import rules as words

#: Rows that say what a value is worth.
ROWS = (LineKind.BAND, LineKind.CATEGORY)
#: Nested IFs reach 64 levels, of which wrapping takes a few.
MOST_ROWS = 55
#: A formula holds 8,192 characters: so many bands and tests of their conditions fit.
MOST_TESTS = 80


def rows_of(line: Line, lines: Sequence[Line], kind: LineKind) -> tuple[Line, ...]:
    """Band or category rows that belong to a scored line."""
    return tuple(row for row in lines if row.kind is kind and row.of in ("", line.code))


def look_up(
    value: Value, line: Line, lines: Sequence[Line], value_of: Callable[[str], Value | None]
) -> Decimal:
    """Points of the first band that holds the value, or of the word; 0 where there is none."""
    if isinstance(value, str):
        rows = [x for x in rows_of(line, lines, LineKind.CATEGORY) if x.text == value]
    elif isinstance(value, Decimal):
        bands = rows_of(line, lines, LineKind.BAND)
        rows = [band for band in bands if inside(value, band.lower, band.upper)]
    else:
        return Decimal(0)
    for row in rows:
        if conditions.holds(conditions.parse(row.when), value_of):
            return row.points or Decimal(0)
    return Decimal(0)


def formula(
    ref: str, line: Line, lines: Sequence[Line], ref_of: Callable[[str], str | None]
) -> str:
    """Nested IFs: the first band that holds; words are looked up apart."""
    number = "0"
    for band in reversed(rows_of(line, lines, LineKind.BAND)):
        number = _one(inside_formula(ref, band.lower, band.upper), band, number, ref_of)
    word = "0"
    for row in reversed(rows_of(line, lines, LineKind.CATEGORY)):
        word = _one(f"{ref}={quoted(row.text)}", row, word, ref_of)
    return f"IF(ISNUMBER({ref}),{number},{word})"


def _one(test: str, row: Line, other: str, ref_of: Callable[[str], str | None]) -> str:
    """The points of one band or word where it holds, else the others."""
    if row.when:
        test = f"AND({test},{conditions.formula(conditions.parse(row.when), ref_of)})"
    return f"IF({test},{literal(row.points or Decimal(0))},{other})"


def problem(lines: Sequence[Line], *, kinds: Sequence[LineKind]) -> str | None:
    """Rows are needed, each with points, and no more than an Excel formula holds."""
    rows = [line for line in lines if line.kind in kinds]
    if not rows:
        return words.LACKS[kinds[0]]
    return check(lines)


def check(lines: Sequence[Line]) -> str | None:
    """What can be wrong with the rows that there are."""
    for kind in ROWS:
        rows = [line for line in lines if line.kind is kind]
        if any(row.points is None for row in rows):
            return words.NO_POINTS[kind]
        if len(rows) > MOST_ROWS or any(len(row.text) > 200 for row in rows):
            return words.TOO_MANY
    return words.TOO_MANY if _most_tests(lines) > MOST_TESTS else None


def _most_tests(lines: Sequence[Line]) -> int:
    """Rows and tests of conditions in the longest formula that one line needs."""
    count: dict[str, int] = {}
    for row in lines:
        if row.kind in ROWS:
            # A condition that cannot be read is another fault, told elsewhere.
            tests = len(re.findall(r"[<>=≥≤≠]+", row.when))
            count[row.of] = count.get(row.of, 0) + 1 + tests
    common = count.pop("", 0)
    return common + max(count.values(), default=0)


def said(line: Line, lines: Sequence[Line]) -> tuple[str, ...]:
    """The words that may be typed for a line."""
    return tuple(row.text for row in rows_of(line, lines, LineKind.CATEGORY))


def is_yes_no(line: Line) -> bool:
    """Whether a line is answered Có or Không by its unit of measure."""
    return vn.fold(line.unit_of_measure) == vn.fold(wording.YES_NO_MEASURE)


def score(rows: pd.DataFrame, scored: Sequence[Line], lines: Sequence[Line]) -> list[Decimal]:
    """Points of every row's value, looked up for its line, whose conditions see `others`."""
    # Units may have indicators of their own, of other codes; rows without a source hold for them.
    by_code = {line.code: line for line in scored}
    return [
        look_up(value, by_code.get(code, replace(scored[0], code=code)), lines, others.get)
        for code, value, others in zip(rows["line"], rows["value"], rows["others"], strict=True)
    ]


def formulas(refs: Refs, scored: Sequence[Line], lines: Sequence[Line]) -> Formula:
    """The same for every scored line of one unit."""

    def ref_of(operand: str) -> str | None:
        if operand == conditions.DEDUCTIONS:
            return conditions.deductions(refs, lines)
        own = refs.lines.get(operand)
        return own.value if own is not None else refs.elsewhere.get(operand)

    return Formula({x.code: formula(refs.lines[x.code].value, x, lines, ref_of) for x in scored})
