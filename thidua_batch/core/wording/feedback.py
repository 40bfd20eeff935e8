"""Words of what a unit is told: the to-do sheet of its marked copy, the text that goes with it."""

from __future__ import annotations

from collections.abc import Mapping

TITLE = "PHIẾU ĐỀ NGHỊ CHỈNH SỬA, BỔ SUNG"
#: Where nothing is asked to be corrected.
CLEAN_TITLE = "XÁC NHẬN ĐÃ NHẬN BIỂU"
ABSENT_TITLE = "ĐỀ NGHỊ NỘP BIỂU THI ĐUA"
EXCUSED_TITLE = "GHI NHẬN KHÔNG NỘP BIỂU"
PENDING_TITLE = "THÔNG BÁO ĐÃ NHẬN TỆP"

# --- the marked copy ------------------------------------------------------------------------
TODO_DO = (
    "Đề nghị đơn vị sửa ngay trên tệp này theo bảng dưới đây, rồi lưu và gửi lại chính tệp này. "
    "Bấm vào địa chỉ ở cột «Ô» để tới ô cần sửa; chỉ vào ô có dấu tam giác ở góc để đọc lý do."
)
TODO_LOOKS = (
    "Ô viền đậm là lỗi, phải sửa; ô viền nét đứt cần xem lại; ô viền chấm đã được hiểu lại, xem "
    "để biết. Các ô khác giữ nguyên như đơn vị đã điền."
)
TODO_NOTHING = "Không có điểm nào phải sửa."
COLUMNS: tuple[tuple[str, float], ...] = (
    ("STT", 5.0),
    ("Mức độ", 10.0),
    ("Trang", 16.0),
    ("Ô", 12.0),
    ("Nội dung", 46.0),
    ("Cách làm", 40.0),
    ("Đã sửa", 8.0),
)
SENT_AT = "{address}\n(đã gửi: {sent})"
#: An address of the file that came, for which this copy has no cell.
SENT_ONLY = "ô {sent} của tệp đã gửi"
DONE, DONE_PROMPT = "x", "Sửa xong thì ghi x để tự theo dõi; khối không đọc cột này."
WHOLE = "Cả biểu"
#: Names that units gave to sheets stand in quotes, so that none is taken for a part of the form.
OTHER_SHEET = "«{sheet}»"
COMMENT = "{severity}: {message}\nCách làm: {hint}"
LOST = "Đơn vị đã ghi «{raw}» ở một ô không còn trong biểu hiện nay (mã {code})."
LOST_DO = "Nếu cần, ghi lại vào ô phù hợp của biểu này."

# --- the text -------------------------------------------------------------------------------
TO = "Kính gửi: {unit}"
CLEAN = (
    "{bloc} đã nhận biểu thi đua {period} của quý đơn vị. Qua kiểm tra, biểu không có lỗi và "
    "không có điểm nào cần bổ sung."
)
ABSENT = (
    "Đến nay {bloc} chưa nhận được biểu thi đua {period} của quý đơn vị. Đề nghị quý đơn vị điền "
    "biểu mẫu đã gửi và gửi lại tệp Excel cho đầu mối của khối."
)
EXCUSED = (
    "{bloc} ghi nhận quý đơn vị không nộp biểu thi đua {period}. Nếu có thay đổi, đề nghị báo cho "
    "đầu mối của khối."
)
PENDING = (
    "{bloc} đã nhận tệp của quý đơn vị nhưng chưa dùng được cho kỳ {period}; đầu mối của khối sẽ "
    "liên hệ để thống nhất cách xử lý."
)
INTRO = "Qua kiểm tra biểu thi đua {period} của quý đơn vị, {bloc} thấy có {counts}, cụ thể:"
INTRO_UNREAD = (
    "{bloc} đã nhận tệp quý đơn vị gửi cho kỳ {period} nhưng chưa có biểu Excel nào của đơn vị đọc "
    "được; có {counts}, cụ thể:"
)
COUNTS: Mapping[str, str] = {
    "ERROR": "{count} lỗi phải sửa",
    "WARNING": "{count} điểm cần lưu ý",
    "NOTE": "{count} chỗ phần mềm đã tự sửa cách ghi",
}
LINE = "{number}. [{severity}] {place}{message}\n   Cách làm: {hint}"
PLACE = "Trang «{sheet}», ô {cell}: "
MORE = "… và {count} điểm khác; xem đủ trong trang «{sheet}» của tệp {copy}."
BACK_COPY = (
    "Đề nghị quý đơn vị sửa ngay trên tệp {copy} gửi kèm (bản của chính đơn vị, các ô cần sửa đã "
    "được đánh dấu, danh sách ở trang «{sheet}»), lưu dạng Excel Workbook (.xlsx) và gửi lại "
    "chính tệp đó."
)
BACK = (
    "Đề nghị quý đơn vị sửa trên biểu đã điền, lưu dạng Excel Workbook (.xlsx) và gửi lại cho "
    "đầu mối của khối."
)
BACK_AGAIN = (
    "Đề nghị quý đơn vị gửi lại biểu đã điền, dạng Excel Workbook (.xlsx), không nén, không đặt "
    "mật khẩu, cho đầu mối của khối."
)
BACK_CONFIRM = (
    "Đề nghị quý đơn vị trả lời bản nào là bản chính thức để khối dùng; chưa cần sửa hay gửi lại "
    "biểu."
)
BACK_LOOK = "Các điểm trên không bắt buộc sửa; nếu có sửa, đề nghị gửi lại tệp Excel."
BACK_LOOK_COPY = (
    "Các điểm cần xem lại đã được đánh dấu trong tệp {copy} gửi kèm (bản của chính đơn vị), không "
    "bắt buộc sửa; nếu có sửa thì sửa ngay trên tệp đó rồi gửi lại chính tệp đó."
)
SIGNED = "Gửi kèm bản đã ký, đóng dấu (PDF) có số liệu khớp với tệp Excel."
DEADLINE = "Hạn nộp của kỳ: {date}."
THANKS = "Trân trọng cảm ơn./."

