"""Text typed in the fonts from before Unicode: TCVN3 (.VnTime), VNI (VNI-Times), and VIQR.

Such text is stored as other letters that only the font prints right, so it is told by the
cell's font, never by guessing; without the font there is at most a proposal for people. This
comes before `vn.clean`, which drops or changes letters of TCVN3.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from thidua_batch.core import vn
from thidua_batch.core.vn.text import TONES


class Encoding(StrEnum):
    """How an old font stores Vietnamese letters."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


class State(StrEnum):
    """What became of a cell's text."""

    KEPT = "kept"
    DECODED = "decoded"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A cell's text after its font was looked at.

    KEPT: `text` is as stored. DECODED: it is read by the font's encoding, worth a note.
    DOUBTFUL: it is as stored and must not be used; `readings` are its possible meanings, if any.
    """

    text: str
    state: State = State.KEPT
    readings: tuple[str, ...] = ()


# --- the tables -----------------------------------------------------------------------------

_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"

#: TCVN3 has a code for each toned small letter and no toned capitals, which `.VnTimeH` prints.
#: The codes stand in the order of `TONES`.
_TCVN3_PLAIN = ("¡¢£¤¥¦§¨©ª«¬\u00ad®", "ĂÂÊÔƠƯĐăâêôơưđ")
_TCVN3_TONED = {
    "a": "\u00b5¶·\u00b8¹",
    "ă": "»¼½¾Æ",
    "â": "ÇÈÉÊË",
    "e": "ÌÎÏÐÑ",
    "ê": "ÒÓÔÕÖ",
    "i": "×ØÜÝÞ",
    "o": "ßáâãä",
    "ô": "åæçèé",
    "ơ": "êëìíî",
    "u": "ïñòóô",
    "ư": "õö÷øù",
    "y": "úûüýþ",
}

#: VNI writes a letter and then its marks as another letter, large or small alike.
_VNI_PLAIN = ("ñÑôÔöÖìÌíÍæÆóÓòÒîÎ", "đĐơƠưƯìÌíÍỉỈĩĨịỊỵỴ")
_VNI_MARKED = (
    ("aeiouyôö", "øûõùï", ""),
    ("aeo", "àåãáä", _CIRCUMFLEX),
    ("a", "èúüéë", _BREVE),
)
_VNI_UNTONED = (("aeo", "â", _CIRCUMFLEX), ("a", "ê", _BREVE))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _tcvn3() -> dict[str, str]:
    table = dict(zip(*_TCVN3_PLAIN, strict=True))
    for letter, codes in _TCVN3_TONED.items():
        table |= {code: _composed(letter + tone) for code, tone in zip(codes, TONES, strict=True)}
    return table


def _vni() -> dict[str, str]:
    plain = dict(zip(*_VNI_PLAIN, strict=True))
    small: dict[str, str] = {}
    for letters, marks, shape in _VNI_MARKED:
        for letter in letters:
            base = plain.get(letter, letter) + shape
            small |= {letter + m: base + t for m, t in zip(marks, TONES, strict=True)}
    for letters, mark, shape in _VNI_UNTONED:
        small |= {letter + mark: letter + shape for letter in letters}
    for code, meant in small.items():
        letter, mark = code[0], code[1]
        for end in (mark, mark.upper()):
            plain[letter + end] = _composed(meant)
            plain[letter.upper() + end] = _composed(meant).upper()
    return plain


#: Stored letters to Vietnamese ones.
TABLES: Mapping[Encoding, Mapping[str, str]] = {Encoding.TCVN3: _tcvn3(), Encoding.VNI: _vni()}

#: Beside ASCII: blanks and signs of print that old fonts show as they are.
_NEUTRAL = "[\x00-\x7f\u00a0\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]"
_CODES = {
    encoding: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    for encoding, table in TABLES.items()
}
_GREEK_MU = str.maketrans("\u03bc", "\u00b5")
_WORD = re.compile(r"[^\W\d_]+")
#: A word in capitals whose toned letters are small, since TCVN3 has no others: `TØNH`.
_SHOUTED = re.compile(r"\b(?=(?:[^\W\d_]*[A-ZĂÂĐÊÔƠƯ]){2})[^\Wa-z\d_ăâđêôơư]+\b")
#: The letter ư, a soft hyphen in TCVN3, that some program made a hyphen of: `Tr-êng`.
_BROKEN = re.compile(
    r"(?<![^\W\d_])[BCDGHKLMNPQRSTVX]?[bcdghklmnpqrstvx]{0,2}(?<=[A-Za-z])-(?![0-9A-ZĐ])"
)
_SHORT = re.compile("[A-ZĂĐƠƯ]+|[BCDĐGHKLMNPQRSTVXbcdđghklmnpqrstvx]+")
_GROWN = re.compile(r"[0-9](?=[^\W\d_a-zA-ZđĐ])")
#: Signs that are letters in TCVN3; beside a letter they are nothing else.
_SIGNS = "".join(code for code in TABLES[Encoding.TCVN3] if not code.isalpha())
_INSIDE = re.compile(rf"[^\W\d_][{_SIGNS}]|[{_SIGNS}][^\W\d_]")
#: Letters that no old encoding stores: where one stands, the text is in Unicode.
_MODERN = re.compile("[ăđơưĂĐƠƯ\u1e00-\u1eff]")


def _stored(text: str) -> str:
    """The letters as the old font has them; some programs make a Greek letter of the first."""
    return _composed(text).translate(_GREEK_MU)


def encoding_of(font: str) -> Encoding | None:
    """The encoding that a font's name tells: .VnTime is TCVN3, VNI-Times is VNI."""
    name = font.strip().casefold()
    if re.match(r"vni(?![a-z])", name):
        return Encoding.VNI
    return Encoding.TCVN3 if name.startswith(".vn") else None


