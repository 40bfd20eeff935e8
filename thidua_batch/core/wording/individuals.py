"""Words of the check of persons proposed for awards (danh hiệu cá nhân)."""

from __future__ import annotations

import re
from decimal import Decimal

from thidua_batch.core import vn

#: A row for several persons, marks and case ignored: "20 cá nhân (có danh sách kèm theo)".
_PERSONS = re.compile(
    r"^(?:tong so |tong cong |danh sach )?0*([1-9]\d{0,5})\s*"
    r"(?:ca nhan|nguoi|dong chi|can bo|cong chuc|vien chuc)\b"
)

AT_MOST = "nhiều nhất {limit} người ({how})"
UNKNOWN = "chưa tính được nhiều nhất bao nhiêu người vì {why}"
FIXED = "số lượng của mỗi đơn vị"
SHARE = "{share} của {count} {base}, {rounding}"
OF_GRADE = "đơn vị xếp loại {grade}: {how}"
NO_SHARE = "không có suất"
OF_HEADCOUNT = "người trong biên chế"
OF_PROPOSED = "người được đề nghị «{award}»"
NO_HEADCOUNT = "chưa khai biên chế của đơn vị"
NO_GRADE = "đơn vị chưa được xếp loại"


def persons(said: str) -> int:
    """How many persons a row of proposals names: one, unless it begins with their number."""
    match = _PERSONS.match(vn.fold(said))
    return int(match[1]) if match else 1


def percent(share: Decimal) -> str:
    """A share of one as people write it."""
    return vn.format_number(share * 100) + "%"
