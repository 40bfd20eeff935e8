"""Cells as numbers: one decision table, whatever else is refused."""

import re
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_batch.core import vn


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def short(raw, **options):
    parsed = vn.parse_number(raw, **options)
    return (None if parsed.value is None else str(parsed.value)), parsed.repaired, parsed.reason


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (9, "9"),
        (0, "0"),
        (9.5, "9.5"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (9.0, "9"),
        (Decimal("9.45"), "9.45"),
    ],
)
def test_numbers_are_taken_as_they_are(raw, value):
    assert short(raw) == (value, False, None)


BLANKS = [None, "", "  ", "\u200b", "-", "–", "--", "x", "X", "không", "KHÔNG", "k có", "ko có"]


@pytest.mark.parametrize("raw", BLANKS)
def test_blank_is_not_zero(raw):
    assert short(raw) == (None, False, "blank")


@pytest.mark.parametrize(
    "number_format", ["#,##0.00", '0.0 "điểm"', "[Red]0.0", "_-* #,##0_đ", "@"]
)
def test_formats_that_say_nothing(number_format):
    assert short(12, number_format=number_format) == ("12", False, None)


@given(st.floats(-1e9, 1e9).map(lambda x: round(x, 3)))
def test_floats_lose_their_dust(value):
    assert vn.parse_number(value, negative=True).value == Decimal(repr(value))


@pytest.mark.parametrize("raw", [10**15, 1e308, "9" * 16, -(10**17)])
def test_what_excel_cannot_keep_is_refused(raw):
    assert vn.parse_number(raw, negative=True).reason == "too_large"


def test_a_text_as_long_as_a_page_is_no_number():
    assert vn.parse_number("1" + ".000" * 6000).reason == "not_a_number"


