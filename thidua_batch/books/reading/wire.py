"""What goes between a run and the process that reads for it: frames with their length.

The other end has read a stranger's file and may no longer be itself: what it sends is taken
apart by a reader that makes values of the grid and nothing else.
"""

from __future__ import annotations

import importlib
import io
import pickle
import struct
from typing import BinaryIO

#: The child is there.
READY = b"ready"
#: First byte of an answer: a value, a code of REASONS, a reader that raised, or that is missing.
VALUE, CODE, FAULT, NO_READER = b"v", b"c", b"f", b"n"

_LENGTH = struct.Struct(">Q")
_LONGEST = 256 << 20
_PLACES = ("thidua_batch.books.reading.grid", "thidua_batch.books.reading.parcels")
_VALUES = {("decimal", "Decimal"), ("datetime", "datetime"), ("datetime", "time")}


def send(stream: BinaryIO, content: bytes) -> None:
    """One frame, all of it; the stream is not buffered."""
    for piece in (_LENGTH.pack(len(content)), content):
        left = memoryview(piece)
        while left:
            left = left[stream.write(left) :]


def receive(stream: BinaryIO) -> bytes:
    """One frame; EOFError where the other end is gone or sends what is none."""
    length = _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0]
    if length > _LONGEST:
        raise EOFError
    return bytes(_exactly(stream, length))


def _exactly(stream: BinaryIO, size: int) -> bytearray:
    out = bytearray()
    while len(out) < size:
        piece = stream.read(min(size - len(out), 1 << 20))
        if not piece:
            raise EOFError
        out += piece
    return out


def packed(value: object) -> bytes:
    """A grid, members of a parcel or bytes, as `unpacked` takes them."""
    return pickle.dumps(value, protocol=5)


def unpacked(content: bytes) -> object:
    """The value; pickle.UnpicklingError where it holds anything else than values of a grid."""
    return _Careful(io.BytesIO(content)).load()


class _Careful(pickle.Unpickler):  # noqa: S301  # its classes are listed
    """Makes plain values and those of the grid; calls nothing else."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) in _VALUES:
            return getattr(importlib.import_module(module), name)
        if module in _PLACES and name.isidentifier():
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
