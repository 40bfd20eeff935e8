"""Every method has a page; every worked case of every page holds in Python."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.support import methodpages
from thidua_batch.core import scoring, wording
from thidua_batch.core.kinds import NaPolicy
from thidua_batch.core.scoring import METHODS, compose
from thidua_batch.core.scoring.table import Marks, score

CASES = methodpages.cases()
CATALOGUE = [f"M{number:02d}" for number in range(1, 25)]
T = methodpages.CRITERION


def _marks(case: methodpages.Case, units: list[str] | None = None) -> Marks:
    return score(case.table, case.rules, units or case.units, case.facts)


def _shown(marks: Marks, unit: str) -> Decimal | str:
    points = marks.points[unit, T]
    if points is not None:
        return points
    return wording.NOT_APPLICABLE if (unit, T) in marks.not_applicable else wording.NOT_SCORED


def test_every_method_has_a_page_with_cases() -> None:
    assert {case.method for case in CASES} == set(METHODS)


@pytest.mark.parametrize("number", CATALOGUE)
def test_every_number_of_the_catalogue_is_worked_out(number: str) -> None:
    found = [cases for _, numbers, cases in methodpages.sections() if number in numbers]
    assert found
    assert all(found)


def test_no_case_stands_outside_a_headed_part() -> None:
    assert sum(len(cases) for _, _, cases in methodpages.sections()) == len(CASES)


@pytest.mark.parametrize("method", METHODS)
def test_every_option_stands_on_the_page_by_its_title(method: str) -> None:
    page = (methodpages.PAGES / f"{method}.md").read_text("utf-8")
    common = compose.OPTIONS if method == "cases" else {}
    for name, spec in {**METHODS[method].OPTIONS, **common}.items():
        assert f"| {spec.title} (`{name}`) |" in page, name


@pytest.mark.parametrize("case", CASES, ids=str)
def test_worked_case(case: methodpages.Case) -> None:
    assert scoring.problem(case.criterion, case.lines) is None or case.table.own_lines
    for unit in case.units:
        rows = scoring.rule_lines(case.table, case.criterion, unit)
        assert scoring.problem(case.criterion, rows) is None
    marks = _marks(case)
    assert {unit: _shown(marks, unit) for unit in case.units} == case.points


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_rule_is_told_in_words(case: methodpages.Case) -> None:
    assert all(scoring.rule(case.criterion, case.lines))
    assert scoring.rule(case.criterion, case.lines)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_blank_is_not_zero(case: methodpages.Case) -> None:
    for key in case.facts:
        facts = {k: v for k, v in case.facts.items() if k != key}
        marks = score(case.table, case.rules, case.units, facts)
        unit, criterion, _ = key
        na = [k for k, v in facts.items() if v == wording.NOT_APPLICABLE and k[0] == unit]
        if criterion == T and not na:
            assert marks.points[unit, T] is None
            assert (unit, T) not in marks.not_applicable


@pytest.mark.parametrize(
    ("policy", "points"),
    [(NaPolicy.RESCALE, None), (NaPolicy.FULL, Decimal(30)), (NaPolicy.ZERO, Decimal(0))],
)
def test_not_applicable(policy: NaPolicy, points: Decimal | None) -> None:
    case = next(c for c in CASES if c.method == "direct")
    table = replace(case.table, criteria=(replace(case.criterion, na=policy),))
    marks = score(table, case.rules, ["U"], {("U", T, "diem"): wording.NOT_APPLICABLE})
    assert marks.points["U", T] == points
    assert ("U", T) in marks.not_applicable
