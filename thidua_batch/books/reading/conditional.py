"""Number formats that a sheet puts in place of a cell's own: by rule, or for every zero.

Whether a rule's condition holds is not reckoned: a cell that it could show as something else gets
the format that does so, and is asked again for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from thidua_batch.books.reading.grid import Content, Place, Unreadable, shows_date
from thidua_batch.core.vn import format_number, formats

#: An area that is the whole sheet; the format of a sheet that shows no zeros.
EVERYWHERE, NO_ZEROS = "*", "General;-General;;@"
_AREA = re.compile(r"\$?([A-Z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Z]{1,3})?\$?([0-9]{1,7})?)?")
_LAST = 1 << 21
#: Areas times cells that are looked through; no honest sheet comes near.
_MOST = 10_000_000


def applied(cells: dict[Place, Content], rules: Iterable[tuple[str, str]]) -> dict[Place, Content]:
    """The cells, those that a rule (areas, number format) may show otherwise with that format."""
    wanted = [rule for rule in dict.fromkeys(rules) if rule[1]]
    boxes = [(_box(area), code) for areas, code in wanted for area in areas.split()]
    if len(boxes) * len(cells) > _MOST:
        raise Unreadable("elements")
    for (top, left, bottom, right), code in boxes:
        for (row, column), content in cells.items():
            if top <= row <= bottom and left <= column <= right:
                cells[row, column] = as_ruled(content, code)
    return cells


def _box(area: str) -> tuple[int, int, int, int]:
    """Top, left, bottom, right; everything where the area cannot be told."""
    said = _AREA.fullmatch(area)
    if said is None:
        return 1, 1, _LAST, _LAST
    left, top, right, bottom = said.groups()
    if ":" not in area:
        right, bottom = left, top
    return _row(top, 1), _column(left, 1), _row(bottom, _LAST), _column(right, _LAST)


def _row(text: str | None, without: int) -> int:
    return int(text) if text else without


def _column(letters: str | None, without: int) -> int:
    found = 0
    for letter in letters or "":
        found = found * 26 + ord(letter) - 64
    return found or without


def as_ruled(content: Content, code: str) -> Content:
    """The cell with the rule's format, where that shows something else; unknown if a share."""
    value, own = content.value, content.number_format
    if isinstance(value, str) and not content.is_error:
        is_other = formats.of_text(value, code).shows is not formats.Shows.SAME
        return replace(content, number_format=code) if is_other else content
    if isinstance(value, datetime):
        is_other = formats.of_day(value.date(), code) is not None
        return replace(content, number_format=code) if is_other else content
    if not isinstance(value, Decimal) or own is None:
        return content
    if ("%" in own) != ("%" in code):
        share = f"{format_number(value)} / {format_number(value * 100)}%"
        return replace(content, number_format=f'"{share}"')
    if shows_date(code):
        return replace(content, number_format=code)
    shows = formats.of_number(value, code).shows
    return replace(content, number_format=code) if shows is not formats.Shows.SAME else content
