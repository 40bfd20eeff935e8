"""Checks within one return: what the form shows against what its own facts give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from thidua_batch.core import scoring, standing, vn, wording
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import FormSheet, LineKind
from thidua_batch.core.maxima import own_maxima
from thidua_batch.core.model import Bloc, Criterion, PeriodPlan, Rules, ScoringTable
from thidua_batch.core.outcome import CriterionResult, UnitResult
from thidua_batch.core.returns import Submission
from thidua_batch.core.wording import checks as words

_HUNDRED, _ZERO = Decimal(100), Decimal(0)
#: The code under which a form's grand total stands in `Submission.typed_points`.
GRAND_TOTAL = ""


def check_typed_points(
    table: ScoringTable, submission: Submission, results: Mapping[str, CriterionResult]
) -> Iterator[Finding]:
    """CROSS-001: the form shows other points than its own facts give.

    Only where the form alone gives the points: no peers, nothing that others state.
    """
    for leaf in table.leaves:
        result = results.get(leaf.code)
        shown = submission.typed_points.get(leaf.code)
        if shown is None or result is None or result.self_points is None:
            continue
        typed, cell = shown
        if typed != result.self_points and _is_whole(table, leaf, submission.unit):
            yield finding(
                "CROSS-001",
                unit=submission.unit,
                cell=cell,
                code=leaf.code,
                typed=_said(typed),
                computed=vn.format_number(result.self_points),
            )


def _is_whole(table: ScoringTable, leaf: Criterion, unit: str) -> bool:
    asked = scoring.asked(table, leaf, unit)
    whole = len(asked) == len(scoring.inputs(table, leaf, unit))
    return bool(asked) and whole and not scoring.method_of(leaf).RELATIVE


def check_totals(
    table: ScoringTable,
    rules: Rules,
    submission: Submission,
    results: Mapping[str, CriterionResult],
) -> Iterator[Finding]:
    """CROSS-011: a group or the grand total of the form is not the sum of what the form shows.

    Each sum is compared with the points right below it as shown, so that a fault is told once,
    where it is; whether those are right themselves is CROSS-001.
    """
    if not {GRAND_TOTAL, *(node.code for node in table.inner)} & set(submission.typed_points):
        return
    form = _Shown.of(table, rules, submission, results)
    for code, (typed, cell) in submission.typed_points.items():
        node = form.nodes.get(code)
        if code == GRAND_TOTAL:
            label, computed = words.TOTAL, form.total()
        elif node is not None and form.is_inner(node):
            label, computed = words.label(code, node.text), form.summed(node)
        else:
            continue
        if computed is not None and typed != computed:
            yield finding(
                "CROSS-011",
                unit=submission.unit,
                cell=cell,
                label=label,
                typed=_said(typed),
                computed=vn.format_number(computed),
            )


def _number(value: object) -> Decimal | None:
    """The points that a cell shows; None for anything but a number."""
    return value if isinstance(value, Decimal) and value.is_finite() else None


def _said(value: object) -> str:
    number = _number(value)
    return str(value) if number is None else vn.format_number(number)


@dataclass(frozen=True, slots=True)
class _Shown:
    """The points that a form shows; `nodes` and `below` have those that add to its sums."""

    table: ScoringTable
    rules: Rules
    submission: Submission
    results: Mapping[str, CriterionResult]
    nodes: Mapping[str, Criterion]
    below: Mapping[str | None, Sequence[Criterion]]

    @classmethod
    def of(
        cls,
        table: ScoringTable,
        rules: Rules,
        submission: Submission,
        results: Mapping[str, CriterionResult],
    ) -> _Shown:
        """Keep what the form adds up: criteria asked of the unit, without peers, and groups."""
        unit = submission.unit
        maxima = own_maxima(table, [x.code for x in table.leaves if table.holds_for(x.code, unit)])
        leaves = {x.code for x in table.leaves}
        nodes: dict[str, Criterion] = {}
        below: dict[str | None, list[Criterion]] = {}
        for node in reversed(table.criteria):
            if node.code in leaves:
                relative = scoring.method_of(node).RELATIVE
                adds = bool(scoring.asked(table, node, unit)) and not relative
            else:
                adds = node.code in below
            if adds and node.code in maxima:
                nodes[node.code] = replace(node, max_points=maxima[node.code])
                below.setdefault(node.parent, []).append(nodes[node.code])
        return cls(table, rules, submission, results, nodes, below)

    def is_inner(self, node: Criterion) -> bool:
        """Whether a node is a group."""
        return node.code in self.below

    def shown(self, node: Criterion) -> Decimal | None:
        """A node's points as its cell shows them; a word adds nothing in a sum."""
        if node.code in self.submission.typed_points:
            return _number(self.submission.typed_points[node.code][0])
        if self.is_inner(node):
            return self.summed(node)
        result = self.results.get(node.code)
        is_blank = result is None or result.self_points is None
        return _ZERO if is_blank and _is_whole(self.table, node, self.submission.unit) else None

    def summed(self, node: Criterion) -> Decimal | None:
        """A group from what is shown below it."""
        parts = [self.shown(child) for child in self.below.get(node.code, ())]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return standing.node_points(node, known, self.rules)

    def total(self) -> Decimal | None:
        """The grand total from what is shown at the top."""
        roots = []
        for root in self.below.get(None, ()):
            points = self.shown(root)
            if points is None:
                return None
            top = standing.part_top(root, is_inner=self.is_inner(root))
            roots.append((root, points if top is None else min(points, top)))
        return standing.form_total(roots, self.rules)


def check_countersigned(bloc: Bloc, plan: PeriodPlan, submission: Submission) -> Iterator[Finding]:
    """CROSS-006: a self-score that the bloc wants confirmed does not say that it is (R19)."""
    if not bloc.rules.countersigned or not plan.scores or FormSheet.UNIT not in plan.sheets:
        return
    said = submission.texts.get("countersigned")
    if said is None or said.value != wording.YES:
        cell = said.cell if said is not None else None
        file = None if cell else submission.file
        yield finding("CROSS-006", unit=submission.unit, cell=cell, file=file)


def check_rates(table: ScoringTable, units: Sequence[UnitResult]) -> Iterator[Finding]:
    """CROSS-003: a rate of nothing out of nothing counts as 0; CROSS-007: one above 100 %."""
    for result in units:
        for scored in result.criteria:
            rates = [f for f in scored.facts if f.computed and isinstance(f.used, Decimal)]
            cell = next((f.cell for f in scored.facts if f.cell is not None), None)
            nothing = all(fact.used == 0 for fact in scored.facts if not fact.computed)
            if nothing and any(rate.used == 0 for rate in rates):
                yield finding("CROSS-003", unit=result.unit.code, cell=cell, code=scored.code)
            whole = {x.code for x in table.lines_of(scored.code) if x.kind is LineKind.RATE}
            for rate in rates:
                over = isinstance(rate.used, Decimal) and rate.used > _HUNDRED
                if over and rate.line in whole and not _may_exceed(table, scored.code):
                    yield finding(
                        "CROSS-007", unit=result.unit.code, cell=cell, code=scored.code,
                        line=rate.text or rate.line, value=vn.format_value(rate.used),
                    )  # fmt: skip


def _may_exceed(table: ScoringTable, criterion: str) -> bool:
    """Whether the table itself speaks of more than 100 %, or has a target to be exceeded."""
    lines = table.lines_of(criterion)
    bounds = [b.value for x in lines for b in (x.lower, x.upper) if b is not None]
    return any(value > _HUNDRED for value in bounds) or any(x.target for x in lines)
