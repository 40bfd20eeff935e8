"""Explanations say what the scoring did: each rule with its points, and why the rank is so."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.core import test_gather
from tests.support import blocs, randomtables, returns
from tests.support.blocs import d
from tests.support.sampled import sample_outcome
from thidua_batch.core import explain, scoring, wording
from thidua_batch.core.evaluate import evaluate
from thidua_batch.core.explain.criteria import steps
from thidua_batch.core.explain.find import node_code
from thidua_batch.core.findings import WorkspaceError, finding
from thidua_batch.core.kinds import NaPolicy, Rounding, UnitState
from thidua_batch.core.model import Bloc, Criterion, Grade, Line, ScoringTable, Unit, Value
from thidua_batch.core.outcome import (
    CriterionResult,
    FactResult,
    InputFile,
    Outcome,
    Returned,
    UnitResult,
)
from thidua_batch.core.returns import Cell, Decisions, Exclusion, Fact, NotSubmitted, Submission
from thidua_batch.core.scoring.base import round_points
from thidua_batch.core.scoring.table import score
from thidua_batch.core.wording import explain as words


def place(unit: str, address: str) -> Cell:
    return Cell(file=f"inbox/2025-N/{unit}.xlsx", sheet="Tự chấm điểm", address=address)


def returned(unit: str, facts: Mapping[str, Value | None]) -> Returned:
    file = f"inbox/2025-N/{unit}.xlsx"
    stated = tuple(
        Fact(
            criterion=key.partition("/")[0],
            line=key.partition("/")[2],
            value=value,
            cell=place(unit, f"H{i}"),
        )
        for i, (key, value) in enumerate(facts.items(), 10)
    )
    submission = Submission(unit=unit, file=file, sha256=unit * 8, facts=stated)
    item = InputFile(file=file, sha256=unit * 8, unit=unit, received_as=f"{unit}.xlsx", used=False)
    return Returned(input=item, submission=submission)


def decision(criterion: str, line: str, value: Value, row: int) -> Fact:
    cell = Cell(file="decisions/2025-N/quyet_dinh.xlsx", sheet="Số liệu", address=f"G{row}")
    return Fact(criterion=criterion, line=line, value=value, cell=cell)


def by_bloc(unit: str, *more: Fact) -> dict[str, tuple[Fact, ...]]:
    """What only the bloc states about a unit of `rich`."""
    stated = (decision("A.4", "thai_do", d("2"), 5), decision("D.1", "co", d("1"), 6))
    return {unit: (*stated, *more)}


def rich(bloc: Bloc | None = None, facts: Mapping[str, Value | None] | None = None,
         decisions: Decisions | None = None) -> Outcome:  # fmt: skip
    """DV1 of `blocs.rich`, with DV2 as its rival in what is compared."""
    bloc = bloc or blocs.rich()
    base = dict(blocs.RICH_FACTS)
    mine = {**base, **(facts or {})}
    other = {**base, "B.4/du_an": d("9"), "A.4/mien": "Không", "D.1/nuoc": d("0")}
    if decisions is None:
        decisions = Decisions(facts={**by_bloc("DV1"), **by_bloc("DV2")})
    plan = blocs.plan()
    return evaluate(bloc, plan, "0" * 64, [returned("DV1", mine), returned("DV2", other)],
                    decisions)  # fmt: skip


def texts(sections: tuple[explain.Section, ...], code: str | None = None) -> list[str]:
    return [
        explain.whole_text(line, section.file)
        for section in sections
        if code in (None, section.code)
        for line in section.lines
    ]


def facts_of(outcome: Outcome, unit: str, criterion: str) -> list[str]:
    return texts(explain.criterion(outcome, unit, criterion), "facts")


def sums_of(outcome: Outcome, unit: str, criterion: str) -> list[str]:
    return texts(explain.criterion(outcome, unit, criterion), "sum")


# --- lines ----------------------------------------------------------------------------------


def test_a_fact_stands_with_its_cell_its_rule_and_its_points() -> None:
    told = explain.criterion(rich(), "DV2", "A.4")
    lines = {line.text: line for section in told for line in section.lines}
    fact = lines["Vi phạm bị phê bình: 2 vụ"]
    assert fact.points == d("-4")
    assert fact.cell == place("DV2", "H14")
    assert "2 vụ × −2 điểm = −4 điểm" in lines
    assert explain.whole_text(fact, "inbox/2025-N/DV2.xlsx") == (
        "Vi phạm bị phê bình: 2 vụ → −4 điểm [trang «Tự chấm điểm», ô H14]"
    )
    assert "tệp inbox/2025-N/DV2.xlsx" in explain.whole_text(fact)


def test_the_cap_of_a_line_is_told_with_both_figures() -> None:
    told = facts_of(rich(facts={"A.4/vi_pham": d("5"), "A.4/mien": "Không"}), "DV1", "A.4")
    assert "5 vụ × −2 điểm = −10 điểm" in told
    assert "−10 → −6 điểm do trần của dòng (6)" in told


def test_a_waiver_says_what_it_cancelled() -> None:
    told = facts_of(rich(), "DV1", "A.4")
    assert "Được miễn trừ vì «Đã tự phát hiện và khắc phục xong»" in told
    assert not any("× −2" in text for text in told)
    assert "Được miễn trừ" not in " ".join(facts_of(rich(), "DV2", "A.4"))


def test_a_choice_names_the_line_that_counted() -> None:
    told = facts_of(rich(), "DV1", "D.1")
    assert any(t.startswith("Bằng khen cấp tỉnh: 1 → 0 điểm") for t in told)
    assert "Không tính vì nhóm «khen» chỉ tính một mức, đã tính «Huân chương»" in told
    assert "10 → 8 điểm do trần của dòng (8)" in told


def test_a_condition_shows_what_it_looked_at() -> None:
    told = facts_of(rich(), "DV1", "A.1")
    assert any(t.startswith("Tỷ lệ đúng hạn: 96,5% → 15 điểm") for t in told)
    missed = (
        "Điều kiện «Tỷ lệ đúng hạn» ≥ 90% và «vi_pham» của tiêu chí A.4 = 0 không thỏa "
        "(Tỷ lệ đúng hạn là 96,5; A.4/vi_pham là 2)"
    )
    assert missed in told
    assert "Thuộc bậc ≥ 80: 15 điểm" in told
    clean = facts_of(rich(facts={"A.4/vi_pham": d("0")}), "DV1", "A.1")
    won = (
        "Thuộc bậc ≥ 95: 20 điểm, vì điều kiện đạt «Đạt cả hai yêu cầu» thỏa "
        "(Đạt cả hai yêu cầu là thỏa)"
    )
    assert won in clean


def test_dates_say_the_due_date_and_the_days_late() -> None:
    told = facts_of(rich(), "DV1", "A.2")
    assert "Hạn 15/12/2025: trễ 3 ngày làm việc" in told
    assert "Thuộc bậc > 0 và ≤ 3: 6 điểm" in told
    early = facts_of(rich(facts={"A.2/ngay": date(2025, 12, 1)}), "DV1", "A.2")
    assert "Hạn 15/12/2025: đúng hạn" in early
    never = facts_of(rich(facts={"A.2/ngay": wording.NO}), "DV1", "A.2")
    assert "Hạn 15/12/2025: chưa thực hiện, tính như trễ quá mọi mức" in never


def test_steps_are_counted_and_capped() -> None:
    assert "3 bước × 0,5 điểm = 1,5 điểm" in facts_of(rich(), "DV1", "A.3")
    far = facts_of(rich(facts={"A.3/thu": d("130")}), "DV1", "A.3")
    assert "7,5 → 5 điểm do trần của dòng (5)" in far


def test_the_comparison_gives_the_leaders_rate_but_no_name() -> None:
    told = facts_of(rich(), "DV1", "B.4")
    assert "Chỉ tiêu 5: vượt 20%; mức vượt cao nhất khối 80%" in told
    assert "Chỉ tiêu 5: vượt 80%, cao nhất khối" in facts_of(rich(), "DV2", "B.4")
    assert not any("Ban ND" in text for text in told)


def test_an_excluded_unit_is_no_leader_unless_the_rules_say_so() -> None:
    gone = (Exclusion(unit="DV2", code="E1", reason="kỷ luật"),)
    facts = {**by_bloc("DV1"), **by_bloc("DV2")}
    decisions = Decisions(facts=facts, exclusions=gone)
    assert "Chỉ tiêu 5: vượt 20%, cao nhất khối" in facts_of(
        rich(decisions=decisions), "DV1", "B.4"
    )
    bloc = blocs.rich()
    bloc = replace(bloc, rules=replace(bloc.rules, excluded_are_peers=True))
    told = facts_of(rich(bloc, decisions=decisions), "DV1", "B.4")
    assert "Chỉ tiêu 5: vượt 20%; mức vượt cao nhất khối 80%" in told


def test_a_decision_stands_beside_what_the_unit_declared() -> None:
    more = decision("A.3", "thu", d("104"), 9)
    facts = {**by_bloc("DV1", more), **by_bloc("DV2")}
    told = facts_of(rich(decisions=Decisions(facts=facts)), "DV1", "A.3")
    assert told[0] == "Thu so với dự toán: 104%"
    assert told[1] == "Đơn vị khai: 107,9% [trang «Tự chấm điểm», ô H13]"
    assert told[2].startswith("Quyết định của khối: tính 104% [tệp decisions/2025-N/quyet_dinh")
    assert "ô G9]" in told[2]


def test_what_the_bloc_states_says_so() -> None:
    told = facts_of(rich(), "DV1", "A.4")
    at = next(i for i, t in enumerate(told) if t.startswith("Thái độ phối hợp: 2 → −2 điểm"))
    assert "ô G5]" in told[at]
    assert told[at + 1] == "Do khối xác định, không phải đơn vị khai"
    assert told[at + 2].startswith("Mức trừ do người thẩm định quyết định trong khung từ 1 đến 3")


def test_gathered_facts_name_every_period_and_its_cell() -> None:
    outcome = test_gather.run("2025-6T", test_gather.forms())
    unit = outcome.result("A")
    leaf = next(c for c in outcome.table.leaves if c.gathered)
    told = explain.criterion(outcome, unit.unit.code, leaf.code)
    parts = [
        line
        for section in told
        for line in section.lines
        if line.level == 2 and section.code == "facts"
    ]
    known = [s for c in unit.criteria if c.code == leaf.code for f in c.facts for s in f.sources]
    assert known
    assert [p.cell for p in parts] == [s.cell if s.cell.file else None for s in known]
    assert [p.text.split()[1].rstrip(":") for p in parts] == [s.period for s in known]


# --- a criterion ----------------------------------------------------------------------------


def test_the_sum_starts_full_and_ends_at_the_points() -> None:
    told = sums_of(rich(), "DV1", "A.4")
    assert told[0] == "Bắt đầu từ điểm tối đa: 10 điểm"
    assert told[1] == "Cộng các mục trừ: −3,5 điểm"
    assert told[2] == "Điểm của tiêu chí: 6,5 điểm"
    assert told[3] == "Theo số liệu đơn vị tự khai: 8,5 điểm"


def test_caps_of_the_criterion_and_the_floor_are_told() -> None:
    bloc = blocs.rich()

    def capped(leaf: Criterion) -> Criterion:
        options = {"deduct_cap": d("3")} if leaf.code == "A.4" else leaf.options
        return replace(leaf, options=options)

    table = replace(bloc.table, criteria=tuple(map(capped, bloc.table.criteria)))
    told = sums_of(rich(replace(bloc, table=table)), "DV1", "A.4")
    assert "Cộng các mục trừ: −3,5 → −3 do trần 3" in told
    low = sums_of(rich(facts={"A.4/cham": date(2025, 6, 30)}), "DV1", "A.4")
    assert "Không thấp hơn 0: −67 → 0" in low


def test_rounding_shows_the_figure_before() -> None:
    told = sums_of(rich(facts={"B.4/du_an": d("7")}), "DV1", "B.4")
    assert told[0] == "Cộng điểm các dòng: 8,75 điểm"
    three = sums_of(rich(facts={"B.4/du_an": d("4"), "B.4/von": d("100")}), "DV1", "B.4")
    assert "Làm tròn 2 chữ số thập phân: 6,149378 → 6,15" in three


def test_blank_and_not_applicable_are_never_points() -> None:
    blank = rich(facts={"A.3/thu": None})
    told = explain.criterion(blank, "DV1", "A.3")
    assert texts(told, "sum") == ["Chưa chấm, tạm tính 0 điểm; còn để trống: Thu so với dự toán"]
    assert any(t.startswith("Thu so với dự toán: để trống") for t in texts(told, "facts"))
    outcome = returns.outcome("khoi-mau-2025")
    told = explain.criterion(outcome, "U3", "II.3")
    assert any("quy đổi trong mục" in t for t in texts(told, "sum"))
    assert "Không áp dụng: II.3 (tối đa 30); quy đổi 165 × 200 / (200 − 30)" in texts(told)


def test_another_kinds_criterion_is_told_as_such() -> None:
    told = explain.criterion(rich(), "DV1", "B.2")
    assert texts(told, "criterion")[1] == (
        "Tiêu chí này không dành cho loại đơn vị «so»; không tính và không quy đổi"
    )
    assert "facts" not in [section.code for section in told]


def led_to(leaf: explain.LeafContext) -> Decimal | None:
    """Where the told steps lead."""
    reckoning = leaf.reckoning()
    if reckoning is None:
        return None
    told = steps(leaf, reckoning)
    try:
        while True:
            next(told)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


@pytest.mark.parametrize("sample", ["khoi-mau-2025", "cum-iii-btp-2017", "cum-2-btp-2020"])
def test_the_told_steps_lead_to_the_points(sample: str) -> None:
    outcome = returns.outcome(sample)
    checked = 0
    for result in outcome.units:
        ctx = explain.UnitContext.of(outcome, result.unit.code)
        for scored in result.criteria:
            leaf = ctx.leaf(scored.code)
            assert leaf is not None
            if leaf.reckoning() is not None:
                assert led_to(leaf) == scored.points, (result.unit.code, scored.code)
                checked += 1
    assert checked > 20


def from_trial(trial: randomtables.Trial) -> Outcome:
    """An outcome with the points of a random table, put together as `evaluate` does."""
    marks = score(trial.table, trial.rules, trial.units, trial.facts, trial.apart)
    bloc = replace(
        blocs.bloc(),
        units=tuple(Unit(code=code, name=code) for code in trial.units),
        rules=trial.rules,
        table=trial.table,
    )

    def fact(unit: str, line: Line) -> FactResult:
        key = (unit, line.criterion, line.code)
        mark, used = marks.lines.get(key), trial.facts.get(key)
        value = mark.value if mark else None
        return FactResult(
            line=line.code, text=line.text, unit_of_measure=line.unit_of_measure, declared=used,
            accepted=None, used=value if line.is_computed else used, target=line.target,
            weight=line.weight, points=mark.points if mark else None, cell=None, value=value,
            raw=mark.raw if mark else None, computed=line.is_computed,
        )  # fmt: skip

    def criterion(unit: str, leaf: Criterion) -> CriterionResult:
        lines = scoring.lines(trial.table, leaf, unit)
        points = marks.points.get((unit, leaf.code))
        return CriterionResult(
            code=leaf.code, applicable=(unit, leaf.code) not in marks.not_applicable,
            max_points=leaf.max_points, method=scoring.method_of(leaf).CODE, self_points=None,
            bloc_points=None, points=points, facts=tuple(fact(unit, line) for line in lines),
        )  # fmt: skip

    units = tuple(
        UnitResult(
            unit=unit,
            state=UnitState.EXCLUDED if unit.code in trial.apart else UnitState.RANKED,
            criteria=tuple(criterion(unit.code, leaf) for leaf in trial.table.leaves),
        )
        for unit in bloc.units
    )
    empty = evaluate(bloc, blocs.plan("2025-6T"), "0" * 64, [], Decisions())
    return replace(empty, bloc=bloc, table=trial.table, units=units)


@pytest.mark.parametrize("count", [12, pytest.param(60, marks=pytest.mark.slow)])
@pytest.mark.parametrize("method", sorted(scoring.METHODS))
def test_any_table_is_told_as_it_was_scored(method: str, count: int) -> None:
    """Random lines, caps, choices, conditions, waivers: told steps and told points agree."""
    rng = random.Random(f"explain {method}")
    compared = 0
    for _ in range(count):
        outcome = from_trial(randomtables.trial(rng, (method,)))
        for result in outcome.units:
            ctx = explain.UnitContext.of(outcome, result.unit.code)
            for scored in result.criteria:
                leaf = ctx.leaf(scored.code)
                assert leaf is not None
                assert all(section.lines for section in explain.leaf(leaf)[2:])
                reckoning = leaf.reckoning()
                if reckoning is None:
                    continue
                assert led_to(leaf) == scored.points
                for fact in scored.facts:
                    assert round_points(reckoning.points(fact.line), 8) == round_points(
                        fact.points or Decimal(0), 8
                    )
                compared += 1
    assert compared > count


# --- groups, total, rank --------------------------------------------------------------------


def test_a_unit_is_told_from_cells_to_neighbours() -> None:
    codes = [s.code for s in explain.unit(returns.outcome("khoi-mau-2025"), "U3")]
    assert codes[0] == "head"
    wanted = ["groups", "total", "rank", "grade", "awards", "neighbours", "neighbours"]
    assert codes[-7:] == wanted
    assert codes.count("criterion") == 18


def test_the_bonus_limit_is_told() -> None:
    told = texts(explain.unit(returns.outcome("khoi-mau-2025"), "U3"))
    assert "Không quá điểm tối đa của mục: 60 → 50" in told
    assert "Tổng điểm = 914,12 + 50 − 0: 964,12 điểm" in told


def test_a_tie_says_which_key_decided() -> None:
    outcome = returns.outcome("khoi-mau-2025")
    six, seven = (texts(explain.unit(outcome, u), "rank") for u in ("U6", "U7"))
    assert six[1] == (
        "Bằng tổng điểm với Đơn vị 7; xếp dưới vì xét điểm mục I cao hơn: 570 so với 580"
    )
    assert "xếp trên nhờ điểm mục I cao hơn: 580 so với 570" in seven[1]


def test_a_shared_rank_says_that_all_keys_are_equal() -> None:
    outcome = returns.outcome("cum-iii-btp-2017")
    told = texts(explain.unit(outcome, outcome.units[0].unit.code), "rank")
    assert told[0].startswith("Hạng 1 trong 12 đơn vị")
    assert told[1].startswith("Đồng hạng với ")
    assert outcome.bloc.rules.grades == ()
    codes = [s.code for s in explain.unit(outcome, outcome.units[0].unit.code)]
    assert "grade" not in codes


def test_the_parts_of_a_gap_add_up_to_it_biggest_first() -> None:
    outcome = returns.outcome("khoi-mau-2025")
    totals = {u.unit.code: u.total or Decimal(0) for u in outcome.units}
    order = [u.unit.code for u in outcome.ranked]
    for above, below in pairwise(order):
        for unit, other, which in ((below, above, 0), (above, below, 1)):
            found = [s for s in explain.unit(outcome, unit) if s.code == "neighbours"][which]
            parts = [line.points or Decimal(0) for line in found.lines[1:]]
            assert sum(parts) == totals[unit] - totals[other]
            assert [abs(p) for p in parts] == sorted((abs(p) for p in parts), reverse=True)
            assert outcome.result(other).unit.label in found.lines[0].text
    first = [s for s in explain.unit(outcome, order[0]) if s.code == "neighbours"]
    assert texts(tuple(first))[0] == words.FIRST


def test_what_a_penalty_takes_counts_against_the_unit() -> None:
    told = texts(explain.unit(returns.outcome("khoi-mau-2025"), "U4"), "neighbours")
    assert "Điểm trừ: 11 so với 0 → −11 điểm" in told


# --- grade and awards -----------------------------------------------------------------------


def test_every_condition_of_a_grade_says_whether_it_held() -> None:
    told = texts(explain.unit(returns.outcome("khoi-mau-2025"), "U4"), "grade")
    assert told[0] == "Chưa đủ điều kiện «Xuất sắc»"
    assert "Tổng điểm từ 900: 661 – không đạt" in told
    assert "Chưa tới: I: 80%; II: 62,5%; III: 44,6667%" in told
    assert told[-1] == "Xếp loại: Khá"


def test_a_grade_that_a_quota_took_away_says_so() -> None:
    def limited(bloc: Bloc) -> Bloc:
        grades = (
            Grade(name="Xuất sắc", min_total=d("900"), quota_share=d("0.34")),
            Grade(name="Tốt", min_total=d("800")),
            Grade(name="Còn lại"),
        )
        rules = replace(bloc.rules, grades=grades, quota_rounding=Rounding.FLOOR)
        return replace(bloc, rules=rules, awards=())

    outcome = sample_outcome(bloc=limited)
    lost = next(u for u in outcome.ranked if u.grade_before)
    told = texts(explain.unit(outcome, lost.unit.code), "grade")
    assert "Đủ điều kiện «Xuất sắc»" in told
    assert "Hạn mức 2 đơn vị của mức «Xuất sắc» đã hết theo thứ hạng, xếp xuống mức kế tiếp" in told
    assert "Hạn mức: 34% của 6 đơn vị, làm tròn xuống" in told
    assert told[-1] == "Xếp loại: Tốt"
    kept = texts(explain.unit(outcome, outcome.ranked[0].unit.code), "grade")
    assert "Trong hạn mức 2 đơn vị của mức «Xuất sắc»" in kept


def test_awards_say_reasons_places_and_that_votes_decide() -> None:
    outcome = returns.outcome("khoi-mau-2025")
    told = texts(explain.unit(outcome, "U4"), "awards")
    assert any("chưa đủ điều kiện (chưa đăng ký đầu năm" in t for t in told)
    assert told[-1] == words.VOTES
    first = texts(explain.unit(outcome, "U1"), "awards")
    assert "Cờ thi đua của Chính phủ: đủ điều kiện, được dự kiến theo thứ hạng" in first
    assert "Số suất: 1" in first


# --- units without a result -----------------------------------------------------------------


def test_an_excluded_unit_says_why_and_has_no_neighbours() -> None:
    told = explain.unit(returns.outcome("khoi-mau-2025"), "U5")
    head = texts(told, "head")
    assert any(t.startswith("Không xếp loại, không xếp hạng: E1 – Lãnh đạo") for t in head)
    assert any("trang «Loại trừ», ô B5" in t for t in head)
    assert texts(told, "rank") == [words.NO_RANK]
    assert texts(told, "grade") == [words.NO_GRADE]
    assert texts(told, "neighbours") == []


def test_a_missing_a_rejected_and_an_excused_unit_have_nothing_invented() -> None:
    decisions = Decisions(
        not_submitted=(
            NotSubmitted(
                unit="DV3", confirmed_on="05/01/2026", reminders="2", confirmed_by="Thư ký"
            ),
        )
    )
    bad = finding("BOOK-008", unit="DV2", file="inbox/2025-N/DV2.xlsx", name="a", other="b")
    faulty = replace(returned("DV2", {}), submission=None, findings=(bad,))
    outcome = evaluate(blocs.rich(), blocs.plan(), "0" * 64, [faulty], decisions)
    for unit, said in (
        ("DV1", words.MISSING), ("DV2", words.REJECTED), ("DV3", words.NOT_SUBMITTED),
    ):  # fmt: skip
        told = explain.unit(outcome, unit)
        assert [s.code for s in told] == ["head"]
        assert said in texts(told)
        assert [s.code for s in explain.criterion(outcome, unit, "A.1")] == ["head"]
    assert "Xác nhận: Thư ký – 05/01/2026" in texts(explain.unit(outcome, "DV3"))
    assert any(t.startswith("BLOC-002") for t in texts(explain.unit(outcome, "DV2")))


def test_a_period_without_scores_or_ranks_says_so() -> None:
    outcome = returns.outcome("khoi-noi-chinh-bac-giang-2019")
    unit = outcome.units[0].unit.code
    told = texts(explain.unit(outcome, unit))
    assert words.NO_SCORES in told or words.NO_RANKS in told
    assert "neighbours" not in [s.code for s in explain.unit(outcome, unit)]


# --- names ----------------------------------------------------------------------------------


def test_names_are_found_without_tones_and_the_nearest_is_offered() -> None:
    outcome = returns.outcome("khoi-mau-2025")
    for name in ("U3", "u3", "Đơn vị 3", "don vi 3"):
        assert explain.asked(outcome, name)[0].lines[0].text.startswith("U3")
    for row in ("ii.2", "II.2.", "Kỷ luật, kỷ cương"):
        assert any(s.node == "II.2" for s in explain.asked(outcome, "U3", row))
    with pytest.raises(WorkspaceError) as unit:
        explain.asked(outcome, "Đơn vị 33")
    assert str(unit.value) == "Không có đơn vị «Đơn vị 33». Gần nhất: U3 (Đơn vị 3)."
    with pytest.raises(WorkspaceError) as row:
        explain.asked(outcome, "U3", "II.22")
    assert str(row.value).endswith("Gần nhất: II.2 (Kỷ luật, kỷ cương).")
    assert (unit.value.code, row.value.code) == ("unknown_unit", "unknown_criterion")


def test_a_group_may_be_asked_for() -> None:
    told = explain.asked(returns.outcome("khoi-mau-2025"), "U3", "II")
    assert [s.code for s in told] == ["head", "groups", "total", "rank"]


def test_no_method_and_no_policy_is_left_without_words() -> None:
    assert set(words.NA) == {policy.value for policy in NaPolicy}
    with pytest.raises(WorkspaceError):
        node_code(ScoringTable(criteria=()), "I")
