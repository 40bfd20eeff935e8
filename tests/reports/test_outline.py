from __future__ import annotations

import re

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


def test_numbers_of_parts_are_those_that_are_found() -> None:
    """No number is typed, so that a part may be left out."""
    for name in ("so_ket.txt", "tong_ket.txt"):
        heads = [e.text for e in outline.read(name) if e.style in ("part", "item")]
        assert any(text.startswith("{{ parts.") for text in heads)
        assert not [text for text in heads if re.match(r"(\d+|[IVX]+)\.", text)]
