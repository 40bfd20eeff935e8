"""What was received of each unit: its Excel return, its signed copy (bản ký), its evidence.

What became of every single file of the inbox is told here too, for people and programs alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from thidua_batch.core import scoring, vn
from thidua_batch.core.findings import UNREAD, Finding, errors, finding
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.model import Rules
from thidua_batch.core.outcome import FileState, InputFile, Outcome
from thidua_batch.core.returns import Decisions, SignedCopy
from thidua_batch.core.wording import decisions as decision_words
from thidua_batch.core.wording import receipts as words


class ExcelState(StrEnum):
    """Where a unit's Excel return stands."""

    MISSING = "missing"
    UNOPENED = "unopened"
    MISTAKEN = "mistaken"
    USED = "used"
    ACCEPTED = "accepted"
    FAULTY = "faulty"
    SEVERAL = "several"
    WAITING = "waiting"
    EXCUSED = "excused"


class SignedState(StrEnum):
    """Where a unit's signed copy stands."""

    NONE = "none"
    UNCOMPARED = "uncompared"
    SAME = "same"
    KEEP_EXCEL = "keep_excel"
    WAIT = "wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came of a unit.

    `count`: faults of a faulty or accepted return, or how many returns wait for a choice.
    `evidence_given` of `evidence_asked` criteria of its own form name evidence, all but those of
    `evidence_lacking`; None: no return of it is used. `copy` is what the bloc noted, `copies` are
    signed files in the inbox.
    """

    unit: str
    excel: ExcelState
    count: int
    signed: SignedState
    copy: SignedCopy | None
    copies: tuple[InputFile, ...]
    evidence_given: int | None
    evidence_asked: int
    evidence_lacking: tuple[str, ...] = ()

    @property
    def excel_text(self) -> str:
        """As people read it."""
        return words.EXCEL[self.excel].format(count=self.count)

    @property
    def signed_text(self) -> str:
        """As people read it."""
        return words.SIGNED[self.signed]

    @property
    def evidence_text(self) -> str:
        """As people read it; empty where there is nothing to count."""
        if self.evidence_given is None or not self.evidence_asked:
            return ""
        return words.EVIDENCE.format(given=self.evidence_given, asked=self.evidence_asked)


def receipt(outcome: Outcome, unit: str) -> Receipt:
    """What came of a unit; KeyError where the bloc has none such."""
    excel, count = _excel(outcome, unit)
    copy = outcome.decisions.signed.get(unit)
    copies = _copies(unit, outcome.inputs, outcome.decisions)
    asked = [
        leaf.code
        for leaf in outcome.table.leaves
        if leaf.evidence
        and outcome.table.holds_for(leaf.code, unit)
        and scoring.asked(outcome.table, leaf, unit)
    ]
    submission = outcome.submissions.get(unit)
    lacking: tuple[str, ...] = ()
    if submission is not None:
        evidence = submission.evidence
        lacking = tuple(code for code in asked if not evidence.get(code, "").strip())
    return Receipt(
        unit=unit,
        excel=excel,
        count=count,
        signed=_signed(copy, copies, is_compared=unit not in outcome.uncompared),
        copy=copy,
        copies=copies,
        evidence_given=None if submission is None else len(asked) - len(lacking),
        evidence_asked=len(asked),
        evidence_lacking=lacking,
    )


def _excel(outcome: Outcome, unit: str) -> tuple[ExcelState, int]:
    state = outcome.result(unit).state
    own = [f for f in errors(outcome.findings) if f.unit == unit]
    codes = {f.code for f in own}
    if state is UnitState.MISSING:
        if "BLOC-014" in codes:
            return ExcelState.UNOPENED, 0
        return (ExcelState.MISTAKEN if "BOOK-032" in codes else ExcelState.MISSING), 0
    if state is UnitState.NOT_SUBMITTED:
        return ExcelState.EXCUSED, 0
    faults = sum(1 for f in own if not f.code.startswith("BLOC") and f.code not in UNREAD)
    if state is not UnitState.REJECTED:
        is_accepted = any(f.code == "BLOC-005" for f in outcome.findings if f.unit == unit)
        return (ExcelState.ACCEPTED, faults) if is_accepted else (ExcelState.USED, 0)
    for found in own:
        if found.code == "BOOK-009":
            return ExcelState.SEVERAL, int(found.fields["count"])
    if not faults and "BLOC-010" in codes:
        return ExcelState.WAITING, 0
    return ExcelState.FAULTY, faults


def _copies(unit: str, inputs: Iterable[InputFile], decisions: Decisions) -> tuple[InputFile, ...]:
    return tuple(i for i in inputs if is_copy(i, decisions) and owner(i, decisions) == unit)


def _signed(
    copy: SignedCopy | None, copies: tuple[InputFile, ...], *, is_compared: bool = True
) -> SignedState:
    if copy is not None and copy.verdict is not None and is_compared:
        return SignedState(copy.verdict.value)
    return SignedState.UNCOMPARED if copy is not None or copies else SignedState.NONE


# --- the signed copy against the Excel return -------------------------------------------------


def check_signed(
    rules: Rules, excel: InputFile, inputs: Iterable[InputFile], decisions: Decisions,
    *, is_compared: bool = True,
) -> Iterator[Finding]:  # fmt: skip
    """What the signed copy says of the return of its unit that would be used.

    BLOC-010 (ERROR): they differ and a new one is awaited, the return must not be used; BLOC-009:
    they differ and the Excel file counts by decision; BLOC-013: what was noted is of another file
    (not `is_compared`). Only where the bloc wants signed copies: BLOC-008 without one, BLOC-011
    where nobody compared it. Both files are named.
    """
    unit = excel.unit
    if unit is None:
        return
    copy, copies = decisions.signed.get(unit), _copies(unit, inputs, decisions)
    state = _signed(copy, copies, is_compared=is_compared)
    file, name, signed = excel.file, excel.received_as, copy_text(copy, copies)
    if copy is not None and copy.verdict is not None and not is_compared:
        said = _other_compared(copy)
        yield finding("BLOC-013", unit=unit, file=file, excel=_excel_text(excel), compared=said)
    elif state is SignedState.WAIT:
        note = "" if copy is None or not copy.reason else words.NOTE.format(reason=copy.reason)
        yield finding("BLOC-010", unit=unit, file=file, excel=name, signed=signed, note=note)
    elif state is SignedState.KEEP_EXCEL:
        why = copy.reason if copy is not None else ""
        yield finding("BLOC-009", unit=unit, file=file, excel=name, signed=signed, reason=why)
    elif state is SignedState.UNCOMPARED and rules.signed_required:
        yield finding("BLOC-011", unit=unit, file=file, excel=name, signed=signed)
    elif state is SignedState.NONE and rules.signed_required:
        yield finding("BLOC-008", unit=unit, file=file)


def _excel_text(excel: InputFile) -> str:
    at = vn.format_moment(excel.received_at)
    shape = words.EXCEL_AT if at else words.EXCEL_FILE
    return shape.format(file=excel.received_as, at=at)


def _other_compared(copy: SignedCopy) -> str:
    """What was compared instead, as far as it was noted."""
    known = words.EXCEL_FILE.format(file=copy.excel) if copy.excel else words.NO_FILE_NOTED
    if copy.compared_on:
        known += words.COMPARED_ON.format(day=copy.compared_on)
    return (words.NOT_COMPARED if copy.excel else words.NOT_SURE).format(known=known)


def copy_text(copy: SignedCopy | None, copies: Iterable[InputFile] = ()) -> str:
    """A signed copy by its file, number and day, as a sentence names it."""
    files = [copy.file] if copy is not None and copy.file else [c.received_as for c in copies]
    parts = [words.COPY, *(words.COPY_FILE.format(file=file) for file in files)]
    if copy is not None and copy.number:
        parts.append(words.COPY_NUMBER.format(number=copy.number))
    if copy is not None and copy.signed_on:
        parts.append(words.COPY_DAY.format(day=copy.signed_on))
    return " ".join(parts)


def compared_text(copy: SignedCopy, *, is_compared: bool = True) -> str:
    """Who compared a signed copy with the Excel return, when, and what came of it.

    Not `is_compared`: with another return than the one that counts.
    """
    if copy.verdict is None:
        return words.SIGNED[SignedState.UNCOMPARED]
    shape = words.COPY_COMPARED if copy.compared_on else words.COPY_COMPARED_BY
    verdict = decision_words.VERDICTS[copy.verdict]
    verdict = verdict[:1].lower() + verdict[1:]
    said = shape.format(who=copy.compared_by, day=copy.compared_on, verdict=verdict)
    if copy.excel:
        said = words.COPY_EXCEL.format(said=said, file=copy.excel)
    return said if is_compared else words.COPY_OF_OTHER.format(said=said)


# --- every file of the inbox ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of a file: its state and, where it is not used, why or by what.

    `code`, `reason` and `hint` are those of the finding that refused it; a file that a person
    passed over has that person's reason and no code.
    """

    state: FileState
    code: str | None = None
    reason: str | None = None
    hint: str | None = None
    superseded_by: str | None = None


