"""Conditions of rules (điều kiện, M11, M12, M22): a small text, parsed, tested, written for Excel.

"tre_han = 0 và ty_le >= 99" compares lines of the criterion, "a1/tre_han = 0" a fact of another
one, "trừ = 0" all deductions of the criterion. `và` or `;` joins tests that must all hold, `hoặc`
alternatives of such groups. A test of a value that is not there does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from thidua_batch.core import vn, wording
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Line, Value
from thidua_batch.core.scoring.base import COMPARE_PLACES, Refs, every, literal, quoted

#: "Có" and "Không" are compared as 1 and 0, like a condition that holds or not.
_ANSWERS = {wording.YES: Decimal(1), wording.NO: Decimal(0)}
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "<>", "!=": "<>", "==": "=", "=>": ">=", "=<": "<="}
_TEST = re.compile(r"^(\S+?)\s*(>=|<=|<>|=|>|<)\s*(.+)$")
_OR = re.compile(rf"\s+{wording.OR}\s+", re.IGNORECASE)
_AND = re.compile(rf"\s*;\s*|\s+{wording.AND}\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Test:
    """`operand operator value`; the operand is a line, "criterion/line" or DEDUCTIONS."""

    operand: str
    operator: str
    value: Decimal | str


#: Alternatives, each a group of tests that must all hold; empty: always.
Condition = tuple[tuple[Test, ...], ...]
#: The operand that stands for all deductions of the criterion (a positive number).
DEDUCTIONS = wording.DEDUCTIONS
#: Kinds of line that take points away.
TAKES = (LineKind.DEDUCT, LineKind.RANGE)

#: Longest word that a formula may compare with: Excel takes 255 characters.
_LONGEST = 200


def parse(text: str) -> Condition:
    """Read a condition; ValueError (with the part at fault) where it is none."""
    if not text.strip():
        return ()
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    return tuple(
        tuple(_test(part) for part in _AND.split(group.strip()) if part)
        for group in _OR.split(text)
    )


def _test(part: str) -> Test:
    match = _TEST.match(part.strip())
    if match is None:
        if re.fullmatch(r"\S+", part.strip()):
            return Test(part.strip(), "=", Decimal(1))
        raise ValueError(part)
    operand, operator, said = match[1], match[2], match[3].strip().strip("\"'«»")
    if vn.fold(operand) == vn.fold(DEDUCTIONS):
        operand = DEDUCTIONS
    number = vn.parse_number(said.removesuffix("%"), negative=True).value
    unfinished = re.search(rf"[<>=]|\s({wording.AND}|{wording.OR})$", said, re.IGNORECASE)
    if unfinished or (number is None and operator not in ("=", "<>")):
        raise ValueError(part)
    if number is None and (not said or len(said) > _LONGEST or re.search(r"\d", said)):
        raise ValueError(part)
    words = {vn.fold(word): figure for word, figure in _ANSWERS.items()}
    return Test(operand, operator, words.get(vn.fold(said), said) if number is None else number)


def operands(condition: Condition) -> Iterator[str]:
    """All that the condition looks at."""
    for group in condition:
        for test in group:
            yield test.operand


def holds(condition: Condition, value_of: Callable[[str], Value | None]) -> bool:
    """Whether the condition holds for the values that `value_of` gives."""
    if not condition:
        return True
    return any(all(_holds(test, value_of(test.operand)) for test in group) for group in condition)


def _holds(test: Test, value: Value | None) -> bool:
    if value is None:
        return False
    if isinstance(test.value, str):
        equal = isinstance(value, str) and vn.key(value) == vn.key(test.value)
        return equal if test.operator == "=" else not equal
    if isinstance(value, str):
        value = _ANSWERS.get(value)
    if not isinstance(value, Decimal):
        return False
    value = vn.round_half_up(value, COMPARE_PLACES)
    return {
        "=": value == test.value,
        "<>": value != test.value,
        ">=": value >= test.value,
        "<=": value <= test.value,
        ">": value > test.value,
        "<": value < test.value,
    }[test.operator]


def formula(condition: Condition, ref_of: Callable[[str], str | None]) -> str:
    """The same in Excel; `ref_of` gives the cell of an operand, None where there is none."""
    if not condition:
        return "TRUE"
    groups = [
        every([_formula(test, ref_of(test.operand)) for test in group]) for group in condition
    ]
    return groups[0] if len(groups) == 1 else f"OR({','.join(groups)})"


def _formula(test: Test, ref: str | None) -> str:
    if ref is None:
        return "FALSE"
    if isinstance(test.value, str):
        there = [f'{ref}<>""', f"{ref}<>{quoted(wording.NOT_APPLICABLE)}"]
        return every([*there, f"{ref}{test.operator}{quoted(test.value)}"])
    wanted = literal(test.value)
    compare = f"ROUND({ref},{COMPARE_PLACES}){test.operator}{wanted}"
    matching = [word for word in _ANSWERS if _holds(test, word)]
    words = "FALSE"
    if matching:
        tests = [f"{ref}={quoted(word)}" for word in matching]
        words = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
    return f"IF(ISNUMBER({ref}),{compare},{words})"


def deductions(refs: Refs, lines: Sequence[Line]) -> str:
    """All deductions of the criterion as a positive number, in Excel."""
    taken = [refs.lines[line.code].points for line in lines if line.kind in TAKES]
    return f"(-SUM({','.join(taken)}))" if taken else "0"


def names(condition: Condition, known: Sequence[str]) -> tuple[str, ...]:
    """Operands that are neither known lines nor the deductions nor facts elsewhere."""
    return tuple(
        name
        for name in operands(condition)
        if name != DEDUCTIONS and "/" not in name and name not in known
    )
