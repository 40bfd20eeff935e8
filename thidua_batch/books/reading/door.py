"""What is asked of a file's bytes before any reader sees them (safety, rule 2)."""

from __future__ import annotations

import re
import zipfile

from thidua_batch.books.reading import bounds, odd
from thidua_batch.books.reading.kind import DAMAGED, Kind, listed, ole_kind, sort
from thidua_batch.core.wording.form import REASONS

__all__ = ["SIZE", "Kind", "fault", "is_scan", "ole_kind", "refusal", "sort"]

#: No file larger than this is read.
SIZE = 10 << 20
_PARTS, _INFLATED = 500, 64 << 20
_RATIO, _RATIO_FROM, _CHUNK = 100, 1 << 20, 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_WIDE, _WIDE_SIZE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"), 8 << 20
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?[ \r\n\t]*<")
_DECLARED = re.compile(rb"\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([^\"'>]*)")
_ENCODINGS = re.compile(
    rb"(?:utf-?(?:8|16)|(?:us-)?ascii|iso-8859-\d+|windows-12\d\d)", re.IGNORECASE
)
_PACKAGES = (Kind.XLSX, Kind.XLSB, Kind.ODS)
_LEFT_TO_READERS = (Kind.XLS, Kind.ENCRYPTED, Kind.OLE, Kind.HTML)
_CODES = {
    Kind.ZIP: "not_xlsx", Kind.PDF: "scan", Kind.IMAGE: "scan", Kind.DOCUMENT: "docx",
    Kind.LEGACY_DOC: "docx", Kind.XLS: "ole", Kind.ENCRYPTED: "ole",
}  # fmt: skip


def is_scan(data: bytes) -> bool:
    """Whether the bytes are a PDF or a picture, whatever the name says."""
    return sort(data) in (Kind.PDF, Kind.IMAGE)


def refusal(data: bytes, *, openpyxl: bool = False) -> str | None:
    """Why the bytes are not handed to a reader, in Vietnamese; None where they may be."""
    code = fault(data, openpyxl=openpyxl)
    return None if code is None else REASONS[code]


def fault(data: bytes, *, openpyxl: bool = False) -> str | None:
    """As `refusal`, the key of REASONS.

    Packages are inflated once and measured; .xls, locked and HTML files are only measured whole,
    their readers have bounds of their own. With `openpyxl`, which is to read the bytes itself,
    everything but .xlsx is refused, and what it would misread: Strict Open XML, odd cells.
    """
    if len(data) > SIZE:
        return "large"
    kind = sort(data)
    if kind in _PACKAGES and (not openpyxl or kind is Kind.XLSX):
        return _package(data, openpyxl)
    if kind in _LEFT_TO_READERS and not openpyxl:
        return None
    return _CODES.get(kind, kind.value)


def _package(data: bytes, openpyxl: bool) -> str | None:
    try:
        archive = listed(data)
        if archive is None:
            return "parts"
        with archive:
            return _listed(archive) or _inflated(archive, len(data), openpyxl)
    except DAMAGED:
        return "cut"
    except RuntimeError:  # what zipfile raises for an encrypted part
        return "locked"


def _listed(archive: zipfile.ZipFile) -> str | None:
    parts = archive.infolist()
    names = {part.filename.casefold() for part in parts}
    if len(parts) > _PARTS:
        return "parts"
    if len(names) != len(parts):
        return "names"
    if any(part.flag_bits & 1 for part in parts):
        return "locked"
    if any(part.compress_type not in _METHODS for part in parts):
        return "method"
    return None


def _inflated(archive: zipfile.ZipFile, packed: int, openpyxl: bool) -> str | None:
    """Inflate every part once, counting; what the directory claims is not believed."""
    total, tally = 0, bounds.Tally()
    for part in archive.infolist():
        content = bytearray()
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                content += chunk
                total += len(chunk)
                if total > _INFLATED or (total > _RATIO_FROM and total > _RATIO * packed):
                    return "inflated"
        name = part.filename.lower()
        code = _content(name, content, tally) or (_misread(content) if openpyxl else None)
        if code is not None:
            return code
    return None


def _content(name: str, content: bytearray, tally: bounds.Tally) -> str | None:
    """What is wrong with one part; XML is known by its content, whatever the part is called."""
    if content.startswith(_WIDE):
        narrow = _narrowed(content)
        if narrow is None or b"sheetData" in narrow:
            return "reader"
        content = narrow
    said = _MARKUP.match(content)
    if said is None:
        return None
    declared = _DECLARED.match(content, said.end())
    if declared is not None and not _ENCODINGS.fullmatch(declared[1]):
        return "reader"  # tags could hide in it
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return "dtd"
    if name == "meta-inf/manifest.xml" and b"encryption-data" in content:
        return "locked"
    return bounds.fault(name, content, tally)


def _narrowed(content: bytearray) -> bytearray | None:
    """A part of two bytes a letter as UTF-8, so that it can be looked into."""
    if len(content) > _WIDE_SIZE:
        return None
    little = content.startswith((b"\xff\xfe", b"<\x00"))
    try:
        text = content.decode("utf-16-le" if little else "utf-16-be")
    except UnicodeDecodeError:
        return None
    return bytearray(text.removeprefix("\ufeff").encode())


def _misread(content: bytearray) -> str | None:
    if _STRICT in content[:2048]:
        return "strict"
    return "odd_cells" if b"sheetData" in content and odd.has_odd_cells(content) else None
