"""Words of the comparison of several returns of one unit (các bản của một đơn vị)."""

from __future__ import annotations

from collections.abc import Mapping

SHEET = "So sánh các bản"
TITLE = "SO SÁNH CÁC BẢN CỦA MỘT ĐƠN VỊ"
VERSION, FILE, RECEIVED, STATE = "Bản", "Tệp", "Nhận lúc", "Tình trạng"
NUMBER, PAGE, LABEL, CELL, VALUE = "STT", "Trang", "Nội dung", "Ô", "Bản {letter}"
FILE_HASH = "{name}\n(mã tệp {sha})"
UNKNOWN_TIME = "không rõ"
BLANK = "(để trống)"

#: By the value of `FileState`.
STATES: Mapping[str, str] = {
    "used": "Bản được tính",
    "superseded": "Không tính, đã có bản khác thay",
    "refused": "Chưa dùng được",
    "attached": "Tài liệu kèm theo",
    "unpacked": "Gói đã mở",
    "ignored": "Không tính",
}
NOT_READ = "Chưa dùng được, không đọc được số liệu"

CHOSEN = "Bản {letter} được tính theo quyết định ghi trong quyet_dinh.xlsx."
NEWEST = (
    "Bản {letter} được tính theo quy định của khối: lấy bản nhận sau cùng. Muốn tính bản khác, "
    "chạy lại với --use TỆP."
)
CORRECTED = (
    "Bản {letter} được tính vì đơn vị đã sửa lại từ bản trước, ngay trên bản đánh dấu của khối. "
    "Muốn tính bản khác, chạy lại với --use TỆP."
)
BY_RULE = "Bản {letter} được tính. Muốn tính bản khác, chạy lại với --use TỆP."
WAITS = "Chưa bản nào được tính. Chọn bản được tính bằng --use TỆP, sau khi hỏi lại đơn vị."
SAME = "Các bản đọc được không khác nhau ở ô nào."
LEFT_OUT = "Còn {count} bản khác không đưa vào bảng so sánh."
BOLD = "Chữ đậm là chỗ khác với bản {letter}."

EVIDENCE = "Minh chứng – {label}"
POINTS = "Điểm ghi trong biểu – {label}"
TOTAL_POINTS = "Tổng điểm ghi trong biểu"
LIST_ROW = "Dòng khác thứ {number} – {column}"
