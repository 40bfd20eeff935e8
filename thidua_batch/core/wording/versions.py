"""Words of the comparison of several returns of one unit (các bản của một đơn vị)."""

from __future__ import annotations

from collections.abc import Mapping

SHEET = "So sánh các bản"
TITLE = "SO SÁNH CÁC BẢN CỦA MỘT ĐƠN VỊ"
VERSION, FILE, RECEIVED, STATE = "Bản", "Tệp", "Nhận lúc", "Tình trạng"
NUMBER, PAGE, LABEL, CELL, VALUE = "STT", "Trang", "Nội dung", "Ô", "Bản {letter}"
FILE_HASH = "Mã kiểm tra (SHA-256) của tệp: {sha}"
UNKNOWN_TIME = "không rõ"
NAMELESS = "DV"
BLANK = "(để trống)"

#: By the value of `FileState`.
STATES: Mapping[str, str] = {
    "used": "Bản được tính",
    "superseded": "Không tính, đã có bản khác thay",
    "refused": "Chưa chọn",
    "attached": "Tài liệu kèm theo",
    "unpacked": "Gói đã mở",
    "ignored": "Không tính",
}
NOT_READ = "Chưa dùng được, không đọc được số liệu"
NOT_USED = "Bản được xét, chưa dùng được"

CHOSEN = "Bản {letter} được tính theo quyết định ghi trong quyet_dinh.xlsx."
_OTHERWISE = "Muốn tính bản khác, ghi «Dùng tệp» ở trang «Bài nhận» của quyet_dinh.xlsx."
NEWEST = "Bản {letter} được tính theo quy định của khối: lấy bản nhận sau cùng. " + _OTHERWISE
CORRECTED = (
    "Bản {letter} được tính vì đơn vị đã sửa lại từ bản trước, ngay trên bản đánh dấu của khối. "
    + _OTHERWISE
)
BY_RULE = "Bản {letter} được tính. " + _OTHERWISE
#: Which one was weighed and cannot be used.
UNUSED = (
    "Bản {letter} được xét nhưng chưa dùng được (xem phiếu gửi đơn vị và lệnh «thidua check»). "
    + _OTHERWISE
)
WAITS = (
    "Chưa bản nào được tính. Hỏi lại đơn vị, rồi ghi «Dùng tệp» và tên tệp ở trang «Bài nhận» của "
    "quyet_dinh.xlsx."
)
#: Where the versions are put side by side.
BESIDE = " Chỗ khác nhau: 1-phan-hoi/{file}."
#: Why none of several returns counts yet; each follows "vì".
WHY_CHOICE = "tệp ghi ở «Dùng tệp» («{name}») không phải một trong các bản này"
WHY_ASK = "khối quy định phải hỏi đơn vị (trang «Quy định» của khoi.xlsx)"
WHY_UNKNOWN = "chưa biết {names} nhận lúc nào (biết thì ghi «Ngày nhận»)"
WHY_SAME_DAY = "{names} cùng ngày {at} mà chưa rõ giờ; ghi thêm giờ ở «Ngày nhận»"
WHY_SAME_TIME = "{names} cùng nhận lúc {at}"
WHY_DOUBT = "bản sau cùng {name} có thể là của đơn vị khác"
WHY_FORKED = "{names} cùng sửa từ {first}, không rõ bản nào sau"
SAME = "Các bản đọc được không khác nhau ở ô nào."
LEFT_OUT = "Còn {count} bản khác không đưa vào bảng so sánh."
BOLD = "Chữ đậm là chỗ khác với bản {letter}."

EVIDENCE = "Minh chứng – {label}"
POINTS = "Điểm ghi trong biểu – {label}"
TOTAL_POINTS = "Tổng điểm ghi trong biểu"
LIST_ROW = "Dòng khác thứ {number} – {column}"
