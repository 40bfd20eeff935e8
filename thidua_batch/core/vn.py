"""Vietnamese text and numbers: clean, compare, order, parse, format, round.

Pure and stdlib only. Every other module leaves spelling variants, look-alike characters,
decimal commas and rounding to this one. Legacy fonts (TCVN3, VNI) must be told apart *before*
`clean`: there U+00D0 and U+00AD are letters.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

SortKey: TypeAlias = tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[int, ...]]

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ENUMERATORS = tuple("abcdđeghiklmnopqrstuvxy")
_RANK = {letter: (3, place) for place, letter in enumerate(_ALPHABET)}
_LETTER_MARKS = "\u0302\u0306\u031b"  # circumflex, breve, horn make another letter
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
_LOOKALIKES = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
_DASHES = dict.fromkeys(
    map(
        ord,
        "\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2e17\u2e1a"
        "\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d",
    ),
    "-",
)
_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# New-style tone on an open oa, oe, uy; "qu" is a consonant, so "quý" stays.
_NEW_STYLE = re.compile(r"(o(?=[àáảãạèéẻẽẹ])|(?<!q)u(?=[ỳýỷỹỵ]))(\w)(?![^\W\d_])")

_BLANKS = frozenset(("", "x", "k", "ko", "không", "khong", "k có", "ko có", "không có", "khong co"))
_TEXT_NUMBER = re.compile(
    r"(?P<open>\( ?)?(?P<sign>[-+])? ?(?P<body>[0-9][0-9., ]*?)"
    r" ?(?:(?P<percent>%)|(?P<unit>(?:điểm|diem|đ|d)\.?))?(?P<close> ?\))?"
)
_FRACTION = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?/ ?([0-9]+(?:[.,][0-9]+)?)")
_EXPONENT = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?e[-+]?[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*")
_FORMAT_LITERALS = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_DATE = re.compile(r"([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2}) ?\2 ?([0-9]{4})")
_LONG_DATE = re.compile(r"(?:ngay )?([0-9]{1,2}) (thang) ([0-9]{1,2}),? nam ([0-9]{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedNumber:
    """What a cell says as a number: accepted, repaired, blank or refused.

    `reason` is a machine code. `repaired` with a value: accepted, worth a note. No value:
    blank or refused; `readings` are then the possible meanings as Vietnamese texts.
    """

    value: Decimal | None
    repaired: bool = False
    reason: str | None = None
    readings: tuple[str, ...] = ()


# --- text ---------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _tidy(char: str) -> str:
    """One character as `clean` keeps it: itself, a plain blank, a look-alike's twin or nothing."""
    kind = unicodedata.category(char)
    if char == "\t" or kind == "Zs":
        return " "
    if char in "\n\u00ad":
        return char
    # Lone surrogates and U+FFFE/U+FFFF cannot be stored in a workbook.
    if kind in {"Cc", "Cf", "Cs"} or char in "\ufffe\uffff":
        return ""
    return _LOOKALIKES.get(char, char)


def clean(text: str) -> str:
    """Composed text (NFC) without invisible characters; single blanks, single newlines.

    The soft hyphen U+00AD is kept: it is a letter in TCVN3 texts.
    """
    tidy = "".join(map(_tidy, _BREAKS.sub("\n", text)))
    composed = unicodedata.normalize("NFC", tidy)
    return re.sub(r" *\n[ \n]*", "\n", re.sub(r" {2,}", " ", composed)).strip(" \n")


def _lowered(text: str) -> str:
    """Cleaned, case-folded and decomposed, with plain dashes."""
    folded = unicodedata.normalize("NFD", clean(text)).casefold().translate(_DASHES)
    return unicodedata.normalize("NFD", folded)


def fold(text: str) -> str:
    """Comparison key without Vietnamese marks; idempotent, equal for NFC and NFD."""
    bare = "".join(char for char in _lowered(text) if unicodedata.category(char) != "Mn")
    return unicodedata.normalize("NFC", " ".join(bare.replace("đ", "d").split()))


