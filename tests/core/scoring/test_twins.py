"""Every worked case, and random tables, hold in the recalculated workbook as they do in Python."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from graphlib import TopologicalSorter

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.support import methodpages, randomtables, recalc
from tests.support.randomtables import Trial
from thidua_batch.books import style
from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Criterion, Line
from thidua_batch.core.scoring.base import LineRef, Peer, Refs, round_formula, round_points
from thidua_batch.core.scoring.cells import Cells, cells
from thidua_batch.core.scoring.table import Marks, score

USED, VALUE, RAW, POINTS, TARGET, WEIGHT, TOTAL = range(7)
PLACES = 2


class Layout:
    """Where every line of every unit and criterion of a trial stands: a row each."""

    def __init__(self, trial: Trial, first: int) -> None:
        self.trial = trial
        self.rows: dict[tuple[str, str, str], int] = {}
        self.found: dict[tuple[str, str], Cells] = {}
        row = first
        for unit, leaf, lines in self.blocks():
            for line in lines:
                self.rows[unit, leaf.code, line.code] = row
                row += 1
        self.next = row
        for unit, leaf, lines in self.blocks():
            rules = scoring.rule_lines(trial.table, leaf, unit)
            self.found[unit, leaf.code] = cells(
                scoring.method_of(leaf), leaf, rules, self._refs(unit, leaf, lines), PLACES
            )

    def blocks(self) -> Iterator[tuple[str, Criterion, tuple[Line, ...]]]:
        for unit in self.trial.units:
            for leaf in self.trial.table.leaves:
                yield unit, leaf, scoring.lines(self.trial.table, leaf, unit)

    def _line(self, unit: str, leaf: Criterion, line: Line) -> LineRef:
        row = self.rows[unit, leaf.code, line.code] + 1
        has_value = line.due or scoring.method_of(leaf).RELATIVE
        return LineRef(
            f"A{row}", f"B{row}" if has_value else f"A{row}", f"C{row}", f"D{row}",
            f"E{row}", f"F{row}",
        )  # fmt: skip

    def _refs(self, unit: str, leaf: Criterion, lines: Sequence[Line]) -> Refs:
        rows = [self.rows[unit, leaf.code, line.code] + 1 for line in lines]
        elsewhere = {
            line.address: self._line(unit, other, line).value
            for owner, other, theirs in self.blocks()
            for line in theirs
            if owner == unit and other is not leaf and line.is_input
        }
        peers: dict[str, list[Peer]] = {}
        for owner, other, theirs in self.blocks():
            if other is leaf and owner not in self.trial.apart:
                for line in theirs:
                    ref = self._line(owner, other, line).value
                    peers.setdefault(line.code, []).append(Peer(value=ref, target=line.target))
        return Refs(
            lines={line.code: self._line(unit, leaf, line) for line in lines},
            span=f"A{min(rows)}:A{max(rows)}",
            elsewhere=elsewhere,
            peers=peers,
            holidays=self.trial.rules.holidays,
        )


def _workbook(layouts: Sequence[Layout]) -> bytes:
    """One row per line: used, value, raw, points, target, weight; totals beside the first."""
    book = style.Book(title="twins", created=date(2025, 1, 1))
    sheet = book.sheet("T")
    for layout in layouts:
        for unit, leaf, lines in layout.blocks():
            found = layout.found[unit, leaf.code]
            first = layout.rows[unit, leaf.code, lines[0].code]
            book.formula(sheet, first, TOTAL, found.total, 0, "plain")
            for line in lines:
                row, here = layout.rows[unit, leaf.code, line.code], found.lines[line.code]
                fact = layout.trial.facts.get((unit, leaf.code, line.code))
                if here.used is None:
                    book.put(sheet, row, USED, fact, "plain")
                else:
                    book.formula(sheet, row, USED, here.used, 0, "plain")
                if line.due or scoring.method_of(leaf).RELATIVE:
                    book.formula(sheet, row, VALUE, here.value or f"=A{row + 1}", 0, "plain")
                book.formula(sheet, row, RAW, here.raw, 0, "plain")
                book.formula(sheet, row, POINTS, here.points, 0, "plain")
                book.put(sheet, row, TARGET, line.target, "plain")
                book.put(sheet, row, WEIGHT, line.weight, "plain")
    return book.close()


def _total(marks: Marks, unit: str, code: str) -> Decimal | str:
    points = marks.points[unit, code]
    if points is not None:
        return points
    return wording.NOT_APPLICABLE if (unit, code) in marks.not_applicable else wording.NOT_SCORED


def _same(shown: object, wanted: Decimal | str) -> bool:
    if isinstance(wanted, Decimal):
        return isinstance(shown, int | float) and abs(shown - float(wanted)) < 1e-8
    return shown == wanted


def _wanted(
    layout: Layout, marks: Marks, unit: str, leaf: Criterion, line: Line
) -> dict[int, Decimal | str]:
    """What each formula cell of a line's row must show."""
    mark = marks.lines.get((unit, leaf.code, line.code))
    if mark is None:  # N/A, or a fact is blank
        return {RAW: "", POINTS: ""}
    wanted: dict[int, Decimal | str] = {RAW: mark.raw, POINTS: mark.points}
    here = layout.found[unit, leaf.code].lines[line.code]
    if here.used is not None and isinstance(mark.used, Decimal):
        wanted[USED] = mark.used
    if here.value is not None and isinstance(mark.value, Decimal):
        wanted[VALUE] = mark.value
    return wanted


