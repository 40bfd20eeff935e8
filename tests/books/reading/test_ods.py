"""OpenDocument spreadsheets: the same as the .xlsx they were, or doubtful, or refused."""

import io
from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from functools import cache

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import grids, recalc
from tests.support.grids import moment
from tests.support.ods import cell, number, row, sheet, write
from tests.support.packages import unzipped, zipped
from thidua_batch.books.reading import ods, reader, xls
from thidua_batch.books.reading.grid import Container, Content, Grid, Sheet, Told, Unreadable
from thidua_batch.core import vn

TEXT = 'office:value-type="string"'


@cache
def saved() -> Mapping[str, bytes]:
    return recalc.convert_all({**grids.forms(), "odd": grids.odd()}, "ods")


def one(*rows: str, styles: str = "", attributes: str = "") -> Grid:
    return ods.read(write(sheet("".join(rows), attributes=attributes), styles=styles))


def first(*cells: str, styles: str = "") -> Sheet:
    return one(row(*cells), styles=styles).sheets[0]


@pytest.mark.office
def test_forms_read_the_same_as_before_they_were_saved() -> None:
    for name, original in grids.forms().items():
        grid = ods.read(saved()[name])
        assert grids.told(grid) == grids.expected(original), name
        assert grid.doubtful == frozenset(), name
        assert grid.told == frozenset(), name
        assert grid.saved_by.startswith("LibreOffice")
        meta = grid.sheet("_meta")
        assert meta is not None
        assert meta.is_hidden
        assert grid.names["TPL_ID"].strip('"') == grid.properties["thidua_form"] != ""


@pytest.mark.office
def test_odd_cells_saved_by_libreoffice() -> None:
    grid = ods.read(saved()["odd"])
    assert grids.told(grid) == grids.expected(grids.odd())
    found = grid.sheet("Thử")
    assert found is not None
    assert found.cells[1, 6].font == ".VnTime"
    assert found.cells[1, 5].formula == "=1+2"
    assert found.cells[1, 1].formula is None
    assert found.cells[2, 1].number_format == "0.00"
    assert found.merged == ((5, 1, 6, 3),)
    assert (found.hidden_rows, found.hidden_columns) == ({8}, {10, 11})
    assert grid.doubtful == frozenset()


@pytest.mark.parametrize(
    ("written", "content"),
    [
        (number("0.95", "percentage"), Content(Decimal("0.95"), "0%")),
        (number("9.45"), Content(Decimal("9.45"))),
        (number("1200", "currency"), Content(Decimal(1200))),
        (
            cell("x", 'office:value-type="date" office:date-value="2025-10-09"'),
            Content(moment(2025, 10, 9), "dd/mm/yyyy"),
        ),
        (
            cell("x", 'office:value-type="date" office:date-value="2025-10-09T08:30:00.5"'),
            Content(moment(2025, 10, 9, 8, 30), "dd/mm/yyyy"),
        ),
        (
            cell("x", 'office:value-type="time" office:time-value="PT09H30M05S"'),
            Content(time(9, 30, 5), "hh:mm:ss"),
        ),
        (
            cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'),
            Content(True),
        ),
        (cell("95%", TEXT), Content("95%")),
        (
            cell("3", 'table:formula="of:=1+2" office:value-type="float" office:value="3"'),
            Content(Decimal(3), formula="=1+2"),
        ),
        (cell("", 'table:formula="of:=[.A1]"'), Content(None, formula="=[.A1]")),
        (
            cell("#REF!", f'table:formula="of:=#REF!" {TEXT} calcext:value-type="error"'),
            Content("#REF!", formula="=#REF!", is_error=True),
        ),
        (
            cell("Err:502", f'table:formula="of:=X()" {TEXT}'),
            Content("Err:502", formula="=X()", is_error=True),
        ),
        (cell("#N/A", TEXT), Content("#N/A", is_error=True)),
        (cell("Err:502", TEXT), Content("Err:502")),
    ],
)
def test_a_cell(written: str, content: Content) -> None:
    grid = one(row(written))
    assert dict(grid.sheets[0].cells) == {(1, 1): content}
    assert grid.doubtful == frozenset()


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'office:value-type="float" office:value="1_0"',
        'office:value-type="float" office:value="NaN"',
        'office:value-type="float" office:value="1e999"',
        'office:value-type="float" office:value="٩"',
        'office:value-type="float"',
        'office:value-type="date" office:date-value="2025-13-40"',
        'office:value-type="date" office:date-value="9/10"',
        'office:value-type="time" office:time-value="9:30"',
        'office:value-type="boolean" office:boolean-value="1"',
        'office:value-type="vote" office:value="9"',
    ],
)
def test_what_is_not_written_as_it_should_be_is_doubtful(attributes: str) -> None:
    grid = one(row(cell("9", attributes)))
    assert grid.sheets[0].cells[1, 1].value == "9"
    assert ("Tờ", (1, 1)) in grid.doubtful


