"""The fast way into .xlsx and .xlsm: one own pass that says what it was not sure of.

Why there is one beside openpyxl: `docs/decisions/0013-own-pass-over-sheet-xml.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

from thidua_batch.books.reading import package, strings, styles, workbook, worksheet
from thidua_batch.books.reading.grid import Grid, Sheet, Told
from thidua_batch.books.reading.sought import Sought

#: Stored cells, hidden rows and cells of merged areas that a workbook may have.
MOST_CELLS = 500_000


@dataclass(frozen=True, slots=True)
class Read:
    """The grid, and codes of what in the file is not on the list of known constructs.

    No doubts: the file is clean, and the grid is what every reader would give.
    """

    grid: Grid
    doubts: frozenset[str]


def read(data: bytes) -> Read:
    """Read the bytes of a workbook; Unreadable where they are none, or hide a trap."""
    parts = package.opened(data)
    book = workbook.read(parts)
    texts = strings.read(parts, book.texts_part)
    looks = styles.read(parts, book.styles_part)
    sought = Sought(
        texts={str(index): text for index, text in enumerate(texts)},
        styles=looks.cells,
        rules=looks.rules,
        from_1904=book.from_1904,
        doubts=parts.doubts,
        left=MOST_CELLS,
    )
    sheets = tuple(
        Sheet(title=tab.title, cells={}, is_hidden=tab.is_hidden)
        if tab.part is None
        else worksheet.read(parts, tab.part, tab.title, sought, is_hidden=tab.is_hidden)
        for tab in book.tabs
    )
    grid = Grid(
        container=book.container,
        sheets=sheets,
        names=book.names,
        properties=book.properties,
        saved_by=book.saved_by,
        told=book.told | ({Told.LINKS} if sought.has_links else frozenset()),
    )
    return Read(grid, frozenset(parts.doubts))
