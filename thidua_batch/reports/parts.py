"""Which parts of a report there are, and their numbers: what nobody was asked is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.outcome import Outcome

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
_OPINIONS = ("limits", "causes", "lessons")


def build(outcome: Outcome, facts: Mapping[str, Any]) -> dict[str, Any]:
    """`asked`: sheets that the period's form has; `parts`, `items`: numbers, blank where left out.

    What the bloc or a unit wrote stands in the report whether it was asked for or not.
    """
    asked = {sheet.name.lower(): sheet in outcome.plan.sheets for sheet in FormSheet}
    texts, launch = facts["opinions"], facts["launch"]
    wrote = {code: asked["results"] or not section["empty"] for code, section in texts.items()}
    opinions = {code: wrote[code] for code in _OPINIONS}
    results = {
        "results": asked["results"] or not facts["results"]["empty"],
        "examples": asked["examples"] or not facts["examples"]["empty"],
    }
    scored, praised = facts["scoring"]["shown"], facts["nominations"]["shown"]
    registered = asked["registration"] or facts["registrations"]["known"]
    started = (
        asked["unit"],
        asked["registration"],
        launch["own"],
        launch["themes"],
        launch["plans"]["known"],
        facts["slogan"],
    )
    items = (
        {"structure": True, "launch": any(started), "registrations": registered},
        {**results, "scoring": scored, "praise": praised},
        opinions,
    )
    tail = {
        "limits": any(opinions.values()),
        "next_tasks": wrote["next_tasks"],
        "recommendations": wrote["recommendations"],
    }
    proposed = not facts["proposals"]["empty"]
    final = {
        "general": True,
        "results": any(results.values()),
        "scoring": scored or outcome.plan.scores,
        "praise": praised or proposed or asked["proposals"],
        **tail,
    }
    interim = {
        "general": True,
        "results": any((*results.values(), scored, praised, proposed)),
        **tail,
    }
    return {
        "asked": asked,
        "parts": {"final": _numbered(final, roman=True), "interim": _numbered(interim, roman=True)},
        "items": {code: no for group in items for code, no in _numbered(group).items()},
    }


def _numbered(shown: Mapping[str, Any], *, roman: bool = False) -> dict[str, str]:
    """Numbers of the parts that are shown, one after the other."""
    there = [code for code, is_there in shown.items() if is_there]
    return {
        code: "" if code not in there else _number(there.index(code), roman=roman) for code in shown
    }


def _number(place: int, *, roman: bool) -> str:
    return _ROMAN[place] if roman else str(place + 1)
