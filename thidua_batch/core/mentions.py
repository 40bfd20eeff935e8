"""Files that decisions name: each is there and is what it is named for, or its cell is told."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.model import Bloc
from thidua_batch.core.outcome import InputFile, Returned
from thidua_batch.core.returns import Decisions
from thidua_batch.core.wording import decisions as words

_NEAR = 0.6
#: Columns of *Bản ký* that name a file.
_COLUMNS = ("file", "excel")


def check(bloc: Bloc, returned: Sequence[Returned], decisions: Decisions) -> Iterator[Finding]:
    """BLOC-004 on the cell of each decision that names no file of the inbox, or not the one meant.

    Of several rows that choose a file of one unit the last one holds, and it alone is checked.
    """
    desk = _Desk(bloc, tuple(returned), decisions)
    for unit, file in decisions.chosen.items():
        if reason := desk.choice(unit, file):
            yield desk.fault(words.USE, unit, file, reason)
    for unit, file in decisions.accepted_file.items():
        if not desk.called(file):
            yield desk.fault(words.ACCEPT, unit, file, desk.lost(file))
    for action, files in ((words.RECEIVED, decisions.received), (words.IGNORE, decisions.ignored)):
        for file in files:
            if not desk.called(file):
                yield desk.fault(action, None, file, desk.lost(file))
    for unit, copy in decisions.signed.items():
        if copy.file and not desk.called(copy.file):
            yield desk.fault("file", unit, copy.file, desk.lost(copy.file) + words.PAPER_ONLY)
        if copy.excel and (reason := desk.choice(unit, copy.excel)):
            yield desk.fault("excel", unit, copy.excel, reason)


@dataclass(frozen=True, slots=True)
class _Desk:
    """The inbox, and what was decided of it."""

    bloc: Bloc
    returned: tuple[Returned, ...]
    decisions: Decisions

    def called(self, file: str) -> list[Returned]:
        """The files that a person calls so: by their place, else by their name."""
        found = [r for r in self.returned if r.input.file == file]
        return found or [r for r in self.returned if file in r.input.names]

    def choice(self, unit: str, file: str) -> str:
        """Why a file is not the one return of the unit that it is named as; empty where it is."""
        found = self.called(file)
        own = [r for r in found if r.input.unit == unit]
        read = {r.input.sha256 for r in own if r.submission is not None}
        others = [r.input.unit for r in found if r.input.unit is not None]
        if len(read) == 1:
            return ""
        if read:
            return words.SEVERAL_FILES
        if own or any(r.input.sender == unit for r in found):
            return words.FILE_NOT_READ
        if others:
            labels = (self.bloc.unit(code).label for code in (others[0], unit))
            return words.FILE_OF_OTHER.format_map(
                dict(zip(("found", "asked"), labels, strict=True))
            )
        return words.FILE_OF_NOBODY if found else self.lost(file, unit)

    def lost(self, file: str, unit: str | None = None) -> str:
        """That there is no such file, and the name that comes nearest."""
        items = [r.input for r in self.returned]
        wanted = vn.fold(file)
        for names in (_names(i for i in items if unit and i.unit == unit), _names(items)):
            near = difflib.get_close_matches(wanted, names, n=1, cutoff=_NEAR)
            if near:
                return words.NO_SUCH_FILE_NEAR.format(near=names[near[0]])
        return words.NO_SUCH_FILE

    def fault(self, what: str, unit: str | None, file: str, reason: str) -> Finding:
        sheet = words.SIGNED if what in _COLUMNS else words.RETURNS
        column, _ = words.COLUMNS[sheet][what if what in _COLUMNS else "file"]
        cell = self.decisions.cells.get((what, file))
        return finding("BLOC-004", unit=unit, cell=cell, column=column, raw=file, reason=reason)


def _names(items: Iterator[InputFile] | Sequence[InputFile]) -> dict[str, str]:
    """The name of each file as it is compared -> as it is told."""
    return {vn.fold(item.received_as): item.received_as for item in items}
