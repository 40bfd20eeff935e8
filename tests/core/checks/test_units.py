"""Checks within one return: rates, sums, confirmation."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.core.test_gather import bloc, forms, quarter, returned, run
from tests.support import blocs, formpoints, returns
from thidua_batch import samples
from thidua_batch.books import form
from thidua_batch.core import checks, vn, wording
from thidua_batch.core.evaluate import evaluate
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Bound, Value
from thidua_batch.core.outcome import CriterionResult, InputFile, Returned
from thidua_batch.core.returns import Cell, Decisions, Submission, Text

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


def _shown(facts: dict[str, Value], typed: dict[str, object]) -> list[tuple[str, str, str]]:
    """What is said of a form of DV1 that shows other points in some cells."""
    known, plan = blocs.bloc(), blocs.plan()
    values = form.FormValues(facts={**blocs.FACTS, **facts})
    data = form.write(known, plan, known.unit("DV1"), definition_sha256=blocs.SHA, values=values)
    read = form.read(data, file="a.xlsx", bloc=known, plan=plan, definition_sha256=blocs.SHA)
    assert read.submission is not None
    shown = {**formpoints.shown(data), **typed}
    cells = {
        code: (value, Cell(file="a.xlsx", sheet="Tự chấm điểm", address=code or "total"))
        for code, value in shown.items()
    }
    sent = replace(read.submission, typed_points=cells)
    item = InputFile(file="a.xlsx", sha256="1", unit="DV1", received_as="a.xlsx", used=False)
    outcome = evaluate(known, plan, blocs.SHA, [Returned(input=item, submission=sent)], Decisions())
    return [
        (f.code, f.cell.address if f.cell else "", f.fields["computed"])
        for f in outcome.findings
        if f.code in ("CROSS-001", "CROSS-011")
    ]


def test_the_sums_of_a_form_as_written_are_right() -> None:
    assert _shown({}, {}) == []
    # Above the cap of the bonus, and where one criterion does not apply or is not scored.
    assert _shown({"III.1/sang_kien": D(9)}, {}) == []
    assert _shown({"I.2/ty_le": wording.NOT_APPLICABLE}, {}) == []


def test_each_wrong_sum_is_told_once_where_it_stands() -> None:
    right = formpoints.shown(formpoints.filled())
    wrong = right["I"] + 10
    assert _shown({}, {"I": wrong, "": right[""] + 10}) == [
        ("CROSS-011", "I", vn.format_number(right["I"])),
    ]
    assert _shown({}, {"": D(99)}) == [("CROSS-011", "total", vn.format_number(right[""]))]


def test_a_wrong_criterion_is_told_there_and_not_in_the_sums_that_follow_it() -> None:
    right = formpoints.shown(formpoints.filled())
    raised = {"II.1": right["II.1"] + 1, "II": right["II"] + 1, "": right[""] + 1}
    assert _shown({}, raised) == [("CROSS-001", "II.1", vn.format_number(right["II.1"]))]


@pytest.mark.parametrize("typed", ["mười", "", D("NaN"), D("Infinity"), date(2025, 1, 9)])
def test_points_that_are_no_number_are_told_and_stop_nothing(typed: object) -> None:
    found = _shown({}, {"II.1": typed})
    assert [(code, cell) for code, cell, _ in found] == [("CROSS-001", "II.1")]
    found = _shown({}, {"II": typed})
    assert [(code, cell) for code, cell, _ in found] == [("CROSS-011", "II")]


def test_a_sum_over_points_that_nobody_recorded_is_not_judged() -> None:
    known, plan = blocs.bloc(), blocs.plan()
    table = known.table_for(plan)
    cell = Cell(file="a.xlsx", sheet="Tự chấm điểm", address="J9")
    sent = Submission(unit="DV1", file="a.xlsx", sha256="", typed_points={"I": (D(1), cell)})
    result = CriterionResult(
        code="I.1", applicable=True, max_points=D(35), method="ratio", self_points=D(30),
        bloc_points=None, points=D(30), facts=(),
    )  # fmt: skip
    assert list(checks.check_totals(table, known.rules, sent, {"I.1": result})) == []


@pytest.mark.parametrize("name", samples.names())
def test_no_form_of_a_sample_shows_a_wrong_sum(name: str) -> None:
    sample = samples.load(name)
    table = sample.bloc.table_for(sample.plan)
    outcome = returns.outcome(name)
    cell = Cell(file="a.xlsx", sheet="Tự chấm điểm", address="A1")
    summed = 0
    for unit in list(sample.forms)[:3]:
        data = form.write(
            sample.bloc, sample.plan, sample.bloc.unit(unit), definition_sha256=blocs.SHA,
            values=sample.forms[unit],
        )  # fmt: skip
        shown = {code: (value, cell) for code, value in formpoints.shown(data).items()}
        sent = replace(outcome.submissions[unit], typed_points=shown)
        results = {c.code: c for c in outcome.result(unit).criteria}
        assert list(checks.check_totals(table, sample.bloc.rules, sent, results)) == []
        assert list(checks.check_typed_points(table, sent, results)) == []
        summed += len(set(shown) & {node.code for node in table.inner})
    assert summed or not table.inner
