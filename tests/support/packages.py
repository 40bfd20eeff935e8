"""Workbooks made or changed part by part: what no library would write."""

import io
import zipfile
from collections.abc import Callable, Mapping

from thidua_batch.books.reading.markup import MAIN, STRICT

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
TEXTS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
TYPES = "[Content_Types].xml"
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
APP = "docProps/app.xml"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The same zip with one part's text changed."""
    parts = unzipped(data)
    parts[part] = change(parts[part].decode("utf-8")).encode("utf-8")
    return zipped(parts)


def replaced(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """A change that must find what it replaces."""

    def change(text: str) -> str:
        assert old in text, (part, old)
        return text.replace(old, new, 1)

    return lambda data: changed(data, part, change)


def sheet_xml(rows: str, *, before: str = "", after: str = "", root: str = "") -> str:
    """A worksheet with these rows and neighbours."""
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{_RELATIONS}"{root}>{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def made(
    rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>',
    *,
    texts: tuple[str, ...] = ("<t>một</t>", "<t>hai</t>"),
    before: str = "",
    after: str = "",
    root: str = "",
) -> bytes:
    """A small workbook of one sheet "Biểu"; style 1 is a day, 2 a percentage, 3 an old font."""
    items = "".join(f"<si>{text}</si>" for text in texts)
    return zipped(
        {
            TYPES: f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/{BOOK}" ContentType="{_TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/{SHEET}" ContentType="{_TYPE}.worksheet+xml"/>'
            f'<Override PartName="/{TEXTS}" ContentType="{_TYPE}.sharedStrings+xml"/>'
            f'<Override PartName="/{STYLES}" ContentType="{_TYPE}.styles+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="{BOOK}"/>'
            f'<Relationship Id="rId2" Type="{_RELATIONS}/extended-properties" Target="{APP}"/>'
            "</Relationships>",
            APP: '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            'extended-properties"><Application>Microsoft Excel</Application>'
            "<AppVersion>16.0300</AppVersion></Properties>",
            BOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATIONS}"><workbookPr/><sheets>'
            '<sheet name="Biểu" sheetId="1" r:id="rId1"/></sheets></workbook>',
            BOOK_RELATIONS: f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet"'
            ' Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{_RELATIONS}/sharedStrings" Target="/{TEXTS}"/>'
            f'<Relationship Id="rId3" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
            "</Relationships>",
            TEXTS: f'<sst xmlns="{MAIN}" count="99" uniqueCount="9">{items}</sst>',
            STYLES: _styles(),
            SHEET: sheet_xml(rows, before=before, after=after, root=root),
        }
    )


def _styles() -> str:
    fill = "<fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    plain = 'fillId="0" borderId="0" xfId="0"'
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/>'
        '</numFmts><fonts><font><name val="Times New Roman"/></font><font><name val=".VnTime"/>'
        f"</font></fonts>{fill}"
        '<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0" fontId="0" {plain}/><xf numFmtId="170" fontId="0" {plain}/>'
        f'<xf numFmtId="10" fontId="0" {plain}/><xf numFmtId="49" fontId="1" {plain}/></cellXfs>'
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def strict(data: bytes) -> bytes:
    """The workbook in the strict form of the standard."""
    return zipped(
        {
            name: content.replace(MAIN.encode(), STRICT.encode()).replace(
                _RELATIONS.encode(), _STRICT_RELATIONS.encode()
            )
            for name, content in unzipped(data).items()
        }
    )
