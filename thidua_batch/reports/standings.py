"""Points, ranks and eligibility as texts for a report; nothing is computed but widths of bars."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from thidua_batch.core import vn
from thidua_batch.core.kinds import Section, UnitState
from thidua_batch.core.model import Criterion
from thidua_batch.core.outcome import Nomination, Outcome, UnitResult
from thidua_batch.core.wording import DASH
from thidua_batch.core.wording import report as words
from thidua_batch.reports.opinions import literal

_BAR = Decimal(1000)
_COLUMNS = 4  # groups that fit beside ranks and totals on an upright page
_SERIES = 8  # colours of the page


def scoring(outcome: Outcome) -> dict[str, Any]:
    """The table of points; ranks, grades and exclusions only where the period ranks."""
    ranked = outcome.plan.ranks
    groups = base_groups(outcome)
    return {
        "shown": outcome.plan.scores and any(u.is_scored for u in outcome.units),
        "ranked": ranked,
        "split": len(groups) > _COLUMNS,
        "groups": [{"code": literal(g.code), "text": literal(g.text)} for g in groups],
        "rows": [_row(outcome, u, groups) for u in _ordered(outcome)],
        "ties": _ties(outcome) if ranked else [],
        "excluded": _excluded(outcome) if ranked else [],
        "incomplete": _names(u for u in outcome.units if u.is_scored and u.incomplete),
    }


def base_groups(outcome: Outcome) -> list[Criterion]:
    """Top-level nodes of the base part, whose points a unit's line shows."""
    return [c for c in outcome.table.roots if c.section is Section.BASE]


def _names(units: Any) -> str:  # noqa: ANN401 - any iterable of results
    return vn.join_names([literal(u.unit.name) for u in units])


def _ordered(outcome: Outcome) -> list[UnitResult]:
    """By rank where there are ranks, the others below in order of protocol."""
    if not outcome.plan.ranks:
        return list(outcome.units)
    others = [u for u in outcome.units if u.rank is None]
    return [*outcome.ranked, *others]


def _points(value: Decimal | None, places: int) -> str:
    return DASH if value is None else vn.format_number(value, places)


def node_points(result: UnitResult, node: Criterion) -> Decimal | None:
    """Points of a top-level node, whether it has children or is itself a criterion."""
    if node.code in result.groups:
        return result.groups[node.code]
    leaf = result.criterion(node.code)
    return leaf.points if leaf else None


def _row(outcome: Outcome, result: UnitResult, groups: list[Criterion]) -> dict[str, Any]:
    rules = outcome.bloc.rules
    state = words.STATES[result.state]
    ungraded = DASH if result.state is UnitState.RANKED else state
    return {
        "rank": DASH if result.rank is None else str(result.rank),
        "rank_key": "" if result.rank is None else str(result.rank),
        "unit": literal(result.unit.name),
        "groups": [_points(node_points(result, g), rules.group_places) for g in groups],
        "keys": [_key(node_points(result, g)) for g in groups],
        "base": _points(result.base, rules.total_places),
        "bonus": _points(result.bonus, rules.group_places),
        "bonus_key": _key(result.bonus),
        "penalty": _points(result.penalty, rules.group_places),
        "penalty_key": _key(result.penalty),
        "total": _points(result.total, rules.total_places),
        "total_key": _key(result.total),
        "grade": literal(result.grade) if result.grade else ungraded,
        "state": state,
        "tied": bool(result.tied_with),
    }


def _key(value: Decimal | None) -> str:
    """What a browser sorts by."""
    return "" if value is None else f"{value:f}"


def _ties(outcome: Outcome) -> list[dict[str, str]]:
    found: dict[int, list[str]] = {}
    for result in outcome.ranked:
        if result.tied_with and result.rank is not None:
            found.setdefault(result.rank, []).append(literal(result.unit.name))
    return [{"rank": str(rank), "units": vn.join_names(names)} for rank, names in found.items()]


