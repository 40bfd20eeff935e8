"""What all parts of the lint share: places of values, and the table as each period uses it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from thidua_batch.core.model import Bloc, Criterion, Line, PeriodPlan, ScoringTable, Unit
from thidua_batch.core.returns import Cell

Places = Mapping[str, Cell]


def place(sheet: str, code: str, column: str) -> str:
    """Key of a value in `places`: sheet and column by their codes in `wording.definition`."""
    return f"{sheet}:{code}:{column}"


def dated(code: str, since: date | None) -> str:
    """Code of a version in `places`."""
    return code if since is None else f"{code}@{since}"


def cell_of(places: Places, row: Criterion | Line, column: str) -> Cell | None:
    """Cell of a row of the table or of a rule: its own version's, or the first with its code."""
    own = isinstance(row, Criterion)
    sheet, code = ("table", row.code) if isinstance(row, Criterion) else ("lines", row.address)
    tries = (dated(code, row.since), code)
    columns = (column, "code" if own else "criterion")
    keys = (place(sheet, known, name) for name in columns for known in tries)
    return next((places[key] for key in keys if key in places), None)


@dataclass(frozen=True, slots=True)
class Use:
    """The scoring table as one period uses it; `plan` None where no period scores."""

    table: ScoringTable
    plan: PeriodPlan | None
    day: date | None


def uses(bloc: Bloc) -> tuple[Use, ...]:
    """The table of every period that scores, the current one first; else the table as it is."""
    plans = sorted((p for p in bloc.periods if p.scores), key=lambda p: not p.current)
    found = [Use(bloc.table_for(p), p, bloc.period(p.code).end) for p in plans]
    return tuple(found) or (Use(bloc.table, None, None),)


def representatives(bloc: Bloc) -> Iterator[Unit]:
    """One unit of each kind."""
    seen: set[str] = set()
    for unit in bloc.units:
        if unit.kind not in seen:
            seen.add(unit.kind)
            yield unit
