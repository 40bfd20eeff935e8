"""Reading the scoring table, its rules and own indicators from records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from thidua_batch.books.definition import numbering, sheets
from thidua_batch.books.definition.build import Builder
from thidua_batch.books.definition.grid import Record
from thidua_batch.books.definition.values import (
    Raw,
    Refused,
    closest,
    flag_of,
    number_of,
    quoted,
)
from thidua_batch.core import vn
from thidua_batch.core.findings import finding, near
from thidua_batch.core.kinds import (
    Accumulate,
    LineKind,
    NaPolicy,
    Scorer,
    Section,
)
from thidua_batch.core.model import (
    Bound,
    Criterion,
    Line,
    Option,
    ScoringTable,
)
from thidua_batch.core.scoring import options_of
from thidua_batch.core.scoring.base import OptionSpec
from thidua_batch.core.wording import definition as words


def read(b: Builder) -> ScoringTable:
    """The scoring table of the bloc, with every rule row."""
    records = [r for r in b.records.get("table", []) if b.text(r, "code") and b.text(r, "text")]
    nodes = _tree(b, records)
    codes = [node.code for node in nodes]
    b.known["table"] = list(dict.fromkeys(codes))
    parents = {codes[node.parent] for node in nodes if node.parent is not None}
    criteria: list[Criterion] = []
    seen: dict[str, list[Record]] = {}
    sections: dict[str, Section] = {}
    for record, node in zip(records, nodes, strict=True):
        parent = codes[node.parent] if node.parent is not None else None
        made = _criterion(b, record, node.code, parent, leaf=node.code not in parents)
        above = sections.get(parent, Section.BASE) if parent else Section.BASE
        section = record.values.get("section", above)
        made = replace(made, section=Section(str(section)))
        sections[node.code] = made.section
        if (other := _clash(b, record, seen.get(node.code, ()))) is not None:
            b.duplicate(record.cell("code"), node.code, other.cell("code"))
            continue
        seen.setdefault(node.code, []).append(record)
        b.place("table", node.code, record)
        _must_have_maximum(b, record, made, leaf=node.code not in parents)
        criteria.append(made)
    lines = _lines(b)
    return ScoringTable(criteria=tuple(criteria), lines=lines, own_lines=_own(b))


def _clash(b: Builder, record: Record, earlier: Sequence[Record]) -> Record | None:
    """The first row with the same code that is in force on a day of this row's (R15)."""
    since, until = b.date(record, "since"), b.date(record, "until")
    for other in earlier:
        first, last = b.date(other, "since"), b.date(other, "until")
        starts = max(since or date.min, first or date.min)
        if starts <= min(until or date.max, last or date.max):
            return other
    return None


def _versions(
    b: Builder, records: Sequence[Record], raw: Sequence[str], parents: Sequence[int | None]
) -> list[int]:
    """For each row the first row that it is a version of: same number, same parent, other days."""
    first: list[int] = []
    for at, record in enumerate(records):
        above = parents[at]
        home = first[above] if above is not None and above < at else above
        same = [
            other
            for other in range(at)
            if raw[other] == raw[at] != ""
            and raw[at] not in numbering.BULLETS
            and first[other] == other
            and _home(parents[other], first) == home
        ]
        rows = [records[other] for other in range(at) if same and first[other] == same[0]]
        first.append(same[0] if rows and _clash(b, record, rows) is None else at)
    return first


def _home(parent: int | None, first: Sequence[int]) -> int | None:
    return first[parent] if parent is not None and parent < len(first) else parent


def _tree(b: Builder, records: list[Record]) -> list[numbering.Node]:
    typed = [b.text(record, "code") for record in records]
    raw = [numbering.bare(code) for code in typed]
    given: list[int | bool | None] = []
    for record in records:
        wish = b.text(record, "parent")
        if not wish:
            given.append(False)
        elif wish in {words.NONE_MARK, "-"}:
            given.append(None)
        else:
            given.append(_given_parent(b, record, wish, raw))
    _break_loops(b, records, given, raw)
    nodes = _nodes(b, records, raw, given)
    title = sheets.TABLE.words("code").title
    for record, code, node in zip(records, typed, nodes, strict=True):
        if code != node.code:
            b.note(record.cell("code"), title, code, node.code)
    return nodes


