"""The docs are complete: each command, each code, each method; each code is produced by a test."""

import runpy
from pathlib import Path

import pytest

from thidua_batch.cli import cli
from thidua_batch.core.findings import CATALOGUE
from thidua_batch.core.scoring import METHODS

ROOT = Path(__file__).parents[1]
TESTS = "".join(
    path.read_text("utf-8") for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)
)


@pytest.mark.parametrize("command", cli.commands)
def test_each_command_is_documented(command: str) -> None:
    assert f"## thidua {command}\n" in (ROOT / "docs/commands.md").read_text("utf-8")


@pytest.mark.parametrize("code", CATALOGUE)
def test_each_code_is_documented_and_produced_by_a_test(code: str) -> None:
    assert f"## {code} " in (ROOT / "docs/findings.md").read_text("utf-8")
    assert f'"{code}"' in TESTS


def test_what_is_written_by_the_code_shows_none_of_it() -> None:
    """Read by a secretary as plain text: no names of fields, no generator."""
    made = runpy.run_path(str(ROOT / "docs/generate.py"))
    for name in ("findings", "commands"):
        text = (ROOT / f"docs/{name}.md").read_text("utf-8")
        assert text == made[name]()
        assert "[[[" not in text
    assert "{" not in (ROOT / "docs/findings.md").read_text("utf-8")


def test_fields_are_told_in_words_and_what_is_added_sometimes_is_left_out() -> None:
    readable = runpy.run_path(str(ROOT / "docs/generate.py"))["readable"]
    assert readable("«{label}» ghi «{raw}», là {value}.{near}") == (
        "«tên ô» ghi «nội dung đã gõ», là …"
    )
    assert readable("{label}: kỳ {period} ghi {low}% ({units}).") == "Tên ô: kỳ … ghi …% (…)."


@pytest.mark.parametrize("method", METHODS)
def test_each_method_has_its_page(method: str) -> None:
    title = (ROOT / "docs/methods" / f"{method}.md").read_text("utf-8").splitlines()[0]
    assert title == f"# {METHODS[method].TITLE} (`{method}`)"


def test_readme_carries_the_two_commands_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "pip install . && thidua demo" in readme
    assert 'pip install -e ".[test]" && pytest' in readme
