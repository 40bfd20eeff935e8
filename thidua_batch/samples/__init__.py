"""Sample blocs (mẫu), each made from one text file of this folder.

A text names the bloc, its table, what every unit types into its form and what the bloc decides.
`khoi-mau-2025` is fictitious; the others carry published names and facts and invent none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Any

from thidua_batch.books import form
from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.core.kinds import (
    Accumulate,
    Answer,
    FormSheet,
    LineKind,
    NaPolicy,
    Rounding,
    Scorer,
    Section,
    TableStatus,
    VersionRule,
    Workload,
)
from thidua_batch.core.model import (
    Award,
    Bloc,
    Bound,
    Criterion,
    ExclusionReason,
    Grade,
    Line,
    Option,
    PeriodPlan,
    Rules,
    ScoringTable,
    Unit,
    Value,
)
from thidua_batch.core.period import PeriodKind
from thidua_batch.core.wording import decisions as words

DEFAULT = "khoi-mau-2025"
_Text = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """A bloc, its current period, the filled forms by unit, and the rows of the decisions book."""

    bloc: Bloc
    plan: PeriodPlan
    forms: Mapping[str, form.FormValues]
    decisions: Mapping[str, tuple[Mapping[str, object], ...]]


def names() -> tuple[str, ...]:
    """Codes of the samples, the default first."""
    found = (entry.name for entry in resources.files(__name__).iterdir())
    codes = sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))
    return tuple(sorted(codes, key=lambda code: code != DEFAULT))


def load(name: str) -> Sample:
    """Read one sample; WorkspaceError("no_sample") where there is none of that name."""
    if name not in names():
        raise WorkspaceError("no_sample", name=name, names=", ".join(names()))
    text = tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))
    bloc = _bloc(text)
    plan = next(p for p in bloc.periods if p.current)
    return Sample(bloc, plan, _forms(bloc, plan, text), _decisions(bloc, plan, text))


def _bloc(text: _Text) -> Bloc:
    about = dict(text["bloc"])
    month, day = (int(part) for part in about.pop("work_year_start", "01-01").split("-"))
    about["legal_basis"] = tuple(about.get("legal_basis", ()))
    return Bloc(
        **about,
        work_year_start=(month, day),
        units=tuple(_unit(unit) for unit in text["units"]),
        table=_table(text),
        rules=_rules(text),
        awards=tuple(_award(award) for award in text.get("awards", ())),
        periods=tuple(
            PeriodPlan(**{**plan, "sheets": tuple(FormSheet(s) for s in plan["sheets"])})
            for plan in text["periods"]
        ),
    )


def _typed(row: _Text, makers: Mapping[str, Callable[[Any], object]]) -> dict[str, Any]:
    """A row with some of its values turned into those of the model."""
    return {name: makers[name](v) if name in makers else v for name, v in row.items()}


def _unit(row: _Text) -> Unit:
    return Unit(**_typed(row, {"workload": _decimal}))


def _award(row: _Text) -> Award:
    makers: dict[str, Callable[[Any], object]] = {
        "quota_share": _decimal,
        "excludes": tuple,
        "grade_shares": lambda shares: tuple((g, Decimal(share)) for g, share in shares.items()),
    }
    return Award(**_typed(row, makers))


def _grade(row: _Text) -> Grade:
    decimals = {f.name for f in fields(Grade)} - {"name", "quota_of"}
    return Grade(**_typed(row, dict.fromkeys(decimals, _decimal)))


def _rules(text: _Text) -> Rules:
    stated = _typed(
        text.get("rules", {}),
        {
            "tie_breaks": tuple,
            "holidays": tuple,
            "bonus_cap": _decimal,
            "penalty_cap": _decimal,
            "quota_rounding": Rounding,
            "workload": Workload,
            "status": TableStatus,
            "versions": VersionRule,
            "jump_factor": _decimal,
        },
    )
    return Rules(
        **stated,
        grades=tuple(_grade(grade) for grade in text.get("grades", ())),
        exclusions=tuple(ExclusionReason(**e) for e in text.get("exclusions", ())),
    )


def _table(text: _Text) -> ScoringTable:
    own: dict[tuple[str, str], tuple[Line, ...]] = {}
    for row in text.get("own", ()):
        line = Line(
            criterion=row["criterion"],
            code=row["code"],
            kind=LineKind.FACT,
            text=row["text"],
            unit_of_measure=row.get("measure", ""),
            target=_decimal(row.get("target")),
            weight=_decimal(row.get("weight")),
        )
        key = (row["unit"], row["criterion"])
        own[key] = (*own.get(key, ()), line)
    return ScoringTable(
        criteria=tuple(_criterion(row) for row in text.get("criteria", ())),
        lines=tuple(_line(row) for row in text.get("lines", ())),
        own_lines=own,
    )


def _criterion(row: _Text) -> Criterion:
    code = row["code"]
    return Criterion(
        code=code,
        text=row["text"],
        parent=row.get("parent", code.rpartition(".")[0] or None),
        max_points=_decimal(row.get("max")),
        method=row.get("method"),
        options={name: _option(value) for name, value in row.get("options", {}).items()},
        scorer=Scorer(row.get("scorer", "unit")),
        evidence=row.get("evidence", ""),
        na=NaPolicy(row.get("na", "forbidden")),
        section=Section(row.get("section", "base")),
        periods=tuple(PeriodKind(kind) for kind in row.get("periods", ())),
        points_only=row.get("points_only", False),
        kinds=tuple(row.get("kinds", ())),
        accumulate=Accumulate(row.get("accumulate", "none")),
        since=row.get("since"),
        until=row.get("until"),
    )


def _option(value: str | bool) -> Option:
    """A decimal unless the text is no number; flags stay."""
    if isinstance(value, bool):
        return value
    try:
        return Decimal(value)
    except InvalidOperation:
        return value


def _line(row: _Text) -> Line:
    return Line(
        criterion=row["criterion"],
        code=row["code"],
        kind=LineKind(row["kind"]),
        text=row.get("text", ""),
        unit_of_measure=row.get("measure", ""),
        points=_decimal(row.get("points")),
        cap=_decimal(row.get("cap")),
        lower=_bound(row.get("lower")),
        upper=_bound(row.get("upper")),
        target=_decimal(row.get("target")),
        weight=_decimal(row.get("weight")),
        step=_decimal(row.get("step")),
        of=row.get("of", ""),
        when=row.get("when", ""),
        group=row.get("group", ""),
        due=row.get("due", ""),
        scorer=Scorer(row["scorer"]) if "scorer" in row else None,
        since=row.get("since"),
        until=row.get("until"),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _bound(text: str | None) -> Bound | None:
    if text is None:
        return None
    return Bound(value=Decimal(text[1:]), closed=text[0] in "≥≤")


def _forms(bloc: Bloc, plan: PeriodPlan, text: _Text) -> dict[str, form.FormValues]:
    table = bloc.table_for(plan)
    forms = {}
    for unit, filled in text.get("forms", {}).items():
        forms[unit] = form.FormValues(
            facts=_facts(table, unit, filled.get("facts", {})),
            texts=filled.get("texts", {}),
            rows={FormSheet(sheet): tuple(rows) for sheet, rows in filled.get("rows", {}).items()},
            evidence=filled.get("evidence", {}),
            registered=filled.get("registered", {}),
        )
    return forms


def _facts(table: ScoringTable, unit: str, typed: Mapping[str, str]) -> dict[str, Value]:
    """Typed texts as values: numbers or days where the answer is one, words where it is words."""
    found: dict[str, Value] = {}
    for leaf in table.leaves:
        for line in scoring.inputs(table, leaf, unit):
            if line.address in typed:
                found[line.address] = _value(typed[line.address], scoring.answer(table, leaf, line))
    if unknown := set(typed) - set(found):
        raise KeyError(f"{unit}: {sorted(unknown)}")
    return found


def _value(text: str, wanted: Answer) -> Value:
    if wanted in (Answer.LABEL, Answer.YES_NO) or text == wording.NOT_APPLICABLE:
        return text
    if wanted is Answer.DATE:
        return date.fromisoformat(text)
    number = vn.parse_number(text).value
    return text if number is None else number


def _decisions(
    bloc: Bloc, plan: PeriodPlan, text: _Text
) -> dict[str, tuple[Mapping[str, object], ...]]:
    """Rows of the decisions book; facts keep the order in which the blank book lists them."""
    decided: _Text = text.get("decisions", {})
    narrative: Mapping[str, Sequence[str]] = decided.get("narrative", {})
    values = {(f["unit"], f["criterion"], f["line"]): f["value"] for f in decided.get("facts", ())}
    table = bloc.table_for(plan)
    facts = [
        {
            "unit": unit.code,
            "name": unit.label,
            "criterion": leaf.code,
            "line": line.code,
            "text": line.text or leaf.text,
            "measure": line.unit_of_measure,
            "value": _value(
                values[unit.code, leaf.code, line.code], scoring.answer(table, leaf, line)
            ),
        }
        for leaf in table.leaves
        for unit in bloc.units
        for line in scoring.inputs(table, leaf, unit.code)
        if (unit.code, leaf.code, line.code) in values
    ]
    return {
        words.FACTS: tuple(facts),
        words.EXCLUSIONS: tuple(decided.get("exclusions", ())),
        words.NARRATIVE: tuple(
            {"section": words.SECTIONS[code], "text": paragraph}
            for code, paragraphs in narrative.items()
            for paragraph in paragraphs
        ),
    }
