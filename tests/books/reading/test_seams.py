"""Zips that hold two workbooks, and sheets that name two parts: refused, as programs differ."""

import io
import zipfile

import pytest

from tests.support.packages import (
    BOOK,
    BOOK_RELATIONS,
    SHEET,
    made,
    sheet_xml,
    unzipped,
    zipped,
)
from thidua_batch.books.reading import reader
from thidua_batch.books.reading.grid import Unreadable

ONE, TWO = (made(f'<row r="1"><c r="A1"><v>{value}</v></c></row>') for value in (1, 2))


def commented(outer: bytes, inner: bytes) -> bytes:
    """A zip whose comment is another zip."""
    end = outer.rfind(b"PK\5\6") + 20
    return outer[:end] + len(inner).to_bytes(2, "little") + inner


def orphaned() -> bytes:
    """A zip with an entry that its directory does not name, before one of the same name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(SHEET, sheet_xml('<row r="1"><c r="A1"><v>2</v></c></row>'))
        archive.filelist.clear()
        archive.NameToInfo.clear()
        for name, content in unzipped(ONE).items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [ONE + TWO, commented(ONE, TWO), orphaned()], ids=["joined", "comment", "orphan"]
)
def test_a_zip_with_another_one_inside_is_refused(data):
    with pytest.raises(Unreadable) as refused:
        reader.open_here(data)
    assert refused.value.code == "cut"


@pytest.mark.parametrize("after", [b"", b"\r\n", b"\0" * 40])
def test_what_mail_leaves_behind_a_zip_does_no_harm(after):
    grid = reader.open_here(ONE + after)
    assert grid.sheets[0].cells[1, 1].value == 1


def test_entries_whose_sizes_follow_them_are_read():
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            self.written += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in unzipped(ONE).items():
            archive.writestr(name, content)
    assert reader.open_here(bytes(pipe.written)).sheets[0].cells[1, 1].value == 1


def test_a_sheet_that_names_two_parts_is_refused():
    parts = unzipped(ONE)
    parts["xl/worksheets/sheet2.xml"] = unzipped(TWO)[SHEET]
    other = b'xmlns:o="urn:other" o:id="rId9" r:id="rId1"'
    parts[BOOK] = parts[BOOK].replace(b'r:id="rId1"', other)
    relation = (
        b'<Relationship Id="rId9" Target="worksheets/sheet2.xml" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
    )
    parts[BOOK_RELATIONS] = parts[BOOK_RELATIONS].replace(b"</Rel", relation + b"</Rel")
    with pytest.raises(Unreadable) as refused:
        reader.open_here(zipped(parts))
    assert refused.value.code == "sheets"


def test_a_large_file_that_is_not_clean_is_not_read_twice():
    rows = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{c}{r}"><v>{r}</v></c>' for c in "ABCDE") + "</row>"
        for r in range(1, 10_002)
    )
    assert len(reader.open_here(made(rows)).sheets[0].cells) == 50_005
    with pytest.raises(Unreadable) as refused:
        reader.open_here(made(rows + "<foo/>"))
    assert refused.value.code == "cells"
