"""Words of the reports that are facts rather than sentences: subjects by period, states, labels.

Whole sentences stand in `reports/templates`.
"""

from __future__ import annotations

from collections.abc import Mapping

from thidua_batch.core import vn
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.period import Period, PeriodKind
from thidua_batch.core.wording import EXCLUDED, period_name

STATES: Mapping[UnitState, str] = {
    UnitState.RANKED: "Đã xếp hạng",
    UnitState.SCORED: "Chưa xếp hạng",
    UnitState.EXCLUDED: EXCLUDED,
    UnitState.MISSING: "Chưa nộp",
    UnitState.REJECTED: "Bài chưa dùng được",
    UnitState.NOT_SUBMITTED: "Xác nhận không nộp",
}

BLOC, CLUSTER = "khối", "cụm"
LEAD, DEPUTY = "Trưởng {kind}", "Phó Trưởng {kind}"
SIGNING = "{kind} THI ĐUA"
BASIS = "Căn cứ"
REPORT_SYMBOL = "BC-"
NO_PLACE = "………………"
NO_TEXT = "Chưa có nội dung báo cáo."
PER_PLACE = "{sheet}, ô {cell}"
BLOC_WIDE = "Cả khối"
PARTS_POINTS = "{name}: {points}"
BONUS, PENALTY, TOTAL = "Điểm thưởng", "Điểm trừ", "Tổng điểm"

BAD_TEMPLATE = "không phải tệp Word (.docx) đọc được"
BAD_NAME = "chỗ điền không có trong danh sách ({detail})"
BAD_SYNTAX = "câu lệnh điền bị sai ({detail})"

_SUMMARY = "sơ kết phong trào thi đua, công tác khen thưởng {period}; {ahead}"
_FINAL = "tổng kết phong trào thi đua, công tác khen thưởng {period}; {ahead}"
_AHEAD = "phương hướng, nhiệm vụ {next}"
_REGISTRATION = "kết quả phát động, đăng ký thi đua năm {year}"
LATER = "thời gian tới"
SECOND_HALF = "6 tháng cuối năm {year}"
LAST_QUARTER = "3 tháng cuối năm {year}"
WHOLE_YEAR = "năm {year}"


def next_period(period: Period) -> str:
    """What comes after a period, as reports say it: "6 tháng cuối năm 2019", "năm 2026"."""
    if period.kind is PeriodKind.HALF:
        return SECOND_HALF.format(year=period.year)
    if period.kind is PeriodKind.NINE_MONTHS:
        return LAST_QUARTER.format(year=period.year)
    if period.kind is PeriodKind.YEAR:
        return WHOLE_YEAR.format(year=period.year + 1)
    return LATER


def subject(period: Period) -> str:
    """What the report is about (trích yếu), without a capital at its start."""
    if period.kind is PeriodKind.REGISTRATION:
        return _REGISTRATION.format(year=period.year)
    pattern = _FINAL if period.kind is PeriodKind.YEAR else _SUMMARY
    ahead = _AHEAD.format(next=next_period(period))
    return pattern.format(period=period_name(period), ahead=ahead)


def kind_of_bloc(name: str) -> str:
    """What the bloc calls itself: "khối" or "cụm"."""
    return CLUSTER if vn.fold(name).startswith("cum ") else BLOC
