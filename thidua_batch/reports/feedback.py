"""The short official text that goes to a unit about its return; nothing about other units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from thidua_batch.core import marks, vn, wording
from thidua_batch.core.findings import SEVERITY_LABELS, UNREAD, Severity
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.marks import Mark
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.wording import feedback as words
from thidua_batch.core.wording import form as form_words

#: Lines where the marked copy shows the rest.
_MOST_LINES, _LIMIT = 20, 400

#: Title and text where a unit has no findings to hear of; of all other states: the form is clean.
_NOTHING_FOUND = {
    UnitState.MISSING: (words.ABSENT_TITLE, words.ABSENT),
    UnitState.NOT_SUBMITTED: (words.EXCUSED_TITLE, words.EXCUSED),
    UnitState.REJECTED: (words.PENDING_TITLE, words.PENDING),
}
_CLEAN = (words.CLEAN_TITLE, words.CLEAN)
_PENDING = _NOTHING_FOUND[UnitState.REJECTED]
#: Findings by which a file came of which only the bloc can say whether it is the unit's return.
_UNDECIDED = frozenset({"BLOC-014", "BOOK-021"})
#: What is not corrected in the form: a right, readable one is sent instead.
_AGAIN = UNREAD | {"BOOK-004", "BOOK-011"}
#: A question that is answered with a word.
_CONFIRM = "BOOK-009"


def marks_of(
    outcome: Outcome, unit: str, *, file: str = "", places: marks.Places | None = None
) -> tuple[Mark, ...]:
    """What the unit's marked copy shows: its own findings, with spots for those in `file`.

    `places` says which input cell of the form each sheet and address of `file` is.
    """
    return marks.of(outcome.findings, unit, file=file, places=places, has_copy=True, in_copy=True)


def render(outcome: Outcome, unit: str, copy: str | None = None) -> bytes:
    """The text to send (UTF-8 with mark, CRLF); `copy` names the marked copy that goes with it."""
    result = outcome.result(unit)
    said = {"bloc": outcome.bloc.name, "period": wording.period_name(outcome.period)}
    found = marks.of(outcome.findings, unit, has_copy=copy is not None)
    is_open = any(f.unit == unit and f.code in _UNDECIDED for f in outcome.findings)
    title, text = _NOTHING_FOUND.get(result.state, _CLEAN)
    if is_open and result.state in (UnitState.MISSING, UnitState.REJECTED):
        title, text = _PENDING
    is_used = result.state not in _NOTHING_FOUND
    told = [] if found and not (is_open and result.state is UnitState.REJECTED) else [text]
    if found:
        is_clean = is_used and all(mark.severity is Severity.NOTE for mark in found)
        title = words.CLEAN_TITLE if is_clean else words.TITLE
    parts = [title, words.TO.format(unit=marks.plain(result.unit.name, _LIMIT))]
    parts += [text.format(**said) for text in told]
    if found:
        parts += _asked(_Letter(outcome, result.state, copy), found, said)
    elif result.state is UnitState.MISSING:
        parts += _deadline(outcome)
    text = "\n\n".join([*parts, words.THANKS]) + "\n"
    return text.replace("\n", "\r\n").encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class _Letter:
    """To whom it goes: a unit in this state, with the marked copy of this name."""

    outcome: Outcome
    state: UnitState
    copy: str | None


def _asked(letter: _Letter, found: Sequence[Mark], said: dict[str, str]) -> list[str]:
    """What was found, line by line, and what to send back until when."""
    counts, copy = Counter(mark.severity for mark in found), letter.copy
    told = [words.COUNTS[s].format(count=counts[s]) for s in Severity if counts[s]]
    intro = words.INTRO_UNREAD if letter.state is UnitState.MISSING else words.INTRO
    parts = [intro.format(counts=vn.join_names(told), **said)]
    lines = [_line(number, mark) for number, mark in enumerate(found, start=1)]
    if copy is not None and (more := len(lines) - _MOST_LINES) > 0:
        rest = words.MORE.format(count=more, sheet=form_words.TODO_SHEET, copy=copy)
        lines = [*lines[:_MOST_LINES], rest]
    parts.append("\n".join(lines))
    return [*parts, *_back(letter, found), *_deadline(letter.outcome)]


def _back(letter: _Letter, found: Sequence[Mark]) -> Iterator[str]:
    """What the unit is to do: answer, correct, or send again; the marked copy is always named."""
    wrong = {mark.code for mark in found if mark.severity is Severity.ERROR}
    copy, to_send = letter.copy, wrong - {_CONFIRM}
    if _CONFIRM in wrong:
        yield words.BACK_CONFIRM
    if to_send - _AGAIN:
        back = words.BACK if copy is None else words.BACK_COPY
        yield back.format(copy=copy, sheet=form_words.TODO_SHEET)
    elif to_send or letter.state is UnitState.MISSING:
        yield words.BACK_AGAIN
    if to_send and letter.outcome.bloc.rules.signed_required:
        yield words.SIGNED
    if copy is not None and not to_send - _AGAIN:
        yield words.BACK_LOOK_COPY.format(copy=copy)
    elif not wrong and letter.state is not UnitState.MISSING:
        yield words.BACK_LOOK


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
