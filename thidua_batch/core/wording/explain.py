"""Words of explanations (diễn giải): how a unit came to its points, rank, grade and awards."""

from __future__ import annotations

CELL = "tệp {file}, trang «{sheet}», ô {address}"
OWN_CELL = "trang «{sheet}», ô {address}"
WITH_CELL = "{text} [{cell}]"
WITH_POINTS = "{text}: {points} điểm"
GIVES_POINTS = "{text} → {points} điểm"
PLUS, JOIN, AND_SO_ON = " + ", "; ", "…"

# --- sections -----------------------------------------------------------------------------
SECTIONS = {
    "head": "Đơn vị",
    "criterion": "Tiêu chí",
    "rule": "Quy tắc chấm",
    "facts": "Số liệu và từng quy tắc đã áp dụng",
    "sum": "Điểm của tiêu chí",
    "groups": "Cộng theo mục",
    "total": "Tổng điểm",
    "rank": "Thứ hạng",
    "grade": "Xếp loại",
    "awards": "Danh hiệu, hình thức khen thưởng",
    "neighbours": "So với đơn vị xếp liền kề",
}

# --- the unit and its state ---------------------------------------------------------------
UNIT = "{code} – {name}"
RETURN = "Bài được dùng: {file}"
CHOSEN = "Đơn vị gửi nhiều bản; khối chọn bản này"
ACCEPTED = "Bài còn lỗi nhưng được khối chấp nhận: {reason}"
EXCLUDED = "Không xếp loại, không xếp hạng: {code} – {reason}"
EXCLUDED_NO_REASON = "Không xếp loại, không xếp hạng: {code}"
MISSING = "Chưa nộp bài: không có số liệu nào được tính, không có điểm và thứ hạng"
REJECTED = "Bài nộp chưa dùng được: không có số liệu nào được tính, không có điểm và thứ hạng"
NOT_SUBMITTED = "Xác nhận không nộp bài: không có điểm và thứ hạng"
CONFIRMED = "Xác nhận: {text}"
REMINDED = "Đã nhắc: {text}"
NO_SCORES = "Kỳ này không chấm điểm"
NO_RANKS = "Kỳ này không xếp hạng"
FINDING = "{code}: {message}"
PROVISIONAL = "{mark}: {reasons}"

# --- a criterion --------------------------------------------------------------------------
CRITERION = "{code} {text}"
TOP = "Điểm tối đa {points}"
METHOD = "Cách chấm: {title}"
NOT_OWN = "Tiêu chí này không dành cho loại đơn vị «{kind}»; không tính và không quy đổi"
FACT = "{text}: {value}"
BLANK = "để trống"
HOLDS, FAILS = "thỏa", "không thỏa"
STEPS = "{count} bước"
EVIDENCE = "Minh chứng đơn vị ghi: {text}"
DECLARED = "Đơn vị khai: {value}"
NOT_DECLARED = "Đơn vị để trống"
DECIDED = "Quyết định của khối: tính {value}"
CONFIRMED_FACT = "Quyết định của khối: đúng như đơn vị khai"
STATED_BY = "Do {scorer} xác định, không phải đơn vị khai"
GATHERED = "Cộng dồn từ các kỳ trước (cách cộng dồn: {how})"
PART = "Kỳ {period}: {value}"
PART_CHANGED = "Kỳ {period}: {value} (đơn vị khai {declared})"
ON_TIME = "Hạn {due}: đúng hạn"
LATE = "Hạn {due}: trễ {count} {measure}"
NEVER_DONE = "Hạn {due}: chưa thực hiện, tính như trễ quá mọi mức"
DAY = "ngày"
TARGET = "Chỉ tiêu {target}, đạt {share} chỉ tiêu"
TARGET_NO_SHARE = "Chỉ tiêu {target}"
WEIGHT = "{text}; trọng số {weight}"
EXCEEDS = "Chỉ tiêu {target}: vượt {rate}; mức vượt cao nhất khối {best}"
LEADS = "Chỉ tiêu {target}: vượt {rate}, cao nhất khối"
REACHES = "Chỉ tiêu {target}: vừa đạt; mức vượt cao nhất khối {best}"
SHORT = "Chỉ tiêu {target}: chưa đạt, bằng {share} chỉ tiêu"
UNTARGETED = "Không có chỉ tiêu; kết quả cao nhất của các đơn vị không có chỉ tiêu: {best}"
BAND = "Thuộc bậc {band}: {points} điểm"
WORD = "Thuộc mức «{word}»: {points} điểm"
NO_BAND = "Không thuộc bậc hay mức nào: 0 điểm"
ONLY_IF = "{rule}, vì {when}"
TIMES = "{count} {measure} × {each} điểm = {points} điểm"
ONCE = "Tính một lần: {points} điểm"
TIMES_STEP = "{count} bước × {each} điểm = {points} điểm"
DECIDED_PENALTY = "Mức trừ do người thẩm định quyết định trong khung từ {lower} đến {upper} điểm"
LINE_CAP = "{before} → {after} điểm do trần của dòng ({cap})"
NOT_COUNTED = "Không tính vì điều kiện {when} không thỏa ({values})"
NOT_HELD = "Điều kiện {when} không thỏa ({values})"
COUNTED = "Điều kiện {when} thỏa ({values})"
OPERAND = "{name} là {value}"
ALL_DEDUCTIONS = "tổng các mục trừ"
UNKNOWN = "chưa có số liệu"
WAIVED = "Được miễn trừ vì «{text}»"
ONE_OF = "Không tính vì nhóm «{group}» chỉ tính một mức, đã tính «{text}»"