#: Which finding on a refused file says best why: the file itself, the signed copy, its faults.
_FIRST = ("BOOK-021", "BOOK", "BLOC-010", "BLOC-002", "BLOC", "CELL", "CROSS")


def account(outcome: Outcome, item: InputFile) -> Account:
    """What became of a file of the inbox."""
    state = FileState.USED if item.used else item.state
    if state is FileState.SUPERSEDED:
        return Account(state=state, superseded_by=_successor(outcome, item))
    if state in (FileState.USED, FileState.ATTACHED):
        return Account(state=state)
    said = item.noted(outcome.decisions.ignored)
    if said is not None and state is FileState.IGNORED:
        return Account(state=state, reason=said)
    on_file = [f for f in outcome.findings if f.place[0] == item.file]
    if item.unit is not None and _is_waiting(outcome, item):  # one finding for all of a unit's
        on_file += [f for f in outcome.findings if (f.code, f.unit) == ("BOOK-009", item.unit)]
    told = sorted(errors(on_file) or on_file, key=_weight)
    if not told:
        return Account(state=state)
    return Account(state=state, code=told[0].code, reason=told[0].message, hint=told[0].hint)


def _is_waiting(outcome: Outcome, item: InputFile) -> bool:
    """Whether it is one of several returns of its unit."""
    versions = outcome.versions.get(item.unit or "", ())
    return any(version.input.file == item.file for version in versions)


