"""Read the worked cases of `docs/methods/*.md`: a TOML criterion, then a table of facts.

Every row of a table is a case of one unit, its last column the points. A table whose first column
is *Đơn vị* is one case of a whole bloc, a unit in each row; a column *Chỉ tiêu* there holds the
unit's own target. A column `a1/so` is a fact of another criterion. The TOML keys are those of
`Criterion` and, under `[[lines]]`, of `Line`; besides them `period`, `deadline`, `holidays`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.kinds import FormSheet, LineKind, NaPolicy, Scorer, Section
from thidua_batch.core.model import (
    Bloc,
    Bound,
    Criterion,
    Line,
    Option,
    PeriodPlan,
    Rules,
    ScoringTable,
    Unit,
    Value,
)
from thidua_batch.core.scoring.table import Key

PAGES = Path(__file__).parents[2] / "docs" / "methods"
UNIT, CRITERION = "U", "T"
_BLOCK = re.compile(r"```toml\n(.*?)```\n+((?:\|[^\n]*\n)+)", re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_NUMBER = re.compile(r"\bM\d\d\b")
_UNIT_HEAD, _TARGET_HEAD = "Đơn vị", "Chỉ tiêu"


@dataclass(frozen=True)
class Case:
    """A table with one criterion `T` (and others that conditions look at), facts, points."""

    method: str
    number: int
    table: ScoringTable
    rules: Rules
    facts: dict[Key, Value]
    points: dict[str, Decimal | str]

    @property
    def criterion(self) -> Criterion:
        return self.table.criteria[0]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.table.lines_of(CRITERION)

    @property
    def units(self) -> list[str]:
        return list(self.points)

    def __str__(self) -> str:
        return f"{self.method}-{self.number}"


def cases() -> list[Case]:
    """Every case of every page."""
    return [
        replace(case, number=number)
        for page in sorted(PAGES.glob("*.md"))
        for number, case in enumerate(cases_of(page.stem, page.read_text("utf-8")), 1)
    ]


def cases_of(method: str, text: str) -> Iterator[Case]:
    """The cases of a page, or of a part of it."""
    for block, table in _BLOCK.findall(text):
        head, _, *rows = (
            [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]
            for row in table.strip().splitlines()
        )
        criterion = tomllib.loads(block)
        if head[0] == _UNIT_HEAD:
            yield _case(method, criterion, head[1:], {row[0]: row[1:] for row in rows})
        else:
            for row in rows:
                yield _case(method, criterion, head, {UNIT: row})


def sections() -> Iterator[tuple[str, list[str], list[Case]]]:
    """Of every headed part of every page: the page, the M-numbers of its heading, its cases."""
    for page in sorted(PAGES.glob("*.md")):
        _, *parts = _HEADING.split(page.read_text("utf-8"))
        for heading, text in zip(parts[::2], parts[1::2], strict=True):
            yield page.stem, _NUMBER.findall(heading), list(cases_of(page.stem, text))


def _case(method: str, text: dict[str, Any], head: list[str], rows: dict[str, list[str]]) -> Case:
    criterion = Criterion(
        code=CRITERION,
        text="Tiêu chí",
        max_points=Decimal(text["max"]) if "max" in text else None,
        method=method,
        options={name: _option(value) for name, value in text.get("options", {}).items()},
        section=Section(text.get("section", "base")),
        na=NaPolicy(text.get("na", "forbidden")),
    )
    lines = [_line(item) for item in text.get("lines", ())]
    names = [name for name in head[:-1] if name != _TARGET_HEAD]
    facts: dict[Key, Value] = {}
    points: dict[str, Decimal | str] = {}
    own: dict[tuple[str, str], tuple[Line, ...]] = {}
    for unit, row in rows.items():
        told = dict(zip(head, row, strict=True))
        for name in names:
            place, code = name.split("/") if "/" in name else (CRITERION, name)
            if told[name]:
                facts[unit, place, code] = _value(told[name])
        if _TARGET_HEAD in told:
            line = Line(criterion=CRITERION, code=names[0], kind=LineKind.FACT, text="Kết quả")
            target = vn.parse_number(told[_TARGET_HEAD]).value
            own[unit, CRITERION] = (replace(line, target=target),)
        number = vn.parse_number(told[head[-1]], negative=True).value
        points[unit] = told[head[-1]] if number is None else number
    others = [name.split("/") for name in names if "/" in name]
    table = ScoringTable(
        criteria=(criterion, *_others({place for place, _ in others})),
        lines=(*lines, *(Line(criterion=c, code=x, kind=LineKind.FACT) for c, x in others)),
        own_lines=own,
    )
    table = _in_period(table, text)
    for unit in rows:
        asked = {line.code for line in scoring.inputs(table, table.criteria[0], unit)}
        assert asked == {name for name in names if "/" not in name}, (method, asked, names)
    rules = Rules(holidays=tuple(_date(day) for day in text.get("holidays", ())))
    return Case(method, 0, table, rules, facts, points)


def _others(codes: set[str]) -> list[Criterion]:
    """Criteria that only hold facts for conditions."""
    return [Criterion(code=code, text=code, method="bands") for code in sorted(codes)]


def _in_period(table: ScoringTable, text: dict[str, Any]) -> ScoringTable:
    """Due dates filled in as the bloc does it for a period."""
    if "period" not in text:
        return table
    deadline = _date(text["deadline"]) if "deadline" in text else None
    plan = PeriodPlan(code=text["period"], sheets=(FormSheet.SCORING,), deadline=deadline)
    unit = Unit(code=UNIT, name=UNIT)
    bloc = Bloc(code="b", name="b", body="b", units=(unit,), table=table, periods=(plan,))
    return bloc.table_for(plan)


def _date(text: str) -> date:
    day = vn.parse_date(text)
    assert day is not None, text
    return day


def _option(value: str | bool) -> Option:
    if isinstance(value, bool):
        return value
    number = vn.parse_number(value.replace(".", ","), negative=True).value
    return value if number is None else number


def _value(text: str) -> Value:
    if text in (wording.YES, wording.NO, wording.NOT_APPLICABLE):
        return text
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text):
        return _date(text)
    number = vn.parse_number(text).value
    return text if number is None else number


def _line(item: dict[str, str]) -> Line:
    def bound(text: str | None) -> Bound | None:
        return Bound(value=Decimal(text[1:]), closed=text[0] in "≥≤") if text else None

    def number(name: str) -> Decimal | None:
        return Decimal(item[name]) if name in item else None

    return Line(
        criterion=CRITERION,
        code=item["code"],
        kind=LineKind(item["kind"]),
        text=item.get("text", ""),
        unit_of_measure=item.get("measure", ""),
        points=number("points"),
        cap=number("cap"),
        lower=bound(item.get("lower")),
        upper=bound(item.get("upper")),
        target=number("target"),
        weight=number("weight"),
        step=number("step"),
        of=item.get("of", ""),
        when=item.get("when", ""),
        group=item.get("group", ""),
        due=item.get("due", ""),
        scorer=Scorer(item["scorer"]) if "scorer" in item else None,
    )
