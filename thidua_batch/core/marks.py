"""What a unit is told about its own return (phản hồi): marks on its cells, in the order of work.

The marked copy and the text that goes with it are made from the same marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from thidua_batch.core import vn, wording
from thidua_batch.core.findings import DOUBTS, TOLD_TO_UNITS, Finding, Severity
from thidua_batch.core.returns import Spot
from thidua_batch.core.wording import feedback as words

#: Sheet and address in a returned file -> the input cell of the form that stands there.
Places = Mapping[tuple[str, str], Spot]

_CUT = " […] "
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_SEVERITIES = tuple(Severity)
_SHEETS = {vn.fold(name): kind for kind, name in wording.FORM_SHEETS.items()}
_ORDER = tuple(wording.FORM_SHEETS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something to correct or to know: how bad, what, what to do, and where.

    `spot` is the cell of the form, where it has one; `sheet` and `address` are where it stood in
    the returned file (both may be empty: the form as a whole).
    """

    severity: Severity
    message: str
    hint: str
    spot: Spot | None = None
    sheet: str = ""
    address: str = ""


def told(findings: Iterable[Finding], unit: str) -> list[Finding]:
    """The findings that are this unit's own and that a unit may be told (`TOLD_TO_UNITS`).

    Of a return that may be another unit's, only that it must be sent again.
    """
    own = [f for f in findings if f.unit == unit]
    found = [f for f in own if f.code in TOLD_TO_UNITS]
    if not is_doubtful(own, unit):
        return found
    return [f for f in found if f.code in DOUBTS or f.code.startswith("BLOC")]


def is_doubtful(findings: Iterable[Finding], unit: str) -> bool:
    """Whether what stands in the unit's return may be another unit's."""
    return any(f.unit == unit and f.code in DOUBTS for f in findings)


def of(
    findings: Iterable[Finding],
    unit: str,
    *,
    file: str = "",
    places: Places | None = None,
    has_copy: bool = False,
) -> tuple[Mark, ...]:
    """Marks of one unit, errors first, each severity in the order of the form.

    `places` are the cells of the returned `file`; findings in another file get no spot.
    `has_copy`: the marked copy goes with it, so that hints speak of it.
    """
    made = [_mark(f, file, places or {}, has_copy=has_copy) for f in told(findings, unit)]
    return tuple(sorted(dict.fromkeys(made), key=order))


def _mark(found: Finding, file: str, places: Places, *, has_copy: bool) -> Mark:
    cell = found.cell
    sheet, address = (cell.sheet, cell.address) if cell else ("", "")
    is_here = cell is not None and cell.file == file
    hints = {**words.HINTS, **(words.COPY_HINTS if has_copy else {})}
    message, hint = words.MESSAGES.get(found.code), hints.get(found.code)
    return Mark(
        severity=found.severity,
        message=found.message if message is None else message.format_map(found.fields),
        hint=found.hint if hint is None else hint.format_map(found.fields),
        spot=places.get((sheet, address)) if is_here else None,
        sheet=sheet,
        address=address,
    )


def order(mark: Mark) -> tuple[int, int, int, int]:
    """Sort key: severity, sheet, row, column; what has no cell comes first of its severity."""
    kind = mark.spot[0] if mark.spot else _SHEETS.get(vn.fold(mark.sheet))
    sheet = _ORDER.index(kind) if kind is not None else -1
    return (_SEVERITIES.index(mark.severity), sheet, *position(mark.address))


def position(address: str) -> tuple[int, int]:
    """Row and column of an A1 address, counted from 1; zeros where it is none."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return (0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return (int(match[2]), column)


def plain(text: str, limit: int) -> str:
    """Text on one line, without invisible characters, its middle visibly cut at `limit`."""
    text = " ".join(vn.clean(text).split())
    if len(text) <= limit:
        return text
    tail = limit // 3
    return text[: limit - tail - len(_CUT)] + _CUT + text[-tail:]
