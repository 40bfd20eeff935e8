"""What was received of each unit, and what became of every file."""

from dataclasses import replace

import pytest

from tests.support import returns
from tests.support.sampled import sample_outcome
from thidua_batch import samples
from thidua_batch.core import evaluate, receipts
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import Rules
from thidua_batch.core.outcome import FileState, InputFile, Outcome
from thidua_batch.core.receipts import ExcelState, SignedState
from thidua_batch.core.returns import Decisions, NotSubmitted, SignedCopy, Verdict

SAMPLE = samples.load(samples.DEFAULT)
WANTED = Rules(signed_required=True)


def file(name: str, unit: str | None = None, **extra: object) -> InputFile:
    known = {"file": f"inbox/{name}", "sha256": "", "received_as": name, "used": False, **extra}
    return InputFile(unit=unit, **known)  # type: ignore[arg-type]


def copy(verdict: Verdict | None = None, **extra: str) -> SignedCopy:
    return SignedCopy(unit="U1", verdict=verdict, **extra)


def signed(outcome: Outcome, *copies: SignedCopy, **extra: object) -> Outcome:
    """The outcome with these signed copies among its decisions."""
    noted = {c.unit: c for c in copies}
    return replace(outcome, decisions=replace(outcome.decisions, signed=noted, **extra))


def checked(
    noted: Decisions, *files: InputFile, rules: Rules = WANTED
) -> list[tuple[str, str | None, str | None]]:
    excel = file("a.xlsx", "U1")
    found = receipts.check_signed(rules, excel, (excel, *files), noted)
    return [(f.code, f.unit, f.file) for f in found]


def decided(*copies: SignedCopy) -> Decisions:
    return Decisions(signed={c.unit: c for c in copies})


@pytest.mark.parametrize(
    ("noted", "files", "code"),
    [
        (decided(), (), "BLOC-008"),
        (decided(), (file("b.pdf", "U2", is_signed=True),), "BLOC-008"),
        (decided(), (file("b.pdf", "U1", is_signed=True),), "BLOC-011"),
        (decided(copy()), (), "BLOC-011"),
        (decided(copy(Verdict.SAME)), (), None),
        (decided(copy(Verdict.KEEP_EXCEL, reason="vì")), (), "BLOC-009"),
        (decided(copy(Verdict.WAIT)), (), "BLOC-010"),
    ],
)
def test_what_the_signed_copy_says_of_the_return(
    noted: Decisions, files: tuple[InputFile, ...], code: str | None
) -> None:
    assert checked(noted, *files) == ([(code, "U1", "inbox/a.xlsx")] if code else [])
    indifferent = checked(noted, *files, rules=Rules())
    assert indifferent == [x for x in checked(noted, *files) if x[0] in {"BLOC-009", "BLOC-010"}]


def test_a_finding_on_a_signed_copy_names_both_files() -> None:
    excel = file("2025-N_U1.xlsx", "U1")
    noted = copy(Verdict.KEEP_EXCEL, file="ký.pdf", number="12/BC", signed_on="09/01/2026",
                 reason="bản ký gõ nhầm")  # fmt: skip
    (found,) = receipts.check_signed(Rules(), excel, (excel,), decided(noted))
    assert found.message == (
        "Bản Excel «2025-N_U1.xlsx» khác bản ký «ký.pdf» số 12/BC ngày 09/01/2026; "
        "dùng bản Excel theo quyết định: bản ký gõ nhầm."
    )
    scan = file("quét.pdf", "U1", is_signed=True)
    (waits,) = receipts.check_signed(Rules(), excel, (excel, scan), decided(copy(Verdict.WAIT)))
    assert "«2025-N_U1.xlsx»" in waits.message
    assert "«quét.pdf»" in waits.message
    assert list(receipts.check_signed(Rules(), file("x.xlsx"), (), decided(noted))) == []


def test_who_compared_a_signed_copy_is_told_in_a_sentence() -> None:
    noted = copy(Verdict.KEEP_EXCEL, compared_by="Văn thư", compared_on="12/01/2026")
    told = receipts.compared_text(noted)
    assert told == "Văn thư đối chiếu 12/01/2026: khác – dùng bản Excel"
    assert receipts.compared_text(copy()) == "có, chưa đối chiếu"


