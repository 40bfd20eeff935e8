"""Answering units (phản hồi): each its own text and marked copy, and its versions compared.

A set of its own beside the results; nothing in a unit's files speaks of another unit.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from thidua_batch.books import form, results, versions
from thidua_batch.core import marks, vn
from thidua_batch.core.marks import Places
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.returns import Submission
from thidua_batch.core.versions import book_name
from thidua_batch.loading import Loaded
from thidua_batch.reports import feedback
from thidua_batch.workspace import OutputSet


def feedback_set(loaded: Loaded, outcome: Outcome) -> OutputSet:
    """Everything of 1-phan-hoi."""
    marker = loaded.workspace.state / f"phan-hoi-{loaded.plan.code}.json"
    record = {"definition": loaded.sha256, "generator": results.GENERATOR}
    return OutputSet(outputs=_files(loaded, outcome), record_path=marker, record=record)


def _files(loaded: Loaded, outcome: Outcome) -> Mapping[Path, bytes]:
    """Per unit: the text, the marked copy where there is anything to mark, the versions' book."""
    folder = loaded.workspace.feedback(loaded.plan.code)
    out: dict[Path, bytes] = {}
    for result in outcome.units:
        unit = result.unit.code
        stem = vn.slug(unit).upper() or "DV"
        copy = _marked(loaded, outcome, unit)
        turn = _round(outcome, unit)
        again = f"-lan{turn}" if turn > 1 else ""
        name = f"{loaded.plan.code}_{stem}_can-sua{again}.xlsx"
        if copy is not None:
            out[folder / name] = copy
        told = feedback.render(outcome, unit, copy=name if copy is not None else None)
        out[folder / f"{stem}.txt"] = told
        several = outcome.versions.get(unit)
        if several is not None and not any(version.is_doubtful for version in several):
            data = versions.write(
                outcome.bloc, outcome.plan, result.unit, several, outcome.decisions
            )
            out[folder / book_name(loaded.plan.code, unit)] = data
    return out


def _round(outcome: Outcome, unit: str) -> int:
    """How many times the unit was asked to correct its return, this time included.

    Marked copies that came back say which return they correct; each is one time more.
    """
    several = [v.submission for v in outcome.versions.get(unit, ()) if v.submission is not None]
    before = {submission.sha256: submission.corrects for submission in several}
    weighed = outcome.submissions.get(unit) or outcome.rejected.get(unit)
    turns, step = {""}, "" if weighed is None else weighed.corrects
    while step not in turns:
        turns.add(step)
        step = before.get(step, "")
    return len(turns)


def _marked(loaded: Loaded, outcome: Outcome, unit: str) -> bytes | None:
    """The unit's own form as it typed it, with what was found; None where nothing was.

    None too where what was typed may be another unit's.
    """
    submission = outcome.submissions.get(unit) or outcome.rejected.get(unit)
    if submission is None or marks.is_doubtful(outcome.findings, unit, submission.file):
        return None
    found = feedback.marks_of(outcome, unit, file=submission.file, places=_places(submission))
    if not marks.asks_copy(found):
        return None
    shown = form.shown_of(submission, outcome.findings)
    return form.write(
        outcome.bloc,
        outcome.plan,
        outcome.bloc.unit(unit),
        definition_sha256=loaded.sha256,
        values=form.values_of(submission),
        marked=form.Marked(raw=shown, marks=found, corrects=submission.sha256),
    )


def _places(submission: Submission) -> Places:
    return {(cell.sheet, cell.address): spot for spot, cell in submission.places.items()}
