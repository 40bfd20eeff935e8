"""Damage to whole sheets, and what stands beside the form."""

from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from tests.support.zoo.desk import SCORING, Desk, Gone, Page, q
from tests.support.zoo.kinds import EVIDENCE, Kind, Meant, lost, on, truth
from thidua_batch.core import wording
from thidua_batch.core.kinds import FormSheet

UNIT, RESULTS = (wording.FORM_SHEETS[k] for k in (FormSheet.UNIT, FormSheet.RESULTS))
PROPOSALS = wording.FORM_SHEETS[FormSheet.PROPOSALS]


def _of_scoring() -> dict[str, Meant]:
    """All that the scoring sheet holds, lost."""
    return lost(*(code for code in truth("bloc") if code[0] in f"I{EVIDENCE}"))


# --- sheets -------------------------------------------------------------------------------------


def _rename(desk: Desk) -> None:
    desk.sheet().desk.tabs()[SCORING].set("name", "Sheet1")


def _drop(title: str) -> Callable[[Desk], None]:
    def change(desk: Desk) -> None:
        own = desk.sheet(title).marker()
        others = [desk.sheet(other).marker() for other in desk.tabs() if other != title]
        if own and own in others:
            raise Gone("its copy would take its place")
        tabs = desk.book.find(q("sheets"))
        tabs.remove(desk.tabs()[title])
        names = desk.book.find(q("definedNames"))
        for name in list(names):
            if name.get("localSheetId") is not None:
                names.remove(name)

    return change


def _copy(title: str, *, is_filled: bool = False) -> Callable[[Desk], None]:
    def change(desk: Desk) -> None:
        page = desk.sheet(title)
        made = desk.add_sheet(f"{title} (2)", deepcopy(page.tree))
        if is_filled:
            made.cell("I.3/diem").put("8")

    return change


def _extra(desk: Desk) -> None:
    page = desk.add_sheet("Sheet1", etree.fromstring(
        f'<worksheet xmlns="{q("x")[1:-2]}"><sheetData/></worksheet>'
    ))  # fmt: skip
    page.at(1, 1).write("Cộng nháp")
    page.at(2, 1).put("12")


def _one_sheet(desk: Desk) -> None:
    """The sheet of results pasted below the scores, its own sheet deleted."""
    page, other = desk.sheet(), desk.sheet(RESULTS)
    below = page.bottom() + 3
    for number, line in other.rows().items():
        page.take(line, below + number)
    _drop(RESULTS)(desk)


def _side_by_side(desk: Desk) -> None:
    """The sheet of results pasted right of the scores, its own sheet deleted."""
    page, other = desk.sheet(), desk.sheet(RESULTS)
    right = max(column for _, column, _ in page.stored()) + 2
    for row, column, text in list(other.stored()):
        page.at(row, right + column).write(text)
    _drop(RESULTS)(desk)


def _twice_on_one_sheet(desk: Desk) -> None:
    """The scores pasted below themselves, one figure changed there."""
    page = desk.sheet()
    below = page.bottom()
    for number, line in page.rows().items():
        if number <= below:
            page.take(line, below + number)
    page.at(below + page.row("I.3/diem"), page.column("value")).put("8")


def _list_columns_swapped(desk: Desk) -> None:
    """Names and achievements exchanged as seen."""
    page = desk.sheet(PROPOSALS)
    one, two = page.column("name"), page.column("achievement")
    for row in [row for row in page.rows() if row > page.corner()[0]]:
        left, right = deepcopy(page.at(row, one).node), deepcopy(page.at(row, two).node)
        page.at(row, one).fill_from(right)
        page.at(row, two).fill_from(left)


def _questions_sorted(desk: Desk) -> None:
    """Questions and answers sorted as seen, their codes left behind."""
    page = desk.sheet(UNIT)
    rows = [row for row, _ in page.codes()]
    columns = tuple(page.column(code) for code in ("title", "value", "note"))
    page.shuffle(dict(zip(rows, reversed(rows), strict=True)), columns)


def _hide_sheet(desk: Desk) -> None:
    desk.sheet()
    desk.tabs()[SCORING].set("state", "veryHidden")


# --- beside the form ----------------------------------------------------------------------------


def _second_table(page: Page) -> None:
    below = page.bottom() + 3
    for row, (name, value) in enumerate((("Quý I", "20"), ("Quý II", "20")), below):
        page.at(row, page.column("text")).write(name)
        page.at(row, page.column("value")).put(value)


def _signatures(page: Page) -> None:
    below = page.bottom() + 2
    page.at(below, page.column("text")).write("NGƯỜI LẬP BIỂU")
    page.at(below, page.column("points")).write("THỦ TRƯỞNG ĐƠN VỊ")


