"""From the bytes of an .xlsx to a grid that can be relied on: fast where clean, careful otherwise.

Leaves what is refused before any reader, and where the careful reader runs, to the door.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from thidua_batch.books.reading import xlsx
from thidua_batch.books.reading.grid import Content, Grid, Place, Sheet, Told, Unreadable

#: Cells of a file that is not clean: the careful reader takes seconds for each ten thousand, and
#: no form has near as many.
MOST_CAREFUL = 50_000
#: What a cell holds that two readers tell differently, or that a merged area covers.
DOUBTFUL = "#?"
#: Doubts that leave no second meaning to any cell, so that our reading stands alone where
#: openpyxl gives up. Each names something beside the cells, or one way of writing a plain value:
#: - part_names: a part named in other letters or with other slashes; names are compared without
#:   regard to these, and two that differ only in them were refused;
#: - types: content types missing or wrong for a part that the relations name without doubt;
#: - names: a defined name told twice; it is only one of four marks of the form;
#: - foreign: a neighbour of the rows in a namespace of some other program;
#: - columns: overlapping widths; what is hidden there is told, values are not touched;
#: - boolean: true and false in letters; such a cell holds no number in either spelling;
#: - spaces: a cell that stores nothing but spaces, which is blank and is told as blank.
HARMLESS = frozenset(("part_names", "types", "names", "foreign", "columns", "boolean", "spaces"))


@dataclass(frozen=True, slots=True)
class Opened:
    """A grid, and the cells in it that must not be taken: they hold the error DOUBTFUL.

    `doubts` are the codes that called the careful reader in; empty for a clean file.
    """

    grid: Grid
    doubtful: frozenset[tuple[str, Place]] = frozenset()
    doubts: frozenset[str] = frozenset()


def open_xlsx(data: bytes, careful: Callable[[bytes], Grid]) -> Opened:
    """Read the bytes; Unreadable where they are refused or no reading can be relied on.

    `careful` gives `careful.read`'s grid, from wherever it runs, or raises Unreadable. What our
    own pass refuses is never put to another reader.
    """
    fast = xlsx.read(data)
    if not fast.doubts:
        return _opened(fast.grid, frozenset(), fast.doubts)
    if sum(len(sheet.cells) for sheet in fast.grid.sheets) > MOST_CAREFUL:
        raise Unreadable("cells")
    try:
        other = careful(data)
    except Unreadable as fault:
        if not fast.doubts <= HARMLESS:
            raise Unreadable("reader") from fault
        grid = replace(fast.grid, told=fast.grid.told | {Told.DEGRADED})
        return _opened(grid, frozenset(), fast.doubts)
    found = differing(fast.grid, other)
    if found is None:
        raise Unreadable("sheets")
    return _opened(_completed(fast.grid, other), found, fast.doubts)


def differing(one: Grid, other: Grid) -> frozenset[tuple[str, Place]] | None:
    """Cells (by sheet title) that two readings of a file tell differently; None: other sheets.

    Compared are the value with its type, whether it is an error, and whether there is a formula.
    """
    if [sheet.title for sheet in one.sheets] != [sheet.title for sheet in other.sheets]:
        return None
    return frozenset(
        (left.title, place)
        for left, right in zip(one.sheets, other.sheets, strict=True)
        for place in left.cells.keys() | right.cells.keys()
        if _compared(left.cells.get(place)) != _compared(right.cells.get(place))
    )


def _compared(content: Content | None) -> tuple[object, ...] | None:
    if content is None:
        return None
    kind = type(content.value).__name__  # True is not 1
    return kind, content.value, content.is_error, content.formula is not None


def _opened(grid: Grid, differs: frozenset[tuple[str, Place]], doubts: frozenset[str]) -> Opened:
    """Put an error wherever the value could be another one, so that no reader takes it."""
    covered = {(sheet.title, place) for sheet in grid.sheets for place in _covered(sheet)}
    doubtful = differs | covered
    if doubtful:
        grid = replace(grid, sheets=tuple(_marked(sheet, doubtful) for sheet in grid.sheets))
    return Opened(grid, doubtful, doubts)


def _covered(sheet: Sheet) -> Iterator[Place]:
    """Stored cells that a merged area hides; what its own cell shows is another value."""
    for top, left, bottom, right in sheet.merged:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) in sheet.cells and (row, column) != (top, left):
                    yield row, column


def _marked(sheet: Sheet, doubtful: frozenset[tuple[str, Place]]) -> Sheet:
    places = [place for title, place in doubtful if title == sheet.title]
    if not places:
        return sheet
    cells = dict(sheet.cells)
    for place in places:
        found = cells.get(place, Content(None))
        cells[place] = replace(found, value=DOUBTFUL, is_error=True)
    return replace(sheet, cells=cells)


def _completed(grid: Grid, other: Grid) -> Grid:
    """Number formats and fonts that our pass does not know, taken from the other reading."""
    sheets = []
    for ours, theirs in zip(grid.sheets, other.sheets, strict=True):
        cells = {
            place: _filled(content, theirs.cells.get(place))
            for place, content in ours.cells.items()
        }
        sheets.append(replace(ours, cells=cells))
    return replace(grid, sheets=tuple(sheets))


def _filled(content: Content, other: Content | None) -> Content:
    if other is None or (content.number_format is not None and content.font):
        return content
    known = content.number_format
    return replace(
        content,
        number_format=other.number_format if known is None else known,
        font=content.font or other.font,
    )
