"""Words of the consolidated workbook (bảng tổng hợp): sheet names, titles, columns, sentences."""

from __future__ import annotations

OVERVIEW = "Tổng hợp điểm"
RANKING = "Xếp hạng"
DETAIL = "Chi tiết"
COMPARE = "Đối chiếu tự chấm – thẩm định"
EXTRAS = "Điểm cộng, trừ"
REGISTRATION = "Đăng ký – Giao ước"
NOMINATIONS = "Suy tôn"
WORKLOAD = "Khối lượng (tham khảo)"
FINDINGS = "Lỗi và lưu ý"
RECEIVED = "Tệp đã nhận"
SOURCES = "Nguồn số liệu"
EXPLAIN = "Diễn giải điểm"
DATA = "Số liệu"

BOOK_TITLE = "Tổng hợp thi đua {period} – {bloc}"
TITLES = {
    OVERVIEW: "BẢNG TỔNG HỢP ĐIỂM THI ĐUA",
    RANKING: "BẢNG XẾP HẠNG",
    DETAIL: "BẢNG ĐIỂM CHI TIẾT THEO TIÊU CHÍ",
    COMPARE: "ĐỐI CHIẾU ĐIỂM TỰ CHẤM VÀ ĐIỂM THẨM ĐỊNH",
    EXTRAS: "ĐIỂM THƯỞNG VÀ ĐIỂM TRỪ",
    REGISTRATION: "ĐĂNG KÝ THI ĐUA VÀ GIAO ƯỚC",
    NOMINATIONS: "ĐIỀU KIỆN SUY TÔN, ĐỀ NGHỊ KHEN THƯỞNG",
    WORKLOAD: "SO SÁNH THEO KHỐI LƯỢNG CÔNG VIỆC (THAM KHẢO)",
    FINDINGS: "LỖI VÀ LƯU Ý KHI KIỂM TRA SỐ LIỆU",
    RECEIVED: "CÁC TỆP ĐÃ NHẬN",
    SOURCES: "NGUỒN SỐ LIỆU",
    EXPLAIN: "DIỄN GIẢI ĐIỂM, THỨ HẠNG, XẾP LOẠI",
    DATA: "SỐ LIỆU ĐƯỢC TÍNH",
}
NOTES = {
    RANKING: "Thứ tự trên trang này tự sắp lại khi số liệu ở trang «Số liệu» thay đổi.",
    DETAIL: "Điểm tính trực tiếp từ trang «Số liệu» theo bảng điểm của khối.",
    COMPARE: "Điểm tự chấm tính từ số liệu đơn vị khai; điểm được tính lấy từ trang «Chi tiết».",
    DATA: "Ô nền vàng ở cột «Được chấp nhận» sửa được; điểm và thứ hạng tự tính lại theo.",
    EXPLAIN: "Phần diễn giải bằng chữ ghi tại thời điểm tổng hợp; cột điểm lấy trực tiếp từ trang "
    "«Chi tiết» và «Tổng hợp điểm». Ô không ghi tệp là ô trong bài của chính đơn vị.",
    RECEIVED: "Xếp theo đơn vị; tệp chưa rõ của đơn vị nào đứng cuối. Nghĩa của từng mã ở trang "
    "«Lỗi và lưu ý».",
    SOURCES: "Mỗi số liệu được tính đều ghi rõ tệp, trang và ô nơi đơn vị hoặc khối đã khai.",
    NOMINATIONS: "Danh sách này ghi điều kiện và dự kiến theo thứ hạng; việc suy tôn do hội đồng "
    "bỏ phiếu quyết định. Đăng ký và loại trừ ghi tại thời điểm tổng hợp; phần còn lại tự tính "
    "theo thứ hạng và xếp loại.",
    WORKLOAD: "Trang này chỉ để tham khảo; không thay tổng điểm, thứ hạng, xếp loại và suất khen "
    "ở các trang khác.",
}
PERIOD_LINE = "Kỳ: {period} (từ {start} đến {end})"
BASIS = "Căn cứ: {text}"
MARK_PROVISIONAL = "{mark}: {reasons}"
NO_TIE_BREAK = "Đơn vị bằng điểm cùng một hạng."
TIE_BREAKS = "Bằng điểm thì xét lần lượt: {keys}; vẫn bằng thì cùng một hạng."
TIE_NODE = "điểm mục {code} cao hơn"
TIE_BONUS = "điểm thưởng cao hơn"
TIE_PENALTY = "điểm trừ thấp hơn"
GRADES = "Xếp loại: {grades}."
GRADE_TOTAL = "từ {points} điểm"
GRADE_SHARE = "mỗi nhóm đạt từ {share}"
GRADE_REST = "còn lại"
GRADE_CRITERION = "mỗi tiêu chí đạt từ {share}"
GRADE_TARGETS = "hoàn thành từ {share} số chỉ tiêu"
GRADE_SHORTFALL = "không chỉ tiêu nào hụt quá {share}"
GRADE_QUOTA = "nhiều nhất {share} {base} ({rounding})"
GRADE_QUOTA_NOTE = (
    "Đơn vị vượt hạn mức của một mức được xếp xuống mức kế tiếp theo thứ hạng; "
    "đồng hạng không đủ chỗ thì cùng xuống."
)
BASE_UNITS = "số đơn vị của khối"
BASE_RANKED = "số đơn vị được xếp hạng"
BASE_GRADED = "số đơn vị đạt từ mức «{grade}»"
BASE_AWARD = "số đơn vị đủ điều kiện «{award}»"
ROUNDINGS = {
    "floor": "làm tròn xuống",
    "nearest": "làm tròn đến số gần nhất",
    "ceiling": "làm tròn lên",
    "at_least_one": "làm tròn xuống, ít nhất 1",
}

