"""Fast where clean, careful where not, and never a value that two readers tell differently."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.support.packages import SHEET, STYLES, TYPES, made, replaced, strict
from thidua_batch.books.reading import careful, opening, xlsx
from thidua_batch.books.reading.grid import Content, Grid, Told, Unreadable
from thidua_batch.core.wording.form import REASONS

NEWS = "Times New Roman"
FILTER = (
    '</sheetData><autoFilter ref="A1:A9"><filterColumn colId="0"><iconFilter iconSet="3Stars" '
    'iconId="0"/></filterColumn></autoFilter>'
)


def never(_: bytes) -> Grid:
    raise AssertionError("a clean file was given to the careful reader")


def test_a_clean_file_is_read_once() -> None:
    found = opening.open_xlsx(made(), never)
    assert found == opening.Opened(xlsx.read(made()).grid)


def test_an_active_filter_is_clean_though_openpyxl_fails_on_it() -> None:
    data = replaced(SHEET, "</sheetData>", FILTER)(made())
    with pytest.raises(Unreadable):
        careful.read(data)
    found = opening.open_xlsx(data, never)
    assert found.grid.sheets[0].is_filtered
    assert found.grid.sheets[0].cells[1, 1].value == 1


def test_strict_files_need_no_other_reader() -> None:
    assert opening.open_xlsx(strict(made()), never).grid.told == {Told.STRICT}


def test_two_readers_that_agree_are_believed() -> None:
    data = replaced(SHEET, "<worksheet", '<worksheet xmlns:m="urn:m" m:ProcessContent="q"')(made())
    found = opening.open_xlsx(data, careful.read)
    assert found.doubts == {"markup"}
    assert found.doubtful == frozenset()
    assert found.grid == xlsx.read(made()).grid


def test_a_cell_that_two_readers_tell_differently_holds_an_error() -> None:
    data = made('<row r="1"><c r="A1" t="inlineStr"><v>5</v></c><c r="B1"><v>6</v></c></row>')
    found = opening.open_xlsx(data, careful.read)
    assert found.doubtful == {("Biểu", (1, 1))}
    cells = found.grid.sheets[0].cells
    assert cells[1, 1] == Content(opening.DOUBTFUL, is_error=True, font=NEWS)
    assert cells[1, 2].value == 6


def test_a_cell_that_only_the_other_reader_sees_holds_an_error() -> None:
    hidden = '<row r="9"><c r="A9"><v>9</v></c></row>'
    data = replaced(SHEET, "</sheetData>", f"</sheetData><extLst>{hidden}</extLst>")(made())
    found = opening.open_xlsx(data, careful.read)
    assert found.doubtful == {("Biểu", (9, 1))}
    assert found.grid.sheets[0].cells[9, 1].is_error


def test_values_under_a_merged_area_are_not_taken() -> None:
    data = made(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1" s="2"/></row>',
        after='<mergeCells><mergeCell ref="A1:C1"/></mergeCells>',
    )
    found = opening.open_xlsx(data, never)
    assert found.doubtful == {("Biểu", (1, 2))}
    assert found.grid.sheets[0].cells[1, 1].value == 1
    assert found.grid.sheets[0].cells[1, 2].is_error


@pytest.mark.parametrize(
    "rows",
    ['<row r="1"><c r="A1"><v>7</v></c><c r="B1" t="b"><v>true</v></c></row>',
     '<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v> </v></c></row>'],
)  # fmt: skip
def test_a_harmless_doubt_stands_where_openpyxl_gives_up(rows: str) -> None:
    with pytest.raises(Unreadable):
        careful.read(made(rows))
    found = opening.open_xlsx(made(rows), careful.read)
    assert found.doubts <= opening.HARMLESS
    assert found.grid.told == {Told.DEGRADED}
    assert found.grid.sheets[0].cells[1, 1].value == 7


def test_any_other_doubt_does_not() -> None:
    data = replaced(SHEET, '<c r="A1"', '<c r="A1" s="99"')(made())
    with pytest.raises(Unreadable) as found:
        opening.open_xlsx(data, careful.read)
    assert found.value.code == "reader"


def test_what_the_own_pass_refuses_is_put_to_nobody_else() -> None:
    with pytest.raises(Unreadable) as found:
        opening.open_xlsx(replaced(SHEET, "<v>1", "<v>1_0")(made()), never)
    assert found.value.code == "odd_cells"


def test_sheets_that_two_readers_list_differently_are_refused() -> None:
    data = replaced(SHEET, "<c ", "<d/><c ")(made())
    other = careful.read(made())
    renamed = replace(other, sheets=(replace(other.sheets[0], title="Khác"),))
    with pytest.raises(Unreadable) as found:
        opening.open_xlsx(data, lambda _: renamed)
    assert found.value.code == "sheets"
    assert found.value.code in REASONS


def test_what_the_own_pass_does_not_know_of_a_style_is_taken_from_openpyxl() -> None:
    data = replaced(STYLES, '<cellXfs><xf numFmtId="0"', '<cellXfs><xf numFmtId="99"')(made())
    ours = xlsx.read(data).grid.sheets[0].cells[1, 1]
    assert ours == Content(Decimal(1), None, font=NEWS)
    found = opening.open_xlsx(data, careful.read).grid.sheets[0].cells[1, 1]
    assert found == Content(Decimal(1), "General", font=NEWS)


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (Content(Decimal(1)), Content(Decimal("1.0")), False),
        (Content(Decimal(1)), Content(True), True),
        (Content(Decimal(1)), Content("1"), True),
        (Content("#REF!"), Content("#REF!", is_error=True), True),
        (Content("a", formula="=B1"), Content("a", formula="="), False),
        (Content("a", formula="=B1"), Content("a"), True),
        (Content("a", font=".VnTime"), Content("a", "@"), False),
    ],
)
def test_what_counts_as_different(one: Content, other: Content, differs: bool) -> None:
    grid = xlsx.read(made()).grid

    def with_cell(content: Content) -> Grid:
        return replace(grid, sheets=(replace(grid.sheets[0], cells={(1, 1): content}),))

    found = opening.differing(with_cell(one), with_cell(other))
    assert found == ({("Biểu", (1, 1))} if differs else frozenset())


def test_types_that_openpyxl_goes_by_and_excel_does_not() -> None:
    data = replaced(TYPES, "sharedStrings+xml", "sharedText+xml")(
        made('<row r="1"><c r="A1" t="s"><v>1</v></c></row>')
    )
    found = opening.open_xlsx(data, careful.read)
    assert found.grid.sheets[0].cells[1, 1].value == "hai"
    assert found.grid.told == {Told.DEGRADED}


def test_a_workbook_named_by_two_parts_is_not_settled_by_one_reader() -> None:
    data = replaced(TYPES, "sheet.main+xml", "sheet.odd+xml")(made())
    with pytest.raises(Unreadable):
        opening.open_xlsx(data, careful.read)
    assert xlsx.read(data).doubts == {"main_part"}
