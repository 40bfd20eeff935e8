"""Words on what was received: Excel returns, signed copies, evidence, what became of each file."""

from __future__ import annotations

from collections.abc import Mapping

#: What `core.receipts` finds of a unit's Excel return; of several or faulty ones, how many.
EXCEL: Mapping[str, str] = {
    "missing": "chưa nộp",
    "unopened": "đã gửi, chưa mở được",
    "mistaken": "gửi nhầm biểu",
    "used": "đã nộp, được dùng",
    "accepted": "được dùng, chấp nhận {count} lỗi",
    "faulty": "còn {count} lỗi",
    "several": "{count} bản, chưa chọn",
    "waiting": "đã nộp, chờ bản mới",
    "excused": "xác nhận không nộp",
}
SIGNED: Mapping[str, str] = {
    "none": "chưa có",
    "uncompared": "có, chưa đối chiếu",
    "same": "có, khớp",
    "keep_excel": "khác: dùng bản Excel",
    "wait": "khác: chờ bản mới",
}
EVIDENCE = "{given}/{asked} tiêu chí"

FILES: Mapping[str, str] = {
    "used": "Được dùng",
    "refused": "Từ chối",
    "superseded": "Bị thay bởi bản khác",
    "attached": "Kèm theo",
    "unpacked": "Gói đã mở",
    "ignored": "Bỏ qua",
}
STATE_FOR = "{state} ({code})"
SUPERSEDED_BY = "{file} (thay bởi: {name})"
IGNORED_FOR = "{file} ({reason})"

COPY = "bản ký"
COPY_FILE = "«{file}»"
COPY_NUMBER = "số {number}"
COPY_DAY = "ngày {day}"
COPY_COMPARED = "{who} đối chiếu {day}: {verdict}"
COPY_OF_OTHER = "{said} – không phải với bản đang dùng"
COPY_EXCEL = "{said} (với «{file}»)"
#: What BLOC-013 says of a return and of the comparison: file, moment or day.
EXCEL_FILE, EXCEL_AT = "«{file}»", "«{file}», nhận {at}"
NOT_COMPARED = "không phải bản đã đối chiếu ({known})"
NOT_SURE = "chưa chắc là bản đã đối chiếu ({known})"
NO_FILE_NOTED = "chưa ghi «Tệp Excel đã đối chiếu»"
COMPARED_ON = ", đối chiếu {day}"
NOTE = " Khối ghi: {reason}"
SCAN, PAPER = "bản scan, ảnh hoặc PDF", "tệp Word hoặc tệp chữ"
COPY_COMPARED_BY = "{who} đối chiếu: {verdict}"
