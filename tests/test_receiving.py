"""Whatever lies in the inbox: used with the same figures, or refused with what to do."""

import io
import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from tests.support import containers, desk, hostile, recalc
from tests.support.desk import Desk
from thidua_batch import receiving
from thidua_batch.core import receipts
from thidua_batch.core.returns import Decisions
from thidua_batch.core.wording import decisions as decision_words
from thidua_batch.core.wording import form as words

PDF, PHOTO = b"%PDF-1.7\nx", b"\xff\xd8\xff\xe0\x00\x10JFIF"
DOCX = desk.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})
LOCK = bytes([5]) + b"Thu K".ljust(54) + bytes([5, 0]) + "Thu K".encode("utf-16-le").ljust(108)
EXCEL_XML = (
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
MHTML = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    b"Content-Type: text/html\r\n\r\n<html></html>\r\n--x--\r\n"
)
OTHER_PAGE = b"<html><body><table><tr><td>1</td></tr></table></body></html>"


@pytest.fixture
def place(tmp_path: Path) -> Desk:
    return desk.open_desk(tmp_path / "khối")


def same(data: bytes) -> bytes:
    return data


# --- one return, in every container -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "made", "code"),
    [
        ("DV1.xlsx", same, None),
        ("DV1.xls", same, None),
        ("DV1.pdf", same, None),
        ("DV1", same, None),
        ("DV1.zip", same, None),
        ("DV1.xlsm", containers.with_macros, "BOOK-017"),
        ("DV1.xlsx", containers.strict, None),
        ("DV1.xlsx", containers.odd_styles, None),
        ("DV1.xlsx", containers.filtered, None),
        ("DV1.xlsb", containers.binary, None),
        ("DV1.xlsx", containers.binary, None),
        ("DV1.xlsx", partial(containers.locked, password="VelvetSweatshop"), None),
    ],
)
def test_a_return_is_read_the_same_from_any_container(
    place: Desk, name: str, made: Callable[[bytes], bytes], code: str | None
) -> None:
    plain = place.form("DV1")
    place.put("a.xlsx", plain)
    wanted = desk.units_json(place.compute())["DV1"]
    (place.inbox / "a.xlsx").unlink()
    place.put(name, made(plain))
    outcome = place.compute()
    assert desk.accounts(outcome) == {name: ("used", None)}
    assert desk.units_json(outcome)["DV1"].replace(f'/{name}"', '/a.xlsx"') == wanted
    found = {f.code for f in outcome.findings if f.file and f.file.endswith(name)}
    assert found == ({code} if code else set())


def test_openpyxl_alone_would_have_lost_these_files(place: Desk) -> None:
    plain = place.form("DV1")
    for made in (containers.odd_styles(plain), containers.filtered(plain)):
        with pytest.raises((TypeError, ValueError)):
            openpyxl.load_workbook(io.BytesIO(made))


@pytest.mark.office
def test_a_return_saved_by_another_program_is_read_the_same(place: Desk) -> None:
    plain = place.form("DV1")
    place.put("a.xlsx", plain)
    outcome = place.compute()
    wanted, points = desk.declared(outcome, "DV1"), desk.total(outcome, "DV1")
    (place.inbox / "a.xlsx").unlink()
    for kind in ("xlsx", "xls", "ods"):
        path = place.inbox / f"DV1.{kind}"
        path.write_bytes(recalc.convert(plain, kind))
        outcome = place.compute()
        assert desk.accounts(outcome) == {path.name: ("used", None)}, kind
        assert desk.declared(outcome, "DV1") == wanted
        assert desk.total(outcome, "DV1") == points
        own = [f.code for f in outcome.findings if f.unit == "DV1" and not f.code.startswith("BLO")]
        assert own == [], kind
        path.unlink()