def _old_style(match: re.Match[str]) -> str:
    """Move the tone of an open oa, oe, uy from its second letter to its first."""
    vowel = unicodedata.normalize("NFD", match[2])
    return unicodedata.normalize("NFC", match[1] + vowel[1]) + vowel[0]


def key(text: str) -> str:
    """Comparison key that keeps the marks: Toà = Tòa, uỷ = ủy; not to be shown to people."""
    composed = unicodedata.normalize("NFC", " ".join(_lowered(text).split()))
    return _NEW_STYLE.sub(_old_style, composed)


def slug(text: str) -> str:
    """ASCII text for file names: lower case, words joined by single hyphens; may be empty."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _rank(letter: str) -> tuple[int, int]:
    """Blanks, then signs, digits, the Vietnamese alphabet, other letters."""
    if letter in _RANK:
        return _RANK[letter]
    if letter.isspace():
        return (0, 0)
    if letter.isalpha():
        return (4, ord(letter[0]))
    return (2 if letter.isdecimal() else 1, ord(letter[0]))


def sort_key(text: str) -> SortKey:
    """Vietnamese order by the CLDR rule: letters of the whole text, then tones, then case."""
    letters: list[str] = []
    tones: list[int] = []
    cases: list[int] = []
    for char in unicodedata.normalize("NFD", clean(text).translate(_DASHES)):
        if letters and unicodedata.category(char) == "Mn":
            joined = unicodedata.normalize("NFC", letters[-1] + char)
            if char in _LETTER_MARKS and joined in _RANK:
                letters[-1] = joined
            else:
                place = _TONES.find(char)
                tones[-1] = tones[-1] * 0x110000 + (place + 1 or ord(char))
        else:
            letters.append(char.lower())
            tones.append(0)
            cases.append(int(char.isupper()))
    return tuple(map(_rank, letters)), tuple(tones), tuple(cases)


def letters() -> tuple[str, ...]:
    """Letters for lettered points (điểm a, b, c, d, đ …): no f, j, w, z."""
    return _ENUMERATORS


def join_names(names: Sequence[str]) -> str:
    """Names as a Vietnamese enumeration: "A, B và C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} và {names[-1]}"


# --- numbers out --------------------------------------------------------------------------


def round_half_up(value: Decimal | Fraction | int, places: int) -> Decimal:
    """Exact rounding, halves away from zero as in a spreadsheet; never minus zero."""
    if places < 0:
        raise ValueError(f"places must not be negative: {places}")
    scaled = abs(Fraction(value)) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    sign = int(value < 0 and units > 0)
    return Decimal((sign, tuple(map(int, str(units))), -places))


def format_number(value: Decimal | int, places: int | None = None) -> str:
    """Vietnamese text of a number: "1.234,5"; without `places` exact, no trailing zeros."""
    exact = Decimal(value) if places is None else round_half_up(value, places)
    whole, _, decimals = f"{exact.copy_abs():f}".partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    return ("-" if exact < 0 else "") + grouped + ("," + decimals if decimals else "")


def format_share(value: Decimal | Fraction, places: int = 1) -> str:
    """A share of one as a percentage with fixed decimals: 0.714 is "71,4%"."""
    return format_number(round_half_up(Fraction(value) * 100, places), places) + "%"


def count_of(n: int, total: int) -> str:
    """Counts as official texts write them, at least two digits: "07/07"."""
    return f"{n:02d}/{total:02d}"


# --- numbers in ---------------------------------------------------------------------------


def _refused(reason: str, *readings: str) -> ParsedNumber:
    return ParsedNumber(value=None, reason=reason, readings=readings)


def _shifted(value: Decimal, digits: int) -> Decimal:
    """Value times ten to the power of `digits`, exact whatever the decimal context."""
    sign, figures, exponent = value.as_tuple()
    return Decimal((sign, figures, int(exponent) + digits))


