"""Which of the files that came back counts for each unit, and what became of every file.

One rule in one place: a person's choice, else the version received last where it is known when
each came, else none. What does not count is named, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from thidua_batch.core import vn
from thidua_batch.core.findings import DOUBTS, Finding, errors, finding
from thidua_batch.core.kinds import UnitState, VersionRule
from thidua_batch.core.model import Bloc, PeriodPlan, ScoringTable, Unit
from thidua_batch.core.outcome import FileState, InputFile, Returned, Version
from thidua_batch.core.returns import Decisions, NotSubmitted, Submission, Verdict
from thidua_batch.core.versions import differences
from thidua_batch.core.wording import decisions as words


@dataclass(slots=True)
class Chosen:
    """Which return counts for each unit, why others do not, and the state of every file.

    `rejected` are returns that were read and still do not count; `versions` all readable returns
    of units that sent several different ones. `counted` maps units to the file that was weighed,
    `twins` a file to the others of the same bytes, which may be chosen or dated in its place.
    """

    submissions: dict[str, Submission] = field(default_factory=dict)
    rejected: dict[str, Submission] = field(default_factory=dict)
    versions: dict[str, tuple[Returned, ...]] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)
    twins: dict[str, tuple[InputFile, ...]] = field(default_factory=dict)
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
        moments = [received(one, decisions) for one in (item, *self.twins.get(item.file, ()))]
        return max((moment for moment in moments if moment is not None), default=None)

    def named(self, wanted: str, versions: Sequence[Returned]) -> list[Returned]:
        """The versions that a person calls so: by the place of the file, else by its name."""
        alike = {v.input.file: (v.input, *self.twins.get(v.input.file, ())) for v in versions}
        found = [v for v in versions if any(wanted == i.file for i in alike[v.input.file])]
        return found or [v for v in versions if any(wanted in i.names for i in alike[v.input.file])]

    def versions_of(self, decisions: Decisions) -> dict[str, tuple[Version, ...]]:
        """Units that sent several different returns, with all of them in order of receipt."""
        return {
            unit: tuple(
                Version(
                    input=self.input_of(r.input, decisions),
                    submission=r.submission,
                    is_doubtful=_is_doubtful(r),
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
    out, table = Chosen(), bloc.table_for(plan)
    by_unit = _by_unit(returned, out)
    papers = [r.input for r in returned if r.input.state is FileState.ATTACHED]
    alone = {item.unit: item for item in reversed(papers)}
    excused = {n.unit: n for n in decisions.not_submitted}
    for unit in bloc.units:
        versions = by_unit.get(unit.code, [])
        if not versions:
            _absent(unit, plan, excused, out)
            if unit.code in alone and out.states[unit.code] is UnitState.MISSING:
                file, name = alone[unit.code].file, alone[unit.code].received_as
                out.findings.append(finding("BOOK-011", unit=unit.code, file=file, name=name))
            continue
        counted = _version(_Case(bloc, table, unit, decisions), versions, out)
        if counted is not None:
            out.counted[unit.code] = counted.input.file
        if counted is None or not _usable(unit, counted, decisions, out):
            out.states[unit.code] = UnitState.REJECTED
            if counted is not None and counted.submission is not None:
                out.rejected[unit.code] = counted.submission
        elif counted.submission is not None:
            out.submissions[unit.code] = counted.submission
            out.files[counted.input.file] = FileState.USED
    return out


def _by_unit(returned: Sequence[Returned], out: Chosen) -> dict[str, list[Returned]]:
    """Forms of each unit that could be read; everything else is told here."""
    seen: dict[tuple[str, str | None], InputFile] = {}
    by_unit: dict[str, list[Returned]] = {}
    for item in returned:
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


def _absent(unit: Unit, plan: PeriodPlan, excused: Mapping[str, NotSubmitted], out: Chosen) -> None:
    said = excused.get(unit.code)
    if said is not None:
        out.states[unit.code] = UnitState.NOT_SUBMITTED
        text = " – ".join(t for t in (said.confirmed_by, said.confirmed_on) if t)
        out.findings.append(finding("BLOC-006", unit=unit.code, confirmed=text))
    else:
        out.states[unit.code] = UnitState.MISSING
        out.findings.append(finding("BLOC-001", unit=unit.code, period=plan.code))


@dataclass(frozen=True, slots=True)
class _Case:
    """A unit whose returns are weighed."""

    bloc: Bloc
    table: ScoringTable
    unit: Unit
    decisions: Decisions


def _version(case: _Case, versions: list[Returned], out: Chosen) -> Returned | None:
    """The version that counts; what is no return of this period does not stand against one."""
    readable = [v for v in versions if v.submission is not None]
    for version in versions:
        if version.submission is None and readable:
            out.files[version.input.file] = FileState.REFUSED
            out.findings.extend(version.findings)
    versions = readable or versions
    _unresolved(case, versions, out)
    if len(versions) > 1:
        out.versions[case.unit.code] = tuple(versions)
    counted = versions[0] if len(versions) == 1 else _counted(case, versions, out)
    if counted is not None:
        out.findings.extend(counted.findings)
    return counted


def _unresolved(case: _Case, versions: Sequence[Returned], out: Chosen) -> None:
    """BLOC-004: a person chose a file, and none or several of the versions are called so."""
    wanted = case.decisions.chosen.get(case.unit.code)
    named = 0 if wanted is None else len(out.named(wanted, versions))
    if wanted is not None and named != 1:
        reason = words.SEVERAL_FILES if named else words.NO_SUCH_FILE
        column, _ = words.COLUMNS[words.RETURNS]["file"]
        out.findings.append(
            finding("BLOC-004", unit=case.unit.code, column=column, raw=wanted, reason=reason)
        )


def _counted(case: _Case, versions: list[Returned], out: Chosen) -> Returned | None:
    """Of several: the one that a person chose, else the last or newest; else all are told.

    The last one is a marked copy, corrected, that all others lead to. One that may be another
    unit's does not count by itself.
    """
    unit, decisions = case.unit.code, case.decisions
    wanted = decisions.chosen.get(unit, "")
    named = out.named(wanted, versions)
    if len(named) == 1:
        out.files.update({v.input.file: FileState.SUPERSEDED for v in versions})
        return named[0]
    by_rule = not wanted and case.bloc.rules.versions is VersionRule.NEWEST
    last = _corrected(versions) if by_rule else None
    if last is not None and not _is_doubtful(last):
        for version in versions:
            if version is not last:
                _replaced(case, version, last, out)
        return last
    known = [m for v in versions if (m := out.received(v.input, decisions)) is not None]
    is_clear = by_rule and len(set(known)) == len(versions)
    if is_clear and not _is_doubtful(newest := versions[known.index(max(known))]):
        for version in versions:
            if version is not newest:
                _superseded(case, version, newest, out)
        return newest
    names = ", ".join(f"«{v.input.received_as}»" for v in versions)
    for version in versions:
        file, count = version.input.file, len(versions)
        out.files[file] = FileState.REFUSED
        out.findings.append(finding("BOOK-009", unit=unit, file=file, count=count, names=names))
        out.findings.extend(f for f in version.findings if f.code in DOUBTS)
    return None


def _is_doubtful(item: Returned) -> bool:
    return any(f.code in DOUBTS for f in item.findings)


def received(item: InputFile, decisions: Decisions) -> datetime | None:
    """When a file came: as a person noted it, else as a mail server did."""
    return item.noted(decisions.received) or item.received_at


def _corrected(versions: Sequence[Returned]) -> Returned | None:
    """The one that all others were corrected into, as marked copies say of themselves."""
    sent = {v.input.sha256: v for v in versions}
    before = {v.input.sha256: v.submission.corrects for v in versions if v.submission is not None}
    ends = [digest for digest in sent if digest not in before.values()]
    if len(ends) != 1:
        return None
    chain = [ends[0]]
    while (step := before.get(chain[-1], "")) in sent and step not in chain:
        chain.append(step)
    return sent[ends[0]] if len(chain) == len(versions) else None


def _replaced(case: _Case, old: Returned, new: Returned, out: Chosen) -> None:
    out.files[old.input.file] = FileState.SUPERSEDED
    out.findings.append(
        finding(
            "BOOK-023",
            unit=case.unit.code,
            file=old.input.file,
            name=old.input.received_as,
            other=new.input.received_as,
            count=_count(case, old, new),
        )
    )


def _count(case: _Case, old: Returned, new: Returned) -> int:
    """In how many cells two versions differ."""
    both = [v.submission for v in (old, new) if v.submission is not None]
    return len(differences(case.bloc, case.table, both))


def _superseded(case: _Case, old: Returned, new: Returned, out: Chosen) -> None:
    out.files[old.input.file] = FileState.SUPERSEDED
    out.findings.append(
        finding(
            "BOOK-022",
            unit=case.unit.code,
            file=old.input.file,
            name=old.input.received_as,
            other=new.input.received_as,
            received=vn.format_moment(out.received(old.input, case.decisions)),
            later=vn.format_moment(out.received(new.input, case.decisions)),
            count=_count(case, old, new),
        )
    )


def _usable(unit: Unit, item: Returned, decisions: Decisions, out: Chosen) -> bool:
    """Whether a return counts: no ERROR, or accepted by name (and readable at all)."""
    faults = errors(item.findings)
    known = decisions.accepted_bytes.get(unit.code, "")
    is_accepted = unit.code in decisions.accepted and item.input.sha256.startswith(known)
    signed = decisions.signed.get(unit.code)
    if signed is not None and signed.verdict is Verdict.WAIT:
        out.files[item.input.file] = FileState.REFUSED  # told by receipts (BLOC-010)
        return False
    if item.submission is None or (faults and not is_accepted):
        out.files[item.input.file] = FileState.REFUSED
        out.findings.append(
            finding(
                "BLOC-002", unit=unit.code, file=item.input.file,
                count=len(faults), unit_code=unit.code,
            )
        )  # fmt: skip
        return False
    if faults:
        reason = decisions.accepted[unit.code]
        file = item.input.file
        out.findings.append(finding("BLOC-005", unit=unit.code, file=file, reason=reason))
    return True
