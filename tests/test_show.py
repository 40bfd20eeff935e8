from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.support.sampled import sample_outcome
from thidua_batch import show
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.outcome import FileState, InputFile, Outcome
from thidua_batch.core.returns import SignedCopy, Verdict


def test_groups_are_printed_with_the_places_of_the_totals() -> None:
    outcome = sample_outcome("phong-tnmt-tien-giang")
    head, rows = show._ranking(outcome)
    first = dict(zip(head, rows[0], strict=True))
    assert (first["1"], first["5"], first["Tổng điểm"]) == ("100,40", "5,00", "124,40")


def received() -> Outcome:
    """A copy that differs, a scan of nobody, a replaced file, and one passed over."""
    outcome = sample_outcome()
    more = (
        InputFile(file="inbox/cũ.xlsx", sha256="", unit="U1", received_as="cũ.xlsx", used=False,
                  state=FileState.SUPERSEDED,
                  received_at=datetime.fromisoformat("2026-01-12 14:30")),
        InputFile(file="inbox/quét.pdf", sha256="", unit=None, received_as="quét.pdf", used=False,
                  state=FileState.IGNORED, is_signed=True),
        InputFile(file="inbox/thư.docx", sha256="", unit=None, received_as="thư.docx", used=False,
                  state=FileState.IGNORED),
        InputFile(file="inbox/hỏng.xlsx", sha256="", unit=None, received_as="hỏng.xlsx", used=False,
                  state=FileState.REFUSED),
    )  # fmt: skip
    bad = finding("BOOK-001", file="inbox/hỏng.xlsx", name="hỏng.xlsx", reason="hỏng")
    noted = SignedCopy(unit="U1", number="12/BC", compared_by="Thư ký", verdict=Verdict.SAME)
    decisions = replace(
        outcome.decisions,
        signed={"U1": noted},
        ignored={"thư.docx": "thư mời họp"},
    )
    return replace(outcome, inputs=(*outcome.inputs, *more), decisions=decisions, findings=(bad,))


def test_status_tells_excel_signed_copy_evidence_and_files_of_nobody(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show.status_table(received())
    told = capsys.readouterr().out
    assert [title in told for title in ("Excel", "Bản ký", "Minh chứng")] == [True] * 3
    first = next(line for line in told.splitlines() if "U1" in line)
    assert "đã nộp, được dùng" in first
    assert "có, khớp" in first
    nobody = told.partition("Tệp không rõ của đơn vị nào")[2]
    assert "inbox/quét.pdf" in nobody
    assert "BOOK-001" in nobody
    assert "thư.docx" not in nobody


def test_many_findings_alike_are_counted_and_none_of_them_is_lost(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def several(unit: str | None, count: int) -> list[Finding]:
        return [finding("BLOC-003", unit=unit, label=f"dòng {n}") for n in range(count)]

    show.findings([*several("U1", 18), *several("U2", 4), *several(None, 6)])
    told = capsys.readouterr().out
    assert told.count("BLOC-003") == 4 + 4 + 6
    assert "… và 15 điều cùng loại" in told
    assert told.count("cùng loại") == 1
    assert told.index("dòng 2") < told.index("… và 15") < told.index("U2")


def test_totals_count_by_severity(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = received()
    show.totals(outcome)
    note = finding("BOOK-029", file="inbox/a.txt", name="a.txt")
    show.totals(replace(outcome, findings=(*outcome.findings * 2, note)))
    show.totals(replace(outcome, findings=()))
    assert capsys.readouterr().out.splitlines() == [
        "Cộng: 1 lỗi.", "Cộng: 2 lỗi, 1 đã tự sửa.", "Cộng: không có lỗi hay lưu ý nào.",
    ]  # fmt: skip


def test_status_as_json_has_the_same() -> None:
    document: Any = show.status_json(received(), "thidua consolidate")
    first = document["units"][0]
    assert first["excel"] == {"state": "used", "errors": 0, "versions": None}
    assert (first["signed"]["state"], first["signed"]["number"]) == ("same", "12/BC")
    assert first["evidence"]["given"] == 0
    assert len(first["evidence"]["lacking"]) == first["evidence"]["asked"] > 0
    assert set(first["evidence"]["lacking"]) <= {leaf.code for leaf in received().table.leaves}
    assert document["files_of_nobody"] == ["inbox/quét.pdf", "inbox/hỏng.xlsx"]
    assert document["next"] == "thidua consolidate"


def test_check_as_json_accounts_for_every_file() -> None:
    outcome = received()
    rows: Any = show.inputs_json(outcome)
    assert len(rows) == len(outcome.inputs)
    by_name = {row["received_as"]: row for row in rows}
    assert by_name["U1.xlsx"]["state"] == "used"
    assert by_name["cũ.xlsx"]["superseded_by"] == "inbox/2025-N/U1.xlsx"
    assert by_name["cũ.xlsx"]["received_at"] == "2026-01-12T14:30:00"
    assert (by_name["hỏng.xlsx"]["state"], by_name["hỏng.xlsx"]["code"]) == ("refused", "BOOK-001")
    assert by_name["thư.docx"]["reason"] == "thư mời họp"
    assert by_name["quét.pdf"]["code"] is None
