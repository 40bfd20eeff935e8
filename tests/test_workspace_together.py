"""Several sets and the files that go with them, published as one: all of it or none."""

import errno
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from tests.support.publishing import (
    NEW,
    OLD,
    PERIOD,
    Fault,
    Killed,
    break_calls,
    files,
    killed,
    new_bloc,
    once,
    publish,
)
from thidua_batch import workspace
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import Amendment, OutputSet, Workspace, disk, publish_together


@pytest.fixture
def bloc(tmp_path: Path) -> Workspace:
    return new_bloc(tmp_path)


@pytest.fixture
def make(tmp_path: Path) -> Callable[[], Workspace]:
    return lambda: new_bloc(tmp_path)


def two(bloc: Workspace, text: bytes) -> list[OutputSet]:
    """Two sets under records of their own."""
    return [
        OutputSet(
            outputs={bloc.root / "output" / name / "a.txt": text},
            record_path=bloc.run_record(name),
            record={},
        )
        for name in ("2019-6T", PERIOD)
    ]


def amendment(bloc: Workspace, before: bytes | None, data: bytes) -> Amendment:
    path = bloc.decisions(PERIOD) / "quyet_dinh.xlsx"
    return Amendment(path=path, before=before and workspace.sha256(before), data=data)


def both(bloc: Workspace) -> tuple[set[bytes], bytes]:
    """What stands in the outputs of both sets, and in the file that goes with them."""
    book = bloc.decisions(PERIOD) / "quyet_dinh.xlsx"
    assert all(workspace.is_complete(bloc, bloc.run_record(n)) for n in ("2019-6T", PERIOD))
    return {path.read_bytes() for path in bloc.root.rglob("a.txt")}, book.read_bytes()


def test_sets_and_what_goes_with_them_stand_or_fall_together(
    make: Callable[[], Workspace],
) -> None:
    """Broken off at any call, by a kill or an error, once or for the rest of the run."""
    made: list[Callable[[int], Fault]] = [
        killed,
        lambda turn: once(turn, errno.EIO),
        lambda turn: lambda call: OSError(errno.ENOSPC, "full") if call >= turn else None,
    ]
    for fault in made:
        seen = set()
        for turn in count(1):
            bloc = make()
            publish_together(bloc, two(bloc, b"old"), [amendment(bloc, None, b"old")])
            with pytest.MonkeyPatch.context() as patch, suppress(WorkspaceError, Killed):
                calls = break_calls(patch, fault(turn))
                publish_together(bloc, two(bloc, b"new"), [amendment(bloc, b"old", b"new")])
            assert amendment(bloc, None, b"").path.read_bytes() in {b"old", b"new"}  # never gone
            with workspace.lock(bloc):
                texts, book = both(bloc)
            assert texts == {book}, turn
            seen.add(book)
            if len(calls) < turn:
                break
        assert seen == {b"old", b"new"}
        assert turn > 30


def test_without_hard_links_all_or_nothing_still_holds(
    make: Callable[[], Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "link", lambda *_: False)
    for turn in count(1):
        bloc = make()
        publish_together(bloc, two(bloc, b"old"), [amendment(bloc, None, b"old")])
        with pytest.MonkeyPatch.context() as patch, suppress(Killed):
            calls = break_calls(patch, killed(turn))
            publish_together(bloc, two(bloc, b"new"), [amendment(bloc, b"old", b"new")])
        with workspace.lock(bloc):
            texts, book = both(bloc)
        assert texts == {book}
        if len(calls) < turn:
            break
    assert turn > 30


def test_a_file_saved_meanwhile_keeps_its_new_words_and_stops_the_run(bloc: Workspace) -> None:
    publish_together(bloc, two(bloc, b"old"), [amendment(bloc, None, b"read")])
    item = amendment(bloc, b"read", b"amended")
    item.path.write_bytes(b"typed in meanwhile")
    with pytest.raises(WorkspaceError) as caught:
        publish_together(bloc, two(bloc, b"new"), [item])
    assert caught.value.code == "locked"
    assert both(bloc) == ({b"old"}, b"typed in meanwhile")


def test_an_amendment_alone_is_published_too(bloc: Workspace) -> None:
    sets = two(bloc, b"old")
    assert publish_together(bloc, sets, [amendment(bloc, None, b"1")]).touched
    assert publish_together(bloc, sets, [amendment(bloc, b"1", b"2")]).touched
    assert both(bloc) == ({b"old"}, b"2")
    assert not publish_together(bloc, sets, [amendment(bloc, b"1", b"2")]).touched


def test_a_file_in_two_sets_is_a_bug(bloc: Workspace) -> None:
    one, other = two(bloc, b"x")
    with pytest.raises(ValueError, match="two sets"):
        publish_together(bloc, [one, replace(other, outputs=one.outputs)])


def test_a_record_that_cannot_be_read_is_not_taken_for_none(
    bloc: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else every output would pass for somebody's own, and a version stand beside each."""
    publish(bloc, OLD)
    state = files(bloc)
    real = disk.content

    def refuse(path: Path) -> bytes:
        if path.name == "run.json":
            raise OSError(errno.EIO, "bad sector", str(path))
        return real(path)

    monkeypatch.setattr(disk, "content", refuse)
    with pytest.raises(WorkspaceError) as caught:
        publish(bloc, NEW)
    assert caught.value.code == "io"
    assert files(bloc) == state
