"""Whatever is done to a form inside its workbook: read right, or refused with place and reason.

The kinds of damage are in `tests/support/zoo`; here every one is applied alone and at random with
others, read by both readers, and held to the promise that no value is misread in silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import zoo
from tests.support.zoo.desk import Desk, Gone
from tests.support.zoo.kinds import FORMS, Kind, Meant, clean, damaged, meaning, truth
from tests.support.zoo.promise import keep_promise, place, read, resolved, said, same
from thidua_batch.books import form
from thidua_batch.books.reading import careful
from thidua_batch.books.reading.grid import Unreadable
from thidua_batch.core.findings import finding

#: Rows of the sources that a kind must stand for: `formats.md` 2.1, 2.2, 3.2–3.5, `safety.md`,
#: `domain.md` 6. What concerns other steps is in `ELSEWHERE`, with the tests that have it.
ROWS: Mapping[str, str] = {
    "2.1 composition": "NFC and NFD",
    "2.1 eth": "Ð U+00D0, Ɖ U+0189 for Đ",
    "2.1 tcvn3 hyphen": "the letter ư of TCVN3 is a soft hyphen",
    "2.1 fonts": "TCVN3 and VNI, told by the font",
    "2.1 converters": "old letters without their font",
    "2.1 tone": "both placements of the tone, no marks at all",
    "2.1 dashes": "dashes and no-break blanks",
    "2.1 invisible": "zero-width characters, byte order marks",
    "2.1 merged": "merged cells",
    "2.1 hidden": "hidden rows, columns, sheets",
    "2.1 errors": "error cells",
    "2.1 NA": "NA and N/A",
    "2.1 converted": "codes and numbers converted to each other",
    "2.2 number": "a number",
    "2.2 percent format": "a number with a percent format",
    "2.2 date": "a date for a number",
    "2.2 one separator": "9,5 and 9.5 as text",
    "2.2 thousands": "1.000, 1,000, 1 000",
    "2.2 fraction": "9/10",
    "2.2 percent text": "95% as text",
    "2.2 unit suffix": "9 điểm, 9,5đ",
    "2.2 minus": "−5, –5, (5)",
    "2.2 blank": "blank, -, x, không, k có",
    "2.2 rounding": "halves that floats lose",
    "2.2 dates": "days in every spelling",
    "2.2 digits": "digits that only programs take for figures",
    "2.2 truth": "TRUE and FALSE",
    "3.2 marks": "marks changed or lost",
    "3.3 sheet renamed": "renamed sheets",
    "3.3 sheet deleted": "deleted sheets",
    "3.3 sheet extra": "extra sheets",
    "3.3 sheet copied": "copied sheets",
    "3.3 rows inserted": "inserted rows",
    "3.3 rows deleted": "deleted rows",
    "3.3 rows sorted": "sorted rows",
    "3.3 columns inserted": "inserted, swapped, copied columns",
    "3.3 columns deleted": "deleted columns",
    "3.3 text edited": "criterion text edited",
    "3.3 maximum edited": "maximum edited",
    "3.3 values for formulas": "formulas replaced by values",
    "3.3 formula": "values replaced by formulas",
    "3.3 errors": "#REF! and its kin",
    "3.3 links": "external links",
    "3.3 stale": "cached values older than inputs",
    "3.3 validation": "validation pasted over",
    "3.3 protection": "protection removed",
    "3.3 second table": "second table below the first",
    "3.3 totals": "totals typed over",
    "3.3 comments": "comments",
    "3.3 hidden": "hidden rows with data",
    "3.3 whole column": "whole-column formatting",
    "3.3 filter": "active filter",
    "3.3 other unit": "another unit's form",
    "3.4 last year": "forms of another period, bloc, definition",
    "3.4 unknown unit": "a unit that the bloc does not have",
    "3.4 two units": "two units in one file",
    "3.5 escapes": "_x0033_40.00",
    "safety 5": "control characters",
    "safety 6": "formulas, templates, markup, long texts",
    "F1": "one percentage in four spellings",
    "F2": "a target in another scale",
    "F3": "0 for not assigned and for zero",
    "F4": "a target typed by the unit",
    "F5": "above the maximum of the item",
    "F6": "year slips",
    "F7": "commas, dots, signs, blanks, line breaks",
    "F8": "inconsistent and repeated codes",
    "F9": "a penalty in the bonus column",
    "F12": "maxima and sums that do not agree",
    "F15": "codes with stray blanks",
    "F16": "title row, #N/A, codes as numbers",
    "F17": "an item left unscored",
    "F18": "truncated decimals",
}
ELSEWHERE: Mapping[str, str] = {
    "2.1 collation": "nothing is ordered while reading: tests/core/vn/test_order.py",
    "F10": "bands of the definition: tests/core/test_lint.py",
    "F11": "bands of the definition: tests/core/test_lint.py",
    "F13": "claimed and accepted cases: tests/core/test_evaluate.py",
    "F14": "points restated after the appraisal: tests/core/test_evaluate.py",
}
TOGETHER = tuple(kind for kind in zoo.KINDS if not kind.is_alone)


def _reads_the_same(data: bytes, name: str, got: form.FormRead) -> None:
    """The careful reader alone comes to the same result, where it can read the file at all.

    Where the two are known to differ, that is what is told; what is refused is put to nobody.
    """
    if {"CELL-027", "BOOK-001", "BOOK-030"} & {found.code for found in got.findings}:
        return
    try:
        grid = careful.read(data)
    except Unreadable:
        return
    assert same(got, read(data, name, lambda _: grid))


@pytest.mark.parametrize("name", FORMS)
def test_a_form_as_it_was_filled_is_read_without_a_word(name: str) -> None:
    got = read(clean(name), name)
    assert got.findings == ()
    keep_promise(truth(name), got)
    assert {code: value for code, (value, _) in said(got).items() if value is not None} == {
        code: meant.value for code, meant in truth(name).items()
    }
    _reads_the_same(clean(name), name, got)


def _exactly(kinds: Sequence[Kind], *, also_careful: bool = False) -> None:
    """These damages in one form: all that is told and read of it, and nothing else."""
    name, first = kinds[0].form, kinds[0]
    desk = Desk.of(clean(name))
    for kind in kinds:
        kind.change(desk)
    data = desk.save()
    got = read(data, name)
    assert sorted((f.code, place(f)) for f in got.findings) == sorted(
        (code, resolved(where, desk)) for kind in kinds for code, where in kind.told
    )
    assert (got.unit, got.submission is None) == (first.unit, first.is_refused)
    meant = {code: known for kind in kinds for code, known in meaning(kind).items()}
    meant |= {code: known for kind in kinds for code, known in kind.means.items()}
    keep_promise(meant, got)
    if got.submission is not None:
        values = said(got)
        assert {code: values.get(code, (None, None))[0] for code in meant} == {
            code: known.value for code, known in meant.items()
        }
    if also_careful:
        _reads_the_same(data, name, got)


def _groups() -> list[list[Kind]]:
    """Kinds of single cells, as many to a form as touch different criteria."""
    groups: list[tuple[set[str], list[Kind]]] = []
    for kind in zoo.KINDS:
        if kind.is_typed:
            touched = {kind.form, *(code.partition("/")[0] for code in kind.means)}
            used, group = next(
                ((used, group) for used, group in groups if used & touched == {kind.form}),
                (set(), []),
            )
            if not group:
                groups.append((used, group))
            used |= touched
            group.append(kind)
    return [group for _, group in groups]


@pytest.mark.parametrize("kinds", _groups(), ids=lambda kinds: f"{kinds[0].name} and others")
def test_damage_to_cells_is_told_where_it_stands(kinds: list[Kind]) -> None:
    _exactly(kinds)


@pytest.mark.parametrize(
    "kind", [kind for kind in zoo.KINDS if not kind.is_typed], ids=lambda kind: kind.name
)
def test_damage_to_sheets_is_told_where_it_stands(kind: Kind) -> None:
    _exactly([kind])


@pytest.mark.slow
@pytest.mark.parametrize("kind", zoo.KINDS, ids=lambda kind: kind.name)
def test_every_kind_alone_reads_the_same_by_both_readers(kind: Kind) -> None:
    _exactly([kind], also_careful=True)


def test_the_zoo_has_its_kinds_and_each_row_of_the_sources_one() -> None:
    names = [kind.name for kind in zoo.KINDS]
    assert len(set(names)) == len(names) >= 60
    covered = {row for kind in zoo.KINDS for row in kind.rows}
    assert covered == set(ROWS)
    faults = {f"F{number}" for number in range(1, 19)}
    assert {row for row in (*ROWS, *ELSEWHERE) if row.startswith("F")} == faults


def _name(kind: Kind) -> str:
    return kind.name


@pytest.mark.parametrize("name", ["answers shifted down", "column copied and changed"])
def test_what_stands_at_another_question_is_never_offered_again(name: str) -> None:
    """A marked copy shows what was typed; it must not make a figure out of place look at home."""
    kind = next(kind for kind in zoo.KINDS if kind.name == name)
    submission = read(damaged(kind), kind.form).submission
    assert submission is not None
    lost = {code for code, known in kind.means.items() if known.value is None}
    assert lost
    assert not lost & {code for _, code, column in submission.raw if column == "value"}


@st.composite
def _damages(draw: st.DrawFn) -> tuple[str, list[Kind]]:
    name = draw(st.sampled_from(("bloc", "bloc", "rich")))
    fitting = [kind for kind in TOGETHER if kind.form == name]
    return name, draw(st.lists(st.sampled_from(fitting), min_size=1, max_size=5, unique_by=_name))


def _together(name: str, kinds: Sequence[Kind]) -> tuple[bytes, dict[str, Meant]]:
    """All damages one after another; what finds its place gone does nothing."""
    desk, meant, gone = Desk.of(clean(name)), truth(name), set[str]()
    for kind in kinds:
        try:
            kind.change(desk)
        except Gone:
            continue
        meant |= {code: known for code, known in kind.means.items() if code not in gone}
        if not kind.is_typed:
            gone |= {code for code, known in kind.means.items() if known.value is None}
    return desk.save(), meant


@settings(
    max_examples=12, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(_damages())
def test_damages_together_keep_the_promise(damages: tuple[str, list[Kind]]) -> None:
    name, kinds = damages
    data, meant = _together(name, kinds)
    got = read(data, name)
    keep_promise(meant, got)
    _reads_the_same(data, name, got)


@pytest.mark.slow
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_damages())
def test_many_damages_together_keep_the_promise(damages: tuple[str, list[Kind]]) -> None:
    name, kinds = damages
    data, meant = _together(name, kinds)
    got = read(data, name)
    keep_promise(meant, got)
    _reads_the_same(data, name, got)


def test_the_promise_can_be_broken() -> None:
    """The assertion itself: another value, a blank for 0, a silent repair, an absent error."""
    got = read(clean("bloc"), "bloc")
    assert got.submission is not None
    first = got.submission.facts[0]

    def changed(value: Decimal | None, *codes: str) -> form.FormRead:
        facts = (replace(first, value=value), *got.submission.facts[1:])  # type: ignore[union-attr]
        told = tuple(
            finding(code, unit="DV1", cell=first.cell, label="x", how="") for code in codes
        )
        return replace(got, submission=replace(got.submission, facts=facts), findings=told)

    meant = truth("bloc")
    keep_promise(meant, changed(Decimal(81)))
    keep_promise({**meant, "I.1/ct1": Meant(None, False)}, changed(None, "CELL-001"))
    for broken, known in (
        (changed(Decimal(90)), meant),
        (changed(Decimal(0)), {**meant, "I.1/ct1": Meant(None, False)}),
        (changed(None), meant),
        (changed(None), {**meant, "I.1/ct1": Meant(None)}),
        (changed(Decimal(81)), {**meant, "I.1/ct1": Meant(Decimal(81), False)}),
        (replace(got, submission=None), meant),
    ):
        with pytest.raises(AssertionError):
            keep_promise(known, broken)
