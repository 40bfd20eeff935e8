"""One worksheet: its stored cells, and what hides or joins them, in a single pass.

Everything on the way to a cell is on a list of what is understood; anything else is a doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from thidua_batch.books.reading import conditional, markup, values
from thidua_batch.books.reading.cells import CORE, LAST_COLUMN, LAST_ROW, Scan
from thidua_batch.books.reading.grid import Area, Sheet, Unreadable
from thidua_batch.books.reading.package import Package
from thidua_batch.books.reading.sought import Sought

_ROOTS = ("worksheet", "chartsheet", "dialogsheet", "macrosheet")
#: What may stand beside the rows (ECMA-376 part 1, 18.3.1.99) and says nothing of their values.
_BESIDE = frozenset((
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects",
    "controls", "webPublishItems", "tableParts", "extLst",
))  # fmt: skip
_CELLS = frozenset(("sheetData", "row", "c"))
_SHOWS = frozenset(("sheetView", "cfRule", "numFmt"))
_FORCES = (":MustUnderstand", ":ProcessContent")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


@dataclass(slots=True)
class _Found:
    """A sheet so far."""

    rows: Scan | None = None
    merged: list[Area] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)
    last_column: int = 0
    is_filtered: bool = False
    ruled: str = ""
    rules: list[tuple[str, str]] = field(default_factory=list)


def read(
    package: Package, part: str, title: str, sought: Sought, *, is_hidden: bool = False
) -> Sheet:
    """Read one worksheet; the sheets of a workbook spend the same budget of `sought`."""
    found = _Found()
    package.parse(part, lambda parser, texts: _arrange(parser, texts, sought, found))
    rows = found.rows
    return Sheet(
        title=title,
        cells=conditional.applied(rows.cells, found.rules) if rows else {},
        is_hidden=is_hidden,
        merged=tuple(found.merged),
        hidden_rows=frozenset(rows.hidden if rows else ()),
        hidden_columns=frozenset(found.columns),
        is_filtered=found.is_filtered,
    )


def _arrange(parser: expat.XMLParserType, texts: list[str], sought: Sought, found: _Found) -> None:
    """What stands above and beside the rows; the rows take the parser over for their time."""
    depth, prefix, bound, section = 0, "", "", ""

    def start(name: str, attributes: markup.Attributes) -> None:
        nonlocal depth, prefix, bound, section
        if depth == 0:
            prefix, depth = _root(name, attributes, sought), 1
            bound = markup.binding(prefix)
            return
        depth = markup.deeper(depth)
        if bound in attributes:
            sought.doubts.add("namespaces")
        local = markup.local_name(name, prefix) if prefix else name
        if depth == 2:
            section = local
            if local == "sheetData":
                if found.rows is not None:
                    raise Unreadable("odd_cells")
                found.rows = Scan(parser, texts, sought, prefix, resume)
                found.rows.begin()
            else:
                _beside(local, found, sought)
                found.ruled = attributes.get("sqref", "")
        elif local in _SHOWS:
            _shown(local, attributes, found, sought)
        elif local in _CELLS and section != "extLst":
            # Programs that know what it stands in (mc:AlternateContent) see these cells.
            raise Unreadable("odd_cells")
        elif local in CORE:
            _core(f"{section}/{local}" if depth == 3 else "", attributes, found, sought)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def resume() -> None:
        nonlocal depth
        depth -= 1
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = parser.CommentHandler = None
        parser.ProcessingInstructionHandler = None

    parser.StartElementHandler, parser.EndElementHandler = start, end


def _root(name: str, attributes: markup.Attributes, sought: Sought) -> str:
    space, local, prefix = markup.rooted(name, attributes)
    if space not in (markup.MAIN, markup.STRICT) or local not in _ROOTS:
        raise Unreadable("reader")
    if local != "worksheet":
        sought.doubts.add("sheet_kind")
    if any(name.endswith(_FORCES) for name in attributes):
        sought.doubts.add("markup")
    return prefix


def _beside(local: str, found: _Found, sought: Sought) -> None:
    """A neighbour of the rows: a known one, an alternative for newer programs, or a foreign one."""
    if local == "autoFilter":
        found.is_filtered = True
    elif local not in _BESIDE and not local.endswith(":AlternateContent"):
        sought.doubts.add("foreign" if ":" in local else "elements")


def _shown(local: str, attributes: markup.Attributes, found: _Found, sought: Sought) -> None:
    """What may show a cell otherwise than its own format does."""
    if local == "sheetView":
        if attributes.get("showZeros") in ("0", "false", "off", "f"):
            found.rules.append((conditional.EVERYWHERE, conditional.NO_ZEROS))
    elif local == "cfRule":
        index = _natural(attributes.get("dxfId"))
        code = sought.rules[index] if "dxfId" in attributes and index < len(sought.rules) else ""
        found.rules.append((found.ruled, code))
    else:  # of a rule kept for newer programs; where it applies is not looked up
        found.rules.append((conditional.EVERYWHERE, attributes.get("formatCode", "")))


def _core(place: str, attributes: markup.Attributes, found: _Found, sought: Sought) -> None:
    """Columns and merged areas where they belong; rows and cells nowhere but among the rows."""
    if place == "cols/col":
        _columns(attributes, found, sought)
    elif place == "mergeCells/mergeCell":
        _merge(attributes, found, sought)
    else:
        sought.doubts.add("elements")


def _columns(attributes: markup.Attributes, found: _Found, sought: Sought) -> None:
    """Columns of one kind; only what is beyond the last ones counts, so the work is bounded."""
    first, last = (_natural(attributes.get(end)) for end in ("min", "max"))
    if not found.last_column < first <= last <= LAST_COLUMN:
        sought.doubts.add("columns")
    if markup.is_true(attributes.get("hidden")) or values.is_tiny(
        attributes.get("width"), values.NARROWEST
    ):
        last = min(last, LAST_COLUMN)
        found.columns.update(range(max(first, found.last_column + 1), last + 1))
    found.last_column = min(max(found.last_column, last), LAST_COLUMN)


def _merge(attributes: markup.Attributes, found: _Found, sought: Sought) -> None:
    area = _AREA.fullmatch(attributes.get("ref", ""))
    if area is None:
        sought.doubts.add("merged")
        return
    left, top = values.column_of(area[1]), int(area[2])
    right, bottom = (values.column_of(area[3]), int(area[4])) if area[3] else (left, top)
    if not (1 <= top <= bottom <= LAST_ROW and left <= right <= LAST_COLUMN):
        sought.doubts.add("merged")
        return
    sought.spend((bottom - top + 1) * (right - left + 1))
    found.merged.append((top, left, bottom, right))


def _natural(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0
