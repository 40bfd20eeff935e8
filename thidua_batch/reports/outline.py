"""The outlines of the Word reports: text files of «style: sentence» lines, parts included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

_FOLDER = resources.files("thidua_batch.reports") / "templates" / "outlines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line: a style of the layout with its text, or "%" with a statement of the template."""

    style: str
    text: str

    @property
    def cells(self) -> list[str]:
        """The text cut at its bars: for tables, head and foot."""
        return [cell.strip() for cell in self.text.split("|")]


def read(name: str) -> Iterator[Entry]:
    """Entries of an outline with its parts in place; remarks (#) and empty lines are left out."""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("%"):
            yield Entry(style="%", text=line[1:].strip())
            continue
        style, _, text = line.partition(":")
        if style == "include":
            yield from read(text.strip())
        else:
            yield Entry(style=style, text=text.strip())
