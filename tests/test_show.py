from __future__ import annotations

from tests.support.sampled import sample_outcome
from thidua_batch import show


def test_groups_are_printed_with_the_places_of_the_totals() -> None:
    outcome = sample_outcome("phong-tnmt-tien-giang")
    head, rows = show._ranking(outcome)
    first = dict(zip(head, rows[0], strict=True))
    assert (first["1"], first["5"], first["Tổng điểm"]) == ("100,40", "5,00", "124,40")
