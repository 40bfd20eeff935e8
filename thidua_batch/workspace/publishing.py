"""Publishing complete sets of outputs: all of it or nothing, edited files never replaced.

Probe, journal, stage, swap with the records last, clean up; back to the old sets on any failure.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import disk, recovery
from thidua_batch.workspace.locking import held
from thidua_batch.workspace.names import escape_name
from thidua_batch.workspace.places import Workspace
from thidua_batch.workspace.plan import Plan, Published, current, draw, relative_names
from thidua_batch.workspace.reading import sha256
from thidua_batch.workspace.recovery import Journal, Step

OUTPUTS = "outputs"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSet:
    """Outputs that are complete or not as one; their record gets the key "outputs" (name: SHA-256).

    Outputs of the stored record that are missing from this set are removed, so one record stands
    for one set.
    """

    outputs: Mapping[Path, bytes]
    record_path: Path
    record: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A file that belongs to people and changes together with the sets: it was read as `before`.

    One that was saved by somebody since is not replaced, and nothing is published. `before` is a
    SHA-256, None for a file that must be new.
    """

    path: Path
    before: str | None
    data: bytes


def publish(
    workspace: Workspace,
    outputs: Mapping[Path, bytes],
    record_path: Path,
    record: Mapping[str, object],
) -> Published:
    """Publish one set; see `publish_together`."""
    whole = OutputSet(outputs=outputs, record_path=record_path, record=record)
    return publish_together(workspace, [whole])


def publish_together(
    workspace: Workspace, sets: Sequence[OutputSet], amended: Iterable[Amendment] = ()
) -> Published:
    """Publish sets, and the files that go with them, all or none of it.

    Takes the lock of the workspace if this process does not hold it yet.
    """
    with held(workspace):
        recovery.recover(workspace)
        whole, markers = Plan(), list[str]()
        for one in sets:
            plan, marker = _drawn(workspace, one)
            if marker in plan.contents:
                markers.append(marker)
            whole.add(plan)
        steady = _amend(workspace, whole, amended)
        if steady and not markers:
            markers = [_renewed(workspace, whole, sets[-1])]
        if not markers:
            return whole.published(touched=False)
        for name in whole.before:
            disk.probe(workspace.inside(name), name)
        _carry_out(workspace, _journal(workspace, whole, markers), whole.contents, steady)
        return whole.published(touched=True)


def _drawn(workspace: Workspace, one: OutputSet) -> tuple[Plan, str]:
    """The plan of one set, its record included unless nothing changes."""
    named = relative_names(workspace, one.outputs)
    marker = workspace.relative(one.record_path)
    if marker in named:
        raise ValueError(f"the record is not an output: {marker}")
    plan = draw(workspace, named, _known(workspace.inside(marker)))
    data = _encoded({**one.record, OUTPUTS: plan.hashes})
    before = current(workspace, marker)
    if before != sha256(data) or plan.contents or plan.removed:
        plan.replace(marker, data, before)
    return plan, marker


def _amend(workspace: Workspace, plan: Plan, amended: Iterable[Amendment]) -> set[str]:
    """Add what changes beside the sets: the names of it, none if all of it stands already."""
    changes = set()
    for item in amended:
        name = workspace.relative(item.path)
        if current(workspace, name) != sha256(item.data):
            plan.replace(name, item.data, item.before)
            changes.add(name)
    return changes


def _renewed(workspace: Workspace, plan: Plan, one: OutputSet) -> str:
    """The record of an unchanged set, written again: every publish ends with a record."""
    marker = workspace.relative(one.record_path)
    data = disk.content(workspace.inside(marker))
    plan.replace(marker, data, sha256(data))
    return marker


