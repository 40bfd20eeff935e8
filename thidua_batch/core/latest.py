"""Which of several returns of a unit came last, or why nobody can tell.

Never by what a file is called: by what a marked copy says of itself, else by when each came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from thidua_batch.core import vn
from thidua_batch.core.findings import DOUBTS
from thidua_batch.core.kinds import VersionRule
from thidua_batch.core.outcome import InputFile, Returned
from thidua_batch.core.returns import Decisions
from thidua_batch.core.wording import versions as words

#: The place of a file -> when it came, where that is known.
Moments = Mapping[str, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The last one, and whether all others were corrected into it; else `why` there is none."""

    version: Returned | None = None
    is_corrected: bool = False
    why: str = ""


def find(versions: Sequence[Returned], moments: Moments, rule: VersionRule) -> Latest:
    """The last of several returns; one that may be another unit's is none."""
    if rule is not VersionRule.NEWEST:
        return Latest(why=words.WHY_ASK)
    last, is_corrected = _corrected(versions), True
    if last is None:
        unknown = [v for v in versions if moments[v.input.file] is None]
        if unknown:
            return Latest(why=_forked(versions) or words.WHY_UNKNOWN.format(names=named(unknown)))
        last, is_corrected = max(versions, key=lambda v: _moment(v, moments)), False
        rivals = [v for v in versions if v is not last and not _is_before(v, last, moments)]
        if rivals:
            return Latest(why=_tied([*rivals, last], moments))
    if is_doubtful(last):
        return Latest(why=words.WHY_DOUBT.format(name=named([last])))
    return Latest(version=last, is_corrected=is_corrected)


def received(item: InputFile, decisions: Decisions) -> datetime | None:
    """When a file came: as a person noted it, else as a mail server did."""
    return item.noted(decisions.received) or item.received_at


def is_doubtful(item: Returned) -> bool:
    """Whether a return may be another unit's."""
    return any(f.code in DOUBTS for f in item.findings)


def named(versions: Sequence[Returned]) -> str:
    """The files as a sentence names them: by name, by place where several have one name."""
    counts = Counter(v.input.received_as for v in versions)
    names = [
        v.input.received_as if counts[v.input.received_as] == 1 else v.input.file for v in versions
    ]
    return ", ".join(f"«{name}»" for name in names)


def _moment(version: Returned, moments: Moments) -> datetime:
    return moments[version.input.file] or datetime.min  # noqa: DTZ901  # all are known here


def _is_before(version: Returned, last: Returned, moments: Moments) -> bool:
    """Whether it came before the last one for certain; a day without an hour orders days only."""
    first, second = _moment(version, moments), _moment(last, moments)
    if first.date() != second.date():
        return first < second
    return first < second and time(0) not in (first.time(), second.time())


def _tied(versions: Sequence[Returned], moments: Moments) -> str:
    """Two of one day without an hour, or of one moment."""
    times = [_moment(v, moments) for v in versions]
    has_hours = all(at.time() != time(0) for at in times)
    shape = words.WHY_SAME_TIME if has_hours else words.WHY_SAME_DAY
    at = vn.format_moment(times[-1]) if has_hours else vn.format_date(times[-1])
    return shape.format(names=named(versions), at=at)


def _corrected(versions: Sequence[Returned]) -> Returned | None:
    """The one that all others were corrected into, as marked copies say of themselves."""
    sent = {v.input.sha256: v for v in versions}
    before = _before(versions)
    ends = [digest for digest in sent if digest not in before.values()]
    if len(ends) != 1:
        return None
    chain = [ends[0]]
    while (step := before.get(chain[-1], "")) in sent and step not in chain:
        chain.append(step)
    return sent[ends[0]] if len(chain) == len(versions) else None


def _before(versions: Sequence[Returned]) -> dict[str, str]:
    """A return's hash -> that of the return which it corrects."""
    return {v.input.sha256: v.submission.corrects for v in versions if v.submission is not None}


def _forked(versions: Sequence[Returned]) -> str:
    """Two corrections of one return; empty where there are none."""
    sent, before = {v.input.sha256: v for v in versions}, _before(versions)
    for digest, first in sent.items():
        both = [sent[after] for after, known in before.items() if known == digest]
        if len(both) > 1:
            return words.WHY_FORKED.format(names=named(both), first=named([first]))
    return ""
