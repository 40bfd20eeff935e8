"""Reading in another process, with real processes: one file's reader dies, the run goes on."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support import hostile, strange_readers
from thidua_batch.books.reading import child, wire
from thidua_batch.books.reading.aside import Aside
from thidua_batch.books.reading.grid import Unreadable
from thidua_batch.books.reading.kind import Kind
from thidua_batch.books.reading.parcels import Member, Refused
from thidua_batch.core.wording.form import REASONS

ROOT = Path(__file__).parents[3]
STRANGE = "tests.support.strange_readers"
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


@pytest.fixture
def aside() -> Iterator[Aside]:
    with Aside(child=STRANGE, limit=10) as made:
        yield made


def pid(aside: Aside) -> int:
    return int(aside.read("pid", b"").saved_by)


def refused(aside: Aside, reader: str) -> str:
    with pytest.raises(Unreadable) as caught:
        aside.read(reader, b"data")
    return caught.value.code


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_grid_comes_back_as_it_was(aside: Aside) -> None:
    assert aside.read("size", b"a" * (3 << 20)) == strange_readers.grid(str(3 << 20))
    assert aside.read("size", b"") == strange_readers.grid("0")


def test_one_process_serves_many_files(aside: Aside) -> None:
    numbers = {pid(aside) for _ in range(5)}
    assert len(numbers) == 1
    assert os.getpid() not in numbers


@pytest.mark.parametrize(
    ("reader", "code"),
    [
        ("aborts", "killed"),
        pytest.param("allocates", "killed", marks=posix),
        ("raises", "reader"),
        ("leaves", "reader"),
        pytest.param("recurses", "reader", marks=pytest.mark.slow),
        ("refuses", "locked"),
        pytest.param("refuses_oddly", "reader", marks=pytest.mark.slow),
        pytest.param("wild", "reader", marks=pytest.mark.slow),
        pytest.param("files", "reader", marks=[posix, pytest.mark.slow]),
    ],
)
def test_a_bad_reader_costs_one_file(aside: Aside, reader: str, code: str) -> None:
    assert refused(aside, reader) == code
    assert aside.read("size", b"abc").saved_by == "3"
    assert refused(aside, reader) == code
    assert aside.read("size", b"abc").saved_by == "3"
    assert code in REASONS


@pytest.mark.parametrize("reader", ["sleeps", pytest.param("spins", marks=pytest.mark.slow)])
def test_what_does_not_end_is_ended(reader: str) -> None:
    with Aside(child=STRANGE, limit=1) as aside:
        before = pid(aside)
        assert refused(aside, reader) == "killed"
        assert not is_running(before)
        assert aside.read("size", b"abc").saved_by == "3"


@posix
@pytest.mark.slow
@pytest.mark.parametrize("reader", ["sleeps", "spins"])
def test_the_child_ends_by_itself_where_the_run_is_gone(reader: str) -> None:
    """There is no run here that would kill it: its own limits hold."""
    job = f'{{"reader": "{reader}", "arguments": [], "seconds": 0.1}}'.encode()
    done = subprocess.Popen(
        [sys.executable, "-m", STRANGE], cwd=ROOT, bufsize=0,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert done.stdin is not None
    assert done.stdout is not None
    with done:
        assert wire.receive(done.stdout) == wire.READY  # type: ignore[arg-type]
        wire.send(done.stdin, job)  # type: ignore[arg-type]
        wire.send(done.stdin, b"data")  # type: ignore[arg-type]
        assert done.wait(60) in (-signal.SIGALRM, -signal.SIGXCPU)


@pytest.mark.parametrize("reader", ["aborts_later", "raises_later"])
def test_what_a_file_does_depends_on_that_file_only(aside: Aside, reader: str) -> None:
    first = aside.read(reader, b"a").saved_by
    assert aside.read(reader, b"a").saved_by != first


def test_printing_does_no_harm(aside: Aside, capfd: pytest.CaptureFixture[str]) -> None:
    number = pid(aside)
    assert aside.read("prints", b"").saved_by == str(number)
    assert pid(aside) == number
    assert capfd.readouterr() == ("", "")


def test_the_same_package_is_read_with_and_nothing_heavy(aside: Aside) -> None:
    assert aside.read("path", b"").saved_by == child.__file__
    assert aside.read("imports", b"").saved_by == "openpyxl []"


def test_passwords_and_parcels_pass(aside: Aside) -> None:
    assert aside.unlock(b"abc", ["một", "hai"]) == "cbamột|hai".encode()
    letter = (
        b"From: a@example.vn\nDate: Tue, 5 Aug 2025 10:00:00 +0700\nMIME-Version: 1.0\n"
        b"Content-Disposition: attachment; filename=a.csv\n\n1"
    )
    (member,) = aside.unpack(letter, Kind.EML, "thu.eml")
    moment = datetime(2025, 8, 5, 10)  # noqa: DTZ001
    assert member == Member(name="a.csv", data=b"1", received_at=moment, parcel=("thu.eml",))
    assert aside.unpack(b"Rar!", Kind.RAR, "a.rar") == [Refused(name="a.rar", reason="rar")]


def test_every_reader_has_a_place() -> None:
    assert set(child.READERS) == {"careful", "xls", "xlsb", "ods", "html", "unlock", "unpack"}


def test_the_real_child_answers() -> None:
    with Aside() as aside:
        data = hostile.zipped({"a.csv": b"1"})
        assert aside.unpack(data, Kind.ZIP) == [Member(name="a.csv", data=b"1", parcel=("",))]


def test_a_reader_that_is_missing_is_no_fault_of_the_file(aside: Aside) -> None:
    with pytest.raises(RuntimeError, match="missing"):
        aside.read("missing", b"")


def test_no_child_no_run() -> None:
    with Aside(child="tests.support.no_such_module") as aside, pytest.raises(RuntimeError):
        aside.read("size", b"")


def test_several_children_read_at_once() -> None:
    with Aside(child=STRANGE, children=2, limit=30) as aside:
        numbers: list[int] = []
        both = threading.Barrier(2)

        def work() -> None:
            for _ in range(5):
                both.wait()
                numbers.append(pid(aside))

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(numbers) == 10
        assert len(set(numbers)) <= 2


@posix
def test_nothing_is_left_behind() -> None:
    open_files = Path("/proc/self/fd") if Path("/proc/self/fd").exists() else Path("/dev/fd")
    before = len(list(open_files.iterdir()))
    for _ in range(3):
        with Aside(child=STRANGE, limit=10) as aside:
            first = pid(aside)
            assert refused(aside, "aborts") == "killed"
            second = pid(aside)
        assert not is_running(first)
        assert not is_running(second)
    assert len(list(open_files.iterdir())) == before
    with pytest.raises(ChildProcessError):  # no child waits to be taken note of
        os.waitpid(-1, os.WNOHANG)


_RUN = f"""
import sys
from thidua_batch.books.reading.aside import Aside
with Aside(child="{STRANGE}", limit=60) as aside:
    number = aside.read("pid", b"").saved_by
    {{extra}}
    open(sys.argv[1], "w").write(number)
    {{then}}
