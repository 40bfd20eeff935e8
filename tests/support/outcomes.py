"""Outcomes made by hand for tests of reports: a half year without ranks, a year with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from thidua_batch.core.findings import finding
from thidua_batch.core.kinds import FormSheet, Section, UnitState
from thidua_batch.core.model import (
    Award,
    Bloc,
    Criterion,
    ExclusionReason,
    PeriodPlan,
    Rules,
    ScoringTable,
    Unit,
)
from thidua_batch.core.outcome import InputFile, Nomination, Outcome, UnitResult
from thidua_batch.core.returns import Cell, Decisions, Exclusion, ListRow, Submission, Text

NAMES = (
    ("U1", "Bộ Chỉ huy quân sự tỉnh", "Đoàn kết, sáng tạo, kỷ cương, nêu gương, quyết thắng"),
    ("U2", "Sở Tư pháp", "Ngành Tư pháp thi đua siết chặt kỷ cương, tăng cường đoàn kết"),
    ("U3", "Công an tỉnh", "Kỷ cương nghiêm, Pháp luật chắc, Nghiệp vụ sắc, Đắc nhân tâm"),
    ("U4", "Thanh tra tỉnh", "Đoàn kết, kỷ cương, trách nhiệm, hiệu quả"),
    ("U5", "Tòa án nhân dân tỉnh", "Cán bộ, công chức Toà án nhân dân hai cấp trách nhiệm"),
    ("U6", "Viện kiểm sát nhân dân tỉnh", "Đoàn kết, đổi mới - trách nhiệm, kỷ cương"),
    ("U7", "Cục Thi hành án dân sự tỉnh", "Thi đua siết chặt kỷ luật, kỷ cương năm 2019"),
)
AWARDS = (
    Award(code="CO", name="Cờ thi đua của UBND tỉnh", quota=2),
    Award(code="BK", name="Bằng khen của UBND tỉnh", is_title=False, quota=3),
)
TABLE = ScoringTable(
    criteria=(
        Criterion(code="I", text="Nhiệm vụ chuyên môn", max_points=Decimal(600)),
        Criterion(code="II", text="Xây dựng Đảng, cơ quan", max_points=Decimal(200)),
        Criterion(code="III", text="Thi đua, khen thưởng", max_points=Decimal(150)),
        Criterion(code="IV", text="Điểm thưởng", section=Section.BONUS),
        Criterion(code="V", text="Điểm trừ", section=Section.PENALTY),
    )
)


def cell(file: str = "inbox/x.xlsx") -> Cell:
    """A place for values that tests make up."""
    return Cell(file=file, sheet="Kết quả", address="C7")


def submission(
    unit: str, texts: Mapping[str, str], *, registered: Mapping[str, bool] | None = None
) -> Submission:
    """A unit's return with these answers and registrations."""
    return Submission(
        unit=unit,
        file=f"inbox/{unit}.xlsx",
        sha256="ab" * 32,
        texts={code: Text(value=value, cell=cell()) for code, value in texts.items()},
        registered=registered if registered is not None else {"CO": True},
        rows=(
            ListRow(
                sheet=FormSheet.EXAMPLES,
                values={"name": f"Điển hình {unit}", "deed": "sáng kiến cải tiến thủ tục"},
                cell=cell(),
            ),
            ListRow(
                sheet=FormSheet.PROPOSALS,
                values={"award": "Bằng khen", "name": f"Phòng của {unit}"},
                cell=cell(),
            ),
        ),
    )


def bloc(*, sample_note: str = "") -> Bloc:
    """The bloc of both outcomes."""
    return Bloc(
        code="khoi-thu",
        name="Khối thi đua các cơ quan Nội chính tỉnh",
        body="Hội đồng Thi đua - Khen thưởng tỉnh Bắc Giang",
        units=tuple(Unit(code=code, name=name) for code, name, _ in NAMES),
        table=TABLE,
        rules=Rules(exclusions=(ExclusionReason(code="E1", text="Lãnh đạo bị kỷ luật"),)),
        awards=AWARDS,
        lead="U4",
        deputy="U5",
        lead_title="Trưởng khối",
        deputy_title="Phó Trưởng khối",
        slogan="Kỷ cương, liêm chính, hành động, sáng tạo, bứt phá, hiệu quả",
        symbol="KTĐ",
        place="Bắc Giang",
        legal_basis=(
            "Hướng dẫn số 07/HD-HĐTĐKT ngày 14/3/2019",
            "Kế hoạch số 127/KH-KTĐ ngày 05/4/2019",
        ),
        sample_note=sample_note,
    )


