"""What the cells of a workbook are read with, shared by all its sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thidua_batch.books.reading.grid import Unreadable
from thidua_batch.books.reading.styles import Style


@dataclass(slots=True, kw_only=True)
class Sought:
    """What cells are read with, and what is noticed on the way.

    `rules` are number formats that conditional formatting puts in place of a cell's own.
    `left` is how many more cells the file may have: every stored cell, hidden row and cell of a
    merged area counts.
    """

    texts: Mapping[str, str]
    styles: tuple[Style, ...]
    rules: tuple[str, ...] = ()
    from_1904: bool
    doubts: set[str]
    left: int
    has_links: bool = False

    def spend(self, count: int) -> None:
        """Count cells; Unreadable beyond the limit."""
        self.left -= count
        if self.left < 0:
            raise Unreadable("cells")

    def style(self, index: str | None) -> Style:
        """The style of this number; a doubt where the file has none."""
        if not self.styles:
            if index is None or index == "0":
                return Style()
        elif index is None:
            return self.styles[0]
        elif (
            index.isascii()
            and index.isdecimal()
            and len(index) < 9
            and int(index) < len(self.styles)
        ):
            return self.styles[int(index)]
        self.doubts.add("styles")
        return Style(None)
