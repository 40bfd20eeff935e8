"""Recalculate a workbook in LibreOffice, so that a stored value can never pass for a computed one.

In the copy that is recalculated every formula cell stores −999; the program's own profile is set
to recalculate always.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

IMPOSSIBLE = "-999"
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_CELL = re.compile(r"<c r=\"(?P<ref>[A-Z]+[0-9]+)\"(?P<rest>[^>]*?)(?:/>|>(?P<body>.*?)</c>)")
_FORMULA = re.compile(r"<f[ />].*?</f>|<f[^>]*/>", re.DOTALL)


def soffice() -> str | None:
    """Path of the program, if it is there."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def require_soffice() -> str:
    """The program's path; skips the test, or fails it where tools are required."""
    found = soffice()
    if found is None:
        reason = "LibreOffice (soffice) is not installed"
        if os.environ.get("THIDUA_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def recalc(data: bytes) -> openpyxl.Workbook:
    """The workbook with all formulas computed by LibreOffice, read with values only."""
    return recalc_all({"book": data})["book"]


def recalc_all(books: Mapping[str, bytes]) -> dict[str, openpyxl.Workbook]:
    """Many workbooks recalculated by one run of LibreOffice."""
    poisoned = {name: poison(data) for name, data in books.items()}
    return {name: load_values(data) for name, data in convert_all(poisoned).items()}


def load_values(data: bytes) -> openpyxl.Workbook:
    """A workbook's stored values."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data), data_only=True)


def load_formulas(data: bytes) -> openpyxl.Workbook:
    """A workbook's formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def convert(data: bytes, kind: str = "xlsx") -> bytes:
    """Open with LibreOffice (recalculating always) and save as `kind`."""
    return convert_all({"book": data}, kind)["book"]


def convert_all(books: Mapping[str, bytes], kind: str = "xlsx") -> dict[str, bytes]:
    """The same for many workbooks in one run."""
    program = require_soffice()
    with tempfile.TemporaryDirectory(prefix="recalc ") as folder:
        place = Path(folder)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (place / "in").mkdir()
        files = [place / "in" / f"{i}.xlsx" for i in range(len(books))]
        for file, data in zip(files, books.values(), strict=True):
            file.write_bytes(data)
        subprocess.run(
            [
                program, "--headless", "--norestore",
                f"-env:UserInstallation={(place / 'profile').as_uri()}",
                "--convert-to", kind, "--outdir", str(place / "out"), *map(str, files),
            ],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        return {
            name: (place / "out" / f"{file.stem}.{kind}").read_bytes()
            for name, file in zip(books, files, strict=True)
        }


def poison(data: bytes) -> bytes:
    """Store an impossible value in every formula cell."""

    def replace(match: re.Match[str]) -> str:
        formula = _FORMULA.search(match["body"] or "")
        if formula is None:
            return match[0]
        rest = re.sub(r' t="[a-z]+"', "", match["rest"])
        return f'<c r="{match["ref"]}"{rest}>{formula[0]}<v>{IMPOSSIBLE}</v></c>'

    return _edit(data, lambda name, text: _CELL.sub(replace, text))


def set_cell(data: bytes, sheet: str, address: str, value: float | str | None) -> bytes:
    """Change one input cell; KeyError where the workbook has no such cell."""
    parts = _sheet_parts(data)
    done = []

    def replace(match: re.Match[str]) -> str:
        if match["ref"] != address:
            return match[0]
        done.append(address)
        rest = re.sub(r' t="[a-zA-Z]+"', "", match["rest"])
        if value is None:
            return f'<c r="{address}"{rest}/>'
        if isinstance(value, str):
            body = f"<is><t>{escape(value)}</t></is>"
            return f'<c r="{address}"{rest} t="inlineStr">{body}</c>'
        return f'<c r="{address}"{rest}><v>{value!r}</v></c>'

    edited = _edit(
        data, lambda name, text: _CELL.sub(replace, text) if name == parts[sheet] else text
    )
    if not done:
        raise KeyError(address)
    return edited


def _sheet_parts(data: bytes) -> dict[str, str]:
    """Sheet name -> its part; XlsxWriter numbers the parts in the order of the sheets."""
    names = load_formulas(data).sheetnames
    return {name: f"xl/worksheets/sheet{i}.xml" for i, name in enumerate(names, 1)}


def _edit(data: bytes, change: Callable[[str, str], str]) -> bytes:
    """Rewrite the sheets' XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            body = old.read(info)
            if info.filename.startswith("xl/worksheets/sheet"):
                body = change(info.filename, body.decode("utf-8")).encode("utf-8")
            new.writestr(info, body)
    return out.getvalue()