def _from_number(
    value: Decimal, number_format: str, *, percent: bool, negative: bool
) -> ParsedNumber:
    """A numeric cell; what its number format shows decides whether it can be trusted."""
    shape = _FORMAT_LITERALS.sub("", number_format)
    if not value.is_finite():
        return _refused("not_a_number")
    if _DATE_LETTERS.search(shape):
        return _refused("date")
    if "%" in number_format and not percent:
        return _refused("percent")
    if value < 0 and not negative:
        return _refused("negative")
    value = value or Decimal(0)  # never minus zero
    if "%" in shape:
        return ParsedNumber(value=_shifted(value, 2), repaired=True, reason="percent_format")
    return ParsedNumber(value=value)


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


#: Excel keeps 15 digits; what is longer was never a figure of a bloc, and no text of this
#: length is a number.
_TOO_LARGE = Decimal(10) ** 15
_LONGEST = 60


def _odd_text(text: str) -> ParsedNumber | None:
    """Blank marks, and texts that look like numbers to other programs but are not taken."""
    if text in _BLANKS or not text.strip("- "):
        return _refused("blank")
    if text.startswith("#"):
        return _refused("error")
    if any(char.isdigit() and not char.isascii() for char in text):
        return _refused("foreign_digits")
    if _EXPONENT.fullmatch(text):
        return _refused("exponent")
    if _DATE.fullmatch(text):
        return _refused("date")
    return _odd_fraction(text)


def _odd_fraction(text: str) -> ParsedNumber | None:
    """ "9/10" is nine points of ten or nine tenths: both readings are told, none is taken."""
    parts = _FRACTION.fullmatch(text)
    if parts is None:
        return None
    upper, lower = (Decimal(part.replace(",", ".")) for part in parts.groups())
    if not lower:
        return _refused("not_a_number")
    share = round_half_up(Fraction(upper) / Fraction(lower), 4)
    return _refused("ambiguous_fraction", format_number(upper), format_number(share))


def _from_text(raw: str, *, percent: bool, negative: bool) -> ParsedNumber:
    """A text cell: every accepted text is a repair, every doubtful one a refusal."""
    text = key(raw)
    if len(text) > _LONGEST:
        return _refused("not_a_number")
    odd = _odd_text(text)
    if odd is not None:
        return odd
    parts = _TEXT_NUMBER.fullmatch(text)
    closed = parts is not None and bool(parts["open"]) == bool(parts["close"])
    if parts is None or not closed or (parts["open"] and parts["sign"]):
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
    return ParsedNumber(value=value, repaired=True, reason=_repair(parts, raw) or reason)


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
    return format_number(_shifted(plain, -3)), format_number(plain)


def parse_number(
    raw: object, *, number_format: str = "General", percent: bool = False, negative: bool = False
) -> ParsedNumber:
    """Read one cell by the decision table: exact, blank is not zero, nothing is guessed.

    `percent`: the criterion is measured in %; `negative`: values below zero are allowed.
    A number that Excel turned into a date is refused with its likely originals.
    """
    if raw is None or isinstance(raw, bool):
        return _refused("blank" if raw is None else "bool")
    if isinstance(raw, str):
        return _from_text(raw, percent=percent, negative=negative)
    if isinstance(raw, date):
        return _refused("date", f"{raw.day}/{raw.month}", f"{raw.day},{raw.month}")
    if isinstance(raw, time | timedelta):
        return _refused("date")
    if not isinstance(raw, int | float | Decimal):
        return _refused("not_a_number")
    # Excel keeps 15 significant digits; what a float has beyond them is binary dust.
    value = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)
    if value.is_finite() and abs(value) >= _TOO_LARGE:
        return _refused("too_large")
    return _from_number(value, number_format, percent=percent, negative=negative)


# --- dates --------------------------------------------------------------------------------


def parse_date(raw: object) -> date | None:
    """A date cell or a text with the day first (05/3/2026, ngày 05 tháng 3 năm 2026)."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if not isinstance(raw, str):
        return None
    text = fold(raw)
    match = _DATE.fullmatch(text) or _LONG_DATE.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[4]), int(match[3]), int(match[1]))
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
