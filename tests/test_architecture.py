"""The house keeps its shape: layers hold, Vietnamese stands in its places."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from thidua_batch.core.scoring import METHODS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "thidua_batch"
VIETNAMESE = re.compile(
    r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]"
)
ALLOWED = (
    "core/wording/",
    "core/vn/",
    "core/legacy.py",
    "core/findings.py",
    "reports/templates/",
    "samples/",
    "cli.py",
    "show.py",
)
MODULES = sorted(PACKAGE.rglob("*.py"))


def _place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _docstrings(tree: ast.AST) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


_TOLD = ("problem", "rule")


def _titles(tree: ast.Module) -> set[int]:
    """Constants in titles, options and the functions of a scoring method that tell people."""
    found: set[int] = set()
    for node in tree.body:
        named = isinstance(node, ast.Assign | ast.AnnAssign)
        if named or (isinstance(node, ast.FunctionDef) and node.name in _TOLD):
            found |= {id(child) for child in ast.walk(node)}
    return found


def _letters(tree: ast.Module) -> set[int]:
    """Single letters are characters to work with, not words to read."""
    return {
        id(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) == 1
    }


@pytest.mark.parametrize("path", MODULES, ids=_place)
def test_vietnamese_stands_only_in_its_places(path: Path) -> None:
    place = _place(path)
    if place.startswith(ALLOWED):
        return
    tree = ast.parse(path.read_text("utf-8"))
    passed = _docstrings(tree)
    if place.startswith("core/scoring/"):
        passed |= _titles(tree)
    passed |= _letters(tree)
    texts = [
        f"{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in passed
        and VIETNAMESE.search(node.value)
    ]
    assert texts == []


@pytest.mark.parametrize("path", MODULES, ids=_place)
def test_module_is_within_the_hard_budget(path: Path) -> None:
    place = _place(path)
    data = place.startswith("core/wording/") or place == "core/findings.py"
    assert data or len(path.read_text("utf-8").splitlines()) <= 450


def test_layers() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_help_imports_no_pandas() -> None:
    code = (
        "import sys; from thidua_batch import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit as end: assert not end.code\n"
        "heavy = {'pandas', 'openpyxl', 'xlsxwriter', 'docx', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_scoring_methods_never_import_each_other() -> None:
    """By the registry, so that a new method needs no line here."""
    names = {method.__name__ for method in METHODS.values()}  # type: ignore[attr-defined]
    for name in names:
        tree = ast.parse(Path(importlib.import_module(name).__file__ or "").read_text("utf-8"))
        imported = {
            f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        assert not names & imported, name
