"""OpenDocument spreadsheets made of the XML that a test wants in them."""

from __future__ import annotations

import io
import zipfile

_SPACES = (
    " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("number", "datastyle"),
            ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"),
            ("meta", "meta"),
        )
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def write(
    sheets: str, *, styles: str = "", head: str = "", meta: str = "", manifest: str = ""
) -> bytes:
    """A file whose sheets are `sheets`; `head` stands before the root element."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", content)
        archive.writestr(
            "meta.xml", f"<office:document-meta {_SPACES}>{meta}</office:document-meta>"
        )
        archive.writestr("META-INF/manifest.xml", manifest or "<manifest/>")
    return out.getvalue()


def sheet(rows: str, title: str = "Tờ", attributes: str = "") -> str:
    """One sheet around its rows."""
    return f'<table:table table:name="{title}" {attributes}>{rows}</table:table>'


def row(*cells: str, attributes: str = "") -> str:
    """One row around its cells."""
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", attributes: str = "") -> str:
    """One cell that shows a text; attributes say the rest."""
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{shown}</table:table-cell>"


def number(value: str, kind: str = "float", more: str = "") -> str:
    """A cell of a number."""
    return cell(value, f'office:value-type="{kind}" office:value="{value}" {more}')
