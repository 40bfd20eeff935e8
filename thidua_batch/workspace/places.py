"""Where things are in a workspace; nothing here reads or writes their content."""

import re
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace import disk
from thidua_batch.workspace.names import escape_name

DEFINITION = "khoi.xlsx"
NOTE = "DOC_TRUOC.txt"

_UNSAFE = re.compile(r"[/\\:\0]")  # in a part: an absolute path, a drive, a hidden stream
_PERIOD = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,31}")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a khoi.xlsx, and the names of everything in it."""

    root: Path

    @property
    def definition(self) -> Path:
        """The bloc: members, scoring table, rules, awards, periods."""
        return self.root / DEFINITION

    def templates(self, period: str) -> Path:
        """Blank forms, one per unit: what goes out."""
        return self._of("input_templates", period)

    def inbox(self, period: str) -> Path:
        """What came back, as received."""
        return self._of("inbox", period)

    def decisions(self, period: str) -> Path:
        """What people decided."""
        return self._of("decisions", period)

    def mail(self, period: str) -> Path:
        """Drafts and the sending ledger."""
        return self._of("mail", period)

    def output(self, period: str) -> Path:
        """Everything that a run makes for one period."""
        return self._of("output", period)

    def feedback(self, period: str) -> Path:
        """Marked copies and to-do lists per unit."""
        return self.output(period) / "1-phan-hoi"

    def consolidated(self, period: str) -> Path:
        """The consolidated workbook."""
        return self.output(period) / "2-tong-hop"

    def reports(self, period: str) -> Path:
        """Reports for people."""
        return self.output(period) / "3-bao-cao"

    def ballots(self, period: str) -> Path:
        """Ballots."""
        return self.output(period) / "4-bo-phieu"

    def results(self, period: str) -> Path:
        """The machine-readable result."""
        return self.output(period) / "results.json"

    def run_record(self, period: str) -> Path:
        """The marker of a complete set: what was published, with hashes."""
        return self.output(period) / "run.json"

    @property
    def history(self) -> Path:
        """Every consolidated period, for comparisons."""
        return self.root / "output" / "history.sqlite"

    @property
    def state(self) -> Path:
        """The package's own folder."""
        return self.root / ".thidua"

    @property
    def cache(self) -> Path:
        """By content hash and code version; deletable without effect on any result."""
        return self.state / "cache"

    @property
    def lock_file(self) -> Path:
        """Locked by the system while a run lasts; its presence means nothing."""
        return self.state / "lock"

    @property
    def journal(self) -> Path:
        """There only while a publish is under way or was interrupted."""
        return self.state / "publish.json"

    def relative(self, path: Path) -> str:
        """POSIX-style path from the root; a path elsewhere is given in full."""
        try:
            return path.absolute().relative_to(self.root).as_posix()
        except ValueError:
            return path.absolute().as_posix()

    def inside(self, relative: str) -> Path:
        """The path of a relative name; ValueError if it could leave the workspace.

        A folder on the way that is a link is refused: what stands behind it is not ours.
        """
        parts = PurePosixPath(relative).parts
        if not parts or ".." in parts or _UNSAFE.search("".join(parts)):
            raise ValueError(f"not a name inside the workspace: {relative!r}")
        folder = self.root
        for part in parts[:-1]:
            folder /= part
            found = disk.status(folder)
            if found is not None and not stat.S_ISDIR(found.st_mode):
                raise WorkspaceError("not_regular_file", path=escape_name(self.relative(folder)))
        return folder / parts[-1]

    def _of(self, place: str, period: str) -> Path:
        if not _PERIOD.fullmatch(period):
            raise WorkspaceError("bad_period", period=escape_name(period), periods="–")
        return self.root / place / period


def find(path: Path) -> Workspace:
    """The workspace at `path`: a folder that holds khoi.xlsx."""
    root = path.absolute()
    if ".." in root.parts:
        root = root.resolve()
    workspace = Workspace(root)
    found = disk.status(workspace.definition)
    if found is None:
        raise WorkspaceError("not_workspace", path=escape_name(str(path)))
    if not stat.S_ISREG(found.st_mode):
        raise WorkspaceError("not_regular_file", path=escape_name(str(workspace.definition)))
    return workspace