@pytest.mark.office
def test_a_return_saved_as_a_web_page_is_told_to_be_degraded_or_refused(place: Desk) -> None:
    plain = place.form("DV1")
    place.put("a.xlsx", plain)
    wanted = desk.declared(place.compute(), "DV1")
    (place.inbox / "a.xlsx").unlink()
    place.put("DV1.xls", recalc.convert(plain, "html"))
    outcome = place.compute()
    known = desk.account(outcome, "DV1.xls")
    if known.state == "used":
        assert desk.told(outcome, "BOOK-016") == [("BOOK-016", "DV1")]
        assert desk.declared(outcome, "DV1") == wanted
    else:
        assert (known.state, bool(known.code and known.reason and known.hint)) == ("refused", True)


# --- passwords --------------------------------------------------------------------------------


def test_a_password_is_asked_for_and_then_used(place: Desk) -> None:
    place.put("DV1.xlsx", containers.locked(place.form("DV1"), "Khối 2026"))
    known = desk.account(place.compute(), "DV1.xlsx")
    assert (known.state, known.code) == ("refused", "BOOK-028")
    assert "Mật khẩu tệp" in (known.hint or "")
    place.decide(decision_words.PASSWORDS, {"unit": "DV2", "password": "khối 2026"})
    known = desk.account(place.compute(), "DV1.xlsx")
    assert (known.state, known.code) == ("refused", "BOOK-031")
    assert "Đã thử" in (known.reason or "")
    assert "chữ hoa" in (known.hint or "")
    place.decide(
        decision_words.PASSWORDS, {"unit": "DV2", "password": "sai"}, {"password": "Khối 2026"}
    )
    outcome = place.compute()
    assert desk.accounts(outcome) == {"DV1.xlsx": ("used", None)}
    assert "Khối 2026" not in str(outcome.findings)


@pytest.mark.slow
def test_a_password_opens_what_lies_in_a_parcel_too(place: Desk) -> None:
    inside = {"DV1.xlsx": containers.locked(place.form("DV1"), "0123")}
    place.put("goi.zip", desk.zipped(inside))
    place.decide(decision_words.PASSWORDS, {"unit": "DV1", "password": "0123"})
    assert desk.accounts(place.compute())["goi.zip/DV1.xlsx"] == ("used", None)


# --- what is no return ------------------------------------------------------------------------

STRANGE: dict[str, tuple[bytes, tuple[str, str | None], str]] = {
    "rong.xlsx": (b"", ("refused", "BOOK-030"), "empty"),
    "dau.xlsx": (b"PK\x03", ("refused", "BOOK-001"), "unknown"),
    "rac.xlsx": (bytes(range(256)) * 8, ("refused", "BOOK-001"), "unknown"),
    "ole.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), ("refused", "BOOK-001"), ""),
    "DV1 chu.xls": ("mã;điểm\nI.1;9\n".encode(), ("refused", "BOOK-001"), "text"),
    "DV1 chu.csv": (b"a,b\n1,2\n", ("refused", "BOOK-001"), "text"),
    "DV1 van ban.xlsx": (DOCX, ("refused", "BOOK-001"), "docx"),
    "xml.xls": (EXCEL_XML, ("refused", "BOOK-001"), "excel_xml"),
    "tin.xml": (b'<?xml version="1.0"?><a/>', ("refused", "BOOK-001"), "xml"),
    "web.xls": (MHTML, ("refused", "BOOK-001"), "mhtml"),
    "trang.xls": (OTHER_PAGE, ("refused", "BOOK-002"), ""),
    "la.xlsx": (hostile.plain(), ("refused", "BOOK-002"), ""),
    "a.rar": (b"Rar!\x1a\x07\x01\x00", ("refused", "BOOK-025"), "rar"),
    "a.7z": (b"7z\xbc\xaf\x27\x1c", ("refused", "BOOK-025"), "sevenzip"),
    "a.tar.gz": (b"\x1f\x8b\x08", ("refused", "BOOK-025"), "gzip"),
    "winmail.dat": (b"\x78\x9f\x3e\x22", ("refused", "BOOK-025"), "tnef"),
    "rong.zip": (desk.zipped({}), ("refused", "BOOK-027"), ""),
    "khong.eml": (desk.letter({}), ("refused", "BOOK-027"), ""),
    "cat.zip": (desk.zipped({"a.xlsx": b"a" * 99})[:60], ("refused", "BOOK-030"), "cut"),
    "khoa.xlsx": (LOCK, ("ignored", "BOOK-010"), ""),
    "~$DV1.xlsx": (b"\x05Thu K".ljust(165, b"\0"), ("ignored", "BOOK-010"), ""),
    "scan.pdf": (PDF, ("attached", None), ""),
    "anh DV1.xlsx": (PHOTO, ("attached", None), ""),
    "thu DV2.docx": (DOCX, ("attached", None), ""),
    "thu.docx": (DOCX, ("refused", "BOOK-013"), "paper"),
}


