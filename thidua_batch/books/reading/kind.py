"""What kind of file the bytes are; a name is never asked."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Collection
from enum import StrEnum

from thidua_batch.books.reading import ole


class Kind(StrEnum):
    """A kind of file. Only the first six have a reader; ZIP and EML hold other files.

    OLE is a compound file of which no more can be told; CUT a zip archive without its directory;
    LOCK the small file that Excel keeps beside an open workbook; XML any but HTML and Excel's.
    """

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    ENCRYPTED = "encrypted"
    HTML = "html"
    ZIP = "zip"
    EML = "eml"
    EMPTY = "empty"
    CUT = "cut"
    LOCK = "lock"
    PDF = "pdf"
    IMAGE = "image"
    EXCEL_XML = "excel_xml"
    XML = "xml"
    MHTML = "mhtml"
    TEXT = "text"
    DOCUMENT = "document"
    LEGACY_DOC = "legacy_doc"
    OLE = "ole"
    MSG = "msg"
    TNEF = "tnef"
    RAR = "rar"
    SEVENZIP = "sevenzip"
    GZIP = "gzip"
    UNKNOWN = "unknown"


#: What zipfile raises on damaged archives, beside RuntimeError (a password).
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
    struct.error, IndexError, OverflowError,
)  # fmt: skip
#: An archive with more entries than this is not even listed.
MOST_LISTED = 5_000
_ENTRY = b"PK\x01\x02"
_MAGIC = {
    b"%PDF": Kind.PDF,
    b"\x89PNG": Kind.IMAGE,
    b"\xff\xd8\xff": Kind.IMAGE,
    b"GIF8": Kind.IMAGE,
    b"II*\x00": Kind.IMAGE,
    b"MM\x00*": Kind.IMAGE,
    b"Rar!\x1a\x07": Kind.RAR,
    b"7z\xbc\xaf\x27\x1c": Kind.SEVENZIP,
    b"\x1f\x8b": Kind.GZIP,
    b"\x78\x9f\x3e\x22": Kind.TNEF,
    b"{\\rtf": Kind.DOCUMENT,
    # Excel before 97: the records stand in no container.
    b"\x09\x08\x10\x00": Kind.XLS,
    b"\x09\x08\x08\x00": Kind.XLS,
    b"\x09\x04\x06\x00": Kind.XLS,
    b"\x09\x02\x06\x00": Kind.XLS,
    b"\x09\x00\x04\x00": Kind.XLS,
}
_PHOTOS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"avif")
_STREAMS = {
    "encryptedpackage": Kind.ENCRYPTED,
    "workbook": Kind.XLS,
    "book": Kind.XLS,
    "worddocument": Kind.LEGACY_DOC,
    "powerpoint document": Kind.LEGACY_DOC,
    "__properties_version1.0": Kind.MSG,
}
_PARTS = {"xl/workbook.xml": Kind.XLSX, "xl/workbook.bin": Kind.XLSB}
_DOCUMENTS = ("word/", "ppt/", "visio/")
_APPLE = ("index.zip", "index/document.iwa")
_TYPES = {
    b"sheet.binary.macroEnabled.main": Kind.XLSB,
    b"spreadsheetml.sheet.main+xml": Kind.XLSX,
    b"spreadsheetml.template.main+xml": Kind.XLSX,
    b"ms-excel.sheet.macroEnabled.main+xml": Kind.XLSX,
    b"ms-excel.template.macroEnabled.main+xml": Kind.XLSX,
}
_HEAD, _HEADERS, _TYPES_SIZE = 4 << 10, 64 << 10, 1 << 20
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|meta|body|table|style|div|title|p|font)\b")
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):|[ \t]|From |>From ")
_SENT = {b"from", b"return-path", b"received", b"delivered-to"}
_MADE = {b"mime-version", b"message-id", b"received", b"date"}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def sort(data: bytes) -> Kind:
    """The kind of file; total over all bytes, and quick: contents are not inflated."""
    if not data:
        return Kind.EMPTY
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00")):
        return _zip(data)
    if data.startswith(ole.MAGIC[:4]):
        return ole_kind(data)
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            return kind
    if _is_picture(data):
        return Kind.IMAGE
    return Kind.LOCK if _is_lock(data) else _text(data)


def ole_kind(data: bytes) -> Kind:
    """What a compound file holds, by the names in its root: XLS, ENCRYPTED, LEGACY_DOC, MSG, OLE.

    An Excel 97-2003 workbook with a password is XLS: its stream keeps its name.
    """
    found = ole.names(data)
    return next((kind for name, kind in _STREAMS.items() if name in found), Kind.OLE)


def listed(data: bytes) -> zipfile.ZipFile | None:
    """The archive opened, None where it is no use to list what it holds.

    Raises one of DAMAGED.
    """
    if data.count(_ENTRY) > MOST_LISTED:
        return None
    return zipfile.ZipFile(io.BytesIO(data))


def _zip(data: bytes) -> Kind:
    try:
        archive = listed(data)
        if archive is None:
            return Kind.ZIP
        with archive:
            names = [name.casefold() for name in archive.namelist()]
            return _packed(archive, names)
    except (*DAMAGED, RuntimeError):
        return Kind.CUT


def _packed(archive: zipfile.ZipFile, names: Collection[str]) -> Kind:
    for name, kind in _PARTS.items():
        if name in names:
            return kind
    if "[content_types].xml" in names:
        types = _start(archive, "[content_types].xml")
        told = next((kind for text, kind in _TYPES.items() if text in types), None)
        if told is not None:
            return told
        if any(name.startswith(_DOCUMENTS) for name in names):
            return Kind.DOCUMENT
    if "content.xml" in names:
        declared = _start(archive, "mimetype")
        is_other = declared.startswith(b"application/vnd.oasis") and b".spreadsheet" not in declared
        return Kind.DOCUMENT if is_other else Kind.ODS
    return Kind.UNKNOWN if any(name in names for name in _APPLE) else Kind.ZIP


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a part, whatever the case of its name; empty where it cannot be read."""
    part = next((p for p in archive.infolist() if p.filename.casefold() == name), None)
    if part is None:
        return b""
    try:
        with archive.open(part) as stream:
            return stream.read(_TYPES_SIZE)
    except (*DAMAGED, RuntimeError):
        return b""


