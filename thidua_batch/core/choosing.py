"""Which of the files that came back counts for each unit, and what became of every file.

One rule in one place: a person's choice, else the version received last where it is known when
each came, else none. What does not count is named, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from thidua_batch.core import latest, misnamed, vn
from thidua_batch.core.findings import DOUBTS, Finding, errors, finding
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.latest import received
from thidua_batch.core.model import Bloc, PeriodPlan, ScoringTable, Unit
from thidua_batch.core.outcome import FileState, InputFile, Returned, Version
from thidua_batch.core.returns import Decisions, NotSubmitted, Submission, Verdict
from thidua_batch.core.versions import book_name, differences
from thidua_batch.core.wording import receipts as receipt_words
from thidua_batch.core.wording import versions as words


@dataclass(slots=True)
class Chosen:
    """Which return counts for each unit, why others do not, and the state of every file.

    `rejected` are returns that were read and still do not count; `versions` all readable returns
    of units that sent several different ones. `counted` maps units to the file that was weighed,
    `twins` a file to the others of the same bytes, which may be chosen or dated in its place.
    `uncompared` are units whose verdict on *Bản ký* is not of the file that was weighed.
    """

    submissions: dict[str, Submission] = field(default_factory=dict)
    rejected: dict[str, Submission] = field(default_factory=dict)
    versions: dict[str, tuple[Returned, ...]] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)
    twins: dict[str, tuple[InputFile, ...]] = field(default_factory=dict)
    uncompared: set[str] = field(default_factory=set)
    states: dict[str, UnitState] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    files: dict[str, FileState] = field(default_factory=dict)

    def input_of(self, item: InputFile, decisions: Decisions) -> InputFile:
        """A file with what became of it, and when it came."""
        state = self.files.get(item.file, item.state)
        moment = self.received(item, decisions)
        return replace(item, state=state, used=state is FileState.USED, received_at=moment)

    def received(self, item: InputFile, decisions: Decisions) -> datetime | None:
        """When a file came last: it may have been sent again as it was."""
        moments = [received(one, decisions) for one in self.alike(item)]
        return max((moment for moment in moments if moment is not None), default=None)

    def alike(self, item: InputFile) -> tuple[InputFile, ...]:
        """A file and those of the same bytes."""
        return (item, *self.twins.get(item.file, ()))

    def named(self, wanted: str, versions: Sequence[Returned]) -> list[Returned]:
        """The versions that a person calls so: by the place of the file, else by its name."""
        alike = {v.input.file: self.alike(v.input) for v in versions}
        found = [v for v in versions if any(wanted == i.file for i in alike[v.input.file])]
        return found or [v for v in versions if any(wanted in i.names for i in alike[v.input.file])]

    def versions_of(self, decisions: Decisions) -> dict[str, tuple[Version, ...]]:
        """Units that sent several different returns, with all of them in order of receipt."""
        return {
            unit: tuple(
                Version(
                    input=self.input_of(r.input, decisions),
                    submission=r.submission,
                    is_doubtful=latest.is_doubtful(r),
                )
                for r in sorted(found, key=lambda r: self._order(r.input, decisions))
            )
            for unit, found in self.versions.items()
        }

    def _order(self, item: InputFile, decisions: Decisions) -> tuple[bool, datetime, str]:
        moment = self.received(item, decisions)
        return (moment is not None, moment or datetime.min, item.file)  # noqa: DTZ901


def choose(
    bloc: Bloc, plan: PeriodPlan, returned: Sequence[Returned], decisions: Decisions
) -> Chosen:
    """One return per unit, or why there is none."""
    out = Chosen()
    by_unit = _by_unit(returned, out)
    strays = misnamed.told(returned, decisions, by_unit)
    out.findings.extend(strays)
    for unit in bloc.units:
        case = _Case(bloc, plan, bloc.table_for(plan), unit, decisions)
        versions = by_unit.get(unit.code, [])
        counted = _version(case, versions, out) if versions else None
        if counted is not None:
            out.counted[unit.code] = counted.input.file
        if not _is_compared(case, counted, versions, out):
            out.uncompared.add(unit.code)
        if not versions:
            _absent(case, returned, any(f.unit == unit.code for f in strays), out)
        elif counted is None or not _usable(case, counted, out):
            out.states[unit.code] = UnitState.REJECTED
            if counted is not None and counted.submission is not None:
                out.rejected[unit.code] = counted.submission
        elif counted.submission is not None:
            out.submissions[unit.code] = counted.submission
            out.files[counted.input.file] = FileState.USED
    return out


@dataclass(frozen=True, slots=True)
class _Case:
    """A unit whose returns are weighed."""

    bloc: Bloc
    plan: PeriodPlan
    table: ScoringTable
    unit: Unit
    decisions: Decisions


# --- what came ----------------------------------------------------------------------------------


def _by_unit(returned: Sequence[Returned], out: Chosen) -> dict[str, list[Returned]]:
    """Forms of each unit that could be read; everything else is told here.

    Of the same bytes twice the file counts whose name raises no doubt.
    """
    seen: dict[tuple[str, str | None], InputFile] = {}
    by_unit: dict[str, list[Returned]] = {}
    for item in sorted(returned, key=lambda item: item.named is not None):
        code, file = item.input.unit, item.input.file
        first = item.input
        if _is_countable(item):
            first = seen.setdefault((item.input.sha256, code), item.input)
        if first is not item.input:
            out.files[file] = FileState.SUPERSEDED
            out.twins[first.file] = (*out.twins.get(first.file, ()), item.input)
            name, other = item.input.received_as, first.file
            out.findings.append(finding("BOOK-008", unit=code, file=file, name=name, other=other))
        elif item.is_form and code is not None:
            by_unit.setdefault(code, []).append(item)
        else:
            out.findings.extend(item.findings)
            if item.is_form:
                out.files[file] = FileState.REFUSED
    return by_unit


def _is_countable(item: Returned) -> bool:
    """Whether a second file of the same bytes needs nothing more; what is refused always does."""
    state = item.input.state
    if not item.input.sha256:
        return False
    if item.is_form:
        return item.input.unit is not None
    return state in (FileState.ATTACHED, FileState.UNPACKED)


def _absent(case: _Case, returned: Sequence[Returned], is_mistaken: bool, out: Chosen) -> None:
    """A unit without a form of its own: excused, or what came in its place, or nothing at all."""
    unit, plan = case.unit.code, case.plan
    said = next((n for n in case.decisions.not_submitted if n.unit == unit), None)
    if said is not None:
        out.states[unit] = UnitState.NOT_SUBMITTED
        out.findings.append(finding("BLOC-006", unit=unit, confirmed=_confirmed(said)))
        return
    out.states[unit] = UnitState.MISSING
    unread = [r.input for r in returned if r.is_unread and r.input.sender == unit]
    if unread:
        names = ", ".join(dict.fromkeys(f"«{item.received_as}»" for item in unread))
        out.findings.append(finding("BLOC-014", unit=unit, files=names))
    elif not is_mistaken:
        out.findings.append(finding("BLOC-001", unit=unit, period=plan.code))
        _only_papers(unit, returned, out)


def _confirmed(said: NotSubmitted) -> str:
    return " – ".join(text for text in (said.confirmed_by, said.confirmed_on) if text)


def _only_papers(unit: str, returned: Sequence[Returned], out: Chosen) -> None:
    """BOOK-011 on the first scan or paper, and nothing else on that file."""
    papers = [r.input for r in returned if r.input.state is FileState.ATTACHED]
    item = next((item for item in papers if item.unit == unit), None)
    if item is None:
        return
    out.findings = [f for f in out.findings if (f.code, f.file) != ("BOOK-029", item.file)]
    what = receipt_words.SCAN if item.is_signed else receipt_words.PAPER
    found = finding("BOOK-011", unit=unit, file=item.file, name=item.received_as, what=what)
    out.findings.append(found)


# --- which one counts ---------------------------------------------------------------------------


def _version(case: _Case, versions: list[Returned], out: Chosen) -> Returned | None:
    """The version that counts; what is no return of this period does not stand against one."""
    readable = [v for v in versions if v.submission is not None]
    for version in versions:
        if version.submission is None and readable:
            out.files[version.input.file] = FileState.REFUSED
            out.findings.extend(version.findings)
    versions = readable or versions
    if len(versions) > 1:
        out.versions[case.unit.code] = tuple(versions)
    counted = versions[0] if len(versions) == 1 else _counted(case, versions, out)
    if counted is not None:
        counted = _settled(case, counted, out)
        out.findings.extend(counted.findings)
    return counted


def _settled(case: _Case, item: Returned, out: Chosen) -> Returned:
    """The return without the doubt that its name raised, where a person decided on that file."""
    decisions = case.decisions
    if item.named is None or not any(
        misnamed.is_settled(i, decisions) for i in out.alike(item.input)
    ):
        return item
    told = finding(
        "BLOC-015", unit=case.unit.code, file=item.input.file, name=item.input.received_as,
        named=case.bloc.unit(item.named).label, found=case.unit.label,
    )  # fmt: skip
    kept = tuple(f for f in item.findings if f.code != misnamed.CODE)
    return replace(item, findings=(*kept, told))


def _counted(case: _Case, versions: list[Returned], out: Chosen) -> Returned | None:
    """Of several: the one that a person chose, else the last one; else it is told why none is."""
    unit, decisions = case.unit.code, case.decisions
    wanted = decisions.chosen.get(unit, "")
    named = out.named(wanted, versions)
    if len(named) == 1:
        out.files.update({v.input.file: FileState.SUPERSEDED for v in versions})
        return named[0]
    why = words.WHY_CHOICE.format(name=wanted)
    if not wanted:
        moments = {v.input.file: out.received(v.input, decisions) for v in versions}
        last = latest.find(versions, moments, case.bloc.rules.versions)
        if last.version is not None:
            for version in versions:
                if version is not last.version:
                    _replaced(case, version, last, out)
            return last.version
        why = last.why
    is_shown = not any(latest.is_doubtful(v) for v in versions)
    book = words.BESIDE.format(file=book_name(case.plan.code, unit)) if is_shown else ""
    out.findings.append(
        finding(
            "BOOK-009", unit=unit, count=len(versions), names=latest.named(versions), why=why,
            unit_code=unit, beside=book,
        )
    )  # fmt: skip
    for version in versions:
        out.files[version.input.file] = FileState.REFUSED
        out.findings.extend(f for f in version.findings if f.code in DOUBTS)
    return None


def _replaced(case: _Case, old: Returned, last: latest.Latest, out: Chosen) -> None:
    """A version that was corrected into the last one (BOOK-023), or came before it (BOOK-022)."""
    new = last.version
    if new is None:
        return
    fields: dict[str, Any] = {
        "name": old.input.received_as,
        "other": new.input.received_as,
        "count": _count(case, old, new),
    }
    if not last.is_corrected:
        fields["received"] = vn.format_moment(out.received(old.input, case.decisions))
        fields["later"] = vn.format_moment(out.received(new.input, case.decisions))
    code = "BOOK-023" if last.is_corrected else "BOOK-022"
    out.files[old.input.file] = FileState.SUPERSEDED
    out.findings.append(finding(code, unit=case.unit.code, file=old.input.file, **fields))


def _count(case: _Case, old: Returned, new: Returned) -> int:
    """In how many cells two versions differ."""
    both = [v.submission for v in (old, new) if v.submission is not None]
    return len(differences(case.bloc, case.table, both))


def _is_compared(
    case: _Case, counted: Returned | None, versions: Sequence[Returned], out: Chosen
) -> bool:
    """Whether what was noted of the signed copy is of this very return.

    By name; without one only if there is no other return, and this one was there that day.
    """
    signed = case.decisions.signed.get(case.unit.code)
    if signed is None or signed.verdict is None:
        return True
    if counted is None:
        return False
    readable = [v for v in versions if v.submission is not None]
    if signed.excel:
        return [v.input.file for v in out.named(signed.excel, readable)] == [counted.input.file]
    day, came = vn.parse_date(signed.compared_on), out.received(counted.input, case.decisions)
    is_later = day is not None and came is not None and came.date() > day
    return len(readable) == 1 and not is_later


def _usable(case: _Case, item: Returned, out: Chosen) -> bool:
    """Whether a return counts: no ERROR, or accepted by name (and readable at all).

    One that is called after another unit is accepted by a decision on that very file only.
    """
    unit, decisions, file = case.unit, case.decisions, item.input.file
    faults = errors(item.findings)
    is_accepted = any(misnamed.is_accepted(one, decisions) for one in out.alike(item.input))
    is_accepted = is_accepted and all(f.code != misnamed.CODE for f in faults)
    signed = decisions.signed.get(unit.code)
    if signed is not None and signed.verdict is Verdict.WAIT and unit.code not in out.uncompared:
        out.files[file] = FileState.REFUSED  # told by receipts (BLOC-010)
        return False
    if item.submission is None or (faults and not is_accepted):
        out.files[file] = FileState.REFUSED
        told = finding(
            "BLOC-002", unit=unit.code, file=file, count=len(faults), unit_code=unit.code
        )
        out.findings.append(told)
        return False
    if faults:
        reason = decisions.accepted[unit.code]
        out.findings.append(finding("BLOC-005", unit=unit.code, file=file, reason=reason))
    return True
