"""The whole pure flow on the fictitious bloc: table C, figure by figure, and what goes wrong."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support import returns
from thidua_batch import samples
from thidua_batch.core import wording
from thidua_batch.core.evaluate import evaluate
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.outcome import Outcome, Returned
from thidua_batch.core.returns import Decisions, NotSubmitted

EXPECTED = list(
    csv.DictReader(
        (Path(__file__).parents[1] / "data/table_c_expected.csv").read_text("utf-8").splitlines()
    )
)
SAMPLE = samples.load(samples.DEFAULT)
GROUPS = ("I", "II", "III")


def run(items: list[Returned], decisions: Decisions | None = None) -> Outcome:
    decisions = returns.decided(SAMPLE) if decisions is None else decisions
    return evaluate(SAMPLE.bloc, SAMPLE.plan, "0" * 64, items, decisions)


def all_returned() -> list[Returned]:
    return [returns.returned(SAMPLE, unit.code) for unit in SAMPLE.bloc.units]


def brief(found: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    return [(f.code, f.unit) for f in found]


def test_units_stand_in_the_order_of_the_file() -> None:
    assert [u.unit.code for u in returns.outcome().units] == [f"U{i}" for i in range(1, 8)]


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["unit"])
def test_every_figure_of_table_c(row: dict[str, str]) -> None:
    unit = returns.outcome().result(row["unit"])
    for column, text in row.items():
        if (criterion := unit.criterion(column)) is not None:
            assert criterion.points == (Decimal(text) if text else None), column
            assert criterion.applicable is bool(text), column
    assert {code: unit.groups[code] for code in GROUPS} == {c: Decimal(row[c]) for c in GROUPS}
    assert unit.bonus_raw == Decimal(row["bonus_raw"])
    assert unit.bonus == Decimal(row["bonus_capped"])
    assert unit.penalty == Decimal(row["penalty"])
    assert unit.total == Decimal(row["total"])
    assert unit.rank == (int(row["rank"]) if row["rank"] else None)
    if row["rank"]:
        assert unit.grade == row["grade"]
    else:
        assert unit.grade is None
        assert unit.exclusion is not None
        assert f"{wording.EXCLUDED} ({unit.exclusion.code})" == row["grade"]


def test_excluded_is_unranked_and_unregistered_is_not_eligible() -> None:
    outcome = returns.outcome()
    assert outcome.result("U5").state is UnitState.EXCLUDED
    reasons = {n.unit: n.reasons for n in outcome.nominations if n.award == "co-tinh"}
    assert wording.NOT_REGISTERED in reasons["U4"]
    assert wording.IS_EXCLUDED in reasons["U5"]
    assert reasons["U1"] == ()
    assert brief(outcome.findings) == [("RANK-002", "U5")]
    assert outcome.is_final


def test_chain_names_the_award_that_is_missing() -> None:
    chain = next(n for n in returns.outcome().nominations if (n.award, n.unit) == ("co-cp", "U4"))
    assert "Cờ thi đua của UBND tỉnh" in chain.reasons[-1]


def test_order_of_files_does_not_matter() -> None:
    assert run(all_returned()[::-1]).units == run(all_returned()).units


def test_missing_return_is_provisional() -> None:
    outcome = run(all_returned()[1:])
    assert outcome.result("U1").state is UnitState.MISSING
    assert ("BLOC-001", "U1") in brief(outcome.findings)
    assert not outcome.is_final
    assert outcome.result("U3").rank == 1


def test_confirmed_not_to_submit_is_not_provisional() -> None:
    excused = NotSubmitted(unit="U1", confirmed_on="01/12/2025", reminders="2", confirmed_by="Sở")
    decisions = replace(returns.decided(SAMPLE), not_submitted=(excused,))
    outcome = run(all_returned()[1:], decisions)
    assert outcome.result("U1").state is UnitState.NOT_SUBMITTED
    assert outcome.is_final
    assert ("BLOC-006", "U1") in brief(outcome.findings)


def _faulty() -> list[Returned]:
    fault = finding("CELL-001", unit="U2", label="I.3", how="ô này")
    items = all_returned()
    items[1] = replace(returns.blank_fact(items[1], "I.3/so_vu"), findings=(fault,))
    return items


def test_a_return_with_an_error_is_left_out() -> None:
    outcome = run(_faulty())
    assert outcome.result("U2").state is UnitState.REJECTED
    assert ("BLOC-002", "U2") in brief(outcome.findings)
    assert [i.used for i in outcome.inputs] == [True, False, True, True, True, True, True]


def test_accepted_by_name_its_blank_reads_not_scored() -> None:
    decisions = replace(returns.decided(SAMPLE), accepted={"U2": "đã xác minh"})
    outcome = run(_faulty(), decisions)
    unit = outcome.result("U2")
    criterion = unit.criterion("I.3")
    assert criterion is not None
    assert criterion.points is None
    assert criterion.applicable
    assert unit.total == Decimal("902.50") - 85
    assert not outcome.is_final
    assert ("BLOC-005", "U2") in brief(outcome.findings)


def test_same_bytes_twice_count_once() -> None:
    items = all_returned()
    copy = replace(items[0], input=replace(items[0].input, file="inbox/2025-N/z.xlsx"))
    outcome = run([*items, copy])
    assert ("BOOK-008", "U1") in brief(outcome.findings)
    assert outcome.result("U1").rank == 1


def test_two_versions_need_a_decision() -> None:
    items = all_returned()
    other = replace(
        items[0].input, file="inbox/2025-N/b.xlsx", received_as="b.xlsx", sha256="other"
    )
    items.append(replace(items[0], input=other))
    outcome = run(items)
    assert ("BOOK-009", "U1") in brief(outcome.findings)
    assert outcome.result("U1").state is UnitState.REJECTED
    chosen = replace(returns.decided(SAMPLE), chosen={"U1": "b.xlsx"})
    settled = run(items, chosen)
    assert settled.result("U1").rank == 1
    assert [i.file for i in settled.inputs if i.used and i.unit == "U1"] == ["inbox/2025-N/b.xlsx"]


def test_a_blank_of_the_bloc_itself_is_an_error_and_provisional() -> None:
    decisions = returns.decided(SAMPLE)
    facts = {**decisions.facts, "U1": decisions.facts["U1"][1:]}
    outcome = run(all_returned(), replace(decisions, facts=facts))
    assert ("BLOC-003", "U1") in brief(outcome.findings)
    assert not outcome.is_final


def test_ties_share_the_rank_and_are_flagged() -> None:
    outcome = returns.outcome("cum-iii-btp-2017")
    assert {u.rank for u in outcome.units} == {1}
    assert len(outcome.units[0].tied_with) == 11
    assert [f.code for f in outcome.findings] == ["RANK-001", "RANK-004"]


def test_a_period_that_does_not_rank_has_no_ranks() -> None:
    outcome = returns.outcome("khoi-noi-chinh-bac-giang-2019")
    assert {u.state for u in outcome.units} == {UnitState.SCORED}
    assert all(u.rank is None and u.total is None for u in outcome.units)
    assert outcome.nominations == ()


def test_typed_points_that_disagree_are_told() -> None:
    items = all_returned()
    submission = items[0].submission
    assert submission is not None
    cell = submission.facts[0].cell
    typed = replace(submission, typed_points={"I.1": (Decimal(299), cell)})
    items[0] = replace(items[0], submission=typed)
    assert ("CROSS-001", "U1") in brief(run(items).findings)
