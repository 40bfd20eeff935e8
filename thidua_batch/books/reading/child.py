"""The process that reads: whatever a stranger's file does to a reader happens here.

Run by `aside`, as `python -m`. A job is two frames (what to call with what, the bytes); an
answer is one. pandas and numpy stay out.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from thidua_batch.books.reading import wire
from thidua_batch.books.reading.grid import Unreadable

#: What can be asked: module and function, imported at the first job.
READERS: Mapping[str, str] = {
    "careful": "thidua_batch.books.reading.careful:read",
    "xls": "thidua_batch.books.reading.xls:read",
    "xlsb": "thidua_batch.books.reading.xlsb:read",
    "ods": "thidua_batch.books.reading.ods:read",
    "html": "thidua_batch.books.reading.html:read",
    "unlock": "thidua_batch.books.reading.locked:unlock",
    "unpack": "thidua_batch.books.reading.parcels:unpacked",
}
_MEMORY, _FILES = 1 << 30, 64
# The run kills at the limit; should it be gone itself, this ends the child a little later.
_GRACE = 5


def serve(readers: Mapping[str, str]) -> None:
    """Answer jobs until the other end closes; what a reader prints goes nowhere."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs, answers = _pipes()
    _limit()
    # openpyxl asks for numpy, whose threads alone would use up the memory.
    sys.modules.update(dict.fromkeys(("numpy", "pandas")))  # type: ignore[arg-type]
    with suppress(EOFError, BrokenPipeError):
        wire.send(answers, wire.READY)
        while True:
            job, data = json.loads(wire.receive(jobs)), wire.receive(jobs)
            _watch(job["seconds"])
            read = _reader(readers[job["reader"]])
            answer = _answer(read, data, job["arguments"]) if read else wire.NO_READER
            _watch(0)
            wire.send(answers, answer)


def _reader(place: str) -> Callable[..., Any] | None:
    module, _, function = place.partition(":")
    try:
        found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError):
        return None
    return found


def _answer(read: Callable[..., Any], data: bytes, arguments: list[Any]) -> bytes:
    try:
        return wire.VALUE + wire.packed(read(data, *arguments))
    except Unreadable as fault:
        return wire.CODE + fault.code.encode()
    except MemoryError:
        os._exit(1)
    except BaseException:  # also SystemExit, and the panics of a library that is not Python
        return wire.FAULT


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two ends of the wire, taken away from where a reader could print or ask."""
    jobs = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return jobs, answers


if sys.platform == "win32":

    def _limit() -> None:
        """Windows: only the run's own limit of time holds."""

    def _watch(_seconds: float) -> None:
        """As above."""

else:
    import resource

    def _limit() -> None:
        """Memory, open files, no core: once for all jobs."""
        for kind, most in (
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_NOFILE, _FILES),
            (resource.RLIMIT_CORE, 0),
        ):
            _lower(kind, most)

    def _watch(seconds: float) -> None:
        """Processor and wall time of one job; 0: the job is done."""
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(math.ceil(seconds) + _GRACE if seconds else 0)
        used = resource.getrusage(resource.RUSAGE_SELF)
        if seconds:
            _lower(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + seconds) + 1)

    def _lower(kind: int, most: int) -> None:
        with suppress(OSError, ValueError):  # what the system does not let us have
            hardest = resource.getrlimit(kind)[1]
            low = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
            resource.setrlimit(kind, (low, hardest))


if __name__ == "__main__":
    serve(READERS)
