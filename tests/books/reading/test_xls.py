"""Excel 97-2003 workbooks: the same as the .xlsx they were, or doubtful, or refused."""

import struct
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import grids, recalc
from tests.support.grids import moment
from tests.support.xls import Page, compound, locked, record, stream, write
from thidua_batch.books.reading import biff8, xls
from thidua_batch.books.reading.grid import Container, Content, Told, Unreadable

CELLS = [
    (1, 1, 0.95, 1),
    (1, 2, 45939.0, 2),
    (2, 1, ("error", 23), 0),
    (2, 2, True, 0),
    (2, 3, "chữ Việt", 3),
    (3, 2, ("formula", 3.0), 0),
    (3, 3, ("formula_text", "ab"), 0),
    (3, 4, ("blank", 0), 0),
]
LOOKS = {
    "formats": ["dd/mm/yyyy"],
    "fonts": ["Arial", ".VnTime"],
    "styles": [(0, 0), (0, 9), (0, 164), (1, 0)],
}


def one(*cells: tuple[int, int, object, int], **page: object) -> bytes:
    return write([Page("Tờ", cells, **page)])  # type: ignore[arg-type]


@cache
def saved() -> Mapping[str, bytes]:
    return recalc.convert_all({**grids.forms(), "odd": grids.odd()}, "xls")


@pytest.mark.office
def test_forms_read_the_same_as_before_they_were_saved() -> None:
    for name, original in grids.forms().items():
        grid = xls.read(saved()[name])
        assert grids.told(grid) == grids.expected(original), name
        assert grid.doubtful == frozenset(), name
        assert grid.told == frozenset(), name
        meta = grid.sheet("_meta")
        assert meta is not None
        assert meta.is_hidden
        assert grid.names["TPL_ID"].strip('"') == grid.properties["thidua_form"] != ""


@pytest.mark.office
def test_odd_cells_saved_by_libreoffice() -> None:
    grid = xls.read(saved()["odd"])
    assert grids.told(grid) == grids.expected(grids.odd())
    sheet = grid.sheet("Thử")
    assert sheet is not None
    assert sheet.cells[1, 6].font == ".VnTime"
    assert {place for place, cell in sheet.cells.items() if cell.formula} >= {(1, 5), (2, 5)}
    assert sheet.cells[1, 5].formula == "="
    assert sheet.cells[1, 1].formula is None
    assert sheet.merged == ((5, 1, 6, 3),)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({8}, {10, 11})
    assert grid.doubtful == frozenset()


def test_values_formats_fonts_and_what_is_hidden() -> None:
    page = Page("Tờ 1", CELLS, hidden_rows=frozenset({2}), hidden_columns=[4],
                merged=[(4, 1, 5, 2)])  # fmt: skip
    grid = xls.read(write([page, Page("_meta", [(1, 1, "k", 0)], state=1)], **LOOKS))
    assert grid.container is Container.XLS
    first, meta = grid.sheets
    assert dict(first.cells) == {
        (1, 1): Content(Decimal("0.95"), "0%", font="Arial"),
        (1, 2): Content(moment(2025, 10, 9), "dd/mm/yyyy", font="Arial"),
        (2, 1): Content("#REF!", is_error=True, font="Arial"),
        (2, 2): Content(True, font="Arial"),
        (2, 3): Content("chữ Việt", font=".VnTime"),
        (3, 2): Content(Decimal(3), formula="=", font="Arial"),
        (3, 3): Content("ab", formula="=", font="Arial"),
    }
    assert (first.hidden_rows, first.hidden_columns) == ({2}, {4})
    assert first.merged == ((4, 1, 5, 2),)
    assert (first.is_hidden, meta.is_hidden) == (False, True)
    assert (grid.told, grid.doubtful) == (frozenset(), frozenset())


def test_days_counted_from_1904() -> None:
    page = Page("Tờ", [(1, 1, 44477.0, 1)])
    grid = xls.read(write([page], from_1904=True, styles=[(0, 0), (0, 14)]))
    assert grid.sheets[0].cells[1, 1].value == moment(2025, 10, 9)
    assert grid.doubtful == frozenset()