"""


def run(path: Path, *, extra: str = "", then: str = "pass") -> list[str]:
    return [sys.executable, "-c", _RUN.format(extra=extra, then=then), str(path)]


def gone(number: int) -> bool:
    for _ in range(200):
        if not is_running(number):
            return True
        time.sleep(0.05)
    return False


@posix
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_the_child_does_not_outlive_the_run(stop: signal.Signals, tmp_path: Path) -> None:
    """Ctrl-C in the middle of a job ends the child at once; a killed run's child at its end."""
    told = tmp_path / "pid"
    wait = 'aside.read("sleeps", b"")' if stop == signal.SIGINT else "import time; time.sleep(60)"
    parent = subprocess.Popen(run(told, then=wait), cwd=ROOT, stderr=subprocess.PIPE)
    with parent:
        while not (told.exists() and told.read_text()):
            time.sleep(0.05)
        time.sleep(0.3)
        parent.send_signal(stop)
        _, errors = parent.communicate(timeout=30)
    assert b"KeyboardInterrupt" in errors or stop == signal.SIGKILL
    assert gone(int(told.read_text()))


@posix
def test_the_child_itself_passes_over_ctrl_c(aside: Aside) -> None:
    number = pid(aside)
    os.kill(number, signal.SIGINT)
    assert pid(aside) == number


@posix
def test_a_run_without_standard_files(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    shell = '"$@" <&- >&- 2>&-'
    done = subprocess.run(["sh", "-c", shell, "sh", *run(told)], cwd=ROOT, check=False)
    assert done.returncode == 0
    assert told.read_text().isdigit()


def test_the_wire_makes_values_only() -> None:
    assert wire.unpacked(wire.packed([Decimal("1.5"), "a", None])) == [Decimal("1.5"), "a", None]
    for module, name in [
        ("os", "system"),
        ("builtins", "eval"),
        ("thidua_batch.books.reading.grid", "re.compile"),
        ("thidua_batch.books.reading.grid", "number"),
        ("thidua_batch.books.reading.grid", "Decimal"),
    ]:
        text = f"c{module}\n{name}\n.".encode()
        with pytest.raises(pickle.UnpicklingError):
            wire.unpacked(text)
