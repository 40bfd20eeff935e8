"""Damage to rows and columns: inserted, deleted, copied, sorted, swapped, hidden, merged."""

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from tests.support.zoo.desk import SCORING, Gone, Page, letters, q
from tests.support.zoo.kinds import EVIDENCE, Kind, Meant, lost, on, truth
from thidua_batch.core import wording
from thidua_batch.core.kinds import FormSheet

UNIT = wording.FORM_SHEETS[FormSheet.UNIT]
SCORES = tuple(code for code in truth("bloc") if code[0] == "I")
#: Rows that are missed when no code is left: those of answers, and of their criteria.
ASKED = len(SCORES) + len({code.partition("/")[0] for code in SCORES})


# --- rows ---------------------------------------------------------------------------------------


def _insert(page: Page) -> None:
    page.insert_rows(page.row("I.3"), 2)
    page.insert_rows(page.corner()[0], 1)


def _insert_figures(page: Page) -> None:
    row = page.row("I.2")
    page.insert_rows(row)
    page.at(row, page.column("text")).write("– Chỉ tiêu bổ sung")
    page.at(row, page.column("value")).put("7")


def _delete_row(page: Page) -> None:
    page.delete_row(page.row("II.4/cham"))


def _delete_answer(page: Page) -> None:
    page.delete_row(page.row("plan_date"))


def _copy_row(value: str) -> Callable[[Page], None]:
    def change(page: Page) -> None:
        row = page.row("II.4/cham")
        line = deepcopy(page.rows()[row])
        page.insert_rows(row + 1)
        page.data.insert(list(page.data).index(page.rows()[row]) + 1, line)
        page.renumber(line, row + 1)
        page.at(row + 1, page.column("value")).put(value)

    return change


def _reversed(page: Page) -> dict[int, int]:
    rows = [row for row, code in page.codes() if not code.startswith("#")]
    return dict(zip(rows, reversed(rows), strict=True))


def _sort_rows(page: Page) -> None:
    page.shuffle(_reversed(page))


def _sort_some(page: Page) -> None:
    """Sorted as seen: the hidden codes stay where they were."""
    _, left = page.corner()
    columns = range(page.column("order"), page.column("evidence") + 1)
    page.shuffle(_reversed(page), tuple(c for c in columns if c != left))


def _coded(page: Page) -> list[int]:
    rows = [row for row, _ in page.codes()]
    if not rows:
        raise Gone("all codes")
    return rows


def _shift_down(page: Page) -> None:
    """Cells inserted in the column of answers alone, everything below moved down by one."""
    column, rows = page.column("value"), _coded(page)
    page.shuffle({row: row + 1 for row in rows[1:-2]}, (column,))
    page.at(rows[1], column).put(None)


def _shift_up(page: Page) -> None:
    """The first answer's cell deleted, everything below moved up by one."""
    column, rows = page.column("value"), _coded(page)
    page.shuffle({row: row - 1 for row in rows[3:]}, (column,))
    page.at(rows[-1], column).put(None)


def _shift_left(page: Page) -> None:
    """Cells of the column of answers deleted, everything right of them moved left by one."""
    first, last = page.column("value"), page.column("evidence")
    for row, _ in page.codes():
        for column in range(first, last):
            page.at(row, column).fill_from(page.at(row, column + 1).node)
        page.at(row, last).put(None)


def _shift_from_target(page: Page) -> None:
    """One cell deleted in a row, what is right of it moved left."""
    row = page.row("I.1/ct1")
    for column in range(page.column("target"), page.column("evidence")):
        page.at(row, column).fill_from(page.at(row, column + 1).node)


def _hide_rows(page: Page) -> None:
    page.hide_row(page.row("I.3/diem"))