def _excluded(outcome: Outcome) -> list[dict[str, str]]:
    texts = {reason.code: reason.text for reason in outcome.bloc.rules.exclusions}
    found = []
    for result in outcome.units:
        if result.exclusion is None:
            continue
        text = literal(texts.get(result.exclusion.code, "")).strip()
        reason = literal(result.exclusion.reason).rstrip(" .;")
        same = vn.fold(text) == vn.fold(reason)
        found.append(
            {
                "unit": literal(result.unit.name),
                "code": literal(result.exclusion.code),
                "text": text,
                "reason": "" if same else reason,
                "total": _points(result.total, outcome.bloc.rules.total_places),
            }
        )
    return found


def nominations(outcome: Outcome) -> dict[str, Any]:
    """Eligibility for each award; titles (danh hiệu) and commendations are kept apart."""
    by_award: dict[str, list[Nomination]] = {}
    for nomination in outcome.nominations:
        by_award.setdefault(nomination.award, []).append(nomination)
    titles: list[dict[str, Any]] = []
    forms: list[dict[str, Any]] = []
    for award in outcome.bloc.awards:
        found = by_award.get(award.code, [])
        if found:
            entry = {
                "award": literal(award.name),
                "quota": "" if (quota := outcome.quotas.get(award.code)) is None else str(quota),
                "eligible": _nominees(outcome, [n for n in found if n.eligible]),
                "chosen": _nominees(outcome, [n for n in found if n.chosen]),
                "refused": _refused(outcome, found),
            }
            (titles if award.is_title else forms).append(entry)
    shown = bool(titles or forms) and outcome.plan.ranks
    return {"shown": shown, "titles": titles, "forms": forms}


def _nominees(outcome: Outcome, found: list[Nomination]) -> str:
    return vn.join_names([literal(outcome.bloc.unit(n.unit).name) for n in found])


def _refused(outcome: Outcome, found: list[Nomination]) -> list[dict[str, str]]:
    """Those not eligible, units with the same reasons on one line."""
    together: dict[str, list[Nomination]] = {}
    for nomination in found:
        if not nomination.eligible:
            reasons = literal("; ".join(nomination.reasons))
            together.setdefault(reasons, []).append(nomination)
    return [{"units": _nominees(outcome, n), "reasons": why} for why, n in together.items()]


def bars(outcome: Outcome) -> dict[str, Any]:
    """Stacked bars of group points and bonus: places and widths in thousandths of the longest."""
    groups = base_groups(outcome)
    names = [literal(g.text or g.code) for g in groups] + [words.BONUS]
    scored = [u for u in _ordered(outcome) if u.is_scored]
    parts = {u.unit.code: [*(node_points(u, g) for g in groups), u.bonus] for u in scored}
    sums = [sum(map(_positive, row), Decimal(0)) for row in parts.values()]
    longest = max(sums, default=Decimal(0))
    rows = [_bar(outcome, u, names, parts[u.unit.code], longest) for u in scored]
    series = [str(number % _SERIES) for number in range(len(names))]
    return {"legend": names, "series": series, "rows": rows}


def _positive(value: Decimal | None) -> Decimal:
    return max(value or Decimal(0), Decimal(0))


def _bar(
    outcome: Outcome,
    result: UnitResult,
    names: list[str],
    parts: list[Decimal | None],
    longest: Decimal,
) -> dict[str, Any]:
    rules = outcome.bloc.rules
    start, pieces, said = Decimal(0), [], []
    for number, (name, value) in enumerate(zip(names, parts, strict=True)):
        width = _positive(value) * _BAR / longest if longest else Decimal(0)
        if width:
            place = {"x": f"{start:.2f}", "width": f"{width:.2f}", "series": str(number % _SERIES)}
            pieces.append(place)
        start += width
        said.append(words.PARTS_POINTS.format(name=name, points=_points(value, rules.group_places)))
    if result.penalty:
        penalty = _points(result.penalty, rules.group_places)
        said.append(words.PARTS_POINTS.format(name=words.PENALTY, points=penalty))
    total = _points(result.total, rules.total_places)
    said.append(words.PARTS_POINTS.format(name=words.TOTAL, points=total))
    return {
        "unit": literal(result.unit.name),
        "total": total,
        "pieces": pieces,
        "text": "; ".join(said),
        "note": words.STATES[result.state] if result.state is UnitState.EXCLUDED else "",
    }
