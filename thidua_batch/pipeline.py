"""The steps over a workspace as plain functions; one unit's failure never stops the batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from thidua_batch import samples, workspace
from thidua_batch.books import decisions as decisions_book
from thidua_batch.books import definition, form, results, summary
from thidua_batch.core import vn
from thidua_batch.core.evaluate import DECISIONS_FILE, answers_of, evaluate
from thidua_batch.core.findings import (
    Finding,
    InputRefused,
    Severity,
    WorkspaceError,
    errors,
    finding,
)
from thidua_batch.core.gather import Earlier, earlier_plans
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import Bloc, PeriodPlan
from thidua_batch.core.outcome import InputFile, Outcome, Returned
from thidua_batch.core.period import Period
from thidua_batch.core.wording import decisions as decision_words
from thidua_batch.core.wording import workspace as words
from thidua_batch.reports import feedback, html, word
from thidua_batch.workspace import Amendment, OutputSet, Published, Workspace

#: Told after each unit of work: (what, done, total).
Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """The progress of those who do not watch."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A workspace with its definition read and a period chosen."""

    workspace: Workspace
    bloc: Bloc
    plan: PeriodPlan
    sha256: str
    findings: tuple[Finding, ...]

    @property
    def decisions_path(self) -> Path:
        """Where the decisions of the period stand."""
        return self.workspace.decisions(self.plan.code) / DECISIONS_FILE


def load(root: Path, period: str | None = None) -> Loaded:
    """Read `khoi.xlsx`; InputRefused where it cannot be used, WorkspaceError for a bad period."""
    place = workspace.find(root)
    data = workspace.read_bytes(place.definition)
    read = definition.read(data)
    if read.bloc is None:
        raise InputRefused(read.findings)
    plan = _plan(read.bloc, period)
    return Loaded(place, read.bloc, plan, workspace.sha256(data), read.findings)


def _plan(bloc: Bloc, period: str | None) -> PeriodPlan:
    if period is None:
        return next(plan for plan in bloc.periods if plan.current)
    try:
        plan = bloc.plan(Period.canonical(period))
    except ValueError:
        plan = None
    if plan is None:
        known = ", ".join(p.code for p in bloc.periods)
        raise WorkspaceError("bad_period", period=workspace.escape_name(period), periods=known)
    return plan


def init(root: Path, data: bytes | None = None) -> Workspace:
    """Make a workspace with `khoi.xlsx` (blank by default) and its folders.

    Raises WorkspaceError("exists") where another khoi.xlsx stands.
    """
    place = Workspace(root.absolute())
    workspace.write_new(place.definition, data if data is not None else definition.write(None))
    for folder, text in {".": words.ROOT_README, **words.FOLDERS}.items():
        path = place.root / folder / words.README_NAME
        if not path.exists():
            workspace.write_new(path, text.replace("\n", "\r\n").encode("utf-8-sig"))
    return place


def init_from_table(root: Path, table: Path) -> tuple[Workspace, definition.TableRead]:
    """Make a workspace whose scoring table is taken from a bloc's own Excel table."""
    read = definition.from_table(workspace.read_bytes(table), file=table.name)
    if errors(read.findings):
        raise InputRefused(read.findings)
    return init(root, definition.write_table(read)), read


def templates(loaded: Loaded, progress: Progress = silent) -> Published:
    """Write one form per unit, and the decisions book where there is none yet."""
    place, bloc, plan = loaded.workspace, loaded.bloc, loaded.plan
    outputs: dict[Path, bytes] = {}
    for done, unit in enumerate(bloc.units, start=1):
        data = form.write(bloc, plan, unit, definition_sha256=loaded.sha256)
        outputs[place.templates(plan.code) / form_name(plan, unit.code)] = data
        progress(unit.label, done, len(bloc.units))
    with workspace.lock(place):
        _prepare_decisions(loaded)
        note = words.FOLDERS["inbox"].replace("\n", "\r\n").encode("utf-8-sig")
        workspace.write_atomic(place.inbox(plan.code) / words.README_NAME, note)
        record = {"definition": loaded.sha256, "generator": results.GENERATOR}
        return workspace.publish(place, outputs, place.state / f"bieu-{plan.code}.json", record)


def form_name(plan: PeriodPlan, unit: str) -> str:
    """Short ASCII name of a unit's form: it must travel through any mail program."""
    return f"{plan.code}_{vn.slug(unit).upper() or 'DV'}.xlsx"


