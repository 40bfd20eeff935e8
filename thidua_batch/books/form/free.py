"""The free sheets of a returned form: answers, registered awards, lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from thidua_batch.books.asked import likely_days
from thidua_batch.books.form import answers, displaced, intact, layout
from thidua_batch.books.form.figures import Asked
from thidua_batch.books.form.notes import Notes
from thidua_batch.books.form.sheets import Page, Typed
from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import Answer, FormSheet
from thidua_batch.core.model import Bloc
from thidua_batch.core.period import Period
from thidua_batch.core.returns import ListRow, Text
from thidua_batch.core.wording import form as words

#: Rows of a list that are read; no unit proposes more, and each costs time.
_MOST_ROWS = 2_000
_YES_NO = (wording.YES, wording.NO)


@dataclass(slots=True)
class FreeRead:
    """What the free sheets hold; blank answers are absent."""

    texts: dict[str, Text] = field(default_factory=dict)
    registered: dict[str, bool] = field(default_factory=dict)
    listed: list[ListRow] = field(default_factory=list)

    @property
    def rows(self) -> tuple[ListRow, ...]:
        """List rows in the order of the sheets."""
        return tuple(self.listed)


def read(pages: Mapping[FormSheet, Page], bloc: Bloc, period: Period, notes: Notes) -> FreeRead:
    """Read every free sheet that the form has."""
    out, likely = FreeRead(), likely_days(period)
    for kind, page in pages.items():
        for code, asked in words.FIELDS.get(kind, {}).items():
            typed = _cell(page, code, asked.title, notes)
            answer = None if typed is None else _answer(typed, asked, likely, notes)
            if typed is not None and answer:
                out.texts[code] = Text(value=answer, cell=typed.place)
        if kind is FormSheet.REGISTRATION:
            _awards(page, bloc, out, notes)
        if kind in words.LISTS:
            out.listed += _list(page, kind, tuple(a.name for a in bloc.awards), notes)
    return out


def _cell(page: Page, code: str, label: str, notes: Notes) -> Typed | None:
    """The input cell of a row code; a lost or moved row and copies that differ are told."""
    number = notes.find(page, code, label)
    return None if number is None else notes.keep(page, number, code)


def _answer(
    typed: Typed, asked: words.Field, likely: tuple[date, date], notes: Notes
) -> str | None:
    """An answer as text: counts and dates in one spelling, the rest as typed."""
    kind = asked.kind
    if kind is words.FieldKind.YES_NO:
        question = Asked(label=asked.title, answer=Answer.YES_NO, labels=_YES_NO)
        said = answers.read(typed, question, notes)
        return said if isinstance(said, str) else None
    if kind is words.FieldKind.COUNT:
        # A dash stands for a blank, which it may be; a word may as well stand for 0.
        is_dash = not vn.fold(typed.text).strip("- ")
        question = Asked(label=asked.title, answer=Answer.COUNT, is_optional=is_dash)
        number = answers.read(typed, question, notes)
        return str(int(number)) if isinstance(number, Decimal) else None
    if typed.value is None and typed.formula is None:
        if asked.required:
            notes.add("CELL-001", typed.place, label=asked.title, how=words.THIS_CELL)
        return None
    if kind is words.FieldKind.DATE:
        question = Asked(label=asked.title, answer=Answer.DATE, likely=likely)
        day = answers.read(typed, question, notes)
        return vn.format_date(day) if isinstance(day, date) else None
    return answers.free_text(typed, asked.title, notes)


def _awards(page: Page, bloc: Bloc, out: FreeRead, notes: Notes) -> None:
    for award in bloc.awards:
        typed = _cell(page, layout.award_code(award.code), award.name, notes)
        if typed is None:
            continue
        question = Asked(label=award.name, answer=Answer.YES_NO, labels=_YES_NO)
        said = answers.read(typed, question, notes)
        if said is not None:
            out.registered[award.code] = said == wording.YES


def _list(page: Page, kind: FormSheet, awards: tuple[str, ...], notes: Notes) -> list[ListRow]:
    """Rows of which anything is filled; a row inserted by the unit has no code but counts."""
    titles = words.LISTS[kind]
    columns = [code for code in titles if code in page.columns]
    if moved := displaced.columns(page, intact.table(titles)):
        for code in moved:
            place = page.place(page.corner[0] + 1, code)
            notes.add("CELL-040", place, label=titles[code][0], address=code)
        return []
    coded = {row: code for code, places in page.rows.items() for row in places}
    found = []
    top, bottom = min(coded, default=1), max(coded, default=0)
    filled = sorted({row for row, _ in page.sheet.cells if top <= row <= bottom})
    if len(filled) > _MOST_ROWS and columns:
        first, last = (page.place(filled[at], columns[0]) for at in (_MOST_ROWS, -1))
        notes.add("CELL-022", first, cells=f"{first.address} – {last.address}")
        del filled[_MOST_ROWS:]
    free = len(page.rows)
    for number in filled:
        row_code = coded.get(number, "")
        if page.rows.get(row_code, ())[:1] != (number,):  # inserted, or a copy of another row
            while (row_code := layout.list_code(free)) in page.rows:
                free += 1
            free += 1
        typed = {code: notes.keep(page, number, row_code, code) for code in columns}
        values = {}
        for code, cell in typed.items():
            known = awards if code == "award" else ()
            text = answers.free_text(cell, words.LISTS[kind][code][0], notes, known)
            if text:
                values[code] = text
        if values:
            place = typed[next(iter(values))].place
            found.append(ListRow(sheet=kind, values=values, cell=place))
    return found
