"""Whose form came back: the four marks, read and weighed against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from thidua_batch.books.form import layout, sheets
from thidua_batch.books.form.layout import Identity
from thidua_batch.books.reading.grid import Grid, Sheet
from thidua_batch.core import vn
from thidua_batch.core.wording import form as words

#: The visible line is never longer; most texts need no closer look.
_LONGEST, _MOST_MARKS = 500, 20


@dataclass(frozen=True, slots=True)
class Found:
    """What the marks say: the identity of most of them, and each mark if they disagree.

    `units` are those that the visible lines of the sheets name: two units in one file have two.
    `foreign` are titles of sheets whose own lines name another bloc, period or unit.
    """

    identity: Identity | None
    disagreement: str
    units: tuple[str, ...] = ()
    foreign: frozenset[str] = frozenset()


def find(grid: Grid) -> Found:
    """The majority of the marks; none wins where the first two are even."""
    visible = {sheet.title: _lines(sheet) for sheet in grid.sheets}
    marks = list(_marks(grid, {mark for found in visible.values() for mark in found}))
    counts = Counter(identity for _, identity in marks).most_common()
    units = tuple(dict.fromkeys(found.unit for kind, found in marks if kind == "text"))
    if len(counts) <= 1:
        return Found(counts[0][0] if counts else None, "", units)
    told = "; ".join(f"{words.MARKS[kind]}: {identity}" for kind, identity in marks)
    if counts[0][1] == counts[1][1]:
        return Found(None, told, units)
    known = counts[0][0]
    foreign = (t for t, found in visible.items() if found and not any(map(known.is_for, found)))
    return Found(known, told, units, frozenset(foreign))


def _lines(sheet: Sheet) -> set[Identity]:
    """What the visible lines of a sheet say."""
    return {
        found
        for value in {c.value for c in sheet.cells.values() if isinstance(c.value, str)}
        # Most cells are no such line: the sign of its shape first, which is quick.
        if "|" in value
        and len(value) <= _LONGEST
        and (found := Identity.parse_mark(vn.clean(value)))
    }


def _marks(grid: Grid, visible: set[Identity]) -> Iterator[tuple[str, Identity]]:
    name = grid.names.get(layout.NAME)
    if name is not None and (found := Identity.parse(name)):
        yield "name", found
    if found := _meta(grid):
        yield "meta", found
    if found := Identity.parse(grid.properties.get(layout.PROPERTY, "")):
        yield "property", found
    for found in sorted(visible, key=str)[:_MOST_MARKS]:
        yield "text", found


def corrects(grid: Grid) -> str:
    """The hash of the return that a marked copy was made from; empty for any other form."""
    return _said(grid).get(layout.CORRECTS, "")


def _meta(grid: Grid) -> Identity | None:
    said = _said(grid)
    values = [said.get(key, "") for key in layout.META_KEYS]
    return Identity.parse("|".join([*values[:3], values[3][:8]]))


def _said(grid: Grid) -> dict[str, str]:
    """What the hidden sheet says, by key."""
    sheet = grid.sheet(layout.META_SHEET)
    said: dict[str, str] = {}
    rows: dict[int, dict[int, str]] = {}
    for row, column, value in sheets.stored(sheet) if sheet is not None else ():
        rows.setdefault(row, {})[column] = str(value)
    for cells in rows.values():
        key, *rest = [cells[column] for column in sorted(cells)]
        if key in (*layout.META_KEYS, layout.CORRECTS) and rest:
            said.setdefault(key, rest[0])
    return said