def test_a_text_that_shows_something_else_is_doubtful() -> None:
    grid = one(row(cell("95", f'{TEXT} office:string-value="59"')))
    assert grid.doubtful == {("Tờ", (1, 1))}


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<text:p>hai</text:p><text:p>dòng</text:p>", "hai\ndòng"),
        ("<text:p>a<text:s text:c='3'/>b</text:p>", "a   b"),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "a\tb\nc"),
        ("<text:p>1<text:span>2</text:span><text:a>3</text:a></text:p>", "123"),
        ("<office:annotation><text:p>99</text:p></office:annotation><text:p>5</text:p>", "5"),
        ("<text:p>5<office:annotation><text:p>99</text:p></office:annotation></text:p>", "5"),
    ],
)
def test_text_of_a_cell_without_its_notes(inside: str, text: str) -> None:
    found = first(f"<table:table-cell {TEXT}>{inside}</table:table-cell>")
    assert found.cells[1, 1].value == text


def test_repeats_are_counted_not_stored() -> None:
    blank = cell("", 'table:number-columns-repeated="16381"')
    rows = (
        row(cell("", 'table:number-columns-repeated="2"'), number("1"), blank),
        row(cell(), attributes='table:number-rows-repeated="1048570"'),
    )
    assert set(one(*rows).sheets[0].cells) == {(1, 3)}


def test_a_repeated_value_stands_in_every_cell() -> None:
    twice = number("7", more='table:number-columns-repeated="2"')
    grid = one(
        row(twice, number("8"), attributes='table:number-rows-repeated="3"'), row(cell("x", TEXT))
    )
    assert {place: c.value for place, c in grid.sheets[0].cells.items()} == {
        **{(r, c): 7 for r in (1, 2, 3) for c in (1, 2)},
        **{(r, 3): 8 for r in (1, 2, 3)},
        (4, 1): "x",
    }
    assert grid.doubtful == frozenset()


@pytest.mark.parametrize(
    "rows",
    [
        row(number("7"), attributes='table:number-rows-repeated="1048576"'),
        row(number("7", more='table:number-columns-repeated="99999"')),
        row(*[number("7", more='table:number-columns-repeated="900"')] * 9) * 90,
        row(cell("", 'table:number-columns-repeated="16384"'), number("1")),
        row(cell(), attributes='table:number-rows-repeated="1048576"') + row(number("1")),
    ],
)
def test_too_many_cells_are_refused(rows: str) -> None:
    with pytest.raises(Unreadable) as refused:
        one(rows)
    assert refused.value.code == "cells"


def test_a_far_cell_is_read_by_one_reader() -> None:
    far = row(cell("", 'table:number-columns-repeated="16383"'), number("1"))
    grid = one(row(cell(), attributes='table:number-rows-repeated="1048575"'), far)
    assert set(grid.sheets[0].cells) == {(1_048_576, 16_384)}
    assert grid.told == {Told.DEGRADED}


