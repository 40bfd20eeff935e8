"""The folder of a bloc: names, careful reading, single files, the clock, one run at a time."""

import ast
import errno
import os
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_batch import workspace
from thidua_batch.core.findings import REFUSALS, WorkspaceError
from thidua_batch.workspace import Workspace, disk

PACKAGE = Path(workspace.__file__).parent
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX kinds of files")


@pytest.fixture
def bloc(tmp_path: Path) -> Workspace:
    root = tmp_path / "Khối thi đua số 1"
    root.mkdir()
    (root / "khoi.xlsx").write_bytes(b"definition")
    return workspace.find(root)


def names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in workspace.list_inbox(folder)]


# --- places


def test_a_folder_with_khoi_xlsx_is_a_workspace(bloc: Workspace) -> None:
    assert bloc.definition.read_bytes() == b"definition"
    assert workspace.find(bloc.root / ".." / bloc.root.name) == bloc


def test_another_folder_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as caught:
        workspace.find(tmp_path)
    assert caught.value.code == "not_workspace"
    assert caught.value.fields["path"] == str(tmp_path)


def test_places_of_a_period(bloc: Workspace) -> None:
    places = [
        bloc.templates("2019-N"),
        bloc.inbox("2019-N"),
        bloc.decisions("2019-N"),
        bloc.mail("2019-N"),
        bloc.feedback("2019-N"),
        bloc.consolidated("2019-N"),
        bloc.reports("2019-N"),
        bloc.ballots("2019-N"),
        bloc.results("2019-N"),
        bloc.run_record("2019-N"),
        bloc.history,
        bloc.cache,
    ]
    assert [bloc.relative(place) for place in places] == [
        "input_templates/2019-N",
        "inbox/2019-N",
        "decisions/2019-N",
        "mail/2019-N",
        "output/2019-N/1-phan-hoi",
        "output/2019-N/2-tong-hop",
        "output/2019-N/3-bao-cao",
        "output/2019-N/4-bo-phieu",
        "output/2019-N/results.json",
        "output/2019-N/run.json",
        "output/history.sqlite",
        ".thidua/cache",
    ]


@pytest.mark.parametrize("code", ["", "..", "../2019", "6T/2019", "a\\b", "C:", "-n"])
def test_a_period_code_never_leads_elsewhere(bloc: Workspace, code: str) -> None:
    with pytest.raises(WorkspaceError) as caught:
        bloc.output(code)
    assert caught.value.code == "bad_period"


def test_a_path_outside_is_given_in_full(bloc: Workspace, tmp_path: Path) -> None:
    assert bloc.relative(tmp_path / "x.xlsx") == (tmp_path / "x.xlsx").as_posix()


@pytest.mark.parametrize("name", ["../x", "output/../../x", "/etc/x", "C:/x", "a\\b", ""])
def test_a_recorded_name_never_leads_outside(bloc: Workspace, name: str) -> None:
    with pytest.raises(ValueError, match="inside the workspace"):
        bloc.inside(name)


# --- reading


def test_reads_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "Báo cáo quý.xlsx"
    path.write_bytes(b"12345")
    assert workspace.read_bytes(path) == b"12345"
    assert workspace.read_bytes(path, limit=5) == b"12345"
    with pytest.raises(WorkspaceError) as caught:
        workspace.read_bytes(path, limit=4)
    assert caught.value.code == "too_large"
    assert workspace.sha256(b"").startswith("e3b0c442")


def test_folders_and_missing_files_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "not_regular_file"), (tmp_path / "a.xlsx", "missing")):
        with pytest.raises(WorkspaceError) as caught:
            workspace.read_bytes(path)
        assert caught.value.code == code


@posix
def test_links_fifos_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "real.xlsx").write_bytes(b"x")
    (tmp_path / "link.xlsx").symlink_to("real.xlsx")
    os.mkfifo(tmp_path / "fifo.xlsx")
    for path in (tmp_path / "link.xlsx", tmp_path / "fifo.xlsx", Path("/dev/zero")):
        with pytest.raises(WorkspaceError) as caught:
            workspace.read_bytes(path)
        assert caught.value.code == "not_regular_file"


@posix
def test_a_file_swapped_for_a_link_or_fifo_after_the_look_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real.xlsx").write_bytes(b"x")
    (tmp_path / "link.xlsx").symlink_to("real.xlsx")
    os.mkfifo(tmp_path / "fifo.xlsx")
    regular = (tmp_path / "real.xlsx").lstat()
    monkeypatch.setattr(Path, "lstat", lambda _: regular)
    for name in ("link.xlsx", "fifo.xlsx"):
        with pytest.raises(WorkspaceError) as caught:
            workspace.read_bytes(tmp_path / name)
        assert caught.value.code == "not_regular_file"


def test_an_inbox_lists_everything_in_a_fixed_order(tmp_path: Path) -> None:
    assert names(tmp_path / "none") == []
    (tmp_path / "Đơn vị 2").mkdir()
    (tmp_path / "Đơn vị 2" / "sâu").mkdir()
    for name in (
        "b.xlsx",
        "A.xlsx",
        unicodedata.normalize("NFD", "ấ.xlsx"),
        "~$A.xlsx",
        ".hidden",
        "DOC_TRUOC.txt",
        "Thumbs.db",
        "Đơn vị 2/z.xlsx",
        "Đơn vị 2/.ẩn",
        "Đơn vị 2/sâu/too-deep.xlsx",
    ):
        (tmp_path / name).write_bytes(b"")
    assert [unicodedata.normalize("NFC", name) for name in names(tmp_path)] == [
        "A.xlsx",
        "b.xlsx",
        "~$A.xlsx",
        "Đơn vị 2/sâu",  # listed, so that reading refuses it by name
        "Đơn vị 2/z.xlsx",
        "ấ.xlsx",
    ]


