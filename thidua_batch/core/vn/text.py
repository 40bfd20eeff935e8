"""Text as it is kept and as it is compared: composed, without what nobody sees."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng

_ENUMERATORS = tuple("abcdđeghiklmnopqrstuvxy")
_LOOKALIKES = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}
_TWINS = str.maketrans(_LOOKALIKES)
#: Letters by category that print as a blank, and the Braille cell without dots.
_HOLLOW = "\u115f\u1160\u2800\u3164\uffa0"
#: Dropped beside the controls: they cannot be seen, or cannot be stored in a workbook.
_UNSEEN = "\u034f\ufffe\uffff"
DASHES = dict.fromkeys(
    map(
        ord,
        "\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2e17\u2e1a"
        "\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d",
    ),
    "-",
)
_BREAKS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_VIETNAMESE = frozenset(
    form
    for letter in ALPHABET
    for tone in ("", *TONES)
    for lower in (unicodedata.normalize("NFC", letter + tone),)
    for form in (*lower, *lower.upper())
)
# New-style tone on an open oa, oe, uy; "qu" is a consonant, so "quý" stays.
_NEW_STYLE = re.compile(r"(o(?=[àáảãạèéẻẽẹ])|(?<!q)u(?=[ỳýỷỹỵ]))(\w)(?![^\W\d_])")
#: What changes the reading without being seen: a soft hyphen (Excel prints it as a hyphen, so
#: it may be a minus) and the marks that turn the order of figures round; a line through a letter.
_TURNING = re.compile("[\u00ad\u0336\u202a-\u202e\u2066-\u2069]")
#: Up to this length results are kept, which bounds what they may take up.
_SHORT = 400
_GAP = re.compile(r"(?<=[0-9])[^0-9]+(?=[0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A text as `clean` gives it, and what was repaired that is worth a note.

    "lookalike": a foreign D became Đ; "invisible": characters that nobody sees were dropped.
    Composition, line ends and surplus blanks are not told.
    """

    text: str
    changes: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def _tidy(char: str) -> str:
    """One character as `clean` keeps it: itself, a plain blank or nothing."""
    kind = unicodedata.category(char)
    if char == "\t" or kind == "Zs" or char in _HOLLOW:
        return " "
    if char == "\n":
        return char
    # Lone surrogates cannot be stored in a workbook.
    return "" if kind in {"Cc", "Cf", "Cs"} or char in _UNSEEN else char


def _native(match: re.Match[str]) -> str:
    """A word with its look-alikes repaired, unless another letter shows it to be foreign."""
    word = match[0]
    is_vietnamese = all(
        char in _VIETNAMESE or char in _LOOKALIKES or unicodedata.category(char) == "Mn"
        for char in word
    )
    return word.translate(_TWINS) if is_vietnamese else word


def cleaned(text: str) -> Cleaned:
    """As `clean`, telling what was repaired."""
    # The words of a form come again in every return; long texts hardly do.
    return _cleaned_once(text) if len(text) <= _SHORT else _cleaned(text)


def _cleaned(text: str) -> Cleaned:
    lines = _BREAKS.sub("\n", text)
    composed = unicodedata.normalize("NFC", "".join(map(_tidy, lines)))
    native = _WORD.sub(_native, composed)
    changes = set()
    if native != composed:
        changes.add("lookalike")
    if any(not _tidy(char) or char in _HOLLOW for char in lines):
        changes.add("invisible")
    single = re.sub(r" *\n[ \n]*", "\n", re.sub(r" {2,}", " ", native))
    return Cleaned(text=single.strip(" \n"), changes=frozenset(changes))


_cleaned_once = lru_cache(maxsize=1 << 14)(_cleaned)


def clean(text: str) -> str:
    """Composed text (NFC) without invisible characters; single blanks, single newlines.

    The soft hyphen U+00AD, a letter in TCVN3 texts, is dropped: `core.legacy` comes first.
    """
    return cleaned(text).text


def is_struck(text: str) -> bool:
    """Whether a letter of the text is struck out."""
    return "\u0336" in text


def is_disguised(text: str) -> bool:
    """Whether figures in the text may read otherwise than they look.

    A soft hyphen, marks of another writing direction, or something unseen between two digits.
    """
    hidden = any("".join(map(_tidy, gap)) == "" for gap in _GAP.findall(text))
    return hidden or _TURNING.search(text) is not None


def _lowered(text: str) -> str:
    """Cleaned, case-folded and decomposed, with plain dashes and no look-alikes."""
    plain = clean(text).translate(_TWINS).translate(DASHES)
    folded = unicodedata.normalize("NFD", plain).casefold()
    return unicodedata.normalize("NFD", folded)


def fold(text: str) -> str:
    """Comparison key without Vietnamese marks; idempotent, equal for NFC and NFD."""
    return _folded_once(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    bare = "".join(char for char in _lowered(text) if unicodedata.category(char) != "Mn")
    return unicodedata.normalize("NFC", " ".join(bare.replace("đ", "d").split()))


_folded_once = lru_cache(maxsize=1 << 14)(_folded)


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


def letters() -> tuple[str, ...]:
    """Letters for lettered points (điểm a, b, c, d, đ …): no f, j, w, z."""
    return _ENUMERATORS


def join_names(names: Sequence[str]) -> str:
    """Names as a Vietnamese enumeration: "A, B và C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} và {names[-1]}"