def test_what_is_hidden_and_merged() -> None:
    rows = (
        '<table:table-column table:number-columns-repeated="2"/>',
        '<table:table-column table:visibility="collapse"/>',
        row(number("1", more='table:number-columns-spanned="2" table:number-rows-spanned="3"')),
        row(number("2"), attributes='table:visibility="collapse"'),
        row(number("3"), attributes='table:visibility="filter"'),
        f'<table:table-row-group table:display="false">{row(number("4"))}</table:table-row-group>',
        row(number("5")),
    )
    styles = (
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    found = one(*rows, styles=styles, attributes='table:style-name="ta2"').sheets[0]
    assert (found.hidden_rows, found.hidden_columns) == ({2, 3, 4}, {3})
    assert found.merged == ((1, 1, 3, 2),)
    assert found.is_hidden
    assert found.is_filtered
    assert not one(*rows).sheets[0].is_hidden


@pytest.mark.parametrize(
    ("kind", "inside", "number_format"),
    [
        ("number", '<number:number number:decimal-places="2"/>', "0.00"),
        ("number", '<number:number number:decimal-places="0" number:grouping="true"/>', "#,##0"),
        ("number", "<number:number/>", "General"),
        (
            "percentage",
            '<number:number number:decimal-places="1"/><number:text>%</number:text>',
            "0.0%",
        ),
        (
            "number",
            '<number:number number:decimal-places="0"/><number:text>%</number:text>',
            '0"%"',
        ),
        ("text", "<number:text-content/>", "@"),
    ],
)
def test_number_formats_by_their_meaning(kind: str, inside: str, number_format: str) -> None:
    styles = (
        '<style:font-face style:name="F1" svg:font-family="&apos;.VnTime&apos;"/>'
        f'<number:{kind}-style style:name="N1">{inside}</number:{kind}-style>'
        '<style:style style:name="up" style:family="table-cell" style:data-style-name="N1">'
        '<style:text-properties style:font-name="F1"/></style:style>'
        '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="up"/>'
    )
    column = '<table:table-column table:default-cell-style-name="ce1"/>'
    for rows in (
        row(number("9", more='table:style-name="ce1"')),
        column + row(number("9")),
        row(number("9"), attributes='table:default-cell-style-name="ce1"'),
    ):
        found = one(rows, styles=styles).sheets[0].cells[1, 1]
        assert (found.number_format, found.font) == (number_format, ".VnTime")


def test_names_properties_and_program() -> None:
    names = (
        "<table:named-expressions>"
        '<table:named-expression table:name="TPL_ID" table:expression="&quot;a|b&quot;"/>'
        '<table:named-range table:name="V" table:cell-range-address="$\'Tờ 1\'.$A$1:.$B$2"/>'
        "</table:named-expressions>"
    )
    meta = (
        "<office:meta><meta:generator>WPS</meta:generator>"
        '<meta:user-defined meta:name="thidua_form">a|b</meta:user-defined></office:meta>'
    )
    grid = ods.read(
        write(sheet(row(cell("x")) + names.replace("TPL_ID", "own")) + names, meta=meta)
    )
    assert grid.names == {"TPL_ID": '"a|b"', "V": "'Tờ 1'!$A$1:$B$2"}
    assert grid.properties == {"thidua_form": "a|b"}
    assert (grid.saved_by, grid.container) == ("WPS", Container.ODS)


def test_copies_of_other_files_are_no_sheets() -> None:
    link = sheet("<table:table-source/>" + row(number("9")), "'file:///x.ods'#$Tờ")
    grid = ods.read(write(sheet(row(number("1"))) + link))
    assert [s.title for s in grid.sheets] == ["Tờ"]
    assert grid.told == {Told.LINKS}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04", "cut"),
        (write("", head='<!DOCTYPE x [<!ENTITY a "b">]>'), "dtd"),
        (write("", manifest="<x encryption-data='1'/>"), "locked"),
        (write("<table:table>"), "reader"),
        (write("<a>" * 300), "cells"),
        pytest.param(write("<a/>" * 1_600_000), "cells", marks=pytest.mark.slow),
        (write(sheet(sheet(""))), "reader"),
        (write(sheet(row(cell("x", 'table:number-columns-repeated="-1"')))), "reader"),
        (write(sheet(row(cell("x", 'table:number-columns-repeated="123456789"')))), "cells"),
        (write(sheet(row(f"<table:table-cell>{sheet('')}</table:table-cell>"))), "reader"),
    ],
)
def test_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        ods.read(data)
    assert refused.value.code == code


