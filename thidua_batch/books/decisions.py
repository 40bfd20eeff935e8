"""Codec of `decisions/<ky>/quyet_dinh.xlsx`: what people decided and units do not declare.

People edit the book by hand; it is read cell by cell and, when a flag of the command line adds a
line, written anew with every row that it held.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from thidua_batch.books import asked, decided, style
from thidua_batch.books.reading import door
from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.findings import Finding, WorkspaceError, finding
from thidua_batch.core.kinds import LineKind, Scorer
from thidua_batch.core.model import Bloc, Criterion, Line, PeriodPlan, ScoringTable
from thidua_batch.core.returns import Cell, Decisions, Exclusion, Fact, NotSubmitted
from thidua_batch.core.wording import decisions as words

_HEAD_ROW = 3
_SPARE_ROWS = 12
#: A row as written: column code -> text, number or date.
Row = Mapping[str, object]
Rows = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class DecisionsRead:
    """The decisions, what is wrong with the book, and its rows as they stand."""

    decisions: Decisions
    findings: tuple[Finding, ...]
    rows: Rows


def blank(bloc: Bloc, plan: PeriodPlan) -> Rows:
    """One row per unit × line that the bloc itself must confirm, values left blank."""
    table = bloc.table_for(plan)
    facts = [
        {
            "unit": unit.code,
            "name": unit.label,
            "criterion": leaf.code,
            "line": line.code,
            "text": decided.question(leaf, line),
            "measure": "" if line.due else line.unit_of_measure,
        }
        for leaf in table.leaves
        if not leaf.gathered
        for unit in bloc.units
        for line in scoring.inputs(table, leaf, unit.code)
        if scoring.scorer_of(leaf, line) is not Scorer.UNIT
    ]
    return {words.FACTS: tuple(facts)}


def write(bloc: Bloc, plan: PeriodPlan, rows: Rows) -> bytes:
    """The book with these rows; the same rows give the same bytes."""
    book = style.Book(title=words.TITLE, created=bloc.period(plan.code).start)
    guide = book.sheet(words.GUIDE_SHEET)
    style.page(guide)
    guide.set_column(0, 0, 84)
    book.put(guide, 0, 0, words.TITLE, "title")
    book.put(guide, 1, 0, f"{bloc.name} – {wording.period_name(bloc.period(plan.code))}", "centre")
    for i, text in enumerate(words.GUIDE, start=3):
        book.put(guide, i, 0, text, "para")
        guide.set_row(i, style.row_height([(84, text)]))
    lists = _lists(book, bloc)
    for key in words.SHEETS:
        _sheet(book, key, rows.get(key, ()), lists)
    return book.close()


def _lists(book: style.Book, bloc: Bloc) -> Mapping[str, str]:
    """Drop-down sources on a hidden sheet: column code -> range."""
    sheet = book.sheet("_ds")
    sheet.hide()
    columns = {
        "unit": [u.code for u in bloc.units],
        "action": [words.ACCEPT, words.USE],
        "code": [e.code for e in bloc.rules.exclusions],
        "section": list(words.SECTIONS.values()),
    }
    ranges = {}
    for col, (key, values) in enumerate(columns.items()):
        for row, value in enumerate(values):
            book.put(sheet, row, col, value, "plain")
        if values:
            letter = get_column_letter(col + 1)
            ranges[key] = f"=_ds!${letter}$1:${letter}${len(values)}"
    return ranges


def _sheet(book: style.Book, key: str, rows: Sequence[Row], lists: Mapping[str, str]) -> None:
    columns = words.COLUMNS[key]
    sheet = book.sheet(words.SHEETS[key])
    style.page(sheet, landscape=True, repeat_rows=_HEAD_ROW)
    book.put(sheet, 0, 0, words.SHEETS[key].upper(), "heading")
    book.put(sheet, 1, 0, words.EXAMPLE_NOTE, "plain")
    for col, (title, width) in enumerate(columns.values()):
        sheet.set_column(col, col, width)
        book.put(sheet, _HEAD_ROW, col, title, "head")
    sheet.set_row(_HEAD_ROW, 2 * style.ROW_HEIGHT)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    last = _HEAD_ROW + len(rows) + _SPARE_ROWS
    for i in range(_HEAD_ROW + 1, last + 1):
        row = rows[i - _HEAD_ROW - 1] if i - _HEAD_ROW - 1 < len(rows) else {}
        texts = []
        for col, (code, (_, width)) in enumerate(columns.items()):
            value = row.get(code)
            fixed = key == words.FACTS and bool(row) and code not in ("value", "reason")
            name = "text" if fixed else _input_format(value)
            book.put(sheet, i, col, value, name)
            texts.append((float(width), str(value or "")))
        sheet.set_row(i, style.row_height(texts))
    for col, code in enumerate(columns):
        if code in lists:
            sheet.data_validation(
                _HEAD_ROW + 1, col, last, col, {"validate": "list", "source": lists[code]}
            )


def _input_format(value: object) -> str:
    if isinstance(value, date):
        return "input_date"
    return "input_number" if isinstance(value, int | Decimal) else "input"


def read(data: bytes, *, file: str, bloc: Bloc, plan: PeriodPlan) -> DecisionsRead:
    """Read the book; what cannot be understood is a BLOC-004 finding on its cell.

    Raises WorkspaceError("decisions_damaged") where it is no workbook at all.
    """
    reason = door.refusal(data, openpyxl=True)
    if reason is not None:
        raise WorkspaceError("decisions_damaged", path=file, reason=reason)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as fault:  # openpyxl raises whatever its parts raise on damaged files
        reason = str(fault).partition("\n")[0][:120] or type(fault).__name__
        raise WorkspaceError("decisions_damaged", path=file, reason=reason) from fault
    reader = _Reader(file, bloc, plan)
    rows: dict[str, tuple[Row, ...]] = {}
    for key, title in words.SHEETS.items():
        sheet = next((s for s in workbook.worksheets if vn.fold(s.title) == vn.fold(title)), None)
        if sheet is None:
            reader.fault(Cell(file=file, sheet=title, address=""), title, "", words.MISSING_SHEET)
            rows[key] = ()
            continue
        found = list(reader.rows(sheet, formulas[sheet.title], key))
        rows[key] = tuple({c: v for c, (v, _) in row.items() if v is not None} for row in found)
        for row in found:
            getattr(reader, f"take_{key}")(row)
    return DecisionsRead(reader.decisions(), tuple(reader.findings), rows)


_Typed = Mapping[str, tuple[object, Cell]]


@dataclass(slots=True)
class _Reader:
    """Collects decisions and findings row by row."""

    file: str
    bloc: Bloc
    plan: PeriodPlan
    findings: list[Finding] = field(default_factory=list)
    accepted: dict[str, str] = field(default_factory=dict)
    accepted_bytes: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    exclusions: list[Exclusion] = field(default_factory=list)
    absent: list[NotSubmitted] = field(default_factory=list)
    facts: dict[str, dict[tuple[str, str], Fact]] = field(default_factory=dict)
    narrative: dict[str, list[str]] = field(default_factory=dict)
    percents: set[str] = field(default_factory=set)
    table: ScoringTable = field(init=False)

    def __post_init__(self) -> None:
        self.table = self.bloc.table_for(self.plan)

    def decisions(self) -> Decisions:
        """All that was understood."""
        return Decisions(
            accepted=self.accepted,
            accepted_bytes=self.accepted_bytes,
            chosen=self.chosen,
            exclusions=tuple(self.exclusions),
            not_submitted=tuple(self.absent),
            facts={unit: tuple(found.values()) for unit, found in self.facts.items()},
            narrative={code: tuple(texts) for code, texts in self.narrative.items()},
        )

    def fault(self, cell: Cell, column: str, raw: object, reason: str) -> None:
        """Note a cell that cannot be used."""
        self.findings.append(
            finding("BLOC-004", cell=cell, column=column, raw=str(raw), reason=reason)
        )

    def rows(self, sheet: Worksheet, formulas: Worksheet, key: str) -> Iterator[_Typed]:
        """Rows below the header, by column code; wholly blank rows are passed over."""
        titles = {vn.fold(title): code for code, (title, _) in words.COLUMNS[key].items()}
        head = next(
            (r for r in range(1, 12) if vn.fold(str(sheet.cell(r, 1).value or "")) in titles), None
        )
        places = {
            titles[vn.fold(str(cell.value))]: cell.column
            for cell in (sheet[head] if head else ())
            if cell.value is not None and vn.fold(str(cell.value)) in titles
        }
        for code in words.COLUMNS[key]:
            if code not in places:
                cell = Cell(file=self.file, sheet=sheet.title, address="")
                self.fault(cell, words.COLUMNS[key][code][0], "", words.MISSING_COLUMN)
        if head is None or len(places) < len(words.COLUMNS[key]):
            return
        columns = set(places.values())
        cells = formulas._cells
        filled = {r for (r, c), x in cells.items() if c in columns and x.value is not None}
        for number in sorted(row for row in filled if row > head):
            row = {
                code: (_clean(_value_at(sheet, number, col)), self._cell(sheet, number, col))
                for code, col in places.items()
            }
            self._uncertain(key, number, places, sheet, formulas)
            if any(value is not None for value, _ in row.values()):
                yield row

    def _cell(self, sheet: Worksheet, row: int, col: int) -> Cell:
        return Cell(file=self.file, sheet=sheet.title, address=f"{get_column_letter(col)}{row}")

    def _uncertain(
        self, key: str, row: int, places: Mapping[str, int], sheet: Worksheet, formulas: Worksheet
    ) -> None:
        """Tell error values, uncalculated formulas and percent formats in a row."""
        for code, col in places.items():
            shown, typed = sheet._cells.get((row, col)), formulas._cells.get((row, col))
            if shown is None or typed is None or typed.value is None:
                continue
            cell, title = self._cell(sheet, row, col), words.COLUMNS[key][code][0]
            is_formula = typed.data_type == "f"
            if shown.data_type == "e" or (is_formula and shown.value is None):
                self.fault(cell, title, typed.value, words.NOT_CALCULATED)
            elif code == "value" and "%" in str(shown.number_format):
                self.percents.add(cell.address)

    def unit(self, row: _Typed, key: str) -> str | None:
        """The unit of a row by its code; a fault where the bloc has none such."""
        value, cell = row["unit"]
        wanted = vn.fold(str(value or ""))
        for unit in self.bloc.units:
            if vn.fold(unit.code) == wanted:
                return unit.code
        self.fault(cell, words.COLUMNS[key]["unit"][0], value or "", words.NOT_A_UNIT)
        return None

    def take_returns(self, row: _Typed) -> None:
        """Accepted returns and chosen versions."""
        unit = self.unit(row, words.RETURNS)
        action, cell = row["action"]
        if unit is None:
            return
        said = vn.fold(str(action or ""))
        reason = str(row["reason"][0] or "")
        if not reason:
            title = words.COLUMNS[words.RETURNS]["reason"][0]
            self.fault(row["reason"][1], title, "", words.NEEDS_REASON)
        elif said == vn.fold(words.ACCEPT):
            self.accepted[unit] = reason
            _, mark, digits = str(row["file"][0] or "").partition(words.HASH_MARK)
            if mark:
                self.accepted_bytes[unit] = digits.strip()
        elif said == vn.fold(words.USE) and row["file"][0]:
            self.chosen[unit] = str(row["file"][0])
        else:
            title = words.COLUMNS[words.RETURNS]["action"][0]
            self.fault(cell, title, action or "", words.NOT_AN_ACTION)

    def take_exclusions(self, row: _Typed) -> None:
        """Units not graded and not ranked."""
        unit = self.unit(row, words.EXCLUSIONS)
        code, cell = row["code"]
        known = {vn.fold(e.code): e for e in self.bloc.rules.exclusions}
        reason = known.get(vn.fold(str(code or "")))
        if unit is None:
            return
        if reason is None:
            title = words.COLUMNS[words.EXCLUSIONS]["code"][0]
            self.fault(cell, title, code or "", words.NOT_A_REASON_CODE)
            return
        text = str(row["reason"][0] or reason.text)
        self.exclusions.append(Exclusion(unit=unit, code=reason.code, reason=text, cell=cell))

    def take_absent(self, row: _Typed) -> None:
        """Units confirmed not to submit."""
        unit = self.unit(row, words.ABSENT)
        if unit is not None:
            day = row["date"][0]
            self.absent.append(
                NotSubmitted(
                    unit=unit,
                    confirmed_on=vn.format_date(day) if isinstance(day, date) else str(day or ""),
                    reminders=str(row["reminders"][0] or ""),
                    confirmed_by=str(row["who"][0] or ""),
                )
            )

    def take_text(self, row: _Typed) -> None:
        """The bloc's own paragraphs of the report."""
        section, cell = row["section"]
        by_title = {vn.fold(title): code for code, title in words.SECTIONS.items()}
        code = by_title.get(vn.fold(str(section or "")))
        if code is None:
            title = words.COLUMNS[words.NARRATIVE]["section"][0]
            self.fault(cell, title, section or "", words.NOT_A_SECTION)
        elif row["text"][0]:
            self.narrative.setdefault(code, []).append(str(row["text"][0]))

    def take_facts(self, row: _Typed) -> None:
        """Facts that the bloc confirms; a blank value is not a fact."""
        value, cell = row["value"]
        if value is None:
            return
        unit = self.unit(row, words.FACTS)
        if unit is None:
            return
        title = words.COLUMNS[words.FACTS]["value"][0]
        leaf, line = self._line(unit, row)
        if leaf is None or line is None:
            self.fault(cell, title, value, words.NOT_A_LINE)
            return
        percent = cell.address in self.percents
        likely = asked.likely_days(self.bloc.period(self.plan.code))
        said = decided.read(self.table, leaf, line, value, is_percent=percent, likely=likely)
        label = f"{leaf.code} {line.text or leaf.text}"
        for code, fields in said.told:
            self.findings.append(finding(code, unit=unit, cell=cell, label=label, **fields))
        parsed = said.value
        if parsed is None:
            self.fault(cell, title, value, said.reason)
            return
        if line.kind is LineKind.RANGE and parsed and not row["reason"][0]:
            column = words.COLUMNS[words.FACTS]["reason"][0]
            self.fault(row["reason"][1], column, "", words.NEEDS_REASON)
            return
        address = (leaf.code, line.code)
        fact = Fact(criterion=address[0], line=address[1], value=parsed, cell=cell)
        before = self.facts.setdefault(unit, {}).get(address)
        if before is not None and before.value != parsed:
            self.fault(cell, title, value, words.TWICE.format(cell=before.cell.address))
        self.facts[unit].setdefault(address, fact)

    def _line(self, unit: str, row: _Typed) -> tuple[Criterion | None, Line | None]:
        """The line meant; its code may be left blank where the criterion has only one."""
        code = str(row["criterion"][0])
        leaf = next((c for c in self.table.leaves if c.code == code), None)
        lines = () if leaf is None else scoring.inputs(self.table, leaf, unit)
        said = row["line"][0]
        if said is None:
            return leaf, lines[0] if len(lines) == 1 else None
        return leaf, next((x for x in lines if x.code == str(said)), None)


def _value_at(sheet: Worksheet, row: int, col: int) -> object:
    """A stored cell's value; asking for one that is not stored would make it."""
    cell = sheet._cells.get((row, col))
    return None if cell is None or cell.data_type == "e" else cell.value


def _clean(value: object) -> object:
    """Text cleaned, dates without time, numbers as Decimal; blank as None."""
    if value is None:
        return None
    if isinstance(value, str):
        return vn.clean(value) or None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        number = vn.parse_number(value, negative=True).value
        return str(value)[:40] if number is None else number
    return value
