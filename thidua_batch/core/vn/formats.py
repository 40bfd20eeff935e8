"""What a number format shows of a cell: its own value, a rounded one, or something else.

A format may scale a number, hide it, put figures beside it or show others in its place. Only
what is known to show the value itself is believed; the rest is told with what it shows.
"""

import operator
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from thidua_batch.core.vn.figures import format_number, round_half_up
from thidua_batch.core.vn.text import DASHES, fold

_TOKEN = re.compile(
    r'(?P<literal>"[^"]*"|\\.)|(?P<blank>_.)|(?P<filler>\*.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general|standard)|(?P<text>@)|(?P<fraction>/ *[0-9?#]+)"
    r"|(?P<digits>[0#?]+)|(?P<exponent>e[-+][0#?]+)|(?P<point>\.)|(?P<comma>,+)"
    r"|(?P<percent>%)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, ">": operator.gt, "=": operator.eq,
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
}  # fmt: skip
#: A language belongs in front; LibreOffice prints one that stands elsewhere.
_MISPLACED = re.compile(r"[^\]]\[\$-")
_MINUS = re.compile(r"[-(]")
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_TIME = re.compile(r"[^a-z]*(?:h+|am/pm|s+)(?:[:.]?(?:m+|s+))*", re.IGNORECASE)
_DAY_LETTER = re.compile(r"[dmyhs]")
_MONTH_FIRST = re.compile(r"[^a-z]*m{1,2}[^a-z]+d{1,2}[^a-z]+y+[^a-z]*")
#: Formats that files name by number (14, 22): each machine shows them in its own order.
_OWN_ORDER = ("mm-dd-yy", "m/d/yy h:mm")
# White is left out: nobody sees it.
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|yellow|colou?r ?(?!2\b)[0-9]{1,2}"
    r"|(?:db|nat)num[0-9]{1,2})"
    r"(?: [^\]]*)?",
    re.IGNORECASE,
)
_RED = re.compile("red|colou?r ?3", re.IGNORECASE)
#: Letters that may stand beside figures, folded: what points and money are counted in.
_UNITS = frozenset(("", "diem", "d", "dong", "vnd"))
_LONGEST = 255


class Shows(StrEnum):
    """How what is shown relates to what is stored."""

    SAME = "same"
    ROUNDED = "rounded"
    DASH = "dash"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person sees of a number; `text` is told where it is not the number itself.

    DASH: a zero shown as a dash. OTHER: nobody who sees it would read that number.
    """

    shows: Shows
    text: str = ""


_SAME = Shown(Shows.SAME)


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format, taken apart.

    `before`, `between` and `after` are what is printed around and among the figures; `whole` and
    `decimals` their placeholders. `is_odd`: something in it that is not known to be harmless.
    """

    text: str
    before: str
    between: str
    after: str
    whole: str
    decimals: str
    has_figures: bool = False
    has_text: bool = False
    condition: str = ""
    is_exponent: bool = False
    is_general: bool = False
    is_fraction: bool = False
    is_red: bool = False
    thousands: int = 0
    percent: int = 0
    is_odd: bool = False

    @property
    def said(self) -> str:
        """All that is printed beside figures."""
        return " ".join(f"{self.before}{self.between}{self.after}".split())

    @property
    def is_text(self) -> bool:
        """Whether it shows what is stored, as it stands."""
        return self.has_text and not (self.said or self.has_figures or self.is_odd)

    @property
    def keeps_zero(self) -> bool:
        """Whether a zero is seen at all."""
        figures = self.whole + self.decimals
        return "0" in figures or self.is_general or self.is_exponent or self.is_fraction

    def holds(self, value: Decimal) -> bool | None:
        """Whether its condition holds for the value; None where it has none that can be told."""
        said = _CONDITION.fullmatch(self.condition)
        return None if said is None else _HOLDS[said[1]](value, Decimal(said[2]))

    def digits_of(self, size: Decimal) -> str:
        """The figures alone, as they are printed for a size not below zero."""
        if self.is_general:
            return format_number(size)
        places = len(self.decimals)
        if self.is_exponent:
            shift = size.adjusted() if size else 0
            kept = round_half_up(Fraction(size) / Fraction(10) ** shift, places)
            return format_number(Decimal(f"{kept:f}E{shift}"))
        scaled = Fraction(size) * 100**self.percent / 1000**self.thousands
        return format_number(round_half_up(scaled, places))


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[_Section, ...]:
    return tuple(map(_section, _split(number_format)))


