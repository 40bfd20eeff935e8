from __future__ import annotations

import pytest

from thidua_batch.reports import outline


@pytest.mark.parametrize("name", ["so_ket.txt", "tong_ket.txt"])
def test_statements_close_what_they_open(name: str) -> None:
    depth = 0
    for entry in outline.read(name):
        if entry.style == "%":
            depth += -1 if entry.text.startswith("end") else 1
        assert depth >= 0
    assert depth == 0


def test_parts_are_put_in_place() -> None:
    styles = [entry.style for entry in outline.read("so_ket.txt")]
    assert "include" not in styles
    assert {"head", "title", "subject", "sign", "th", "td"} <= set(styles)


def test_parts_are_numbered_without_a_gap() -> None:
    numbers = [e.text.split(".")[0] for e in outline.read("tong_ket.txt") if e.style == "part"]
    assert numbers == ["I", "II", "III", "IV", "V", "VI", "VII"]
