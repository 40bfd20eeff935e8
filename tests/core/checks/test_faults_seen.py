"""The faults F1–F18 that were seen in real returns, as far as a check has to find them.

Others stand where they are read or counted: F6 (a date far from the period) CELL-018 in
`books/test_form.py::test_typed_dates`; F7 (comma and dot, blanks, signs, line breaks)
`core/vn/test_numbers.py::test_decision_table`; F8 (codes that look alike)
`core/test_lint.py::test_codes_that_look_alike`; F10 and F11 (gaps between bands)
`core/test_lint.py::test_gaps` and `test_overlaps`; F12 (children that do not add up)
`core/test_lint.py::test_children_that_do_not_add_up_name_the_parents_cell`; F15 (stray blanks in
names) `core/vn/test_text.py::test_fold`; F16 (codes as numbers, errors in cells)
`books/test_form.py::test_typed_values`; F18 (sums that lose decimals)
`core/vn/test_figures.py::test_round_half_up_agrees_with_decimal`.
"""

import re
from decimal import Decimal
from pathlib import Path

from tests.books.test_form import codes, fact, typed
from tests.support import compared, returns
from tests.support.compared import Typed, between, bloc, brief, with_own_target
from tests.test_table_a import GOLDEN_UNIT
from thidua_batch import samples
from thidua_batch.core.evaluate import evaluate
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.returns import Cell, Decisions, Fact

D = Decimal


def test_f1_one_percentage_in_several_scales() -> None:
    """90/100, 0.90/1.00, 9/10, 0/0 for one criterion; 75/100, 0.75/1, 3/4 for another."""
    first: dict[str, Typed] = {
        "A": {"R/dung": 90, "R/tong": 100}, "B": {"R/dung": 95, "R/tong": 100},
        "C": {"R/dung": 90, "R/tong": 100}, "D": {"R/dung": D("0.90"), "R/tong": D("1.00")},
        "E": {"R/dung": 9, "R/tong": 10}, "F": {"R/dung": 0, "R/tong": 0},
    }  # fmt: skip
    assert [(code, unit) for code, unit, _ in brief(between(first, 6))] == [
        ("CROSS-008", "D"), ("CROSS-008", "E"), ("CROSS-003", "F"),
    ]  # fmt: skip
    second: dict[str, Typed] = {
        "A": {"R/dung": 75, "R/tong": 100}, "B": {"R/dung": 80, "R/tong": 100},
        "C": {"R/dung": 75, "R/tong": 100}, "D": {"R/dung": D("0.75"), "R/tong": 1},
        "E": {"R/dung": 75, "R/tong": 100}, "F": {"R/dung": 3, "R/tong": 4},
    }  # fmt: skip
    # 3/4 is no power of ten, but it is not the common denominator either.
    assert [(code, unit) for code, unit, _ in brief(between(second, 6))] == [
        ("CROSS-008", "D"), ("CROSS-009", "F"),
    ]  # fmt: skip
    percent: dict[str, Typed] = {"C": {"P/muc": D("0.95")}}
    assert brief(between(percent)) == [("CROSS-008", "C", "E11")]


def test_f2_a_target_unlike_that_of_the_others() -> None:
    """5 for most units, 0.05 for one, 0 for another; 60 and 1 and 0."""
    wholes = dict(zip("ABCDEFG", ("5", "5", "5", "5", "5", "0.05", "0"), strict=True))
    typed: dict[str, Typed] = {u: {"R/dung": D(w), "R/tong": D(w)} for u, w in wholes.items()}
    assert [(code, unit) for code, unit, _ in brief(between(typed, 7))] == [
        ("CROSS-009", "F"), ("CROSS-003", "G"),
    ]  # fmt: skip
    wholes = dict(zip("ABCDEF", ("60", "60", "60", "60", "1", "0"), strict=True))
    typed = {u: {"R/dung": D(w), "R/tong": D(w)} for u, w in wholes.items()}
    assert [(code, unit) for code, unit, _ in brief(between(typed, 6))] == [
        ("CROSS-009", "E"), ("CROSS-003", "F"),
    ]  # fmt: skip


def test_f3_zero_for_not_assigned_and_for_nothing_done() -> None:
    assert brief(between({"B": {"N/so": 0}})) == [("CROSS-010", "B", "E12")]


def test_f4_a_target_typed_instead_of_taken_from_the_assignment() -> None:
    known = with_own_target(bloc(3), "B", 60)
    assert brief(between({}, 3, known)) == [("CROSS-009", "B", "E10")]


def test_f5_a_self_score_above_the_maximum() -> None:
    got = typed("I.3/diem", 12)
    assert codes(got) == ["CELL-005"]
    assert fact(got, "I.3/diem") is None


def test_f9_a_penalty_where_a_bonus_is_asked() -> None:
    for value in (-2, "- 0,25", "(5)"):
        got = typed("III.1/sang_kien", value)
        assert fact(got, "III.1/sang_kien") is None
        assert codes(got) == ["CELL-005"]


def test_f13_and_f14_claimed_and_accepted_cases_stand_side_by_side() -> None:
    """8 solutions claimed, 4 accepted: the agreed points count, the self-score is not lost."""
    sample = samples.load("phong-tnmt-tien-giang")
    line = next(a for a in sample.forms[GOLDEN_UNIT].facts if a.startswith("a7/giai_phap"))
    cell = Cell(file="quyet_dinh.xlsx", sheet="Số liệu", address="F5")
    accepted = Fact(criterion="a7", line=line.partition("/")[2], value=D(4), cell=cell)
    outcome = evaluate(
        sample.bloc, sample.plan, "0" * 64, [returns.returned(sample, GOLDEN_UNIT)],
        Decisions(facts={GOLDEN_UNIT: (accepted,)}),
    )  # fmt: skip
    scored = outcome.result(GOLDEN_UNIT).criterion("a7")
    assert scored is not None
    assert (scored.self_points, scored.points) == (D(11), D(7))
    counted = next(f for f in scored.facts if f.line == accepted.line)
    assert (counted.declared, counted.accepted) == (D(8), D(4))


def test_f17_a_criterion_left_blank_is_told_and_never_taken_for_zero() -> None:
    got = typed("I.2/ty_le", None)
    assert codes(got) == ["CELL-001"]
    sent = compared.returned("A", {**compared.PLAIN, "P/muc": None})
    outcome = compared.run(bloc(3), {compared.YEAR: [sent]})
    result = outcome.result("A")
    assert result.state is not UnitState.MISSING
    assert result.incomplete
    assert not outcome.is_final


def test_the_other_faults_are_tested_where_this_says() -> None:
    said = re.sub(r"and `(test_\w+)`", "", __doc__ or "")
    places = re.findall(r"`([\w/]+\.py)::(test_\w+)`", said)
    assert len(places) == 8
    for file, name in places:
        text = (Path(__file__).parents[2] / file).read_text("utf-8")
        assert f"def {name}(" in text, name
