"""Web pages named .xls: the text that a person sees, doubtful where it does not say all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_batch.books.reading import html
from thidua_batch.books.reading.grid import Container, Content, Grid, Sheet, Told, Unreadable


def page(body: str, head: str = "") -> Grid:
    return html.read(f"<html><head>{head}</head><body>{body}</body></html>".encode())


def table(rows: str) -> Sheet:
    return page(f"<table>{rows}</table>").sheets[0]


def texts(sheet: Sheet) -> dict[tuple[int, int], object]:
    return {place: cell.value for place, cell in sheet.cells.items()}


def cell(inside: str, attributes: str = "") -> tuple[object, bool]:
    grid = page(f"<table><tr><td {attributes}>{inside}</td></tr></table>")
    return grid.sheets[0].cells[1, 1].value, ("Bảng 1", (1, 1)) in grid.doubtful


def test_a_table_is_a_sheet_of_texts() -> None:
    grid = page("<table><tr><th>Mã<th>Số</tr><tr><td>II.1<td>9,5</table><table><tr><td>x</table>")
    assert [s.title for s in grid.sheets] == ["Bảng 1", "Bảng 2"]
    assert texts(grid.sheets[0]) == {(1, 1): "Mã", (1, 2): "Số", (2, 1): "II.1", (2, 2): "9,5"}
    assert grid.sheets[0].cells[2, 2] == Content("9,5", None)
    assert (grid.container, grid.told) == (Container.HTML, {Told.DEGRADED})
    assert grid.doubtful == frozenset()


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("S&#7903; T&agrave;i &amp; ch&iacute;nh", "Sở Tài & chính"),
        ("  hai\n   chữ ", "hai chữ"),
        ("một<br>hai<br/>ba", "một\nhai\nba"),
        ("<p>1</p><p>2</p>", "1\n2"),
        ("<b>9</b>,<i>5</i>", "9,5"),
        ("1<!-- 2 -->3", "13"),
        ("1<script>2</script><style>3</style>", "1"),
        ("1<span style='display: none'>2<span>3</span></span>", "1"),
    ],
)
def test_text_as_it_is_seen(inside: str, text: str) -> None:
    assert cell(inside) == (text, False)


@pytest.mark.parametrize(
    ("inside", "attributes", "is_doubtful"),
    [
        ("95%", 'x:num="0.95"', False),
        ("9,5", 'x:num="9.5"', False),
        ("1.234,5", 'x:num="1234.5"', False),
        ("9,5", "x:num", False),
        ("9,5", 'x:num="9.456"', True),
        ("9,5", 'sdval="9.456"', True),
        ("9,5", 'x:num="1e999"', True),
        ("9,5", 'x:num="1_0"', True),
        ("9,5", 'x:str="9,55"', True),
        ("10<sup>2</sup>", "", True),
        ("<del>9</del>8", "", True),
        ("9<input value='8'>", "", True),
        ("9<table><tr><td>8</table>", "", True),
        ("9<span hidden>8", "", True),
    ],
)
def test_what_the_shown_text_does_not_say(inside: str, attributes: str, is_doubtful: bool) -> None:
    assert cell(inside, attributes)[1] is is_doubtful


def test_spans_join_cells_and_are_not_written_out() -> None:
    found = table("<tr><td rowspan=2>a<td colspan=2>b<td>c<tr><td>d<td>e<td>f<tr><td>g")
    assert texts(found) == {
        (1, 1): "a", (1, 2): "b", (1, 4): "c",
        (2, 2): "d", (2, 3): "e", (2, 4): "f",
        (3, 1): "g",
    }  # fmt: skip
    assert found.merged == ((1, 1, 2, 1), (1, 2, 1, 3))


def test_what_is_hidden() -> None:
    grid = page(
        "<table><tr style='display:none'><td>a<tr><td>b<td style='display:none'>c</table>"
        "<table hidden><tr><td>d</table>"
    )
    first, second = grid.sheets
    assert (first.hidden_rows, first.hidden_columns) == ({1}, {2})
    assert (first.is_hidden, second.is_hidden) == (False, True)


def test_an_inner_table_is_a_sheet_of_its_own() -> None:
    grid = page("<table><tr><td>a<table><tr><td>b</table>c<td>d</table>")
    assert [texts(s) for s in grid.sheets] == [{(1, 1): "ac", (1, 2): "d"}, {(1, 1): "b"}]


def test_formulas_errors_and_fonts() -> None:
    found = table('<tr><td x:num="3" x:fmla="=A1+B1">3<td>#REF!<td><font face=".VnTime">Së</font>')
    assert [found.cells[1, c] for c in (1, 2, 3)] == [
        Content("3", None, "=A1+B1"),
        Content("#REF!", None, is_error=True),
        Content("Së", None, font=".VnTime"),
    ]


def test_names_of_sheets_and_the_program() -> None:
    head = (
        "<meta name=Generator content='Microsoft Excel 15'>"
        "<!--[if gte mso 9]><xml><x:Name>Tự chấm</x:Name></xml><![endif]-->"
    )
    grid = page("<table><tr><td>a</table>", head)
    assert [s.title for s in grid.sheets] == ["Tự chấm"]
    assert grid.saved_by == "Microsoft Excel 15"
    assert page("<table><tr><td>a</table><table></table>", head).sheets[0].title == "Bảng 1"


TABLE = "<table><tr><td>Đơn vị</table>"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        ("<meta charset='utf-8'>" + TABLE).encode(),
        ("<meta content='text/html; charset=windows-1258'>" + TABLE).encode(
            "cp1258", "xmlcharrefreplace"
        ),
        TABLE.replace("ị", "i\N{COMBINING DOT BELOW}").encode("cp1258"),
    ],
)
def test_encodings(data: bytes) -> None:
    value = html.read(data).sheets[0].cells[1, 1].value
    assert isinstance(value, str)
    assert value.replace("i\N{COMBINING DOT BELOW}", "ị") == "Đơn vị"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><p>a</html>", "html"),
        (b"<table><tr><td> </table>", "html"),
        (b"<table><tr><td>a" + b"<!--" * 1_000_000, "html"),
        (b"<table><tr><td>a" + b"<!a" * 1_000_000, "html"),
        (b"<table><tr><td>a" + b"</" * 900_000, "html"),
        (b"<table><tr><td>a" + b"<" * 2_000_000, "cells"),
        (b"<table><tr><td>a<b " + b'c="' * 400_000 + b">", "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:x"><Table/></Workbook>', "html"),
        (b"<meta charset=shift_jis><table><tr><td>a</table>", "encoding"),
        (b"<meta charset=utf-8><table><tr><td>\xff</table>", "encoding"),
        (b"<table><tr><td colspan=999999>a</table>", "cells"),
        (b"<table><tr><td rowspan=999999>a</table>", "cells"),
        (b"<table><tr>" + b"<td colspan=200>a" * 90 + b"</table>", "cells"),
        (b"<table>" + (b"<tr>" + b"<td colspan=250>a" * 60) * 40 + b"</table>", "cells"),
        (b"<table><tr><td>" * 9, "tables"),
        (b"<table></table>" * 201, "tables"),
    ],
)
def test_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        html.read(data)
    assert refused.value.code == code


PIECES = ("<table>", "</table>", "<tr>", "<td>", "</td>", "<td rowspan=3 colspan=2>", "<br>",
          "<span hidden>", "</span>", "9,5", "<!--", "-->", "<", "&#x;", "<script>")  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_page_ends_in_a_grid_or_a_refusal(pieces: list[str]) -> None:
    try:
        grid = html.read("".join(pieces).encode())
    except Unreadable:
        return
    assert all(isinstance(c.value, str) for s in grid.sheets for c in s.cells.values())
