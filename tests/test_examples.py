"""`input_templates/vi_du/` is what the sample texts make: parts compared, not compression."""

import io
import zipfile
from pathlib import Path

import pytest

from thidua_batch import pipeline, samples, workspace
from thidua_batch.books import decisions, definition, form

FOLDER = Path(__file__).parents[1] / "input_templates" / "vi_du"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_one_folder_for_each_sample() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(samples.names())


@pytest.mark.parametrize("name", samples.names())
def test_the_example_is_made_from_its_text(name: str) -> None:
    sample, root = samples.load(name), FOLDER / name
    khoi = (root / "khoi.xlsx").read_bytes()
    assert parts(khoi) == parts(definition.write(sample.bloc)), "run: make samples"
    sha, code = workspace.sha256(khoi), sample.plan.code
    book = (root / "decisions" / code / "quyet_dinh.xlsx").read_bytes()
    assert parts(book) == parts(decisions.write(sample.bloc, sample.plan, sample.decisions))
    for unit in (sample.bloc.units[0], sample.bloc.units[-1]):
        file = pipeline.form_name(sample.plan, unit.code)
        for folder, values in (("input_templates", None), ("inbox", sample.forms[unit.code])):
            made = form.write(sample.bloc, sample.plan, unit, definition_sha256=sha, values=values)
            assert parts((root / folder / code / file).read_bytes()) == parts(made), file
