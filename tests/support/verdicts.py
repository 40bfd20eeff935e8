"""What a run may leave behind, whatever befell it: judged by the bytes of the whole workspace."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.faults import CHANGING, READING, Ended, Fault, Stage
from tests.support.small import PERIOD, Scene, copied
from thidua_batch import workspace
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import Workspace

Tree = Mapping[str, bytes]
_LOCK = ".thidua/lock"
_HIDDEN = ".~thidua-"
BOOK = "quyet_dinh.xlsx"


def tree(root: Path) -> dict[str, bytes]:
    """Every file of a workspace by name, but the lock, which means nothing."""
    found = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in sorted(found.items()) if name != _LOCK}


def differing(one: Tree, other: Tree) -> list[str]:
    """Names of files that the two do not share."""
    return sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The workspace before a command, and as the command leaves it undisturbed."""

    before: Tree
    after: Tree
    code: int

    def troubles(self, root: Path, ended: Ended, fault: Fault | None = None) -> list[str]:
        """What is wrong with the workspace right after the run, and after recovery."""
        now = tree(root)
        found = [*self._exit(now, ended), *self._inputs(now), *self._sets(root, now)]
        found += self._decisions(now)
        place = workspace.find(root)
        try:
            with workspace.lock(place):
                pass
        except WorkspaceError as refusal:
            found.append(f"no recovery: {refusal}")
        if not self.is_whole(root):
            found.append(f"neither old nor new: {differing(tree(root), self.after)}")
        return [f"{fault}: {text}" for text in found] if fault else found

    def is_whole(self, root: Path) -> bool:
        """All as before or all as after; blank decisions may have been laid out already."""
        now = tree(root)
        laid_out = {n for n in now if n not in self.before and now[n] == self.after.get(n)}
        early = {n for n in laid_out if n.startswith(("decisions/", "inbox/"))}
        old = {n: data for n, data in now.items() if n not in early}
        return now == self.after or (old == self.before and not any("truoc" in n for n in early))

    def _exit(self, now: Tree, ended: Ended) -> list[str]:
        """The exit code and what people are told agree with what stands."""
        shown = {n: data for n, data in now.items() if _HIDDEN not in n and n != _JOURNAL}
        if ended.killed:
            return []
        if ended.code == self.code:
            return [f"code {ended.code}, not the result"] if shown != self.after else []
        lines = ended.err.strip().splitlines()
        if ended.code != 2 or len(lines) != 1 or "Traceback" in ended.err:
            return [f"code {ended.code}: {ended.err[-2000:] or ended.out[-500:]}"]
        if not lines[0].endswith(".") or not any(ord(letter) > 127 for letter in lines[0]):
            return [f"not a sentence: {lines[0]}"]
        return []

    def _inputs(self, now: Tree) -> list[str]:
        """What came in and what the bloc laid down is never touched."""
        return [
            f"touched: {name}"
            for name, data in self.before.items()
            if (name.startswith("inbox/") or name == "khoi.xlsx") and now.get(name) != data
            if not name.endswith("DOC_TRUOC.txt")
        ]

    def _decisions(self, now: Tree) -> list[str]:
        """The decisions book is at no moment missing or torn, and the old one is not lost."""
        found = []
        for name, data in self.before.items():
            if not name.endswith(f"/{BOOK}"):
                continue
            held = now.get(name)
            folder = name.removesuffix(BOOK)
            if data not in [d for n, d in now.items() if n.startswith(folder)]:
                found.append(f"lost: {name}")
            if held not in (data, self.after[name]):
                found.append(f"gone or torn: {name}")
        return found

    def _sets(self, root: Path, now: Tree) -> list[str]:
        """What counts as complete is the old set or the new one, and all sets are of one run."""
        place = workspace.find(root)
        seen = {n: d for n, d in now.items() if n.startswith(("output/", "input_templates/"))}
        complete = all(
            workspace.is_complete(place, root / marker)
            for marker in _markers(place)
            if marker in self.before or marker in self.after
        )
        if not complete:
            return []
        wholes = [
            {n: d for n, d in whole.items() if n.startswith(("output/", "input_templates/"))}
            for whole in (self.before, self.after)
        ]
        return [] if seen in wholes else ["a mixture without a sign"]


_JOURNAL = ".thidua/publish.json"


def _markers(place: Workspace) -> list[str]:
    """The records of the three sets."""
    return [
        place.relative(place.run_record(PERIOD)),
        f".thidua/bieu-{PERIOD}.json",
        f".thidua/phan-hoi-{PERIOD}.json",
    ]


# --- a scene played once without a fault, then with many --------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """A scene, its undisturbed course, and its calls to the disk."""

    stage: Stage
    scene: Scene
    course: Course
    ended: Ended
    place: Path

    @property
    def turns(self) -> range:
        """All calls that change something, from the one after the last return was read."""
        first = self.ended.first_change_after_reading("inbox/") if self._reads else 2
        return range(max(first, 2), self.ended.count(CHANGING) + 1)

    @property
    def _reads(self) -> bool:
        return any(
            kind == READING and name.startswith("inbox/") and name.endswith(".xlsx")
            for kind, name in self.ended.calls
        )

    def troubles(self, faults: Iterable[Fault]) -> list[str]:
        """What is wrong after faults in `turns`, each by itself."""
        place = self.place / f"sweep-{self.scene.name}"
        root = copied(self.scene, place / "w")
        found: list[str] = []
        played = self.stage.sweep(self.scene.words, root, list(faults), self.turns.start)
        for fault, ended, left in played:
            assert ended.killed == (not fault.number), (fault, ended)
            found += self.course.troubles(left, ended, fault)
        assert played
        shutil.rmtree(place)
        return found

    def play(self, fault: Fault) -> tuple[Ended, list[str]]:
        """One fault anywhere, its own troubles, and those of the undisturbed run that follows."""
        root = copied(self.scene, self.place / f"w-{self.scene.name}")
        ended = self.stage.run(self.scene.words, root, fault)
        found = self.course.troubles(root, ended, fault) if fault.kind != READING else []
        again = self.stage.run(self.scene.words, root)
        if (again.code, tree(root)) != (self.course.code, self.course.after):
            found.append(
                f"{fault}: the next run differs: {differing(tree(root), self.course.after)}"
            )
        return ended, found


def rehearse(stage: Stage, scene: Scene, place: Path) -> Rehearsal:
    """Play a scene once without a fault."""
    root = copied(scene, place / f"w-{scene.name}")
    ended = stage.run(scene.words, root)
    assert ended.code in (0, 3), ended
    course = Course(before=tree(scene.start), after=tree(root), code=ended.code)
    return Rehearsal(stage=stage, scene=scene, course=course, ended=ended, place=place)


def spread(turns: Iterable[int], make: Callable[[int, int], Fault]) -> list[Fault]:
    """A fault for each turn, made from its number in the row and the turn."""
    return [make(number, turn) for number, turn in enumerate(turns)]