def test_a_missing_signed_copy_keeps_the_result_provisional() -> None:
    units = sample_outcome().units
    found = [finding("BLOC-008", unit="U2", file="a"), finding("BLOC-008", unit="U4", file="b")]
    assert list(evaluate._provisional(SAMPLE.bloc, units, found)) == [
        "chưa có bản ký, đóng dấu: Đơn vị 2, Đơn vị 4"
    ]


def outcome_of(findings: tuple[Finding, ...] = (), **decisions: object) -> Outcome:
    """The sample in which U1 alone is special: its return has these findings."""
    items = [
        returns.returned(SAMPLE, unit.code, findings if unit.code == "U1" else ())
        for unit in SAMPLE.bloc.units
    ]
    known = replace(returns.decided(SAMPLE), **decisions)  # type: ignore[arg-type]
    return evaluate.evaluate(SAMPLE.bloc, SAMPLE.plan, "0" * 64, items, known)


def test_where_an_excel_return_stands() -> None:
    fault = finding(
        "CELL-002", unit="U1", label="Số vụ", raw="ba", example="45", file="inbox/2025-N/U1.xlsx"
    )
    used = receipts.receipt(outcome_of(), "U1")
    faulty = receipts.receipt(outcome_of((fault, fault)), "U1")
    accepted = receipts.receipt(outcome_of((fault,), accepted={"U1": "đã xác minh"}), "U1")
    assert (used.excel, used.count, used.excel_text) == (ExcelState.USED, 0, "đã nộp, được dùng")
    assert (faulty.excel, faulty.count, faulty.excel_text) == (ExcelState.FAULTY, 2, "còn 2 lỗi")
    assert accepted.excel_text == "được dùng, chấp nhận 1 lỗi"


def test_no_return_or_several() -> None:
    items = [returns.returned(SAMPLE, unit.code) for unit in SAMPLE.bloc.units[2:]]
    first = returns.returned(SAMPLE, "U2")
    second = replace(first, input=replace(first.input, file="inbox/b.xlsx", sha256="other"))
    third = replace(first, input=replace(first.input, file="inbox/c.xlsx", sha256="third"))
    absent = NotSubmitted(unit="U3", confirmed_on="", reminders="", confirmed_by="")
    known = replace(returns.decided(SAMPLE), not_submitted=(absent,))
    outcome = evaluate.evaluate(
        SAMPLE.bloc, SAMPLE.plan, "0" * 64, [first, second, third, *items[1:]], known
    )
    told = [receipts.receipt(outcome, unit).excel_text for unit in ("U1", "U2", "U3")]
    assert told == ["chưa nộp", "3 bản, chưa chọn", "xác nhận không nộp"]


def test_a_return_that_waits_for_a_new_version() -> None:
    outcome = sample_outcome()
    units = tuple(
        replace(u, state=UnitState.REJECTED) if u.unit.code == "U1" else u for u in outcome.units
    )
    found = finding("BLOC-010", unit="U1", file="inbox/a", excel="a", signed="b", note="")
    waits = replace(outcome, units=units, findings=(found,))
    got = receipts.receipt(signed(waits, copy(Verdict.WAIT)), "U1")
    assert (got.excel, got.signed) == (ExcelState.WAITING, SignedState.WAIT)
    assert (got.excel_text, got.signed_text) == ("đã nộp, chờ bản mới", "khác: chờ bản mới")


@pytest.mark.parametrize(
    ("copies", "files", "text"),
    [
        ((), (), "chưa có"),
        ((), (file("x.pdf", "U1", is_signed=True),), "có, chưa đối chiếu"),
        ((), (file("x.pdf", None, is_signed=True),), "chưa có"),
        ((copy(number="1"),), (), "có, chưa đối chiếu"),
        ((copy(Verdict.SAME),), (), "có, khớp"),
        ((copy(Verdict.KEEP_EXCEL),), (), "khác: dùng bản Excel"),
    ],
)
def test_where_a_signed_copy_stands(
    copies: tuple[SignedCopy, ...], files: tuple[InputFile, ...], text: str
) -> None:
    outcome = sample_outcome()
    made = signed(replace(outcome, inputs=(*outcome.inputs, *files)), *copies)
    assert receipts.receipt(made, "U1").signed_text == text


