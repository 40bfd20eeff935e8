"""What a formula in an input cell gives, recomputed exactly, so that a stale value is noticed.

Only what people type into a form: arithmetic, cells of the same sheet, SUM. What is more than
that gives None, and the cell is told instead of believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from thidua_batch.books.reading.grid import Sheet

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?%?)|(?P<area>\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7})"
    r"|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})|(?P<sum>SUM\()|(?P<sign>[-+*/(),]))",
    re.IGNORECASE,
)
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.IGNORECASE)
_LINK = re.compile(r"\[[^\]]*\]|file:|https?:", re.IGNORECASE)
#: What people type; longer texts and larger areas are not worth recomputing. A return that sums
#: up more cells in all was made to take time; its further sums are told instead.
_LONGEST, _DEEPEST = 400, 40
MOST_CELLS = 50_000


class _TooMuch(Exception):
    """The formula is more than simple arithmetic."""


def is_linked(formula: str) -> bool:
    """Whether a formula takes its value from another file."""
    return bool(_LINK.search(formula))


@dataclass(slots=True)
class Budget:
    """How many cells the formulas of one return may still look up."""

    cells: int = MOST_CELLS


def value(formula: str, sheet: Sheet, budget: Budget | None = None) -> Fraction | None:
    """The exact value of simple arithmetic; None where the formula is more, or cannot be told."""
    text = formula.removeprefix("=")
    if not text or len(text) > _LONGEST:
        return None
    try:
        reader = _Reader(list(_tokens(text)), sheet, budget or Budget())
        found = reader.sum(0)
        return found if reader.is_done else None
    except (_TooMuch, ZeroDivisionError, IndexError):
        return None


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise _TooMuch
        yield match.lastgroup, match[match.lastgroup]
        at = match.end()


class _Reader:
    """Sums of products of signed parts, by recursive descent."""

    def __init__(self, tokens: list[tuple[str, str]], sheet: Sheet, budget: Budget) -> None:
        self._tokens, self._sheet, self._at = tokens, sheet, 0
        self._budget = budget

    @property
    def is_done(self) -> bool:
        """Whether everything was read."""
        return self._at == len(self._tokens)

    def sum(self, depth: int) -> Fraction:
        """Parts joined by + and -."""
        found = self._product(depth)
        while self._next() in ("+", "-"):
            sign = self._take()[1]
            part = self._product(depth)
            found = found + part if sign == "+" else found - part
        return found

    def _product(self, depth: int) -> Fraction:
        found = self._part(depth)
        while self._next() in ("*", "/"):
            sign = self._take()[1]
            part = self._part(depth)
            found = found * part if sign == "*" else found / part
        return found

    def _part(self, depth: int) -> Fraction:
        if depth > _DEEPEST:
            raise _TooMuch
        kind, text = self._take()
        if kind == "number":
            share = text.endswith("%")
            return Fraction(text.rstrip("%")) / (100 if share else 1)
        if kind == "cell":
            return self._cell(*_place(text))
        if kind == "sum":
            return self._total(depth)
        if text in ("+", "-"):
            part = self._part(depth + 1)
            return part if text == "+" else -part
        if text != "(":
            raise _TooMuch
        found = self.sum(depth + 1)
        self._close()
        return found

    def _total(self, depth: int) -> Fraction:
        found = self._argument(depth)
        while self._next() == ",":
            self._take()
            found += self._argument(depth)
        self._close()
        return found

    def _argument(self, depth: int) -> Fraction:
        if self._at < len(self._tokens) and self._tokens[self._at][0] == "area":
            first, last = self._take()[1].split(":")
            (top, left), (bottom, right) = _place(first), _place(last)
            size = max(0, bottom - top + 1) * max(0, right - left + 1)
            if size > self._budget.cells:
                raise _TooMuch
            self._budget.cells -= size
            cells = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
            return sum((self._cell(*cell) for cell in cells), Fraction(0))
        return self.sum(depth + 1)

    def _cell(self, row: int, column: int) -> Fraction:
        content = self._sheet.cells.get((row, column))
        if content is None:
            return Fraction(0)
        # A cell that is computed itself may be as stale as this one.
        if content.formula is not None or not isinstance(content.value, Decimal):
            raise _TooMuch
        return Fraction(content.value)

    def _next(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self) -> tuple[str, str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _close(self) -> None:
        if self._take()[1] != ")":
            raise _TooMuch


def _place(text: str) -> tuple[int, int]:
    match = _CELL.fullmatch(text)
    if match is None:
        raise _TooMuch
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
