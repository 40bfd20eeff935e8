"""Sets of outputs to publish, and ways to break a publish off at any call to the disk."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from thidua_batch import workspace
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import Published, Workspace

PERIOD = "2019-N"
RECORD = f"output/{PERIOD}/run.json"
BOOK, PAGE, DATA, EXTRA = (
    f"output/{PERIOD}/{name}"
    for name in ("2-tong-hop/Tổng hợp.xlsx", "3-bao-cao/a b.html", "results.json", "new/x.txt")
)
OLD = {BOOK: b"book 1", PAGE: b"page 1", DATA: b"data"}
NEW = {
    BOOK: b"book 2",
    DATA: b"data",
    EXTRA: b"extra",
}  # changed, equal, new; PAGE gone
OPERATIONS = ("replace", "link", "unlink", "mkdir", "rmdir", "fsync", "open")


class Killed(BaseException):
    """Stands for SIGKILL: from here on no call reaches the disk."""


def new_bloc(folder: Path) -> Workspace:
    """One more workspace in a folder."""
    root = folder / f"Khối {len(list(folder.iterdir()))}"
    root.mkdir()
    (root / "khoi.xlsx").write_bytes(b"")
    return workspace.find(root)


def publish(bloc: Workspace, outputs: Mapping[str, bytes], **record: object) -> Published:
    paths = {bloc.root / name: data for name, data in outputs.items()}
    return workspace.publish(bloc, paths, bloc.run_record(PERIOD), record)


def files(bloc: Workspace) -> dict[str, bytes]:
    """Everything below output/, hidden files and leftovers too."""
    found = (bloc.root / "output").rglob("*")
    return {bloc.relative(path): path.read_bytes() for path in found if path.is_file()}


def outputs(bloc: Workspace) -> dict[str, bytes]:
    return {name: data for name, data in files(bloc).items() if name != RECORD}


def recorded(bloc: Workspace) -> Any:
    return workspace.stored_record(bloc.run_record(PERIOD)).get("outputs")


def is_true(bloc: Workspace) -> bool:
    """The record says exactly what is there."""
    hashes = {name: workspace.sha256(data) for name, data in outputs(bloc).items()}
    return workspace.is_complete(bloc, bloc.run_record(PERIOD)) and recorded(bloc) == hashes


def beside(name: str, number: str = "") -> str:
    """The name of a new version beside an edited file."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.moi{number}{dot}{suffix}"


Fault = Callable[[int], BaseException | None]  # what the call of this number meets


def once(turn: int, number: int) -> Fault:
    """One call fails."""
    return lambda call: OSError(number, "injected") if call == turn else None


def killed(turn: int) -> Fault:
    """The process is gone from one call on."""
    return lambda call: Killed() if call >= turn else None


def break_calls(monkeypatch: pytest.MonkeyPatch, fault: Fault) -> list[str]:
    """Let calls that change the disk meet a fault; the list of them grows as they come."""
    calls: list[str] = []

    def wrap(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if name == "open" and not args[1] & (os.O_RDWR | os.O_CREAT):
                return real(*args, **kwargs)
            calls.append(name)
            if problem := fault(len(calls)):
                raise problem
            return real(*args, **kwargs)

        return call

    for name in OPERATIONS:
        monkeypatch.setattr(os, name, wrap(name))
    return calls


def second_publish(bloc: Workspace, fault: Fault) -> tuple[list[str], BaseException | None]:
    """Publish OLD, then NEW with a fault: the calls that were made, and how it ended."""
    publish(bloc, OLD)
    with pytest.MonkeyPatch.context() as patch:
        calls = break_calls(patch, fault)
        try:
            publish(bloc, NEW)
        except (WorkspaceError, Killed) as error:
            return calls, error
    return calls, None
