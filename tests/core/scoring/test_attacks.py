"""Nasty definitions: legal ones that must hold, and those that must be refused beforehand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from thidua_batch.core import scoring, wording
from thidua_batch.core.kinds import LineKind, NaPolicy
from thidua_batch.core.model import Bound, Criterion, Line, Option, Rules, ScoringTable, Value
from thidua_batch.core.scoring import conditions, days
from thidua_batch.core.scoring.table import score
from thidua_batch.core.wording import rules

CODE, UNIT = "A.1", "U"
DUE = date(2025, 12, 15)


def points(
    lines: tuple[Line, ...], facts: Mapping[str, Value], the_rules: Rules | None = None
) -> Decimal:
    """Points of one unit in a criterion of corrections from 20."""
    leaf = Criterion(code=CODE, text=CODE, method="cases", max_points=Decimal(20))
    assert scoring.problem(leaf, lines) is None
    table = ScoringTable(criteria=(leaf,), lines=lines)
    found = score(
        table, the_rules or Rules(), (UNIT,), {(UNIT, CODE, k): v for k, v in facts.items()}
    ).points[UNIT, CODE]
    assert found is not None
    return found


def line(code: str, kind: LineKind, each: str | None = None, **more: str) -> Line:
    """A line of the criterion."""
    given = None if each is None else Decimal(each)
    return Line(criterion=CODE, code=code, kind=kind, points=given, **more)  # type: ignore[arg-type]


TAKE = line("d", LineKind.DEDUCT, "2")
GIVE = line("c", LineKind.BONUS, "3")


@pytest.mark.parametrize(
    "text",
    [
        "d=0",
        "d  =  0",
        "d == 0",
        "d=0;",
        " ; d = 0",
        "trừ=0",
        "TRỪ = 0",
        "d <= 0",
        "d=<0",
        "d ≤ 0,0",
    ],
)
def test_odd_spacing_and_signs_are_one_condition(text: str) -> None:
    lines = (TAKE, replace(GIVE, when=text))
    assert points(lines, {"d": Decimal(0), "c": Decimal(1)}) == 23
    assert points(lines, {"d": Decimal(1), "c": Decimal(1)}) == 18


@pytest.mark.parametrize(
    "text",
    ["d bằng 0", "d = 0 hoặc", "và d = 0", "d =", "= 0", "1 < d < 3", "d > c", "d = 0 AND d = 1"],
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        conditions.parse(text)


def test_a_choice_between_loss_and_gain_takes_the_larger() -> None:
    lines = (replace(TAKE, group="g"), replace(GIVE, group="g"))
    assert points(lines, {"d": Decimal(1), "c": Decimal(1)}) == 23
    assert points(lines, {"d": Decimal(2), "c": Decimal(1)}) == 16


def test_a_rate_of_nothing_is_zero() -> None:
    bound = Bound(value=Decimal(0), closed=True)
    lines = (
        TAKE,
        GIVE,
        line("r", LineKind.RATE, of="d / c"),
        replace(line("s", LineKind.STEP, "1", of="r"), lower=bound, step=Decimal(10)),
    )
    assert points(lines, {"d": Decimal(1), "c": Decimal(0)}) == 18


def test_a_holiday_stated_twice_in_any_order_counts_once() -> None:
    late = replace(
        line("d", LineKind.DEDUCT, "1", due="15/12", unit_of_measure="ngày làm việc"), due_on=DUE
    )
    off = (date(2025, 12, 20), date(2025, 12, 17), date(2025, 12, 17))
    done = {"d": date(2025, 12, 22)}
    assert points((late,), done, Rules(holidays=off)) == 16


def test_a_bonus_for_being_in_time_is_not_for_what_was_never_done() -> None:
    timely = replace(line("c", LineKind.BONUS, "2", due="15/12"), due_on=DUE)
    assert points((TAKE, timely), {"d": Decimal(0), "c": DUE}) == 22
    assert points((TAKE, timely), {"d": Decimal(0), "c": wording.NO}) == 20


@pytest.mark.parametrize("text", ["trừ = 0", "trừ > 0"])
def test_a_deduction_that_waits_for_all_deductions_is_a_circle(text: str) -> None:
    leaf = Criterion(code=CODE, text=CODE, method="cases", max_points=Decimal(20))
    waiver = line("m", LineKind.WAIVER, of="d", when=text)
    assert scoring.problem(leaf, (replace(TAKE, when=text),))
    assert scoring.problem(leaf, (TAKE, waiver))


def test_a_line_named_by_its_address_is_the_line() -> None:
    own = replace(GIVE, when="A.1/d = 0")
    assert points((TAKE, own), {"d": Decimal(0), "c": Decimal(2)}) == Decimal(26)
    assert points((TAKE, own), {"d": Decimal(1), "c": Decimal(2)}) == Decimal(18)


def test_full_points_without_the_task_are_rounded_like_all_others() -> None:
    leaf = Criterion(code=CODE, text=CODE, max_points=Decimal("7.54"), na=NaPolicy.FULL)
    table = ScoringTable(criteria=(leaf,))
    marks = score(
        table, Rules(criterion_places=1), (UNIT,), {(UNIT, CODE, "diem"): wording.NOT_APPLICABLE}
    )
    assert marks.points[UNIT, CODE] == Decimal("7.5")


def many(count: int, **more: str) -> tuple[Line, ...]:
    return tuple(line(f"x{i}", LineKind.DEDUCT, "1", **more) for i in range(count))


CHAIN = tuple(
    line(f"k{i}", LineKind.CONDITION, when=f"k{i - 1}" if i else "d = 0") for i in range(150)
)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((*many(300), replace(GIVE, when="trừ = 0")), rules.TOO_LONG),
        (many(150, group="một"), rules.TOO_LONG),
        ((TAKE, *CHAIN), rules.TOO_LONG),
        ((TAKE, replace(GIVE, when=" hoặc ".join(["d = 0"] * 400))), rules.TOO_LONG),
        ((TAKE, replace(GIVE, when="d <> 0 lần")), "không đọc được"),
        ((TAKE, replace(GIVE, when="d = 01/02/2025")), "không đọc được"),
        ((TAKE, replace(GIVE, when=f"d = {'rất ' * 80}tốt")), "không đọc được"),
        ((TAKE, replace(GIVE, when="d = hai")), "không bao giờ"),
        ((TAKE, line("m", LineKind.WAIVER, due="15/12")), "«Hạn»"),
        (
            (
                replace(
                    line("r", LineKind.RANGE),
                    lower=Bound(value=Decimal(-5), closed=True),
                    upper=Bound(value=Decimal(-1), closed=True),
                ),
            ),
            "không âm",
        ),
        (
            (
                TAKE,
                replace(
                    line("b", LineKind.STEP, "1", of="d; c"),
                    lower=Bound(value=Decimal(1), closed=True),
                    step=Decimal(1),
                ),
                GIVE,
            ),
            "Mỗi bước",
        ),
    ],
)  # fmt: skip
def test_what_could_not_be_computed_right_is_refused(rows: tuple[Line, ...], reason: str) -> None:
    leaf = Criterion(code=CODE, text=CODE, method="cases", max_points=Decimal(20))
    assert reason in (scoring.problem(leaf, rows) or "")


@pytest.mark.parametrize(
    ("method", "options", "rows", "reason"),
    [
        ("relative", {"start": "full"}, (), rules.NO_START),
        ("direct", {"floor": Decimal(50)}, (), rules.FLOOR_TOO_HIGH),
        ("bands", {}, (line("b", LineKind.BAND, "150"),), rules.ROW_TOO_HIGH),
        ("ratio", {"target": Decimal(5)}, (line("f", LineKind.FACT, due="15/12"),), "«Hạn»"),
    ],
)
def test_what_would_exceed_the_maximum_is_refused(
    method: str, options: dict[str, Option], rows: tuple[Line, ...], reason: str
) -> None:
    leaf = Criterion(code=CODE, text=CODE, method=method, max_points=Decimal(20), options=options)
    assert reason in (scoring.problem(leaf, rows) or "")


def test_working_days_are_counted_without_walking_every_day() -> None:
    late = replace(line("n", LineKind.DEDUCT, "1", unit_of_measure="ngày làm việc"), due_on=DUE)
    for until in (date(2025, 12, 16), date(2026, 1, 4), date(2027, 3, 1)):
        walked = sum(
            1 for i in range(1, (until - DUE).days + 1) if (DUE + timedelta(days=i)).weekday() < 5
        )
        assert days.late(late, until, ()) == walked
    assert days.late(late, date(9999, 12, 31), ()) is not None
