"""Publishing a set of outputs: all or nothing, edited files kept, equal ones left alone."""

import errno
import json
import os
import sys
from pathlib import Path

import pytest

from tests.support.publishing import (
    BOOK,
    DATA,
    EXTRA,
    NEW,
    OLD,
    PAGE,
    PERIOD,
    RECORD,
    beside,
    files,
    is_true,
    new_bloc,
    outputs,
    publish,
    recorded,
)
from thidua_batch import workspace
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import Published, Workspace, disk


@pytest.fixture
def bloc(tmp_path: Path) -> Workspace:
    return new_bloc(tmp_path)


def test_a_first_set_and_its_record(bloc: Workspace) -> None:
    done = publish(bloc, OLD, tiêu_đề="Khối", version=1)
    assert done == Published(written=tuple(sorted(OLD)), touched=True)
    assert outputs(bloc) == OLD
    assert is_true(bloc)
    text = bloc.run_record(PERIOD).read_text(encoding="utf-8")
    stored = json.loads(text)
    assert text == json.dumps(stored, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    assert stored["tiêu_đề"] == "Khối"


def test_an_equal_set_touches_nothing(bloc: Workspace) -> None:
    publish(bloc, OLD, version=1)
    for name in files(bloc):
        os.utime(bloc.root / name, ns=(1, 1))
    folders = {path: path.stat().st_mtime_ns for path in (bloc.root / "output").rglob("*")}
    done = publish(bloc, OLD, version=1)
    assert done == Published(unchanged=tuple(sorted(OLD)))
    assert {path: path.stat().st_mtime_ns for path in folders} == folders


def test_only_the_record_changes_if_only_it_differs(bloc: Workspace) -> None:
    publish(bloc, OLD, version=1)
    os.utime(bloc.root / BOOK, ns=(1, 1))
    assert publish(bloc, OLD, version=2) == Published(unchanged=tuple(sorted(OLD)), touched=True)
    assert (bloc.root / BOOK).stat().st_mtime_ns == 1
    assert is_true(bloc)


def test_a_new_set_replaces_adds_and_removes(bloc: Workspace) -> None:
    publish(bloc, OLD)
    done = publish(bloc, NEW)
    assert done == Published(
        written=(BOOK, EXTRA), unchanged=(DATA,), removed=(PAGE,), touched=True
    )
    assert outputs(bloc) == NEW
    assert is_true(bloc)


def test_a_lost_output_comes_back(bloc: Workspace) -> None:
    publish(bloc, OLD)
    (bloc.root / PAGE).unlink()
    assert publish(bloc, OLD).written == (PAGE,)
    assert outputs(bloc) == OLD


# --- edited by a person


def test_an_edited_output_is_never_replaced(bloc: Workspace) -> None:
    publish(bloc, OLD)
    (bloc.root / BOOK).write_bytes(b"edited")
    done = publish(bloc, NEW)
    assert (done.beside, done.written) == ((beside(BOOK),), (EXTRA,))
    state = files(bloc)
    assert (state[BOOK], state[beside(BOOK)]) == (b"edited", b"book 2")
    again = publish(bloc, NEW)
    assert (again.beside, again.touched) == ((beside(BOOK),), False)
    assert files(bloc) == state
    assert recorded(bloc)[beside(BOOK)] == workspace.sha256(b"book 2")
    assert recorded(bloc)[BOOK] == workspace.sha256(b"book 1")


def test_the_version_beside_is_renewed_and_goes_when_it_is_not_needed(bloc: Workspace) -> None:
    publish(bloc, OLD)
    (bloc.root / BOOK).write_bytes(b"edited")
    publish(bloc, NEW)
    third = {**NEW, BOOK: b"book 3"}
    assert publish(bloc, third).beside == (beside(BOOK),)
    assert files(bloc)[beside(BOOK)] == b"book 3"
    (bloc.root / BOOK).unlink()
    done = publish(bloc, third)
    assert (done.written, done.removed, done.beside) == ((BOOK,), (beside(BOOK),), ())
    assert is_true(bloc)


def test_an_edited_version_beside_is_kept_too(bloc: Workspace) -> None:
    publish(bloc, OLD)
    (bloc.root / BOOK).write_bytes(b"edited")
    publish(bloc, NEW)
    (bloc.root / beside(BOOK)).write_bytes(b"edited as well")
    done = publish(bloc, {**NEW, BOOK: b"book 3"})
    assert done.beside == (beside(BOOK, "-2"),)
    state = files(bloc)
    assert state[BOOK] == b"edited"
    assert state[beside(BOOK)] == b"edited as well"
    assert publish(bloc, {**NEW, BOOK: b"book 3"}).touched is False
    assert files(bloc) == state


def test_an_edit_that_equals_the_new_version_is_no_edit(bloc: Workspace) -> None:
    publish(bloc, OLD)
    (bloc.root / BOOK).write_bytes(b"book 2")
    assert publish(bloc, NEW).beside == ()
    assert is_true(bloc)


def test_a_file_that_no_record_knows_is_somebodys(bloc: Workspace) -> None:
    (bloc.root / BOOK).parent.mkdir(parents=True)
    (bloc.root / BOOK).write_bytes(b"mine")
    assert publish(bloc, OLD).beside == (beside(BOOK),)
    assert files(bloc)[BOOK] == b"mine"


def test_a_stale_output_that_was_edited_stays(bloc: Workspace) -> None:
    publish(bloc, OLD)
    (bloc.root / PAGE).write_bytes(b"edited")
    done = publish(bloc, NEW)
    assert (done.removed, done.kept) == ((), (PAGE,))
    assert files(bloc)[PAGE] == b"edited"


# --- what records and callers must not do


@pytest.mark.parametrize(
    "name", ["khoi.xlsx", "inbox/2019-N/x.xlsx", "output/../khoi.xlsx", "/etc/hostname", "output"]
)
def test_a_record_from_elsewhere_removes_nothing(bloc: Workspace, name: str) -> None:
    (bloc.root / "inbox" / PERIOD).mkdir(parents=True)
    (bloc.root / "inbox" / PERIOD / "x.xlsx").write_bytes(b"")
    bloc.output(PERIOD).mkdir(parents=True)
    record = {"outputs": {name: workspace.sha256(b""), "x": 1}}
    bloc.run_record(PERIOD).write_text(json.dumps(record), encoding="utf-8")
    assert publish(bloc, OLD).removed == ()
    assert bloc.definition.exists()
    assert (bloc.root / "inbox" / PERIOD / "x.xlsx").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"outputs": 1}', "[" * 100_000, "\udc80"])
