"""Words of the checks between units and between periods."""

from __future__ import annotations

from decimal import Decimal

from thidua_batch.core import vn

#: How a line says that it is the target itself, marks and case ignored.
TARGET_STARTS = ("chi tieu", "so chi tieu", "ke hoach giao", "ke hoach duoc giao")
#: Units of measure (marks ignored) of figures that do not add up over the months of a year.
LEVELS = frozenset(
    {"%", "ngay", "ngay lam viec", "thang", "diem", "hang", "bac", "muc", "tuoi", "co/khong"}
)

TOTAL = "Tổng cộng"
LABEL = "{code} {text}"
OUT_OF = "{part}/{whole}"
PERCENT = "{value} (%)"

MANY_HUNDRED = "mẫu số cỡ hàng trăm"
MANY_TEN = "mẫu số cỡ hàng chục"
MANY_ONE = "tỷ lệ dạng thập phân, mẫu số bằng 1"
MANY_COUNTS = "số đếm thực tế, mẫu số lớn hơn 1 nhiều"
MANY_PERCENT = "số phần trăm lớn hơn 10"
FEW_PERCENT = "số phần trăm không quá 200"

ASSIGNED = "chỉ tiêu khối giao là {target}"
UNLIKE_OTHERS = "khác con số mà phần lớn đơn vị trong khối cùng ghi"

RESULT_OF_NOTHING = "{line} ghi 0 nhưng {other} ghi {value}, nên tỷ lệ được tính là 0"
ZERO_OR_OUTSIDE = (
    "số liệu ghi 0 và được 0 điểm; chưa rõ là được giao mà chưa có kết quả, hay không được giao"
)

SAID_NO = "ở phần đăng ký ({period}) đơn vị chọn «Không»"
SAID_NOTHING = "ở phần đăng ký ({period}) đơn vị để trống danh hiệu này"
NO_FORM = "không có biểu đăng ký ({period}) nào của đơn vị được tính"

ROSE = "tăng khoảng {times} lần"
FELL = "giảm khoảng {times} lần"
FROM_ZERO = "tăng từ 0"
TO_ZERO = "giảm về 0"
PER_MONTH = ", đã tính theo số tháng của mỗi kỳ"


def label(code: str, text: str) -> str:
    """A line as people know it: the criterion's code and the line's text."""
    return LABEL.format(code=code, text=text)


def changed(before: Decimal, now: Decimal, *, per_month: bool) -> str:
    """How a figure changed, in words: "tăng khoảng 10 lần"."""
    if not before or not now:
        said = FROM_ZERO if now else TO_ZERO
    else:
        times = vn.format_number(vn.round_half_up(max(now, before) / min(now, before), 1))
        said = (ROSE if now > before else FELL).format(times=times)
    return said + (PER_MONTH if per_month else "")
