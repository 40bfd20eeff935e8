"""What the formulas of a marked copy take a cell for, while the unit has not corrected it.

Excel makes of a text like "39,5" what its own settings say, and of "nhiều" an error. As long as a
cell holds what was typed, formulas take it as it was read (nothing, where it could not be); once
it holds anything else, they take that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from thidua_batch.books.asked import EPOCH
from thidua_batch.books.form.layout import Row, RowKind
from thidua_batch.books.form.shell import Shell
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Value
from thidua_batch.core.scoring.base import literal, quoted


def odd(shell: Shell, rows: Iterable[Row]) -> frozenset[str]:
    """Criteria of which a cell holds something else than what was read of it."""
    found = set()
    for row in rows:
        typed = shell.copy.raw.get((FormSheet.SCORING, row.code, "value"))
        read = shell.values.facts.get(row.code)
        is_same = type(typed) is type(read) and typed == read
        if row.kind is RowKind.FACT and typed is not None and not is_same:
            found.add(row.criterion.code)
    return frozenset(found)


def formula(cell: str, typed: str | None, known: Value | None) -> str:
    """The value of a cell; while it holds what stands in `typed`, it is `known`."""
    # A reference to an empty cell gives 0, which a blank is not.
    here = f'IF({cell}="","",{cell})'
    if typed is None:
        return f"={here}"
    if isinstance(known, Decimal):
        said = literal(known)
    elif isinstance(known, date):
        said = str((known - EPOCH).days)
    else:
        said = quoted(known or "")
    return f"=IF(EXACT({cell},{typed}),{said},{here})"
