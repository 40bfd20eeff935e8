"""Table A, a real table of 36 criteria: the golden unit's facts, every rule, two versions."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support import recalc, returns
from tests.support.sampled import sample_outcome
from thidua_batch import samples
from thidua_batch.books import form, summary
from thidua_batch.core import wording
from thidua_batch.core.evaluate import evaluate
from thidua_batch.core.findings import Finding
from thidua_batch.core.kinds import FormSheet, UnitState
from thidua_batch.core.lint import lint
from thidua_batch.core.model import Bloc, PeriodPlan, Value
from thidua_batch.core.outcome import UnitResult
from thidua_batch.core.returns import Decisions, Exclusion
from thidua_batch.core.scoring.table import score
from thidua_batch.core.wording import summary as words

NAME = "phong-tnmt-tien-giang"
GOLDEN_UNIT, NEUTRAL = "DVA", ("DVB", "DVC")
D = Decimal
YES = wording.YES
DATA = Path(__file__).parent / "data"


def read_csv(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text("utf-8").splitlines()))


CRITERIA = read_csv("table_a_criteria.csv")
GOLDEN = {row["code"]: row for row in read_csv("table_a_golden.csv")}
GROUPS = {
    "1a": "40", "1b": "16", "1C": "26.4", "1d": "18", "1": "100.4",
    "2": "2.5", "3": "12.5", "4": "4", "5": "5",
}  # fmt: skip


def of(result: UnitResult, code: str) -> Decimal:
    """Points of a criterion, or of those that the golden table takes together (C3, C4)."""
    points = [c.points for c in result.criteria if c.code == code or c.code.startswith(f"{code}.")]
    assert points
    return sum((p for p in points if p is not None), D(0))


# --- the table ----------------------------------------------------------------------------


def test_codes_groups_and_maxima_are_those_of_the_document() -> None:
    table = samples.load(NAME).bloc.table
    found = [(c.code, c.parent, c.max_points) for c in table.leaves]
    assert found == [(row["code"], row["group"], D(row["max"])) for row in CRITERIA]
    assert len(found) == 36
    assert sum(root.max_points or D(0) for root in table.roots) == 100


def test_the_definition_has_no_faults_in_either_version() -> None:
    bloc = samples.load(NAME).bloc
    assert list(lint(bloc)) == []
    assert list(lint(replace(bloc, periods=(later_plan(),)))) == []


def test_a_bonus_announced_without_a_rule_is_told() -> None:
    bloc = samples.load(NAME).bloc
    criteria = tuple(
        replace(c, options={**c.options, "bonus_cap": D("0.5")}) if c.code == "a2" else c
        for c in bloc.table.criteria
    )
    changed = replace(bloc, table=replace(bloc.table, criteria=criteria))
    assert brief(lint(changed)) == [("DEF-025", "a2")]


def brief(found: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(f.code, f.fields["code"]) for f in found]


# --- the golden unit ----------------------------------------------------------------------


def test_the_golden_unit_scores_itself_as_published() -> None:
    outcome = sample_outcome(NAME)
    unit = outcome.result(GOLDEN_UNIT)
    for row in CRITERIA:
        if row["code"].split(".")[0] not in ("C3", "C4"):
            wanted = GOLDEN.get(row["code"], {"self": row["max"]})["self"]
            assert of(unit, row["code"]) == D(wanted), row["code"]
    for code, row in GOLDEN.items():
        assert code == "TOTAL" or of(unit, code) == D(row["self"]), code
    assert {code: unit.groups[code] for code in GROUPS} == {c: D(t) for c, t in GROUPS.items()}
    assert unit.total == D("124.4") == D(GOLDEN["TOTAL"]["self"])
    assert all(c.self_points == c.points for c in unit.criteria)


def test_nobody_types_points() -> None:
    outcome = sample_outcome(NAME)
    assert all(c.method != "direct" and not c.points_only for c in outcome.table.leaves)


@pytest.mark.parametrize("unit", NEUTRAL)
def test_a_neutral_unit_has_exactly_the_maximum_of_everything(unit: str) -> None:
    result = sample_outcome(NAME).result(unit)
    assert {c.code: c.points for c in result.criteria} == {
        row["code"]: D(row["max"]) for row in CRITERIA
    }
    assert (result.total, result.rank, result.state) == (D(100), 2, UnitState.RANKED)


def test_fewer_accepted_cases_give_the_agreed_points_and_keep_the_declared_ones() -> None:
    unit = sample_outcome(
        NAME,
        accepted={
            (GOLDEN_UNIT, "a7", "giai_phap"): D(4),
            (GOLDEN_UNIT, "d2", "rut_don"): D(4),
        },
    ).result(GOLDEN_UNIT)
    for code, row in GOLDEN.items():
        assert code == "TOTAL" or of(unit, code) == D(row["agreed"]), code
    assert unit.total == D("118.4")
    scored = unit.criterion("a7")
    assert scored is not None
    assert (scored.self_points, scored.points) == (D(11), D(7))


def test_without_a_self_score_sheet_a_unit_is_not_graded() -> None:
    sample = samples.load(NAME)
    decided = Exclusion(unit="DVC", code="E1", reason="Không nộp bản tự chấm điểm")
    returned = [returns.returned(sample, unit.code) for unit in sample.bloc.units]
    outcome = evaluate(
        sample.bloc, sample.plan, "0" * 64, returned, Decisions(exclusions=(decided,))
    )
    assert outcome.result("DVC").state is UnitState.EXCLUDED
    assert [(u.unit.code, u.rank) for u in outcome.units] == [
        ("DVA", 1), ("DVB", 2), ("DVC", None),
    ]  # fmt: skip


# --- every rule ---------------------------------------------------------------------------

EARLY = {  # size of the case load -> points for an early share of 1, 5, 7, 10 per cent (3.3)
    999: ("0.5", "1", "1.5", "2"),
    1000: ("1", "1.5", "2", "2.5"),
    1999: ("1", "1.5", "2", "2.5"),
    2000: ("1.2", "1.7", "2.2", "2.7"),
}
LATE = {  # points taken for a late share of more than 0, and of 1, 7, 10 per cent
    999: ("1", "1.5", "2", "2.5"),
    1000: ("0.5", "1", "1.5", "2"),
    1999: ("0.5", "1", "1.5", "2"),
    2000: ("0.2", "0.7", "1.2", "1.7"),
}


def at_least(share: int, size: int) -> Decimal:
    """The least whole number of files that is so many per cent."""
    return D(-(-share * size // 100))


CASES: list[tuple[str, dict[str, Value], str]] = [
    ("a1", {"tre": D(1)}, "2.5"),
    ("a1", {"tre": D(2), "khong_phoi_hop": D(5)}, "1.5"),
    ("a2", {"lap_tre": D(1), "cong_bo_tre": D(1)}, "1.5"),
    ("a2", {"lap_tre": D(1), "cong_bo_tre": D(1), "sai_muc_dich": D(4)}, "1"),
    ("a3", {"thong_ke_tre": D(1), "kiem_ke_tre": D(1)}, "0.5"),
    ("a4", {"ty_le": D("98.99"), "moi_loai": YES}, "3.5"),
    ("a4", {"ty_le": D("98.49"), "moi_loai": YES}, "3"),
    ("a4", {"ty_le": D(99)}, "4.5"),
    ("a4", {"ty_le": D(99), "moi_loai": YES}, "5.5"),
    ("a4", {"ty_le": D(99), "moi_loai": YES, "khieu_nai": D(1)}, "3"),
    ("a4", {"ty_le": D(98), "tru_1": D(1), "khieu_nai": D(5)}, "1.5"),
    ("a5", {"tre": D(3)}, "1"),
    ("a6", {"sai": D(4)}, "1.5"),
    ("a7", {"thieu": D(1)}, "2.8"),
    ("a7", {"tru_1": D(1), "tru_3": D(1), "tru_4": D(1), "vi_pham": D(1)}, "1.5"),
    ("a7", {"tru_1": D(9), "giai_phap": D(3)}, "4.5"),
    ("a8", {"bao_cao": D(1)}, "3"),
    ("a8", {"bao_cao": D(3), "chuyen_de": D(1)}, "1.5"),
    ("a9", {"tru_1": D(1), "tru_2": D(1), "tru_3": D(1)}, "2.5"),
    ("a9", {"som": D(3)}, "5.3"),
    ("b1", {"thieu": D(9)}, "1"),
    ("b1", {"ky_1": date(2022, 6, 16)}, "1.75"),
    ("b1", {"ky_1": wording.NO, "ky_2": date(2022, 12, 31)}, "1.5"),
    ("b2", {"tu_tim": D(5)}, "6"),
    ("b2", {"ke_hoach": "Không có", "so_tim": D(1), "vang": D(9)}, "3"),
    ("b2", {"so_tim": D(9), "vang": D(9), "tre": D(9), "truong_hop": D(9)}, "1"),
    ("b3", {"chua": D(3)}, "2.7"),
    ("b3", {"chua": D(30), "du": YES}, "1.5"),
    ("b4", {"chua": D(7), "khong_so": YES, "ky_2": date(2022, 11, 16)}, "1.25"),
    ("C1", {"ty_le": D("97.99")}, "4"),
    ("C1", {"ty_le": D(96)}, "3"),
    ("C1", {"ty_le": D("95.99")}, "0"),
    ("C2", {"ty_le": D("90.99")}, "5"),
    ("C2", {"ty_le": D(100)}, "6"),
    ("C2", {"ty_le": D("89.9")}, "4"),
    ("C2", {"ty_le": D(70)}, "3"),
    ("C2", {"ty_le": D(69)}, "0"),
    ("C3.1", {"thieu": D(9)}, "1.5"),
    ("C3.1", {"khong": YES}, "0"),
    ("C3.2", {"xa_khong": D(2), "xa_it": D(20)}, "1.6"),
    ("C3.2", {"khong": YES}, "0"),
    ("C3.3", {"dot": D(9)}, "1"),
    ("C4.1", {"dat": wording.NO}, "0"),
    ("C4.2", {"chua_du": YES}, "0"),
    ("C4.2", {"mo_hinh": D(0)}, "2"),
    ("C5.1", {"ke_hoach": wording.NO}, "0.5"),
    ("C5.2", {"xa": D(2)}, "0.6"),
    ("C5.3", {"xa": D(50)}, "1"),
    ("C6", {"thieu": D(50)}, "0.5"),
    ("C6", {"khong": YES}, "0"),
    ("d1", {"thuc_hien": D(0)}, "0"),
    ("d1", {"ke_hoach": D(0), "thuc_hien": D(0)}, "0"),
    ("d1", {"ke_hoach": D(1000), "thuc_hien": D(949)}, "1"),
    ("d1", {"ke_hoach": D(20), "thuc_hien": D(19)}, "2"),
    ("d1", {"ke_hoach": D(3), "thuc_hien": D(3)}, "3"),
    ("d1", {"ke_hoach": D(1000), "thuc_hien": D(1199)}, "4"),
    ("d1", {"ke_hoach": D(5), "thuc_hien": D(6)}, "5"),
    ("d2", {"rut_don": D(30)}, "14"),
    ("d2", {"tru_1": D(3), "tru_2": D(3), "tru_4": D(3), "diem_nong": D(9)}, "0"),
    ("d2", {"rut_don": D(3), "tru_1": D(1), "tru_4": D(1)}, "8.5"),
    ("2.1", {"khien_trach": D(1)}, "0"),
    ("2.1", {"canh_cao": D(1)}, "0"),
    ("2.1", {"khien_trach": D(1), "canh_cao": D(1), "tu_xu_ly": YES}, "1"),
    ("2.2", {"som": D(1), "tre": D(1)}, "0.5"),
    ("3.1", {"ban_hanh": date(2022, 2, 1)}, "1.5"),
    ("3.1", {"ban_hanh": date(2022, 9, 30)}, "1.5"),
    ("3.1", {"ban_hanh": date(2021, 12, 15)}, "2"),
    ("3.2", {"phat_dong": "Không phát động", "khong_kiem_tra": YES}, "1"),
    ("3.3", {"phan_anh": D(2)}, "2"),
    ("3.3", {"tong": D(200), "som": D(50), "tre": D(1)}, "5"),  # early counts only if none is late
    ("3.3", {"tong": D(723), "som": D(626), "phan_anh": D(1)}, "6"),
    ("3.3", {"tong": D(999), "som": D(9)}, "6"),
    ("4.1", {"phat_dong": date(2022, 2, 1)}, "0"),
    ("4.2", {"vang": D(2)}, "0"),
    ("4.3", {"dang": D(9)}, "2.5"),
    ("4.3", {"quy_khong": D(2)}, "0.5"),
    ("5.1", {"tre": D(3)}, "0.5"),
    ("5.2", {"tre": D(2), "tu_choi": D(1)}, "1"),
    ("5.2", {"tre": D(9), "tu_choi": D(9)}, "0"),
]
CASES += [
    ("3.3", {"tong": D(size), "som": at_least(share, size)}, str(6 + D(points)))
    for size, row in EARLY.items()
    for share, points in zip((1, 5, 7, 10), row, strict=True)
]
CASES += [
    ("3.3", {"tong": D(size), "tre": max(D(1), at_least(share, size))}, str(6 - D(points)))
    for size, row in LATE.items()
    for share, points in zip((0, 1, 7, 10), row, strict=True)
]


@cache
def loaded() -> samples.Sample:
    return samples.load(NAME)


def points(
    plan: PeriodPlan, unit: str, change: dict[str, Value] | None = None
) -> dict[str, Decimal]:
    """Points of the criteria of a unit's filled form, with some facts changed."""
    sample = loaded()
    facts = {**sample.forms[unit].facts, **(change or {})}
    assert facts.keys() == sample.forms[unit].facts.keys()
    marks = score(
        sample.bloc.table_for(plan),
        sample.bloc.rules,
        [unit],
        {(unit, *address.split("/")): value for address, value in facts.items()},  # type: ignore[misc]
    )
    return {code: found for (_, code), found in marks.points.items() if found is not None}