def test_everything_else_is_told_by_name_with_a_reason_and_what_to_do(place: Desk) -> None:
    place.fill("DV3")
    for name, (data, _, _) in STRANGE.items():
        place.put(name, data)
    cuts = {f"cat{n}.xlsx": place.form("DV1")[:n] for n in (900, 9_000, 20_000, -1, -21)}
    for name, data in cuts.items():
        place.put(name, data)
    outcome = place.compute()
    told = desk.accounts(outcome)
    assert told.pop("2025-N_DV3.xlsx") == ("used", None)
    for name in cuts:
        assert told.pop(name) == ("refused", "BOOK-030")
        assert words.REASONS["cut"] in (desk.account(outcome, name).reason or "")
    assert told == {name: wanted for name, (_, wanted, _) in STRANGE.items()}
    for name, (_, (state, _), key) in STRANGE.items():
        known = desk.account(outcome, name)
        if state in ("refused", "ignored"):
            assert known.reason and known.hint, name  # noqa: PT018
            assert name in known.reason
        if key:
            assert words.REASONS[key] in (known.reason or ""), name
    assert desk.states(outcome) == {"DV1": "missing", "DV2": "missing", "DV3": "ranked"}


def test_a_broken_file_sent_twice_is_refused_twice(place: Desk) -> None:
    place.put("DV1.xlsx", b"")
    place.put("DV2.xlsx", b"")
    assert set(desk.accounts(place.compute()).values()) == {("refused", "BOOK-030")}


def test_a_unit_that_sent_only_a_scan_or_a_letter_is_asked_for_the_workbook(place: Desk) -> None:
    place.put("bao cao DV1.pdf", PDF)
    place.put("bao cao DV2.docx", DOCX)
    outcome = place.compute()
    assert desk.told(outcome, "BOOK-011") == [("BOOK-011", "DV1"), ("BOOK-011", "DV2")]
    assert desk.told(outcome, "BOOK-029") == []
    said = [f.message for f in outcome.findings if f.code == "BOOK-011"]
    assert ["bản scan" in said[0], "tệp Word" in said[1]] == [True, True]
    assert desk.told(outcome, "BLOC-001")[-1] == ("BLOC-001", "DV3")
    assert "DV1.pdf" in desk.found(outcome, "BOOK-011").message


# --- parcels ----------------------------------------------------------------------------------


def test_forms_are_taken_out_of_parcels_and_letters(place: Desk) -> None:
    place.put("goi.zip", desk.zipped({"DV1/DV1.xlsx": place.form("DV1"), "~$DV1.xlsx": LOCK}))
    inner = desk.zipped({"bieu.xlsx": place.form("DV2"), "ký.pdf": PDF})
    place.put("goi2.zip", desk.zipped({"trong.zip": inner, "__MACOSX/._a": b"x"}))
    place.put("thu.eml", desk.letter({"Biểu của Văn phòng.xlsx": place.form("DV3")}, 6))
    outcome = place.compute()
    assert desk.accounts(outcome) == {
        "goi.zip": ("unpacked", None),
        "goi.zip/DV1/DV1.xlsx": ("used", None),
        "goi2.zip": ("unpacked", None),
        "goi2.zip/trong.zip/bieu.xlsx": ("used", None),
        "goi2.zip/trong.zip/ký.pdf": ("attached", None),
        "thu.eml": ("unpacked", None),
        "thu.eml/Biểu của Văn phòng.xlsx": ("used", None),
    }
    moments = {i.unit: i.received_at for i in outcome.inputs if i.used}
    assert (moments["DV1"], str(moments["DV3"])) == (None, "2026-01-06 09:30:00")
    signed = [(i.received_as, i.unit) for i in outcome.inputs if i.is_signed]
    assert signed == [("ký.pdf", "DV2")]


