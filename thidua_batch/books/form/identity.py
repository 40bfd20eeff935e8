"""Whose form came back: the four marks, read and weighed against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from thidua_batch.books.form import layout, sheets
from thidua_batch.books.form.layout import Identity
from thidua_batch.books.form.sheets import Books
from thidua_batch.core.wording import form as words


@dataclass(frozen=True, slots=True)
class Found:
    """What the marks say: the identity of most of them, and each mark if they disagree."""

    identity: Identity | None
    disagreement: str


def find(books: Books) -> Found:
    """The majority of the marks; none wins where the first two are even."""
    marks = list(_marks(books))
    counts = Counter(identity for _, identity in marks).most_common()
    if len(counts) <= 1:
        return Found(counts[0][0] if counts else None, "")
    told = "; ".join(f"{words.MARKS[kind]}: {identity}" for kind, identity in marks)
    is_even = counts[0][1] == counts[1][1]
    return Found(None if is_even else counts[0][0], told)


def _marks(books: Books) -> Iterator[tuple[str, Identity]]:
    book = books.formulas
    name = book.defined_names.get(layout.NAME)
    if name is not None and (found := Identity.parse(name.attr_text or "")):
        yield "name", found
    if found := _meta(books):
        yield "meta", found
    # The stubs do not know custom properties yet; openpyxl has had them since 3.1.
    for prop in getattr(book, "custom_doc_props").props:  # noqa: B009
        text = str(getattr(prop, "value", ""))
        if prop.name == layout.PROPERTY and (found := Identity.parse(text)):
            yield "property", found
    visible = {
        found
        for sheet in books.values.worksheets
        for _, _, value in sheets.stored(sheet)
        if isinstance(value, str) and (found := Identity.parse_mark(value))
    }
    for found in sorted(visible, key=str):
        yield "text", found


def _meta(books: Books) -> Identity | None:
    if layout.META_SHEET not in books.values.sheetnames:
        return None
    said: dict[str, str] = {}
    rows: dict[int, dict[int, str]] = {}
    for row, column, value in sheets.stored(books.values[layout.META_SHEET]):
        rows.setdefault(row, {})[column] = str(value)
    for cells in rows.values():
        key, *rest = [cells[column] for column in sorted(cells)]
        if key in layout.META_KEYS and rest:
            said.setdefault(key, rest[0])
    values = [said.get(key, "") for key in layout.META_KEYS]
    return Identity.parse("|".join([*values[:3], values[3][:8]]))