@pytest.mark.parametrize(("code", "change", "wanted"), CASES)
def test_every_rule(code: str, change: dict[str, Value], wanted: str) -> None:
    changed = {f"{code}/{line}": value for line, value in change.items()}
    assert points(loaded().plan, "DVB", changed)[code] == D(wanted)


# --- the second version -------------------------------------------------------------------


def later_plan() -> PeriodPlan:
    return PeriodPlan(code="2023-N", sheets=(FormSheet.SCORING,), ranks=True, current=True)


@pytest.mark.parametrize(
    ("change", "code", "first", "second"),
    [
        ({"C2/ty_le": D("97.7")}, "C2", "5.7", "5.5"),
        ({"C2/ty_le": D("92.9")}, "C2", "5.2", "5"),
        ({"C2/ty_le": D(100)}, "C2", "6", "5.5"),
        ({"C4.2/mo_hinh": D(6)}, "C4.2", "2.5", "2"),
        ({"d2/rut_don": D(6)}, "d2", "13", "9"),
        ({"d2/rut_don": D(6), "d2/tru_1": D(9)}, "d2", "4", "0"),
    ],
)
def test_a_later_period_computes_with_the_second_version(
    change: dict[str, Value], code: str, first: str, second: str
) -> None:
    assert points(loaded().plan, "DVB", change)[code] == D(first)
    assert points(later_plan(), "DVB", change)[code] == D(second)


