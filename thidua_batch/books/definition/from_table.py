"""A bloc's own Excel table, of any layout, as a directly scored table (`init --from-table`).

The row of titles is searched by its words; codes typed as numbers are read as they are shown.
What was understood is told row by row, so that a person can compare it with the original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.worksheet.worksheet import Worksheet

from thidua_batch.books.definition import grid, numbering, sheets
from thidua_batch.books.definition.values import Raw, Refused, number_of, plain
from thidua_batch.books.definition.write import write
from thidua_batch.core import lint, vn, wording
from thidua_batch.core.findings import Finding, WorkspaceError, finding
from thidua_batch.core.kinds import Section
from thidua_batch.core.model import Bloc, Criterion, ScoringTable
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import definition as words

_HEAD_ROWS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstoodRow:
    """A row of the original (one-based), and what it was taken for; `level` 0 is top."""

    row: int
    code: str
    text: str
    max_points: Decimal | None
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRead:
    """The scoring table that was understood."""

    criteria: tuple[Criterion, ...]
    understood: tuple[UnderstoodRow, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    sheet: str
    top: int
    number: int | None
    text: int
    points: int


@dataclass(slots=True)
class _Item:
    row: int
    code: str
    text: str
    points: Decimal | None
    code_cell: Cell
    points_cell: Cell


def from_table(data: bytes, *, file: str) -> TableRead:
    """Understand a table; WorkspaceError("not_table") where there is none."""
    try:
        opened = grid.open_book(data, file)
    except grid.Unreadable:
        raise WorkspaceError("not_table", path=file) from None
    layout = next(filter(None, (_layout(s) for s in grid.worksheets(opened))), None)
    if layout is None:
        raise WorkspaceError("not_table", path=file)
    found: list[Finding] = []
    items = list(_items(opened, layout, found))
    if not items:
        raise WorkspaceError("not_table", path=file)
    nodes = numbering.tree([item.code for item in items], [False] * len(items))
    table = ScoringTable(criteria=tuple(_criteria(items, nodes, found)))
    places = {
        lint.place("table", node.code, "max_points"): item.points_cell
        for node, item in zip(nodes, items, strict=True)
    }
    found += _faults(items, nodes, table)
    found += lint.sums(table, places)
    understood = tuple(
        UnderstoodRow(
            row=item.row,
            code=c.code,
            text=c.text,
            max_points=c.max_points,
            level=table.depth(c),
        )
        for item, c in zip(items, table.criteria, strict=True)
    )
    return TableRead(criteria=table.criteria, understood=understood, findings=tuple(found))


def write_table(read: TableRead) -> bytes:
    """A definition workbook with this table; all other sheets are blank with their examples."""
    return write(
        Bloc(code="", name="", body="", units=(), table=ScoringTable(criteria=read.criteria))
    )


# --- finding the table --------------------------------------------------------------------


def _layout(sheet: Worksheet) -> _Layout | None:
    """The first row (or two-row head) with a text and a points title."""
    for row in range(1, min(sheet.max_row, _HEAD_ROWS) + 1):
        titles = _titles(sheet, row)
        text = _column(titles, words.TABLE_TEXT)
        if text is None:
            continue
        below = _titles(sheet, row + 1)
        points = _column(titles, words.TABLE_POINTS)
        deeper = _column(below, words.TABLE_POINTS)
        # "Điểm" above "Điểm tối đa | Điểm tự chấm": the lower row says which is meant.
        two = deeper is not None and below.get(text) in {None, titles[text]}
        points = deeper if two else points
        number = _column(titles, words.TABLE_NUMBER)
        if points is not None and number is not None:
            return _Layout(sheet.title, row + two, number, text, points)
    return None


def _titles(sheet: Worksheet, row: int) -> dict[int, str]:
    width = min(sheet.max_column, sheets.COLUMN_LIMIT)
    values = {at: sheet.cell(row, at).value for at in range(1, width + 1)}
    return {at: vn.fold(value) for at, value in values.items() if isinstance(value, str) and value}


def _column(titles: dict[int, str], aliases: Sequence[str]) -> int | None:
    """Column of the first alias that a title equals, else that a title starts with."""
    for alias in map(vn.fold, aliases):
        for at, title in titles.items():
            if title.strip(" :.*") == alias:
                return at
    longer = [vn.fold(alias) for alias in aliases if " " in alias]
    return next((at for at, t in titles.items() if t.startswith(tuple(longer))), None)


# --- rows ---------------------------------------------------------------------------------


def _items(opened: grid.Opened, layout: _Layout, found: list[Finding]) -> Iterator[_Item]:
    sheet = opened.typed[layout.sheet]
    last: str | None = None
    for row in range(layout.top + 1, min(sheet.max_row, layout.top + sheets.ROW_LIMIT) + 1):
        text_raw = opened.raw(layout.sheet, row, layout.text)
        number = opened.raw(layout.sheet, row, layout.number or layout.text)
        points_raw = opened.raw(layout.sheet, row, layout.points)
        if text_raw.is_blank and not _is_heading(number):
            continue
        if _is_total(number, text_raw):
            continue
        if text_raw.is_blank:
            number, text_raw = _split(number), number
            text = _without_number(text_raw.shown)
        else:
            text = text_raw.shown
        text = " ".join(text.split())
        points = _points(points_raw, found)
        code = _code(number, last, found)
        if not code and text[:1] in numbering.BULLETS:
            code, text = text[0], text[1:].strip()
        if not code and points is None:
            found.append(_note(text_raw, text, words.IGNORED_TEXT))
            continue
        if _is_column_count(code, text):
            continue
        last = code or last
        yield _Item(row, code, text, points, number.cell, points_raw.cell)


def _is_heading(number: Raw) -> bool:
    """A heading merged over the number's and the text's columns ("I. CÔNG TÁC …")."""
    return isinstance(number.value, str) and len(vn.clean(number.value)) > 6


def _split(number: Raw) -> Raw:
    head = number.shown.split(" ", 1)[0]
    value = head if len(head) <= 6 and head[-1:] in ".):/" else ""
    return Raw(value=value, cell=number.cell)


def _without_number(text: str) -> str:
    head, _, tail = text.partition(" ")
    return tail if tail and len(head) <= 6 and head[-1:] in ".):/" else text


def _is_total(number: Raw, text: Raw) -> bool:
    said = vn.fold(text.shown if not text.is_blank else number.shown)
    return said.rstrip(" :.").split(" (")[0] in words.TABLE_TOTAL


def _is_column_count(code: str, text: str) -> bool:
    """The row (1) (2) (3) under the titles of official tables."""
    return text.strip("() ").isdigit() and len(text) <= 4 and len(code) <= 2


def _note(raw: Raw, said: str, value: str) -> Finding:
    column = sheets.TABLE.words("code").title
    return finding("DEF-020", cell=raw.cell, column=column, raw=said, value=value)


def _points(raw: Raw, found: list[Finding]) -> Decimal | None:
    if raw.is_blank:
        return None
    title = sheets.TABLE.words("max_points").title
    if raw.error or raw.value is None:
        said = words.VALUE_ERROR.format(value=raw.value) if raw.error else words.VALUE_FORMULA
        found.append(finding("DEF-017", cell=raw.cell, column=title, value=said))
        return None
    value = raw.value
    folded = vn.fold(raw.shown)
    for prefix in words.TABLE_UP_TO:
        if folded.startswith(prefix):
            value = folded.removeprefix(prefix).strip(" :")
    inner = Raw(value=value, cell=raw.cell, number_format=raw.number_format)
    try:
        read = number_of(inner)
    except Refused as refusal:
        found.append(
            finding(
                "DEF-004", cell=raw.cell, column=title, value=raw.shown,
                expected=refusal.expected, near="",
            )
        )  # fmt: skip
        return None
    if not isinstance(read.value, Decimal):
        return None
    if read.note or value is not raw.value:
        found.append(
            finding("DEF-020", cell=raw.cell, column=title, raw=raw.shown, value=plain(read.value))
        )
    return read.value


def _code(raw: Raw, last: str | None, found: list[Finding]) -> str:
    """The number of a row; one typed as a number is read as its format shows it."""
    if raw.is_blank:
        return ""
    if isinstance(raw.value, str):
        return numbering.bare(vn.clean(raw.value))
    if isinstance(raw.value, bool) or not isinstance(raw.value, int | float):
        found.append(finding("DEF-006", cell=raw.cell, value=raw.shown))
        return ""
    value = Decimal(f"{raw.value:.15g}")
    decimals = raw.number_format.partition(".")[2]
    code = f"{value:f}"
    if decimals and not decimals.strip("0"):
        code = f"{value:.{len(decimals)}f}"
    elif last is not None and _is_tenth(code, last):
        code += "0"
    if "." in code:
        found.append(_note(raw, raw.shown, code))
    return code


def _is_tenth(code: str, last: str) -> bool:
    """After 1.9 the number 1.1 is 1.10, which Excel cannot keep."""
    head, _, tail = last.rpartition(".")
    return tail.endswith("9") and tail.isdigit() and code == f"{head}.{int(tail) + 1}".rstrip("0")


# --- the tree -----------------------------------------------------------------------------


def _criteria(
    items: Sequence[_Item], nodes: Sequence[numbering.Node], found: list[Finding]
) -> Iterator[Criterion]:
    parents = {node.parent for node in nodes}
    sections: list[Section] = []
    for at, (item, node) in enumerate(zip(items, nodes, strict=True)):
        section = sections[node.parent] if node.parent is not None else _section(item.text)
        sections.append(section)
        if node.parent is None and section is not Section.BASE:
            said = words.READ_AS_SECTION.format(section=wording.SECTIONS[section])
            raw = Raw(value=item.text, cell=item.code_cell)
            found.append(_note(raw, item.text, said))
        yield Criterion(
            code=node.code,
            text=item.text,
            parent=nodes[node.parent].code if node.parent is not None else None,
            max_points=item.points,
            method=None if at in parents else "direct",
            section=section,
        )


def _section(text: str) -> Section:
    folded = vn.fold(text)
    if any(folded.startswith(word) for word in words.TABLE_BONUS):
        return Section.BONUS
    if any(folded.startswith(word) for word in words.TABLE_PENALTY):
        return Section.PENALTY
    return Section.BASE


def _faults(
    items: Sequence[_Item], nodes: Sequence[numbering.Node], table: ScoringTable
) -> Iterator[Finding]:
    """Codes used twice, and leaves without points."""
    seen: dict[str, Cell] = {}
    title = sheets.TABLE.words("max_points").title
    for item, node, criterion in zip(items, nodes, table.criteria, strict=True):
        if node.code in seen:
            other = seen[node.code].address
            yield finding("DEF-005", cell=item.code_cell, value=node.code, other=other)
        seen.setdefault(node.code, item.code_cell)
        needed = criterion.section is Section.BASE and criterion.method is not None
        if needed and criterion.max_points is None:
            yield finding("DEF-003", cell=item.points_cell, column=title)
