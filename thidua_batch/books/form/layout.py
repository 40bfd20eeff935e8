"""What writer and reader share: codes of sheets, rows and columns, and the form's identity.

A data sheet has a hidden first column of row codes and a hidden row of column codes; the cell
where they meet holds the sheet's marker. Everything is found by these, never by position.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from thidua_batch.core import scoring, wording
from thidua_batch.core.kinds import (
    Answer,
    FormSheet,
    LineKind,
    Scorer,
)
from thidua_batch.core.model import (
    Bloc,
    Criterion,
    Line,
    PeriodPlan,
    ScoringTable,
    Value,
)
from thidua_batch.core.wording import form as words

NAME, PROPERTY, META_SHEET, LISTS_SHEET = "TPL_ID", "thidua_form", "_meta", "_ds"
META_KEYS = ("bloc", "period", "unit", "definition")
LIST_ROWS = {FormSheet.PROPOSALS: 10, FormSheet.EXAMPLES: 8}
FIELD_SHEETS = (FormSheet.UNIT, FormSheet.REGISTRATION, FormSheet.RESULTS)
_SHORT = 8


class RowKind(StrEnum):
    """What a row of the scoring sheet is."""

    GROUP = "group"
    LEAF = "leaf"
    OTHERS = "others"
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """What a unit types: facts by "criterion/line", answers by field code, lists row by row."""

    facts: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    registered: Mapping[str, bool] = field(default_factory=dict)
    rows: Mapping[FormSheet, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose form it is: bloc, period, unit, and the definition's hash (its first 8 digits)."""

    bloc: str
    period: str
    unit: str
    sha: str

    @classmethod
    def of(cls, bloc: Bloc, plan: PeriodPlan, unit: str, sha256: str) -> Identity:
        """The identity to be written."""
        return cls(bloc.code, plan.code, unit, sha256[:_SHORT])

    @classmethod
    def parse(cls, text: str) -> Identity | None:
        """Read "bloc|period|unit|sha"; None where it is no such text."""
        parts = text.strip().strip('="').split("|")
        return cls(*parts) if len(parts) == 4 and all(parts) else None

    @classmethod
    def parse_mark(cls, text: str) -> Identity | None:
        """Read the visible line of a sheet."""
        match = re.fullmatch(words.MARK_PATTERN, text.strip())
        return cls(match[1], match[2], match[4], match[3]) if match else None

    def __str__(self) -> str:
        return f"{self.bloc}|{self.period}|{self.unit}|{self.sha}"

    @property
    def mark(self) -> str:
        """The visible line."""
        return words.MARK.format(bloc=self.bloc, period=self.period, unit=self.unit, sha=self.sha)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the scoring sheet: its code, what it is, and its locked contents by column."""

    code: str
    kind: RowKind
    criterion: Criterion
    line: Line | None = None
    locked: Mapping[str, Value | None] = field(default_factory=dict)


def marker(sheet: FormSheet) -> str:
    """What the cell at the crossing of code column and code row holds."""
    return f"#{sheet.value}"


def award_code(award: str) -> str:
    """Row code of an award on the registration sheet."""
    return f"award/{award}"


def list_code(number: int) -> str:
    """Row code of the n-th row of a list."""
    return f"row/{number}"


def table_of(bloc: Bloc, plan: PeriodPlan) -> ScoringTable:
    """The part of the scoring table that the period's form has."""
    return bloc.table_for(plan)


def scoring_rows(table: ScoringTable, unit: str) -> tuple[Row, ...]:
    """Rows of the scoring sheet in printed order."""
    rows: list[Row] = []
    for node in table.criteria:
        if not table.is_leaf(node.code):
            rows.append(
                Row(code=node.code, kind=RowKind.GROUP, criterion=node, locked=_node(node, ""))
            )
            continue
        rows.append(_leaf(table, node))
        if node.scorer is Scorer.UNIT:
            rows += [
                Row(
                    code=line.address,
                    kind=RowKind.FACT,
                    criterion=node,
                    line=line,
                    locked=_fact(node, line),
                )
                for line in scoring.inputs(table, node, unit)
            ]
    return tuple(rows)


def _leaf(table: ScoringTable, leaf: Criterion) -> Row:
    method = scoring.method_of(leaf).CODE
    rule = words.leaf_rule(leaf, method, table.lines_of(leaf.code))
    kind = RowKind.LEAF if leaf.scorer is Scorer.UNIT else RowKind.OTHERS
    return Row(code=leaf.code, kind=kind, criterion=leaf, locked=_node(leaf, rule))


def _node(node: Criterion, rule: str) -> dict[str, Value | None]:
    return {"order": node.code, "text": node.text, "max": node.max_points, "rule": rule}


def _fact(leaf: Criterion, line: Line) -> dict[str, Value | None]:
    return {
        "text": words.line_text(line),
        "measure": line.unit_of_measure,
        "target": line.target,
        "weight": line.weight,
        "rule": words.line_rule(line) if not leaf.points_only else "",
    }


def labels(table: ScoringTable, criterion: str, answer: Answer) -> tuple[str, ...]:
    """The words that a fact's cell accepts."""
    if answer is Answer.YES_NO:
        return (wording.YES, wording.NO)
    if answer not in (Answer.LABEL, Answer.NUMBER_OR_LABEL):
        return ()
    lines = table.lines_of(criterion)
    return tuple(line.text for line in lines if line.kind is LineKind.CATEGORY)


def top_of(leaf: Criterion) -> Decimal | None:
    """The most that may be typed: the maximum, where points themselves are typed."""
    direct = scoring.method_of(leaf) is scoring.METHODS["direct"]
    return leaf.max_points if direct else None
