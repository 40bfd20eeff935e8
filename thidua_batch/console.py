"""Printing for people on any console: Vietnamese where it can be shown, never a broken run.

A console that lacks a letter gets the nearest one; one that is closed or full does not decide
the exit code of a finished run.
"""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata
from functools import partial
from typing import Any, BinaryIO, TextIO

#: Nearest ASCII of what has no base letter under its marks.
_PLAIN = {
    "\N{LATIN CAPITAL LETTER D WITH STROKE}": "D",
    "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
    "–": "-",
    "«": '"',
    "»": '"',
    "…": "...",
    "≥": ">=",
    "→": "->",
}


class _Lenient(io.RawIOBase):
    """Bytes to a stream that may be closed or full: what it will not take is dropped."""

    def __init__(self, under: BinaryIO) -> None:
        self._under = under
        self._dead = False

    def writable(self) -> bool:
        """Always, even when nothing arrives any more."""
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401  # any buffer, as RawIOBase has it
        """Hand on while the stream takes it."""
        if not self._dead:
            try:
                self._under.write(data)
                self._under.flush()
            except OSError:
                self._dead = True
        return memoryview(data).nbytes

    def isatty(self) -> bool:
        """As the stream below."""
        return self._under.isatty()

    def fileno(self) -> int:
        """As the stream below."""
        return self._under.fileno()


class _AsciiStream(io.TextIOWrapper):
    """A stream for ASCII alone; click takes the name "ascii" for a fault and writes UTF-8."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """A name that no one mistakes for a misconfigured stream."""
        return "thidua-ascii"


def prepare() -> None:
    """Make standard output and error survive missing letters, closed pipes and full disks."""
    sys.stdout = _wrapped(sys.stdout)
    sys.stderr = _wrapped(sys.stderr)


def _wrapped(stream: TextIO | None) -> TextIO:
    """The stream with the same encoding and our handling of what it cannot show."""
    under = getattr(stream, "buffer", None)
    if under is None:
        return stream if stream is not None else io.StringIO()
    raw = io.BufferedWriter(_Lenient(under))
    encoding = getattr(stream, "encoding", None) or "utf-8"
    handler = f"thidua-{encoding}"
    codecs.register_error(handler, partial(_nearest, encoding))
    kind = _AsciiStream if codecs.lookup(encoding).name == "ascii" else io.TextIOWrapper
    return kind(raw, encoding=encoding, errors=handler, line_buffering=True)


def is_plain() -> bool:
    """Whether the console cannot draw lines (its encoding is not a Unicode one)."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    return not encoding.lower().replace("-", "").startswith("utf")


def _nearest(encoding: str, fault: UnicodeError) -> tuple[str, int]:
    """Codec error handler: the letter with a combining tone, else its base, else "?"."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    text = fault.object[fault.start : fault.end]
    return "".join(_spell(letter, encoding) for letter in text), fault.end


def _spell(letter: str, encoding: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    candidates = [parts]
    if len(parts) > 2:
        candidates += [
            unicodedata.normalize("NFC", parts[:2]) + parts[2],
            unicodedata.normalize("NFC", parts[0] + parts[2]) + parts[1],
        ]
    base = "".join(c for c in parts if not unicodedata.combining(c))
    for candidate in [*candidates, _PLAIN.get(letter, base), "?"]:
        try:
            candidate.encode(encoding)
        except UnicodeEncodeError:
            continue
        return candidate
    return "?"
