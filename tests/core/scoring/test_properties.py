"""What must hold of every scoring table, whatever its rows: order, monotony, caps, choices."""

import operator
import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import randomtables
from tests.support.randomtables import T, Trial
from thidua_batch.core import scoring, wording
from thidua_batch.core.kinds import LineKind, Section
from thidua_batch.core.model import Bound, Criterion, Line, Option, Rules, ScoringTable, Value
from thidua_batch.core.scoring import compose, conditions
from thidua_batch.core.scoring.base import number
from thidua_batch.core.scoring.table import Marks, score

SEEDS = st.integers(min_value=0, max_value=2**32)
QUICK = settings(max_examples=60, deadline=None)
COUNTS = st.integers(min_value=0, max_value=30)
POINTS = st.decimals(min_value=0, max_value=9, places=2)
CAPS = st.none() | POINTS
RESULTS = st.decimals(min_value=0, max_value=300, places=2)
HALF_STEP = Fraction(1, 200)


def _trial(seed: int) -> Trial:
    return randomtables.trial(random.Random(seed))


def _marks(trial: Trial) -> Marks:
    return score(trial.table, trial.rules, trial.units, trial.facts, trial.apart)


def _points(criterion: Criterion, lines: tuple[Line, ...], facts: Mapping[str, Value]) -> Decimal:
    table = ScoringTable(criteria=(criterion,), lines=lines)
    marks = score(table, Rules(), ["U"], {("U", T, code): x for code, x in facts.items()})
    points = marks.points["U", T]
    assert points is not None
    return points


def _criterion(method: str, **options: Option | None) -> Criterion:
    stated = {name: value for name, value in options.items() if value is not None}
    return Criterion(code=T, text=T, method=method, max_points=Decimal(10), options=stated)


# --- every table ------------------------------------------------------------------------------


@QUICK
@given(SEEDS)
def test_the_order_of_units_never_matters(seed: int) -> None:
    trial = _trial(seed)
    back = score(trial.table, trial.rules, trial.units[::-1], trial.facts, trial.apart)
    there = _marks(trial)
    assert there.points == back.points
    assert there.lines == back.lines
    assert there.not_applicable == back.not_applicable


@QUICK
@given(SEEDS)
def test_points_stay_between_floor_and_ceiling(seed: int) -> None:
    trial = _trial(seed)
    leaf, marks = trial.table.criteria[0], _marks(trial)
    method = scoring.method_of(leaf)
    for unit in trial.units:
        points = marks.points[unit, T]
        if points is None or (unit, T) in marks.not_applicable:
            continue
        floor = number(leaf, compose.OPTIONS, "floor") or Decimal(0)
        if leaf.section is Section.PENALTY:
            assert points >= 0
            assert leaf.max_points is None or points <= leaf.max_points
            continue
        assert points >= floor
        rules = scoring.rule_lines(trial.table, leaf, unit)
        ceiling = compose.ceiling(method, leaf, rules)
        assert ceiling is None or points <= max(ceiling, floor)


@QUICK
@given(SEEDS)
def test_caps_of_lines_and_criteria_hold(seed: int) -> None:
    trial = _trial(seed)
    leaf, marks = trial.table.criteria[0], _marks(trial)
    method = scoring.method_of(leaf)
    caps = {name: number(leaf, compose.OPTIONS, name) for name in compose.OPTIONS}
    for unit in trial.units:
        points = marks.points[unit, T]
        rules = scoring.rule_lines(trial.table, leaf, unit)
        own = scoring.lines(trial.table, leaf, unit)
        if points is None or (unit, T) in marks.not_applicable:
            continue
        for line in own:
            assert line.cap is None or abs(marks.lines[unit, T, line.code].points) <= line.cap
        if leaf.section is Section.PENALTY:
            continue
        scored = set() if method.ADJUSTS else {x.code for x in method.scored(leaf, rules)}
        full = compose.starts_full(method, leaf, rules)
        base = Fraction((leaf.max_points if full else 0) or 0)
        base += sum(Fraction(marks.lines[unit, T, code].points) for code in scored)
        ceiling, floor = compose.ceiling(method, leaf, rules), caps["floor"] or Decimal(0)
        for name in ("bonus_cap", "net_cap"):
            if (cap := caps[name]) is not None:
                assert points <= max(base + Fraction(cap), Fraction(floor)) + HALF_STEP
        for name in ("deduct_cap", "net_cap"):
            if (cap := caps[name]) is not None:
                least = base - Fraction(cap)
                least = least if ceiling is None else min(least, Fraction(ceiling))
                assert points >= least - HALF_STEP