CHART = "Tổng điểm theo thứ hạng"

NO = "STT"
CODE = "Mã"
UNIT = "Đơn vị"
UNIT_CODE = "Mã đơn vị"
CRITERION = "Tiêu chí"
TEXT = "Nội dung"
MAX = "Điểm tối đa"
BASE = "Điểm chuẩn"
BONUS_RAW = "Thưởng trước giới hạn"
BONUS = "Điểm thưởng"
PENALTY = "Điểm trừ"
TOTAL = "Tổng điểm"
RANK = "Hạng"
GRADE = "Xếp loại"
GRADE_BEFORE = "Xếp loại trước hạn mức"
GRADE_STEP = "Mức theo điều kiện"
GRADE_STEP_AFTER = "Mức sau hạn mức «{grade}»"
LEAST_SHARE = "Tỷ lệ tiêu chí thấp nhất"
TARGETS_MET = "Tỷ lệ chỉ tiêu hoàn thành"
SHORTFALL = "Mức hụt so với chỉ tiêu"
SHARES = "Tỷ lệ điểm từng tiêu chí (không in)"
STATE = "Ghi chú"
HELPERS = "Cột tính phụ (không in)"
FLAG = "Xếp hạng (1/0)"
KEY_TOTAL = "Điểm để xếp hạng"
KEY = "Tiêu chí phụ {number}"
SAME = "Số đơn vị bằng nhau"
ORDER = "Khóa thứ tự"
POSITION = "Vị trí"
GROUP_HEAD = "{code}. {text} ({max})"
GROUP_HEAD_NO_MAX = "{code}. {text}"
RAW_ROW = "Cộng mục {code} trước khi giới hạn"

SELF = "Điểm tự chấm"
EFFECTIVE = "Điểm được tính"
GAP = "Chênh lệch"
UNIT_SUM = "Cộng các tiêu chí điểm chuẩn – {unit}"

LINE = "Mã dòng"
MEASURE = "Đơn vị tính"
TARGET = "Chỉ tiêu"
WEIGHT = "Trọng số"
DECLARED = "Đơn vị khai"
ACCEPTED = "Được chấp nhận"
USED = "Số được tính"
VALUE_USED = "Giá trị tính"
RAW_POINTS = "Điểm trước giới hạn"
LINE_POINTS = "Điểm của dòng"
POINTS = "Điểm"
RULE = "Quy tắc chấm"
FACTS = "Số liệu"
FACTS_TOLD = "Số liệu, diễn giải"
KIND = "Loại"
SUMMARY = "Cộng theo đơn vị"

