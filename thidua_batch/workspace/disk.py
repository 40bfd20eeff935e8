"""The bare calls on the disk, made careful: no links followed, nothing half written, long paths.

Functions here raise OSError as the system gives it; `refusing` turns it into a refusal that names
what the person knows: the file that was wanted, not the hidden one behind it.
"""

import errno
import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace.names import escape_name

CAREFUL = 0
for _flag in ("O_BINARY", "O_NOINHERIT", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY"):
    CAREFUL |= getattr(os, _flag, 0)

_MEANING = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.ENOENT: "missing",
    **dict.fromkeys(
        (errno.ELOOP, errno.EISDIR, errno.ENOTDIR, errno.ENXIO, errno.EEXIST, errno.ENODEV),
        "not_regular_file",
    ),
}
_DENIED = {errno.EACCES, errno.EPERM}
_SHARING = {32, 33}  # Windows: somebody else has the file open, or a part of it locked
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EACCES}
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF}
_LONG = 240  # Windows refuses plain paths from 260 letters on, folders from 248 on
_CHUNK = 1 << 20


def refusal(error: OSError, where: str, denied: str = "read_only") -> WorkspaceError:
    """What a failed call means for a person; `denied` is the code for a missing permission."""
    if getattr(error, "winerror", None) in _SHARING:
        code = "locked"
    elif error.errno in _DENIED:
        code = denied
    else:
        code = _MEANING.get(error.errno or 0, "io")
    reason = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return WorkspaceError(code, path=escape_name(where), reason=reason)


@contextmanager
def refusing(where: str, denied: str = "read_only") -> Iterator[None]:
    """A failed call inside becomes a refusal that names `where`."""
    try:
        yield
    except OSError as error:
        raise refusal(error, where, denied) from error


def extended(path: Path) -> Path:
    r"""The same path in the form that Windows takes at any length (\\?\); elsewhere itself."""
    if sys.platform != "win32":
        return path
    else:  # noqa: RET505 - mypy leaves out a branch, not a rest
        text = str(path.absolute())
        if len(text) < _LONG or text.startswith("\\\\?\\"):
            return path
        plain = not text.startswith("\\\\")
        return Path("\\\\?\\" + text if plain else "\\\\?\\UNC\\" + text[2:])


def status(path: Path) -> os.stat_result | None:
    """What stands at `path`, links not followed; None if nothing does."""
    try:
        return extended(path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def exists(path: Path) -> bool:
    """Something stands at `path`, be it a broken link."""
    return status(path) is not None


def is_folder(path: Path) -> bool:
    """A folder itself, not a link to one."""
    found = status(path)
    return found is not None and stat.S_ISDIR(found.st_mode)


def walk(folder: Path) -> Iterator[Path]:
    """All files below a folder; links not followed, folders that cannot be read left out."""
    for parent, _, names in os.walk(extended(folder), followlinks=False):
        for name in names:
            yield Path(parent) / name


def open_regular(path: Path, flags: int = os.O_RDONLY) -> int:
    """A descriptor on a regular file; a link, FIFO, device or folder is refused, not waited for."""
    if not stat.S_ISREG(extended(path).lstat().st_mode):  # a mere open may already act on a device
        raise WorkspaceError("not_regular_file", path=escape_name(str(path)))
    descriptor = os.open(extended(path), flags | CAREFUL)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise WorkspaceError("not_regular_file", path=escape_name(str(path)))


def fingerprint(path: Path) -> str | None:
    """SHA-256 of a regular file of any size; None if nothing stands there."""
    try:
        descriptor = open_regular(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    digest = hashlib.sha256()
    with os.fdopen(descriptor, "rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def content(path: Path) -> bytes:
    """All bytes of one of the package's own files."""
    with os.fdopen(open_regular(path), "rb") as stream:
        return stream.read()


def probe(path: Path, where: str) -> None:
    """Open an existing file for update and close it: refused if locked or read-only."""
    with refusing(where, denied="locked"):
        try:
            descriptor = open_regular(path, os.O_RDWR)
        except PermissionError as error:
            found = status(path)
            if found is not None and not found.st_mode & 0o222:
                raise refusal(error, where) from error
            raise
        os.close(descriptor)


def write_durably(path: Path, data: bytes) -> None:
    """A new file with these bytes, on the disk when the call returns; a leftover is replaced."""
    remove(path)
    descriptor = os.open(extended(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL | CAREFUL, 0o666)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def move(source: Path, target: Path) -> None:
    """Rename within a folder, replacing what stands at the target."""
    extended(source).replace(extended(target))


def link(source: Path, target: Path) -> bool:
    """A second name for a file; False where the file system has no such thing."""
    try:
        os.link(extended(source), extended(target))
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    return True


def remove(path: Path) -> None:
    """Remove a file; nothing there is as good."""
    extended(path).unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """A folder and what is missing above it; a link in its place is refused."""
    found = status(path)
    if found is None:
        extended(path).mkdir(parents=True, exist_ok=True)
    elif not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))


def remove_folder(path: Path) -> None:
    """Remove a folder if it is empty."""
    with suppress(OSError):
        extended(path).rmdir()


def sync_folder(path: Path) -> None:
    """Make the names in a folder durable; Windows has no such call."""
    if sys.platform != "win32":
        descriptor = os.open(path, os.O_RDONLY | CAREFUL)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in _NO_FOLDER_SYNC:
                raise
        finally:
            os.close(descriptor)
