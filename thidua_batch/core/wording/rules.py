"""Sentences of scoring rules (quy tắc chấm): what is wrong with them, and what they say."""

from __future__ import annotations

from thidua_batch.core.kinds import LineKind

LACKS = {
    LineKind.BAND: "chưa có hàng «Bậc» nào",
    LineKind.CATEGORY: "chưa có hàng «Mức» nào",
}
NO_POINTS = {
    LineKind.BAND: "có bậc chưa ghi điểm",
    LineKind.CATEGORY: "có mức chưa ghi điểm",
}
TOO_MANY = "có hơn 55 bậc, mức hoặc tên mức dài hơn 200 ký tự, công thức Excel không chứa hết"
FULL_OF_NOTHING = "bắt đầu từ điểm tối đa nhưng chưa ghi điểm tối đa"
TOO_LONG = "quy tắc quá dài, công thức Excel không chứa hết; chia thành nhiều tiêu chí"
WAIVER_DUE = "dòng miễn trừ «{line}» không dùng cột «Hạn»"
NO_SUCH_WORD = "điều kiện của dòng «{line}»: «{other}» không bao giờ là «{value}»"
NO_START = "cách chấm này không dùng tùy chọn «Bắt đầu từ»"
FLOOR_TOO_HIGH = "mức «Không thấp hơn» lớn hơn điểm tối đa"
ROW_TOO_HIGH = "có bậc hoặc mức cho điểm lớn hơn điểm tối đa"
CIRCLE = "các điều kiện chờ lẫn nhau thành vòng"
LINE_NO_POINTS = "dòng «{line}» chưa ghi số điểm"
RATE_NEEDS = "tỷ lệ «{line}» phải ghi «tử / mẫu» ở cột «Tính từ dòng»"
STEP_NEEDS = "dòng «{line}» phải có «Tính từ dòng», ngưỡng ở «Từ» hoặc «Đến», và «Mỗi bước»"
RANGE_NEEDS = "dòng «{line}» phải có khung trừ không âm ở cột «Từ» và «Đến»"
BAD_CONDITION = "điều kiện của dòng «{line}» không đọc được: «{text}»"
UNKNOWN_LINES = "dòng «{line}» nhắc đến dòng không có: {names}"

BY_UNIT_POINTS = "Chấm trực tiếp"
UP_TO = "{rule}, tối đa {max} điểm"
ITEM = "{text}: {points} điểm"
START = "Bắt đầu từ {points} điểm"
DEDUCT = "{text}: trừ {points} điểm mỗi {measure}"
BONUS = "{text}: cộng {points} điểm mỗi {measure}"
DEDUCT_ONCE = "{text}: trừ {points} điểm"
BONUS_ONCE = "{text}: cộng {points} điểm"
RANGE = "{text}: trừ từ {lower} đến {upper} điểm, do người thẩm định quyết định kèm lý do"
WAIVER = "{text}: có thì không trừ {lines}"
WAIVER_ALL = "{text}: có thì không trừ"
RATE = "{text} = {top} / {bottom} × 100"
STEP = "{text}: {points} điểm cho mỗi {step} {side} {edge}"
STEP_ABOVE, STEP_BELOW = "trên", "dưới"
CONDITION = "{text}: {when}"
LIMIT = "{rule} (nhiều nhất {cap} điểm)"
ONLY_IF = "{rule}, chỉ khi {when}"
ONE_OF = "; chỉ tính một mức trong nhóm {group}"
ONE_WITH = "; cùng với {lines} chỉ tính một mức"
ONE_AMONG = "; chỉ tính một mức trong {count} dòng cùng nhóm"
DUE = "hạn {date}"
WITH_DUE = "{rule} ({due})"
CASE = "lần"
DAY_LATE = "ngày trễ"
LINES_AND = ", "

CAPS = {
    "deduct_cap": "Tổng các mục trừ nhiều nhất {points} điểm",
    "bonus_cap": "Tổng các mục cộng nhiều nhất {points} điểm",
    "net_cap": "Cộng và trừ bù nhau, nhiều nhất {points} điểm",
}
FLOOR = "Không thấp hơn {points} điểm"
NO_FLOOR = "Có thể xuống dưới 0"
BETWEEN = "{lower} và {upper}"
TIER, ITEMS, TIER_AND = "khi {when}: {items} điểm", "{items} điểm", "; "
BRIEF, MINUS, PERCENT = "{text}: {points}", "−", "%"
FROM, ABOVE, UP_TO_END, BELOW = "từ", "trên", "đến ", "dưới"

HOLDS, FAILS = "đạt {name}", "không đạt {name}"
NAMED, LATE = "«{name}»", "số ngày trễ {name}"
OF_CRITERION = "{name} của tiêu chí {criterion}"
ALL_DEDUCTIONS = "tổng điểm trừ"
DEDUCTED = {"=": "không bị trừ điểm nào", "<=": "không bị trừ điểm nào", ">": "có bị trừ điểm"}
DAYS_LATE = "trễ {text} ngày"
IN_TIME = {"=": "đúng hạn", "<=": "đúng hạn", ">": "trễ hạn"}
SIGNS = {">=": "≥", "<=": "≤", "<>": "≠"}
IS = {"=": "là", "<>": "không phải là"}
