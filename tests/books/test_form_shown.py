"""Returned forms whose cells show something else than they hold: told on the cell, never taken."""

from decimal import Decimal

import pytest

from tests.books.test_form import SCORING, address, edited, filled, read
from thidua_batch.core.model import Value


def got(code: str, value: object, number_format: str) -> tuple[Value | None, list[tuple[str, str]]]:
    """What is read of a cell with this content, and what is told on it."""
    place = address(code)

    def typed(book) -> None:
        cell = book[SCORING][place]
        cell.value, cell.number_format = value, number_format

    found = read(edited(filled(), typed))
    assert found.submission is not None
    fact = next(f for f in found.submission.facts if f"{f.criterion}/{f.line}" == code)
    told = [f for f in found.findings if f.cell and f.cell.address == place]
    return fact.value, [(f.code, f.fields.get("readings") or f.fields["raw"]) for f in told]


@pytest.mark.parametrize(
    ("number_format", "seen"),
    [
        ("0,", "5 hoặc 0"),
        (";;;", "5 hoặc để trống"),
        ('"9"0', "5 hoặc 95"),
        ('[=5]"10";0', "5 hoặc 10"),
        ('0" tỷ"', "5 hoặc 5 tỷ"),
        ("-0", "5 hoặc -5"),
    ],
)
def test_a_number_that_is_seen_as_another_is_asked_again(number_format, seen):
    assert got("I.1/ct1", 5, number_format) == (None, [("CELL-003", seen)])


def test_a_zero_that_nobody_sees_is_no_zero():
    assert got("II.4/cham", 0, "0;-0;;@") == (None, [("CELL-003", "0 hoặc để trống")])


def test_what_is_rounded_or_a_dash_is_taken_and_told():
    assert got("I.1/ct2", 40.4, "0") == (Decimal("40.4"), [("CELL-004", "40")])
    assert got("II.4/cham", 0, '0;-0;"-"') == (0, [("CELL-004", "-")])


@pytest.mark.parametrize("number_format", [';;;"Không"', ";;;", '@" áp dụng"'])
def test_a_word_that_is_seen_as_another_is_asked_again(number_format):
    value, told = got("II.3/ke_hoach", "Có", number_format)
    assert value is None
    assert [code for code, _ in told] == ["CELL-003"]


def test_nobody_declares_out_of_sight_that_it_has_no_such_task():
    value, told = got("I.2/ty_le", "Không áp dụng", ";;;")
    assert (value, [code for code, _ in told]) == (None, ["CELL-003"])
