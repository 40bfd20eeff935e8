"""Random scoring tables over all methods, kinds of line and options, with facts that are legal.

Only tables without a `scoring.problem` are given; what may be typed is drawn by `scoring.answer`.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from thidua_batch.core import scoring, wording
from thidua_batch.core.kinds import Answer, LineKind, NaPolicy, Section
from thidua_batch.core.model import Bound, Criterion, Line, Option, Rules, ScoringTable, Value
from thidua_batch.core.scoring.base import OptionSpec
from thidua_batch.core.scoring.table import Key

T, K = "T", "K"
DUE = date(2022, 1, 28)
#: The Lunar New Year of 2022.
HOLIDAYS = tuple(date(2022, 1, 31) + timedelta(days=i) for i in range(5))
RULES = Rules(holidays=HOLIDAYS)
_LABELS = ("Đạt", "Tốt", "Xuất sắc")
_EXTRAS = (
    LineKind.DEDUCT, LineKind.DEDUCT, LineKind.BONUS, LineKind.BONUS, LineKind.RANGE,
    LineKind.WAIVER, LineKind.RATE, LineKind.STEP, LineKind.CONDITION,
)  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """A table, the units that it is for, what they declared."""

    table: ScoringTable
    units: tuple[str, ...]
    facts: dict[Key, Value]
    apart: frozenset[str] = frozenset()
    rules: Rules = RULES


def number(rng: random.Random, top: int, places: int = 2) -> Decimal:
    """A decimal between 0 and `top`."""
    return Decimal(rng.randint(0, top * 10**places)).scaleb(-places)


def trial(rng: random.Random, methods: Sequence[str] = tuple(scoring.METHODS)) -> Trial:
    """One random table that can be scored, with facts."""
    while True:
        made = _table(rng, rng.choice(methods))
        leaf = made.table.criteria[0]
        rows = [scoring.rule_lines(made.table, leaf, unit) for unit in made.units]
        if all(scoring.problem(leaf, own) is None for own in rows):
            return made


def _table(rng: random.Random, method: str) -> Trial:
    criterion = _criterion(rng, method)
    builder = _Builder(rng, method)
    builder.build()
    lines = tuple(builder.lines)
    units = tuple("ABCDE"[: rng.randint(2, 5)]) if method == "relative" else ("A", "B")
    own = {}
    if method in {"relative", "ratio"} and rng.random() < 0.6:
        for unit in units:
            own[unit, T] = _own(rng, method, [x for x in lines if x.kind is LineKind.FACT])
    table = ScoringTable(
        criteria=(criterion, Criterion(code=K, text=K, method="category")),
        lines=(*lines, *_other_lines()),
        own_lines={key: found for key, found in own.items() if found},
    )
    apart = frozenset(unit for unit in units if rng.random() < 0.15)
    return Trial(table, units, _facts(rng, table, units), apart)


def _criterion(rng: random.Random, method: str) -> Criterion:
    options: dict[str, Option] = {
        name: number(rng, top)
        for name, top in (("deduct_cap", 5), ("bonus_cap", 4), ("net_cap", 4))
        if rng.random() < 0.3
    }
    if rng.random() < 0.3:
        options["floor"] = number(rng, 6) - 4
    if rng.random() < 0.3:
        options["start"] = rng.choice(["full", "zero"])
    if rng.random() < 0.3:
        options["whole_steps"] = rng.random() < 0.5
    for name, spec in scoring.METHODS[method].OPTIONS.items():
        if rng.random() < 0.4:
            options[name] = _option(rng, spec)
    return Criterion(
        code=T,
        text=T,
        method=method,
        max_points=None if rng.random() < 0.1 else number(rng, 20) + 1,
        options=options,
        section=rng.choice([Section.BASE, Section.BASE, Section.BONUS, Section.PENALTY]),
        na=rng.choice(list(NaPolicy)),
    )


def _option(rng: random.Random, spec: OptionSpec) -> Option:
    """Any value that an option may take."""
    if spec.choices:
        return rng.choice(list(spec.choices))
    if isinstance(spec.default, bool):
        return rng.random() < 0.5
    return rng.choice([Decimal("0.5"), Decimal("1.2"), number(rng, 1), number(rng, 100)])


def _own(rng: random.Random, method: str, facts: list[Line]) -> tuple[Line, ...]:
    """Own targets (and weights) for the same results."""
    found = []
    for line in facts:
        target: Decimal | None = number(rng, 90) + 1
        if method == "relative" and rng.random() < 0.4:
            target = None
        weight = Decimal(rng.randint(1, 4)) if rng.random() < 0.5 else None
        found.append(replace(line, target=target, weight=weight))
    return tuple(found)


def _other_lines() -> tuple[Line, ...]:
    """Facts of another criterion, for conditions: a label, a number that is given no points."""
    words = tuple(
        Line(criterion=K, code=f"k{i}", kind=LineKind.CATEGORY, text=text, points=Decimal(i))
        for i, text in enumerate(_LABELS)
    )
    return (
        Line(criterion=K, code="nhan", kind=LineKind.FACT),
        Line(criterion=K, code="so", kind=LineKind.BONUS, points=Decimal(1)),
        *words,
    )


@dataclass
class _Builder:
    """Draws the lines of one criterion."""

    rng: random.Random
    method: str
    lines: list[Line] = field(default_factory=list)

    def build(self) -> None:
        """The method's own rows, then lines of all kinds, in any order."""
        {
            "direct": lambda: None,
            "yes_no": self._items,
            "category": self._category,
            "bands": self._bands,
            "cases": self._cases,
        }.get(self.method, self._results)()
        extras = self.rng.randint(0, 5) + (self.method == "cases")
        for _ in range(extras):
            self._extra(self.rng.choice(_EXTRAS))
        self.lines = [self._decorated(line) for line in self.lines]
        self.rng.shuffle(self.lines)

    def add(self, code: str, kind: LineKind, **more: object) -> Line:
        """A line of the criterion."""
        line = Line(criterion=T, code=f"{code}{len(self.lines)}", kind=kind, text=code, **more)  # type: ignore[arg-type]
        self.lines.append(line)
        return line

    def maybe(self, share: float) -> bool:
        return self.rng.random() < share

    def _items(self) -> None:
        for _ in range(self.rng.randint(0, 3)):
            due = {"due": "28/01", "due_on": DUE} if self.maybe(0.3) else {}
            self.add("muc", LineKind.FACT, points=number(self.rng, 3), **due)

    def _category(self) -> None:
        for _ in range(self.rng.randint(0, 2)):
            self.add("muc", LineKind.FACT)
        self._words()

    def _words(self, of: str = "") -> None:
        for text in _LABELS[: self.rng.randint(1, 3)]:
            line = self.add("x", LineKind.CATEGORY, of=of, points=number(self.rng, 9))
            self.lines[-1] = replace(line, text=text)

    def _results(self) -> None:
        for _ in range(self.rng.randint(0, 3)):
            target = number(self.rng, 90) + 1 if self.maybe(0.8) else None
            weight = Decimal(self.rng.randint(1, 5)) if self.maybe(0.5) else None
            self.add("kq", LineKind.FACT, target=target, weight=weight)
        if len(self.lines) >= 2 and self.maybe(0.2):
            top, bottom = (line.code for line in self.lines[:2])
            self.add("tl", LineKind.RATE, of=f"{top} / {bottom}", target=Decimal(80))

    def _bands(self) -> None:
        if self.maybe(0.3):
            self._rates()
        else:
            for _ in range(self.rng.randint(0, 2)):
                self._fact()
        sources = [x.code for x in self.lines if x.kind in (LineKind.FACT, LineKind.RATE)]
        self._edges(self.rng.choice(["", "", *sources]))
        if sources and self.maybe(0.3):
            self._edges(self.rng.choice(sources))
        if self.maybe(0.3):
            self._words()

    def _cases(self) -> None:
        if self.maybe(0.6):
            if self.maybe(0.4):
                self._rates()
            self._fact()
            self._edges(self.rng.choice(self.lines).code, signed=True)
            if self.maybe(0.3):
                self._words(self.lines[0].code)

    def _rates(self) -> None:
        top, bottom = self.add("tu", LineKind.FACT), self.add("mau", LineKind.FACT)
        self.add("tl", LineKind.RATE, of=f"{top.code} / {bottom.code}")

    def _fact(self) -> None:
        due = {}
        if self.maybe(0.3):
            measure = self.rng.choice(["", "ngày", "ngày làm việc"])
            due = {"due": "28/01", "due_on": DUE, "unit_of_measure": measure}
        self.add("sl", LineKind.FACT, **due)

    def _edges(self, of: str, *, signed: bool = False) -> None:
        top = self.rng.choice([12, 100])
        edges = sorted({number(self.rng, top) for _ in range(self.rng.randint(2, 5))})
        for low, high in zip([None, *edges], [*edges, None], strict=True):
            if self.maybe(0.15):
                continue
            sign = -1 if signed and self.maybe(0.5) else 1
            self.add(
                "b",
                LineKind.BAND,
                of=of,
                lower=None if low is None else Bound(value=low, closed=self.maybe(0.8)),
                upper=None if high is None else Bound(value=high, closed=self.maybe(0.2)),
                points=sign * number(self.rng, 9),
            )

    def _extra(self, kind: LineKind) -> None:
        rng = self.rng
        numeric = [
            x.code for x in self.lines if x.kind in (LineKind.DEDUCT, LineKind.BONUS, LineKind.RATE)
        ]
        if self.method != "yes_no":
            numeric += [x.code for x in self.lines if x.kind is LineKind.FACT]
        if kind in (LineKind.DEDUCT, LineKind.BONUS):
            shape: dict[str, object] = {}
            if self.maybe(0.25):
                shape = {"unit_of_measure": "Có/Không"}
            elif self.maybe(0.35):
                measure = rng.choice(["", "ngày", "ngày làm việc"])
                shape = {"due": "28/01", "due_on": DUE, "unit_of_measure": measure}
            self.add("d" if kind is LineKind.DEDUCT else "c", kind, points=number(rng, 3), **shape)
        elif kind is LineKind.RANGE:
            low = number(rng, 4)
            ends = (Bound(value=low, closed=True), Bound(value=low + number(rng, 6), closed=True))
            self.add("k", kind, lower=ends[0], upper=ends[1])
        elif kind is LineKind.WAIVER:
            takers = [x.code for x in self.lines if x.kind in (LineKind.DEDUCT, LineKind.RANGE)]
            chosen = rng.sample(takers, rng.randint(0, min(2, len(takers))))
            self.add("m", kind, of="; ".join(chosen))
        elif kind is LineKind.RATE and len(numeric) >= 2:
            if self.method in {"cases", "direct", "category", "yes_no"}:
                self.add("tl", kind, of=" / ".join(rng.sample(numeric, 2)))
        elif kind is LineKind.STEP and numeric:
            bound = Bound(value=number(rng, 20), closed=False)
            side = {"lower": bound} if self.maybe(0.7) else {"upper": bound}
            step = rng.choice([Decimal(1), Decimal("0.5"), Decimal(3), number(rng, 5) + 1])
            points = number(rng, 1) * (-1 if self.maybe(0.3) else 1)
            self.add("v", kind, of=rng.choice(numeric), step=step, points=points, **side)
        elif kind is LineKind.CONDITION:
            self.add("dk", kind, when=self._condition())

    def _decorated(self, line: Line) -> Line:
        """With a cap, an exclusive choice, a condition, now and then."""
        changes: dict[str, object] = {}
        ruled = line.kind not in (LineKind.BAND, LineKind.CATEGORY, LineKind.RATE)
        if ruled and self.maybe(0.25):
            changes["cap"] = number(self.rng, 6)
        if ruled and self.maybe(0.2):
            changes["group"] = self.rng.choice(["g1", "g2"])
        if not line.when and line.kind is not LineKind.RATE and self.maybe(0.15):
            changes["when"] = self._condition()
        return replace(line, **changes)  # type: ignore[arg-type]

    def _condition(self) -> str:
        tests = [self._test() for _ in range(self.rng.choice([1, 1, 2, 3]))]
        text = tests[0]
        for test in tests[1:]:
            text += self.rng.choice([" và ", "; ", " hoặc "]) + test
        return text

    def _test(self) -> str:
        rng = self.rng
        rows = (LineKind.BAND, LineKind.CATEGORY)
        own = [line.code for line in self.lines if line.kind not in rows]
        operand = rng.choice([*own, *own, "trừ", "K/so", "K/nhan", "X/khong_co"])
        if operand == "K/nhan":
            return f"{operand} {rng.choice(['=', '<>', '≠'])} {rng.choice([*_LABELS, 'tốt'])}"
        named = operand in own and rng.random() < 0.2
        if named:
            return rng.choice([operand, f"{operand} = Có", f"{operand} <> Không"])
        sign = rng.choice(["=", ">", "<", ">=", "≤", "<>"])
        figure = rng.choice(["0", "0", "1", "2,5", "50", "96%"])
        return f"{operand} {sign} {figure}"


