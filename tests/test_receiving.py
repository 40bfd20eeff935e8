"""Receiving: what hostile parcels cost, and what becomes of the files in them."""

from pathlib import Path

from tests.support import hostile
from thidua_batch import pipeline, receiving, samples
from thidua_batch.core.returns import Decisions


def test_a_parcel_that_takes_too_long_is_given_up_file_by_file(tmp_path: Path) -> None:
    loaded = pipeline.build_sample(samples.DEFAULT, tmp_path)
    inbox = loaded.workspace.inbox(loaded.plan.code)
    forms = sorted(inbox.glob("*.xlsx"))
    before = len(receiving.read_inbox(loaded, Decisions()))
    parcel = inbox / "nhieu.zip"
    parcel.write_bytes(hostile.zipped({path.name: path.read_bytes() for path in forms[:2]}))
    found = receiving.read_inbox(loaded, Decisions(), patience=-1)
    assert len(found) == before + 1
    (box,) = [item for item in found if item.input.received_as == "nhieu.zip"]
    assert [f.code for f in box.findings] == ["BOOK-024"] * 2
    assert {f.fields["name"] for f in box.findings} == {path.name for path in forms[:2]}
    assert all("quá lâu" in f.message for f in box.findings)
