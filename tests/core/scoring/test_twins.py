"""Every worked case, and random tables, hold in the recalculated workbook as they do in Python."""

import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from tests.support import methodpages, recalc
from thidua_batch.books import style
from thidua_batch.core import scoring, wording
from thidua_batch.core.kinds import Answer, LineKind, NaPolicy
from thidua_batch.core.model import (
    Bound,
    Criterion,
    Line,
    Rules,
    ScoringTable,
    Value,
)
from thidua_batch.core.scoring.base import LineRef, Refs, line_formula, total_formula
from thidua_batch.core.scoring.table import score

Trial = tuple[ScoringTable, dict[str, Value]]


def _workbook(trials: Sequence[Trial]) -> bytes:
    """One row per fact line: fact, target, weight, points; the total beside the first."""
    book = style.Book(title="twins", created=date(2025, 1, 1))
    sheet = book.sheet("T")
    row = 0
    for table, facts in trials:
        leaf = table.criteria[0]
        lines = scoring.inputs(table, leaf, "U")
        last = row + len(lines)
        refs = Refs(
            lines={
                line.code: LineRef(f"A{r}", f"B{r}", f"C{r}", f"D{r}")
                for r, line in enumerate(lines, start=row + 1)
            },
            used_range=f"A{row + 1}:A{last}",
            weight_range=f"C{row + 1}:C{last}",
            points_range=f"D{row + 1}:D{last}",
        )
        formula = scoring.method_of(leaf).formula(refs, leaf, table.lines_of(leaf.code))
        text = total_formula(formula.total, refs, leaf, 2)
        book.formula(sheet, row, 4, text, 0, "plain")
        for r, line in enumerate(lines, start=row):
            book.put(sheet, r, 0, facts.get(line.code), "plain")
            book.put(sheet, r, 1, line.target, "plain")
            book.put(sheet, r, 2, line.weight, "plain")
            shown = line_formula(formula.lines[line.code], refs.lines[line.code])
            book.formula(sheet, r, 3, shown, 0, "plain")
        row = last
    return book.close()


def _expected(table: ScoringTable, facts: dict[str, Value]) -> Decimal | str:
    marks = score(table, Rules(), ["U"], {("U", "T", code): v for code, v in facts.items()})
    points = marks.points["U", "T"]
    if points is not None:
        return points
    return wording.NOT_APPLICABLE if ("U", "T") in marks.not_applicable else wording.NOT_SCORED


def _assert_twins(trials: Sequence[Trial]) -> int:
    sheet = recalc.recalc(_workbook(trials))["T"]
    row, cells = 1, 0
    for table, facts in trials:
        count = len(scoring.inputs(table, table.criteria[0], "U"))
        shown, wanted = sheet.cell(row, 5).value, _expected(table, facts)
        if isinstance(wanted, Decimal):
            assert shown == pytest.approx(float(wanted), abs=1e-9), (table.criteria, facts)
        else:
            assert shown == wanted, (table.criteria, facts)
        row, cells = row + count, cells + count + 1
    return cells


@pytest.mark.office
def test_every_worked_case_holds_in_excel() -> None:
    _assert_twins([(case.table, dict(case.facts)) for case in methodpages.cases()])


def _number(rng: random.Random, top: int, places: int = 2) -> Decimal:
    return Decimal(rng.randint(0, top * 10**places)).scaleb(-places)


def _random_lines(rng: random.Random, method: str) -> tuple[Line, ...]:
    def line(code: str, kind: LineKind, **more: object) -> Line:
        return Line(criterion="T", code=code, kind=kind, **more)  # type: ignore[arg-type]

    count = rng.randint(1, 4)
    if method == "yes_no":
        return tuple(line(f"m{i}", LineKind.FACT, points=_number(rng, 3)) for i in range(count))
    if method == "category":
        return tuple(
            line(f"x{i}", LineKind.CATEGORY, text=f"Mức {i}", points=_number(rng, 9))
            for i in range(count)
        )
    if method == "cases":
        return tuple(
            line(
                f"c{i}",
                rng.choice([LineKind.DEDUCT, LineKind.BONUS]),
                points=_number(rng, 4),
                cap=_number(rng, 6) if rng.random() < 0.5 else None,
            )
            for i in range(count)
        )
    if method == "ratio":
        return tuple(
            line(
                f"r{i}",
                LineKind.FACT,
                target=_number(rng, 90) + 1,
                weight=Decimal(rng.randint(1, 5)),
            )
            for i in range(count)
        )
    if method == "bands":
        edges = sorted({_number(rng, 100) for _ in range(count + 1)}, reverse=True)
        bands = [
            line(
                f"b{i}",
                LineKind.BAND,
                lower=Bound(value=low, closed=True),
                upper=Bound(value=high, closed=False) if high is not None else None,
                points=_number(rng, 9),
            )
            for i, (low, high) in enumerate(zip(edges, [None, *edges], strict=False))
        ]
        return (*bands, line("kn", LineKind.CATEGORY, text="Không nộp", points=Decimal(0)))
    return ()


def _random_trial(rng: random.Random) -> Trial:
    method = rng.choice(sorted(scoring.METHODS))
    options = {}
    if method == "cases":
        options = {
            name: _number(rng, 5)
            for name in ("deduct_cap", "bonus_cap", "floor")
            if rng.random() < 0.4
        }
    criterion = Criterion(
        code="T",
        text="T",
        method=method,
        max_points=_number(rng, 30) + 12,
        options=options,
        na=rng.choice(list(NaPolicy)),
    )
    table = ScoringTable(criteria=(criterion,), lines=_random_lines(rng, method))
    facts: dict[str, Value] = {}
    edges = [b.lower.value for b in table.lines if b.lower is not None]
    words = [x.text for x in table.lines if x.kind is LineKind.CATEGORY]
    for line in scoring.inputs(table, criterion, "U"):
        draw = rng.random()
        answer = scoring.answer(table, criterion, line)
        if draw < 0.05:
            continue
        if draw < 0.1 and criterion.na is not NaPolicy.FORBIDDEN:
            facts[line.code] = wording.NOT_APPLICABLE
        elif answer is Answer.YES_NO:
            facts[line.code] = rng.choice([wording.YES, wording.NO])
        elif answer is Answer.LABEL or (words and draw < 0.2):
            facts[line.code] = rng.choice(words)
        elif answer is Answer.COUNT:
            facts[line.code] = Decimal(rng.randint(0, 9))
        elif edges and draw < 0.5:
            facts[line.code] = rng.choice(edges)
        else:
            facts[line.code] = _number(rng, 12 if method == "direct" else 110)
    return table, facts


@pytest.mark.office
def test_random_tables_over_all_methods_hold_in_excel() -> None:
    rng = random.Random(20251123)
    assert _assert_twins([_random_trial(rng) for _ in range(1000)]) >= 2000