def _filter(page: Page) -> None:
    """Only some rows are shown."""
    top, column = page.corner()[0] + 1, page.column("value")
    made = etree.Element(q("autoFilter"), ref=f"A{top}:{letters(column)}40")
    chosen = etree.SubElement(made, q("filterColumn"), colId=str(column - 1))
    filters = etree.SubElement(chosen, q("filters"))
    etree.SubElement(filters, q("filter"), val="40")
    after = page.tree.find(q("sheetProtection"))
    after = page.data if after is None else after
    page.tree.insert(list(page.tree).index(after) + 1, made)
    page.hide_row(page.row("I.3/diem"))


# --- columns ------------------------------------------------------------------------------------


def _insert_column(page: Page) -> None:
    at = page.column("measure")
    last = max(c for _, c, _ in page.stored())
    page.remap_columns({c: c for c in range(1, at)} | {c: c + 1 for c in range(at, last + 1)}, 1)


def _delete_column(code: str) -> Callable[[Page], None]:
    def change(page: Page) -> None:
        at = page.column(code)
        page.remap_columns({c: c - 1 for c in range(at + 1, 40)} | {at: None})

    return change


def _swap_columns(page: Page) -> None:
    one, two = page.column("target"), page.column("value")
    page.remap_columns({one: two, two: one})


def _swap_unseen(page: Page) -> None:
    """Two columns swapped as seen: the hidden row of codes stays."""
    one, two = page.column("target"), page.column("value")
    rows = [row for row in page.rows() if row > page.corner()[0]]
    held = {row: (deepcopy(page.at(row, one).node), deepcopy(page.at(row, two).node))
            for row in rows}  # fmt: skip
    for row, (left, right) in held.items():
        page.at(row, one).fill_from(right)
        page.at(row, two).fill_from(left)


def _copy_column(value: str) -> Callable[[Page], None]:
    """The column of answers pasted once more, right of the form."""

    def change(page: Page) -> None:
        at, last = page.column("value"), max(c for _, c, _ in page.stored())
        for row in list(page.rows()):
            page.at(row, last + 2).fill_from(page.at(row, at).node)
        page.at(page.row("I.1/ct2"), last + 2).put(value)

    return change


def _hide_column(page: Page) -> None:
    page.hide_column(page.column("value"))


def _no_codes(page: Page) -> None:
    _, left = page.corner()
    for row, _ in page.codes():
        page.at(row, left).put(None)


def _one_code(said: str) -> Callable[[Page], None]:
    def change(page: Page) -> None:
        page.at(page.row("I.1/ct1"), page.corner()[1]).write(said)

    return change


def _no_marker(page: Page) -> None:
    desk = page.desk
    if any(desk.sheet(t).marker() == page.marker() for t in desk.tabs() if t != page.title):
        raise Gone("its copy would take its place")
    page.at(*page.corner()).put(None)


def _no_column_codes(page: Page) -> None:
    top, left = page.corner()
    for _, column, _ in [place for place in page.stored() if place[0] == top]:
        if column != left:
            page.at(top, column).put(None)


def _number_codes(page: Page) -> None:
    """Codes that a spreadsheet took for numbers."""
    page.at(page.row("I.3/diem"), page.corner()[1]).put("1.3")


# --- merged cells -------------------------------------------------------------------------------


def _merge_inputs(page: Page) -> None:
    row, column = page.row("II.2/khien_trach"), letters(page.column("value"))
    page.merge(f"{column}{row}:{column}{row + 1}")
    page.at(row + 1, page.column("value")).put(None)


def _merge_across(page: Page) -> None:
    row = page.row("II.2/khien_trach")
    page.merge(f"{letters(page.column('weight'))}{row}:{letters(page.column('value'))}{row}")


def _title_row(page: Page) -> None:
    top = page.corner()[0]
    page.insert_rows(top)
    page.at(top, 2).write("BIỂU TỔNG HỢP NĂM 2025")
    page.merge(f"B{top}:K{top}")


