"""Damage to what was locked: words, maxima, targets, formulas, lists of words, protection."""

from collections.abc import Callable
from decimal import Decimal
from unicodedata import normalize

from tests.support.zoo.desk import SCORING, Cell, Desk, Page, q
from tests.support.zoo.kinds import Kind, Meant, lost, on


def _edit(spot: str, put: Callable[[Cell], None]) -> Callable[[Desk], None]:
    return lambda desk: put(desk.cell(spot))


def _written(said: str) -> Callable[[Cell], None]:
    return lambda cell: cell.write(said)


def _number(said: str) -> Callable[[Cell], None]:
    return lambda cell: cell.put(said)


def _values_for_formulas(page: Page) -> None:
    for row, _ in page.codes():
        cell = page.at(row, page.column("points"))
        if cell.node.find(q("f")) is not None:
            cell.node.remove(cell.node.find(q("f")))


def _points_typed(page: Page) -> None:
    page.cell("I.1", "points").put("35")


def _unprotected(page: Page) -> None:
    node = page.tree.find(q("sheetProtection"))
    if node is not None:
        page.tree.remove(node)


def _pasted_over(page: Page) -> None:
    """A cell from elsewhere pasted on an answer: no list, no lock, another look."""
    for tag in ("dataValidations", "conditionalFormatting"):
        for node in page.tree.findall(q(tag)):
            page.tree.remove(node)
    cell = page.cell("I.1/ct2")
    cell.node.attrib.pop("s", None)
    cell.write("39,5")


def _answer_on_the_line_above(page: Page) -> None:
    """The figure stands on the row of the criterion, not on that of its line."""
    page.cell("I.3").put("9.25")
    page.cell("I.3/diem").put(None)


def _answer_in_points(page: Page) -> None:
    """The figure stands in the column of points."""
    page.cell("I.3/diem", "points").put("9.25")
    page.cell("I.3/diem").put(None)


def _text_of_bloc(page: Page) -> None:
    """A figure typed over «do khối ghi»."""
    page.cell("A.4/thai_do").put("2")


def edited(name: str, rows: tuple[str, ...], spot: str, put: Callable[[Cell], None],
           form: str = "bloc") -> Kind:  # fmt: skip
    """A locked cell that says something else: told on that cell, nothing else changed."""
    return Kind(name=name, rows=rows, change=_edit(spot, put), form=form,
                told=(("CELL-015", spot),))  # fmt: skip


KINDS: tuple[Kind, ...] = (
    edited("maximum edited", ("3.3 maximum edited", "F12"), "II.1:max", _number("50")),
    edited("maximum emptied", ("3.3 maximum edited",), "II.1:max", lambda cell: cell.put(None)),
    edited("maximum as text", ("3.3 maximum edited",), "II.1:max", _written("10 điểm")),
    edited("text of a criterion edited", ("3.3 text edited",), "II.1:text", _written("Xếp loại")),
    edited("text of a line edited", ("3.3 text edited",), "I.1/ct2:text",
           _written("– Văn bản góp ý")),
    edited("number of a criterion edited", ("F8",), "II.1:order", _written("ii.1")),
    edited("weight edited", ("3.3 text edited",), "I.1/ct1:weight", _number("5")),
    edited("target edited", ("3.3 text edited", "F2", "F4"), "I.1/ct1:target", _number("0.05")),
    edited("target made a percentage", ("F2",), "I.1/ct1:target", _written("90%")),
    edited("rule edited", ("3.3 text edited",), "II.2/canh_cao:rule", _written("Trừ 1 điểm")),
    edited("measure edited", ("3.3 text edited",), "I.1/ct2:measure", _written("%")),
    edited("name of an award edited", ("3.3 text edited",), "award/co-cp:title",
           _written("Cờ thi đua cấp trên")),
    edited("question edited", ("3.3 text edited",), "headcount:title", _written("Số đảng viên")),
    Kind(name="composed otherwise, nothing else", rows=("2.1 composition",),
         change=_edit("II.1:text", _written(normalize("NFD", "Xếp loại tổ chức đảng")))),
    Kind(name="formulas replaced by values", rows=("3.3 values for formulas",),
         change=on(SCORING, _values_for_formulas), told=(("CELL-020", "I:points"),)),
    Kind(name="points typed over", rows=("3.3 values for formulas", "3.3 totals", "F12"),
         change=on(SCORING, _points_typed), told=(("CELL-020", "I.1:points"),)),
    Kind(name="total typed over", rows=("3.3 totals", "F12"),
         change=_edit("#total:points", _number("99")),
         told=(("CELL-020", "#total:points"),)),
    Kind(name="protection removed", rows=("3.3 protection",), change=on(SCORING, _unprotected)),
    Kind(name="answer pasted over", rows=("3.3 validation",), change=on(SCORING, _pasted_over),
         means={"I.1/ct2": Meant(Decimal("39.5"), False)}, told=(("CELL-037", "I.1/ct2"),)),
    Kind(name="answer on the line above", rows=("F17",), is_typed=True,
         change=on(SCORING, _answer_on_the_line_above), means=lost("I.3/diem"),
         told=(("CELL-001", "I.3/diem"), ("CELL-015", "I.3:value"))),
    Kind(name="answer in the column of points", is_typed=True,
         rows=("F17", "3.3 values for formulas"),
         change=on(SCORING, _answer_in_points), means=lost("I.3/diem"),
         told=(("CELL-001", "I.3/diem"), ("CELL-020", "I.3/diem:points"))),
    Kind(name="figure where the bloc writes", rows=("3.3 values for formulas",), form="rich",
         change=on(SCORING, _text_of_bloc), told=(("CELL-015", "A.4/thai_do"),)),
)  # fmt: skip