def test_a_cell_written_twice_is_doubtful() -> None:
    grid = xls.read(one((1, 1, 9.0, 0), (1, 1, 1.0, 0), (1, 2, 5.0, 0)))
    assert grid.doubtful == {("Tờ", (1, 1))}


def test_a_filter_is_told() -> None:
    assert xls.read(one((1, 1, 9.0, 0), extra=record(0x9B))).sheets[0].is_filtered


@pytest.mark.parametrize(
    ("flags", "number_format"), [(0x02A6, "General;-General;;@"), (0x02B6, "General")]
)
def test_a_sheet_that_shows_no_zeros_has_none(flags: int, number_format: str) -> None:
    window = record(0x023E, struct.pack("<HHHIHHI", flags, 0, 0, 0, 0, 0, 0))
    sheet = xls.read(one((1, 1, 0.0, 0), (2, 1, 9.0, 0), extra=window)).sheets[0]
    assert sheet.cells[1, 1].number_format == number_format
    assert sheet.cells[2, 1].number_format == "General"
    assert not xls.read(one((1, 1, 9.0, 0))).sheets[0].is_filtered


@pytest.mark.parametrize("size", [(0, 0xFFFFFFF0, 0, 0xFFF0), (9, 1, 0, 3)])
def test_a_sheet_that_lies_about_its_size_is_read_by_one_reader(
    size: tuple[int, int, int, int],
) -> None:
    grid = xls.read(one((1, 1, 9.0, 0), size=size))
    assert grid.sheets[0].cells[1, 1].value == 9
    assert grid.told == {Told.DEGRADED}


def test_texts_that_lie_about_their_number_are_no_honest_stream() -> None:
    pages = [Page("Tờ", [(1, 1, "chữ", 0)])]
    assert biff8.scan(stream(pages)).is_honest
    assert not biff8.scan(stream(pages, texts_claimed=0xFFFFFFF)).is_honest


def test_no_number_is_an_error() -> None:
    cell = xls.read(one((1, 1, ("formula", float("inf")), 0))).sheets[0].cells[1, 1]
    assert (cell.value, cell.is_error, cell.formula) == ("#NUM!", True, "=")


def test_links_to_other_workbooks_are_told() -> None:
    body = stream([Page("Tờ", [(1, 1, 9.0, 0)])])
    assert Told.LINKS not in xls.read(compound({"Workbook": body})).told
    link = record(0x01AE, struct.pack("<HHB", 1, 4, 0) + b"\x01abc")
    pages = [Page("Tờ", [(1, 1, 9.0, 0)])]
    assert Told.LINKS in xls.read(compound({"Workbook": stream(pages, early=link)})).told


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "cut"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cut"),
        (compound({"WordDocument": b"x"}), "not_xls"),
        (compound({"EncryptedPackage": b"x"}), "locked"),
        (locked([Page("Tờ", [(1, 1, 9.0, 0)])], "mật khẩu"), "locked"),
    ],
)
def test_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        xls.read(data)
    assert refused.value.code == code


def test_a_file_that_goes_round_in_circles_is_refused() -> None:
    data = write([Page("Tờ", CELLS)], **LOOKS)
    table = data[512:1024]
    circle = table.replace(b"\xfe\xff\xff\xff", b"\x01\0\0\0")
    assert circle != table
    with pytest.raises(Unreadable) as refused:
        xls.read(data[:512] + circle + data[1024:])
    assert refused.value.code == "cut"


WHOLE = write([Page("Tờ 1", CELLS)], **LOOKS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE) - 1), st.binary(max_size=8))
def test_damaged_bytes_end_in_a_grid_or_an_exception(cut: int, at: int, noise: bytes) -> None:
    for data in (WHOLE[:cut], WHOLE[:at] + noise + WHOLE[at + len(noise) :]):
        try:
            grid = xls.read(data)
        except Exception:  # the caller refuses the file, whatever it is
            continue
        assert grid.container is Container.XLS
