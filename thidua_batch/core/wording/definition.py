"""Words of `khoi.xlsx`: sheets, column titles with accepted aliases, explanations, examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from thidua_batch.core.kinds import LineKind, Section
from thidua_batch.core.wording import FORM_SHEETS


@dataclass(frozen=True, slots=True)
class Words:
    """A column (or a row of a key/value sheet): title, explanation, example, other titles."""

    title: str
    note: str
    example: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetWords:
    """A sheet: its name, what it is for, its columns by code, other accepted names."""

    name: str
    purpose: str
    columns: Mapping[str, Words] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


EXAMPLE_PREFIX = "VD"
LIST_SHEET = "Danh mục"
NONE_MARK = "–"
PAIR_HEAD = ("Mục", "Giá trị", "Giải thích")
EXAMPLE_LABEL = "Ví dụ: "
TITLE = "Định nghĩa khối thi đua"
ARROW = " → "
AND = " và "

LINE_KINDS = {
    LineKind.FACT: "Số liệu",
    LineKind.DEDUCT: "Trừ",
    LineKind.BONUS: "Cộng",
    LineKind.BAND: "Bậc",
    LineKind.CATEGORY: "Mức",
}
SECTION_ALIASES = {Section.BONUS: ("Điểm cộng", "Thưởng"), Section.PENALTY: ("Trừ",)}
AWARD_TYPES = {True: "Danh hiệu thi đua", False: "Hình thức khen thưởng"}
TIE_BREAKS = {
    "bonus": "Điểm thưởng (cao hơn xếp trên)",
    "penalty": "Điểm trừ (thấp hơn xếp trên)",
}
TIE_BREAK_ALIASES = {
    "bonus": ("Điểm thưởng", "Điểm cộng"),
    "penalty": ("Điểm trừ",),
}

#: What a cell must be, for DEF-004.
EXPECTED = {
    "number": "một số",
    "number_range": "một số; có thể hiểu là {readings}",
    "whole": "một số nguyên không âm",
    "date": "một ngày dạng ngày/tháng/năm",
    "day_month": "một ngày dạng ngày/tháng, ví dụ 01/10",
    "flag": "«Có» hoặc «Không»",
    "choice": "một trong: {choices}",
    "period": "một mã kỳ như 2025-6T, 2025-N, 2025-Q1, 2025-T03",
    "period_kinds": "danh sách loại kỳ: {choices}",
    "bound": "một số, có thể kèm dấu ≥, >, ≤ hoặc <",
    "lower": "đầu dưới, chỉ dùng dấu ≥ hoặc >",
    "upper": "đầu trên, chỉ dùng dấu ≤ hoặc <",
    "empty_band": "đầu trên lớn hơn đầu dưới",
    "option": "danh sách «tên=giá trị; …» với tên là một trong: {choices}",
    "no_option": "ô trống, vì cách chấm này không có tùy chọn",
    "option_value": "giá trị của tùy chọn «{name}» ({wanted})",
    "at_least": "số không nhỏ hơn {minimum}",
    "share": "phần trăm từ 0 đến 100, ví dụ 85",
    "positive_points": "số điểm không âm (dấu trừ đã nằm ở loại «Trừ»)",
    "places": "số chữ số thập phân từ 0 đến 6",
    "key": "tên một mục của trang này",
    "once": "mục chỉ khai một lần",
    "parent": "mục đứng ở nhánh khác; một mục không thể thuộc chính nó",
}
VALUE_ERROR = "lỗi {value}"
VALUE_FORMULA = "công thức"
REASONS = {
    "not_zip": "đây không phải tệp .xlsx",
    "protected": "tệp đặt mật khẩu mở hoặc là định dạng Excel cũ (.xls)",
    "too_large": "nội dung bung ra quá lớn",
    "damaged": "tệp hỏng",
}

_SHEET_COLUMNS = {
    f"sheet_{sheet.value}": Words(
        title,
        f"Có: biểu mẫu của kỳ này có trang «{title}».",
        "Có",
    )
    for sheet, title in FORM_SHEETS.items()
}

SHEETS: Mapping[str, SheetWords] = {
    "guide": SheetWords("Hướng dẫn", "Cách điền tệp này"),
    "bloc": SheetWords(
        "Khối",
        "Thông tin chung của khối (cụm) thi đua. Điền cột «Giá trị»; ô nào chưa có thì để trống.",
        {
            "code": Words(
                "Mã khối",
                "Mã ngắn không dấu, dùng trong tên tệp; không đổi trong năm.",
                "khoi-noi-chinh",
            ),
            "name": Words(
                "Tên khối",
                "Tên đầy đủ như trong văn bản.",
                "Khối thi đua các cơ quan Nội chính",
                ("Tên cụm", "Tên khối (cụm)"),
            ),
            "body": Words(
                "Cơ quan cấp trên",
                "Cơ quan quyết định thành lập khối, đứng ở góc trái báo cáo.",
                "Hội đồng Thi đua – Khen thưởng tỉnh",
                ("Cơ quan chủ quản",),
            ),
            "work_year_start": Words(
                "Ngày bắt đầu năm công tác",
                "Dạng ngày/tháng. Mặc định 01/01; ngành Tòa án là 01/10.",
                "01/01",
                ("Bắt đầu năm công tác",),
            ),
            "lead": Words(
                "Trưởng khối",
                "Mã đơn vị làm trưởng khối năm nay (theo trang «Đơn vị»).",
                "DV1",
                ("Đơn vị trưởng khối", "Cụm trưởng", "Trưởng cụm"),
            ),
            "deputy": Words(
                "Phó trưởng khối",
                "Mã đơn vị làm phó khối năm nay.",
                "DV2",
                ("Phó khối", "Khối phó", "Cụm phó", "Phó trưởng cụm"),
            ),
            "lead_title": Words(
                "Chức danh trưởng",
                "Cách gọi trong văn bản của khối: Trưởng khối, Cụm trưởng, Trưởng cụm…",
                "Trưởng khối",
            ),
            "deputy_title": Words(
                "Chức danh phó", "Cách gọi trong văn bản của khối.", "Phó Trưởng khối"
            ),
            "slogan": Words(
                "Khẩu hiệu", "Khẩu hiệu (chủ đề) thi đua chung của khối trong năm.", "",
                ("Chủ đề thi đua",),
            ),
            "symbol": Words(
                "Ký hiệu văn bản", "Phần chữ sau số văn bản của khối.", "BC-KNC", ("Ký hiệu",)
            ),
            "place": Words("Địa danh", "Đứng trước ngày tháng của báo cáo.", "Bắc Giang"),
            "legal_basis": Words(
                "Căn cứ pháp lý",
                "Mỗi căn cứ một hàng; thêm hàng «Căn cứ pháp lý» nếu cần nhiều hơn.",
                "Quyết định về việc chia cụm, khối thi đua",
                ("Căn cứ",),
            ),
            "sample_note": Words(
                "Dấu số liệu giả định",
                "Chỉ dùng cho khối mẫu: dòng chữ in trên mọi trang. Khối thật để trống.",
            ),
        },
    ),
    "units": SheetWords(
        "Đơn vị",
        "Các đơn vị thành viên, xếp đúng thứ tự trong văn bản của khối.",
        {
            "code": Words(
                "Mã",
                "Mã ngắn không dấu, không trùng; dùng trong tên tệp và để nhận biết biểu.",
                "VD1",
                ("Mã đơn vị",),
            ),
            "name": Words(
                "Tên chính thức", "Tên đầy đủ như trong văn bản.", "Văn phòng Đơn vị 1",
                ("Tên đơn vị", "Đơn vị", "Tên"),
            ),
            "short_name": Words(
                "Tên ngắn", "Dùng ở cột hẹp; để trống thì dùng tên chính thức.", "Đơn vị 1",
                ("Tên viết tắt", "Tên gọi tắt"),
            ),
            "email": Words("E-mail", "Nơi gửi biểu mẫu và phản hồi.", "", ("Thư điện tử",)),
            "headcount": Words("Biên chế", "Số người.", "", ("Số biên chế",)),
            "subunits": Words(
                "Đơn vị trực thuộc", "Số đơn vị trực thuộc.", "",
                ("Số đơn vị trực thuộc",),
            ),
        },
        ("Danh sách đơn vị", "Đơn vị thành viên"),
    ),
    "table": SheetWords(
        "Bảng điểm",
        "Mỗi mục một hàng, đúng thứ tự. Chỉ cần ba cột đầu là dùng được (chấm trực tiếp); "
        "các cột còn lại (ẩn khi chưa dùng) để thêm quy tắc.",
        {
            "code": Words(
                "STT", "Số thứ tự như trong bảng điểm: I, I.1, 1.2.3, a). Gõ dạng chữ.", "VD.1",
                ("Mã", "TT", "Số TT", "Mã tiêu chí"),
            ),
            "text": Words(
                "Nội dung", "Nội dung, tiêu chí như trong bảng điểm.",
                "Hoàn thành chỉ tiêu, kế hoạch năm",
                ("Tiêu chí", "Nội dung tiêu chí", "Nội dung, tiêu chí", "Nội dung thi đua"),
            ),
            "max_points": Words(
                "Điểm tối đa", "Điểm của mục; các mục con phải cộng đúng bằng mục cha.", "300",
                ("Điểm chuẩn", "Thang điểm", "Điểm"),
            ),
            "parent": Words(
                "Thuộc mục",
                "Mã mục cha; để trống thì suy từ số thứ tự (I.1 thuộc I). Gõ «–» nếu là mục gốc.",
                "", ("Mục cha",),
            ),
            "section": Words(
                "Phần", "Điểm chuẩn, điểm thưởng hay điểm trừ; để trống thì theo mục cha.",
                "Điểm chuẩn",
            ),
            "method": Words(
                "Cách chấm", "Chọn trong danh sách; để trống là chấm trực tiếp.",
                "Tỷ lệ hoàn thành", ("Phương pháp", "Phương pháp chấm"),
            ),
            "options": Words(
                "Tùy chọn", "Dạng «tên=giá trị; …»; tên tùy chọn xem trang «Hướng dẫn».",
                "Tính nhiều nhất (lần chỉ tiêu)=1",
            ),
            "scorer": Words(
                "Ai khai", "Ai khai số liệu: đơn vị, khối hay cơ quan thường trực.", "Đơn vị",
                ("Ai khai/chấm", "Ai chấm"),
            ),
            "evidence": Words(
                "Minh chứng", "Tài liệu mà đơn vị phải nêu.", "Báo cáo tổng kết năm"
            ),
            "na": Words(
                "Không áp dụng", "Cách tính khi đơn vị không có nhiệm vụ này.", "Không được"
            ),
            "periods": Words(
                "Kỳ", "Loại kỳ dùng mục này, cách nhau bởi dấu «;». Để trống là mọi kỳ.",
                "6 tháng; Năm", ("Kỳ áp dụng",),
            ),
            "points_only": Words(
                "Không khai số liệu gốc",
                "Có: đơn vị chỉ ghi điểm và số văn bản, không ghi số liệu.", "Không",
            ),
        },
        ("Bảng chấm điểm", "Thang điểm"),
    ),
    "periods": SheetWords(
        "Kỳ báo cáo",
        "Mỗi kỳ một hàng: biểu mẫu của kỳ có những trang nào, hạn nộp, có xếp hạng hay không.",
        {
            "code": Words(
                "Mã kỳ",
                "2025-DK (đăng ký), 2025-T03 (tháng), 2025-Q1 (quý), 2025-6T, 2025-9T, 2025-N.",
                "VD 2025-N", ("Kỳ", "Kỳ báo cáo"),
            ),
            "deadline": Words(
                "Hạn nộp", "Ngày cuối cùng nhận biểu (ngày/tháng/năm).", "2025-11-30",
                ("Thời hạn", "Hạn gửi"),
            ),
            **_SHEET_COLUMNS,
            "ranks": Words("Xếp hạng", "Có: kỳ này có xếp hạng đơn vị.", "Có"),
            "current": Words("Kỳ hiện hành", "Có: kỳ đang làm; đúng một kỳ.", "Có"),
        },
    ),
    "awards": SheetWords(
        "Danh hiệu",
        "Danh hiệu thi đua và hình thức khen thưởng mà khối đề nghị, từ cao xuống thấp.",
        {
            "code": Words("Mã", "Mã ngắn không dấu, không trùng.", "VD-CO", ("Mã danh hiệu",)),
            "name": Words("Tên", "Tên đầy đủ.", "Cờ thi đua của tỉnh", ("Tên danh hiệu",)),
            "is_title": Words(
                "Loại", "Danh hiệu thi đua (Cờ, LĐXS…) hay hình thức khen thưởng (Bằng khen…).",
                "Danh hiệu thi đua",
            ),
            "quota": Words(
                "Số lượng", "Số suất của khối; để trống là không giới hạn.", "2", ("Số suất",)
            ),
            "requires": Words(
                "Phải đạt trước", "Mã danh hiệu phải đủ điều kiện trước; để trống nếu không.", ""
            ),
            "needs_registration": Words(
                "Phải đăng ký", "Có: chỉ xét đơn vị đã đăng ký đầu năm. Để trống là Có.", "Có"
            ),
            "min_grade": Words(
                "Xếp loại tối thiểu", "Tên mức ở trang «Xếp loại»; để trống nếu không đòi hỏi.", ""
            ),
        },
        ("Danh hiệu, khen thưởng", "Khen thưởng"),
    ),
    "lines": SheetWords(
        "Quy tắc chấm",
        "Quy tắc của các tiêu chí không chấm trực tiếp, mỗi dòng một hàng: số liệu phải khai, "
        "mức trừ hoặc cộng mỗi lần, các bậc, các mức xếp loại.",
        {
            "criterion": Words(
                "Tiêu chí", "Mã tiêu chí ở trang «Bảng điểm».", "VD.1", ("Mã tiêu chí",)
            ),
            "code": Words(
                "Mã dòng", "Mã ngắn, không trùng trong một tiêu chí; với bậc và mức có thể bỏ.",
                "tre_han", ("Dòng",),
            ),
            "kind": Words(
                "Loại",
                "Số liệu: đơn vị khai. Trừ, Cộng: khai số lần. Bậc: khoảng giá trị. "
                "Mức: xếp loại bằng chữ.",
                "Trừ",
            ),
            "text": Words(
                "Nội dung", "Nội dung dòng; với «Mức» là tên mức đơn vị chọn.", "Báo cáo trễ hạn"
            ),
            "unit_of_measure": Words("Đơn vị tính", "%, vụ, lần, ngày…", "lần"),
            "points": Words(
                "Điểm", "Điểm mỗi lần (trừ, cộng), của mục (Có/Không), của bậc hoặc mức.", "2",
                ("Số điểm",),
            ),
            "cap": Words("Tối đa", "Dòng này cộng hoặc trừ nhiều nhất bao nhiêu.", "10"),
            "lower": Words(
                "Từ", "Đầu dưới của bậc: 95 hay ≥ 95 (kể cả 95), > 95 (không kể).", "", ("Từ mức",)
            ),
            "upper": Words(
                "Đến", "Đầu trên của bậc: 98 hay < 98 (không kể 98), ≤ 98 (kể cả).", "",
                ("Đến mức",),
            ),
            "target": Words("Chỉ tiêu", "Chỉ tiêu chung cho mọi đơn vị (tỷ lệ hoàn thành).", ""),
            "weight": Words("Trọng số", "Để trống là 1.", ""),
        },
        ("Quy tắc",),
    ),
    "own": SheetWords(
        "Chỉ tiêu riêng",
        "Chỉ tiêu giao riêng cho từng đơn vị (tỷ lệ hoàn thành); đơn vị chỉ khai kết quả.",
        {
            "unit": Words("Đơn vị", "Mã đơn vị.", "VD1", ("Mã đơn vị",)),
            "criterion": Words("Tiêu chí", "Mã tiêu chí ở trang «Bảng điểm».", "I.1",
                               ("Mã tiêu chí",)),
            "code": Words("Mã", "Mã chỉ tiêu, không trùng trong đơn vị và tiêu chí.", "ct1",
                          ("Mã chỉ tiêu", "Mã dòng")),
            "text": Words("Nội dung", "Nội dung chỉ tiêu.", "Giải quyết đơn thư đúng hạn",
                          ("Nội dung chỉ tiêu",)),
            "unit_of_measure": Words("Đơn vị tính", "%, vụ, lần…", "%"),
            "target": Words("Chỉ tiêu", "Số phải đạt.", "95", ("Chỉ tiêu giao",)),
            "weight": Words("Trọng số", "Để trống là 1.", "1"),
        },
    ),
    "grades": SheetWords(
        "Xếp loại",
        "Các mức xếp loại từ cao xuống thấp; đơn vị được mức đầu tiên mà đạt đủ điều kiện.",
        {
            "name": Words("Mức", "Tên mức.", "VD Xuất sắc", ("Xếp loại", "Tên mức")),
            "min_total": Words("Tổng điểm từ", "Tổng điểm thấp nhất; mức cuối để trống.", "900",
                               ("Tổng điểm",)),
            "min_group_share": Words(
                "Mỗi nhóm ít nhất (%)",
                "Mỗi nhóm điểm chuẩn phải đạt ít nhất bao nhiêu phần trăm; để trống nếu không.",
                "85", ("Mỗi nhóm ít nhất", "Mỗi nhóm ít nhất %"),
            ),
        },
    ),
    "rules": SheetWords(
        "Quy định",
        "Những điều văn bản chung không quy định, khối tự chọn. Giá trị ghi sẵn là mặc định.",
        {
            "criterion_places": Words(
                "Làm tròn điểm tiêu chí", "Số chữ số thập phân của điểm mỗi tiêu chí."
            ),
            "group_places": Words(
                "Làm tròn điểm nhóm", "Số chữ số thập phân của điểm mỗi nhóm."
            ),
            "total_places": Words(
                "Làm tròn tổng điểm", "Số chữ số thập phân của tổng điểm."
            ),
            "rank_on_rounded": Words(
                "Xếp hạng theo tổng đã làm tròn",
                "Có: so tổng điểm sau khi làm tròn. Không: so tổng các điểm tiêu chí.",
            ),
            "dense_rank": Words(
                "Sau đồng hạng không bỏ hạng",
                "Có: 1, 2, 2, 3. Không: 1, 2, 2, 4.",
            ),
            "allow_negative_total": Words(
                "Cho phép tổng điểm âm", "Không: tổng điểm thấp nhất là 0."
            ),
            "bonus_cap": Words(
                "Điểm thưởng tối đa", "Tổng điểm thưởng được tính nhiều nhất; để trống là "
                "không giới hạn.", "50", ("Trần điểm thưởng",),
            ),
            "penalty_cap": Words(
                "Điểm trừ tối đa", "Tổng điểm trừ nhiều nhất; để trống là không giới hạn.", "30",
                ("Trần điểm trừ",),
            ),
            "tie_breaks": Words(
                "Khi bằng điểm, xét tiếp",
                "Mỗi tiêu chí phụ một hàng, theo thứ tự ưu tiên: mã một mục của bảng điểm (cao hơn "
                "xếp trên), «Điểm thưởng» hoặc «Điểm trừ». Hết tiêu chí phụ thì đồng hạng.",
                "I", ("Tiêu chí phụ", "Khi bằng điểm"),
            ),
        },
    ),
    "exclusions": SheetWords(
        "Loại trừ",
        "Các lý do không xếp loại, không xếp hạng; quyết định cụ thể ghi ở quyet_dinh.xlsx.",
        {
            "code": Words("Mã", "Mã ngắn.", "VD-E1", ("Mã lý do",)),
            "text": Words("Lý do", "Nội dung quy định.", "Lãnh đạo đơn vị bị kỷ luật",
                          ("Nội dung",)),
        },
    ),
}  # fmt: skip

GUIDE_TITLE = "HƯỚNG DẪN ĐIỀN TỆP KHOI.XLSX"
GUIDE_STEPS = (
    (
        "Điền lần lượt bốn trang «Khối», «Đơn vị», «Bảng điểm», «Kỳ báo cáo»; trang «Danh hiệu» "
        "điền khi khối có đề nghị khen thưởng."
    ),
    (
        "Hàng chữ nghiêng có mã bắt đầu bằng «VD» là hàng ví dụ, không được tính. Gõ đè lên "
        "hoặc xóa đi đều được."
    ),
    (
        "Bảng điểm chỉ có STT, Nội dung và Điểm tối đa là dùng được ngay: mọi tiêu chí được chấm "
        "trực tiếp. Muốn phần mềm tự tính điểm từ số liệu thì thêm cách chấm cho từng tiêu chí."
    ),
    (
        "Hiện trang đang ẩn: bấm chuột phải vào tên một trang ở cuối màn hình, chọn «Unhide…» (Bỏ "
        "ẩn), chọn trang cần dùng."
    ),
    (
        "Hiện cột đang ẩn: bôi đen hai cột ở hai bên chỗ ẩn (hoặc cả trang bằng Ctrl+A), bấm chuột "
        "phải vào tên cột, chọn «Unhide» (Bỏ ẩn)."
    ),
    "Đặt tên cột đúng như mẫu; thứ tự cột không quan trọng, có thể thêm cột riêng ở bên phải.",
    (
        "Mã luôn gõ dạng chữ: mã 1.10 gõ dạng số sẽ thành 1.1. Số thập phân gõ dấu phẩy như thường "
        "lệ của máy."
    ),
    "Lưu tệp, đóng Excel, rồi chạy «thidua status»: mọi chỗ chưa đúng được chỉ ra theo từng ô.",
)
GUIDE_SHEETS = "Các trang"
GUIDE_SHEET_HEAD = ("Trang", "Dùng khi", "Nội dung")
GUIDE_BASIC, GUIDE_ADVANCED = "Luôn điền", "Khi cần (đang ẩn nếu chưa dùng)"
GUIDE_USED = "Đang dùng"
GUIDE_SOMETIMES = "Có khen thưởng"
GUIDE_METHODS = "Các cách chấm và tùy chọn"
GUIDE_METHOD_HEAD = ("Cách chấm", "Tùy chọn", "Cách tính")
NO_OPTIONS = "Không có"
METHOD_NOTES = {
    "direct": "Đơn vị ghi điểm tự chấm, khối thẩm định lại.",
    "yes_no": "Mỗi mục đã làm được trọn điểm của mục; mục ghi ở «Quy tắc chấm» loại «Số liệu».",
    "bands": "Số liệu rơi vào bậc nào thì được điểm của bậc đó (loại «Bậc», cột «Từ», «Đến»).",
    "cases": "Mỗi lần trừ hoặc cộng một số điểm (loại «Trừ», «Cộng»), có thể giới hạn.",
    "ratio": "Điểm tối đa nhân tỷ lệ kết quả trên chỉ tiêu, theo trọng số.",
    "category": "Mức xếp loại do nơi khác quyết định cho một số điểm (loại «Mức»).",
}

# --- a bloc's own table (init --from-table) ----------------------------------------------

TABLE_NUMBER = ("STT", "TT", "Số TT", "Số thứ tự", "Mã", "Mục", "Mã tiêu chí")
TABLE_TEXT = (
    "Nội dung", "Tiêu chí", "Nội dung tiêu chí", "Nội dung, tiêu chí", "Tiêu chí thi đua",
    "Nội dung thi đua", "Nội dung chấm điểm", "Nội dung và tiêu chí", "Tên tiêu chí",
    "Nội dung các tiêu chí", "Tiêu chí chấm điểm", "Tiêu chí đánh giá", "Nội dung đánh giá",
    "Nội dung thi đua và tiêu chí", "Các tiêu chí", "Nội dung, tiêu chí thi đua",
    "Nội dung/tiêu chí", "Nội dung - tiêu chí", "Nội dung công việc",
)  # fmt: skip
TABLE_POINTS = (
    "Điểm tối đa", "Điểm chuẩn", "Thang điểm", "Số điểm tối đa", "Điểm chuẩn tối đa",
    "Mức điểm tối đa", "Khung điểm", "Điểm quy định", "Điểm chấm tối đa", "Tổng điểm tối đa",
    "Mức điểm", "Số điểm", "Điểm",
)  # fmt: skip
TABLE_TOTAL = ("tong cong", "tong diem", "cong", "tong so", "tong")
TABLE_BONUS = ("diem thuong", "diem cong", "thuong diem")
TABLE_PENALTY = ("diem tru", "tru diem")
TABLE_UP_TO = ("toi da", "khong qua")
PART_LETTER = "^[A-ZĐ]$"
ITEM_LETTER = "^[a-zđ]$"
IGNORED_TEXT = "phần giải thích, không tính là tiêu chí"
READ_AS_SECTION = "phần {section}"

CODE_ODD = "có ký tự không dùng được trong tên tệp và công thức, hoặc quá dài"
CODE_CLASH = "cho cùng tên tệp với mã «{other}»"
#: Folded beginnings of titles that announce bonus or penalty points.
NAMED_EXTRA = ("diem thuong", "diem cong", "diem tru")