START = "Bắt đầu từ điểm tối đa"
EARNED = "Cộng điểm các dòng"
TAKEN, GIVEN, NET = "Cộng các mục trừ", "Cộng các mục cộng", "Cộng và trừ bù nhau"
CAPPED = "{text}: {before} → {after} do trần {cap}"
AS_PENALTY = "Ghi số dương, trừ vào tổng điểm"
CEILING = "Không quá điểm tối đa: {before} → {after}"
FLOOR = "Không thấp hơn {floor}: {before} → {after}"
ROUNDED = "Làm tròn {places} chữ số thập phân: {before} → {after}"
RESULT = "Điểm của tiêu chí"
SELF = "Theo số liệu đơn vị tự khai: {points} điểm"
NOT_SCORED = "Chưa chấm, tạm tính 0 điểm; còn để trống: {lines}"
NA_SAID = "Đơn vị không có nhiệm vụ này (khai «{na}»)"
NA = {
    "forbidden": "Không tính; {max} điểm tối đa được quy đổi trong mục chứa tiêu chí",
    "rescale": "Không tính; {max} điểm tối đa được quy đổi trong mục chứa tiêu chí",
    "full": "Hưởng trọn điểm tối đa theo bảng điểm",
    "zero": "Tính 0 điểm theo bảng điểm",
}

# --- groups and total ---------------------------------------------------------------------
NODE = "{code} {text}"
NODE_MAX = "{code} {text} (tối đa {max})"
PART_OF = "{code}: {points}"
NODE_NA = "Không áp dụng toàn bộ mục này"
LEFT_OUT = "Không áp dụng: {codes} (tối đa {gone}); quy đổi {sum} × {full} / ({full} − {gone})"
LEFT_OUT_PLAIN = "Không áp dụng: {codes}; không quy đổi"
NODE_LIMIT = "Không quá điểm tối đa của mục: {before} → {after}"
NODE_FLOOR = "Không thấp hơn {floor}: {before} → {after}"
OWN_MAX = "Chỉ gồm các tiêu chí dành cho loại đơn vị này: tối đa {max}"
BASE, BONUS, PENALTY = "Điểm chuẩn", "Điểm thưởng", "Điểm trừ"
WITH_PARTS = "{text} ({parts})"
TOTAL = "Tổng điểm = {base} + {bonus} − {penalty}"
NEGATIVE = "Tổng điểm không xuống dưới 0"
INCOMPLETE = "Còn tiêu chí chưa chấm, tạm tính 0 điểm: {codes}"