@QUICK
@given(SEEDS)
def test_an_exclusive_choice_counts_at_most_one_line(seed: int) -> None:
    trial = _trial(seed)
    leaf, marks = trial.table.criteria[0], _marks(trial)
    for unit in trial.units:
        counted: dict[str, int] = {}
        most: dict[str, Decimal] = {}
        for line in scoring.lines(trial.table, leaf, unit):
            mark = marks.lines.get((unit, T, line.code))
            if mark is not None and line.group:
                counted[line.group] = counted.get(line.group, 0) + bool(mark.points)
                capped = abs(mark.raw) if line.cap is None else min(abs(mark.raw), line.cap)
                most[line.group] = max(most.get(line.group, Decimal(0)), capped)
        assert all(count <= 1 for count in counted.values())
        for group, size in most.items():
            assert counted[group] == bool(size)


@QUICK
@given(SEEDS)
def test_a_unit_that_others_are_not_compared_with_changes_nobody(seed: int) -> None:
    trial = randomtables.trial(random.Random(seed), ("relative",))
    apart = frozenset(trial.units[:1])
    alone = score(trial.table, trial.rules, trial.units[1:], trial.facts)
    beside = score(trial.table, trial.rules, trial.units, trial.facts, apart)
    for unit in trial.units[1:]:
        assert alone.points[unit, T] == beside.points[unit, T]


# --- a better result never lowers points --------------------------------------------------------


@QUICK
@given(st.tuples(COUNTS, COUNTS), COUNTS, st.tuples(POINTS, POINTS), CAPS, CAPS, CAPS)
def test_more_deductions_never_raise_and_more_bonus_never_lowers(
    counts: tuple[int, int],
    more: int,
    each: tuple[Decimal, Decimal],
    line_cap: Decimal | None,
    sum_cap: Decimal | None,
    net_cap: Decimal | None,
) -> None:
    (taken, added), (minus, plus) = counts, each
    criterion = _criterion("cases", deduct_cap=sum_cap, bonus_cap=sum_cap, net_cap=net_cap)
    lines = (
        Line(criterion=T, code="tru", kind=LineKind.DEDUCT, points=minus, cap=line_cap),
        Line(criterion=T, code="cong", kind=LineKind.BONUS, points=plus, cap=line_cap),
    )

    def points(deductions: int, bonuses: int) -> Decimal:
        return _points(criterion, lines, {"tru": Decimal(deductions), "cong": Decimal(bonuses)})

    assert points(taken + more, added) <= points(taken, added) <= points(taken, added + more)


@QUICK
@given(st.lists(RESULTS, min_size=1, max_size=6, unique=True), RESULTS, RESULTS, st.booleans())
def test_a_higher_rate_never_lowers_points_in_rising_bands(
    edges: list[Decimal], value: Decimal, more: Decimal, whole: bool
) -> None:
    rising = [
        Line(
            criterion=T, code=f"b{i}", kind=LineKind.BAND, points=Decimal(i),
            lower=Bound(value=edge, closed=True),
        )
        for i, edge in enumerate(sorted(edges), 1)
    ]  # fmt: skip
    step = Line(
        criterion=T, code="v", kind=LineKind.STEP, of="gia_tri", points=Decimal("0.1"),
        step=Decimal("0.7"), lower=Bound(value=edges[0], closed=False), cap=Decimal(2),
    )  # fmt: skip
    lines = (*reversed(rising), step)
    criterion = _criterion("bands", whole_steps=whole)
    before = _points(criterion, lines, {"gia_tri": value})
    assert before <= _points(criterion, lines, {"gia_tri": value + more})