def _is_picture(data: bytes) -> bool:
    if data[4:8] == b"ftyp":
        return data[8:12] in _PHOTOS
    if data.startswith(b"RIFF"):
        return data[8:12] == b"WEBP"
    return data.startswith(b"BM") and data[6:10] == bytes(4) and len(data) > 26


def _is_lock(data: bytes) -> bool:
    """A user's name twice, in 8 and in 16 bits, each after its length."""
    return len(data) == 165 and 0 < data[0] <= 54 and data[55:57] == bytes((data[0], 0))


def _text(data: bytes) -> Kind:
    head = data[:_HEADERS]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    low = start[:_HEAD].lower()
    if low.startswith(b"<"):
        return _markup(low)
    if b"%pdf-" in low[:1024]:
        return Kind.PDF
    mail = _mail(start)
    if mail is not None:
        return mail
    # Windows' Vietnamese letters are not UTF-8: only control characters tell text from the rest.
    return Kind.UNKNOWN if _CONTROLS.search(head[:_HEAD]) else Kind.TEXT


def _markup(low: bytes) -> Kind:
    if not low.startswith(b"<?xml"):
        return Kind.HTML
    if b"urn:schemas-microsoft-com:office:spreadsheet" in low and b"<html" not in low:
        return Kind.EXCEL_XML
    return Kind.HTML if _PAGE.search(low) else Kind.XML


def _mail(start: bytes) -> Kind | None:
    """A letter has header lines that a person does not type; a web archive names no sender."""
    head, *body = re.split(rb"\r?\n\r?\n|\r\r", start, maxsplit=1)
    if not body:  # its last line may be cut
        head = head[: head.rfind(b"\n") + 1]
    names: set[bytes] = set()
    for line in head.splitlines():
        said = _HEADER.match(line)
        if said is None:
            return None
        if said[1]:
            names.add(said[1].lower())
    low = head.lower()
    if b"mime-version" in names and (
        b"x-document-type" in names or b"from: <saved by" in low or not names & _SENT
    ):
        return Kind.MHTML if b"multipart/related" in low or b"text/html" in low else Kind.EML
    return Kind.EML if names & _SENT and names & _MADE else None
