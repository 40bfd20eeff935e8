"""Every method has a page; every worked case of every page holds in Python."""

from decimal import Decimal

import pytest

from tests.support import methodpages
from thidua_batch.core import wording
from thidua_batch.core.kinds import NaPolicy
from thidua_batch.core.model import Rules
from thidua_batch.core.scoring import METHODS
from thidua_batch.core.scoring.table import score

CASES = methodpages.cases()


def test_every_method_has_a_page_with_cases() -> None:
    assert {case.method for case in CASES} == set(METHODS)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_worked_case(case: methodpages.Case) -> None:
    facts = {("U", "T", code): value for code, value in case.facts.items()}
    assert METHODS[case.method].problem(case.criterion, case.lines) is None
    assert score(case.table, Rules(), ["U"], facts).points["U", "T"] == case.points


@pytest.mark.parametrize("case", CASES, ids=str)
def test_order_of_units_does_not_matter(case: methodpages.Case) -> None:
    facts = {(u, "T", code): value for u in "AB" for code, value in case.facts.items()}
    there = score(case.table, Rules(), ["A", "B"], facts).points
    back = score(case.table, Rules(), ["B", "A"], facts).points
    assert there == back


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_blank_is_not_zero(case: methodpages.Case) -> None:
    facts = {("U", "T", code): value for code, value in case.facts.items()}
    facts.pop(next(iter(facts)))
    assert score(case.table, Rules(), ["U"], facts).points["U", "T"] is None


@pytest.mark.parametrize(
    ("policy", "points"),
    [(NaPolicy.RESCALE, None), (NaPolicy.FULL, Decimal(30)), (NaPolicy.ZERO, Decimal(0))],
)
def test_not_applicable(policy: NaPolicy, points: Decimal | None) -> None:
    from dataclasses import replace

    case = next(c for c in CASES if c.method == "direct")
    table = replace(case.table, criteria=(replace(case.criterion, na=policy),))
    marks = score(table, Rules(), ["U"], {("U", "T", "diem"): wording.NOT_APPLICABLE})
    assert marks.points["U", "T"] == points
    assert ("U", "T") in marks.not_applicable
