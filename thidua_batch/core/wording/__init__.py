"""Every Vietnamese word that workbooks show: sheet names, column titles, answers, labels.

One submodule for each kind of workbook; what several share stands here.
"""

from __future__ import annotations

from thidua_batch.core.kinds import (
    Accumulate,
    FormSheet,
    NaPolicy,
    Scorer,
    Section,
)
from thidua_batch.core.period import Period, PeriodKind

YES, NO = "Có", "Không"
NOT_APPLICABLE = "Không áp dụng"
NOT_SCORED = "chưa chấm"
DASH = "–"

PROVISIONAL = "TẠM TÍNH"
DRAFT = "DỰ THẢO – số liệu tạm tính"
SAMPLE_NOTE = "SỐ LIỆU GIẢ ĐỊNH"
EXCLUDED = "Không xếp loại"

DIRECT_LINE = "Điểm tự chấm"
POINTS_ONLY_LINE = "Điểm (không khai số liệu gốc)"
VALUE_LINE = "Kết quả thực hiện"
CATEGORY_LINE = "Mức xếp loại"
DONE_LINE = "Đã thực hiện"

#: Units of measure that decide how a line is answered or counted.
YES_NO_MEASURE = "Có/Không"
DAY, WORKING_DAY = "ngày", "ngày làm việc"
#: How a condition names all deductions of its criterion, and joins tests.
DEDUCTIONS = "trừ"
AND, OR = "và", "hoặc"

SECTIONS = {
    Section.BASE: "Điểm chuẩn",
    Section.BONUS: "Điểm thưởng",
    Section.PENALTY: "Điểm trừ",
}
SCORERS = {
    Scorer.UNIT: "Đơn vị",
    Scorer.BLOC: "Khối",
    Scorer.STANDING: "Cơ quan thường trực",
}
NA_POLICIES = {
    NaPolicy.FORBIDDEN: "Không được",
    NaPolicy.RESCALE: "Quy đổi trong nhóm",
    NaPolicy.FULL: "Hưởng trọn điểm",
    NaPolicy.ZERO: "Tính 0 điểm",
}
ACCUMULATES = {
    Accumulate.NONE: "Không",
    Accumulate.SUM: "Cộng",
    Accumulate.LATEST: "Lấy kỳ cuối",
    Accumulate.MEAN: "Trung bình",
    Accumulate.MAXIMUM: "Lấy cao nhất",
}
PERIOD_KINDS = {
    PeriodKind.REGISTRATION: "Đăng ký đầu năm",
    PeriodKind.MONTH: "Tháng",
    PeriodKind.QUARTER: "Quý",
    PeriodKind.HALF: "6 tháng",
    PeriodKind.NINE_MONTHS: "9 tháng",
    PeriodKind.YEAR: "Năm",
}
FORM_SHEETS = {
    FormSheet.UNIT: "Thông tin đơn vị",
    FormSheet.REGISTRATION: "Đăng ký",
    FormSheet.SCORING: "Tự chấm điểm",
    FormSheet.RESULTS: "Kết quả",
    FormSheet.PROPOSALS: "Đề nghị khen thưởng",
    FormSheet.EXAMPLES: "Điển hình",
}

_QUARTERS = ("I", "II", "III", "IV")


def period_name(period: Period) -> str:
    """How people read a period: "6 tháng đầu năm 2019", "năm 2025", "tháng 3 năm 2025"."""
    if period.kind is PeriodKind.MONTH:
        return f"tháng {period.number} năm {period.start.year}"
    if period.kind is PeriodKind.QUARTER:
        return f"quý {_QUARTERS[period.number - 1]} năm {period.year}"
    return {
        PeriodKind.REGISTRATION: f"đăng ký đầu năm {period.year}",
        PeriodKind.HALF: f"6 tháng đầu năm {period.year}",
        PeriodKind.NINE_MONTHS: f"9 tháng năm {period.year}",
        PeriodKind.YEAR: f"năm {period.year}",
    }[period.kind]


IS_EXCLUDED = "không được xếp loại"
NOT_RANKED = "chưa có thứ hạng"
NOT_REGISTERED = "chưa đăng ký đầu năm"
BELOW_GRADE = "xếp loại dưới mức «{grade}»"
NEEDS_AWARD = "chưa đủ điều kiện «{award}»"
BELOW_RANK = "xếp sau hạng {rank}"
HAS_RIVAL = "đã được dự kiến «{award}»"
REQUIRED_NOT_CHOSEN = "không có trong dự kiến «{award}»"
NO_PLACE_LEFT = "hết số suất"
TIE_DOES_NOT_FIT = "đồng hạng vượt số suất còn lại, hội đồng quyết định"

WHY_MISSING = "chưa nộp: {units}"
WHY_UNREAD = "đã gửi, chưa có biểu đọc được: {units}"
WHY_REJECTED = "bài chưa dùng được: {units}"
WHY_UNSIGNED = "chưa có bản ký, đóng dấu: {units}"
WHY_INCOMPLETE = "còn tiêu chí chưa chấm: {units}"
WHY_DRAFT = "bảng điểm còn là dự thảo"
WHY_DECISIONS = "quyết định của khối còn lỗi"
