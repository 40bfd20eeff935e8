"""Builds the Word templates of the reports from their outlines and the official format.

`python -m thidua_batch.reports.word_layout` rewrites them; a bloc may edit a copy in Word.
"""

from __future__ import annotations

import io
from datetime import date as day
from datetime import datetime, time
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION_START
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from thidua_batch.reports import outline, package
from thidua_batch.reports.profile import ND30, Profile
from thidua_batch.reports.word_blocks import Layout

TEMPLATES = Path(__file__).parent / "templates"
NAMES = ("so_ket", "tong_ket")
_WRITTEN = datetime.combine(day(2025, 1, 1), time())


def build(name: str, profile: Profile = ND30) -> bytes:
    """The template `name` as .docx; the same bytes on every machine (stored, not compressed)."""
    document = docx.Document()
    _clear(document)
    _page(document, profile)
    _styles(document, profile)
    _running_head(document, profile)
    layout = Layout(document, profile)
    for entry in outline.read(f"{name}.txt"):
        layout.add(entry)
    document.core_properties.author = ""
    document.core_properties.title = ""
    document.core_properties.comments = ""
    document.core_properties.created = _WRITTEN
    document.core_properties.modified = _WRITTEN
    stream = io.BytesIO()
    document.save(stream)
    return package.repack(stream.getvalue(), compress=False)


def _clear(document: Any) -> None:  # noqa: ANN401 - python-docx hands out proxies
    """Take out what python-docx's own template brings along: body, thumbnail."""
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    rels = document.part.package.rels
    for key in [key for key, rel in rels.items() if rel.reltype.endswith("/thumbnail")]:
        del rels[key]


def _page(document: Any, profile: Profile) -> None:  # noqa: ANN401
    section = document.sections[0]
    section.start_type = WD_SECTION_START.NEW_PAGE
    section.page_width, section.page_height = Mm(profile.page_width), Mm(profile.page_height)
    section.top_margin, section.bottom_margin = Mm(profile.margin_top), Mm(profile.margin_bottom)
    section.left_margin, section.right_margin = Mm(profile.margin_left), Mm(profile.margin_right)
    section.header_distance = section.footer_distance = Mm(profile.header_distance)
    section.different_first_page_header_footer = True


def _fonts(properties: Any, profile: Profile) -> None:  # noqa: ANN401
    """The one font for every script, theme fonts removed, the language of the text."""
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), profile.font)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    for script in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{script}"), profile.language)
    properties.append(language)


def _styles(document: Any, profile: Profile) -> None:  # noqa: ANN401
    styles = document.styles
    for defaults in styles.element.iter(qn("w:rPrDefault")):
        _fonts(defaults.find(qn("w:rPr")), profile)
    normal = styles["Normal"]
    _fonts(normal.element.get_or_add_rPr(), profile)
    normal.font.size = Pt(profile.body_size)
    form = normal.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(profile.space_after)
    form.line_spacing = profile.line_spacing
    for name in ("Heading 1", "Heading 2", "Heading 3", "Body Text", "List Bullet"):
        _style(styles[name], profile)
    styles["Heading 3"].font.italic = True


def _style(style: Any, profile: Profile) -> None:  # noqa: ANN401
    """One of Word's own styles in the official dress; headings are bold and keep with the text."""
    heading = style.name.startswith("Heading")
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:color")):
        properties.remove(old)
    _fonts(properties, profile)
    style.font.size, style.font.bold = Pt(profile.body_size), heading
    form = style.paragraph_format
    form.first_line_indent, form.left_indent = Mm(profile.first_indent), Mm(0)
    form.space_before = Pt(profile.space_after if heading else 0)
    form.space_after = Pt(profile.space_after)
    form.alignment = ALIGN.JUSTIFY
    form.keep_with_next = heading
    for old in style.element.get_or_add_pPr().findall(qn("w:numPr")):
        style.element.pPr.remove(old)
    for old in style.element.pPr.findall(qn("w:contextualSpacing")):
        style.element.pPr.remove(old)
    for old in style.element.pPr.findall(qn("w:tabs")):
        style.element.pPr.remove(old)


def _running_head(document: Any, profile: Profile) -> None:  # noqa: ANN401
    """Page number centred above, none on the first page; the mark of drafts and samples on all."""
    section = document.sections[0]
    for header, mark in (
        (section.header, "page_mark"),
        (section.first_page_header, "sample_note"),
    ):
        header.is_linked_to_previous = False
        first = header.paragraphs[0]
        first.style = document.styles["Normal"]
        if mark == "page_mark":
            _page_number(first, profile)
        _centred(first)
        for text in (f"{{%p if {mark} %}}", f"{{{{ {mark} }}}}", "{%p endif %}"):
            paragraph = header.add_paragraph(style=document.styles["Normal"])
            paragraph.add_run(text).bold = True
            _centred(paragraph)
            paragraph.paragraph_format.space_after = Pt(profile.space_after)
    section.footer.is_linked_to_previous = False
    section.first_page_footer.is_linked_to_previous = False


def _centred(paragraph: Any) -> None:  # noqa: ANN401
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1


def _page_number(paragraph: Any, profile: Profile) -> None:  # noqa: ANN401
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(profile.page_number_size)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # python-docx has no fields


def main() -> None:
    """Rewrite the committed templates."""
    for name in NAMES:
        (TEMPLATES / f"{name}.docx").write_bytes(build(name))


if __name__ == "__main__":
    main()
