"""Conditions: what can be read, what is refused, what waits for itself."""

from decimal import Decimal

import pytest

from thidua_batch.core import scoring, wording
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Bound, Criterion, Line, Rules, ScoringTable, Value
from thidua_batch.core.scoring import conditions, lookup
from thidua_batch.core.scoring.table import score
from thidua_batch.core.wording import rules as words

CRITERION = Criterion(code="T", text="T", method="cases", max_points=Decimal(3))
BANDS = Criterion(code="T", text="T", method="bands", max_points=Decimal(3))


def _line(code: str, kind: LineKind, **more: object) -> Line:
    points = Decimal(1) if kind in (LineKind.DEDUCT, LineKind.BONUS) else None
    return Line(criterion="T", code=code, kind=kind, **{"points": points, **more})  # type: ignore[arg-type]


def _deduct(code: str, **more: object) -> Line:
    return _line(code, LineKind.DEDUCT, **more)


def _bonus(code: str, **more: object) -> Line:
    return _line(code, LineKind.BONUS, **more)


def _points(lines: tuple[Line, ...], criterion: Criterion = CRITERION, **facts: Value) -> Decimal:
    table = ScoringTable(criteria=(criterion,), lines=lines)
    assert scoring.problem(criterion, lines) is None
    found = score(table, Rules(), ["U"], {("U", "T", x): value for x, value in facts.items()})
    points = found.points["U", "T"]
    assert points is not None
    return points


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("", {}, True),
        ("a = 0", {"a": Decimal(0)}, True),
        ("a = 0", {}, False),
        ("a <> 0", {}, False),
        ("a ≠ Đạt", {}, False),
        ("a ≥ 99%", {"a": Decimal("98.9999999")}, True),
        ("a > 99", {"a": Decimal("99.0000001")}, False),
        ("a >= 2,5", {"a": Decimal("2.5")}, True),
        ("a => 2.5 và b =< 1", {"a": Decimal(3), "b": Decimal(1)}, True),
        ("a = 1; b = 1", {"a": Decimal(1)}, False),
        ("a = 1 hoặc b = 1", {"b": Decimal(1)}, True),
        ("a = 1 và b = 1 hoặc c", {"c": Decimal(1)}, True),
        ("a", {"a": wording.YES}, True),
        ("a", {"a": wording.NO}, False),
        ("a = Có", {"a": Decimal(1)}, True),
        ("a = không", {"a": wording.NO}, True),
        ("a != Có", {"a": wording.NO}, True),
        ("a < 1", {"a": wording.NO}, True),
        ("a = «Xuất sắc»", {"a": "xuất sắc"}, True),
        ('a = "Xuất sắc"', {"a": "Tốt"}, False),
        ("a = Xuat sac", {"a": "Xuất sắc"}, False),
        ("a <> Tốt", {"a": Decimal(3)}, True),
        ("TRỪ = 0", {"trừ": Decimal(0)}, True),
        ("K/so > 0", {"K/so": Decimal(1)}, True),
    ],
)
def test_what_a_condition_says(text: str, values: dict[str, Value], holds: bool) -> None:
    assert conditions.holds(conditions.parse(text), values.get) is holds


@pytest.mark.parametrize(
    "text", ["a b", "a > nhiều", "= 3", "không trừ gì", "a = 1 và", "a = 1, b = 2", "a >= Có x"]
)
def test_what_is_no_condition_is_refused_with_the_part_at_fault(text: str) -> None:
    found = scoring.problem(CRITERION, (_deduct("a", when=text),))
    assert found is not None
    assert "«a»" in found


def test_unknown_names_are_told_in_lines_bands_and_words() -> None:
    assert scoring.problem(CRITERION, (_deduct("a", when="b = 0 và c > 1"),)) == (
        words.UNKNOWN_LINES.format(line="a", names="b, c")
    )
    for kind in lookup.ROWS:
        row = _line("x", kind, text="Tốt", points=Decimal(1), when="z = 0")
        bands = (row, _line("b", LineKind.BAND, points=Decimal(1)))
        told = scoring.problem(BANDS, bands)
        assert told == words.UNKNOWN_LINES.format(line="x", names="z")
        stray = _line("x", kind, text="Tốt", points=Decimal(1), of="z")
        told = scoring.problem(BANDS, (stray, bands[1]))
        assert told == words.UNKNOWN_LINES.format(line="x", names="z")
    waiver = _line("m", LineKind.WAIVER, of="a; z")
    told = scoring.problem(CRITERION, (_deduct("a"), waiver))
    assert told == words.UNKNOWN_LINES.format(line="m", names="z")


def test_facts_of_other_criteria_and_deductions_are_no_unknown_names() -> None:
    assert scoring.problem(CRITERION, (_deduct("a"), _bonus("b", when="K/so = 0; trừ = 0"))) is None


@pytest.mark.parametrize(
    "lines",
    [
        (_deduct("a", when="trừ = 0"),),
        (_line("c", LineKind.CONDITION, when="c = 1"), _bonus("b")),
        (_line("c", LineKind.CONDITION, when="trừ = 0"), _deduct("a", when="c")),
        (_deduct("a"), _line("m", LineKind.WAIVER, of="a", when="trừ > 1")),
        (_deduct("a", group="g"), _bonus("b", group="g", when="trừ = 0")),
        (
            _line("s", LineKind.RATE, of="t / t"),
            _line("t", LineKind.RATE, of="s / s"),
            _bonus("b"),
        ),
        (
            _line("x", LineKind.FACT, group="g"),
            _line("b", LineKind.BAND, points=Decimal(1), of="x", when="trừ = 0"),
            _deduct("a", group="g"),
        ),
    ],
)
def test_what_waits_for_itself_is_refused(lines: tuple[Line, ...]) -> None:
    assert scoring.problem(CRITERION, lines) == words.CIRCLE


