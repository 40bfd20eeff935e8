"""Which words can be Vietnamese syllables: to tell a right reading of old fonts from a wrong one.

Wide at the beginning of a word and for the ending -k, so that names such as Krông and Đắk pass;
strict on vowels, endings and tones, where wrong readings fail.
"""

import re
import unicodedata

from thidua_batch.core.vn.text import TONES

_ONSET = r"(?:qu|gi|[bcdđghklmnpqrstvx]{0,3})"
#: What may follow each vowel or group of vowels; an empty ending where the vowel may stand alone.
_ENDINGS = {
    "a": "|i|o|u|y|c|ch|m|n|ng|nh|p|t|k",
    "ă": "c|m|n|ng|p|t|k",
    "â": "u|y|c|m|n|ng|p|t|k",
    "e": "|o|c|m|n|ng|p|t|k",
    "ê": "|u|c|ch|m|n|ng|nh|p|t|k",
    "i": "|a|u|c|ch|m|n|nh|p|t|k",
    "iê": "u|c|m|n|ng|p|t",
    "o": "|i|c|m|n|ng|p|t|k",
    "oa": "|i|o|y|c|ch|m|n|ng|nh|p|t",
    "oă": "c|m|n|ng|t",
    "oe": "|o|n|t",
    "oo": "c|ng",
    "ô": "|i|c|m|n|ng|p|t|k",
    "ơ": "|i|m|n|p|t",
    "u": "|a|i|c|m|n|ng|p|t|k",
    "uâ": "|y|n|ng|t",
    "uê": "|ch|n|nh|t",
    "uô": "i|c|m|n|ng|t",
    "uơ": "",
    "uy": "|a|u|ch|n|nh|p|t",
    "uyê": "n|t",
    "ư": "|a|i|u|c|ng|t",
    "ươ": "i|u|c|m|n|ng|p|t",
    "y": "",
    "yê": "u|m|n|ng|t",
}
_RIMES = frozenset(
    vowel + ending for vowel, endings in _ENDINGS.items() for ending in endings.split("|")
)
_AFTER_QU = frozenset(("yt", "ych", "ynh"))
_STOPPED = re.compile(r"(?:[ptc]|ch)$")
_HIGH_OR_HEAVY = ("\u0301", "\u0323")  # sắc, nặng


def is_syllable(word: str) -> bool:
    """Whether one word without blanks can be a Vietnamese syllable, of any case."""
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFC", word).lower())
    tones = [char for char in parts if char in TONES]
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", "".join(char for char in parts if char not in TONES))
    if not any(_fits(bare, cut) for cut in range(min(len(bare), 4))):
        return False
    return not _STOPPED.search(bare) or (bool(tones) and tones[0] in _HIGH_OR_HEAVY)


def _fits(bare: str, cut: int) -> bool:
    """Whether the word is a beginning of that many letters and a rime."""
    onset, rime = bare[:cut], bare[cut:]
    if not re.fullmatch(_ONSET, onset):
        return False
    return rime in _RIMES or (onset == "qu" and rime in _AFTER_QU)