def test_the_golden_facts_in_the_second_version() -> None:
    assert sum(points(samples.load(NAME).plan, GOLDEN_UNIT).values()) == D("124.4")
    assert sum(points(later_plan(), GOLDEN_UNIT).values()) == D("119.7")


def test_a_period_that_is_added_uses_the_second_version_in_its_form_and_result() -> None:
    sample = samples.load(NAME)
    plan = later_plan()
    bloc: Bloc = replace(sample.bloc, periods=(replace(sample.plan, current=False), plan))
    known = {line.address for line in bloc.table_for(plan).lines}
    values = replace(
        sample.forms[GOLDEN_UNIT],
        facts={
            address: value
            for address, value in sample.forms[GOLDEN_UNIT].facts.items()
            if address in known or address.startswith("C4.1/")
        },
    )
    data = form.write(
        bloc, plan, bloc.unit(GOLDEN_UNIT), definition_sha256="ab" * 32, values=values
    )
    read = form.read(data, file="f.xlsx", bloc=bloc, plan=plan, definition_sha256="ab" * 32)
    assert read.findings == ()
    later = replace(sample, bloc=bloc, plan=plan, forms={GOLDEN_UNIT: values})
    outcome = evaluate(bloc, plan, "0" * 64, [returns.returned(later, GOLDEN_UNIT)], Decisions())
    assert outcome.result(GOLDEN_UNIT).total == D("119.7")


