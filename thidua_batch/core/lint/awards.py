"""Grades that nobody reaches, awards that nobody can get, quotas that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from thidua_batch.core import vn
from thidua_batch.core.findings import Finding, finding
from thidua_batch.core.kinds import LineKind, Section
from thidua_batch.core.lint.base import Places, Use, place, representatives, uses
from thidua_batch.core.maxima import own_maxima, together
from thidua_batch.core.model import Award, Bloc, Criterion, Grade
from thidua_batch.core.scoring import METHODS, compose, method_of, ratio, rule_lines
from thidua_batch.core.wording import definition as words

_MORE = (LineKind.BONUS, LineKind.STEP)


# --- grades -------------------------------------------------------------------------------


def grade_order(grades: Sequence[Grade], places: Places) -> Iterator[Finding]:
    """DEF-014: a grade below one that is easier."""
    for at, grade in enumerate(grades):
        if any(_easier(other, grade) for other in grades[:at]):
            cell = places.get(place("grades", grade.name, "name"))
            yield finding("DEF-014", cell=cell, grade=grade.name)


def _easier(other: Grade, grade: Grade) -> bool:
    """Whether everyone who reaches `grade` already reached `other`."""
    if other.min_total is not None and (
        grade.min_total is None or other.min_total > grade.min_total
    ):
        return False
    if other.quota_share is not None:
        return False  # who is beyond its quota takes the next grade
    floors = ("min_group_share", "min_criterion_share", "min_targets")
    harder = any((getattr(other, name) or 0) > (getattr(grade, name) or 0) for name in floors)
    none = Decimal(1)
    short = (none if g.max_shortfall is None else g.max_shortfall for g in (other, grade))
    first, second = short
    return not harder and first >= second


def grade_limits(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-029: totals above what the table gives, quotas of the wrong grades."""
    grades = bloc.rules.grades
    names = [grade.name for grade in grades]
    top = _top(bloc)
    for at, grade in enumerate(grades):
        problems = []
        if top is not None and grade.min_total is not None and grade.min_total > top:
            told = vn.format_number(grade.min_total), vn.format_number(top)
            problems.append(("min_total", words.GRADE_TOO_HIGH.format(total=told[0], top=told[1])))
        if grade.quota_of is not None and grade.quota_of not in names:
            problems.append(("quota_of", words.GRADE_UNKNOWN.format(name=grade.quota_of)))
        elif grade.quota_of is not None and names.index(grade.quota_of) < at:
            problems.append(("quota_of", words.GRADE_OF_BETTER.format(name=grade.quota_of)))
        if grade.quota_of is not None and grade.quota_share is None:
            problems.append(("quota_of", words.GRADE_NO_SHARE))
        if grade.quota_share is not None and at == len(grades) - 1:
            problems.append(("quota_share", words.GRADE_LAST))
        for column, problem in problems:
            cell = places.get(place("grades", grade.name, column))
            yield finding("DEF-029", cell=cell, grade=grade.name, problem=problem)


def _top(bloc: Bloc) -> Decimal | None:
    """The most that any unit can come to in any ranking period; None where there is no end."""
    found: list[Decimal] = []
    for use in uses(bloc):
        if use.plan is not None and not use.plan.ranks:
            continue
        for unit in [u.code for u in representatives(bloc)] or [""]:
            top = _top_of(bloc, use, unit)
            if top is None:
                return None
            found.append(top)
    return max(found, default=None)


def _top_of(bloc: Bloc, use: Use, unit: str) -> Decimal | None:
    table = use.table
    held = {leaf.code for leaf in table.leaves if table.holds_for(leaf.code, unit)}
    if any(_is_open(use, leaf, unit) for leaf in table.leaves if leaf.code in held):
        return None
    maxima = own_maxima(table, held)
    roots = [root for root in table.roots if root.code in maxima]
    if not roots:
        return None
    base = together([r for r in roots if r.section is Section.BASE], maxima)
    extra = together([r for r in roots if r.section is Section.BONUS], maxima)
    cap = bloc.rules.bonus_cap
    if extra is None or (cap is not None and cap < extra):
        extra = cap
    return None if base is None or extra is None else base + extra


def _is_open(use: Use, leaf: Criterion, unit: str) -> bool:
    """Whether a base criterion may give more than its maximum."""
    if leaf.section is not Section.BASE:
        return False
    if leaf.method is not None and leaf.method not in METHODS:
        return True
    method, lines = method_of(leaf), rule_lines(use.table, leaf, unit)
    top = leaf.max_points or Decimal(0)
    if any(x.kind in _MORE or (x.points or 0) > top for x in lines):
        return compose.ceiling(method, leaf, lines) is None
    cap = leaf.options.get("cap", Decimal(1))
    return method is METHODS[ratio.CODE] and not (isinstance(cap, Decimal) and cap <= 1)


# --- awards -------------------------------------------------------------------------------