def test_a_letter_may_hold_a_parcel(place: Desk) -> None:
    packed = desk.zipped({"DV1.xlsx": place.form("DV1")})
    place.put("thu.eml", desk.letter({"gói.zip": packed}))
    outcome = place.compute()
    assert desk.accounts(outcome)["thu.eml/gói.zip/DV1.xlsx"] == ("used", None)
    assert str(outcome.inputs[-1].received_at) == "2026-01-05 09:30:00"


def test_what_stays_closed_in_a_parcel_is_a_file_of_its_own(place: Desk) -> None:
    deep = desk.zipped({"c.zip": desk.zipped({"DV1.xlsx": place.form("DV1")})})
    inside = {"DV2.xlsx": place.form("DV2"), "b.zip": deep, "a.rar": b"Rar!\x1a\x07\x01\x00"}
    place.put("goi.zip", desk.zipped(inside))
    outcome = place.compute()
    told = desk.accounts(outcome)
    assert told["goi.zip/DV2.xlsx"] == ("used", None)
    assert told["goi.zip/a.rar"] == told["goi.zip/b.zip/c.zip"] == ("refused", "BOOK-024")
    known = desk.account(outcome, "a.rar")
    assert words.REASONS["rar"] in (known.reason or "")
    assert "goi.zip" in (known.reason or "")


def test_a_parcel_that_is_a_bomb_says_so_itself(place: Desk) -> None:
    place.fill("DV2")
    place.put("bom.zip", hostile.zipped({f"{i}.bin": bytes(9 << 20) for i in range(9)}))
    outcome = place.compute()
    assert desk.account(outcome, "bom.zip").code == "BOOK-025"
    assert words.REASONS["inflated"] in (desk.account(outcome, "bom.zip").reason or "")
    assert desk.accounts(outcome)["2025-N_DV2.xlsx"] == ("used", None)


# --- whose scan it is -------------------------------------------------------------------------


def test_a_scan_belongs_to_the_unit_of_its_name_folder_parcel_or_note(place: Desk) -> None:
    place.fill("DV1")
    place.put("Ban ND - bản ký.pdf", PDF + b"1")
    place.put("DV1/quet.pdf", PDF + b"2")
    place.put("DV1/bieu.xlsx", place.form("DV1"))
    place.put("goi.zip", desk.zipped({"a.xlsx": place.form("DV3"), "b.jpg": PHOTO}))
    place.put("sao.pdf", PDF + b"3")
    place.put("la.pdf", PDF + b"4")
    place.put("DV1 va DV2.pdf", PDF + b"5")
    place.decide(decision_words.SIGNED, {"unit": "DV2", "file": "sao.pdf"})
    outcome = place.compute()
    owners = {i.received_as: i.unit for i in outcome.inputs if i.is_signed}
    assert owners == {
        "Ban ND - bản ký.pdf": "DV2",
        "quet.pdf": "DV1",
        "b.jpg": "DV3",
        "sao.pdf": "DV2",
        "la.pdf": None,
        "DV1 va DV2.pdf": None,
    }
    lost = [f.file for f in outcome.findings if f.code == "BOOK-026"]
    assert lost == [place.label("DV1 va DV2.pdf"), place.label("la.pdf")]
    assert [i.received_as for i in receipts.of_nobody(outcome)] == ["DV1 va DV2.pdf", "la.pdf"]


def test_the_same_scan_for_two_units_is_each_ones_own(place: Desk) -> None:
    place.put("DV1.pdf", PDF)
    place.put("DV2.pdf", PDF)
    outcome = place.compute()
    assert [(i.unit, i.state.value) for i in outcome.inputs] == [
        ("DV1", "attached"), ("DV2", "attached"),
    ]  # fmt: skip


