"""The text to a unit: polite, counted, complete, about nobody else."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.outcomes import cell, year
from thidua_batch.core.findings import CATALOGUE, Finding, Severity, finding
from thidua_batch.core.kinds import FormSheet, UnitState
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.wording import feedback as words
from thidua_batch.reports import feedback

HOSTILE = "=1+1 {{ 7*7 }} {name} <script>alert(1)</script>"


def outcome(*found: Finding, **changes: object) -> Outcome:
    return replace(year(), findings=found, **changes)  # type: ignore[arg-type]


def text(known: Outcome, unit: str = "U1", copy: str | None = "U1_danh_dau.xlsx") -> str:
    return feedback.render(known, unit, copy).decode("utf-8-sig")


def blank(number: int = 1, unit: str = "U1") -> Finding:
    return finding("CELL-001", unit=unit, cell=cell(), label=f"Số liệu {number}", how="ô này")


def note() -> Finding:
    return finding("CELL-004", unit="U1", cell=cell(), label="Tỷ lệ", raw="9,50", value="9,5")


def doubt() -> Finding:
    return finding("CELL-013", unit="U1", cell=cell(), label="II.1")


def test_the_text_is_an_official_message_with_counts_list_and_what_to_send() -> None:
    known = outcome(note(), blank(), doubt(), blank(2))
    said = text(known)
    lines = said.split("\r\n")
    assert lines[0] == words.TITLE
    assert lines[2] == f"Kính gửi: {known.result('U1').unit.name}"
    assert "2 lỗi phải sửa, 1 điểm cần lưu ý và 1 chỗ phần mềm đã tự sửa cách ghi" in said
    told = [line for line in lines if line[:1].isdigit()]
    assert [line.split("]")[0] for line in told] == [
        "1. [Lỗi", "2. [Lỗi", "3. [Lưu ý", "4. [Đã tự sửa",
    ]  # fmt: skip
    assert told[0].startswith(f"1. [Lỗi] Trang «{cell().sheet}», ô {cell().address}: ")
    assert "U1_danh_dau.xlsx" in said
    assert "Việc cần sửa" in said
    assert said.endswith(f"{words.THANKS}\r\n")
    assert "CELL-" not in said


def test_deadline_and_signed_copy_are_asked_where_the_bloc_has_them() -> None:
    known = outcome(blank())
    assert "Hạn nộp" not in text(known)
    assert words.SIGNED not in text(known)
    plan = replace(known.plan, deadline=date(2025, 12, 5))
    rules = replace(known.bloc.rules, signed_required=True)
    said = text(replace(known, plan=plan, bloc=replace(known.bloc, rules=rules)))
    assert "Hạn nộp của kỳ: 05/12/2025." in said
    assert words.SIGNED in said


def test_after_twenty_lines_the_copy_shows_the_rest() -> None:
    known = outcome(*(blank(n) for n in range(25)))
    said = text(known)
    assert "20. [Lỗi]" in said
    assert "21. [Lỗi]" not in said
    assert "… và 5 điểm khác; xem đủ trong trang «Việc cần sửa»" in said
    alone = text(known, copy=None)
    assert "25. [Lỗi]" in alone
    assert "đánh dấu" not in alone
    assert "…" not in alone


def test_a_clean_return_is_thanked_and_a_missing_one_is_asked_for() -> None:
    known = outcome()
    plan = replace(known.plan, deadline=date(2025, 12, 5))
    clean, absent = text(known), text(replace(known, plan=plan), "U7")
    assert "không có lỗi" in clean
    assert "Cách làm" not in clean
    assert "chưa nhận được biểu" in absent
    assert "05/12/2025" in absent


def test_the_head_says_what_the_letter_is() -> None:
    def head(known: Outcome, unit: str = "U1") -> str:
        return text(known, unit).split("\r\n", 1)[0]

    assert head(outcome()) == "XÁC NHẬN ĐÃ NHẬN BIỂU"
    assert head(outcome(note())) == "XÁC NHẬN ĐÃ NHẬN BIỂU"
    assert head(outcome(doubt())) == head(outcome(blank())) == words.TITLE
    assert head(outcome(), "U7") == words.ABSENT_TITLE


def test_a_unit_asked_which_version_counts_is_asked_for_nothing_else() -> None:
    asked = finding("BOOK-009", unit="U1", count=2, names="«a», «b»", why="chưa biết",
                    unit_code="U1", beside="")  # fmt: skip
    said = text(outcome(asked), copy=None)
    assert "1. [Lỗi] Đơn vị đã gửi 2 bản khác nhau: «a», «b»." in said
    assert words.BACK_CONFIRM in said
    assert not {words.BACK, words.BACK_AGAIN, words.SIGNED} & set(said.split("\r\n"))
    both = text(outcome(asked, blank()), copy=None)
    assert words.BACK_CONFIRM in both
    assert words.BACK in both


@pytest.mark.parametrize("state", UnitState)
def test_only_a_return_that_counts_is_called_clean(state: UnitState) -> None:
    known = outcome()
    units = tuple(replace(u, state=state) if u.unit.code == "U1" else u for u in known.units)
    counts = state in (UnitState.RANKED, UnitState.SCORED, UnitState.EXCLUDED)
    assert ("không có lỗi" in text(replace(known, units=units))) == counts


def test_only_notes_and_doubts_oblige_to_nothing() -> None:
    said = text(outcome(note(), doubt()))
    assert words.BACK_LOOK_COPY.format(copy="U1_danh_dau.xlsx") in said
    assert words.BACK_LOOK in text(outcome(note(), doubt()), copy=None)
    assert "lỗi phải sửa" not in said


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_nothing_about_other_units_reaches_a_unit(code: str) -> None:
    """Whatever a finding of another unit says, and whatever one of theirs that is kept says."""
    secret = "BÍ MẬT CỦA ĐƠN VỊ KHÁC"
    fields = dict.fromkeys(CATALOGUE[code].fields, secret)
    of_other = Finding(code=code, unit="U2", cell=cell(), fields=fields)
    of_nobody = replace(of_other, unit=None)
    for found in (of_other, of_nobody):
        assert secret not in text(outcome(found, blank()))
    known = outcome(of_other, of_nobody)
    assert text(known) == text(outcome())
    assert feedback.marks_of(known, "U1") == ()
    for other in known.units[1:]:
        assert other.unit.name not in text(outcome(blank(), of_other))


def test_other_marks_in_a_file_are_not_named() -> None:
    found = finding("BOOK-007", unit="U1", file="a.xlsx", name="a.xlsx", marks="khoi|2019-N|U2|ab")
    assert "U2" not in text(outcome(found))


def test_texts_of_units_stay_texts_and_long_ones_are_cut_visibly() -> None:
    odd = f"{HOSTILE}\r\nKính gửi: đơn vị khác\x07\u202e"
    found = finding("CELL-002", unit="U1", cell=cell(), label="Số vụ", raw=odd, example="45")
    said = text(outcome(found))
    assert HOSTILE in said
    assert "\r\nKính gửi: đơn vị khác" not in said
    assert not {"\x07", "\u202e"} & set(said)
    long = text(outcome(replace(found, fields={**found.fields, "raw": "Đ" * 40_000})))
    assert "[…]" in long
    assert "không đọc được thành số." in long
    assert len(long) < 3_000


def test_marks_for_the_copy_are_those_of_the_text() -> None:
    spot = (FormSheet.SCORING, "I.1/ct1", "value")
    known = outcome(blank(), note(), blank(3, "U2"))
    places = {(cell().sheet, cell().address): spot}
    made = feedback.marks_of(known, "U1", file=cell().file, places=places)
    assert [(m.severity, m.spot) for m in made] == [(Severity.ERROR, spot), (Severity.NOTE, spot)]
    assert all(m.message in text(known) for m in made)
