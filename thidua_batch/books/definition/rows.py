"""A bloc as rows of the definition workbook's sheets; what is implied stays blank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from thidua_batch.books.definition import numbering
from thidua_batch.books.definition.sheets import Row
from thidua_batch.books.definition.values import plain
from thidua_batch.core import wording
from thidua_batch.core.kinds import (
    Accumulate,
    FormSheet,
    LineKind,
    NaPolicy,
    Scorer,
    Section,
)
from thidua_batch.core.model import (
    Award,
    Bloc,
    Criterion,
    Line,
    Option,
    PeriodPlan,
    Rules,
)
from thidua_batch.core.scoring import options_of
from thidua_batch.core.wording import definition as words

_BLOC = (
    *("code", "name", "body", "work_year_start", "lead", "deputy", "lead_title"),
    *("deputy_title", "slogan", "symbol", "place", "sample_note"),
)
_UNIT = (
    *("code", "name", "short_name", "email", "headcount", "subunits", "kind"),
    "workload",
)
_AWARD = (
    *("code", "name", "is_title", "quota", "requires", "needs_registration", "min_grade"),
    *("quota_share", "max_rank", "excludes"),
)
_LINE = (
    *("criterion", "code", "kind", "text", "unit_of_measure", "points", "cap", "lower"),
    *("upper", "target", "weight", "step", "of", "when", "group", "due", "scorer"),
    *("since", "until"),
)
_GRADE = (
    *("name", "min_total", "min_group_share", "min_criterion_share", "min_targets"),
    *("max_shortfall", "quota_share", "quota_of"),
)
_NODE = ("code", "text", "max_points", "evidence", "kinds", "since", "until")
_OWN = ("criterion", "code", "text", "unit_of_measure", "target", "weight")
_RULES = (
    *("criterion_places", "group_places", "total_places", "rank_on_rounded", "dense_rank"),
    *("allow_negative_total", "bonus_cap", "penalty_cap", "quota_rounding"),
    *("excluded_are_peers", "countersigned", "signed_required", "versions"),
    *("jump_factor", "workload", "status", "version"),
)


def of_bloc(bloc: Bloc) -> Mapping[str, tuple[Row, ...]]:
    """Sheet id -> its rows; key/value sheets have one."""
    general = {**_picked(bloc, _BLOC), "legal_basis": list(bloc.legal_basis)}
    if not bloc.code and bloc.work_year_start == (1, 1):
        del general["work_year_start"]
    return {
        "bloc": (general,),
        "units": tuple(_picked(unit, _UNIT) for unit in bloc.units),
        "table": _table(bloc),
        "periods": tuple(_period(plan) for plan in bloc.periods),
        "awards": tuple(_award(award) for award in bloc.awards),
        "lines": tuple(_line(line) for line in bloc.table.lines),
        "own": tuple(
            {"unit": unit, **_picked(line, _OWN)}
            for (unit, _), lines in bloc.table.own_lines.items()
            for line in lines
        ),
        "grades": tuple(_picked(g, _GRADE) for g in bloc.rules.grades),
        "rules": (_rules(bloc.rules),),
        "exclusions": tuple(_picked(e, ["code", "text"]) for e in bloc.rules.exclusions),
    }


def is_default(rules: Rules) -> bool:
    """Whether the bloc leaves every rule at its default, so that the sheet may stay hidden."""
    return _rules(rules) == _rules(Rules())


def _picked(thing: object, names: Sequence[str]) -> dict[str, object]:
    values = {name: getattr(thing, name) for name in names}
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def _rules(rules: Rules) -> Row:
    ties = [words.TIE_BREAKS.get(tie, tie.removeprefix("node:")) for tie in rules.tie_breaks]
    return {**_picked(rules, _RULES), "tie_breaks": ties, "holidays": list(rules.holidays)}


def _award(award: Award) -> Row:
    row = _picked(award, _AWARD)
    has_share = award.quota_share is not None or award.grade_shares
    if award.quota_base != words.QUOTA_BASE_DEFAULT or has_share:
        row["quota_base"] = quota_base(award.quota_base)
    if award.for_individuals:
        row["for_individuals"] = True
    if award.grade_shares:
        row["grade_shares"] = tuple(
            words.GRADE_SHARE.format(grade=grade, share=plain(share.scaleb(2)))
            for grade, share in award.grade_shares
        )
    return row


def quota_base(base: str) -> str:
    """What a share of places is taken of, as people write it."""
    kind, _, name = base.partition(":")
    if kind == "grade":
        return words.QUOTA_BASE_GRADE.format(name=name)
    if kind == "proposed":
        return words.QUOTA_BASE_PROPOSED.format(name=name)
    return words.QUOTA_BASES.get(base) or words.QUOTA_BASE_AWARD.format(name=name)


def _line(line: Line) -> Row:
    row = _picked(line, _LINE)
    if line.kind is LineKind.RANGE and line.upper and line.upper.closed:
        # Both ends of a frame belong to it: no sign is needed, or read.
        row["upper"] = replace(line.upper, closed=False)
    return row


def _period(plan: PeriodPlan) -> Row:
    sheets = {f"sheet_{sheet.value}": sheet in plan.sheets for sheet in FormSheet}
    return {**_picked(plan, ["code", "deadline", "ranks", "current"]), **sheets}


def _table(bloc: Bloc) -> tuple[Row, ...]:
    criteria = bloc.table.criteria
    codes = [c.code for c in criteria]
    leaves = {c.code for c in bloc.table.leaves}
    named = any(
        c.method not in {None, "direct"} or (c.method and c.code not in leaves) for c in criteria
    )
    sections = {c.code: c.section for c in criteria}
    rows = []
    for index, node in enumerate(criteria):
        row = _picked(node, _NODE)
        implied = numbering.implied_parent(codes, index)
        if node.parent != (None if implied is None else codes[implied]):
            row["parent"] = words.NONE_MARK if node.parent is None else node.parent
        above = sections.get(node.parent, Section.BASE) if node.parent else Section.BASE
        if node.section is not above:
            row["section"] = node.section
        leaf = node.code in leaves
        if named and (leaf or node.method):
            row["method"] = node.method or "direct"
        row.update(_choices(node, leaf=leaf))
        rows.append(row)
    return tuple(rows)


def _choices(node: Criterion, *, leaf: bool) -> dict[str, object]:
    """Only what differs from the default, so that unused columns stay hidden."""
    row: dict[str, object] = {}
    if node.options:
        row["options"] = _options(node, leaf=leaf)
    if node.accumulate is not Accumulate.NONE:
        row["accumulate"] = node.accumulate
    if node.scorer is not Scorer.UNIT:
        row["scorer"] = node.scorer
    if node.na is not NaPolicy.FORBIDDEN:
        row["na"] = node.na
    if node.periods:
        row["periods"] = node.periods
    if node.points_only:
        row["points_only"] = True
    return row


def _options(node: Criterion, *, leaf: bool) -> str:
    known = options_of(node.method, leaf=leaf)
    parts = []
    for name, value in node.options.items():
        spec = known.get(name)
        title = spec.title if spec else name
        choices = spec.choices if spec else {}
        parts.append(f"{title}={_option(value, choices)}")
    return "; ".join(parts)


def _option(value: Option, choices: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return wording.YES if value else wording.NO
    return plain(value) if isinstance(value, Decimal) else choices.get(value, value)