def _submissions() -> dict[str, Submission]:
    found = {}
    for code, _, theme in NAMES:
        found[code] = submission(
            code,
            {
                "plan_issued": "Có",
                "plan_number": f"Kế hoạch của {code}",
                "theme": theme,
                "pledge_signed": "Có",
                "results": f"Kết quả của {code}.\nDòng thứ hai.",
                "strengths": f"Ưu điểm của {code}.",
                "limits": "Tuyên truyền chưa phong phú."
                if code in {"U2", "U3"}
                else f"Hạn chế của {code}.",
                "next_tasks": f"Nhiệm vụ của {code}.",
            },
        )
    return found


def half() -> Outcome:
    """Six months of seven units, final, not ranked."""
    its = bloc()
    plan = PeriodPlan(
        code="2019-6T", sheets=(FormSheet.UNIT, FormSheet.REGISTRATION, FormSheet.RESULTS)
    )
    return Outcome(
        bloc=its,
        period=its.period("2019-6T"),
        plan=plan,
        table=TABLE,
        definition_sha256="cd" * 32,
        units=tuple(UnitResult(unit=u, state=UnitState.SCORED) for u in its.units),
        submissions=_submissions(),
        decisions=Decisions(
            narrative={
                "plans": ("Khối đã phát động phong trào.",),
                "limits": ("phong trào ở một số đơn vị còn hình thức",),
                "next_tasks": tuple(f"Nhiệm vụ chung thứ {i}" for i in range(1, 8)),
                "adopts": ("bảng điểm xếp loại thi đua", "quy chế hoạt động"),
                "meeting": ("24/7/2019",),
            }
        ),
        nominations=(),
        findings=(),
        inputs=tuple(
            InputFile(
                file=f"inbox/2019-6T/{u.code}.xlsx",
                sha256="ab" * 32,
                unit=u.code,
                received_as=f"{u.code}.xlsx",
                used=True,
            )
            for u in its.units
        ),
        provisional=(),
    )


def _ranked(number: int, unit: Unit) -> UnitResult:
    """U1…U3 by rank, U4 and U5 tied, U6 excluded, U7 missing."""
    if number == 7:
        return UnitResult(unit=unit, state=UnitState.MISSING)
    first = Decimal("587.5") - 10 * number
    groups = {"I": first, "II": Decimal("194.12"), "III": Decimal(150)}
    if number == 3:
        groups["II"] = Decimal(0)
    bonus, penalty = Decimal(10), Decimal(number)
    common = {
        "unit": unit,
        "groups": groups,
        "base": sum(groups.values()),
        "bonus_raw": Decimal(60),
        "bonus": bonus,
        "penalty": penalty,
        "total": sum(groups.values()) + bonus - penalty,
    }
    if number == 6:
        reason = Exclusion(unit=unit.code, code="E1", reason="Biên bản họp khối")
        return UnitResult(state=UnitState.EXCLUDED, exclusion=reason, **common)
    tied = {4: ("U5",), 5: ("U4",)}.get(number, ())
    rank = min(number, 4)
    return UnitResult(state=UnitState.RANKED, rank=rank, grade="Xuất sắc", tied_with=tied, **common)


def year() -> Outcome:
    """A ranked year, provisional: a tie, an exclusion, a missing return, findings."""
    draft = half()
    its = bloc(sample_note="SỐ LIỆU GIẢ ĐỊNH")
    plan = PeriodPlan(code="2019-N", sheets=tuple(FormSheet), ranks=True)
    results = tuple(_ranked(i, unit) for i, unit in enumerate(its.units, start=1))
    nominations = tuple(
        Nomination(
            award=award.code,
            unit=r.unit.code,
            registered=True,
            eligible=r.rank is not None,
            reasons=() if r.rank is not None else ("chưa có thứ hạng",),
        )
        for award in AWARDS
        for r in results
    )
    return replace(
        draft,
        bloc=its,
        period=its.period("2019-N"),
        plan=plan,
        units=results,
        submissions={code: s for code, s in draft.submissions.items() if code != "U7"},
        nominations=nominations,
        findings=(
            finding("BLOC-001", unit="U7", period="năm 2019"),
            finding(
                "CELL-002", unit="U2", cell=cell(), label="Số vụ", raw="<b>ba</b>", example="45"
            ),
            finding("RANK-001", units="U4 và U5", rank=4),
            finding("CELL-004", unit="U3", cell=cell(), label="Tỷ lệ", raw="9,5", value="9,5"),
        ),
        provisional=("chưa nộp: Cục Thi hành án dân sự tỉnh",),
    )


def with_text(outcome: Outcome, unit: str, code: str, text: str) -> Outcome:
    """The outcome with one answer replaced."""
    old = outcome.submissions[unit]
    new = replace(old, texts={**old.texts, code: Text(value=text, cell=cell())})
    return replace(outcome, submissions={**outcome.submissions, unit: new})
