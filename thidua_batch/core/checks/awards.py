"""Checks of the awards that a unit proposes: known at all, and registered before."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from thidua_batch.core import vn, wording
from thidua_batch.core.findings import Finding, finding, near
from thidua_batch.core.frames import Earlier
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Award, Bloc, PeriodPlan
from thidua_batch.core.returns import ListRow, Submission
from thidua_batch.core.wording import checks as words

#: Registrations of one unit: each period that asked for them -> what the unit said, if anything.
_Registrations = Mapping[str, Mapping[str, bool] | None]


def check_proposals(
    bloc: Bloc, plan: PeriodPlan, submission: Submission, previous: Sequence[Earlier] = ()
) -> Iterator[Finding]:
    """CROSS-002: a proposed award was never registered; CROSS-014: the bloc has no such award.

    Each award is told once, where it is proposed first. A registration counts wherever the unit
    made it: on this form, or on that of another period of `previous` in the same work year.
    """
    asked = _registrations(bloc, plan, submission, previous)
    for award, row in _proposed(bloc, submission):
        said = row.values.get("award", "")
        if award is None:
            close = _closest(said, [a.name for a in bloc.awards])
            yield finding(
                "CROSS-014", unit=submission.unit, cell=row.cell, award=said, near=near(close)
            )
        elif award.needs_registration and (why := _unregistered(bloc, award, asked)):
            yield finding(
                "CROSS-002", unit=submission.unit, cell=row.cell, award=award.name, why=why
            )


def _proposed(bloc: Bloc, submission: Submission) -> Iterator[tuple[Award | None, ListRow]]:
    """Each award once, with the first row that proposes it; None for a name nobody knows.

    A bloc that lists no awards knows none, so nothing can be said about its proposals.
    """
    known = {vn.fold(a.code): a for a in reversed(bloc.awards)}
    known |= {vn.fold(a.name): a for a in reversed(bloc.awards)}
    told: set[str] = set()
    for row in submission.rows:
        name = vn.fold(row.values.get("award", ""))
        award = known.get(name)
        mark = name if award is None else award.code
        if row.sheet is FormSheet.PROPOSALS and name and known and mark not in told:
            told.add(mark)
            yield award, row


def _closest(said: str, names: Sequence[str]) -> str | None:
    by_fold = {vn.fold(name): name for name in names}
    hits = difflib.get_close_matches(vn.fold(said), by_fold, n=1)
    return by_fold[hits[0]] if hits else None


def _registrations(
    bloc: Bloc, plan: PeriodPlan, submission: Submission, previous: Sequence[Earlier]
) -> _Registrations:
    """What the unit registered, by period; None where the period had no form of it."""
    found: dict[str, Mapping[str, bool] | None] = {}
    year = bloc.period(plan.code).year_start
    for item in previous:
        is_asked = FormSheet.REGISTRATION in item.plan.sheets
        if is_asked and bloc.period(item.plan.code).year_start == year:
            found[item.plan.code] = item.registered.get(submission.unit)
    if FormSheet.REGISTRATION in plan.sheets or submission.registered:
        found[plan.code] = submission.registered
    return found


def _unregistered(bloc: Bloc, award: Award, asked: _Registrations) -> str | None:
    """Why the award counts as not registered; None where it is, or where nothing was asked."""
    answers = {code: None if said is None else said.get(award.code) for code, said in asked.items()}
    if True in answers.values() or not asked:
        return None
    refused = [code for code, said in answers.items() if said is False]
    blank = [code for code, said in asked.items() if said is not None]
    if refused:
        shape, codes = words.SAID_NO, refused
    elif blank:
        shape, codes = words.SAID_NOTHING, blank
    else:
        shape, codes = words.NO_FORM, list(asked)
    periods = ", ".join(wording.period_name(bloc.period(code)) for code in codes)
    return shape.format(period=periods)
