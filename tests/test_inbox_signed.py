"""A verdict on a signed copy is of the Excel file it was made for, and of no other."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from tests.support import blocs, desk
from tests.support.desk import Desk
from thidua_batch import pipeline
from thidua_batch.core import receipts
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.wording import decisions as words

D = blocs.d
CODES = ("BLOC-008", "BLOC-009", "BLOC-010", "BLOC-011", "BLOC-013")


@pytest.fixture
def place(tmp_path: Path) -> Desk:
    return desk.open_desk(tmp_path / "khối", signed_required=True)


def noted(place: Desk, files: Mapping[str, str], **signed: object) -> None:
    """When files came, and what was noted of the signed copy, in one book."""
    place.decide_all({
        words.RETURNS: [
            {"unit": "DV1", "action": words.RECEIVED, "file": name,
             "date": datetime.fromisoformat(at)}
            for name, at in files.items()
        ],
        words.SIGNED: [
            {"unit": "DV1", "number": "12/BC", "who": "Văn thư", "compared_on": "10/01/2026",
             **signed}
        ],
    })  # fmt: skip


def told(outcome: Outcome) -> tuple[list[str], str, str]:
    """Codes of DV1 on its signed copy, where that stands, where its return stands."""
    codes = [code for code, unit in desk.told(outcome, *CODES) if unit == "DV1"]
    got = receipts.receipt(outcome, "DV1")
    return codes, got.signed.value, desk.states(outcome)["DV1"]


OLD, NEW = {"cu.xlsx": "2026-01-09T09:00"}, {"moi.xlsx": "2026-01-12T14:30"}


def both(place: Desk) -> None:
    place.put("cu.xlsx", place.form("DV1"))
    place.put("moi.xlsx", place.form("DV1", I_2__ty_le=D("96")))


@pytest.mark.parametrize("verdict", ["Khớp", "Khác – dùng bản Excel", "Khác – chờ bản mới"])
@pytest.mark.parametrize("excel", ["cu.xlsx", None])
def test_a_new_version_is_not_taken_for_the_one_that_was_compared(
    place: Desk, verdict: str, excel: str | None
) -> None:
    both(place)
    noted(place, {**OLD, **NEW}, verdict=verdict, reason="vì", excel=excel)
    outcome = place.compute()
    assert told(outcome) == (["BLOC-013"], "uncompared", "ranked")
    assert desk.accounts(outcome)["moi.xlsx"] == ("used", None)
    said = desk.found(outcome, "BLOC-013").message
    assert said.startswith("Bản Excel đang dùng («moi.xlsx», nhận ")
    assert "đối chiếu 10/01/2026" in said
    assert ("«cu.xlsx»" in said) == (excel is not None)


@pytest.mark.parametrize(
    ("verdict", "codes", "signed", "state"),
    [
        ("Khớp", [], "same", "ranked"),
        ("Khác – dùng bản Excel", ["BLOC-009"], "keep_excel", "ranked"),
        ("Khác – chờ bản mới", ["BLOC-010"], "wait", "rejected"),
    ],
)
def test_a_verdict_holds_for_the_file_it_names_among_several(
    place: Desk, verdict: str, codes: list[str], signed: str, state: str
) -> None:
    both(place)
    place.put("bản sao.xlsx", place.form("DV1", I_2__ty_le=D("96")))
    noted(place, {**OLD, "bản sao.xlsx": "2026-01-09T10:00"}, verdict=verdict, reason="gõ nhầm",
          excel="moi.xlsx")  # fmt: skip
    assert told(place.compute()) == (codes, signed, state)


def test_the_remark_of_a_waiting_return_reaches_its_unit(place: Desk) -> None:
    place.put("cu.xlsx", place.form("DV1"))
    noted(place, OLD, verdict="Khác – chờ bản mới", reason="bản ký ghi 92, Excel ghi 95")
    outcome, _ = pipeline.check(place.loaded)
    assert told(outcome) == (["BLOC-010"], "wait", "rejected")
    text = (place.answers / "DV1.txt").read_text("utf-8-sig")
    assert "Khối ghi: bản ký ghi 92, Excel ghi 95" in text


def test_one_file_that_came_after_the_comparison_was_not_compared(place: Desk) -> None:
    """The former file was taken out of the inbox; the book does not say which was compared."""
    place.put("moi.xlsx", place.form("DV1"))
    noted(place, NEW, verdict="Khớp")
    assert told(place.compute()) == (["BLOC-013"], "uncompared", "ranked")
    noted(place, {"moi.xlsx": "2026-01-10T16:00"}, verdict="Khớp")
    assert told(place.compute()) == ([], "same", "ranked")


def test_a_compared_file_that_is_not_there_is_told_on_its_cell(place: Desk) -> None:
    place.put("2025-N_DV1.xlsx", place.form("DV1"))
    noted(place, {}, verdict="Khớp", excel="2025-N_DV1.xls", file="ky.pdf")
    outcome = place.compute()
    assert told(outcome) == (["BLOC-013"], "uncompared", "ranked")
    found = [f for f in outcome.findings if f.code == "BLOC-004"]
    assert [(f.unit, f.cell.address if f.cell else "") for f in found] == [
        ("DV1", "C5"), ("DV1", "H5"),
    ]  # fmt: skip
    assert "có phải ý là «2025-N_DV1.xlsx»?" in found[1].message
    assert "chỉ có trên giấy thì để trống" in found[0].message


def test_the_sources_say_which_file_was_compared(place: Desk) -> None:
    both(place)
    noted(place, {**OLD, **NEW}, verdict="Khớp", excel="cu.xlsx")
    outcome = place.compute()
    copy = outcome.decisions.signed["DV1"]
    said = receipts.compared_text(copy, is_compared="DV1" not in outcome.uncompared)
    assert (
        said == "Văn thư đối chiếu 10/01/2026: khớp (với «cu.xlsx») – không phải với bản đang dùng"
    )