def _prepare_decisions(loaded: Loaded) -> None:
    path = loaded.decisions_path
    if not path.exists():
        rows = decisions_book.blank(loaded.bloc, loaded.plan)
        workspace.write_new(path, decisions_book.write(loaded.bloc, loaded.plan, rows))


def read_inbox(loaded: Loaded, progress: Progress = silent) -> list[Returned]:
    """Read every file of the period's inbox; each ends as a submission or a finding."""
    paths = workspace.list_inbox(loaded.workspace.inbox(loaded.plan.code))
    returned = []
    for done, path in enumerate(paths, start=1):
        returned.append(_read_return(loaded, path))
        progress(workspace.escape_name(path.name), done, len(paths))
    return returned


def _read_return(loaded: Loaded, path: Path) -> Returned:
    file = workspace.escape_name(loaded.workspace.relative(path))
    name = workspace.escape_name(path.name)
    if path.name.startswith("~$"):
        found = finding("BOOK-010", file=file, name=name)
        return _unread(file, name, found)
    try:
        data = workspace.read_bytes(path)
    except WorkspaceError as refusal:
        return _unread(file, name, finding("BOOK-013", file=file, name=name, reason=refusal))
    read = form.read(
        data, file=file, bloc=loaded.bloc, plan=loaded.plan, definition_sha256=loaded.sha256
    )
    item = InputFile(
        file=file,
        sha256=workspace.sha256(data),
        unit=read.unit,
        received_as=name,
        used=False,
    )
    return Returned(input=item, submission=read.submission, findings=read.findings)


def _unread(file: str, name: str, found: Finding) -> Returned:
    """A file whose bytes were not read, so that it has no hash."""
    item = InputFile(file=file, sha256="", unit=None, received_as=name, used=False)
    return Returned(input=item, submission=None, findings=(found,))


def compute(loaded: Loaded, progress: Progress = silent, decided: bytes | None = None) -> Outcome:
    """Read inbox and decisions and evaluate them; nothing is written.

    `decided` stands for the decisions book where it is about to change.
    """
    returned = read_inbox(loaded, progress)
    book = _decisions(loaded) if decided is None else _read_decisions(loaded, decided)
    return evaluate(
        loaded.bloc,
        loaded.plan,
        loaded.sha256,
        returned,
        book.decisions,
        [*loaded.findings, *book.findings],
        [_earlier(replace(loaded, plan=plan)) for plan in earlier_plans(loaded.bloc, loaded.plan)],
    )


def inspect(loaded: Loaded) -> Outcome:
    """As `compute`, for commands that write nothing.

    A publish that was broken off is recovered first, so that nothing is told which the next run
    takes back; while one is under way, WorkspaceError("busy").
    """
    if workspace.is_interrupted(loaded.workspace):
        with workspace.lock(loaded.workspace):
            pass
    return compute(loaded)


def _earlier(loaded: Loaded) -> Earlier:
    """What counted in a shorter period: its own inbox and decisions, never its output."""
    return answers_of(loaded.bloc, loaded.plan, read_inbox(loaded), _decisions(loaded).decisions)


def _decisions(loaded: Loaded) -> decisions_book.DecisionsRead:
    path = loaded.decisions_path
    if path.exists():
        data = workspace.read_bytes(path)
    else:
        rows = decisions_book.blank(loaded.bloc, loaded.plan)
        data = decisions_book.write(loaded.bloc, loaded.plan, rows)
    return _read_decisions(loaded, data)


def _read_decisions(loaded: Loaded, data: bytes) -> decisions_book.DecisionsRead:
    file = loaded.workspace.relative(loaded.decisions_path)
    return decisions_book.read(data, file=file, bloc=loaded.bloc, plan=loaded.plan)


def check(loaded: Loaded, progress: Progress = silent) -> tuple[Outcome, Published]:
    """Check the inbox and write one feedback text per unit into 1-phan-hoi."""
    with workspace.lock(loaded.workspace):
        _prepare_decisions(loaded)
        outcome = compute(loaded, progress)
        return outcome, workspace.publish_together(
            loaded.workspace, [_feedback_set(loaded, outcome)]
        )