# --- names ------------------------------------------------------------------------------------


def test_a_name_that_contradicts_the_form_keeps_it_from_both_units(place: Desk) -> None:
    place.put("2025-N_DV2.xlsx", place.form("DV1"))
    outcome = place.compute()
    assert desk.accounts(outcome) == {"2025-N_DV2.xlsx": ("refused", "BOOK-021")}
    found = desk.found(outcome, "BOOK-021")
    assert (found.unit, "Ban ND" in found.message) == ("DV1", True)
    assert desk.told(outcome, "BOOK-032", "BLOC-001") == [("BOOK-032", "DV2"), ("BLOC-001", "DV3")]
    assert desk.states(outcome)["DV1"] == "rejected"
    texts = [receipts.receipt(outcome, unit).excel_text for unit in ("DV1", "DV2")]
    assert texts == ["còn 1 lỗi", "gửi nhầm biểu"]


@pytest.mark.parametrize(
    "row",
    [
        {"action": decision_words.USE, "file": "2025-N_DV2.xlsx"},
        {"action": decision_words.ACCEPT, "file": "2025-N_DV2.xlsx"},
    ],
)
def test_a_misnamed_return_counts_once_a_person_names_that_file(
    place: Desk, row: dict[str, str]
) -> None:
    place.put("2025-N_DV2.xlsx", place.form("DV1"))
    place.decide(decision_words.RETURNS, {"unit": "DV1", "reason": "đã hỏi", **row})
    outcome = place.compute()
    assert desk.accounts(outcome) == {"2025-N_DV2.xlsx": ("used", None)}
    assert desk.told(outcome, "BOOK-021", "BOOK-032", "BLOC-005", "BLOC-015") == [
        ("BLOC-015", "DV1")
    ]
    assert ("BLOC-001", "DV2") in desk.told(outcome, "BLOC-001")


def test_accepting_whatever_a_unit_sent_settles_no_doubt_whose_it_is(place: Desk) -> None:
    place.put("2025-N_DV2.xlsx", place.form("DV1"))
    row = {"unit": "DV1", "action": decision_words.ACCEPT, "reason": "đã hỏi"}
    place.decide(decision_words.RETURNS, row)
    assert desk.accounts(place.compute()) == {"2025-N_DV2.xlsx": ("refused", "BOOK-021")}


def test_the_own_name_counts_before_the_same_bytes_under_another_units(place: Desk) -> None:
    data = place.form("DV3")
    place.put("2025-N_DV2.xlsx", data)
    place.put("2025-N_DV3.xlsx", data)
    outcome = place.compute()
    assert desk.accounts(outcome) == {
        "2025-N_DV2.xlsx": ("superseded", None), "2025-N_DV3.xlsx": ("used", None),
    }  # fmt: skip
    assert desk.told(outcome, "BOOK-021", "BOOK-032") == [("BOOK-032", "DV2")]
    place.put("Ban ND.xlsx", place.form("DV1"))
    place.put("DV2.xlsx", place.form("DV2"))
    outcome = place.compute()
    assert desk.told(outcome, "BOOK-032", "BOOK-033") == [("BOOK-033", "DV2")] * 2
    assert desk.states(outcome)["DV2"] == "ranked"


@pytest.mark.skipif(os.name == "nt", reason="Windows does not store such names")
def test_names_that_no_terminal_should_print(place: Desk) -> None:
    odd = ("DV1\nhai dòng.xlsx", "DV2\x1b[31mđỏ.xlsx", "DV3 \u202exslx.xlsx")
    for unit, name in zip(desk.UNITS, odd, strict=True):
        place.put(name, place.form(unit))
    place.put("x" * 250 + ".xlsx", b"")
    outcome = place.compute()
    assert all(i.received_as.isprintable() and i.file.isprintable() for i in outcome.inputs)
    assert [i.state.value for i in outcome.inputs].count("used") == 3
    texts = [text for f in outcome.findings for text in (f.message, f.hint, f.file or "")]
    assert all(text.isprintable() for text in texts)


