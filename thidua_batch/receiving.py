"""Receiving (nhận bài): every file of an inbox as a return, a signed copy, a parcel, or a refusal.

The inbox is only read. Files inside parcels (.zip, .eml) are named "parcel/file". What a file is,
its bytes tell; whose it is, the marks inside it; a name is a hint that can only raise a doubt.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from thidua_batch import workspace
from thidua_batch.books import form
from thidua_batch.books.reading import parcels, reader
from thidua_batch.books.reading.aside import Aside
from thidua_batch.books.reading.grid import Unreadable
from thidua_batch.books.reading.kind import Kind, sort
from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, WorkspaceError, finding
from thidua_batch.core.model import Bloc, Unit
from thidua_batch.core.outcome import FileState, InputFile, Returned
from thidua_batch.core.returns import Decisions
from thidua_batch.core.wording import form as words
from thidua_batch.loading import Loaded, Progress, silent

_PARCELS = (Kind.ZIP, Kind.EML)
_SCANS = (Kind.PDF, Kind.IMAGE)
#: Closed boxes that a person must open: what lies in them is not known.
_BOXES = (Kind.RAR, Kind.SEVENZIP, Kind.GZIP, Kind.MSG, Kind.TNEF)
#: What may come along with a return and is no return.
_PAPERS = (Kind.DOCUMENT, Kind.LEGACY_DOC, Kind.TEXT)
#: Endings by which a paper claims to be a return all the same.
_CLAIMS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv")


@dataclass(frozen=True, slots=True)
class _File:
    """A file at hand: its label, its own name, what it lies in (a parcel or folder), its bytes."""

    label: str
    name: str
    company: str
    data: bytes
    received_at: datetime | None = None


#: Seconds that one parcel may take: whoever sends hundreds of files that are slow to read holds up
#: his own, not the batch.
PATIENCE = 60.0


def read_inbox(
    loaded: Loaded, decisions: Decisions, progress: Progress = silent, patience: float = PATIENCE
) -> list[Returned]:
    """Every file of the period's inbox, parcels opened; each ends with a state or a finding.

    What of a parcel is not read within `patience` seconds is refused.
    """
    desk = _Desk(loaded, decisions)
    paths = workspace.list_inbox(loaded.workspace.inbox(loaded.plan.code))
    out: list[Returned] = []
    with Aside() as aside:
        reading = _Reading(desk, aside, set(), patience)
        for done, path in enumerate(paths, start=1):
            out += reading.path(path)
            progress(workspace.escape_name(path.name), done, len(paths))
    return _attributed(desk, out)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is expected in the inbox, and what was decided of it."""

    loaded: Loaded
    decisions: Decisions

    @property
    def bloc(self) -> Bloc:
        """The bloc."""
        return self.loaded.bloc


