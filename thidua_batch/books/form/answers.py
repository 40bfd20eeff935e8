"""One typed cell as an answer: a number, a word of a list, a date; or the reason why not.

Whatever is not certain is a finding with the cell; nothing is guessed and a blank stays a blank.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from thidua_batch.books.asked import FIRST_DAY, LAST_DAY, day_of, span
from thidua_batch.books.form import figures, formulas
from thidua_batch.books.form.figures import Asked
from thidua_batch.books.form.notes import Notes, as_typed
from thidua_batch.books.form.sheets import Typed
from thidua_batch.core import legacy, vn, wording
from thidua_batch.core.findings import near
from thidua_batch.core.kinds import Answer
from thidua_batch.core.model import Value
from thidua_batch.core.wording import form as words

#: A formula's stored value is compared with the recomputed one to so many decimals.
_DIGITS = 9


def is_not_applicable(typed: Typed) -> bool:
    """Whether the unit declares here that it has no such task."""
    if typed.is_joined or typed.is_doubtful or not isinstance(typed.value, str):
        return False
    known = (wording.NOT_APPLICABLE,)
    if _other_text(typed, typed.value) is not None or vn.is_struck(typed.value):
        return False
    read = legacy.read(typed.value, typed.content.font, known)
    text = legacy.match(read.text, known) or read.text
    return vn.fold(text) == vn.fold(wording.NOT_APPLICABLE)


def usable(typed: Typed, label: str, notes: Notes, known: Sequence[str] = ()) -> Typed | None:
    """The cell with a value that can be taken for certain; None where it is told why not.

    A formula's value is taken where it can be recomputed here, or told where it cannot. Text of
    an old font is read by the font's table; `known` are the words that may stand in the cell.
    """
    place, raw = typed.place, str(typed.value)
    if typed.is_joined:
        notes.add("CELL-021", place, label=label)
        return None
    if typed.is_doubtful:
        notes.add("CELL-027", place, label=label)
        return None
    if typed.is_error:
        notes.add("CELL-007", place, label=label, raw=raw)
        return None
    if typed.formula is not None and not _computed(typed, typed.formula, label, notes):
        return None
    if isinstance(typed.value, str):
        if (seen := _other_text(typed, typed.value)) is not None:
            readings = words.OR.join((f"«{vn.clean(raw)}»", seen))
            notes.add("CELL-003", place, label=label, raw=vn.clean(raw), readings=readings)
            return None
        return _modern(typed, typed.value, label, notes, known)
    return typed


def _other_text(typed: Typed, text: str) -> str | None:
    """What is seen instead of a text that its number format hides or replaces."""
    seen = vn.formats.of_text(text, typed.number_format or "General")
    if seen.shows is vn.formats.Shows.SAME:
        return None
    return f"«{seen.text}»" if seen.text else words.NOTHING_SEEN


def _modern(typed: Typed, raw: str, label: str, notes: Notes, known: Sequence[str]) -> Typed | None:
    """The cell with its text in Unicode; what was done to the text is told."""
    font, place, shown = typed.content.font, typed.place, vn.clean(raw)
    read = legacy.read(raw, font, known)
    if read.state is legacy.State.DOUBTFUL:
        likely = words.OR.join(f"«{text}»" for text in read.readings) or wording.DASH
        notes.add("CELL-032", place, label=label, raw=shown, font=font, readings=likely)
        return None
    is_kept = read.state is legacy.State.KEPT
    text = (legacy.match(raw, known) if is_kept else None) or read.text
    if text != raw:
        notes.add("CELL-029", place, label=label, font=font or words.NO_FONT, value=text)
    elif not known and (proposed := legacy.propose(raw)) is not None:
        notes.add("CELL-030", place, label=label, raw=shown, value=proposed)
    if changes := vn.cleaned(text).changes:
        said = ", ".join(words.CHANGES[change] for change in sorted(changes))
        notes.add("CELL-028", place, label=label, changes=said)
    return replace(typed, content=replace(typed.content, value=text))


def _computed(typed: Typed, formula: str, label: str, notes: Notes) -> bool:
    """Whether the stored value of a formula is what the formula gives now."""
    place, shown = typed.place, typed.text
    if typed.value is None:
        notes.add("CELL-039", place, label=label, raw=formula)
        return False
    if formulas.is_linked(formula):
        notes.add("CELL-025", place, label=label, raw=formula, value=shown)
        return False
    value = typed.value if isinstance(typed.value, Decimal) else None
    known = notes.recompute(typed.place, formula) if value is not None else None
    if value is None or known is None:
        notes.add("CELL-034", place, label=label, raw=formula, value=shown)
    elif vn.round_half_up(known, _DIGITS) != vn.round_half_up(value, _DIGITS):
        notes.add(
            "CELL-026", place, label=label, raw=formula, value=shown,
            computed=vn.format_number(vn.round_half_up(known, 2)),
        )  # fmt: skip
        return False
    else:
        notes.add("CELL-004", place, label=label, raw=formula, value=shown)
    return True


def free_text(typed: Typed, label: str, notes: Notes, known: Sequence[str] = ()) -> str:
    """A text of the unit's own; one that a spreadsheet turned into a day is told."""
    found = usable(typed, label, notes, known)
    if found is None:
        return ""
    if isinstance(found.value, date):
        likely = words.OR.join(vn.parse_number(found.value).readings)
        notes.add("CELL-031", typed.place, label=label, value=found.text, readings=likely)
    if isinstance(found.value, Decimal):
        return _seen_number(found, found.value, label, notes)
    return found.text