def shows_capitals(font: str) -> bool:
    """Whether the font prints small letters as capitals: .VnTimeH, .VnArial NarrowH."""
    name = font.strip().casefold()
    return name.startswith(".vn") and name.endswith("h")


def decode(text: str, encoding: Encoding, *, upper: bool = False) -> str | None:
    """The text in Unicode; None if it holds a letter that the encoding does not have.

    `upper`: the font prints capitals. ASCII alone stays what it is.
    """
    stored = _stored(text)
    codes, table = _CODES[encoding], TABLES[encoding]
    if re.sub(_NEUTRAL, "", codes.sub("", stored)):
        return None
    meant = codes.sub(lambda match: table[match[0]], stored)
    if stored.isascii():
        return text
    if upper:
        return meant.upper()
    if encoding is not Encoding.TCVN3:
        return meant
    return _SHOUTED.sub(lambda match: match[0].upper(), meant)


# --- what a text may mean ------------------------------------------------------------------------


def _is_word(word: str) -> bool:
    """A syllable, an abbreviation such as HĐND, or no vowel at all as in đ/c."""
    return vn.is_syllable(word) or _SHORT.fullmatch(word) is not None


def _is_vietnamese(text: str) -> bool:
    """Whether the text can be Vietnamese in Unicode: every word beyond ASCII, every sign."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if not all(map(_is_word, words)) or _INSIDE.search(text):
        return False
    return bool(_MODERN.search(text)) or not set(text) & set(_SIGNS)


def _is_unicode(stored: str) -> bool:
    """Whether the text can stay as it is stored."""
    proven = _MODERN.search(stored) or not _BROKEN.search(stored)
    return bool(proven) and _is_vietnamese(stored)


def _is_right(stored: str, meant: str) -> bool:
    """Whether the reading is Vietnamese, no letter lost before it, no figure with a letter grown.

    The stored "Tr-êng" lost one, and "10×5" would become "10ì5".
    """
    damaged = _BROKEN.search(stored) or _GROWN.search(meant)
    return not damaged and _is_vietnamese(meant)


def read(text: str, font: str, known: Iterable[str] = ()) -> Reading:
    """A cell's text by its font; `known` are the texts that this cell may well hold.

    Text in Unicode is common in cells with an old font, as newer machines do not have the font:
    it is kept. Where both meanings are Vietnamese and `known` does not decide, it is doubtful.
    """
    encoding = encoding_of(font)
    stored = _stored(text)
    if encoding is None or not _CODES[encoding].search(stored):
        return Reading(text=text)
    is_unicode = _is_unicode(stored)
    meant = decode(text, encoding, upper=shows_capitals(font))
    if meant is None:
        return Reading(text=text) if is_unicode else _doubtful(text, propose(text))
    labels = {vn.key(label) for label in known}
    is_label, was_label = vn.key(meant) in labels, vn.key(stored) in labels
    is_right = is_label or _is_right(stored, meant)
    if was_label != is_label:
        is_right, is_unicode = is_label, was_label
    if vn.key(meant) == vn.key(stored):
        return Reading(text=text)
    if is_unicode == is_right:
        return _doubtful(text, *((meant, stored) if is_unicode else (_mended(stored) or meant,)))
    return Reading(text=meant, state=State.DECODED) if is_right else Reading(text=text)


def _doubtful(text: str, *readings: str | None) -> Reading:
    told = tuple(dict.fromkeys(vn.clean(reading) for reading in readings if reading))
    return Reading(text=text, state=State.DOUBTFUL, readings=told)


def _mended(stored: str) -> str | None:
    """The text in TCVN3 with hyphens taken for the letter ư, if it is Vietnamese then."""
    whole = _BROKEN.sub(lambda match: match[0].replace("-", "\u00ad"), stored)
    return _convincing(whole, decode(whole, Encoding.TCVN3)) if whole != stored else None


def _convincing(stored: str, meant: str | None) -> str | None:
    """The reading, if it is another text, Vietnamese throughout, with a marked syllable."""
    if meant is None or meant == stored or not _is_right(stored, meant):
        return None
    words = [word for word in _WORD.findall(meant) if not word.isascii() and len(word) > 1]
    return meant if any(map(vn.is_syllable, words)) else None


def _recoded(stored: str) -> str:
    """The text as it was before a Vietnamese code page (1258) was applied to it."""
    try:
        return stored.encode("cp1258").decode("latin-1")
    except UnicodeError:
        return stored


def propose(text: str) -> str | None:
    """What text without an old font probably says; for a finding only, never to be taken.

    None if it is Vietnamese as it stands, or if no reading or more than one is Vietnamese.
    """
    stored = _stored(text)
    if stored.isascii():
        return _from_viqr(stored)
    if _is_unicode(stored):
        return None
    found = [
        _convincing(stored, decode(form, encoding))
        for form in dict.fromkeys((stored, _recoded(stored)))
        for encoding in Encoding
    ]
    by_key = {vn.key(meant): meant for meant in (*found, _mended(stored)) if meant}
    return by_key.popitem()[1] if len(by_key) == 1 else None


def match(text: str, known: Iterable[str]) -> str | None:
    """The one known text that this is in old letters, whatever its font; else None.

    Never where the text is Vietnamese as it stands.
    """
    stored = _stored(text)
    if stored.isascii() or _is_unicode(stored):
        return None
    meant = {vn.key(found) for code in Encoding if (found := decode(stored, code))}
    labels = list(dict.fromkeys(label for label in known if vn.key(label) in meant))
    return labels[0] if len(labels) == 1 else None


# --- VIQR: typed in ASCII ---------------------------------------------------------------------

_VIQR_MARKS = {
    "^": _CIRCUMFLEX,
    "(": _BREVE,
    "+": "\u031b",
    **dict(zip("`?~'.", TONES, strict=True)),
}
_VIQR_LETTER = re.compile(r"[Aa]\(|[AEOaeo]\^|[OUou]\+|\b[Dd][Dd]")
_VIQR_MARKED = re.compile(r"([AEIOUYaeiouy])([\^(+]?)([`?~'.]?)")


def _from_viqr(text: str) -> str | None:
    """`Tu+ pha'p` as "Tư pháp", if a letter with a mark of its own shows that it is VIQR."""
    if not _VIQR_LETTER.search(text):
        return None
    spelt = _VIQR_MARKED.sub(
        lambda match: _composed("".join(_VIQR_MARKS.get(char, char) for char in match[0])), text
    )
    return _convincing(text, re.sub(r"\bdd", "đ", re.sub(r"\bD[Dd]", "Đ", spelt)))
