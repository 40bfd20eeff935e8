"""What a publish will do: which outputs are new, equal, edited by a person, or stale.

Decided by hashes only: of the new bytes, of the file on the disk, and of the file as published
last. Nothing is written here.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import disk
from thidua_batch.workspace.names import beside, escape_name
from thidua_batch.workspace.places import Workspace
from thidua_batch.workspace.reading import sha256

# Only here may a file be removed because a record names it: records come with copied folders.
_OURS = {"output", "input_templates", "mail"}


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did; relative names, each in one of the lists.

    `beside` names the versions that stand beside edited files, freshly written or left from before;
    `kept` the edited files that are no longer produced. `touched`: anything was written at all.
    """

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    touched: bool = False


@dataclass(slots=True)
class Plan:
    """The changes to make and what the record will say of the set."""

    contents: dict[str, bytes] = field(default_factory=dict)  # to write, by relative name
    before: dict[str, str] = field(default_factory=dict)  # hashes of what gives way
    hashes: dict[str, str] = field(default_factory=dict)  # "outputs" of the record
    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def replace(self, name: str, data: bytes, before: str | None) -> None:
        """Write a file, new or over one of this hash; a name that is planned already is a bug."""
        if name in self.contents or name in self.before:
            raise ValueError(f"planned twice: {name}")
        self.contents[name] = data
        if before is not None:
            self.before[name] = before

    def add(self, other: "Plan") -> None:
        """Take over the plan of another set; a file of both is a bug."""
        if shared := self.hashes.keys() & other.hashes.keys():
            raise ValueError(f"in two sets: {sorted(shared)}")
        self.contents |= other.contents
        self.before |= other.before
        self.hashes |= other.hashes
        self.written += other.written
        self.unchanged += other.unchanged
        self.beside += other.beside
        self.removed += other.removed
        self.kept += other.kept

    def published(self, *, touched: bool) -> Published:
        """The plan as a result."""
        lists = (self.written, self.unchanged, self.beside, self.removed, self.kept)
        written, unchanged, beside_, removed, kept = (tuple(names) for names in lists)
        return Published(written, unchanged, beside_, removed, kept, touched)


def draw(workspace: Workspace, outputs: Mapping[str, bytes], known: Mapping[str, str]) -> Plan:
    """Plan a set of outputs by relative name; `known` is what the last record says of each."""
    _refuse_clashes(outputs)
    plan = Plan()
    for name in sorted(outputs):
        _place(plan, workspace, name, outputs, known)
    for name in sorted(set(known) - set(plan.hashes)):
        _retire(plan, workspace, name, known[name])
    return plan


def current(workspace: Workspace, name: str) -> str | None:
    """Hash of what stands at a relative name; None if nothing does."""
    with disk.refusing(name, denied="locked"):
        return disk.fingerprint(workspace.inside(name))


def _refuse_clashes(names: Iterable[str]) -> None:
    """Two outputs that one Windows folder cannot hold are a bug of the caller."""
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name:
            raise ValueError(f"outputs with one name: {other!r}, {name!r}")


def _place(
    plan: Plan,
    workspace: Workspace,
    name: str,
    outputs: Mapping[str, bytes],
    known: Mapping[str, str],
) -> None:
    new, now = sha256(outputs[name]), current(workspace, name)
    if now not in {None, new, known.get(name)}:
        if name in known:
            plan.hashes[name] = known[name]  # so that the edit is still seen as one next time
        _place_beside(plan, workspace, name, outputs, known)
        return
    plan.hashes[name] = new
    if now == new:
        plan.unchanged.append(name)
        return
    plan.written.append(name)
    plan.replace(name, outputs[name], now)


def _place_beside(
    plan: Plan,
    workspace: Workspace,
    name: str,
    outputs: Mapping[str, bytes],
    known: Mapping[str, str],
) -> None:
    """The first name beside the edited file that is free, ours, or holds these bytes already."""
    data = outputs[name]
    new = sha256(data)
    for attempt in count(1):
        spot = workspace.relative(beside(workspace.inside(name), attempt))
        if spot in outputs or spot in plan.hashes:
            continue
        now = _regular(workspace, spot)
        if now in {None, new, known.get(spot)}:
            break
    plan.hashes[spot] = new
    plan.beside.append(spot)
    if now != new:
        plan.replace(spot, data, now)


def _retire(plan: Plan, workspace: Workspace, name: str, published: str) -> None:
    """A file of the last set that is no longer made goes, unless a person has edited it."""
    if name.partition("/")[0] not in _OURS:
        return
    now = _regular(workspace, name)
    if now is None:
        return
    if now != published:
        plan.kept.append(name)
        return
    plan.removed.append(name)
    plan.before[name] = now


def _regular(workspace: Workspace, name: str) -> str | None:
    """As `current`; what is not a regular file, or out of reach, is somebody's own (empty hash)."""
    try:
        return current(workspace, name)
    except WorkspaceError as error:
        if error.code != "not_regular_file":
            raise
        return ""


def relative_names(workspace: Workspace, outputs: Mapping[Path, bytes]) -> dict[str, bytes]:
    """Outputs by relative name; one outside the workspace is a bug, one behind a link refused."""
    named: dict[str, bytes] = {}
    for path, data in outputs.items():
        name = path.absolute().relative_to(workspace.root).as_posix()
        place = workspace.inside(name)
        if place == workspace.definition or workspace.state in place.parents:
            raise ValueError(f"not a place for outputs: {escape_name(name)}")
        named[name] = data
    return named