def stored_record(record_path: Path) -> dict[str, object]:
    """The record of the last complete set; empty if there is none, or one that says nothing.

    A record that the disk does not give out is refused: taken for none, each output that it knows
    would pass for somebody's own.
    """
    with disk.refusing(str(record_path), denied="io"):
        try:
            stored = json.loads(disk.content(record_path).decode("utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
            return {}
    return stored if isinstance(stored, dict) else {}


def is_complete(workspace: Workspace, record_path: Path) -> bool:
    """The set of this record is whole: its marker is in place and no publish is unfinished."""
    return disk.exists(record_path) and not recovery.is_interrupted(workspace)


def _known(record_path: Path) -> dict[str, str]:
    """What the stored record says of its outputs; names that lead out of the folder are ignored."""
    known = stored_record(record_path).get(OUTPUTS)
    if not isinstance(known, dict):
        return {}
    return {
        name: digest
        for name, digest in known.items()
        if isinstance(digest, str)
        and PurePosixPath(name).as_posix() == name
        and not {"..", "/"} & set(PurePosixPath(name).parts)
        and not set(name) & set("\\:\0")
    }


def _encoded(record: Mapping[str, object]) -> bytes:
    text = json.dumps(record, indent=2, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n"
    return text.encode("utf-8", "backslashreplace")  # undecodable file names stay valid JSON


def _journal(workspace: Workspace, plan: Plan, markers: Sequence[str]) -> Journal:
    names = sorted((set(plan.contents) | set(plan.before)) - set(markers))
    steps = []
    for number, name in enumerate([*names, *markers]):
        after = sha256(plan.contents[name]) if name in plan.contents else ""
        steps.append(recovery.step(workspace, number, name, plan.before.get(name, ""), after))
    missing: set[Path] = set()
    for name in plan.contents:
        folder = workspace.inside(name).parent
        while not disk.exists(folder):
            missing.add(folder)
            folder = folder.parent
    folders = tuple(workspace.relative(folder) for folder in sorted(missing))
    return Journal(tuple(steps[: len(names)]), tuple(steps[len(names) :]), folders)


def _carry_out(
    workspace: Workspace, journal: Journal, contents: Mapping[str, bytes], steady: set[str]
) -> None:
    try:
        recovery.store(workspace, journal)
        _stage(workspace, journal, contents)
        _swap(workspace, journal, steady)
    except BaseException:
        with suppress(WorkspaceError, OSError):  # what cannot be undone now, the journal keeps
            recovery.roll_back(workspace, journal)
        raise
    with suppress(WorkspaceError, OSError):  # the set is complete; leftovers wait for the next run
        recovery.finish(workspace, journal)


def _stage(workspace: Workspace, journal: Journal, contents: Mapping[str, bytes]) -> None:
    """All new bytes on the disk under hidden names."""
    for name in journal.folders:
        with disk.refusing(name):
            disk.make_folder(workspace.root / name)
    for item in journal.everything():
        if item.after:
            with disk.refusing(item.target):
                disk.write_durably(workspace.inside(item.temp), contents[item.target])


def _swap(workspace: Workspace, journal: Journal, steady: set[str]) -> None:
    """The markers away, each file changed, the markers back."""
    for item in reversed(journal.records):
        _set_aside(workspace, item)
    for item in journal.steps:
        if item.target in steady and item.before and _keep(workspace, item):
            with disk.refusing(item.target, denied="locked"):
                disk.move(workspace.inside(item.temp), workspace.inside(item.target))
            continue
        _set_aside(workspace, item)
        if item.after:
            _settle(workspace, item)
    folders = {workspace.inside(item.target).parent for item in journal.everything()}
    folders |= {(workspace.root / name).parent for name in journal.folders}
    _sync(workspace, folders)
    for item in journal.records:
        _settle(workspace, item)
        _sync(workspace, {workspace.inside(item.target).parent})


def _sync(workspace: Workspace, folders: Iterable[Path]) -> None:
    for folder in sorted(folders):
        with disk.refusing(workspace.relative(folder)):
            disk.sync_folder(folder)


def _keep(workspace: Workspace, item: Step) -> bool:
    """Give the old file its second name, so that the first is at no moment without a file.

    A power cut must not hide from people what they wrote. False where there are no hard links.
    """
    backup = workspace.inside(item.backup)
    with disk.refusing(item.target, denied="locked"):
        disk.remove(backup)
        if not disk.link(workspace.inside(item.target), backup):
            return False
    _verify(workspace, item)
    return True


def _set_aside(workspace: Workspace, item: Step) -> None:
    """Rename the old file out of the way; one that changed since the plan is in use."""
    if item.before:
        with disk.refusing(item.target, denied="locked"):
            disk.move(workspace.inside(item.target), workspace.inside(item.backup))
        _verify(workspace, item)


def _verify(workspace: Workspace, item: Step) -> None:
    with disk.refusing(item.target, denied="locked"):
        now = disk.fingerprint(workspace.inside(item.backup))
    if now != item.before:
        raise WorkspaceError("locked", path=escape_name(item.target))


def _settle(workspace: Workspace, item: Step) -> None:
    target = workspace.inside(item.target)
    if disk.exists(target):
        raise WorkspaceError("locked", path=escape_name(item.target))
    with disk.refusing(item.target, denied="locked"):
        disk.move(workspace.inside(item.temp), target)
