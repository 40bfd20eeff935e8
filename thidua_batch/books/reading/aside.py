"""Reading in a process of its own: a reader's death costs one file and never the run (0014).

The processes are started at the first job and kept; one that dies, or does not answer in time,
is replaced.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from thidua_batch.books.reading import wire
from thidua_batch.books.reading.grid import Grid, Unreadable
from thidua_batch.books.reading.kind import Kind
from thidua_batch.books.reading.parcels import Member, Refused
from thidua_batch.core.wording.form import REASONS

CHILD = "thidua_batch.books.reading.child"
_START = 60.0  # a cold disk, a virus scanner
# Answers that a process which has read other files gives as well as a fresh one.
_FIRM = (wire.VALUE, wire.CODE)


class Aside:
    """A few processes that read; a context manager, usable from several threads.

    `child` is the module they run, `limit` the seconds one file may take. What a file does
    depends on that file only: where a process that has read others before dies or raises, the
    file gets a fresh one before it is given up.
    """

    def __init__(self, *, child: str = CHILD, children: int = 1, limit: float = 20.0) -> None:
        self._module, self._limit = child, limit
        self._places: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        self._all = children
        for _ in range(children):
            self._places.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """End the processes; waits for jobs in other threads. A later job starts new ones."""
        for child in [self._places.get() for _ in range(self._all)]:
            if child is not None:
                child.end()
            self._places.put(None)

    def read(self, reader: str, data: bytes) -> Grid:
        """What the named reader makes of the bytes.

        Unreadable with the reader's own code; "reader" where it raises anything else; "killed"
        where it dies, needs too much memory or does not end.
        """
        value = self._ask(reader, data)
        if not isinstance(value, Grid):
            raise Unreadable("reader")
        return value

    def unlock(self, data: bytes, passwords: Sequence[str] = ()) -> bytes:
        """The file without its password; Unreadable as in `read`."""
        value = self._ask("unlock", data, list(passwords))
        if not isinstance(value, bytes):
            raise Unreadable("reader")
        return value

    def unpack(self, data: bytes, kind: Kind, name: str = "") -> list[Member | Refused]:
        """As `parcels.unpack`; Unreadable as in `read`."""
        value = self._ask("unpack", data, kind.value, name)
        if not isinstance(value, list):
            raise Unreadable("reader")
        return value

    def _ask(self, reader: str, data: bytes, *arguments: object) -> object:
        job = {"reader": reader, "arguments": arguments, "seconds": self._limit}
        child = self._places.get()
        try:
            while True:
                if child is None or child.is_gone:
                    child = _Child(self._module)
                is_fresh = not child.is_used
                answer = child.ask(json.dumps(job).encode(), data, self._limit)
                if answer is None and (is_fresh or child.is_late):
                    raise Unreadable("killed")
                if answer is not None and (is_fresh or answer[:1] in _FIRM):
                    return _told(answer, reader)
                child.end()
        finally:
            self._places.put(None if child is None or child.is_gone else child)


def _told(answer: bytes, reader: str) -> object:
    kind, said = answer[:1], answer[1:]
    if kind == wire.NO_READER:  # an installation that lacks something: no file's fault
        raise RuntimeError(f"no reader: {reader}")
    if kind == wire.VALUE:
        try:
            return wire.unpacked(said)
        # What was tampered with raises whatever the classes raise on odd arguments.
        except (pickle.UnpicklingError, ArithmeticError, *_ODD) as fault:
            raise Unreadable("reader") from fault
    code = said.decode("ascii", "replace")
    raise Unreadable(code if kind == wire.CODE and code in REASONS else "reader")


_ODD = (ValueError, TypeError, AttributeError, LookupError, EOFError, ImportError)


class _Child:
    """One process; `is_late` where it was killed for time."""

    def __init__(self, module: str) -> None:
        self.is_used = self.is_late = self.is_gone = False
        paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-P", "-Wignore", "-m", module],
            bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        if self._within(_START) != wire.READY:
            self.end()
            raise RuntimeError(f"the reading process does not start: python -m {module}")

    def ask(self, job: bytes, data: bytes, seconds: float) -> bytes | None:
        """The answer; None where the process is gone."""
        self.is_used = True
        return self._within(seconds, job, data)

    def end(self) -> None:
        """Kill it, take note of its end, close the pipes; more than once does no harm."""
        self.is_gone = True
        self._process.kill()
        self._process.wait()
        for pipe in self._pipes():
            with suppress(OSError):
                pipe.close()

    def _pipes(self) -> tuple[Any, Any]:
        return self._process.stdin, self._process.stdout

    def _within(self, seconds: float, *frames: bytes) -> bytes | None:
        """Send, and wait for one frame; any other end than an answer ends the process.

        A second thread kills at the limit, which ends every wait on the pipes: Windows has no
        other way to wait for a pipe and for time.
        """
        watch = threading.Timer(seconds, self._late)
        watch.daemon = True
        watch.start()
        to: BinaryIO
        back: BinaryIO
        to, back = self._pipes()
        answer = None
        try:
            for frame in frames:
                wire.send(to, frame)
            answer = wire.receive(back)
        except (EOFError, OSError):
            answer = None
        finally:
            watch.cancel()
            watch.join()
            if answer is None or self.is_late:
                self.end()
        return answer

    def _late(self) -> None:
        self.is_late = True
        self._process.kill()
