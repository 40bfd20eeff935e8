"""The catalogue of findings (phát hiện), the value `Finding`, and the refusals.

A finding is data about data: a value, never raised. A refusal ends the run with one sentence.
Codes are never renumbered and never reused. Families: DEF definition workbook, BOOK returned
file, CELL one cell, CROSS between cells of a unit, BLOC between units, RANK ranks and awards.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from thidua_batch.core.returns import Cell


class Severity(StrEnum):
    """ERROR: must be corrected, not merged. WARNING: look. NOTE: repaired or worth knowing."""

    ERROR = "ERROR"
    WARNING = "WARNING"
    NOTE = "NOTE"


SEVERITY_LABELS = {
    Severity.ERROR: "Lỗi",
    Severity.WARNING: "Lưu ý",
    Severity.NOTE: "Đã tự sửa",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the catalogue: severity, title, message with named fields, what to do."""

    severity: Severity
    title: str
    message: str
    hint: str

    @property
    def fields(self) -> frozenset[str]:
        """Names that message and hint need."""
        parts = string.Formatter().parse(self.message + self.hint)
        return frozenset(name for _, name, _, _ in parts if name)


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE: Mapping[str, Kind] = {
    # --- DEF: khoi.xlsx -----------------------------------------------------------------
    "DEF-001": Kind(
        _E,
        "Thiếu trang",
        "khoi.xlsx thiếu trang «{sheet}».",
        "Tạo lại khoi.xlsx bằng «thidua init» ở thư mục khác rồi chép trang này sang.",
    ),
    "DEF-002": Kind(
        _E,
        "Thiếu cột",
        "Trang «{sheet}» thiếu cột «{column}».{near}",
        "Đặt lại đúng tên cột ở hàng tiêu đề; thứ tự các cột không quan trọng.",
    ),
    "DEF-003": Kind(
        _E,
        "Thiếu giá trị bắt buộc",
        "Ô «{column}» để trống.",
        "Điền giá trị rồi lưu lại khoi.xlsx.",
    ),
    "DEF-004": Kind(
        _E,
        "Giá trị không hiểu được",
        "Ô «{column}» ghi «{value}», không phải {expected}.{near}",
        "Sửa ô này; bấm vào ô để xem các giá trị được chấp nhận.",
    ),
    "DEF-005": Kind(
        _E,
        "Trùng mã",
        "Mã «{value}» đã dùng ở ô {other}.",
        "Mỗi mã chỉ dùng một lần; đổi mã ở một trong hai ô.",
    ),
    "DEF-006": Kind(
        _E,
        "Mã gõ dạng số",
        "Mã «{value}» được Excel lưu thành số nên 1.1 và 1.10 không phân biệt được.",
        "Định dạng cột mã là Văn bản (Text) rồi gõ lại mã, hoặc gõ dấu nháy đơn ở đầu.",
    ),
    "DEF-007": Kind(
        _E,
        "Tổng điểm con không bằng điểm cha",
        "Các mục con của «{code}» cộng được {total} điểm, nhưng điểm tối đa ghi {declared}.",
        "Sửa điểm tối đa của «{code}» hoặc của một mục con để hai số bằng nhau.",
    ),
    "DEF-008": Kind(
        _E,
        "Mã tham chiếu không có",
        "Ô «{column}» nhắc tới «{value}», nhưng không có mã này.{near}",
        "Sửa lại mã cho đúng với trang «{where}».",
    ),
    "DEF-009": Kind(
        _E,
        "Cách chấm không có",
        "Không có cách chấm tên «{value}».{near}",
        "Chọn một cách chấm trong danh sách thả xuống của ô.",
    ),
    "DEF-010": Kind(
        _E,
        "Tiêu chí thiếu quy tắc",
        "Tiêu chí «{code}» chấm theo «{method}» nhưng {problem}.",
        "Thêm các hàng quy tắc của tiêu chí ở trang «Quy tắc chấm» hoặc đổi cách chấm.",
    ),
    "DEF-011": Kind(
        _E,
        "Bảng điểm hoặc danh sách đơn vị trống",
        "Trang «{sheet}» chưa có hàng nào.",
        "Điền ít nhất một hàng; hàng ví dụ (chữ nghiêng, mã bắt đầu bằng «VD») không được tính.",
    ),
    "DEF-012": Kind(
        _W,
        "Bậc điểm không phủ kín",
        "Tiêu chí «{code}»: giá trị {gap} không thuộc bậc nào, khi gặp sẽ được 0 điểm.",
        "Thêm một bậc cho khoảng này nếu bảng điểm có quy định khác.",
    ),
    "DEF-013": Kind(
        _E,
        "Bậc điểm chồng nhau",
        "Tiêu chí «{code}»: bậc «{first}» và bậc «{second}» cùng nhận giá trị {value}.",
        "Sửa đầu mút của một trong hai bậc (≥, >, ≤, <) để mỗi giá trị chỉ thuộc một bậc.",
    ),
    "DEF-014": Kind(
        _W,
        "Xếp loại không thể đạt",
        "Mức «{grade}» đứng sau một mức dễ hơn nên không đơn vị nào được xếp vào.",
        "Xếp các mức từ cao xuống thấp.",
    ),
    "DEF-015": Kind(
        _W,
        "Số lượng khen lớn hơn số đơn vị",
        "«{award}» được {quota} suất nhưng khối chỉ có {units} đơn vị.",
        "Kiểm tra lại số lượng.",
    ),
    "DEF-016": Kind(
        _E,
        "Chuỗi danh hiệu mâu thuẫn",
        "«{award}» đòi hỏi chính nó qua chuỗi {chain}.",
        "Sửa cột «Phải đạt trước» để chuỗi không quay vòng.",
    ),
    "DEF-017": Kind(
        _E,
        "Ô lỗi hoặc công thức trong khoi.xlsx",
        "Ô «{column}» chứa {value} nên không đọc được giá trị chắc chắn.",
        "Gõ giá trị trực tiếp vào ô.",
    ),
    "DEF-018": Kind(
        _E,
        "Không mở được khoi.xlsx",
        "Tệp khoi.xlsx không mở được: {reason}.",
        "Mở tệp bằng Excel, lưu lại dạng «Excel Workbook (*.xlsx)», rồi chạy lại.",
    ),
    "DEF-019": Kind(
        _E,
        "Chưa có kỳ báo cáo",
        "Trang «{sheet}» cần đánh dấu đúng một kỳ hiện hành.",
        "Điền «Có» ở cột «Kỳ hiện hành» của đúng một kỳ.",
    ),
    "DEF-020": Kind(
        _N,
        "Giá trị được hiểu lại",
        "Ô «{column}» ghi «{raw}», hiểu là {value}.",
        "Không cần làm gì nếu hiểu đúng; nếu sai, gõ lại ô.",
    ),
    "DEF-021": Kind(
        _E,
        "Mã không dùng được",
        "Mã «{value}» {problem}.",
        "Mã chỉ gồm chữ, số và các dấu . - _ (không có dấu cách), dài không quá 40 ký tự.",
    ),
    "DEF-022": Kind(
        _W,
        "Điểm thưởng, điểm trừ đang tính vào điểm chuẩn",
        "Mục «{code}» có tên «{text}» nhưng đang thuộc phần Điểm chuẩn.",
        "Nếu là điểm thưởng hoặc điểm trừ, bỏ ẩn cột «Phần» ở trang «Bảng điểm» rồi chọn lại.",
    ),
    "DEF-023": Kind(
        _W,
        "Điểm con ít hơn điểm cha ở một loại đơn vị hoặc một kỳ",
        "{where}: các mục con được dùng của «{code}» chỉ cộng được {total} điểm, điểm tối đa ghi "
        "{declared}.",
        "Nếu không có ý như vậy, xem lại cột «Loại đơn vị áp dụng», «Kỳ» và điểm của các mục con.",
    ),
    "DEF-024": Kind(
        _E,
        "Điều kiện nhắc tới số liệu không có",
        "Dòng «{line}» của tiêu chí «{criterion}» có điều kiện theo «{value}», nhưng không có số "
        "liệu này.",
        "Ghi đúng dạng mã tiêu chí/mã dòng của một dòng phải khai.",
    ),
    "DEF-025": Kind(
        _W,
        "Ghi mức trần mà không có quy tắc",
        "Tiêu chí «{code}» có tùy chọn «{option}» nhưng không có dòng nào loại «{kind}».",
        "Thêm dòng ở trang «Quy tắc chấm», hoặc bỏ tùy chọn này.",
    ),
    "DEF-026": Kind(
        _W,
        "Loại của dòng trái với nội dung",
        "Dòng «{line}» của tiêu chí «{criterion}» ghi loại «{kind}», trái với nội dung của nó.",
        "Xem lại cột «Loại» của dòng này.",
    ),
    "DEF-027": Kind(
        _W,
        "Hai mã dễ nhầm",
        "Mã «{value}» chỉ khác mã «{other}» ở dấu, chữ hoa, dấu chấm hoặc số 0 ở cuối.",
        "Kiểm tra xem có gõ nhầm không; nếu là hai mục khác nhau, nên đặt mã khác hẳn.",
    ),
    "DEF-028": Kind(
        _W,
        "Miễn trừ không có gì để miễn",
        "Dòng miễn trừ «{line}» của tiêu chí «{criterion}» không ứng với dòng trừ nào.",
        "Ghi mã dòng trừ được miễn ở cột «Tính từ dòng», hoặc để trống để miễn mọi dòng trừ của "
        "tiêu chí.",
    ),
    "DEF-029": Kind(
        _W,
        "Mức xếp loại không dùng được như đã ghi",
        "Mức «{grade}» {problem}.",
        "Xem lại hàng này ở trang «Xếp loại».",
    ),
    "DEF-030": Kind(
        _W,
        "Số suất khen không hợp lý",
        "«{award}» {problem}.",
        "Xem lại số lượng hoặc tỷ lệ ở trang «Danh hiệu».",
    ),
    "DEF-031": Kind(
        _E,
        "Danh hiệu không thể xét",
        "«{award}» {problem}.",
        "Sửa hàng này ở trang «Danh hiệu».",
    ),
    "DEF-032": Kind(
        _W,
        "Loại đơn vị không có đơn vị nào",
        "Mục «{code}» dành cho loại đơn vị «{kind}», nhưng không đơn vị nào thuộc loại này.",
        "Ghi đúng tên loại như ở cột «Loại đơn vị» của trang «Đơn vị».",
    ),
    "DEF-033": Kind(
        _E,
        "Đơn vị không có tiêu chí nào để chấm",
        "Loại đơn vị «{kind}» không có tiêu chí nào thuộc điểm chuẩn trong kỳ {period}.",
        "Xem lại cột «Loại đơn vị» ở trang «Đơn vị» và «Loại đơn vị áp dụng» ở trang «Bảng điểm».",
    ),
    "DEF-034": Kind(
        _W,
        "Mục không có phiên bản nào có hiệu lực",
        "Mục «{code}» có nhiều phiên bản nhưng không phiên bản nào có hiệu lực ngày {day}, là ngày "
        "cuối kỳ {period}.",
        "Xem lại «Áp dụng từ ngày», «Áp dụng đến ngày»; mục này đang bị bỏ khỏi kỳ.",
    ),
    "DEF-035": Kind(
        _W,
        "Cộng dồn không thực hiện được",
        "Tiêu chí «{code}» ghi cộng dồn nhưng {problem}.",
        "Xem lại cột «Cộng dồn» và «Kỳ» của tiêu chí này.",
    ),
    "DEF-036": Kind(
        _N,
        "Trạng thái bảng điểm",
        "Bảng điểm đang ghi trạng thái «{status}».",
        "Đổi ở trang «Quy định» khi bảng điểm được áp dụng chính thức.",
    ),
    "DEF-037": Kind(
        _E,
        "Hạn không xác định được",
        "Dòng «{line}» của tiêu chí «{criterion}» có hạn «{due}», nhưng trong kỳ {period} không "
        "xác định được là ngày nào.",
        "Ghi hạn dạng 31/01 hoặc 31/01/2026; nếu ghi «hạn nộp» thì điền cột «Hạn nộp» của kỳ ở "
        "trang «Kỳ báo cáo».",
    ),
    # --- BOOK: a returned file as a whole -------------------------------------------------
    "BOOK-001": Kind(
        _E,
        "Không mở được tệp",
        "Tệp «{name}» không phải tệp Excel đọc được: {reason}.",
        "Mở bằng Excel, lưu lại dạng «Excel Workbook (*.xlsx)» và gửi lại; Excel cũng không mở "
        "được thì gửi lại từ máy đã điền biểu.",
    ),
    "BOOK-002": Kind(
        _E,
        "Không phải biểu mẫu của khối",
        "Tệp «{name}» không có dấu nhận dạng của biểu mẫu thi đua.",
        "Điền vào đúng biểu mẫu khối đã gửi cho đơn vị; không chép sang tệp khác.",
    ),
    "BOOK-003": Kind(
        _E,
        "Biểu mẫu của khối khác",
        "Tệp «{name}» là biểu của khối «{found}», không phải «{expected}».",
        "Hỏi lại đơn vị gửi; gửi lại cho đơn vị biểu mẫu của khối mình.",
    ),
    "BOOK-004": Kind(
        _E,
        "Biểu mẫu của kỳ khác",
        "Tệp «{name}» là biểu của kỳ {found}, không phải kỳ {expected}.",
        "Gửi lại cho đơn vị biểu mẫu của kỳ {expected}.",
    ),
    "BOOK-005": Kind(
        _E,
        "Đơn vị không có trong khối",
        "Tệp «{name}» ghi mã đơn vị «{found}», không có trong danh sách đơn vị.",
        "Kiểm tra mã đơn vị ở trang «Đơn vị» của khoi.xlsx; nếu nhầm, gửi lại biểu.",
    ),
    "BOOK-006": Kind(
        _E,
        "Thiếu trang trong biểu",
        "Tệp «{name}» thiếu trang «{sheet}».",
        "Gửi lại biểu còn đủ các trang như khi nhận.",
    ),
    "BOOK-007": Kind(
        _E,
        "Dấu nhận dạng không khớp",
        "Tệp «{name}» có các dấu nhận dạng khác nhau: {marks}.",
        "Hỏi đơn vị đã điền biểu của ai, rồi điền lại đúng biểu của đơn vị mình.",
    ),
    "BOOK-008": Kind(
        _W,
        "Tệp trùng nội dung",
        "Tệp «{name}» giống hệt tệp «{other}», chỉ tính một lần.",
        "Không cần làm gì.",
    ),
    "BOOK-009": Kind(
        _E,
        "Nhiều bản của một đơn vị",
        "Đơn vị có {count} bản khác nhau: {names}; chưa tính bản nào vì {why}.",
        "Ở quyet_dinh.xlsx, trang «Bài nhận», thêm hàng: {unit_code} – Dùng tệp – tên tệp – lý do."
        '{beside} Hoặc chạy: thidua consolidate --use "tên tệp" --reason "lý do".',
    ),
    "BOOK-010": Kind(
        _W,
        "Tệp đang mở",
        "«{name}» là tệp khóa của Excel: biểu đang được mở ở một máy.",
        "Đóng tệp trong Excel rồi chạy lại để chắc là bản mới nhất.",
    ),
    "BOOK-011": Kind(
        _E,
        "Chỉ có bản scan hoặc văn bản",
        "Tệp «{name}» là {what}; thiếu tệp Excel.",
        "Đề nghị đơn vị gửi thêm biểu Excel đã điền.",
    ),
    "BOOK-012": Kind(
        _W,
        "Biểu in ra từ phiên bản cũ",
        "Tệp «{name}» làm theo phiên bản {found} của khoi.xlsx, hiện nay là {expected}; có chỗ hỏi "
        "khác nhau.",
        "Xem các ô khác nhau; nếu bảng điểm đã đổi sau khi gửi biểu thì gửi biểu mới.",
    ),
    "BOOK-013": Kind(
        _W,
        "Tệp được bỏ qua",
        "Tệp «{name}» không được đọc: {reason}.",
        "Không phải bài nộp thì chuyển tệp ra khỏi hộp nhận bài, hoặc ghi «Bỏ qua» kèm tên tệp, lý "
        "do ở trang «Bài nhận» của quyet_dinh.xlsx.",
    ),
    "BOOK-014": Kind(
        _E,
        "Trang hoặc cột bị chép thành nhiều bản",
        "Tệp «{name}» có nhiều bản của trang hoặc cột: {copies}; không biết bản nào đúng.",
        "Xóa bản chép thừa, chỉ để bản có số liệu đúng, rồi gửi lại.",
    ),
    "BOOK-015": Kind(
        _E,
        "Hai đơn vị trong một tệp",
        "Tệp «{name}» có trang của nhiều đơn vị: {units}.",
        "Đề nghị mỗi đơn vị gửi một tệp riêng, điền trên đúng biểu của mình.",
    ),
    "BOOK-016": Kind(
        _W,
        "Đọc từ tệp không còn đủ định dạng",
        "Tệp «{name}» không còn là sổ tính Excel đầy đủ; số liệu được đọc từ phần chữ còn lại.",
        "Đối chiếu số liệu với đơn vị; tốt nhất đề nghị gửi lại dạng Excel Workbook (*.xlsx).",
    ),
    "BOOK-017": Kind(
        _W,
        "Tệp có macro",
        "Tệp «{name}» chứa macro; macro không được chạy, chỉ đọc số liệu.",
        "Không bật macro khi mở tệp này; biểu của khối không bao giờ có macro.",
    ),
    "BOOK-018": Kind(
        _W,
        "Tệp lấy số liệu từ tệp khác",
        "Tệp «{name}» có liên kết tới tệp khác; liên kết không được mở.",
        "Đề nghị đơn vị gõ giá trị trực tiếp vào biểu.",
    ),
    "BOOK-019": Kind(
        _W,
        "Trang ngoài biểu",
        "Tệp «{name}» có trang không thuộc biểu: {sheets}; nội dung ở đó không được tính.",
        "Nếu có số liệu cần tính, đề nghị đơn vị chuyển vào đúng ô của biểu.",
    ),
    "BOOK-020": Kind(
        _N,
        "Trang bị đổi tên",
        "Trong tệp «{name}», trang «{found}» là trang «{sheet}» của biểu; vẫn đọc được.",
        "Không cần làm gì; lần sau giữ nguyên tên trang.",
    ),
    "BOOK-021": Kind(
        _E,
        "Tên tệp là của đơn vị khác",
        "Tệp «{name}» mang tên của {named}, nhưng biểu bên trong là của {found}; chưa dùng cho đơn "
        "vị nào.",
        "Hỏi lại cả hai đơn vị. Đúng là bài của {found} thì ở quyet_dinh.xlsx, trang «Bài nhận», "
        "thêm hàng: {found_code} – Dùng tệp – tên tệp – lý do. Không phải thì để nguyên, chờ biểu "
        "đúng.",
    ),
    "BOOK-022": Kind(
        _W,
        "Có bản mới hơn",
        "Tệp «{name}» (nhận {received}) không được tính vì đã có «{other}» (nhận {later}); hai bản "
        "khác nhau {count} ô.",
        "Xem bảng đối chiếu các bản ở 1-phan-hoi; muốn tính bản này thì ghi «Dùng tệp» ở trang "
        "«Bài nhận» của quyet_dinh.xlsx.",
    ),
    "BOOK-023": Kind(
        _N,
        "Đã có bản sửa lại",
        "Tệp «{name}» không được tính vì «{other}» là bản đơn vị sửa lại từ chính tệp này; hai bản "
        "khác nhau {count} ô.",
        "Không cần làm gì; xem bảng đối chiếu các bản ở 1-phan-hoi khi cần.",
    ),
    "BOOK-024": Kind(
        _W,
        "Tệp trong gói không đọc được",
        "Trong «{parcel}», «{name}» không được đọc: {reason}.",
        "Lấy tệp đó ra, đặt trực tiếp vào hộp nhận bài, hoặc đề nghị đơn vị gửi lại.",
    ),
    "BOOK-025": Kind(
        _E,
        "Gói không mở được",
        "Tệp «{name}» là {reason}.",
        "Mở không được thì đề nghị đơn vị gửi lại; làm xong thì chuyển tệp này ra khỏi hộp nhận "
        "bài, hoặc ghi «Bỏ qua» kèm tên tệp, lý do ở trang «Bài nhận» của quyet_dinh.xlsx.",
    ),
    "BOOK-026": Kind(
        _W,
        "Bản scan chưa biết của đơn vị nào",
        "Tệp «{name}» là bản scan hoặc PDF, tên tệp không có mã đơn vị nào.",
        "Thêm mã đơn vị vào tên tệp, hoặc ghi tên tệp ở trang «Bản ký» của quyet_dinh.xlsx.",
    ),
    "BOOK-027": Kind(
        _W,
        "Gói không có biểu nào",
        "Tệp «{name}» không chứa tệp nào đọc được.",
        "Xem lại gói này; không phải bài nộp thì chuyển ra khỏi hộp nhận bài, hoặc ghi «Bỏ qua» "
        "kèm tên tệp, lý do ở trang «Bài nhận» của quyet_dinh.xlsx.",
    ),
    "BOOK-028": Kind(
        _E,
        "Tệp có mật khẩu",
        "Tệp «{name}» có mật khẩu nên chưa đọc được.",
        "Hỏi đơn vị mật khẩu rồi ghi vào trang «Mật khẩu tệp» của quyet_dinh.xlsx, hoặc đề nghị "
        "gửi lại tệp không đặt mật khẩu.",
    ),
    "BOOK-029": Kind(
        _N,
        "Tệp kèm theo",
        "«{name}» được giữ làm tài liệu kèm theo của đơn vị; không có số liệu nào lấy từ đây.",
        "Không cần làm gì.",
    ),
    "BOOK-030": Kind(
        _E,
        "Tệp rỗng hoặc tải về chưa hết",
        "Tệp «{name}» không mở được: {reason}.",
        "Tải lại tệp từ thư; vẫn vậy thì đề nghị đơn vị gửi lại.",
    ),
    "BOOK-031": Kind(
        _E,
        "Mật khẩu đã ghi không mở được tệp",
        "Tệp «{name}» có mật khẩu. Đã thử mật khẩu ghi ở trang «Mật khẩu tệp» nhưng không mở được.",
        "Hỏi lại đơn vị mật khẩu của tệp này (chữ hoa, chữ thường, dấu cách), hoặc đề nghị gửi "
        "lại tệp không đặt mật khẩu.",
    ),
    "BOOK-032": Kind(
        _E,
        "Gửi nhầm biểu",
        "Đã nhận tệp «{name}» nhưng biểu bên trong không phải biểu của đơn vị.",
        "Đề nghị đơn vị gửi lại đúng biểu của mình.",
    ),
    "BOOK-033": Kind(
        _W,
        "Tệp gửi thêm không phải biểu của đơn vị",
        "Ngoài bài của đơn vị còn nhận tệp «{name}», nhưng biểu bên trong không phải biểu của đơn "
        "vị.",
        "Nếu định thay bài đã gửi thì gửi lại đúng biểu; gửi nhầm thì không cần làm gì.",
    ),
    # --- CELL -----------------------------------------------------------------------------
    "CELL-001": Kind(
        _E,
        "Để trống số liệu bắt buộc",
        "Chưa khai «{label}».",
        "Điền {how}.",
    ),
    "CELL-002": Kind(
        _E,
        "Không phải số",
        "«{label}» ghi «{raw}», không đọc được thành số.",
        "Chỉ ghi chữ số, ví dụ {example}.",
    ),
    "CELL-003": Kind(
        _E,
        "Số có hai cách hiểu",
        "«{label}» ghi «{raw}», có thể hiểu là {readings}.",
        "Gõ lại đúng một số, không có dấu phân cách hàng nghìn, không viết phân số; ví dụ 9,5 "
        "hoặc 1000. Nếu ô vẫn hiện khác số đã gõ thì điền trên biểu gốc.",
    ),
    "CELL-004": Kind(
        _N,
        "Số được sửa cách viết",
        "«{label}» ghi «{raw}», được hiểu là {value}.",
        "Đúng ý thì không cần làm gì; sai thì gõ lại.",
    ),
    "CELL-005": Kind(
        _E,
        "Ngoài giới hạn",
        "«{label}» ghi {value}, ngoài khoảng cho phép ({limits}).",
        "Kiểm tra và sửa lại số liệu.",
    ),
    "CELL-006": Kind(
        _E,
        "Ô bị đổi thành ngày",
        "«{label}» chứa một ngày ({raw}); có thể đơn vị đã gõ {readings} và Excel tự đổi.",
        "Gõ đè một số vào ô này, không gõ dạng 9/10; ô vẫn hiện ngày thì điền trên biểu gốc.",
    ),
    "CELL-007": Kind(
        _E,
        "Ô báo lỗi",
        "«{label}» chứa {raw}.",
        "Gõ đè giá trị đúng vào ô này, không để công thức.",
    ),
    "CELL-008": Kind(
        _E,
        "Không có trong danh sách",
        "«{label}» ghi «{raw}», không phải một trong: {choices}.{near}",
        "Chọn lại trong danh sách thả xuống của ô.",
    ),
    "CELL-009": Kind(
        _E,
        "Ô định dạng phần trăm",
        "«{label}» ghi phần trăm ({raw}) trong khi biểu không hỏi phần trăm; có thể là {readings}.",
        "Gõ đè một số không có dấu % vào ô này; ô vẫn tự thêm dấu % thì điền trên biểu gốc.",
    ),
    "CELL-010": Kind(
        _E,
        "Phải là số nguyên",
        "«{label}» ghi {value}, nhưng ô này chỉ nhận số nguyên.",
        "Gõ lại một số nguyên; có phần lẻ thì xem lại số liệu.",
    ),
    "CELL-011": Kind(
        _E,
        "Không tìm thấy ô",
        "Biểu không còn hàng «{label}» (mã {address}).",
        "Dùng lại biểu gốc; không xóa hàng, không xóa cột mã bị ẩn.",
    ),
    "CELL-012": Kind(
        _E,
        "Hàng lặp lại",
        "Mã {address} xuất hiện ở nhiều hàng ({cells}) với giá trị khác nhau.",
        "Điền trên biểu gốc, mỗi mã chỉ có một hàng; không chép thêm hàng.",
    ),
    "CELL-013": Kind(
        _W,
        "Khai không áp dụng",
        "Đơn vị khai «{label}» không áp dụng.",
        "Thư ký xác nhận đơn vị thật sự không có nhiệm vụ này.",
    ),
    "CELL-014": Kind(
        _E,
        "Không được khai không áp dụng",
        "«{label}» ghi «Không áp dụng», nhưng tiêu chí «{criterion}» không cho phép.",
        "Điền {how}.",
    ),
    "CELL-015": Kind(
        _E,
        "Nội dung biểu bị sửa",
        "Ô này ghi «{raw}», khi gửi đi là «{expected}».",
        "Dùng lại biểu gốc; đơn vị không sửa nội dung và điểm tối đa của tiêu chí.",
    ),
    "CELL-016": Kind(
        _W,
        "Tỷ lệ phần trăm bất thường",
        "«{label}» ghi {value}, trong khi biểu hỏi số phần trăm.",
        "Xem lại: 95% phải ghi là 95, không ghi 0,95 hoặc 9500; nếu đúng như vậy thì bỏ qua.",
    ),
    "CELL-017": Kind(
        _E,
        "Không đọc được ngày",
        "«{label}» ghi «{raw}», không đọc được thành ngày.",
        "Ghi ngày/tháng/năm, ví dụ 05/03/2025{never}.",
    ),
    "CELL-018": Kind(
        _W,
        "Ngày xa kỳ báo cáo",
        "«{label}» ghi ngày {value}, xa kỳ báo cáo ({limits}); có thể gõ nhầm năm.",
        "Xem lại ngày; nếu đúng như vậy thì bỏ qua.",
    ),
    "CELL-019": Kind(
        _E,
        "Không đúng bước điểm",
        "«{label}» ghi {value}; số điểm phải là bội số của {step}, gần nhất là {near}.",
        "Sửa lại số điểm theo đúng bước.",
    ),
    "CELL-020": Kind(
        _W,
        "Công thức của biểu bị ghi đè",
        "Điểm tự tính ở {cells} đã bị gõ đè bằng số; kết quả dùng điểm tính lại từ số liệu.",
        "Không cần sửa nếu số liệu đã đúng; tốt nhất điền lại vào biểu gốc.",
    ),
    "CELL-021": Kind(
        _E,
        "Ô bị gộp",
        "Ô của «{label}» bị gộp với ô khác nên không biết giá trị là của ô nào.",
        "Điền giá trị vào từng ô trên biểu gốc; không gộp ô.",
    ),
    "CELL-022": Kind(
        _E,
        "Số liệu ở hàng không có mã",
        "Có chữ, số ở hàng chèn thêm ({cells}); hàng này không thuộc tiêu chí nào nên không được "
        "tính.",
        "Gõ số liệu vào đúng ô vàng của tiêu chí trên biểu gốc; không chèn thêm hàng.",
    ),
    "CELL-023": Kind(
        _W,
        "Chữ, số ngoài các ô của biểu",
        "Có chữ, số ở ngoài các ô của biểu ({cells}); phần này không được tính.",
        "Xem có số liệu nào cần chuyển vào ô vàng không; nếu chỉ là chữ ký, ghi chú thì bỏ qua.",
    ),
    "CELL-024": Kind(
        _W,
        "Số liệu ở hàng, cột bị ẩn",
        "Số liệu ở {cells} đang bị ẩn hoặc bị lọc nên người xem không thấy; số liệu vẫn được tính.",
        "Hiện lại hàng, cột bị ẩn (Unhide) rồi xem lại số liệu; bị lọc thì điền trên biểu gốc.",
    ),
    "CELL-025": Kind(
        _E,
        "Ô lấy số liệu từ tệp khác",
        "«{label}» lấy giá trị từ tệp khác ({raw}, đang hiện {value}) nên không kiểm chứng được.",
        "Gõ giá trị trực tiếp vào ô.",
    ),
    "CELL-026": Kind(
        _E,
        "Giá trị đang lưu khác công thức",
        "«{label}» có công thức {raw}: tệp lưu {value}, tính lại được {computed}.",
        "Mở tệp bằng Excel để tính lại, hoặc gõ giá trị trực tiếp vào ô.",
    ),
    "CELL-027": Kind(
        _E,
        "Hai cách đọc cho kết quả khác nhau",
        "Ô của «{label}» được lưu theo cách mà hai chương trình đọc ra hai giá trị khác nhau.",
        "Mở biểu bằng Excel, gõ lại ô này, lưu dạng Excel Workbook (*.xlsx).",
    ),
    "CELL-028": Kind(
        _N,
        "Chữ được làm sạch",
        "«{label}» có {changes}; đã được sửa khi đọc.",
        "Không cần làm gì.",
    ),
    "CELL-029": Kind(
        _N,
        "Chữ gõ bằng phông cũ được chuyển mã",
        "«{label}» gõ bằng phông cũ ({font}), được đọc là «{value}».",
        "Kiểm tra lại chữ; nếu sai thì chọn bảng mã Unicode ở bộ gõ rồi gõ lại trên biểu gốc.",
    ),
    "CELL-030": Kind(
        _W,
        "Chữ có vẻ gõ bằng bảng mã cũ",
        "«{label}» ghi «{raw}»; có thể là «{value}».",
        "Chọn bảng mã Unicode ở bộ gõ rồi gõ lại ô này.",
    ),
    "CELL-031": Kind(
        _W,
        "Chữ bị đổi thành ngày",
        "«{label}» đang là ngày {value}; có thể đơn vị đã gõ {readings} và Excel tự đổi.",
        "Nếu không phải ngày thì gõ lại, thêm dấu nháy đơn ở đầu (ví dụ '5/9) để Excel không tự "
        "đổi.",
    ),
    "CELL-032": Kind(
        _E,
        "Chữ gõ bằng phông cũ không đọc chắc chắn",
        "«{label}» gõ bằng phông cũ ({font}), ghi «{raw}»; có thể là {readings}.",
        "Chọn bảng mã Unicode ở bộ gõ rồi gõ lại ô này trên biểu gốc.",
    ),
    "CELL-033": Kind(
        _W,
        "Biểu hỏi khác với hiện nay",
        "Ô này ghi «{raw}», khoi.xlsx hiện nay ghi «{expected}»; biểu làm theo phiên bản khác.",
        "Xem đơn vị có hiểu đúng điều đang hỏi không; nếu bảng điểm đã đổi thì gửi biểu mới.",
    ),
    "CELL-034": Kind(
        _W,
        "Công thức không kiểm chứng được",
        "«{label}» có công thức {raw}; lấy giá trị đang hiện là {value}.",
        "Kiểm tra giá trị này với đơn vị; tốt nhất gõ giá trị trực tiếp vào ô.",
    ),
    "CELL-035": Kind(
        _E,
        "Cần một số hoặc đúng chữ của biểu",
        "«{label}» ghi «{raw}»: cần một số ({measure}), hoặc đúng chữ {choices}.",
        "Ghi số vào ô này; chỉ ghi {choices} khi thực tế đúng như vậy.",
    ),
    "CELL-036": Kind(
        _E,
        "Chưa rõ là 0 hay chưa có số liệu",
        "«{label}» ghi «{raw}», chưa rõ là 0 hay chưa có số liệu.",
        "Bằng không thì ghi số 0; có số liệu thì ghi số liệu{na}.",
    ),
    "CELL-037": Kind(
        _N,
        "Số gõ dạng chữ",
        "«{label}»: ô đang ở dạng chữ, đã đọc thành số {value}.",
        "Đúng ý thì không cần làm gì; sai thì gõ lại.",
    ),
    "CELL-038": Kind(
        _E,
        "Phần trăm có hai cách hiểu",
        "«{label}» ghi {raw}, trong khi biểu hỏi số phần trăm: chưa rõ là {low}% hay {high}%.",
        "Ý là {high}% thì ghi {high}; đúng là {low}% thì ghi {low}% (có dấu %).",
    ),
    "CELL-039": Kind(
        _E,
        "Công thức chưa có kết quả",
        "«{label}»: công thức {raw} chưa có kết quả.",
        "Gõ thẳng con số (hoặc chữ) vào ô này, không để công thức.",
    ),
    "CELL-040": Kind(
        _E,
        "Số liệu không còn đứng đúng chỗ",
        "«{label}» (mã {address}): hàng hoặc cột này đang mang nội dung của chỗ khác, hoặc số liệu "
        "đã bị xê dịch, nên không biết ô này ghi số liệu của nội dung nào.",
        "Điền lại vào đúng hàng, đúng cột của biểu gốc; không sắp xếp lại, không chèn hay xóa ô.",
    ),
    # --- CROSS ----------------------------------------------------------------------------
    "CROSS-001": Kind(
        _W,
        "Điểm ghi trong biểu khác điểm tính lại",
        "Tiêu chí «{code}»: biểu ghi {typed}, tính lại từ số liệu được {computed}.",
        "Kết quả dùng điểm tính lại; xem công thức trong biểu có bị xóa hoặc ghi đè không.",
    ),
    "CROSS-002": Kind(
        _W,
        "Đề nghị khen mà không đăng ký",
        "Đơn vị đề nghị «{award}» nhưng chưa đăng ký: {why}.",
        "Kiểm tra lại đăng ký; chưa đăng ký thì chưa đủ điều kiện xét.",
    ),
    "CROSS-003": Kind(
        _W,
        "Tỷ lệ không có mẫu số",
        "Tiêu chí {code}: mẫu số bằng 0 nên tỷ lệ được tính là 0.",
        "Nếu đơn vị không phát sinh nhiệm vụ này, ghi «Không áp dụng» hoặc xin ý kiến khối.",
    ),
    "CROSS-004": Kind(
        _W,
        "So sánh giữa đơn vị có và không có chỉ tiêu",
        "Tiêu chí {code}: đơn vị không được giao chỉ tiêu nhưng được {points} điểm, cao hơn đơn vị "
        "đã đạt chỉ tiêu ({units}).",
        "Hội đồng xem lại cách so sánh; có thể giao chỉ tiêu, hoặc tính 0 khi không có chỉ tiêu.",
    ),
    "CROSS-005": Kind(
        _W,
        "Số người đề nghị khen không theo tỷ lệ",
        "Đơn vị đề nghị {count} người cho «{award}»; {limit}.",
        "Rà lại danh sách đề nghị; thiếu biên chế thì khối khai ở trang «Đơn vị» của khoi.xlsx.",
    ),
    "CROSS-007": Kind(
        _W,
        "Tỷ lệ lớn hơn 100%",
        "Tiêu chí {code}: {line} là {value}%, tử số lớn hơn mẫu số.",
        "Đối chiếu tử số và mẫu số với đơn vị.",
    ),
    "CROSS-006": Kind(
        _W,
        "Biểu chưa có xác nhận",
        "Biểu tự chấm chưa ghi là đã có xác nhận của người có thẩm quyền.",
        "Lấy xác nhận rồi chọn «Có» ở trang «Thông tin đơn vị», gửi lại biểu.",
    ),
    "CROSS-008": Kind(
        _W,
        "Cùng một tỷ lệ nhưng ghi theo thang khác",
        "{label}: đơn vị ghi {typed}, trong khi phần lớn đơn vị ghi {others}.",
        "Xem lại cách ghi: 90% ghi 90/100 (hoặc 90 nếu ô hỏi số phần trăm), không ghi 0,9/1 hay "
        "9/10; nếu đó là số đếm thật của đơn vị thì bỏ qua.",
    ),
    "CROSS-009": Kind(
        _W,
        "Chỉ tiêu khác chỉ tiêu được giao",
        "{label}: đơn vị ghi {typed}; {why}.",
        "Đối chiếu với văn bản giao chỉ tiêu rồi sửa lại số liệu; nếu ghi đúng văn bản thì bỏ qua.",
    ),
    "CROSS-010": Kind(
        _W,
        "Số 0 chưa rõ nghĩa",
        "Tiêu chí {code}: {why}.",
        "Nếu không được giao việc này thì chọn «Không áp dụng» (khi biểu cho phép); được giao mà "
        "chưa có kết quả thì giữ số 0.",
    ),
    "CROSS-011": Kind(
        _W,
        "Điểm cộng trong biểu khác điểm cộng lại",
        "«{label}»: biểu ghi {typed}, cộng lại các điểm trong biểu được {computed}.",
        "Kết quả dùng điểm tính lại; xem công thức cộng trong biểu có bị xóa hoặc ghi đè không.",
    ),
    "CROSS-012": Kind(
        _W,
        "Số liệu đổi nhiều so với kỳ trước",
        "{label}: kỳ này ghi {value}, {period} ghi {before}; {change}.",
        "Đối chiếu số liệu của hai kỳ; nếu đúng như vậy thì bỏ qua.",
    ),
    "CROSS-013": Kind(
        _W,
        "Số cộng dồn nhỏ hơn một phần của kỳ",
        "{label}: ghi {value}, nhỏ hơn {before} đã ghi ở {period}, là một phần của kỳ này.",
        "Số liệu của kỳ này tính từ đầu kỳ đến cuối kỳ; xem lại số liệu của cả hai kỳ.",
    ),
    "CROSS-014": Kind(
        _W,
        "Danh hiệu đề nghị không có trong danh mục của khối",
        "Đơn vị đề nghị «{award}», không có trong danh mục khen thưởng của khối.{near}",
        "Ghi đúng tên danh hiệu, hình thức khen thưởng như trong biểu; đề nghị ngoài danh mục thì "
        "xin ý kiến khối.",
    ),
    # --- BLOC -----------------------------------------------------------------------------
    "BLOC-001": Kind(
        _E,
        "Chưa nộp",
        "Đơn vị chưa nộp biểu kỳ {period}.",
        "Nhắc đơn vị; nếu đã xác nhận không nộp thì ghi vào trang «Không nộp» của quyet_dinh.xlsx.",
    ),
    "BLOC-002": Kind(
        _E,
        "Bài không được dùng",
        "Bài của đơn vị còn {count} lỗi nên chưa được dùng.",
        "Đề nghị đơn vị sửa. Nếu vẫn dùng bài này: ở quyet_dinh.xlsx, trang «Bài nhận», thêm hàng: "
        "{unit_code} – Chấp nhận – tên tệp – lý do; hoặc chạy: thidua consolidate --accept "
        '"{unit_code}" --reason "lý do".',
    ),
    "BLOC-003": Kind(
        _E,
        "Thiếu số liệu do khối xác nhận",
        "Chưa có «{label}» của đơn vị trong quyet_dinh.xlsx.",
        "Điền ô này; nếu không phát sinh thì ghi 0, ô hỏi ngày thì ghi ngày thực hiện.",
    ),
    "BLOC-004": Kind(
        _E,
        "Quyết định không đọc được",
        "Ô «{column}» của quyet_dinh.xlsx ghi «{raw}»: {reason}.",
        "Sửa ô rồi lưu lại.",
    ),
    "BLOC-005": Kind(
        _W,
        "Bài được chấp nhận theo quyết định",
        "Bài của đơn vị còn lỗi nhưng được chấp nhận: {reason}.",
        "Tiêu chí còn trống ghi «chưa chấm» và cộng 0 điểm; kết quả là tạm tính.",
    ),
    "BLOC-006": Kind(
        _W,
        "Xác nhận không nộp",
        "Đơn vị được xác nhận không nộp biểu ({confirmed}).",
        "Đơn vị không xếp hạng trong kỳ này.",
    ),
    "BLOC-007": Kind(
        _W,
        "Thiếu số liệu kỳ trước",
        "{label}: chưa có số liệu của kỳ {periods} để cộng dồn.",
        "Bổ sung biểu của kỳ đó vào inbox, hoặc sửa lỗi của biểu (chạy thidua check cho kỳ đó).",
    ),
    "BLOC-008": Kind(
        _W,
        "Chưa có bản ký",
        "Chưa có bản ký, đóng dấu kèm bài của đơn vị; kết quả là tạm tính.",
        "Nhắc đơn vị gửi bản ký; nhận được thì ghi vào trang «Bản ký» của quyet_dinh.xlsx.",
    ),
    "BLOC-009": Kind(
        _W,
        "Khác bản ký, dùng bản Excel",
        "Bản Excel «{excel}» khác {signed}; dùng bản Excel theo quyết định: {reason}.",
        "Giữ cả hai bản; khi họp khối nêu rõ chỗ khác và lý do.",
    ),
    "BLOC-010": Kind(
        _E,
        "Khác bản ký, chờ bản mới",
        "Bản Excel «{excel}» khác {signed}; bài chưa được dùng, chờ bản mới.{note}",
        "Đề nghị đơn vị gửi lại để hai bản khớp nhau; đối chiếu lại rồi sửa cột «Kết quả đối "
        "chiếu» ở trang «Bản ký» của quyet_dinh.xlsx.",
    ),
    "BLOC-011": Kind(
        _W,
        "Bản ký chưa đối chiếu",
        "Chưa ai đối chiếu bản Excel «{excel}» với {signed}.",
        "Đối chiếu rồi ghi người, ngày, kết quả vào trang «Bản ký» của quyet_dinh.xlsx.",
    ),
    "BLOC-012": Kind(
        _W,
        "Các đơn vị ghi tỷ lệ theo nhiều thang",
        "{label}: có đơn vị ghi mẫu số bằng 1, có đơn vị ghi mẫu số {bases}; chưa cách ghi nào "
        "chiếm đa số.",
        "Thống nhất một cách ghi (ví dụ 90/100) rồi báo lại cho các đơn vị.",
    ),
    "BLOC-013": Kind(
        _W,
        "Bản Excel đang dùng chưa được đối chiếu",
        "Bản Excel đang dùng ({excel}) {compared}.",
        "Đối chiếu lại rồi sửa trang «Bản ký» của quyet_dinh.xlsx: người, ngày, kết quả, tệp Excel "
        "đã đối chiếu.",
    ),
    "BLOC-014": Kind(
        _E,
        "Đã gửi nhưng chưa đọc được",
        "Đã gửi nhưng chưa đọc được: {files}.",
        "Làm theo lưu ý ở từng tệp; không mở được thì gửi đơn vị phiếu ở 1-phan-hoi để gửi lại.",
    ),
    "BLOC-015": Kind(
        _W,
        "Tệp mang tên đơn vị khác được dùng theo quyết định",
        "Tệp «{name}» mang tên của {named}, được dùng cho {found} theo quyết định.",
        "Xem lại quyết định ở trang «Bài nhận» của quyet_dinh.xlsx nếu có gì chưa chắc.",
    ),
    # --- RANK -----------------------------------------------------------------------------
    "RANK-001": Kind(
        _W,
        "Đồng hạng",
        "{units} cùng hạng {rank} sau khi đã xét hết các tiêu chí phụ.",
        "Hội đồng quyết định; phần mềm không tự phá thế đồng hạng.",
    ),
    "RANK-002": Kind(
        _W,
        "Không xếp loại",
        "Đơn vị không được xếp loại, xếp hạng: {code} – {reason}.",
        "Tổng điểm vẫn được ghi để đối chiếu.",
    ),
    "RANK-003": Kind(
        _W,
        "Đồng hạng vượt hạn mức xếp loại",
        "{units} cùng hạng {rank}, vượt hạn mức {quota} đơn vị xếp loại «{grade}»; tất cả được xếp "
        "xuống mức kế tiếp.",
        "Hội đồng quyết định; phần mềm không tự chọn một trong các đơn vị đồng hạng.",
    ),
    "RANK-004": Kind(
        _W,
        "Đồng hạng vượt số suất khen",
        "{units} cùng hạng {rank}, không đủ số suất «{award}» ({quota} suất) cho tất cả nên chưa "
        "đơn vị nào trong số này được dự kiến.",
        "Hội đồng quyết định; phần mềm không tự chọn một trong các đơn vị đồng hạng.",
    ),
}

