"""A form's workbook under the hands of its unit: cells by code, edits written as Excel writes them.

Works on the XML itself, so that a cell can hold what no library would write, and so that a
hundred damaged forms take no longer than a breath.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cache, lru_cache

from lxml import etree
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.datetime import to_excel

from tests.support.packages import unzipped, zipped
from thidua_batch.books.reading.markup import MAIN
from thidua_batch.core import wording
from thidua_batch.core.kinds import FormSheet

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TITLES = {kind.value: title for kind, title in wording.FORM_SHEETS.items()}
SCORING = wording.FORM_SHEETS[FormSheet.SCORING]
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Gone(Exception):
    """What was to be damaged is no longer there: an earlier damage took it away."""


@cache
def q(tag: str) -> str:
    """A tag of the main namespace."""
    return f"{{{MAIN}}}{tag}"


def letters(column: int) -> str:
    """1 -> A."""
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


_V = q("v")


@lru_cache(maxsize=1 << 14)
def split(address: str) -> tuple[int, int]:
    """B7 -> (7, 2)."""
    match = re.fullmatch(r"([A-Z]+)([0-9]+)", address)
    assert match, address
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


@dataclass(slots=True)
class Desk:
    """The parts of one workbook, parsed as they are touched."""

    parts: dict[str, bytes]
    trees: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def of(cls, data: bytes) -> "Desk":
        return cls(unzipped(data))

    def save(self) -> bytes:
        for name, tree in self.trees.items():
            self.parts[name] = etree.tostring(
                tree, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        self.trees.clear()
        return zipped(self.parts)

    def tree(self, part: str) -> etree._Element:
        if part not in self.trees:
            self.trees[part] = etree.fromstring(self.parts[part])
        return self.trees[part]

    @property
    def book(self) -> etree._Element:
        return self.tree("xl/workbook.xml")

    def tabs(self) -> dict[str, etree._Element]:
        return {tab.get("name"): tab for tab in self.book.iter(q("sheet"))}

    def sheet(self, title: str = SCORING) -> "Page":
        """The sheet with this title, or of this kind wherever its marker is."""
        title = TITLES.get(title, title)
        if title not in self.tabs():
            raise Gone(title)
        return Page(self, title, self.tree(self._part(title)))

    def _part(self, title: str) -> str:
        wanted = self.tabs()[title].get(f"{{{REL}}}id")
        links = self.tree("xl/_rels/workbook.xml.rels")
        target = next(link.get("Target") for link in links if link.get("Id") == wanted)
        return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"

    def find(self, code: str) -> "Page":
        """The form's sheet that has a row with this code."""
        for title in self.tabs():
            page = self.sheet(title)
            for start in page.corners():
                found = Page(self, title, page.tree, start)
                if found.row_numbers(code):
                    return found
        raise Gone(code)

    def cell(self, spot: str) -> "Cell":
        """`code` or `code:column`; the answer's cell where no column is named."""
        code, _, column = spot.partition(":")
        return self.find(code).cell(code, column or "value")

    def shared(self, text: str) -> int:
        """The number of a text in the table of texts, added to it."""
        table = self.tree("xl/sharedStrings.xml")
        item = etree.SubElement(etree.SubElement(table, q("si")), q("t"))
        item.text = _BAD.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
        item.set(SPACE, "preserve")
        return len(table) - 1

    def text_of(self, index: str | None) -> str:
        item = self.tree("xl/sharedStrings.xml")[int(index or 0)]
        return "".join(node.text or "" for node in item.iter(q("t")))

    def style(self, base: str, number_format: str | None, font: str | None) -> str:
        """A style like another one, but for its number format or its font."""
        sheet = self.tree("xl/styles.xml")
        styles = sheet.find(q("cellXfs"))
        made = deepcopy(styles[int(base)])
        if number_format is not None:
            formats = sheet.find(q("numFmts"))
            if formats is None:
                formats = etree.Element(q("numFmts"))
                sheet.insert(0, formats)
            number = str(900 + len(formats))
            etree.SubElement(formats, q("numFmt"), numFmtId=number, formatCode=number_format)
            made.set("numFmtId", number)
            made.set("applyNumberFormat", "1")
        if font is not None:
            fonts = sheet.find(q("fonts"))
            fonts.append(deepcopy(fonts[int(made.get("fontId", "0"))]))
            fonts[-1].find(q("name")).set("val", font)
            made.set("fontId", str(len(fonts) - 1))
        styles.append(made)
        return str(len(styles) - 1)

    def add_sheet(self, title: str, tree: etree._Element) -> "Page":
        """One more sheet, last in the workbook."""
        number = 50 + len(self.tabs())
        part = f"xl/worksheets/sheet{number}.xml"
        self.trees[part] = tree
        types = self.tree("[Content_Types].xml")
        etree.SubElement(
            types, f"{{{etree.QName(types).namespace}}}Override", PartName=f"/{part}",
            ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
        )  # fmt: skip
        links = self.tree("xl/_rels/workbook.xml.rels")
        etree.SubElement(
            links, f"{{{etree.QName(links).namespace}}}Relationship", Id=f"rZoo{number}",
            Type=f"{REL}/worksheet", Target=f"worksheets/sheet{number}.xml",
        )  # fmt: skip
        tab = etree.SubElement(self.book.find(q("sheets")), q("sheet"))
        tab.set("name", title)
        tab.set("sheetId", str(number))
        tab.set(f"{{{REL}}}id", f"rZoo{number}")
        return self.sheet(title)