def _feedback_set(loaded: Loaded, outcome: Outcome) -> OutputSet:
    """One text per unit in 1-phan-hoi, a set of its own beside the results."""
    folder = loaded.workspace.feedback(loaded.plan.code)
    texts = {
        folder / f"{vn.slug(u.unit.code).upper()}.txt": feedback.render(outcome, u.unit.code)
        for u in outcome.units
    }
    marker = loaded.workspace.state / f"phan-hoi-{loaded.plan.code}.json"
    record = {"definition": loaded.sha256, "generator": results.GENERATOR}
    return OutputSet(outputs=texts, record_path=marker, record=record)


@dataclass(frozen=True, slots=True)
class Flags:
    """Flags of `consolidate` that change results; each is written into the decisions book."""

    accept: Sequence[str] = ()
    use: Sequence[str] = ()
    reason: str = ""
    who: str = ""
    final: bool = False


def consolidate(
    loaded: Loaded, flags: Flags | None = None, progress: Progress = silent
) -> tuple[Outcome, Published]:
    """Merge, score, rank, and publish the workbook, the reports, results.json and run.json.

    Feedback and what the flags decide go with them: all of it is published, or none. Raises
    WorkspaceError("no_inbox") on an empty inbox and "not_final" where `--final` is asked of a
    provisional result.
    """
    flags = flags or Flags()
    place, plan = loaded.workspace, loaded.plan
    with workspace.lock(place):
        if not workspace.list_inbox(place.inbox(plan.code)):
            raise WorkspaceError("no_inbox", path=place.relative(place.inbox(plan.code)))
        _prepare_decisions(loaded)
        book = workspace.read_bytes(loaded.decisions_path)
        decided = _with_flags(loaded, flags, book)
        outcome = compute(loaded, progress, decided)
        if flags.final and not outcome.is_final:
            raise WorkspaceError("not_final", reasons="; ".join(outcome.provisional))
        sets = [_feedback_set(loaded, outcome), _result_set(loaded, outcome, decided)]
        return outcome, workspace.publish_together(place, sets, _amended(loaded, book, decided))


def _result_set(loaded: Loaded, outcome: Outcome, decided: bytes) -> OutputSet:
    """The results and run.json, which names everything that they rest on."""
    place, plan = loaded.workspace, loaded.plan
    record = {
        "schema": 1,
        "generator": results.GENERATOR,
        "period": plan.code,
        "status": "final" if outcome.is_final else "provisional",
        "definition": loaded.sha256,
        "decisions": workspace.sha256(decided),
        "inputs": {item.file: item.sha256 for item in outcome.inputs},
    }
    return OutputSet(
        outputs=outputs(place, outcome), record_path=place.run_record(plan.code), record=record
    )


def _amended(loaded: Loaded, book: bytes, decided: bytes) -> list[Amendment]:
    """The decisions book with what the flags decide; the former book is kept beside it."""
    if decided == book:
        return []
    path, former = loaded.decisions_path, workspace.sha256(book)
    kept = path.with_name(f"{path.stem}-truoc-{former[:8]}{path.suffix}")
    return [
        Amendment(path=kept, before=None, data=book),
        Amendment(path=path, before=former, data=decided),
    ]


def outputs(place: Workspace, outcome: Outcome) -> Mapping[Path, bytes]:
    """Every output of a consolidation, rendered; paths inside the workspace."""
    code = outcome.period.code
    return {
        place.consolidated(code) / f"tong-hop-{code}.xlsx": summary.write(outcome),
        place.reports(code) / f"bao-cao-{code}.docx": word.render(outcome),
        place.reports(code) / f"bao-cao-{code}.html": html.render(outcome).encode(),
        place.results(code): results.write(outcome),
    }


def _with_flags(loaded: Loaded, flags: Flags, data: bytes) -> bytes:
    """The decisions book with what the flags decide added; itself where it says so already."""
    if not flags.accept and not flags.use:
        return data
    book = _read_decisions(loaded, data)
    new = [row for row in _flag_rows(loaded, flags) if not _stands(row, book.rows)]
    if not new:
        return data
    rows = {**book.rows, decision_words.RETURNS: (*book.rows[decision_words.RETURNS], *new)}
    return decisions_book.write(loaded.bloc, loaded.plan, rows)


