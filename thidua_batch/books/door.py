"""What is asked of a file's bytes before any reader sees them (safety, rule 2)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from thidua_batch.core.wording.form import REASONS

_SIZE, _PARTS, _INFLATED, _CELLS = 10 << 20, 500, 64 << 20, 500_000
_RATIO, _RATIO_FROM, _CHUNK = 100, 1 << 20, 1 << 16
_IMAGES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_AREA = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref\s*=\s*[\"']\s*"
    rb"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)"
)
_WHOLE = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(/?)>")
_VALUE = re.compile(rb"\s*(?:<(?:\w+:)?f[\s/>].*?)?<(?:\w+:)?v>([^<]*)<", re.DOTALL)
_PLACE = re.compile(rb"\br\s*=\s*[\"']([^\"']*)")
_TYPE = re.compile(rb"\bt\s*=\s*[\"']([^\"']*)")
_PLAIN = re.compile(rb"\s*(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)?\s*")
_INDEX = re.compile(rb"\s*\d{0,9}\s*")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_FOREIGN = {"xl/workbook.bin": "xlsb", "word/document.xml": "docx", "content.xml": "ods"}


def is_scan(data: bytes) -> bool:
    """Whether the bytes are a PDF or a picture, whatever the name says."""
    return data.startswith(_IMAGES)


def refusal(data: bytes) -> str | None:
    """Why the bytes are not handed to a reader, in Vietnamese; None where they may be."""
    code = refusal_code(data)
    return None if code is None else REASONS[code]


def refusal_code(data: bytes) -> str | None:
    """The same as a key of `REASONS`."""
    return _not_zip(data) or _zip(data)


def _not_zip(data: bytes) -> str | None:
    if not data:
        return "empty"
    if len(data) > _SIZE:
        return "large"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "ole"
    if data.startswith(b"PK"):
        return None
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return "html" if start.startswith((b"<", b"mime")) else "text"


def _zip(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _listed(archive) or _inflated(archive, len(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        return "cut"
    except RuntimeError:  # what zipfile raises for an encrypted part
        return "locked"


def _listed(archive: zipfile.ZipFile) -> str | None:
    parts = archive.infolist()
    names = [part.filename.casefold() for part in parts]
    if len(parts) > _PARTS:
        return "parts"
    if len(set(names)) != len(names):
        return "names"
    if any(part.flag_bits & 1 for part in parts):
        return "locked"
    if any(part.compress_type not in _METHODS for part in parts):
        return "method"
    if "xl/workbook.xml" in names:
        return None
    return next((code for name, code in _FOREIGN.items() if name in names), "not_xlsx")


def _inflated(archive: zipfile.ZipFile, packed: int) -> str | None:
    """Inflate every part once, counting; what the directory claims is not believed."""
    total = cells = 0
    for part in archive.infolist():
        content = bytearray()
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                total += len(chunk)
                if total > _INFLATED or (total > _RATIO_FROM and total > _RATIO * packed):
                    return "inflated"
        fault = _content(part.filename.lower(), bytes(content))
        if fault is not None:
            return fault
        cells += len(_CELL.findall(content)) + _areas(bytes(content))
        if cells > _CELLS:
            return "cells"
    return None


def _content(name: str, content: bytes) -> str | None:
    """What is wrong with one part; XML is known by its content, whatever the part is called."""
    start = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    if content.startswith(_WIDE):
        return "reader"
    if not start.startswith(b"<"):
        return None
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return "dtd"
    if name == "xl/workbook.xml" and _STRICT in content:
        return "strict"
    return "odd_cells" if b"sheetData" in content and _odd_cells(content) else None


def _odd_cells(content: bytes) -> bool:
    """A cell written twice, or a number or text index that readers understand differently."""
    seen: set[bytes] = set()
    for cell in _WHOLE.finditer(content):
        place = _PLACE.search(cell[1])
        if place is not None:
            if place[1] in seen:
                return True
            seen.add(place[1])
        value = None if cell[2] else _VALUE.match(content, cell.end())
        kind = _TYPE.search(cell[1])
        wanted = {b"n": _PLAIN, b"s": _INDEX}.get(kind[1] if kind else b"n")
        if value is not None and wanted is not None and not wanted.fullmatch(value[1]):
            return True
    return False


def _areas(content: bytes) -> int:
    """Cells inside merged or linked areas: the reader makes an object of each."""
    total = 0
    for left, top, right, bottom in _AREA.findall(content):
        high = abs(int(bottom[:9]) - int(top[:9])) + 1
        total += high * (abs(_column(right) - _column(left)) + 1)
    return total


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - 64
    return number
