"""One percentage in several scales: told where the others agree, silent about real counts."""

import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.support import compared
from tests.support.compared import Typed, between, bloc, brief

D = Decimal


def rate(part: str, whole: str) -> Typed:
    return {"R/dung": D(part), "R/tong": D(whole)}


def rates(*typed: str) -> dict[str, Typed]:
    """ "90/100" for the first unit, and so on."""
    return {unit: rate(*text.split("/")) for unit, text in zip("ABCDEFGHIJ", typed, strict=False)}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        # Most write percentages.
        (("90/100", "95/100", "88/100", "0.9/1", "9/10"), ["D", "E"]),
        (("90/100", "95/100", "9/10"), ["C"]),
        (("90/100", "95/100", "1/1"), ["C"]),
        (("75/100", "80/100", "75/100", "0.75/1", "3/4"), ["D"]),
        # Most write shares.
        (("0.9/1", "0.85/1", "0.95/1", "90/100"), ["D"]),
        # Most write real counts: a share cannot be one.
        (("45/50", "180/200", "97/120", "0.9/1"), ["D"]),
        # Real counts of units of all sizes.
        (("9/10", "90/100", "45/50"), []),
        (("9/10", "45/50", "180/200", "997/1000"), []),
        (("8/10", "9/10", "95/100"), []),
        (("1/1", "1/1", "1/1", "9/10"), []),
        (("1/1", "1/1", "0/1"), []),
        # Two units agree on nothing.
        (("90/100", "0.9/1"), []),
        # More than all is another fault (CROSS-007).
        (("90/100", "95/100", "40/10"), []),
    ],
)
def test_a_scale_unlike_that_of_the_others(typed: tuple[str, ...], told: list[str]) -> None:
    found = between(rates(*typed), len(typed))
    assert [f.unit for f in found if f.code == "CROSS-008"] == told
    assert not [f for f in found if f.code in ("CROSS-009", "CROSS-010")]


def test_the_message_tells_no_figure_of_another_unit() -> None:
    found = between(rates("91/100", "95/100", "88/100", "0.9/1"), 4)
    assert brief(found) == [("CROSS-008", "D", "E10")]
    assert "0,9/1" in found[0].message
    assert "cỡ hàng trăm" in found[0].message
    assert not any(other in found[0].message for other in ("91", "95", "88", "Đơn vị A"))


def test_where_no_scale_prevails_the_bloc_is_asked_to_choose() -> None:
    found = between(rates("90/100", "0.9/1", "9/10", "0.8/1"), 4)
    assert [(f.code, f.unit) for f in found] == [("BLOC-012", None)]
    assert "10, 100" in found[0].message


def test_a_figure_that_a_decision_put_there_is_not_told() -> None:
    from thidua_batch.core.returns import Cell, Decisions, Fact

    cell = Cell(file="quyet_dinh.xlsx", sheet="Số liệu", address="F5")
    facts = [
        Fact(criterion="R", line=code, value=D(value), cell=cell)
        for code, value in (("dung", "0.9"), ("tong", "1"))
    ]
    sent = compared.differing(rates("90/100", "95/100", "88/100", "0.9/1"), 4)
    outcome = compared.run(
        bloc(4), {compared.YEAR: sent}, decisions=Decisions(facts={"D": tuple(facts)})
    )
    assert not [f for f in outcome.findings if f.code == "CROSS-008"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("95", "92", "0.95", "88", "99"), ["C"]),
        (("95", "92", "9500", "88", "99"), ["C"]),
        (("95", "0.9", "0.95", "88", "99"), ["B", "C"]),
        # A share of lateness may well be below one per cent.
        (("12", "15", "0.8", "20", "11"), []),
        (("95", "0.95", "0.9"), []),
        (("95", "0", "92", "88", "99"), []),
        (("95", "0.95"), []),
    ],
)
def test_a_percentage_unlike_those_of_the_others(values: tuple[str, ...], told: list[str]) -> None:
    changes: dict[str, Typed] = {u: {"P/muc": D(v)} for u, v in zip("ABCDE", values, strict=False)}
    assert [f.unit for f in between(changes, len(values)) if f.code == "CROSS-008"] == told


def test_units_with_indicators_of_their_own_are_not_compared() -> None:
    known = compared.with_own_target(bloc(4), "D", None)
    found = between(rates("90/100", "95/100", "88/100", "9/10"), 4, known)
    assert not [f for f in found if f.code == "CROSS-008"]


def test_names_in_any_composition_give_the_same_findings() -> None:
    known = bloc(4)
    lines = tuple(replace(x, text=unicodedata.normalize("NFD", x.text)) for x in known.table.lines)
    other = replace(known, table=replace(known.table, lines=lines))
    changes = rates("90/100", "95/100", "88/100", "0.9/1")
    assert brief(between(changes, 4, other)) == brief(between(changes, 4, known))