def award_chains(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-015, DEF-016: more places than units, circles."""
    needs = {award.code: award.requires for award in bloc.awards}
    for award in bloc.awards:
        per_bloc = None if award.for_individuals else award.quota
        if per_bloc is not None and bloc.units and per_bloc > len(bloc.units):
            yield finding(
                "DEF-015",
                cell=places.get(place("awards", award.code, "quota")),
                award=award.name,
                quota=per_bloc,
                units=len(bloc.units),
            )
        chain = [award.code]
        following = award.requires
        while following is not None and following not in chain:
            chain.append(following)
            following = needs.get(following)
        if following == award.code:
            yield finding(
                "DEF-016",
                cell=places.get(place("awards", award.code, "requires")),
                award=award.name,
                chain=words.ARROW.join([*chain, award.code]),
            )


def award_quotas(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-030: quotas that can hardly be meant."""
    by_code = {award.code: award for award in bloc.awards}
    for award in bloc.awards:
        needed = by_code.get(award.requires or "")
        problems = []
        if award.quota_share is not None and award.quota_share > 1:
            problems.append(("quota_share", words.QUOTA_OVER))
        if any(share > 1 for _, share in award.grade_shares):
            problems.append(("grade_shares", words.QUOTA_OVER))
        has_share = award.quota_share is not None or award.grade_shares
        if not has_share and award.quota_base != words.QUOTA_BASE_DEFAULT:
            problems.append(("quota_base", words.QUOTA_NO_SHARE))
        if needed and _fewer(needed, award):
            text = words.QUOTA_NEEDED.format(
                quota=award.quota, award=needed.name, other=needed.quota
            )
            problems.append(("quota", text))
        problems += _of_its_sort(award)
        yield from _told("DEF-030", award, problems, places)


def _of_its_sort(award: Award) -> Iterator[tuple[str, str]]:
    """Columns that only the other sort of award uses."""
    if not award.for_individuals:
        if award.grade_shares:
            yield "grade_shares", words.SHARES_OF_UNITS
        return
    for column in ("requires", "min_grade", "max_rank", "excludes"):
        if getattr(award, column) not in (None, ()):
            title = words.SHEETS["awards"].columns[column].title
            yield column, words.NOT_FOR_PERSONS.format(column=title)


def _fewer(one: Award, two: Award) -> bool:
    return one.quota is not None and two.quota is not None and one.quota < two.quota


def award_conflicts(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-031: awards that no unit can ever get, shares of what there is not."""
    by_code = {award.code: award for award in bloc.awards}
    grades = {grade.name for grade in bloc.rules.grades}
    for award in bloc.awards:
        problems = []
        kind, _, name = award.quota_base.partition(":")
        codes = set(by_code)
        known = {"grade": grades, "award": codes, "proposed": codes}.get(kind)
        if known is not None and name not in known:
            problems.append(("quota_base", words.QUOTA_UNKNOWN.format(name=name)))
        else:
            problems += [("quota_base", text) for text in _wrong_base(award, by_code)]
        for grade, _ in award.grade_shares:
            if grade not in grades:
                text = words.SHARES_UNKNOWN.format(name=grade)
                problems.append(("grade_shares", text))
        needed_first = by_code.get(award.requires or "")
        if needed_first and needed_first.for_individuals and not award.for_individuals:
            text = words.NEEDS_PERSONS.format(award=needed_first.name)
            problems.append(("requires", text))
        if award.code in award.excludes:
            problems.append(("excludes", words.EXCLUDES_ITSELF))
        for needed in _chain(award, by_code):
            if needed.code in award.excludes or award.code in needed.excludes:
                text = words.EXCLUDES_NEEDED.format(award=needed.name)
                problems.append(("excludes", text))
        yield from _told("DEF-031", award, problems, places)


def _wrong_base(award: Award, by_code: dict[str, Award]) -> Iterator[str]:
    """Shares of what the award's own sort does not have, or of itself."""
    kind, _, name = award.quota_base.partition(":")
    other, of_persons = by_code.get(name), kind in {words.QUOTA_BASE_PERSONS, "proposed"}
    if not award.for_individuals:
        if of_persons:
            yield words.QUOTA_OF_PERSONS
        elif other is not None and other.for_individuals:
            yield words.QUOTA_OF_PERSONS_AWARD.format(award=other.name)
        return
    if not of_persons:
        if award.quota_share is not None or award.grade_shares:
            yield words.QUOTA_NOT_OF_PERSONS
    elif other is not None and not other.for_individuals:
        yield words.QUOTA_OF_UNITS_AWARD.format(award=other.name)
    chain = [award]
    while other is not None and other not in chain:
        chain.append(other)
        kind, _, name = other.quota_base.partition(":")
        other = by_code.get(name) if kind == "proposed" else None
    if other is award and of_persons:
        names = words.ARROW.join(a.code for a in [*chain, award])
        yield words.QUOTA_CIRCLE.format(chain=names)


def award_names(bloc: Bloc, places: Places) -> Iterator[Finding]:
    """DEF-030: persons and units proposed for awards of one name cannot be told apart."""
    for at, award in enumerate(bloc.awards):
        alike = (a for a in bloc.awards[:at] if vn.fold(a.name) == vn.fold(award.name))
        other = next((a for a in alike if a.for_individuals or award.for_individuals), None)
        if other is not None:
            problem = ("name", words.SAME_NAME.format(other=other.code))
            yield from _told("DEF-030", award, [problem], places)


def _chain(award: Award, by_code: dict[str, Award]) -> list[Award]:
    """All awards that this one requires, itself left out."""
    found: list[Award] = []
    following = by_code.get(award.requires or "")
    while following is not None and following is not award and following not in found:
        found.append(following)
        following = by_code.get(following.requires or "")
    return found


def _told(
    code: str, award: Award, problems: Sequence[tuple[str, str]], places: Places
) -> Iterator[Finding]:
    for column, problem in problems:
        cell = places.get(place("awards", award.code, column))
        yield finding(code, cell=cell, award=award.name, problem=problem)
