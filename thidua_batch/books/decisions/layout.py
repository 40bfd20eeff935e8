"""What the decisions book holds: its rows as people type them, and those it offers to begin with.

Writer and reader share it; titles and widths stand in `wording.decisions` under the same codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from thidua_batch.books import decided
from thidua_batch.core import scoring
from thidua_batch.core.kinds import Scorer
from thidua_batch.core.model import Bloc, PeriodPlan
from thidua_batch.core.wording import decisions as words

#: Zero-based row of the column titles that the writer uses; the reader searches.
HEAD_ROW = 3
HEAD_SEARCH = 12
SPARE_ROWS = 12
#: Before the title of a column or a sheet that a person added: kept, never read.
FOREIGN = "+"
#: How much of a foreign sheet is kept.
FOREIGN_ROWS, FOREIGN_COLUMNS = 2000, 60
#: The sheet of drop-down lists.
LISTS = "_ds"

#: A row: column code -> text, number, date, moment or `Shown`; a blank is absent.
Row: TypeAlias = Mapping[str, object]
#: Sheet code -> its rows from the top.
Rows: TypeAlias = Mapping[str, tuple[Row, ...]]

#: Codes and names that Excel would turn into numbers and dates: these columns hold text.
TEXT_COLUMNS = frozenset(
    {"unit", "criterion", "line", "code", "file", "excel", "number", "password"}
)
#: Sheet -> columns that the book fills in itself.
GIVEN: Mapping[str, frozenset[str]] = {
    words.FACTS: frozenset({"unit", "name", "criterion", "line", "text", "measure"}),
    words.SIGNED: frozenset({"unit", "name"}),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A number with the percent format that says what it means: 0.95 shown as 95 %."""

    value: Decimal
    number_format: str


def blank(bloc: Bloc, plan: PeriodPlan) -> Rows:
    """One row per unit × line that the bloc must confirm, and one per unit's signed copy."""
    table = bloc.table_for(plan)
    facts = [
        {
            "unit": unit.code,
            "name": unit.label,
            "criterion": leaf.code,
            "line": line.code,
            "text": decided.question(leaf, line),
            "measure": "" if line.due else line.unit_of_measure,
        }
        for leaf in table.leaves
        if not leaf.gathered
        for unit in bloc.units
        for line in scoring.inputs(table, leaf, unit.code)
        if scoring.scorer_of(leaf, line) is not Scorer.UNIT
    ]
    return {words.FACTS: tuple(facts), words.SIGNED: signed(bloc, ())}


def signed(bloc: Bloc, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of signed copies, with one for each unit that has none yet."""
    known = {row.get("unit") for row in rows}
    missing = (unit for unit in bloc.units if unit.code not in known)
    return (*rows, *({"unit": unit.code, "name": unit.label} for unit in missing))
