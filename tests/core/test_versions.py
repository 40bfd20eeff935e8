"""Versions side by side: what differs by cell, which one counts, why."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.blocs import FACTS, bloc, d, plan
from thidua_batch.books.form import layout
from thidua_batch.core import versions as core_versions
from thidua_batch.core.kinds import FormSheet, VersionRule
from thidua_batch.core.outcome import FileState, InputFile, Version
from thidua_batch.core.returns import Cell, Decisions, Fact, ListRow, Submission, Text
from thidua_batch.core.wording import versions as words

TABLE = bloc().table_for(plan())


def cell(file: str, address: str, sheet: str = "Tự chấm điểm") -> Cell:
    return Cell(file=file, sheet=sheet, address=address)


def submission(file: str = "a.xlsx", **facts: object) -> Submission:
    said = {**FACTS, **{code.replace("__", "/"): value for code, value in facts.items()}}
    return Submission(
        unit="DV1",
        file=file,
        sha256=f"{file}-bytes",
        facts=tuple(
            Fact(criterion=code.split("/")[0], line=code.split("/")[1], value=value,  # type: ignore[arg-type]
                 cell=cell(file, f"H{row}"))
            for row, (code, value) in enumerate(said.items(), start=10)
        ),
        texts={"theme": Text(value="Kỷ cương", cell=cell(file, "C9", "Đăng ký"))},
        registered={"co-cp": True},
        evidence={"II.1": "QĐ 01"},
        typed_points={"I.1": (d("31"), cell(file, "I10")), "": (d("80"), cell(file, "I40"))},
    )  # fmt: skip


def listed(base: Submission, *names: str) -> Submission:
    rows = tuple(
        ListRow(sheet=FormSheet.PROPOSALS, values={"award": "Bằng khen", "name": name},
                cell=cell(base.file, f"C{number}", "Đề nghị khen thưởng"))
        for number, name in enumerate(names, start=9)
    )  # fmt: skip
    return replace(base, rows=rows)


def brief(*submissions: Submission) -> list[tuple[str, ...]]:
    found = core_versions.differences(bloc(), TABLE, submissions)
    return [(one.sheet.value, one.label, *one.texts) for one in found]


def version(file: str, *, used: bool = False, **changes: object) -> Version:
    item = InputFile(file=f"inbox/{file}", sha256="ab" * 32, unit="DV1", received_as=file,
                     used=used, state=FileState.SUPERSEDED)  # fmt: skip
    return Version(input=replace(item, **changes), submission=submission(file))  # type: ignore[arg-type]


def test_equal_versions_differ_in_nothing() -> None:
    assert brief(submission("a.xlsx"), submission("b.xlsx")) == []
    assert brief(submission()) == []
    assert core_versions.differences(bloc(), TABLE, ()) == ()


def test_facts_that_differ_are_told_with_label_values_and_cells() -> None:
    found = core_versions.differences(
        bloc(), TABLE, (submission("a.xlsx"), submission("b.xlsx", **{"I.1__ct1": d("82")}))
    )
    assert [(one.label, one.texts) for one in found] == [
        ("I.1 Thụ lý và giải quyết án", ("81", "82"))
    ]
    assert [(c.file, c.address) for c in found[0].cells if c] == [
        ("a.xlsx", "H10"),
        ("b.xlsx", "H10"),
    ]


def test_evidence_awards_blanks_and_columns_of_lists_are_told_with_their_cells() -> None:
    kind, lists = FormSheet.SCORING, FormSheet.PROPOSALS
    places = {
        (kind, "II.1", "evidence"): cell("a.xlsx", "J19"),
        (kind, "I.1/ct1", "value"): cell("a.xlsx", "H10"),
        (FormSheet.REGISTRATION, "award/co-cp", "value"): cell("a.xlsx", "C12", "Đăng ký"),
        (lists, "row/1", "award"): cell("a.xlsx", "C9", "Đề nghị khen thưởng"),
        (lists, "row/1", "name"): cell("a.xlsx", "D9", "Đề nghị khen thưởng"),
    }
    first = replace(listed(submission(**{"I.1__ct1": None}), "A"), places=places)
    facts = tuple(fact for fact in first.facts if fact.value is not None)
    other = replace(
        listed(submission(), "B"), evidence={"II.1": "QĐ 02"}, registered={"co-cp": False}
    )
    found = core_versions.differences(bloc(), TABLE, (replace(first, facts=facts), other))
    cells = {one.label: one.cells[0].address for one in found if one.cells[0]}
    assert cells == {
        "Cờ thi đua của Chính phủ": "C12",
        "I.1 Thụ lý và giải quyết án": "H10",
        "Minh chứng – II.1 Xếp loại tổ chức đảng": "J19",
        "Dòng khác thứ 1 – Tập thể, cá nhân được đề nghị": "D9",
    }


def test_a_blank_is_no_zero_and_what_could_not_be_read_is_told_as_typed() -> None:
    spot = (FormSheet.SCORING, "I.1/ct1", "value")
    blank, zero = submission(**{"I.1__ct1": None}), submission(**{"I.1__ct1": d("0")})
    many = replace(blank, raw={spot: "nhiều"})
    few = replace(blank, raw={spot: "ít"})
    label = "I.1 Thụ lý và giải quyết án"
    assert brief(blank, zero) == [("tu_cham", label, words.BLANK, "0")]
    assert brief(many, few) == [("tu_cham", label, "nhiều", "ít")]
    assert brief(many, many) == []


def test_a_number_typed_in_another_way_is_no_difference() -> None:
    spot = (FormSheet.SCORING, "I.1/ct2", "value")
    first = replace(submission(), raw={spot: "40,0"})
    second = replace(submission(**{"I.1__ct2": d("40.0")}), raw={spot: d("40")})
    assert brief(first, second) == []


def test_every_kind_of_answer_is_compared_in_the_order_of_the_form() -> None:
    first = listed(submission(), "Phòng A", "Phòng B")
    second = replace(
        listed(submission(**{"II.3__so_ket": "Có"}), "Phòng C", "Phòng A", "Phòng B"),
        texts={},
        registered={"co-cp": False, "co-tinh": True},
        evidence={"II.1": "QĐ 02", "I.2": "Báo cáo"},
        typed_points={
            "I.1": (d("32"), cell("b.xlsx", "I10")), "": (d("81"), cell("b.xlsx", "I40"))
        },
    )  # fmt: skip
    assert brief(first, second) == [
        ("dang_ky", "Chủ đề thi đua của đơn vị", "Kỷ cương", words.BLANK),
        ("dang_ky", "Cờ thi đua của Chính phủ", "Có", "Không"),
        ("dang_ky", "Cờ thi đua của UBND tỉnh", words.BLANK, "Có"),
        ("tu_cham", "Minh chứng – I.2 Tỷ lệ hồ sơ giải quyết đúng hạn", words.BLANK, "Báo cáo"),
        ("tu_cham", "Minh chứng – II.1 Xếp loại tổ chức đảng", "QĐ 01", "QĐ 02"),
        ("tu_cham", "II.3 Tổ chức sơ kết đúng quy định", "Không", "Có"),
        ("de_nghi", "Dòng khác thứ 1 – Danh hiệu, hình thức đề nghị", words.BLANK, "Bằng khen"),
        ("de_nghi", "Dòng khác thứ 1 – Tập thể, cá nhân được đề nghị", words.BLANK, "Phòng C"),
        ("tu_cham", "Điểm ghi trong biểu – I.1 Hoàn thành các chỉ tiêu được giao", "31", "32"),
        ("tu_cham", "Tổng điểm ghi trong biểu", "80", "81"),
    ]


def test_points_that_a_program_did_not_calculate_are_no_difference() -> None:
    first = submission()
    assert brief(first, replace(first, typed_points={})) == []


def test_rows_of_a_list_in_another_order_are_no_difference_and_copies_count() -> None:
    first = listed(submission(), "A", "B", "A")
    assert brief(first, listed(submission(), "B", "A", "A")) == []
    told = brief(first, listed(submission(), "A", "B"))
    assert [row[2:] for row in told] == [("Bằng khen", words.BLANK), ("A", words.BLANK)]


def test_more_than_two_versions_stand_side_by_side() -> None:
    values = [submission(f"{n}.xlsx", **{"I.2__ty_le": d(str(n))}) for n in (90, 91, 90)]
    assert [row[2:] for row in brief(*values)] == [("90", "91", "90")]


def test_long_texts_show_the_part_where_they_differ() -> None:
    def said(text: str) -> Submission:
        return replace(submission(), texts={"theme": Text(value=text, cell=cell("a", "C9"))})

    start = "giống nhau " * 100
    first, second = brief(said(start + "MỘT"), said(start + "HAI"))[0][2:]
    assert first.startswith("[…]")
    assert first.endswith("MỘT")
    assert second.endswith("HAI")
    longest = brief(said("x" * 40_000), said("y"))[0][2:]
    assert longest[1] == "y"
    assert len(longest[0]) == 300
    assert longest[0].endswith("[…]")
    one, other = brief(said(start), said(start + "thêm"))[0][2:]
    assert other.endswith("thêm")
    assert one != other


@pytest.mark.parametrize(
    ("rule", "chosen", "used", "expected"),
    [
        (VersionRule.NEWEST, "", 1, words.NEWEST.format(letter="B")),
        (VersionRule.NEWEST, "b.xlsx", 1, words.CHOSEN.format(letter="B")),
        (VersionRule.ASK, "inbox/b.xlsx", 1, words.CHOSEN.format(letter="B")),
        (VersionRule.ASK, "khac.xlsx", 0, words.BY_RULE.format(letter="A")),
        (VersionRule.ASK, "", None, words.WAITS),
    ],
)
def test_which_version_counts_is_told_with_its_rule(
    rule: VersionRule, chosen: str, used: int | None, expected: str
) -> None:
    files = [version(name, used=i == used) for i, name in enumerate(("a.xlsx", "b.xlsx"))]
    decisions = Decisions(chosen={"DV1": chosen} if chosen else {})
    assert core_versions.reason(replace(bloc().rules, versions=rule), decisions, files) == expected
    assert core_versions.counting(files) == used


def test_the_last_six_are_shown_and_always_the_one_that_counts() -> None:
    files = [version(f"{n}.xlsx", used=n == 0) for n in range(9)]
    assert core_versions.shown(files) == [0, 4, 5, 6, 7, 8]
    assert core_versions.shown(files[1:]) == [2, 3, 4, 5, 6, 7]
    unread = replace(files[1], submission=None)
    assert core_versions.shown([files[0], unread, files[2]]) == [0, 2]


def test_state_and_time_of_receipt_are_told_in_words() -> None:
    moment = datetime(2025, 12, 10, 8, 5, tzinfo=UTC)
    late = version("a.xlsx", received_at=moment)
    assert core_versions.received(late) == "10/12/2025 08:05"
    assert core_versions.received(version("a.xlsx")) == words.UNKNOWN_TIME
    assert core_versions.state(version("a.xlsx", used=True)) == words.STATES["used"]
    assert core_versions.state(late) == words.STATES["superseded"]
    assert core_versions.state(replace(late, submission=None)) == words.NOT_READ
    assert set(words.STATES) == {state.value for state in FileState}


def test_the_table_for_the_terminal_has_a_head_and_a_row_per_cell() -> None:
    files = [version("a.xlsx"), version("b.xlsx")]
    found = core_versions.differences(
        bloc(), TABLE, (submission(), submission(**{"I.2__ty_le": d("91.5")}))
    )
    assert core_versions.table_rows(files, found) == [
        (words.PAGE, words.LABEL, "Bản A", "Bản B"),
        ("Tự chấm điểm", "I.2 Tỷ lệ đúng hạn", "92,5", "91,5"),
    ]


def test_awards_have_the_row_code_of_the_form() -> None:
    assert layout.award_code("co") == f"{core_versions.AWARD}co"
    assert [core_versions.letter(n) for n in (0, 1, 25, 26)] == ["A", "B", "Z", "27"]