def _compare(layout: Layout, sheet: Worksheet) -> int:
    """Every formula cell of a trial against Python; how many there were."""
    trial, count = layout.trial, 0
    marks = score(trial.table, trial.rules, trial.units, trial.facts, trial.apart)
    for unit, leaf, lines in layout.blocks():
        for line in lines:
            row = layout.rows[unit, leaf.code, line.code]
            for column, wanted in _wanted(layout, marks, unit, leaf, line).items():
                shown = sheet.cell(row + 1, column + 1).value
                blank = wanted == "" and shown is None
                place = (unit, line, ["used", "value", "raw", "points"][column])
                assert blank or _same(shown, wanted), (
                    place, shown, wanted, leaf, trial.table.lines_of(leaf.code), trial.facts,
                    layout.found[unit, leaf.code].lines[line.code],
                )  # fmt: skip
                count += 1
        first = layout.rows[unit, leaf.code, lines[0].code]
        shown, total = sheet.cell(first + 1, TOTAL + 1).value, _total(marks, unit, leaf.code)
        assert _same(shown, total), (
            unit, shown, total, leaf, trial.table.lines_of(leaf.code), trial.facts,
            layout.found[unit, leaf.code].total,
        )  # fmt: skip
        count += 1
    return count


def _assert_twins(trials: Sequence[Trial]) -> int:
    layouts, row = [], 0
    for trial in trials:
        layouts.append(Layout(trial, row))
        row = layouts[-1].next
    sheet = recalc.recalc(_workbook(layouts))["T"]
    return sum(_compare(layout, sheet) for layout in layouts)


@pytest.mark.office
def test_every_worked_case_holds_in_excel() -> None:
    found = methodpages.cases()
    trials = [Trial(x.table, tuple(x.units), x.facts, rules=x.rules) for x in found]
    assert _assert_twins(trials) > len(trials)


@pytest.mark.office
def test_random_tables_over_all_methods_hold_in_excel() -> None:
    rng = random.Random(20251123)
    trials = [randomtables.trial(rng, (m,)) for m in scoring.METHODS for _ in range(200)]
    assert _assert_twins(trials) >= 20000


def test_random_tables_use_every_kind_of_line_and_every_option() -> None:
    rng = random.Random(20251123)
    trials = [randomtables.trial(rng, (m,)) for m in scoring.METHODS for _ in range(60)]
    lines = [line for trial in trials for line in trial.table.lines]
    kinds = Counter(line.kind for line in lines)
    assert min(kinds[kind] for kind in LineKind) > 15
    for name in ("cap", "group", "when", "due"):
        assert sum(bool(getattr(line, name)) for line in lines) > 30, name
    options = Counter(name for trial in trials for name in trial.table.criteria[0].options)
    known = {name for m in scoring.METHODS for name in scoring.options_of(m, leaf=True)}
    assert min(options[name] for name in known - {"step"}) > 5
    scored = [
        score(x.table, x.rules, x.units, x.facts).points[x.units[0], randomtables.T] for x in trials
    ]
    assert sum(points is None for points in scored) < len(scored) / 4


