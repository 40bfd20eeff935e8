"""Two runs at once, any console, any locale, clock zone, mask or order: the same results.

Whole commands in processes of their own: the slow set. What the lock, a broken publish and a disk
that only reads do to single calls is tried in `test_workspace*.py`.
"""

import errno
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support import small
from tests.support.faults import CHANGING, KINDS, Fault, Stage, stage
from tests.support.verdicts import differing, tree
from thidua_batch import workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"),
        reason="file locks, signals and pipes as Linux has them",
    ),
]
ROOT = Path(__file__).parents[1]
BUSY = "Một lệnh thidua khác đang chạy"
ACCEPT = ("consolidate", "--accept", "DV3", "--reason", "đã xác minh")


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> small.Scenes:
    return small.Scenes(tmp_path_factory.mktemp("khối nhỏ"))


@pytest.fixture(scope="module")
def played() -> Iterator[Stage]:
    with stage({"THIDUA_NOW": small.CLOCK}) as made:
        yield made


@pytest.fixture
def bloc(scenes: small.Scenes, tmp_path: Path) -> Path:
    """A workspace in which one return has an error and waits to be accepted."""
    return small.copied(scenes["accept"], tmp_path / "w")


@pytest.fixture
def changed(scenes: small.Scenes, tmp_path: Path) -> Path:
    """A workspace in which all results give way to new ones."""
    return small.copied(scenes["consolidate"], tmp_path / "w")


