"""Office packages (zip) with repeatable bytes: fixed dates, fixed order, no machine."""

from __future__ import annotations

import io
import zipfile

_FIRST = ("[Content_Types].xml", "_rels/.rels")
_DATE = (1980, 1, 1, 0, 0, 0)


def repack(data: bytes, *, compress: bool = True) -> bytes:
    """The same package written anew; stored bytes do not depend on the compressor's version."""
    method = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", method) as new:
        for name in sorted(old.namelist(), key=_place):
            info = zipfile.ZipInfo(name, date_time=_DATE)
            info.compress_type, info.create_system = method, 0
            new.writestr(info, old.read(name))
    return stream.getvalue()


def _place(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)
