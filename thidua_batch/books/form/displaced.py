"""Input cells that no longer stand where their question is: sorted, swapped or shifted.

Everything is found by hidden codes, and what people see can be moved without them: sorted rows
whose codes stayed, two columns exchanged, cells inserted into the column of answers alone. What
is typed there is of another question, and is not taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from thidua_batch.books.form import intact
from thidua_batch.books.form.intact import Locked
from thidua_batch.books.form.sheets import Page

#: One figure on a locked row is a slip of that row; more of them, and as many answers missing,
#: are a column that was moved.
_SHIFTED = 2


def find(page: Page, locked: Locked, asked: Collection[str]) -> frozenset[str]:
    """Row codes of which the answer cannot be trusted; `asked` are those that have one."""
    if "value" in page.columns and (
        "value" in columns(page, locked) or _is_shifted(page, locked, asked)
    ):
        return _rows(page, locked) | frozenset(asked)
    return _rows(page, locked) | _sideways(page, locked, asked)


def columns(page: Page, locked: Locked) -> tuple[str, ...]:
    """Columns under the title of another one."""
    titles = {
        code: intact.said(title) for (row, code), title in locked.items() if row == intact.TITLES
    }
    found = []
    for code, title in titles.items():
        if code in page.columns:
            shown = intact.shown(page.cell(page.corner[0] + 1, code))
            if shown != title and shown in titles.values():
                found.append(code)
    return tuple(found)


def _rows(page: Page, locked: Locked) -> frozenset[str]:
    """Rows under the words of another one; rows with words that are not their own alone, too."""
    column = next((code for code in intact.QUESTIONS if code in page.columns), None)
    if column is None:
        return frozenset()
    own = {
        row: intact.said(text)
        for (row, code), text in locked.items()
        if code == column and row != intact.TITLES
    }
    counts = Counter(own.values())
    moved = set()
    for row, text in own.items():
        for number in page.rows.get(row, ())[:1]:
            shown = intact.shown(page.cell(number, column))
            if shown != text and shown in counts:
                moved.add(row)
    if moved:
        moved |= {row for row, text in own.items() if counts[text] > 1}
    return frozenset(moved)


def _sideways(page: Page, locked: Locked, asked: Collection[str]) -> frozenset[str]:
    """Rows whose locked cells show each other's words: cells were deleted or inserted in them."""
    own: dict[str, dict[str, str]] = {row: {} for row in asked}
    for (row, column), expected in locked.items():
        if row in own and column in page.columns:
            own[row][column] = intact.said(expected)
    return frozenset(
        row
        for row, texts in own.items()
        for number in page.rows.get(row, ())[:1]
        for column, text in texts.items()
        if (shown := intact.shown(page.cell(number, column))) != text
        and shown
        and shown in texts.values()
    )


def _is_shifted(page: Page, locked: Locked, asked: Collection[str]) -> bool:
    typed = {row: page.cell(places[0], "value") for row, places in page.rows.items()}
    blank = sum(
        row in typed and (typed[row].content.value is None or typed[row].formula is not None)
        for row in asked
    )
    astray = sum(
        row in typed and intact.is_changed(typed[row], expected)
        for (row, column), expected in locked.items()
        if column == "value" and row != intact.TITLES
    )
    return min(blank, astray) >= _SHIFTED
