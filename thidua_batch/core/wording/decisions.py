"""Words of `quyet_dinh.xlsx`, the book of what people decided."""

from __future__ import annotations

from collections.abc import Mapping

from thidua_batch.core.returns import Verdict

TITLE = "QUYẾT ĐỊNH CỦA KHỐI TRONG KỲ"
GUIDE_SHEET = "Hướng dẫn"
GUIDE = (
    (
        "Sổ này ghi những gì do người quyết định, không do đơn vị tự khai. Lệnh «tổng hợp» chỉ "
        "đọc sổ này, nên chạy lại lúc nào cũng ra cùng kết quả."
    ),
    (
        "• Bài nhận: chấp nhận một bài còn lỗi («Chấp nhận»), chọn bản được tính khi đơn vị gửi "
        "nhiều bản («Dùng tệp»), ghi lúc nhận được một tệp («Ngày nhận»), hoặc bỏ qua một tệp "
        "không phải bài nộp («Bỏ qua»)."
    ),
    (
        "• Bản ký: bản có chữ ký, đóng dấu của từng đơn vị: số, ngày, ai đã đối chiếu với bản "
        "Excel, kết quả ra sao. Chưa nhận được thì để trống cả hàng."
    ),
    (
        "• Số liệu khối xác nhận: số liệu không do đơn vị khai (cờ đã có, ngày nộp…). "
        "Không phát sinh thì ghi 0 (ô hỏi ngày: ghi ngày thực hiện); để trống nghĩa là chưa "
        "xác nhận, kết quả sẽ là tạm tính."
    ),
    "• Loại trừ: đơn vị không được xếp loại, xếp hạng, kèm mã lý do và căn cứ.",
    "• Không nộp: đơn vị đã được xác nhận là không nộp biểu trong kỳ.",
    "• Nội dung báo cáo: các đoạn của khối đưa vào báo cáo (hạn chế, nhiệm vụ, kiến nghị…).",
    "• Mật khẩu tệp: mật khẩu mở bài mà đơn vị đã báo; gõ đúng từng chữ, kể cả số 0 ở đầu.",
    "Chỉ điền các ô màu vàng nhạt. Thêm hàng ở cuối mỗi bảng khi cần.",
)

RETURNS, FACTS, EXCLUSIONS, ABSENT, NARRATIVE = "returns", "facts", "exclusions", "absent", "text"
SIGNED, PASSWORDS = "signed", "passwords"

SHEETS: Mapping[str, str] = {
    RETURNS: "Bài nhận",
    SIGNED: "Bản ký",
    FACTS: "Số liệu khối xác nhận",
    EXCLUSIONS: "Loại trừ",
    ABSENT: "Không nộp",
    NARRATIVE: "Nội dung báo cáo",
    PASSWORDS: "Mật khẩu tệp",
}
#: Sheets that a book of a former version does without.
OPTIONAL = frozenset({SIGNED, PASSWORDS})

