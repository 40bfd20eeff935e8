from __future__ import annotations

import io
from dataclasses import replace
from html import escape

import docx

from tests.support import outcomes
from thidua_batch.core.findings import finding
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.returns import Decisions, NotSubmitted
from thidua_batch.reports import facts, word
from thidua_batch.reports import html as page


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


def decided(outcome: Outcome) -> Outcome:
    """One unit's signed copy says otherwise and its Excel return counts by decision."""
    signed, reason = "bản ký «u2.pdf» số 12/BC", "bản ký gõ nhầm <b>dòng</b> II.1"
    told = finding("BLOC-009", unit="U2", file="inbox/a.xlsx", excel="a.xlsx", signed=signed,
                   reason=reason)  # fmt: skip
    return replace(outcome, findings=(*outcome.findings, told))


def test_an_excel_return_that_counts_against_its_signed_copy_is_told_in_both_reports() -> None:
    for made in (outcomes.half, outcomes.year):
        assert facts.build(made())["returns"]["decided"] == []
        outcome = decided(made())
        (told,) = facts.build(outcome)["returns"]["decided"]
        assert told["unit"] == outcome.bloc.unit("U2").name
        assert told["text"] == (
            "bản Excel «a.xlsx» khác bản ký «u2.pdf» số 12/BC; dùng bản Excel theo quyết định: "
            "bản ký gõ nhầm <b>dòng</b> II.1."
        )
        sentence = f"{told['unit']}: {told['text']}"
        document = docx.Document(io.BytesIO(word.render(outcome)))
        assert any(p.text.endswith(sentence) for p in document.paragraphs)
        assert f"<p>{escape(sentence)}</p>" in page.render(outcome)
        assert f"<p>{escape(sentence)}</p>" not in page.render(made())


def test_a_cluster_is_called_a_cluster() -> None:
    outcome = outcomes.half()
    its = replace(outcome.bloc, name="Cụm thi đua số VI", lead_title="", deputy_title="")
    found = facts.build(replace(outcome, bloc=its))
    assert found["signing_upper"] == "CỤM THI ĐUA"
    assert (found["lead_title"], found["deputy_title"]) == ("Trưởng cụm", "Phó Trưởng cụm")
