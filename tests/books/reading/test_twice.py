"""The bloc's own workbooks: what was typed, what it gave; one object where nothing computes."""

import io

import openpyxl

from tests.support.packages import made
from thidua_batch.books.reading import twice


def test_a_formula_and_what_it_gave() -> None:
    row = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><v>=1+1</v></c></row>'
    typed, stored = twice.load(made(row))
    assert (typed.active["A1"].value, stored.active["A1"].value) == ("=1+1", 2)
    assert typed.active["B1"].data_type == stored.active["B1"].data_type == "s"


def test_a_shared_formula_without_its_text_is_one() -> None:
    row = '<row r="1"><c r="A1"><f t="shared" si="0"/><v>2</v></c></row>'
    typed, stored = twice.load(made(row))
    assert (typed.active["A1"].data_type, stored.active["A1"].value) == ("f", 2)


def test_without_formulas_one_reading_stands_for_both_and_no_cell_is_made() -> None:
    book = openpyxl.Workbook()
    book.active["C3"] = "=1+1"
    book.active["C3"].data_type = "s"
    out = io.BytesIO()
    book.save(out)
    typed, stored = twice.load(out.getvalue())
    assert typed is stored
    assert list(typed.active._cells) == [(3, 3)]
