"""A second reader's opinion of every cell: where two readings differ, neither is taken silently.

The second reader is calamine. It says nothing of errors, formats and fonts, and a file can make
it die; what it would size by is therefore looked at first.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from python_calamine import CalamineWorkbook

from thidua_batch.books.reading.grid import Content, Place, Sheet, number

#: Rows times columns of one sheet; calamine holds them all.
AREA = 4_000_000
_SECOND = Decimal(1) / 86_400
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # spreadsheets know no time zones
_BETWEEN_EPOCHS = 1462
_LEAP = 61


def doubts(data: bytes, sheets: Sequence[Sheet]) -> frozenset[tuple[str, Place]] | None:
    """Cells of which calamine says something else; None where it cannot be asked.

    A cell that only one of the two has is doubtful too; an error that calamine leaves blank is
    not.
    """
    if any(_area(sheet) > AREA for sheet in sheets):
        return None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        said = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of calamine is no Exception; the first reading stands alone
        return None
    found = set()
    for sheet in sheets:
        rows = said.get(sheet.title, [])
        found |= {(sheet.title, place) for place in _differences(sheet, rows)}
    return frozenset(found)


def _area(sheet: Sheet) -> int:
    if not sheet.cells:
        return 0
    return max(row for row, _ in sheet.cells) * max(column for _, column in sheet.cells)


def _differences(sheet: Sheet, rows: Sequence[Sequence[object]]) -> set[Place]:
    second = {
        (r, c): value
        for r, row in enumerate(rows, 1)
        for c, value in enumerate(row, 1)
        if not _is_blank(value)
    }
    places = second.keys() | sheet.cells.keys()
    return {place for place in places if not _agree(sheet.cells.get(place), second.get(place))}


def _agree(first: Content | None, second: object) -> bool:
    value = None if first is None else first.value
    if second is None:
        return _is_blank(value) or (first is not None and first.is_error)
    if isinstance(value, str) and isinstance(second, str):
        return value.split() == second.split()
    if isinstance(value, bool) or isinstance(second, bool):
        return value is second
    one, two = _serial(value), _serial(second)
    if one is None or two is None:
        return False
    if isinstance(value, Decimal) and isinstance(second, int | float):
        return one == two
    gap = abs(one - two)
    if isinstance(value, Decimal):
        gap = min(gap, abs(gap - _BETWEEN_EPOCHS))
    if max(one, two) < _LEAP:  # before the day that 1900 did not have, readers are one apart
        gap = min(gap, abs(gap - 1))
    return gap <= _SECOND


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.split())


def _serial(value: object) -> Decimal | None:
    """The number that a spreadsheet keeps for a number, a moment or a length of time."""
    match value:
        case Decimal():
            return value
        case int() | float():
            try:
                return number(value)
            except ValueError:
                return None
        case datetime():
            return _days(value.replace(tzinfo=None) - _EPOCH)
        case date():
            return _days(datetime.combine(value, time()) - _EPOCH)
        case time():
            return _days(timedelta(hours=value.hour, minutes=value.minute, seconds=value.second))
        case timedelta():
            return _days(value)
        case _:
            return None


def _days(length: timedelta) -> Decimal:
    return Decimal(length.days) + Decimal(length.seconds) * _SECOND
