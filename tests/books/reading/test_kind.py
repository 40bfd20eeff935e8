"""What kind of file it is, by bytes alone."""

import gzip
import io
import random
import struct
import zipfile
from email.message import EmailMessage

import msoffcrypto
import pytest
from docx import Document
from openpyxl import Workbook

from tests.support import hostile
from thidua_batch.books.reading import door, ole
from thidua_batch.books.reading.door import Kind
from thidua_batch.core.wording.form import REASONS

_UNUSED = 0xFFFFFFFF


def compound(*names: str, inside: str = "") -> bytes:
    """A compound file with empty streams of these names; `inside` stands in a storage."""
    entries = [("Root Entry", 5, 1)] + [(name, 2, _UNUSED) for name in names]
    if inside:
        entries += [("MBD0001", 1, len(entries) + 1), (inside, 2, _UNUSED)]
    last = len(names) + (1 if inside else 0)
    directory = b""
    for i, (name, kind, child) in enumerate(entries):
        text = name.encode("utf-16-le")
        right = i + 1 if 0 < i < last else _UNUSED
        directory += text.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(text) + 2, kind, 1, _UNUSED, right, child
        ) + bytes(128 - 80)  # fmt: skip
    directory = directory.ljust(2048, b"\0")
    fat = struct.pack("<128I", 0xFFFFFFFD, 2, 3, 4, 0xFFFFFFFE, *[_UNUSED] * 123)
    head = ole.MAGIC + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<II", 1, 1) + bytes(4) + struct.pack("<III", 4096, 0xFFFFFFFE, 0)
    head += struct.pack("<II", 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *[_UNUSED] * 108)
    return head + fat + directory


def workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def locked() -> bytes:
    out = io.BytesIO()
    file = msoffcrypto.OfficeFile(io.BytesIO(workbook()))
    file.encrypt("mật khẩu", out)
    return out.getvalue()


def document() -> bytes:
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def letter() -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "a@example.vn", "Biểu", "<1@example.vn>"
    made.set_content("Kính gửi")
    made.add_attachment(workbook(), maintype="application", subtype="x", filename="a.xlsx")
    return made.as_bytes()


def renamed(old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(hostile.plain())) as source, zipfile.ZipFile(out, "w") as to:
        for name in source.namelist():
            content = source.read(name).replace(b"/xl/workbook.xml", f"/{new}".encode())
            to.writestr(name.replace(old, new), content)
    return out.getvalue()


