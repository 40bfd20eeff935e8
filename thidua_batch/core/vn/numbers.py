"""What a cell says as a number: taken, repaired, blank or refused; nothing is guessed."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction

from thidua_batch.core.vn import formats
from thidua_batch.core.vn.dates import looks_dated
from thidua_batch.core.vn.figures import format_number, round_half_up
from thidua_batch.core.vn.text import fold, is_disguised, key

_BLANKS = frozenset(("", "x", "k", "ko", "không", "khong", "k có", "ko có", "không có", "khong co"))
_UNIT = r"(?:điểm|diem|đ|d)\.?"
_TEXT_NUMBER = re.compile(
    r"(?P<open>\( ?)?(?P<sign>[-+])? ?(?P<body>[0-9][0-9., ]*?)"
    rf" ?(?:(?P<percent>%)|(?P<unit>{_UNIT}))?(?P<close> ?\))?"
)
_FRACTION = re.compile(
    rf"([0-9]+(?:[.,][0-9]+)?) ?[/\u2044\u2215] ?([0-9]+(?:[.,][0-9]+)?)(?: ?{_UNIT})?"
)
_MEASURED = re.compile(r"(?P<figure>[-+]? ?[0-9][0-9., ]*?) ?(?P<unit>[^0-9., ].*)")
_EXPONENT = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?e[-+]?[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*")

# A duration ([h], [mm]) is no mere literal: it shows the number as a time.
_FORMAT_LITERALS = re.compile(r'"[^"]*"|\[(?!(?:h+|m+|s+)\])[^\]]*\]|[\\_*].', re.IGNORECASE)
_FORMAT_CONDITION = re.compile(r"\[[<>=]")
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_FRACTION_SHAPE = re.compile(r"[#0?] */ *[0-9?#]")
_PLAIN_FORMATS = frozenset(("", "general", "standard", "@"))

#: Excel keeps 15 digits; what is longer was never a figure of a bloc, and no text of this
#: length is a number.
_TOO_LARGE = Decimal(10) ** 15
_LONGEST = 60
#: What a person sees of a number that its format hides.
_NOTHING = "để trống"
#: Below these a number whose format is not known may be a percentage: 0,95 is shown as 95% and,
#: where percentages are asked for, 1,05 as 105%.
_DOUBTFUL, _DOUBTFUL_RATE = Decimal(1), Decimal(10)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedNumber:
    """What a cell says as a number: accepted, repaired, blank or refused.

    `repaired` with a value: accepted, worth a note; `reason` is then text, comma, dot_text,
    thousands, unit_suffix, percent_text, percent_format, parentheses or minus_sign; or
    rounded_format, dash_format, with what is seen in `readings` (as for a rounded percentage). No
    value: blank, or refused as bool, date, error, exponent, foreign_digits, negative,
    not_a_number, percent, too_large, or, with the possible meanings in `readings` as Vietnamese
    texts, ambiguous_thousands, ambiguous_fraction, unknown_format (also: a format that shows
    something else than the number).
    """

    value: Decimal | None
    repaired: bool = False
    reason: str | None = None
    readings: tuple[str, ...] = ()


def _refused(reason: str, *readings: str) -> ParsedNumber:
    return ParsedNumber(value=None, reason=reason, readings=readings)


def _shifted(value: Decimal, digits: int) -> Decimal:
    """Value times ten to the power of `digits`, exact whatever the decimal context."""
    sign, figures, exponent = value.as_tuple()
    moved = int(exponent) + digits
    return Decimal((sign, (*figures, *(0,) * max(moved, 0)), min(moved, 0)))


# --- numeric cells --------------------------------------------------------------------------


def _percent_signs(number_format: str, value: Decimal) -> int | None:
    """How many percent signs multiply what is shown; None if conditions leave it open."""
    parts = _FORMAT_LITERALS.sub("", number_format).split(";")
    if len(parts) > 1 and "@" in parts[-1]:  # of texts
        parts.pop()
    sections = [part.count("%") for part in parts]
    if not any(sections):
        return 0
    if _FORMAT_CONDITION.search(number_format):
        return sections[0] if len(set(sections)) == 1 else None
    return sections[1] if value < 0 and len(sections) > 1 else sections[0]


def _typed(value: Decimal) -> str:
    """A number as it should be typed: with dots between thousands it would be in doubt again."""
    return format_number(value).replace(".", "")


def _both_scales(value: Decimal) -> tuple[str, str]:
    """The number as it is, and as it looks with a percent format."""
    return _typed(value), _typed(_shifted(value, 2)) + "%"


def _parts_of(value: Decimal) -> tuple[str, str]:
    """Both readings of a number shown as a fraction: 0,9 looks like 9/10."""
    near = Fraction(value).limit_denominator(999)
    return _typed(Decimal(near.numerator)), _typed(value)


def _in_unknown_format(value: Decimal, *, percent: bool) -> ParsedNumber:
    limit = _DOUBTFUL_RATE if percent else _DOUBTFUL
    if value and value.copy_abs() <= limit:
        return _refused("unknown_format", *_both_scales(value))
    return ParsedNumber(value=value)


def _in_format(value: Decimal, number_format: str, *, percent: bool) -> ParsedNumber:
    """A number as its format shows it: as a day, a fraction, a percentage or itself."""
    shape = _FORMAT_LITERALS.sub("", number_format).strip()
    if shape.casefold() in _PLAIN_FORMATS:
        shape = ""
    number_format = number_format or "General"
    if _DATE_LETTERS.search(shape):
        return _refused("date")
    signs = _percent_signs(number_format, value)
    if signs is None or signs > 1:
        return _refused("percent")
    if "%" in number_format and not percent:
        return _refused("percent", *(_both_scales(value) if signs else ()))
    if _FRACTION_SHAPE.search(shape) and value != value.to_integral_value():
        return _refused("ambiguous_fraction", *_parts_of(value))
    return _as_shown(value, number_format, is_share=bool(signs))


def _as_shown(value: Decimal, number_format: str, *, is_share: bool) -> ParsedNumber:
    """The number, if that is what a person sees; what is seen instead is told."""
    seen = formats.of_number(value, number_format)
    taken, reason = (_shifted(value, 2), "percent_format") if is_share else (value, None)
    if seen.shows is formats.Shows.OTHER:
        own = _both_scales(value)[is_share]
        other = seen.text if seen.text != own else number_format
        return _refused("unknown_format", own, other or _NOTHING)
    if seen.shows is not formats.Shows.SAME:
        reason = reason or f"{seen.shows.value}_format"
        return ParsedNumber(value=taken, repaired=True, reason=reason, readings=(seen.text,))
    return ParsedNumber(value=taken, repaired=is_share, reason=reason)


def _from_number(
    value: Decimal, number_format: str | None, *, percent: bool, negative: bool
) -> ParsedNumber:
    """A numeric cell; what its number format shows decides whether it can be trusted."""
    if not value.is_finite():
        return _refused("not_a_number")
    if value.copy_abs() >= _TOO_LARGE:
        return _refused("too_large")
    if value < 0 and not negative:
        return _refused("negative")
    value = value or Decimal(0)  # never minus zero
    if number_format is None:
        return _in_unknown_format(value, percent=percent)
    return _in_format(value, number_format, percent=percent)


# --- texts ----------------------------------------------------------------------------------


def _read_digits(body: str) -> tuple[Decimal, str] | tuple[None, str]:
    """Unsigned digits and separators: the value and how it was repaired, or why it was not."""
    separators = re.sub(r"[0-9]", "", body)
    plain = Decimal(re.sub(r"[., ]", "", body))
    if not separators:
        return plain, "text"
    if len(separators) > 1 and _GROUPED.fullmatch(body):
        return plain, "thousands"
    last = separators[-1]
    head, _, tail = body.rpartition(last)
    doubt = _doubt(head, last, tail)
    if doubt:
        return None, doubt
    single = "comma" if last == "," else "dot_text"
    return _shifted(plain, -len(tail)), "thousands" if len(separators) > 1 else single


def _doubt(head: str, last: str, tail: str) -> str | None:
    """Why the last separator cannot be taken as the decimal sign, if it cannot."""
    alone = head.isdigit()
    if not alone and (last == " " or last in head or not _GROUPED.fullmatch(head)):
        return "not_a_number"
    if len(tail) == 3 and alone and len(head) <= 3 and (last == " " or int(head)):
        return "ambiguous_thousands"
    if len(tail) == 3 and not alone and last == ".":  # "1,234.567": a sloppy million or decimals
        return "ambiguous_thousands"
    return "not_a_number" if last == " " or not tail else None


def _odd_text(text: str) -> ParsedNumber | None:
    """Blank marks, and texts that look like numbers to other programs but are not taken."""
    if text in _BLANKS or not text.strip("- "):
        return _refused("blank")
    if text.startswith(("#", "err:")):
        return _refused("error")
    if any(char.isdigit() and not char.isascii() for char in text):
        return _refused("foreign_digits")
    if _EXPONENT.fullmatch(text):
        return _refused("exponent")
    return _refused("date") if looks_dated(text) else _odd_fraction(text)


def _odd_fraction(text: str) -> ParsedNumber | None:
    """ "9/10" is nine points of ten or nine tenths: both readings are told, none is taken."""
    parts = _FRACTION.fullmatch(text)
    if parts is None:
        return None
    upper, lower = (Decimal(part.replace(",", ".")) for part in parts.groups())
    if not lower:
        return _refused("not_a_number")
    share = round_half_up(Fraction(upper) / Fraction(lower), 4)
    return _refused("ambiguous_fraction", _typed(upper), _typed(share))


def _is_whole(parts: re.Match[str], *, percent: bool) -> bool:
    """Whether brackets, sign and unit go together.

    Brackets stand for a minus around bare figures only; a percentage is not told in points.
    """
    closed = bool(parts["open"]) == bool(parts["close"])
    doubled = parts["open"] and (parts["sign"] or parts["unit"])
    return closed and not doubled and not (percent and parts["unit"])


def _figure(text: str, unit: str) -> str | None:
    """What stands before the unit of measure; None where the text ends in anything else."""
    parts = _MEASURED.fullmatch(text)
    wanted = fold(unit)
    if parts is None or not any(map(str.isalpha, wanted)) or fold(parts["unit"]) != wanted:
        return None
    return parts["figure"]


def _from_text(raw: str, *, percent: bool, negative: bool, unit: str) -> ParsedNumber:
    """A text cell: every accepted text is a repair, every doubtful one a refusal."""
    text = key(raw)
    if len(text) > _LONGEST:
        return _refused("not_a_number")
    figure = _figure(text, unit)
    text = text if figure is None else figure
    odd = _odd_text(text)
    if odd is not None:
        return odd
    parts = _TEXT_NUMBER.fullmatch(text)
    if parts is None or is_disguised(raw) or not _is_whole(parts, percent=percent):
        return _refused("not_a_number")
    below = bool(parts["open"]) or parts["sign"] == "-"
    value, reason = _read_digits(parts["body"])
    if reason != "not_a_number" and below and not negative and value != 0:
        return _refused("negative")
    if reason != "not_a_number" and parts["percent"] and not percent:
        return _refused("percent")
    if value is None:
        doubtful = reason == "ambiguous_thousands"
        return _refused(reason, *(_readings(parts["body"], below=below) if doubtful else ()))
    if value >= _TOO_LARGE:
        return _refused("too_large")
    if below and value:
        value = value.copy_negate()
    said = "unit_suffix" if figure is not None else _repair(parts, raw)
    return ParsedNumber(value=value, repaired=True, reason=said or reason)


def _repair(parts: re.Match[str], raw: str) -> str | None:
    """The repair that says more than the separator does, if there was one."""
    if parts["unit"]:
        return "unit_suffix"
    if parts["percent"]:
        return "percent_text"
    if parts["open"]:
        return "parentheses"
    return "minus_sign" if parts["sign"] == "-" and "-" not in raw else None


def _readings(body: str, *, below: bool) -> tuple[str, str]:
    """Both meanings of "1.000": last separator as the decimal sign, then as thousands."""
    plain = Decimal(("-" if below else "") + re.sub(r"[., ]", "", body))
    return _typed(_shifted(plain, -3)), _typed(plain)


# --- any cell -------------------------------------------------------------------------------


def _originals(day: date) -> tuple[str, ...]:
    """What may have been typed where a spreadsheet made this date of it.

    With Vietnamese settings 9/10 and 9.10 become 9 October; with American ones 9/10 becomes
    10 September; and what has no such day, as 7/25, becomes the first of a month.
    """
    typed = [f"{day.day}/{day.month}", f"{day.day},{day.month}", f"{day.month}/{day.day}"]
    if day.day == 1:
        short = day.year % 100
        typed += [f"{day.month}/{short}"] * (short > 12 and 1930 <= day.year < 2030)
        typed += [f"{day.month}/{day.year}"] * (day.year >= 2000)
    return tuple(dict.fromkeys(typed))


def parse_number(
    raw: object,
    *,
    number_format: str | None = "General",
    percent: bool = False,
    negative: bool = False,
    unit: str = "",
) -> ParsedNumber:
    """Read one cell by the decision table: exact, blank is not zero, nothing is guessed.

    `percent`: the criterion is measured in %; `negative`: values below zero are allowed; `unit`:
    the unit of measure, which may stand behind the figure ("03 sáng kiến") where no other may.
    `number_format` None: the container does not tell it, so what may be a percentage is refused.
    A number that Excel turned into a date is refused with its likely originals.
    """
    if raw is None or isinstance(raw, bool):
        return _refused("blank" if raw is None else "bool")
    if isinstance(raw, str):
        return _from_text(raw, percent=percent, negative=negative, unit=unit)
    if isinstance(raw, date):
        return _refused("date", *_originals(raw))
    if isinstance(raw, time | timedelta):
        return _refused("date")
    if not isinstance(raw, int | float | Decimal):
        return _refused("not_a_number")
    # Excel keeps 15 significant digits; what a float has beyond them is binary dust.
    value = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)
    return _from_number(value, number_format, percent=percent, negative=negative)
