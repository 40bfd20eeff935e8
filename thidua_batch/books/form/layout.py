"""What writer and reader share: codes of sheets, rows and columns, and the form's identity.

A data sheet has a hidden first column of row codes and a hidden row of column codes; the cell
where they meet holds the sheet's marker. Everything is found by these, never by position.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from thidua_batch.books.form import told
from thidua_batch.core import scoring
from thidua_batch.core.kinds import FormSheet, LineKind, NaPolicy
from thidua_batch.core.maxima import own_maxima
from thidua_batch.core.model import (
    Award,
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
#: Key of the hidden sheet of a marked copy: the hash of the return that it was made from.
CORRECTS = "corrects"
LIST_ROWS = {FormSheet.PROPOSALS: 10, FormSheet.EXAMPLES: 8}
FIELD_SHEETS = (FormSheet.UNIT, FormSheet.REGISTRATION, FormSheet.RESULTS)
#: Hidden columns of the scoring sheet: points of a line before its cap, the days late of a date;
#: in a marked copy what was typed into a cell and what formulas take it for.
WORK_COLUMNS = ("raw", "late", "typed", "seen")
#: Row code of the scoring sheet's last row; no criterion can be coded so.
TOTAL_CODE = "#total"
_SHORT = 8


class RowKind(StrEnum):
    """What a row of the scoring sheet is.

    OTHERS are criteria of which this form asks nothing, STATED lines that the bloc states.
    """

    GROUP = "group"
    LEAF = "leaf"
    OTHERS = "others"
    FACT = "fact"
    COMPUTED = "computed"
    STATED = "stated"


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
        parts = [part.strip() for part in text.strip().strip('="').split("|")]
        return cls(*parts) if len(parts) == 4 and all(parts) else None

    @classmethod
    def parse_mark(cls, text: str) -> Identity | None:
        """Read the visible line of a sheet."""
        match = re.fullmatch(words.MARK_PATTERN, text.strip())
        found = [match[n].strip() for n in (1, 2, 4, 3)] if match else []
        return cls(*found) if found else None

    def is_for(self, other: Identity) -> bool:
        """Whether both are of one bloc, period and unit, whatever definition they are made from."""
        return (self.bloc, self.period, self.unit) == (other.bloc, other.period, other.unit)

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


def hidden_columns(coded: Collection[int]) -> frozenset[int]:
    """Where the scoring sheet keeps what it computes with, right of its coded columns."""
    last = max(coded)
    return frozenset(range(last + 1, last + 1 + len(WORK_COLUMNS)))


def marker(sheet: FormSheet) -> str:
    """What the cell at the crossing of code column and code row holds."""
    return f"#{sheet.value}"


def award_code(award: str) -> str:
    """Row code of an award on the registration sheet."""
    return f"award/{award}"


def award_question(award: Award) -> words.Field:
    """How the registration sheet asks for an award."""
    return words.Field(award.name, words.AWARD_PROMPT, words.FieldKind.YES_NO)


def list_code(number: int) -> str:
    """Row code of the n-th row of a list."""
    return f"row/{number}"


def table_of(bloc: Bloc, plan: PeriodPlan) -> ScoringTable:
    """The part of the scoring table that the period's form has."""
    return bloc.table_for(plan)


def scoring_rows(table: ScoringTable, unit: str) -> tuple[Row, ...]:
    """Rows of the scoring sheet in printed order; what is not for the unit's kind is left out."""
    held = {leaf.code for leaf in table.leaves if table.holds_for(leaf.code, unit)}
    maxima = own_maxima(table, held)
    rows: list[Row] = []
    for node in table.criteria:
        if node.code not in maxima:
            continue
        if table.is_leaf(node.code):
            rows += _leaf(table, node, unit)
        else:
            own = replace(node, max_points=maxima[node.code])
            locked = _node(own, "")
            rows.append(Row(code=node.code, kind=RowKind.GROUP, criterion=own, locked=locked))
    return tuple(rows)


def _leaf(table: ScoringTable, leaf: Criterion, unit: str) -> list[Row]:
    """A criterion's row and, where the form asks anything of it, those of its lines."""
    asked = {line.code for line in scoring.asked(table, leaf, unit)}
    if not asked:
        locked = _node(leaf, _others(table, leaf, unit))
        return [Row(code=leaf.code, kind=RowKind.OTHERS, criterion=leaf, locked=locked)]
    lines = scoring.lines(table, leaf, unit)
    rules, own = told.rules(table, leaf, unit)
    if leaf.points_only:
        rules = [words.POINTS_ONLY]
    if scoring.method_of(leaf).RELATIVE:
        rules.append(words.RELATIVE_RULE)
    if leaf.na is not NaPolicy.FORBIDDEN:
        rules.append(words.NA_RULE)
    locked = _node(leaf, "\n".join(rules))
    rows = [Row(code=leaf.code, kind=RowKind.LEAF, criterion=leaf, locked=locked)]
    for line in lines:
        kind = RowKind.FACT if line.code in asked else RowKind.STATED
        kind = RowKind.COMPUTED if line.is_computed else kind
        locked = _line(line, own.get(line.code, ""))
        rows.append(Row(code=line.address, kind=kind, criterion=leaf, line=line, locked=locked))
    return rows


def _others(table: ScoringTable, leaf: Criterion, unit: str) -> str:
    if leaf.gathered:
        return words.GATHERED
    scorers = [scoring.scorer_of(leaf, line) for line in scoring.inputs(table, leaf, unit)]
    return words.BY_BLOC[(scorers or [leaf.scorer])[0]]


def _node(node: Criterion, rule: str) -> dict[str, Value | None]:
    return {"order": node.code, "text": node.text, "max": node.max_points, "rule": rule}


def _line(line: Line, rule: str) -> dict[str, Value | None]:
    is_rate = line.kind is LineKind.RATE
    return {
        "text": words.line_text(line),
        "measure": line.unit_of_measure or (words.RATE_MEASURE if is_rate else ""),
        "target": line.target,
        "weight": line.weight,
        "rule": rule,
    }
