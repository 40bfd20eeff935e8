"""Order of the Vietnamese alphabet, by hand and against an independent implementation."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vn_collate import collate_key

from thidua_batch.core import vn

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


# --- against an independent implementation


def _sign(one, other):
    return (one > other) - (one < other)


LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghijklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
words = st.text(alphabet=LETTERS + LETTERS.upper() + "0123456789", max_size=8)


def _agree(one, other):
    got = _sign(vn.sort_key(one), vn.sort_key(other))
    assert got == _sign(collate_key(one), collate_key(other))


@settings(max_examples=400)
@given(words, words)
def test_order_agrees_with_an_independent_one(one, other):
    _agree(one, other)


@pytest.mark.slow
@settings(max_examples=5000)
@given(words, words)
def test_order_agrees_with_an_independent_one_at_length(one, other):
    _agree(one, other)


def test_thousands_of_syllables_are_in_order():
    chance = random.Random(11)
    onsets = ["", "b", "ch", "d", "đ", "Đ", "gi", "h", "kh", "ng", "nh", "ph", "qu", "tr", "V", "x"]
    ends = ["", "c", "ch", "i", "m", "n", "ng", "nh", "p", "t", "u"]
    vowels = [
        char for char in LETTERS + LETTERS.upper() if char.lower() not in "bcdđfghjklmnpqrstvwxz"
    ]
    pool = {
        chance.choice(onsets) + chance.choice(vowels) + chance.choice(ends) for _ in range(9000)
    }
    assert len(pool) > 4000
    pool = sorted(pool)
    assert sorted(pool, key=vn.sort_key) == sorted(pool, key=collate_key)


MINISTRIES = [
    "Bộ Công an", "Bộ Công Thương", "Bộ Dân tộc và Tôn giáo", "Bộ Giáo dục và Đào tạo",
    "Bộ Khoa học và Công nghệ", "Bộ Ngoại giao", "Bộ Nội vụ", "Bộ Nông nghiệp và Môi trường",
    "Bộ Quốc phòng", "Bộ Tài chính", "Bộ Tư pháp", "Bộ Văn hóa, Thể thao và Du lịch",
    "Bộ Xây dựng", "Bộ Y tế", "Ngân hàng Nhà nước Việt Nam", "Thanh tra Chính phủ",
    "Văn phòng Chính phủ",
]  # fmt: skip


def test_ministries_and_provinces_agree_where_there_are_only_letters():
    """The other implementation puts blanks and signs after letters, so they are left out."""
    names = ["".join(filter(str.isalpha, name)) for name in MINISTRIES + PROVINCES]
    assert sorted(names, key=vn.sort_key) == sorted(names, key=collate_key)


def test_ministries():
    shuffled = random.Random(3).sample(MINISTRIES, len(MINISTRIES))
    assert sorted(shuffled, key=vn.sort_key) == MINISTRIES