def test_what_only_looks_like_a_circle_is_allowed() -> None:
    lines = (
        _deduct("a", when="b > 0"),
        _bonus("b", when="a = 0"),
        _line("c", LineKind.CONDITION, when="trừ = 0 hoặc a > 3"),
        _bonus("d", when="c", group="g"),
        _bonus("e", when="d > 0", group="g"),
    )
    assert scoring.problem(CRITERION, lines) is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (_deduct("a", points=None), words.LINE_NO_POINTS),
        (_bonus("a", points=None), words.LINE_NO_POINTS),
        (_line("a", LineKind.RATE, of="x"), words.RATE_NEEDS),
        (_line("a", LineKind.STEP, of="x", points=Decimal(1)), words.STEP_NEEDS),
        (
            _line("a", LineKind.RANGE, lower=Bound(value=Decimal(4), closed=True)),
            words.RANGE_NEEDS,
        ),
    ],
)
def test_lines_that_lack_something_are_refused(line: Line, told: str) -> None:
    assert scoring.problem(CRITERION, (_deduct("x"), line)) == told.format(line="a")


def test_a_condition_on_deductions_sees_what_caps_and_waivers_leave() -> None:
    lines = (
        _deduct("loi"),
        _line("mien", LineKind.WAIVER, of="loi"),
        _bonus("thuong", when="trừ = 0"),
    )
    assert _points(lines, loi=Decimal(1), mien=wording.NO, thuong=Decimal(1)) == 2
    assert _points(lines, loi=Decimal(1), mien=wording.YES, thuong=Decimal(1)) == 4
    capped = (_deduct("loi", cap=Decimal(0)), _bonus("thuong", when="trừ = 0"))
    assert _points(capped, loi=Decimal(5), thuong=Decimal(1)) == 4


def test_bands_and_words_may_look_at_deductions() -> None:
    lines = (
        _line("ty_le", LineKind.FACT),
        _line(
            "b1", LineKind.BAND, of="ty_le", points=Decimal(3), when="trừ = 0",
            lower=Bound(value=Decimal(99), closed=True),
        ),
        _line("b2", LineKind.BAND, of="ty_le", points=Decimal(2)),
        _line("kn", LineKind.CATEGORY, of="ty_le", text="Chưa có", points=Decimal(1), when="trừ=0"),
        _deduct("loi"),
    )  # fmt: skip
    assert _points(lines, BANDS, ty_le=Decimal(99), loi=Decimal(0)) == 3
    assert _points(lines, BANDS, ty_le=Decimal(99), loi=Decimal(1)) == 1
    assert _points(lines, BANDS, ty_le="Chưa có", loi=Decimal(0)) == 1
    assert _points(lines, BANDS, ty_le="Chưa có", loi=Decimal(1)) == 0


def test_the_first_of_two_equal_words_counts() -> None:
    lines = tuple(_line(f"x{i}", LineKind.CATEGORY, text="Tốt", points=Decimal(i)) for i in (2, 1))
    category = Criterion(code="T", text="T", method="category", max_points=Decimal(3))
    assert _points(lines, category, muc="Tốt") == 2


def test_a_rate_of_nothing_or_of_words_is_zero() -> None:
    lines = (
        _line("tu", LineKind.FACT, of=""),
        _line("mau", LineKind.FACT),
        _line("ty_le", LineKind.RATE, of="tu / mau"),
        _line("b", LineKind.BAND, points=Decimal(3), lower=Bound(value=Decimal(50), closed=True)),
    )
    assert _points(lines, BANDS, tu=Decimal(1), mau=Decimal(2)) == 3
    assert _points(lines, BANDS, tu=Decimal(1), mau=Decimal(0)) == 0
    assert _points(lines, BANDS, tu="Chưa có", mau=Decimal(2)) == 0


def test_what_no_formula_could_hold_is_refused() -> None:
    def rows(count: int, when: str) -> tuple[Line, ...]:
        return tuple(
            _line(f"b{i}", LineKind.BAND, points=Decimal(1), when=when) for i in range(count)
        )

    fact = _line("so", LineKind.FACT)
    assert scoring.problem(BANDS, (fact, *rows(lookup.MOST_ROWS, ""))) is None
    assert scoring.problem(BANDS, (fact, *rows(lookup.MOST_ROWS + 1, ""))) == words.TOO_MANY
    assert scoring.problem(BANDS, (fact, *rows(26, "so > 1 và so < 2"))) is None
    assert scoring.problem(BANDS, (fact, *rows(27, "so > 1 và so < 2"))) == words.TOO_MANY


def test_results_that_are_no_numbers_cannot_be_divided_or_compared() -> None:
    for method in ("ratio", "relative"):
        criterion = Criterion(code="T", text="T", method=method, max_points=Decimal(3))
        yes_no = _line("x", LineKind.FACT, unit_of_measure="Có/Không", target=Decimal(1))
        assert scoring.problem(criterion, (yes_no,)) is not None
