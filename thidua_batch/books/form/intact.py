"""Whether a returned sheet is still the one that was sent: locked words, formulas, stray cells.

Compared by code with what the form says today; nothing here changes a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from thidua_batch.books.form import layout, sheets
from thidua_batch.books.form.answers import Notes
from thidua_batch.books.form.layout import Row, RowKind
from thidua_batch.books.form.sheets import Books, Page
from thidua_batch.books.reading.grid import Container, Place, Sheet
from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Value
from thidua_batch.core.wording import form as words

#: What a cell must say, by row code ("" is the row of titles) and column code.
Locked = Mapping[tuple[str, str], Value | None]
#: Locked columns of the scoring sheet whose change means that another question was answered.
_GUARDED = ("order", "text", "max", "measure", "target", "weight", "rule")
_TITLES = ""
_MOST_TOLD = 8
_FEWEST_SHARED = 5


def scoring(rows: Sequence[Row]) -> Locked:
    """What the scoring sheet must say."""
    said: dict[tuple[str, str], Value | None] = {
        (_TITLES, code): title for code, (title, _) in words.SCORING.items()
    }
    for row in rows:
        said.update({(row.code, code): row.locked.get(code) for code in _GUARDED})
    return said


def fields(questions: Mapping[str, words.Field]) -> Locked:
    """What a sheet of questions must say."""
    said: dict[tuple[str, str], Value | None] = {
        (_TITLES, code): title for code, title in words.FIELD_COLUMNS.items()
    }
    for code, field in questions.items():
        said[code, "title"], said[code, "note"] = field.title, field.prompt
    return said


def table(columns: Mapping[str, tuple[str, int]]) -> Locked:
    """What the head of a list must say."""
    return {(_TITLES, code): title for code, (title, _) in columns.items()}


def check(page: Page, locked: Locked, notes: Notes, *, is_same: bool) -> None:
    """CELL-015 where a locked cell says something else than when it was sent.

    CELL-033 where the form was made from another version of `khoi.xlsx` (not `is_same`): what was
    asked may have been another thing than today.
    """
    for (row, column), expected in locked.items():
        # Of equal copies of a row the first counts.
        places = (page.corner[0] + 1,) if row == _TITLES else page.rows.get(row, ())[:1]
        if column not in page.columns:
            continue
        for number in places:
            typed = page.cell(number, column)
            if _words(typed.text) != _words(_shown(expected)):
                shown = _shown(expected) or wording.DASH
                raw = typed.text or wording.DASH
                code = "CELL-015" if is_same else "CELL-033"
                notes.add(code, typed.place, raw=raw, expected=shown)


def _shown(value: Value | None) -> str:
    return vn.clean(vn.format_value(value))


def _words(text: str) -> str:
    """Line breaks are not what a text says."""
    return " ".join(text.split())


def check_formulas(books: Books, page: Page, rows: Iterable[Row], notes: Notes) -> None:
    """CELL-020: points that the form computes were typed over."""
    if books.grid.container is Container.HTML:
        return
    computed = [(row.code, "points") for row in rows]
    computed += [(row.code, "value") for row in rows if row.kind is RowKind.COMPUTED]
    over = [
        typed.place
        for code, column in [*computed, (layout.TOTAL_CODE, "points")]
        if column in page.columns
        for number in page.rows.get(code, ())
        if (typed := page.cell(number, column)).formula is None and isinstance(typed.value, Decimal)
    ]
    if over:
        notes.add("CELL-020", over[0], cells=_some([place.address for place in over]))


def check_strays(books: Books, page: Page, inputs: Sequence[str], notes: Notes) -> None:
    """CELL-022, CELL-023: figures in a row without a code, words outside the form's cells."""
    if books.grid.container is Container.HTML:
        return
    coded = {row for found in page.rows.values() for row in found}
    if not coded or not page.columns:
        return
    first, last = min(coded), max(coded)
    columns = set(page.columns.values())
    asked = {page.columns[code] for code in inputs if code in page.columns}
    lost: list[Place] = []
    other: list[Place] = []
    is_list = page.kind in words.LISTS
    totals = _totals(page)
    own = page.sheet.hidden_columns & layout.hidden_columns(columns)
    for place in sorted(page.sheet.cells):
        row, column = place
        content = page.sheet.cells[place]
        is_known = column in columns or column == page.corner[1]
        if row <= page.corner[0] + 1 or content.formula is not None or content.value is None:
            continue
        if column in own:
            continue
        if is_known and (row in coded or (is_list and first <= row <= last)):
            continue
        if row not in coded and column in asked and first < row < last:
            lost.append(place)
        elif row not in totals:
            other.append(place)
    for code, places in (("CELL-022", lost), ("CELL-023", other)):
        if places:
            shown = [sheets.address(place) for place in places[:_MOST_TOLD]]
            notes.add(code, page.at(places[0]), cells=_some(shown, len(places)))