def _nodes(
    b: Builder, records: list[Record], raw: list[str], given: Sequence[int | bool | None]
) -> list[numbering.Node]:
    """Places of all rows; versions of one row share a place."""
    parents: list[int | None] = [
        numbering.implied_parent(raw, at) if isinstance(wish, bool) else wish
        for at, wish in enumerate(given)
    ]
    first = _versions(b, records, raw, parents)
    kept = [at for at in range(len(raw)) if first[at] == at]
    if len(kept) == len(raw):
        return numbering.tree(raw, given)
    short = {at: index for index, at in enumerate(kept)}
    wishes = [_home(parents[at], first) for at in kept]
    nodes = numbering.tree(
        [raw[at] for at in kept], [None if at is None else short[at] for at in wishes]
    )
    return [
        numbering.Node(node.code, None if node.parent is None else kept[node.parent])
        for node in (nodes[short[at]] for at in first)
    ]


def _given_parent(b: Builder, record: Record, wish: str, raw: list[str]) -> int | bool:
    if wish in raw:
        return raw.index(wish)
    b.known["table"] = raw
    b.dangling(record.cell("parent"), sheets.TABLE.words("parent").title, wish, "table")
    return False


def _break_loops(
    b: Builder, records: list[Record], given: list[int | bool | None], raw: list[str]
) -> None:
    """A node that is its own ancestor by the column "Thuộc mục" is refused and set free."""
    for start in range(len(given)):
        at: int | None = start
        for _ in range(len(given) + 1):
            wish = given[at] if at is not None else None
            at = numbering.implied_parent(raw, at) if wish is False and at is not None else wish
            if at is None or at == start:
                break
        if at == start:
            expected = words.EXPECTED["parent"]
            b.refuse("table", records[start], "parent", b.text(records[start], "parent"), expected)
            given[start] = None


def _criterion(
    b: Builder, record: Record, code: str, parent: str | None, *, leaf: bool
) -> Criterion:
    values = record.values
    method = values.get("method")
    method = str(method) if method is not None else ("direct" if leaf else None)
    periods = values.get("periods", ())
    since, until = b.in_force("table", record)
    return Criterion(
        code=code,
        text=b.text(record, "text"),
        parent=parent,
        max_points=b.number(record, "max_points"),
        method=method,
        options=_options(b, record, options_of(method, leaf=leaf)),
        scorer=Scorer(str(values.get("scorer", Scorer.UNIT))),
        evidence=b.text(record, "evidence"),
        na=NaPolicy(str(values.get("na", NaPolicy.FORBIDDEN))),
        periods=periods if isinstance(periods, tuple) else (),
        points_only=bool(values.get("points_only", False)),
        kinds=b.listed(record, "kinds"),
        accumulate=Accumulate(str(values.get("accumulate", Accumulate.NONE))),
        since=since,
        until=until,
    )


def _must_have_maximum(b: Builder, record: Record, made: Criterion, *, leaf: bool) -> None:
    cell = record.cell("max_points")
    refused = any(f.cell == cell for f in b.found)
    if leaf and made.section is Section.BASE and made.max_points is None and not refused:
        title = sheets.TABLE.words("max_points").title
        b.found.append(finding("DEF-003", cell=cell, column=title))


def _options(b: Builder, record: Record, specs: Mapping[str, OptionSpec]) -> Mapping[str, Option]:
    """Read "tên=giá trị; …" by the options that the row may have."""
    said = b.text(record, "options")
    found: dict[str, Option] = {}
    for part in filter(None, (p.strip() for p in said.split(";"))):
        name, _, value = (piece.strip() for piece in part.partition("="))
        option = _option_name(name, specs)
        try:
            if option is None:
                titles = [spec.title for spec in specs.values()]
                key = "option" if titles else "no_option"
                raise Refused(
                    words.EXPECTED[key].format(choices=quoted(titles)), closest(name, titles)
                )
            found[option] = _option_value(specs[option], value, record)
        except Refused as refusal:
            b.found.append(
                finding(
                    "DEF-004",
                    cell=record.cell("options"),
                    column=sheets.TABLE.words("options").title,
                    value=part,
                    expected=refusal.expected,
                    near=near(refusal.close),
                )
            )
    return found


def _option_name(name: str, specs: Mapping[str, OptionSpec]) -> str | None:
    wanted = vn.fold(name)
    return next((code for code, s in specs.items() if wanted in {code, vn.fold(s.title)}), None)


