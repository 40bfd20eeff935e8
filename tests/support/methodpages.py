"""Read the worked cases of `docs/methods/*.md`: a TOML criterion, then a table of facts."""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.kinds import LineKind, Section
from thidua_batch.core.model import (
    Bound,
    Criterion,
    Line,
    ScoringTable,
    Value,
)

PAGES = Path(__file__).parents[2] / "docs" / "methods"
_BLOCK = re.compile(r"```toml\n(.*?)```\n+((?:\|[^\n]*\n)+)", re.DOTALL)


@dataclass(frozen=True)
class Case:
    method: str
    number: int
    criterion: Criterion
    lines: tuple[Line, ...]
    facts: dict[str, Value]
    points: Decimal

    @property
    def table(self) -> ScoringTable:
        return ScoringTable(criteria=(self.criterion,), lines=self.lines)

    def __str__(self) -> str:
        return f"{self.method}-{self.number}"


def cases() -> list[Case]:
    found: list[Case] = []
    for page in sorted(PAGES.glob("*.md")):
        for toml, table in _BLOCK.findall(page.read_text("utf-8")):
            rows = [
                [cell.strip() for cell in row.strip().strip("|").split("|")]
                for row in table.strip().splitlines()
            ]
            for row in rows[2:]:
                found.append(_case(page.stem, len(found), tomllib.loads(toml), rows[0], row))
    return found


def _case(method: str, number: int, text: dict, head: list[str], row: list[str]) -> Case:
    criterion = Criterion(
        code="T",
        text="T",
        max_points=Decimal(text["max"]) if "max" in text else None,
        method=method,
        options={k: Decimal(v) for k, v in text.get("options", {}).items()},
        section=Section(text.get("section", "base")),
    )
    lines = tuple(_line(item) for item in text.get("lines", ()))
    facts = {code: _value(value) for code, value in zip(head[:-1], row[:-1], strict=True)}
    points = vn.parse_number(row[-1]).value
    assert points is not None
    table = ScoringTable(criteria=(criterion,), lines=lines)
    asked = {line.code for line in scoring.inputs(table, criterion, "U")}
    assert asked == set(facts), (method, asked, facts)
    return Case(method, number, criterion, lines, facts, points)


def _value(text: str) -> Value:
    if text in (wording.YES, wording.NO):
        return text
    number = vn.parse_number(text).value
    return text if number is None else number


def _line(item: dict) -> Line:
    def bound(text: str | None) -> Bound | None:
        return Bound(value=Decimal(text[1:]), closed=text[0] in "≥≤") if text else None

    def number(name: str) -> Decimal | None:
        return Decimal(item[name]) if name in item else None

    return Line(
        criterion="T",
        code=item["code"],
        kind=LineKind(item["kind"]),
        text=item.get("text", ""),
        points=number("points"),
        cap=number("cap"),
        target=number("target"),
        weight=number("weight"),
        lower=bound(item.get("lower")),
        upper=bound(item.get("upper")),
    )
