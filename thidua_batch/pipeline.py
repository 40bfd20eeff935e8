"""The steps over a workspace as plain functions; one unit's failure never stops the batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from thidua_batch import receiving, samples, workspace
from thidua_batch.books import decisions as decisions_book
from thidua_batch.books import definition, form, results, summary
from thidua_batch.core import checks, vn
from thidua_batch.core.evaluate import DECISIONS_FILE, answers_of, evaluate
from thidua_batch.core.findings import (
    Finding,
    InputRefused,
    Severity,
    WorkspaceError,
    errors,
)
from thidua_batch.core.frames import Earlier
from thidua_batch.core.gather import earlier_plans
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import Bloc, PeriodPlan
from thidua_batch.core.outcome import Outcome, Returned
from thidua_batch.core.period import Period
from thidua_batch.core.returns import Decisions
from thidua_batch.core.wording import decisions as decision_words
from thidua_batch.core.wording import workspace as words
from thidua_batch.reports import feedback, html, word
from thidua_batch.workspace import Published, Workspace

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


def read_inbox(loaded: Loaded, decisions: Decisions, progress: Progress = silent) -> list[Returned]:
    """Read every file of the period's inbox; each ends as a submission, a finding or both."""
    desk = receiving.Desk(loaded.workspace, loaded.bloc, loaded.plan, loaded.sha256, decisions)
    return receiving.read_inbox(desk, progress)


def compute(loaded: Loaded, progress: Progress = silent) -> Outcome:
    """Read inbox and decisions and evaluate them; nothing is written."""
    book = _decisions(loaded)
    returned = read_inbox(loaded, book.decisions, progress)
    gathered, compared = _others(loaded)
    return evaluate(
        loaded.bloc,
        loaded.plan,
        loaded.sha256,
        returned,
        book.decisions,
        [*loaded.findings, *book.findings],
        gathered,
        compared,
    )


def _others(loaded: Loaded) -> tuple[list[Earlier], list[Earlier]]:
    """Periods whose facts this one takes over, and those that it is compared with, read once each.

    A period that is only compared with and whose decisions cannot be read is left out: it says so
    when it is computed itself, and must not stop this one.
    """
    bloc, plan, place = loaded.bloc, loaded.plan, loaded.workspace
    gathered = {p.code: _earlier(replace(loaded, plan=p)) for p in earlier_plans(bloc, plan)}
    with_returns = [p.code for p in bloc.periods if workspace.list_inbox(place.inbox(p.code))]
    compared = []
    for other in checks.previous_plans(bloc, plan, with_returns):
        if other.code in gathered:
            compared.append(gathered[other.code])
            continue
        with suppress(WorkspaceError):
            compared.append(_earlier(replace(loaded, plan=other)))
    return list(gathered.values()), compared


def _earlier(loaded: Loaded) -> Earlier:
    """What counted in another period: its own inbox and decisions, never its output."""
    decisions = _decisions(loaded).decisions
    returned = read_inbox(loaded, decisions)
    return answers_of(loaded.bloc, loaded.plan, returned, decisions)


def _decisions(loaded: Loaded) -> decisions_book.DecisionsRead:
    path = loaded.decisions_path
    if path.exists():
        data = workspace.read_bytes(path)
    else:
        rows = decisions_book.blank(loaded.bloc, loaded.plan)
        data = decisions_book.write(loaded.bloc, loaded.plan, rows)
    file = loaded.workspace.relative(path)
    return decisions_book.read(data, file=file, bloc=loaded.bloc, plan=loaded.plan)


def check(loaded: Loaded, progress: Progress = silent) -> tuple[Outcome, Published]:
    """Check the inbox and write one feedback text per unit into 1-phan-hoi."""
    with workspace.lock(loaded.workspace):
        _prepare_decisions(loaded)
        outcome = compute(loaded, progress)
        return outcome, _publish_feedback(loaded, outcome)