def _seen_number(typed: Typed, value: Decimal, label: str, notes: Notes) -> str:
    """A number in a text of the unit's own, as it is seen there: "95%" is stored as 0.95.

    Zeros that a format puts before a code belong to it.
    """
    known = typed.number_format or "General"
    if known.strip("0") == "" and len(known) > 1 and value == int(value) >= 0:
        return str(int(value)).zfill(len(known))
    parsed = vn.parse_number(value, number_format=known, percent=True, negative=True)
    if parsed.reason == "unknown_format":
        readings = words.OR.join(parsed.readings)
        notes.add("CELL-003", typed.place, label=label, raw=typed.text, readings=readings)
        return ""
    shown = as_typed(typed)
    return shown if isinstance(shown, str) else typed.text


def read(typed: Typed, asked: Asked, notes: Notes) -> Value | None:
    """The answer, or None with a finding; a blank gives None without one."""
    known = usable(typed, asked.label, notes, asked.labels)
    if known is None or known.value is None:
        return None
    typed = known
    if asked.answer in (Answer.LABEL, Answer.YES_NO):
        return _word(typed, asked, notes)
    if asked.answer is Answer.DATE:
        return _date(typed, asked, notes)
    if asked.answer is Answer.NUMBER_OR_LABEL and isinstance(typed.value, str):
        folded = [vn.fold(label) for label in asked.labels]
        looks_like_word = not any(char.isdigit() for char in typed.text)
        if vn.fold(typed.text) in folded or looks_like_word:
            return _word(typed, asked, notes)
    return figures.read(typed, asked, notes)


def _word(typed: Typed, asked: Asked, notes: Notes) -> str | None:
    """A word of the list; spelling without marks or in other case is repaired and told."""
    raw = typed.text
    folds = {vn.fold(label): label for label in asked.labels}
    label = None if vn.is_struck(raw) else folds.get(vn.fold(raw))
    if label is None and asked.answer is Answer.NUMBER_OR_LABEL:
        # A near word is not suggested: where most units type a number, the word is the exception.
        choices = words.OR.join(f"«{known}»" for known in asked.labels)
        measure = words.counted(asked.unit, asked.zero)
        place = typed.place
        notes.add("CELL-035", place, label=asked.label, raw=raw, measure=measure, choices=choices)
        return None
    if label is None:
        close = difflib.get_close_matches(vn.fold(raw), list(folds), n=1)
        notes.add(
            "CELL-008",
            typed.place,
            label=asked.label,
            raw=raw,
            choices=", ".join(asked.labels),
            near=near(folds[close[0]] if close else None),
        )
        return None
    if label != raw:
        notes.add("CELL-004", typed.place, label=asked.label, raw=raw, value=label)
    return label


def _date(typed: Typed, asked: Asked, notes: Notes) -> Value | None:
    """A day, or the word for what was never done."""
    label, place, raw = asked.label, typed.place, typed.text
    for word in asked.labels:
        if vn.fold(word) == vn.fold(raw) and not vn.is_struck(raw):
            if word != raw:
                notes.add("CELL-004", place, label=label, raw=raw, value=word)
            return word
    day = day_of(typed.value)
    if isinstance(typed.value, date) and day is not None:
        seen = vn.formats.of_day(day, typed.number_format or "General")
        raw, day = (raw, day) if seen is None else (seen, None)
    if day is None:
        never = words.NEVER if asked.labels else ""
        notes.add("CELL-017", place, label=label, raw=raw, never=never)
        return None
    if not FIRST_DAY <= day <= LAST_DAY:
        limits = span((FIRST_DAY, LAST_DAY))
        notes.add("CELL-005", place, label=label, value=vn.format_date(day), limits=limits)
        return None
    if not isinstance(typed.value, date):
        notes.add("CELL-004", place, label=label, raw=raw, value=vn.format_date(day))
    if asked.likely and not asked.likely[0] <= day <= asked.likely[1]:
        value, limits = vn.format_date(day), span(asked.likely)
        notes.add("CELL-018", place, label=label, value=value, limits=limits)
    return day