def _split(number_format: str) -> list[str]:
    """Sections are parted by semicolons that are not quoted."""
    parts, at = [""], 0
    for token in _TOKEN.finditer(number_format):
        at = token.end()
        if token["sign"] == ";":
            parts.append("")
        else:
            parts[-1] += token[0]
    return parts if at == len(number_format) else [*parts, number_format[at:]]


def _section(text: str) -> _Section:
    tokens = list(_TOKEN.finditer(text))
    is_figure = [any(t[k] for k in ("digits", "general", "exponent", "fraction")) for t in tokens]
    figures = [i for i, found in enumerate(is_figure) if found]
    first, last = (figures[0], figures[-1]) if figures else (len(tokens), len(tokens))
    said = {"before": "", "between": "", "after": ""}
    numbers = {"whole": "", "decimals": ""}
    part, scale, is_odd = "whole", 0, False
    for at, token in enumerate(tokens):
        place = "before" if at < first else "between" if at < last else "after"
        if token["digits"]:
            numbers[part] += token[0]
        elif token["point"] and at <= last + 1 and figures:
            is_odd |= part == "decimals"
            part = "decimals"
        elif token["comma"]:
            has_more = first < at < last and tokens[at + 1]["digits"] and part == "whole"
            scale += 0 if has_more else len(token[0])
        elif not is_figure[at]:
            said[place] += _printed(token)
            is_odd |= _is_odd(token)
    brackets = [t["bracket"] for t in tokens if t["bracket"] is not None]
    is_odd |= bool(_MISPLACED.search(text))
    is_odd |= sum(1 for t in tokens if t["exponent"] or t["general"]) > 1
    is_odd |= any(t["exponent"] for t in tokens) and not numbers["whole"]
    return _Section(
        **said,
        **numbers,
        has_figures=bool(figures),
        has_text=any(t["text"] for t in tokens),
        condition=next((b for b in brackets if b[:1] in ("<", ">", "=")), ""),
        text=text,
        is_exponent=any(t["exponent"] for t in tokens),
        is_general=any(t["general"] for t in tokens),
        is_fraction=any(t["fraction"] for t in tokens),
        is_red=any(_RED.fullmatch(b) for b in brackets),
        thousands=scale,
        percent=sum(1 for t in tokens if t["percent"]),
        is_odd=is_odd,
    )


def _printed(token: re.Match[str]) -> str:
    """What a token that is no figure prints."""
    if token["literal"]:
        return token[0][1:-1] if token[0][0] == '"' else token[0][1:]
    if token["blank"]:
        return " "
    if token["filler"]:
        return token[0][1]
    if token["bracket"] is not None:
        return token["bracket"][1:].partition("-")[0] if token["bracket"][:1] == "$" else ""
    return "" if token["text"] else token[0]


def _is_odd(token: re.Match[str]) -> bool:
    """A bracket or letter whose meaning is not known; white figures nobody sees."""
    bracket = token["bracket"]
    if bracket is not None:
        is_known = bracket[:1] in ("$", "<", ">", "=") or _COLOUR.fullmatch(bracket)
        return not is_known
    sign = token["sign"]
    return bool(sign) and sign.isalnum()


