"""Which unit and which row of the table a person means, by code or by name."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from thidua_batch.core import vn, wording
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.core.model import Bloc, ScoringTable


def unit_code(bloc: Bloc, asked: str) -> str:
    """The code of a unit named by code, short or full name; WorkspaceError with the nearest."""
    names = {name: u.code for u in bloc.units for name in (u.name, u.label, u.code)}
    said = {u.code: f"{u.code} ({u.label})" for u in bloc.units}
    found, near = _match(names, asked)
    if found is None:
        raise WorkspaceError("unknown_unit", unit=asked, nearest=said.get(near, wording.DASH))
    return found


def node_code(table: ScoringTable, asked: str) -> str:
    """The code of a row of the table named by code or text; WorkspaceError with the nearest."""
    names = {c.text: c.code for c in table.criteria} | {c.code: c.code for c in table.criteria}
    said = {c.code: f"{c.code} ({c.text})" for c in table.criteria}
    found, near = _match(names, asked)
    if found is None:
        nearest = said.get(near, wording.DASH)
        raise WorkspaceError("unknown_criterion", criterion=asked, nearest=nearest)
    return found


def _match(names: Mapping[str, str], asked: str) -> tuple[str | None, str]:
    """The code meant, if any, and the code of the most similar name."""
    by_key = {vn.fold(name): code for name, code in names.items() if name}
    wanted = vn.fold(asked.strip().rstrip("."))
    if wanted in by_key:
        return by_key[wanted], by_key[wanted]

    def likeness(key: str) -> float:
        return SequenceMatcher(None, wanted, key).ratio()

    near = max(by_key, key=likeness, default="")
    return None, by_key.get(near, "")
