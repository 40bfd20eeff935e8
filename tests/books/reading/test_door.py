"""The door: what costs a reader its life or means two things is refused before it is read."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import hostile
from tests.support.blocs import SHA, bloc, plan
from thidua_batch.books import form
from thidua_batch.books.reading import door
from thidua_batch.core.wording.form import REASONS

SHEET = "xl/worksheets/sheet3.xml"


def blank() -> bytes:
    return form.write(bloc(), plan(), bloc().units[0], definition_sha256=SHA)


def changed(change: Callable[[bytes], bytes], rename: str = SHEET) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(blank())) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == SHEET:
                target.writestr(rename, change(content))
            else:
                target.writestr(name, content)
    return out.getvalue()


def after(text: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(b"</sheetData>", b"</sheetData>" + text)


def within(text: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(b"</sheetData>", text + b"</sheetData>")


def with_part(name: str, content: bytes) -> bytes:
    return hostile.book(hostile.sheet(b""), {name: content})


def test_our_own_forms_pass() -> None:
    assert door.refusal(blank()) is None
    assert door.refusal(blank(), openpyxl=True) is None
    assert door.refusal(changed(lambda content: content), openpyxl=True) is None


@pytest.mark.parametrize(
    "change",
    [
        after(b"<mergeCells><mergeCell ref='A50:XFD1048576'/></mergeCells>"),
        after(b'<mergeCells><mergeCell ref = "A50:XFD1048576"/></mergeCells>'),
        after(b'<mergeCells><mergeCell a="ref" ref="$A$50:xfd1048576"/></mergeCells>'),
        after(b'<hyperlinks><hyperlink ref="A50:XFD1048576" location="A1"/></hyperlinks>'),
        lambda content: content.decode().encode("utf-16"),
        lambda content: b"<!DOCTYPE x>" + content,
        lambda content: b" " * 100 + b"<!DOCTYPE x>" + content,
        lambda content: b'<?xml version="1.0" encoding="cp037"?>' + content,
    ],
)
def test_refused_before_any_reader(change: Callable[[bytes], bytes]) -> None:
    assert door.refusal(changed(change)) is not None


@pytest.mark.parametrize(
    "text",
    [
        '<row r="900"><c r="H900"><v>1_0</v></c></row>',
        '<row r="900"><c r="H900"><v>٩</v></c></row>',
        '<row r="900"><c r="H900"><v>1</v></c><c r="h900"><v>99</v></c></row>',
        '<row r="900"><c r="H900"><v>1</v><v>99</v></c></row>',
        '<row r="900"><c r="H900" t="s"><v>-1</v></c></row>',
        '<row r="900"><c r="H900"><v>1&#95;0</v></c></row>',
        '<row r="900"><c r="H900" a=">"><v>1_0</v></c></row>',
    ],
)
def test_what_openpyxl_would_misread(text: str) -> None:
    data = changed(within(text.encode()))
    assert door.fault(data, openpyxl=True) == "odd_cells"
    assert door.fault(data) is None


def test_strict_is_refused_only_where_openpyxl_reads() -> None:
    strict = hostile.sheet(b"").replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    assert door.fault(hostile.book(strict), openpyxl=True) == "strict"
    assert door.fault(hostile.book(strict)) is None


def test_the_name_of_a_part_does_not_hide_it() -> None:
    area = after(b"<mergeCells><mergeCell ref='A50:XFD1048576'/></mergeCells>")
    assert door.refusal(changed(area, rename="xl/worksheets/s4.dat")) is not None


@pytest.mark.parametrize(
    ("inside", "behind"),
    [
        (b'<row r="1048576"><c r="B1048576"><v>1</v></c></row>', b""),
        (b'<row r="1"><c r="XFD1"><v>1</v></c></row>', b""),
        (b'<row r="1048576" ht="12.8"/>', b""),
        (b'<row r="1"><c r="A1" t="inlineStr"><is><t>/&gt;</t></is></c></row>', b""),
        (b"", b'<mergeCells><mergeCell ref="A1:C3"/></mergeCells>'),
        (b"", b'<hyperlinks><hyperlink ref="A1" location="B1"/></hyperlinks>'),
    ],
)
def test_what_honest_files_hold_passes(inside: bytes, behind: bytes) -> None:
    assert door.fault(hostile.book(hostile.sheet(inside, behind)), openpyxl=True) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("customXml/item1.xml", b"<DataMashup>" + hostile.noise(1 << 20) + b"</DataMashup>"),
        ("customXml/item1.xml", "<DataMashup>a</DataMashup>".encode("utf-16")),
        ("xl/media/image1.svg", b'<svg href="' + hostile.noise(1 << 20) + b'"/>'),
        ("xl/media/image1.png", b"\x89PNG" + hostile.noise(1 << 20)),
    ],
)
def test_what_other_programs_keep_in_a_workbook_passes(name: str, content: bytes) -> None:
    assert door.fault(with_part(name, content), openpyxl=True) is None


def test_bounds_hold_for_other_packages() -> None:
    content = b"<office:document-content><table:table>%s</table:table></office:document-content>"
    few, many = content % b"<table:table-cell/>", content % (b"<table:table-cell/>" * 600_000)
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    assert door.fault(hostile.zipped({"mimetype": kind, "content.xml": few})) is None
    padding = {"Pictures/a.png": hostile.noise(1 << 20)}
    full = hostile.zipped({"mimetype": kind, "content.xml": many, **padding})
    assert door.fault(full) == "cells"
    assert door.fault(hostile.zipped({"xl/workbook.bin": b"\x83\x01\x00"})) is None
    assert door.fault(hostile.zipped({"xl/workbook.bin": bytes(20 << 20)})) == "inflated"


def test_locked_parts_and_unknown_packing() -> None:
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    locked = hostile.zipped({"content.xml": b"x", "META-INF/manifest.xml": manifest})
    assert door.fault(locked) == "locked"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert door.fault(out.getvalue()) == "method"
    flagged = bytearray(hostile.plain())
    flagged[flagged.rindex(b"PK\x01\x02") + 8] |= 1
    assert door.fault(bytes(flagged)) == "locked"


@pytest.mark.parametrize("size", [60, 500, -30])
def test_a_file_cut_short(size: int) -> None:
    assert door.fault(hostile.plain()[:size]) == "cut"


def test_a_part_with_a_wrong_checksum() -> None:
    data = bytearray(hostile.plain())
    start = data.index(b"PK\x03\x04") + 14
    data[start : start + 4] = b"\0\0\0\0"
    directory = data.index(b"PK\x01\x02") + 16
    data[directory : directory + 4] = b"\0\0\0\0"
    assert door.fault(bytes(data)) == "cut"


#: One of each sort of bomb; making and measuring all of them takes its time.
QUICK = ("a gigabyte from a megabyte", "entries that overlap", "entities in entities",
         "a far cell", "styles")  # fmt: skip
_MEASURED = """
import sys
from pathlib import Path
from thidua_batch.books.reading import door

code = door.fault(Path(sys.argv[1]).read_bytes())
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else ["VmHWM: 0 kB"]
print(code, next(line for line in lines if line.startswith("VmHWM")).split()[1])
"""


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=() if n in QUICK else pytest.mark.slow) for n in hostile.CASES],
)
def test_hostile_files_cost_little(name: str, tmp_path: Path) -> None:
    make, expected = hostile.CASES[name]
    path = tmp_path / "file"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, path],
        capture_output=True, text=True, check=True, env={"PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    code, peak = done.stdout.split()
    # Later releases of zipfile themselves refuse members that overlap.
    assert code == expected or (name == "entries that overlap" and code == "cut")
    assert code in REASONS
    assert int(peak) < 300 << 10


def test_any_bytes_get_an_answer() -> None:
    data = hostile.plain()
    for place in range(0, len(data), 7):
        for letter in (0, 0x7F, 0xFF):
            damaged = data[:place] + bytes((letter,)) + data[place + 1 :]
            code = door.fault(damaged, openpyxl=True)
            assert code is None or code in REASONS
