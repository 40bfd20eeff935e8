"""The own pass: equal to openpyxl on clean files, doubtful or refusing on all others."""

import io
from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName

from tests.support import packages, recalc
from tests.support.packages import BOOK, BOOK_RELATIONS, SHEET, STYLES, TEXTS, TYPES, made, replaced
from thidua_batch import samples
from thidua_batch.books import form
from thidua_batch.books.reading import careful, xlsx
from thidua_batch.books.reading.grid import Container, Content, Grid, Sheet, Told, Unreadable
from thidua_batch.books.reading.values import has_link
from thidua_batch.core.wording.form import REASONS

NEWS = "Times New Roman"


def moment(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001  # sheets know no time zones


def clean(data: bytes) -> Grid:
    found = xlsx.read(data)
    assert found.doubts == frozenset()
    return found.grid


def one(data: bytes) -> Sheet:
    return xlsx.read(data).grid.sheets[0]


def row(cells: str) -> bytes:
    return made(f'<row r="1">{cells}</row>')


def value(cell: str) -> Content | None:
    return clean(row(cell)).sheets[0].cells.get((1, 1))


def forms() -> dict[str, bytes]:
    found = {}
    for name in samples.names():
        sample = samples.load(name)
        for unit in sample.bloc.units[:2]:
            found[f"{name} {unit.code}"] = form.write(
                sample.bloc, sample.plan, unit,
                definition_sha256="ab" * 32, values=sample.forms.get(unit.code),
            )  # fmt: skip
    return found


def test_forms_of_all_samples_are_clean_and_read_alike() -> None:
    for data in forms().values():
        assert clean(data) == careful.read(data)


@pytest.mark.office
def test_forms_saved_by_libreoffice_are_clean_and_read_alike() -> None:
    for data in recalc.convert_all(forms()).values():
        grid = clean(data)
        assert grid == careful.read(data)
        assert grid.saved_by.startswith("LibreOffice/")


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Số liệu"
    rich = CellRichText("Sở ", TextBlock(InlineFont(b=True), "Tư pháp"), " – chữ đậm")
    for row, content in enumerate(
        (
            1, -2.5, 0, 0.1 + 0.2, 1e21, 1e-9, True, False, "chữ", " cách ", "a\nb", "_x0041_",
            "=1+1", "=#REF!+1", moment(2025, 2, 5), moment(2025, 2, 5, 7, 30), time(7, 30),
            "#REF!", "🙂 Đặng", rich, "", None, 123456789012345678,
        ),
        start=1,
    ):  # fmt: skip
        sheet.cell(row, 2).value = content  # type: ignore[assignment]
    sheet["C1"], sheet["C2"], sheet["C3"] = 0.95, 45_000.5, 7
    sheet["C1"].number_format, sheet["C2"].number_format = "0.0%", "dd/mm/yyyy hh:mm"
    sheet["C3"].font = Font(name=".VnTime")
    sheet["D1"].font = Font(bold=True)
    sheet.merge_cells("F1:G3")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["H"].hidden = True
    sheet.column_dimensions.group("J", "L", hidden=True)
    sheet.auto_filter.ref = "A1:C9"
    book.create_sheet("Ẩn").sheet_state = "veryHidden"
    book.create_chartsheet("Biểu đồ")
    book.defined_names["TPL_ID"] = DefinedName("TPL_ID", attr_text='"a|b|c|d"')
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_xlsxwriter() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"})
    sheet, hidden = book.add_worksheet("Biểu 1"), book.add_worksheet("_meta")
    hidden.very_hidden()
    percent, old = (
        book.add_format({"num_format": "0%"}),
        book.add_format({"font_name": ".VnTimeH", "num_format": "@"}),
    )
    sheet.write_row(0, 0, [1, 2.25, "chữ", True, -0.0])
    sheet.write_number(1, 0, 0.95, percent)
    sheet.write_string(1, 1, "Së T\u00ad ph\u00b8p", old)
    sheet.write_datetime(1, 2, moment(2025, 12, 31, 23, 59, 59))
    sheet.write_formula("A4", "=SUM(A1:A2)", None, 1.95)
    sheet.write_formula("B4", "=A4/0", None, "#DIV/0!")
    sheet.write_formula("C4", '=""', None, "")
    sheet.write_formula("D4", '="a"&"b"', None, "ab")
    sheet.write_formula("E4", "=TRUE", None, True)
    sheet.write_array_formula("A5:B6", "{=A1:B2*2}", None, 2)
    sheet.write_rich_string("A7", "Sở ", book.add_format({"bold": True}), " Tư pháp ")
    sheet.write_url("A8", "https://example.vn/", string="trang")
    sheet.write_comment("A1", "ghi chú")
    sheet.write_blank("B8", None, percent)
    sheet.merge_range("A9:C10", "gộp")
    sheet.set_row(11, None, None, {"hidden": True})
    sheet.set_column("F:H", None, None, {"hidden": True})
    sheet.autofilter("A1:C3")
    sheet.data_validation("A1", {"validate": "list", "source": ["Có", "Không"]})
    sheet.conditional_format("A1:A3", {"type": "data_bar", "bar_only": True, "data_bar_2010": True})
    sheet.add_sparkline("J1", {"range": "A1:C1"})
    sheet.insert_textbox("K1", "chữ trong khung")
    sheet.add_table("M1:N3", {"columns": [{"header": "a"}, {"header": "2024"}]})
    sheet.insert_checkbox("P1", True)
    sheet.write_dynamic_array_formula("R1:R3", "=SORT(A1:A3)")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Biểu 1'!$A$1:$A$3"})
    book.add_chartsheet("Đồ thị").set_chart(chart)
    book.define_name("TPL_ID", '="k|p|u|s"')
    book.set_custom_property("thidua_form", "k|p|u|s")
    book.set_custom_property("n", 3)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_every_kind_of_cell_is_read_as_openpyxl_reads_it(write: Callable[[], bytes]) -> None:
    data = write()
    assert clean(data) == careful.read(data)


def test_hidden_merged_filtered_and_named_are_told() -> None:
    grid = clean(by_openpyxl())
    sheet = grid.sheets[0]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({3}, {8, 10, 11, 12})
    assert sheet.merged == ((1, 6, 3, 7),)
    assert sheet.is_filtered
    assert [(s.title, s.is_hidden) for s in grid.sheets] == [
        ("Số liệu", False), ("Ẩn", True), ("Biểu đồ", False),
    ]  # fmt: skip
    assert grid.names == {"TPL_ID": '"a|b|c|d"'}
    assert clean(by_xlsxwriter()).properties == {"thidua_form": "k|p|u|s", "n": "3"}


def test_blank_cells_with_a_style_are_not_stored() -> None:
    cells = clean(by_openpyxl()).sheets[0].cells
    assert not {(1, 4), (21, 2), (22, 2)} & cells.keys()
    assert {(1, 2), (1, 3)} < cells.keys()


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = moment(2025, 2, 5)
    out = io.BytesIO()
    book.save(out)
    assert clean(out.getvalue()).sheets[0].cells[1, 1].value == moment(2025, 2, 5)
    assert clean(out.getvalue()) == careful.read(out.getvalue())


TEXTS_OF_ALL_KINDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=20
)
CELLS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    TEXTS_OF_ALL_KINDS,
    st.sampled_from(["_x000D_", "_x005F_x0041_", " ", "1_0", "NaN", "=A1+1", "'x", "007", '<&>"']),
)
FORMATS = st.sampled_from(
    ["General", "0%", "0.00", "@", "dd/mm/yyyy", "h:mm", "[h]:mm", '"ngày" dd', "#,##0 [$đ-42A]"]
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 40), st.integers(0, 30)), st.tuples(CELLS, FORMATS), max_size=30
    )
)
def test_random_workbooks_are_clean_and_read_alike(
    cells: dict[tuple[int, int], tuple[object, str]],
) -> None:
    out, other = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_urls": False})
    second = openpyxl.Workbook()
    sheet, page = book.add_worksheet(), second.active
    assert page is not None
    formats: dict[str, object] = {}
    for (at, column), (content, shown) in cells.items():
        if shown not in formats:
            formats[shown] = book.add_format({"num_format": shown})
        sheet.write(at, column, content, formats[shown])
        cell = page.cell(at + 1, column + 1)
        cell.value = content  # type: ignore[assignment]
        cell.number_format = shown
    book.close()
    second.save(other)
    for data in (out.getvalue(), other.getvalue()):
        assert clean(data) == careful.read(data)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ('<c r="A1"><v>9.50</v></c>', Decimal("9.5")),
        ('<c r="A1" t="n"><v> 7 </v></c>', Decimal(7)),
        ('<c r="A1"><v>-0</v></c>', Decimal(0)),
        ('<c r="A1"><v>1.5E+3</v></c>', Decimal(1500)),
        ('<c r="A1"><v>0.30000000000000004</v></c>', Decimal("0.3")),
        ('<c r="A1" t="s"><v>1</v></c>', "hai"),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="str"><v>a_x000D_b</v></c>', "a\rb"),
        ('<c r="A1" t="str"><v>_x005F_x000D_</v></c>', "_x000D_"),
        ('<c r="A1" t="str"><v>_xD83D__xDE42_ _xD83D_</v></c>', "🙂 \ufffd"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> x </t></is></c>', " x "),
        (
            '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is></c>',
            "ab",
        ),
        ('<c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>kana</t></rPh></is></c>', "a"),
        ('<c r="A1" t="d"><v>2025-02-05</v></c>', moment(2025, 2, 5)),
        ('<c r="A1" t="d"><v>2025-02-05T07:30:00Z</v></c>', moment(2025, 2, 5, 7, 30)),
        ('<c r="A1" t="d"><v>07:30:00</v></c>', time(7, 30)),
        ('<c r="A1" s="1"><v>45693</v></c>', moment(2025, 2, 5)),
        ("<c><v>5</v></c>", Decimal(5)),
    ],
)
def test_values(cell: str, wanted: object) -> None:
    found = value(cell)
    assert found is not None
    assert (found.value, type(found.value)) == (wanted, type(wanted))
    data = row(cell)
    assert clean(data) == careful.read(data)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" s="2"/>',
        '<c r="A1"><v></v></c>',
        '<c r="A1" t="s"><v/></c>',
        '<c r="A1" t="str"><v></v></c>',
        '<c r="A1" t="inlineStr"><is><t/></is></c>',
        '<c r="A1" t="inlineStr"/>',
    ],
)
def test_blanks_are_not_stored(cell: str) -> None:
    assert value(cell) is None


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("<f>1+1</f><v>2</v>", Content(Decimal(2), formula="=1+1", font=NEWS)),
        ("<f>1+1</f>", Content(None, formula="=1+1", font=NEWS)),
        ("<f>1+1</f><v></v>", Content(None, formula="=1+1", font=NEWS)),
        ("<f/><v>2</v>", Content(Decimal(2), formula="=", font=NEWS)),
        ('<f t="shared" si="0"/><v>2</v>', Content(Decimal(2), formula="=", font=NEWS)),
        ('<f t="array" ref="A1:A2">B1:B2</f>', Content(None, formula="=B1:B2", font=NEWS)),
        ('<f t="dataTable" ref="A1:A2">x</f>', Content(None, formula="=", font=NEWS)),
    ],
)
def test_formulas(cell: str, wanted: Content) -> None:
    assert value(f'<c r="A1">{cell}</c>') == wanted


