"""Whole commands broken off at any call to the disk, run twice at once, on any machine.

Whatever befalls a run: all as before or all as after, or a sign that it is neither; never exit
code 0 with less; nothing that people wrote is touched; the next run gives what it always gives.
"""

import signal
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from tests.support.faults import CHANGING, KILL, NUMBERS, READING, Fault, Stage, stage
from tests.support.small import CLOCK, NAMES, Scenes
from tests.support.verdicts import Rehearsal, rehearse, spread

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="faults are injected through fork and /proc"
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with stage({"THIDUA_NOW": CLOCK}) as made:
        yield made


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Scenes:
    return Scenes(tmp_path_factory.mktemp("khối nhỏ"))


@pytest.fixture
def rehearsal(
    request: pytest.FixtureRequest, played: Stage, scenes: Scenes, tmp_path: Path
) -> Rehearsal:
    return rehearse(played, scenes[request.param], tmp_path)


def kill(_: int, turn: int) -> Fault:
    return Fault(kind=CHANGING, turn=turn, number=KILL)


def fail(number: int, turn: int) -> Fault:
    """Each error in its turn, for one call and for all from there on."""
    lasting = number // len(NUMBERS) % 2 == 1
    return Fault(kind=CHANGING, turn=turn, number=NUMBERS[number % len(NUMBERS)], lasting=lasting)


@pytest.mark.parametrize(
    "rehearsal", ["accept", pytest.param("first", marks=pytest.mark.slow)], indirect=True
)
def test_a_command_broken_off_leaves_all_or_nothing(rehearsal: Rehearsal) -> None:
    """The two with most to change: decisions, results and feedback together; everything new."""
    turns = rehearsal.turns
    assert len(turns) > 60
    assert rehearsal.troubles(spread(turns[::9], kill)) == []
    assert rehearsal.troubles(spread(turns[4::9], fail)) == []


@pytest.mark.parametrize("rehearsal", ["accept"], indirect=True)
def test_the_run_after_a_broken_one_gives_what_it_always_gives(rehearsal: Rehearsal) -> None:
    middle = rehearsal.turns[len(rehearsal.turns) // 2]
    ended, troubles = rehearsal.play(kill(0, middle))
    assert (ended.killed, troubles) == (True, [])


@pytest.mark.slow
@pytest.mark.parametrize("rehearsal", NAMES, indirect=True)
def test_a_kill_at_every_call(rehearsal: Rehearsal) -> None:
    assert rehearsal.troubles(spread(rehearsal.turns, kill)) == []


@pytest.mark.slow
@pytest.mark.parametrize("rehearsal", NAMES, indirect=True)
def test_an_error_at_every_call(rehearsal: Rehearsal) -> None:
    assert rehearsal.troubles(spread(rehearsal.turns, fail)) == []


@pytest.mark.slow
@pytest.mark.parametrize("rehearsal", ["first", "consolidate"], indirect=True)
def test_faults_before_anything_is_computed(rehearsal: Rehearsal) -> None:
    """The lock, the blank decisions: by whole runs, each followed by an undisturbed one."""
    codes = set()
    for turn, make in zip(range(1, rehearsal.turns.start), cycle((kill, fail)), strict=False):
        ended, troubles = rehearsal.play(make(turn, turn))
        assert troubles == []
        codes.add(ended.code)
    assert -signal.SIGKILL in codes


@pytest.mark.slow
@pytest.mark.parametrize("rehearsal", ["accept", "templates"], indirect=True)
def test_a_file_that_cannot_be_read_is_told(rehearsal: Rehearsal) -> None:
    """A return is left out by name; without anything else the run is refused in a sentence."""
    reads = [name for kind, name in rehearsal.ended.calls if kind == READING]
    first = {name: turn for turn, name in reversed(list(enumerate(reads, start=1)))}
    for name, turn in list(first.items())[::3]:
        ended, troubles = rehearsal.play(Fault(kind=READING, turn=turn, number=NUMBERS[0]))
        assert troubles == []
        if ended.code == 2:
            assert (ended.err.count("\n"), ended.err[-2:]) == (1, ".\n")
        else:
            assert (ended.code, name[:6]) == (3, "inbox/"), ended
    assert len(first) > 10
