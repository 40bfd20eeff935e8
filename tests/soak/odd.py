"""Odd files of every sort, made from good forms and from nothing; the same seed, the same files."""

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.support import small
from thidua_batch import samples
from thidua_batch.books import form

_TEXTS = (
    b"<html><table><tr><td>1</td></tr></table></html>",
    b"STT;Noi dung;Diem\r\n1;abc;10\r\n",
    b"From: a@example.vn\r\nSubject: x\r\n\r\nbody\r\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    b"%PDF-1.7\n",
    b"{}",
    b"",
)
_ENDINGS = (".xlsx", ".xls", ".xlsm", ".ods", ".xlsb", ".csv", ".zip", ".eml", ".pdf", ".htm", "")


def make(folder: Path, count: int, luck: random.Random) -> list[Path]:
    """So many files in a folder."""
    folder.mkdir(parents=True)
    forms = _forms(folder)
    made = []
    for number in range(count):
        maker = MAKERS[number % len(MAKERS)]
        data, ending = maker(forms, luck)
        path = folder / f"{number:04}-{maker.__name__.strip('_')}{ending}"
        path.write_bytes(data)
        made.append(path)
    return made


def _forms(folder: Path) -> list[bytes]:
    """Forms of the very bloc, filled, and one of another bloc."""
    root = small.filled(folder / "own")
    own = [path.read_bytes() for path in sorted((root / "inbox" / small.PERIOD).glob("*.xlsx"))]
    sample = samples.load(samples.DEFAULT)
    unit = sample.bloc.units[0]
    foreign = form.write(
        sample.bloc, sample.plan, unit, definition_sha256="0" * 64, values=sample.forms[unit.code]
    )
    return [*own, foreign]


Made = tuple[bytes, str]


def _truncated(forms: Sequence[bytes], luck: random.Random) -> Made:
    data = luck.choice(forms)
    return data[: luck.randrange(len(data))], ".xlsx"


def _flipped(forms: Sequence[bytes], luck: random.Random) -> Made:
    data = bytearray(luck.choice(forms))
    for _ in range(luck.choice((1, 1, 3, 50))):
        data[luck.randrange(len(data))] ^= 1 << luck.randrange(8)
    return bytes(data), ".xlsx"


def _spliced(forms: Sequence[bytes], luck: random.Random) -> Made:
    one, other = luck.sample(forms, 2)
    return one[: luck.randrange(len(one))] + other[luck.randrange(len(other)) :], ".xlsx"


def _changed_inside(forms: Sequence[bytes], luck: random.Random) -> Made:
    """A package that is whole, with letters of one part changed, lost, doubled or cut off."""
    name, parts = _parts(luck.choice(forms), luck)
    text = bytearray(parts[name])
    for _ in range(luck.choice((1, 1, 2, 20))):
        at = luck.randrange(len(text))
        how = luck.randrange(4)
        if how == 0:
            text[at] = luck.randrange(32, 127)
        elif how == 1:
            del text[at : at + luck.choice((1, 5, 200))]
        elif how == 2:
            text[at:at] = text[at : at + 60]
        else:
            text[at:at] = luck.choice((b"&#0;", b"<!--", b"]]>", b'"', b"1e400", b"\xff", b"NaN"))
        text = text or bytearray(b"<x/>")
    return _packed({**parts, name: bytes(text)}), ".xlsx"


def _without_a_part(forms: Sequence[bytes], luck: random.Random) -> Made:
    name, parts = _parts(luck.choice(forms), luck)
    return _packed({n: data for n, data in parts.items() if n != name}), ".xlsx"


def _another_name(forms: Sequence[bytes], luck: random.Random) -> Made:
    return luck.choice(forms), luck.choice(_ENDINGS)


def _noise(_: Sequence[bytes], luck: random.Random) -> Made:
    return luck.randbytes(luck.choice((1, 100, 5000, 200_000))), luck.choice(_ENDINGS)


def _text(_: Sequence[bytes], luck: random.Random) -> Made:
    return luck.choice(_TEXTS) * luck.choice((1, 1, 40)), luck.choice(_ENDINGS)


def _parcel(forms: Sequence[bytes], luck: random.Random) -> Made:
    """A zip with a form, noise, another zip or a name that leads elsewhere."""
    inner = luck.choice(forms)
    content = {"a/bai.xlsx": inner, "x.bin": luck.randbytes(900)}
    if luck.random() < 0.3:
        content["../../ra-ngoai.xlsx"] = inner
    if luck.random() < 0.3:
        content["trong.zip"] = _packed({"bai.xlsx": inner})
    return _packed(content), ".zip"


MAKERS: tuple[Callable[[Sequence[bytes], random.Random], Made], ...] = (
    _changed_inside, _truncated, _changed_inside, _flipped, _without_a_part, _spliced,
    _changed_inside, _another_name, _noise, _text, _parcel,
)  # fmt: skip


def _parts(data: bytes, luck: random.Random) -> tuple[str, dict[str, bytes]]:
    """The parts of a package, and one of them, sheets for choice."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheets = [name for name in parts if "sheet" in name.lower() or "shared" in name.lower()]
    return luck.choice(sheets if luck.random() < 0.7 else list(parts)), parts


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()
