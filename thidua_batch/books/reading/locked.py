"""Workbooks under a password, opened in memory only; the file that came is never written to.

Where .xls is concerned the library keeps the copy it works on in an unnamed temporary file.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Sequence

import msoffcrypto
import olefile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from thidua_batch.books.reading.grid import Unreadable

#: What Excel itself locks a file with when only its structure or its saving is guarded.
_DEFAULT = "VelvetSweatshop"
_SPINS = 10_000_000
_SPIN_COUNT = re.compile(rb"spinCount\s*=\s*[\"']\s*(\d+)")
_AGILE = b"\4\0\4\0"  # the version that tells its rounds, in XML
_PASSWORDS = 100
_INFO, _PACKAGE, _FILEPASS = "EncryptionInfo", "EncryptedPackage", 0x2F
_STREAMS = ("Workbook", "Book")
_HEAD = 4_096
_PLAIN_AHEAD = (0x85, 0x0A)


def is_locked(data: bytes) -> bool:
    """Whether an OLE file is under a password: a wrapped .xlsx, or an .xls that says so."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists(_PACKAGE):
                return True
            name = next((n for n in _STREAMS if ole.exists(n)), None)
            return name is not None and _has_filepass(ole.openstream(name).read(_HEAD))
    except OSError:
        return False


def unlock(data: bytes, passwords: Sequence[str]) -> bytes:
    """The file without its password: by the default one, else by those given, in order.

    Unreadable "mismatch" where none of those given fits, "locked" where none was given or the way
    of locking is not known. What comes out has passed no door yet.
    """
    _refuse_absurd(data)
    for password in _tried(passwords):
        opened = _opened(data, password)
        if opened is not None:
            return opened
    raise Unreadable("mismatch" if any(passwords) else "locked")


def _tried(passwords: Sequence[str]) -> Iterator[str]:
    yield _DEFAULT
    yield from dict.fromkeys(p for p in passwords[:_PASSWORDS] if p and p != _DEFAULT)


def _opened(data: bytes, password: str) -> bytes | None:
    """None where the password does not fit."""
    out = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            raise Unreadable("reader")
        if file.format == "ooxml":
            file.load_key(password=password, verify_password=True)
        else:
            file.load_key(password=password)
        file.decrypt(out)
    except InvalidKeyError:
        return None
    except (DecryptionError, FileFormatError, ParseError, struct.error):
        raise Unreadable("locked") from None
    return out.getvalue()


def _refuse_absurd(data: bytes) -> None:
    """A count of rounds that would keep the machine busy for ever is refused before any round."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            info = ole.openstream(_INFO).read(1 << 16) if ole.exists(_INFO) else b""
    except OSError:
        raise Unreadable("cut") from None
    counts = _SPIN_COUNT.findall(info)
    is_plain = len(counts) == info.count(b"spinCount") and (counts or info[:4] != _AGILE)
    if not is_plain or any(len(count) > 9 or int(count) > _SPINS for count in counts):
        raise Unreadable("locked")


def _has_filepass(stream: bytes) -> bool:
    """The record stands right after the first one, or soon."""
    at = 0
    while at + 4 <= len(stream):
        code, size = (int.from_bytes(stream[at + i : at + i + 2], "little") for i in (0, 2))
        if code == _FILEPASS:
            return True
        if code in _PLAIN_AHEAD:  # sheets are listed, or all is said
            return False
        at += 4 + size
    return False
