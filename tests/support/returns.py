"""Returned forms without workbooks: what a reader would give for a sample's filled forms."""

from collections.abc import Iterable
from dataclasses import replace

from thidua_batch import samples
from thidua_batch.books import decisions
from thidua_batch.core.evaluate import evaluate
from thidua_batch.core.findings import Finding
from thidua_batch.core.outcome import InputFile, Outcome, Returned
from thidua_batch.core.returns import Cell, Decisions, Fact, Submission, Text


def returned(sample: samples.Sample, unit: str, findings: Iterable[Finding] = ()) -> Returned:
    values = sample.forms[unit]
    file = f"inbox/{sample.plan.code}/{unit}.xlsx"
    facts = []
    for row, (address, value) in enumerate(values.facts.items(), start=5):
        criterion, _, line = address.partition("/")
        cell = Cell(file=file, sheet="Tự chấm điểm", address=f"F{row}")
        facts.append(Fact(criterion=criterion, line=line, value=value, cell=cell))
    texts = {
        code: Text(value=value, cell=Cell(file=file, sheet="Đăng ký", address="C5"))
        for code, value in values.texts.items()
    }
    submission = Submission(
        unit=unit,
        file=file,
        sha256=f"{unit}-bytes",
        facts=tuple(facts),
        texts=texts,
        registered=values.registered,
    )
    item = InputFile(
        file=file, sha256=f"{unit}-bytes", unit=unit, received_as=f"{unit}.xlsx", used=False
    )
    return Returned(input=item, submission=submission, findings=tuple(findings))


def blank_fact(item: Returned, address: str) -> Returned:
    assert item.submission is not None
    facts = tuple(
        replace(f, value=None) if f"{f.criterion}/{f.line}" == address else f
        for f in item.submission.facts
    )
    return replace(item, submission=replace(item.submission, facts=facts))


def decided(sample: samples.Sample) -> Decisions:
    data = decisions.write(sample.bloc, sample.plan, sample.decisions)
    return decisions.read(
        data, file="quyet_dinh.xlsx", bloc=sample.bloc, plan=sample.plan
    ).decisions


def outcome(name: str = samples.DEFAULT) -> Outcome:
    sample = samples.load(name)
    items = [returned(sample, unit.code) for unit in sample.bloc.units]
    return evaluate(sample.bloc, sample.plan, "0" * 64, items, decided(sample))
