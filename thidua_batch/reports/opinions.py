"""What the bloc and its units wrote, arranged for a report: under names, equal texts merged."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from thidua_batch.core import vn
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.outcome import Outcome

_SECTIONS = ("limits", "causes", "lessons", "next_tasks", "recommendations")
_LISTS = ("meeting", "inspected", "adopts", "next_lead", "next_deputy")
_BREAKS = {"\r\n": "\n", "\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n"}


def literal(text: str) -> str:
    """Text as people typed it, without characters that a document cannot hold."""
    for old, new in (*_BREAKS.items(), ("\t", " "), ("\u2028", "\n"), ("\u2029", "\n")):
        text = text.replace(old, new)
    return "".join(
        char
        for char in text
        if char == "\n"
        or (unicodedata.category(char) not in {"Cc", "Cs"} and char < "\ufffe")
        or char > "\uffff"
    )


def paragraphs(text: str) -> list[str]:
    """One entry for each line that says something."""
    return [line.strip() for line in literal(text).split("\n") if line.strip()]


def answer(outcome: Outcome, unit: str, code: str) -> str:
    """A unit's answer to a field of its form; empty where there is none."""
    submission = outcome.submissions.get(unit)
    found = submission.texts.get(code) if submission else None
    return literal(found.value).strip() if found else ""


def own(outcome: Outcome, section: str) -> list[str]:
    """The bloc's own paragraphs for a section."""
    return [p for text in outcome.decisions.narrative.get(section, ()) for p in paragraphs(text)]


def lettered(texts: Sequence[str]) -> list[dict[str, str]]:
    """Points a) b) c) d) đ) …; after the alphabet the letters double."""
    letters = vn.letters()
    return [
        {"letter": letters[i % len(letters)] * (i // len(letters) + 1), "text": text}
        for i, text in enumerate(texts)
    ]


def merged(outcome: Outcome, code: str) -> list[dict[str, Any]]:
    """Units' answers in order of protocol; those that read the same stand once, under all names."""
    texts: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for unit in outcome.bloc.units:
        text = answer(outcome, unit.code, code)
        if text:
            key = vn.fold(text)
            texts.setdefault(key, text)
            names.setdefault(key, []).append(literal(unit.name))
    return [
        {"who": vn.join_names(names[key]), "merged": len(names[key]) > 1, "paragraphs": lines}
        for key, text in texts.items()
        if (lines := paragraphs(text))
    ]


def sections(outcome: Outcome) -> dict[str, dict[str, Any]]:
    """Limits, causes, lessons, next tasks, recommendations: the bloc's own, then the units'."""
    found = {}
    for code in _SECTIONS:
        mine, units = own(outcome, code), merged(outcome, code)
        found[code] = {
            "own": mine,
            "lettered": lettered(mine),
            "units": units,
            "empty": not mine and not units,
        }
    return found


def results(outcome: Outcome) -> dict[str, Any]:
    """What each unit achieved, under its name; who said nothing is named."""
    units, silent = [], []
    for unit in outcome.bloc.units:
        done = paragraphs(answer(outcome, unit.code, "results"))
        strengths = paragraphs(answer(outcome, unit.code, "strengths"))
        name = literal(unit.name)
        if done or strengths:
            units.append({"name": name, "results": done, "strengths": strengths})
        else:
            silent.append(name)
    mine = own(outcome, "results")
    empty = not mine and not units
    return {"own": mine, "units": units, "silent": "; ".join(silent), "empty": empty}


def rows(outcome: Outcome, sheet: FormSheet) -> dict[str, Any]:
    """A list that units fill (examples, proposals) row by row, under the unit that named them."""
    units = []
    for unit in outcome.bloc.units:
        submission = outcome.submissions.get(unit.code)
        listed = submission.rows if submission else ()
        texts = [
            " – ".join(value for v in row.values.values() if (value := " ".join(paragraphs(v))))
            for row in listed
            if row.sheet is sheet
        ]
        if texts := [text for text in texts if text]:
            units.append({"name": literal(unit.name), "rows": texts})
    return {"units": units, "empty": not units}


def conference(outcome: Outcome) -> dict[str, Any]:
    """The bloc's paragraphs on its meeting and what was agreed; `other` loses no section."""
    lists = {code: own(outcome, code) for code in _LISTS}
    known = {*_SECTIONS, *_LISTS, "results", "plans"}
    other = [p for code in outcome.decisions.narrative if code not in known
             for p in own(outcome, code)]  # fmt: skip
    return {**lists, "other": other, "any": _any((*lists.values(), other))}


def _any(lists: Iterable[Sequence[str]]) -> bool:
    return any(bool(found) for found in lists)
