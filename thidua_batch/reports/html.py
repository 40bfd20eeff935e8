"""The report as one self-contained page: the facts of the Word report, findings and sources."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from thidua_batch.core.findings import SEVERITY_LABELS, Finding, Severity
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.wording import DASH
from thidua_batch.core.wording import report as words
from thidua_batch.reports import facts, standings
from thidua_batch.reports.opinions import literal

_FOLDER = resources.files("thidua_batch.reports") / "templates"
_SHOWN = (Severity.ERROR, Severity.WARNING)


def render(outcome: Outcome) -> str:
    """The page; units' texts are escaped everywhere and stand in no script or style."""
    style, script = _asset("page.css"), _asset("page.js")
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_asset),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    page = environment.get_template("page.html.j2").render(
        **facts.build(outcome),
        bars=standings.bars(outcome),
        findings=_findings(outcome),
        sources=_sources(outcome),
        definition_sha256=outcome.definition_sha256,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=_hash(script),
    )
    return page.lstrip()


def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """By which the page's own policy lets this script or style run, and no other."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _unit(outcome: Outcome, code: str | None) -> str:
    names = {u.code: literal(u.name) for u in outcome.bloc.units}
    return words.BLOC_WIDE if code is None else names.get(code, literal(code))


def _findings(outcome: Outcome) -> dict[str, Any]:
    """Counts by severity, and those that somebody must act on, errors first."""
    counts = {s: sum(f.severity is s for f in outcome.findings) for s in Severity}
    rows = [
        _finding(outcome, found)
        for severity in _SHOWN
        for found in outcome.findings
        if found.severity is severity
    ]
    return {
        "errors": str(counts[Severity.ERROR]),
        "warnings": str(counts[Severity.WARNING]),
        "notes": str(counts[Severity.NOTE]),
        "rows": rows,
    }


def _finding(outcome: Outcome, found: Finding) -> dict[str, str]:
    file, sheet, cell = found.place
    place = words.PER_PLACE.format(sheet=sheet, cell=cell) if sheet and cell else sheet or ""
    return {
        "severity": found.severity.value,
        "label": SEVERITY_LABELS[found.severity],
        "unit": _unit(outcome, found.unit),
        "message": literal(found.message),
        "hint": literal(found.hint),
        "file": literal(file or ""),
        "place": literal(place),
        "code": found.code,
    }


def _sources(outcome: Outcome) -> list[dict[str, Any]]:
    return [
        {
            "unit": _unit(outcome, source.unit) if source.unit else DASH,
            "file": literal(source.file),
            "sha256": source.sha256,
            "used": source.used,
        }
        for source in outcome.inputs
    ]