@posix
def test_an_inbox_never_follows_links(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x.xlsx").write_bytes(b"x")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "away").symlink_to(tmp_path / "secret")
    assert names(tmp_path / "inbox") == ["away"]
    (tmp_path / "other").symlink_to(tmp_path / "secret")
    assert names(tmp_path / "other") == []


# --- single files


def test_write_new_never_replaces(tmp_path: Path) -> None:
    path = tmp_path / "mới" / "a b.txt"
    assert workspace.write_new(path, b"1") is True
    assert workspace.write_new(path, b"1") is False
    with pytest.raises(WorkspaceError) as caught:
        workspace.write_new(path, b"2")
    assert caught.value.code == "exists"
    assert [(p.name, p.read_bytes()) for p in path.parent.iterdir()] == [("a b.txt", b"1")]


def test_write_new_works_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    assert workspace.write_new(tmp_path / "a", b"1") is True
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_write_atomic_replaces_whole_and_leaves_equal_files_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    assert workspace.write_atomic(path, b"1") is True
    os.utime(path, ns=(1, 1))
    assert workspace.write_atomic(path, b"1") is False
    assert path.stat().st_mtime_ns == 1
    assert workspace.write_atomic(path, b"2") is True
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.txt", b"2")]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EROFS, "read_only"),
        (errno.EACCES, "read_only"),
        (errno.EIO, "io"),
    ],
)
def test_a_failed_write_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(_: int) -> None:
        raise OSError(number, "injected")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WorkspaceError) as caught:
        workspace.write_atomic(path, b"new")
    assert (caught.value.code, caught.value.fields["path"]) == (code, str(path))
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.txt", b"old")]


# --- names and refusals


def test_names_are_printed_without_effects() -> None:
    assert escape("Biểu số 1 (Đơn vị).xlsx") == "Biểu số 1 (Đơn vị).xlsx"
    assert escape("a\nb\x1b[31m\u202egpj\udc80") == r"a\x0ab\x1b[31m\u202egpj\udc80"
    assert escape("\U000e0001") == r"\U000e0001"


@given(st.text())
def test_escaped_names_are_printable_and_stay_so(name: str) -> None:
    assert escape(name).isprintable()
    assert escape(escape(name)) == escape(name)


def escape(name: str) -> str:
    return workspace.escape_name(name)


def test_every_code_of_a_refusal_is_in_the_catalogue() -> None:
    codes = {"io", "locked", *disk._MEANING.values()}
    for source in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "WorkspaceError":
                codes |= {str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    assert len(codes) > 8
    assert codes <= set(REFUSALS)


@pytest.mark.parametrize("number", [*disk._MEANING, errno.EACCES, errno.EIO])
def test_every_failed_call_reads_as_a_sentence(number: int) -> None:
    assert "a b" in str(disk.refusal(OSError(number, "x"), "a b", denied="locked"))


def test_a_file_that_windows_will_not_share_is_locked() -> None:
    error = OSError(errno.EACCES, "sharing violation")
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert disk.refusal(error, "a").code == "locked"


# --- the clock


def test_the_clock_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_NOW", "2019-12-05T08:00:00+00:00")
    assert workspace.now() == datetime(2019, 12, 5, 8, tzinfo=UTC)
    assert workspace.today() == date(2019, 12, 5)
    monkeypatch.setenv("THIDUA_NOW", "2019-12-05")
    assert workspace.today() == date(2019, 12, 5)
    monkeypatch.delenv("THIDUA_NOW")
    assert workspace.now().tzinfo is not None


def test_a_clock_set_wrong_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_NOW", "soon\n")
    with pytest.raises(WorkspaceError, match=r"THIDUA_NOW=soon"):
        workspace.now()


# --- one run at a time

HOLD = """
import sys
from pathlib import Path
from thidua_batch import workspace
with workspace.lock(workspace.find(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(bloc: Workspace) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(bloc.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PACKAGE.parent.parent,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.parametrize("killed", [True, False])
def test_a_second_run_is_refused_until_the_first_is_over(bloc: Workspace, killed: bool) -> None:
    with hold(bloc) as process:
        with pytest.raises(WorkspaceError) as caught, workspace.lock(bloc):
            pass
        assert caught.value.code == "busy"
        if killed:
            process.kill()
        else:
            process.communicate()
        process.wait()
    with workspace.lock(bloc):  # nothing stale stays behind
        pass


def test_a_lock_is_held_once(bloc: Workspace) -> None:
    with workspace.lock(bloc):
        with pytest.raises(WorkspaceError) as caught, workspace.lock(bloc):
            pass
        assert caught.value.code == "busy"
    with workspace.lock(bloc):
        pass


def test_a_lock_sweeps_leftover_temporaries(bloc: Workspace) -> None:
    left = bloc.output("2019-N") / ".~thidua-w-x.tmp"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"")
    with workspace.lock(bloc):
        assert not left.exists()


@posix
def test_a_state_folder_that_is_a_link_is_refused(bloc: Workspace, tmp_path: Path) -> None:
    bloc.state.symlink_to(tmp_path)
    with pytest.raises(WorkspaceError) as caught, workspace.lock(bloc):
        pass
    assert caught.value.code == "not_regular_file"