@dataclass(slots=True)
class Page:
    """One sheet: its rows and cells, by number and by code.

    `start` is the corner of one table, where several stand on the sheet.
    """

    desk: Desk
    title: str
    tree: etree._Element
    start: tuple[int, int] | None = None

    @property
    def data(self) -> etree._Element:
        return self.tree.find(q("sheetData"))

    def rows(self) -> dict[int, etree._Element]:
        return {int(row.get("r")): row for row in self.data}

    def at(self, row: int, column: int) -> "Cell":
        """The cell at a place; made where nothing is stored."""
        line = self.rows().get(row)
        if line is None:
            line = etree.Element(q("row"), r=str(row))
            after = [r for r in self.data if int(r.get("r")) < row]
            self.data.insert(len(after), line)
        line.attrib.pop("spans", None)
        for node in line:
            if split(node.get("r"))[1] == column:
                return Cell(self, node)
        node = etree.Element(q("c"), r=f"{letters(column)}{row}")
        line.insert(sum(split(n.get("r"))[1] < column for n in line), node)
        return Cell(self, node)

    def stored(self) -> Iterator[tuple[int, int, str]]:
        """Texts and numbers, as texts, with their places."""
        texts: dict[str, str] = {}
        for line in self.data:
            for node in line:
                text = raw = node.findtext(_V) or ""
                if raw and node.get("t") == "s":
                    if raw not in texts:
                        texts[raw] = self.desk.text_of(raw)
                    text = texts[raw]
                if text:
                    yield *split(node.get("r")), text

    def bottom(self) -> int:
        """The last row with anything in it."""
        return max(row for row, _, _ in self.stored())

    def take(self, line: etree._Element, row: int) -> None:
        """A copy of a row, put at this number; what formats were there give way."""
        held = self.rows().get(row)
        if held is not None:
            self.data.remove(held)
        made = deepcopy(line)
        self.renumber(made, row)
        self.data.insert(sum(int(other.get("r")) < row for other in self.data), made)

    def corners(self) -> list[tuple[int, int]]:
        return [(r, c) for r, c, text in self.stored() if text[:1] == "#" and text[1:] in TITLES]

    def corner(self) -> tuple[int, int]:
        """Where the codes of rows and of columns meet."""
        found = [self.start] if self.start else self.corners()
        if not found:
            raise Gone(self.title)
        return found[0]

    def marker(self) -> str:
        """Which sheet of the form it is; empty for others."""
        found = self.corners()
        return self.at(*found[0]).shown if found else ""

    def row_numbers(self, code: str) -> list[int]:
        return [row for row, text in self.codes() if text == code]

    def column(self, code: str) -> int:
        top, left = self.corner()
        found = [c for r, c, text in self.stored() if r == top and c > left and text == code]
        if not found:
            raise Gone(code)
        return found[0]

    def row(self, code: str) -> int:
        found = self.row_numbers(code)
        if not found:
            raise Gone(code)
        return found[0]

    def cell(self, code: str, column: str = "value") -> "Cell":
        return self.at(self.row(code), self.column(column))

    def codes(self) -> list[tuple[int, str]]:
        """Row numbers and row codes, from the top."""
        top, left = self.corner()
        below = min((row for row, _ in self.corners() if row > top), default=1 << 21)
        return [(r, text) for r, c, text in self.stored() if c == left and top < r < below]

    # --- structure ------------------------------------------------------------------------

    def renumber(self, line: etree._Element, row: int) -> None:
        line.set("r", str(row))
        line.attrib.pop("spans", None)
        for node in line:
            node.set("r", f"{letters(split(node.get('r'))[1])}{row}")

    def insert_rows(self, before: int, count: int = 1) -> None:
        for number, line in self.rows().items():
            if number >= before:
                self.renumber(line, number + count)
        self._merges(lambda row, column: (row + count * (row >= before), column))

    def delete_row(self, number: int) -> None:
        for found, line in self.rows().items():
            if found == number:
                self.data.remove(line)
            elif found > number:
                self.renumber(line, found - 1)
        self._merges(lambda row, column: (row - (row > number), column))

    def shuffle(self, order: dict[int, int], columns: tuple[int, ...] | None = None) -> None:
        """Move contents of rows to other rows: whole rows, or some columns of them."""
        areas = (split(end) for area in self._areas() for end in area)
        if any(row in order for row, _ in areas):
            raise Gone("merged cells cannot be sorted")
        if columns is None:
            rows = self.rows()
            for old, new in order.items():
                self.renumber(rows[old], new)
            self.data[:] = sorted(self.data, key=lambda line: int(line.get("r")))
            return
        held = {
            (new, column): deepcopy(self.at(old, column).node)
            for old, new in order.items()
            for column in columns
        }
        for (row, column), node in held.items():
            cell = self.at(row, column)
            cell.fill_from(node)

    def remap_columns(self, where: dict[int, int | None], other: int = 0) -> None:
        """Move columns: to another number, or nowhere; the rest by `other` to the right."""
        for line in self.data:
            line.attrib.pop("spans", None)
            for node in list(line):
                row, column = split(node.get("r"))
                new = where.get(column, column + other)
                if new is None:
                    line.remove(node)
                else:
                    node.set("r", f"{letters(new)}{row}")
            line[:] = sorted(line, key=lambda node: split(node.get("r"))[1])
        hidden = self.tree.find(q("cols"))
        if hidden is not None and other:
            hidden[:] = []
            self.tree.remove(hidden)
        self._merges(lambda row, column: (row, where.get(column, column + other)))

    def _areas(self) -> list[list[str]]:
        merged = self.tree.find(q("mergeCells"))
        return [] if merged is None else [node.get("ref").split(":") for node in merged]

    def _merges(self, move: Callable[[int, int], tuple[int, int | None]]) -> None:
        """Merged areas go where their ends go; those that lose an end are gone."""
        merged = self.tree.find(q("mergeCells"))
        for node in list(merged) if merged is not None else ():
            ends = [move(*split(end)) for end in node.get("ref").split(":")]
            columns = [column for _, column in ends if column]
            if len(columns) < 2:
                merged.remove(node)
                continue
            (top, _), (bottom, _) = ends
            node.set("ref", f"{letters(min(columns))}{top}:{letters(max(columns))}{bottom}")
        if merged is not None and not len(merged):
            self.tree.remove(merged)

    def merge(self, area: str) -> None:
        merged = self.tree.find(q("mergeCells"))
        if merged is None:
            after = ("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter")
            place = max(
                i for i, node in enumerate(self.tree)
                if etree.QName(node).localname in (*after, "sheetData", "sortState")
            )  # fmt: skip
            merged = etree.Element(q("mergeCells"))
            self.tree.insert(place + 1, merged)
        etree.SubElement(merged, q("mergeCell"), ref=area)
        merged.attrib.pop("count", None)

    def hide_row(self, number: int) -> None:
        self.rows()[number].set("hidden", "1")

    def hide_column(self, number: int) -> None:
        columns = self.tree.find(q("cols"))
        spans = [(int(c.get("min")), int(c.get("max")), c) for c in columns]
        for first, last, node in spans:
            if first <= number <= last:
                place = columns.index(node)
                columns.remove(node)
                for start, end in ((first, number - 1), (number, number), (number + 1, last)):
                    if start <= end:
                        made = deepcopy(node)
                        made.set("min", str(start))
                        made.set("max", str(end))
                        if start == number:
                            made.set("hidden", "1")
                        columns.insert(place, made)
                        place += 1
                return
        raise AssertionError(number)