def test_a_formula_that_gives_an_empty_text_was_calculated() -> None:
    assert value('<c r="A1" t="str"><f>""</f><v></v></c>') == Content("", formula='=""', font=NEWS)


def test_errors_keep_their_text() -> None:
    found = value('<c r="A1" t="e"><f>#REF!+1</f><v>#REF!</v></c>')
    assert found == Content("#REF!", formula="=#REF!+1", is_error=True, font=NEWS)
    assert value('<c r="A1" t="str"><v>#REF!</v></c>') == Content("#REF!", font=NEWS)


def test_number_format_and_font_come_with_the_value() -> None:
    assert value('<c r="A1" s="2"><v>0.95</v></c>') == Content(Decimal("0.95"), "0.00%", font=NEWS)
    old = value('<c r="A1" s="3" t="s"><v>0</v></c>')
    assert old == Content("một", "@", font=".VnTime")


def test_places_that_are_not_told_are_counted() -> None:
    data = made(
        '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row>'
        '<row r="7"/><row><c><v>4</v></c></row>'
    )
    places = {(1, 1): 1, (1, 4): 2, (1, 5): 3, (8, 1): 4}
    assert {at: c.value for at, c in one(data).cells.items()} == places
    assert clean(data) == careful.read(data)


@pytest.mark.parametrize(
    ("spelling", "rows"),
    [
        ('<row r="3" hidden="true"/>', {3}),
        ('<row r="3" hidden="false"/>', set()),
        ('<row r="3" ht="0" customHeight="1"/>', {3}),
        ('<row r="3" ht="0.5"/>', {3}),
        ('<row r="3" ht="6"/>', set()),
        ('<row r="3" collapsed="1" outlineLevel="1" hidden="1"/>', {3}),
    ],
)
def test_rows_are_hidden_by_mark_or_by_height(spelling: str, rows: set[int]) -> None:
    assert clean(made(spelling)).sheets[0].hidden_rows == rows


