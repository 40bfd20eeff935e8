"""The door: what costs a reader its life or means two things is refused before it is read."""

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.support.blocs import SHA, bloc, plan
from thidua_batch.books import door, form

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


def test_our_own_forms_pass() -> None:
    assert door.refusal(blank()) is None
    assert door.refusal(changed(lambda content: content)) is None


@pytest.mark.parametrize(
    "change",
    [
        after(b"<mergeCells><mergeCell ref='A50:XFD1048576'/></mergeCells>"),
        after(b'<mergeCells><mergeCell ref = "A50:XFD1048576"/></mergeCells>'),
        after(b'<hyperlinks><hyperlink ref="A50:XFD1048576" location="A1"/></hyperlinks>'),
        lambda content: content.decode().encode("utf-16"),
        within(b'<row r="900"><c r="H900"><v>1_0</v></c></row>'),
        within('<row r="900"><c r="H900"><v>٩</v></c></row>'.encode()),
        within(b'<row r="900"><c r="H900"><v>1</v></c><c r="H900"><v>99</v></c></row>'),
        within(b'<row r="900"><c r="H900" t="s"><v>-1</v></c></row>'),
        lambda content: b"<!DOCTYPE x>" + content,
    ],
)
def test_refused_before_any_reader(change: Callable[[bytes], bytes]) -> None:
    assert door.refusal(changed(change)) is not None


def test_the_name_of_a_part_does_not_hide_it() -> None:
    area = after(b"<mergeCells><mergeCell ref='A50:XFD1048576'/></mergeCells>")
    assert door.refusal(changed(area, rename="xl/worksheets/s4.dat")) is not None
