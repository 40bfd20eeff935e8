"""Targets that units state themselves, and zeros of two meanings."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.support import compared
from tests.support.compared import PLAIN, Typed, between, bloc, brief, with_own_target
from thidua_batch.core import wording
from thidua_batch.core.kinds import LineKind, NaPolicy
from thidua_batch.core.model import Bloc, Line
from thidua_batch.reports import feedback

D = Decimal
NA = wording.NOT_APPLICABLE


def wholes(*values: str) -> dict[str, Typed]:
    return {
        unit: {"R/dung": D(value) / 2 if D(value) > 1 else D(value), "R/tong": D(value)}
        for unit, value in zip("ABCDEFGHIJ", values, strict=False)
    }


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("5", "5", "5", "5", "0.05", "5", "0"), ["E"]),
        (("60", "60", "60", "1"), ["D"]),
        (("1", "1", "1", "60"), ["D"]),
        (("12", "12", "12", "13"), ["D"]),
        # Units of different size, and small numbers that agree by chance.
        (("50", "48", "47", "60"), []),
        (("2", "2", "2", "3"), []),
        (("60", "60", "1"), []),
        (("60", "60", "1", "1", "1"), []),
        (("60", "1", "0"), []),
    ],
)
def test_a_target_unlike_that_of_nearly_all_others(typed: tuple[str, ...], told: list[str]) -> None:
    found = between(wholes(*typed), len(typed))
    assert [f.unit for f in found if f.code == "CROSS-009"] == told
    assert all("50" not in f.message for f in found if f.code == "CROSS-009")


def test_a_target_unlike_the_assigned_one() -> None:
    known = with_own_target(with_own_target(bloc(3), "A", 50), "B", 60)
    found = between({}, 3, known)
    assert brief(found) == [("CROSS-009", "B", "E10")]
    assert "60" in found[0].message


def _changed(known: Bloc, address: str, **more: Any) -> Bloc:
    lines = tuple(replace(x, **more) if x.address == address else x for x in known.table.lines)
    return replace(known, table=replace(known.table, lines=lines))


def test_the_target_of_a_result_is_that_of_a_denominator_which_says_it_is_the_target() -> None:
    known = _changed(bloc(3), "R/dung", target=D(40))
    changes: dict[str, Typed] = {"B": {"R/tong": 40, "R/dung": 30}}
    assert between(changes, 3, known) == []
    named = _changed(known, "R/tong", text="Chỉ tiêu, kế hoạch giao")
    found = between(changes, 3, named)
    assert [(f.code, f.unit) for f in found] == [("CROSS-009", "A"), ("CROSS-009", "C")]


def test_a_line_that_says_it_is_a_target_is_one_unless_it_is_scored() -> None:
    added = (
        Line(criterion="N", code="giao", kind=LineKind.FACT, text="Chỉ tiêu được giao",
             target=D(7)),
        Line(criterion="N", code="khac", kind=LineKind.FACT, text="Khác", target=D(7)),
        Line(criterion="N", code="dat", kind=LineKind.RATE, of="so / khac", target=D(100)),
    )  # fmt: skip

    def told(*lines: Line, target: Decimal | None = None) -> list[str | None]:
        known = _changed(bloc(4), "N/so", target=target)
        table = replace(known.table, lines=(*known.table.lines, *lines))
        typed: Typed = {"N/giao": 8, "N/khac": 7}
        found = between(dict.fromkeys("ABCD", typed), 4, replace(known, table=table))
        return [f.unit for f in found if f.code == "CROSS-009"]

    assert told(*added) == ["A", "B", "C", "D"]
    assert told(*(replace(x, target=None) for x in added[:2]), added[2]) == []
    # Without the rate both lines are results: 8 where 7 was asked is an achievement.
    assert told(*added[:2], target=D(10)) == []


def test_a_result_out_of_a_denominator_of_nothing_is_told() -> None:
    found = between({"B": {"R/dung": 5, "R/tong": 0}})
    assert brief(found) == [("CROSS-010", "B", "E10")]
    assert "Tổng số ghi 0 nhưng Đúng hạn ghi 5" in found[0].message


def test_nothing_out_of_nothing_is_told_once() -> None:
    found = between({"B": {"R/dung": 0, "R/tong": 0}})
    assert [(f.code, f.unit) for f in found] == [("CROSS-003", "B")]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((0, 8, 7, 9), ["A"]),
        ((0, 0, 7, 9, NA), ["A", "B"]),
        # Where nothing is what most have, it says nothing.
        ((0, 0, 0, 9), []),
        ((0, 8), []),
        ((0, NA, NA), []),
    ],
)
def test_a_zero_that_may_mean_not_assigned(values: tuple[int | str, ...], told: list[str]) -> None:
    changes: dict[str, Typed] = {u: {"N/so": v} for u, v in zip("ABCDE", values, strict=False)}
    found = between(changes, len(values))
    assert [f.unit for f in found if f.code == "CROSS-010"] == told


def _with_na(policy: NaPolicy) -> Bloc:
    known = bloc(4)
    criteria = tuple(replace(c, na=policy) for c in known.table.criteria)
    return replace(known, table=replace(known.table, criteria=criteria))


def test_a_zero_is_no_doubt_where_it_earns_points_or_nothing_else_may_be_said() -> None:
    nothing: dict[str, Typed] = {"A": {"N/so": 0, "C/vu": 0}}
    told = {p: [f.code for f in between(nothing, 4, _with_na(p))] for p in NaPolicy}
    assert told == {
        NaPolicy.FORBIDDEN: [], NaPolicy.ZERO: [],
        NaPolicy.RESCALE: ["CROSS-010"], NaPolicy.FULL: ["CROSS-010"],
    }  # fmt: skip


def test_a_unit_reads_nothing_of_the_others_in_its_feedback() -> None:
    changes = {**wholes("57", "57", "57", "1"), "C": {**PLAIN, "R/dung": 40, "R/tong": 57}}
    outcome = compared.run(bloc(4), {compared.YEAR: compared.differing(changes, 4)})
    text = feedback.render(outcome, "D").decode("utf-8-sig")
    assert "Tổng số: đơn vị ghi 1" in text
    assert "57" not in text