def _comment(desk: Desk) -> None:
    """A remark on a cell, as Excel stores it."""
    page = desk.sheet()
    part = desk._part(SCORING)
    desk.parts["xl/comments9.xml"] = (
        f'<comments xmlns="{q("x")[1:-2]}"><authors><author>DV</author></authors><commentList>'
        f'<comment ref="{page.cell("I.3/diem").address}" authorId="0"><text><t>Đúng ra là 7'
        "</t></text></comment></commentList></comments>"
    ).encode()
    links = f"xl/worksheets/_rels/{part.rpartition('/')[2]}.rels"
    desk.parts[links] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/comments" Target="../comments9.xml"/></Relationships>'
    ).encode()
    types = desk.tree("[Content_Types].xml")
    etree.SubElement(
        types, f"{{{etree.QName(types).namespace}}}Override", PartName="/xl/comments9.xml",
        ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
    )  # fmt: skip


def _whole_column(page: Page) -> None:
    """Formats far below the form, and the size of the sheet told as a million rows."""
    for row in (900, 65_536, 1_048_576):
        page.at(row, 8).node.set("s", "1")
    dimension = page.tree.find(q("dimension"))
    dimension.set("ref", "A1:XFD1048576")


def _far_figure(page: Page) -> None:
    page.at(3000, 200).put("5")


def _stray_beside(page: Page) -> None:
    row = page.row("II.2/canh_cao")
    page.at(row, max(c for _, c, _ in page.stored()) + 2).write("xem lại")


KINDS: tuple[Kind, ...] = (
    Kind(name="sheet renamed", rows=("3.3 sheet renamed",), change=_rename,
         told=(("BOOK-020", ""),)),
    Kind(name="scoring sheet deleted", rows=("3.3 sheet deleted",), change=_drop(SCORING),
         means=_of_scoring(), told=(("BOOK-006", ""),)),
    Kind(name="sheet of the unit deleted", rows=("3.3 sheet deleted",), change=_drop(UNIT),
         means=lost("plan_issued", "plan_number", "plan_date", "headcount"),
         told=(("BOOK-006", ""),)),
    Kind(name="hidden sheet of marks deleted", rows=("3.3 sheet deleted", "3.2 marks"),
         change=_drop("_meta")),
    Kind(name="sheet copied", rows=("3.3 sheet copied",), change=_copy(SCORING),
         told=(("BOOK-014", ""), )),
    Kind(name="sheet copied and the copy changed", rows=("3.3 sheet copied",),
         change=_copy(SCORING, is_filled=True), means=lost("I.3/diem"),
         told=(("BOOK-014", ""), ("CELL-012", "I.3/diem"))),
    Kind(name="sheet of one's own", rows=("3.3 sheet extra",), change=_extra,
         told=(("BOOK-019", ""),)),
    Kind(name="two sheets made one", rows=("3.3 sheet deleted", "3.3 second table"),
         change=_one_sheet, told=(("BOOK-020", ""),)),
    # Columns pasted right of them would be of the second table: not together.
    Kind(name="two sheets side by side", rows=("3.3 sheet deleted", "3.3 second table"),
         is_alone=True,
         change=_side_by_side, told=(("BOOK-020", ""),)),
    Kind(name="scores twice on one sheet", rows=("3.3 second table", "3.3 sheet copied"),
         change=_twice_on_one_sheet, means=lost("I.3/diem"),
         told=(("BOOK-014", ""), ("CELL-012", "I.3/diem"))),
    Kind(name="columns of a list swapped as seen", rows=("3.3 columns inserted",),
         change=_list_columns_swapped,
         told=tuple((code, f"{PROPOSALS}!{letter}8") for code in ("CELL-015", "CELL-040")
                    for letter in "DE")),
    Kind(name="questions sorted as seen", rows=("3.3 rows sorted",), change=_questions_sorted,
         means=lost("plan_issued", "plan_number", "plan_date", "headcount"),
         told=tuple((code, f"{UNIT}!{letter}{row}") for code, letter in
                    (("CELL-015", "B"), ("CELL-040", "C")) for row in range(9, 17))),
    Kind(name="sheet hidden", rows=("2.1 hidden", "3.3 hidden"), change=_hide_sheet,
         told=(("CELL-024", "I.1:evidence"),)),
    Kind(name="second table below", rows=("3.3 second table",), change=on(SCORING, _second_table),
         told=(("CELL-023", f"{SCORING}!C37"),)),
    Kind(name="signatures below", rows=("3.3 second table",), change=on(SCORING, _signatures),
         told=(("CELL-023", f"{SCORING}!C36"),)),
    Kind(name="comment on a cell", rows=("3.3 comments",), change=_comment),
    Kind(name="whole columns formatted", rows=("3.3 whole column",),
         change=on(SCORING, _whole_column)),
    Kind(name="a figure far away", rows=("3.3 whole column",), change=on(SCORING, _far_figure),
         told=(("CELL-023", f"{SCORING}!GR3000"),)),
    Kind(name="a remark beside a row", rows=("3.3 second table",),
         change=on(SCORING, _stray_beside),
         told=(("CELL-023", f"{SCORING}!N22"),)),
)  # fmt: skip
