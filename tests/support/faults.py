"""Whole commands in processes of their own, killed at a call to the disk or let down by one.

A `Stage` keeps one process warm with everything imported (`backstage`); each run is a fork of it.
There the calls that reach the disk are counted, and the one that is named meets its fault.
Linux only.
"""

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KINDS = ("open", "write", "fsync", "rename", "unlink", "mkdir")
CHANGING = "any"  # every call of KINDS
READING = "read"
LIMIT = 120  # seconds until a run counts as hanging
NUMBERS = (errno.EIO, errno.ENOSPC, errno.EACCES)
KILL = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What the n-th call of a kind meets: an error number, or the end of the process (KILL).

    A call to write leaves half of its bytes behind first. `lasting`: all later ones fail too.
    """

    kind: str
    turn: int
    number: int = KILL
    lasting: bool = False

    def __str__(self) -> str:
        """As it is told in a failed test."""
        what = errno.errorcode[self.number] if self.number else "SIGKILL"
        return f"{what} at {self.kind} {self.turn}{' and after' if self.lasting else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a run ended: its exit code (negative: the signal), its texts, its calls to the disk."""

    code: int
    out: str
    err: str
    calls: tuple[tuple[str, str], ...] = ()

    @property
    def killed(self) -> bool:
        """Killed by the fault."""
        return self.code == -signal.SIGKILL

    def count(self, kind: str) -> int:
        """How many calls of a kind there were."""
        wanted = KINDS if kind == CHANGING else (kind,)
        return sum(made in wanted for made, _ in self.calls)

    def first_change_after_reading(self, folder: str) -> int:
        """The turn of the first changing call after the last read below a folder."""
        last = max(
            n
            for n, (kind, name) in enumerate(self.calls)
            if kind == READING and name.startswith(folder) and not name.endswith(".txt")
        )
        return 1 + sum(kind in KINDS for kind, _ in self.calls[:last])


class Stage:
    """One warm process that runs commands, each in a fork."""

    def __init__(self, server: "subprocess.Popen[str]") -> None:
        self._server = server

    def run(
        self,
        words: Sequence[str],
        root: Path,
        fault: Fault | None = None,
        *,
        limit: int = LIMIT,
        umask: int = 0o022,
    ) -> Ended:
        """Run one command line in a workspace."""
        with tempfile.TemporaryDirectory() as place:
            [(name, code)] = self._ask(
                words=[*words, "-w", str(root)],
                place=place,
                fault=asdict(fault) if fault else None,
                limit=limit,
                umask=umask,
            )
            return _ended(Path(place) / name, code, root)

    def sweep(
        self, words: Sequence[str], root: Path, faults: Sequence[Fault], pause: int
    ) -> list[tuple[Fault, Ended, Path]]:
        """One run up to its changing call number `pause`; from there one fork for each fault.

        So what a command computes is computed once. Each fork ends in a folder of its own beside
        `root`, which it takes for `root`; the faults are those of later calls.
        """
        with tempfile.TemporaryDirectory() as place:
            ended = self._ask(
                words=[*words, "-w", str(root)],
                place=place,
                faults=[asdict(fault) for fault in faults],
                root=str(root),
                pause=pause,
                limit=LIMIT,
                umask=0o022,
            )
            assert len(ended) == len(faults), "the run ended before the call to pause at"
            return [
                (fault, _ended(Path(place) / name, code, root), root.with_name(name))
                for fault, (name, code) in zip(faults, ended, strict=True)
            ]

    def _ask(self, **asked: Any) -> list[tuple[str, int]]:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        return [(str(name), int(code)) for name, code in json.loads(self._server.stdout.readline())]


@contextmanager
def stage(env: Mapping[str, str] | None = None) -> Iterator[Stage]:
    """A stage with these environment variables set."""
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.backstage"],
        cwd=ROOT,
        env={**os.environ, **single, **(env or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        yield Stage(server)
        server.communicate()


def _ended(place: Path, code: int, root: Path) -> Ended:
    texts = {name: (place / name).read_text("utf-8", "replace") for name in ("out", "err")}
    calls: list[list[str]] = []
    with suppress(OSError):
        calls = json.loads((place / "calls").read_text("utf-8"))
    prefix = f"{root}{os.sep}"
    named = tuple((kind, name.removeprefix(prefix)) for kind, name in calls)
    return Ended(code=code, calls=named, **texts)