def _facts(rng: random.Random, table: ScoringTable, units: Sequence[str]) -> dict[Key, Value]:
    facts: dict[Key, Value] = {}
    for leaf in table.criteria:
        for unit in units:
            blank = rng.random() < 0.06
            na = leaf.na is not NaPolicy.FORBIDDEN and rng.random() < 0.06
            for line in scoring.inputs(table, leaf, unit):
                if na:
                    facts[unit, leaf.code, line.code] = wording.NOT_APPLICABLE
                elif not blank or rng.random() < 0.5:
                    facts[unit, leaf.code, line.code] = _fact(rng, table, leaf, line)
    return facts


def _fact(rng: random.Random, table: ScoringTable, leaf: Criterion, line: Line) -> Value:
    rows = table.lines_of(leaf.code)
    words = [x.text for x in rows if x.kind is LineKind.CATEGORY and x.of in ("", line.code)]
    edges = [x.lower.value for x in rows if x.kind is LineKind.BAND and x.lower is not None]
    answer = scoring.answer(table, leaf, line)
    if answer is Answer.DATE:
        late = rng.choice([0, 0, 1, 3, rng.randint(-20, 40)])
        return wording.NO if rng.random() < 0.1 else DUE + timedelta(days=late)
    if answer is Answer.YES_NO:
        return rng.choice([wording.YES, wording.NO])
    if answer is Answer.LABEL or (answer is Answer.NUMBER_OR_LABEL and rng.random() < 0.3):
        return rng.choice(words)
    if answer is Answer.COUNT:
        return Decimal(rng.choice([0, 0, rng.randint(0, 9)]))
    if line.kind is LineKind.RANGE and line.lower and line.upper:
        return rng.choice([Decimal(0), line.lower.value, line.upper.value])
    if edges and rng.random() < 0.4:
        return rng.choice(edges)
    if line.target is not None and rng.random() < 0.3:
        return line.target
    return number(rng, rng.choice([12, 110]))
