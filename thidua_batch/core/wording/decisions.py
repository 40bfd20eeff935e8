"""Words of `quyet_dinh.xlsx`, the book of what people decided."""

from __future__ import annotations

from collections.abc import Mapping

TITLE = "QUYẾT ĐỊNH CỦA KHỐI TRONG KỲ"
GUIDE_SHEET = "Hướng dẫn"
GUIDE = (
    (
        "Sổ này ghi những gì do người quyết định, không do đơn vị tự khai. Lệnh «tổng hợp» chỉ "
        "đọc sổ này, nên chạy lại lúc nào cũng ra cùng kết quả."
    ),
    "• Bài nhận: chấp nhận một bài còn lỗi, hoặc chọn bản được tính khi đơn vị gửi nhiều bản.",
    (
        "• Số liệu khối xác nhận: số liệu không do đơn vị khai (cờ đã có, ngày nộp…). "
        "Không phát sinh thì ghi 0 (ô hỏi ngày: ghi ngày thực hiện); để trống nghĩa là chưa "
        "xác nhận, kết quả sẽ là tạm tính."
    ),
    "• Loại trừ: đơn vị không được xếp loại, xếp hạng, kèm mã lý do và căn cứ.",
    "• Không nộp: đơn vị đã được xác nhận là không nộp biểu trong kỳ.",
    "• Nội dung báo cáo: các đoạn của khối đưa vào báo cáo (hạn chế, nhiệm vụ, kiến nghị…).",
    "Chỉ điền các ô màu vàng nhạt. Thêm hàng ở cuối mỗi bảng khi cần.",
)

RETURNS, FACTS, EXCLUSIONS, ABSENT, NARRATIVE = "returns", "facts", "exclusions", "absent", "text"

SHEETS: Mapping[str, str] = {
    RETURNS: "Bài nhận",
    FACTS: "Số liệu khối xác nhận",
    EXCLUSIONS: "Loại trừ",
    ABSENT: "Không nộp",
    NARRATIVE: "Nội dung báo cáo",
}

#: Per sheet: column code -> (title, width in characters).
COLUMNS: Mapping[str, Mapping[str, tuple[str, int]]] = {
    RETURNS: {
        "unit": ("Mã đơn vị", 12),
        "action": ("Việc quyết định", 20),
        "file": ("Tệp", 34),
        "reason": ("Lý do", 40),
        "who": ("Người quyết định", 22),
        "date": ("Ngày", 13),
    },
    FACTS: {
        "unit": ("Mã đơn vị", 11),
        "name": ("Đơn vị", 26),
        "criterion": ("Mã tiêu chí", 11),
        "line": ("Mã dòng", 11),
        "text": ("Nội dung", 44),
        "measure": ("Đơn vị tính", 11),
        "value": ("Giá trị xác nhận", 13),
        "reason": ("Căn cứ, lý do", 36),
    },
    EXCLUSIONS: {
        "unit": ("Mã đơn vị", 12),
        "code": ("Mã lý do", 12),
        "reason": ("Căn cứ, nội dung", 60),
    },
    ABSENT: {
        "unit": ("Mã đơn vị", 12),
        "date": ("Ngày xác nhận", 16),
        "reminders": ("Các lần nhắc", 36),
        "who": ("Người xác nhận", 30),
    },
    NARRATIVE: {
        "section": ("Mục của báo cáo", 30),
        "text": ("Nội dung", 90),
    },
}

ACCEPT, USE = "Chấp nhận", "Dùng tệp"
#: Between the name of an accepted file and the first digits of its hash.
HASH_MARK = " # "

SECTIONS: Mapping[str, str] = {
    "plans": "Kế hoạch, phát động",
    "results": "Kết quả nổi bật",
    "inspected": "Kiểm tra",
    "limits": "Tồn tại, hạn chế",
    "causes": "Nguyên nhân",
    "lessons": "Bài học kinh nghiệm",
    "next_tasks": "Phương hướng, nhiệm vụ",
    "recommendations": "Kiến nghị, đề xuất",
    "meeting": "Ngày họp",
    "adopts": "Nội dung thông qua",
    "next_lead": "Đơn vị giữ vai trò trưởng kỳ sau",
    "next_deputy": "Đơn vị giữ vai trò phó kỳ sau",
}

NOT_A_UNIT = "không có đơn vị này trong khối"
NOT_A_LINE = "không có tiêu chí hoặc dòng này trong bảng điểm của kỳ"
NOT_A_VALUE = "không đọc được giá trị chắc chắn"
NOT_A_DAY = "không đọc được thành ngày; ghi ngày/tháng/năm, chưa làm thì ghi «Không»"
NOT_A_STEP = "số điểm phải là bội số của {step}, gần nhất là {near}"
OUT_OF_FRAME = "ngoài khung trừ từ {lower} đến {upper} điểm; không trừ thì ghi 0"
#: How the text of a row tells what to type.
ASK_DAY = "{text} (ghi ngày; chưa làm thì ghi «Không»)"
ASK_DAY_DUE = "{text} (ghi ngày, hạn {date}; chưa làm thì ghi «Không»)"
ASK_FRAME = "{text} (0, hoặc từ {lower} đến {upper} điểm kèm lý do)"
NOT_A_REASON_CODE = "không có mã lý do này ở trang «Loại trừ» của khoi.xlsx"
NOT_A_SECTION = "không phải mục nào của báo cáo"
NOT_AN_ACTION = "phải là «Chấp nhận» hoặc «Dùng tệp»"
NOT_CALCULATED = "ô báo lỗi hoặc công thức chưa được tính; gõ giá trị trực tiếp"
NEEDS_REASON = "chưa ghi lý do"
MISSING_SHEET = "trang bị mất"
MISSING_COLUMN = "cột bị mất"
TWICE = "dòng này đã có giá trị khác ở ô {cell}"
EXAMPLE_NOTE = "Ô màu vàng nhạt: điền; ô khác: không sửa."
