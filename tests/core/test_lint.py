"""Faults between the cells of a definition."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.support import blocs
from thidua_batch.core import lint
from thidua_batch.core.findings import Finding
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import (
    Award,
    Bloc,
    Grade,
    Line,
    ScoringTable,
)
from thidua_batch.core.returns import Cell


def found(bloc: Bloc) -> list[Finding]:
    return list(lint.lint(bloc))


def codes(bloc: Bloc) -> list[str]:
    return [f.code for f in found(bloc)]


def with_bands(*stretches: tuple[str, str], measure: str = "") -> Bloc:
    """The sample with I.2's bands replaced: ends as ">=90", "<95" or ""."""
    bloc = blocs.bloc()
    bands = tuple(
        blocs.band("I.2", f"b{at}", "1", lower=low, upper=high)
        for at, (low, high) in enumerate(stretches)
    )
    kept = tuple(line for line in bloc.table.lines if line.criterion != "I.2")
    fact = Line(criterion="I.2", code="x", kind=LineKind.FACT, unit_of_measure=measure)
    return replace(bloc, table=replace(bloc.table, lines=(*kept, *bands, fact)))


def test_sample_is_clean() -> None:
    assert codes(blocs.bloc()) == []


def test_children_that_do_not_add_up_name_the_parents_cell() -> None:
    bloc = blocs.bloc()
    first = replace(bloc.table.criteria[0], max_points=Decimal("64.5"))
    table = replace(bloc.table, criteria=(first, *bloc.table.criteria[1:]))
    cell = Cell(file="khoi.xlsx", sheet="s", address="C5")
    places = {lint.place("table", "I", "max_points"): cell}
    [fault] = lint.lint(replace(bloc, table=table), places)
    assert (fault.code, fault.cell) == ("DEF-007", cell)
    assert fault.fields["declared"] == "64,5"


@pytest.mark.parametrize(
    ("stretches", "measure", "gaps"),
    [
        ([(">=98", ""), (">=90", "<98"), ("", "<90")], "%", []),
        ([(">=98", "<=100"), (">=90", "<98"), (">=0", "<90")], "%", []),
        ([(">=98", ""), (">=90", "<98"), (">=80", "<90")], "%", ["≥ 0 và < 80"]),
        ([(">98", ""), ("", "<98")], "%", ["98"]),
        ([(">=95", ""), ("", "<90")], "%", ["≥ 90 và < 95"]),
        ([("", "<90")], "%", ["≥ 90 và ≤ 100"]),
        ([("", "<=0"), (">=1", "<=2"), (">=3", "")], "ngày", []),
        ([("", "<=0"), (">=2", "")], "ngày", ["> 0 và < 2"]),
        ([("", "<=0"), (">=1", "<=2")], "ngày", ["> 2"]),
    ],
)
def test_gaps(stretches: list[tuple[str, str]], measure: str, gaps: list[str]) -> None:
    faults = found(with_bands(*stretches, measure=measure))
    assert [(f.code, f.fields["gap"]) for f in faults] == [("DEF-012", gap) for gap in gaps]


def test_overlaps() -> None:
    [fault] = found(with_bands((">=95", ""), ("", "<=95")))
    assert (fault.code, fault.fields["value"]) == ("DEF-013", "95")
    assert codes(with_bands((">90", ""), ("", "<95"))) == ["DEF-013"]
    assert codes(with_bands(("", ""), ("", ""))) == ["DEF-013"]


def test_rules_that_are_missing() -> None:
    bloc = blocs.bloc()
    lines = tuple(line for line in bloc.table.lines if line.criterion != "II.1")
    [fault] = found(replace(bloc, table=replace(bloc.table, lines=lines)))
    assert (fault.code, fault.fields["code"], fault.unit) == ("DEF-010", "II.1", None)


def test_own_indicators_are_checked_unit_by_unit() -> None:
    bloc = blocs.bloc()
    own = {key: lines for key, lines in bloc.table.own_lines.items() if key[0] != "DV2"}
    [fault] = found(replace(bloc, table=replace(bloc.table, own_lines=own)))
    assert (fault.code, fault.unit) == ("DEF-010", "DV2")


def test_grades_in_the_wrong_order() -> None:
    grades = (
        Grade(name="Tốt", min_total=Decimal(80)),
        Grade(name="Xuất sắc", min_total=Decimal(90)),
        Grade(name="Khá", min_total=Decimal(60)),
        Grade(name="Còn lại"),
        Grade(name="Thừa", min_group_share=Decimal("0.5")),
    )
    bloc = blocs.bloc()
    faults = found(replace(bloc, rules=replace(bloc.rules, grades=grades)))
    assert [(f.code, f.fields["grade"]) for f in faults] == [
        ("DEF-014", "Xuất sắc"),
        ("DEF-014", "Thừa"),
    ]


def test_a_harder_share_with_the_same_total_is_reachable() -> None:
    grades = (
        Grade(name="A", min_total=Decimal(90), min_group_share=Decimal("0.85")),
        Grade(name="B", min_total=Decimal(90)),
        Grade(name="C"),
    )
    bloc = blocs.bloc()
    assert codes(replace(bloc, rules=replace(bloc.rules, grades=grades))) == []


def test_awards() -> None:
    awards = (
        Award(code="a", name="A", requires="b", quota=9),
        Award(code="b", name="B", requires="a"),
        Award(code="c", name="C", requires="a"),
    )
    faults = found(replace(blocs.bloc(), awards=awards))
    assert [f.code for f in faults] == ["DEF-015", "DEF-016", "DEF-016"]
    assert faults[1].fields["chain"] == "a → b → a"


def test_empty_and_no_current_period() -> None:
    bloc = blocs.bloc()
    empty = replace(bloc, units=(), table=ScoringTable(criteria=()), awards=())
    assert codes(empty) == ["DEF-011", "DEF-011"]
    periods = tuple(replace(plan, current=False) for plan in bloc.periods)
    assert codes(replace(bloc, periods=periods)) == ["DEF-019"]
    both = tuple(replace(plan, current=True) for plan in bloc.periods)
    assert codes(replace(bloc, periods=both)) == ["DEF-019"]


def test_a_bloc_that_only_reports_needs_no_table() -> None:
    bloc = blocs.bloc()
    plan = replace(bloc.periods[0], sheets=(), ranks=False)
    reporting = replace(
        bloc, table=ScoringTable(criteria=()), periods=(plan,), awards=(), rules=type(bloc.rules)()
    )
    assert codes(reporting) == []


def test_codes_that_cannot_travel() -> None:
    made = blocs.bloc()
    first, second, *rest = made.units
    units = (replace(first, code="Đ-1"), replace(second, code="D.1"), *rest)
    told = [(f.code, f.fields.get("value")) for f in lint.lint(replace(made, units=units))]
    assert ("DEF-021", "D.1") in told
    odd = replace(made, code="a|b")
    assert ("DEF-021", "a|b") in [(f.code, f.fields.get("value")) for f in lint.lint(odd)]


def test_a_bonus_counted_as_base_is_told() -> None:
    made = blocs.bloc()
    root = made.table.roots[0]
    criteria = tuple(
        replace(c, text="Điểm thưởng") if c.code == root.code else c for c in made.table.criteria
    )
    found = lint.lint(replace(made, table=replace(made.table, criteria=criteria)))
    assert ("DEF-022", root.code) in [(f.code, f.fields.get("code")) for f in found]
