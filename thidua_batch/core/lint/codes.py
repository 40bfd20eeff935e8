"""Codes that cannot travel in file names, and codes that are easily taken for each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.lint.base import Places, cell_of, place
from thidua_batch.core.model import Bloc, Criterion, Line
from thidua_batch.core.wording import definition as words

_NAME = re.compile(r"[\w.\-]{1,40}")
_CODE = re.compile(r"[^\s|/\\\"'<>=:*?\[\]]{1,40}")
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_LETTER_DOT = re.compile(r"(?<=[^\W\d])\.(?=\d)")


def odd(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-021: codes travel in file names, marks and addresses, so only plain ones will do."""
    stated = [("bloc", bloc.code, "code")]
    stated += [("units", unit.code, "code") for unit in bloc.units]
    stated += [("table", node.code, "code") for node in bloc.table.criteria]
    stated += [("lines", line.code, "code") for line in bloc.table.lines]
    stated += [("awards", award.code, "code") for award in bloc.awards]
    for sheet, code, column in stated:
        allowed = _NAME if sheet in ("bloc", "units") else _CODE
        if code and (not allowed.fullmatch(code) or _ESCAPE.search(code)):
            cell = places.get(place(sheet, code, column))
            yield finding("DEF-021", cell=cell, value=code, problem=words.CODE_ODD)
    files: dict[str, str] = {}
    for unit in bloc.units:
        slug = vn.slug(unit.code)
        other = files.setdefault(slug, unit.code)
        if not slug or other != unit.code:
            problem = words.CODE_CLASH.format(other=other) if slug else words.CODE_ODD
            cell = places.get(place("units", unit.code, "code"))
            yield finding("DEF-021", cell=cell, value=unit.code, problem=problem)


def alike(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-027: codes that differ only in marks, case, dots; 1.10 where 1.9 is missing."""
    nodes = {node.code: node for node in bloc.table.criteria}
    seen: dict[str, Criterion] = {}
    for node in nodes.values():
        other = seen.setdefault(_key(node.code, node.parent), node)
        if other is not node:
            yield _alike(places, node, other.code)
        elif (short := _shortened(node.code)) in nodes and _before(node.code) not in nodes:
            yield _alike(places, node, short)
    lines = {line.address: line for line in bloc.table.lines}
    known: dict[tuple[str, str], Line] = {}
    for line in lines.values():
        first = known.setdefault((line.criterion, _key(line.code, "")), line)
        if first is not line:
            yield _alike(places, line, first.code)


def _alike(places: Places, row: Criterion | Line, other: str) -> Finding:
    return finding("DEF-027", cell=cell_of(places, row, "code"), value=row.code, other=other)


def _key(code: str, parent: str | None) -> str:
    """Lone letters are numbering: d and đ differ, and A and a where they stand in other places."""
    parts = []
    for part in _LETTER_DOT.sub("", code).split("."):
        text = vn.fold(part).replace("-", "_").replace(" ", "")
        letter = unicodedata.normalize("NFC", part)
        parts.append(f"{parent}/{letter.casefold()}" if len(letter) == 1 and not part.isdigit()
                     else text)  # fmt: skip
    return ".".join(parts)


def _shortened(code: str) -> str:
    """What a spreadsheet makes of 1.10: 1.1."""
    return code.rstrip("0") if re.search(r"\.[1-9]0+$", code) else ""


def _before(code: str) -> str:
    head, _, last = code.rpartition(".")
    return f"{head}.{int(last) - 1}"