def test_a_prefix_changes_nothing() -> None:
    def prefix(text: str) -> str:
        for name in ("worksheet", "sheetData", "row", "c", "v"):
            text = text.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
            text = text.replace(f"</{name}>", f"</x:{name}>")
        return text.replace("xmlns=", "xmlns:x=")

    assert clean(packages.changed(made(), SHEET, prefix)) == clean(made())


def test_strict_workbooks_are_read_right() -> None:
    data = made('<row r="1"><c r="A1" t="d" s="1"><v>2025-02-05</v></c></row>')
    grid = clean(packages.strict(data))
    assert grid.sheets == clean(data).sheets
    assert grid.told == {Told.STRICT}
    assert grid.saved_by == "Microsoft Excel 16.0300"


def test_macros_and_links_are_told() -> None:
    parts = packages.unzipped(made())
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
    grid = clean(packages.zipped(parts))
    assert (grid.container, grid.told) == (Container.XLSM, {Told.MACROS})
    linked = made('<row r="1"><c r="A1"><f>[1]Nam!A1</f><v>1</v></c></row>')
    assert clean(linked).told == {Told.LINKS}
    both = packages.zipped(parts | {"xl/externalLinks/a.xml": b"<a/>"})
    assert careful.read(both).told == {Told.MACROS, Told.LINKS}