@pytest.mark.office
def test_ten_thousand_scores_are_rounded_as_the_spreadsheet_does() -> None:
    rng = random.Random(20251124)
    scores = [Decimal(rng.randint(-(10**7), 10**7)).scaleb(-rng.randint(0, 6)) for _ in range(8000)]
    scores += [Decimal(2 * rng.randint(-(10**5), 10**5) + 1) / 2 / 100 for _ in range(2000)]
    places = [rng.choice([0, 1, 2, 2, 2, 3, 4]) for _ in scores]
    book = style.Book(title="rounding", created=date(2025, 1, 1))
    sheet = book.sheet("T")
    for row, (value, digits) in enumerate(zip(scores, places, strict=True)):
        book.put(sheet, row, 0, value, "plain")
        book.formula(sheet, row, 1, "=" + round_formula(f"A{row + 1}", digits), 0, "plain")
    shown = recalc.recalc(book.close())["T"]
    for row, (value, digits) in enumerate(zip(scores, places, strict=True), 1):
        wanted = round_points(value, digits)
        found = vn.round_half_up(Decimal(repr(shown.cell(row, 2).value)), digits)
        assert found == wanted, (value, digits)


def _formulas(layout: Layout) -> Iterator[tuple[str, str]]:
    """Address and text of every formula cell of a trial."""
    for unit, leaf, lines in layout.blocks():
        found = layout.found[unit, leaf.code]
        for line in lines:
            row, here = layout.rows[unit, leaf.code, line.code] + 1, found.lines[line.code]
            texts = (here.used, here.value, here.raw, here.points)
            yield from ((f"{col}{row}", x) for col, x in zip("ABCD", texts, strict=True) if x)
        first = layout.rows[unit, leaf.code, lines[0].code] + 1
        yield f"G{first}", found.total


def _looks_at(text: str) -> set[str]:
    """Addresses in a formula; words in quotes are none."""
    bare = re.sub(r'"[^"]*"', "", text)
    found = set(re.findall(r"\b[A-G][0-9]+\b", bare))
    for column, top, bottom in re.findall(r"\b([A-G])([0-9]+):[A-G]([0-9]+)\b", bare):
        found |= {f"{column}{row}" for row in range(int(top), int(bottom) + 1)}
    return found


@cache
def _all_formulas(count: int) -> tuple[Mapping[str, str], ...]:
    """Address -> formula of every worked case and of so many random tables of each method."""
    rng = random.Random(20251125)
    trials = [Trial(x.table, tuple(x.units), x.facts, rules=x.rules) for x in methodpages.cases()]
    trials += [randomtables.trial(rng, (m,)) for m in scoring.METHODS for _ in range(count)]
    return tuple(dict(_formulas(Layout(trial, 0))) for trial in trials)


FEW_OR_MANY = pytest.mark.parametrize("count", [10, pytest.param(100, marks=pytest.mark.slow)])


@FEW_OR_MANY
def test_no_cell_waits_for_itself(count: int) -> None:
    for formulas in _all_formulas(count):
        graph = {cell: _looks_at(text) for cell, text in formulas.items()}
        TopologicalSorter(graph).prepare()


@FEW_OR_MANY
def test_formulas_are_those_of_excel_2010_and_short_enough(count: int) -> None:
    known = {"ABS", "AND", "COUNTBLANK", "COUNTIF", "FALSE", "IF", "ISNUMBER", "MAX", "MIN", "N"}
    known |= {"NETWORKDAYS", "NOT", "OR", "ROUND", "ROUNDDOWN", "SUM"}
    for formulas in _all_formulas(count):
        for text in formulas.values():
            bare = re.sub(r'"[^"]*"', "", text)
            assert set(re.findall(r"[A-Z0-9.]+(?=\()", bare)) <= known
            assert len(text) < 8192 / 2  # addresses of other sheets are longer
