"""What holds of every text: keys are stable, nothing crashes, no digit is invented or lost."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_batch.core import vn

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđĐbcghnqt -–\u00a0"
)
#: Characters that numbers and dates are made of, and those that disturb them.
FIGURES = "0123456789.,/-+()% đdeE−–\u00a0\u202f\u00ad\u200b\u202e\u0301\uff19\u0669\nx_#"
HIDDEN = "Đ\u00d0\u0189\u00f0\u0256\ufeff\u200b\u00ad\u034f\u3164üþ\u0301\u0323\x00\r\n\t aơ"
texts = st.one_of(
    st.text(),
    st.text(alphabet=VIETNAMESE),
    st.text(alphabet=HIDDEN),
    st.text(alphabet=FIGURES, max_size=14),
)
amounts = st.decimals(min_value=0, max_value=10**9, places=2)
signed = st.decimals(min_value=-(10**9), max_value=10**9, places=6)
shares = st.decimals(min_value=-10, max_value=10, places=4)
formats = st.one_of(
    st.none(),
    st.text(),
    st.text(alphabet='0#?.,;%/"[]<=1\\ _*dmyhsGeneral-', max_size=12),
    st.sampled_from(["General", "0.00", "0%", "0.0%;-0.0%", "dd/mm/yyyy", "# ?/?"]),
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


# --- text


@settings(max_examples=400)
@given(texts)
def test_text_keys_are_idempotent_and_blind_to_composition(text):
    for rule in (vn.clean, vn.fold, vn.key, vn.slug):
        once = rule(text)
        assert rule(once) == once
        assert rule(nfc(text)) == rule(nfd(text)) == once
    assert vn.fold(vn.key(text)) == vn.fold(text)
    assert vn.sort_key(nfd(text)) == vn.sort_key(text)


@given(texts)
def test_slug_is_ascii(text):
    assert vn.slug(text).replace("-", "a").isalnum() or not vn.slug(text)
    assert vn.slug(text).isascii()


@given(texts)
def test_repairs_are_told_and_need_no_second_one(text):
    once = vn.cleaned(text)
    assert once.changes <= {"lookalike", "invisible"}
    assert vn.cleaned(once.text) == vn.Cleaned(text=once.text)
    for form in (nfc(text), nfd(text)):
        assert vn.cleaned(form) == once
    if not once.changes:
        assert "".join(once.text.split()) == "".join(nfc(text).split())


@given(texts)
def test_being_a_syllable_knows_no_composition(text):
    assert vn.is_syllable(nfd(text)) == vn.is_syllable(nfc(text))


# --- numbers


@given(amounts)
def test_parse_of_format_is_identity(value):
    assert vn.parse_number(vn.format_number(value, 2)).value == value


@given(signed)
def test_parse_of_exact_format_is_identity_or_told(value):
    text = vn.format_number(value)
    parsed = vn.parse_number(text, negative=True)
    assert parsed.value == value or text.replace(".", "") in parsed.readings


@given(texts, st.booleans(), st.booleans())
def test_any_text_gets_an_answer(text, percent, negative):
    parsed = vn.parse_number(text, percent=percent, negative=negative)
    assert parsed.reason
    assert parsed.repaired == (parsed.value is not None)
    assert parsed.value is None or negative or parsed.value >= 0


@given(amounts)
def test_what_is_written_as_a_percentage_is_read_as_one(value):
    parsed = vn.parse_number(vn.format_share(value / 100, 2), percent=True)
    assert parsed.value == value
    assert vn.parse_number(value / 100, number_format="0.00%", percent=True).value == value


@settings(max_examples=600)
@given(texts, st.booleans(), st.booleans())
def test_no_digit_is_invented_or_lost(text, percent, negative):
    parsed = vn.parse_number(text, percent=percent, negative=negative)
    if parsed.value is not None:
        assert int("".join(map(str, parsed.value.as_tuple().digits))) == _figures(text)
        assert parsed.value == 0 or (parsed.value < 0) == _is_below(text)


def _figures(text):
    return int("".join(re.findall("[0-9]", text)))


def _is_below(text):
    return re.search(r"^[^0-9]*[-−–(]", text) is not None


@settings(max_examples=400)
@given(texts, st.booleans(), st.booleans())
def test_numbers_and_dates_know_no_composition(text, percent, negative):
    def read(form):
        return vn.parse_number(form, percent=percent, negative=negative)

    assert read(nfc(text)) == read(nfd(text)) == read(text)
    assert vn.parse_date(nfc(text)) == vn.parse_date(nfd(text)) == vn.parse_date(text)


@settings(max_examples=400)
@given(st.one_of(signed, shares), formats, st.booleans())
def test_a_number_is_itself_or_a_hundredfold_as_its_format_shows(value, number_format, percent):
    parsed = vn.parse_number(value, number_format=number_format, percent=percent, negative=True)
    if parsed.reason == "percent_format":
        assert percent
        assert parsed.value == value * 100
        assert "%" in number_format
    elif parsed.value is not None:
        assert parsed.value == value
        assert parsed.repaired == (parsed.reason in ("rounded_format", "dash_format"))
        assert percent or "%" not in (number_format or "")


@given(
    st.one_of(
        st.none(),
        st.booleans(),
        st.floats(),
        st.integers(),
        st.decimals(),
        st.dates(),
        st.datetimes(),
        st.times(),
        st.timedeltas(),
        st.binary(),
    ),
    formats,
)
def test_any_cell_gets_an_answer(raw, number_format):
    parsed = vn.parse_number(raw, number_format=number_format)
    assert parsed.value is None or (parsed.value.is_finite() and parsed.value >= 0)
    assert (parsed.value is None) <= (parsed.reason is not None)


# --- dates


@settings(max_examples=400)
@given(st.one_of(texts, st.dates().map("{:%d/%m/%Y}".format), st.dates().map(str)), texts)
def test_a_date_has_the_figures_of_its_text(text, more):
    for form in (text, text + more):
        day = vn.parse_date(form)
        assert day is None or isinstance(day, date)
        if day is not None:
            figures = [int(group) for group in re.findall("[0-9]+", form)]
            assert sorted(filter(None, figures)) == sorted((day.day, day.month, day.year))
            assert figures[:3] in ([day.day, day.month, day.year], [day.year, day.month, day.day])


@given(st.dates())
def test_a_date_is_no_number_and_a_number_is_no_date(day):
    for text in (vn.format_date(day), vn.format_long_date(day), day.isoformat()):
        assert vn.parse_number(text).reason == "date"
    assert vn.parse_date(day.toordinal()) is None
    assert vn.parse_date(Decimal(day.toordinal())) is None