N = "not_a_number"
#: Raw, number format, percent, negative -> value, reason, readings; "" stands for no value.
DECISIONS = [
    # numbers
    (9, "General", 0, 0, "9", None, ()),
    (9.5, "0.0", 0, 0, "9.5", None, ()),
    (0.95, "General", 0, 0, "0.95", None, ()),
    (0.95, "General", 1, 0, "0.95", None, ()),
    (Decimal("1E+3"), "General", 0, 0, "1E+3", None, ()),
    (9.5, "0.00E+00", 0, 0, "9.5", None, ()),
    (9.5, "Standard", 0, 0, "9.5", None, ()),
    (9.5, "", 0, 0, "9.5", None, ()),
    (9.5, '0.0 "điểm"', 0, 0, "9.5", None, ()),
    (5000, "#,##0 [$₫-42A]", 0, 0, "5000", None, ()),
    (-2.5, "General", 0, 0, "", "negative", ()),
    (-2.5, "General", 0, 1, "-2.5", None, ()),
    (float("nan"), "General", 0, 0, "", N, ()),
    (float("-inf"), "General", 0, 1, "", N, ()),
    (Decimal("sNaN"), "General", 0, 0, "", N, ()),
    (1e15, "General", 0, 0, "", "too_large", ()),
    (True, "General", 0, 0, "", "bool", ()),
    (False, "General", 0, 0, "", "bool", ()),
    # percent formats
    (0.95, "0%", 0, 0, "", "percent", ("0,95", "95%")),
    (0.955, "0.0%", 0, 0, "", "percent", ("0,955", "95,5%")),
    (9, '0"%"', 0, 0, "", "percent", ()),
    (0.95, "0%", 1, 0, "95", "percent_format", ()),
    (1, "0%", 1, 0, "100", "percent_format", ()),
    (1.05, "0.00%", 1, 0, "105", "percent_format", ()),
    (0, "0%", 1, 0, "0", "percent_format", ()),
    (95, '0"%"', 1, 0, "95", None, ()),
    (95, "0\\%", 1, 0, "95", None, ()),
    (0.95, "[Red]0%", 1, 0, "95", "percent_format", ()),
    (0.95, "0%;-0", 1, 0, "95", "percent_format", ()),
    (0.95, "0;-0%", 1, 0, "0.95", "rounded_format", ("1",)),
    (9.456, "0.0", 0, 0, "9.456", "rounded_format", ("9,5",)),
    (0, '0;-0;"-"', 0, 0, "0", "dash_format", ("-",)),
    (0.956, "0%", 1, 0, "95.6", "percent_format", ("96%",)),
    (5000, "0,", 0, 0, "", "unknown_format", ("5000", "5")),
    (9, ";;;", 0, 0, "", "unknown_format", ("9", "để trống")),
    (9, "[White]0", 0, 0, "", "unknown_format", ("9", "[White]0")),
    (-0.5, "0;-0%", 1, 1, "-50", "percent_format", ()),
    (0.95, "[<=1]0%;0", 1, 0, "", "percent", ()),
    (0.95, "[<=1]0%;0%", 1, 0, "95", "percent_format", ()),
    (0.95, "0%%", 1, 0, "", "percent", ()),
    # a format that the container does not tell
    (0.95, None, 0, 0, "", "unknown_format", ("0,95", "95%")),
    (1, None, 0, 0, "", "unknown_format", ("1", "100%")),
    (-0.5, None, 0, 1, "", "unknown_format", ("-0,5", "-50%")),
    (-0.5, None, 0, 0, "", "negative", ()),
    (0, None, 0, 0, "0", None, ()),
    (1.5, None, 0, 0, "1.5", None, ()),
    (95, None, 0, 0, "95", None, ()),
    (1.05, None, 1, 0, "", "unknown_format", ("1,05", "105%")),
    (95, None, 1, 0, "95", None, ()),
    ("9,5", None, 0, 0, "9.5", "comma", ()),
    # dates and fractions by format
    (46000, "dd/mm/yyyy", 0, 0, "", "date", ()),
    (46000, "[$-42A]d-mmm", 0, 0, "", "date", ()),
    (0.4, "[h]:mm", 0, 0, "", "date", ()),
    (0.4, "[mm]", 0, 0, "", "date", ()),
    (0.9, "# ?/?", 0, 0, "", "ambiguous_fraction", ("9", "0,9")),
    (9, "# ?/?", 0, 0, "9", None, ()),
    # dates
    (date(2026, 10, 9), "d/m", 0, 0, "", "date", ("9/10", "9,10", "10/9")),
    (datetime(2026, 7, 7, tzinfo=UTC), "d/m", 0, 0, "", "date", ("7/7", "7,7")),
    (date(2026, 9, 25), "d-mmm", 0, 0, "", "date", ("25/9", "25,9", "9/25")),
    (date(2025, 7, 1), "mmm-yy", 0, 0, "", "date", ("1/7", "1,7", "7/1", "7/25", "7/2025")),
    (date(1950, 1, 1), "mmm-yy", 0, 0, "", "date", ("1/1", "1,1", "1/50")),
    (date(2005, 7, 1), "mmm-yy", 0, 0, "", "date", ("1/7", "1,7", "7/1", "7/2005")),
    (time(9, 30), "h:mm", 0, 0, "", "date", ()),
    ("05/09/2026", "@", 0, 0, "", "date", ()),
    ("5/9/26", "@", 0, 0, "", "date", ()),
    ("2026-09-05", "@", 0, 0, "", "date", ()),
    ("ngày 5 tháng 9 năm 2026", "@", 0, 0, "", "date", ()),
    ("99/99/2026", "@", 0, 0, "", "date", ()),
    # one separator
    ("9", "@", 0, 0, "9", "text", ()),
    ("009", "@", 0, 0, "9", "text", ()),
    ("9,5", "@", 0, 0, "9.5", "comma", ()),
    ("9.5", "@", 0, 0, "9.5", "dot_text", ()),
    ("9,25", "@", 0, 0, "9.25", "comma", ()),
    ("9,50", "@", 0, 0, "9.50", "comma", ()),
    ("0,125", "@", 0, 0, "0.125", "comma", ()),
    ("0.125", "@", 0, 0, "0.125", "dot_text", ()),
    ("12,3456", "@", 0, 0, "12.3456", "comma", ()),
    ("1234,567", "@", 0, 0, "1234.567", "comma", ()),
    ("9, 5", "@", 0, 0, "", N, ()),
    ("9 ,5", "@", 0, 0, "", N, ()),
    ("9,", "@", 0, 0, "", N, ()),
    (",5", "@", 0, 0, "", N, ()),
    (".5", "@", 0, 0, "", N, ()),
    ("9 5", "@", 0, 0, "", N, ()),
    ("9\n5", "@", 0, 0, "", N, ()),
    ("9'5", "@", 0, 0, "", N, ()),
    # thousands
    ("1.000", "@", 0, 0, "", "ambiguous_thousands", ("1", "1000")),
    ("1,000", "@", 0, 0, "", "ambiguous_thousands", ("1", "1000")),
    ("1 000", "@", 0, 0, "", "ambiguous_thousands", ("1", "1000")),
    ("1\u00a0000", "@", 0, 0, "", "ambiguous_thousands", ("1", "1000")),
    ("1\u202f234", "@", 0, 0, "", "ambiguous_thousands", ("1,234", "1234")),
    ("1\u2009234", "@", 0, 0, "", "ambiguous_thousands", ("1,234", "1234")),
    ("999,999", "@", 0, 0, "", "ambiguous_thousands", ("999,999", "999999")),
    ("1,234.567", "@", 0, 0, "", "ambiguous_thousands", ("1234,567", "1234567")),
    ("-1.000", "@", 0, 1, "", "ambiguous_thousands", ("-1", "-1000")),
    ("1.000 điểm", "@", 0, 0, "", "ambiguous_thousands", ("1", "1000")),
    ("1.000%", "@", 1, 0, "", "ambiguous_thousands", ("1", "1000")),
    ("1.000.000", "@", 0, 0, "1000000", "thousands", ()),
    ("1,000,000", "@", 0, 0, "1000000", "thousands", ()),
    ("1 000 000", "@", 0, 0, "1000000", "thousands", ()),
    ("1\u00a0000\u00a0000", "@", 0, 0, "1000000", "thousands", ()),
    ("1.234,5", "@", 0, 0, "1234.5", "thousands", ()),
    ("1,234.5", "@", 0, 0, "1234.5", "thousands", ()),
    ("1\u202f234,5", "@", 0, 0, "1234.5", "thousands", ()),
    ("1.234,567", "@", 0, 0, "1234.567", "thousands", ()),
    ("0.000.000", "@", 0, 0, "", N, ()),
    ("1.00.000", "@", 0, 0, "", N, ()),
    ("1.000,000,000", "@", 0, 0, "", N, ()),
    ("1.234 567", "@", 0, 0, "", N, ()),
    # fractions and ranges
    ("9/10", "@", 0, 0, "", "ambiguous_fraction", ("9", "0,9")),
    ("90/100", "@", 0, 0, "", "ambiguous_fraction", ("90", "0,9")),
    ("9,5 / 10", "@", 0, 0, "", "ambiguous_fraction", ("9,5", "0,95")),
    ("9\u204410", "@", 0, 0, "", "ambiguous_fraction", ("9", "0,9")),
    ("9/10 điểm", "@", 0, 0, "", "ambiguous_fraction", ("9", "0,9")),
    ("0/0", "@", 0, 0, "", N, ()),
    ("9:10", "@", 0, 0, "", N, ()),
    ("9-10", "@", 0, 0, "", N, ()),
    ("9÷10", "@", 0, 0, "", N, ()),
    # percentages
    ("95%", "@", 0, 0, "", "percent", ()),
    ("95%", "@", 1, 0, "95", "percent_text", ()),
    ("95 %", "@", 1, 0, "95", "percent_text", ()),
    ("95\u00a0%", "@", 1, 0, "95", "percent_text", ()),
    ("95,5%", "@", 1, 0, "95.5", "percent_text", ()),
    ("100%", "0%", 1, 0, "100", "percent_text", ()),
    ("0,95", "0%", 1, 0, "0.95", "comma", ()),
    ("95%%", "@", 1, 0, "", N, ()),
    ("%95", "@", 1, 0, "", N, ()),
    ("95\uff05", "@", 1, 0, "", N, ()),
    ("≥ 95%", "@", 1, 0, "", N, ()),
    ("trên 95%", "@", 1, 0, "", N, ()),
    ("-5%", "@", 1, 0, "", "negative", ()),
    ("(5%)", "@", 1, 1, "-5", "percent_text", ()),
    # units
    ("9 điểm", "@", 0, 0, "9", "unit_suffix", ()),
    ("9 ĐIỂM.", "@", 0, 0, "9", "unit_suffix", ()),
    (nfd("9 điểm"), "@", 0, 0, "9", "unit_suffix", ()),
    ("9,5đ", "@", 0, 0, "9.5", "unit_suffix", ()),
    ("9,5\u00f0", "@", 0, 0, "9.5", "unit_suffix", ()),
    ("9d", "@", 0, 0, "9", "unit_suffix", ()),
    ("9 diem", "@", 0, 0, "9", "unit_suffix", ()),
    ("95 điểm", "@", 1, 0, "", N, ()),
    ("(9 điểm)", "@", 0, 1, "", N, ()),
    ("9 điểm 5", "@", 0, 0, "", N, ()),
    ("9 đồng", "@", 0, 0, "", N, ()),
    ("khoảng 9", "@", 0, 0, "", N, ()),
    # signs
    ("−5", "@", 0, 0, "", "negative", ()),
    ("−5", "@", 0, 1, "-5", "minus_sign", ()),
    ("–5", "@", 0, 1, "-5", "minus_sign", ()),
    ("—5", "@", 0, 1, "-5", "minus_sign", ()),
    ("\uff0d5", "@", 0, 1, "-5", "minus_sign", ()),
    ("-5", "@", 0, 1, "-5", "text", ()),
    ("(5)", "@", 0, 0, "", "negative", ()),
    ("(5)", "@", 0, 1, "-5", "parentheses", ()),
    ("( 5,5 )", "@", 0, 1, "-5.5", "parentheses", ()),
    ("+ 0,1", "@", 0, 0, "0.1", "comma", ()),
    ("- 0,25", "@", 0, 1, "-0.25", "comma", ()),
    ("- 0,25", "@", 0, 0, "", "negative", ()),
    ("-0", "@", 0, 0, "0", "text", ()),
    ("(0)", "@", 0, 0, "0", "parentheses", ()),
    ("5-", "@", 0, 1, "", N, ()),
    ("+-5", "@", 0, 1, "", N, ()),
    ("--5", "@", 0, 1, "", N, ()),
    ("(-5)", "@", 0, 1, "", N, ()),
    ("(5", "@", 0, 1, "", N, ()),
    ("\u00ad5", "@", 0, 1, "", N, ()),
    # what other programs take for numbers
    ("nan", "@", 0, 0, "", N, ()),
    ("inf", "@", 0, 0, "", N, ()),
    ("-Infinity", "@", 0, 1, "", N, ()),
    ("1_0", "@", 0, 0, "", N, ()),
    ("1e3", "@", 0, 0, "", "exponent", ()),
    ("1,5E+03", "@", 0, 0, "", "exponent", ()),
    ("0x1F", "@", 0, 0, "", N, ()),
    ("TRUE", "@", 0, 0, "", N, ()),
    ("\uff19", "@", 0, 0, "", "foreign_digits", ()),
    ("\u0669", "@", 0, 0, "", "foreign_digits", ()),
    ("9\u00b2", "@", 0, 0, "", "foreign_digits", ()),
    ("½", "@", 0, 0, "", N, ()),
    ("九", "@", 0, 0, "", N, ()),
    ("=9", "@", 0, 0, "", N, ()),
    ("#N/A", "@", 0, 0, "", "error", ()),
    ("Err:502", "@", 0, 0, "", "error", ()),
    ("9" * 16, "@", 0, 0, "", "too_large", ()),
    # unseen characters
    ("\ufeff9,5", "@", 0, 0, "9.5", "comma", ()),
    ("9\u200b,5", "@", 0, 0, "9.5", "comma", ()),
    ("9,5\x07", "@", 0, 0, "9.5", "comma", ()),
    ("9,5\r\n", "@", 0, 0, "9.5", "comma", ()),
    ("\u200e9", "@", 0, 0, "9", "text", ()),
    ("9\x005", "@", 0, 0, "", N, ()),
    ("9\u200b5", "@", 0, 0, "", N, ()),
    ("\u202e59", "@", 0, 0, "", N, ()),
    ("9\u0301", "@", 0, 0, "", N, ()),
    # blank is not zero
    (None, "General", 0, 0, "", "blank", ()),
    ("", "@", 0, 0, "", "blank", ()),
    (" \u00a0\n", "@", 0, 0, "", "blank", ()),
    ("-", "@", 0, 0, "", "blank", ()),
    ("–", "@", 0, 0, "", "blank", ()),
    ("x", "@", 0, 0, "", "blank", ()),
    ("k", "@", 0, 0, "", "blank", ()),
    ("Không có", "@", 0, 0, "", "blank", ()),
    ("0", "@", 0, 0, "0", "text", ()),
    ("không áp dụng", "@", 0, 0, "", N, ()),
    ("NA", "@", 0, 0, "", N, ()),
    ("…", "@", 0, 0, "", N, ()),
]


@pytest.mark.parametrize("row", DECISIONS, ids=repr)
def test_decision_table(row):
    raw, number_format, percent, negative, value, reason, readings = row
    parsed = vn.parse_number(
        raw, number_format=number_format, percent=bool(percent), negative=bool(negative)
    )
    assert ("" if parsed.value is None else str(parsed.value), parsed.reason) == (value, reason)
    assert parsed.readings == readings
    assert parsed.repaired == bool(value and reason)


def test_the_table_shows_every_reason():
    documented = set(re.findall(r"[a-z]+(?:_[a-z]+)*", vn.ParsedNumber.__doc__))
    shown = {row[5] for row in DECISIONS} - {None}
    assert shown <= documented
    assert len(shown) == 24
    assert len(DECISIONS) >= 120
