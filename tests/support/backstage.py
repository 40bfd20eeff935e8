"""The warm process behind a `Stage`: forks for each command, counts calls, brings the fault.

Run as a program. Each request is a line of JSON, each answer a line with names and exit codes.
"""

import builtins
import importlib
import io
import json
import os
import shutil
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.support.faults import CHANGING, KINDS, READING, Fault

_NAMES = {
    "replace": "rename",
    "rename": "rename",
    "link": "rename",
    "unlink": "unlink",
    "remove": "unlink",
    "mkdir": "mkdir",
    "rmdir": "unlink",
}
_HEAVY = (
    "thidua_batch.pipeline", "thidua_batch.core.explain", "thidua_batch.cli", "rich.console",
    "rich.table", "rich.progress", "rich.box", "rich.text", "rich.cells",
)  # fmt: skip
_BUG = 1


class Calls:
    """Counts the calls to the disk and lets the named one meet its fault."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self.asked = asked
        self.fault = Fault(**asked["fault"]) if asked.get("fault") else None
        self.pause = asked.get("pause", 0)
        self.seen: list[tuple[str, str]] = []
        self.turns: Counter[str] = Counter()
        self.place = Path(asked["place"])
        self.counting = True

    def meet(self, kind: str, name: object, half: Callable[[], object] | None = None) -> None:
        """One call, before it is made; `half` does a part of it."""
        if not self.counting:
            return
        self.seen.append((kind, os.fsdecode(name) if isinstance(name, bytes) else str(name)))
        self.turns[kind] += 1
        if kind in KINDS:
            self.turns[CHANGING] += 1
            if self.turns[CHANGING] == self.pause:
                self.counting = False
                self._split()
                self.counting = True
        fault = self.fault
        if fault is None or not (kind == fault.kind or (fault.kind == CHANGING and kind in KINDS)):
            return
        turn = self.turns[fault.kind]
        if turn == fault.turn or (fault.lasting and turn > fault.turn):
            self._fail(fault, kind, name, half)

    def _fail(
        self, fault: Fault, kind: str, name: object, half: Callable[[], object] | None
    ) -> None:
        if half is not None:
            half()
        if not fault.number:
            os.kill(os.getpid(), signal.SIGKILL)
        if kind in ("write", "fsync", READING):  # as the system: no name where none was given
            raise OSError(fault.number, os.strerror(fault.number))
        raise OSError(fault.number, os.strerror(fault.number), str(name))

    def _split(self) -> None:
        """One fork for each fault, which goes on from here; this process ends when all have."""
        root = Path(self.asked["root"])
        kept = root.with_name(f"{root.name}-kept")
        shutil.copytree(root, kept)
        ended = []
        for number, fault in enumerate(self.asked["faults"]):
            name = f"{root.name}-{number}"
            child = os.fork()
            if not child:
                self.fault = Fault(**fault)
                self.place /= name
                _set_up(self.place, self.asked["limit"])
                return
            ended.append((name, _wait(child)))
            root.rename(root.with_name(name))
            shutil.copytree(kept, root)
        _tell(self.place, ended)
        os._exit(0)


# --- in front of the calls that reach the disk ------------------------------------------------


def _descriptor(number: int) -> str:
    return str(Path(f"/proc/self/fd/{number}").readlink())


def _counted(calls: Calls, name: str, kind: str) -> Callable[..., Any]:
    real = getattr(os, name)

    def call(path: Any, *rest: Any, **names: Any) -> Any:
        calls.meet(kind, path)
        return real(path, *rest, **names)

    return call


def _break_system(calls: Calls) -> None:
    for name, kind in _NAMES.items():
        setattr(os, name, _counted(calls, name, kind))
    real_open, real_sync, real_write = os.open, os.fsync, os.write

    def opened(path: Any, flags: int, *rest: Any, **names: Any) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
            calls.meet("open", path)
        return real_open(path, flags, *rest, **names)

    def fsync(descriptor: Any) -> None:
        number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
        calls.meet("fsync", _descriptor(number))
        real_sync(number)

    def write(descriptor: int, data: Any) -> int:
        half = memoryview(data)[: len(data) // 2]
        calls.meet("write", _descriptor(descriptor), lambda: real_write(descriptor, half))
        return real_write(descriptor, data)

    os.open, os.fsync, os.write = opened, fsync, write


def _break_streams(calls: Calls) -> None:
    """Files opened by Python's own `open`: the same, one call per write or read of the buffer."""

    class Counted(io.FileIO):
        def write(self, data: Any) -> int:
            half = memoryview(data)[: len(data) // 2]
            calls.meet(
                "write", _descriptor(self.fileno()), lambda: super(Counted, self).write(half)
            )
            return super().write(data)

        def readinto(self, buffer: Any) -> int:
            calls.meet(READING, _descriptor(self.fileno()))
            return super().readinto(buffer)

        def readall(self) -> bytes:
            calls.meet(READING, _descriptor(self.fileno()))
            return super().readall()

    def opened(  # noqa: PLR0917  # the parameters of the real one
        file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None,
        errors: str | None = None, newline: str | None = None, closefd: bool = True,
        opener: Any = None,
    ) -> Any:  # fmt: skip
        writes = bool(set(mode) & set("wax+"))
        if writes and not isinstance(file, int):
            calls.meet("open", file)
        raw = Counted(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if buffering == 0:
            return raw
        kind = io.BufferedRandom if "+" in mode else io.BufferedWriter if writes else None
        stream = kind(raw) if kind else io.BufferedReader(raw)
        return stream if "b" in mode else io.TextIOWrapper(stream, encoding, errors, newline)

    io.open = builtins.open = opened  # type: ignore[assignment]


# --- the process ------------------------------------------------------------------------------


def _set_up(place: Path, limit: int) -> None:
    """Standard streams into files of this folder, and an end to a run that hangs."""
    place.mkdir(exist_ok=True)
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(place / name, os.O_WRONLY | os.O_CREAT, 0o600), number)
    signal.alarm(limit)


def _perform(asked: Mapping[str, Any]) -> None:
    """In a fork: run the command line as the console script does, then be gone."""
    code = _BUG
    calls = Calls(asked)
    real = io.open
    try:
        _set_up(calls.place / "run", asked["limit"])
        sys.stdout = sys.__stdout__ = _stream(1)
        sys.stderr = sys.__stderr__ = _stream(2)
        os.umask(asked["umask"])
        command = importlib.import_module("thidua_batch.cli")
        _break_system(calls)
        _break_streams(calls)
        try:
            command.main(asked["words"])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else _BUG
        except BaseException:
            traceback.print_exc()
        calls.counting = False
        sys.stdout.flush()
        sys.stderr.flush()
        place = calls.place if "faults" in asked else calls.place / "run"
        with real(place / "calls", "w", encoding="utf-8") as stream:
            json.dump(calls.seen, stream)
    finally:
        os._exit(code)


def _stream(number: int) -> io.TextIOWrapper:
    raw = io.BufferedWriter(io.FileIO(number, "w"))
    return io.TextIOWrapper(raw, encoding="utf-8", line_buffering=True)


def _wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _tell(place: Path, ended: list[tuple[str, int]]) -> None:
    (place / "ended").write_text(json.dumps(ended), "utf-8")


def _serve() -> None:
    for name in _HEAVY:
        importlib.import_module(name)
    for text in sys.stdin:
        asked = json.loads(text)
        child = os.fork()
        if not child:
            _perform(asked)
        ended = [("run", _wait(child))]
        told = Path(asked["place"]) / "ended"
        if "faults" in asked:
            ended = json.loads(told.read_text("utf-8")) if told.exists() else []
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
