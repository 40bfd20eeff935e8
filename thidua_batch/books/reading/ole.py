"""Names in the root of a compound file (OLE2): enough to tell what was saved in it.

Only the directory is followed, every step bounded by the size of the file; contents are left
to the readers.
"""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR, _NO_ENTRY, _IN_HEADER = 0xFFFFFFFA, 0xFFFFFFFF, 109
_ENTRY, _MOST_ENTRIES = 128, 10_000


def names(data: bytes) -> frozenset[str]:
    """Streams and storages in the root, in lower case; empty where they cannot be told."""
    try:
        return _children(_directory(data))
    except (struct.error, IndexError, UnicodeDecodeError):
        return frozenset()


def _directory(data: bytes) -> bytes:
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        return b""
    size = 1 << shift
    fat = _table(data, size)
    out = bytearray()
    sector = struct.unpack_from("<I", data, 48)[0]
    for _ in range(min(len(data) // size, _MOST_ENTRIES * _ENTRY // size) + 1):
        if sector >= _LAST_SECTOR:
            break
        out += data[(sector + 1) * size : (sector + 2) * size]
        sector = fat[sector]
    return bytes(out)


def _table(data: bytes, size: int) -> list[int]:
    """Which sector follows which: the table's own sectors are listed in the header and on."""
    listed = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
    following = struct.unpack_from("<I", data, 68)[0]
    for _ in range(len(data) // size):
        if following >= _LAST_SECTOR:
            break
        more = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        listed += more[:-1]
        following = more[-1]
    table: list[int] = []
    for sector in listed[: len(data) // size + 1]:
        if sector < _LAST_SECTOR and (sector + 2) * size <= len(data):
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return table


def _children(directory: bytes) -> frozenset[str]:
    """Walk the tree below the root; storages inside are not entered."""
    found: set[str] = set()
    waiting, seen = [struct.unpack_from("<I", directory, 76)[0]], set[int]()
    while waiting:
        entry = waiting.pop()
        if entry == _NO_ENTRY or entry in seen or (entry + 1) * _ENTRY > len(directory):
            continue
        seen.add(entry)
        start = entry * _ENTRY
        length = struct.unpack_from("<H", directory, start + 64)[0]
        found.add(directory[start : start + max(0, min(length, 64) - 2)].decode("utf-16-le"))
        waiting += struct.unpack_from("<II", directory, start + 68)
    return frozenset(name.casefold() for name in found)
