"""Rank and order of every unit as live formulas over the key columns.

Ranks compare rounded keys under a flag (1 = ranked), one term per tie-break.
"""

from __future__ import annotations

from decimal import Decimal

from thidua_batch.books.summary import grades, layout
from thidua_batch.books.summary.board import Overview, balance
from thidua_batch.books.summary.detail import DetailSheet
from thidua_batch.core import wording
from thidua_batch.core.kinds import UnitState
from thidua_batch.core.outcome import Outcome, UnitResult
from thidua_batch.core.scoring.base import quoted
from thidua_batch.core.wording import summary as words

#: Excluded units stand after every rank in *Xếp hạng*, units without points last.
BLOCK = 1000


def fill(
    sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult, number: int
) -> None:
    """Flag, keys, rank, grade and order of a unit."""
    unit = result.unit.code
    flag = int(result.state is UnitState.RANKED)
    sheet.put("flag", flag, "integer")
    for i, name in enumerate(sheet.keys):
        text, value = _key(sheet, outcome, detail, result, i)
        if result.is_scored:
            sheet.formula(name, text, value, "number")
        else:
            sheet.put(name, 0, "number")
    flag_at = sheet.at(unit, "flag")
    equal = "*".join(f"({sheet.span(k)}={sheet.at(unit, k)})" for k in sheet.keys)
    text = f"=IF({flag_at}=1,SUMPRODUCT(({sheet.span('flag')}=1)*{equal}),0)"
    sheet.formula("same", text, 1 + len(result.tied_with) if flag else 0, "integer")
    shown: int | str = result.rank if result.rank is not None else wording.DASH
    text = f"=IF({flag_at}=1,{_rank(sheet, outcome, unit)},{quoted(wording.DASH)})"
    sheet.formula("rank", text, shown, "rank")
    if "grade" in sheet.columns:
        grades.fill(sheet, outcome, detail, result)
    block = layout.order_class(result) * BLOCK
    place = Decimal(block + (result.rank or 0)) + Decimal(number) / BLOCK
    text = f"=ROUND(IF({flag_at}=1,{sheet.at(unit, 'rank')},{max(block, BLOCK)})+{number}/1000,3)"
    sheet.formula("order", text, place, "number")


def _key(
    sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult, index: int
) -> tuple[str, Decimal]:
    """Formula and value of a ranking key; the higher always stands first."""
    rules, unit = outcome.bloc.rules, result.unit.code
    places = max(rules.criterion_places, rules.group_places, rules.total_places)
    zero = Decimal(0)
    if index == 0:
        if rules.rank_on_rounded:
            return f"=ROUND(N({sheet.at(unit, 'total')}),{places})", result.total or zero
        text = balance(sheet, unit, None)
        value = (result.base or zero) + (result.bonus or zero) - (result.penalty or zero)
    else:
        text, value = _tie(sheet, outcome, detail, result, rules.tie_breaks[index - 1])
    return f"=ROUND({text},{places})", value


def _tie(
    sheet: Overview, outcome: Outcome, detail: DetailSheet, result: UnitResult, key: str
) -> tuple[str, Decimal]:
    unit, zero = result.unit.code, Decimal(0)
    if key == "penalty":
        cell = f"-{sheet.at(unit, key)}" if key in sheet.columns else "0"
        return cell, -(result.penalty or zero)
    if key == "bonus":
        return sheet.at(unit, key) if key in sheet.columns else "0", result.bonus or zero
    code = key.removeprefix("node:")
    if code not in detail.rows:
        return "0", zero
    node = next(c for c in outcome.table.criteria if c.code == code)
    value = layout.node_value(outcome, result, node)
    return f"N({detail.at(unit, code)})", value if isinstance(value, Decimal) else zero


def _rank(sheet: Overview, outcome: Outcome, unit: str) -> str:
    """1 + the number of ranked units that stand higher, compared key by key."""
    better = ""
    for key in reversed(sheet.keys):
        span, own = sheet.span(key), sheet.at(unit, key)
        higher = f"({span}>{own})"
        better = f"({higher}+({span}={own})*{better})" if better else higher
    flag = f"({sheet.span('flag')}=1)"
    if not outcome.bloc.rules.dense_rank:
        return f"1+SUMPRODUCT({flag}*{better})"
    same = sheet.span("same")
    return f"1+ROUND(SUMPRODUCT({flag}*{better}/({same}+({same}=0))),0)"


def notes(outcome: Outcome) -> list[str]:
    """Rules of ties and grades in words, under the table."""
    rules = outcome.bloc.rules
    if not outcome.plan.ranks:
        return []
    named = []
    for key in rules.tie_breaks:
        if key == "bonus":
            named.append(words.TIE_BONUS)
        elif key == "penalty":
            named.append(words.TIE_PENALTY)
        else:
            named.append(words.TIE_NODE.format(code=key.removeprefix("node:")))
    found = [words.TIE_BREAKS.format(keys="; ".join(named)) if named else words.NO_TIE_BREAK]
    return [*found, *grades.notes(rules)]
