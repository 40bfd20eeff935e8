"""Outcomes of sample blocs made in memory, without any workbook in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from thidua_batch import samples
from thidua_batch.core.evaluate import evaluate
from thidua_batch.core.model import Bloc, Value
from thidua_batch.core.outcome import InputFile, Outcome, Returned
from thidua_batch.core.returns import Cell, Decisions, Exclusion, Fact, Submission, Text
from thidua_batch.core.wording import decisions as words

Facts = Mapping[tuple[str, str, str], Value | None]


def sample_outcome(
    name: str = samples.DEFAULT,
    *,
    change: Facts | None = None,
    accepted: Facts | None = None,
    bloc: Callable[[Bloc], Bloc] = lambda bloc: bloc,
    missing: tuple[str, ...] = (),
) -> Outcome:
    """Evaluate a sample; `change` puts other declared facts in, `accepted` decided ones."""
    sample = samples.load(name)
    made = bloc(sample.bloc)
    plan = next(p for p in made.periods if p.code == sample.plan.code)
    returned = [
        _returned(unit.code, sample, change or {})
        for unit in made.units
        if unit.code in sample.forms and unit.code not in missing
    ]
    return evaluate(made, plan, "0" * 64, returned, _decisions(sample, accepted or {}))


def _returned(unit: str, sample: samples.Sample, change: Facts) -> Returned:
    form, file = sample.forms[unit], f"inbox/{sample.plan.code}/{unit}.xlsx"
    cell = Cell(file=file, sheet="Tự chấm điểm", address="F10")
    facts = []
    for address, value in form.facts.items():
        criterion, _, line = address.partition("/")
        typed = change.get((unit, criterion, line), value)
        facts.append(Fact(criterion=criterion, line=line, value=typed, cell=cell))
    submission = Submission(
        unit=unit,
        file=file,
        sha256=f"{len(unit):x}" * 64,
        facts=tuple(facts),
        texts={code: Text(value=text, cell=cell) for code, text in form.texts.items()},
        registered=dict(form.registered),
    )
    info = InputFile(
        file=file, sha256=f"{unit}".ljust(64, "0"), unit=unit, received_as=f"{unit}.xlsx", used=True
    )
    return Returned(input=info, submission=submission)


def _decisions(sample: samples.Sample, accepted: Facts) -> Decisions:
    cell = Cell(file="quyet_dinh.xlsx", sheet="Số liệu", address="G5")
    facts: dict[str, tuple[Fact, ...]] = {}

    def add(unit: str, criterion: str, line: str, value: Value | None) -> None:
        fact = Fact(criterion=criterion, line=line, value=value, cell=cell)
        facts[unit] = (*facts.get(unit, ()), fact)

    for row in sample.decisions.get(words.FACTS, ()):
        value = row["value"]
        assert isinstance(value, Decimal)
        add(str(row["unit"]), str(row["criterion"]), str(row["line"]), value)
    for (unit, criterion, line), decided in accepted.items():
        add(unit, criterion, line, decided)
    exclusions = tuple(
        Exclusion(unit=str(row["unit"]), code=str(row["code"]), reason=str(row.get("reason", "")))
        for row in sample.decisions.get(words.EXCLUSIONS, ())
    )
    return Decisions(facts=facts, exclusions=exclusions)


def without_ranks(bloc: Bloc) -> Bloc:
    """The bloc with the same periods, none of which ranks."""
    return replace(bloc, periods=tuple(replace(p, ranks=False) for p in bloc.periods))
