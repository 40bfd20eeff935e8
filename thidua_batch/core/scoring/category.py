"""Category map (theo mức xếp loại, M16): a label decided elsewhere gives points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from thidua_batch.core import wording
from thidua_batch.core.kinds import Answer, LineKind
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring import lookup
from thidua_batch.core.scoring.base import Formula, OptionSpec, Refs, implicit, rules
from thidua_batch.core.scoring.sentences import look_up_rule

CODE = "category"
TITLE = "Theo mức xếp loại"
NOTE = "Mức xếp loại do nơi khác quyết định cho một số điểm (loại «Mức»)."
OPTIONS: Mapping[str, OptionSpec] = {}
ADJUSTS = False
RELATIVE = False


def scored(criterion: Criterion, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The fact lines of the table, or one."""
    return rules(lines, LineKind.FACT) or (implicit(criterion, "muc", wording.CATEGORY_LINE),)


def answer(line: Line, lines: Sequence[Line]) -> Answer:
    """One of the labels."""
    return Answer.LABEL


def problem(criterion: Criterion, lines: Sequence[Line]) -> str | None:
    """At least one label, each with points."""
    return lookup.problem(lines, kinds=(LineKind.CATEGORY,))


def score(
    rows: pd.DataFrame, criterion: Criterion, lines: Sequence[Line]
) -> Sequence[Decimal | Fraction]:
    """Points of the label; other texts were refused where they were read."""
    return lookup.score(rows, scored(criterion, lines), lines)


def formula(refs: Refs, criterion: Criterion, lines: Sequence[Line]) -> Formula:
    """One IF per label."""
    return lookup.formulas(refs, scored(criterion, lines), lines)


def rule(criterion: Criterion, lines: Sequence[Line]) -> Sequence[str]:
    """One sentence for each label."""
    return look_up_rule(lines)
