"""Reading: once, as a regular file, never more than the limit; and what lies in an inbox."""

import hashlib
import os
import stat
import unicodedata
from pathlib import Path

from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import disk
from thidua_batch.workspace.names import escape_name
from thidua_batch.workspace.places import NOTE

_MIB = 1024 * 1024
LIMIT = 10 * _MIB
OWNER = "~$"  # Excel's own file beside a workbook that is open

_SKIPPED = {NOTE.casefold(), "desktop.ini", "thumbs.db"}


def sha256(data: bytes) -> str:
    """The fingerprint used everywhere: hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def read_bytes(path: Path, *, limit: int = LIMIT) -> bytes:
    """The bytes of a regular file, opened once, no link followed, at most `limit` of them."""
    with disk.refusing(str(path), denied="io"):
        with os.fdopen(disk.open_regular(path), "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            data = stream.read(limit + 1) if size <= limit else b""
        if size > limit or len(data) > limit:
            shown = f"{limit / _MIB:g}"
            raise WorkspaceError("too_large", path=escape_name(str(path)), limit=shown)
        return data


def list_inbox(folder: Path) -> list[Path]:
    """What lies in a folder and one level below, in an order that no system decides.

    Hidden files and the folder's own note are left out. Excel's owner files (`~$`), links, devices
    and folders further down are listed as they stand: reading them is refused, so that each is
    reported by name instead of being passed over.
    """
    found: list[Path] = []
    for path in _children(folder):
        if disk.is_folder(path):
            found.extend(_children(path))
        else:
            found.append(path)
    return sorted(found, key=lambda path: _order(path, folder))


def _children(folder: Path) -> list[Path]:
    if not disk.is_folder(folder):
        return []
    with disk.refusing(str(folder), denied="io"):
        names = [path.name for path in disk.extended(folder).iterdir()]
    return [folder / name for name in names if not _is_skipped(folder / name)]


def _is_skipped(path: Path) -> bool:
    if path.name.startswith(OWNER):  # hidden on Windows, yet a sign that something is still open
        return False
    if path.name.startswith(".") or path.name.casefold() in _SKIPPED:
        return True
    attributes = getattr(disk.status(path), "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def _order(path: Path, folder: Path) -> tuple[list[str], str]:
    name = path.relative_to(folder).as_posix()
    parts = [unicodedata.normalize("NFC", part).casefold() for part in name.split("/")]
    return parts, name
