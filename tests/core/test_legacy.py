"""Old fonts: tables against an independent one, readings by hand, nothing taken on a guess."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viparse.normalize.tcvn3 import TCVN3
from viparse.normalize.vni import VNI

from tests.support.oldfonts import LETTERS, encode
from thidua_batch.core import legacy, vn
from thidua_batch.core.legacy import Encoding, State

CAPITALS = LETTERS.upper()
words = st.text(alphabet=LETTERS + " -0123456789", min_size=1)

# --- tables


def test_tcvn3_agrees_with_an_independent_table():
    assert dict(TCVN3.pairs) == legacy.TABLES[Encoding.TCVN3]
    assert len(legacy.TABLES[Encoding.TCVN3]) == 74


def test_vni_agrees_with_an_independent_table():
    theirs = dict(VNI.pairs)
    assert len(theirs) >= 130
    assert {code: legacy.TABLES[Encoding.VNI][code] for code in theirs} == theirs


def test_vni_has_what_the_other_table_lacks():
    """ẳ and the one-letter form of ỵ."""
    assert legacy.decode("thaúng", Encoding.VNI) == "thẳng"
    assert legacy.decode("TAÚNG", Encoding.VNI) == "TẲNG"
    assert legacy.decode("kyî", Encoding.VNI) == "kyỵ"


@pytest.mark.parametrize("letter", [char for char in LETTERS + CAPITALS if not char.isascii()])
def test_vni_has_every_letter(letter):
    assert letter in legacy.TABLES[Encoding.VNI].values()


def test_tcvn3_has_every_small_letter():
    missing = {char for char in LETTERS if not char.isascii()}
    assert missing <= set(legacy.TABLES[Encoding.TCVN3].values())


@given(words)
def test_round_trip_of_small_letters(text):
    for encoding in Encoding:
        assert legacy.decode(encode(text, encoding), encoding) == text


@given(st.text(alphabet=LETTERS + CAPITALS + " ", min_size=1))
def test_round_trip_of_capitals_in_vni(text):
    assert legacy.decode(encode(text, Encoding.VNI), Encoding.VNI) == text


@given(words)
def test_a_font_of_capitals_prints_capitals(text):
    stored = encode(text, Encoding.TCVN3)
    if not stored.isascii():
        assert legacy.decode(stored, Encoding.TCVN3, upper=True) == text.upper()


# --- fonts


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", Encoding.TCVN3, False),
        (".VnTimeH", Encoding.TCVN3, True),
        (".VnArial NarrowH", Encoding.TCVN3, True),
        (".vnarial", Encoding.TCVN3, False),
        (".VNTIMEH ", Encoding.TCVN3, True),
        (".VnArialH", Encoding.TCVN3, True),
        ("VNI-Times", Encoding.VNI, False),
        ("vni-helve", Encoding.VNI, False),
        ("VNI Times", Encoding.VNI, False),
        ("VNI-Helve-Condense", Encoding.VNI, False),
        ("Times New Roman", None, False),
        ("Vnitalic", None, False),
        ("VnTime", None, False),
        ("Arial H", None, False),
        ("", None, False),
    ],
)
def test_fonts(font, encoding, capitals):
    assert legacy.encoding_of(font) is encoding
    assert legacy.shows_capitals(font) is capitals


# --- reading by the font

T, V = ".VnTime", "VNI-Times"


@pytest.mark.parametrize(
    ("stored", "font", "meant"),
    [
        ("Hoµn thµnh xuÊt s¾c nhiÖm vô", T, "Hoàn thành xuất sắc nhiệm vụ"),
        ("Trung b×nh", T, "Trung bình"),
        ("Côc Con nu«i", T, "Cục Con nuôi"),
        ("Thanh tra tØnh", T, "Thanh tra tỉnh"),
        ("Phßng Tæ chøc c¸n bé", T, "Phòng Tổ chức cán bộ"),
        ("Phßng Tæ chøc", T, "Phòng Tổ chức"),
        ("Së T\u00ad ph¸p", T, "Sở Tư pháp"),
        ("B¸o c¸o tµi chÝnh quý II n¨m 2026", T, "Báo cáo tài chính quý II năm 2026"),
        ("§¾k L¾k, Kr«ng P¾k", T, "Đắk Lắk, Krông Pắk"),
        ("Q§-UBND", T, "QĐ-UBND"),
        ("UBND TØNH §¾K L¾K", T, "UBND TỈNH ĐẮK LẮK"),
        ("uû ban nh©n d©n", ".VnTimeH", "UỶ BAN NHÂN DÂN"),
        ("9,5 ®iÓm", T, "9,5 điểm"),
        ("5 ®", T, "5 đ"),
        ("Tèt", T, "Tốt"),
        ("Gi\u03bc", T, "Già"),
        ("“Nhµ n\u00adíc” – ®Ñp…", T, "“Nhà nước” – đẹp…"),
        ("Sôû Tö phaùp", V, "Sở Tư pháp"),
        ("Phoøng Toå chöùc caùn boä", V, "Phòng Tổ chức cán bộ"),
        ("UÛy ban nhaân daân tænh", V, "Ủy ban nhân dân tỉnh"),
        ("COÄNG HOØA XAÕ HOÄI", V, "CỘNG HÒA XÃ HỘI"),
        ("Ñaø Naüng, Vónh Long", V, "Đà Nẵng, Vĩnh Long"),
        ("cheát vì", V, "chết vì"),
    ],
)
def test_text_is_read_by_its_font(stored, font, meant):
    read = legacy.read(stored, font)
    assert (read.text, read.state, read.readings) == (meant, State.DECODED, ())
    decomposed = legacy.read(unicodedata.normalize("NFD", stored), font)
    assert decomposed == read


@pytest.mark.parametrize(
    ("stored", "font"),
    [
        ("Së T\u00ad ph¸p", "Times New Roman"),
        ("Së T\u00ad ph¸p", ""),
        ("9,5", T),
        ("Hoan thanh tot, 95%", ".VnTimeH"),
        ("Hoàn thành tốt nhiệm vụ", T),
        ("Hoàn thành tốt nhiệm vụ", V),
        ("Hà Nội", T),
        ("Hoá", T),
        ("Có ≥ 3×5 cột", T),
        ("sáp nhập (x-y), 3ấp", T),
        ("Đúng 30°C", T),
        ("≥ 95%", T),
        ("ý", T),
        ("vì", V),
        ("", T),
        ("#REF!", T),
    ],
)
def test_what_is_left_alone(stored, font):
    assert legacy.read(stored, font) == legacy.Reading(text=stored)


@pytest.mark.parametrize(
    ("stored", "font", "readings"),
    [
        ("Cã", T, ("Có", "Cã")),
        ("Có", T, ("Cú", "Có")),
        ("Toát", V, ("Tốt", "Toát")),
        ("Tr-êng", T, ("Trường",)),
        ("Së T- ph¸p", T, ("Sở Tư pháp",)),
        ("10×5", T, ("10ì5",)),
        ("B¸o cáo", T, ("Báo cỏo",)),
        ("B¸o cáo đúng", T, ()),
        ("Phßng Tæ chøc", V, ("Phòng Tổ chức",)),
        ("µ ± 5", T, ()),
    ],
)
def test_what_is_doubtful(stored, font, readings):
    read = legacy.read(stored, font)
    assert (read.text, read.state, read.readings) == (stored, State.DOUBTFUL, readings)


YES_NO = ("Có", "Không")


@pytest.mark.parametrize(
    ("stored", "font", "known", "text", "state"),
    [
        ("Có", T, YES_NO, "Có", State.KEPT),
        ("Cã", T, YES_NO, "Có", State.DECODED),
        ("c\u00f3", V, YES_NO, "c\u00f3", State.KEPT),
        ("Kh«ng", T, YES_NO, "Không", State.DECODED),
        ("Toát", V, ("Tốt", "Khá"), "Tốt", State.DECODED),
        ("cã", ".VnTimeH", YES_NO, "CÓ", State.DECODED),
        ("Cã", T, ("Có", "Cã"), "Cã", State.DOUBTFUL),
    ],
)
def test_known_texts_decide(stored, font, known, text, state):
    read = legacy.read(stored, font, known)
    assert (read.text, read.state) == (text, state)


@given(st.text(), st.sampled_from([T, ".VnTimeH", V, "Arial"]))
def test_any_text_is_kept_decoded_or_doubted(text, font):
    read = legacy.read(text, font)
    assert read.state is State.DECODED or read.text == text
    assert not read.readings or read.state is State.DOUBTFUL
    if text.isascii():
        assert read == legacy.Reading(text=text)


@given(st.text(alphabet="0123456789.,%+- /()"), st.sampled_from([T, V]))
def test_figures_are_themselves(text, font):
    assert legacy.read(text, font).text == text


# --- proposals without a font


@pytest.mark.parametrize(
    ("stored", "proposal"),
    [
        ("Hoµn thµnh xuÊt s¾c nhiÖm vô", "Hoàn thành xuất sắc nhiệm vụ"),
        ("Së T\u00ad ph¸p", "Sở Tư pháp"),
        ("Phßng Tæ chøc c¸n bé", "Phòng Tổ chức cán bộ"),
        ("Tèt", "Tốt"),
        ("phã tr-ëng phßng", "phó trưởng phòng"),
        ("T¨ng c\u00adêng lín", "Tăng cường lớn"),
        ("®¨ng ký", "đăng ký"),
        ("Sôû Tö phaùp", "Sở Tư pháp"),
        ("So+? Tu+ pha'p", "Sở Tư pháp"),
        ("Ddo^`ng Nai", "Đồng Nai"),
        ("Có", None),
        ("Sở Tư pháp", None),
        ("Công ty ABC® Việt Nam", None),
        ("Công ty ABC®", None),
        ("3×5", None),
        ("© 2026", None),
        ("café", None),
        ("El Niño", None),
        ("Björn", None),
        ("address (a+b)", None),
        ("C++", None),
        ("", None),
    ],
)
def test_proposals(stored, proposal):
    assert legacy.propose(stored) == proposal


def test_a_proposal_undoes_the_vietnamese_code_page():
    """TCVN3 typed on a machine with code page 1258: é came out as Đ, ã as ă."""
    assert legacy.propose("phßng trÎ em, có bĐ".replace("có", "că")) == "phòng trẻ em, có bé"
    assert legacy.propose("phßng trÎ em, că 中") is None


@pytest.mark.parametrize(
    ("stored", "known", "label"),
    [
        ("Côc Con nu«i", ("Cục Con nuôi", "Thanh tra tỉnh"), "Cục Con nuôi"),
        ("côc con nu«i", ("Cục Con nuôi",), "Cục Con nuôi"),
        ("Toaø aùn", ("Tòa án",), "Tòa án"),
        ("Tèt", ("Tốt", "Khá"), "Tốt"),
        ("Cã", ("Có", "Không"), None),
        ("Có", ("Cú",), None),
        ("Cuc Con nuoi", ("Cục Con nuôi",), None),
        ("Côc Con nu«i", ("Cục Hộ tịch",), None),
    ],
)
def test_a_known_text_in_old_letters_is_recognised(stored, known, label):
    assert legacy.match(stored, known) == label


MODERN = st.sampled_from(["hoàn", "thành", "tốt", "vụ", "phòng", "tổ", "cán", "bộ", "đội"])


@given(st.lists(MODERN))
def test_vietnamese_as_it_stands_is_never_another_text(found):
    text = " ".join(found)
    assert legacy.propose(text) is None
    assert legacy.match(text, ("Có", "Tốt", *found)) is None


@given(st.text())
def test_proposals_never_fail(text):
    meant = legacy.propose(text)
    assert meant is None or meant != text
    assert legacy.match(text, ("Có", vn.clean(text))) in {None, "Có", vn.clean(text)}