def _of_sorted() -> tuple[tuple[str, str], ...]:
    """Every row but the one in the middle shows the words of another."""
    texts = (("CELL-015", f"{SCORING}!C{row}") for row in range(9, 34) if row != 21)
    return (*(("CELL-040", code) for code in SCORES), *texts)


def _locked(column: str, *rows: int) -> tuple[tuple[str, str], ...]:
    """Locked cells that say something else now."""
    return tuple(("CELL-015", f"{SCORING}!{column}{row}") for row in rows)


def _rows() -> tuple[Kind, ...]:
    gone, moved = f"{SCORING}!", tuple(("CELL-040", code) for code in SCORES)
    return (
        Kind(name="empty rows inserted", rows=("3.3 rows inserted",), change=on(SCORING, _insert)),
        Kind(name="a row of figures inserted", rows=("3.3 rows inserted",),
             change=on(SCORING, _insert_figures),
             told=(("CELL-022", f"{SCORING}!H13"), ("CELL-023", f"{SCORING}!C13"))),
        Kind(name="row deleted", rows=("3.3 rows deleted",), change=on(SCORING, _delete_row),
             means=lost("II.4/cham"), told=(("CELL-011", gone),)),
        Kind(name="answer's row deleted", rows=("3.3 rows deleted",),
             change=on(UNIT, _delete_answer), means=lost("plan_date"),
             told=(("CELL-011", f"{UNIT}!"),)),
        Kind(name="row copied", rows=("F8",), change=on(SCORING, _copy_row("0"))),
        Kind(name="row copied and changed", rows=("F8",), change=on(SCORING, _copy_row("3")),
             means=lost("II.4/cham"), told=(("CELL-012", "II.4/cham"),)),
        Kind(name="rows sorted", rows=("3.3 rows sorted",), change=on(SCORING, _sort_rows)),
        Kind(name="rows sorted as seen, codes left behind", rows=("3.3 rows sorted",),
             change=on(SCORING, _sort_some),
             means={**lost(*SCORES), f"{EVIDENCE}I.1": Meant(None)}, told=_of_sorted()),
        Kind(name="answers shifted down", rows=("3.3 rows inserted",),
             change=on(SCORING, _shift_down), means=lost(*SCORES),
             told=(*moved, *_locked("H", 13, 15, 17, 20, 23, 28, 31))),
        # Up after down is where it was: not together.
        Kind(name="answers shifted up", rows=("3.3 rows deleted",), is_alone=True,
             change=on(SCORING, _shift_up), means=lost(*SCORES),
             told=(*moved, *_locked("H", 13, 15, 18, 20, 23, 26, 29))),
        Kind(name="cells shifted left", rows=("3.3 columns deleted",),
             change=on(SCORING, _shift_left),
             means={**lost(*SCORES), f"{EVIDENCE}I.1": Meant(None)},
             told=(*moved, *_locked("H", 9, 10, 13, 15, 17, 18, 20, 23, 26, 28, 29),
                   *_locked("J", 10, 13, 15, 18, 20, 26, 31, 33))),
        Kind(name="cells of one row shifted left", rows=("3.3 columns deleted",),
             change=on(SCORING, _shift_from_target), means=lost("I.1/ct1"),
             told=(("CELL-040", "I.1/ct1"),)),
        Kind(name="row hidden", rows=("2.1 hidden", "3.3 hidden"), change=on(SCORING, _hide_rows),
             told=(("CELL-024", "I.3/diem"),)),
        Kind(name="rows filtered", rows=("3.3 filter",), change=on(SCORING, _filter),
             told=(("CELL-024", "I.3/diem"),)),
    )  # fmt: skip


