"""A period beside the earlier ones of the same workspace, each read from its own inbox."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import compared
from tests.support.compared import D, Typed
from thidua_batch import pipeline, workspace
from thidua_batch.books import definition, form
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Award, Bloc, PeriodPlan

FLAG = Award(code="co", name="Cờ thi đua của Khối", quota=1)
BLOC = replace(
    compared.bloc(3),
    awards=(FLAG,),
    periods=(
        PeriodPlan(code="2025-DK", sheets=(FormSheet.REGISTRATION,)),
        PeriodPlan(code="2025-6T", sheets=(FormSheet.SCORING,)),
        PeriodPlan(
            code=compared.YEAR, sheets=(FormSheet.SCORING, FormSheet.PROPOSALS),
            ranks=True, current=True,
        ),
    ),
)  # fmt: skip
PLAIN = {code: D(value) for code, value in compared.PLAIN.items()}  # type: ignore[arg-type]


@pytest.fixture
def loaded(tmp_path: Path) -> pipeline.Loaded:
    pipeline.init(tmp_path / "khối", definition.write(BLOC))
    return pipeline.load(tmp_path / "khối")


def send(loaded: pipeline.Loaded, period: str, unit: str, values: form.FormValues) -> None:
    """Put a filled form into the inbox of its period."""
    known: Bloc = loaded.bloc
    plan = known.plan(period)
    assert plan is not None
    data = form.write(known, plan, known.unit(unit), definition_sha256=loaded.sha256, values=values)
    workspace.write_new(loaded.workspace.inbox(period) / f"{unit}.xlsx", data)


def year(loaded: pipeline.Loaded, **changes: int) -> None:
    """Every unit returns the year and proposes the award; A's figures are changed."""
    typed: Typed = {code.replace("__", "/"): D(value) for code, value in changes.items()}
    for unit in "ABC":
        facts = {**PLAIN, **(typed if unit == "A" else {})}
        rows = {FormSheet.PROPOSALS: ({"award": FLAG.name, "name": "Phòng A"},)}
        send(loaded, compared.YEAR, unit, form.FormValues(facts=facts, rows=rows))  # type: ignore[arg-type]


def told(loaded: pipeline.Loaded) -> list[tuple[str, str | None]]:
    codes = ("CROSS-002", "CROSS-012", "CROSS-013")
    return [(f.code, f.unit) for f in pipeline.compute(loaded).findings if f.code in codes]


def test_without_returns_of_other_periods_nothing_is_compared(loaded: pipeline.Loaded) -> None:
    year(loaded, C__vu=90)
    assert told(loaded) == []


def test_figures_and_registrations_of_other_periods_are_looked_at(loaded: pipeline.Loaded) -> None:
    year(loaded, C__vu=90)
    for unit in "ABC":
        send(loaded, "2025-6T", unit, form.FormValues(facts=PLAIN))
    send(loaded, "2025-DK", "A", form.FormValues(registered={"co": True}))
    send(loaded, "2025-DK", "B", form.FormValues(registered={"co": False}))
    assert told(loaded) == [("CROSS-012", "A"), ("CROSS-002", "B"), ("CROSS-002", "C")]


def test_a_fault_of_an_earlier_period_does_not_stop_this_one(loaded: pipeline.Loaded) -> None:
    year(loaded, C__vu=0)
    send(loaded, "2025-6T", "A", form.FormValues(facts=PLAIN))
    assert told(loaded) == [("CROSS-013", "A")]
    book = loaded.workspace.decisions("2025-6T") / "quyet_dinh.xlsx"
    workspace.write_new(book, b"no workbook at all")
    assert told(loaded) == []
    assert {u.unit.code for u in pipeline.compute(loaded).units if u.is_scored} == {"A", "B", "C"}
