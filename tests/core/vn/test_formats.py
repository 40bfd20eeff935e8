"""Number formats that show something else than the cell holds."""

from datetime import date
from decimal import Decimal

import pytest

from thidua_batch.core import vn
from thidua_batch.core.vn import formats

ACCOUNTING = r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)'

#: Formats that show a number of at most two decimals as it is.
FAITHFUL = [
    "General", "0.00", "#,##0.00", "#,##0.00;-#,##0.00", "#,##0.00;[Red]#,##0.00", ACCOUNTING,
    "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-", "0000.00", "#,##0.00\\ \"₫\"",
    '[$₫-42A]#,##0.00', "0.00 \"điểm\"", "#\\ ##0.00", "[RED]General", 'General" đ"', "@",
    "[>=100]0.00;[<100]#,##0.00", "[Color10]0.00", "0.000E+00", "[$-2000000]0.00",
]  # fmt: skip


@pytest.mark.parametrize("number_format", FAITHFUL)
@pytest.mark.parametrize("value", ["9", "9.5", "92.25", "812"])
def test_formats_that_show_the_number_itself(number_format, value):
    assert formats.of_number(Decimal(value), number_format) == formats.Shown(formats.Shows.SAME)


#: Value, format, and what a person sees of it in LibreOffice; "" is nothing.
OTHERS = [
    ("5000", "0,", "5"),
    ("5000000", "#,##0,,", "5"),
    ("5", ";;;", ""),
    ("5", '"9"0', "95"),
    ("5", '0"9"', "59"),
    ("5", "0\\9", "59"),
    ("5", "90", "95"),
    ("5", '[=5]"10";0', "10"),
    ("5", '"10"', "10"),
    ("5", '0" tỷ"', "5 tỷ"),
    ("5", "-0", "-5"),
    ("5", "(0)", "(5)"),
    ("5", "[White]0", "5"),
    ("5", "[Color2]0", "5"),
    ("5", "0‰", "5‰"),
    ("5", '0"²"', "5²"),
    ("5", "[$10-409]0", "105"),
    ("0", "0;-0;;@", ""),
    ("0", "#", ""),
    ("0", "#,###", ""),
    ("0.3", "#", ""),
    ("-5", "0;0", "5"),
    ("-5", '0;"9"0', "95"),
    ("95", '0"."0', '0"."0'),
    ("95", "0-0", "0-0"),
]


@pytest.mark.parametrize(("value", "number_format", "text"), OTHERS)
def test_formats_that_show_another_number(value, number_format, text):
    shown = formats.of_number(Decimal(value), number_format)
    assert shown == formats.Shown(formats.Shows.OTHER, text)
    parsed = vn.parse_number(Decimal(value), number_format=number_format, negative=True)
    assert (parsed.value, parsed.reason) == (None, "unknown_format")
    assert len(set(parsed.readings)) == 2


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("9.5", "0", "10"),
        ("9.456", "#,##0.00", "9,46"),
        ("0.3", "0", "0"),
        ("-9.5", "0.00;-0", "-10"),
        ("9.5", "0E+00", "10"),
        ("9.5", '0 "điểm"', "10 điểm"),
    ],
)
def test_what_is_rounded_away_is_told(value, number_format, text):
    shown = formats.of_number(Decimal(value), number_format)
    assert shown == formats.Shown(formats.Shows.ROUNDED, text)
    parsed = vn.parse_number(Decimal(value), number_format=number_format, negative=True)
    assert (parsed.value, parsed.reason) == (Decimal(value), "rounded_format")
    assert parsed.repaired
    assert parsed.readings == (text,)


def test_a_zero_that_is_shown_as_a_dash_is_told():
    parsed = vn.parse_number(0, number_format=ACCOUNTING)
    assert (parsed.value, parsed.reason, parsed.readings) == (0, "dash_format", ("-",))


def test_a_rounded_percentage_tells_what_is_seen():
    parsed = vn.parse_number(Decimal("0.956"), number_format="0%", percent=True)
    assert (parsed.value, parsed.reason, parsed.readings) == (
        Decimal("95.6"), "percent_format", ("96%",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number_format", "shows"),
    [
        ("@", "same"),
        ("General", "same"),
        ("0.00", "same"),
        ("dd/mm/yyyy", "same"),
        (ACCOUNTING, "same"),
        ("0;0;0;General", "same"),
        (";;", "same"),
        (";;;", "other"),
        ('0;0;0;"10"', "other"),
        ('"1"@', "other"),
        ('@" không"', "other"),
    ],
)
def test_formats_of_texts(number_format, shows):
    assert formats.of_text("Có", number_format).shows == shows


@pytest.mark.parametrize(
    ("day", "number_format", "seen"),
    [
        (date(2026, 5, 3), "dd/mm/yyyy", None),
        (date(2026, 5, 3), "d-mmm-yy", None),
        (date(2026, 5, 3), "mm-dd-yy", None),
        (date(2026, 5, 3), "mm/dd/yyyy", "05/03/2026"),
        (date(2026, 5, 3), "[$-409]m/d/yyyy", "05/03/2026"),
        (date(2026, 5, 3), "m/d/yy hh:mm", "05/03/2026"),
        (date(2026, 5, 3), "yyyy-mm-dd", None),
        (date(2026, 5, 3), "mmm d, yyyy", None),
        (date(2026, 5, 13), "mm/dd/yyyy", None),
        (date(2026, 5, 5), "mm/dd/yyyy", None),
        (date(2026, 5, 3), '"10/"mm/yyyy', '"10/"mm/yyyy'),
    ],
)
def test_days_that_are_seen_otherwise(day, number_format, seen):
    assert formats.of_day(day, number_format) == seen