@pytest.mark.parametrize(
    ("formula", "is_link"),
    [
        ("=[1]Nam!A1", True),
        ("='[12]Biểu số 1'!A1", True),
        ("=SUM('C:\\[3]x'!A1)", True),
        ("=[1]!Ten", True),
        ("=Bang[2024]+Sheet2!A1", False),
        ("=Bang[2024]+'Sheet 2'!A1", False),
        ('="[1]Nam!A1"', False),
        ("=A1", False),
    ],
)
def test_links_in_formulas(formula: str, is_link: bool) -> None:
    assert has_link(formula) is is_link


def test_what_excel_adds_leaves_a_workbook_clean() -> None:
    """Parts, attributes and extensions that desktop Excel writes around the same cells."""
    compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    extra = "http://schemas.microsoft.com/office/spreadsheetml/2009/9"
    data = made(
        '<row r="1" spans="1:2" x14ac:dyDescent="0.25"><c r="A1" s="2" cm="1"><v>1</v></c></row>',
        root=f' xmlns:mc="{compatibility}" mc:Ignorable="x14ac xr" xmlns:x14ac="{extra}/ac"'
        ' xmlns:xr="urn:revision" xr:uid="{00000000-0001-0000-0000-000000000000}"',
        before='<sheetPr codeName="Sheet1"/><dimension ref="A1"/><sheetViews><sheetView '
        'workbookViewId="0"><pane ySplit="1" topLeftCell="A2"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/>',
        after='<sheetProtection algorithmName="SHA-512" hashValue="a" saltValue="b" '
        'spinCount="1" sheet="1"/><phoneticPr fontId="1" type="noConversion"/>'
        '<dataValidations count="1"><dataValidation type="list" sqref="A1"><formula1>"a,b"'
        '</formula1></dataValidation></dataValidations><pageMargins left="1" right="1" top="1" '
        'bottom="1" header="0" footer="0"/><ignoredErrors><ignoredError sqref="A1" '
        'numberStoredAsText="1"/></ignoredErrors><mc:AlternateContent><mc:Choice Requires="x14">'
        '<controls><control shapeId="1" r:id="rId9" name="Ô"/></controls></mc:Choice>'
        '</mc:AlternateContent><extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        f'xmlns:x14="{extra}/main"><x14:dataValidations><x14:dataValidation><x14:formula1>'
        "<xm:f xmlns:xm='urn:xm'>A1</xm:f></x14:formula1></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst>",
    )
    data = replaced(
        BOOK,
        "<workbookPr/>",
        f'<fileVersion appName="xl"/><workbookPr defaultThemeVersion="166925"/>'
        f'<mc:AlternateContent xmlns:mc="{compatibility}"><mc:Choice Requires="x15">'
        '<x15ac:absPath xmlns:x15ac="urn:path" url="C:\\"/></mc:Choice></mc:AlternateContent>',
    )(data)
    assert clean(data).sheets == clean(row('<c r="A1" s="2"><v>1</v></c>')).sheets
    assert clean(data).saved_by == "Microsoft Excel 16.0300"


