"""The first sheet of `khoi.xlsx`: what to fill in, where, and the methods with their options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from thidua_batch.books import style
from thidua_batch.books.definition.sheets import Spec
from thidua_batch.core import wording
from thidua_batch.core.scoring import METHODS, options_of
from thidua_batch.core.scoring.base import OptionSpec
from thidua_batch.core.wording import definition as words

WIDTHS = (24, 30, 66)


def write(book: style.Book, specs: Sequence[Spec], used: Mapping[str, bool]) -> None:
    """Add the guide; `used` says which advanced sheets are visible."""
    sheet = book.sheet(words.SHEETS["guide"].name)
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    sheet.hide_gridlines(2)
    sheet.merge_range(0, 0, 0, 2, words.GUIDE_TITLE, book.format("title"))
    sheet.set_row(0, 30)
    row = 2
    for number, step in enumerate(words.GUIDE_STEPS, start=1):
        text = f"{number}. {step}"
        sheet.merge_range(row, 0, row, 2, text, book.format("para"))
        sheet.set_row(row, style.row_height([(sum(WIDTHS), text)]))
        row += 1
    row = _block(book, sheet, row + 1, words.GUIDE_SHEETS, words.GUIDE_SHEET_HEAD)
    for spec in specs:
        when = _when(spec, used)
        row = _line(book, sheet, row, (spec.name, when, words.SHEETS[spec.id].purpose))
    row = _block(book, sheet, row + 1, words.GUIDE_METHODS, words.GUIDE_METHOD_HEAD)
    for method in METHODS.values():
        row = _line(book, sheet, row, (method.TITLE, _options(method.OPTIONS), method.NOTE))
    common = {
        name: spec
        for name, spec in options_of(None, leaf=True).items()
        if all(name not in method.OPTIONS for method in METHODS.values())
    }
    shared = {words.EVERY_METHOD: common, words.INNER_NODES: options_of(None, leaf=False)}
    for (title, note), known in shared.items():
        row = _line(book, sheet, row, (title, _options(known), note))
    style.page(sheet, landscape=True)
    sheet.activate()


def _options(specs: Mapping[str, OptionSpec]) -> str:
    """Titles of options, each with the words to choose from."""
    flags = " / ".join((wording.YES, wording.NO))
    titles = []
    for spec in specs.values():
        chosen = " / ".join(spec.choices.values())
        chosen = chosen or (flags if isinstance(spec.default, bool) else "")
        titles.append(f"{spec.title} ({chosen})" if chosen else spec.title)
    return "; ".join(titles) or words.NO_OPTIONS


def _when(spec: Spec, used: Mapping[str, bool]) -> str:
    if spec.advanced:
        return words.GUIDE_USED if used[spec.id] else words.GUIDE_ADVANCED
    return words.GUIDE_BASIC if spec.required else words.GUIDE_SOMETIMES


def _block(
    book: style.Book, sheet: Worksheet, row: int, title: str, head: tuple[str, str, str]
) -> int:
    sheet.merge_range(row, 0, row, 2, title, book.format("section"))
    for at, text in enumerate(head):
        book.put(sheet, row + 1, at, text, "head")
    return row + 2


def _line(book: style.Book, sheet: Worksheet, row: int, texts: tuple[str, str, str]) -> int:
    for at, text in enumerate(texts):
        book.put(sheet, row, at, text, "text_bold" if at == 0 else "text")
    sheet.set_row(row, style.row_height(list(zip(WIDTHS, texts, strict=True))))
    return row + 1
