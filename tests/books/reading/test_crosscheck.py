"""The second reader's opinion: agreement in meaning, doubt about everything else."""

import io
from datetime import time
from decimal import Decimal

import pytest
import xlsxwriter

from tests.support.grids import moment
from thidua_batch.books.reading import crosscheck
from thidua_batch.books.reading.grid import Content, Sheet, Stored


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Tờ")
    sheet.write("A1", 9.45)
    sheet.write("A2", "hai dòng")
    sheet.write("A3", True)
    sheet.write_datetime("A4", moment(2025, 10, 9), book.add_format({"num_format": "dd/mm/yy"}))
    sheet.write_formula("A5", "=#REF!", value="#REF!")
    sheet.write_datetime("A6", time(9, 30), book.add_format({"num_format": "hh:mm"}))
    book.close()
    return out.getvalue()


DATA = workbook()
SAID: list[Content] = [
    Content(Decimal("9.45")),
    Content("hai dòng"),
    Content(True),
    Content(moment(2025, 10, 9)),
    Content("#REF!", is_error=True),
    Content(time(9, 30)),
]


def doubts(row: int, content: Content | None, title: str = "Tờ") -> set[int] | None:
    cells = {(r, 1): said for r, said in enumerate(SAID, 1)}
    cells.pop((row, 1), None)
    if content is not None:
        cells[row, 1] = content
    found = crosscheck.doubts(DATA, [Sheet(title=title, cells=cells)])
    return None if found is None else {place[0] for _, place in found}


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (1, Decimal("9.45")),
        (2, "hai   dòng"),
        (4, Decimal(45939)),
        (4, Decimal(45939 - 1462)),
        (7, ""),
        (7, None),
    ],
)
def test_the_same_said_differently_is_no_doubt(row: int, value: Stored) -> None:
    assert doubts(row, Content(value)) == set()


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (1, Decimal("9.46")),
        (1, "9.45"),
        (1, True),
        (2, "haidòng"),
        (3, False),
        (3, Decimal(1)),
        (4, moment(2025, 9, 10)),
        (4, Decimal(45940)),
        (5, "#REF!"),
        (6, time(9, 31)),
        (7, Decimal(0)),
    ],
)
def test_another_value_is_doubtful(row: int, value: Stored) -> None:
    assert doubts(row, Content(value)) == {row}


@pytest.mark.parametrize("row", [1, 2, 3, 4, 6])
def test_a_cell_that_only_the_second_reader_has_is_doubtful(row: int) -> None:
    assert doubts(row, None) == {row}


def test_a_sheet_that_the_second_reader_does_not_know_is_doubtful() -> None:
    assert doubts(7, None, title="khác") == {1, 2, 3, 4, 6}


def test_no_opinion_where_it_cannot_be_asked() -> None:
    assert crosscheck.doubts(b"PK", []) is None
    assert doubts(1_048_576, Content("xa")) == {1_048_576}
    far = Sheet(title="Tờ", cells={(1_048_576, 16_384): Content("xa")})
    assert crosscheck.doubts(DATA, [far]) is None