@QUICK
@given(RESULTS, RESULTS, RESULTS, st.sampled_from([None, Decimal("0.5")]), CAPS)
def test_a_better_result_never_lowers_points_by_ratio(
    target: Decimal, value: Decimal, more: Decimal, factor: Decimal | None, cap: Decimal | None
) -> None:
    line = Line(criterion=T, code="x", kind=LineKind.FACT, target=target + 1)
    criterion = _criterion("ratio", factor=factor, cap=cap)
    before = _points(criterion, (line,), {"x": value})
    assert before <= _points(criterion, (line,), {"x": value + more})


@QUICK
@given(
    st.lists(st.tuples(RESULTS, st.none() | RESULTS), min_size=1, max_size=5),
    RESULTS,
    st.decimals(min_value=0, max_value=1, places=2),
    st.sampled_from(["group", "zero"]),
)
def test_a_better_result_never_lowers_own_points_beside_peers(
    bloc: list[tuple[Decimal, Decimal | None]], more: Decimal, share: Decimal, no_target: str
) -> None:
    units = [f"U{i}" for i in range(len(bloc))]
    line = Line(criterion=T, code="x", kind=LineKind.FACT)
    own = {
        (unit, T): (Line(criterion=T, code="x", kind=LineKind.FACT, target=target),)
        for unit, (_, target) in zip(units, bloc, strict=True)
    }
    criterion = _criterion("relative", share_at_target=share, no_target=no_target)
    table = ScoringTable(criteria=(criterion,), lines=(line,), own_lines=own)
    facts = {(unit, T, "x"): value for unit, (value, _) in zip(units, bloc, strict=True)}
    before = score(table, Rules(), units, facts).points
    after = score(table, Rules(), units, facts | {("U0", T, "x"): bloc[0][0] + more}).points
    first, then = before["U0", T], after["U0", T]
    assert first is not None
    assert then is not None
    assert first <= then <= 10
    for unit in units[1:]:
        others = before[unit, T], after[unit, T]
        assert others[1] is not None
        assert others[0] is not None
        assert others[1] <= others[0]


# --- conditions ---------------------------------------------------------------------------------

_OPERATORS = {
    "=": operator.eq, "<>": operator.ne, ">=": operator.ge, "<=": operator.le,
    ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_SPELLED = {"=": "=", "<>": "≠", ">=": "≥", "<=": "≤", ">": ">", "<": "<"}
NUMBERS = st.decimals(min_value=-5, max_value=5, places=1)
TESTS = st.tuples(
    st.sampled_from(["a", "b_2", "K/so", "trừ"]), st.sampled_from(sorted(_OPERATORS)), NUMBERS
)
CONDITIONS = st.lists(st.lists(TESTS, min_size=1, max_size=3), min_size=1, max_size=3)
VALUES = st.dictionaries(
    st.sampled_from(["a", "b_2", "K/so", "trừ"]),
    NUMBERS | st.sampled_from([wording.YES, wording.NO]),
)


def _naive(groups: list[list[tuple[str, str, Decimal]]], values: Mapping[str, Value]) -> bool:
    def holds(name: str, sign: str, wanted: Decimal) -> bool:
        value = values.get(name)
        if value is None:
            return False
        answers = {wording.YES: Decimal(1), wording.NO: Decimal(0)}
        return bool(_OPERATORS[sign](answers.get(str(value), value), wanted))

    return any(all(holds(*test) for test in group) for group in groups)


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, VALUES, st.booleans(), st.sampled_from([" và ", "; ", " VÀ "]))
def test_conditions_agree_with_a_naive_evaluator(
    groups: list[list[tuple[str, str, Decimal]]],
    values: dict[str, Value],
    signs: bool,
    joined: str,
) -> None:
    def told(name: str, sign: str, wanted: Decimal) -> str:
        sign = _SPELLED[sign] if signs else sign
        figure = str(wanted).replace(".", ",")
        return f"{name} {sign} {figure}" if signs else f"{name}{sign}{figure}"

    text = " hoặc ".join(joined.join(told(*test) for test in group) for group in groups)
    condition = conditions.parse(text)
    assert conditions.holds(condition, values.get) == _naive(groups, values)
    assert {test[0] for group in groups for test in group} == set(conditions.operands(condition))