def _flag_rows(loaded: Loaded, flags: Flags) -> list[dict[str, object]]:
    common: dict[str, object] = {
        "reason": flags.reason,
        "who": flags.who,
        "date": workspace.today(),
    }
    units = loaded.bloc.units
    codes = {vn.fold(name): u.code for u in units for name in (u.label, u.name, u.code)}
    returned = read_inbox(loaded)
    rows = []
    for asked in flags.accept:
        if vn.fold(asked) not in codes:
            raise WorkspaceError("no_unit", unit=asked, units=", ".join(u.code for u in units))
        unit = codes[vn.fold(asked)]
        item = next((r.input for r in returned if r.input.unit == unit), None)
        if item is None:  # a decision that names no file would hold for whatever comes later
            raise WorkspaceError("no_return", unit=unit)
        file = f"{item.received_as}{decision_words.HASH_MARK}{item.sha256[:12]}"
        rows.append({"unit": unit, "action": decision_words.ACCEPT, "file": file, **common})
    if flags.use:
        for asked in flags.use:
            match = [
                r.input
                for r in returned
                if asked in (r.input.received_as, r.input.file) and r.input.unit is not None
            ]
            if not match:
                raise WorkspaceError("no_file", file=workspace.escape_name(asked))
            rows.append(
                {
                    "unit": match[0].unit,
                    "action": decision_words.USE,
                    "file": match[0].received_as,
                    **common,
                }
            )
    return rows


def _stands(row: Mapping[str, object], rows: decisions_book.Rows) -> bool:
    """Whether the book already says so, whenever and by whom."""
    keys = ("unit", "action", "file")
    return any(
        all(before.get(key) == row.get(key) for key in keys)
        for before in rows.get(decision_words.RETURNS, ())
    )


def next_step(outcome: Outcome, place: Workspace) -> str:
    """The one line "Việc tiếp theo"; names the period where it is not the current one."""
    step = _next_step(outcome, place)
    return step if outcome.plan.current else f"{step} (-k {outcome.period.code})"


def _next_step(outcome: Outcome, place: Workspace) -> str:
    code = outcome.period.code
    missing = sum(1 for u in outcome.units if u.state is UnitState.MISSING)
    rejected = sum(1 for u in outcome.units if u.state is UnitState.REJECTED)
    if missing == len(outcome.units):
        if not place.templates(code).exists():
            return words.NEXT_TEMPLATES
        return words.NEXT_COLLECT.format(path=place.relative(place.inbox(code)))
    if rejected:
        shape = words.NEXT_FIX_AND_ASK if missing else words.NEXT_FIX
        return shape.format(count=rejected, missing=missing)
    if missing:
        return words.NEXT_ASK.format(count=missing)
    if any(f.code.startswith("BLOC-00") and f.severity is Severity.ERROR for f in outcome.findings):
        path = place.relative(place.decisions(code) / DECISIONS_FILE)
        return words.NEXT_DECIDE.format(path=path)
    return words.NEXT_CONSOLIDATE


def build_sample(name: str, root: Path, progress: Progress = silent) -> Loaded:
    """A workspace from a sample bloc, its returns filled in and its decisions taken.

    What already stands is kept. Raises WorkspaceError("not_empty") for a folder of another kind.
    """
    sample = samples.load(name)
    data = definition.write(sample.bloc)
    place = Workspace(root.absolute())
    if not place.definition.exists() and root.exists() and any(root.iterdir()):
        raise WorkspaceError("not_empty", path=workspace.escape_name(str(root)))
    if place.definition.exists():
        known = definition.read(workspace.read_bytes(place.definition)).bloc
        if known is None or known.code != sample.bloc.code:
            raise WorkspaceError("not_empty", path=workspace.escape_name(str(root)))
    else:
        init(root, data)
    loaded = load(root, sample.plan.code)
    inbox = place.inbox(sample.plan.code)
    for done, unit in enumerate(sample.bloc.units, start=1):
        path = inbox / form_name(sample.plan, unit.code)
        if not path.exists() and unit.code in sample.forms:
            workspace.write_new(path, _filled(loaded, unit.code, sample))
        progress(unit.label, done, len(sample.bloc.units))
    if not loaded.decisions_path.exists():
        book = decisions_book.write(loaded.bloc, loaded.plan, sample.decisions)
        workspace.write_new(loaded.decisions_path, book)
    return loaded


def _filled(loaded: Loaded, unit: str, sample: samples.Sample) -> bytes:
    return form.write(
        loaded.bloc,
        loaded.plan,
        loaded.bloc.unit(unit),
        definition_sha256=loaded.sha256,
        values=sample.forms[unit],
    )


def write_examples(root: Path) -> None:
    """The samples as workspaces that a person can open and copy: `input_templates/vi_du/`."""
    for name in samples.names():
        templates(build_sample(name, root / name))
