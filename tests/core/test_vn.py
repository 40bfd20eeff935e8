"""Vietnamese text and numbers: tables of examples and properties."""

import random
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_batch.core import vn

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđĐbcghnqt -–\u00a0"
)
texts = st.one_of(st.text(), st.text(alphabet=VIETNAMESE))
amounts = st.decimals(min_value=0, max_value=10**9, places=2)
signed = st.decimals(min_value=-(10**9), max_value=10**9, places=6)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# --- text


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (nfd("Cục Hộ tịch"), "Cục Hộ tịch"),
        ("  Cục\u00a0\u2003 Hộ\ttịch ", "Cục Hộ tịch"),
        ("\ufeffCục\u200b Hộ\u200d tịch\x00\x07", "Cục Hộ tịch"),
        ("a \r\n\r\n b\rc\u2028d\n", "a\nb\nc\nd"),
        ("S\u00ad T", "S\u00ad T"),
        ("\u00d0iền \u0189ắk \u00f0\u0256", "Điền Đắk đđ"),
        ("a\u200b\u0323\u0302", "ậ"),
        ("\ud800x\uffff", "x"),
        ("", ""),
    ],
)
def test_clean(raw, expected):
    assert vn.clean(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("CỤC HỘ TỊCH", "cuc ho tich"),
        ("\u00d0ắk  Lắk", "dak lak"),
        ("Bà Rịa – Vũng\nTàu", "ba ria - vung tau"),
        ("−5 \u2010 6 — 7", "-5 - 6 - 7"),
        ("Thừa Thiên Huế", "thua thien hue"),
    ],
)
def test_fold(raw, expected):
    assert vn.fold(raw) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Toà án", "Tòa án"),
        ("Uỷ ban", "Ủy ban"),
        ("thuỷ lợi", "THỦY LỢI"),
        ("xoá", "xóa"),
        ("Khoẻ", "khỏe"),
        ("hoạ", "họa"),
        ("A – B", "a - b"),
        (nfd("Toà án"), "toà án"),
    ],
)
def test_key_makes_equal(one, other):
    assert vn.key(one) == vn.key(other)
    assert vn.fold(one) == vn.fold(other)


@pytest.mark.parametrize("text", ["quý", "quỳnh", "hoàn", "khuỷu", "xoáy", "huế", "hòa", "tùy"])
def test_key_leaves(text):
    assert vn.key(text) == text


def test_key_keeps_marks():
    assert vn.key("Bắc") != vn.key("Bác")
    assert vn.key("Đa") != vn.key("Da")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Cục Hộ tịch, quốc tịch", "cuc-ho-tich-quoc-tich"),
        ("Sở TP Đắk Lắk (mới)", "so-tp-dak-lak-moi"),
        ("../..\\x", "x"),
        ("***", ""),
    ],
)
def test_slug(raw, expected):
    assert vn.slug(raw) == expected


@given(texts)
def test_text_keys_are_idempotent_and_blind_to_composition(text):
    for rule in (vn.clean, vn.fold, vn.key, vn.slug):
        once = rule(text)
        assert rule(once) == once
        assert rule(unicodedata.normalize("NFC", text)) == rule(nfd(text)) == once
    assert vn.fold(vn.key(text)) == vn.fold(text)
    assert vn.sort_key(nfd(text)) == vn.sort_key(text)


@given(texts)
def test_slug_is_ascii(text):
    assert vn.slug(text).replace("-", "a").isalnum() or not vn.slug(text)
    assert vn.slug(text).isascii()


# --- order

PROVINCES = [
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre",
    "Bình Dương", "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ",
    "Đà Nẵng", "Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang",
    "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hưng Yên",
    "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An",
    "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình",
    "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh",
    "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh",
    "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
]  # fmt: skip
TONES = ["ma", "Ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mâ", "mầ", "mẩ", "mẫ", "mấ", "mậ"]
WORDS = ["", "1", "2", "a", "A", "á", "Á", "an", "án", "ăn", "ân", "dân", "đắk", "ế", "i", "o"]
LATE = ["ô", "ộ", "ơ", "ở", "p", "u", "ụ", "ư", "v", "y", "ỵ", "z"]