# --- in the workbooks ---------------------------------------------------------------------


def worst(position: int) -> dict[tuple[str, str, str], Value | None]:
    """The facts of the first (0) or last (1) case of every criterion, for a unit of its own."""
    cases: dict[str, list[dict[str, Value]]] = {}
    for code, change, _ in CASES:
        cases.setdefault(code, []).append(change)
    unit = NEUTRAL[position]
    return {
        (unit, code, line): value
        for code, found in cases.items()
        for line, value in found[-position].items()
    }


def books() -> dict[str, bytes]:
    """The golden unit's form, the result, one with a correction typed in, one with every rule."""
    sample = samples.load(NAME)
    filled = form.write(
        sample.bloc, sample.plan, sample.bloc.unit(GOLDEN_UNIT),
        definition_sha256="ab" * 32, values=sample.forms[GOLDEN_UNIT],
    )  # fmt: skip
    plain = summary.write(sample_outcome(NAME))
    agreed = plain
    for code, line in (("a7", "giai_phap"), ("d2", "rut_don")):
        for row in recalc.load_values(plain)[words.DATA].iter_rows():
            if (row[0].value, row[2].value, row[3].value) == (GOLDEN_UNIT, code, line):
                agreed = recalc.set_cell(agreed, words.DATA, row[9].coordinate, 4)
    every = sample_outcome(NAME, change={**worst(0), **worst(1)})
    return {"form": filled, "plain": plain, "agreed": agreed, "every": summary.write(every)}


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return books()


