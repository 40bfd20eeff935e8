"""A unit's own findings as a text (phiếu đề nghị chỉnh sửa, bổ sung)."""

from __future__ import annotations

from thidua_batch.core import wording
from thidua_batch.core.findings import SEVERITY_LABELS
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.wording import workspace as words

#: Findings that name other units or a grade not yet decided: never in a unit's own text.
COUNCIL_ONLY = frozenset({"BOOK-008", "CROSS-004", "CROSS-005"})


def render(outcome: Outcome, unit: str) -> bytes:
    """A unit's own findings as text; nothing about other units."""
    result = outcome.result(unit)
    text = words.FEEDBACK_TITLE + "\n\n"
    text += words.FEEDBACK_HEAD.format(
        bloc=outcome.bloc.name, period=wording.period_name(outcome.period), unit=result.unit.name
    )
    theirs = [
        f
        for f in outcome.findings
        if f.unit == unit and f.code[:4] in ("BOOK", "CELL", "CROS") and f.code not in COUNCIL_ONLY
    ]
    text += "\n"
    if result.state is UnitState.MISSING:
        text += words.FEEDBACK_ABSENT
    elif not theirs:
        text += words.FEEDBACK_CLEAN
    else:
        text += words.FEEDBACK_INTRO
    for number, found in enumerate(theirs, start=1):
        _, sheet, cell = found.place
        place = words.FEEDBACK_PLACE.format(sheet=sheet, cell=cell) if sheet and cell else ""
        text += words.FEEDBACK_LINE.format(
            number=number,
            severity=SEVERITY_LABELS[found.severity],
            place=place,
            message=found.message,
            hint=words.FEEDBACK_HINTS.get(found.code, found.hint),
        )
    return text.replace("\n", "\r\n").encode("utf-8-sig")
