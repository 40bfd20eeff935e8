"""Short texts laid in the folders of a workspace, the feedback to units, the next step."""

from __future__ import annotations

from collections.abc import Mapping

README_NAME = "DOC_TRUOC.txt"

#: Folder (from the root of the workspace) -> what it is for.
FOLDERS: Mapping[str, str] = {
    "input_templates": "Biểu mẫu trống, mỗi đơn vị một tệp, xếp theo kỳ. Gửi cho đơn vị điền.\n"
    "Tạo lại bằng lệnh: thidua templates\n",
    "inbox": "Hộp nhận bài: chép các biểu đơn vị gửi về vào thư mục của kỳ (ví dụ inbox/2025-N).\n"
    "Phần mềm chỉ đọc, không sửa và không ghi đè tệp nào ở đây.\n",
    "decisions": "Những gì do người quyết định: quyet_dinh.xlsx của từng kỳ.\n"
    "Mở bằng Excel, điền các ô màu vàng nhạt rồi lưu lại.\n",
    "output": "Kết quả theo kỳ: 1-phan-hoi (gửi lại đơn vị), 2-tong-hop (sổ tổng hợp),\n"
    "3-bao-cao (báo cáo). Tệp đã bị sửa tay không bao giờ bị ghi đè.\n",
}
ROOT_README = (
    "Thư mục làm việc của khối thi đua.\n"
    "1. Điền khoi.xlsx (danh sách đơn vị, bảng điểm, kỳ báo cáo).\n"
    "2. thidua templates: tạo biểu mẫu cho từng đơn vị, gửi đi.\n"
    "3. Chép bài nhận được vào inbox/<kỳ>, rồi: thidua check\n"
    "4. Điền decisions/<kỳ>/quyet_dinh.xlsx, rồi: thidua consolidate\n"
    "Gõ thidua không kèm gì để mở thực đơn.\n"
)

FEEDBACK_TITLE = "PHIẾU ĐỀ NGHỊ CHỈNH SỬA, BỔ SUNG"
FEEDBACK_HEAD = "{bloc}\nKỳ: {period}\nĐơn vị: {unit}\n"
FEEDBACK_CLEAN = "Biểu của đơn vị không có lỗi. Trân trọng cảm ơn.\n"
FEEDBACK_ABSENT = "Khối chưa nhận được biểu của đơn vị.\n"
FEEDBACK_INTRO = "Đề nghị đơn vị xem và sửa các điểm sau rồi gửi lại biểu:\n"
FEEDBACK_LINE = "{number}. [{severity}] {place}{message}\n   Cách làm: {hint}\n"
FEEDBACK_PLACE = "Trang «{sheet}», ô {cell}: "

NEXT_TEMPLATES = "Tạo biểu mẫu và gửi cho các đơn vị: thidua templates"
NEXT_COLLECT = "Chép các biểu nhận được vào {path}"
NEXT_ASK = "Gửi phiếu ở 1-phan-hoi cho đơn vị có lỗi; nhắc {count} đơn vị chưa nộp"
NEXT_FIX = "Đề nghị {count} đơn vị sửa lỗi (phiếu ở 1-phan-hoi), rồi chạy: thidua check"
NEXT_FIX_AND_ASK = (
    "Đề nghị {count} đơn vị sửa lỗi (phiếu ở 1-phan-hoi), nhắc {missing} đơn vị chưa nộp, "
    "rồi chạy: thidua check"
)
NEXT_DECIDE = "Điền các ô còn trống trong {path}, rồi chạy: thidua consolidate"
NEXT_CONSOLIDATE = "Đủ bài, không còn lỗi. Tổng hợp: thidua consolidate"

#: What a unit is told instead of the secretary's own next step.
FEEDBACK_HINTS = {
    "BOOK-009": "Đề nghị đơn vị xác nhận bản nào là bản chính thức.",
    "BLOC-008": "Đề nghị đơn vị gửi bản có chữ ký, đóng dấu.",
    "BLOC-010": "Đề nghị đơn vị gửi lại để bản Excel và bản ký khớp nhau.",
    "CELL-013": "Đề nghị đơn vị xác nhận không được giao nhiệm vụ này.",
}