ODD = [
    '<row r="1"><c r="A1"><v>1_0</v></c></row>',
    '<row r="1"><c r="A1"><v>NaN</v></c></row>',
    '<row r="1"><c r="A1"><v>inf</v></c></row>',
    '<row r="1"><c r="A1"><v>1e999</v></c></row>',
    '<row r="1"><c r="A1"><v>٩</v></c></row>',
    '<row r="1"><c r="A1"><v>\uff19</v></c></row>',
    '<row r="1"><c r="A1"><v>9,5</v></c></row>',
    '<row r="1"><c r="A1"><v>0x1F</v></c></row>',
    '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
    '<row r="1"><c r="A1" t="s"><v>2</v></c></row>',
    '<row r="1"><c r="A1" t="s"><v>1.0</v></c></row>',
    '<row r="1"><c r="A1" t="b"><v>2</v></c></row>',
    '<row r="1"><c r="A1" t="d"><v>05/02/2025</v></c></row>',
    '<row r="1"><c r="A1" t="d"><v>2025-02-30</v></c></row>',
    '<row r="1"><c r="A1" t="q"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
    '<row r="1"><c r="A1"><f>1</f><f>2</f></c></row>',
    '<row r="1"><c r="A1"><is><t>chữ</t></is></c></row>',
    '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    '<row r="2"/><row r="1"/>',
    '<row r="1"/><row r="1"/>',
    '<row r="0"/>',
    '<row r="1.0"/>',
    '<row r="1048577"/>',
    '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    '<row r="1"><c r="AAAA1"><v>1</v></c></row>',
    '<row r="1"><c r="A2"><v>1</v></c></row>',
    '<row r="1"><c r="a1"><v>1</v></c></row>',
    '<row r="1"><c r="$A$1"><v>1</v></c></row>',
    '<row r="1"><c r="1"><v>1</v></c></row>',
    '<row r="1"><c r=""><v>1</v></c></row>',
    '<row r="1"><c r="XFD1"/><c><v>1</v></c></row>',
]


@pytest.mark.parametrize("rows", ODD)
def test_odd_cells_are_refused(rows: str) -> None:
    assert refused(made(rows)) == "odd_cells"


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as found:
        xlsx.read(data)
    assert found.value.code in REASONS
    return found.value.code


