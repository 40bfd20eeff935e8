"""Whole workspaces through the real office program."""

import json
from pathlib import Path

import pytest

from tests.support import recalc
from thidua_batch import cli, samples

pytestmark = pytest.mark.office


def figures(root: Path, code: str) -> list[dict[str, object]]:
    """Everything about the units but the hashes of files."""
    text = (root / "output" / code / "results.json").read_text("utf-8")
    return json.loads(text)["units"]


@pytest.mark.parametrize("name", samples.names())
def test_forms_saved_again_by_libreoffice_consolidate_to_the_same_figures(
    name: str, tmp_path: Path
) -> None:
    root = tmp_path / name
    assert cli._run(["demo", name, "--dir", str(root)]) == 0
    code = samples.load(name).plan.code
    before = figures(root, code)
    inbox = root / "inbox" / code
    originals = {path.stem: path.read_bytes() for path in sorted(inbox.glob("*.xlsx"))}
    saved = recalc.convert_all(originals)
    assert saved.keys() == originals.keys()
    for stem, data in saved.items():
        assert data != originals[stem]
        (inbox / f"{stem}.xlsx").write_bytes(data)
    assert cli._run(["consolidate", "-w", str(root)]) == 0
    assert figures(root, code) == before
