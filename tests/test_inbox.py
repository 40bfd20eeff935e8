"""Sets of files: duplicates, versions, files of others; which one counts, and what is told."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.support import blocs, desk
from tests.support.desk import Desk
from thidua_batch import deciding, pipeline, receiving, show, workspace
from thidua_batch.books import form
from thidua_batch.core import receipts
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.core.kinds import VersionRule
from thidua_batch.core.model import Bloc, Value
from thidua_batch.core.wording import decisions as words

D = blocs.d
PDF = b"%PDF-1.7\n"


@pytest.fixture
def place(tmp_path: Path) -> Desk:
    return desk.open_desk(tmp_path / "khối")


def rate(place: Desk, unit: str = "DV1") -> Value | None:
    return desk.declared(place.compute(), unit)["I.2/ty_le"]


def row(action: str, file: str, **more: object) -> Mapping[str, object]:
    return {"unit": "DV1", "action": action, "file": file, "reason": "đã hỏi đơn vị", **more}


def came(file: str, when: str, unit: str = "DV1") -> Mapping[str, object]:
    return {"unit": unit, "action": words.RECEIVED, "file": file,
            "date": datetime.fromisoformat(when)}  # fmt: skip


# --- the same bytes ---------------------------------------------------------------------------


def test_copies_of_the_same_bytes_count_once_whatever_they_are_called(place: Desk) -> None:
    data = place.form("DV1")
    copies = ("DV1 (1).xlsx", "DV1 - Copy.xlsx", "Copy of DV1.xlsx", "DV1 final.xlsx",
              "DV1 bản cuối.xlsx", "DV1 sửa lần 2.xlsx", "so/DV1.xlsx")  # fmt: skip
    for name in ("2025-N_DV1.xlsx", *copies):
        place.put(name, data)
    place.put("goi.zip", desk.zipped({"DV1.xlsx": data}))
    outcome = place.compute()
    told = desk.accounts(outcome)
    assert told.pop("2025-N_DV1.xlsx") == ("used", None)
    assert told.pop("goi.zip") == ("unpacked", None)
    assert told.pop("goi.zip/DV1.xlsx") == ("superseded", None)
    assert told == dict.fromkeys(copies, ("superseded", None))
    assert len(desk.told(outcome, "BOOK-008")) == 8
    assert desk.account(outcome, "Copy of DV1.xlsx").superseded_by == place.label("2025-N_DV1.xlsx")
    assert "DV1" not in outcome.versions


def test_the_same_parcel_twice_counts_once(place: Desk) -> None:
    data = desk.zipped({"DV1.xlsx": place.form("DV1"), "ky.pdf": PDF})
    place.put("goi.zip", data)
    place.put("goi_2.zip", data)
    assert desk.accounts(place.compute()) == {
        "goi.zip": ("unpacked", None),
        "goi.zip/DV1.xlsx": ("used", None),
        "goi.zip/ky.pdf": ("attached", None),
        "goi_2.zip": ("superseded", None),
        "goi_2.zip/DV1.xlsx": ("superseded", None),
        "goi_2.zip/ky.pdf": ("superseded", None),
    }


# --- different content ------------------------------------------------------------------------


def test_no_name_says_which_version_counts(place: Desk) -> None:
    place.put("DV1.xlsx", place.form("DV1"))
    place.put("DV1 bản cuối cùng.xlsx", place.form("DV1", I_2__ty_le=D("96")))
    outcome = place.compute()
    assert set(desk.accounts(outcome).values()) == {("refused", "BOOK-009")}
    found = desk.found(outcome, "BOOK-009")
    assert "«DV1 bản cuối cùng.xlsx», «DV1.xlsx»; chưa tính bản nào vì chưa biết" in found.message
    assert found.hint == (
        "Ở quyet_dinh.xlsx, trang «Bài nhận», thêm hàng: DV1 – Dùng tệp – tên tệp – lý do. Chỗ "
        "khác nhau: 1-phan-hoi/2025-N_DV1_cac-ban.xlsx. Hoặc chạy: thidua consolidate --use "
        '"tên tệp" --reason "lý do".'
    )
    assert desk.states(outcome)["DV1"] == "rejected"
    assert desk.total(outcome, "DV1") is None


def test_the_newest_by_letter_counts_and_the_other_is_shown_beside_it(place: Desk) -> None:
    place.put("a.eml", desk.letter({"DV1.xlsx": place.form("DV1", I_2__ty_le=D("96"))}, 7))
    place.put("b.eml", desk.letter({"DV1.xlsx": place.form("DV1")}, 5))
    outcome = place.compute()
    told = desk.accounts(outcome)
    assert told["a.eml/DV1.xlsx"] == ("used", None)
    assert told["b.eml/DV1.xlsx"] == ("superseded", None)
    assert desk.account(outcome, "b.eml/DV1.xlsx").superseded_by == place.label("a.eml/DV1.xlsx")
    said = desk.found(outcome, "BOOK-022").message
    assert "nhận 05/01/2026" in said
    assert "khác nhau 4 ô" in said
    assert [v.input.file for v in outcome.versions["DV1"]] == [
        place.label("b.eml/DV1.xlsx"), place.label("a.eml/DV1.xlsx"),
    ]  # fmt: skip


def test_the_day_typed_by_a_person_counts_before_the_letters(place: Desk) -> None:
    place.put("a.eml", desk.letter({"moi.xlsx": place.form("DV1", I_2__ty_le=D("96"))}, 7))
    place.put("cu.xlsx", place.form("DV1"))
    assert desk.accounts(place.compute())["cu.xlsx"] == ("refused", "BOOK-009")
    place.decide(words.RETURNS, came("cu.xlsx", "2026-01-08T08:00"))
    assert rate(place) == desk.OWN["DV1"]["I.2/ty_le"]
    place.decide(words.RETURNS, came("cu.xlsx", "2026-01-06T08:00"))
    assert rate(place) == D("96")


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ("2026-01-06", "cùng ngày 06/01/2026 mà chưa rõ giờ; ghi thêm giờ"),
        ("2026-01-06T09:30", "cùng ngày 06/01/2026 mà chưa rõ giờ; ghi thêm giờ"),
    ],
)
def test_versions_of_one_day_without_an_hour_are_asked_about(
    place: Desk, second: str, why: str
) -> None:
    place.put("a.xlsx", place.form("DV1"))
    place.put("b.xlsx", place.form("DV1", I_2__ty_le=D("96")))
    place.decide(words.RETURNS, came("a.xlsx", "2026-01-06"), came("b.xlsx", second))
    outcome = place.compute()
    assert set(desk.accounts(outcome).values()) == {("refused", "BOOK-009")}
    assert why in desk.found(outcome, "BOOK-009").message


def test_versions_of_one_moment_are_asked_about(place: Desk) -> None:
    files = {"a.xlsx": place.form("DV1"), "b.xlsx": place.form("DV1", I_2__ty_le=D("96"))}
    place.put("thu.eml", desk.letter(files))
    assert "cùng nhận lúc" in desk.found(place.compute(), "BOOK-009").message


def test_older_versions_may_have_come_together(place: Desk) -> None:
    files = {"a.xlsx": place.form("DV1"), "b.xlsx": place.form("DV1", I_2__ty_le=D("95"))}
    place.put("thu.eml", desk.letter(files))
    place.put("sau.eml", desk.letter({"c.xlsx": place.form("DV1", I_2__ty_le=D("96"))}, 7))
    assert rate(place) == D("96")


def test_a_newer_file_that_may_be_another_units_does_not_count_by_itself(place: Desk) -> None:
    newer = ("Ban ND gửi.xlsx", 6, place.form("DV1", I_2__ty_le=D("96")))
    place.send("DV1", ("2025-N_DV1.xlsx", 5, place.form("DV1")), newer)
    outcome = place.compute()
    assert desk.states(outcome)["DV1"] == "rejected"
    found = desk.found(outcome, "BOOK-009")
    assert "vì bản sau cùng «Ban ND gửi.xlsx» có thể là của đơn vị khác" in found.message
    assert "cac-ban" not in found.hint


def test_a_bloc_that_always_asks(tmp_path: Path) -> None:
    place = desk.open_desk(tmp_path / "khối", versions=VersionRule.ASK)
    place.send(
        "DV1",
        ("DV1-5.xlsx", 5, place.form("DV1", I_2__ty_le=D("96"))),
        ("DV1-6.xlsx", 6, place.form("DV1", I_2__ty_le=D("97"))),
    )
    outcome = place.compute()
    assert desk.told(outcome, "BOOK-009") == [("BOOK-009", "DV1")]
    assert "vì khối quy định phải hỏi đơn vị" in desk.found(outcome, "BOOK-009").message
    place.decide(words.RETURNS, row(words.USE, "DV1-5.xlsx"))
    assert rate(place) == D("96")


def test_bytes_that_came_again_are_the_newest_again(place: Desk) -> None:
    first, second = place.form("DV1"), place.form("DV1", I_2__ty_le=D("96"))
    place.send("DV1", ("1.xlsx", 5, first), ("2.xlsx", 6, second), ("3.xlsx", 7, first))
    outcome = place.compute()
    assert desk.declared(outcome, "DV1")["I.2/ty_le"] == desk.OWN["DV1"]["I.2/ty_le"]
    assert "07/01/2026" in desk.found(outcome, "BOOK-022").message


def test_a_copy_kept_by_hand_has_the_receipt_of_its_letter(place: Desk) -> None:
    data = place.form("DV1", I_2__ty_le=D("96"))
    place.put("DV1 da luu.xlsx", data)
    place.put("a.eml", desk.letter({"DV1.xlsx": place.form("DV1")}, 5))
    place.put("b.eml", desk.letter({"DV1.xlsx": data}, 6))
    assert rate(place) == D("96")


def test_a_corrected_return_beside_the_faulty_first_one(place: Desk) -> None:
    first = ("DV1.xlsx", 5, place.form("DV1", I_2__ty_le="chín mươi"))
    place.send("DV1", first)
    outcome = place.compute()
    assert desk.told(outcome, "CELL-002", "BLOC-002") == [
        ("BLOC-002", "DV1"), ("CELL-002", "DV1"),
    ]  # fmt: skip
    place.send("DV1", first, ("DV1 sua.xlsx", 6, place.form("DV1")))
    outcome = place.compute()
    assert desk.states(outcome)["DV1"] == "ranked"
    assert desk.told(outcome, "CELL-002", "BLOC-002") == []
    assert desk.told(outcome, "BOOK-022") == [("BOOK-022", "DV1")]


def test_a_file_that_cannot_be_read_does_not_stand_against_a_good_return(place: Desk) -> None:
    place.put("DV1.xlsx", place.form("DV1"))
    place.put("DV1 moi.xlsx", place.form("DV1")[:9_000])
    other = replace(blocs.bloc(), code=place.loaded.bloc.code)
    plan = other.plan("2025-6T")
    assert plan is not None
    old = form.write(other, plan, other.unit("DV1"), definition_sha256=place.loaded.sha256)
    place.put("DV1 ky truoc.xlsx", old)
    outcome = place.compute()
    assert desk.accounts(outcome) == {
        "DV1 ky truoc.xlsx": ("refused", "BOOK-004"),
        "DV1 moi.xlsx": ("refused", "BOOK-030"),
        "DV1.xlsx": ("used", None),
    }


# --- a person's choice ------------------------------------------------------------------------


def use(place: Desk, *names: str, accept: Sequence[str] = ()) -> None:
    """As `thidua consolidate --use` or `--accept` writes it into the book."""
    flags = pipeline.Flags(use=names, accept=accept, reason="đơn vị xác nhận", who="Thư ký")
    deciding.prepare(place.loaded)
    book = deciding.read(place.loaded)
    returned = receiving.read_inbox(place.loaded, book.decisions)
    data = deciding.with_flags(place.loaded, flags, book, returned)
    assert data is not None
    workspace.write_atomic(place.loaded.decisions_path, data)


def test_a_choice_by_flag_stands_in_the_book_and_holds(place: Desk) -> None:
    place.put("a.xlsx", place.form("DV1"))
    place.put("b.xlsx", place.form("DV1", I_2__ty_le=D("96")))
    use(place, "b.xlsx")
    outcome = place.compute()
    assert desk.accounts(outcome) == {"a.xlsx": ("superseded", None), "b.xlsx": ("used", None)}
    assert outcome.decisions.chosen == {"DV1": "b.xlsx"}
    use(place, place.label("a.xlsx"))
    assert rate(place) == desk.OWN["DV1"]["I.2/ty_le"]


def test_a_name_that_several_versions_share_is_refused_until_the_path_is_given(
    place: Desk,
) -> None:
    place.put("DV1/bieu.xlsx", place.form("DV1"))
    place.put("moi/bieu.xlsx", place.form("DV1", I_2__ty_le=D("96")))
    with pytest.raises(WorkspaceError) as refusal:
        use(place, "bieu.xlsx")
    assert refusal.value.code == "many_files"
    assert place.label("moi/bieu.xlsx") in str(refusal.value)
    with pytest.raises(WorkspaceError) as refusal:
        use(place, "khong-co.xlsx")
    assert refusal.value.code == "no_file"
    use(place, place.label("moi/bieu.xlsx"))
    assert rate(place) == D("96")


@pytest.mark.parametrize("flag", ["use", "accept"])
def test_a_flag_settles_whose_a_misnamed_return_is(place: Desk, flag: str) -> None:
    place.put("DV2.xlsx", place.form("DV1"))
    if flag == "use":
        use(place, "DV2.xlsx")
    else:
        use(place, accept=["DV1"])
    outcome = place.compute()
    assert desk.accounts(outcome) == {"DV2.xlsx": ("used", None)}
    assert desk.told(outcome, "BOOK-021", "BOOK-032", "BLOC-004") == []
    place.put("DV2.xlsx", place.form("DV1", I_2__ty_le=D("96")))
    state = ("used", None) if flag == "use" else ("refused", "BOOK-021")
    assert desk.accounts(place.compute()) == {"DV2.xlsx": state}


def test_a_copy_may_be_chosen_in_place_of_its_twin(place: Desk) -> None:
    data = place.form("DV1", I_2__ty_le=D("96"))
    place.put("a.xlsx", place.form("DV1"))
    for name in ("b.xlsx", "b (1).xlsx", "so/b.xlsx"):
        place.put(name, data)
    use(place, "b.xlsx")
    assert rate(place) == D("96")
    place.decide(words.RETURNS, row(words.USE, "b (1).xlsx"))
    assert rate(place) == D("96")


@pytest.mark.parametrize("name", ["bieu cu.xlsx", "bieu.xlsx"])
def test_a_choice_that_names_no_file_or_two_is_told_and_nothing_is_guessed(
    place: Desk, name: str
) -> None:
    newer = ("b/bieu.xlsx", 6, place.form("DV1", I_2__ty_le=D("96")))
    older = ("a/bieu.xlsx", 5, place.form("DV1"))
    place.send("DV1", older, newer, more=[row(words.USE, name)])
    outcome = place.compute()
    assert desk.states(outcome)["DV1"] == "rejected"
    found = desk.found(outcome, "BLOC-004")
    assert (found.unit, f"«{name}»" in found.message) == ("DV1", True)
    assert not outcome.is_final


def test_a_choice_whose_file_is_gone_is_told_though_one_return_is_left(place: Desk) -> None:
    place.put("b.xlsx", place.form("DV1"))
    place.decide(words.RETURNS, row(words.USE, "a.xlsx"))
    outcome = place.compute()
    assert desk.accounts(outcome) == {"b.xlsx": ("used", None)}
    assert desk.told(outcome, "BLOC-004") == [("BLOC-004", "DV1")]


# --- whose form it is -------------------------------------------------------------------------


def of(bloc: Bloc, unit: str, period: str, sha: str) -> bytes:
    plan = bloc.plan(period)
    assert plan is not None
    return form.write(bloc, plan, bloc.unit(unit), definition_sha256=sha)


def test_forms_of_another_time_bloc_or_unit_are_refused_by_name(place: Desk) -> None:
    bloc, sha = place.loaded.bloc, place.loaded.sha256
    last_year = replace(bloc, periods=(replace(bloc.periods[0], code="2024-N"),))
    stranger = replace(bloc, units=(replace(bloc.units[0], code="DV9"),), lead="DV9",
                       table=replace(bloc.table, own_lines={}))  # fmt: skip
    place.put("nam-truoc.xlsx", of(last_year, "DV1", "2024-N", sha))
    place.put("khoi-khac.xlsx", of(replace(bloc, code="khoi-khac"), "DV1", "2025-N", sha))
    place.put("don-vi-la.xlsx", of(stranger, "DV9", "2025-N", sha))
    place.fill("DV2")
    outcome = place.compute()
    assert desk.accounts(outcome) == {
        "2025-N_DV2.xlsx": ("used", None),
        "don-vi-la.xlsx": ("refused", "BOOK-005"),
        "khoi-khac.xlsx": ("refused", "BOOK-003"),
        "nam-truoc.xlsx": ("refused", "BOOK-004"),
    }
    assert "2024-N" in desk.found(outcome, "BOOK-004").message
    assert "DV9" in desk.found(outcome, "BOOK-005").message
    assert desk.states(outcome)["DV1"] == "rejected"


def test_a_form_of_an_older_definition_is_told_where_it_asked_something_else(place: Desk) -> None:
    bloc = place.loaded.bloc
    place.put("DV1.xlsx", of(bloc, "DV1", "2025-N", "f" * 64))
    criteria = tuple(
        replace(c, max_points=D("8")) if c.code == "II.2" else c for c in bloc.table.criteria
    )
    older = replace(bloc, table=replace(bloc.table, criteria=criteria))
    place.put("DV2.xlsx", of(older, "DV2", "2025-N", "e" * 64))
    assert desk.told(place.compute(), "BOOK-012") == [("BOOK-012", "DV2")]


def test_two_units_in_one_file_are_asked_apart(place: Desk) -> None:
    one, other = (openpyxl.load_workbook(io.BytesIO(place.form(u))) for u in ("DV1", "DV2"))
    sheet = one.create_sheet("Tự chấm điểm (2)")
    for line in other["Tự chấm điểm"].iter_rows():
        for cell in line:
            if cell.value is not None:
                sheet[cell.coordinate] = cell.value
    out = io.BytesIO()
    one.save(out)
    place.put("hai don vi.xlsx", out.getvalue())
    outcome = place.compute()
    known = desk.account(outcome, "hai don vi.xlsx")
    assert (known.state, known.code) == ("refused", "BOOK-007")
    found = desk.found(outcome, "BOOK-015")
    assert "DV1, DV2" in found.message
    assert desk.states(outcome)["DV1"] == "rejected"
    assert desk.states(outcome)["DV2"] == "missing"


def test_one_unit_in_two_halves_is_asked_about(place: Desk) -> None:
    """Two people filled one half each: both are the same form, neither counts alone."""
    place.put("DV1 phan 1.xlsx", place.form("DV1", I_2__ty_le=None))
    place.put("DV1 phan 2.xlsx", place.form("DV1", I_1__ct1=None))
    outcome = place.compute()
    assert set(desk.accounts(outcome).values()) == {("refused", "BOOK-009")}


def test_subfolders_per_unit_are_read(place: Desk) -> None:
    for unit in desk.UNITS:
        place.put(f"{unit}/bieu.xlsx", place.form(unit))
        place.put(f"{unit}/ban ky.pdf", PDF + unit.encode())
    outcome = place.compute()
    assert set(desk.states(outcome).values()) == {"ranked"}
    assert [i.unit for i in outcome.inputs if i.is_signed] == list(desk.UNITS)


def test_a_folder_further_down_is_told(place: Desk) -> None:
    place.put("DV1/2025/bieu.xlsx", place.form("DV1"))
    known = desk.accounts(place.compute())
    assert known == {"DV1/2025": ("refused", "BOOK-013")}


# --- the marked copy comes back ---------------------------------------------------------------


def test_the_marked_copy_corrected_and_sent_back_is_a_return(place: Desk) -> None:
    first = ("DV1.xlsx", 5, place.form("DV1", I_2__ty_le="chín mươi"))
    place.send("DV1", first)
    outcome, _ = pipeline.check(place.loaded)
    fault = desk.found(outcome, "CELL-002")
    assert fault.cell is not None
    name = "2025-N_DV1_can-sua.xlsx"
    copy = (place.answers / name).read_bytes()
    place.send("DV1", first, (name, 6, copy))
    again = place.compute()
    assert desk.accounts(again)["DV1.xlsx"] == ("superseded", None)
    assert desk.told(again, "CELL-002") == [("CELL-002", "DV1")]
    mended = desk.typed(copy, {(fault.cell.sheet, fault.cell.address): 92.57})
    place.send("DV1", first, (name, 6, mended))
    last = place.compute()
    assert desk.accounts(last)[name] == ("used", None)
    assert desk.declared(last, "DV1") == desk.facts("DV1")
    left = [f for f in last.findings if f.unit == "DV1" and f.code[:4] in ("CELL", "CROS")]
    assert left == []


def test_a_corrected_marked_copy_replaces_what_it_was_made_from_without_any_day(
    place: Desk,
) -> None:
    place.put("DV1.xlsx", place.form("DV1", I_2__ty_le="chín mươi"))
    outcome, _ = pipeline.check(place.loaded)
    cell = desk.found(outcome, "CELL-002").cell
    assert cell is not None
    at = (cell.sheet, cell.address)
    copy = (place.answers / "2025-N_DV1_can-sua.xlsx").read_bytes()
    place.put("sua-1.xlsx", desk.typed(copy, {at: 150}))
    outcome, _ = pipeline.check(place.loaded)
    assert desk.accounts(outcome)["DV1.xlsx"] == ("superseded", None)
    assert desk.accounts(outcome)["sua-1.xlsx"] == ("used", None)
    assert desk.told(outcome, "BOOK-023", "BOOK-009") == [("BOOK-023", "DV1")]
    second = (place.answers / "2025-N_DV1_can-sua-lan2.xlsx").read_bytes()
    place.put("sua-2.xlsx", desk.typed(second, {at: 92.57}))
    outcome = place.compute()
    assert desk.accounts(outcome)["sua-2.xlsx"] == ("used", None)
    assert desk.declared(outcome, "DV1") == desk.facts("DV1")
    # Two corrections of one return: nobody can tell which of them counts.
    place.put("sua-khac.xlsx", desk.typed(copy, {at: 91}))
    outcome = place.compute()
    why = "vì «sua-1.xlsx», «sua-khac.xlsx» cùng sửa từ «DV1.xlsx»"
    assert why in desk.found(outcome, "BOOK-009").message
    assert set(desk.accounts(outcome).values()) == {("refused", "BOOK-009")}
    assert desk.states(outcome)["DV1"] == "rejected"


# --- signed copies ----------------------------------------------------------------------------


def signed(**more: object) -> Mapping[str, object]:
    return {"unit": "DV1", "file": "ky.pdf", "number": "12/BC", "who": "Văn thư",
            "compared_on": "12/01/2026", **more}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "codes", "state", "text"),
    [
        ({"verdict": "Khớp"}, [], "ranked", "khớp"),
        ({"verdict": "Khác – dùng bản Excel", "reason": "gõ nhầm"}, ["BLOC-009"], "ranked", "khác"),
        ({"verdict": "Khác – chờ bản mới"}, ["BLOC-010"], "rejected", "khác"),
        ({}, ["BLOC-011"], "ranked", "chưa đối chiếu"),
    ],
)
def test_what_was_decided_of_a_signed_copy(
    tmp_path: Path, more: Mapping[str, object], codes: list[str], state: str, text: str
) -> None:
    place = desk.open_desk(tmp_path / "khối", signed_required=True)
    place.fill("DV1")
    place.put("ky.pdf", PDF)
    place.decide(words.SIGNED, signed(**more))
    outcome = place.compute()
    found = ("BLOC-008", "BLOC-009", "BLOC-010", "BLOC-011")
    assert [code for code, unit in desk.told(outcome, *found) if unit == "DV1"] == codes
    assert desk.states(outcome)["DV1"] == state
    assert desk.accounts(outcome)["ky.pdf"] == ("attached", None)
    receipt = receipts.receipt(outcome, "DV1")
    assert text in receipt.signed_text.lower()
    assert [c.received_as for c in receipt.copies] == ["ky.pdf"]


def test_a_bloc_that_wants_signed_copies_says_who_sent_none(tmp_path: Path) -> None:
    place = desk.open_desk(tmp_path / "khối", signed_required=True)
    place.fill("DV1", "DV2")
    place.put("DV2.pdf", PDF)
    outcome = place.compute()
    assert desk.told(outcome, "BLOC-008", "BLOC-011") == [
        ("BLOC-008", "DV1"), ("BLOC-011", "DV2"),
    ]  # fmt: skip
    assert any("bản ký" in why for why in outcome.provisional)


def test_the_status_tells_the_workbook_the_signed_copy_and_the_evidence(tmp_path: Path) -> None:
    place = desk.open_desk(tmp_path / "khối", signed_required=True)
    place.fill("DV1")
    place.put("DV2.pdf", PDF)
    place.put("la.pdf", PDF + b"x")
    place.decide(words.SIGNED, signed(verdict="Khớp", file=""))
    document = show.status_json(place.compute(), "")
    assert isinstance(document, dict)
    units = {u["unit"]: u for u in document["units"]}
    assert (units["DV1"]["excel"]["state"], units["DV1"]["signed"]["state"]) == ("used", "same")
    assert units["DV1"]["signed"]["number"] == "12/BC"
    assert units["DV1"]["evidence"]["asked"] == 1
    assert units["DV2"]["excel"]["state"] == "missing"
    assert units["DV2"]["signed"]["files"] == [place.label("DV2.pdf")]
    assert units["DV3"]["signed"]["state"] == "none"
    assert document["files_of_nobody"] == [place.label("la.pdf")]
