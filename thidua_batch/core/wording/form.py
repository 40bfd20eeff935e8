"""Words of the per-unit form (biểu mẫu): sheets, columns, fields, prompts, guide.

A prompt is the drop-down help of a cell, its error text and the guide's sentence alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import Answer, FormSheet, Scorer
from thidua_batch.core.model import Line

GUIDE_SHEET = "Hướng dẫn"
TODO_SHEET = "Việc cần sửa"
TITLE = "Biểu mẫu thi đua"
SHEET_TITLES: Mapping[FormSheet, str] = {
    FormSheet.UNIT: "THÔNG TIN CỦA ĐƠN VỊ",
    FormSheet.REGISTRATION: "ĐĂNG KÝ THI ĐUA, GIAO ƯỚC THI ĐUA",
    FormSheet.SCORING: "BẢNG TỰ CHẤM ĐIỂM THI ĐUA",
    FormSheet.RESULTS: "KẾT QUẢ PHONG TRÀO THI ĐUA VÀ CÔNG TÁC KHEN THƯỞNG",
    FormSheet.PROPOSALS: "ĐỀ NGHỊ KHEN THƯỞNG",
    FormSheet.EXAMPLES: "ĐIỂN HÌNH TIÊN TIẾN",
}
GUIDE_TITLE = "BIỂU MẪU THI ĐUA"
DEADLINE = "Hạn nộp: {date}"
MARK = "Mã biểu {bloc}|{period}|{sha} – Mã đơn vị {unit}"
MARK_PATTERN = r"Mã biểu (.+)\|(.+)\|([0-9a-f]{8}) – Mã đơn vị (.+)"
MARKS = {
    "name": "tên TPL_ID",
    "meta": "trang ẩn _meta",
    "property": "thuộc tính tệp",
    "text": "dòng đầu trang",
}


class FieldKind(StrEnum):
    """What a field of the free sheets takes."""

    TEXT = "text"
    LONG = "long"
    YES_NO = "yes_no"
    COUNT = "count"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Field:
    """A question of a free sheet: its words, what it takes, whether it must be answered."""

    title: str
    prompt: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = False


FIELDS: Mapping[FormSheet, Mapping[str, Field]] = {
    FormSheet.UNIT: {
        "head_post": Field(
            "Chức vụ người đứng đầu", "Chỉ ghi chức vụ (ví dụ: Giám đốc), không cần họ tên."
        ),
        "contact": Field(
            "Đầu mối liên hệ", "Điện thoại, thư điện tử của phòng, bộ phận làm thi đua."
        ),
        "headcount": Field(
            "Tổng số công chức, viên chức, người lao động",
            "Số người có mặt cuối kỳ; là số nguyên.",
            FieldKind.COUNT,
        ),
        "subunits": Field(
            "Số phòng, đơn vị trực thuộc", "Là số nguyên; không có thì ghi 0.", FieldKind.COUNT
        ),
        "plan_issued": Field(
            "Đã ban hành kế hoạch phát động thi đua",
            "Chọn Có hoặc Không.",
            FieldKind.YES_NO,
        ),
        "plan_number": Field("Số, ký hiệu kế hoạch", "Ví dụ: 12/KH-ABC."),
        "plan_date": Field("Ngày ban hành kế hoạch", "Ngày/tháng/năm.", FieldKind.DATE),
        "countersigned": Field(
            "Biểu đã có xác nhận của người có thẩm quyền",
            "Chọn Có hoặc Không; ai xác nhận là theo quy chế của khối.",
            FieldKind.YES_NO,
        ),
    },
    FormSheet.REGISTRATION: {
        "theme": Field("Chủ đề thi đua của đơn vị", "Ghi nguyên văn chủ đề, không ghi khẩu hiệu."),
        "pledge_signed": Field("Đã ký giao ước thi đua", "Chọn Có hoặc Không.", FieldKind.YES_NO),
    },
    FormSheet.RESULTS: {
        "results": Field(
            "Kết quả nổi bật",
            "Việc đã làm và số liệu chính trong kỳ; không nhắc lại phần tự chấm điểm.",
            FieldKind.LONG,
        ),
        "strengths": Field("Ưu điểm", "Cách làm hay, mô hình mới.", FieldKind.LONG),
        "limits": Field("Hạn chế", "Việc chậm, việc chưa làm được.", FieldKind.LONG),
        "causes": Field("Nguyên nhân", "Khách quan và chủ quan.", FieldKind.LONG),
        "lessons": Field("Bài học kinh nghiệm", "Điều rút ra cho kỳ sau.", FieldKind.LONG),
        "next_tasks": Field("Nhiệm vụ kỳ tới", "Mỗi nhiệm vụ một dòng.", FieldKind.LONG),
        "recommendations": Field("Kiến nghị, đề xuất", "Với khối và với cấp trên.", FieldKind.LONG),
    },
}

LISTS: Mapping[FormSheet, Mapping[str, tuple[str, int]]] = {
    FormSheet.PROPOSALS: {
        "award": ("Danh hiệu, hình thức đề nghị", 32),
        "name": ("Tập thể, cá nhân được đề nghị", 32),
        "achievement": ("Tóm tắt thành tích", 62),
    },
    FormSheet.EXAMPLES: {
        "name": ("Tập thể, cá nhân điển hình", 36),
        "achievement": ("Việc đã làm, kết quả", 90),
    },
}
LIST_NOTES = {
    FormSheet.PROPOSALS: (
        "Mỗi dòng một đề nghị; chọn danh hiệu, hình thức trong danh sách. Nhiều người thì ghi số: "
        "«20 cá nhân»."
    ),
    FormSheet.EXAMPLES: "Mỗi dòng một điển hình; không có thì để trống.",
}
ORDER_COLUMN = "STT"
FIELD_COLUMNS = {"title": "Nội dung", "value": "Đơn vị điền", "note": "Giải thích"}
AWARD_PROMPT = "Đăng ký thì chọn Có; không đăng ký thì chọn Không."

#: Columns of the scoring sheet: code -> (title, width).
SCORING: Mapping[str, tuple[str, int]] = {
    "order": ("TT", 8),
    "text": ("Nội dung, tiêu chí", 46),
    "max": ("Điểm tối đa", 9),
    "measure": ("Đơn vị tính", 11),
    "target": ("Chỉ tiêu", 10),
    "weight": ("Trọng số", 9),
    "value": ("Số liệu đơn vị khai", 19),
    "points": ("Điểm tự tính", 12),
    "rule": ("Cách tính điểm", 32),
    "evidence": ("Minh chứng (số, ngày văn bản)", 30),
}
TOTAL = "Tổng điểm đơn vị tự chấm"
TOTAL_NOTE = "Chưa gồm: {parts}."
LEFT_OUT = {
    "others": "tiêu chí do khối, cơ quan thường trực xác nhận",
    "stated": "các dòng do khối, cơ quan thường trực ghi",
    "relative": "tiêu chí tính khi tổng hợp",
    "gathered": "tiêu chí cộng dồn từ các kỳ trước",
}
BY_BLOC = {Scorer.BLOC: "Do khối xác nhận", Scorer.STANDING: "Do cơ quan thường trực xác nhận"}
POINTS_ONLY = "Chỉ ghi điểm và số, ký hiệu văn bản; không khai số liệu gốc, không gửi kèm tài liệu."
STATED = {Scorer.BLOC: "do khối ghi", Scorer.STANDING: "do cơ quan thường trực ghi"}
GATHERED = "Cộng dồn từ các kỳ trước; kỳ này không khai lại"
RELATIVE = "tính khi tổng hợp"
RELATIVE_RULE = "So với các đơn vị khác trong khối nên điểm được tính khi tổng hợp"
NA_RULE = f"Không có nhiệm vụ này: ghi «{wording.NOT_APPLICABLE}»"

INPUT_TITLE, ERROR_TITLE = "Cách điền", "Chưa đúng cách điền"
NA_PROMPT = f"Nếu không có nhiệm vụ này, ghi «{wording.NOT_APPLICABLE}»."
PROMPTS: Mapping[Answer, str] = {
    Answer.NUMBER: "Ghi một số từ {lower}{upper}, ví dụ 9,5. Bằng không thì ghi 0, không để trống.",
    Answer.COUNT: "Ghi số lần (số nguyên từ 0). Không phát sinh thì ghi 0, không để trống.",
    Answer.PERCENT: "Ghi số phần trăm, không gõ dấu %: 95,5% thì ghi 95,5. Không để trống.",
    Answer.YES_NO: "Chọn Có hoặc Không trong danh sách.",
    Answer.LABEL: "Chọn một mức trong danh sách.",
    Answer.DATE: (
        "Ghi ngày hoàn thành (ngày/tháng/năm){due}, ví dụ 05/03/2025. Chưa làm thì ghi «Không»."
    ),
    Answer.NUMBER_OR_LABEL: "Ghi một số từ 0, hoặc đúng một trong các chữ: {labels}.",
}
STEP_PROMPT = "Số điểm phải là bội số của {step}."
DUE_PROMPT = "; hạn {date}"
DUE_RULE = "Hạn {date}; điểm tính theo số ngày trễ"
RATE_MEASURE, PERCENT_MEASURE = "%", "phần trăm"
NO_BELOW_ZERO = "từ 0 trở lên"
ANY_TEXT = "toàn bộ biểu"
OR = " hoặc "
UNDER = "{text} (của tiêu chí {code})"
NO_FONT = "không rõ phông"
NOTHING_SEEN = "để trống"
#: What `vn.cleaned` repaired.
CHANGES = {
    "lookalike": "chữ Đ gõ bằng ký tự nước ngoài trông giống",
    "invisible": "ký tự ẩn không nhìn thấy",
}
AND_MORE = "{some} và {count} ô khác"
ONE_CELL, MANY_CELLS = "ô {cells}", "các ô {cells}"

# --- how a cell is filled in, where it was not ------------------------------------------------
ZERO, ON_TIME = "bằng không thì ghi 0", "đúng hạn thì ghi 0"
THIS_CELL, ALL_CELLS = "ô này", "các ô nền vàng rồi gửi lại"
NEVER = f"; chưa làm thì ghi «{wording.NO}»"
_NA = f"; không có nhiệm vụ này thì ghi «{wording.NOT_APPLICABLE}»"
_CHOOSE, _DAY = "ô này (chọn trong danh sách)", "ngày/tháng/năm vào ô này"
_COUNTED, _DAYS_LATE = "số {measure}; {zero}", "số {measure} chậm; {zero}"
#: Words of a line that counts days after a date.
_LATE_WORDS = ("chậm", "trễ", "muộn")
_EXAMPLES: Mapping[Answer, str] = {Answer.COUNT: "45", Answer.PERCENT: "95,5"}
#: Sheets that the form itself has besides its data sheets, and that of a marked copy.
TODO_SHEET = "Việc cần sửa"
OWN_SHEETS = (GUIDE_SHEET, "_meta", "_ds", TODO_SHEET)

GUIDE: Sequence[str] = (
    "1. Chỉ điền vào các ô nền vàng. Các ô khác đã khóa; điểm tự tính ngay khi điền.",
    "2. Bấm vào một ô vàng để xem cách điền ô đó. Ô có danh sách thì chọn trong danh sách.",
    (
        "3. Để trống không có nghĩa là 0. Không phát sinh thì ghi 0. Không có nhiệm vụ này thì ghi "
        f"«{wording.NOT_APPLICABLE}» ở tiêu chí cho phép (xem cột «Cách tính điểm»)."
    ),
    "4. Ghi phần trăm không kèm dấu %: 95,5% thì ghi 95,5. Không dùng dấu phân cách hàng nghìn.",
    (
        "5. Không xóa, không chèn hàng và cột, không đổi tên trang, không chép sang tệp khác: "
        "phần mềm tìm số liệu theo các mã ẩn trong biểu."
    ),
    (
        "6. Tiêu chí ghi «Do khối xác nhận», dòng ghi «do khối ghi» không phải điền; điểm của "
        "tiêu chí, dòng đó chưa nằm trong tổng điểm tự chấm."
    ),
    (
        "7. Tài liệu mật không gửi qua biểu này và không gửi kèm: ở tiêu chí «không khai số liệu "
        "gốc» chỉ ghi điểm và số, ký hiệu văn bản; việc gửi tài liệu mật theo quy định về bảo vệ "
        "bí mật nhà nước."
    ),
    (
        "8. Điền xong, lưu tệp (dạng Excel Workbook, đuôi .xlsx), giữ nguyên tên tệp và gửi lại "
        "cho đầu mối của khối."
    ),
)
GUIDE_SHEETS = "Các trang cần điền: {names}."

UNPACK = "giải nén rồi chép các tệp bên trong vào thư mục inbox của kỳ"
REASONS = {
    "empty": "tệp rỗng (0 byte), có thể tải về chưa xong",
    "cut": "tệp nén hỏng hoặc tải về chưa hết",
    "ole": "tệp Excel 97-2003 (.xls) hoặc tệp có mật khẩu",
    "html": "tệp là trang HTML hoặc XML đặt tên thành tệp Excel",
    "text": "tệp là văn bản, không phải Excel",
    "paper": "tệp là văn bản (Word, PowerPoint, chữ thường), tên tệp không có mã đơn vị nào",
    "scan": "tệp là bản quét hoặc PDF",
    "lock": "tệp tạm do Excel sinh ra khi đang mở sổ tính, không phải sổ tính",
    "excel_xml": "tệp ở dạng XML Spreadsheet 2003",
    "xml": "tệp là XML, không phải sổ tính Excel",
    "mhtml": "tệp là trang web lưu trữ (.mht)",
    "eml": "tệp là thư điện tử",
    "unknown": "phần mềm không nhận ra dạng tệp",
    "rar": f"tệp nén dạng .rar; {UNPACK}",
    "sevenzip": f"tệp nén dạng .7z; {UNPACK}",
    "gzip": f"tệp nén dạng .gz; {UNPACK}",
    "msg": (
        "thư lưu từ Outlook (.msg); mở bằng Outlook, lưu các tệp đính kèm rồi chép vào thư mục "
        "inbox của kỳ"
    ),
    "tnef": (
        "tệp winmail.dat do Outlook đóng gói; đề nghị đơn vị gửi lại thư dạng HTML hoặc gửi "
        "riêng tệp Excel"
    ),
    "nested": f"tệp nén nằm trong quá nhiều lớp; {UNPACK}",
    "no_files": (
        "trong thư hoặc tệp nén không có tệp nào; nếu thư chỉ có đường dẫn thì tải tệp về rồi "
        "chép vào thư mục inbox của kỳ"
    ),
    "killed": (
        "tệp làm chương trình đọc bị dừng giữa chừng; đề nghị đơn vị gõ lại số liệu vào biểu gốc "
        "rồi gửi lại"
    ),
    "slow": f"các tệp trong gói đọc quá lâu; {UNPACK}",
    "far": (
        "tệp có ô nằm quá xa vùng biểu (gần hàng, cột cuối cùng của trang tính); xóa các ô ngoài "
        "biểu"
    ),
    "elements": "tệp có quá nhiều hàng trống, ô gộp, định dạng hoặc thành phần ẩn",
    "not_xlsx": "tệp nén không chứa sổ tính Excel (.xlsx)",
    "xlsb": "tệp ở dạng Excel nhị phân (.xlsb)",
    "ods": "tệp ở dạng OpenDocument (.ods)",
    "docx": "tệp là văn bản hoặc bài trình chiếu (Word, PowerPoint), không phải sổ tính",
    "strict": "tệp ở dạng Strict Open XML",
    "locked": "tệp có mật khẩu",
    "mismatch": "tệp có mật khẩu, các mật khẩu đã ghi không mở được",
    "large": "tệp lớn hơn 10 MB",
    "parts": "tệp có quá nhiều thành phần",
    "inflated": "tệp nở ra quá lớn khi giải nén",
    "cells": "tệp có quá nhiều ô",
    "names": "tệp có thành phần trùng tên",
    "dtd": "tệp chứa khai báo DTD không an toàn",
    "method": "tệp dùng cách nén lạ",
    "odd_cells": "tệp có ô ghi hai lần hoặc số viết theo cách không chuẩn",
    "long": "tệp có ô chứa quá nhiều chữ",
    "sheets": "tên các trang trong tệp bị trùng hoặc không rõ ràng",
    "reader": "nội dung tệp hỏng, phần mềm không đọc được",
    "not_xls": "tệp kiểu cũ không chứa sổ tính Excel 97-2003 (.xls)",
    "encoding": "tệp HTML dùng bảng mã lạ, không đọc chắc được chữ tiếng Việt",
    "tables": "tệp HTML có quá nhiều bảng hoặc bảng lồng nhau quá nhiều lớp",
}
#: Title of a table of a web page, which has no sheets.
HTML_TABLE = "Bảng {number}"


def line_text(line: Line) -> str:
    """How the row of a fact line reads below its criterion."""
    return f"– {line.text}" if line.text else f"– {wording.VALUE_LINE}"


def tail(said: str, line: Line) -> str:
    """A rule told on the line's own row: without the line's name, which stands beside it."""
    rest = said.removeprefix(f"{line.text or line.code}: ")
    return rest[:1].upper() + rest[1:]


def due(line: Line) -> str:
    """What the row of a fact that is a date says; its value is the days late."""
    return DUE_RULE.format(date=vn.format_date(line.due_on)) if line.due_on else ""


def left_out(parts: Sequence[str]) -> str:
    """What the total does not have yet; empty where it has everything."""
    if not parts:
        return ""
    return TOTAL_NOTE.format(parts="; ".join(LEFT_OUT[part] for part in parts))


def prompt(
    answer: Answer,
    *,
    top: Decimal | None,
    step: Decimal | None,
    due: date | None,
    labels: Sequence[str],
    na: bool,
) -> str:
    """The one text of a fact cell: its prompt and its error message."""
    upper = f" đến {vn.format_number(top)}" if top is not None else " trở lên"
    late = "" if due is None else DUE_PROMPT.format(date=vn.format_date(due))
    said = [PROMPTS[answer].format(lower="0", upper=upper, labels=", ".join(labels), due=late)]
    if step is not None:
        said.append(STEP_PROMPT.format(step=vn.format_number(step)))
    if na:
        said.append(NA_PROMPT)
    return " ".join(said)


def zero(line: Line) -> str:
    """What is said of typing 0: a line that counts days late has 0 where nothing was late."""
    return ON_TIME if _counts_days_late(line) else ZERO


def _counts_days_late(line: Line) -> bool:
    is_days = vn.fold(line.unit_of_measure) in (vn.fold(wording.DAY), vn.fold(wording.WORKING_DAY))
    said = vn.key(line.text).split()
    return is_days and any(vn.key(word) in said for word in _LATE_WORDS)


def counted(measure: str, zero: str) -> str:
    """The number that a cell wants, by its unit of measure, and what is typed for nothing."""
    if not measure:
        return zero
    said = _DAYS_LATE if zero == ON_TIME else _COUNTED
    return said.format(measure=PERCENT_MEASURE if measure == RATE_MEASURE else measure, zero=zero)


def how(answer: Answer, zero: str, *, may_not_apply: bool) -> str:
    """How a cell is filled in."""
    if answer in (Answer.YES_NO, Answer.LABEL):
        said = _CHOOSE
    elif answer is Answer.DATE:
        said = _DAY + NEVER
    else:
        said = f"{THIS_CELL}; {zero}"
    return said + not_applicable(may=may_not_apply)


def not_applicable(*, may: bool) -> str:
    """The tail that tells how a task is taken out, where it may be."""
    return _NA if may else ""


def example(answer: Answer) -> str:
    """A number as such a cell takes it."""
    return _EXAMPLES.get(answer, "9,5")
