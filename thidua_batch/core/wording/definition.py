"""Words of `khoi.xlsx`: sheets, column titles with accepted aliases, explanations, examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from thidua_batch.core.kinds import (
    LineKind,
    Rounding,
    Section,
    TableStatus,
    VersionRule,
    Workload,
)
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
    LineKind.RANGE: "Trừ theo khung",
    LineKind.WAIVER: "Miễn trừ",
    LineKind.RATE: "Tỷ lệ",
    LineKind.STEP: "Cộng theo bước",
    LineKind.CONDITION: "Điều kiện",
}
SECTION_ALIASES = {Section.BONUS: ("Điểm cộng", "Thưởng"), Section.PENALTY: ("Trừ",)}
AWARD_TYPES = {True: "Danh hiệu thi đua", False: "Hình thức khen thưởng"}
AWARD_FOR = {False: "Tập thể", True: "Cá nhân"}
QUOTA_ROUNDINGS = {
    Rounding.FLOOR: "Lấy phần nguyên",
    Rounding.NEAREST: "Làm tròn gần nhất",
    Rounding.CEILING: "Làm tròn lên",
    Rounding.AT_LEAST_ONE: "Lấy phần nguyên, ít nhất 1",
}
WORKLOADS = {
    Workload.OFF: "Không so sánh",
    Workload.COEFFICIENT: "Theo hệ số khối lượng",
    Workload.HEADCOUNT: "Theo biên chế",
    Workload.SUBUNITS: "Theo số đơn vị trực thuộc",
}
TABLE_STATUSES = {
    TableStatus.DRAFT: "Dự thảo",
    TableStatus.APPLIED: "Đang áp dụng",
    TableStatus.CLOSED: "Đã đóng",
}
VERSION_RULES = {
    VersionRule.NEWEST: "Bản nhận sau cùng, khi biết thời điểm nhận",
    VersionRule.ASK: "Hỏi thư ký",
}
#: What a share of places is taken of: whole words, and words with a name in them.
QUOTA_BASE_DEFAULT = "units"
QUOTA_BASE_PERSONS = "headcount"
QUOTA_BASES = {
    QUOTA_BASE_DEFAULT: "số đơn vị",
    "ranked": "số đơn vị được xếp hạng",
    QUOTA_BASE_PERSONS: "biên chế",
}
QUOTA_BASE_GRADE = "xếp loại {name} trở lên"
QUOTA_BASE_AWARD = "đạt chuẩn {name}"
QUOTA_BASE_PROPOSED = "số đề nghị {name}"
#: One grade with its share; several are parted as in every list.
GRADE_SHARE_SIGN = ":"
GRADE_SHARE = "{grade}: {share}%"
DUE_DEADLINE = "hạn nộp"
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
    "due": "một ngày dạng ngày/tháng (31/01), ngày/tháng/năm, hoặc «hạn nộp»",
    "quota_base": "một trong: «số đơn vị», «số đơn vị được xếp hạng», «xếp loại <Mức> trở lên», "
    "«đạt chuẩn <mã danh hiệu>», với cá nhân: «biên chế», «số đề nghị <mã danh hiệu>»",
    "grade_shares": "«<Mức>: <phần trăm>%», ví dụ «Xuất sắc: 20%; Tốt: 15%»",
    "grade_once": "mỗi mức ghi một lần",
    "version": "khoảng ngày có ngày đầu không sau ngày cuối",
    "at_least_one": "một số từ 1 trở lên",
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
    "factor": "một số từ 1 trở lên, hoặc 0 để không cảnh báo",
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
            "kind": Words(
                "Loại đơn vị",
                "Chỉ điền khi bảng điểm có mục dành riêng cho một loại đơn vị, ví dụ: cấp huyện.",
                "", ("Nhóm đơn vị", "Loại hình"),
            ),
            "workload": Words(
                "Hệ số khối lượng",
                "Để tham khảo khi so sánh khối lượng công việc; không làm đổi điểm.", "",
                ("Hệ số",),
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
            "kinds": Words(
                "Loại đơn vị áp dụng",
                "Mục này (và các mục con) chỉ dùng cho những loại đơn vị nào, cách nhau bởi dấu "
                "«;». Để trống là mọi đơn vị.",
                "", ("Áp dụng cho loại đơn vị",),
            ),
            "accumulate": Words(
                "Cộng dồn",
                "Kỳ dài (năm) lấy số liệu của các kỳ ngắn ghi ở cột «Kỳ» thay vì hỏi lại: cộng, "
                "lấy kỳ cuối, trung bình hay cao nhất.",
                "Không",
            ),
            "since": Words(
                "Áp dụng từ ngày",
                "Để trống là từ đầu. Một mã được có nhiều hàng nếu thời gian áp dụng không chồng "
                "nhau; kỳ nào dùng hàng có hiệu lực vào ngày cuối kỳ.",
                "", ("Từ ngày", "Hiệu lực từ"),
            ),
            "until": Words(
                "Áp dụng đến ngày", "Ngày cuối cùng còn áp dụng; để trống là không hết hạn.", "",
                ("Đến ngày", "Hiệu lực đến"),
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
                "Số lượng",
                "Số suất của khối (danh hiệu cá nhân: của mỗi đơn vị); để trống là không giới hạn.",
                "2", ("Số suất",),
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
            "quota_share": Words(
                "Tỷ lệ (%)",
                "Số suất theo phần trăm của số ghi ở cột «Tính trên»; cách làm tròn chọn ở trang "
                "«Quy định».",
                "", ("Tỷ lệ", "Tỷ lệ %"),
            ),
            "quota_base": Words(
                "Tính trên",
                "Số đơn vị; số đơn vị được xếp hạng; xếp loại <Mức> trở lên; đạt chuẩn <mã danh "
                "hiệu>. Cá nhân: biên chế; số đề nghị <mã danh hiệu>. Để trống là số đơn vị, với "
                "cá nhân là biên chế.",
            ),
            "max_rank": Words(
                "Thứ hạng tối đa", "Chỉ xét đơn vị xếp từ hạng này trở lên, ví dụ 1: dẫn đầu.", "",
            ),
            "excludes": Words(
                "Không cùng với",
                "Mã những danh hiệu mà đơn vị đã được thì không xét danh hiệu này, cách nhau bởi "
                "dấu «;».",
            ),
            "for_individuals": Words(
                "Đối tượng",
                "Cá nhân: không suy tôn cho đơn vị; số người mỗi đơn vị đề nghị được so với số "
                "lượng, tỷ lệ của chính đơn vị đó. Để trống là tập thể.",
            ),
            "grade_shares": Words(
                "Tỷ lệ theo xếp loại của đơn vị",
                "Chỉ cho danh hiệu cá nhân, thay cột «Tỷ lệ (%)», ví dụ: Xuất sắc: 20%; Tốt: 15%. "
                "Mức không ghi thì theo «Tỷ lệ (%)», ô đó trống thì không có suất.",
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
                "Số liệu: khai. Trừ, Cộng: khai số lần. Bậc: khoảng giá trị. Mức: xếp loại bằng "
                "chữ. Trừ theo khung: khai điểm trừ trong khung. Tỷ lệ, Cộng theo bước, Điều kiện: "
                "tính từ dòng khác. Miễn trừ: bỏ dòng trừ.",
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
            "step": Words(
                "Mỗi bước", "Cộng theo bước: cứ mỗi bao nhiêu so với «Từ» thì được «Điểm».", "",
                ("Bước",),
            ),
            "of": Words(
                "Tính từ dòng",
                "Mã dòng mà dòng này tính từ đó; với «Tỷ lệ» ghi tử / mẫu; với «Miễn trừ» ghi dòng "
                "trừ được miễn.",
                "", ("Tính từ",),
            ),
            "when": Words(
                "Điều kiện", "Dòng chỉ tính khi điều kiện đúng, ví dụ: ty_le >= 90.", "",
                ("Chỉ tính khi",),
            ),
            "group": Words(
                "Nhóm chọn một",
                "Các dòng cùng tên nhóm trong một tiêu chí: chỉ một dòng được tính.", "",
            ),
            "due": Words(
                "Hạn",
                "Đơn vị ghi ngày, phần mềm tính số ngày chậm. Dạng 31/01, 31/01/2026 hoặc «hạn "
                "nộp».",
                "", ("Hạn chót",),
            ),
            "scorer": Words(
                "Ai khai", "Ai khai riêng dòng này; để trống thì theo tiêu chí.", "",
                ("Ai khai/chấm", "Ai chấm"),
            ),
            "since": Words(
                "Áp dụng từ ngày",
                "Để trống là từ đầu. Một mã được có nhiều hàng nếu thời gian áp dụng không chồng "
                "nhau.",
                "", ("Từ ngày", "Hiệu lực từ"),
            ),
            "until": Words(
                "Áp dụng đến ngày", "Ngày cuối cùng còn áp dụng; để trống là không hết hạn.", "",
                ("Đến ngày", "Hiệu lực đến"),
            ),
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
            "min_criterion_share": Words(
                "Mỗi tiêu chí ít nhất (%)",
                "Mỗi tiêu chí của điểm chuẩn phải đạt ít nhất bao nhiêu phần trăm.", "",
                ("Mỗi tiêu chí ít nhất",),
            ),
            "min_targets": Words(
                "Chỉ tiêu đạt ít nhất (%)",
                "Ít nhất bao nhiêu phần trăm số chỉ tiêu phải đạt.", "",
            ),
            "max_shortfall": Words(
                "Thiếu nhiều nhất (%)",
                "Chỉ tiêu không đạt được thiếu nhiều nhất bao nhiêu phần trăm.", "",
            ),
            "quota_share": Words(
                "Nhiều nhất (%)",
                "Số đơn vị của mức này nhiều nhất bằng bao nhiêu phần trăm; quá thì xuống mức sau.",
                "",
            ),
            "quota_of": Words(
                "Tính trên các mức từ",
                "Tên mức: phần trăm tính trên số đơn vị xếp từ mức đó trở lên. Để trống là mọi đơn "
                "vị được xếp hạng.",
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
            "quota_rounding": Words(
                "Làm tròn số suất",
                "Khi số suất tính theo phần trăm không phải số nguyên, ví dụ 20% của 7 đơn vị là "
                "1,4.",
            ),
            "holidays": Words(
                "Ngày nghỉ", "Mỗi ngày nghỉ lễ một hàng; không tính là ngày làm việc.", "30/4/2026",
                ("Ngày nghỉ lễ",),
            ),
            "excluded_are_peers": Words(
                "Đơn vị không xếp loại vẫn để so sánh",
                "Có: khi chấm bằng so sánh giữa các đơn vị vẫn tính cả đơn vị không xếp loại.",
            ),
            "countersigned": Words(
                "Biểu tự chấm phải có xác nhận",
                "Có: nhắc đơn vị nào chưa ghi là biểu đã có xác nhận của người có thẩm quyền.",
            ),
            "signed_required": Words(
                "Bài phải có bản ký, đóng dấu",
                "Có: đơn vị chưa có bản ký, đóng dấu thì được nhắc và kết quả còn là tạm tính. Bản "
                "ký ghi ở trang «Bản ký» của quyet_dinh.xlsx.",
            ),
            "versions": Words(
                "Đơn vị gửi nhiều bản thì dùng",
                "Không biết chắc bản nào nhận sau thì phần mềm luôn hỏi thư ký. Quyết định «Dùng "
                "tệp» ở quyet_dinh.xlsx được theo trước hết.",
            ),
            "jump_factor": Words(
                "Cảnh báo khi số liệu tăng hoặc giảm quá (lần)",
                "So với kỳ trước của chính đơn vị. Ghi 3: tăng hơn 3 lần hoặc giảm còn dưới 1/3 "
                "thì nhắc xem lại. Ghi 0: không cảnh báo.",
            ),
            "workload": Words(
                "So sánh khối lượng công việc",
                "Chỉ để tham khảo trong báo cáo, không làm đổi điểm.",
            ),
            "status": Words(
                "Trạng thái bảng điểm",
                "Dự thảo: mọi kết quả chỉ để thử. Đang áp dụng. Đã đóng: không sửa nữa.",
            ),
            "version": Words(
                "Phiên bản bảng điểm", "Ghi chú để phân biệt, in kèm báo cáo.", "Năm 2026, lần 1",
                ("Phiên bản",),
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
EVERY_METHOD = (
    "Mọi cách chấm",
    (
        "Dùng được với mọi tiêu chí: các dòng «Trừ», «Cộng», «Trừ theo khung», «Cộng theo bước» "
        "thêm vào điểm của cách chấm, trong những giới hạn này."
    ),
)
INNER_NODES = ("Mục có mục con", "Điểm của mục là tổng điểm các mục con, trong những giới hạn này.")

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

OF_KIND = "Loại đơn vị «{kind}»"
IN_PERIOD = "kỳ {period}"
#: Beginnings of rule rows that take, or give. Marks count: "trụ sở", "công chức" say nothing.
SAYS_MINUS = r"(bị )?trừ\b|(bi )?tru diem|giảm (điểm|trừ|\d)|giam diem|[-–−]\s*\d"
SAYS_PLUS = (
    r"(được )?(cộng|thưởng) (điểm|thêm|\d)|được cộng\b|(duoc )?cong diem|điểm thưởng|\+\s*\d"
)
ACCUMULATE_INNER = "còn có mục con; cộng dồn chỉ ghi ở tiêu chí cuối cùng"
ACCUMULATE_NO_PERIODS = "cột «Kỳ» để trống nên kỳ nào cũng hỏi lại số liệu"
ACCUMULATE_NEVER = "không có kỳ chấm điểm nào dài hơn để cộng dồn vào"
ACCUMULATE_NOT_ASKED = "không có kỳ ngắn nào hỏi số liệu của tiêu chí này"
ACCUMULATE_WORDS = "«{line}» không phải là số nên không cộng hay lấy trung bình được"
GRADE_TOO_HIGH = "đòi hỏi từ {total} điểm, mà cả bảng điểm chỉ cho tối đa {top} điểm"
GRADE_UNKNOWN = "tính trên mức «{name}», nhưng không có mức này"
GRADE_OF_BETTER = "tính trên các mức từ «{name}», là mức cao hơn chính nó"
GRADE_NO_SHARE = "ghi «Tính trên các mức từ» nhưng để trống «Nhiều nhất (%)»"
GRADE_LAST = "là mức cuối nên giới hạn «Nhiều nhất (%)» không dùng được"
QUOTA_OVER = "có tỷ lệ lớn hơn 100%"
QUOTA_NO_SHARE = "ghi «Tính trên» nhưng để trống «Tỷ lệ (%)»"
QUOTA_NEEDED = "được {quota} suất, nhưng phải đạt trước «{award}» chỉ có {other} suất"
QUOTA_UNKNOWN = "tính tỷ lệ trên «{name}», nhưng không có mức hoặc danh hiệu này"
QUOTA_OF_PERSONS = "là danh hiệu tập thể nên không tính trên biên chế hay số đề nghị được"
QUOTA_NOT_OF_PERSONS = (
    "là danh hiệu cá nhân nên chỉ tính trên «biên chế» hoặc «số đề nghị <mã danh hiệu>»"
)
QUOTA_OF_UNITS_AWARD = "tính tỷ lệ trên «{award}», không phải là danh hiệu cá nhân"
QUOTA_OF_PERSONS_AWARD = "tính tỷ lệ trên «{award}», là danh hiệu cá nhân"
QUOTA_CIRCLE = "tính tỷ lệ trên chính nó qua chuỗi {chain}"
SHARES_UNKNOWN = "có tỷ lệ của mức «{name}», nhưng không có mức này"
SHARES_OF_UNITS = "là danh hiệu tập thể nên không dùng cột «Tỷ lệ theo xếp loại của đơn vị»"
NOT_FOR_PERSONS = "là danh hiệu cá nhân nên cột «{column}» không được xét"
NEEDS_PERSONS = "phải đạt trước «{award}», là danh hiệu cá nhân nên không đơn vị nào đạt"
SAME_NAME = (
    "trùng tên với «{other}» nên đề nghị cho tập thể và cho cá nhân không phân biệt được; "
    "thêm chữ «cá nhân» vào tên"
)
EXCLUDES_ITSELF = "không cùng với chính nó nên không đơn vị nào được xét"
EXCLUDES_NEEDED = "phải đạt «{award}» trước, nhưng lại không được cùng với danh hiệu đó"
CODE_ODD = "có ký tự không dùng được trong tên tệp và công thức, hoặc quá dài"
CODE_CLASH = "cho cùng tên tệp với mã «{other}»"
#: Folded beginnings of titles that announce bonus or penalty points.
NAMED_EXTRA = ("diem thuong", "diem cong", "diem tru")
