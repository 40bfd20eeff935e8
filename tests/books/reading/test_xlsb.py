"""Binary workbooks: read by an own walk, checked by calamine, doubtful where they differ."""

import io
import struct
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import grids, recalc
from tests.support.grids import moment
from tests.support.xlsb import Book, Page, cell_record, record, row_record, write
from thidua_batch.books.reading import xlsb
from thidua_batch.books.reading.grid import Container, Content, Grid, Told, Unreadable

PAGE = Page(
    "Tự chấm",
    {
        (1, 1): (0.95, 1),
        (1, 2): (45939.0, 2),
        (2, 1): (("error", 23), 0),
        (2, 2): (True, 0),
        (2, 3): ("chữ Việt", 3),
        (3, 1): (("rk", 1234 << 2 | 3), 0),
        (3, 2): (("f_number", 3.0), 0),
        (3, 3): (("f_text", "ab"), 0),
        (3, 4): (("f_error", 7), 0),
        (3, 5): (("f_bool", False), 0),
        (4, 1): (("inline", "x y"), 0),
        (4, 3): (("blank", 0), 0),
        (6, 1): (1.5, 4),
        (6, 2): (1.5, 99),
    },
    hidden_rows=frozenset({2}),
    hidden_columns=[(3, 4)],
    merged=[(4, 1, 5, 2)],
)
BOOK = Book(
    pages=[PAGE, Page("_meta", {(1, 1): ("k", 0)}, state=2)],
    formats={164: "dd/mm/yyyy"},
    fonts=["Calibri", ".VnTime"],
    styles=[(0, 0), (9, 0), (164, 0), (0, 1), (41, 0)],
    names={"TPL_ID": 'a"b|c'},
    properties={"thidua_form": "z"},
)
WHOLE = write(BOOK)


def one(page: Page, **changes: object) -> Grid:
    return xlsb.read(write(replace(BOOK, pages=[page], **changes)))  # type: ignore[arg-type]


def with_part(name: str, content: bytes, data: bytes = WHOLE) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, content)
    return out.getvalue()


def test_values_formats_fonts_and_what_is_hidden() -> None:
    grid = xlsb.read(WHOLE)
    first, meta = grid.sheets
    plain = {"font": "Calibri"}
    assert dict(first.cells) == {
        (1, 1): Content(Decimal("0.95"), "0%", **plain),
        (1, 2): Content(moment(2025, 10, 9), "dd/mm/yyyy", **plain),
        (2, 1): Content("#REF!", is_error=True, **plain),
        (2, 2): Content(True, **plain),
        (2, 3): Content("chữ Việt", font=".VnTime"),
        (3, 1): Content(Decimal("12.34"), **plain),
        (3, 2): Content(Decimal(3), formula="=", **plain),
        (3, 3): Content("ab", formula="=", **plain),
        (3, 4): Content("#DIV/0!", formula="=", is_error=True, **plain),
        (3, 5): Content(False, formula="=", **plain),
        (4, 1): Content("x y", **plain),
        (6, 1): Content(Decimal("1.5"), None, **plain),
        (6, 2): Content(Decimal("1.5"), None),
    }
    assert (first.hidden_rows, first.hidden_columns) == ({2}, {3, 4})
    assert first.merged == ((4, 1, 5, 2),)
    assert (first.is_hidden, meta.is_hidden) == (False, True)
    assert grid.names == {"TPL_ID": '"a""b|c"'}
    assert grid.properties == {"thidua_form": "z"}
    assert (grid.container, grid.saved_by) == (Container.XLSB, "Microsoft Excel 16.0300")
    assert (grid.told, grid.doubtful) == (frozenset(), frozenset())


@pytest.mark.office
def test_another_program_reads_the_same_from_what_the_tests_write() -> None:
    constants = {
        place: said for place, said in PAGE.cells.items() if place not in {(2, 1), (2, 2), (6, 2)}
        and not str(said[0]).startswith("('f_")
    }  # fmt: skip
    data = write(replace(BOOK, pages=[replace(PAGE, cells=constants)]))
    found = grids.expected(recalc.convert(data))
    assert found == grids.told(xlsb.read(data))
    assert found["Tự chấm", 1, 2] == (moment(2025, 10, 9), "date")