DEEP = "<a>" * 70 + "</a>" * 70
WIDE = "<a " + " ".join(f'a{n}="1"' for n in range(200_000)) + "/>"
PLAIN = '<row r="1"><c r="A1"><v>1</v></c></row>'
#: A cell for programs that know the alternative, in a place where no program writes one.
OTHERWISE = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Fallback><c r="F1"><v>9</v></c></mc:Fallback></mc:AlternateContent>'
)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (replaced(SHEET, "<worksheet", "<!DOCTYPE x><worksheet"), "dtd"),
        (replaced(TEXTS, "<sst", '<!DOCTYPE x [<!ENTITY a "b">]><sst'), "dtd"),
        (replaced(SHEET, "<v>1", "<v>&a;"), "reader"),
        (replaced(SHEET, "<work", '<?xml version="1.0" encoding="UTF-x8"?><work'), "reader"),
        (replaced(SHEET, "</v>", "</w>"), "reader"),
        (replaced(SHEET, "</worksheet>", ""), "reader"),
        (replaced(SHEET, "<sheetData>", f"{DEEP}<sheetData>"), "reader"),
        (replaced(SHEET, "<row", f"{DEEP}<row"), "reader"),
        (replaced(SHEET, "<sheetData>", f"{WIDE}<sheetData>"), "reader"),
        (replaced(TEXTS, "một", "một" * 500_000), "long"),
        (replaced(SHEET, "<v>1", f"<v>{'1' * 1_500_000}"), "long"),
        (replaced(SHEET, "</sheetData>", "</sheetData><sheetData/>"), "odd_cells"),
        (replaced(SHEET, "worksheet xmlns=", "worksheet xmlns:a="), "reader"),
        (replaced(BOOK, "workbook xmlns=", "workbook xmlns:a="), "reader"),
        (replaced(TEXTS, "sst xmlns=", "sst xmlns:a="), "reader"),
        (replaced(BOOK_RELATIONS, "sheet1.xml", "sheet9.xml"), "cut"),
        (replaced(BOOK_RELATIONS, "sharedStrings.xml", "none.xml"), "cut"),
        (replaced("_rels/.rels", "xl/workbook.xml", "xl/none.xml"), "not_xlsx"),
        (replaced(BOOK, "<sheets>", '<sheets><sheet name="BIỂU" r:id="rId1"/>'), "sheets"),
        (replaced(BOOK, "<sheets>", '<sheets><sheet name="Khác" r:id="rId1"/>'), "sheets"),
        (replaced(BOOK, '<sheet name="Biểu" sheetId="1" r:id="rId1"/>', ""), "not_xlsx"),
        (lambda data: data[:-200], "cut"),
        (lambda data: data.replace(b"\x08\x00", b"\x63\x00"), "method"),
        (lambda _: b"PK\x03\x04", "cut"),
        (lambda _: packages.zipped({"a.txt": b"a"}), "not_xlsx"),
        (lambda _: packages.zipped({"a.txt": b"a", "A.TXT": b"b"}), "names"),
        (lambda _: packages.zipped({f"{n}.txt": b"a" for n in range(501)}), "parts"),
        (lambda _: packages.zipped({"a.txt": b"0" * (65 << 20)}), "inflated"),
        (
            replaced(SHEET, "</sheetData>", "</sheetData><mergeCells>"
                     '<mergeCell ref="A50:XFD1048576"/></mergeCells>'),
            "cells",
        ),
        (replaced(TEXTS, "<t>một</t>", "<t>một<b/>hai</t>"), "odd_cells"),
        (replaced(TEXTS, "<t>", "<t><si/>"), "odd_cells"),
        (replaced(SHEET, "</row>", OTHERWISE + "</row>"), "odd_cells"),
        (replaced(SHEET, "</row>", "</row>" + OTHERWISE), "odd_cells"),
        (replaced(SHEET, "</sheetData>", "</sheetData>" + OTHERWISE), "odd_cells"),
        (replaced(BOOK_RELATIONS, ' xmlns="', ' xmlns:q="'), "cut"),
        (replaced(SHEET, PLAIN, "<row>" + "<c/>" * 16_000 + "</row>"), ""),
        (replaced(SHEET, PLAIN, ("<row>" + "<c/>" * 16_000 + "</row>") * 32), "cells"),
        (replaced(SHEET, PLAIN, "<row hidden='1'/>" * 500_001), "cells"),
        (replaced(TEXTS, "<si>", "<si/>" * 1_000_001 + "<si>"), "cells"),
    ],
)  # fmt: skip
def test_traps_are_refused(change: Callable[[bytes], bytes], code: str) -> None:
    if code:
        assert refused(change(made())) == code
    else:
        assert clean(change(made())).sheets[0].cells == {}


