"""Any file as a grid: what the bytes are decides who reads them, and where.

Clean .xlsx files are read here, by our own pass; every other reader runs aside, in a process
whose death costs one file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from thidua_batch.books.reading import careful, door, opening
from thidua_batch.books.reading.aside import Aside
from thidua_batch.books.reading.grid import Grid, Told, Unreadable
from thidua_batch.books.reading.kind import Kind

#: Turns bytes into a grid, or raises Unreadable.
Opener: TypeAlias = Callable[[bytes], Grid]

#: Kinds of file and the name of their reader aside.
_ASIDE: Mapping[Kind, str] = {
    Kind.XLS: "xls",
    Kind.XLSB: "xlsb",
    Kind.ODS: "ods",
    Kind.HTML: "html",
}


def open_book(data: bytes, *, aside: Aside, passwords: Sequence[str] = ()) -> Grid:
    """The workbook in these bytes; a protected one is opened with the default or given passwords.

    Unreadable where the bytes are no workbook, or none that can be relied on.
    """
    try:
        return _opened(data, aside)
    except Unreadable as refused:
        if refused.code != "locked":
            raise
    grid = _opened(aside.unlock(data, passwords), aside)
    return replace(grid, told=grid.told | {Told.PASSWORD})


def _opened(data: bytes, aside: Aside) -> Grid:
    code = door.fault(data)
    if code is not None:
        raise Unreadable(code)
    kind = door.sort(data)
    if kind is Kind.ENCRYPTED:
        raise Unreadable("locked")
    if kind is Kind.XLSX:
        return _xlsx(data, partial(aside.read, "careful"))
    reader = _ASIDE.get(kind)
    if reader is None:
        raise Unreadable("reader")
    return aside.read(reader, data)


def _xlsx(data: bytes, second: Opener) -> Grid:
    try:
        opened = opening.open_xlsx(data, second)
    except Unreadable:
        raise
    # Bytes of strangers: whatever our own pass did not foresee costs this file alone.
    except Exception as fault:
        raise Unreadable("reader") from fault
    return replace(opened.grid, doubtful=opened.doubtful)


def open_here(data: bytes) -> Grid:
    """A workbook (.xlsx) read in this process alone: for tests and files of our own making."""
    code = door.fault(data)
    if code is not None:
        raise Unreadable(code)
    return _xlsx(data, _careful)


def _careful(data: bytes) -> Grid:
    try:
        return careful.read(data)
    except Exception as fault:
        raise Unreadable("reader") from fault
