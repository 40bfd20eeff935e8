"""A zoo of damaged returns: every way known in which a form comes back other than it was sent."""

from tests.support.zoo import cells, locked, marks, rows, sheets, texts
from tests.support.zoo.kinds import Kind

KINDS: tuple[Kind, ...] = (
    *cells.KINDS, *texts.KINDS, *sheets.KINDS, *rows.KINDS, *locked.KINDS, *marks.KINDS,
)  # fmt: skip