#: Per sheet: column code -> (title, width in characters).
COLUMNS: Mapping[str, Mapping[str, tuple[str, int]]] = {
    RETURNS: {
        "unit": ("Mã đơn vị", 12),
        "action": ("Việc quyết định", 20),
        "file": ("Tệp", 34),
        "reason": ("Lý do", 40),
        "who": ("Người quyết định", 22),
        "date": ("Ngày", 17),
    },
    SIGNED: {
        "unit": ("Mã đơn vị", 11),
        "name": ("Đơn vị", 26),
        "file": ("Tệp bản ký", 30),
        "number": ("Số văn bản", 15),
        "signed_on": ("Ngày ký", 13),
        "who": ("Người đối chiếu", 20),
        "compared_on": ("Ngày đối chiếu", 13),
        "excel": ("Tệp Excel đã đối chiếu", 30),
        "verdict": ("Kết quả đối chiếu", 25),
        "reason": ("Ghi chú, lý do", 36),
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
    PASSWORDS: {
        "unit": ("Mã đơn vị", 12),
        "password": ("Mật khẩu", 30),
        "note": ("Ghi chú", 50),
    },
}
#: Columns that a book of a former version does without.
OPTIONAL_COLUMNS: Mapping[str, frozenset[str]] = {SIGNED: frozenset({"excel"})}
#: Per sheet: what stands above the table, where the columns do not say enough.
NOTES: Mapping[str, str] = {
    RETURNS: "«Chấp nhận», «Dùng tệp», «Bỏ qua» phải có lý do. «Ngày nhận»: ở cột «Ngày» ghi lúc "
    "nhận được tệp, ví dụ 12/01/2026 14:30; không biết giờ thì ghi ngày.",
    SIGNED: "Hai bản khác nhau thì giữ cả hai và chọn: «Khác – dùng bản Excel» (ghi lý do), hoặc "
    "«Khác – chờ bản mới» (bài của đơn vị chưa được dùng; ghi chú được nêu trong thư gửi đơn vị). "
    "Kết quả đối chiếu chỉ có giá trị với tệp ghi ở «Tệp Excel đã đối chiếu»; để trống khi đơn vị "
    "chỉ gửi một bản. Bản ký chỉ có trên giấy thì để trống «Tệp bản ký».",
    PASSWORDS: "Để trống mã đơn vị: thử mật khẩu này với mọi tệp có mật khẩu. Các mật khẩu nằm "
    "trong sổ này, không gửi sổ ra ngoài.",
}

ACCEPT, USE, RECEIVED, IGNORE = "Chấp nhận", "Dùng tệp", "Ngày nhận", "Bỏ qua"
ACTIONS = (ACCEPT, USE, RECEIVED, IGNORE)
VERDICTS: Mapping[Verdict, str] = {
    Verdict.SAME: "Khớp",
    Verdict.KEEP_EXCEL: "Khác – dùng bản Excel",
    Verdict.WAIT: "Khác – chờ bản mới",
}
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
NOT_AN_ACTION = "phải là «Chấp nhận», «Dùng tệp», «Ngày nhận» hoặc «Bỏ qua»"
NOT_A_VERDICT = "phải là «Khớp», «Khác – dùng bản Excel» hoặc «Khác – chờ bản mới»"
NOT_A_DATE = "không đọc được thành ngày; ghi ngày/tháng/năm, ví dụ 05/02/2026"
NOT_A_MOMENT = "không đọc được thành ngày, giờ; ghi như 12/01/2026 14:30"
NUMBER_AS_DATE = "Excel đã đổi số văn bản thành ngày; định dạng ô là Văn bản (Text) rồi gõ lại"
CODE_AS_NUMBER = "Excel đã lưu mã thành số; định dạng ô là Văn bản (Text) rồi gõ lại mã"
PASSWORD_AS_NUMBER = (  # a sentence, no password
    "Excel đã đổi mật khẩu thành số, ngày hoặc công thức; định dạng ô là Văn bản (Text) rồi gõ lại"  # noqa: S105
)
NEEDS_WHO = "chưa ghi người đối chiếu"
NEEDS_FILE = "chưa ghi tên tệp"
NEEDS_DATE = "chưa ghi ngày nhận"
NEEDS_PASSWORD = "chưa ghi mật khẩu"  # noqa: S105  # a sentence, no password
FILE_USED = "tệp này đã được chọn ở ô {cell}"
NO_SUCH_FILE = "hộp nhận bài của kỳ không có tệp nào mang tên này"
NO_SUCH_FILE_NEAR = NO_SUCH_FILE + "; có phải ý là «{near}»?"
PAPER_ONLY = "; bản ký chỉ có trên giấy thì để trống ô này"
SEVERAL_FILES = "có nhiều bài cùng tên này; ghi cả đường dẫn của tệp cần dùng"
FILE_OF_OTHER = "tệp này là biểu của {found}, không phải của {asked}"
FILE_NOT_READ = "tệp này chưa đọc được nên chưa dùng được"
FILE_OF_NOBODY = "tệp này không phải biểu của đơn vị"
FILE_IGNORED = "tệp này đã được bỏ qua ở ô {cell}"
DOUBLE_COLUMN = "có hai cột cùng tên này, không biết đọc cột nào"
#: What a finding shows instead of what stands in the cell of a password.
NOT_SHOWN = "(không in ra)"
NOT_CALCULATED = "ô báo lỗi hoặc công thức chưa được tính; gõ giá trị trực tiếp"
NEEDS_REASON = "chưa ghi lý do"
MISSING_SHEET = "trang bị mất"
MISSING_COLUMN = "cột bị mất"
UNIT_TWICE = "đơn vị này đã có ở ô {cell}"
MOMENT_TWICE = "tệp này đã có ngày nhận khác ở ô {cell}"
TWICE = "dòng này đã có giá trị khác ở ô {cell}"
EXAMPLE_NOTE = "Ô màu vàng nhạt: điền; ô khác: không sửa."
