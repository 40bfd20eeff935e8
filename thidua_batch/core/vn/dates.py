"""Dates: day first when read, in the spelling of official texts when written."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from thidua_batch.core.vn.figures import format_number
from thidua_batch.core.vn.text import fold, is_disguised

#: Programs that write a day as text add midnight to it.
_MIDNIGHT = r"(?:[ t]0?0:00(?::00(?:\.0{1,9})?)?)?"
_DAY_FIRST = re.compile(
    r"(?:ngay )?(?P<day>[0-9]{1,2}) ?([-/.]) ?(?P<month>[0-9]{1,2}) ?\2 ?(?P<year>[0-9]{4})"
    + _MIDNIGHT
)
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})" + _MIDNIGHT
)
_IN_WORDS = re.compile(
    r"(?:ngay )?(?P<day>[0-9]{1,2}) thang (?P<month>[0-9]{1,2}),? nam (?P<year>[0-9]{4})"
)
_SHORT_YEAR = re.compile(r"[0-9]{1,2} ?([-/.]) ?[0-9]{1,2} ?\1 ?[0-9]{2}")


def looks_dated(text: str) -> bool:
    """Whether a text has the shape of a day, be it in the calendar or not."""
    folded = fold(text)
    shapes = (_DAY_FIRST, _YEAR_FIRST, _IN_WORDS, _SHORT_YEAR)
    return any(shape.fullmatch(folded) for shape in shapes)


def parse_date(raw: object) -> date | None:
    """A date cell or a text with the day first (05/3/2026, ngày 05 tháng 3 năm 2026).

    Year, month, day is read too, as no country writes year, day, month. Day and month are never
    swapped, a year of two digits is never completed, a number is never a date.
    """
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if not isinstance(raw, str) or is_disguised(raw):
        return None
    text = fold(raw)
    match = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _day_month(day: date) -> tuple[str, str]:
    """Day and month with a zero only before days below 10 and months 1 and 2 (NĐ 30/2020)."""
    return f"{day.day:02d}", f"{day.month:02d}" if day.month < 3 else str(day.month)


def format_date(day: date) -> str:
    """Short date as official texts write it: "24/7/2019", "05/02/2026"."""
    return "/".join((*_day_month(day), f"{day.year:04d}"))


def format_value(value: Decimal | str | date | None) -> str:
    """A fact as people read it; empty where there is none."""
    if isinstance(value, Decimal):
        return format_number(value)
    return format_date(value) if isinstance(value, date) else value or ""


def format_long_date(day: date) -> str:
    """Full date of a document head: "ngày 05 tháng 3 năm 2026"."""
    in_words = _day_month(day)
    return f"ngày {in_words[0]} tháng {in_words[1]} năm {day.year:04d}"


def format_moment(moment: datetime | None) -> str:
    """A moment as people read it: "12/01/2026 14:30"; midnight is a day without a time."""
    if moment is None:
        return ""
    day = format_date(moment)
    return day if moment.time() == time(0) else f"{day} {moment:%H:%M}"