@pytest.mark.parametrize(
    ("raw", "value"),
    [(7 << 2 | 2, "7"), (-7 << 2 | 2, "-7"), (9450 << 2 | 3, "94.5"), (0x40220000, "9")],
)
def test_numbers_in_four_bytes(raw: int, value: str) -> None:
    grid = one(Page("Tờ", {(1, 1): (("rk", raw), 0)}))
    assert grid.sheets[0].cells[1, 1].value == Decimal(value)
    assert grid.doubtful == frozenset()


def test_days_counted_from_1904() -> None:
    grid = one(Page("Tờ", {(1, 1): (44477.0, 2)}), from_1904=True)
    assert grid.sheets[0].cells[1, 1].value == moment(2025, 10, 9)
    assert grid.doubtful == frozenset()


def test_a_cell_written_twice_is_doubtful() -> None:
    again = row_record(1) + cell_record(1, 99.0, 0)
    grid = one(Page("Tờ", {(1, 1): (9.0, 0), (1, 2): (5.0, 0)}, extra=again))
    assert ("Tờ", (1, 1)) in grid.doubtful
    assert ("Tờ", (1, 2)) not in grid.doubtful


def test_a_filter_macros_and_links_are_told() -> None:
    grid = one(Page("Tờ", {(1, 1): (9.0, 0)}, extra=record(163, bytes(8))))
    assert grid.sheets[0].is_filtered
    assert Told.MACROS in xlsb.read(with_part("xl/vbaProject.bin", b"\xd0\xcf")).told
    assert Told.LINKS in xlsb.read(with_part("xl/externalLinks/externalLink1.bin", b"")).told


def test_no_number_is_an_error() -> None:
    cell = one(Page("Tờ", {(1, 1): (float("nan"), 0)})).sheets[0].cells[1, 1]
    assert (cell.value, cell.is_error) == ("#NUM!", True)


def test_a_far_cell_is_read_by_one_reader() -> None:
    grid = one(Page("Tờ", {(1_048_576, 16_384): (9.0, 0)}))
    assert grid.sheets[0].cells[1_048_576, 16_384].value == 9
    assert grid.told == {Told.DEGRADED}


def test_a_sheet_that_lies_about_its_size_is_read_by_one_reader() -> None:
    grid = one(Page("Tờ", {(1, 1): (9.0, 0)}, size=(9, 1, 0, 0)))
    assert grid.told == {Told.DEGRADED}


def test_texts_that_lie_about_their_number_are_read_by_one_reader() -> None:
    lying = record(159, struct.pack("<II", 0xFFFFFFF, 0xFFFFFFF))
    texts = lying + record(19, b"\0" + struct.pack("<I", 1) + b"a\0") * 2 + record(160)
    assert xlsb.read(with_part("xl/sharedStrings.bin", texts)).told == {Told.DEGRADED}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04", "cut"),
        (with_part("xl/worksheets/sheet1.bin", b"\x81"), "cut"),
        (with_part("xl/worksheets/sheet1.bin", record(145)[:-1] + b"\x7f"), "cut"),
        (with_part("xl/worksheets/sheet1.bin", record(12, bytes(8))), "reader"),
        (with_part("xl/worksheets/sheet1.bin", cell_record(1, 9.0, 0)), "cells"),
        (with_part("xl/worksheets/sheet1.bin", row_record(2_000_000)), "cells"),
        (with_part("xl/_rels/workbook.bin.rels", b"<!DOCTYPE a><a/>"), "dtd"),
        (with_part("XL/Workbook.bin", b""), "names"),
    ],
)
def test_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        xlsb.read(data)
    assert refused.value.code == code


SHEET_PART = "xl/worksheets/sheet1.bin"
with zipfile.ZipFile(io.BytesIO(WHOLE)) as _archive:
    SHEET = _archive.read(SHEET_PART)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(WHOLE)), st.integers(0, len(SHEET) - 1), st.binary(max_size=8))
def test_damaged_bytes_end_in_a_grid_or_an_exception(cut: int, at: int, noise: bytes) -> None:
    damaged = with_part(SHEET_PART, SHEET[:at] + noise + SHEET[at + len(noise) :])
    for data in (WHOLE[:cut], damaged):
        try:
            grid = xlsb.read(data)
        except Exception:  # the caller refuses the file, whatever it is
            continue
        assert grid.container is Container.XLSB
