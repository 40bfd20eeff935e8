"""The cells of one worksheet, row by row: the part of reading that runs once per cell.

A cell that readers would understand differently (written twice, out of order, a number in odd
digits, a text that is not there) is refused; a file with such cells was made by no office program.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from thidua_batch.books.reading import conditional, markup, strings, values
from thidua_batch.books.reading.grid import (
    Content,
    Place,
    Stored,
    Unreadable,
    dated,
)
from thidua_batch.books.reading.sought import Sought
from thidua_batch.books.reading.styles import Style

#: What readers look for wherever it stands; in other places than its own it is a doubt.
CORE = frozenset(("sheetData", "row", "c", "cols", "col", "mergeCells", "mergeCell"))
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_SHAPES = 100  # sets of attributes that are looked at once; programs use a dozen

_ROW = re.compile(r"[1-9][0-9]{0,6}")
_CELL = frozenset(("r", "s", "t", "cm", "vm", "ph"))
_LINE = frozenset((
    "r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed",
    "thickTop", "thickBot", "ph",
))  # fmt: skip
_FORMULA = frozenset((
    "t", "ref", "si", "ca", "aca", "bx", "dt2D", "dtr", "del1", "del2", "r1", "r2",
))  # fmt: skip
_VALUE = frozenset[str]()


@dataclass(slots=True)
class Scan:
    """The rows of one sheet while they are being read: the parser's handlers and what they found.

    `level`: 0 among rows, 1 in a row, 2 in a cell, 3 in its value or formula.
    """

    parser: expat.XMLParserType
    texts: list[str]
    sought: Sought
    prefix: str
    resume: Callable[[], None]
    cells: dict[Place, Content] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    level: int = 0
    row: int = 0
    column: int = 0
    row_text: str = ""
    kind: str = "n"
    style: str | None = None
    raw: str | None = None
    formula: str | None = None
    leaf: str = ""
    cell_tag: str = ""
    value_tag: str = ""
    columns: dict[str, int] = field(default_factory=dict)
    made: dict[tuple[str, str, str | None], Content | None] = field(default_factory=dict)
    styles: dict[str | None, Style] = field(default_factory=dict)
    shapes: set[tuple[str, ...]] = field(default_factory=set)
    lines: set[tuple[str, ...]] = field(default_factory=set)

    def begin(self) -> None:
        """Take the parser over at the start of the rows; `resume` takes it back at their end."""
        self.cell_tag, self.value_tag = f"{self.prefix}c", f"{self.prefix}v"
        parser = self.parser
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.texts.append
        parser.CommentHandler = parser.ProcessingInstructionHandler = self.beside

    def start(self, name: str, attributes: markup.Attributes) -> None:
        """An element begins; cells and their values first, being nearly all there is."""
        if self.texts:
            self._stray()
        if self.level == 1 and name == self.cell_tag:
            self.level = 2
            self.raw = self.formula = None
            place, self.style = attributes.get("r"), attributes.get("s")
            self.kind = attributes.get("t", "n")
            shape = tuple(attributes)
            if shape not in self.shapes:
                self._known(shape, _CELL)
            before = column = self.column
            if place is None:
                column += 1
            elif place.endswith(self.row_text):
                letters = place.removesuffix(self.row_text)
                column = self.columns.get(letters) or self._lettered(letters)
            if column <= before or column > LAST_COLUMN:
                raise Unreadable("odd_cells")
            self.column = column
            sought = self.sought
            sought.left -= 1
            if sought.left < 0:
                raise Unreadable("cells")
        elif (
            self.level == 2
            and name == self.value_tag
            and self.raw is None
            and not attributes
            and self.kind != "inlineStr"
        ):
            self.level, self.leaf = 3, name
        else:
            self._other(name, attributes)

    def end(self, _: str) -> None:
        """An element ends."""
        texts, level = self.texts, self.level
        if level == 3:
            text = texts[0] if len(texts) == 1 else "".join(texts)
            texts.clear()
            self.level = 2
            if self.leaf == self.value_tag:
                self.raw = text
            else:
                self._formula(text)
            return
        if texts:
            self._stray()
        self.level = level - 1
        if level == 2:
            if self.formula is not None:
                self.cells[self.row, self.column] = self._calculated()
            elif self.raw:
                key = self.raw, self.kind, self.style
                content = self.made.get(key) or self._stored(key)
                if content is not None:
                    self.cells[self.row, self.column] = content
        elif level == 0:
            self.resume()

    def beside(self, *_: object) -> None:
        """A comment; inside a value, readers differ on what it leaves of it."""
        if self.level == 3:
            self.sought.doubts.add("stray_text")

    def _other(self, name: str, attributes: markup.Attributes) -> None:
        """Rows, formulas, texts inside cells, and what has no known meaning."""
        local, shape = markup.local_name(name, self.prefix), tuple(attributes)
        if self.level == 0 and local == "row":
            if shape not in self.lines:
                self._known(shape, _LINE)
            self._row(attributes)
        elif self.level == 2 and local == "f" and self.formula is None:
            self._known(shape, _FORMULA)
            self.level, self.leaf = 3, name
            self.formula = attributes.get("t", "normal")
            if self.formula not in ("normal", "shared", "array", "dataTable"):
                self.sought.doubts.add("attributes")
        elif self.level == 2 and local in ("v", "is") and self.raw is None:
            self._known(shape, _VALUE)
            if local == "v":
                if self.kind == "inlineStr":
                    self.sought.doubts.add("inline_value")
                self.level, self.leaf = 3, name
            elif self.kind == "inlineStr":
                self._inline()
            else:
                raise Unreadable("odd_cells")
        elif self.level == 2 and local in ("v", "f", "is"):
            raise Unreadable("odd_cells")
        else:
            # Extensions may hang on rows and cells; anything else may hold what is not seen.
            is_extension = local == "extLst" and self.level in (1, 2)
            if not is_extension:
                self.sought.doubts.add("elements")
            self._skip(is_extension=is_extension)

    def _row(self, attributes: markup.Attributes) -> None:
        text = attributes.get("r")
        if text is not None and not _ROW.fullmatch(text):
            raise Unreadable("odd_cells")
        row = self.row + 1 if text is None else int(text)
        if row <= self.row or row > LAST_ROW:
            raise Unreadable("odd_cells")
        self.level, self.row, self.column, self.row_text = 1, row, 0, str(row)
        if markup.is_true(attributes.get("hidden")) or values.is_tiny(
            attributes.get("ht"), values.LOWEST
        ):
            self.sought.spend(1)
            self.hidden.add(row)

    def _inline(self) -> None:
        def done(text: str) -> None:
            self.raw = text
            parser.StartElementHandler, parser.EndElementHandler = self.start, self.end

        parser, doubts = self.parser, self.sought.doubts
        item = strings.Collector(self.prefix, self.texts, done, doubts, depth=1)
        parser.StartElementHandler, parser.EndElementHandler = item.start, item.end

    def _skip(self, *, is_extension: bool) -> None:
        """Pass over the element that has just begun, with all that is in it.

        Cells in it are seen by programs that know it (mc:AlternateContent), and by others not.
        """
        parser, doubts, depth = self.parser, self.sought.doubts, 1

        def start(name: str, _: markup.Attributes) -> None:
            nonlocal depth
            depth = markup.deeper(depth)
            if markup.local_name(name, self.prefix) in CORE:
                if not is_extension:
                    raise Unreadable("odd_cells")
                doubts.add("elements")

        def end(_: str) -> None:
            nonlocal depth
            depth -= 1
            if depth == 0:
                parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
                parser.CharacterDataHandler = self.texts.append

        parser.CharacterDataHandler = None
        parser.StartElementHandler, parser.EndElementHandler = start, end

    def _formula(self, text: str) -> None:
        if not self.sought.has_links and values.has_link(text):
            self.sought.has_links = True
        self.formula = "=" if self.formula == "dataTable" else f"={text}"

    def _lettered(self, letters: str) -> int:
        return self.columns.setdefault(letters, values.column_of(letters))

    def _known(self, shape: tuple[str, ...], known: frozenset[str]) -> None:
        """Attributes of other namespaces may add something; they change nothing."""
        if markup.binding(self.prefix) in shape:
            self.sought.doubts.add("namespaces")
        elif any(name not in known and ":" not in name for name in shape):
            self.sought.doubts.add("attributes")
        elif len(self.shapes) + len(self.lines) < _SHAPES:
            if known is _CELL:
                self.shapes.add(shape)
            elif known is _LINE:
                self.lines.add(shape)

    def _stray(self) -> None:
        if self.level == 3:  # an element inside a value: what came before it stays
            self.sought.doubts.add("stray_text")
            return
        if "".join(self.texts).strip():
            self.sought.doubts.add("stray_text")
        self.texts.clear()

    def _calculated(self) -> Content:
        """A formula; one whose result is an empty text was calculated, one without any was not."""
        style = self._style(self.style)
        value = self._value(self.raw, self.kind, style) if self.raw else None
        if value is None and self.kind == "str":
            value = ""
        return self._content(value, self.kind, style, self.formula)

    def _stored(self, key: tuple[str, str, str | None]) -> Content | None:
        """A cell that holds this; equal cells share one content. None where it is blank."""
        raw, kind, index = key
        style = self._style(index)
        value = self._value(raw, kind, style)
        if value is None or value == "":
            return None
        return self.made.setdefault(key, self._content(value, kind, style, None))

    def _style(self, index: str | None) -> Style:
        return self.styles.get(index) or self.styles.setdefault(index, self.sought.style(index))

    def _content(self, value: Stored, kind: str, style: Style, formula: str | None) -> Content:
        if style.number_format is None:
            self.sought.doubts.add("number_format")
        is_error = kind == "e" and value is not None
        found = Content(value, style.number_format, formula, is_error, style.font)
        return conditional.as_ruled(found, style.inherited) if style.inherited else found

    def _value(self, raw: str, kind: str, style: Style) -> Stored:
        if kind == "s":
            text = self.sought.texts.get(raw)
            return (
                values.shared(raw, self.sought.texts, self.sought.doubts) if text is None else text
            )
        if kind == "n":
            found = values.number_of(raw, self.sought.doubts)
            if found is None or not style.is_date or style.number_format is None:
                return found
            return dated(found, style.number_format, from_1904=self.sought.from_1904)
        if kind == "inlineStr":
            return raw
        if kind == "str":
            return strings.unescape(raw)
        return values.rare(raw.strip(), kind, self.sought.doubts)