def _option_value(spec: OptionSpec, text: str, record: Record) -> Option:
    raw = Raw(value=text, cell=record.cell("options"))
    if spec.choices:
        for code, title in spec.choices.items():
            if vn.fold(text) in {vn.fold(code), vn.fold(title)}:
                return code
        wanted = words.EXPECTED["choice"].format(choices=quoted(spec.choices.values()))
        raise Refused(words.EXPECTED["option_value"].format(name=spec.title, wanted=wanted))
    if isinstance(spec.default, bool):
        flag = flag_of(raw)
        if flag is None:
            raise Refused(words.EXPECTED["flag"])
        return flag
    value = number_of(raw, negative=True).value
    assert isinstance(value, Decimal)  # noqa: S101  # what number_of gives
    if spec.minimum is not None and value < spec.minimum:
        minimum = words.EXPECTED["at_least"].format(minimum=vn.format_number(spec.minimum))
        raise Refused(words.EXPECTED["option_value"].format(name=spec.title, wanted=minimum))
    return value


def _lines(b: Builder) -> tuple[Line, ...]:
    made: list[Line] = []
    seen: dict[str, list[Record]] = {}
    for record in b.records.get("lines", []):
        criterion = b.reference("lines", record, "criterion", "table")
        kind = record.values.get("kind")
        if criterion is None or kind is None:
            continue
        line = _line(b, record, criterion, LineKind(str(kind)), made)
        if line is None:
            continue
        if (other := _clash(b, record, seen.get(line.address, ()))) is not None:
            b.duplicate(record.cell("code"), line.code, other.cell("code"))
            continue
        seen.setdefault(line.address, []).append(record)
        b.place("lines", line.address, record)
        made.append(line)
    return tuple(made)


def _line(
    b: Builder, record: Record, criterion: str, kind: LineKind, made: list[Line]
) -> Line | None:
    lower, upper = record.values.get("lower"), record.values.get("upper")
    scorer = record.values.get("scorer")
    since, until = b.in_force("lines", record)
    line = Line(
        criterion=criterion,
        code=b.text(record, "code"),
        kind=kind,
        text=b.text(record, "text"),
        unit_of_measure=b.text(record, "unit_of_measure"),
        points=b.number(record, "points"),
        cap=b.number(record, "cap"),
        lower=lower if isinstance(lower, Bound) else None,
        upper=upper if isinstance(upper, Bound) else None,
        target=b.number(record, "target"),
        weight=b.number(record, "weight"),
        step=b.number(record, "step"),
        of=b.text(record, "of"),
        when=b.text(record, "when"),
        group=b.text(record, "group"),
        due=b.text(record, "due"),
        scorer=None if scorer is None else Scorer(str(scorer)),
        since=since,
        until=until,
    )
    if kind is LineKind.RANGE:
        line = replace(line, lower=_closed(line.lower), upper=_closed(line.upper))
    if line.is_input and line.points is not None and line.points < 0:
        said = str(line.points)
        b.refuse("lines", record, "points", said, words.EXPECTED["positive_points"])
    if line.lower and line.upper and _is_empty(line.lower, line.upper):
        said = str(line.upper.value)
        b.refuse("lines", record, "upper", said, words.EXPECTED["empty_band"])
    if line.code:
        return line
    if line.is_input or line.is_computed:
        title = sheets.LINES.words("code").title
        b.found.append(finding("DEF-003", cell=record.cell("code"), column=title))
        return None
    taken = {other.code for other in made if other.criterion == criterion}
    number = next(n for n in range(1, len(taken) + 2) if f"q{n}" not in taken)
    return replace(line, code=f"q{number}")


def _closed(bound: Bound | None) -> Bound | None:
    """Both ends of a frame belong to it, however they are typed."""
    return bound and replace(bound, closed=True)


def _is_empty(lower: Bound, upper: Bound) -> bool:
    if lower.value == upper.value:
        return not (lower.closed and upper.closed)
    return lower.value > upper.value


def _own(b: Builder) -> Mapping[tuple[str, str], tuple[Line, ...]]:
    own: dict[tuple[str, str], tuple[Line, ...]] = {}
    seen: dict[tuple[str, str], Record] = {}
    for record in b.records.get("own", []):
        unit = b.reference("own", record, "unit", "units")
        criterion = b.reference("own", record, "criterion", "table")
        code = b.text(record, "code")
        if unit is None or criterion is None or not code:
            continue
        line = Line(
            criterion=criterion,
            code=code,
            kind=LineKind.FACT,
            text=b.text(record, "text"),
            unit_of_measure=b.text(record, "unit_of_measure"),
            target=b.number(record, "target"),
            weight=b.number(record, "weight"),
        )
        if (unit, line.address) in seen:
            first = seen[unit, line.address]
            b.duplicate(record.cell("code"), code, first.cell("code"))
            continue
        seen[unit, line.address] = record
        b.place("own", f"{unit}/{line.address}", record)
        own[unit, criterion] = (*own.get((unit, criterion), ()), line)
    return own
