"""Numbers as they are rounded and written."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_batch.core import vn

signed = st.decimals(min_value=-(10**9), max_value=10**9, places=6)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("9.45"), 1, "9.5"),
        (Decimal("9.25"), 1, "9.3"),
        (Decimal("-9.25"), 1, "-9.3"),
        (Decimal("-0.04"), 1, "0.0"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(1, 8), 2, "0.13"),
        (7, 2, "7.00"),
        (Decimal("1E+30"), 1, "1" + "0" * 30 + ".0"),
        (Decimal("0.1234567890123456789012345678905"), 30, "0.123456789012345678901234567891"),
    ],
)
def test_round_half_up(value, places, expected):
    assert str(vn.round_half_up(value, places)) == expected


def test_round_half_up_refuses_negative_places():
    with pytest.raises(ValueError, match="places"):
        vn.round_half_up(5, -1)


@given(signed, st.integers(0, 8))
def test_round_half_up_agrees_with_decimal(value, places):
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    got = vn.round_half_up(value, places)
    assert got == expected
    assert got.as_tuple().exponent == -places
    assert not (got == 0 and got.is_signed())


@given(st.fractions(), st.integers(0, 6))
def test_round_half_up_of_fractions_is_nearest(value, places):
    miss = abs(Fraction(vn.round_half_up(value, places)) - value) * 10**places
    assert miss <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("9.50"), None, "9,5"),
        (Decimal("9.50"), 2, "9,50"),
        (Decimal("1E+3"), None, "1.000"),
        (1234567, None, "1.234.567"),
        (1234567, 1, "1.234.567,0"),
        (Decimal("-1234.5"), None, "-1.234,5"),
        (Decimal("-0.00"), None, "0"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("9.45"), 1, "9,5"),
        (0, None, "0"),
    ],
)
def test_format_number(value, places, expected):
    assert vn.format_number(value, places) == expected


def test_format_share():
    assert vn.format_share(Decimal("0.714285")) == "71,4%"
    assert vn.format_share(Fraction(5, 7), 2) == "71,43%"
    assert vn.format_share(Decimal(1), 0) == "100%"


def test_counts_have_two_digits():
    assert vn.count_of(7, 7) == "07/07"
    assert vn.count_of(0, 112) == "00/112"