def _weight(found: Finding) -> int:
    return next((i for i, x in enumerate(_FIRST) if found.code.startswith(x)), len(_FIRST))


def _successor(outcome: Outcome, item: InputFile) -> str | None:
    """The file that counts instead: one of the same bytes, else the one used of the unit."""
    others = [other for other in outcome.inputs if other.file != item.file]
    same = [o for o in others if item.sha256 and o.sha256 == item.sha256]
    used = [o for o in others if o.used and o.unit == item.unit and item.unit is not None]
    kept = [o for o in same if o.used or o.state is not FileState.SUPERSEDED]
    return next((o.file for o in (*kept, *used)), None)


def owner(item: InputFile, decisions: Decisions) -> str | None:
    """The unit that a file belongs to: by its marks, as the signed copy that the bloc noted, or
    by its name where it could not be read.
    """
    if item.unit is not None:
        return item.unit
    named = (unit for unit, copy in decisions.signed.items() if copy.file in item.names)
    return next(named, item.sender)


def is_copy(item: InputFile, decisions: Decisions) -> bool:
    """Whether a file is a signed copy: a scan or PDF, or noted as one."""
    return item.is_signed or any(c.file in item.names for c in decisions.signed.values())


def of_nobody(outcome: Outcome) -> tuple[InputFile, ...]:
    """Files that no unit owns and nobody decided to pass over.

    A parcel whose files stand beside it is left out, and Excel's own files beside an open one.
    """
    locks = {f.file for f in outcome.findings if f.code == "BOOK-010"}
    files = [item.file for item in outcome.inputs]
    return tuple(
        item
        for item in outcome.inputs
        if owner(item, outcome.decisions) is None
        and not item.used
        and item.file not in locks
        and item.state is not FileState.SUPERSEDED
        and item.noted(outcome.decisions.ignored) is None
        and not any(file.startswith(f"{item.file}/") for file in files)
    )
