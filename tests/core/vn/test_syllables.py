"""What can be a Vietnamese syllable and what cannot."""

import pytest

from thidua_batch.core import vn

#: Every kind of beginning, ending and tone; the names are of other peoples' languages.
SYLLABLES = """
hoàn thành xuất sắc nhiệm vụ quỳnh quý quốc gì giữa giêng nghiêng khuỷu khuya thuở ở ý yêu
Đắk Krông Đà ĐẮK NẴNG xoong rượu hươu loằng ngoẵng huệ cách chếch ích uỷ oà
"""


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_syllables(word):
    assert vn.is_syllable(word)


@pytest.mark.parametrize(
    "word",
    ["Tèt", "Phưng1", "cafộ", "Mỹnchen", "baùo", "tøc", "ă", "â", "", "đ", "NĐ", "xóá", "được4",
     "zả", "cảc", "ưm", "Sóo", "Hà Nội", "tãt", "ß"],
)  # fmt: skip
def test_no_syllables(word):
    assert not vn.is_syllable(word)
