"""Files under a password: opened in memory when it is known, refused when it is not."""

import io
import re
from decimal import Decimal
from functools import cache

import msoffcrypto
import pytest

from tests.support import grids, xls
from thidua_batch.books.reading import locked
from thidua_batch.books.reading import xls as xls_reader
from thidua_batch.books.reading.grid import Unreadable

PAGES = [xls.Page("Tờ", [(1, 1, 9.5, 0), (2, 1, "chữ Việt", 0)])]


@cache
def wrapped(password: str) -> bytes:
    out = io.BytesIO()
    file = msoffcrypto.OfficeFile(io.BytesIO(grids.odd()))
    file.encrypt(password, out)
    return out.getvalue()


def test_what_is_locked() -> None:
    assert locked.is_locked(wrapped("a"))
    assert locked.is_locked(xls.locked(PAGES, "a"))
    assert not locked.is_locked(xls.write(PAGES))
    assert not locked.is_locked(grids.odd())
    assert not locked.is_locked(b"")


@pytest.mark.parametrize(
    ("password", "passwords"),
    [
        ("VelvetSweatshop", []),
        ("mật khẩu", ["mật khẩu"]),
        ("mật khẩu", ["", "sai", "mật khẩu"]),
    ],
)
def test_a_wrapped_workbook_opens(password: str, passwords: list[str]) -> None:
    data = wrapped(password)
    before = bytes(data)
    assert locked.unlock(data, passwords) == grids.odd()
    assert data == before


@pytest.mark.parametrize(
    ("password", "passwords"), [("VelvetSweatshop", []), ("mật khẩu", ["sai", "mật khẩu"])]
)
def test_an_old_workbook_opens(password: str, passwords: list[str]) -> None:
    opened = locked.unlock(xls.locked(PAGES, password), passwords)
    grid = xls_reader.read(opened)
    assert {place: c.value for place, c in grid.sheets[0].cells.items()} == {
        (1, 1): Decimal("9.5"),
        (2, 1): "chữ Việt",
    }
    assert grid.doubtful == frozenset()
    assert not locked.is_locked(opened)


@pytest.mark.parametrize("data", [wrapped("mật khẩu"), xls.locked(PAGES, "mật khẩu")])
def test_no_password_fits(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        locked.unlock(data, ["sai"])
    assert refused.value.code == "mismatch"
    with pytest.raises(Unreadable) as refused:
        locked.unlock(data, [])
    assert refused.value.code == "locked"


@pytest.mark.parametrize("count", [b"99999999", b"&#57;999"])
def test_an_absurd_count_of_rounds_is_refused_before_any_round(count: bytes) -> None:
    data = wrapped("VelvetSweatshop")
    more = rb'spinCount="%s"\1' % count
    room = b" " * (len(count) - 6)
    absurd = re.sub(rb'spinCount="100000"(.*?\n)' + room, more, data, flags=re.DOTALL)
    assert len(absurd) == len(data)
    assert absurd != data
    with pytest.raises(Unreadable) as refused:
        locked.unlock(absurd, [])
    assert refused.value.code == "locked"


def test_what_is_no_locked_file() -> None:
    for data, code in ((b"", "cut"), (xls.write(PAGES), "reader"), (grids.odd(), "cut")):
        with pytest.raises(Unreadable) as refused:
            locked.unlock(data, ["a"])
        assert refused.value.code == code
