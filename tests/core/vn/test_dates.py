"""Dates: day first, never swapped, never completed."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_batch.core import vn


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (datetime(2026, 3, 5, 23, 59, tzinfo=UTC), date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 5)),
        ("05/03/2026", date(2026, 3, 5)),
        ("5-3-2026", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("ngày 05 tháng 3 năm 2026", date(2026, 3, 5)),
        (nfd("Ngày 5  tháng 03 năm 2026"), date(2026, 3, 5)),
        ("5 / 3 / 2026", date(2026, 3, 5)),
        ("05/09/2026", date(2026, 9, 5)),
        ("09/05/2026", date(2026, 5, 9)),
        ("25/09/2026", date(2026, 9, 25)),
        ("ngày 05/3/2026", date(2026, 3, 5)),
        ("5 tháng 3, năm 2026", date(2026, 3, 5)),
        ("ngay 5 thang 3 nam 2026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("2026/3/5", date(2026, 3, 5)),
        ("2026-03-05 00:00:00", date(2026, 3, 5)),
        ("2026-03-05T00:00:00.000", date(2026, 3, 5)),
        ("05/03/2026 0:00", date(2026, 3, 5)),
        ("\u200e05/\u200e03/\u200e2026", date(2026, 3, 5)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29/02/2026", None),
        ("09/25/2026", None),
        ("2026-25-09", None),
        ("05/03/2026 8:30", None),
        ("5/3/26", None),
        ("05-03-26", None),
        ("5/3", None),
        ("3/2026", None),
        ("tháng 3 năm 2026", None),
        ("tháng 3/2026", None),
        ("từ 5/3/2026", None),
        ("5/3/2026 - 6/3/2026", None),
        ("5/3/20260", None),
        ("00/03/2026", None),
        ("5/3/0000", None),
        ("20260305", None),
        ("46000", None),
        (46000.0, None),
        (True, None),
        ("\uff15/3/2026", None),
        ("\u0665/3/2026", None),
        ("05\u00ad03\u00ad2026", None),
        ("\u202e6202/3/5", None),
        ("1\u200b5/3/2026", None),
        ("5-Mar-2026", None),
        ("03/25/2026", None),
        ("31/02/2026", None),
        ("5/3-2026", None),
        ("", None),
        (46000, None),
        (None, None),
    ],
)
def test_parse_date(raw, expected):
    assert vn.parse_date(raw) == expected


@pytest.mark.parametrize(
    ("day", "brief", "full"),
    [
        (date(2019, 7, 24), "24/7/2019", "ngày 24 tháng 7 năm 2019"),
        (date(2026, 3, 5), "05/3/2026", "ngày 05 tháng 3 năm 2026"),
        (date(2026, 2, 10), "10/02/2026", "ngày 10 tháng 02 năm 2026"),
        (date(2026, 12, 1), "01/12/2026", "ngày 01 tháng 12 năm 2026"),
    ],
)
def test_format_date(day, brief, full):
    assert vn.format_date(day) == brief
    assert vn.format_long_date(day) == full


@given(st.dates())
def test_dates_come_back(day):
    assert vn.parse_date(vn.format_date(day)) == day
    assert vn.parse_date(vn.format_long_date(day)) == day