#: What a unit reads instead of a message that names files, marks or commands of the bloc.
MESSAGES: Mapping[str, str] = {
    "BOOK-003": "Tệp «{name}» là biểu của khối khác.",
    "BOOK-005": "Tệp «{name}» không phải biểu khối đã gửi cho đơn vị.",
    "BOOK-009": "Đơn vị đã gửi {count} bản khác nhau: {names}.",
    "BOOK-024": "Trong «{parcel}», tệp «{name}» không đọc được: {reason}.",
    "BOOK-025": "Tệp «{name}» chưa mở được: {reason}.",
    "BOOK-007": "Tệp «{name}» có các dấu nhận dạng không khớp nhau, như thể ghép từ nhiều biểu.",
    "BOOK-012": "Tệp «{name}» làm theo phiên bản cũ của biểu mẫu.",
    "CELL-033": "Ô này ghi «{raw}», biểu hiện nay ghi «{expected}».",
    "BOOK-015": "Tệp «{name}» có cả trang của đơn vị khác.",
    "BOOK-031": "Tệp «{name}» có mật khẩu; các mật khẩu khối đang có không mở được tệp.",
}
#: What a unit is told to do instead of the secretary's own next step.
HINTS: Mapping[str, str] = {
    "BLOC-008": "Gửi bản có chữ ký, đóng dấu.",
    "BLOC-010": "Gửi lại để bản Excel và bản ký khớp nhau.",
    "BOOK-003": "Điền vào biểu mẫu của khối mình rồi gửi lại.",
    "BOOK-004": "Điền vào biểu mẫu của kỳ {expected} rồi gửi lại.",
    "BOOK-005": "Điền vào đúng biểu khối đã gửi cho đơn vị mình rồi gửi lại.",
    "BOOK-007": "Điền lại trên đúng biểu khối đã gửi cho đơn vị mình.",
    "BOOK-009": "Đề nghị đơn vị xác nhận bản nào là bản chính thức.",
    "BOOK-011": "Gửi thêm biểu Excel đã điền.",
    "BOOK-012": "Điền trên biểu mẫu mới nhất khối đã gửi.",
    "BOOK-015": "Gửi một tệp riêng, điền trên đúng biểu của đơn vị mình.",
    "BOOK-016": "Gửi lại tệp dạng Excel Workbook (*.xlsx).",
    "BOOK-018": "Gõ giá trị trực tiếp vào biểu.",
    "BOOK-019": "Nếu có số liệu cần tính, chuyển vào đúng ô của biểu.",
    "BOOK-024": "Gửi lại riêng tệp đó, không nén.",
    "BOOK-025": "Gửi lại riêng tệp Excel, không nén.",
    "BOOK-027": "Gửi lại tệp Excel đã điền.",
    "BOOK-032": "Gửi lại đúng biểu khối đã gửi cho đơn vị mình.",
    "BOOK-028": "Gửi lại tệp không đặt mật khẩu, hoặc cho khối biết mật khẩu.",
    "BOOK-030": "Mở thử tệp bằng Excel rồi gửi lại.",
    "BOOK-031": "Gửi lại tệp không đặt mật khẩu, hoặc cho khối biết đúng mật khẩu (chữ hoa, chữ "
    "thường).",
    "CELL-013": "Đề nghị đơn vị xác nhận không được giao nhiệm vụ này.",
    "CELL-033": "Xem lại số liệu đã khai có đúng với nội dung hiện nay không.",
    "CELL-034": "Kiểm tra lại giá trị này; tốt nhất gõ thẳng con số vào ô, không dùng công thức.",
    "CROSS-001": "Xem công thức của ô có bị xóa hoặc ghi đè không; kết quả dùng điểm tính lại.",
    "CROSS-007": "Đối chiếu lại tử số và mẫu số.",
}
#: The same where the marked copy goes with it, which has every row, sheet and formula again.
COPY_HINTS: Mapping[str, str] = {
    "BOOK-006": "Bản đánh dấu đã có lại trang này; điền các ô còn trống.",
    "BOOK-007": "Kiểm tra lại số liệu trong bản đánh dấu xem có đúng của đơn vị mình không.",
    "BOOK-012": "Điền tiếp trên bản đánh dấu, đã theo phiên bản hiện nay.",
    "BOOK-014": "Bản đánh dấu chỉ có một bản của mỗi trang; kiểm tra và điền lại số liệu đúng.",
    "BOOK-019": "Bản đánh dấu không có các trang này; số liệu nào cần thì gõ vào đúng ô của biểu.",
    "CELL-003": "Gõ đè đúng một số vào ô này, không có dấu phân cách hàng nghìn, không viết phân "
    "số; ví dụ 9,5 hoặc 1000.",
    "CELL-006": "Gõ đè một số vào ô này, không gõ dạng 9/10.",
    "CELL-007": "Bản đánh dấu để trống ô này; gõ giá trị đúng vào.",
    "CELL-009": "Gõ đè một số, không có dấu %, vào ô này.",
    "CELL-011": "Bản đánh dấu đã có lại hàng này; điền số liệu vào hàng.",
    "CELL-012": "Bản đánh dấu chỉ có một hàng này; điền số liệu đúng vào hàng.",
    "CELL-015": "Bản đánh dấu đã ghi lại nội dung gốc; đơn vị không sửa nội dung, điểm tối đa.",
    "CELL-020": "Bản đánh dấu đã có lại công thức; chỉ cần xem số liệu đã điền có đúng không.",
    "CELL-021": "Bản đánh dấu đã tách ô bị gộp và để trống; gõ đúng giá trị vào từng ô.",
    "CELL-022": "Bản đánh dấu đã bỏ hàng chèn thêm; gõ số liệu vào đúng ô vàng nếu cần.",
    "CELL-023": "Bản đánh dấu đã bỏ phần này; là số liệu thì gõ vào đúng ô vàng, là chữ ký, ghi "
    "chú thì bỏ qua.",
    "CELL-024": "Bản đánh dấu đã hiện lại hàng, cột bị ẩn; xem lại số liệu.",
    "CELL-025": "Bản đánh dấu để trống ô này; gõ thẳng con số vào.",
    "CELL-026": "Bản đánh dấu để trống ô này; gõ thẳng con số vào.",
    "CELL-027": "Bản đánh dấu để trống ô này; gõ lại giá trị đúng.",
    "CELL-029": "Kiểm tra lại chữ; nếu sai thì chọn bảng mã Unicode ở bộ gõ rồi gõ lại ô này.",
    "CELL-032": "Chọn bảng mã Unicode ở bộ gõ rồi gõ lại ô này.",
    "CELL-034": "Bản đánh dấu ghi sẵn giá trị đang hiện; kiểm tra lại, sai thì gõ đè.",
    "CELL-039": "Bản đánh dấu để trống ô này; gõ thẳng con số (hoặc chữ) vào.",
    "CELL-040": "Bản đánh dấu đã xếp lại đúng hàng, đúng cột; kiểm tra và điền lại số liệu.",
    "CROSS-001": "Bản đánh dấu đã có lại công thức; chỉ cần xem số liệu đã điền có đúng không.",
}