@pytest.mark.skipif(sys.platform == "darwin", reason="the file system composes names itself")
def test_a_decomposed_name_is_the_same_name(place: Desk) -> None:
    nfd = "bài của Đơn vị 1.xlsx"
    place.put(unicodedata.normalize("NFD", nfd), place.form("DV1"))
    place.put("khác.xlsx", place.form("DV1", I_2__ty_le=desk.blocs.d("96")))
    place.decide(
        decision_words.RETURNS,
        {"unit": "DV1", "action": decision_words.USE, "file": nfd, "reason": "bản đúng"},
    )
    outcome = place.compute()
    assert desk.accounts(outcome) == {nfd: ("used", None), "khác.xlsx": ("superseded", None)}


def test_a_file_that_a_person_passed_over_is_not_even_opened(place: Desk) -> None:
    place.put("bom.zip", b"PK\x03\x04")
    (place.inbox / "lien-ket.xlsx").symlink_to(place.inbox / "bom.zip")
    skipped = {"action": decision_words.IGNORE, "reason": "không phải bài nộp"}
    place.decide(
        decision_words.RETURNS,
        {**skipped, "file": "bom.zip"},
        {**skipped, "file": "lien-ket.xlsx"},
    )
    outcome = place.compute()
    assert set(desk.accounts(outcome).values()) == {("ignored", None)}
    assert desk.account(outcome, "bom.zip").reason == "không phải bài nộp"


def test_a_return_is_not_lost_with_its_ignored_copy(place: Desk) -> None:
    place.put("DV1 (1).xlsx", place.form("DV1"))
    place.put("DV1.xlsx", place.form("DV1"))
    skipped = {"action": decision_words.IGNORE, "reason": "bản tải trùng"}
    place.decide(decision_words.RETURNS, {**skipped, "file": "DV1 (1).xlsx"})
    assert desk.accounts(place.compute()) == {
        "DV1 (1).xlsx": ("ignored", None), "DV1.xlsx": ("used", None),
    }  # fmt: skip


def test_the_json_of_check_accounts_for_every_file(place: Desk) -> None:
    place.fill("DV1", "DV2")
    place.put("DV1 (1).xlsx", place.form("DV1"))
    place.put("goi.zip", desk.zipped({"DV3.xlsx": place.form("DV3")}))
    for name, (data, _, _) in STRANGE.items():
        place.put(name, data)
    root = place.loaded.workspace.root
    done = subprocess.run(
        [sys.executable, "-m", "thidua_batch", "check", "-w", str(root), "--json"],
        capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    rows = json.loads(done.stdout)["inputs"]
    told = {row["file"].split("/", 2)[2]: (row["state"], row["code"]) for row in rows}
    assert told.items() >= {name: wanted for name, (_, wanted, _) in STRANGE.items()}.items()
    assert told["2025-N_DV1.xlsx"] == ("used", None)
    assert told["DV1 (1).xlsx"] == ("superseded", None)
    lying = {path.name for path in place.inbox.rglob("*") if path.is_file()}
    assert lying == {name for name in told if "/" not in name}
    for row in rows:
        assert row["state"] != "refused" or (row["code"] and row["reason"])
        assert row["state"] != "superseded" or row["superseded_by"]


def test_a_parcel_that_takes_too_long_is_given_up_file_by_file(place: Desk) -> None:
    place.put("nhieu.zip", desk.zipped({f"{n}.xlsx": place.form(n) for n in ("DV1", "DV2")}))
    found = receiving.read_inbox(place.loaded, Decisions(), patience=-1)
    told = [f for item in found for f in item.findings]
    assert [(f.code, f.fields["name"]) for f in told] == [
        ("BOOK-024", "DV1.xlsx"),
        ("BOOK-024", "DV2.xlsx"),
    ]
    assert all("quá lâu" in f.message for f in told)
    assert all(item.submission is None for item in found)
