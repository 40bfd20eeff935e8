"""Rules in Vietnamese: names instead of codes, one sentence for each tier of bands."""

from dataclasses import replace
from decimal import Decimal

import pytest

from thidua_batch import samples
from thidua_batch.core import scoring
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Bound, Criterion, Line
from thidua_batch.core.scoring import sentences

CASES = Criterion(code="T", text="Tiêu chí", method="cases", max_points=Decimal(6))
BANDS = replace(CASES, method="bands")


def _line(code: str, kind: LineKind = LineKind.FACT, **more: object) -> Line:
    return Line(criterion="T", code=code, kind=kind, **more)  # type: ignore[arg-type]


def _band(of: str, lower: int | None, upper: int | None, points: str, when: str = "") -> Line:
    return _line(
        "",
        LineKind.BAND,
        of=of,
        lower=None if lower is None else Bound(value=Decimal(lower), closed=True),
        upper=None if upper is None else Bound(value=Decimal(upper), closed=False),
        points=Decimal(points),
        when=when,
    )


KNOWN = (
    _line("ty_le", text="Tỷ lệ đúng hạn", unit_of_measure="%"),
    _line("hs", text="Số hồ sơ", unit_of_measure="hồ sơ"),
    _line("kh", text="Có kế hoạch", unit_of_measure="Có/Không"),
    _line("ngay", LineKind.DEDUCT, text="Gửi báo cáo", due="15/12"),
    _line("dat", LineKind.CONDITION, text="Đạt cả hai"),
    Line(criterion="a1", code="tre", kind=LineKind.DEDUCT, text="Văn bản trễ"),
    Line(criterion="a1", code="hs", kind=LineKind.FACT, text="Hồ sơ khác"),
)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ty_le >= 99 và trừ = 0", "«Tỷ lệ đúng hạn» ≥ 99% và không bị trừ điểm nào"),
        ("hs >= 1000 ; hs < 2000", "«Số hồ sơ» ≥ 1.000 và < 2.000"),
        ("hs > 5 hoặc hs = 0", "«Số hồ sơ» > 5 hoặc «Số hồ sơ» = 0"),
        ("a1/tre = 0", "«a1 Văn bản trễ» = 0"),
        ("b2/tre = 0", "«tre» của tiêu chí b2 = 0"),
        ("kh = Có", "«Có kế hoạch» là «Có»"),
        ("kh <> Có", "«Có kế hoạch» không phải là «Có»"),
        ("hs = Tốt", "«Số hồ sơ» là «Tốt»"),
        ("dat", "đạt «Đạt cả hai»"),
        ("dat = 0", "không đạt «Đạt cả hai»"),
        ("trừ > 0", "có bị trừ điểm"),
        ("trừ <= 2", "tổng điểm trừ ≤ 2"),
        ("ngay = 0", "«Gửi báo cáo» đúng hạn"),
        ("ngay <= 3", "số ngày trễ «Gửi báo cáo» ≤ 3"),
        ("hs >=", "hs >="),
    ],
)
def test_a_condition_reads_without_codes(typed: str, said: str) -> None:
    assert sentences.condition_text(typed, KNOWN) == said


def test_bands_with_a_condition_are_one_sentence_for_each_tier_and_line() -> None:
    rows = (
        _line("hs", text="Số hồ sơ", unit_of_measure="hồ sơ"),
        _line("ty_le", text="Tỷ lệ trước hạn", unit_of_measure="%"),
        _band("ty_le", 1, 5, "0.5", "hs < 1000"),
        _band("ty_le", 5, None, "-1", "hs < 1000"),
        _band("ty_le", None, 5, "0", "hs >= 1000"),
        _band("ty_le", 5, None, "2", "hs >= 1000"),
        _band("hs", 9000, None, "1"),
    )
    assert scoring.rule(CASES, rows)[1:] == (
        "Tỷ lệ trước hạn, khi «Số hồ sơ» < 1.000: từ 1 đến dưới 5%: +0,5; từ 5%: −1 điểm",
        "Tỷ lệ trước hạn, khi «Số hồ sơ» ≥ 1.000: dưới 5%: 0; từ 5%: +2 điểm",
        "Số hồ sơ ≥ 9.000: cộng 1 điểm",
    )


def test_bands_of_the_only_line_need_no_name_and_many_are_one_sentence() -> None:
    rows = (_line("ty_le", text="Tỷ lệ", unit_of_measure="%"), _band("", 90, None, "5"))
    assert scoring.rule(BANDS, rows) == ("≥ 90%: 5 điểm",)
    many = (rows[0], *(_band("", i, i + 1, str(i)) for i in range(20)))
    (said,) = scoring.rule(BANDS, many)
    assert said.startswith("Từ 0 đến dưới 1%: 0; từ 1 đến dưới 2%: 1; ")
    assert said.endswith("từ 19 đến dưới 20%: 19 điểm")


@pytest.mark.parametrize(
    ("source", "said"),
    [("%", "Vượt: +0,1 điểm cho mỗi 1% trên 90%"), ("xã", "Vượt: +0,1 điểm cho mỗi 1 xã trên 90")],
)
def test_a_step_is_told_with_its_measure(source: str, said: str) -> None:
    step = _line(
        "vuot",
        LineKind.STEP,
        text="Vượt",
        of="a",
        step=Decimal(1),
        points=Decimal("0.1"),
        lower=Bound(value=Decimal(90), closed=False),
    )
    assert said in scoring.rule(CASES, (_line("a", text="A", unit_of_measure=source), step))


@pytest.mark.parametrize(
    ("group", "texts", "said"),
    [
        ("g1", ("Cờ", "Bằng khen"), "Cờ: cộng 2 điểm; cùng với «Bằng khen» chỉ tính một mức"),
        ("hình thức khen", ("Cờ", "X"), "; chỉ tính một mức trong nhóm «hình thức khen»"),
        ("g1", ("Cờ", "X" * 70), "; chỉ tính một mức trong 2 dòng cùng nhóm"),
        ("g1", ("Cờ",), "Cờ: cộng 2 điểm"),
    ],
)
def test_a_choice_is_told_without_its_code(group: str, texts: tuple[str, ...], said: str) -> None:
    rows = tuple(
        _line(
            f"k{i}",
            LineKind.BONUS,
            text=text,
            points=Decimal(2),
            group=group,
            unit_of_measure="Có/Không",
        )
        for i, text in enumerate(texts)
    )
    assert scoring.rule(CASES, rows)[0].endswith(said)


def test_no_rule_of_any_sample_shows_a_code_of_a_condition() -> None:
    for name in samples.names():
        bloc = samples.load(name).bloc
        for plan in bloc.periods:
            table = bloc.table_for(plan)
            for leaf in table.leaves:
                rows = scoring.rule_lines(table, leaf, bloc.units[0].code)
                elsewhere = scoring.named_elsewhere(table, leaf, bloc.units[0].code)
                for said in scoring.rule(leaf, rows, elsewhere):
                    assert "_" not in said
                    assert "trừ = 0" not in said
