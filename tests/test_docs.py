"""The docs are complete: each command, each code, each method; each code is produced by a test."""

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


@pytest.mark.parametrize("method", METHODS)
def test_each_method_has_its_page(method: str) -> None:
    title = (ROOT / "docs/methods" / f"{method}.md").read_text("utf-8").splitlines()[0]
    assert title == f"# {METHODS[method].TITLE} (`{method}`)"


def test_readme_carries_the_two_commands_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "pip install . && thidua demo" in readme
    assert 'pip install -e ".[test]" && pytest' in readme
