"""Persons proposed for awards against the unit's own quota (C07, C08), and who is left out."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.support import blocs, outcomes, recalc, returns
from thidua_batch import samples
from thidua_batch.books import summary
from thidua_batch.core import individuals, nominating
from thidua_batch.core.evaluate import evaluate
from thidua_batch.core.findings import Finding
from thidua_batch.core.kinds import FormSheet, Rounding, UnitState
from thidua_batch.core.model import Award, Bloc, Rules, Unit
from thidua_batch.core.outcome import UnitResult
from thidua_batch.core.returns import Cell, ListRow, Submission
from thidua_batch.core.wording import individuals as words
from thidua_batch.core.wording import summary as summary_words

LDTT = Award(code="ldtt", name="Lao động tiên tiến", for_individuals=True)
CSTDCS = Award(
    code="cstdcs", name="Chiến sĩ thi đua cơ sở", for_individuals=True,
    quota_share=Decimal("0.15"), quota_base="proposed:ldtt",
)  # fmt: skip
CSTD = Award(
    code="cstd", name="Chiến sĩ thi đua tỉnh", for_individuals=True,
    quota_share=Decimal("0.1"), quota_base="proposed:cstdcs",
)  # fmt: skip
BY_GRADE = replace(
    CSTDCS,
    quota_share=None,
    grade_shares=(("Xuất sắc", Decimal("0.2")), ("Tốt", Decimal("0.15"))),
)


def rows(*proposed: tuple[str, str], sheet: FormSheet = FormSheet.PROPOSALS) -> list[ListRow]:
    return [
        ListRow(
            sheet=sheet,
            values={"award": award, "name": name},
            cell=Cell(file="a.xlsx", sheet="Đề nghị khen thưởng", address=f"C{7 + i}"),
        )
        for i, (award, name) in enumerate(proposed)
    ]


def found(  # all that the limit depends on
    award: Award,
    *proposed: tuple[str, str],
    grade: str | None = "Tốt",
    headcount: int | None = 40,
    rounding: Rounding = Rounding.FLOOR,
    sheet: FormSheet = FormSheet.PROPOSALS,
) -> list[Finding]:
    bloc = replace(blocs.bloc(), awards=(CSTD, award, LDTT), rules=Rules(quota_rounding=rounding))
    unit = Unit(code="DV1", name="Đơn vị 1", headcount=headcount)
    sent = Submission(
        unit="DV1", file="a.xlsx", sha256="", rows=tuple(rows(*proposed, sheet=sheet))
    )
    result = UnitResult(unit=unit, state=UnitState.RANKED, grade=grade)
    return list(individuals.check_individuals(bloc, sent, result))


def some(award: Award, count: int) -> list[tuple[str, str]]:
    return [(award.name, f"Nguyễn Văn {i}") for i in range(count)]


TWENTY = (LDTT.name, "20 cá nhân (có danh sách kèm theo)")


def test_three_of_twenty_are_within_and_a_fourth_is_told() -> None:
    assert found(CSTDCS, TWENTY, *some(CSTDCS, 3)) == []
    assert found(CSTDCS, *some(LDTT, 20), *some(CSTDCS, 3)) == []
    [fault] = found(CSTDCS, TWENTY, *some(CSTDCS, 4))
    assert (fault.code, fault.unit) == ("CROSS-005", "DV1")
    assert fault.cell is not None
    assert fault.cell.address == "C8"  # the first of the four
    assert fault.message == (
        "Đơn vị đề nghị 4 người cho «Chiến sĩ thi đua cơ sở»; nhiều nhất 3 người "
        "(15% của 20 người được đề nghị «Lao động tiên tiến», làm tròn xuống)."
    )


def test_nobody_proposed_is_never_told_and_nobody_below_gives_no_place() -> None:
    assert found(CSTDCS, TWENTY, headcount=None, grade=None) == []
    [fault] = found(CSTDCS, *some(CSTDCS, 1))
    assert "nhiều nhất 0 người" in fault.message


def test_the_grade_of_the_unit_gives_its_share() -> None:
    four = (TWENTY, *some(BY_GRADE, 4))
    assert found(BY_GRADE, *four, grade="Xuất sắc") == []
    [fault] = found(BY_GRADE, *four, grade="Tốt")
    assert "nhiều nhất 3 người (đơn vị xếp loại Tốt: 15% của 20" in fault.message
    [fault] = found(BY_GRADE, *four, grade="Khá")
    assert "nhiều nhất 0 người (đơn vị xếp loại Khá: không có suất)" in fault.message
    other = replace(BY_GRADE, quota_share=Decimal("0.05"))
    [fault] = found(other, *four, grade="Khá")
    assert "nhiều nhất 1 người" in fault.message
    none = replace(BY_GRADE, grade_shares=(("Tốt", Decimal(0)),))
    [fault] = found(none, *four, rounding=Rounding.AT_LEAST_ONE)
    assert "nhiều nhất 0 người" in fault.message


def test_a_limit_that_cannot_be_known_is_told() -> None:
    [fault] = found(BY_GRADE, TWENTY, *some(BY_GRADE, 1), grade=None)
    assert words.NO_GRADE in fault.message
    of_all = replace(CSTDCS, quota_base="headcount")
    assert found(of_all, *some(CSTDCS, 6), headcount=40) == []
    [fault] = found(of_all, *some(CSTDCS, 7), headcount=40)
    assert "15% của 40 người trong biên chế" in fault.message
    [fault] = found(of_all, *some(CSTDCS, 1), headcount=None)
    assert words.NO_HEADCOUNT in fault.message


def test_a_fixed_number_holds_beside_a_share_and_without_one() -> None:
    fixed = replace(CSTDCS, quota=2)
    [fault] = found(fixed, TWENTY, *some(CSTDCS, 3))
    assert f"nhiều nhất 2 người ({words.FIXED})" in fault.message
    [fault] = found(replace(fixed, quota_base="headcount"), *some(CSTDCS, 3), headcount=None)
    assert "nhiều nhất 2 người" in fault.message
    assert found(replace(CSTDCS, quota_share=None), *some(CSTDCS, 30)) == []


@pytest.mark.parametrize(
    ("rounding", "most"),
    [
        (Rounding.FLOOR, 2),  # 15 % of 18 is 2.7
        (Rounding.NEAREST, 3),
        (Rounding.CEILING, 3),
        (Rounding.AT_LEAST_ONE, 2),
    ],
)
def test_the_rounding_of_the_bloc(rounding: Rounding, most: int) -> None:
    base = (LDTT.name, "18 người")
    assert found(CSTDCS, base, *some(CSTDCS, most), rounding=rounding) == []
    assert len(found(CSTDCS, base, *some(CSTDCS, most + 1), rounding=rounding)) == 1


def test_each_step_of_a_chain_is_counted_by_itself() -> None:
    """Huế 2017: at most a tenth of the CSTĐCS; 10 CSTĐCS of 80 LĐTT leave one place."""
    base = ((LDTT.name, "80 cá nhân"), (CSTDCS.name, "10 cá nhân"))
    assert found(CSTDCS, *base, *some(CSTD, 1)) == []
    assert [f.fields["award"] for f in found(CSTDCS, *base, *some(CSTD, 2))] == [CSTD.name]


def test_names_of_awards_are_read_as_people_type_them() -> None:
    typed = [("chiến sĩ  thi đua CƠ SỞ", "A")] * 4
    assert len(found(CSTDCS, TWENTY, *typed)) == 1
    assert found(CSTDCS, TWENTY, *typed, sheet=FormSheet.EXAMPLES) == []


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("Nguyễn Văn A", 1),
        ("", 1),
        ("20 cá nhân", 20),
        ("07 đồng chí", 7),
        ("Danh sách 12 người kèm theo", 12),
        ("Tổng số 30 công chức", 30),
        ("20 năm công tác", 1),
        ("Đội 3 người", 1),
        ("0 cá nhân", 1),
    ],
)
def test_a_row_may_stand_for_several(said: str, count: int) -> None:
    assert words.persons(said) == count


def mixed(**extra: Any) -> Bloc:
    bloc = outcomes.bloc()
    return replace(bloc, awards=(replace(CSTDCS, **extra), LDTT, *bloc.awards))


def test_units_are_not_nominated_for_awards_of_individuals() -> None:
    year = outcomes.year()
    bloc = mixed(excludes=tuple(a.code for a in year.bloc.awards))
    known = {a.code for a in year.bloc.awards}
    made = nominating.nominate(bloc, year.units, year.submissions)
    assert {n.award for n in made} == known
    assert set(nominating.quotas(bloc, year.units, made)) == known
    plain = nominating.nominate(year.bloc, year.units, year.submissions)
    assert made == plain


def test_the_run_tells_it_and_the_summary_leaves_it_out() -> None:
    sample = samples.load(samples.DEFAULT)
    bloc = replace(sample.bloc, awards=(CSTDCS, LDTT, *sample.bloc.awards))
    items = [returns.returned(sample, unit.code) for unit in bloc.units]
    first = items[0]
    assert first.submission is not None
    sent = replace(first.submission, rows=tuple(rows(TWENTY, *some(CSTDCS, 4))))
    items[0] = replace(first, submission=sent)
    outcome = evaluate(bloc, sample.plan, "0" * 64, items, returns.decided(sample))
    told = [f.unit for f in outcome.findings if f.code == "CROSS-005"]
    assert told == [sent.unit]
    assert {n.award for n in outcome.nominations} == {a.code for a in sample.bloc.awards}
    name = summary_words.NOMINATIONS
    without = replace(outcome, bloc=replace(bloc, awards=sample.bloc.awards))
    pages = [recalc.load_formulas(summary.write(made))[name] for made in (outcome, without)]
    mine, plain = ([[cell.value for cell in row] for row in page] for page in pages)
    assert mine == plain
