"""Publishes broken off at any call to the disk: the old set or the new one, never a mixture."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from tests.support.publishing import (
    BOOK,
    EXTRA,
    NEW,
    OLD,
    PERIOD,
    RECORD,
    Killed,
    beside,
    break_calls,
    files,
    is_true,
    killed,
    new_bloc,
    once,
    outputs,
    publish,
    second_publish,
)
from thidua_batch import workspace
from thidua_batch.workspace import Workspace


@pytest.fixture
def bloc(tmp_path: Path) -> Workspace:
    return new_bloc(tmp_path)


@pytest.fixture
def make(tmp_path: Path) -> Callable[[], Workspace]:
    return lambda: new_bloc(tmp_path)


@pytest.mark.parametrize(
    "number",
    [errno.ENOSPC, *(pytest.param(n, marks=pytest.mark.slow) for n in (errno.EIO, errno.EACCES))],
)
def test_any_failed_call_leaves_the_old_or_the_new_set(
    make: Callable[[], Workspace], number: int
) -> None:
    problems = []
    for turn in count(1):
        bloc = make()
        calls, problem = second_publish(bloc, once(turn, number))
        if len(calls) < turn:
            break
        problems.append(problem)
        if problem:  # rolled back on the spot, hidden files and all
            assert outputs(bloc) == OLD
            assert is_true(bloc)
        with workspace.lock(bloc):
            assert outputs(bloc) == (OLD if problem else NEW)
            assert is_true(bloc)
        assert publish(bloc, NEW).beside == ()
        assert outputs(bloc) == NEW
    assert len(problems) > 25
    assert sum(problem is not None for problem in problems) > 15


def test_a_run_killed_at_any_call_is_recovered(make: Callable[[], Workspace]) -> None:
    seen = []
    for turn in count(1):
        bloc = make()
        calls, _ = second_publish(bloc, killed(turn))
        if len(calls) < turn:
            break
        interrupted = not is_true(bloc)
        if interrupted:  # a reader can tell
            assert not workspace.is_complete(bloc, bloc.run_record(PERIOD))
        with workspace.lock(bloc):
            state = outputs(bloc)
            assert state in (OLD, NEW)
            assert is_true(bloc)
            assert not list(bloc.state.glob("*publish*"))
        seen.append((interrupted, state == NEW))
        assert publish(bloc, NEW).beside == ()
        assert is_true(bloc)
    assert len(seen) > 25
    assert {(True, False), (True, True)} <= set(seen)


def test_a_way_back_killed_at_any_call_is_recovered(make: Callable[[], Workspace]) -> None:
    """The last sync fails when all is in place; the process dies while the old set comes back."""
    calls, _ = second_publish(make(), lambda _: None)
    last = len(calls) - calls[::-1].index("replace") + 1
    for later in count(1):
        bloc = make()
        fail, kill = once(last, errno.EIO), killed(last + later)
        calls, problem = second_publish(bloc, lambda call: fail(call) or kill(call))  # noqa: B023
        if len(calls) < last + later:
            break
        assert isinstance(problem, Killed)
        if bloc.run_record(PERIOD).exists():  # the marker alone tells, to the last moment
            seen = {n: d for n, d in outputs(bloc).items() if "/.~" not in n}
            assert seen in (OLD, NEW)
        workspace.recover(bloc)
        assert outputs(bloc) in (OLD, NEW)
        assert is_true(bloc)
    assert later > 5


KILL = """
import os, sys
from pathlib import Path
from thidua_batch import workspace
bloc = workspace.find(Path(sys.argv[1]))
real, turns = os.replace, [int(sys.argv[2])]
def replace(*args, **kwargs):
    turns[0] -= 1
    if not turns[0]:
        os._exit(9)
    return real(*args, **kwargs)
os.replace = replace
book = bloc.consolidated("2019-N") / "a.txt"
workspace.publish(bloc, {book: b"new", book.with_name("b.txt"): b"new"},
                  bloc.run_record("2019-N"), {})
"""


@pytest.mark.parametrize("turn", [1, 3, 4, 6])
def test_a_process_that_dies_leaves_no_lock_and_no_mixture(bloc: Workspace, turn: int) -> None:
    folder = f"output/{PERIOD}/2-tong-hop"
    old = {f"{folder}/a.txt": b"old", f"{folder}/b.txt": b"old"}
    publish(bloc, old)
    child = subprocess.run(
        [sys.executable, "-c", KILL, str(bloc.root), str(turn)],
        check=False,
        cwd=Path(workspace.__file__).parents[2],
    )
    assert child.returncode == 9
    with workspace.lock(bloc):
        assert outputs(bloc) == old
        assert is_true(bloc)


# --- recovery and people


def interrupted(bloc: Workspace, *, after: str) -> None:
    """A second publish killed right after one file got its new version."""
    publish(bloc, OLD)
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        real(source, target)
        if Path(target) == bloc.root / after:
            raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", replace)
        patch.setattr(workspace.recovery, "roll_back", lambda *_: None)
        with pytest.raises(Killed):
            publish(bloc, NEW)


@pytest.mark.parametrize("after", [BOOK, EXTRA, RECORD])
def test_a_killed_recovery_is_recovered(make: Callable[[], Workspace], after: str) -> None:
    turn, calls = 0, [""]
    while len(calls) >= turn:
        turn += 1
        bloc = make()
        interrupted(bloc, after=after)
        with pytest.MonkeyPatch.context() as patch, suppress(Killed):
            calls = break_calls(patch, killed(turn))
            workspace.recover(bloc)
        workspace.recover(bloc)
        assert outputs(bloc) == (NEW if after == RECORD else OLD)
        assert is_true(bloc)
    assert turn > 5


def test_work_on_a_half_published_file_is_kept(bloc: Workspace) -> None:
    interrupted(bloc, after=BOOK)
    (bloc.root / BOOK).write_bytes(b"worked on")
    assert workspace.recover(bloc) is True
    assert outputs(bloc) == {**OLD, BOOK: b"worked on"}
    assert publish(bloc, NEW).beside == (beside(BOOK),)


def test_a_set_with_its_record_in_place_is_finished(bloc: Workspace) -> None:
    interrupted(bloc, after=RECORD)
    assert workspace.is_interrupted(bloc)
    assert workspace.recover(bloc) is True
    assert workspace.recover(bloc) is False
    assert outputs(bloc) == NEW
    assert is_true(bloc)


STEP = {
    "target": "x",
    "temp": ".~thidua-0-x.tmp",
    "backup": ".~thidua-0-x.bak",
    "before": "",
    "after": "",
}
ODD_JOURNALS: list[object] = [
    1,
    {},
    {"steps": [], "folders": [], "records": [{**STEP, "target": "../x"}]},
    {"steps": [], "folders": [], "records": [{**STEP, "temp": "khoi.xlsx"}]},
    {"steps": [{**STEP, "backup": "output/.~thidua-0-x.bak"}], "folders": [], "records": [STEP]},
    {"steps": [], "folders": ["../.."], "records": [STEP]},
    {"steps": [], "folders": [], "records": [{**STEP, "before": 1}]},
]


@pytest.mark.parametrize("journal", ODD_JOURNALS)
def test_a_journal_that_is_none_is_set_aside(bloc: Workspace, journal: object) -> None:
    publish(bloc, OLD)
    state = files(bloc)
    bloc.journal.write_text(json.dumps(journal), encoding="utf-8")
    with workspace.lock(bloc):
        assert not workspace.is_interrupted(bloc)
    assert files(bloc) == state
    assert bloc.definition.exists()
