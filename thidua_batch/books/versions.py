"""Codec of the comparison of one unit's versions: a small workbook for the secretary, written only.

It never goes to units.
"""

from __future__ import annotations

from collections.abc import Sequence

from thidua_batch.books import style
from thidua_batch.core import versions as core_versions
from thidua_batch.core import wording
from thidua_batch.core.marks import plain
from thidua_batch.core.model import Bloc, PeriodPlan, Unit
from thidua_batch.core.outcome import Version
from thidua_batch.core.returns import Decisions
from thidua_batch.core.versions import Difference
from thidua_batch.core.wording import versions as words

_NUMBER, _PAGE, _LABEL, _CELL = 6.0, 18.0, 40.0, 8.0
#: Width of a value's column by how many versions stand side by side.
_VALUES = {2: 34.0, 3: 28.0, 4: 24.0, 5: 20.0, 6: 18.0}
_FIRST = 3
_CENTRED = {"text_in": "text_centre", "bold_in": "rank"}
_LIMIT = 200


def write(
    bloc: Bloc,
    plan: PeriodPlan,
    unit: Unit,
    versions: Sequence[Version],
    decisions: Decisions,
) -> bytes:
    """What the unit's files say differently, cell by cell, and which of them counts.

    Files that could not be read are listed only; of more than six readable ones the last.
    """
    period = bloc.period(plan.code)
    book = style.Book(title=f"{words.SHEET} – {unit.code}", created=period.start)
    kept = core_versions.shown(versions)
    submissions = [s for i in kept if (s := versions[i].submission) is not None]
    found = core_versions.differences(bloc, bloc.table_for(plan), submissions)
    page = _Page(book, max(2, len(kept)))
    page.line(bloc.name.upper(), "centre")
    page.line(words.TITLE, "title", 0.75)
    name = wording.period_name(period)
    page.line(f"{unit.name} – {name[:1].upper()}{name[1:]}", "subtitle", 0.8)
    page.line(bloc.sample_note, "italic_centre")
    page.line(core_versions.reason(bloc.rules, decisions, versions), "para")
    if left := sum(v.submission is not None for v in versions) - len(kept):
        page.line(words.LEFT_OUT.format(count=left), "para")
    page.files(versions, bloc.name)
    page.line("", "para")
    _table(page, versions, kept, found)
    return book.close()


class _Page:
    """The sheet being filled from the top."""

    def __init__(self, book: style.Book, count: int) -> None:
        self.book, self.row = book, 0
        self.sheet = book.sheet(words.SHEET)
        pairs = [width for _ in range(count) for width in (_CELL, _VALUES[count])]
        self.widths = [_NUMBER, _PAGE, _LABEL, *pairs]
        for col, width in enumerate(self.widths):
            self.sheet.set_column(col, col, width)
        self.sheet.hide_gridlines(2)

    def line(self, text: str, form: str, scale: float = 1.0) -> None:
        """A line over the whole width; an empty text only keeps a distance."""
        last = len(self.widths) - 1
        if text:
            self.sheet.merge_range(self.row, 0, self.row, last, "", self.book.format(form))
            self.book.put(self.sheet, self.row, 0, text, form)
            height = style.row_height([(sum(self.widths) * scale, text)])
            self.sheet.set_row(self.row, height + 4)
        elif form == "para":
            self.sheet.set_row(self.row, 8)
        else:
            return
        self.row += 1

    def files(self, versions: Sequence[Version], author: str) -> None:
        """The files: letter, name, when it came, what became of it; the hash is a note.

        Where two have one name, the folder or parcel tells them apart.
        """
        self._file((words.VERSION, words.FILE, words.RECEIVED, words.STATE), "head")
        names = [plain(v.input.received_as or v.input.file, _LIMIT) for v in versions]
        for number, version in enumerate(versions):
            name = names[number]
            if names.count(name) > 1:
                name = plain(version.input.file, _LIMIT)
            self.book.comment(
                self.sheet, self.row, 1, words.FILE_HASH.format(sha=version.input.sha256),
                author,
            )  # fmt: skip
            received, state = (
                core_versions.received(version),
                core_versions.state(version, versions),
            )
            used = number == core_versions.counting(versions)
            texts = (core_versions.letter(number), name, received, state)
            self._file(texts, "bold_in" if used else "text_in")

    def _file(self, texts: tuple[str, str, str, str], form: str) -> None:
        last = len(self.widths) - 1
        middle = 2 if last < _FIRST + 6 else _FIRST + 1  # of many versions the columns are narrow
        areas = ((0, 0), (1, middle), (middle + 1, middle + 2), (middle + 3, last))
        heights = []
        for (left, right), text in zip(areas, texts, strict=True):
            if left < right:
                self.sheet.merge_range(self.row, left, self.row, right, "", self.book.format(form))
            centred = _CENTRED.get(form, form) if left == 0 else form
            self.book.put(self.sheet, self.row, left, text, centred)
            heights.append((sum(self.widths[left : right + 1]) - 2, text))
        self.sheet.set_row(self.row, style.row_height(heights) + 3)
        self.row += 1


def _table(
    page: _Page, versions: Sequence[Version], kept: Sequence[int], found: Sequence[Difference]
) -> None:
    """One row per cell that differs; what differs from the version that counts is bold."""
    used = core_versions.counting(versions)
    base = kept.index(used) if used in kept else 0
    if not found:
        page.line(words.SAME, "para")
        style.page(page.sheet, landscape=True)
        return
    page.line(words.BOLD.format(letter=core_versions.letter(kept[base])), "para")
    head = page.row
    titles = [words.NUMBER, words.PAGE, words.LABEL]
    for number in kept:
        letter = core_versions.letter(number)
        titles += [f"{words.CELL} {letter}", words.VALUE.format(letter=letter)]
    for col, title in enumerate(titles):
        page.book.put(page.sheet, head, col, title, "head")
    page.sheet.set_row(head, 2 * style.ROW_HEIGHT)
    for number, one in enumerate(found, start=1):
        _row(page, head + number, number, one, base)
    style.page(page.sheet, landscape=True, repeat_rows=head)
    page.sheet.freeze_panes(head + 1, _FIRST)


def _row(page: _Page, row: int, number: int, one: Difference, base: int) -> None:
    book, sheet = page.book, page.sheet
    book.put(sheet, row, 0, number, "integer")
    book.put(sheet, row, 1, wording.FORM_SHEETS[one.sheet], "text_in")
    book.put(sheet, row, 2, one.label, "text_in")
    texts = one.texts
    for i, (text, cell) in enumerate(zip(texts, one.cells, strict=True)):
        col = _FIRST + 2 * i
        book.put(sheet, row, col, cell.address if cell else wording.DASH, "text_centre")
        is_other = one.values[i] != one.values[base]
        book.put(sheet, row, col + 1, text, "bold_in" if is_other else "text_in")
    width = page.widths[_FIRST + 1] * 0.92 - 2
    pairs = [(_PAGE - 2, wording.FORM_SHEETS[one.sheet]), (_LABEL - 2, one.label)]
    sheet.set_row(row, style.row_height([*pairs, *((width, text) for text in texts)]) + 3)
