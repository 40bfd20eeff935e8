"""One small case of each part of `make soak`, and a proof that it would tell."""

import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.soak import files, kills, odd
from tests.support import small
from tests.support.faults import Stage, stage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks and signals"),
]


@pytest.fixture(scope="module")
def played() -> Iterator[Stage]:
    with stage({"THIDUA_NOW": small.CLOCK}) as made:
        yield made


def test_kills_from_outside(tmp_path: Path) -> None:
    assert kills.soak(tmp_path, 4, random.Random(7)) == []


def test_odd_files_are_named_and_move_nobody_elses_points(played: Stage, tmp_path: Path) -> None:
    chosen = odd.make(tmp_path / "odd", 22, random.Random(7))
    trial = files.Trial.begin(played, tmp_path / "w")
    assert files.soak(trial, chosen, 11) == []
    moved = replace(trial, units={**trial.units, "DV2": "other points"})
    told = files.soak(moved, chosen[:3], 3)  # as if the files had moved a unit's points
    assert [text.startswith(str(path)) for text, path in zip(told, chosen, strict=False)] == [
        True, True, True,
    ]  # fmt: skip
    hidden = tmp_path / ".an"
    hidden.write_bytes(b"x")
    assert "not named" in trial.troubles([(".an", hidden)])[0]


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    one, other = (odd.make(tmp_path / name, 22, random.Random(3)) for name in ("a", "b"))
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in other]
    assert len({p.read_bytes() for p in one}) > 15
