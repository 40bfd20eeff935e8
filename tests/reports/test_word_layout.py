from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn

from thidua_batch.reports import word_layout


@pytest.mark.parametrize("name", word_layout.NAMES)
def test_committed_templates_are_those_that_the_outline_gives(name: str) -> None:
    committed = (word_layout.TEMPLATES / f"{name}.docx").read_bytes()
    assert committed == word_layout.build(name), "python -m thidua_batch.reports.word_layout"


def test_page_is_the_official_one() -> None:
    section = docx.Document(io.BytesIO(word_layout.build("so_ket"))).sections[0]
    size = section._sectPr.find(qn("w:pgSz"))
    assert abs(int(size.get(qn("w:w"))) - 11906) <= 20
    assert abs(int(size.get(qn("w:h"))) - 16838) <= 20
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert section.different_first_page_header_footer


def test_page_number_is_above_and_not_on_the_first_page() -> None:
    section = docx.Document(io.BytesIO(word_layout.build("so_ket"))).sections[0]
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_one_font_for_every_script_and_the_right_language() -> None:
    document = docx.Document(io.BytesIO(word_layout.build("tong_ket")))
    for name in ("Normal", "Body Text", "Heading 1", "List Bullet"):
        properties = document.styles[name].element.rPr
        fonts = properties.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{s}")) for s in ("ascii", "hAnsi", "cs", "eastAsia")} == {
            "Times New Roman"
        }
        assert not [key for key in fonts.attrib if "Theme" in key]
        assert properties.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"


def test_body_is_justified_with_its_first_line_indented() -> None:
    style = docx.Document(io.BytesIO(word_layout.build("so_ket"))).styles["Body Text"]
    assert str(style.paragraph_format.alignment).startswith("JUSTIFY")
    assert style.paragraph_format.first_line_indent.mm == pytest.approx(12.7, abs=0.1)
    assert style.paragraph_format.space_after.pt >= 6
