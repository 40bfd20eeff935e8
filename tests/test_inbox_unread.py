"""Files that came and could not be read, files called after others, names that are not there."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import blocs, containers, desk, hostile
from tests.support.desk import Desk
from thidua_batch import pipeline
from thidua_batch.books import form
from thidua_batch.core import receipts
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.wording import decisions as words
from thidua_batch.core.wording import feedback as letter_words
from thidua_batch.core.wording import form as form_words

D = blocs.d
PDF = b"%PDF-1.7\n"
RAR = b"Rar!\x1a\x07\x01\x00"
DOCX = desk.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})


@pytest.fixture
def place(tmp_path: Path) -> Desk:
    return desk.open_desk(tmp_path / "khối")


def checked(place: Desk) -> tuple[Outcome, dict[str, str]]:
    """The outcome, and the letters by unit."""
    outcome, _ = pipeline.check(place.loaded)
    texts = {unit: (place.answers / f"{unit}.txt").read_text("utf-8-sig") for unit in desk.UNITS}
    return outcome, texts


# --- whose it is ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "code", "said"),
    [
        ("DV1.rar", RAR, "BOOK-025", "chưa mở được"),
        ("Ban ND gửi.7z", b"7z\xbc\xaf\x27\x1c", "BOOK-025", "chưa mở được"),
        ("DV1.xlsx", b"", "BOOK-030", "rỗng"),
        ("DV1/bieu.xlsx", b"PK\x03", "BOOK-001", ""),
        ("Ban ND/bieu.xlsx", b"PK\x03", "BOOK-001", ""),
        ("DV1.zip", desk.zipped({}), "BOOK-027", "không chứa tệp nào"),
        ("DV1.zip", desk.zipped({"trong/a.rar": RAR}), "BOOK-024", "không đọc được"),
        ("goi.zip", desk.zipped({"DV1/a.xlsx": b""}), "BOOK-030", "rỗng"),
        ("DV1 so lieu.xlsx", hostile.plain(), "BOOK-002", "dấu nhận dạng"),
    ],
)
def test_what_could_not_be_read_is_told_to_the_unit_that_it_seems_to_come_from(
    place: Desk, name: str, data: bytes, code: str, said: str
) -> None:
    unit = "DV2" if "ND" in name else "DV1"
    place.put(name, data)
    outcome, texts = checked(place)
    assert desk.told(outcome, code, "BLOC-014") == sorted([(code, unit), ("BLOC-014", unit)])
    assert unit not in [told for _, told in desk.told(outcome, "BLOC-001")]
    assert receipts.receipt(outcome, unit).excel_text == "đã gửi, chưa mở được"
    assert receipts.of_nobody(outcome) == ()
    text = texts[unit]
    assert "chưa nhận được" not in text
    assert "không có lỗi" not in text
    assert said in text
    assert "chưa có biểu Excel nào của đơn vị đọc được" in text
    assert letter_words.BACK_AGAIN in text
    assert "inbox" not in text
    assert any("chưa có biểu đọc được" in why for why in outcome.provisional)


def test_a_protected_file_of_a_unit_is_asked_for_again(place: Desk) -> None:
    place.put("DV1.xlsx", containers.locked(place.form("DV1"), "Khối 2026"))
    outcome, texts = checked(place)
    assert ("BOOK-028", "DV1") in desk.told(outcome, "BOOK-028")
    assert "«DV1.xlsx»" in desk.found(outcome, "BLOC-014").message
    assert "mật khẩu" in texts["DV1"]


def test_a_form_of_another_bloc_is_told_without_naming_that_bloc(place: Desk) -> None:
    known = place.loaded
    other = replace(known.bloc, code="khoi-bi-mat")
    data = form.write(other, known.plan, other.unit("DV1"), definition_sha256=known.sha256)
    place.put("DV1.xlsx", data)
    outcome, texts = checked(place)
    assert ("BOOK-003", "DV1") in desk.told(outcome, "BOOK-003")
    assert "là biểu của khối khác" in texts["DV1"]
    assert "bi-mat" not in texts["DV1"]


def test_a_broken_newer_file_is_told_beside_the_good_return(place: Desk) -> None:
    place.put("DV1.xlsx", place.form("DV1"))
    place.put("DV1 moi.xlsx", b"")
    outcome, texts = checked(place)
    assert desk.states(outcome)["DV1"] == "ranked"
    assert receipts.receipt(outcome, "DV1").excel_text == "đã nộp, được dùng"
    assert "«DV1 moi.xlsx»" in texts["DV1"]
    assert letter_words.BACK_AGAIN in texts["DV1"]
    assert not list(place.answers.glob("*can-sua*"))


def test_a_faulty_return_counts_its_own_faults_only(place: Desk) -> None:
    place.put("DV1.xlsx", place.form("DV1", I_2__ty_le="chín mươi"))
    place.put("DV1 moi.xlsx", b"")
    outcome, texts = checked(place)
    assert receipts.receipt(outcome, "DV1").excel_text == "còn 1 lỗi"
    assert "2025-N_DV1_can-sua.xlsx" in texts["DV1"]


def test_folders_and_parcels_decide_for_scans_and_papers_unless_the_name_says_more(
    place: Desk,
) -> None:
    place.put("DV2/quet.pdf", PDF + b"1")
    place.put("Văn phòng Mẫu/thu.docx", DOCX)
    place.put("DV1.zip", desk.zipped({"quet.pdf": PDF + b"2", "DV3 ky.pdf": PDF + b"3"}))
    outcome = place.compute()
    owners = {i.file.split("/", 2)[2]: i.unit for i in outcome.inputs if i.state == "attached"}
    assert owners == {
        "DV2/quet.pdf": "DV2", "Văn phòng Mẫu/thu.docx": "DV3",
        "DV1.zip/quet.pdf": "DV1", "DV1.zip/DV3 ky.pdf": "DV3",
    }  # fmt: skip
    assert receipts.of_nobody(outcome) == ()


def test_lock_files_are_nobodys_loss(place: Desk) -> None:
    place.put("~$2025-N_DV1.xlsx", b"\x05Thu K".ljust(165, b"\0"))
    outcome = place.compute()
    assert desk.told(outcome, "BOOK-010") == [("BOOK-010", None)]
    assert receipts.of_nobody(outcome) == ()
    assert receipts.receipt(outcome, "DV1").excel_text == "chưa nộp"


def test_no_reason_sends_a_unit_into_the_secretarys_folders() -> None:
    for reason in form_words.REASONS.values():
        assert "inbox" not in reason.partition(";")[0]


# --- called after another unit ----------------------------------------------------------------


def test_neither_unit_of_a_misnamed_file_reads_that_all_is_well_or_that_nothing_came(
    place: Desk,
) -> None:
    place.put("2025-N_DV2.xlsx", place.form("DV1"))
    _, texts = checked(place)
    for unit in ("DV1", "DV2"):
        assert "không có lỗi" not in texts[unit]
        assert "chưa nhận được" not in texts[unit]
    assert "đầu mối của khối sẽ liên hệ" in texts["DV1"]
    assert "Đã nhận tệp «2025-N_DV2.xlsx» nhưng biểu bên trong không phải biểu" in texts["DV2"]
    assert "Gửi lại đúng biểu" in texts["DV2"]
    assert not any(own in texts["DV2"] for own in ("DV1", "Sở Thử nghiệm", "92,57"))
    assert not any(other in texts["DV1"] for other in ("DV2", "Ban N"))


def test_a_unit_with_a_return_of_its_own_is_told_of_the_stray_file(place: Desk) -> None:
    place.fill("DV2")
    place.put("Ban ND gửi lại.xlsx", place.form("DV1"))
    outcome, texts = checked(place)
    assert desk.told(outcome, "BOOK-033") == [("BOOK-033", "DV2")]
    assert desk.states(outcome)["DV2"] == "ranked"
    assert "Ngoài bài của đơn vị còn nhận tệp" in texts["DV2"]
    assert "không bắt buộc sửa" in texts["DV2"]


# --- decisions that name a file ---------------------------------------------------------------


@pytest.mark.parametrize("action", [words.RECEIVED, words.IGNORE, words.USE, words.ACCEPT])
def test_a_row_that_names_no_file_is_told_with_its_cell_and_the_nearest_name(
    place: Desk, action: str
) -> None:
    place.put("2025-N_DV1.xlsx", place.form("DV1"))
    row = {"unit": "DV1", "action": action, "file": "2025-N-DV1.xlsx", "reason": "vì"}
    if action == words.RECEIVED:
        row["date"] = "12/01/2026 14:30"
    place.decide(words.RETURNS, row)
    outcome = place.compute()
    found = desk.found(outcome, "BLOC-004")
    assert found.cell is not None
    assert (found.cell.sheet, found.cell.address) == ("Bài nhận", "C5")
    assert "có phải ý là «2025-N_DV1.xlsx»?" in found.message
    assert not outcome.is_final


def test_a_file_may_be_named_by_its_place_in_the_inbox(place: Desk) -> None:
    place.put("DV1/bieu.xlsx", place.form("DV1"))
    row = {"unit": "DV1", "action": words.USE, "file": "DV1/bieu.xlsx", "reason": "vì"}
    place.decide(words.RETURNS, row)
    outcome = place.compute()
    assert desk.told(outcome, "BLOC-004") == []
    assert desk.states(outcome)["DV1"] == "ranked"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("DV2.xlsx", "tệp này là biểu của Ban ND, không phải của"),
        ("DV1 hong.xlsx", "tệp này chưa đọc được"),
        ("quet.pdf", "không phải biểu của đơn vị"),
    ],
)
def test_a_choice_of_what_is_not_the_units_return_is_never_passed_over(
    place: Desk, file: str, reason: str
) -> None:
    place.put("DV2.xlsx", place.form("DV2"))
    place.put("DV1 hong.xlsx", b"")
    place.put("quet.pdf", PDF)
    row = {"unit": "DV1", "action": words.USE, "file": file, "reason": "vì"}
    place.decide(words.RETURNS, row)
    outcome = place.compute()
    found = desk.found(outcome, "BLOC-004")
    assert (found.unit, reason in found.message) == ("DV1", True)
    assert desk.states(outcome)["DV2"] == "ranked"


def test_an_acceptance_by_name_is_of_that_file_alone(place: Desk) -> None:
    place.put("DV1 sua.xlsx", place.form("DV1", I_2__ty_le="chín mươi"))
    row = {"unit": "DV1", "action": words.ACCEPT, "reason": "đã hỏi"}
    place.decide(words.RETURNS, {**row, "file": "DV1.xlsx"})
    assert desk.states(place.compute())["DV1"] == "rejected"
    place.decide(words.RETURNS, {**row, "file": "DV1 sua.xlsx"})
    outcome = place.compute()
    assert desk.states(outcome)["DV1"] == "ranked"
    assert desk.told(outcome, "BLOC-005") == [("BLOC-005", "DV1")]


# --- letters ----------------------------------------------------------------------------------


def test_each_letter_is_headed_by_what_it_is(place: Desk) -> None:
    place.fill("DV1")
    place.put("DV2 a.xlsx", place.form("DV2"))
    place.put("DV2 b.xlsx", place.form("DV2", I_2__ty_le=D("96")))
    _, texts = checked(place)
    heads = {unit: text.split("\n", 1)[0].strip() for unit, text in texts.items()}
    assert heads == {
        "DV1": "XÁC NHẬN ĐÃ NHẬN BIỂU",
        "DV2": letter_words.TITLE,
        "DV3": letter_words.ABSENT_TITLE,
    }
    assert letter_words.BACK_CONFIRM in texts["DV2"]
    assert "sửa trên biểu" not in texts["DV2"]
    assert letter_words.BACK_AGAIN not in texts["DV2"]


def test_a_word_letter_is_told_once_for_what_it_is(place: Desk) -> None:
    place.put("DV1.docx", DOCX)
    outcome, texts = checked(place)
    assert desk.told(outcome, "BOOK-011", "BOOK-029") == [("BOOK-011", "DV1")]
    assert "là tệp Word" in texts["DV1"]
    assert "scan" not in texts["DV1"]


def test_a_marked_copy_that_exists_is_always_mentioned(place: Desk) -> None:
    place.put("DV1.xlsx", place.form("DV1", I_2__ty_le="92,57"))
    _, texts = checked(place)
    copies = [path.name for path in place.answers.glob("*can-sua*")]
    assert copies
    assert all(name in texts["DV1"] for name in copies)
    assert "không bắt buộc sửa" in texts["DV1"]
