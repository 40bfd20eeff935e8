"""Awards proposed: known by name, registered on this form or on an earlier one."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.support import blocs
from thidua_batch.core.checks import check_proposals
from thidua_batch.core.evaluate import answers_of
from thidua_batch.core.findings import Finding
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Award, Bloc, PeriodPlan
from thidua_batch.core.outcome import InputFile, Returned
from thidua_batch.core.returns import Cell, Decisions, ListRow, Submission

FLAG = "Cờ thi đua của UBND tỉnh"
REGISTERING = (FormSheet.REGISTRATION,)
YEAR = PeriodPlan(code="2025-N", sheets=(FormSheet.PROPOSALS,), ranks=True, current=True)


def bloc(year: PeriodPlan = YEAR) -> Bloc:
    """The year proposes, the start of the year and the half-year register."""
    periods = (
        PeriodPlan(code="2024-DK", sheets=REGISTERING),
        PeriodPlan(code="2025-DK", sheets=REGISTERING),
        PeriodPlan(code="2025-6T", sheets=REGISTERING),
        year,
    )
    return replace(blocs.bloc(), periods=periods)


def sent(
    *proposed: str, registered: Mapping[str, bool] | None = None, unit: str = "DV1"
) -> Submission:
    rows = tuple(
        ListRow(
            sheet=FormSheet.PROPOSALS,
            values={"award": award, "name": "Phòng A"} if award else {"name": "Phòng A"},
            cell=Cell(file="a.xlsx", sheet="Đề nghị khen thưởng", address=f"C{7 + i}"),
        )
        for i, award in enumerate(proposed)
    )
    return Submission(unit=unit, file="a.xlsx", sha256=unit, rows=rows, registered=registered or {})


def told(
    *proposed: str,
    registered: Mapping[str, bool] | None = None,
    year: PeriodPlan = YEAR,
    before: Mapping[str, Submission] | None = None,
    known: Bloc | None = None,
) -> list[Finding]:
    known = known or bloc(year)
    previous = []
    for code, submission in (before or {}).items():
        plan = known.plan(code)
        assert plan is not None
        item = InputFile(
            file="b.xlsx", sha256="b", unit=submission.unit, received_as="b.xlsx", used=False
        )
        returned = [Returned(input=item, submission=submission)]
        previous.append(answers_of(known, plan, returned, Decisions()))
    return list(check_proposals(known, year, sent(*proposed, registered=registered), previous))


WITH_SHEET = replace(YEAR, sheets=(*REGISTERING, FormSheet.PROPOSALS))


@pytest.mark.parametrize(
    ("registered", "why"),
    [
        ({"co-tinh": True}, None),
        ({"co-tinh": False}, "ở phần đăng ký (năm 2025) đơn vị chọn «Không»"),
        ({}, "ở phần đăng ký (năm 2025) đơn vị để trống danh hiệu này"),
        ({"co-cp": True}, "ở phần đăng ký (năm 2025) đơn vị để trống danh hiệu này"),
    ],
)
def test_a_registration_on_the_form_itself(registered: dict[str, bool], why: str | None) -> None:
    found = told(FLAG, registered=registered, year=WITH_SHEET)
    assert [(f.code, f.fields["why"]) for f in found] == (
        [] if why is None else [("CROSS-002", why)]
    )


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ({"2025-DK": sent(registered={"co-tinh": True})}, None),
        (
            {"2025-DK": sent(registered={"co-tinh": False}),
             "2025-6T": sent(registered={"co-tinh": True})},
            None,
        ),
        (
            {"2025-DK": sent(registered={"co-cp": True})},
            "ở phần đăng ký (đăng ký đầu năm 2025) đơn vị để trống danh hiệu này",
        ),
        (
            {"2025-6T": sent(registered={"co-tinh": False})},
            "ở phần đăng ký (6 tháng đầu năm 2025) đơn vị chọn «Không»",
        ),
        (
            {"2025-DK": sent(registered={"co-tinh": True}, unit="DV2")},
            "không có biểu đăng ký (đăng ký đầu năm 2025) nào của đơn vị được tính",
        ),
        # A registration of another year says nothing of this one.
        ({"2024-DK": sent(registered={"co-tinh": False})}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_a_registration_in_an_earlier_period(
    before: dict[str, Submission], why: str | None
) -> None:
    found = told(FLAG, before=before)
    assert [f.fields["why"] for f in found if f.code == "CROSS-002"] == (
        [] if why is None else [why]
    )


def test_an_award_that_needs_no_registration_is_not_asked_for() -> None:
    known = bloc(WITH_SHEET)
    free = tuple(replace(award, needs_registration=False) for award in known.awards)
    assert told(FLAG, year=WITH_SHEET, known=replace(known, awards=free)) == []


@pytest.mark.parametrize(
    "name",
    [
        FLAG, FLAG.upper(), "cờ  thi đua của ubnd tỉnh ", unicodedata.normalize("NFD", FLAG),
        "Co thi dua cua UBND tinh", "co-tinh",
    ],
)  # fmt: skip
def test_names_are_compared_without_marks_case_and_composition(name: str) -> None:
    assert [f.code for f in told(name, year=WITH_SHEET)] == ["CROSS-002"]
    assert told(name, registered={"co-tinh": True}, year=WITH_SHEET) == []


def test_an_award_that_the_bloc_does_not_have_is_told_with_the_nearest() -> None:
    found = told("Cờ thi đua UBND tỉnh", "Huân chương Lao động hạng Ba", "")
    assert [(f.code, f.cell.address if f.cell else "") for f in found] == [
        ("CROSS-014", "C7"), ("CROSS-014", "C8"),
    ]  # fmt: skip
    assert found[0].message.endswith(f"Có phải ý là «{FLAG}»?")
    assert "Có phải" not in found[1].message


def test_each_award_is_told_once_and_a_bloc_without_awards_tells_nothing() -> None:
    names = (FLAG, FLAG.upper(), "Giấy khen", "giấy  khen")
    found = told(*names, year=WITH_SHEET)
    assert [(f.code, f.cell.address if f.cell else "") for f in found] == [
        ("CROSS-002", "C7"), ("CROSS-014", "C9"),
    ]  # fmt: skip
    assert told(*names, year=WITH_SHEET, known=replace(bloc(WITH_SHEET), awards=())) == []


def test_of_two_awards_the_full_name_is_meant_before_a_code() -> None:
    awards = (Award(code="x", name="Bằng khen"), Award(code="bang khen", name="Cờ"))
    known = replace(bloc(WITH_SHEET), awards=awards)
    found = told("Bằng khen", registered={"x": True}, year=WITH_SHEET, known=known)
    assert found == []
