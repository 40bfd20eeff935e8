"""A small bloc built by hand: three units, all six methods, every kind of answer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from thidua_batch.core.kinds import (
    Accumulate,
    FormSheet,
    LineKind,
    NaPolicy,
    Scorer,
    Section,
)
from thidua_batch.core.model import (
    Award,
    Bloc,
    Bound,
    Criterion,
    Grade,
    Line,
    PeriodPlan,
    Rules,
    ScoringTable,
    Unit,
    Value,
)
from thidua_batch.core.period import PeriodKind

SHA = "ab12cd34" * 8
YEAR = "2025-N"
ALL_SHEETS = tuple(FormSheet)


def d(text: str) -> Decimal:
    return Decimal(text)


def node(code: str, text: str, top: str | None = None, **extra: Any) -> Criterion:
    parent = extra.pop("parent", code.rpartition(".")[0] or None)
    points = None if top is None else d(top)
    return Criterion(code=code, text=text, parent=parent, max_points=points, **extra)


def line(criterion: str, code: str, kind: LineKind, text: str = "", **extra: Any) -> Line:
    return Line(criterion=criterion, code=code, kind=kind, text=text, **extra)


def band(criterion: str, code: str, points: str, lower: str = "", upper: str = "") -> Line:
    """Bounds as ">=90", "<95"."""

    def bound(text: str) -> Bound | None:
        if not text:
            return None
        closed = text[1] == "="
        return Bound(value=d(text[1 + closed :]), closed=closed)

    return line(
        criterion, code, LineKind.BAND, points=d(points), lower=bound(lower), upper=bound(upper)
    )


def table() -> ScoringTable:
    """65 + 35 points, a bonus and a penalty node: ratio, bands, direct, category, cases, yes_no."""
    bonus, penalty = Section.BONUS, Section.PENALTY
    criteria = (
        node("I", "Thực hiện nhiệm vụ chính trị", "65"),
        node("I.1", "Hoàn thành các chỉ tiêu được giao", "35", method="ratio"),
        node("I.2", "Tỷ lệ hồ sơ giải quyết đúng hạn", "20", method="bands", na=NaPolicy.RESCALE),
        node("I.3", "Công tác quốc phòng, bí mật nhà nước", "10", method="cases", points_only=True),
        node("II", "Chấp hành chủ trương, kỷ luật và công tác thi đua", "35"),
        node("II.1", "Xếp loại tổ chức đảng", "10", method="category", evidence="Quyết định"),
        node("II.2", "Kỷ luật cán bộ, công chức", "10", method="cases"),
        node("II.3", "Nền nếp công tác thi đua", "10", method="yes_no"),
        node("II.4", "Thời hạn nộp báo cáo", "5", method="bands", na=NaPolicy.FULL),
        node("III", "Điểm thưởng", "10", section=bonus),
        node("III.1", "Sáng kiến được công nhận", "8", method="cases", section=bonus),
        node("III.2", "Thưởng do khối đề nghị", "2", method="direct", scorer=Scorer.BLOC,
             section=bonus),
        node("IV", "Điểm trừ", None, section=penalty),
        node("IV.1", "Vắng họp khối", None, method="cases", scorer=Scorer.BLOC, section=penalty),
    )  # fmt: skip
    lines = (
        band("I.2", "b1", "20", lower=">=95"),
        band("I.2", "b2", "15", lower=">=90", upper="<95"),
        band("I.2", "b3", "0", upper="<90"),
        line("I.2", "ty_le", LineKind.FACT, "Tỷ lệ đúng hạn", unit_of_measure="%"),
        line("II.1", "m1", LineKind.CATEGORY, "Hoàn thành xuất sắc nhiệm vụ", points=d("10")),
        line("II.1", "m2", LineKind.CATEGORY, "Hoàn thành tốt nhiệm vụ", points=d("8")),
        line("II.1", "m3", LineKind.CATEGORY, "Hoàn thành nhiệm vụ", points=d("5")),
        line("II.2", "khien_trach", LineKind.DEDUCT, "Khiển trách", points=d("1"), cap=d("4"),
             unit_of_measure="người"),
        line("II.2", "canh_cao", LineKind.DEDUCT, "Cảnh cáo", points=d("2.5"),
             unit_of_measure="người"),
        line("II.3", "ke_hoach", LineKind.FACT, "Ban hành kế hoạch thi đua", points=d("5")),
        line("II.3", "so_ket", LineKind.FACT, "Tổ chức sơ kết đúng quy định", points=d("5")),
        band("II.4", "b1", "5", upper="<=0"),
        band("II.4", "b2", "2.5", lower=">0"),
        line("II.4", "khong_nop", LineKind.CATEGORY, "Không nộp", points=d("0")),
        line("II.4", "cham", LineKind.FACT, "Số ngày chậm", unit_of_measure="ngày"),
        line("III.1", "sang_kien", LineKind.BONUS, "Sáng kiến cấp tỉnh", points=d("2"),
             cap=d("8"), unit_of_measure="sáng kiến"),
        line("IV.1", "vang", LineKind.DEDUCT, "Vắng không lý do", points=d("1"),
             unit_of_measure="lần"),
    )  # fmt: skip
    own = {
        ("DV1", "I.1"): (
            line("I.1", "ct1", LineKind.FACT, "Thụ lý và giải quyết án", unit_of_measure="%",
                 target=d("90"), weight=d("2")),
            line("I.1", "ct2", LineKind.FACT, "Văn bản thẩm định", unit_of_measure="văn bản",
                 target=d("40"), weight=d("1")),
        ),
        **{
            (unit, "I.1"): (
                line("I.1", "ct1", LineKind.FACT, "Hồ sơ lưu trữ số hóa", target=d("1200"),
                     unit_of_measure="hồ sơ", weight=d("1")),
            )
            for unit in ("DV2", "DV3")
        },
    }  # fmt: skip
    return ScoringTable(criteria=criteria, lines=lines, own_lines=own)


def bloc() -> Bloc:
    """Three units, periods 2025-N (all sheets, ranks) and 2025-6T (no scores), three awards."""
    return Bloc(
        code="khoi-thu",
        name="Khối thi đua thử nghiệm",
        body="Hội đồng Thi đua – Khen thưởng tỉnh (giả định)",
        units=(
            Unit(code="DV1", name="Sở Thử nghiệm và Phát triển các đơn vị có tên gọi rất dài"),
            Unit(code="DV2", name="Ban Nội dung giả định", short_name="Ban ND"),
            Unit(code="DV3", name="Văn phòng Mẫu"),
        ),
        table=table(),
        rules=Rules(
            bonus_cap=d("8"),
            grades=(Grade(name="Xuất sắc", min_total=d("90")), Grade(name="Hoàn thành")),
        ),
        awards=(
            Award(code="co-cp", name="Cờ thi đua của Chính phủ", quota=1, requires="co-tinh"),
            Award(code="co-tinh", name="Cờ thi đua của UBND tỉnh", quota=2),
            Award(code="bang-khen", name="Bằng khen của Chủ tịch UBND tỉnh", is_title=False),
        ),
        periods=(
            PeriodPlan(code=YEAR, sheets=ALL_SHEETS, ranks=True, current=True),
            PeriodPlan(
                code="2025-6T",
                sheets=(FormSheet.UNIT, FormSheet.REGISTRATION, FormSheet.RESULTS),
            ),
        ),
        lead="DV1",
        lead_title="Trưởng khối",
        slogan="Đoàn kết, kỷ cương",
        sample_note="SỐ LIỆU GIẢ ĐỊNH",
    )


def plan(code: str = YEAR) -> PeriodPlan:
    found = bloc().plan(code)
    assert found is not None
    return found


#: What DV1 would type: every criterion that it scores itself.
FACTS: dict[str, Decimal | str] = {
    "I.1/ct1": d("81"),
    "I.1/ct2": d("40"),
    "I.2/ty_le": d("92.5"),
    "I.3/diem": d("9.25"),
    "II.1/muc": "Hoàn thành tốt nhiệm vụ",
    "II.2/khien_trach": d("1"),
    "II.2/canh_cao": d("0"),
    "II.3/ke_hoach": "Có",
    "II.3/so_ket": "Không",
    "II.4/cham": d("0"),
    "III.1/sang_kien": d("3"),
}


def rich() -> Bloc:
    """Two kinds of unit; rates, steps, conditions, a choice, a waiver, dates, lines of the bloc.

    DV1 and DV2 are departments ("so"), DV3 is a district ("huyen"); both days of Tết are off.
    """
    criteria = (
        node("A", "Nhiệm vụ chuyên môn", "50"),
        node("A.1", "Giải quyết hồ sơ đúng hạn và chất lượng xử lý hồ sơ một cửa", "20",
             method="bands", na=NaPolicy.RESCALE),
        node("A.2", "Nộp báo cáo đúng hạn", "10", method="bands"),
        node("A.3", "Thu ngân sách vượt dự toán", "10", method="cases", options={"start": "zero"}),
        node("A.4", "Kỷ luật, kỷ cương", "10", method="cases"),
        node("B", "Công tác thi đua", "40"),
        node("B.1", "Điểm hội đồng góp ý", "10", method="direct", options={"step": d("0.25")}),
        node("B.2", "Việc riêng của huyện", "10", method="yes_no", kinds=("huyen",)),
        node("B.3", "Số cuộc kiểm tra", "10", method="ratio", options={"target": d("12")},
             periods=(PeriodKind.QUARTER,), accumulate=Accumulate.SUM),
        node("B.4", "Thu hút đầu tư so với cả khối", "10", method="relative"),
        node("C", "Việc chỉ có ở huyện", "20", kinds=("huyen",)),
        node("C.1", "Xây dựng nông thôn mới", "20", method="yes_no"),
        node("D", "Điểm thưởng", "10", section=Section.BONUS),
        node("D.1", "Khen cao", "10", method="cases", section=Section.BONUS),
    )  # fmt: skip
    fact, deduct, bonus = LineKind.FACT, LineKind.DEDUCT, LineKind.BONUS
    lines = (
        line("A.1", "dung_han", fact, "Hồ sơ đúng hạn", unit_of_measure="hồ sơ"),
        line("A.1", "tong", fact, "Tổng hồ sơ", unit_of_measure="hồ sơ"),
        line("A.1", "ty_le", LineKind.RATE, "Tỷ lệ đúng hạn", of="dung_han / tong"),
        line("A.1", "tot", LineKind.CONDITION, "Đạt cả hai yêu cầu",
             when="ty_le >= 90 và A.4/vi_pham = 0"),
        replace(band("A.1", "b1", "20", lower=">=95"), of="ty_le", when="tot = 1"),
        replace(band("A.1", "b2", "15", lower=">=80"), of="ty_le"),
        replace(band("A.1", "b3", "0", upper="<80"), of="ty_le"),
        line("A.2", "ngay", fact, "Báo cáo năm", unit_of_measure="ngày làm việc", due="15/12"),
        band("A.2", "b1", "10", upper="<=0"),
        band("A.2", "b2", "6", lower=">0", upper="<=3"),
        band("A.2", "b3", "0", lower=">3"),
        line("A.3", "thu", fact, "Thu so với dự toán", unit_of_measure="%"),
        line("A.3", "buoc", LineKind.STEP, "Thưởng vượt thu", of="thu", points=d("0.5"),
             step=d("2"), lower=Bound(value=d("100"), closed=False), cap=d("5")),
        line("A.4", "vi_pham", deduct, "Vi phạm bị phê bình", points=d("2"), cap=d("6"),
             unit_of_measure="vụ"),
        line("A.4", "cham", deduct, "Chậm nộp kế hoạch", points=d("0.5"), unit_of_measure="ngày",
             due="31/01"),
        line("A.4", "mien", LineKind.WAIVER, "Đã tự phát hiện và khắc phục xong", of="vi_pham"),
        line("A.4", "thai_do", LineKind.RANGE, "Thái độ phối hợp",
             lower=Bound(value=d("1"), closed=True), upper=Bound(value=d("3"), closed=True)),
        line("B.4", "du_an", fact, "Dự án được cấp phép", unit_of_measure="dự án", target=d("5")),
        line("B.4", "von", fact, "Vốn giải ngân", unit_of_measure="tỷ đồng"),
        line("C.1", "dat", fact, "Đạt chuẩn", points=d("20")),
        line("D.1", "tinh", bonus, "Bằng khen cấp tỉnh", points=d("2"), group="khen"),
        line("D.1", "nuoc", bonus, "Huân chương", points=d("5"), cap=d("8"), group="khen"),
        line("D.1", "co", bonus, "Cờ do thường trực xác nhận", points=d("3"),
             scorer=Scorer.STANDING),
    )  # fmt: skip
    base = bloc()
    kinds = {"DV1": "so", "DV2": "so", "DV3": "huyen"}
    return replace(
        base,
        units=tuple(replace(unit, kind=kinds[unit.code]) for unit in base.units),
        table=ScoringTable(criteria=criteria, lines=lines),
        rules=replace(base.rules, holidays=(date(2025, 12, 17),)),
    )


#: What DV1 would type in the form of `rich`.
RICH_FACTS: dict[str, Value] = {
    "A.1/dung_han": d("193"),
    "A.1/tong": d("200"),
    "A.2/ngay": date(2025, 12, 19),
    "A.3/thu": d("107.9"),
    "A.4/vi_pham": d("2"),
    "A.4/cham": date(2025, 2, 3),
    "A.4/mien": "Có",
    "B.1/diem": d("8.75"),
    "B.4/du_an": d("6"),
    "B.4/von": d("120.5"),
    "D.1/tinh": d("1"),
    "D.1/nuoc": d("2"),
}
