"""Vietnamese text as an old font stores it, and the letters to write it with."""

import unicodedata

from thidua_batch.core.legacy import TABLES, Encoding

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
_CODES = {
    encoding: dict(
        sorted(
            ((letter, code) for code, letter in table.items()),
            # VNI has several spellings of a letter; a capital goes with capital marks.
            key=lambda pair: (pair[1].isupper() == pair[0].isupper(), -len(pair[1])),
        )
    )
    for encoding, table in TABLES.items()
}


def encode(text: str, encoding: Encoding) -> str:
    """The stored form; KeyError for a letter that the encoding lacks (toned capitals in TCVN3)."""
    codes = _CODES[encoding]
    composed = unicodedata.normalize("NFC", text)
    return "".join(char if char.isascii() else codes[char] for char in composed)