ODT, ODS = (b"application/vnd.oasis.opendocument." + x for x in (b"text", b"spreadsheet"))
MHTML = b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related;\r\n\t"
BLINK = b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\n"
EXCEL_XML = b"""<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>"""
LOCK = (
    b"\x04Lanh"
    + b" " * 50
    + b"\x04\x00"
    + "Lanh".encode("utf-16-le")
    + " ".encode("utf-16-le") * 50
)
SAMPLES: list[tuple[str, bytes, Kind]] = [
    ("nothing", b"", Kind.EMPTY),
    ("openpyxl", workbook(), Kind.XLSX),
    ("other name of the book", renamed("xl/workbook.xml", "xl/workbook22.xml"), Kind.XLSX),
    ("other case", renamed("xl/workbook.xml", "XL/WorkBook.xml"), Kind.XLSX),
    ("xlsb", hostile.zipped({"xl/workbook.bin": b"\x83\x01"}), Kind.XLSB),
    ("ods", hostile.zipped({"mimetype": ODS, "content.xml": b"<a/>"}), Kind.ODS),
    ("ods without its type", hostile.zipped({"content.xml": b"<a/>"}), Kind.ODS),
    ("odt", hostile.zipped({"mimetype": ODT, "content.xml": b"<a/>"}), Kind.DOCUMENT),
    ("docx", document(), Kind.DOCUMENT),
    ("rtf", b"{\\rtf1\\ansi }", Kind.DOCUMENT),
    ("zip", hostile.zipped({"a/bieu.xlsx": workbook()}), Kind.ZIP),
    ("zip of nothing", hostile.zipped({}), Kind.ZIP),
    ("numbers", hostile.zipped({"Index/Document.iwa": b""}), Kind.UNKNOWN),
    ("cut", workbook()[:900], Kind.CUT),
    ("zip's first bytes", b"PK\x03\x04", Kind.CUT),
    ("xls", compound("Workbook", "\x05SummaryInformation"), Kind.XLS),
    ("xls of Excel 5", compound("Book"), Kind.XLS),
    ("xls with a document inside", compound("Workbook", inside="WordDocument"), Kind.XLS),
    ("xls without a container", b"\x09\x08\x08\x00\x00\x05\x05\x00" + bytes(20), Kind.XLS),
    ("locked xlsx", locked(), Kind.ENCRYPTED),
    ("doc", compound("WordDocument", inside="Workbook"), Kind.LEGACY_DOC),
    ("ppt", compound("PowerPoint Document"), Kind.LEGACY_DOC),
    ("msg", compound("__nameid_version1.0", "__properties_version1.0"), Kind.MSG),
    ("compound file of another program", compound("Contents"), Kind.OLE),
    ("damaged compound file", ole.MAGIC + b"\xff" * 2000, Kind.OLE),
    ("cut compound file", ole.MAGIC, Kind.OLE),
    ("pdf", b"%PDF-1.7\n", Kind.PDF),
    ("pdf behind a line", b"\r\n%PDF-1.4\n", Kind.PDF),
    ("png", b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
    ("jpeg", b"\xff\xd8\xff\xe0", Kind.IMAGE),
    ("tiff", b"II*\x00", Kind.IMAGE),
    ("photo of a telephone", b"\0\0\0\x18ftypheic\0\0\0\0", Kind.IMAGE),
    ("webp", b"RIFF\x10\0\0\0WEBPVP8 ", Kind.IMAGE),
    ("bmp", b"BM" + b"\x36\0\1\0" + bytes(4) + b"\x36\0\0\0\x28\0\0\0" + bytes(30), Kind.IMAGE),
    ("html", b"<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>", Kind.HTML),
    ("html behind a mark", b"\xef\xbb\xbf\r\n <TABLE><tr>", Kind.HTML),
    ("html of two bytes a letter", "<html><table>".encode("utf-16"), Kind.HTML),
    ("xhtml", b'<?xml version="1.0"?><!DOCTYPE html><html>', Kind.HTML),
    ("xml of Excel", EXCEL_XML, Kind.EXCEL_XML),
    ("other xml", b'<?xml version="1.0"?><note/>', Kind.XML),
    ("mhtml of Excel", MHTML + b'boundary="x"\r\n\r\n--x', Kind.MHTML),
    ("mhtml of a browser", BLINK, Kind.MHTML),
    ("letter", letter(), Kind.EML),
    ("letter with raw names", "From: Đơn vị <a@example.vn>\nDate: x\n\n".encode(), Kind.EML),
    ("letter from a mailbox", b"From a@example.vn Tue\nReceived: by x; y\n\nhi", Kind.EML),
    ("csv", "Mã;Điểm\n1;9,5\n".encode("utf-8-sig"), Kind.TEXT),
    ("text of Windows", b"\xd0i\xea\xd2m", Kind.TEXT),
    ("unicode text of Excel", "Mã\tĐiểm\r\n".encode("utf-16"), Kind.TEXT),
    ("text like a letter", "Từ: a\nSubject: b\n\n".encode(), Kind.TEXT),
    ("quoted letter", b"From: a\nSent: Tuesday\nTo: b\nSubject: c\n\nhello", Kind.TEXT),
    ("note", b"Date: 5/9\nKinh gui: cac don vi\n\nnoi dung", Kind.TEXT),
    ("winmail.dat", b"\x78\x9f\x3e\x22\x01\x00", Kind.TNEF),
    ("rar", b"Rar!\x1a\x07\x01\x00", Kind.RAR),
    ("7z", b"7z\xbc\xaf\x27\x1c\x00\x04", Kind.SEVENZIP),
    ("gz", gzip.compress(b"a"), Kind.GZIP),
    ("lock of Excel", LOCK, Kind.LOCK),
    ("zeros", bytes(500), Kind.UNKNOWN),
    ("noise", random.Random(5).randbytes(3000), Kind.UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("data", "kind"), [s[1:] for s in SAMPLES], ids=[s[0] for s in SAMPLES])
def test_kinds_are_told_by_bytes(data: bytes, kind: Kind) -> None:
    assert door.sort(data) is kind


@pytest.mark.parametrize("data", [s[1] for s in SAMPLES], ids=[s[0] for s in SAMPLES])
def test_every_kind_is_let_in_or_refused_in_words(data: bytes) -> None:
    kind, code = door.sort(data), door.fault(data)
    if kind in (Kind.XLS, Kind.ENCRYPTED, Kind.OLE, Kind.HTML, Kind.XLSX, Kind.XLSB, Kind.ODS):
        assert code is None
    else:
        assert code in REASONS
    assert door.fault(data, openpyxl=True) in (None if kind is Kind.XLSX else code, *REASONS)
    assert (kind is Kind.XLSX) == (door.fault(data, openpyxl=True) is None)
    assert door.is_scan(data) == (kind in (Kind.PDF, Kind.IMAGE))


def test_every_kind_has_a_sample() -> None:
    assert {sample[2] for sample in SAMPLES} == set(Kind)


@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_directory_ends(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(compound("Workbook", "\x05SummaryInformation", inside="WordDocument"))
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(8, len(data))] = chance.choice((0, 1, 2, 0x7F, 0xFE, 0xFF))
    assert door.sort(bytes(data)) in (Kind.XLS, Kind.LEGACY_DOC, Kind.OLE)


def test_entries_without_end_are_not_listed() -> None:
    many = hostile.zipped({f"{i}": b"" for i in range(6_000)})
    assert door.sort(many) is Kind.ZIP
