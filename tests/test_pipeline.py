"""Steps over a workspace: every file of the inbox is accounted for, one never stops the others."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.support import returns
from thidua_batch import deciding, pipeline, receiving, samples
from thidua_batch.books import definition
from thidua_batch.core import checks
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.returns import Cell, Decisions, ListRow
from thidua_batch.core.wording import decisions as words

SAMPLE = samples.load("cum-2-btp-2020")


@pytest.fixture
def loaded(tmp_path: Path) -> pipeline.Loaded:
    return pipeline.build_sample("cum-2-btp-2020", tmp_path / "cụm 2")


def codes(loaded: pipeline.Loaded) -> dict[str, str]:
    """File name -> code of the finding on it, for files that are not read."""
    return {
        item.input.received_as: item.findings[0].code
        for item in receiving.read_inbox(loaded, Decisions())
        if item.submission is None and item.findings
    }


def test_whatever_lies_in_the_inbox_is_named(loaded: pipeline.Loaded) -> None:
    inbox = loaded.workspace.inbox(loaded.plan.code)
    (inbox / "~$2020-N_DV01.xlsx").write_bytes(b"\x00" * 165)
    (inbox / "empty.xlsx").write_bytes(b"")
    (inbox / "scan.pdf").write_bytes(b"%PDF-1.7")
    (inbox / "cut.xlsx").write_bytes((inbox / "2020-N_DV01.xlsx").read_bytes()[:900])
    (inbox / "link.xlsx").symlink_to(inbox / "2020-N_DV01.xlsx")
    assert codes(loaded) == {
        "~$2020-N_DV01.xlsx": "BOOK-010",
        "empty.xlsx": "BOOK-030",
        "scan.pdf": "BOOK-026",
        "cut.xlsx": "BOOK-030",
        "link.xlsx": "BOOK-013",
    }
    outcome = pipeline.compute(loaded)
    assert all(unit.rank == 1 for unit in outcome.units)
    assert len(outcome.inputs) == 15
    assert all(f.message and f.hint for f in outcome.findings)


def test_feedback_tells_a_unit_its_own_faults_and_no_others(loaded: pipeline.Loaded) -> None:
    inbox = loaded.workspace.inbox(loaded.plan.code)
    unit = SAMPLE.bloc.units[2]
    path = inbox / "2020-N_DV03.xlsx"
    read = receiving.read_inbox(loaded, Decisions())[2].submission
    assert read is not None
    cell = read.facts[0].cell
    book = openpyxl.load_workbook(path)
    book[cell.sheet][cell.address] = "mười"
    book.save(path)
    outcome, _ = pipeline.check(loaded)
    folder = loaded.workspace.feedback(loaded.plan.code)
    text = (folder / "DV03.txt").read_text("utf-8-sig")
    assert "mười" in text
    assert "Tự chấm điểm" in text
    assert "CELL" not in text
    others = [u.name for u in SAMPLE.bloc.units if u != unit]
    assert not any(name in text for name in others)
    assert "mười" not in (folder / "DV01.txt").read_text("utf-8-sig")
    assert not outcome.is_final


def saved(path: Path, change: Callable[[Workbook], None]) -> None:
    """As a person edits it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def test_a_decision_by_flag_keeps_all_that_stands_in_the_book(loaded: pipeline.Loaded) -> None:
    path = loaded.decisions_path
    flags = pipeline.Flags(accept=("DV03",), reason="đã xác minh", who="Thư ký")

    def former(book: Workbook) -> None:
        for key in words.OPTIONAL:
            del book[words.SHEETS[key]]
        sheet = book[words.SHEETS[words.RETURNS]]
        sheet["B5"], sheet["C5"], sheet["F5"] = "Ngày nhận", "2020-N_DV01.xlsx", "8h 05/01/2021"

    saved(path, former)
    returned = receiving.read_inbox(loaded, Decisions())
    written = deciding.with_flags(loaded, flags, deciding.read(loaded), returned)
    assert written is not None
    path.write_bytes(written)
    book = openpyxl.load_workbook(path)
    assert {words.SHEETS[key] for key in words.OPTIONAL} <= set(book.sheetnames)
    sheet = book[words.SHEETS[words.RETURNS]]
    assert [sheet["F5"].value, sheet["B6"].value] == ["8h 05/01/2021", "Chấp nhận"]
    decided = deciding.read(loaded).decisions
    assert decided.accepted == {"DV03": "đã xác minh"}
    assert list(decided.received) == ["2020-N_DV01.xlsx"]


def test_a_book_with_a_lost_column_is_not_written_anew(loaded: pipeline.Loaded) -> None:
    path = loaded.decisions_path

    def rename(book: Workbook) -> None:
        book[words.SHEETS[words.FACTS]]["G4"] = "Kết quả"

    saved(path, rename)
    before = path.read_bytes()
    flags = pipeline.Flags(accept=("DV03",), reason="đã xác minh")
    book = deciding.read(loaded)
    with pytest.raises(WorkspaceError) as refusal:
        deciding.with_flags(loaded, flags, book, ())
    assert refusal.value.code == "decisions_broken"
    assert path.read_bytes() == before


def test_next_step_follows_the_state(tmp_path: Path) -> None:
    root = tmp_path / "moi"
    pipeline.init(root, definition.write(SAMPLE.bloc))
    fresh = pipeline.load(root)
    assert "templates" in pipeline.next_step(pipeline.compute(fresh), fresh.workspace)
    pipeline.templates(fresh)
    assert "inbox" in pipeline.next_step(pipeline.compute(fresh), fresh.workspace)


def test_an_award_proposed_but_not_registered_is_told() -> None:
    sample = samples.load(samples.DEFAULT)
    submission = returns.returned(sample, "U4").submission
    assert submission is not None
    cell = Cell(file="a.xlsx", sheet="Đề nghị khen thưởng", address="C7")
    row = ListRow(
        sheet=FormSheet.PROPOSALS, values={"award": "cờ thi đua của chính phủ"}, cell=cell
    )
    found = list(checks.check_proposals(sample.bloc, sample.plan, replace(submission, rows=(row,))))
    assert [(f.code, f.cell) for f in found] == [("CROSS-002", cell)]
