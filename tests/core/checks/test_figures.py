"""What counts as a number that the unit typed itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.support.compared import table
from thidua_batch.core import wording
from thidua_batch.core.checks import figures
from thidua_batch.core.outcome import FactResult, Source
from thidua_batch.core.returns import Cell

D = Decimal
CELL = Cell(file="a.xlsx", sheet="Tự chấm điểm", address="E9")
FACT = FactResult(
    line="tong", text="Tổng số", unit_of_measure="hồ sơ", declared=D(5), accepted=None,
    used=D(5), target=None, weight=None, points=None, cell=CELL,
)  # fmt: skip


def test_a_figure_that_a_decision_or_earlier_periods_gave_is_compared_but_not_the_units() -> None:
    source = Source(period="2025-Q1", declared=D(5), used=D(5), cell=CELL)
    facts = {
        "typed": FACT,
        "accepted": replace(FACT, accepted=D(4), used=D(4)),
        "gathered": replace(FACT, sources=(source,)),
    }
    found = {name: figures.typed(fact, "A") for name, fact in facts.items()}
    assert {name: (one.value, one.by_unit) for name, one in found.items() if one} == {
        "typed": (D(5), True), "accepted": (D(4), False), "gathered": (D(5), False),
    }  # fmt: skip


def test_blanks_words_dates_and_computed_values_are_no_figures() -> None:
    for used in (None, wording.NOT_APPLICABLE, date(2025, 1, 9)):
        assert figures.typed(replace(FACT, used=used), "A") is None
    assert figures.typed(replace(FACT, computed=True), "A") is None


def test_rates_name_their_numerator_and_denominator() -> None:
    found = list(figures.rates(table().lines))
    assert [(rate.line.code, rate.part, rate.whole) for rate in found] == [
        ("ty_le", "dung", "tong"),
    ]  # fmt: skip