def _columns() -> tuple[Kind, ...]:
    gone, moved = f"{SCORING}!", tuple(("CELL-040", code) for code in SCORES)
    return (
        Kind(name="column inserted", rows=("3.3 columns inserted",),
             change=on(SCORING, _insert_column)),
        Kind(name="column of answers deleted", rows=("3.3 columns deleted",),
             change=on(SCORING, _delete_column("value")), means=lost(*SCORES),
             told=(("CELL-011", gone),) * len(SCORES)),
        Kind(name="column of targets deleted", rows=("3.3 columns deleted",),
             change=on(SCORING, _delete_column("target"))),
        Kind(name="columns swapped", rows=("3.3 columns inserted",),
             change=on(SCORING, _swap_columns)),
        Kind(name="columns swapped as seen", rows=("3.3 columns inserted",),
             change=on(SCORING, _swap_unseen), means=lost(*SCORES),
             told=(*moved, ("CELL-015", f"{SCORING}!F8"), ("CELL-015", f"{SCORING}!H8"))),
        Kind(name="column copied", rows=("3.3 columns inserted",),
             change=on(SCORING, _copy_column("40")),
             told=(("BOOK-014", ""), ("CELL-023", f"{SCORING}!N11"))),
        Kind(name="column copied and changed", rows=("3.3 columns inserted",),
             change=on(SCORING, _copy_column("39")), means=lost("I.1/ct2"),
             told=(("BOOK-014", ""), ("CELL-012", "I.1/ct2"), ("CELL-023", f"{SCORING}!N11"))),
        Kind(name="column of answers hidden", rows=("2.1 hidden", "3.3 hidden"),
             change=on(SCORING, _hide_column), told=(("CELL-024", "I.1/ct1"),)),
        Kind(name="column of codes emptied", rows=("3.3 columns deleted", "F8"),
             change=on(SCORING, _no_codes), means=lost(*SCORES, f"{EVIDENCE}I.1"),
             told=(("CELL-011", gone),) * ASKED),
        Kind(name="code in small letters", rows=("F8",), change=on(SCORING, _one_code("i.1/ct1")),
             means=lost("I.1/ct1"), told=(("CELL-011", gone),)),
        Kind(name="code with a blank", rows=("F8", "F15"),
             change=on(SCORING, _one_code(" I.1/ct1 "))),
        Kind(name="code of another row", rows=("F8",), change=on(SCORING, _one_code("I.1/ct2")),
             means=lost("I.1/ct1", "I.1/ct2"),
             told=(("CELL-011", gone), ("CELL-015", f"{SCORING}!C11"),
                   ("CELL-040", f"{SCORING}!H11"))),
        Kind(name="code that became a number", rows=("F16", "F8", "2.1 converted"),
             change=on(SCORING, _number_codes), means=lost("I.3/diem"),
             told=(("CELL-011", gone),)),
        Kind(name="marker of the sheet emptied", rows=("3.3 columns deleted",),
             change=on(SCORING, _no_marker), means=lost(*SCORES, f"{EVIDENCE}I.1"),
             told=(("BOOK-006", ""), ("BOOK-019", ""))),
        Kind(name="row of codes emptied", rows=("3.3 rows deleted",),
             change=on(SCORING, _no_column_codes), means=lost(*SCORES, f"{EVIDENCE}I.1"),
             told=(("CELL-011", gone),) * ASKED),
    )  # fmt: skip


_MERGED = (
    Kind(name="answers merged", rows=("2.1 merged",), change=on(SCORING, _merge_inputs),
         means=lost("II.2/khien_trach", "II.2/canh_cao"),
         told=(("CELL-021", "II.2/khien_trach"), ("CELL-021", "II.2/canh_cao"))),
    Kind(name="answer merged with its neighbour", rows=("2.1 merged",),
         change=on(SCORING, _merge_across), means=lost("II.2/khien_trach"),
         told=(("CELL-021", "II.2/khien_trach"),)),
    Kind(name="merged title row above", rows=("F16", "2.1 merged"), change=on(SCORING, _title_row)),
)  # fmt: skip

KINDS: tuple[Kind, ...] = (*_rows(), *_columns(), *_MERGED)
