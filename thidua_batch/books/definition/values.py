"""One cell of `khoi.xlsx`, both ways: value -> what is shown, what is typed -> value.

Nothing is repaired in silence: a value that was read otherwise than it stands leaves DEF-020.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from thidua_batch.books.definition.sheets import Column, Type
from thidua_batch.core import vn, wording
from thidua_batch.core.findings import Finding, finding, near
from thidua_batch.core.model import Bound
from thidua_batch.core.period import DEADLINE, Period, due_date
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import definition as words

_SIGNS = {">=": "≥", "=>": "≥", "<=": "≤", "=<": "≤"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A cell as it stands in the file."""

    value: object
    cell: Cell
    number_format: str = "General"
    formula: bool = False
    error: bool = False
    italic: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to read."""
        return not self.formula and (
            self.value is None or (isinstance(self.value, str) and not vn.clean(self.value))
        )

    @property
    def shown(self) -> str:
        """The value as a person would say it."""
        if isinstance(self.value, bool):
            return wording.YES if self.value else wording.NO
        if isinstance(self.value, datetime | date):
            return vn.format_date(self.value)
        if isinstance(self.value, float | int | Decimal):
            return plain(Decimal(f"{self.value:.15g}"))
        return vn.clean(str(self.value))


class Refused(Exception):
    """The cell is not what its column needs: what is expected, and a near miss."""

    def __init__(self, expected: str, close: str | None = None) -> None:
        self.expected, self.close = expected, close
        super().__init__(expected)


class Coded(Exception):
    """The cell is at fault in a way that has its own code in the catalogue."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(slots=True)
class Read:
    """A parsed value; `note` where it was read otherwise than it stands."""

    value: object
    note: str | None = None


def plain(value: Decimal) -> str:
    """Exact number with a decimal comma, ungrouped, never readable as thousands."""
    text = f"{value:f}"
    if "." in text:
        whole, _, decimals = text.partition(".")
        decimals = decimals.rstrip("0")
        if not decimals:
            return whole
        return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}"
    return text


