"""Opening a workbook and finding its tables: sheets by name, columns by title, rows below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from thidua_batch.books.definition import sheets
from thidua_batch.books.definition.sheets import Column, Spec
from thidua_batch.books.definition.values import Raw, closest, parse
from thidua_batch.books.reading import door, twice
from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding, near
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import definition as words

#: openpyxl and the parsers below it raise dozens of kinds on damaged content.
_DAMAGED = Exception


class Unreadable(Exception):
    """The bytes are no workbook that can be read; `args[0]` is the Vietnamese reason."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One workbook twice: as typed (with formulas) and as Excel last computed it."""

    file: str
    typed: Workbook
    stored: Workbook

    def raw(self, sheet: str, row: int, column: int) -> Raw:
        """The cell at a one-based place."""
        cell = self.typed[sheet].cell(row, column)
        place = Cell(file=self.file, sheet=sheet, address=str(cell.coordinate))
        if isinstance(cell, MergedCell):
            return Raw(value=None, cell=place)
        formula = cell.data_type == "f"
        stored = self.stored[sheet].cell(row, column) if formula else cell
        return Raw(
            value=stored.value,
            cell=place,
            number_format=str(cell.number_format),
            formula=formula,
            error=isinstance(stored, SheetCell) and stored.data_type == "e",
            italic=bool(cell.font and cell.font.italic),
        )


def open_book(data: bytes, file: str) -> Opened:
    """Open a workbook; Unreadable where it is none."""
    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(words.REASONS["protected"])
    if not data.startswith(b"PK"):
        raise Unreadable(words.REASONS["not_zip"])
    reason = door.refusal(data, openpyxl=True)
    if reason is not None:
        raise Unreadable(reason)
    try:
        typed, stored = twice.load(data)
    except _DAMAGED:
        raise Unreadable(words.REASONS["damaged"]) from None
    return Opened(file, typed, stored)


def worksheets(opened: Opened) -> Iterator[Worksheet]:
    """Sheets with cells (no chart sheets)."""
    yield from (sheet for sheet in opened.typed.worksheets)


def find_sheet(opened: Opened, spec: Spec, found: list[Finding]) -> Worksheet | None:
    """The sheet by its name or another accepted one; DEF-001 where it is missing or misspelt."""
    said = words.SHEETS[spec.id]
    wanted = {vn.fold(name) for name in (said.name, *said.aliases)}
    names = {sheet.title: sheet for sheet in worksheets(opened)}
    for title, sheet in names.items():
        if vn.fold(title) in wanted:
            return sheet
    known = {vn.fold(words.SHEETS[other].name) for other in words.SHEETS}
    known.add(vn.fold(words.LIST_SHEET))
    strange = [title for title in names if vn.fold(title) not in known]
    close = any(vn.fold(said.name) in vn.fold(title) for title in strange)
    if spec.required or close or closest(said.name, strange):
        found.append(finding("DEF-001", file=opened.file, sheet=said.name))
    return None


@dataclass(frozen=True, slots=True)
class Record:
    """A row that was read: values by column, the cells they stand in, and refused columns."""

    values: Mapping[str, object]
    cells: Mapping[str, Cell]
    where: Cell

    def cell(self, column: str) -> Cell:
        """The column's cell, or the row's first where the column is missing."""
        return self.cells.get(column, self.where)


def _titles(spec: Spec) -> dict[str, str]:
    """Folded title or alias -> column id."""
    names: dict[str, str] = {}
    for column in spec.columns:
        said = spec.words(column.id)
        for title in (said.title, *said.aliases):
            names.setdefault(vn.fold(title), column.id)
    return names


def _head(sheet: Worksheet, names: Mapping[str, str]) -> tuple[int, dict[str, int]] | None:
    """Row with the most known titles, and column id -> one-based column."""
    best: tuple[int, dict[str, int]] | None = None
    width = min(sheet.max_column, sheets.COLUMN_LIMIT)
    for row in range(1, min(sheet.max_row, sheets.HEAD_SEARCH) + 1):
        hits: dict[str, int] = {}
        for at in range(1, width + 1):
            value = sheet.cell(row, at).value
            name = names.get(vn.fold(value)) if isinstance(value, str) else None
            if name is not None:
                hits.setdefault(name, at)
        if hits and (best is None or len(hits) > len(best[1])):
            best = (row, hits)
    return best


def read_table(opened: Opened, spec: Spec, found: list[Finding]) -> list[Record]:
    """Rows of a table sheet without examples and blank rows."""
    sheet = find_sheet(opened, spec, found)
    if sheet is None:
        return []
    head = _head(sheet, _titles(spec))
    if not _has_columns(opened, sheet, spec, head, found) or head is None:
        return []
    top, places = head
    records = []
    for row in range(top + 1, min(sheet.max_row, top + sheets.ROW_LIMIT) + 1):
        raws = {name: opened.raw(sheet.title, row, at) for name, at in places.items()}
        if all(raw.is_blank for raw in raws.values()) or _is_example(raws[spec.columns[0].id]):
            continue
        records.append(_record(spec, raws, found))
    return records


