"""A marked copy (bản đánh dấu): what the unit typed, its faults told on the cells themselves.

The copy is the unit's own form written anew, so that it is corrected and sent back as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from thidua_batch.books import style
from thidua_batch.books.form.layout import FormValues
from thidua_batch.core import marks as core_marks
from thidua_batch.core import vn
from thidua_batch.core.findings import SEVERITY_LABELS, Finding, Severity
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.marks import Mark
from thidua_batch.core.model import Value
from thidua_batch.core.returns import Spot, Submission
from thidua_batch.core.wording import feedback as words

_LOOKS = {Severity.ERROR: "fault", Severity.WARNING: "warned", Severity.NOTE: "told"}
_LIMIT = 500
#: What a copy would make a sound value of, as it has no formulas, formats and merged cells of the
#: unit's own: such a cell is left blank, so that a copy sent back untouched is refused again.
_NOT_SHOWN = frozenset(f"CELL-{n:03d}" for n in (7, 21, 25, 26, 27, 39))
#: The same for a number that its format shows otherwise; a text stays in doubt by itself.
_NO_NUMBER_SHOWN = frozenset({"CELL-003"})
#: Rows of a list that a copy writes; a code beyond them was not ours.
_MOST_ROWS = 2000
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What makes a form a marked copy: what was typed in its cells, and what is told of them.

    `raw` wins over the values in what a cell shows; formulas keep to the values. A number that the
    unit's file shows as a percentage is the text "95%". `corrects` is the hash of the file that the
    copy was made from, so that a corrected copy says itself what it replaces.
    """

    raw: Mapping[Spot, Value] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A form being written as a marked copy (or, without any mark, as itself).

    `places` is where each input cell was written: sheet, zero-based row and column.
    """

    raw: Mapping[Spot, Value]
    marks: tuple[Mark, ...]
    author: str
    by_spot: Mapping[Spot, Sequence[Mark]]
    places: dict[Spot, tuple[str, int, int]]

    @classmethod
    def of(cls, marked: Marked | None, author: str) -> Copy:
        """The copy to be written; blank and filled forms have nothing typed and no marks."""
        made = marked or Marked()
        by_spot: dict[Spot, list[Mark]] = {}
        for mark in made.marks:
            if mark.spot is not None:
                by_spot.setdefault(mark.spot, []).append(mark)
        return cls(made.raw, made.marks, author, by_spot, {})

    def place(self, book: style.Book, sheet: style._Sheet, spot: Spot, row: int, col: int) -> None:
        """Say where a spot is about to be written; a marked one gets its look and comment."""
        self.places[spot] = (str(sheet.name), row, col)
        found = self.by_spot.get(spot)
        if not found:
            return
        worst = min(found, key=lambda mark: list(Severity).index(mark.severity))
        book.look(sheet, row, col, _LOOKS[worst.severity])
        text = "\n\n".join(map(_comment, dict.fromkeys(found)))
        book.comment(sheet, row, col, text, self.author)

    def typed(self, spot: Spot, value: object, form: str) -> tuple[object, str]:
        """What a cell shows and its format: what was typed, else the value.

        A number stays a number in a cell that asks a date, and a date is a text in one that does
        not (or of a day before 1900, which no workbook has): else the format would turn either
        into the other.
        """
        raw = self.raw.get(spot)
        if raw is None:
            return value, form
        if form == "input_date" and isinstance(raw, Decimal):
            return raw, "input_value"
        if isinstance(raw, date) and (form != "input_date" or raw.year < _FIRST_YEAR):
            return vn.format_date(raw), form
        return raw, form

    def text(self, spot: Spot, value: str) -> str:
        """What a cell shows, as text, for the height of its row."""
        raw = self.raw.get(spot)
        return value if raw is None else vn.format_value(raw)

    def listed(self, sheet: FormSheet) -> list[dict[str, str]]:
        """The rows of a list as typed, blank ones in between kept; empty where nothing was."""
        rows: dict[int, dict[str, str]] = {}
        for kind, row, column in self.raw:
            number = row.partition("/")[2]
            if kind is sheet and number.isdecimal() and int(number) <= _MOST_ROWS:
                rows.setdefault(int(number), {})[column] = self.text((kind, row, column), "")
        return [rows.get(number, {}) for number in range(1, max(rows, default=0) + 1)]

    def told(self) -> list[Mark]:
        """All marks, each where it stands in the copy, those of lost cells among them."""
        lost = [
            Mark(
                severity=Severity.WARNING,
                message=words.LOST.format(raw=vn.format_value(raw), code=spot[1]),
                hint=words.LOST_DO,
            )
            for spot, raw in self.raw.items()
            if spot not in self.places and vn.clean(vn.format_value(raw))
        ]
        return sorted([*dict.fromkeys(self.marks), *lost], key=self._order)

    def _order(self, mark: Mark) -> tuple[int, int, int, int]:
        address = self.address(mark)
        return core_marks.order(replace(mark, address=address) if address else mark)

    def address(self, mark: Mark) -> str:
        """Where the mark's cell stands in the copy; empty where it has none."""
        place = self.places.get(mark.spot) if mark.spot else None
        return xl_rowcol_to_cell(*place[1:]) if place else ""


def _comment(mark: Mark) -> str:
    return words.COMMENT.format(
        severity=SEVERITY_LABELS[mark.severity],
        message=core_marks.plain(mark.message, _LIMIT),
        hint=core_marks.plain(mark.hint, _LIMIT),
    )


def values_of(submission: Submission) -> FormValues:
    """What a return says, as values of a form: what its formulas reckon with."""
    rows: dict[FormSheet, list[Mapping[str, str]]] = {}
    for row in submission.rows:
        rows.setdefault(row.sheet, []).append(row.values)
    return FormValues(
        facts={f"{f.criterion}/{f.line}": f.value for f in submission.facts if f.value is not None},
        texts={code: text.value for code, text in submission.texts.items()},
        registered=submission.registered,
        rows={kind: tuple(found) for kind, found in rows.items()},
        evidence=submission.evidence,
    )


def shown_of(submission: Submission, findings: Iterable[Finding]) -> Mapping[Spot, Value]:
    """What was typed, as far as a copy may show it and still be refused where the return was."""
    told = {(f.place, f.code) for f in findings}
    hidden = {place for place, code in told if code in _NOT_SHOWN}
    doubted = {place for place, code in told if code in _NO_NUMBER_SHOWN}

    def is_shown(spot: Spot, typed: Value) -> bool:
        cell = submission.places.get(spot)
        place = None if cell is None else (cell.file, cell.sheet, cell.address)
        return place not in hidden and not (isinstance(typed, Decimal) and place in doubted)

    return {spot: typed for spot, typed in submission.raw.items() if is_shown(spot, typed)}
