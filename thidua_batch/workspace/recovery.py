"""The journal of a publish, and the way back (or forth) after one that was interrupted.

The journal lists every file before the first is touched. The records of the sets are taken away
first and put in place last, so: record in place = complete set; no record, or a journal = not.
The last record of all is the first to go and the last to come: where it stands, it tells whether
everything or nothing has happened. Each step back can itself be interrupted and repeated.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import disk
from thidua_batch.workspace.names import BACKUP, HIDDEN, TEMP, hidden
from thidua_batch.workspace.places import Workspace
from thidua_batch.workspace.plan import current

_PLACES = ("output", "input_templates", "mail", "decisions", "inbox", ".thidua")


@dataclass(frozen=True, slots=True)
class Step:
    """One file: relative names, and the hashes before and after ("" = no file)."""

    target: str
    temp: str
    backup: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Journal:
    """All files of one publish, the records last, and the folders made for them."""

    steps: tuple[Step, ...]
    records: tuple[Step, ...]
    folders: tuple[str, ...]

    def everything(self) -> tuple[Step, ...]:
        """All steps in their order."""
        return (*self.steps, *self.records)


def step(workspace: Workspace, number: int, target: str, before: str, after: str) -> Step:
    """A step with its hidden names."""
    path = workspace.inside(target)
    temp, backup = (hidden(path, str(number), ending) for ending in (TEMP, BACKUP))
    return Step(target, workspace.relative(temp), workspace.relative(backup), before, after)


def store(workspace: Workspace, journal: Journal) -> None:
    """Write the journal down, durably, before anything else happens."""
    data = json.dumps(asdict(journal), indent=1).encode("ascii")
    temp = hidden(workspace.journal, "j", TEMP)
    with disk.refusing(workspace.relative(workspace.journal)):
        disk.make_folder(workspace.state)
        disk.write_durably(temp, data)
        disk.move(temp, workspace.journal)
        disk.sync_folder(workspace.state)


def is_interrupted(workspace: Workspace) -> bool:
    """A publish is under way, or was cut short and waits for the next run."""
    return disk.exists(workspace.journal)


def recover(workspace: Workspace) -> bool:
    """Bring back the old set, or finish the new one, after an interrupted publish.

    True if there was anything to do. For the holder of the lock only.
    """
    if not is_interrupted(workspace):
        return False
    try:
        journal = _load(workspace)
    except (ValueError, KeyError, TypeError, WorkspaceError):
        with disk.refusing(workspace.relative(workspace.journal)):  # not ours: kept for a look
            disk.move(workspace.journal, workspace.journal.with_suffix(".bad.json"))
        return True
    last = journal.records[-1]
    if current(workspace, last.target) == last.after:
        finish(workspace, journal)
    else:
        roll_back(workspace, journal)
    return True


def sweep(workspace: Workspace) -> None:
    """Remove temporaries that a killed run left; for the holder of the lock, after `recover`."""
    for place in _PLACES:
        root = workspace.root / place
        if disk.is_folder(root):
            for path in disk.walk(root):
                if path.name.startswith(HIDDEN) and path.name.endswith(TEMP):
                    with suppress(OSError):
                        disk.remove(path)


def finish(workspace: Workspace, journal: Journal) -> None:
    """After the last rename: the old files go, then the journal."""
    for item in journal.everything():
        with disk.refusing(item.target):
            disk.remove(workspace.inside(item.backup))
            disk.remove(workspace.inside(item.temp))
    _close(workspace)


def roll_back(workspace: Workspace, journal: Journal) -> None:
    """Bring back the old sets: the new records go first, the old ones come last."""
    for item in reversed(journal.records):
        if _has_happened(workspace, item):
            _remove_if(workspace, item.target, item.after)
    for item in (*reversed(journal.steps), *journal.records):
        _undo(workspace, item)
    for name in sorted({_parent(item.target) for item in journal.everything()}):
        folder = workspace.root / name
        if disk.is_folder(folder):
            with disk.refusing(name):
                disk.sync_folder(folder)
    for name in reversed(journal.folders):
        disk.remove_folder(workspace.root / name)
    _close(workspace)


def _close(workspace: Workspace) -> None:
    with disk.refusing(workspace.relative(workspace.journal)):
        disk.remove(hidden(workspace.journal, "j", TEMP))
        disk.remove(workspace.journal)
        if disk.is_folder(workspace.state):
            disk.sync_folder(workspace.state)


def _has_happened(workspace: Workspace, item: Step) -> bool:
    """The old file was set aside; or there was none, and the new one has left its temporary."""
    if item.before:
        return disk.exists(workspace.inside(item.backup))
    return not disk.exists(workspace.inside(item.temp))


def _undo(workspace: Workspace, item: Step) -> None:
    target, backup = workspace.inside(item.target), workspace.inside(item.backup)
    if _has_happened(workspace, item):
        if not item.before:
            _remove_if(workspace, item.target, item.after)
        elif current(workspace, item.target) in {None, item.before, item.after}:
            with disk.refusing(item.target, denied="locked"):
                disk.move(backup, target)
                disk.remove(backup)  # still there where both were names of one file
        else:  # a person has worked on the new file since: theirs stays
            with disk.refusing(item.target):
                disk.remove(backup)
    with disk.refusing(item.target):
        disk.remove(workspace.inside(item.temp))


def _remove_if(workspace: Workspace, name: str, content: str) -> None:
    if current(workspace, name) == content:
        with disk.refusing(name, denied="locked"):
            disk.remove(workspace.inside(name))


def _parent(name: str) -> str:
    return name.rpartition("/")[0] or "."


def _load(workspace: Workspace) -> Journal:
    """The journal, if it is one: every name inside the workspace, hidden names beside targets."""
    with disk.refusing(workspace.relative(workspace.journal)):
        text = disk.content(workspace.journal).decode("ascii")
    stored = json.loads(text)
    steps = tuple(_checked(workspace, item) for item in stored["steps"])
    folders = tuple(str(name) for name in stored["folders"])
    for name in folders:
        workspace.inside(name)
    records = tuple(_checked(workspace, item) for item in stored["records"])
    if not records:
        raise ValueError("not a journal")
    return Journal(steps, records, folders)


def _checked(workspace: Workspace, stored: dict[str, str]) -> Step:
    item = Step(**stored)
    if not all(isinstance(value, str) for value in stored.values()):
        raise ValueError("not a journal")
    target: Path = workspace.inside(item.target)
    for name in (item.temp, item.backup):
        path = workspace.inside(name)
        if path.parent != target.parent or not path.name.startswith(HIDDEN):
            raise ValueError("not a journal")
    return item
