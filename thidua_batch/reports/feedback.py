"""The short official text that goes to a unit about its return; nothing about other units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from thidua_batch.core import marks, vn, wording
from thidua_batch.core.findings import SEVERITY_LABELS, Severity
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.marks import Mark
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.wording import feedback as words
from thidua_batch.core.wording import form as form_words

#: Lines where the marked copy shows the rest.
_MOST_LINES, _LIMIT = 20, 400

#: What is said where a unit has no findings to hear of; of all other states: the form is clean.
_NOTHING_FOUND = {
    UnitState.MISSING: words.ABSENT,
    UnitState.NOT_SUBMITTED: words.EXCUSED,
    UnitState.REJECTED: words.PENDING,
}


def marks_of(
    outcome: Outcome, unit: str, *, file: str = "", places: marks.Places | None = None
) -> tuple[Mark, ...]:
    """What the unit's marked copy shows: its own findings, with spots for those in `file`.

    `places` says which input cell of the form each sheet and address of `file` is.
    """
    return marks.of(outcome.findings, unit, file=file, places=places, has_copy=True)


def render(outcome: Outcome, unit: str, copy: str | None = None) -> bytes:
    """The text to send (UTF-8 with mark, CRLF); `copy` names the marked copy that goes with it."""
    name = outcome.result(unit).unit.name
    said = {"bloc": outcome.bloc.name, "period": wording.period_name(outcome.period)}
    parts = [words.TITLE, words.TO.format(unit=marks.plain(name, _LIMIT))]
    found = marks.of(outcome.findings, unit, has_copy=copy is not None)
    if found:
        parts += _asked(outcome, found, said, copy)
    else:
        state = outcome.result(unit).state
        parts.append(_NOTHING_FOUND.get(state, words.CLEAN).format(**said))
        parts += _deadline(outcome) if state is UnitState.MISSING else []
    text = "\n\n".join([*parts, words.THANKS]) + "\n"
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _asked(
    outcome: Outcome, found: Sequence[Mark], said: dict[str, str], copy: str | None
) -> list[str]:
    """What was found, line by line, and what to send back until when."""
    counts = Counter(mark.severity for mark in found)
    told = [words.COUNTS[s].format(count=counts[s]) for s in Severity if counts[s]]
    parts = [words.INTRO.format(counts=vn.join_names(told), **said)]
    lines = [_line(number, mark) for number, mark in enumerate(found, start=1)]
    if copy is not None and (more := len(lines) - _MOST_LINES) > 0:
        rest = words.MORE.format(count=more, sheet=form_words.TODO_SHEET, copy=copy)
        lines = [*lines[:_MOST_LINES], rest]
    parts.append("\n".join(lines))
    if not counts[Severity.ERROR]:
        return [*parts, words.BACK_LOOK, *_deadline(outcome)]
    back = words.BACK if copy is None else words.BACK_COPY
    parts.append(back.format(copy=copy, sheet=form_words.TODO_SHEET))
    if outcome.bloc.rules.signed_required:
        parts.append(words.SIGNED)
    return [*parts, *_deadline(outcome)]


def _line(number: int, mark: Mark) -> str:
    sheet, cell = (marks.plain(text, _LIMIT) for text in (mark.sheet, mark.address))
    return words.LINE.format(
        number=number,
        severity=SEVERITY_LABELS[mark.severity],
        place=words.PLACE.format(sheet=sheet, cell=cell) if sheet and cell else "",
        message=marks.plain(mark.message, _LIMIT),
        hint=marks.plain(mark.hint, _LIMIT),
    )


def _deadline(outcome: Outcome) -> list[str]:
    day = outcome.plan.deadline
    return [] if day is None else [words.DEADLINE.format(date=vn.format_date(day))]
