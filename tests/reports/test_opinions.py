from __future__ import annotations

from dataclasses import replace

from tests.support import outcomes
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.returns import Decisions
from thidua_batch.reports import opinions


def test_equal_opinions_are_merged_under_all_names() -> None:
    outcome = outcomes.with_text(outcomes.half(), "U3", "limits", "TUYÊN TRUYỀN  chưa phong phú.")
    merged = [o for o in opinions.sections(outcome)["limits"]["units"] if o["merged"]]
    assert merged == [
        {
            "who": "Sở Tư pháp và Công an tỉnh",
            "merged": True,
            "paragraphs": ["Tuyên truyền chưa phong phú."],
        }
    ]


def test_letters_follow_the_vietnamese_alphabet() -> None:
    points = opinions.sections(outcomes.half())["next_tasks"]["lettered"]
    assert [point["letter"] for point in points] == ["a", "b", "c", "d", "đ", "e", "g"]


def test_letters_double_after_the_alphabet() -> None:
    points = opinions.lettered([str(i) for i in range(60)])
    assert len({point["letter"] for point in points}) == 60


def test_a_section_without_a_word_says_so() -> None:
    assert opinions.sections(outcomes.half())["causes"]["empty"]
    assert not opinions.sections(outcomes.half())["limits"]["empty"]


def test_unknown_sections_are_not_lost() -> None:
    outcome = replace(outcomes.half(), decisions=Decisions(narrative={"extra": ("Một ý khác.",)}))
    assert opinions.conference(outcome)["other"] == ["Một ý khác."]


def test_literal_drops_what_documents_cannot_hold() -> None:
    assert opinions.literal("a\x00\x08b\tc\r\nd\ud800\uffff\U0001f600") == "ab c\nd\U0001f600"


def test_proposals_stand_under_their_unit() -> None:
    units = opinions.rows(outcomes.half(), FormSheet.PROPOSALS)["units"]
    assert [unit["rows"] for unit in units[:2]] == [
        ["Bằng khen – Phòng của U1"],
        ["Bằng khen – Phòng của U2"],
    ]


def test_examples_stand_under_their_unit() -> None:
    first = opinions.rows(outcomes.half(), FormSheet.EXAMPLES)["units"][0]
    assert first["rows"] == ["Điển hình U1 – sáng kiến cải tiến thủ tục"]
