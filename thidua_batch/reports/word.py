"""The report in Word: facts poured into a template that a bloc may edit in Word."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from importlib import resources
from typing import Any

import jinja2
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docxtpl.template import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from thidua_batch.core.findings import WorkspaceError
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.period import PeriodKind
from thidua_batch.core.wording import report as words
from thidua_batch.reports import facts, package

_GUARD = "\ue0ff"  # stands between brace and underscore: docxtpl would turn "{_{" into "{{"
_TITLE_LIMIT = 255


def render(outcome: Outcome, template: bytes | None = None) -> bytes:
    """The report as .docx; `template` is the bloc's own .docx in place of the built-in one.

    WorkspaceError ("bad_template") where a template cannot be read or names an unknown fact.
    """
    context = _guarded(facts.build(outcome))
    document = _fill(template or built_in(outcome), context)
    for part in _parts(document):
        for text in part.iter(qn("w:t")):
            text.text = (text.text or "").replace(_GUARD, "")
    _fit_tables(document.element.body)
    properties = document.core_properties
    properties.title = facts.build(outcome)["subject_title"][:_TITLE_LIMIT]
    properties.created = properties.modified = datetime.combine(outcome.period.end, time())
    properties.last_modified_by = ""
    stream = io.BytesIO()
    document.save(stream)
    return package.repack(stream.getvalue())


def built_in(outcome: Outcome) -> bytes:
    """The template for this kind of period: tổng kết for a year, else sơ kết."""
    name = "tong_ket" if outcome.period.kind is PeriodKind.YEAR else "so_ket"
    folder = resources.files("thidua_batch.reports") / "templates"
    return (folder / f"{name}.docx").read_bytes()


def _fill(template: bytes, context: dict[str, Any]) -> Any:  # noqa: ANN401 - a python-docx document
    environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
    form = DocxTemplate(io.BytesIO(template))
    try:
        form.render(context, environment, autoescape=True)
    except jinja2.UndefinedError as error:
        raise _bad(words.BAD_NAME.format(detail=error)) from error
    except jinja2.TemplateError as error:
        raise _bad(words.BAD_SYNTAX.format(detail=error)) from error
    except (zipfile.BadZipFile, OpcError, SyntaxError, KeyError, ValueError) as error:
        raise _bad(words.BAD_TEMPLATE) from error
    return form.docx


def _bad(reason: str) -> WorkspaceError:
    return WorkspaceError("bad_template", reason=reason)


def _guarded(value: Any) -> Any:  # noqa: ANN401 - nested texts
    """Keep docxtpl's own escapes (`{_{`, `}_}`, `{_%`, `%_}`) from touching people's texts."""
    if isinstance(value, str):
        for sign in ("{_", "}_", "%_"):
            value = value.replace(sign, sign[0] + _GUARD + "_")
        return value
    if isinstance(value, dict):
        return {key: _guarded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_guarded(item) for item in value]
    return value


def _parts(document: Any) -> list[Any]:  # noqa: ANN401
    """Body and headers of every section."""
    found = [document.element.body]
    for section in document.sections:
        heads = (section.header, section.first_page_header)
        found += [head._element for head in heads if not head.is_linked_to_previous]
    return found


def _fit_tables(body: Any) -> None:  # noqa: ANN401
    """Give tables whose columns were repeated a grid that matches their cells, as wide as before.

    The cells' own widths are the shares; tables with joined cells are left alone.
    """
    for table in body.iter(qn("w:tbl")):
        grid = table.find(qn("w:tblGrid"))
        columns = grid.findall(qn("w:gridCol"))
        rows = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]
        widths = [cell.find(f".//{qn('w:tcW')}") for cell in rows[0]] if rows else []
        if len(columns) != len(widths) or any(w is None for w in widths):
            continue
        shares = [int(w.get(qn("w:w"), "0")) for w in widths]
        room = sum(int(column.get(qn("w:w"), "0")) for column in columns)
        if not all(shares) or not room or any(len(row) != len(shares) for row in rows):
            continue
        for place, column in enumerate(columns):
            width = str(shares[place] * room // sum(shares))
            column.set(qn("w:w"), width)
            for row in rows:
                row[place].find(f".//{qn('w:tcW')}").set(qn("w:w"), width)