@pytest.mark.parametrize("ordered", [PROVINCES, TONES, WORDS + LATE])
def test_sort_key(ordered):
    shuffled = random.Random(7).sample(ordered, len(ordered))
    assert sorted(shuffled, key=vn.sort_key) == ordered


def test_tone_decides_only_after_all_letters():
    assert sorted(["má b", "ma c", "mà a"], key=vn.sort_key) == ["mà a", "má b", "ma c"]
    assert sorted(["b", "-", "ü", "u", "5"], key=vn.sort_key) == ["-", "5", "b", "u", "ü"]
    assert vn.sort_key("я") > vn.sort_key("z")


def test_small_texts():
    assert vn.letters()[:8] == ("a", "b", "c", "d", "đ", "e", "g", "h")
    assert len(vn.letters()) == 23
    assert not {"f", "j", "w", "z"} & set(vn.letters())
    assert vn.join_names([]) == ""
    assert vn.join_names(["A"]) == "A"
    assert vn.join_names(["A", "B"]) == "A và B"
    assert vn.join_names(["A", "B", "C"]) == "A, B và C"
    assert vn.count_of(7, 7) == "07/07"
    assert vn.count_of(0, 112) == "00/112"


# --- numbers out


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("9.45"), 1, "9.5"),
        (Decimal("9.25"), 1, "9.3"),
        (Decimal("-9.25"), 1, "-9.3"),
        (Decimal("-0.04"), 1, "0.0"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(1, 8), 2, "0.13"),
        (7, 2, "7.00"),
        (Decimal("1E+30"), 1, "1" + "0" * 30 + ".0"),
        (Decimal("0.1234567890123456789012345678905"), 30, "0.123456789012345678901234567891"),
    ],
)
def test_round_half_up(value, places, expected):
    assert str(vn.round_half_up(value, places)) == expected


def test_round_half_up_refuses_negative_places():
    with pytest.raises(ValueError, match="places"):
        vn.round_half_up(5, -1)


@given(signed, st.integers(0, 8))
def test_round_half_up_agrees_with_decimal(value, places):
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    got = vn.round_half_up(value, places)
    assert got == expected
    assert got.as_tuple().exponent == -places
    assert not (got == 0 and got.is_signed())


@given(st.fractions(), st.integers(0, 6))
def test_round_half_up_of_fractions_is_nearest(value, places):
    miss = abs(Fraction(vn.round_half_up(value, places)) - value) * 10**places
    assert miss <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("9.50"), None, "9,5"),
        (Decimal("9.50"), 2, "9,50"),
        (Decimal("1E+3"), None, "1.000"),
        (1234567, None, "1.234.567"),
        (1234567, 1, "1.234.567,0"),
        (Decimal("-1234.5"), None, "-1.234,5"),
        (Decimal("-0.00"), None, "0"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("9.45"), 1, "9,5"),
        (0, None, "0"),
    ],
)
def test_format_number(value, places, expected):
    assert vn.format_number(value, places) == expected


def test_format_share():
    assert vn.format_share(Decimal("0.714285")) == "71,4%"
    assert vn.format_share(Fraction(5, 7), 2) == "71,43%"
    assert vn.format_share(Decimal(1), 0) == "100%"


# --- numbers in


def short(raw, **options):
    parsed = vn.parse_number(raw, **options)
    return (None if parsed.value is None else str(parsed.value)), parsed.repaired, parsed.reason


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (9, "9"),
        (0, "0"),
        (9.5, "9.5"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (9.0, "9"),
        (Decimal("9.45"), "9.45"),
    ],
)
def test_numbers_are_taken_as_they_are(raw, value):
    assert short(raw) == (value, False, None)


