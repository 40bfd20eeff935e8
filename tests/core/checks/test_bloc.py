"""Checks over the whole bloc: unequal comparisons."""

from dataclasses import replace
from decimal import Decimal

from tests.core.test_gather import forms, run
from thidua_batch.core import checks
from thidua_batch.core.findings import finding
from thidua_batch.core.kinds import LineKind, UnitState
from thidua_batch.core.model import Criterion, Line, Rules, ScoringTable, Unit
from thidua_batch.core.outcome import CriterionResult, FactResult, UnitResult
from thidua_batch.core.scoring.table import score
from thidua_batch.reports import feedback

D = Decimal


def _relative(targets: dict[str, str], facts: dict[str, str]) -> list[str]:
    leaf = Criterion(code="T", text="T", max_points=D(10), method="relative")
    own = {
        (unit, "T"): (Line(criterion="T", code="ket_qua", kind=LineKind.FACT, target=D(target)),)
        for unit, target in targets.items()
    }
    table = ScoringTable(criteria=(leaf,), own_lines=own)
    known = {(unit, "T", "ket_qua"): D(value) for unit, value in facts.items()}
    marks = score(table, Rules(), list(facts), known)
    results = [
        UnitResult(
            unit=Unit(code=unit, name=unit),
            state=UnitState.RANKED,
            criteria=(
                CriterionResult(
                    code="T", applicable=True, max_points=D(10), method="relative",
                    self_points=None, bloc_points=None, points=marks.points[unit, "T"],
                    facts=(
                        FactResult(
                            line="ket_qua", text="", unit_of_measure="", declared=D(value),
                            accepted=None, used=D(value),
                            target=D(targets[unit]) if unit in targets else None, weight=None,
                            points=None, cell=None,
                        ),
                    ),
                ),
            ),
        )
        for unit, value in facts.items()
    ]  # fmt: skip
    return [f.unit or "" for f in checks.check_fairness(table, results) if f.code == "CROSS-004"]


def test_one_small_result_without_a_target_beats_a_met_target_and_is_told() -> None:
    assert _relative({"A": "100", "B": "80"}, {"A": "120", "B": "80", "C": "1"}) == ["C"]
    assert _relative({"A": "100", "B": "80"}, {"A": "120", "B": "88", "C": "0"}) == []
    assert _relative({"A": "100"}, {"A": "90", "C": "1"}) == []


def test_a_comparison_with_other_units_never_reaches_a_unit() -> None:
    told = finding("CROSS-004", unit="A", code="T", units="Đơn vị B", points="10")
    outcome = run("2025-Q1", forms())
    with_it = replace(outcome, findings=(*outcome.findings, told))
    assert feedback.render(with_it, "A") == feedback.render(outcome, "A")
