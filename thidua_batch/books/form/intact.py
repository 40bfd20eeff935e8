"""Whether a returned sheet is still the one that was sent: locked words, formulas, stray cells.

Compared by code with what the form says today; nothing here changes a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from thidua_batch.books.form import layout, sheets
from thidua_batch.books.form.layout import Row, RowKind
from thidua_batch.books.form.notes import Notes
from thidua_batch.books.form.sheets import Books, Page, Typed
from thidua_batch.books.reading.grid import Container, Place, Sheet
from thidua_batch.core import scoring as methods
from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Value
from thidua_batch.core.wording import form as words

#: What a cell must say, by row code ("" is the row of titles) and column code.
Locked = Mapping[tuple[str, str], Value | None]
#: Locked columns of the scoring sheet whose change means that another question was answered.
_GUARDED = ("order", "text", "max", "measure", "target", "weight", "rule")
TITLES = ""
#: The columns that say what a row asks for.
QUESTIONS = ("text", "title")
_MOST_TOLD = 8
_FEWEST_SHARED = 5


def scoring(rows: Sequence[Row]) -> Locked:
    """What the scoring sheet must say."""
    known: dict[tuple[str, str], Value | None] = {
        (TITLES, code): title for code, (title, _) in words.SCORING.items()
    }
    for row in rows:
        known.update({(row.code, code): row.locked.get(code) for code in _GUARDED})
        if row.kind not in (RowKind.FACT, RowKind.COMPUTED):
            known[row.code, "value"] = _stated(row)
    return known


def _stated(row: Row) -> Value | None:
    """What stands for an answer where the unit gives none."""
    if row.kind is not RowKind.STATED or row.line is None:
        return None
    return words.STATED[methods.scorer_of(row.criterion, row.line)]


def fields(questions: Mapping[str, words.Field]) -> Locked:
    """What a sheet of questions must say."""
    known: dict[tuple[str, str], Value | None] = {
        (TITLES, code): title for code, title in words.FIELD_COLUMNS.items()
    }
    for code, field in questions.items():
        known[code, "title"], known[code, "note"] = field.title, field.prompt
    return known


def table(columns: Mapping[str, tuple[str, int]]) -> Locked:
    """What the head of a list must say."""
    return {(TITLES, code): title for code, (title, _) in columns.items()}


def check(page: Page, locked: Locked, notes: Notes, *, is_same: bool) -> None:
    """CELL-015 where a locked cell says something else than when it was sent.

    CELL-033 where the form was made from another version of `khoi.xlsx` (not `is_same`): what was
    asked may have been another thing than today. Of a row that stands elsewhere now, its words are
    told, not all else that came with them.
    """
    moved = notes.moved.get(page.kind, frozenset())
    for (row, column), expected in locked.items():
        if row in moved and column not in QUESTIONS:
            continue
        # Of equal copies of a row the first counts.
        places = (page.corner[0] + 1,) if row == TITLES else page.rows.get(row, ())[:1]
        if column not in page.columns:
            continue
        for number in places:
            typed = page.cell(number, column)
            if column == "value" and row != TITLES and not is_changed(typed, expected):
                continue
            if shown(typed) != said(expected) or (typed.formula and expected is None):
                raw = typed.text or typed.formula or wording.DASH
                sent = vn.clean(vn.format_value(expected)) or wording.DASH
                code = "CELL-015" if is_same else "CELL-033"
                notes.add(code, typed.place, raw=raw, expected=sent)


def is_changed(typed: Typed, expected: Value | None) -> bool:
    """Whether a locked cell among the answers holds one; a mark for nothing is none."""
    if typed.formula is not None:
        return expected is None
    if vn.parse_number(typed.value).reason == "blank":
        return False
    return shown(typed) != said(expected)


def said(value: Value | None) -> str:
    """What a cell must say; line breaks are not what a text says."""
    return " ".join(vn.clean(vn.format_value(value)).split())


def shown(typed: Typed) -> str:
    """What a cell says, to be compared with `said`."""
    return " ".join(typed.text.split())


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
        notes.add("CELL-020", over[0], cells=_cells([place.address for place in over]))


def check_strays(
    books: Books, page: Page, pages: Iterable[Page], inputs: Sequence[str], notes: Notes
) -> None:
    """CELL-022, CELL-023: figures in a row without a code, words outside the form's cells.

    `pages` are all sheets of the form: several may have been put on one.
    """
    if books.grid.container is Container.HTML:
        return
    coded = {row for found in page.rows.values() for row in found}
    if not coded or not page.columns:
        return
    first, last = min(coded), max(coded)
    strays = [
        place
        for place in _outside(page, pages, range(first, last + 1))
        if page.sheet.cells[place].formula is None and page.sheet.cells[place].value is not None
    ]
    asked = {page.columns[code] for code in inputs if code in page.columns}
    lost = [p for p in strays if p[0] not in coded and p[1] in asked and first < p[0] < last]
    known = set(lost)
    totals = _totals(page)
    other = [p for p in strays if p not in known and p[0] not in totals]
    for code, places in (("CELL-022", lost), ("CELL-023", other)):
        if places:
            shown = [sheets.address(place) for place in places[:_MOST_TOLD]]
            notes.add(code, page.at(places[0]), cells=_cells(shown, len(places)))


def _outside(page: Page, pages: Iterable[Page], rows: range) -> Iterator[Place]:
    """Stored cells below the titles that no table of the form has; `rows` are this table's."""
    others = [
        copy
        for other in (page, *pages)
        for copy in (other, *other.copies)
        if copy.sheet.title == page.sheet.title and copy.corner != page.corner
    ]
    areas = [table.area() for table in (page, *others)]
    if page.kind in words.LISTS:
        areas.append((frozenset(rows), areas[0][1]))
    is_above = any(other.corner[0] >= rows.stop for other in others)
    own = page.sheet.hidden_columns & layout.hidden_columns(page.columns.values())
    for row, column in sorted(page.sheet.cells):
        is_title = row <= page.corner[0] + 1
        if is_title or column in own or (is_above and row >= rows.stop):
            continue
        if not any(row in down and column in across for down, across in areas):
            yield row, column


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
        notes.add("CELL-024", found[0], cells=_cells([place.address for place in found]))


def check_sheets(books: Books, pages: Mapping[FormSheet, Page], notes: Notes, name: str) -> None:
    """BOOK-019, BOOK-020: sheets that are not the form's, and sheets that lost their name."""
    ours = {copy.sheet.title for page in pages.values() for copy in (page, *page.copies)}
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
    texts = (value for value in values if isinstance(value, str) and value.strip())
    return frozenset(said(text) for text in texts)


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
    return words.UNDER.format(text=said(row.locked.get("text")), code=code)


def _quoted(texts: Sequence[str]) -> str:
    return _some([f"«{text}»" for text in texts])


def _cells(addresses: Sequence[str], count: int | None = None) -> str:
    count = len(addresses) if count is None else count
    kind = words.ONE_CELL if count == 1 else words.MANY_CELLS
    return kind.format(cells=_some(addresses, count))


def _some(texts: Sequence[str], count: int | None = None) -> str:
    """The first of many, and how many there are; `count` where not all of them are given."""
    count = len(texts) if count is None else count
    if count <= _MOST_TOLD:
        return ", ".join(texts)
    return words.AND_MORE.format(some=", ".join(texts[:_MOST_TOLD]), count=count - _MOST_TOLD)