# --- rank ---------------------------------------------------------------------------------
RANK = "Hạng {rank} trong {count} đơn vị được xếp hạng, theo tổng điểm {total}"
UNROUNDED = "Xếp theo tổng chưa làm tròn: {points}"
TIED = "Đồng hạng với {units}: bằng nhau ở tổng điểm{keys}"
TIED_KEYS = " và mọi tiêu chí phụ"
BEFORE = "Bằng tổng điểm với {unit}; xếp trên nhờ {key}: {own} so với {other}"
AFTER = "Bằng tổng điểm với {unit}; xếp dưới vì xét {key}: {own} so với {other}"
NO_RANK = "Không xếp hạng"
KEY_UNROUNDED = "tổng điểm trước khi làm tròn"

# --- grade --------------------------------------------------------------------------------
GRADE_MET = "Đủ điều kiện «{grade}»"
GRADE_NOT_MET = "Chưa đủ điều kiện «{grade}»"
GRADE_REST = "«{grade}» là mức còn lại, không có điều kiện"
MET, NOT_MET = "đạt", "không đạt"
TEST_TOTAL = "Tổng điểm từ {want}: {got} – {met}"
TEST_GROUP = "Mỗi mục điểm chuẩn đạt từ {want}: thấp nhất {got} – {met}"
TEST_CRITERION = "Mỗi tiêu chí điểm chuẩn đạt từ {want}: thấp nhất {got} – {met}"
TEST_TARGETS = "Hoàn thành từ {want} số chỉ tiêu: {got} – {met}"
TEST_SHORTFALL = "Không chỉ tiêu nào hụt quá {want}: hụt nhiều nhất {got} – {met}"
NOTHING_TO_TEST = "không có gì để xét"
SHORT_OF = "Chưa tới: {names}"
QUOTA_KEPT = "Trong hạn mức {places} đơn vị của mức «{grade}»"
QUOTA_LOST = "Hạn mức {places} đơn vị của mức «{grade}» đã hết theo thứ hạng, xếp xuống mức kế tiếp"
QUOTA_HOW = "Hạn mức: {share} của {count} đơn vị, {rounding}"
GRADE = "Xếp loại: {grade}"
NO_GRADE = "Không xếp loại"

# --- awards -------------------------------------------------------------------------------
PROPOSED = "{award}: đủ điều kiện, được dự kiến theo thứ hạng"
ELIGIBLE = "{award}: đủ điều kiện nhưng chưa được dự kiến ({remark})"
ELIGIBLE_ONLY = "{award}: đủ điều kiện"
NOT_ELIGIBLE = "{award}: chưa đủ điều kiện ({reasons})"
PLACES = "Số suất: {places}"
PLACES_SHARE = "Số suất: {share} của {count} = {places} ({rounding})"
NO_LIMIT = "Số suất: không giới hạn"
VOTES = "Danh sách dự kiến theo thứ hạng; việc suy tôn do hội đồng bỏ phiếu quyết định"

# --- neighbours ---------------------------------------------------------------------------
FIRST, LAST = "Không có đơn vị nào xếp trên", "Không có đơn vị nào xếp dưới"
BELOW = "Xếp dưới {unit} (hạng {rank}, {total} điểm)"
ABOVE = "Xếp trên {unit} (hạng {rank}, {total} điểm)"
SHARED = "{text}; cùng hạng đó còn {units}"
BY_POINTS = "{text}: chênh {gap} điểm"
BY_KEY = "{text}: bằng tổng điểm, xét {key}: {own} so với {other}"
PART_GAP = "{name}: {own} so với {other}"
ABSENT = "không áp dụng"
REST_GAP = "Làm tròn, hoặc tổng điểm không xuống dưới 0"