def closest(text: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that a mistyped one comes near to."""
    by_fold = {vn.fold(word): word for word in known}
    hits = difflib.get_close_matches(vn.fold(text), by_fold, n=1, cutoff=cutoff)
    return by_fold[hits[0]] if hits else None


def quoted(titles: Iterable[str]) -> str:
    """Words in guillemets, for a message."""
    return ", ".join(f"«{title}»" for title in titles)


# --- reading ------------------------------------------------------------------------------


def parse(column: Column, title: str, raw: Raw, found: list[Finding]) -> object | None:
    """The cell's value by its column's type, or None (blank, or refused with a finding)."""
    if raw.is_blank:
        return None
    if raw.error or (raw.formula and (raw.value is None or not _may_compute(column))):
        kind = words.VALUE_ERROR.format(value=raw.value) if raw.error else words.VALUE_FORMULA
        found.append(finding("DEF-017", cell=raw.cell, column=title, value=kind))
        return None
    try:
        read = PARSERS[column.type](column, raw)
    except Refused as refusal:
        found.append(
            finding(
                "DEF-004",
                cell=raw.cell,
                column=title,
                value=raw.shown,
                expected=refusal.expected,
                near=near(refusal.close),
            )
        )
        return None
    except Coded as fault:
        fields = {"near": near(closest(raw.shown, column.choices.values()))}
        extra = fields if fault.code == "DEF-009" else {}
        found.append(finding(fault.code, cell=raw.cell, value=raw.shown, **extra))
        return None
    note = read.note or (raw.shown if raw.formula else None)
    if note is not None:
        said = words.VALUE_FORMULA if raw.formula else raw.shown
        found.append(finding("DEF-020", cell=raw.cell, column=title, raw=said, value=note))
    return read.value


def _may_compute(column: Column) -> bool:
    """A formula's stored value is taken for figures and texts, never for codes and choices."""
    return column.type in {Type.NUMBER, Type.WHOLE, Type.SHARE, Type.DATE, Type.TEXT}


def _code(column: Column, raw: Raw) -> Read:
    if isinstance(raw.value, str):
        return Read(" ".join(vn.clean(raw.value).split()))
    simple = raw.number_format in {"General", "0", "@"}
    if isinstance(raw.value, int) and not isinstance(raw.value, bool) and simple:
        return Read(str(raw.value), note=str(raw.value))
    raise Coded("DEF-006")


def _text(column: Column, raw: Raw) -> Read:
    note = raw.shown if isinstance(raw.value, date) else None
    return Read(raw.shown, note)


def number_of(raw: Raw, *, negative: bool = False, percent: bool = False) -> Read:
    """The cell as an exact number; Refused where it is none or may be two."""
    parsed = vn.parse_number(
        raw.value, number_format=raw.number_format, negative=negative, percent=percent
    )
    if parsed.value is None:
        expected = words.EXPECTED["number"]
        if parsed.readings:
            expected = words.EXPECTED["number_range"].format(readings=quoted(parsed.readings))
        raise Refused(expected)
    return Read(parsed.value, plain(parsed.value) if parsed.repaired else None)


def _number(column: Column, raw: Raw) -> Read:
    return number_of(raw, negative=column.negative)


def _whole(column: Column, raw: Raw) -> Read:
    read = number_of(raw)
    assert isinstance(read.value, Decimal)  # noqa: S101  # what number_of gives
    if read.value != read.value.to_integral_value():
        raise Refused(words.EXPECTED["whole"])
    return Read(int(read.value), read.note)


def _share(column: Column, raw: Raw) -> Read:
    read = number_of(raw, percent=True)
    value = read.value
    assert isinstance(value, Decimal)  # noqa: S101  # what number_of gives
    marked = "%" in raw.number_format or (isinstance(raw.value, str) and "%" in raw.value)
    if value > 100 or (0 < value <= 1 and not marked):
        raise Refused(words.EXPECTED["share"])
    shown = "%" in raw.number_format or (isinstance(raw.value, str) and not marked)
    return Read(value.scaleb(-2), f"{plain(value)}%" if shown else None)


def _date(column: Column, raw: Raw) -> Read:
    day = vn.parse_date(raw.value)
    if day is None:
        raise Refused(words.EXPECTED["date"])
    return Read(day, vn.format_date(day) if isinstance(raw.value, str) else None)


def _day_month(column: Column, raw: Raw) -> Read:
    try:
        if isinstance(raw.value, str):
            # A leap year, so that 29/02 is a day.
            day = vn.parse_date(f"{vn.clean(raw.value).rstrip('/')}/2000")
        else:
            day = vn.parse_date(raw.value)
    except ValueError:
        day = None
    twofold = not isinstance(raw.value, str) and day and day.day <= 12 and day.day != day.month
    if day is None or twofold:
        raise Refused(words.EXPECTED["day_month"])
    return Read((day.month, day.day))


def flag_of(raw: Raw) -> bool | None:
    """Có/Không, also as x, 1, 0; None where it is neither."""
    if isinstance(raw.value, bool):
        return raw.value
    folded = vn.fold(raw.shown)
    return {"co": True, "x": True, "1": True, "khong": False, "0": False}.get(folded)


def _flag(column: Column, raw: Raw) -> Read:
    value = flag_of(raw)
    if value is None:
        raise Refused(words.EXPECTED["flag"])
    exact = vn.fold(raw.shown) in {vn.fold(wording.YES), vn.fold(wording.NO)}
    return Read(value, None if exact else (wording.YES if value else wording.NO))


def pick(text: str, choices: Mapping[Hashable, str]) -> Hashable | None:
    """The choice whose title or code is typed, marks and case ignored."""
    wanted = vn.fold(text)
    for value, title in choices.items():
        others = _ALIASES.get(value, ()) if isinstance(value, str) else ()
        if wanted in {vn.fold(title), vn.fold(str(value)), *map(vn.fold, others)}:
            return value
    return None


_ALIASES: Mapping[str, tuple[str, ...]] = {
    section.value: others for section, others in words.SECTION_ALIASES.items()
}


def _choice(column: Column, raw: Raw) -> Read:
    value = pick(raw.shown, column.choices)
    if value is None and column.id == "method":
        raise Coded("DEF-009")
    if value is None:
        titles = column.choices.values()
        expected = words.EXPECTED["choice"].format(choices=quoted(titles))
        raise Refused(expected, closest(raw.shown, titles))
    return Read(value)


def _period(column: Column, raw: Raw) -> Read:
    try:
        code = Period.canonical(raw.shown)
    except ValueError:
        raise Refused(words.EXPECTED["period"]) from None
    return Read(code, code if code != raw.shown else None)


def _kinds(column: Column, raw: Raw) -> Read:
    chosen = []
    for part in raw.shown.replace(",", ";").split(";"):
        if not part.strip():
            continue
        kind = pick(part, column.choices)
        if kind is None:
            expected = words.EXPECTED["period_kinds"].format(
                choices=quoted(column.choices.values())
            )
            raise Refused(expected, closest(part, column.choices.values()))
        chosen.append(kind)
    return Read(tuple(chosen))


def _bound(column: Column, raw: Raw) -> Read:
    lower = column.type is Type.LOWER
    text, sign = raw.value, ""
    if isinstance(text, str):
        text = vn.clean(text)
        for typed, meant in _SIGNS.items():
            text = text.replace(typed, meant)
        if text[:1] in "≥>≤<":
            sign, text = text[0], text[1:].strip()
    if sign and sign not in ("≥>" if lower else "≤<"):
        raise Refused(words.EXPECTED["lower" if lower else "upper"])
    inner = Raw(value=text, cell=raw.cell, number_format=raw.number_format)
    read = number_of(inner, negative=True, percent=True)
    assert isinstance(read.value, Decimal)  # noqa: S101  # what number_of gives
    bound = Bound(value=read.value, closed=sign == "≥" if sign and lower else lower or sign == "≤")
    return Read(bound, None if sign else read.note)


def _list(column: Column, raw: Raw) -> Read:
    parts = (" ".join(part.split()) for part in raw.shown.split(";"))
    return Read(tuple(dict.fromkeys(filter(None, parts))))


#: A leap year, so that 29/02 is a day.
_LEAP = Period.parse("2000-N")


def _due(column: Column, raw: Raw) -> Read:
    if isinstance(raw.value, date):
        text = f"{raw.value:%d/%m/%Y}"
        return Read(text, text)
    text = raw.shown.strip()
    if vn.fold(text) in {vn.fold(words.DUE_DEADLINE), DEADLINE}:
        return Read(DEADLINE)
    if due_date(text, _LEAP, None) is not None:
        return Read(text)
    if (day := vn.parse_date(text)) is not None:
        return Read(f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}")
    for sign in "-.":
        if (day := vn.parse_date(f"{text}{sign}{_LEAP.year}")) is not None:
            return Read(f"{day:%d/%m}", f"{day:%d/%m}")
    raise Refused(words.EXPECTED["due"])


PARSERS: Mapping[Type, Callable[[Column, Raw], Read]] = {
    Type.CODE: _code,
    Type.TEXT: _text,
    Type.NUMBER: _number,
    Type.WHOLE: _whole,
    Type.SHARE: _share,
    Type.DATE: _date,
    Type.DAY_MONTH: _day_month,
    Type.FLAG: _flag,
    Type.CHOICE: _choice,
    Type.PERIOD: _period,
    Type.KINDS: _kinds,
    Type.LOWER: _bound,
    Type.UPPER: _bound,
    Type.LIST: _list,
    Type.DUE: _due,
}


# --- writing ------------------------------------------------------------------------------


def render(column: Column, value: object) -> str | int | Decimal | date | None:
    """What the writer puts into a cell for a value."""
    shown = _shown(column, value)
    assert shown is None or isinstance(shown, str | int | Decimal | date)  # noqa: S101
    return shown


def _shown(column: Column, value: object) -> object:
    shown: object
    match column.type, value:
        case ((Type.LOWER | Type.UPPER), Bound(value=number, closed=closed)):
            lower = column.type is Type.LOWER
            shown = number if closed is lower else f"{'>' if lower else '≤'} {plain(number)}"
        case Type.FLAG, bool():
            shown = wording.YES if value else wording.NO
        case Type.SHARE, Decimal():
            percent = value.scaleb(2)
            # A bare 1 or 0.5 might be meant as a fraction.
            shown = f"{plain(percent)}%" if 0 < percent <= 1 else percent
        case Type.LIST, tuple():
            shown = "; ".join(value)
        case Type.DUE, str():
            shown = words.DUE_DEADLINE if value == DEADLINE else value
        case Type.DAY_MONTH, (month, day):
            shown = f"{day:02d}/{month:02d}"
        case Type.KINDS, tuple():
            shown = "; ".join(column.choices[kind] for kind in value)
        case Type.CHOICE, Hashable() if value is not None:
            shown = column.choices[value]
        case _:
            shown = value
    return shown