@pytest.mark.parametrize(
    ("raw", "value", "reason"),
    [
        ("9", "9", "text"),
        ("+5", "5", "text"),
        ("-0", "0", "text"),
        ("9,5", "9.5", "comma"),
        ("9.5", "9.5", "dot_text"),
        ("9,50", "9.50", "comma"),
        (" 9,5\u00a0", "9.5", "comma"),
        ("0,125", "0.125", "comma"),
        ("1234.567", "1234.567", "dot_text"),
        ("12,3456", "12.3456", "comma"),
        ("1.234,5", "1234.5", "thousands"),
        ("1,234.5", "1234.5", "thousands"),
        ("1 234,5", "1234.5", "thousands"),
        ("1.234,567", "1234.567", "thousands"),
        ("1.234.567", "1234567", "thousands"),
        ("1 234 567,25", "1234567.25", "thousands"),
        ("9 điểm", "9", "unit_suffix"),
        ("9,5đ", "9.5", "unit_suffix"),
        ("9,5 Đ.", "9.5", "unit_suffix"),
        (nfd("9 điểm"), "9", "unit_suffix"),
    ],
)
def test_texts_are_repaired(raw, value, reason):
    assert short(raw) == (value, True, reason)


BLANKS = [None, "", "  ", "\u200b", "-", "–", "--", "x", "X", "không", "KHÔNG", "k có", "ko có"]


@pytest.mark.parametrize("raw", BLANKS)
def test_blank_is_not_zero(raw):
    assert short(raw) == (None, False, "blank")


@pytest.mark.parametrize(
    ("raw", "reason", "readings"),
    [
        ("1.000", "ambiguous_thousands", ("1", "1.000")),
        ("1,000", "ambiguous_thousands", ("1", "1.000")),
        ("1 000", "ambiguous_thousands", ("1", "1.000")),
        ("12,345", "ambiguous_thousands", ("12,345", "12.345")),
        ("1,234.567", "ambiguous_thousands", ("1.234,567", "1.234.567")),
        ("9/10", "ambiguous_fraction", ("9", "0,9")),
        ("9,5 / 10", "ambiguous_fraction", ("9,5", "0,95")),
        ("1/3", "ambiguous_fraction", ("1", "0,3333")),
        ("5/0", "not_a_number", ()),
        ("95%", "percent", ()),
        ("−5", "negative", ()),
        ("(5)", "negative", ()),
        (-5, "negative", ()),
        ("nan", "not_a_number", ()),
        ("inf", "not_a_number", ()),
        ("1_000", "not_a_number", ()),
        ("1 5", "not_a_number", ()),
        ("1234 567", "not_a_number", ()),
        ("1.234 567", "not_a_number", ()),
        ("1..5", "not_a_number", ()),
        ("5,", "not_a_number", ()),
        (",5", "not_a_number", ()),
        ("1.23,5", "not_a_number", ()),
        ("1.1.1", "not_a_number", ()),
        ("9 triệu", "not_a_number", ()),
        ("(5", "not_a_number", ()),
        ("(-5)", "not_a_number", ()),
        ("tốt", "not_a_number", ()),
        ("0x10", "not_a_number", ()),
        ("1e3", "exponent", ()),
        ("\uff19,\uff15", "foreign_digits", ()),
        ("٩", "foreign_digits", ()),
        ("5²", "foreign_digits", ()),
        ("#REF!", "error", ()),
        ("05/09/2026", "date", ()),
        (True, "bool", ()),
        (float("nan"), "not_a_number", ()),
        (float("inf"), "not_a_number", ()),
        (Decimal("NaN"), "not_a_number", ()),
        (datetime(2026, 10, 9, tzinfo=UTC), "date", ("9/10", "9,10")),
        (date(2026, 5, 9), "date", ("9/5", "9,5")),
        (time(9, 30), "date", ()),
        ([9], "not_a_number", ()),
    ],
)
def test_numbers_are_refused(raw, reason, readings):
    parsed = vn.parse_number(raw)
    assert parsed == vn.ParsedNumber(value=None, reason=reason, readings=readings)


@pytest.mark.parametrize(
    ("raw", "value", "reason"),
    [
        ("−5", "-5", "minus_sign"),
        ("–5,5", "-5.5", "minus_sign"),
        ("-5", "-5", "text"),
        ("(5)", "-5", "parentheses"),
        ("-5 điểm", "-5", "unit_suffix"),
    ],
)
def test_negative_texts_where_allowed(raw, value, reason):
    assert short(raw, negative=True) == (value, True, reason)
    assert short(raw) == (None, False, "negative")


