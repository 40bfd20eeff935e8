"""Several returns of one unit side by side: which cells differ, which one counts and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from thidua_batch.core import scoring, vn, wording
from thidua_batch.core.kinds import FormSheet, VersionRule
from thidua_batch.core.model import Bloc, Rules, ScoringTable, Value
from thidua_batch.core.outcome import FileState, Version
from thidua_batch.core.returns import Cell, Decisions, ListRow, Spot, Submission
from thidua_batch.core.wording import form as form_words
from thidua_batch.core.wording import versions as words

#: Versions that one table holds.
MOST = 6
#: What a cell asks: the kind of answer and its code.
_Key: TypeAlias = tuple[str, str]
_Said: TypeAlias = tuple[Value | None, Cell | None]
#: Row code of an award on the registration sheet.
AWARD = "award/"
_LONG, _BEFORE = 300, 60
_CUT = "[…]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A cell that does not say the same in all versions: its value and place in each of them.

    A value that could not be read is what was typed; None is a blank.
    """

    sheet: FormSheet
    label: str
    values: tuple[Value | None, ...]
    cells: tuple[Cell | None, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The values as people read them; of long texts the part from where they differ."""
        texts = [" ".join(vn.clean(vn.format_value(value)).split()) for value in self.values]
        if max(map(len, texts)) > _LONG:
            start = _common([text for text in texts if text]) - _BEFORE
            texts = [_CUT + text[start:] if start > 0 and text else text for text in texts]
        return tuple(_cut(text) or words.BLANK for text in texts)


def _common(texts: Sequence[str]) -> int:
    """How many characters all begin with."""
    least, most = min(texts), max(texts)
    pairs = enumerate(zip(least, most, strict=False))
    return next((i for i, (a, b) in pairs if a != b), len(least))


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - len(_CUT)] + _CUT


def differences(
    bloc: Bloc, table: ScoringTable, submissions: Sequence[Submission]
) -> tuple[Difference, ...]:
    """Cells that differ, in the order of the form; what the form shows as points comes last.

    `table` is the part of the scoring table that the period uses. All are returns of one unit.
    """
    if not submissions:
        return ()
    asked = _asked(bloc, table, submissions[0].unit)
    said = [_said(submission, asked) for submission in submissions]
    found: dict[FormSheet, list[Difference]] = {kind: [] for kind in FormSheet}
    points: list[Difference] = []
    for key, (sheet, label, _) in asked.items():
        answers = [one.get(key, (None, None)) for one in said]
        different = {_compared(value) for value, _ in answers}
        if key[0] == "points":  # nothing stored: a program saved the file without calculating
            different.discard(None)
        if len(different) > 1:
            values, cells = zip(*answers, strict=True)
            made = Difference(sheet=sheet, label=label, values=values, cells=cells)
            (points if key[0] == "points" else found[sheet]).append(made)
    for kind in form_words.LISTS:
        found[kind] += _listed(kind, submissions)
    return (*(one for kind in FormSheet for one in found[kind]), *points)


def _compared(value: Value | None) -> Value | None:
    return (vn.clean(value) or None) if isinstance(value, str) else value


def _asked(
    bloc: Bloc, table: ScoringTable, unit: str
) -> Mapping[_Key, tuple[FormSheet, str, Spot | None]]:
    """Every single cell that a form asks: its sheet, its label, its spot."""
    out: dict[_Key, tuple[FormSheet, str, Spot | None]] = {}
    for kind, fields in form_words.FIELDS.items():
        for code, field in fields.items():
            out["text", code] = (kind, field.title, (kind, code, "value"))
    kind = FormSheet.REGISTRATION
    for award in bloc.awards:
        out["award", award.code] = (kind, award.name, (kind, f"{AWARD}{award.code}", "value"))
    kind = FormSheet.SCORING
    for leaf in table.leaves:
        for line in scoring.inputs(table, leaf, unit):
            label = f"{leaf.code} {line.text or leaf.text}"
            out["fact", line.address] = (kind, label, (kind, line.address, "value"))
        label = words.EVIDENCE.format(label=f"{leaf.code} {leaf.text}")
        out["evidence", leaf.code] = (kind, label, (kind, leaf.code, "evidence"))
    for node in table.criteria:
        label = words.POINTS.format(label=f"{node.code} {node.text}")
        out["points", node.code] = (kind, label, None)
    out["points", ""] = (kind, words.TOTAL_POINTS, None)
    return out


def _said(
    submission: Submission, asked: Mapping[_Key, tuple[FormSheet, str, Spot | None]]
) -> dict[_Key, _Said]:
    """What a version says: as read, else as typed."""
    out: dict[_Key, _Said] = dict(_read(submission))
    for key, (_, _, spot) in asked.items():
        if spot is None:
            continue
        value, cell = out.get(key, (None, None))
        value = submission.raw.get(spot) if value is None else value
        cell = submission.places.get(spot) if cell is None else cell
        if value is not None or cell is not None:
            out[key] = (value, cell)
    return out


def _read(submission: Submission) -> Iterator[tuple[_Key, _Said]]:
    for fact in submission.facts:
        yield ("fact", f"{fact.criterion}/{fact.line}"), (fact.value, fact.cell)
    for code, text in submission.texts.items():
        yield ("text", code), (text.value, text.cell)
    for code, is_registered in submission.registered.items():
        yield ("award", code), (wording.YES if is_registered else wording.NO, None)
    for code, proof in submission.evidence.items():
        yield ("evidence", code), (proof, None)
    for code, (points, cell) in submission.typed_points.items():
        yield ("points", code), (points, cell)


def _listed(kind: FormSheet, submissions: Sequence[Submission]) -> Iterator[Difference]:
    """Rows of a list that not all versions have, one beside the other; equal rows are left out."""
    rows = [[row for row in s.rows if row.sheet is kind] for s in submissions]
    counts = [Counter(map(_row, found)) for found in rows]
    common = counts[0]
    for count in counts[1:]:
        common = common & count
    rest = [_without(found, Counter(common)) for found in rows]
    for number in range(max(map(len, rest))):
        beside = [found[number] if number < len(found) else None for found in rest]
        for code, (title, _) in form_words.LISTS[kind].items():
            cells = tuple(
                _list_cell(s, row, code) if row else None
                for s, row in zip(submissions, beside, strict=True)
            )
            values = tuple(row.values.get(code) if row else None for row in beside)
            if len({_compared(value) for value in values}) > 1:
                label = words.LIST_ROW.format(number=number + 1, column=title)
                yield Difference(sheet=kind, label=label, values=values, cells=cells)


def _list_cell(submission: Submission, row: ListRow, column: str) -> Cell:
    """Where a column of a list's row stands; the row's own cell where that is not known."""
    places = submission.places
    number = next((spot[1] for spot, cell in places.items() if cell == row.cell), "")
    return places.get((row.sheet, number, column), row.cell)


def _row(row: ListRow) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((code, vn.clean(text)) for code, text in row.values.items()))


def _without(
    rows: Sequence[ListRow], common: Counter[tuple[tuple[str, str], ...]]
) -> list[ListRow]:
    left = []
    for row in rows:
        if common[_row(row)] > 0:
            common[_row(row)] -= 1
        else:
            left.append(row)
    return left


def book_name(period: str, unit: str) -> str:
    """The name of the workbook in which a unit's versions stand side by side."""
    return f"{period}_{vn.slug(unit).upper() or words.NAMELESS}_cac-ban.xlsx"


def letter(number: int) -> str:
    """How the n-th version is called, from 0: A, B, C …"""
    return chr(ord("A") + number) if number < 26 else str(number + 1)


def counting(versions: Sequence[Version]) -> int | None:
    """Which of them counts, from 0; None where none does yet."""
    return next(
        (i for i, v in enumerate(versions) if v.input.used or v.input.state is FileState.USED), None
    )


def shown(versions: Sequence[Version]) -> list[int]:
    """Which of them are put side by side: those that were read, at most MOST, the last ones.

    The one that counts is always among them.
    """
    read = [i for i, version in enumerate(versions) if version.submission is not None]
    kept, used = read[-MOST:], counting(versions)
    if used in read and used not in kept:
        kept = sorted([used, *kept[1:]])
    return kept


def reason(rules: Rules, decisions: Decisions, versions: Sequence[Version]) -> str:
    """Which version counts and by which rule, in Vietnamese."""
    used, weighed = counting(versions), _weighed(versions)
    if used is None:
        return words.WAITS if weighed is None else words.UNUSED.format(letter=letter(weighed))
    item = versions[used].input
    chosen = decisions.chosen.get(item.unit or "")
    pattern = words.NEWEST if rules.versions is VersionRule.NEWEST else words.BY_RULE
    sent, submission = {v.input.sha256 for v in versions}, versions[used].submission
    if submission is not None and submission.corrects in sent:
        pattern = words.CORRECTED
    if chosen is not None and chosen in item.names:
        pattern = words.CHOSEN
    return pattern.format(letter=letter(used))


def _weighed(versions: Sequence[Version]) -> int | None:
    """Which one was weighed and cannot be used: the one that took the place of the others."""
    states = [v.input.state for v in versions]
    if FileState.SUPERSEDED not in states or FileState.REFUSED not in states:
        return None
    return states.index(FileState.REFUSED)


def state(version: Version, versions: Sequence[Version] = ()) -> str:
    """What became of a version among all of them, in Vietnamese."""
    if version.input.used:
        return words.STATES[FileState.USED.value]
    weighed = _weighed(versions)
    if weighed is not None and versions[weighed] is version and version.submission is not None:
        return words.NOT_USED
    return words.NOT_READ if version.submission is None else words.STATES[version.input.state.value]


def received(version: Version) -> str:
    """When it came, as people read it."""
    return vn.format_moment(version.input.received_at) or words.UNKNOWN_TIME


def table_rows(versions: Sequence[Version], found: Sequence[Difference]) -> list[tuple[str, ...]]:
    """A table for the terminal, its head first; `found` compares the versions that are `shown`."""
    letters = [words.VALUE.format(letter=letter(i)) for i in shown(versions)]
    rows = [(words.PAGE, words.LABEL, *letters)]
    rows += [(wording.FORM_SHEETS[one.sheet], one.label, *one.texts) for one in found]
    return rows