@pytest.fixture(scope="module")
def recalculated(written: dict[str, bytes]) -> dict[str, openpyxl.Workbook]:
    return recalc.recalc_all(written)


def named(book: openpyxl.Workbook, name: str) -> list[Any]:
    (place,) = book.defined_names[name].destinations
    return [row[0].value for row in book[place[0]][place[1]]]


def by_code(book: openpyxl.Workbook, sheet: str, column: int) -> dict[str, Any]:
    return {str(row[0].value): row[column].value for row in book[sheet].iter_rows()}


@pytest.mark.office
def test_the_recalculated_workbook_shows_the_golden_result(
    recalculated: dict[str, openpyxl.Workbook],
) -> None:
    book = recalculated["plain"]
    assert named(book, "TH_TONG_DIEM") == pytest.approx([124.4, 100, 100])
    assert named(book, "TH_HANG") == [1, 2, 2]
    shown = by_code(book, words.DETAIL, 3)
    unit = sample_outcome(NAME).result(GOLDEN_UNIT)
    assert {c.code: shown[c.code] for c in unit.criteria} == pytest.approx(
        {c.code: float(c.points or 0) for c in unit.criteria}
    )
    assert {code: shown[code] for code in GROUPS} == pytest.approx(
        {code: float(text) for code, text in GROUPS.items()}
    )
    assert named(recalculated["agreed"], "TH_TONG_DIEM") == pytest.approx([118.4, 100, 100])


@pytest.mark.office
def test_the_recalculated_form_shows_the_unit_its_golden_result(
    recalculated: dict[str, openpyxl.Workbook],
) -> None:
    shown = by_code(recalculated["form"], wording.FORM_SHEETS[FormSheet.SCORING], 8)
    wanted = {row["code"]: float(row["max"]) for row in CRITERIA}
    wanted |= {code: float(r["self"]) for code, r in GOLDEN.items() if code in wanted}
    wanted |= {"C3.3": 0.2, "C4.2": 2.5}
    wanted |= {code: float(text) for code, text in GROUPS.items()}
    assert {code: shown[code] for code in wanted} == pytest.approx(wanted)


@pytest.mark.office
@pytest.mark.parametrize("name", ["plain", "every"])
def test_every_formula_recalculates_to_its_stored_value(
    name: str, written: dict[str, bytes], recalculated: dict[str, openpyxl.Workbook]
) -> None:
    stored = recalc.load_values(written[name])
    compared, different = 0, []
    for sheet in recalc.load_formulas(written[name]):
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            a, b = (x[sheet.title][cell.coordinate].value for x in (stored, recalculated[name]))
            compared += 1
            same = (a or "") == (b or "") or (
                isinstance(a, int | float) and b == pytest.approx(a, abs=1e-9)
            )
            if not same:
                different.append((sheet.title, cell.coordinate, a, b))
    assert different == []
    assert compared > 1000