def test_negative_readings():
    assert vn.parse_number("-1.000", negative=True).readings == ("-1", "-1.000")
    assert short(-2.5, negative=True) == ("-2.5", False, None)


@pytest.mark.parametrize(
    ("raw", "number_format", "expected", "plain"),
    [
        (0.95, "0%", ("95", True, "percent_format"), "percent"),
        (0.07, "0.00%", ("7", True, "percent_format"), "percent"),
        (0, "0%", ("0E+2", True, "percent_format"), "percent"),
        (95, '0"%"', ("95", False, None), "percent"),
        ("95%", "General", ("95", True, "percent_text"), "percent"),
        ("95,5 %", "0%", ("95.5", True, "percent_text"), "percent"),
        (46000, "dd/mm/yyyy", (None, False, "date"), "date"),
    ],
)
def test_percent_and_formats(raw, number_format, expected, plain):
    got = vn.parse_number(raw, number_format=number_format, percent=True)
    value = None if expected[0] is None else Decimal(expected[0])
    assert (got.value, got.repaired, got.reason) == (value, *expected[1:])
    assert short(raw, number_format=number_format) == (None, False, plain)


@pytest.mark.parametrize(
    "number_format", ["#,##0.00", '0.0 "điểm"', "[Red]0.0", "_-* #,##0_đ", "@"]
)
def test_formats_that_say_nothing(number_format):
    assert short(9.5, number_format=number_format) == ("9.5", False, None)


@given(amounts)
def test_parse_of_format_is_identity(value):
    assert vn.parse_number(vn.format_number(value, 2)).value == value


@given(signed)
def test_parse_of_exact_format_is_identity_or_told(value):
    text = vn.format_number(value)
    parsed = vn.parse_number(text, negative=True)
    assert parsed.value == value or text in parsed.readings


@given(st.floats(-1e9, 1e9).map(lambda x: round(x, 3)))
def test_floats_lose_their_dust(value):
    assert vn.parse_number(value, negative=True).value == Decimal(repr(value))


@given(texts, st.booleans(), st.booleans())
def test_any_text_gets_an_answer(text, percent, negative):
    parsed = vn.parse_number(text, percent=percent, negative=negative)
    assert parsed.reason
    assert parsed.repaired == (parsed.value is not None)
    assert parsed.value is None or negative or parsed.value >= 0


# --- dates


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (datetime(2026, 3, 5, 23, 59, tzinfo=UTC), date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 5)),
        ("05/03/2026", date(2026, 3, 5)),
        ("5-3-2026", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("ngày 05 tháng 3 năm 2026", date(2026, 3, 5)),
        (nfd("Ngày 5  tháng 03 năm 2026"), date(2026, 3, 5)),
        ("03/25/2026", None),
        ("31/02/2026", None),
        ("5/3-2026", None),
        ("2026-03-05", None),
        ("5/3/26", None),
        ("", None),
        (46000, None),
        (None, None),
    ],
)
def test_parse_date(raw, expected):
    assert vn.parse_date(raw) == expected


@pytest.mark.parametrize(
    ("day", "brief", "full"),
    [
        (date(2019, 7, 24), "24/7/2019", "ngày 24 tháng 7 năm 2019"),
        (date(2026, 3, 5), "05/3/2026", "ngày 05 tháng 3 năm 2026"),
        (date(2026, 2, 10), "10/02/2026", "ngày 10 tháng 02 năm 2026"),
        (date(2026, 12, 1), "01/12/2026", "ngày 01 tháng 12 năm 2026"),
    ],
)
def test_format_date(day, brief, full):
    assert vn.format_date(day) == brief
    assert vn.format_long_date(day) == full


@given(st.dates())
def test_dates_come_back(day):
    assert vn.parse_date(vn.format_date(day)) == day
    assert vn.parse_date(vn.format_long_date(day)) == day


@pytest.mark.parametrize("raw", [10**15, 1e308, "9" * 16, -(10**17)])
def test_what_excel_cannot_keep_is_refused(raw):
    assert vn.parse_number(raw, negative=True).reason == "too_large"


def test_a_text_as_long_as_a_page_is_no_number():
    assert vn.parse_number("1" + ".000" * 6000).reason == "not_a_number"
