from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.support import outcomes
from thidua_batch.reports import standings


def test_ranked_first_then_excluded_and_missing() -> None:
    rows = standings.scoring(outcomes.year())["rows"]
    assert [row["rank"] for row in rows] == ["1", "2", "3", "4", "4", "–", "–"]
    assert rows[0]["total"] == "930,62"
    assert [row["grade"] for row in rows[-2:]] == ["Không xếp loại", "Chưa nộp"]


def test_a_bloc_without_grades_shows_none() -> None:
    year = outcomes.year()
    units = tuple(replace(unit, grade=None) for unit in year.units)
    assert standings.scoring(replace(year, units=units))["rows"][0]["grade"] == "–"


def test_exclusion_names_code_text_and_decision() -> None:
    (excluded,) = standings.scoring(outcomes.year())["excluded"]
    assert (excluded["code"], excluded["text"], excluded["reason"]) == (
        "E1",
        "Lãnh đạo bị kỷ luật",
        "Biên bản họp khối",
    )


def test_ties_are_flagged_once() -> None:
    ties = standings.scoring(outcomes.year())["ties"]
    assert ties == [{"rank": "4", "units": "Thanh tra tỉnh và Tòa án nhân dân tỉnh"}]


def test_no_ranks_where_the_period_does_not_rank() -> None:
    year = outcomes.year()
    found = standings.scoring(replace(year, plan=replace(year.plan, ranks=False)))
    assert [row["unit"] for row in found["rows"]] == [u.name for u in year.bloc.units]
    assert (found["ranked"], found["ties"], found["excluded"]) == (False, [], [])


def test_titles_and_commendations_are_never_mixed() -> None:
    found = standings.nominations(outcomes.year())
    assert [e["award"] for e in found["titles"]] == ["Cờ thi đua của UBND tỉnh"]
    assert [e["award"] for e in found["forms"]] == ["Bằng khen của UBND tỉnh"]
    assert found["titles"][0]["refused"] == [
        {
            "units": "Viện kiểm sát nhân dân tỉnh và Cục Thi hành án dân sự tỉnh",
            "reasons": "chưa có thứ hạng",
        }
    ]


def test_the_longest_bar_fills_the_room() -> None:
    bars = standings.bars(outcomes.year())
    last = bars["rows"][0]["pieces"][-1]
    assert Decimal(last["x"]) + Decimal(last["width"]) == Decimal("1000.00")
    assert len(bars["rows"]) == 6
    assert "Tổng điểm: 930,62" in bars["rows"][0]["text"]
