"""The guard at the door: refuse bytes that no workbook reader should see.

Told by the bytes, never by the name; limits and reasons as in the project's safety rules.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from thidua_batch.core.wording import form as words

MAX_PARTS = 500
MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 100
RATIO_FROM = 1024 * 1024
_CHUNK = 1 << 16
_STRICT = b"http://purl.oclc.org/ooxml/"
_SCANS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"II*\x00", b"MM\x00*")


def is_scan(data: bytes) -> bool:
    """Whether the bytes are a PDF or a picture."""
    return data.startswith(_SCANS)


def objection(data: bytes) -> str | None:
    """Why these bytes must not be handed to a reader of .xlsx, in Vietnamese; None if they may."""
    if not data:
        return words.REASON_EMPTY
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return words.REASON_OLD_XLS
    if not data.startswith(b"PK\x03\x04"):
        return words.REASON_NOT_XLSX
    try:
        return _inside(data)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        return words.REASON_DAMAGED


def _inside(data: bytes) -> str | None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        names = [part.filename.casefold() for part in parts]
        if len(parts) > MAX_PARTS or len(set(names)) != len(names):
            return words.REASON_PARTS
        if "xl/workbook.xml" not in names:
            return words.REASON_NOT_XLSX
        total = 0
        for part in parts:
            size, fault = _part(archive, part, MAX_UNPACKED - total)
            if fault is not None:
                return fault
            total += size
    return None


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> tuple[int, str | None]:
    """Inflate one part while counting; what its header says about its size is not believed."""
    size = 0
    tail = b""
    xml = part.filename.casefold().endswith((".xml", ".rels", ".vml"))
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > room:
                return size, words.REASON_TOO_BIG
            if size > RATIO_FROM and size > MAX_RATIO * max(1, part.compress_size):
                return size, words.REASON_TOO_BIG
            if xml:
                seen = tail + chunk
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    return size, words.REASON_DTD
                if part.filename.casefold() == "xl/workbook.xml" and _STRICT in seen:
                    return size, words.REASON_STRICT
                tail = chunk[-64:]
    return size, None
