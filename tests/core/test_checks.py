"""Checks over the whole bloc: rates of nothing, unequal comparisons."""

from dataclasses import replace
from decimal import Decimal

from tests.core.test_gather import bloc, forms, quarter, returned, run
from thidua_batch.core import checks
from thidua_batch.core.findings import finding
from thidua_batch.core.kinds import FormSheet, LineKind, UnitState
from thidua_batch.core.model import Bound, Criterion, Line, Rules, ScoringTable, Unit
from thidua_batch.core.outcome import CriterionResult, FactResult, UnitResult
from thidua_batch.core.returns import Cell, Text
from thidua_batch.core.scoring.table import score
from thidua_batch.reports import feedback

D = Decimal


def test_a_rate_of_nothing_out_of_nothing_is_told() -> None:
    items = forms()
    items["2025-Q1"] = [
        returned("A", "2025-Q1", quarter("0", "0", "0")),
        returned("B", "2025-Q1", quarter("0", "0", "5")),
    ]
    outcome = run("2025-Q1", items)
    told = [(f.unit, f.cell.address if f.cell else "") for f in outcome.findings
            if f.code == "CROSS-003"]  # fmt: skip
    assert told == [("A", "E10")]
    assert bloc().units[1].code == "B"


def test_a_numerator_above_its_denominator_is_told_unless_the_table_speaks_of_it() -> None:
    items = forms()
    items["2025-Q1"] = [
        returned("A", "2025-Q1", quarter("0", "12", "10")),
        returned("B", "2025-Q1", quarter("0", "10", "10")),
    ]
    told = [f.unit for f in run("2025-Q1", items).findings if f.code == "CROSS-007"]
    assert told == ["A"]
    known = bloc()
    lines = tuple(
        replace(x, lower=Bound(value=D(120), closed=True)) if x.code == "b1" else x
        for x in known.table.lines
    )
    other = replace(known, table=replace(known.table, lines=lines))
    assert not [f for f in run("2025-Q1", items, other).findings if f.code == "CROSS-007"]


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


def test_a_self_score_that_must_be_confirmed_says_so_or_is_told() -> None:
    known, plan = bloc(), replace(bloc().periods[0], sheets=(FormSheet.UNIT, FormSheet.SCORING))
    sent = forms()["2025-Q1"][0].submission
    assert sent is not None
    cell = Cell(file=sent.file, sheet="Thông tin đơn vị", address="C9")

    def told(answer: str | None, *, asked: bool = True) -> list[str | None]:
        texts = {} if answer is None else {"countersigned": Text(value=answer, cell=cell)}
        rules = replace(known.rules, countersigned=asked)
        found = checks.check_countersigned(
            replace(known, rules=rules), plan, replace(sent, texts=texts)
        )
        return [f.cell.address if f.cell else f.file for f in found if f.code == "CROSS-006"]

    assert told("Có") == told("Không", asked=False) == []
    assert told("Không") == ["C9"]
    assert told(None) == [sent.file]
