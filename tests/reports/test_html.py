from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.support import outcomes
from thidua_batch.reports import html

NASTY = "<script>alert(1)</script> {{ 7*7 }} {% if %} A & B \"x\" 'y'\x07"


def test_half_year_has_no_ranks() -> None:
    page = html.render(outcomes.half())
    assert "7/7" in page
    assert "Bảng xếp hạng" not in page
    assert "Số liệu chính thức" in page
    for _, name, theme in outcomes.NAMES:
        assert name in page
        assert theme in page


def test_year_ranks_and_says_that_it_is_a_draft() -> None:
    page = html.render(outcomes.year())
    for text in ("Bảng xếp hạng", "DỰ THẢO – số liệu tạm tính", "SỐ LIỆU GIẢ ĐỊNH", "930,62"):
        assert text in page


@pytest.mark.parametrize("field", ["theme", "results", "limits", "next_tasks", "plan_number"])
def test_text_of_units_is_text(field: str) -> None:
    page = html.render(outcomes.with_text(outcomes.year(), "U1", field, NASTY))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} {% if %} A &amp; B" in page
    assert "\x07" not in page
    assert page.count("<script>") == 1


def test_text_of_the_bloc_is_text_too() -> None:
    its = replace(outcomes.bloc(), name=NASTY, slogan=NASTY, body=NASTY, place=NASTY)
    page = html.render(replace(outcomes.year(), bloc=its))
    assert page.count("<script>") == 1


def test_nothing_comes_from_outside() -> None:
    page = html.render(outcomes.year())
    assert not re.search(r"""(src|href)=["'](?!#)""", page)
    assert "http://" not in page
    assert "https://" not in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_findings_are_counted_and_errors_come_first() -> None:
    page = html.render(outcomes.year())
    assert "2 lỗi, 2 lưu ý" in page or "2 lỗi, 1 lưu ý, 1 chỗ" in page
    assert "&lt;b&gt;ba&lt;/b&gt;" in page
    assert page.index("CELL-002") < page.index("RANK-001")
    assert "CELL-004" not in page


def test_for_readers_who_do_not_see() -> None:
    page = html.render(outcomes.year())
    assert '<html lang="vi">' in page
    assert page.count("<table") == page.count("<caption>")
    assert "<th>" not in page
    assert page.count("<main") == 1
    assert 'role="img" aria-label="Nhiệm vụ chuyên môn: 577,50' in page


def test_same_outcome_same_page() -> None:
    assert html.render(outcomes.year()) == html.render(outcomes.year())