WHOLE = write(sheet(row(number("9", more='table:number-columns-repeated="2"'), cell("x", TEXT))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE) - 1), st.binary(max_size=8))
def test_damaged_bytes_end_in_a_grid_or_an_exception(cut: int, at: int, noise: bytes) -> None:
    for data in (WHOLE[:cut], WHOLE[:at] + noise + WHOLE[at + len(noise) :]):
        try:
            grid = ods.read(data)
        except Exception:  # the caller refuses the file, whatever it is
            continue
        assert grid.container is Container.ODS


# --- what a person sees -----------------------------------------------------------------------

OPEN = '<number:number number:decimal-places="0" number:min-integer-digits="1"'
DIGITS = f"{OPEN}/>"


def styled(name: str, inside: str, kind: str = "number") -> str:
    return f'<number:{kind}-style style:name="{name}">{inside}</number:{kind}-style>'


def mapped(condition: str, name: str) -> str:
    return f'<style:map style:condition="{condition}" style:apply-style-name="{name}"/>'


@pytest.mark.parametrize(
    ("styles", "number_format"),
    [
        (styled("N", f'{OPEN} number:display-factor="1000"/>'), "0,"),
        (styled("N", f'{OPEN} number:display-factor="1000000"/>'), "0,,"),
        (styled("N", f"{DIGITS}<number:text> tỷ</number:text>"), '0" tỷ"'),
        (styled("N", f"{OPEN}><number:embedded-text>-</number:embedded-text></number:number>"),
         '0"-"0'),
        (styled("N", f"{DIGITS}<number:fill-character>9</number:fill-character>"), "0*9"),
        (styled("N", '<number:number number:decimal-places="0" number:min-integer-digits="0"/>'),
         "#"),
        (styled("N", '<number:number number:min-integer-digits="1"/>'), "General"),
        (styled("N", ""), '""'),
        (styled("N", f'<style:text-properties fo:color="#FFFFFF"/>{DIGITS}'), "[White]0"),
        (styled("P", DIGITS) + styled("N", f"<number:text>-</number:text>{DIGITS}"
                                     + mapped("value()&gt;=0", "P")), '[>=0]0;"-"0'),
        (styled("P", "<number:text>10</number:text>")
         + styled("N", DIGITS + mapped("value()=5", "P")), '[=5]"10";0'),
        (styled("N", "<number:text-content/>" + mapped("value() ist", "P"), "text"), "[=?];@"),
        (styled("N", "<number:day/>", "date"), "dd/mm/yyyy"),
        (styled("N", "<number:boolean/>", "boolean"), '"TRUE"'),
    ],
)  # fmt: skip
def test_formats_that_show_something_else(styles: str, number_format: str) -> None:
    styles += '<style:style style:name="c" style:family="table-cell" style:data-style-name="N"/>'
    found = first(number("5", more='table:style-name="c"'), styles=styles)
    assert found.cells[1, 1].number_format == number_format


SPAN = '<text:span text:style-name="T1">9</text:span>8'


@pytest.mark.parametrize(
    ("look", "is_doubtful"),
    [
        ('style:text-line-through-style="solid"', True),
        ('style:text-position="super 58%"', True),
        ('style:text-position="-33% 58%"', True),
        ('style:text-line-through-style="none" style:text-position="0% 100%"', False),
    ],
)
def test_figures_struck_out_or_raised_are_doubtful(look: str, is_doubtful: bool) -> None:
    styles = (
        '<style:style style:name="T1" style:family="text">'
        f"<style:text-properties {look}/></style:style>"
    )
    grid = one(row(cell(SPAN, TEXT)), styles=styles)
    assert (("Tờ", (1, 1)) in grid.doubtful) == is_doubtful


