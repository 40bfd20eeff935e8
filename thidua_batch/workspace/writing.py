"""Single files, written whole or not at all. Sets of outputs go through `publishing`."""

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import disk
from thidua_batch.workspace.names import TEMP, escape_name, hidden
from thidua_batch.workspace.reading import sha256


def write_new(path: Path, data: bytes) -> bool:
    """Write a file that must not replace another; True if written, False if already the same."""
    if _is_already(path, data):
        return False
    try:
        _write(path, data, _settle_new)
    except FileExistsError as error:  # somebody was faster
        if not _is_already(path, data):
            raise WorkspaceError("exists", path=escape_name(str(path))) from error
        return False
    return True


def write_atomic(path: Path, data: bytes) -> bool:
    """Write or replace a file; True if written, False if it already holds these bytes."""
    with disk.refusing(str(path), denied="locked"):
        before = disk.fingerprint(path)
    if before == sha256(data):
        return False
    if before is not None:
        disk.probe(path, str(path))
    _write(path, data, _settle)
    return True


def _is_already(path: Path, data: bytes) -> bool:
    """The file is there with these bytes; other content is refused."""
    if not disk.exists(path):
        return False
    with disk.refusing(str(path), denied="locked"):
        if disk.fingerprint(path) == sha256(data):
            return True
    raise WorkspaceError("exists", path=escape_name(str(path)))


def _write(path: Path, data: bytes, settle: Callable[[Path, Path], None]) -> None:
    temp = hidden(path, "w", TEMP)
    with disk.refusing(str(path.parent)):
        disk.make_folder(path.parent)
    try:
        with disk.refusing(str(path)):
            disk.write_durably(temp, data)
        settle(temp, path)
        with disk.refusing(str(path)):
            disk.sync_folder(path.parent)
    finally:
        with suppress(OSError):
            disk.remove(temp)


def _settle(temp: Path, path: Path) -> None:
    with disk.refusing(str(path), denied="locked"):
        disk.move(temp, path)


def _settle_new(temp: Path, path: Path) -> None:
    """Give the file its name without ever replacing another one."""
    try:
        if sys.platform == "win32":  # refuses there what it replaces elsewhere
            disk.extended(temp).rename(disk.extended(path))
        elif not disk.link(temp, path):
            _settle(temp, path)
    except FileExistsError:
        raise
    except OSError as error:
        raise disk.refusal(error, str(path)) from error