@dataclass(frozen=True, slots=True)
class _Reading:
    """One pass over the inbox; `labels` are those given so far, so that each names one file."""

    desk: _Desk
    aside: Aside
    labels: set[str]
    patience: float

    def path(self, path: Path) -> list[Returned]:
        """A file of the inbox, and what it holds if it is a parcel."""
        place = self.desk.loaded.workspace
        folder = place.inbox(self.desk.loaded.plan.code)
        label, name = self._label(place.relative(path)), _shown(path.name)
        company = "" if path.parent == folder else _shown(place.relative(path.parent))
        if self._is_ignored(label, name):
            return [_unread(label, name, state=FileState.IGNORED)]
        if path.name.startswith("~$"):
            found = finding("BOOK-010", file=label, name=name)
            return [_unread(label, name, found, state=FileState.IGNORED)]
        try:
            data = workspace.read_bytes(path)
        except WorkspaceError as refusal:
            return [
                _unread(label, name, finding("BOOK-013", file=label, name=name, reason=refusal))
            ]
        return self._file(_File(label, name, company, data))

    def _is_ignored(self, label: str, name: str) -> bool:
        item = _unread(label, name).input
        return item.noted(self.desk.decisions.ignored) is not None

    def _label(self, name: str) -> str:
        """The printable name; a second file of the same name gets a number."""
        label = wanted = _shown(name)
        number = 1
        while label in self.labels:
            number += 1
            label = f"{wanted} ({number})"
        self.labels.add(label)
        return label

    def _file(self, file: _File) -> list[Returned]:
        if self._is_ignored(file.label, file.name):
            return [_returned(file, state=FileState.IGNORED)]
        kind = sort(file.data)
        if kind in _PARCELS:
            return self._parcel(file, kind)
        if kind is Kind.LOCK:
            found = finding("BOOK-010", file=file.label, name=file.name)
            return [_returned(file, found, state=FileState.IGNORED)]
        if kind in _SCANS:
            return [_returned(file, state=FileState.ATTACHED, is_signed=True)]
        if kind in _PAPERS and not file.name.casefold().endswith(_CLAIMS):
            return [_returned(file, state=FileState.ATTACHED)]
        if kind in _BOXES:
            reason = words.REASONS[kind.value]
            found = finding("BOOK-025", file=file.label, name=file.name, reason=reason)
            return [_returned(file, found)]
        return [self._form(file)]

    def _form(self, file: _File) -> Returned:
        desk, passwords = self.desk, self.desk.decisions.passwords
        opener = partial(reader.open_book, aside=self.aside, passwords=passwords)
        read = form.read(
            file.data, file=file.label, bloc=desk.bloc, plan=desk.loaded.plan,
            definition_sha256=desk.loaded.sha256, opener=opener,
        )  # fmt: skip
        named = _misnamed(desk, file, read.unit)
        found = [*read.findings, *_doubt(desk, file, read.unit, named)]
        item = replace(_returned(file).input, unit=read.unit)
        return Returned(input=item, submission=read.submission, findings=tuple(found), named=named)

    def _parcel(self, parcel: _File, kind: Kind) -> list[Returned]:
        """The parcel, and every file in it; a parcel in a parcel is opened along."""
        out: list[Returned] = []
        found: list[Finding] = []
        until = time.monotonic() + self.patience
        for member in self._members(parcel, kind):
            if isinstance(member, parcels.Refused) and not member.parcel:
                found.append(_unopened(parcel, member.reason))
                continue
            label = self._label("/".join((parcel.label, *member.parcel[1:], member.name)))
            name = _shown(member.name).rpartition("/")[2]
            refused = member.reason if isinstance(member, parcels.Refused) else "slow"
            if isinstance(member, parcels.Refused) or time.monotonic() > until:
                reason = words.REASONS[refused]
                told = finding("BOOK-024", file=label, parcel=parcel.name, name=name, reason=reason)
                out.append(_unread(label, name, told))
            else:
                moment = member.received_at
                out += self._file(_File(label, name, parcel.label, member.data, moment))
        state = FileState.UNPACKED if out else FileState.REFUSED
        return [_returned(parcel, *found, state=state), *out]

    def _members(self, parcel: _File, kind: Kind) -> list[parcels.Member | parcels.Refused]:
        try:
            return self.aside.unpack(parcel.data, kind, parcel.name)
        except Unreadable as refused:
            return [parcels.Refused(name=parcel.name, reason=refused.code)]


def _shown(name: str) -> str:
    """A name as it is printed and compared: composed, without what moves the cursor."""
    return workspace.escape_name(unicodedata.normalize("NFC", name))


def _unopened(parcel: _File, reason: str) -> Finding:
    """Why a parcel gave nothing, or not all that is in it."""
    if reason == "no_files":
        return finding("BOOK-027", file=parcel.label, name=parcel.name)
    said = words.REASONS[reason]
    return finding("BOOK-025", file=parcel.label, name=parcel.name, reason=said)


def _unread(
    label: str, name: str, *found: Finding, state: FileState = FileState.REFUSED
) -> Returned:
    """A file whose bytes were not read, so that it has no hash."""
    item = InputFile(file=label, sha256="", unit=None, received_as=name, used=False, state=state)
    return Returned(input=item, submission=None, findings=found, is_form=False)


def _returned(
    file: _File, *found: Finding, state: FileState = FileState.REFUSED, is_signed: bool = False
) -> Returned:
    """A file that is no form, or not yet known to be one."""
    item = InputFile(
        file=file.label,
        sha256=workspace.sha256(file.data),
        unit=None,
        received_as=file.name,
        used=False,
        state=state,
        received_at=file.received_at,
        is_signed=is_signed,
        company=file.company,
    )
    return Returned(input=item, submission=None, findings=found, is_form=False)