@dataclass(slots=True)
class Cell:
    """One cell, to be written anew."""

    page: Page
    node: etree._Element

    @property
    def address(self) -> str:
        return self.node.get("r")

    @property
    def shown(self) -> str:
        value = self.node.find(q("v"))
        if value is None:
            return ""
        raw = value.text or ""
        return self.page.desk.text_of(raw) if self.node.get("t") == "s" else raw

    def put(self, value: str | None, kind: str | None = None, formula: str | None = None) -> None:
        """The stored value as it stands in the file."""
        self.node[:] = []
        self.node.attrib.pop("t", None)
        if formula is not None:
            etree.SubElement(self.node, q("f")).text = formula.removeprefix("=")
        if value is not None:
            etree.SubElement(self.node, q("v")).text = value
            if kind is not None:
                self.node.set("t", kind)

    def write(self, text: str) -> None:
        """A text as Excel stores it."""
        self.put(str(self.page.desk.shared(text)), "s")

    def type(self, value: object, number_format: str | None = None) -> None:
        """A value as a program stores it: text, number, day, formula, error, nothing."""
        if value in (None, ""):
            self.put(None)
        elif isinstance(value, bool):
            self.put(str(int(value)), "b")
        elif isinstance(value, str) and value in ERROR_CODES:
            self.put(value, "e")
        elif isinstance(value, str) and value.startswith("=") and len(value) > 1:
            self.put(None, formula=value)
        elif isinstance(value, str):
            self.write(value)
        elif isinstance(value, date | time | timedelta):
            self.put(str(to_excel(value)))
        else:
            self.put(str(value))
        if number_format is not None:
            self.shape(number_format)

    def shape(self, number_format: str | None = None, font: str | None = None) -> None:
        style = self.page.desk.style(self.node.get("s", "0"), number_format, font)
        self.node.set("s", style)

    def fill_from(self, other: etree._Element) -> None:
        """The contents and looks of another cell."""
        address = self.address
        self.node[:] = deepcopy(other)[:]
        self.node.attrib.clear()
        self.node.attrib.update(other.attrib)
        self.node.set("r", address)
