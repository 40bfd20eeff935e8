"""One run at a time in a workspace, by the system's own lock: a killed run leaves none behind."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import disk, recovery
from thidua_batch.workspace.names import escape_name
from thidua_batch.workspace.places import Workspace

_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_held: set[Path] = set()

if sys.platform == "win32":
    import msvcrt

    def _seize(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _let_go(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _seize(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _let_go(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def lock(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace for one run; a second run is refused as "busy".

    An interrupted publish is recovered first and leftover temporaries are removed.
    """
    name = workspace.relative(workspace.lock_file)
    with disk.refusing(name):
        disk.make_folder(workspace.state)
        flags = os.O_RDWR | os.O_CREAT | disk.CAREFUL
        descriptor = os.open(disk.extended(workspace.lock_file), flags, 0o666)
    try:
        _take(descriptor, workspace, name)
        _held.add(workspace.root)
        try:
            recovery.recover(workspace)
            recovery.sweep(workspace)
            yield
        finally:
            _held.discard(workspace.root)
            with suppress(OSError):
                _let_go(descriptor)
    finally:
        os.close(descriptor)


def held(workspace: Workspace) -> AbstractContextManager[None]:
    """The lock, or nothing where this process holds it already."""
    return nullcontext() if workspace.root in _held else lock(workspace)


def _take(descriptor: int, workspace: Workspace, name: str) -> None:
    try:
        _seize(descriptor)
    except OSError as error:
        if error.errno in _BUSY:
            raise WorkspaceError("busy", path=escape_name(str(workspace.root))) from error
        raise disk.refusal(error, name) from error
