"""What goes back to each unit: its own files, its own faults, nothing of any other unit."""

import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.support import blocs, desk
from tests.support.desk import Desk
from thidua_batch import pipeline
from thidua_batch.core.outcome import Outcome

D = blocs.d
#: What each unit typed that nobody else did; the figures stand in many shapes in a workbook.
SECRETS = {
    "DV1": ("DV1", "Sở Thử nghiệm", "92.57", "92,57", "đơn xin của đơn vị một"),
    "DV2": ("DV2", "Ban Nội dung", "Ban ND", "1123", "93.61", "93,61"),
    "DV3": ("DV3", "Văn phòng Mẫu", "1147", "94.73", "94,73", "ba mươi bảy"),
}


@pytest.fixture
def place(tmp_path: Path) -> Desk:
    return desk.open_desk(tmp_path / "khối")


def checked(place: Desk) -> tuple[Outcome, dict[str, bytes]]:
    outcome, _ = pipeline.check(place.loaded)
    return outcome, desk.written(place.answers)


def troubled(place: Desk) -> None:
    """Every kind of answer: several versions, a faulty return, a clean one, a stranger's file."""
    worse = place.form("DV1", I_2__ty_le="đơn xin của đơn vị một")
    place.send("DV1", ("DV1 cũ.xlsx", 5, place.form("DV1")), ("DV1.xlsx", 6, worse))
    place.put("2025-N_DV2.xlsx", place.form("DV2"))
    place.put("2025-N_DV2 - DV3.xlsx", place.form("DV3", II_2__khien_trach="ba mươi bảy"))
    place.put("DV3.xlsx", b"")


def test_each_unit_gets_exactly_its_own_files(place: Desk) -> None:
    troubled(place)
    _, files = checked(place)
    assert sorted(files) == [
        "2025-N_DV1_cac-ban.xlsx",
        "2025-N_DV1_can-sua.xlsx",
        "2025-N_DV3_can-sua.xlsx",
        "DV1.txt",
        "DV2.txt",
        "DV3.txt",
    ]


def test_nothing_in_a_units_files_speaks_of_another_unit(place: Desk) -> None:
    troubled(place)
    _, files = checked(place)
    for name, data in files.items():
        unit = next(u for u in desk.UNITS if u in name)
        inside = desk.everything(data).decode("utf-8", "replace")
        assert SECRETS[unit][1] in inside, name
        for other in set(desk.UNITS) - {unit}:
            assert [s for s in SECRETS[other] if s in inside] == [], name


def test_the_text_tells_place_reason_and_what_to_do(place: Desk) -> None:
    troubled(place)
    outcome, files = checked(place)
    fault = desk.found(outcome, "CELL-002")
    assert fault.cell is not None
    text = files["DV1.txt"].decode("utf-8-sig")
    for wanted in (fault.cell.address, "«Tự chấm điểm»", "đơn xin của đơn vị một",
                   "2025-N_DV1_can-sua.xlsx", "Cách làm"):  # fmt: skip
        assert wanted in text
    assert "CELL" not in text
    clean = files["DV2.txt"].decode("utf-8-sig")
    assert "can-sua" not in clean
    assert "Lỗi" not in clean


def test_the_marked_copy_shows_every_input_as_it_was_typed_and_marks_the_faults(
    place: Desk,
) -> None:
    troubled(place)
    outcome, files = checked(place)
    fault = desk.found(outcome, "CELL-002")
    assert fault.cell is not None
    book = openpyxl.load_workbook(io.BytesIO(files["2025-N_DV1_can-sua.xlsx"]))
    cell = book[fault.cell.sheet][fault.cell.address]
    assert cell.value == "đơn xin của đơn vị một"
    assert cell.comment is not None
    sent = openpyxl.load_workbook(io.BytesIO(place.form("DV1")))
    assert book[fault.cell.sheet]["H11"].value == sent[fault.cell.sheet]["H11"].value == 81


def test_the_marked_copy_sent_back_as_it_is_has_the_same_faults(place: Desk) -> None:
    faults = {"I_2__ty_le": "1.000", "II_2__khien_trach": D("1.5"), "II_4__cham": None}
    place.put("DV1.xlsx", place.form("DV1", **faults))
    first, files = checked(place)
    first_copy = files["2025-N_DV1_can-sua.xlsx"]
    place.put("DV1.xlsx", first_copy)
    second, again = checked(place)

    def own(outcome: Outcome) -> list[tuple[str, str]]:
        cells = (f for f in outcome.findings if f.unit == "DV1" and f.code.startswith("CELL"))
        return [(f.code, f.cell.address if f.cell else "") for f in cells]

    assert {code for code, _ in own(first)} >= {"CELL-001", "CELL-003", "CELL-010"}
    assert own(second) == own(first)
    kept, made = (
        openpyxl.load_workbook(io.BytesIO(data))
        for data in (first_copy, again["2025-N_DV1_can-sua-lan2.xlsx"])
    )
    assert [[c.value for c in row] for row in made["Tự chấm điểm"]] == [
        [c.value for c in row] for row in kept["Tự chấm điểm"]
    ]


