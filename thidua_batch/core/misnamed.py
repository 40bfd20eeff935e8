"""Files called after another unit than the one inside: what settles whose they are, who hears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.outcome import InputFile, Returned
from thidua_batch.core.returns import Decisions

#: The doubt that such a name raises.
CODE = "BOOK-021"


def told(
    returned: Sequence[Returned],
    decisions: Decisions,
    by_unit: Mapping[str, Sequence[Returned]],
) -> list[Finding]:
    """What a unit is told of a file called after it in which another unit's form lies.

    Nothing once a person decided that it is the other one's.
    """
    out = []
    settled = {r.input.sha256 for r in returned if r.named and is_settled(r.input, decisions)}
    for item in returned:
        if item.named is None or item.input.sha256 in settled:
            continue
        own = any(v.submission is not None for v in by_unit.get(item.named, ()))
        unit, file, name = item.named, item.input.file, item.input.received_as
        code = "BOOK-033" if own else "BOOK-032"
        out.append(finding(code, unit=unit, file=file, name=name))
    return out


def is_settled(item: InputFile, decisions: Decisions) -> bool:
    """Whether a person named this very file as the return of the unit inside."""
    unit = item.unit or ""
    is_named = decisions.chosen.get(unit) in item.names
    return is_named or (is_accepted(item, decisions) and _names_file(unit, decisions))


def _names_file(unit: str, decisions: Decisions) -> bool:
    return unit in decisions.accepted_bytes or unit in decisions.accepted_file


def is_accepted(item: InputFile, decisions: Decisions) -> bool:
    """Whether a unit's faulty return counts: of several files the one that was accepted."""
    unit = item.unit or ""
    if unit not in decisions.accepted:
        return False
    file, digits = decisions.accepted_file.get(unit), decisions.accepted_bytes.get(unit, "")
    return item.sha256.startswith(digits) and (file is None or file in item.names)