def of_number(value: Decimal, number_format: str) -> Shown:
    """What is seen of a number that its format shows as a number, by all sections that may apply.

    Days, times and parts of fractions are left to the caller.
    """
    if len(number_format) > _LONGEST:
        return Shown(Shows.OTHER, number_format[:_LONGEST])
    sections = _sections(number_format)
    if len(sections) == 1 and sections[0].is_text:
        return _SAME
    has_text = len(sections) > 3 or (len(sections) > 1 and sections[-1].has_text)
    figures = sections[:-1][:3] if has_text else sections[:3]
    is_below = value < 0
    if any(section.condition for section in figures):
        may = _that_may_hold(figures, value)
        found = [_in(section, value, is_own=is_below) for section in may]
        found = found or [Shown(Shows.OTHER)]
        return next((one for one in found if one.shows is not Shows.SAME), _SAME)
    if is_below and len(figures) > 1:
        return _in(figures[1], value, is_own=True)
    return _in(figures[2 if value == 0 and len(figures) > 2 else 0], value, is_own=False)


def _that_may_hold(sections: Sequence[_Section], value: Decimal) -> list[_Section]:
    """Up to the first whose condition holds; one without a condition is for what is left."""
    may = []
    for section in sections:
        holds = section.holds(value)
        if holds is not False:
            may.append(section)
        if holds:
            break
    return may


def _in(section: _Section, value: Decimal, *, is_own: bool) -> Shown:
    """What one section shows; `is_own`: of negative numbers, where it prints its own sign."""
    size = value.copy_abs()
    figures, said = section.digits_of(size), section.before + section.after
    if not section.has_figures or (figures == "0" and not section.keeps_zero):
        return _without_figures(section, value)
    has_sign = bool(_MINUS.search(said.translate(DASHES)))
    is_signed = has_sign == is_own or (is_own and section.is_red)
    sign = "-" if value < 0 and not is_own else ""
    seen = " ".join(f"{section.before}{sign}{figures}{section.after}".split())
    if (
        section.is_odd
        or section.has_text
        or section.between.split()
        or not is_signed
        or _has_more(said)
    ):
        return Shown(Shows.OTHER, section.text if section.between.split() else seen)
    exact = format_number(size.scaleb(2 * section.percent))
    return _SAME if figures == exact else Shown(_unequal(section), seen)


def _unequal(section: _Section) -> Shows:
    return Shows.OTHER if section.thousands else Shows.ROUNDED


def _without_figures(section: _Section, value: Decimal) -> Shown:
    """Words in place of the number, a dash for zero, nothing at all."""
    is_dash = section.said.translate(DASHES) == "-"
    return Shown(Shows.DASH if is_dash and value == 0 else Shows.OTHER, section.said)


def _has_more(said: str) -> bool:
    """Whether the words around the figures change them: figures, letters but those of units."""
    if any(unicodedata.numeric(char, None) is not None for char in said):
        return True
    words = "".join(char if char.isalpha() else " " for char in said)
    return "\u2030" in said or fold(words) not in _UNITS


def of_text(text: str, number_format: str) -> Shown:
    """What is seen of a text: a format may hide it or show another in its place."""
    if len(number_format) > _LONGEST:
        return Shown(Shows.OTHER, number_format[:_LONGEST])
    sections = _sections(number_format)
    last = sections[-1]
    if not last.has_text:
        is_kept = len(sections) < 4 or (last.is_general and not last.said)
        return _SAME if is_kept else Shown(Shows.OTHER, last.said)
    if last.is_text:
        return _SAME
    return Shown(Shows.OTHER, f"{last.before}{text}{last.after}".strip())


def of_day(day: date, number_format: str) -> str | None:
    """What is seen of a day where nobody could read it off: no day at all, with figures that are
    not its own, or with the month first, which a Vietnamese reader takes for the day.

    None where it is seen as it is. Formats that each machine shows in its own order are not told.
    """
    literals = [token for token in _LITERAL.findall(number_format) if not token.startswith("[")]
    if any(char.isdigit() for token in literals for char in token):
        return number_format
    shape = _LITERAL.sub("", number_format).partition(";")[0].casefold()
    if shape not in ("", "general") and not _DAY_LETTER.search(shape):
        return number_format
    if shape in _OWN_ORDER or day.day > 12 or day.day == day.month:
        return None
    return f"{day:%m/%d/%Y}" if _MONTH_FIRST.fullmatch(_TIME.sub("", shape)) else None