def test_a_second_check_changes_nothing(place: Desk) -> None:
    troubled(place)
    _, before = checked(place)
    stamps = {p.name: p.stat().st_mtime_ns for p in place.answers.iterdir()}
    _, published = pipeline.check(place.loaded)
    assert published.written == ()
    assert desk.written(place.answers) == before
    assert {p.name: p.stat().st_mtime_ns for p in place.answers.iterdir()} == stamps


def test_answers_that_no_longer_hold_are_taken_away(place: Desk) -> None:
    troubled(place)
    checked(place)
    for path in place.inbox.iterdir():
        path.unlink()
    place.fill()
    _, files = checked(place)
    assert sorted(files) == ["DV1.txt", "DV2.txt", "DV3.txt"]


def test_an_answer_that_a_person_has_edited_is_kept(place: Desk) -> None:
    troubled(place)
    checked(place)
    path = place.answers / "2025-N_DV3_can-sua.xlsx"
    mine = desk.typed(path.read_bytes(), {("Tự chấm điểm", "A1"): "ghi chú của thư ký"})
    path.write_bytes(mine)
    for old in place.inbox.iterdir():
        old.unlink()
    place.fill()
    pipeline.check(place.loaded)
    kept = [p for p in place.loaded.workspace.root.rglob("*.xlsx") if p.read_bytes() == mine]
    assert kept


def test_the_answers_follow_a_consolidation_too(place: Desk) -> None:
    troubled(place)
    pipeline.consolidate(place.loaded)
    assert "2025-N_DV1_can-sua.xlsx" in desk.written(place.answers)


def test_the_versions_book_holds_the_versions_of_one_unit(place: Desk) -> None:
    troubled(place)
    _, files = checked(place)
    with zipfile.ZipFile(io.BytesIO(files["2025-N_DV1_cac-ban.xlsx"])) as archive:
        text = archive.read("xl/sharedStrings.xml").decode()
    assert "đơn xin của đơn vị một" in text
    assert re.search("92[.,]57", text)
    assert text.count("DV1.xlsx") >= 1


def test_a_unit_of_no_return_is_reminded_without_a_word_of_others(place: Desk) -> None:
    place.fill("DV1")
    _, files = checked(place)
    text = files["DV2.txt"].decode("utf-8-sig")
    assert SECRETS["DV2"][1] in text
    assert not any(s in text for s in (*SECRETS["DV1"], *SECRETS["DV3"]))


def test_the_record_of_the_answers_is_written_last(place: Desk) -> None:
    troubled(place)
    checked(place)
    record = place.loaded.workspace.state / f"phan-hoi-{place.loaded.plan.code}.json"
    known = json.loads(record.read_text("utf-8"))
    assert known["definition"] == place.loaded.sha256


def mixed(place: Desk) -> bytes:
    """The first unit's workbook with the second one's scoring sheet laid over its own."""
    one, other = (openpyxl.load_workbook(io.BytesIO(place.form(u))) for u in ("DV1", "DV2"))
    for line in other["Tự chấm điểm"].iter_rows():
        for cell in line:
            if cell.value is not None:
                one["Tự chấm điểm"][cell.coordinate] = cell.value
    out = io.BytesIO()
    one.save(out)
    return out.getvalue()


@pytest.mark.parametrize("is_named", [False, True])
def test_a_return_that_may_be_another_units_is_shown_to_nobody(
    place: Desk, *, is_named: bool
) -> None:
    if is_named:  # the second unit's figures in the first one's form
        wrong = place.form("DV1", I_1__ct1=D("1123"), I_2__ty_le=D("93.61"), II_4__cham=D("1.5"))
        place.put("Ban ND.xlsx", wrong)
    else:
        place.put("bieu.xlsx", mixed(place))
    outcome, files = checked(place)
    assert desk.told(outcome, "BOOK-015", "BOOK-021")
    assert sorted(files) == ["DV1.txt", "DV2.txt", "DV3.txt"]
    text = files["DV1.txt"].decode("utf-8-sig")
    assert not any(secret in text for secret in SECRETS["DV2"])
    place.put("2025-N_DV1.xlsx", place.form("DV1"))
    _, files = checked(place)
    assert sorted(files) == ["DV1.txt", "DV2.txt", "DV3.txt"]
    assert not any(s in files["DV1.txt"].decode("utf-8-sig") for s in SECRETS["DV2"])