def _totals(page: Page) -> set[int]:
    """The form's own last row, in forms made before it had a code."""
    column = page.columns.get("text")
    return {
        row
        for (row, at), content in page.sheet.cells.items()
        if at == column
        and isinstance(content.value, str)
        and vn.clean(content.value) == words.TOTAL
    }


def check_hidden(page: Page, notes: Notes) -> None:
    """CELL-024: what was typed where a person does not see it."""
    if found := notes.hidden.get(page.kind):
        notes.add("CELL-024", found[0], cells=_some([place.address for place in found]))


def check_sheets(books: Books, pages: Mapping[FormSheet, Page], notes: Notes, name: str) -> None:
    """BOOK-019, BOOK-020: sheets that are not the form's, and sheets that lost their name."""
    ours = {page.sheet.title for page in pages.values()}
    known = {vn.fold(title) for title in words.OWN_SHEETS}
    extra = [
        sheet
        for sheet in books.grid.sheets
        if sheet.cells and sheet.title not in ours and vn.fold(sheet.title) not in known
    ]
    told = {page.kind: _texts(page.sheet) for page in pages.values()} if extra else {}
    other: list[str] = []
    for sheet in extra:
        said = _texts(sheet)
        like = next((kind for kind, own in told.items() if _is_like(said, own)), None)
        if like is None:
            other.append(sheet.title)
        else:
            copies = _quoted([pages[like].sheet.title, sheet.title])
            notes.add("BOOK-014", None, books.file, name=name, copies=copies)
    if other:
        notes.add("BOOK-019", None, books.file, name=name, sheets=_quoted(other))
    for kind, page in pages.items():
        if sheets.is_renamed(page) and books.grid.container is not Container.HTML:
            notes.add(
                "BOOK-020", None, books.file, name=name,
                found=page.sheet.title, sheet=wording.FORM_SHEETS[kind],
            )  # fmt: skip


def _texts(sheet: Sheet) -> frozenset[str]:
    """Words that a sheet shows; figures are left to whoever fills it in."""
    values = (content.value for content in sheet.cells.values())
    return frozenset(_words(value) for value in values if isinstance(value, str) and value.strip())


def _is_like(said: frozenset[str], own: frozenset[str]) -> bool:
    """Whether a sheet looks like the form's own, so that it may be the one that was filled in."""
    shared = len(said & own)
    return shared >= _FEWEST_SHARED and 2 * shared >= len(own)


def check_order(page: Page, rows: Sequence[Row], notes: Notes) -> None:
    """CELL-015: a line stands under another criterion, whose own line reads the same.

    Lines are found by code; but where only its place tells a person which line it is, that counts.
    """
    leaves = {RowKind.LEAF, RowKind.OTHERS}
    heads = sorted(
        (page.rows[row.code][0], row.criterion.code)
        for row in rows
        if row.kind in leaves and row.code in page.rows
    )
    alike: dict[tuple[Value | None, ...], set[str]] = {}
    for row in rows:
        if row.kind is RowKind.FACT:
            alike.setdefault(_looks(row), set()).add(row.criterion.code)
    for row in rows:
        if row.kind is not RowKind.FACT or len(alike[_looks(row)]) < 2:
            continue
        for number in page.rows.get(row.code, ())[:1]:
            above = [code for at, code in heads if at < number][-1:]
            if "text" in page.columns and above != [row.criterion.code]:
                raw = ", ".join(_under(row, code) for code in above)
                notes.add(
                    "CELL-015", page.place(number, "text"), raw=raw or wording.DASH,
                    expected=_under(row, row.criterion.code),
                )  # fmt: skip


def _looks(row: Row) -> tuple[Value | None, ...]:
    return tuple(row.locked.get(column) for column in _GUARDED)


def _under(row: Row, code: str) -> str:
    return words.UNDER.format(text=_shown(row.locked.get("text")), code=code)


def _quoted(texts: Sequence[str]) -> str:
    return _some([f"«{text}»" for text in texts])


def _some(texts: Sequence[str], count: int | None = None) -> str:
    """The first of many, and how many there are; `count` where not all of them are given."""
    count = len(texts) if count is None else count
    if count <= _MOST_TOLD:
        return ", ".join(texts)
    return words.AND_MORE.format(some=", ".join(texts[:_MOST_TOLD]), count=count - _MOST_TOLD)