def test_a_damaged_record_is_no_record(bloc: Workspace, text: str) -> None:
    publish(bloc, OLD)
    bloc.run_record(PERIOD).write_bytes(text.encode("utf-8", "surrogatepass"))
    done = publish(bloc, NEW)
    assert done.beside == (beside(BOOK),)
    assert files(bloc)[PAGE] == OLD[PAGE]


@pytest.mark.parametrize(
    "outputs_", [{RECORD: b""}, {"../x": b""}, {"khoi.xlsx": b""}, {".thidua/x": b""}]
)
def test_bugs_of_the_caller_are_told_as_such(bloc: Workspace, outputs_: dict[str, bytes]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        publish(bloc, outputs_)


def test_names_that_windows_takes_for_one_are_a_bug(bloc: Workspace) -> None:
    with pytest.raises(ValueError, match="one name"):
        publish(bloc, {"output/A.txt": b"", "output/a.txt": b""})


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("name", ["output", BOOK])
def test_links_on_the_way_are_refused(bloc: Workspace, tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (bloc.root / name).parent.mkdir(parents=True, exist_ok=True)
    (bloc.root / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorkspaceError) as caught:
        publish(bloc, OLD)
    assert caught.value.code == "not_regular_file"
    assert not list((tmp_path / "elsewhere").iterdir())


# --- refused, rolled back


def test_one_locked_target_refuses_the_whole_set(
    bloc: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(bloc, OLD)
    state = files(bloc)
    real = os.open

    def sharing(path: Path, flags: int, *rest: int) -> int:
        if Path(path) == bloc.root / PAGE and flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "open in Excel")
        return real(path, flags, *rest)

    monkeypatch.setattr(os, "open", sharing)
    with pytest.raises(WorkspaceError) as caught:
        publish(bloc, NEW)
    assert (caught.value.code, caught.value.fields["path"]) == ("locked", PAGE)
    assert files(bloc) == state
    assert not workspace.is_interrupted(bloc)


@pytest.mark.parametrize("name", [BOOK, EXTRA])
def test_a_file_saved_during_the_run_stops_it(
    bloc: Workspace, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    publish(bloc, OLD)
    real = disk.sync_folder

    def save(folder: Path) -> None:  # a person is faster: after the plan, before the swap
        real(folder)
        (bloc.root / name).parent.mkdir(exist_ok=True)
        (bloc.root / name).write_bytes(b"saved just now")

    monkeypatch.setattr(disk, "sync_folder", save)
    with pytest.raises(WorkspaceError) as caught:
        publish(bloc, NEW)
    assert (caught.value.code, caught.value.fields["path"]) == ("locked", name)
    monkeypatch.undo()
    assert outputs(bloc) == {**OLD, name: b"saved just now"}
    assert recorded(bloc)[BOOK] == workspace.sha256(OLD[BOOK])


def test_a_version_beside_avoids_other_outputs_and_odd_things(bloc: Workspace) -> None:
    publish(bloc, OLD)
    (bloc.root / BOOK).write_bytes(b"edited")
    (bloc.root / beside(BOOK, "-2")).mkdir()
    assert publish(bloc, {**OLD, BOOK: b"2", beside(BOOK): b"x"}).beside == (beside(BOOK, "-3"),)


def test_a_stale_output_that_is_gone_is_forgotten(bloc: Workspace) -> None:
    publish(bloc, OLD)
    (bloc.root / PAGE).unlink()
    done = publish(bloc, NEW)
    assert (done.removed, done.kept) == ((), ())
    assert is_true(bloc)
