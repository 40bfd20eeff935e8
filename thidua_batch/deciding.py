"""What people decided: `quyet_dinh.xlsx` prepared, read, and added to by flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from thidua_batch import workspace
from thidua_batch.books import decisions as decisions_book
from thidua_batch.core import vn
from thidua_batch.core.choosing import choose
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.core.outcome import InputFile, Returned
from thidua_batch.core.returns import Decisions
from thidua_batch.core.wording import decisions as words
from thidua_batch.loading import Loaded


@dataclass(frozen=True, slots=True)
class Flags:
    """Flags of `consolidate` that change results; each is written into the decisions book."""

    accept: Sequence[str] = ()
    use: Sequence[str] = ()
    reason: str = ""
    who: str = ""
    final: bool = False

    @property
    def decide(self) -> bool:
        """Whether any of them is a decision."""
        return bool(self.accept or self.use)


def prepare(loaded: Loaded) -> None:
    """Write the book where there is none yet."""
    path = loaded.decisions_path
    if not path.exists():
        rows = decisions_book.blank(loaded.bloc, loaded.plan)
        workspace.write_new(path, decisions_book.write(loaded.bloc, loaded.plan, rows))


def read(loaded: Loaded) -> decisions_book.DecisionsRead:
    """What the book says; without one, what a blank one says."""
    path = loaded.decisions_path
    if path.exists():
        data = workspace.read_bytes(path)
    else:
        rows = decisions_book.blank(loaded.bloc, loaded.plan)
        data = decisions_book.write(loaded.bloc, loaded.plan, rows)
    return parse(loaded, data)


def parse(loaded: Loaded, data: bytes) -> decisions_book.DecisionsRead:
    """What a book with these bytes says."""
    file = loaded.workspace.relative(loaded.decisions_path)
    return decisions_book.read(data, file=file, bloc=loaded.bloc, plan=loaded.plan)


def with_flags(
    loaded: Loaded, flags: Flags, book: decisions_book.DecisionsRead, returned: Sequence[Returned]
) -> bytes | None:
    """The book with what the flags decide added; None where it says so already.

    WorkspaceError("decisions_broken") where a rewrite would lose what the book holds.
    """
    if not book.is_whole:
        name = loaded.workspace.relative(loaded.decisions_path)
        raise WorkspaceError("decisions_broken", path=name)
    asked = _rows(loaded, flags, returned, book.decisions)
    new = [row for row in asked if not _stands(row, book.rows)]
    if not new:
        return None
    rows = {**book.rows, words.RETURNS: (*book.rows[words.RETURNS], *new)}
    return decisions_book.write(loaded.bloc, loaded.plan, rows)


def _rows(
    loaded: Loaded, flags: Flags, returned: Sequence[Returned], decisions: Decisions
) -> list[dict[str, object]]:
    common: dict[str, object] = {
        "reason": flags.reason,
        "who": flags.who,
        "date": workspace.today(),
    }
    rows: list[dict[str, object]] = []
    used = dict(decisions.chosen)
    for asked in flags.use:
        item = _file(asked, returned)
        file = _name(item, returned)
        used[item.unit or ""] = file
        rows.append({"unit": item.unit, "action": words.USE, "file": file, **common})
    chosen = choose(loaded.bloc, loaded.plan, returned, replace(decisions, chosen=used))
    for asked in flags.accept:
        unit = _unit(loaded, asked)
        items = [r.input for r in returned if r.input.file == chosen.counted.get(unit)]
        if not items:  # a decision that names no file would hold for whatever comes later
            raise WorkspaceError("no_return", unit=unit)
        file = f"{_name(items[0], returned)}{words.HASH_MARK}{items[0].sha256[:12]}"
        rows.append({"unit": unit, "action": words.ACCEPT, "file": file, **common})
    return rows


def _unit(loaded: Loaded, asked: str) -> str:
    units = loaded.bloc.units
    codes = {vn.fold(name): u.code for u in units for name in (u.label, u.name, u.code)}
    if vn.fold(asked) not in codes:
        raise WorkspaceError("no_unit", unit=asked, units=", ".join(u.code for u in units))
    return codes[vn.fold(asked)]


def _file(asked: str, returned: Sequence[Returned]) -> InputFile:
    """The one return of this name."""
    forms = [r.input for r in returned if r.input.unit is not None and r.submission is not None]
    called = {asked, vn.clean(asked)}
    found = [item for item in forms if item.file in called]
    found = found or [item for item in forms if called & set(item.names)]
    found = list({item.sha256: item for item in reversed(found)}.values())[::-1]
    if not found:
        raise WorkspaceError("no_file", file=workspace.escape_name(asked))
    if len(found) > 1:
        names = ", ".join(item.file for item in found)
        raise WorkspaceError("many_files", file=workspace.escape_name(asked), names=names)
    return found[0]


def _name(item: InputFile, returned: Sequence[Returned]) -> str:
    """The name under which the file is noted: its own, or its place where others share it."""
    alike = [r for r in returned if r.input.received_as == item.received_as]
    return item.received_as if len(alike) == 1 else item.file


def _stands(row: Mapping[str, object], rows: decisions_book.Rows) -> bool:
    """Whether the book already says so, whenever and by whom."""
    keys = ("unit", "action", "file")
    return any(
        all(before.get(key) == row.get(key) for key in keys)
        for before in rows.get(words.RETURNS, ())
    )
