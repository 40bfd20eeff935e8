"""Days and moments as people type them into the decisions book."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from thidua_batch.books import asked
from thidua_batch.core import vn

#: 14:30, 14:30:05, 14h30, 14h, 14 giờ 30 phút (after `vn.fold`); never a part of a date.
_TIME = re.compile(
    r"(?<![\d/.:-])(\d{1,2})\s*(?::|h|gio)\s*"
    r"(?:(\d{2})(?![\d/.-])(?::(\d{2})(?![\d/.-]))?(?:\s*phut)?)?"
)
_JOINTS = re.compile(r"\bluc\b|,|\bngay (?=[0-9]{1,2} ?[-/.])")


def day(value: object) -> date | None:
    """A day from a date cell or a text with the day first; None where it is none that is likely."""
    if isinstance(value, datetime):
        value = value.date()
    found = vn.parse_date(value)
    return found if found and asked.FIRST_DAY <= found <= asked.LAST_DAY else None


def moment(value: object) -> datetime | None:
    """A moment: day and time in one cell; a day alone is its midnight; numbers are none."""
    if isinstance(value, datetime):
        return value if day(value) else None
    at = time(0)
    if isinstance(value, str):
        value = vn.fold(value)
        times = list(_TIME.finditer(value))
        if len(times) > 1:
            return None
        if times:
            try:
                hour, minute, second = (int(part or 0) for part in times[0].groups())
                at = time(hour, minute, second)
            except ValueError:
                return None
            around = f"{value[: times[0].start()]} {value[times[0].end() :]}"
            value = vn.fold(_JOINTS.sub(" ", around)).strip(" -")
    found = day(value)
    return datetime.combine(found, at) if found else None


def shown(value: object) -> str:
    """A day as official texts write it."""
    found = day(value)
    return vn.format_date(found) if found else ""