COVER = '</sheetData><extLst><ext uri="a"><row r="9"><c r="A9"><v>9</v></c></row></ext></extLst>'
DOUBTS = [
    ("elements", replaced(SHEET, "<c ", "<d/><c ")),
    ("elements", replaced(SHEET, "<row", "<rows/><row")),
    ("elements", replaced(SHEET, "<v>1</v>", "<v><w/>1</v>")),
    ("elements", replaced(SHEET, "<v>1</v>", "<w/>")),
    ("elements", replaced(SHEET, "</sheetData>", "</sheetData><sheetDatum/>")),
    ("elements", replaced(SHEET, "</sheetData>", COVER)),
    ("elements", replaced(SHEET, "</c>", "</c><extLst><row/></extLst>")),
    ("elements", replaced(SHEET, "</c>", "</c><extLst><mergeCells/></extLst>")),
    ("elements", replaced(BOOK, "<sheets>", "<sheets><leaf/>")),
    ("elements", replaced(BOOK, "<sheets>", "<sheetsets/><sheets>")),
    ("foreign", replaced(SHEET, "<sheetData>", '<q:a xmlns:q="urn:q"/><sheetData>')),
    ("attributes", replaced(SHEET, '<c r="A1"', '<c r="A1" q="1"')),
    ("attributes", replaced(SHEET, "<row ", '<row q="1" ')),
    ("attributes", replaced(SHEET, "<v>1</v>", '<v q="1">1</v>')),
    ("attributes", replaced(SHEET, "<v>1</v>", '<f t="odd">1</f><v>1</v>')),
    ("attributes", replaced(TEXTS, "<t>một</t>", '<r t="q"><t>một</t></r>')),
    ("namespaces", replaced(SHEET, "<sheetData>", '<sheetData xmlns="urn:q">')),
    ("namespaces", replaced(SHEET, "<v>", '<v xmlns="urn:q">')),
    ("namespaces", replaced(TEXTS, "<t>", '<t xmlns="urn:q">')),
    ("namespaces", replaced(BOOK, "<sheets>", '<sheets xmlns="urn:q">')),
    ("stray_text", replaced(SHEET, "<c ", "chữ<c ")),
    ("stray_text", replaced(SHEET, "</c>", "chữ</c>")),
    ("stray_text", replaced(SHEET, "<v>1", "<v>1<!-- 2 -->")),
    ("stray_text", replaced(TEXTS, "<t>một", "chữ<t>một")),
    ("strings", replaced(TEXTS, "</t>", "</t><t>hai</t>")),
    ("strings", replaced(TEXTS, "<t>", "<r><t>a</t></r><t>")),
    ("strings", replaced(TEXTS, "<si>", "<sj/><si>")),
    ("strings", replaced(TEXTS, "<t>", "<u/><t>")),
    ("strings", replaced(TEXTS, "<t>một</t>", "<r><si/><t>một</t></r>")),
    ("strings", replaced(TEXTS, "<t>một</t>", "<r><t>một</t><t>hai</t></r>")),
    ("strings", replaced(TEXTS, "<t>một</t>", "<r><rPr><t>một</t></rPr></r>")),
    ("spaces", replaced(SHEET, "<v>1", "<v> ")),
    ("spaces", replaced(SHEET, '"A1"><v>1', '"A1" t="s"><v> ')),
    ("spaces", replaced(SHEET, '"A1"><v>1', '"A1" t="e"><v> ')),
    ("boolean", replaced(SHEET, '"A1"><v>1', '"A1" t="b"><v>true')),
    ("inline_value", replaced(SHEET, '"A1"><v>1', '"A1" t="inlineStr"><v>1')),
    ("styles", replaced(SHEET, '"A1"', '"A1" s="4"')),
    ("styles", replaced(SHEET, '"A1"', f'"A1" s="{"4" * 5000}"')),
    ("styles", replaced(SHEET, '"A1"', '"A1" s="-1"')),
    ("styles", replaced(STYLES, "<cellXfs>", "<cellXfs><mc:Choice><xf/></mc:Choice>")),
    ("styles", replaced(STYLES, "</cellXfs>", "</cellXfs><cellXfs/>")),
    ("styles", replaced(STYLES, '<xf numFmtId="170" fontId="0"', '<xf numFmtId="170" fontId="7"')),
    ("styles", replaced(STYLES, "</numFmts>", '<numFmt numFmtId="170" formatCode="0"/></numFmts>')),
    ("styles", replaced(STYLES, "<numFmts>", "<wrap><numFmts/></wrap><numFmts>")),
    ("number_format", replaced(STYLES, '<cellXfs><xf numFmtId="0"', '<cellXfs><xf numFmtId="99"')),
    ("columns", replaced(SHEET, "<sheetData>", '<cols><col min="2" max="1"/></cols><sheetData>')),
    ("columns", replaced(SHEET, "<sheetData>",
                         '<cols><col min="1" max="3"/><col min="2" max="2"/></cols><sheetData>')),
    ("merged", replaced(SHEET, "</sheetData>",
                        '</sheetData><mergeCells><mergeCell ref="B2:A1"/></mergeCells>')),
    ("merged", replaced(SHEET, "</sheetData>",
                        '</sheetData><mergeCells><mergeCell ref="A:A"/></mergeCells>')),
    ("markup", replaced(SHEET, "<worksheet", '<worksheet xmlns:m="urn:m" m:MustUnderstand="q"')),
    ("encoding", replaced(SHEET, "<work", '<?xml version="1.0" encoding="ISO-8859-1"?><work')),
    ("types", replaced(TYPES, "sharedStrings+xml", "sharedText+xml")),
    ("types", replaced(TYPES, "styles+xml", "style+xml")),
    ("main_part", replaced(TYPES, "sheet.main+xml", "sheet.odd+xml")),
    ("part_names", replaced(BOOK_RELATIONS, "worksheets/sheet1", "Worksheets/SHEET1")),
    ("relations", replaced(BOOK_RELATIONS, "rId2", "rId1")),
    ("names", replaced(BOOK, "</sheets>", "</sheets><definedNames><definedName name='a'>1"
                       "</definedName><definedName name='a'>2</definedName></definedNames>")),
    ("sheet_kind", replaced(BOOK, "</sheets>", '<sheet name="b" sheetId="2" r:id=""/></sheets>')),
    ("sheet_kind", replaced(BOOK_RELATIONS, "/worksheet\"", "/dialogsheet\"")),
    ("sheet_kind", lambda data: packages.changed(
        data, SHEET, lambda text: text.replace("worksheet", "dialogsheet"))),
]  # fmt: skip


