"""Parts of a zipped workbook, inflated while counting; the directory's figures are not believed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from thidua_batch.books.reading.grid import Unreadable

_INFLATED, _PARTS, _CHUNK = 64 << 20, 500, 1 << 16
#: What may follow an entry: its sizes once more, where they were not known before.
_LOCAL, _DESCRIPTOR = 30, 24


@dataclass(frozen=True, slots=True)
class Parts:
    """Names of all parts, lower case; contents of the wanted ones under those names."""

    names: frozenset[str]
    contents: Mapping[str, bytes]

    def __getitem__(self, name: str) -> bytes:
        """A part that the file cannot do without; Unreadable where it is missing."""
        try:
            return self.contents[name]
        except KeyError:
            raise Unreadable("cut") from None


def is_seamless(archive: zipfile.ZipFile, data: bytes) -> bool:
    """Whether the entries that the directory names fill the archive from its first byte on.

    Where they do not, another directory or entry may be hidden in it, and programs may find it.
    """
    at = 0
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset):
        start = info.header_offset
        if not at <= start <= at + (_DESCRIPTOR if at else 0) or start + _LOCAL > len(data):
            return False
        name, extra = struct.unpack_from("<HH", data, start + _LOCAL - 4)
        at = start + _LOCAL + name + extra + info.compress_size
    return at <= archive.start_dir <= at + _DESCRIPTOR


def unpack(data: bytes, wanted: str) -> Parts:
    """Inflate the parts whose lower-case name the pattern `wanted` fits entirely.

    64 MiB in all at most; names that differ in case only are refused, since readers choose
    differently between them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = {info.filename.lower(): info for info in archive.infolist()}
            if len(infos) != len(archive.infolist()):
                raise Unreadable("names")
            if len(infos) > _PARTS:
                raise Unreadable("parts")
            if not is_seamless(archive, data):
                raise Unreadable("cut")
            contents, left = {}, _INFLATED
            for name, info in infos.items():
                if re.fullmatch(wanted, name):
                    contents[name] = _inflated(archive, info, left)
                    left -= len(contents[name])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise Unreadable("cut") from None
    except RuntimeError:  # what zipfile raises for an encrypted part
        raise Unreadable("locked") from None
    return Parts(frozenset(infos), contents)


def _inflated(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    content = bytearray()
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            content += chunk
            if len(content) > left:
                raise Unreadable("inflated")
    return bytes(content)
