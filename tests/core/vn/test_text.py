"""Text as it is kept and as it is compared."""

import unicodedata

import pytest

from thidua_batch.core import vn


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (nfd("Cục Hộ tịch"), "Cục Hộ tịch"),
        ("  Cục\u00a0\u2003 Hộ\ttịch ", "Cục Hộ tịch"),
        ("\ufeffCục\u200b Hộ\u200d tịch\x00\x07", "Cục Hộ tịch"),
        ("a \r\n\r\n b\rc\u2028d\n", "a\nb\nc\nd"),
        ("S\u00ad T", "S T"),
        ("a\u3164b\u2800c", "a b c"),
        ("Vi\u034f\u1ec7t", "Việt"),
        ("\u00d0iền \u0189ắk \u00f0\u0256", "Điền Đắk đđ"),
        ("Nor\u00f0urþing", "Nor\u00f0urþing"),
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


def test_small_texts():
    assert vn.letters()[:8] == ("a", "b", "c", "d", "đ", "e", "g", "h")
    assert len(vn.letters()) == 23
    assert not {"f", "j", "w", "z"} & set(vn.letters())
    assert vn.join_names([]) == ""
    assert vn.join_names(["A"]) == "A"
    assert vn.join_names(["A", "B"]) == "A và B"
    assert vn.join_names(["A", "B", "C"]) == "A, B và C"


@pytest.mark.parametrize(
    ("raw", "text", "changes"),
    [
        ("Cục Hộ tịch", "Cục Hộ tịch", set()),
        (nfd("Cục Hộ tịch"), "Cục Hộ tịch", set()),
        ("  Cục\u00a0 Hộ\ttịch\r\n\r\n(mới) ", "Cục Hộ tịch\n(mới)", set()),
        ("a\u2028b\x85c\vd", "a\nb\nc\nd", set()),
        ("\u00d0iền", "Điền", {"lookalike"}),
        (nfd("\u0110\u1eafk ") + "L\u0189k", "Đắk LĐk", {"lookalike"}),
        ("Q\u00d0-UBND, \u00f0/c", "QĐ-UBND, đ/c", {"lookalike"}),
        ("\u00d0", "Đ", {"lookalike"}),
        ("þor\u00f0ur", "þor\u00f0ur", set()),
        ("Gar\u00f0\u00fcr", "Gar\u00f0\u00fcr", set()),
        ("\ufeffCục", "Cục", {"invisible"}),
        ("Cục\u200b Hộ\u200d", "Cục Hộ", {"invisible"}),
        ("Cục\x00\x07", "Cục", {"invisible"}),
        ("Tổng\u00adcục", "Tổngcục", {"invisible"}),
        ("a\u3164b", "a b", {"invisible"}),
        ("\u202eabc\u202c", "abc", {"invisible"}),
        ("\u200b\u00d0ắk", "Đắk", {"invisible", "lookalike"}),
        ("", "", set()),
    ],
)
def test_cleaned_says_what_it_repaired(raw, text, changes):
    assert vn.cleaned(raw) == vn.Cleaned(text=text, changes=frozenset(changes))
    assert vn.clean(raw) == text


def test_keys_know_no_look_alikes():
    assert vn.key("\u00d0\u00fc") == vn.key("\u0110\u00fc")
    assert vn.fold("\u00d0\u00fc") == "du"
