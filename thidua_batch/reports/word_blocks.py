"""Blocks of a Word template: paragraphs by style, head and foot, drawn rules, tables."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from thidua_batch.reports.outline import Entry
from thidua_batch.reports.profile import Profile

_STYLES = {
    "part": "Heading 1",
    "item": "Heading 2",
    "unit": "Heading 3",
    "body": "Body Text",
    "basis": "Body Text",
    "note": "Body Text",
    "closing": "Body Text",
    "bullet": "List Bullet",
}
_HEADINGS = ("part", "item", "unit")
_BORDER = 8  # eighths of a point in one point
_LEFT_COLUMNS = ("row.unit", "row.grade")


class Layout:
    """Adds entries of an outline to a document, one after the other."""

    def __init__(self, document: Any, profile: Profile) -> None:  # noqa: ANN401
        self.document = document
        self.profile = profile
        self.widths: list[float] = []
        self.table: Any = None
        self.loop = ""

    def add(self, entry: Entry) -> None:
        """Add one entry by its style; KeyError for a style that the layout does not have."""
        blocks = {
            "%": self._statement,
            "head": self._head,
            "sign": self._sign,
            "title": self._title,
            "subject": self._subject,
            "mark": self._mark,
            "table": self._open_table,
            "th": self._header_row,
            "rows": self._open_loop,
            "td": self._data_row,
            "end": self._close_table,
        }
        if entry.style in blocks:
            blocks[entry.style](entry)
        else:
            self._paragraph(entry)

    # --- paragraphs -----------------------------------------------------------------------

    def _statement(self, entry: Entry) -> None:
        self.document.add_paragraph(f"{{%p {entry.text} %}}")

    def _paragraph(self, entry: Entry) -> None:
        text = f"- {entry.text}" if entry.style == "bullet" else entry.text
        paragraph = self.document.add_paragraph(style=_STYLES[entry.style])
        run = paragraph.add_run(text)
        if entry.style in _HEADINGS:
            # Said on the paragraph too: LibreOffice does not always take it from the style.
            paragraph.paragraph_format.keep_with_next = True
        if entry.style == "part":
            run.font.all_caps = True
        if entry.style in {"basis", "note"}:
            run.italic = True
        if entry.style == "note":
            run.font.size = Pt(self.profile.table_size)
            paragraph.paragraph_format.space_before = Pt(self.profile.space_after)
        if entry.style == "closing":
            paragraph.paragraph_format.keep_with_next = True

    def _line(self, where: Any, text: str, size: float, **style: bool) -> Any:  # noqa: ANN401
        """A centred line without spacing, in the document or in a cell."""
        paragraph = where.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        form = paragraph.paragraph_format
        form.space_after, form.line_spacing = Pt(0), 1
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run.bold, run.italic = style.get("bold", False), style.get("italic", False)
        return paragraph

    def _rule(self, where: Any, width: float, length: float) -> None:  # noqa: ANN401
        """A drawn rule: the upper border of an empty line as long as wanted, centred."""
        paragraph = self._line(where, "", 2)
        form = paragraph.paragraph_format
        form.left_indent = form.right_indent = Mm((width - length) / 2)
        form.space_before = Pt(4)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
        borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
        size = str(int(self.profile.rule_weight * _BORDER))
        for key, value in (("val", "single"), ("sz", size), ("space", "1"), ("color", "000000")):
            top.set(qn(f"w:{key}"), value)
        borders.append(top)
        paragraph._p.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )

    def _mark(self, entry: Entry) -> None:
        paragraph = self._line(self.document, entry.text, self.profile.body_size, bold=True)
        paragraph.paragraph_format.space_after = Pt(self.profile.space_after)

    def _title(self, entry: Entry) -> None:
        paragraph = self._line(self.document, entry.text, self.profile.title_size, bold=True)
        paragraph.paragraph_format.space_before = Pt(3 * self.profile.space_after)

    def _subject(self, entry: Entry) -> None:
        self._line(self.document, entry.text, self.profile.title_size, bold=True)
        self._rule(self.document, self.profile.text_width, self.profile.rule_title)

    # --- head and foot ---------------------------------------------------------------------

    def _frame(self, rows: int, widths: tuple[float, float]) -> Any:  # noqa: ANN401
        """A borderless table without cell margins, its cells emptied of their first line."""
        table = self.document.add_table(rows=rows, cols=2)
        _fix(table, list(widths), margin=0)
        return table

    def _head(self, entry: Entry) -> None:
        above, issuer, state, motto, number, place = entry.cells
        size = self.profile
        table = self._frame(2, (size.head_left, size.head_right))
        left, right = table.rows[0].cells
        self._line(left, above, size.body_name_size)
        self._line(left, issuer, size.body_name_size, bold=True)
        self._rule(left, size.head_left, size.rule_issuer)
        self._line(right, state, size.state_size, bold=True)
        self._line(right, motto, size.motto_size, bold=True)
        self._rule(right, size.head_right, size.rule_motto)
        spaced = entry.text.split("|")
        low_left, low_right = table.rows[1].cells
        self._line(low_left, spaced[4].strip() or number, size.number_size)
        self._line(low_right, spaced[5].strip() or place, size.place_size, italic=True)
        for cell in (left, right, low_left, low_right):
            _drop_first(cell)

    def _sign(self, entry: Entry) -> None:
        words, *recipients, authority, post = entry.cells
        size = self.profile
        table = self._frame(1, (size.sign_left, size.sign_right))
        _keep_row(table.rows[0])
        left, right = table.rows[0].cells
        lines = [self._line(left, words, size.recipients_head_size, bold=True, italic=True)]
        lines += [self._line(left, text, size.recipients_size) for text in recipients]
        for line in lines:
            line.alignment = ALIGN.LEFT
        self._line(right, authority, size.title_size, bold=True)
        signed = self._line(right, post, size.title_size, bold=True)
        signed.paragraph_format.space_after = Pt(size.signature_gap)
        self._line(right, "", size.title_size)
        for cell in (left, right):
            _drop_first(cell)
        # Word wants a paragraph after a table at the end; it must not open a new page.
        last = self._line(self.document, "", 1).paragraph_format
        last.line_spacing_rule, last.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)

    # --- tables ----------------------------------------------------------------------------

    def _open_table(self, entry: Entry) -> None:
        self.widths = [float(width) for width in entry.text.split()]

    def _header_row(self, entry: Entry) -> None:
        self.table = self.document.add_table(rows=1, cols=len(self.widths), style="Table Grid")
        self.table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for cell, text in zip(self.table.rows[0].cells, entry.cells, strict=True):
            _fill(cell, text, self.profile.table_size, bold=True)
        properties = self.table.rows[0]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        properties.append(OxmlElement("w:tblHeader"))

    def _open_loop(self, entry: Entry) -> None:
        self.loop = entry.text

    def _data_row(self, entry: Entry) -> None:
        self._whole_row(f"{{%tr for {self.loop} %}}")
        row = self.table.add_row()
        _keep_row(row)
        for cell, text in zip(row.cells, entry.cells, strict=True):
            left = any(name in text for name in _LEFT_COLUMNS)
            _fill(cell, text, self.profile.table_size, left=left)
        self._whole_row("{%tr endfor %}")

    def _whole_row(self, text: str) -> None:
        _fill(self.table.add_row().cells[0], text, self.profile.table_size)

    def _close_table(self, _: Entry) -> None:
        _fix(self.table, self.widths, margin=1)
        # Columns of loop tags vanish; until then they hold the room of the repeated ones.
        tags = [i for i, width in enumerate(self.widths) if not width]
        for i in tags:
            spare = (self.profile.text_width - sum(self.widths)) / len(tags)
            self.table.columns[i]._gridCol.w = Mm(spare)


def _fill(cell: Any, text: str, size: float, *, bold: bool = False, left: bool = False) -> None:  # noqa: ANN401
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN.LEFT if left else ALIGN.CENTER
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(2)
    form.line_spacing = 1
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    cell.vertical_alignment = 1


def _drop_first(cell: Any) -> None:  # noqa: ANN401
    first = cell.paragraphs[0]._p
    first.getparent().remove(first)


def _keep_row(row: Any) -> None:  # noqa: ANN401
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _fix(table: Any, widths: list[float], *, margin: float) -> None:  # noqa: ANN401
    """Fixed layout with these widths and side margins of cells, all in millimetres."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(round(margin * 56.7)))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    look.addprevious(margins) if look is not None else properties.append(margins)