def test_a_rule_of_the_sheet_may_show_another_number() -> None:
    styles = (
        styled("N", "<number:text>10</number:text>")
        + '<style:style style:name="hit" style:family="table-cell" style:data-style-name="N"/>'
    )
    rule = (
        "<calcext:conditional-formats><calcext:conditional-format><calcext:condition "
        'calcext:apply-style-name="hit" calcext:value="=5"/></calcext:conditional-format>'
        "</calcext:conditional-formats>"
    )
    assert one(row(number("5")) + rule, styles=styles).sheets[0].cells[1, 1].number_format == '"10"'


def test_a_file_that_shows_no_zeros_has_none() -> None:
    data = write(sheet(row(number("0"), number("5"))))
    setting = (
        '<config:config-item config:name="ShowZeroValues" config:type="boolean">false'
        "</config:config-item>"
    )
    grid = ods.read(zipped({**unzipped(data), "settings.xml": setting}))
    shown = {place: c.number_format for place, c in grid.sheets[0].cells.items()}
    assert shown == {(1, 1): "General;-General;;@", (1, 2): "General"}


#: Formats of every kind, saved by LibreOffice: each container tells the same of them.
SAVED = [
    "General", "0", "0.00", "#,##0.00", "#,##0.00;[Red]-#,##0.00", "0%", "0.0%", "@", "0,", ";;;",
    r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)', '0" tỷ"', '"9"0', "#", "#,###", "0.##",
    '[=5]"10";0', "[Red]0.00", "# ?/?", "0.00E+00", '#,##0\\ "₫"', "[$₫-42A]#,##0", "0-0", "(0)",
    "-0", "0;-0;;@", 'General" đ"', "[<50]0.0;0.00", "00000", '0.0"điểm"', "#\\ ##0.00",
]  # fmt: skip


@pytest.mark.office
def test_every_container_tells_the_same_of_what_is_seen() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("S")
    for at, code in enumerate(SAVED):
        look = book.add_format({"num_format": code})
        for column, value in enumerate((5, 9.5, 0, 81)):
            page.write_number(at, column, value, look)
        page.write_string(at, 4, "Có", look)
    book.close()
    data = out.getvalue()
    expected = seen(reader.open_here(data).sheets[0])
    assert seen(ods.read(recalc.convert(data, "ods")).sheets[0]) == expected
    assert seen(xls.read(recalc.convert(data, "xls")).sheets[0]) == expected


def seen(found: Sheet) -> dict[tuple[int, int], object]:
    """Of numbers what is taken and why, of texts whether they are seen."""
    return {
        (row, column): vn.formats.of_text(content.value, content.number_format or "").shows
        if isinstance(content.value, str)
        else taken(content)
        for (row, column), content in found.cells.items()
    }


def taken(content: Content) -> tuple[Decimal | None, str | None]:
    found = vn.parse_number(content.value, number_format=content.number_format, percent=True)
    return found.value, found.reason


@pytest.mark.office
def test_texts_partly_struck_out_or_raised_are_doubtful_in_old_containers_too() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("S")
    struck = book.add_format({"font_strikeout": True})
    raised, bold = book.add_format({"font_script": 1}), book.add_format({"bold": True})
    page.write_rich_string(0, 0, struck, "9", "8")
    page.write_rich_string(1, 0, "10", raised, "2")
    page.write_rich_string(2, 0, bold, "9", "8")
    book.close()
    data = out.getvalue()
    for read, kind in ((ods.read, "ods"), (xls.read, "xls")):
        grid = read(recalc.convert(data, kind))
        assert grid.doubtful == {("S", (1, 1)), ("S", (2, 1))}, kind
