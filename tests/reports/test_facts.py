from __future__ import annotations

from dataclasses import replace

from tests.support import outcomes
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.returns import Decisions, NotSubmitted
from thidua_batch.reports import facts


def test_counts_are_of_all_units_of_the_bloc() -> None:
    found = facts.build(outcomes.half())
    assert found["launch"]["plans"]["count"] == "7/7"
    assert found["registrations"]["counts"][0]["count"] == "7/7"
    assert found["pledges"]["count"] == "7/7"
    assert found["returns"]["count"] == "7/7"


def test_no_answer_is_not_no() -> None:
    outcome = outcomes.with_text(outcomes.half(), "U1", "plan_issued", "Không")
    outcome = outcomes.with_text(outcome, "U2", "plan_issued", "")
    plans = facts.build(outcome)["launch"]["plans"]
    assert plans == {
        "count": "5/7",
        "known": True,
        "no": "Bộ Chỉ huy quân sự tỉnh",
        "silent": "Sở Tư pháp",
    }


def test_an_award_nobody_was_asked_about_is_not_counted() -> None:
    awards = [entry["award"] for entry in facts.build(outcomes.half())["registrations"]["counts"]]
    assert awards == ["Cờ thi đua của UBND tỉnh"]


def test_themes_stand_word_for_word_under_their_units() -> None:
    themes = facts.build(outcomes.half())["launch"]["themes"]
    assert [(t["unit"], t["theme"]) for t in themes] == [(n, t) for _, n, t in outcomes.NAMES]


def test_legal_bases_end_as_the_decree_wants() -> None:
    assert facts.build(outcomes.half())["basis"] == [
        "Căn cứ Hướng dẫn số 07/HD-HĐTĐKT ngày 14/3/2019;",
        "Căn cứ Kế hoạch số 127/KH-KTĐ ngày 05/4/2019.",
    ]


def test_confirmed_absence_is_told_with_who_confirmed() -> None:
    outcome = outcomes.year()
    results = (*outcome.units[:6], replace(outcome.units[6], state=UnitState.NOT_SUBMITTED))
    absent = NotSubmitted(
        unit="U7", confirmed_on="05/12/2019", reminders="2", confirmed_by="Thư ký"
    )
    outcome = replace(outcome, units=results, decisions=Decisions(not_submitted=(absent,)))
    returns = facts.build(outcome)["returns"]
    assert returns["missing"] == ""
    assert returns["not_submitted"] == [
        {"unit": "Cục Thi hành án dân sự tỉnh", "on": "05/12/2019", "by": "Thư ký"}
    ]


def test_a_cluster_is_called_a_cluster() -> None:
    outcome = outcomes.half()
    its = replace(outcome.bloc, name="Cụm thi đua số VI", lead_title="", deputy_title="")
    found = facts.build(replace(outcome, bloc=its))
    assert found["signing_upper"] == "CỤM THI ĐUA"
    assert (found["lead_title"], found["deputy_title"]) == ("Trưởng cụm", "Phó Trưởng cụm")
