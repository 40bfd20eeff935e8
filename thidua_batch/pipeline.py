"""The steps over a workspace as plain functions; one unit's failure never stops the batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from thidua_batch import deciding, receiving, samples, workspace
from thidua_batch.answering import feedback_set
from thidua_batch.books import decisions as decisions_book
from thidua_batch.books import definition, form, results, summary
from thidua_batch.core import checks, vn
from thidua_batch.core.evaluate import DECISIONS_FILE, answers_of, evaluate
from thidua_batch.core.findings import InputRefused, Severity, WorkspaceError, errors
from thidua_batch.core.frames import Earlier
from thidua_batch.core.gather import earlier_plans
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import PeriodPlan
from thidua_batch.core.outcome import Outcome, Returned
from thidua_batch.core.wording import workspace as words
from thidua_batch.deciding import Flags
from thidua_batch.loading import Loaded, Progress, load, silent
from thidua_batch.reports import html, word
from thidua_batch.workspace import Amendment, OutputSet, Published, Workspace

__all__ = ["Flags", "Loaded", "Progress", "load", "silent"]


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
        deciding.prepare(loaded)
        note = words.FOLDERS["inbox"].replace("\n", "\r\n").encode("utf-8-sig")
        workspace.write_atomic(place.inbox(plan.code) / words.README_NAME, note)
        record = {"definition": loaded.sha256, "generator": results.GENERATOR}
        return workspace.publish(place, outputs, place.state / f"bieu-{plan.code}.json", record)


def form_name(plan: PeriodPlan, unit: str) -> str:
    """Short ASCII name of a unit's form: it must travel through any mail program."""
    return f"{plan.code}_{vn.slug(unit).upper() or 'DV'}.xlsx"


def compute(
    loaded: Loaded,
    progress: Progress = silent,
    decided: bytes | None = None,
    returned: Sequence[Returned] | None = None,
) -> Outcome:
    """Read inbox and decisions and evaluate them; nothing is written.

    `decided` is the decisions book as it is about to be, else it is read from its place;
    `returned` the inbox, where it is read already.
    """
    book = deciding.read(loaded) if decided is None else deciding.parse(loaded, decided)
    if returned is None:
        returned = receiving.read_inbox(loaded, book.decisions, progress)
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


def inspect(loaded: Loaded) -> Outcome:
    """As `compute`, for commands that write nothing.

    A publish that was broken off is recovered first, so that nothing is told which the next run
    takes back; while one is under way, WorkspaceError("busy").
    """
    if workspace.is_interrupted(loaded.workspace):
        with workspace.lock(loaded.workspace):
            pass
    return compute(loaded)


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
    decisions = deciding.read(loaded).decisions
    returned = receiving.read_inbox(loaded, decisions)
    return answers_of(loaded.bloc, loaded.plan, returned, decisions)


def check(loaded: Loaded, progress: Progress = silent) -> tuple[Outcome, Published]:
    """Check the inbox and write each unit's feedback into 1-phan-hoi."""
    with workspace.lock(loaded.workspace):
        deciding.prepare(loaded)
        outcome = compute(loaded, progress)
        return outcome, workspace.publish_together(
            loaded.workspace, [feedback_set(loaded, outcome)]
        )


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
        deciding.prepare(loaded)
        book = decided = workspace.read_bytes(loaded.decisions_path)
        returned = None
        if flags.decide:
            said = deciding.parse(loaded, book)
            returned = receiving.read_inbox(loaded, said.decisions, progress)
            decided = deciding.with_flags(loaded, flags, said, returned) or book
        outcome = compute(loaded, progress, decided, returned)
        if flags.final and not outcome.is_final:
            raise WorkspaceError("not_final", reasons="; ".join(outcome.provisional))
        sets = [feedback_set(loaded, outcome), _result_set(loaded, outcome, decided)]
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


def next_step(outcome: Outcome, place: Workspace) -> str:
    """The one line "Việc tiếp theo"; names the period where it is not the current one."""
    step = _next_step(outcome, place)
    return step if outcome.plan.current else f"{step} (-k {outcome.period.code})"


def _next_step(outcome: Outcome, place: Workspace) -> str:
    code = outcome.period.code
    came = {f.unit for f in outcome.findings if f.code in ("BLOC-014", "BOOK-032")}
    absent = [u for u in outcome.units if u.state is UnitState.MISSING]
    missing = sum(1 for u in absent if u.unit.code not in came)
    rejected = sum(1 for u in outcome.units if u.state is UnitState.REJECTED)
    rejected += len(absent) - missing
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