def start(
    root: Path, *words: str, env: Mapping[str, str] | None = None, **streams: object
) -> "subprocess.Popen[str]":
    """A process of its own, as a person starts it."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    given = {"PYTHONIOENCODING": "utf-8", "THIDUA_NOW": small.CLOCK, **(env or {})}
    return subprocess.Popen(
        [sys.executable, "-m", "thidua_batch", *words, "-w", str(root)],
        cwd=ROOT,
        env={**kept, **{name: text for name, text in given.items() if text}},
        text=True,
        encoding="utf-8",
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},  # type: ignore[call-overload]
    )


def run(root: Path, *words: str, **others: object) -> tuple[int, str, str]:
    process = start(root, *words, **others)  # type: ignore[arg-type]
    out, err = process.communicate()
    return process.returncode, out, err


# --- two at once


def is_locked(root: Path) -> bool:
    with suppress(FileNotFoundError), (root / ".thidua/lock").open("rb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def stopped_in_the_middle(root: Path, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """A run that holds the lock and is made to stand still."""
    process = start(root, *words)
    while not is_locked(root):
        assert process.poll() is None, process.communicate()
        time.sleep(0.002)
    process.send_signal(signal.SIGSTOP)
    assert is_locked(root), "over before it could be stopped"
    try:
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.communicate()


def test_the_second_of_two_runs_is_refused_and_the_first_unharmed(
    bloc: Path, played: Stage, scenes: small.Scenes, tmp_path: Path
) -> None:
    wanted = small.copied(scenes["accept"], tmp_path / "wanted")
    code = played.run(ACCEPT, wanted).code
    with stopped_in_the_middle(bloc, *ACCEPT) as first:
        before = tree(bloc)
        for command in ("consolidate", "check", "templates"):
            second = played.run([command], bloc)
            assert (second.code, second.out) == (2, "")
            assert second.err.startswith(BUSY)
            assert second.err.count("\n") == 1
        looked = played.run(["status", "--json"], bloc)  # reads only, so it need not wait
        assert {u["unit"]: u["state"] for u in json.loads(looked.out)["units"]}["DV3"] == "rejected"
        assert tree(bloc) == before
    assert first.returncode == code
    assert differing(tree(bloc), tree(wanted)) == []


def test_two_runs_started_together_give_one_result(
    played: Stage, scenes: small.Scenes, tmp_path: Path
) -> None:
    wanted = small.copied(scenes["accept"], tmp_path / "wanted")
    code = played.run(ACCEPT, wanted).code
    for _ in range(3):
        root = small.copied(scenes["accept"], tmp_path / "w")
        told = [(*process.communicate(), process.returncode)
                for process in [start(root, *ACCEPT) for _ in range(2)]]  # fmt: skip
        assert code in [ended for _, _, ended in told]
        assert all(ended == code or (ended == 2 and BUSY in err) for _, err, ended in told), told
        assert differing(tree(root), tree(wanted)) == []


def test_a_look_between_broken_publish_and_next_run_shows_what_holds(
    bloc: Path, played: Stage, tmp_path: Path
) -> None:
    """Decisions and results of a run that died half way are not told: the next run undoes them."""
    copy = Path(shutil.copytree(bloc, tmp_path / "copy"))
    calls = [name for kind, name in played.run(ACCEPT, copy).calls if kind in KINDS]
    half = len(calls) - calls[::-1].index(f"output/{small.PERIOD}/results.json")
    ended = played.run(ACCEPT, bloc, Fault(kind=CHANGING, turn=half))
    assert ended.killed
    assert workspace.is_interrupted(workspace.find(bloc))
    for words in (["status", "--json"], ["explain", "DV3", "--json"]):
        looked = played.run(words, bloc)
        assert "rejected" in looked.out or "explain" in words, looked
    assert not workspace.is_interrupted(workspace.find(bloc))
    with stopped_in_the_middle(bloc, "consolidate"):
        (bloc / ".thidua/publish.json").write_text("{}", "utf-8")  # as while a publish is under way
        looked = played.run(["status"], bloc)
        assert (looked.code, looked.err[: len(BUSY)]) == (2, BUSY)
        (bloc / ".thidua/publish.json").unlink()


# --- consoles


@contextmanager
def nobody_reads() -> Iterator[int]:
    read_end, write_end = os.pipe()
    os.close(read_end)
    yield write_end
    os.close(write_end)


@contextmanager
def full() -> Iterator[int]:
    descriptor = os.open("/dev/full", os.O_WRONLY)
    yield descriptor
    os.close(descriptor)


@pytest.mark.parametrize("sink", [nobody_reads, full])
@pytest.mark.parametrize("words", [("consolidate",), ("consolidate", "--json"), ("check",)])
def test_output_that_nobody_takes_does_not_decide(
    changed: Path, played: Stage, sink: object, words: tuple[str, ...], tmp_path: Path
) -> None:
    wanted = Path(shutil.copytree(changed, tmp_path / "wanted"))
    code = played.run(words, wanted).code
    with sink() as descriptor:  # type: ignore[operator]
        ended, _, err = run(changed, *words, stdout=descriptor)
    assert (ended, err) == (code, "")
    assert differing(tree(changed), tree(wanted)) == []


def test_closed_streams_do_not_decide_nor_receive_a_file(
    changed: Path, played: Stage, tmp_path: Path
) -> None:
    """Without the three streams, the first file opened would become the console."""
    wanted = Path(shutil.copytree(changed, tmp_path / "wanted"))
    code = played.run(["consolidate"], wanted).code
    shell = f'"{sys.executable}" -m thidua_batch consolidate -w "{changed}" <&- >&- 2>&-'
    env = {**os.environ, "THIDUA_NOW": small.CLOCK}
    assert subprocess.run(["sh", "-c", shell], cwd=ROOT, env=env, check=False).returncode == code
    assert differing(tree(changed), tree(wanted)) == []
    assert (changed / ".thidua/lock").read_bytes() == b""


# --- folders


def test_a_read_only_disk_is_one_sentence(bloc: Path, played: Stage) -> None:
    """From the first call or half way, as the system tells it: no old result is lost."""
    before = tree(bloc)
    for turn in (1, 20):
        fault = Fault(kind=CHANGING, turn=turn, number=errno.EROFS, lasting=True)
        ended = played.run(ACCEPT, bloc, fault)
        assert (ended.code, ended.err.count("\n")) == (2, 1)
        assert "chỉ đọc" in ended.err
        with workspace.lock(workspace.find(bloc)):
            assert differing(tree(bloc), before) == []


# --- locales, zones, seeds, masks, orders

ODD: tuple[Mapping[str, str], ...] = (
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "", "PYTHONHASHSEED": "1"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "1", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"},
    {"LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "THIDUA_NOW": "1999-01-01T00:00"},
    {"LC_ALL": "vi_VN.UTF-8", "TZ": "UTC", "PYTHONIOENCODING": "ascii", "PYTHONHASHSEED": "0"},
)


@pytest.mark.parametrize("env", ODD, ids=lambda env: env["LC_ALL"])
def test_the_same_bytes_on_any_machine(
    env: Mapping[str, str], played: Stage, tmp_path: Path
) -> None:
    """From khoi.xlsx on: forms, check, consolidate. A locale that is missing falls back to C."""
    wanted, root = small.filled(tmp_path / "wanted"), small.filled(tmp_path / "w")
    for command in ("templates", "check", "consolidate"):
        assert played.run([command], wanted).code == 0
        code, _, err = run(root, command, env=env)
        assert (code, err) == (0, "")
    assert differing(tree(root), tree(wanted)) == []


def test_neither_mask_nor_order_of_arrival_matters(played: Stage, tmp_path: Path) -> None:
    wanted, root = small.filled(tmp_path / "wanted"), small.begin(tmp_path / "w")
    for unit in reversed(small.UNITS):
        small.return_form(root, unit)
    for place, umask in ((wanted, 0o022), (root, 0o077)):
        assert played.run(["consolidate"], place, umask=umask).code == 0
    assert differing(tree(root), tree(wanted)) == []
    modes = {path.stat().st_mode & 0o777 for path in (root / "output").rglob("*.xlsx")}
    assert modes == {0o600}
