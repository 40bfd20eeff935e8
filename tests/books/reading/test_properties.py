"""Properties of a document: read where they are whole, none where they are damaged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.xls import property_set
from thidua_batch.books.reading import properties
from thidua_batch.books.reading.zipped import Parts

USER = "05d5cdd59c2e1b10939708002b2cf9ae"
MARKS = {"thidua_form": "khoi|2025-N|DV01|ab12cd34", "Đơn vị": "Sở Tư pháp"}


@pytest.mark.parametrize(("codec", "page"), [("utf-8", 65001), ("utf-16-le", 1200)])
def test_user_defined_properties_of_an_old_workbook(codec: str, page: int) -> None:
    assert properties.custom_of_set(property_set(USER, codec, page, MARKS)) == MARKS


def test_properties_in_the_code_page_of_windows() -> None:
    marks = {"thidua_form": "a|b"}
    assert properties.custom_of_set(property_set(USER, "cp1258", 1258, marks)) == marks


def test_another_set_has_none() -> None:
    assert properties.custom_of_set(property_set("00" * 16, "utf-8", 65001, MARKS)) == {}
    assert properties.program_of_set(property_set(USER, "utf-8", 65001, MARKS)) == ""


WHOLE = property_set(USER, "utf-8", 65001, MARKS)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_damaged_properties_never_stop_a_reading(at: int, noise: bytes) -> None:
    for stream in (WHOLE[:at], WHOLE[:at] + noise + WHOLE[at + len(noise) :]):
        assert isinstance(properties.custom_of_set(stream), dict)
        assert isinstance(properties.program_of_set(stream), str)


def test_damaged_parts_have_none() -> None:
    broken = Parts(frozenset(), {properties.APP: b"<a", properties.CUSTOM: b"<!DOCTYPE a><a/>"})
    assert properties.program(broken) == ""
    assert properties.custom(broken) == {}
