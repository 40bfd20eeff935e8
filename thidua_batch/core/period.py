"""Reporting periods (kỳ báo cáo): codes, kinds, and their days inside the work year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PeriodKind(StrEnum):
    """Kinds of period by the code that stands after the year."""

    REGISTRATION = "DK"
    MONTH = "T"
    QUARTER = "Q"
    HALF = "6T"
    NINE_MONTHS = "9T"
    YEAR = "N"


#: Months of each kind; registration stands at the start of the year and accumulates nothing.
LENGTHS = {
    PeriodKind.REGISTRATION: 0,
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.NINE_MONTHS: 9,
    PeriodKind.YEAR: 12,
}
#: How `khoi.xlsx` names the deadline of the period itself in place of a date.
DEADLINE = "han_nop"

_DUE = re.compile(r"^(\d{1,2})/(\d{1,2})(?:/(\d{4}))?$")
_PERIOD = re.compile(r"^((?:19|20|21)\d{2})-(DK|T(0[1-9]|1[0-2])|Q([1-4])|6T|9T|N)$")
_TYPED = re.compile(r"^(DK|T\d{1,2}|Q[1-4]|6T|9T|N|NAM)[/-](\d{4})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A reporting period (kỳ): code, kind, first and last day.

    `number` is the month or quarter inside the work year, else 0; `year_start` is its first day.
    """

    code: str
    kind: PeriodKind
    year: int
    number: int
    start: date
    end: date
    year_start: date

    @staticmethod
    def canonical(text: str) -> str:
        """Turn "6T/2019" or "2019-6t" into "2019-6T"; ValueError where it is no period."""
        text = text.strip().upper().replace(" ", "")
        if match := _TYPED.match(text):
            kind = match[1].replace("NAM", "N")
            if kind[0] == "T":
                kind = f"T{int(kind[1:]):02d}"
            text = f"{match[2]}-{kind}"
        if not _PERIOD.match(text):
            raise ValueError(text)
        return text

    @classmethod
    def parse(cls, text: str, work_year_start: tuple[int, int] = (1, 1)) -> Period:
        """Read a period code; the work year (năm công tác) `year` ends in calendar year `year`
        and starts on `work_year_start` = (month, day), in `year` − 1 unless that is 1 January.
        """
        code = cls.canonical(text)
        year, tail = int(code[:4]), code[5:]
        month, day = work_year_start
        first = date(year if (month, day) == (1, 1) else year - 1, month, day)
        kind = PeriodKind(tail[0] if tail[0] in "TQ" else tail)
        number = int(tail[1:]) if tail[0] in "TQ" else 0
        if kind is PeriodKind.MONTH:
            # T03 is March inside the work year, whichever calendar year that March falls in.
            inside = first.year if (number, 1) >= (first.month, first.day) else first.year + 1
            days = _month(inside, number)
            return cls(code=code, kind=kind, year=year, number=number, year_start=first, **days)
        offset, length = {
            PeriodKind.REGISTRATION: (0, 12),
            PeriodKind.QUARTER: (3 * (number - 1), 3),
            PeriodKind.HALF: (0, 6),
            PeriodKind.NINE_MONTHS: (0, 9),
            PeriodKind.YEAR: (0, 12),
        }[kind]
        start = _add_months(first, offset)
        end = _add_months(first, offset + length) - timedelta(days=1)
        return cls(
            code=code, kind=kind, year=year, number=number, start=start, end=end, year_start=first
        )


def _month(year: int, month: int) -> dict[str, date]:
    last = calendar.monthrange(year, month)[1]
    return {"start": date(year, month, 1), "end": date(year, month, last)}


def _add_months(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def due_date(text: str, period: Period, deadline: date | None) -> date | None:
    """The day meant by "31/01", "31/01/2026" or DEADLINE; None where there is none.

    A day without a year is the one inside the work year of the period.
    """
    if text == DEADLINE:
        return deadline
    match = _DUE.match(text)
    if match is None:
        return None
    day, month = int(match[1]), int(match[2])
    first = period.year_start
    year = int(
        match[3] or (first.year if (month, day) >= (first.month, first.day) else first.year + 1)
    )
    try:
        return date(year, month, day)
    except ValueError:
        return None
