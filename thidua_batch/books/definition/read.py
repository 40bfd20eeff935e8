"""Reading `khoi.xlsx`: every fault is collected with its cell; what is read is a `Bloc` or None."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua_batch.books.definition import grid, sheets, table
from thidua_batch.books.definition.build import Builder
from thidua_batch.books.definition.grid import Record
from thidua_batch.books.definition.values import PARSERS, Raw, Refused, plain
from thidua_batch.core import lint, vn
from thidua_batch.core.findings import Finding, errors, finding
from thidua_batch.core.kinds import FormSheet, Rounding, TableStatus, VersionRule, Workload
from thidua_batch.core.model import (
    Award,
    Bloc,
    ExclusionReason,
    Grade,
    PeriodPlan,
    Rules,
    Unit,
)
from thidua_batch.core.returns import Cell
from thidua_batch.core.wording import definition as words


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionRead:
    """What `khoi.xlsx` says; `bloc` is None exactly where there is a finding of severity ERROR."""

    bloc: Bloc | None
    findings: tuple[Finding, ...]


def read(data: bytes, *, file: str = "khoi.xlsx") -> DefinitionRead:
    """Read a definition workbook; never raises for what a person may have done to it."""
    try:
        opened = grid.open_book(data, file)
    except grid.Unreadable as fault:
        refused = finding("DEF-018", file=file, reason=fault.args[0])
        return DefinitionRead(bloc=None, findings=(refused,))
    builder = Builder(file=file)
    for spec in sheets.SPECS:
        first = Cell(file=file, sheet=spec.name, address=f"A{sheets.HEAD_ROW + 2}")
        builder.places[lint.place(spec.id, "", "")] = first
        if spec.pairs:
            record = grid.read_pairs(opened, spec, builder.found)
            builder.records[spec.id] = [record] if record else []
        else:
            builder.records[spec.id] = grid.read_table(opened, spec, builder.found)
    bloc = _bloc(builder)
    found = [*builder.found, *_linted(bloc, builder)]
    return DefinitionRead(bloc=None if errors(found) else bloc, findings=tuple(found))


def _linted(bloc: Bloc, builder: Builder) -> list[Finding]:
    """Lint findings that do not merely follow from cells that could not be read."""
    faulty = {f.cell.sheet for f in errors(builder.found) if f.cell is not None}
    missing = {f.fields["sheet"] for f in builder.found if f.code in {"DEF-001", "DEF-002"}}
    names = {spec.id: {spec.name, *words.SHEETS[spec.id].aliases} for spec in sheets.SPECS}
    broken = {name for name, titles in names.items() if titles & (faulty | missing)}
    kept = []
    for found in lint.lint(bloc, builder.places):
        needs = lint.NEEDS[found.code]
        if not needs & broken:
            kept.append(found)
    return kept


def _bloc(b: Builder) -> Bloc:
    general = b.pairs("bloc")
    b.place("bloc", b.text(general, "code"), general)
    units = _units(b)
    criteria = table.read(b)
    grades = _grades(b)
    return Bloc(
        code=b.text(general, "code"),
        name=b.text(general, "name"),
        body=b.text(general, "body"),
        units=units,
        table=criteria,
        rules=_rules(b, grades),
        awards=_awards(b),
        periods=_periods(b),
        work_year_start=general.values.get("work_year_start", (1, 1)),  # type: ignore[arg-type]
        lead=b.reference("bloc", general, "lead", "units"),
        deputy=b.reference("bloc", general, "deputy", "units"),
        lead_title=b.text(general, "lead_title"),
        deputy_title=b.text(general, "deputy_title"),
        slogan=b.text(general, "slogan"),
        symbol=b.text(general, "symbol"),
        place=b.text(general, "place"),
        legal_basis=tuple(b.many(general, "legal_basis")),
        sample_note=b.text(general, "sample_note"),
    )


def _units(b: Builder) -> tuple[Unit, ...]:
    made = []
    for record in b.unique("units", fold=True):
        if "name" not in record.values:
            continue
        made.append(
            Unit(
                code=b.text(record, "code"),
                name=b.text(record, "name"),
                short_name=b.text(record, "short_name"),
                email=b.text(record, "email"),
                headcount=b.whole(record, "headcount"),
                subunits=b.whole(record, "subunits"),
                kind=b.text(record, "kind"),
                workload=b.number(record, "workload"),
            )
        )
        b.place("units", made[-1].code, record)
    b.known["units"] = [unit.code for unit in made]
    return tuple(made)


def _periods(b: Builder) -> tuple[PeriodPlan, ...]:
    made = []
    for record in b.unique("periods"):
        values = record.values
        made.append(
            PeriodPlan(
                code=b.text(record, "code"),
                sheets=tuple(s for s in FormSheet if values.get(f"sheet_{s.value}")),
                deadline=b.date(record, "deadline"),
                ranks=bool(values.get("ranks")),
                current=bool(values.get("current")),
            )
        )
        b.place("periods", made[-1].code, record)
    return tuple(made)


def _awards(b: Builder) -> tuple[Award, ...]:
    records = b.unique("awards")
    b.known["awards"] = [b.text(record, "code") for record in records]
    made = []
    for record in records:
        values = record.values
        award = Award(
            code=b.text(record, "code"),
            name=b.text(record, "name"),
            is_title=bool(values.get("is_title", True)),
            quota=b.whole(record, "quota"),
            requires=b.reference("awards", record, "requires", "awards"),
            needs_registration=bool(values.get("needs_registration", True)),
            min_grade=b.reference("awards", record, "min_grade", "grades"),
            quota_share=b.number(record, "quota_share"),
            quota_base=_quota_base(b, record),
            max_rank=_max_rank(b, record),
            excludes=tuple(b.references("awards", record, "excludes", "awards")),
            for_individuals=bool(values.get("for_individuals")),
            grade_shares=tuple(_grade_shares(b, record)),
        )
        b.place("awards", award.code, record)
        made.append(award)
    return tuple(made)


def _max_rank(b: Builder, record: Record) -> int | None:
    rank = b.whole(record, "max_rank")
    if rank == 0:
        b.refuse("awards", record, "max_rank", "0", words.EXPECTED["at_least_one"])
    return rank or None


def _grade_shares(b: Builder, record: Record) -> Iterator[tuple[str, Decimal]]:
    """Pairs "grade: share"; the first where a grade stands twice."""
    title = sheets.AWARDS.words("grade_shares").title
    told: set[str] = set()
    for part in b.listed(record, "grade_shares"):
        name, _, said = (text.strip() for text in part.rpartition(words.GRADE_SHARE_SIGN))
        share = _share(said, record)
        if not name or share is None:
            b.refuse("awards", record, "grade_shares", part, words.EXPECTED["grade_shares"])
            continue
        grade = b.resolve(name, "grades")
        if grade is None:
            b.dangling(record.cell("grade_shares"), title, name, "grades")
        elif grade in told:
            b.refuse("awards", record, "grade_shares", part, words.EXPECTED["grade_once"])
        else:
            if grade != name:
                b.note(record.cell("grade_shares"), title, name, grade)
            told.add(grade)
            yield grade, share


def _share(said: str, record: Record) -> Decimal | None:
    """A share as in a cell of shares; None where it is none."""
    if not said:
        return None
    column = next(c for c in sheets.AWARDS.columns if c.id == "quota_share")
    raw = Raw(value=said, cell=record.cell("grade_shares"))
    try:
        value = PARSERS[column.type](column, raw).value
    except Refused:
        return None
    return value if isinstance(value, Decimal) else None


def _quota_base(b: Builder, record: Record) -> str:
    """What the share is of: a fixed phrase, or one with a grade's or an award's name in it."""
    said = b.text(record, "quota_base")
    if not said:
        has_share = {"quota_share", "grade_shares"} & set(record.values)
        for_individuals = has_share and record.values.get("for_individuals")
        return words.QUOTA_BASE_PERSONS if for_individuals else words.QUOTA_BASE_DEFAULT
    folded = vn.fold(said)
    for base, title in words.QUOTA_BASES.items():
        if folded in {base, vn.fold(title)}:
            return base
    for kind, (where, pattern) in _NAMED_BASES.items():
        head, tail = (vn.fold(part) for part in pattern.split("{name}"))
        if not folded.startswith(f"{head} ") or not folded.endswith(tail):
            continue
        for name in b.known[where]:
            if vn.fold(pattern.format(name=name)) == folded:
                return f"{kind}:{name}"
        parts = said.split()
        name = " ".join(parts[len(head.split()) : len(parts) - len(tail.split())])
        title = sheets.AWARDS.words("quota_base").title
        b.dangling(record.cell("quota_base"), title, name, where)
        return words.QUOTA_BASE_DEFAULT
    b.refuse("awards", record, "quota_base", said, words.EXPECTED["quota_base"])
    return words.QUOTA_BASE_DEFAULT


_NAMED_BASES = {
    "grade": ("grades", words.QUOTA_BASE_GRADE),
    "award": ("awards", words.QUOTA_BASE_AWARD),
    "proposed": ("awards", words.QUOTA_BASE_PROPOSED),
}


def _grades(b: Builder) -> tuple[Grade, ...]:
    made = []
    records = b.unique("grades", column="name")
    b.known["grades"] = [b.text(record, "name") for record in records]
    for record in records:
        grade = Grade(
            name=b.text(record, "name"),
            min_total=b.number(record, "min_total"),
            min_group_share=b.number(record, "min_group_share"),
            min_criterion_share=b.number(record, "min_criterion_share"),
            min_targets=b.number(record, "min_targets"),
            max_shortfall=b.number(record, "max_shortfall"),
            quota_share=b.number(record, "quota_share"),
            quota_of=b.reference("grades", record, "quota_of", "grades"),
        )
        b.place("grades", grade.name, record)
        made.append(grade)
    return tuple(made)


def _rules(b: Builder, grades: Sequence[Grade]) -> Rules:
    record, default = b.pairs("rules"), Rules()
    b.place("rules", "", record)
    for name in ("criterion_places", "group_places", "total_places"):
        value = b.whole(record, name)
        if value is not None and value > 6:
            b.refuse("rules", record, name, str(value), words.EXPECTED["places"])

    jump = b.number(record, "jump_factor")
    if jump is not None and 0 < jump < 1:
        b.refuse("rules", record, "jump_factor", plain(jump), words.EXPECTED["factor"])

    def places(name: str) -> int:
        value = b.whole(record, name)
        return int(getattr(default, name)) if value is None else value

    def flag(name: str) -> bool:
        return bool(record.values.get(name, getattr(default, name)))

    return Rules(
        criterion_places=places("criterion_places"),
        group_places=places("group_places"),
        total_places=places("total_places"),
        rank_on_rounded=flag("rank_on_rounded"),
        dense_rank=flag("dense_rank"),
        allow_negative_total=flag("allow_negative_total"),
        bonus_cap=b.number(record, "bonus_cap"),
        penalty_cap=b.number(record, "penalty_cap"),
        tie_breaks=tuple(b.tie_breaks(record)),
        grades=tuple(grades),
        exclusions=tuple(
            ExclusionReason(code=b.text(r, "code"), text=b.text(r, "text"))
            for r in b.unique("exclusions")
        ),
        quota_rounding=Rounding(str(record.values.get("quota_rounding", default.quota_rounding))),
        holidays=b.dates(record, "holidays"),
        excluded_are_peers=flag("excluded_are_peers"),
        countersigned=flag("countersigned"),
        signed_required=flag("signed_required"),
        versions=VersionRule(str(record.values.get("versions", default.versions))),
        jump_factor=default.jump_factor if jump is None else jump,
        workload=Workload(str(record.values.get("workload", default.workload))),
        status=TableStatus(str(record.values.get("status", default.status))),
        version=b.text(record, "version"),
    )