PLAN = "Đã ban hành kế hoạch"
PLEDGE = "Đã ký giao ước"
THEME = "Chủ đề, khẩu hiệu thi đua"
NOT_RETURNED = "chưa nộp"
REGISTERED = "Đăng ký"
ELIGIBLE = "Đủ điều kiện"
REASONS = "Lý do chưa đủ điều kiện hoặc chưa được dự kiến"
PROPOSED = "Dự kiến theo thứ hạng"
CANDIDATE = "Được xét (1/0)"
QUOTAS = "Số suất của từng danh hiệu, hình thức khen thưởng"
QUOTA = "Số suất"
QUOTA_HOW = "Cách tính"
QUOTA_BASE = "Số đơn vị làm gốc"
QUOTA_FIXED = "{count} suất theo quy định của khối"
QUOTA_SHARE = "{share} {base}, {rounding}"
QUOTA_BOTH = "{share}; không quá {fixed}"
NO_LIMIT = "không giới hạn"

WORKLOADS = {
    "coefficient": "Hệ số",
    "headcount": "Biên chế",
    "subunits": "Số đơn vị trực thuộc",
}
COEFFICIENT = "Hệ số khối lượng"
ADJUSTED = "Tổng điểm quy đổi"
ADJUSTED_RANK = "Hạng quy đổi"
EXACT_PART = "{award} ({places} suất): phần chính xác"
PLACES = "Số suất phân bổ"
SHARE_WEIGHT = "Trọng số phân bổ"
WORKLOAD_HOW = {
    "coefficient": "Tổng điểm quy đổi = tổng điểm × hệ số khối lượng do khối quy định.",
    "headcount": "Hệ số khối lượng = biên chế của đơn vị / biên chế bình quân của khối, làm tròn "
    "4 chữ số thập phân; tổng điểm quy đổi = tổng điểm × hệ số.",
    "subunits": "Hệ số khối lượng = số đơn vị trực thuộc / số bình quân của khối, làm tròn "
    "4 chữ số thập phân; tổng điểm quy đổi = tổng điểm × hệ số.",
}
WITHOUT_FIGURE = "Không có số liệu «{figure}» nên không quy đổi: {units}."
SHARE_HOW = (
    "Phân bổ suất giữa các đơn vị được xếp hạng theo phương pháp số dư lớn nhất: mỗi đơn vị được "
    "phần nguyên của phần chính xác, suất còn lại lần lượt cho phần lẻ lớn nhất."
)
REMAINDER_TIE = (
    "«{award}»: {units} có phần lẻ bằng nhau nhưng không đủ suất cho tất cả; suất được giao theo "
    "thứ tự danh sách đơn vị, khối cần xem lại."
)
AWARD = "Danh hiệu, hình thức khen thưởng"
AWARD_KINDS = {True: "Danh hiệu thi đua", False: "Hình thức khen thưởng"}

LEVEL = "Mức"
WHAT = "Phát hiện"
HINT = "Cần làm"
FILE = "Tệp"
SHEET = "Trang"
CELL = "Ô"
NO_FINDINGS = "Không có lỗi hay lưu ý nào."
FINDING_CODE = "Mã lỗi"
RECEIVED_AS = "{file} (tên khi nhận: {name})"
HASH = "Mã kiểm tra SHA-256"
FILE_STATE = "Tình trạng"
RECEIVED_AT = "Nhận lúc"
SIGNED_COPY = "Bản ký, đóng dấu"
NO_FILES = "Hộp nhận bài chưa có tệp nào."
VALUE = "Giá trị"

STATES = {
    "ranked": "",
    "scored": "",
    "excluded": "{reason}",
    "missing": "Chưa nộp bài",
    "rejected": "Bài chưa dùng được",
    "not_submitted": "Xác nhận không nộp",
}
INCOMPLETE = "Còn tiêu chí chưa chấm"
TIED = "Đồng hạng ({count} đơn vị)"
JOIN = "; "

EXPLAIN_RULES = {
    "total": "Điểm chuẩn + điểm thưởng − điểm trừ",
    "neighbours": "Chênh lệch tổng điểm chia theo từng phần, phần lớn trước",
}
PLAIN = "{text}"
OF_PERIOD = "{text} (kỳ {period})"
BY_UNIT = "{text} (đơn vị khai)"
BY_DECISION = "{text} (quyết định của khối)"