# --- whose file it is -------------------------------------------------------------------------


def _attributed(desk: _Desk, returned: Sequence[Returned]) -> list[Returned]:
    """Scans and papers with the unit that they belong to, what could not be read with its sender.

    Those of nobody are told.
    """
    owners = _owners(returned)
    noted = {copy.file: unit for unit, copy in desk.decisions.signed.items() if copy.file}
    out = []
    for item in returned:
        is_paper = not item.is_form and item.input.state is FileState.ATTACHED
        is_torn = item.input.state is FileState.UNPACKED and item.findings
        if not is_paper and not item.is_unread and not is_torn:
            out.append(item)
            continue
        unit = item.input.noted(noted) if is_paper else None
        unit = unit or _sender(desk, item.input) or owners.get(item.input.company)
        out.append(_owned(item, unit) if is_paper else _sent(item, unit))
    return out


def _sender(desk: _Desk, item: InputFile) -> str | None:
    """The unit after which a file is called, or else the folder or parcel nearest around it."""
    place, plan = desk.loaded.workspace, desk.loaded.plan
    label = item.file.removeprefix(f"{place.relative(place.inbox(plan.code))}/")
    parts = [item.received_as, *reversed(label.split("/")[:-1])]
    return next((unit for part in parts if (unit := _named(desk, part)) is not None), None)


def _sent(item: Returned, unit: str | None) -> Returned:
    """A file that could not be read as that of its sender, who hears of it."""
    if unit is None:
        return item
    found = tuple(
        replace(f, unit=unit) if f.unit is None and f.code.startswith("BOOK") else f
        for f in item.findings
    )
    return replace(item, input=replace(item.input, sender=unit), findings=found)


def _owners(returned: Iterable[Returned]) -> dict[str, str]:
    """Parcels and folders that hold forms of one unit alone -> that unit."""
    units: dict[str, set[str]] = {}
    for item in returned:
        if item.is_form and item.input.unit is not None and item.input.company:
            units.setdefault(item.input.company, set()).add(item.input.unit)
    return {company: next(iter(found)) for company, found in units.items() if len(found) == 1}


def _owned(item: Returned, unit: str | None) -> Returned:
    file, name = item.input.file, item.input.received_as
    if unit is not None:
        found: tuple[Finding, ...] = ()
        if not item.input.is_signed:
            found = (finding("BOOK-029", unit=unit, file=file, name=name),)
        return replace(item, input=replace(item.input, unit=unit), findings=found)
    if item.input.is_signed:
        return replace(item, findings=(finding("BOOK-026", file=file, name=name),))
    refused = replace(item.input, state=FileState.REFUSED)
    found = (finding("BOOK-013", file=file, name=name, reason=words.REASONS["paper"]),)
    return replace(item, input=refused, findings=found)


def _named(desk: _Desk, name: str) -> str | None:
    """The one unit whose code or name stands in a file's name as words of its own."""
    said = vn.slug(name.replace(desk.loaded.plan.code, " "))
    found = [
        unit.code for unit in desk.bloc.units if any(_has(said, text) for text in _names(unit))
    ]
    return found[0] if len(found) == 1 else None


def _names(unit: Unit) -> Iterator[str]:
    yield unit.code
    yield unit.name
    if unit.short_name:
        yield unit.short_name


def _has(said: str, text: str) -> bool:
    wanted = vn.slug(text)
    return bool(wanted) and f"-{wanted}-" in f"-{said}-"


def _misnamed(desk: _Desk, file: _File, unit: str | None) -> str | None:
    """Another unit than the one inside, after which the file is called."""
    named = _named(desk, file.name)
    return named if unit is not None and named != unit else None


def _doubt(desk: _Desk, file: _File, unit: str | None, named: str | None) -> Iterator[Finding]:
    """BOOK-021: the file is called after another unit."""
    if unit is None or named is None:
        return
    yield finding(
        "BOOK-021", unit=unit, file=file.label, name=file.name, found_code=unit,
        named=desk.bloc.unit(named).label, found=desk.bloc.unit(unit).label,
    )  # fmt: skip