def _is_example(first: Raw) -> bool:
    """An example is italic and its code starts with "VD": a real VD1 typed anew counts."""
    return first.italic and first.shown.startswith(words.EXAMPLE_PREFIX)


def _record(spec: Spec, raws: Mapping[str, Raw], found: list[Finding]) -> Record:
    values: dict[str, object] = {}
    for column in spec.columns:
        raw = raws.get(column.id)
        if raw is None:
            continue
        title = spec.words(column.id).title
        value = parse(column, title, raw, found)
        if value is not None:
            values[column.id] = value
        elif column.required and raw.is_blank:
            found.append(finding("DEF-003", cell=raw.cell, column=title))
    cells = {name: raw.cell for name, raw in raws.items()}
    return Record(values, cells, next(iter(cells.values())))


def _has_columns(
    opened: Opened,
    sheet: Worksheet,
    spec: Spec,
    head: tuple[int, dict[str, int]] | None,
    found: list[Finding],
) -> bool:
    """DEF-002 for a missing required column, or an unknown title that is nearly a known one."""
    row, places = head or (1, {})
    width = min(sheet.max_column, sheets.COLUMN_LIMIT)
    strange = [sheet.cell(row, at).value for at in range(1, width + 1) if at not in places.values()]
    unknown = [text for text in strange if isinstance(text, str) and vn.clean(text)]
    whole = True
    for column in spec.columns:
        if column.id in places:
            continue
        title = spec.words(column.id).title
        needed = column.required or column is spec.columns[0]
        close = closest(title, unknown, cutoff=0.6 if needed else 0.75)
        if needed:
            whole = False
        elif close is None:
            continue
        place = Cell(file=opened.file, sheet=sheet.title, address=f"A{row}")
        found.append(
            finding("DEF-002", cell=place, sheet=sheet.title, column=title, near=near(close))
        )
    return whole


_PAIR = ("key", "value")


def read_pairs(opened: Opened, spec: Spec, found: list[Finding]) -> Record | None:
    """A key/value sheet as one record; repeated keys give a list; None where it is missing."""
    sheet = find_sheet(opened, spec, found)
    if sheet is None:
        return None
    names = {vn.fold(title): name for title, name in zip(words.PAIR_HEAD[:2], _PAIR, strict=True)}
    head = _head(sheet, names)
    if head is None or len(head[1]) < 2:
        place = Cell(file=opened.file, sheet=sheet.title, address="A1")
        title = words.PAIR_HEAD[1 if head and "key" in head[1] else 0]
        found.append(finding("DEF-002", cell=place, sheet=spec.name, column=title, near=""))
        return None
    top, places = head
    values: dict[str, object] = {}
    cells: dict[str, Cell] = {}
    for row in range(top + 1, min(sheet.max_row, top + sheets.ROW_LIMIT) + 1):
        key = opened.raw(sheet.title, row, places["key"])
        raw = opened.raw(sheet.title, row, places["value"])
        if key.is_blank and raw.is_blank:
            continue
        column = _key(spec, key, raw, found)
        if column is not None:
            _keep(spec, column, raw, values, cells, found)
    where = Cell(file=opened.file, sheet=sheet.title, address=f"A{top}")
    record = Record(values, cells, where)
    found.extend(
        finding("DEF-003", cell=where, column=spec.words(wanted.id).title)
        for wanted in spec.columns
        if wanted.required and wanted.id not in cells
    )
    return record


def _key(spec: Spec, key: Raw, raw: Raw, found: list[Finding]) -> Column | None:
    name = _titles(spec).get(vn.fold(key.shown)) if not key.is_blank else None
    if name is not None:
        return next(column for column in spec.columns if column.id == name)
    if not raw.is_blank:
        titles = [spec.words(column.id).title for column in spec.columns]
        found.append(
            finding(
                "DEF-004",
                cell=key.cell,
                column=words.PAIR_HEAD[0],
                value="" if key.is_blank else key.shown,
                expected=words.EXPECTED["key"],
                near=near(None if key.is_blank else closest(key.shown, titles)),
            )
        )
    return None


def _keep(
    spec: Spec,
    column: Column,
    raw: Raw,
    values: dict[str, object],
    cells: dict[str, Cell],
    found: list[Finding],
) -> None:
    title = spec.words(column.id).title
    value = parse(column, title, raw, found)
    if column.many:
        kept = values.setdefault(column.id, [])
        if value is not None and isinstance(kept, list):
            cells[f"{column.id}/{len(kept)}"] = raw.cell
            kept.append(value)
        return
    if value is None:
        if column.required and raw.is_blank and column.id not in cells:
            found.append(finding("DEF-003", cell=raw.cell, column=title))
        cells.setdefault(column.id, raw.cell)
        return
    if column.id in values:
        found.append(
            finding(
                "DEF-004", cell=raw.cell, column=title, value=raw.shown,
                expected=words.EXPECTED["once"], near="",
            )
        )  # fmt: skip
    values[column.id] = value
    cells[column.id] = raw.cell
