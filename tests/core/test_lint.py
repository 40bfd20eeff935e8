"""Faults between the cells of a definition."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support import blocs
from thidua_batch.core import lint
from thidua_batch.core.findings import Finding
from thidua_batch.core.kinds import Accumulate, LineKind, Section, TableStatus
from thidua_batch.core.model import (
    Award,
    Bloc,
    Criterion,
    Grade,
    Line,
    ScoringTable,
)
from thidua_batch.core.period import DEADLINE, PeriodKind
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


# --- what real tables need ----------------------------------------------------------------


def told(bloc: Bloc) -> dict[str, list[Finding]]:
    """Findings by code."""
    faults: dict[str, list[Finding]] = {}
    for fault in found(bloc):
        faults.setdefault(fault.code, []).append(fault)
    return faults


def with_nodes(change: Callable[[Criterion], Iterable[Criterion]]) -> Bloc:
    """The sample with every row of the table replaced by what `change` makes of it."""
    made = blocs.bloc()
    criteria = tuple(new for old in made.table.criteria for new in change(old))
    return replace(made, table=replace(made.table, criteria=criteria))


def altered(code: str, **values: Any) -> Bloc:
    return with_nodes(lambda c: [replace(c, **values) if c.code == code else c])


def with_lines(*lines: Line, bloc: Bloc | None = None) -> Bloc:
    made = bloc or blocs.bloc()
    return replace(made, table=replace(made.table, lines=(*made.table.lines, *lines)))


def with_kinds(bloc: Bloc, *kinds: str) -> Bloc:
    units = [replace(unit, kind=kind) for unit, kind in zip(bloc.units, kinds, strict=True)]
    return replace(bloc, units=tuple(units))


def with_grades(*grades: Grade) -> Bloc:
    bloc = blocs.bloc()
    return replace(bloc, rules=replace(bloc.rules, grades=grades))


def with_awards(*awards: Award) -> Bloc:
    return replace(blocs.bloc(), awards=awards)


def split(first: tuple[str, str], second: tuple[str, str]) -> Bloc:
    """II.1 (10 points) as two rows for kinds of unit: (kind, points) each."""

    def change(node: Criterion) -> list[Criterion]:
        if node.code != "II.1":
            return [node]
        return [
            replace(node, code=code, max_points=Decimal(top), kinds=(kind,), method="direct")
            for code, (kind, top) in zip(("II.1", "II.5"), (first, second), strict=True)
        ]

    bloc = with_kinds(with_nodes(change), "huyện", "tỉnh", "huyện")
    lines = tuple(line for line in bloc.table.lines if line.criterion != "II.1")
    return replace(bloc, table=replace(bloc.table, lines=lines))


def test_sums_are_checked_for_each_kind_of_unit() -> None:
    assert codes(split(("huyện", "10"), ("tỉnh", "10"))) == []
    [less] = found(split(("huyện", "10"), ("tỉnh", "9")))
    assert (less.code, less.fields["total"]) == ("DEF-023", "34")
    assert "tỉnh" in str(less.fields["where"])
    [more] = found(split(("huyện", "10"), ("tỉnh", "11")))
    assert (more.code, more.fields["total"]) == ("DEF-007", "36")


def test_sums_are_checked_for_each_version() -> None:
    last, first = date(2025, 6, 30), date(2025, 7, 1)

    def halves(top: int) -> Bloc:
        return with_nodes(
            lambda c: (
                [replace(c, until=last), replace(c, since=first, max_points=Decimal(top))]
                if c.code == "II.2"
                else [c]
            )
        )

    assert codes(halves(10)) == []
    assert codes(halves(11)) == ["DEF-007"]
    gone = with_nodes(
        lambda c: (
            [replace(c, until=date(2023, 1, 1)), replace(c, since=date(2026, 7, 1))]
            if c.code == "II.2"
            else [c]
        )
    )
    faults = told(gone)
    assert [f.fields["code"] for f in faults["DEF-034"]] == ["II.2"]
    assert faults["DEF-034"][0].fields["day"] == "31/12/2025"


def test_a_limited_node_may_hold_more() -> None:
    assert codes(altered("II", max_points=Decimal(30), options={"limit": True})) == []
    assert codes(altered("II", max_points=Decimal(40), options={"limit": True})) == ["DEF-007"]


def test_conditions_on_facts_elsewhere() -> None:
    good = Line(criterion="II.2", code="x", kind=LineKind.CONDITION, when="I.2/ty_le >= 90")
    assert codes(with_lines(good)) == []
    [fault] = found(with_lines(replace(good, when="I.2/khong_co = 0")))
    assert (fault.code, fault.fields["value"]) == ("DEF-024", "I.2/khong_co")
    [fault] = found(with_lines(replace(good, when="khong_co = 0")))
    assert fault.code == "DEF-010"
    circle = (replace(good, when="y = 1"), replace(good, code="y", when="x = 1"))
    assert codes(with_lines(*circle)) == ["DEF-010"]


def test_a_cap_without_a_rule() -> None:
    [fault] = found(altered("II.2", options={"bonus_cap": Decimal(2)}))
    assert (fault.code, fault.fields["code"]) == ("DEF-025", "II.2")
    assert codes(altered("II.2", options={"deduct_cap": Decimal(2)})) == []


@pytest.mark.parametrize(
    ("kind", "text", "wrong"),
    [
        (LineKind.BONUS, "Trừ điểm báo cáo chậm", True),
        (LineKind.BONUS, "- 2 điểm nếu chậm", True),
        (LineKind.BONUS, "Trưởng thành vượt bậc", False),
        (LineKind.BONUS, "Giảm nghèo vượt kế hoạch", False),
        (LineKind.BONUS, "Giảm điểm do nộp chậm", True),
        (LineKind.DEDUCT, "Cộng điểm sáng kiến", True),
        (LineKind.DEDUCT, "Công chức vi phạm", False),
        (LineKind.DEDUCT, "Cộng tác viên vi phạm", False),
    ],
)
def test_lines_that_say_the_contrary(kind: LineKind, text: str, wrong: bool) -> None:
    line = Line(criterion="II.2", code="x", kind=kind, text=text, points=Decimal(1))
    assert codes(with_lines(line)) == ["DEF-026"] * wrong


def test_codes_that_look_alike() -> None:
    bonus = blocs.node("III.10", "Mười", "0", method="direct", section=Section.BONUS)
    made = blocs.bloc()
    table = replace(made.table, criteria=(*made.table.criteria, bonus))
    [fault] = found(replace(made, table=table))
    assert (fault.code, fault.fields["value"], fault.fields["other"]) == (
        "DEF-027", "III.10", "III.1",
    )  # fmt: skip
    line = Line(criterion="II.2", code="Khien-Trach", kind=LineKind.DEDUCT, points=Decimal(1))
    [fault] = found(with_lines(line))
    assert (fault.code, fault.fields["other"]) == ("DEF-027", "khien_trach")
    letters = [
        replace(line, code=code, criterion="II.2") for code in ("d", "đ", "a7", "b", "1.1", "11")
    ]
    assert codes(with_lines(*letters)) == []
    assert codes(with_lines(*letters, replace(line, code="a.7"))) == ["DEF-027"]


def test_waivers_of_nothing() -> None:
    waiver = Line(criterion="II.2", code="m", kind=LineKind.WAIVER, of="canh_cao")
    assert codes(with_lines(waiver, replace(waiver, code="n", of=""))) == []
    bonus = Line(criterion="II.2", code="c", kind=LineKind.BONUS, points=Decimal(1))
    assert codes(with_lines(bonus, replace(waiver, of="c"))) == ["DEF-028"]


def test_grades_that_the_table_cannot_give() -> None:
    first, last = Grade(name="A", min_total=Decimal(108)), Grade(name="B")
    assert codes(with_grades(first, last)) == []
    [fault] = found(with_grades(replace(first, min_total=Decimal("108.5")), last))
    assert (fault.code, fault.fields["grade"]) == ("DEF-029", "A")
    bloc = with_grades(replace(first, min_total=Decimal(200)), last)
    bonus = Line(criterion="II.2", code="c", kind=LineKind.BONUS, points=Decimal(1))
    assert codes(with_lines(bonus, bloc=bloc)) == []


def test_quotas_of_grades() -> None:
    share = Decimal("0.2")
    best = Grade(name="A", min_total=Decimal(90), quota_share=share, quota_of="B")
    middle, last = Grade(name="B", min_total=Decimal(80)), Grade(name="C")
    assert codes(with_grades(best, middle, last)) == []
    for wrong in (
        (replace(best, quota_of="X"), middle, last),
        (best, replace(middle, quota_share=share, quota_of="A"), last),
        (replace(best, quota_share=None), middle, last),
        (best, middle, replace(last, quota_share=share)),
    ):
        assert codes(with_grades(*wrong)) == ["DEF-029"]


def test_a_grade_with_a_quota_leaves_the_next_one_reachable() -> None:
    best = Grade(name="A", min_total=Decimal(80), quota_share=Decimal("0.2"))
    assert codes(with_grades(best, Grade(name="B", min_total=Decimal(80)), Grade(name="C"))) == []


def test_quotas_of_awards() -> None:
    a = Award(code="a", name="A", quota=2, requires="b")
    b = Award(code="b", name="B", quota=2)
    assert codes(with_awards(a, b)) == []
    assert codes(with_awards(a, replace(b, quota=1))) == ["DEF-030"]
    assert codes(with_awards(a, replace(b, quota=0))) == ["DEF-030"]
    assert codes(with_awards(b, replace(a, requires=None, quota_base="ranked"))) == ["DEF-030"]
    assert codes(with_awards(replace(b, quota_share=Decimal("1.1")))) == ["DEF-030"]


def test_awards_that_nobody_can_get() -> None:
    a, b = Award(code="a", name="A", requires="b"), Award(code="b", name="B", requires="c")
    c = Award(code="c", name="C")
    assert codes(with_awards(a, b, c)) == []
    share = replace(c, quota_share=Decimal("0.2"))
    for wrong in (
        (replace(a, excludes=("c",)), b, c),
        (a, b, replace(c, excludes=("a",))),
        (a, b, replace(c, excludes=("c",))),
        (a, b, replace(share, quota_base="grade:Không có")),
        (a, b, replace(share, quota_base="award:d")),
    ):
        assert codes(with_awards(*wrong)) == ["DEF-031"]


def test_awards_of_individuals() -> None:
    share = Decimal("0.15")
    base = Award(code="ldtt", name="LĐTT", for_individuals=True, quota=40)
    fighter = Award(
        code="cs", name="CSTĐCS", for_individuals=True, quota_share=share,
        quota_base="proposed:ldtt",
    )  # fmt: skip
    graded = replace(fighter, quota_share=None, grade_shares=(("Xuất sắc", share),))
    flag = Award(code="co", name="Cờ")
    for right in (fighter, graded, replace(fighter, quota_base="headcount")):
        assert codes(with_awards(flag, base, right)) == []
    wrong = {
        "DEF-031": (
            replace(fighter, quota_base="proposed:x"),
            replace(fighter, quota_base="proposed:co"),
            replace(fighter, quota_base="proposed:cs"),
            replace(fighter, quota_base="units"),
            replace(graded, grade_shares=(("Tuyệt vời", share),)),
            replace(flag, code="c", name="C", quota_share=share, quota_base="headcount"),
            replace(flag, code="c", name="C", quota_share=share, quota_base="proposed:ldtt"),
            replace(flag, code="c", name="C", quota_share=share, quota_base="award:ldtt"),
            replace(flag, code="c", name="C", requires="ldtt"),
        ),
        "DEF-030": (
            replace(fighter, quota_share=None),
            replace(fighter, quota_share=Decimal("1.1")),
            replace(graded, grade_shares=(("Xuất sắc", Decimal("1.1")),)),
            replace(fighter, name="cờ"),
            replace(fighter, min_grade="Xuất sắc"),
            replace(fighter, max_rank=1),
            replace(fighter, excludes=("co",)),
            replace(fighter, requires="ldtt"),
            replace(flag, code="c", name="C", grade_shares=(("Xuất sắc", share),)),
        ),
    }
    for code, awards in wrong.items():
        for award in awards:
            assert codes(with_awards(flag, base, award)) == [code], award


def test_shares_of_proposed_persons_never_go_in_a_circle() -> None:
    one = Award(
        code="a", name="A", for_individuals=True, quota_share=Decimal("0.1"),
        quota_base="proposed:b",
    )  # fmt: skip
    two, three = (
        replace(one, code=code, name=code, quota_base=f"proposed:{base}")
        for code, base in (("b", "c"), ("c", "b"))
    )
    faults = told(with_awards(one, two, three))["DEF-031"]
    assert [f.fields["award"] for f in faults] == ["b", "c"]
    assert "b → c → b" in faults[0].message


def test_kinds_of_unit_that_there_are_not() -> None:
    bloc = altered("II.2", kinds=("xã",))
    faults = told(with_kinds(bloc, "huyện", "tỉnh", ""))
    assert [f.fields["kind"] for f in faults["DEF-032"]] == ["xã"]
    only = with_nodes(lambda c: [replace(c, kinds=("huyện",)) if c.parent is None else c])
    [fault] = told(with_kinds(only, "huyện", "huyện", "tỉnh"))["DEF-033"]
    assert (fault.unit, fault.fields["kind"]) == ("DV3", "tỉnh")


def accumulated(code: str, *periods: PeriodKind, how: Accumulate = Accumulate.SUM) -> Bloc:
    bloc = altered(code, accumulate=how, periods=periods)
    half = replace(bloc.periods[0], code="2025-6T", current=False)
    return replace(bloc, periods=(bloc.periods[0], half))


def test_accumulation() -> None:
    half, year, month = PeriodKind.HALF, PeriodKind.YEAR, PeriodKind.MONTH
    assert codes(accumulated("II.2", half)) == []
    assert codes(accumulated("II.1", half, how=Accumulate.LATEST)) == []
    for wrong in (
        accumulated("II.2"),
        accumulated("II.2", half, year),
        accumulated("II.2", month),
        accumulated("II.1", half),
        accumulated("II.3", half, how=Accumulate.MEAN),
        accumulated("II", half),
    ):
        assert [f.fields["code"] for f in told(wrong)["DEF-035"]], wrong


def test_the_status_of_the_table_is_told() -> None:
    bloc = blocs.bloc()
    draft = replace(bloc, rules=replace(bloc.rules, status=TableStatus.DRAFT))
    assert codes(draft) == ["DEF-036"]


@pytest.mark.parametrize(
    ("due", "deadline", "wrong"),
    [
        ("31/01", None, False),
        (DEADLINE, date(2025, 12, 1), False),
        (DEADLINE, None, True),
        ("cuối năm", None, True),
    ],
)
def test_due_days(due: str, deadline: date | None, wrong: bool) -> None:
    bloc = blocs.bloc()
    periods = (replace(bloc.periods[0], deadline=deadline), bloc.periods[1])
    line = Line(criterion="II.2", code="x", kind=LineKind.DEDUCT, points=Decimal(1), due=due)
    assert codes(with_lines(line, bloc=replace(bloc, periods=periods))) == ["DEF-037"] * wrong


def test_bands_belong_to_their_line_and_may_have_conditions() -> None:
    bloc = with_bands((">=90", ""), ("", "<90"), measure="%")
    more = (
        Line(criterion="I.2", code="y", kind=LineKind.FACT, unit_of_measure="%"),
        replace(blocs.band("I.2", "c1", "1", lower=">=50"), of="y"),
    )
    mine = tuple(
        replace(line, of="x") if line.criterion == "I.2" and line.kind is LineKind.BAND else line
        for line in bloc.table.lines
    )
    bloc = replace(bloc, table=replace(bloc.table, lines=mine))
    [fault] = found(with_lines(*more, bloc=bloc))
    assert (fault.code, fault.fields["gap"]) == ("DEF-012", "≥ 0 và < 50")
    half = (more[0], replace(more[1], when="x >= 90"))
    assert codes(with_lines(*half, bloc=bloc)) == []