@pytest.mark.parametrize(("doubt", "change"), DOUBTS)
def test_what_is_not_known_is_a_doubt(doubt: str, change: Callable[[bytes], bytes]) -> None:
    found = xlsx.read(change(made()))
    assert doubt in found.doubts


def test_wide_encodings_are_doubtful() -> None:
    parts = packages.unzipped(made())
    parts[SHEET] = parts[SHEET].decode("utf-8").encode("utf-16")
    found = xlsx.read(packages.zipped(parts))
    assert found.doubts == {"encoding"}
    assert found.grid.sheets == clean(made()).sheets


def test_formats_of_other_languages_keep_their_meaning() -> None:
    data = replaced(STYLES, 'numFmtId="170" fontId', 'numFmtId="58" fontId')(
        row('<c r="A1" s="1"><v>45693</v></c>')
    )
    assert clean(data).sheets[0].cells[1, 1].value == moment(2025, 2, 5)
    assert clean(data) == careful.read(data)


def test_a_workbook_without_styles_and_texts() -> None:
    parts = packages.unzipped(row('<c r="A1"><v>1</v></c>'))
    for name in (TEXTS, STYLES):
        del parts[name]
    parts[BOOK_RELATIONS] = (
        b"".join(parts[BOOK_RELATIONS].partition(b'<Relationship Id="rId2"')[:1])
        + b"</Relationships>"
    )
    parts[TYPES] = parts[TYPES].replace(b"sharedStrings", b"a").replace(b"styles+", b"a+")
    parts[TYPES] = parts[TYPES].replace(b"spreadsheetml.a+", b"a+")
    data = packages.zipped(parts)
    assert clean(data).sheets[0].cells == {(1, 1): Content(Decimal(1))}
    assert clean(data) == careful.read(data)


def test_texts_of_extensions_belong_to_no_cell() -> None:
    data = replaced(TEXTS, "<si>", "<extLst><t>khác</t></extLst><si>")(
        row('<c r="A1" t="s"><v>0</v></c>')
    )
    assert one(data).cells[1, 1].value == "một"


def test_columns_of_no_width_are_hidden() -> None:
    data = made(
        before='<cols><col min="2" max="3" width="0"/><col min="5" max="16384" hidden="1"/></cols>'
    )
    assert clean(data).sheets[0].hidden_columns == {2, 3, *range(5, 16_385)}
    assert clean(data) == careful.read(data)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_bytes_are_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    """A byte changed in the zip, or in the text of any of its parts."""
    whole = made('<row r="1"><c r="A1" s="1"><f>1</f><v>1</v></c><c t="s"><v>0</v></c></row>')
    parts = packages.unzipped(whole)
    name = data.draw(st.sampled_from(["", *parts]))
    content = bytearray(parts.get(name, whole))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + 1] = data.draw(st.binary(max_size=2))
    damaged = packages.zipped(parts | {name: bytes(content)}) if name else bytes(content)
    try:
        xlsx.read(damaged)
    except Unreadable as fault:
        assert fault.code in REASONS  # noqa: PT017  # most damage is refused, not all


@pytest.mark.parametrize(
    ("parent", "more", "number_format"),
    [
        ("14", "", "mm-dd-yy"),
        ("37", "", "General"),
        ("9", "", '"1 / 100%"'),
        ("9", ' applyNumberFormat="1"', "General"),
        ("0", "", "General"),
    ],
)
def test_a_format_that_some_programs_inherit_is_not_passed_over(
    parent: str, more: str, number_format: str
) -> None:
    """LibreOffice shows a General cell by the format of the style that it is made from."""
    above = '<cellStyleXfs><xf numFmtId="0"'
    own = '<cellXfs><xf numFmtId="0"'
    data = replaced(STYLES, above, f'<cellStyleXfs><xf numFmtId="{parent}"')(made())
    data = replaced(STYLES, own, own + more)(data)
    assert xlsx.read(data).grid.sheets[0].cells[1, 1].number_format == number_format
