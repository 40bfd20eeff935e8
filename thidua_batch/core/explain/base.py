"""What an explanation is made of, and how its figures are written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from thidua_batch.core import vn
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import explain as words

#: Figures before rounding are written with so many places.
SHOWN_PLACES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A plain line: how deep it stands, the points it brought, the cell that it rests on.

    A `gap` is a difference of points, written with its sign.
    """

    text: str
    level: int = 0
    points: Decimal | None = None
    cell: Cell | None = None
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Lines under one title; `code` is a key of `words.SECTIONS`, `node` the row of the table.

    `file` is the unit's own file, which need not be named again beside every cell.
    """

    code: str
    lines: tuple[Told, ...]
    node: str = ""
    file: str = ""

    @property
    def title(self) -> str:
        """The Vietnamese title."""
        return words.SECTIONS[self.code]


def figure(value: Decimal | Fraction | int) -> str:
    """A number as people read it, with a true minus sign, without trailing zeros."""
    return vn.format_number(vn.round_half_up(value, SHOWN_PLACES)).replace("-", "−")


def signed(value: Decimal | Fraction) -> str:
    """A difference: "+2", "−2,5", "0"."""
    return ("+" if value > 0 else "") + figure(value)


def total_figure(outcome: Outcome, value: Decimal | None) -> str:
    """A total with all its places."""
    return vn.format_number(value or Decimal(0), outcome.bloc.rules.total_places).replace("-", "−")


def percent(share: Decimal | Fraction, places: int = SHOWN_PLACES) -> str:
    """A share of one: "97,5%"; exact where a threshold is compared."""
    return figure(vn.round_half_up(Fraction(share) * 100, places)) + "%"


def place_text(cell: Cell | None, known: str = "") -> str:
    """Where a value stands, without the file if that is `known`; empty where no file is."""
    if cell is None or not cell.file:
        return ""
    shape = words.OWN_CELL if cell.file == known else words.CELL
    return shape.format(file=cell.file, sheet=cell.sheet, address=cell.address)


def whole_text(told: Told, known: str = "") -> str:
    """A line with its points and its place."""
    text = told.text
    if told.points is not None:
        shape = words.GIVES_POINTS if ": " in text else words.WITH_POINTS
        points = signed(told.points) if told.gap else figure(told.points)
        text = shape.format(text=text, points=points)
    place = place_text(told.cell, known)
    return words.WITH_CELL.format(text=text, cell=place) if place else text


def moved(shape: str, before: Decimal | Fraction, after: Decimal | Fraction, **more: str) -> str:
    """A sentence of a figure that a rule changed."""
    return shape.format(before=figure(before), after=figure(after), **more)