def _publish_feedback(loaded: Loaded, outcome: Outcome) -> Published:
    """One text per unit in 1-phan-hoi, a set of its own beside the results."""
    folder = loaded.workspace.feedback(loaded.plan.code)
    texts = {
        folder / f"{vn.slug(u.unit.code).upper()}.txt": feedback.render(outcome, u.unit.code)
        for u in outcome.units
    }
    marker = loaded.workspace.state / f"phan-hoi-{loaded.plan.code}.json"
    record = {"definition": loaded.sha256, "generator": results.GENERATOR}
    return workspace.publish(loaded.workspace, texts, marker, record)


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

    Raises WorkspaceError("no_inbox") on an empty inbox and "not_final" where `--final` is asked
    of a provisional result; then nothing is written.
    """
    flags = flags or Flags()
    place, plan = loaded.workspace, loaded.plan
    with workspace.lock(place):
        if not workspace.list_inbox(place.inbox(plan.code)):
            raise WorkspaceError("no_inbox", path=place.relative(place.inbox(plan.code)))
        _prepare_decisions(loaded)
        _write_flags(loaded, flags)
        outcome = compute(loaded, progress)
        if flags.final and not outcome.is_final:
            raise WorkspaceError("not_final", reasons="; ".join(outcome.provisional))
        record = {
            "schema": 1,
            "generator": results.GENERATOR,
            "period": plan.code,
            "status": "final" if outcome.is_final else "provisional",
            "definition": loaded.sha256,
            "inputs": {item.file: item.sha256 for item in outcome.inputs},
        }
        published = workspace.publish(
            place, outputs(place, outcome), place.run_record(plan.code), record
        )
        _publish_feedback(loaded, outcome)
        return outcome, published


def outputs(place: Workspace, outcome: Outcome) -> Mapping[Path, bytes]:
    """Every output of a consolidation, rendered; paths inside the workspace."""
    code = outcome.period.code
    return {
        place.consolidated(code) / f"tong-hop-{code}.xlsx": summary.write(outcome),
        place.reports(code) / f"bao-cao-{code}.docx": word.render(outcome),
        place.reports(code) / f"bao-cao-{code}.html": html.render(outcome).encode(),
        place.results(code): results.write(outcome),
    }


def _write_flags(loaded: Loaded, flags: Flags) -> None:
    """Append what a flag decides to the decisions book; the former book is kept beside it."""
    if not flags.accept and not flags.use:
        return
    path = loaded.decisions_path
    data = workspace.read_bytes(path)
    book = decisions_book.read(
        data, file=loaded.workspace.relative(path), bloc=loaded.bloc, plan=loaded.plan
    )
    if not book.is_whole:
        raise WorkspaceError("decisions_broken", path=loaded.workspace.relative(path))
    returned = read_inbox(loaded, book.decisions)
    new = [row for row in _flag_rows(loaded, flags, returned) if not _stands(row, book.rows)]
    if not new:
        return
    kept = path.with_name(f"{path.stem}-truoc-{workspace.sha256(data)[:8]}{path.suffix}")
    workspace.write_new(kept, data)
    rows = {**book.rows, decision_words.RETURNS: (*book.rows[decision_words.RETURNS], *new)}
    workspace.write_atomic(path, decisions_book.write(loaded.bloc, loaded.plan, rows))


def _flag_rows(
    loaded: Loaded, flags: Flags, returned: Sequence[Returned]
) -> list[dict[str, object]]:
    common: dict[str, object] = {
        "reason": flags.reason,
        "who": flags.who,
        "date": workspace.today(),
    }
    units = loaded.bloc.units
    codes = {vn.fold(name): u.code for u in units for name in (u.label, u.name, u.code)}
    rows = []
    for asked in flags.accept:
        if vn.fold(asked) not in codes:
            raise WorkspaceError("no_unit", unit=asked, units=", ".join(u.code for u in units))
        unit = codes[vn.fold(asked)]
        item = next((r.input for r in returned if r.input.unit == unit), None)
        file = "" if item is None else item.received_as
        if item is not None:
            file += f"{decision_words.HASH_MARK}{item.sha256[:12]}"
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
