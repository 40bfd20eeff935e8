"""File names: printable forms, and the hidden names used while a file is being written."""

from pathlib import Path

HIDDEN = ".~thidua-"
TEMP = ".tmp"
BACKUP = ".bak"
BESIDE = ".moi"

_KEPT = 40  # letters of the name that a hidden name repeats: 255 bytes are all a file system has
_BYTE, _PLANE = 0x100, 0x10000


def escape_name(name: str) -> str:
    r"""Printable form of a name: line breaks, terminal escapes, bidi marks as \x, \u or \U.

    Backslashes stay (Windows paths hold them), so escaping twice changes nothing more.
    """
    return "".join(letter if letter.isprintable() else _escaped(ord(letter)) for letter in name)


def _escaped(code: int) -> str:
    if code < _BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < _PLANE else f"\\U{code:08x}"


def hidden(path: Path, mark: str, ending: str) -> Path:
    """The hidden file in the same folder that stands for `path` during a write."""
    return path.with_name(f"{HIDDEN}{mark}-{path.name[:_KEPT]}{ending}")


def beside(path: Path, attempt: int) -> Path:
    """The name of a new version beside a file that a person has edited (attempt 1, 2, ...)."""
    number = "" if attempt == 1 else f"-{attempt}"
    return path.with_name(f"{path.stem}{BESIDE}{number}{path.suffix}")
