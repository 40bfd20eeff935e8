"""Sums of each kind of unit, limits, grades with quotas, awards by rank, workload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.sampled import sample_outcome
from thidua_batch.core import grading, nominating, standing, wording, workload
from thidua_batch.core.kinds import Rounding, Section, UnitState, Workload
from thidua_batch.core.maxima import own_maxima
from thidua_batch.core.model import (
    Award,
    Bloc,
    Criterion,
    Grade,
    Option,
    Rules,
    ScoringTable,
    Unit,
)
from thidua_batch.core.outcome import CriterionResult, FactResult, UnitResult
from thidua_batch.core.returns import Submission

D = Decimal
EXCELLENT, GOOD, REST = "Xuất sắc", "Tốt", "Khá"


def node(
    code: str, top: str | None, section: Section = Section.BASE, **options: Option
) -> Criterion:
    return Criterion(
        code=code,
        text=code,
        parent=code.rpartition(".")[0] or None,
        max_points=None if top is None else D(top),
        section=section,
        options=options,
    )


def leaf(
    code: str, points: str | None, *, applicable: bool = True, **extra: Any
) -> CriterionResult:
    return CriterionResult(
        code=code,
        applicable=applicable,
        max_points=None,
        method="direct",
        self_points=None,
        bloc_points=None,
        points=None if points is None else D(points),
        facts=extra.get("facts", ()),
    )


def indicator(used: str | None, target: str | None) -> FactResult:
    value = wording.NOT_APPLICABLE if used == "na" else None if used is None else D(used)
    return FactResult(
        line="ct", text="", unit_of_measure="", declared=None, accepted=None, used=value,
        target=None if target is None else D(target), weight=None, points=None, cell=None,
    )  # fmt: skip


def summed(nodes: tuple[Criterion, ...], *leaves: CriterionResult, **rules: Any) -> standing.Totals:
    table = ScoringTable(criteria=nodes)
    return standing.totals(table, Rules(**rules), {x.code: x for x in leaves})


# --- rows of a kind of unit, limits, floors -----------------------------------------------

TREE = (node("A", "100"), node("A.1", "60"), node("A.2", "30"), node("A.3", "10"), node("B", "50"))


def test_a_row_that_is_not_the_units_is_left_out_without_rescaling() -> None:
    sums = summed(TREE, leaf("A.1", "45"), leaf("A.3", "10"), leaf("B", "20"))
    assert sums.groups == {"A": D("55.00")}
    assert sums.total == D("75.00")


def test_what_does_not_apply_is_rescaled_over_the_units_own_rows_only() -> None:
    sums = summed(TREE, leaf("A.1", "45"), leaf("A.3", None, applicable=False), leaf("B", "20"))
    assert sums.groups == {"A": D("52.50")}  # 45 × 70 / 60


def test_a_group_of_another_kind_of_unit_is_no_group_of_the_unit() -> None:
    nodes = (*TREE, node("C", "20"), node("C.1", "20"))
    sums = summed(nodes, leaf("B", "20"))
    assert sums.groups == {}
    assert own_maxima(ScoringTable(criteria=nodes), {"B"}) == {"B": D(50)}


def test_own_maxima_are_those_of_the_own_rows() -> None:
    table = ScoringTable(criteria=TREE)
    assert own_maxima(table, {"A.1", "A.2", "A.3", "B"})["A"] == D(100)
    assert own_maxima(table, {"A.1", "A.3"})["A"] == D(70)
    open_ended = ScoringTable(criteria=(node("A", "100"), node("A.1", None), node("A.2", "60")))
    assert own_maxima(open_ended, {"A.1"})["A"] == D(100)


@pytest.mark.parametrize(
    ("limit", "expected"), [(True, "50.00"), (False, "70.00")], ids=["limit", "no limit"]
)
def test_a_limited_group_stops_at_its_maximum(limit: bool, expected: str) -> None:
    nodes = (node("A", "50", limit=limit), node("A.1", "40"), node("A.2", "30"))
    sums = summed(nodes, leaf("A.1", "40"), leaf("A.2", "30"))
    assert sums.groups == {"A": D(expected)}


def test_a_limited_group_is_rescaled_before_its_limit() -> None:
    nodes = (node("A", "50", limit=True), node("A.1", "40"), node("A.2", "30"))
    sums = summed(nodes, leaf("A.1", "20"), leaf("A.2", None, applicable=False))
    assert sums.groups == {"A": D("35.00")}  # 20 × 70 / 40


def test_a_floor_holds_a_group_up() -> None:
    nodes = (node("A", "50", floor=D(-7)), node("A.1", None), node("B", "50"))
    assert summed(nodes, leaf("A.1", "-12"), leaf("B", "30")).total == D("23.00")


def test_bonus_before_its_limit_is_still_told() -> None:
    bonus = Section.BONUS
    nodes = (node("B", "50"), node("C", "5", bonus), node("C.1", None, bonus))
    sums = summed(nodes, leaf("B", "30"), leaf("C.1", "9"))
    assert (sums.bonus_raw, sums.bonus, sums.total) == (D("9.00"), D("5.00"), D("35.00"))


# --- grades -------------------------------------------------------------------------------


def unit_result(*leaves: CriterionResult, total: str = "90", **groups: str) -> UnitResult:
    return UnitResult(
        unit=Unit(code="U", name="U"),
        state=UnitState.RANKED,
        criteria=leaves,
        groups={code: D(points) for code, points in groups.items()},
        total=D(total),
    )


def graded(grade: Grade, result: UnitResult, *nodes: Criterion) -> bool:
    rules = Rules(grades=(grade, Grade(name=REST)))
    return grading.grade(ScoringTable(criteria=nodes), rules, result) == grade.name


def test_a_group_share_is_of_the_units_own_maximum() -> None:
    wanted = Grade(name=GOOD, min_group_share=D("0.85"))
    nodes = (node("A", "100"), node("A.1", "60"), node("A.2", "40"))
    assert graded(wanted, unit_result(leaf("A.1", "51"), A="51"), *nodes)
    assert not graded(wanted, unit_result(leaf("A.1", "50.99"), A="50.99"), *nodes)


@pytest.mark.parametrize(
    ("points", "applicable", "expected"),
    [("34", True, True), ("33.99", True, False), (None, True, False), (None, False, True)],
)
def test_the_least_criterion_counts_where_it_applies(
    points: str | None, applicable: bool, expected: bool
) -> None:
    wanted = Grade(name=GOOD, min_criterion_share=D("0.85"))
    nodes = (node("A", "100"), node("A.1", "60"), node("A.2", "40"))
    result = unit_result(leaf("A.1", "60"), leaf("A.2", points, applicable=applicable), A="94")
    assert graded(wanted, result, *nodes) is expected


@pytest.mark.parametrize(
    ("used", "target", "short"),
    [
        ("100", "100", "0"), ("80", "100", "0.2"), (None, "100", "1"), ("na", "100", None),
        ("5", None, None), ("0", "0", "0"), (None, "0", "1"), ("99.9999999", "100", "0"),
        ("99.99999", "100", "0.000001"), ("2", "3", "0.333333"),
    ],
)  # fmt: skip
def test_shortfall_of_an_indicator(used: str | None, target: str | None, short: str | None) -> None:
    assert grading.shortfall(indicator(used, target)) == (None if short is None else D(short))


def test_targets_met_and_the_largest_shortfall() -> None:
    facts = (indicator("100", "100"), indicator("60", "60"), indicator("80", "100"))
    result = unit_result(leaf("A", "50", facts=facts))
    for share, most, expected in (("0.66", "0.2", True), ("0.67", "0.2", False),
                                  ("0.66", "0.19", False)):  # fmt: skip
        wanted = Grade(name=GOOD, min_targets=D(share), max_shortfall=D(most))
        assert graded(wanted, result, node("A", "100")) is expected
    assert graded(Grade(name=GOOD, min_targets=D(1)), unit_result(leaf("A", "5")), node("A", "9"))


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        (Rounding.FLOOR, [0, 0, 1, 1, 2]),
        (Rounding.NEAREST, [0, 1, 1, 2, 2]),
        (Rounding.CEILING, [0, 1, 1, 2, 2]),
        (Rounding.AT_LEAST_ONE, [0, 1, 1, 1, 2]),
    ],
)
def test_places_of_a_share(rounding: Rounding, expected: list[int]) -> None:
    assert [grading.places_of(D("0.2"), n, rounding) for n in (0, 3, 5, 8, 10)] == expected
    assert grading.places_of(D("0.29"), 100, Rounding.FLOOR) == 29


def limited_excellence(share: str = "0.2", of: str | None = GOOD) -> Any:
    def change(bloc: Bloc) -> Bloc:
        first = replace(bloc.rules.grades[0], quota_share=D(share), quota_of=of)
        return replace(bloc, rules=replace(bloc.rules, grades=(first, *bloc.rules.grades[1:])))

    return change


def test_a_fifth_of_the_good_keeps_only_the_first_excellent() -> None:
    outcome = sample_outcome(bloc=limited_excellence())
    grades = {u.unit.code: (u.grade, u.grade_before) for u in outcome.units}
    assert grades == {
        "U1": (EXCELLENT, None),
        **dict.fromkeys(("U2", "U3", "U6", "U7"), (GOOD, EXCELLENT)),
        "U4": (REST, None),
        "U5": (None, None),
    }
    assert "RANK-003" not in {f.code for f in outcome.findings}


def test_a_shared_rank_that_does_not_fit_falls_out_together_and_is_told() -> None:
    def change(bloc: Bloc) -> Bloc:
        made = limited_excellence("0.6")(bloc)
        return replace(made, rules=replace(made.rules, tie_breaks=()))

    outcome = sample_outcome(bloc=change)
    kept = {u.unit.code for u in outcome.units if u.grade == EXCELLENT}
    assert kept == {"U1", "U3"}
    (told,) = [f for f in outcome.findings if f.code == "RANK-003"]
    assert told.fields["quota"] == "3"
    assert told.fields["grade"] == EXCELLENT


def ranked(totals: Mapping[str, int], **rules: Any) -> list[UnitResult]:
    units = [
        UnitResult(unit=Unit(code=c, name=c), state=UnitState.RANKED, total=D(t))
        for c, t in totals.items()
    ]
    return standing.rank(Rules(**rules), units)


def test_who_is_pushed_down_counts_in_the_next_quota() -> None:
    grades = (
        Grade(name=EXCELLENT, min_total=D(90), quota_share=D("0.25")),
        Grade(name=GOOD, min_total=D(80), quota_share=D("0.5")),
        Grade(name=REST),
    )
    rules = Rules(grades=grades)
    results = ranked({"a": 99, "b": 95, "c": 85, "d": 84})
    found = grading.assign(ScoringTable(criteria=()), rules, results)
    assert [r.grade for r in found] == [EXCELLENT, GOOD, GOOD, REST]
    assert [r.grade_before for r in found] == [None, EXCELLENT, None, GOOD]


# --- awards -------------------------------------------------------------------------------


def chosen(outcome: Any, award: str) -> set[str]:
    return {n.unit for n in outcome.nominations if n.award == award and n.chosen}


def test_awards_by_rank_keep_quota_and_chain() -> None:
    outcome = sample_outcome()
    assert chosen(outcome, "co-tinh") == {"U1", "U3"}
    assert chosen(outcome, "co-cp") == {"U1"}
    assert chosen(outcome, "bang-khen") == {"U1", "U3", "U7"}
    assert outcome.quotas == {"co-cp": 1, "co-tinh": 2, "bang-khen": 3}
    remarks = {n.unit: n.remark for n in outcome.nominations if n.award == "co-cp"}
    assert remarks["U3"] == wording.NO_PLACE_LEFT
    assert remarks["U7"] == wording.REQUIRED_NOT_CHOSEN.format(award="Cờ thi đua của UBND tỉnh")


def with_awards(*awards: Award, **rules: Any) -> Any:
    return lambda bloc: replace(bloc, awards=awards, rules=replace(bloc.rules, **rules))


def award(code: str, **extra: Any) -> Award:
    return Award(code=code, name=f"Cờ {code}", needs_registration=False, **extra)


def test_a_unit_chosen_for_the_other_award_is_not_eligible_for_this_one() -> None:
    outcome = sample_outcome(
        bloc=with_awards(award("b", quota=2, excludes=("a",)), award("a", quota=2))
    )
    assert chosen(outcome, "a") == {"U1", "U3"}
    assert chosen(outcome, "b") == {"U7", "U6"}
    reasons = {n.unit: n.reasons for n in outcome.nominations if n.award == "b"}
    assert reasons["U1"] == (wording.HAS_RIVAL.format(award="Cờ a"),)


def test_only_units_ranked_high_enough() -> None:
    outcome = sample_outcome(bloc=with_awards(award("a", max_rank=2)))
    assert chosen(outcome, "a") == {"U1", "U3"}
    assert outcome.quotas == {"a": None}
    reasons = {n.unit: n.reasons for n in outcome.nominations}
    assert reasons["U7"] == (wording.BELOW_RANK.format(rank=2),)


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ({"quota_share": D("0.5")}, 3),  # of 7 units
        ({"quota_share": D("0.5"), "quota_base": "ranked"}, 3),  # of 6
        ({"quota_share": D("0.5"), "quota_base": f"grade:{EXCELLENT}"}, 2),  # of 5
        ({"quota_share": D("0.5"), "quota_base": "award:x"}, 1),  # of 2 meeting its standard
        ({"quota_share": D("0.5"), "quota": 1}, 1),
        ({"quota_share": D("0.2"), "quota": 5}, 1),
    ],
)
def test_quota_by_share(extra: dict[str, Any], expected: int) -> None:
    outcome = sample_outcome(bloc=with_awards(award("a", **extra), award("x", max_rank=2, quota=1)))
    assert outcome.quotas["a"] == expected
    assert len(chosen(outcome, "a")) == expected


def test_a_shared_rank_beyond_the_quota_is_left_to_the_council() -> None:
    outcome = sample_outcome(bloc=with_awards(award("a", quota=3), tie_breaks=()))
    assert chosen(outcome, "a") == {"U1", "U3"}
    (told,) = [f for f in outcome.findings if f.code == "RANK-004"]
    assert (told.fields["rank"], told.fields["quota"]) == ("3", "3")
    remarks = {n.unit: n.remark for n in outcome.nominations}
    assert remarks["U6"] == remarks["U7"] == wording.TIE_DOES_NOT_FIT
    assert remarks["U2"] == wording.NO_PLACE_LEFT


def test_awards_that_rule_each_other_out_never_meet() -> None:
    outcome = sample_outcome(
        bloc=with_awards(award("a", quota=3, excludes=("b",)), award("b", excludes=("a",)))
    )
    assert not chosen(outcome, "a") & chosen(outcome, "b")


SHARES = st.sampled_from([None, D("0.1"), D("0.25"), D("0.5"), D(1)])
CHAIN = st.tuples(*[st.tuples(st.none() | st.integers(0, 4), SHARES) for _ in range(3)])


@given(
    totals=st.lists(st.integers(0, 6), min_size=1, max_size=9),
    limits=CHAIN,
    grade_share=SHARES,
    rounding=st.sampled_from(Rounding),
    seed=st.randoms(use_true_random=False),
)
def test_quotas_chains_and_the_order_of_units(
    totals: list[int], limits: Any, grade_share: Any, rounding: Rounding, seed: Any
) -> None:
    units = tuple(Unit(code=f"U{i}", name=f"U{i}") for i in range(len(totals)))
    awards = (
        award("c", requires="b", quota=limits[0][0], quota_share=limits[0][1]),
        award("b", requires="a", quota=limits[1][0], quota_share=limits[1][1],
              quota_base="award:a"),
        award("a", quota=limits[2][0], quota_share=limits[2][1], quota_base="ranked"),
        award("d", quota=2, excludes=("a",)),
    )  # fmt: skip
    grades = (
        Grade(name=EXCELLENT, min_total=D(3), quota_share=grade_share, quota_of=GOOD),
        Grade(name=GOOD, min_total=D(1), quota_share=grade_share),
        Grade(name=REST),
    )
    rules = Rules(grades=grades, quota_rounding=rounding)

    def run(order: tuple[Unit, ...]) -> tuple[dict[str, Any], dict[tuple[str, str], Any]]:
        bloc = Bloc(code="k", name="k", body="", units=order, rules=rules,
                    table=ScoringTable(criteria=()), awards=awards)  # fmt: skip
        by_code = dict(zip(units, totals, strict=True))
        results = [UnitResult(unit=u, state=UnitState.RANKED, total=D(by_code[u])) for u in order]
        results = grading.assign(bloc.table, rules, standing.rank(rules, results))
        found = nominating.nominate(bloc, results, dict[str, Submission]())
        places = nominating.quotas(bloc, results, found)
        picked = {a.code: {n.unit for n in found if n.award == a.code and n.chosen} for a in awards}
        for code, units_of in picked.items():
            assert places[code] is None or len(units_of) <= places[code]
        assert picked["c"] <= picked["b"] <= picked["a"]
        assert not picked["d"] & picked["a"]
        assert all(n.eligible for n in found if n.chosen)
        best = [r for r in results if r.grade == EXCELLENT]
        if grade_share is not None:
            good = sum(1 for r in results if (r.grade_before or r.grade) in {EXCELLENT, GOOD})
            assert len(best) <= grading.places_of(grade_share, good, rounding)
        return (
            {r.unit.code: (r.rank, r.grade, r.grade_before) for r in results},
            {(n.award, n.unit): (n.eligible, n.chosen, n.remark) for n in found},
        )

    mixed = list(units)
    seed.shuffle(mixed)
    assert run(units) == run(tuple(mixed))


# --- workload -----------------------------------------------------------------------------


def test_largest_remainder() -> None:
    shared = workload.largest_remainder({"a": D(53), "b": D(24), "c": D(23)}, 7)
    assert shared == {"a": 4, "b": 2, "c": 1}  # 3,71 + 1,68 + 1,61
    assert workload.largest_remainder({"a": D(1), "b": D(1), "c": D(1)}, 2) == {
        "a": 1, "b": 1, "c": 0,
    }  # fmt: skip
    assert workload.remainder_tie({"a": D(1), "b": D(1), "c": D(1)}, 2) == ("a", "b", "c")
    assert workload.remainder_tie({"a": D(1), "b": D(1)}, 2) == ()
    assert workload.largest_remainder({}, 3) == {}


@given(
    weights=st.lists(st.decimals(min_value=D("0.01"), max_value=1000, places=2), min_size=1),
    places=st.integers(0, 50),
)
def test_all_places_are_shared_out_and_nobody_gets_a_whole_one_too_much(
    weights: list[Decimal], places: int
) -> None:
    by_unit = {str(i): weight for i, weight in enumerate(weights)}
    shared = workload.largest_remainder(by_unit, places)
    assert sum(shared.values()) == places
    exact = workload.exact_places(by_unit, places)
    assert all(abs(shared[unit] - exact[unit]) < 1 for unit in shared)


def test_workload_changes_nothing_but_its_own_figures() -> None:
    counts = {"U1": 100, "U2": 200, "U3": 300, "U4": None, "U5": 100, "U6": 100, "U7": 100}

    def change(bloc: Bloc) -> Bloc:
        units = tuple(replace(u, headcount=counts[u.code]) for u in bloc.units)
        return replace(bloc, units=units, rules=replace(bloc.rules, workload=Workload.HEADCOUNT))

    outcome, plain = sample_outcome(bloc=change), sample_outcome()
    found = workload.adjusted(outcome.bloc, outcome.units)
    assert found["U1"].coefficient == D("0.6667")
    assert found["U1"].total == D("651.70")
    assert found["U4"] == workload.Adjusted(None, None, None)
    assert found["U5"].rank is None
    assert [found[u].rank for u in ("U3", "U2", "U1", "U6", "U7")] == [1, 2, 3, 4, 4]
    assert [u.total for u in outcome.units] == [u.total for u in plain.units]
    assert outcome.findings == plain.findings
