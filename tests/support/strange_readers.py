"""Readers that misbehave, as a child of `aside` that runs this module."""

from __future__ import annotations

import ctypes
import os
import sys
import time

from thidua_batch.books.reading import child
from thidua_batch.books.reading.grid import (
    Container,
    Content,
    Grid,
    Sheet,
    Told,
    Unreadable,
    number,
)

_HELD: list[bytes] = []


def grid(saved_by: str) -> Grid:
    cells = {
        (1, 1): Content(number("0.1")),
        (2, 1): Content("Điểm", font=".VnTime"),
        (3, 1): Content(None, formula="=A1"),
        (4, 1): Content(True, None),
    }
    return Grid(
        container=Container.XLSX,
        sheets=(Sheet(title="Tự chấm", cells=cells, hidden_rows=frozenset({3})),),
        names={"TPL_ID": "a"},
        saved_by=saved_by,
        told=frozenset({Told.LINKS}),
    )


def pid(_data: bytes) -> Grid:
    return grid(str(os.getpid()))


def size(data: bytes) -> Grid:
    return grid(str(len(data)))


def aborts(_data: bytes) -> Grid:
    os.abort()


def aborts_later(data: bytes) -> Grid:
    """Dies in a process that has read before, and only there."""
    if _HELD:
        os.abort()
    _HELD.append(data)
    return pid(data)


def raises_later(data: bytes) -> Grid:
    if _HELD:
        raise KeyError(data)
    _HELD.append(data)
    return pid(data)


def allocates(_data: bytes) -> Grid:
    while True:
        _HELD.append(b"x" * (32 << 20))


def sleeps(data: bytes) -> Grid:
    time.sleep(3600)
    return pid(data)


def spins(data: bytes) -> Grid:
    while data:
        pass
    return pid(data)


def raises(_data: bytes) -> Grid:
    raise RuntimeError


def leaves(_data: bytes) -> Grid:
    sys.exit(0)


def recurses(data: bytes) -> Grid:
    return recurses(data)


def refuses(_data: bytes) -> Grid:
    raise Unreadable("locked")


def refuses_oddly(_data: bytes) -> Grid:
    raise Unreadable("no such code")


def prints(data: bytes) -> Grid:
    print("noise", flush=True)  # noqa: T201
    print("noise", file=sys.stderr, flush=True)  # noqa: T201
    os.write(1, b"noise" * 1000)
    libc = ctypes.CDLL(None)
    libc.puts(b"noise")
    libc.fflush(None)
    return grid(sys.stdin.read() + pid(data).saved_by)


def imports(_data: bytes) -> Grid:
    import openpyxl

    heavy = {name for name in ("pandas", "numpy") if sys.modules.get(name)}
    return grid(f"{openpyxl.__name__} {sorted(heavy)}")


def path(_data: bytes) -> Grid:
    return grid(str(child.__file__))


def files(_data: bytes) -> Grid:
    held = []
    while True:
        held.append(open(os.devnull, "rb"))  # noqa: SIM115, PTH123


class Wild:
    """No value of a grid."""

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return os.system, ("echo",)


def wild(_data: bytes) -> Wild:
    return Wild()


def backwards(data: bytes, passwords: list[str]) -> bytes:
    return data[::-1] + "|".join(passwords).encode()


if __name__ == "__main__":
    readers = (
        pid, size, aborts, aborts_later, raises_later, allocates, sleeps, spins, raises, leaves,
        recurses, refuses, refuses_oddly, prints, imports, path, files, wild,
    )  # fmt: skip
    table = {f.__name__: f"tests.support.strange_readers:{f.__name__}" for f in readers}
    table["unlock"] = "tests.support.strange_readers:backwards"
    table["unpack"] = child.READERS["unpack"]
    table["missing"] = "tests.support.no_such_module:read"
    child.serve(table)
