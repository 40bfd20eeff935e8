"""Numbering of tables (I, 1, 1.1, a), -): who is whose parent, and unique codes.

Shared by writing (is the parent implied?), reading, and a bloc's own table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from thidua_batch.core.wording import definition as words

_ROMAN = re.compile(r"^(?=[IVX])X{0,3}(IX|IV|V?I{0,3})$")
_LETTER = re.compile(words.PART_LETTER)
_DIGITS = re.compile(r"^\d+$")
_DOTTED = re.compile(r"^\d+(\.\d+)+$")
_SMALL = re.compile(words.ITEM_LETTER)
BULLETS = ("-", "+", "*", "•")

_LEVELS = {"letter": 0, "roman": 1, "digits": 2, "dotted": 3, "small": 20, "other": 30}
_BULLET = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A row's place in the tree: unique code, index of the parent row."""

    code: str
    parent: int | None


def bare(code: str) -> str:
    """The number without what closes it: "I." -> "I", "a)" -> "a", "(1)" -> "1"."""
    code = code.strip()
    if code in BULLETS or code in {"–", "—"}:
        return "-" if code in {"–", "—"} else code
    return code.strip("()").rstrip(".):/").strip() or code


def level(code: str, earlier: Sequence[str]) -> int:
    """Depth by style; a lone C, D, I, V, X is a letter where the letter before it was seen."""
    if code in BULLETS or not code:
        return _BULLET + max(0, BULLETS.index(code) if code in BULLETS else 0)
    if _LETTER.match(code):
        before = chr(ord(code) - 1)
        letter = before in earlier if _ROMAN.match(code) else True
        return _LEVELS["letter" if letter else "roman"]
    if _ROMAN.match(code):
        return _LEVELS["roman"]
    if _DIGITS.match(code):
        return _LEVELS["digits"]
    if _DOTTED.match(code):
        return _LEVELS["dotted"] + code.count(".")
    return _LEVELS["small" if _SMALL.match(code) else "other"]


def implied_parent(codes: Sequence[str], index: int) -> int | None:
    """Row that a row belongs to by its number: the prefix, else the last shallower one."""
    code = codes[index]
    head = code
    while "." in head:
        head = head.rpartition(".")[0]
        for at in range(index - 1, -1, -1):
            if codes[at] == head:
                return at
    mine = level(code, codes[:index])
    if mine == _LEVELS["other"]:
        return None
    for at in range(index - 1, -1, -1):
        if level(codes[at], codes[:at]) < mine:
            return at
    return None


def tree(raw: Sequence[str], given: Sequence[int | bool | None]) -> list[Node]:
    """Parents of all rows and codes made unique by prefixing the parent's.

    `given` has a parent's index, None for "no parent", or False for "by the number". Codes are
    prefixed only in tables where a plain number occurs twice or a bullet stands for one.
    """
    parents = [implied_parent(raw, at) if wish is False else wish for at, wish in enumerate(given)]
    again = len(set(raw)) < len(raw) or any(code in BULLETS or not code for code in raw)
    made: list[Node] = []
    counts: dict[int | None, int] = {}
    for code, parent in zip(raw, parents, strict=True):
        assert not isinstance(parent, bool)  # noqa: S101  # replaced above
        counts[parent] = counts.get(parent, 0) + 1
        own = code if code and code not in BULLETS else str(counts[parent])
        if again and parent is not None and not own.startswith(made[parent].code + "."):
            own = f"{made[parent].code}.{own.removeprefix(raw[parent] + '.')}"
        made.append(Node(own, parent))
    return made