def test_evidence_is_counted_over_the_criteria_of_the_own_form_that_ask_for_it() -> None:
    outcome = sample_outcome()
    asked = [c for c in outcome.table.leaves if c.evidence]
    by_unit = receipts.receipt(outcome, "U1")
    assert 0 < by_unit.evidence_asked <= len(asked)
    assert by_unit.evidence_given == 0
    code = next(c.code for c in asked if c.scorer.value == "unit")
    filled = replace(outcome.submissions["U1"], evidence={code: "QĐ 12", "V.9": "x", "I": " "})
    some = replace(outcome, submissions={**outcome.submissions, "U1": filled})
    got = receipts.receipt(some, "U1")
    assert (got.evidence_given, got.evidence_asked) == (1, by_unit.evidence_asked)
    assert code not in got.evidence_lacking
    assert {code, *got.evidence_lacking} == set(by_unit.evidence_lacking)
    assert got.evidence_text == f"1/{by_unit.evidence_asked} tiêu chí"
    gone = replace(outcome, submissions={})
    assert receipts.receipt(gone, "U1").evidence_given is None
    assert receipts.receipt(gone, "U1").evidence_text == ""


FAULT = finding("CELL-002", unit="U1", label="a", raw="b", example="45", file="inbox/bad.xlsx")
FILES = (
    file("used.xlsx", "U1", used=True, sha256="aa", state=FileState.USED),
    file("old.xlsx", "U1", sha256="bb", state=FileState.SUPERSEDED),
    file("same.xlsx", None, sha256="aa", state=FileState.SUPERSEDED),
    file("bad.xlsx", "U2", state=FileState.REFUSED),
    file("quét.pdf", "U1", is_signed=True, state=FileState.ATTACHED),
    file("thư.docx", None, state=FileState.IGNORED),
    file("lạ.xlsx", None, state=FileState.REFUSED),
    file("gói.zip", None, state=FileState.ATTACHED),
    file("gói.zip/trong.xlsx", "U3", used=True, state=FileState.USED),
    file("ký.pdf", None, is_signed=True, state=FileState.ATTACHED),
)


def inbox() -> Outcome:
    """Every state of a file at once."""
    outcome = replace(
        sample_outcome(),
        inputs=FILES,
        findings=(
            finding("BLOC-002", unit="U2", file="inbox/bad.xlsx", count=1, unit_code="U2"),
            replace(FAULT, unit="U2"),
            finding("BOOK-010", file="inbox/bad.xlsx", name="chỉ là lưu ý"),
            finding("BOOK-001", file="inbox/lạ.xlsx", name="lạ.xlsx", reason="hỏng"),
        ),
    )
    noted = SignedCopy(unit="U4", file="ký.pdf")
    return signed(outcome, noted, ignored={"thư.docx": "thư mời"})


def test_every_file_is_accounted_for() -> None:
    outcome = inbox()
    told = {i.received_as: receipts.account(outcome, i) for i in FILES}
    assert [(name, a.state.value, a.code, a.superseded_by) for name, a in told.items()] == [
        ("used.xlsx", "used", None, None),
        ("old.xlsx", "superseded", None, "inbox/used.xlsx"),
        ("same.xlsx", "superseded", None, "inbox/used.xlsx"),
        ("bad.xlsx", "refused", "BLOC-002", None),
        ("quét.pdf", "attached", None, None),
        ("thư.docx", "ignored", None, None),
        ("lạ.xlsx", "refused", "BOOK-001", None),
        ("gói.zip", "attached", None, None),
        ("gói.zip/trong.xlsx", "used", None, None),
        ("ký.pdf", "attached", None, None),
    ]
    assert told["thư.docx"].reason == "thư mời"
    assert told["bad.xlsx"].reason == "Bài của đơn vị còn 1 lỗi nên chưa được dùng."
    assert '--accept "U2" --reason' in (told["bad.xlsx"].hint or "")


def test_files_of_nobody_leave_out_what_was_decided_and_parcels() -> None:
    outcome = inbox()
    assert [i.received_as for i in receipts.of_nobody(outcome)] == ["lạ.xlsx"]
    undecided = replace(outcome, decisions=Decisions())
    assert [i.received_as for i in receipts.of_nobody(undecided)] == [
        "thư.docx", "lạ.xlsx", "ký.pdf"
    ]  # fmt: skip
    assert receipts.owner(FILES[-1], outcome.decisions) == "U4"
    assert receipts.receipt(outcome, "U4").copies == (FILES[-1],)