#: Findings that their own unit is told; what is not named here stays with the bloc.
TOLD_TO_UNITS = frozenset(
    {
        *(f"BOOK-{n:03d}" for n in (*range(1, 8), 9, 11, 12, *range(14, 17), 18, 19)),
        *(f"BOOK-{n:03d}" for n in (24, 25, 27, 28, *range(30, 34))),
        *(f"CELL-{n:03d}" for n in range(1, 41)),
        *(f"CROSS-{n:03d}" for n in (1, 2, 3, *range(6, 15))),
        "BLOC-008",
        "BLOC-010",
    }
)

#: Findings by which what stands in a return may be another unit's: then none of it is shown to the
#: unit whose return it is taken for.
DOUBTS = frozenset({"BOOK-007", "BOOK-015", "BOOK-021"})

#: What is said of a file that came and was not read: it is of that file alone.
UNREAD = frozenset({f"BOOK-{n:03d}" for n in (1, 2, 3, 5, 24, 25, 27, 28, *range(30, 34))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fact about the data, with its place; message, hint and severity come from the code."""

    code: str
    unit: str | None = None
    cell: Cell | None = None
    file: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The catalogue's entry."""
        return CATALOGUE[self.code]

    @property
    def severity(self) -> Severity:
        """ERROR, WARNING or NOTE."""
        return self.kind.severity

    @property
    def message(self) -> str:
        """The Vietnamese sentence, fields filled in."""
        return self.kind.message.format_map(self.fields)

    @property
    def hint(self) -> str:
        """What to do, in Vietnamese."""
        return self.kind.hint.format_map(self.fields)

    @property
    def place(self) -> tuple[str | None, str | None, str | None]:
        """File, sheet and cell; any may be absent."""
        if self.cell is not None:
            return (self.cell.file, self.cell.sheet, self.cell.address)
        return (self.file, None, None)


def finding(
    code: str,
    /,
    *,
    unit: str | None = None,
    cell: Cell | None = None,
    file: str | None = None,
    **fields: object,
) -> Finding:
    """Make a finding; KeyError for an unknown code, ValueError for fields that do not fit it."""
    kind = CATALOGUE[code]
    if kind.fields != frozenset(fields):
        raise ValueError(f"{code}: fields {sorted(fields)} instead of {sorted(kind.fields)}")
    texts = {name: str(value) for name, value in fields.items()}
    return Finding(code=code, unit=unit, cell=cell, file=file, fields=texts)


def near(suggestion: str | None) -> str:
    """The tail of a message that suggests a near miss, or nothing."""
    return f" Có phải ý là «{suggestion}»?" if suggestion else ""


def errors(found: Iterable[Finding]) -> list[Finding]:
    """Only those of severity ERROR."""
    return [f for f in found if f.severity is Severity.ERROR]


class InputRefused(Exception):
    """The definition (or a file that people wrote) cannot be used; carries the findings."""

    def __init__(self, found: Iterable[Finding]) -> None:
        self.findings = tuple(found)
        super().__init__("; ".join(f.message for f in self.findings))


REFUSALS: Mapping[str, str] = {
    "not_workspace": "Thư mục «{path}» không có khoi.xlsx. Chạy «thidua init THƯ_MỤC» để tạo, "
    "hoặc chỉ thư mục khác bằng --workspace.",
    "locked": "Tệp «{path}» đang mở trong Excel hoặc Word. Đóng tệp rồi chạy lại; "
    "chưa có gì bị thay đổi.",
    "busy": "Một lệnh thidua khác đang chạy trong thư mục này. Đợi lệnh đó xong rồi chạy lại.",
    "disk_full": "Đĩa đầy khi ghi «{path}». Kết quả cũ còn nguyên; giải phóng chỗ rồi chạy lại.",
    "read_only": "Không ghi được vào «{path}» (thư mục chỉ đọc). Kết quả cũ còn nguyên.",
    "exists": "«{path}» đã có và khác nội dung định ghi; không ghi đè. Chọn thư mục khác.",
    "not_empty": "Thư mục «{path}» đã có nội dung khác; không ghi đè. Chọn thư mục khác.",
    "not_regular_file": "«{path}» không phải một tệp thường nên không được đọc.",
    "missing": "Không tìm thấy «{path}».",
    "too_large": "Tệp «{path}» lớn hơn {limit} MB nên không được đọc.",
    "io": "Không đọc hoặc ghi được «{path}» ({reason}). Kiểm tra ổ đĩa hoặc ổ mạng rồi chạy lại.",
    "system": "Máy không cho đọc hoặc ghi tệp lúc đang chạy ({reason}). Đóng bớt chương trình, "
    "kiểm tra ổ đĩa rồi chạy lại.",
    "bad_clock": "«{text}» không phải một thời điểm dạng 2025-12-31T08:00.",
    "bad_period": "Không có kỳ «{period}» ở trang «Kỳ báo cáo». Các kỳ hiện có: {periods}.",
    "no_sample": "Không có mẫu «{name}». Các mẫu: {names}.",
    "no_unit": "Không có đơn vị «{unit}». Các mã: {units}.",
    "unknown_unit": "Không có đơn vị «{unit}». Gần nhất: {nearest}.",
    "unknown_criterion": "Không có tiêu chí «{criterion}» trong bảng điểm của kỳ này. "
    "Gần nhất: {nearest}.",
    "no_inbox": "Chưa có bài nào trong «{path}». Chép các biểu đã nhận vào thư mục này.",
    "not_final": "Chưa thể ra kết quả chính thức: {reasons}.",
    "no_return": "Chưa đọc được bài nào của đơn vị «{unit}» trong hộp nhận bài của kỳ này, "
    "nên chưa có gì để chấp nhận; đơn vị gửi nhiều bản thì chọn bản trước bằng --use TỆP.",
    "no_file": "Không có tệp «{file}» trong hộp nhận bài của kỳ này.",
    "many_files": "Có nhiều tệp tên «{file}»: {names}. Ghi cả đường dẫn của tệp cần dùng.",
    "not_table": "Không tìm thấy bảng điểm trong «{path}»: cần một hàng tiêu đề có STT, "
    "nội dung (tiêu chí) và điểm tối đa.",
    "bad_template": "Mẫu Word của báo cáo không dùng được: {reason}. Sửa mẫu, hoặc bỏ mẫu riêng "
    "để dùng mẫu có sẵn.",
    "decisions_broken": "«{path}» bị mất trang hoặc cột nên chưa ghi thêm quyết định nào, để không "
    "làm mất những gì đã ghi. Đặt lại đúng tên trang, tên cột (lệnh «thidua check» chỉ ra chỗ mất) "
    "rồi chạy lại.",
    "decisions_damaged": "Tệp «{path}» không đọc được: {reason}. Mở bằng Excel, lưu lại, "
    "hoặc đổi tên tệp để thidua tạo tệp mới.",
}


class WorkspaceError(Exception):
    """The run cannot go on because of the folder, not the data; one sentence for the person."""

    def __init__(self, code: str, **fields: object) -> None:
        self.code = code
        self.fields = {name: str(value) for name, value in fields.items()}
        super().__init__(code)

    def __str__(self) -> str:
        """The Vietnamese sentence."""
        return REFUSALS[self.code].format_map(self.fields)
