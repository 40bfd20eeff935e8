"""Vietnamese alphabetical order by the CLDR rule, in a sort key of plain tuples."""

import unicodedata
from typing import TypeAlias

from thidua_batch.core.vn.text import ALPHABET, DASHES, TONES, clean

SortKey: TypeAlias = tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[int, ...]]

_RANK = {letter: (3, place) for place, letter in enumerate(ALPHABET)}
_LETTER_MARKS = "\u0302\u0306\u031b"  # circumflex, breve, horn make another letter


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
    for char in unicodedata.normalize("NFD", clean(text).translate(DASHES)):
        if letters and unicodedata.category(char) == "Mn":
            joined = unicodedata.normalize("NFC", letters[-1] + char)
            if char in _LETTER_MARKS and joined in _RANK:
                letters[-1] = joined
            else:
                place = TONES.find(char)
                tones[-1] = tones[-1] * 0x110000 + (place + 1 or ord(char))
        else:
            letters.append(char.lower())
            tones.append(0)
            cases.append(int(char.isupper()))
    return tuple(map(_rank, letters)), tuple(tones), tuple(cases)
