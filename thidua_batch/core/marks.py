"""What a unit is told about its own return (phản hồi): marks on its cells, in the order of work.

The marked copy and the text that goes with it are made from the same marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from thidua_batch.core import vn, wording
from thidua_batch.core.findings import DOUBTS, TOLD_TO_UNITS, UNREAD, Finding, Severity
from thidua_batch.core.returns import Spot
from thidua_batch.core.wording import feedback as words

#: Sheet and address in a returned file -> the input cell of the form that stands there.
Places = Mapping[tuple[str, str], Spot]

#: What no form answers: other files, which version counts, papers that go with it.
_BESIDE = UNREAD | {"BLOC-008", "BOOK-009", "BOOK-011"}
#: A part of a reason that tells the secretary what to do, not the unit.
_OWN_WORK = "inbox"
_CUT = " […] "
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_SEVERITIES = tuple(Severity)
_SHEETS = {vn.fold(name): kind for kind, name in wording.FORM_SHEETS.items()}
_ORDER = tuple(wording.FORM_SHEETS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something to correct or to know: how bad, what, what to do, and where.

    `spot` is the cell of the form, where it has one; `sheet` and `address` are where it stood in
    the returned file (both may be empty: the form as a whole). `code` is for programs only.
    """

    severity: Severity
    message: str
    hint: str
    spot: Spot | None = None
    sheet: str = ""
    address: str = ""
    code: str = ""


def told(findings: Iterable[Finding], unit: str) -> list[Finding]:
    """The findings that are this unit's own and that a unit may be told (`TOLD_TO_UNITS`).

    Of a return that may be another unit's, only that it must be sent again; what other files of the
    unit say stays.
    """
    own = [f for f in findings if f.unit == unit]
    found = [f for f in own if f.code in TOLD_TO_UNITS]
    doubtful = {f.place[0] for f in own if f.code in DOUBTS}
    if not doubtful:
        return found
    return [f for f in found if f.code in DOUBTS or f.place[0] not in (None, *doubtful)]


def is_doubtful(findings: Iterable[Finding], unit: str, file: str) -> bool:
    """Whether what stands in this return of the unit may be another unit's."""
    return any((f.unit, f.place[0]) == (unit, file) and f.code in DOUBTS for f in findings)


def of(
    findings: Iterable[Finding],
    unit: str,
    *,
    file: str = "",
    places: Places | None = None,
    has_copy: bool = False,
    in_copy: bool = False,
) -> tuple[Mark, ...]:
    """Marks of one unit, errors first, each severity in the order of the form.

    `places` are the cells of the returned `file`; findings in another file get no spot.
    `has_copy`: the marked copy goes with it, so that hints speak of it; `in_copy`: without what is
    of other files.
    """
    found = [f for f in told(findings, unit) if not (in_copy and f.code in UNREAD)]
    made = [_mark(f, file, places or {}, has_copy=has_copy) for f in found]
    return tuple(sorted(dict.fromkeys(made), key=order))


def asks_copy(marks: Iterable[Mark]) -> bool:
    """Whether any of it is corrected or looked at in the form itself."""
    return any(mark.code not in _BESIDE for mark in marks)


def _mark(found: Finding, file: str, places: Places, *, has_copy: bool) -> Mark:
    cell = found.cell
    sheet, address = (cell.sheet, cell.address) if cell else ("", "")
    is_here = cell is not None and cell.file == file
    hints = {**words.HINTS, **(words.COPY_HINTS if has_copy else {})}
    message, hint = words.MESSAGES.get(found.code), hints.get(found.code)
    fields = dict(found.fields)
    if _OWN_WORK in fields.get("reason", ""):
        fields["reason"] = fields["reason"].partition(";")[0]
    return Mark(
        code=found.code,
        severity=found.severity,
        message=found.message if message is None else message.format_map(fields),
        hint=found.hint if hint is None else hint.format_map(fields),
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
