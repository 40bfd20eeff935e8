"""Vietnamese text and numbers: clean, compare, order, parse, format, round.

Pure and stdlib only. Every other module leaves spelling variants, look-alike characters,
decimal commas and rounding to this one. Text of old fonts (TCVN3, VNI) goes through
`core.legacy` *before* it comes here: there U+00D0 and U+00AD are letters.
"""

from thidua_batch.core.vn import formats
from thidua_batch.core.vn.dates import (
    format_date,
    format_long_date,
    format_moment,
    format_value,
    parse_date,
)
from thidua_batch.core.vn.figures import count_of, format_number, format_share, round_half_up
from thidua_batch.core.vn.numbers import ParsedNumber, parse_number
from thidua_batch.core.vn.order import SortKey, sort_key
from thidua_batch.core.vn.syllables import is_syllable
from thidua_batch.core.vn.text import (
    Cleaned,
    clean,
    cleaned,
    fold,
    is_struck,
    join_names,
    key,
    letters,
    slug,
)

__all__ = [
    "Cleaned",
    "ParsedNumber",
    "SortKey",
    "clean",
    "cleaned",
    "count_of",
    "fold",
    "format_date",
    "format_long_date",
    "format_moment",
    "format_number",
    "format_share",
    "format_value",
    "formats",
    "is_struck",
    "is_syllable",
    "join_names",
    "key",
    "letters",
    "parse_date",
    "parse_number",
    "round_half_up",
    "slug",
    "sort_key",
]
