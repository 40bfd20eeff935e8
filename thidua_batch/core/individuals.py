"""Persons that a unit proposes for awards, against its own quota (C07, C08)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.grading import places_of
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Award, Bloc
from thidua_batch.core.outcome import UnitResult
from thidua_batch.core.returns import Cell, Submission
from thidua_batch.core.wording import individuals as words
from thidua_batch.core.wording import summary as summary_words

#: How `Award.quota_base` names what a unit's own share is taken of.
HEADCOUNT, PROPOSED = "headcount", "proposed:"


@dataclass(frozen=True, slots=True)
class _Limit:
    """The most that a unit may propose, and how that was found; no number where `how` is why."""

    most: int | None
    how: str

    def is_kept(self, count: int) -> bool:
        """Whether so many persons are surely within."""
        return self.most is not None and count <= self.most

    @property
    def told(self) -> str:
        """The limit in words."""
        if self.most is None:
            return words.UNKNOWN.format(why=self.how)
        return words.AT_MOST.format(limit=self.most, how=self.how)


def check_individuals(bloc: Bloc, submission: Submission, result: UnitResult) -> Iterator[Finding]:
    """CROSS-005: more persons than the unit's own quota, or a quota that cannot be known."""
    counts, cells = _proposed(bloc, submission)
    for award in bloc.awards:
        count = counts[award.code]
        if not award.for_individuals or not count:
            continue
        broken = [x for x in _limits(bloc, award, result, counts) if not x.is_kept(count)]
        if not broken:
            continue
        # A limit that is surely passed says more than one that is not known.
        worst = min(broken, key=lambda x: (x.most is None, x.most or 0))
        yield finding(
            "CROSS-005",
            unit=submission.unit,
            cell=cells[award.code],
            award=award.name,
            count=count,
            limit=worst.told,
        )


def _proposed(bloc: Bloc, submission: Submission) -> tuple[dict[str, int], dict[str, Cell]]:
    """How many the unit proposes for each award, and where the first of them stands."""
    by_name = {vn.fold(award.name): award.code for award in reversed(bloc.awards)}
    counts = {award.code: 0 for award in bloc.awards}
    cells: dict[str, Cell] = {}
    for row in submission.rows:
        code = by_name.get(vn.fold(row.values.get("award", "")))
        if row.sheet is FormSheet.PROPOSALS and code is not None:
            counts[code] += words.persons(row.values.get("name", ""))
            cells.setdefault(code, row.cell)
    return counts, cells


def _limits(
    bloc: Bloc, award: Award, result: UnitResult, counts: Mapping[str, int]
) -> Iterator[_Limit]:
    """The fixed number and the share, as far as the award has them."""
    if award.quota is not None:
        yield _Limit(award.quota, words.FIXED)
    if not award.grade_shares:
        if award.quota_share is not None:
            yield _share(bloc, award, award.quota_share, result, counts)
    elif result.grade is None:
        yield _Limit(None, words.NO_GRADE)
    else:
        share = dict(award.grade_shares).get(result.grade, award.quota_share)
        limit = _Limit(0, words.NO_SHARE)
        if share:
            limit = _share(bloc, award, share, result, counts)
        if limit.most is not None:
            how = words.OF_GRADE.format(grade=result.grade, how=limit.how)
            limit = _Limit(limit.most, how)
        yield limit


def _share(
    bloc: Bloc, award: Award, share: Decimal, result: UnitResult, counts: Mapping[str, int]
) -> _Limit:
    """A share of the unit's headcount, or of those that it proposes for another award."""
    count, base = result.unit.headcount, words.OF_HEADCOUNT
    if award.quota_base.startswith(PROPOSED):
        code = award.quota_base.removeprefix(PROPOSED)
        name = next((a.name for a in bloc.awards if a.code == code), code)
        count, base = counts.get(code, 0), words.OF_PROPOSED.format(award=name)
    if count is None:
        return _Limit(None, words.NO_HEADCOUNT)
    rounding = bloc.rules.quota_rounding
    how = words.SHARE.format(
        share=words.percent(share),
        count=count,
        base=base,
        rounding=summary_words.ROUNDINGS[rounding.value],
    )
    return _Limit(places_of(share, count, rounding), how)
