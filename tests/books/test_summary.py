"""The consolidated workbook: every live formula recalculated, its sheets, its marks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache

import openpyxl
import pytest

from tests.core import test_gather
from tests.support import recalc
from tests.support.sampled import sample_outcome, without_ranks
from tests.test_show import received
from thidua_batch.books import summary
from thidua_batch.books.summary import explain as explain_sheet
from thidua_batch.core import wording
from thidua_batch.core.findings import finding
from thidua_batch.core.kinds import NaPolicy, Rounding, Workload
from thidua_batch.core.model import Award, Bloc, Grade, Rules
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.returns import Cell, SignedCopy
from thidua_batch.core.wording import summary as words

ALLOWED = {
    "ABS", "AND", "COUNT", "COUNTBLANK", "COUNTIF", "IF", "INDEX", "INT", "ISNUMBER", "ISTEXT",
    "MATCH", "MAX", "MID", "MIN", "N", "NOT", "OR", "ROUND", "ROW", "SMALL", "SUM", "SUMIF",
    "SUMPRODUCT",
}  # fmt: skip


@cache
def formulas(data: bytes) -> dict[tuple[str, str], str]:
    """(sheet, address) -> formula."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in recalc.load_formulas(data)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def differences(data: bytes, computed: openpyxl.Workbook) -> list[tuple[str, str, object, object]]:
    """Formula cells whose recalculated value is not the stored one."""
    stored = recalc.load_values(data)
    found = []
    for sheet, address in formulas(data):
        a, b = stored[sheet][address].value, computed[sheet][address].value
        a, b = (value if value is not None else "" for value in (a, b))
        if isinstance(a, str) or isinstance(b, str):
            same = a == b and not str(b).startswith("#")
        else:
            same = abs(a - b) < 1e-9
        if not same:
            found.append((sheet, address, a, b))
    return found


def column(book: openpyxl.Workbook, name: str) -> list[object]:
    """Values of a defined name."""
    (place,) = book.defined_names[name].destinations
    return [row[0].value for row in book[place[0]][place[1]]]


def find_fact(data: bytes, unit: str, criterion: str, line: str) -> str:
    """Address of the accepted value of a fact in *Số liệu*."""
    sheet = recalc.load_values(data)[words.DATA]
    for row in sheet.iter_rows():
        if tuple(row[i].value for i in (0, 2, 3)) == (unit, criterion, line):
            return row[9].coordinate
    raise KeyError(line)


def with_rules(**changes: object) -> Callable[[Bloc], Bloc]:
    """Make the sample's bloc with other rules."""

    def change(bloc: Bloc) -> Bloc:
        rules: Rules = replace(bloc.rules, **changes)
        return replace(bloc, rules=rules)

    return change


def all_rescaled(bloc: Bloc) -> Bloc:
    """Every leaf of groups II and IV may be N/A."""
    criteria = tuple(
        replace(c, na=NaPolicy.RESCALE) if c.code.startswith(("II.", "IV.")) else c
        for c in bloc.table.criteria
    )
    return replace(bloc, table=replace(bloc.table, criteria=criteria))


def flat(bloc: Bloc) -> Bloc:
    """The leaves alone, as a table without groups: fine places inside, coarse outside."""
    criteria = tuple(replace(leaf, parent=None) for leaf in bloc.table.leaves)
    rules = replace(
        bloc.rules,
        criterion_places=3,
        group_places=1,
        total_places=2,
        tie_breaks=("node:I.1", "bonus"),
        bonus_cap=Decimal("37.55"),
    )
    return replace(bloc, table=replace(bloc.table, criteria=criteria), rules=rules)


def group_two_absent() -> Outcome:
    """U3 has nothing in group II: the whole group drops out."""
    table = sample_outcome().table
    lines = [
        ("U3", c.code, f.line)
        for c in sample_outcome().result("U3").criteria
        if c.code.startswith("II.")
        for f in c.facts
    ]
    assert table.leaves
    return sample_outcome(bloc=all_rescaled, change=dict.fromkeys(lines, wording.NOT_APPLICABLE))


def kinds(bloc: Bloc) -> Bloc:
    """U1…U4 are of kind A, the others of kind B: rows, a bonus and a whole group apart."""
    of_kind = {"I.4": ("A",), "II.3": ("A",), "II.4": ("B",), "III": ("A",), "IV.2": ("B",)}
    criteria = tuple(
        replace(c, kinds=of_kind.get(c.code, ()), na=NaPolicy.RESCALE)
        if c.code.startswith("II.")
        else replace(c, kinds=of_kind.get(c.code, ()))
        for c in bloc.table.criteria
    )
    units = tuple(replace(u, kind="A" if u.code < "U5" else "B") for u in bloc.units)
    grades = (Grade(name="Xuất sắc", min_group_share=Decimal("0.95")), *bloc.rules.grades[1:])
    rules = replace(bloc.rules, grades=grades)
    return replace(bloc, units=units, rules=rules, table=replace(bloc.table, criteria=criteria))


def bounded(bloc: Bloc) -> Bloc:
    """Group I stops at 500 of its children's 600, II at 190 of 200; III never falls below 120."""
    options = {
        "I": (Decimal(500), {"limit": True}),
        "II": (Decimal(190), {"limit": True}),
        "III": (Decimal(150), {"floor": Decimal(120)}),
        "V": (None, {"floor": Decimal(2)}),
    }
    criteria = tuple(
        replace(c, max_points=options[c.code][0], options=options[c.code][1])
        if c.code in options
        else c
        for c in bloc.table.criteria
    )
    return replace(bloc, table=replace(bloc.table, criteria=criteria))


def graded(
    rounding: Rounding = Rounding.FLOOR, *, shared: bool = False, share: str = "0.2"
) -> Callable[[Bloc], Bloc]:
    """All conditions of grades, and quotas on two of them."""
    grades = (
        Grade(
            name="Xuất sắc", min_total=Decimal(900), min_group_share=Decimal("0.85"),
            quota_share=Decimal(share), quota_of="Tốt",
        ),
        Grade(name="Tốt", min_total=Decimal(800), min_criterion_share=Decimal("0.75"),
              quota_share=Decimal("0.5")),
        Grade(name="Khá", min_targets=Decimal("0.5"), max_shortfall=Decimal("0.1")),
        Grade(name="Trung bình"),
    )  # fmt: skip
    changes: dict[str, object] = {"grades": grades, "quota_rounding": rounding}
    return with_rules(**changes, **({"tie_breaks": ()} if shared else {}))


def awarded(bloc: Bloc) -> Bloc:
    """Quotas of every sort, a chain, awards that rule each other out, a shared rank."""
    first, second, third = bloc.awards
    awards = (
        replace(first, quota=None, quota_share=Decimal("0.2"), quota_base="award:co-tinh"),
        replace(second, quota=3, quota_share=Decimal("0.5"), quota_base="ranked", max_rank=4),
        replace(third, quota=None, needs_registration=False, excludes=("co-cp",)),
        Award(code="gk", name="Giấy khen", quota_share=Decimal("0.4"), min_grade="Tốt",
              quota_base="grade:Tốt", is_title=False, needs_registration=False),
    )  # fmt: skip
    rules = replace(bloc.rules, tie_breaks=(), quota_rounding=Rounding.AT_LEAST_ONE)
    return replace(bloc, awards=awards, rules=rules)


def weighed(basis: Workload, **changes: object) -> Callable[[Bloc], Bloc]:
    """Sizes of units; U4 has none, U6 and U7 are equal."""
    sizes = (100, 250, 430, None, 90, 120, 120)

    def change(bloc: Bloc) -> Bloc:
        units = tuple(
            replace(
                unit,
                headcount=size,
                subunits=None if size is None else size // 10,
                workload=None if size is None else Decimal(size) / 200,
            )
            for unit, size in zip(bloc.units, sizes, strict=True)
        )
        rules = replace(bloc.rules, workload=basis, **changes)
        return replace(bloc, units=units, rules=rules)

    return change


CASES: dict[str, Callable[[], Outcome]] = {
    "sample": sample_outcome,
    "missing": lambda: sample_outcome(missing=("U2", "U6")),
    "blank": lambda: sample_outcome(
        change={("U4", "III.2", "bc2"): None, ("U7", "I.2", "ty_le"): None}
    ),
    "dense": lambda: sample_outcome(
        bloc=with_rules(dense_rank=True, tie_breaks=(), rank_on_rounded=False)
    ),
    "shared": lambda: sample_outcome(bloc=with_rules(tie_breaks=("bonus",))),
    "no group": group_two_absent,
    "flat": lambda: sample_outcome(bloc=flat),
    "no ranks": lambda: sample_outcome(bloc=without_ranks),
    "caps": lambda: sample_outcome(
        bloc=with_rules(bonus_cap=Decimal("12.345"), penalty_cap=Decimal(7), group_places=1)
    ),
    "kinds": lambda: sample_outcome(bloc=kinds),
    "bounded": lambda: sample_outcome(bloc=bounded),
    "graded": lambda: sample_outcome(bloc=graded(), missing=("U6",)),
    "graded tie": lambda: sample_outcome(
        bloc=graded(Rounding.CEILING, shared=True, share="0.55"),
        change={("U1", "III.3", "sk"): None, ("U7", "I.2", "ty_le"): None},
    ),
    "graded near": lambda: sample_outcome(bloc=graded(Rounding.NEAREST, share="0.29")),
    "awarded": lambda: sample_outcome(bloc=awarded, missing=("U2",)),
    "awarded all": lambda: sample_outcome(bloc=awarded),
    "headcount": lambda: sample_outcome(bloc=weighed(Workload.HEADCOUNT)),
    "subunits": lambda: sample_outcome(bloc=weighed(Workload.SUBUNITS, dense_rank=True)),
    "coefficient": lambda: sample_outcome(bloc=weighed(Workload.COEFFICIENT), missing=("U2",)),
}
#: Those that differ most in their formulas; the others are looked through in the slow set.
QUICK = ("sample", "kinds", "graded", "awarded")


@cache
def written(case: str) -> bytes:
    """The workbook of a case, written once for all tests."""
    return summary.write(CASES[case]())


#: One fact that a decision changes: which unit's, and to what.
CHANGES = (
    ("U2", "I.4", "chi_so", Decimal(100)),
    ("U7", "I.4", "chi_so", Decimal(60)),
    ("U3", "II.3", "diem", Decimal(12)),
    ("U4", "III.2", "bc4", Decimal(0)),
)


#: A decision that costs the first unit its place, and the blocs that must follow it.
LATER = ("U1", "I.4", "chi_so", Decimal(10))
BLOCS: tuple[tuple[str, Callable[[Bloc], Bloc]], ...] = (
    ("awarded all", awarded),
    ("graded near", graded(Rounding.NEAREST, share="0.29")),
    ("headcount", weighed(Workload.HEADCOUNT)),
)


def edited(unit: str, criterion: str, line: str, value: Decimal, case: str = "sample") -> bytes:
    """A workbook with one accepted value typed in, not yet recalculated."""
    before = written(case)
    place = find_fact(before, unit, criterion, line)
    return recalc.set_cell(before, words.DATA, place, float(value))


@pytest.fixture(scope="module")
def computed() -> dict[str, openpyxl.Workbook]:
    """All workbooks of this module, recalculated in one run of LibreOffice."""
    books = {case: written(case) for case in CASES}
    books |= {"/".join(change[:3]): edited(*change) for change in CHANGES}
    books |= {f"{case} edited": edited(*LATER, case) for case, _ in BLOCS}
    return recalc.recalc_all(books)


@pytest.mark.office
@pytest.mark.parametrize("case", CASES)
def test_every_formula_recalculates_to_its_stored_value(
    case: str, computed: dict[str, openpyxl.Workbook]
) -> None:
    data = written(case)
    assert len(formulas(data)) >= 300
    assert differences(data, computed[case]) == []


@pytest.mark.office
@pytest.mark.parametrize("change", CHANGES)
def test_one_changed_input_moves_total_rank_and_grade(
    change: tuple[str, str, str, Decimal], computed: dict[str, openpyxl.Workbook]
) -> None:
    after = computed["/".join(change[:3])]
    expected = sample_outcome(accepted={change[:3]: change[3]})
    totals = [u.total for u in expected.units]
    assert [Decimal(str(v)) for v in column(after, "TH_TONG_DIEM")] == totals
    ranks = [wording.DASH if u.rank is None else u.rank for u in expected.units]
    assert column(after, "TH_HANG") == ranks
    grades = [u.grade or "Không xếp loại (E1)" for u in expected.units]
    assert column(after, "TH_XEP_LOAI") == grades
    order = [
        row[1].value for row in after[words.RANKING].iter_rows() if isinstance(row[0].value, int)
    ]
    assert order == [u.unit.name for u in expected.ranked]
    before = recalc.load_values(written("sample"))
    assert column(after, "TH_TONG_DIEM") != column(before, "TH_TONG_DIEM")


@pytest.mark.office
@pytest.mark.parametrize(("case", "bloc"), BLOCS, ids=[case for case, _ in BLOCS])
def test_awards_grades_and_workload_follow_a_changed_input(
    case: str, bloc: Callable[[Bloc], Bloc], computed: dict[str, openpyxl.Workbook]
) -> None:
    after = computed[f"{case} edited"]
    expected = sample_outcome(bloc=bloc, accepted={LATER[:3]: LATER[3]})
    wanted = recalc.load_values(summary.write(expected))
    before = recalc.load_values(written(case))
    for name in (words.OVERVIEW, words.NOMINATIONS, words.WORKLOAD):
        if name not in after.sheetnames:
            continue
        found, right, old = (
            [[cell.value or "" for cell in row] for row in book[name].iter_rows(max_col=14)]
            for book in (after, wanted, before)
        )
        assert found == right, name
        assert found != old, name


@pytest.mark.office
def test_the_recalculated_copy_would_show_the_impossible_value_if_nothing_computed() -> None:
    data = written("sample")
    poisoned = recalc.load_values(recalc.poison(data))
    values = {poisoned[sheet][cell].value for sheet, cell in formulas(data)}
    assert values == {-999}


def test_stored_values_are_those_of_the_outcome() -> None:
    outcome = sample_outcome()
    book = recalc.load_values(summary.write(outcome))
    assert column(book, "TH_DON_VI") == [u.unit.name for u in outcome.units]
    totals = [Decimal(str(v)) for v in column(book, "TH_TONG_DIEM")]
    assert totals == [u.total for u in outcome.units]
    assert column(book, "TH_HANG")[4] == wording.DASH
    assert column(book, "TH_XEP_LOAI")[4] == "Không xếp loại (E1)"


@pytest.mark.parametrize(
    "case", [pytest.param(c, marks=() if c in QUICK else pytest.mark.slow) for c in CASES]
)
def test_formulas_use_only_old_functions_and_short_texts(case: str) -> None:
    texts = set(formulas(written(case)).values())
    assert len(texts) > 100
    for text in texts:
        bare = re.sub(r'"(?:[^"]|"")*"|\'[^\']*\'', "", text)
        assert set(re.findall(r"([A-Z.]+)\(", bare)) <= ALLOWED
        assert len(text) < 8192
        assert all(len(t) <= 255 for t in re.findall(r'"((?:[^"]|"")*)"', text))


def test_same_outcome_same_bytes() -> None:
    assert written("sample") == summary.write(sample_outcome())


def test_sheets_of_a_ranked_period() -> None:
    assert summary.sheet_names(sample_outcome()) == (
        words.OVERVIEW, words.RANKING, words.DETAIL, words.COMPARE, words.EXTRAS,
        words.REGISTRATION, words.NOMINATIONS, words.FINDINGS, words.RECEIVED, words.SOURCES,
        words.EXPLAIN, words.DATA,
    )  # fmt: skip


def cells(case: str, sheet: str) -> list[list[object]]:
    """A sheet's values."""
    return [[cell.value for cell in row] for row in recalc.load_values(written(case))[sheet]]


def test_a_row_of_another_kind_of_unit_is_a_dash() -> None:
    rows = {str(row[0]): row[3:10] for row in cells("kinds", words.DETAIL)}
    assert [value == wording.DASH for value in rows["I.4"]] == [False] * 4 + [True] * 3
    assert [value == wording.DASH for value in rows["III"]] == [False] * 4 + [True] * 3
    assert column(recalc.load_values(written("kinds")), "TH_TONG_DIEM")[6] == 650


def test_a_grade_taken_by_a_quota_stays_visible() -> None:
    outcome = CASES["graded"]()
    shown = {row[1]: row for row in cells("graded", words.OVERVIEW)}
    for unit in outcome.units:
        if unit.rank is not None:
            before = unit.grade_before or unit.grade
            assert {before, unit.grade} <= set(shown[unit.unit.name])
    assert any(unit.grade_before for unit in outcome.units)


def test_awards_say_their_quota_and_who_is_proposed() -> None:
    outcome = CASES["awarded"]()
    rows = cells("awarded", words.NOMINATIONS)
    names = {award.code: award.name for award in outcome.bloc.awards}
    shown = {(row[0], row[2]): (row[5], row[6], row[7] or "") for row in rows}
    for item in outcome.nominations:
        yes_no = {True: wording.YES, False: wording.NO}
        told = "; ".join(item.reasons) or item.remark
        key = (names[item.award], outcome.result(item.unit).unit.name)
        assert shown[key] == (yes_no[item.eligible], yes_no[item.chosen], told)
    how = {row[0]: row[1:5] for row in rows[-len(names) :]}
    rule = "40% số đơn vị đạt từ mức «Tốt», làm tròn xuống, ít nhất 1"
    assert how["Giấy khen"] == [rule, None, 4, 1]


def test_workload_stands_on_its_own_sheet_only_where_it_is_wanted() -> None:
    assert words.WORKLOAD not in recalc.load_values(written("sample")).sheetnames
    text = " ".join(str(value) for row in cells("headcount", words.WORKLOAD) for value in row)
    assert words.NOTES[words.WORKLOAD] in text
    assert "Không có số liệu «biên chế» nên không quy đổi: Đơn vị 4." in text
    assert column(recalc.load_values(written("headcount")), "TH_TONG_DIEM") == column(
        recalc.load_values(written("sample")), "TH_TONG_DIEM"
    )


def test_a_period_without_scores_has_no_scoring_sheets() -> None:
    outcome = sample_outcome("khoi-noi-chinh-bac-giang-2019")
    data = summary.write(outcome)
    book = recalc.load_values(data)
    assert book.sheetnames == [words.REGISTRATION, words.FINDINGS, words.RECEIVED]
    shown = [str(cell.value) for row in book[words.REGISTRATION].iter_rows() for cell in row]
    for sent in outcome.submissions.values():
        assert sent.texts["theme"].value in shown
    assert formulas(data) == {}


def test_no_ranks_no_grades_where_the_period_does_not_rank() -> None:
    book = recalc.load_values(written("no ranks"))
    assert words.RANKING not in book.sheetnames
    assert words.NOMINATIONS not in book.sheetnames
    shown = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not shown & {words.RANK, words.GRADE, "Xuất sắc", words.FLAG}


def test_every_page_carries_its_marks() -> None:
    book = recalc.load_values(written("missing"))
    for sheet in book:
        top = [str(row[0].value) for row in sheet.iter_rows(max_row=8)]
        assert wording.SAMPLE_NOTE in top, sheet.title
        assert any(text.startswith(wording.PROVISIONAL) for text in top), sheet.title


def test_a_missing_unit_has_dashes_and_no_rank() -> None:
    book = recalc.load_values(written("missing"))
    assert column(book, "TH_TONG_DIEM")[1] == wording.DASH
    assert column(book, "TH_HANG")[1] == wording.DASH


def test_only_accepted_values_are_unlocked() -> None:
    book = recalc.load_formulas(written("sample"))
    for sheet in book:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password
        assert sheet.page_setup.paperSize == 9
        free = {
            cell.column
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and not cell.protection.locked
        }
        assert free <= ({10} if sheet.title == words.DATA else set()), sheet.title


def test_a_units_text_is_never_a_formula() -> None:
    data = summary.write(sample_outcome(bloc=lambda b: replace(b, name="=cmd|'/c calc'!A1")))
    assert not [text for text in formulas(data).values() if "cmd" in text]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name]


def test_explanations_say_the_rule_and_the_facts() -> None:
    sheet = recalc.load_values(written("sample"))[words.EXPLAIN]
    rows = {
        (row[0].value, row[1].value): (row[3].value, row[4].value, row[5].value)
        for row in sheet.iter_rows()
    }
    rule, facts, points = rows["Đơn vị 3", "I.2"]
    assert "≥ 98%: 100 điểm" in rule
    assert "97,99" in facts
    assert "Thuộc bậc ≥ 95 và < 98: 90 điểm" in facts
    assert points == 90


def test_explanations_close_with_live_totals_ranks_and_neighbours() -> None:
    sheet = recalc.load_values(written("sample"))[words.EXPLAIN]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] == "Đơn vị 6"]
    by_title = {row[2]: row for row in rows if not row[1]}
    assert by_title["Tổng điểm"][5] == 905
    assert by_title["Thứ hạng"][5] == 4
    assert "xếp dưới vì xét điểm mục I cao hơn" in by_title["Thứ hạng"][4]
    assert by_title["Xếp loại"][5] == "Xuất sắc"
    groups = {row[1]: row[5] for row in rows if row[1] and "." not in row[1]}
    assert groups == {"I": 570, "II": 195, "III": 140, "IV": 0, "V": 0}
    told = [row[4] for row in rows if row[2] == "So với đơn vị xếp liền kề"]
    assert told[0].startswith("Xếp dưới Đơn vị 7")
    assert told[1].startswith("Xếp trên Đơn vị 2")
    live = formulas(written("sample"))
    links = [text for (name, _), text in live.items() if name == words.EXPLAIN]
    assert sum(words.OVERVIEW in text for text in links) == 7 * 3


def test_a_long_explanation_goes_on_in_the_next_row() -> None:
    lines = [f"dòng {i}" for i in range(60)]
    chunks = explain_sheet._chunks(lines, 40.0)
    assert len(chunks) == 3
    assert "\n".join(chunks).split("\n") == lines
    assert explain_sheet._chunks([], 40.0) == [""]


def test_sources_name_every_period_and_no_computed_line() -> None:
    outcome = test_gather.run("2025-6T", test_gather.forms())
    sheet = recalc.load_values(summary.write(outcome))[words.SOURCES]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] in {"1", "2"}]
    computed = {f.text for u in outcome.units for c in u.criteria for f in c.facts if f.computed}
    assert computed
    assert not [row for row in rows if row[2] in computed]
    parts = [row for row in rows if row[0] == outcome.units[0].unit.label and row[1] == "1"]
    assert [(row[2].rpartition("(")[2], row[3], row[6]) for row in parts] == [
        ("kỳ 2025-Q1)", 3, "E9"),
        ("kỳ 2025-Q2)", 4, "E9"),
    ]


def test_a_corrected_fact_has_both_of_its_cells_among_the_sources() -> None:
    outcome = sample_outcome(accepted={("U1", "I.2", "ty_le"): Decimal(91)})
    sheet = recalc.load_values(summary.write(outcome))[words.SOURCES]
    rows = [r for r in sheet.iter_rows(values_only=True) if r[:2] == ("Đơn vị 1", "I.2")]
    assert [row[2].rpartition("(")[2] for row in rows] == ["đơn vị khai)", "quyết định của khối)"]
    assert [row[3] for row in rows] == [99.2, 91]
    assert rows[0][4] != rows[1][4]


def test_every_file_is_told_with_what_became_of_it_and_the_signed_copies() -> None:
    sheet = recalc.load_values(summary.write(received()))[words.RECEIVED]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(i for i, row in enumerate(rows) if words.SIGNED_COPY in row)
    told = {str(row[2]).partition(" ")[0]: row for row in rows[head + 1 :]}
    assert told["inbox/2025-N/U1.xlsx"][:2] == ("Đơn vị 1", "Được dùng")
    assert told["inbox/2025-N/U1.xlsx"][4] == "Bản ký số 12/BC; Thư ký đối chiếu: khớp"
    assert told["inbox/2025-N/U2.xlsx"][4] == wording.DASH
    assert told["inbox/cũ.xlsx"][1] == "Bị thay bởi bản khác"
    assert told["inbox/cũ.xlsx"][2] == "inbox/cũ.xlsx (thay bởi: inbox/2025-N/U1.xlsx)"
    assert told["inbox/cũ.xlsx"][3] == "12/01/2026 14:30"
    assert told["inbox/hỏng.xlsx"][1] == "Từ chối (BOOK-001)"
    assert told["inbox/thư.docx"][1:3] == ("Bỏ qua", "inbox/thư.docx (thư mời họp)")
    units = [row[0] for row in rows[head + 1 :] if row[0]]
    assert units == [*sorted(units[:-3]), *[wording.DASH] * 3]
    assert units[:2] == ["Đơn vị 1"] * 2


def test_tables_of_the_files_and_of_the_sources_repeat_their_own_head() -> None:
    book = openpyxl.load_workbook(io.BytesIO(summary.write(received())))
    for name in (words.FINDINGS, words.RECEIVED, words.SOURCES):
        sheet = book[name]
        first = int(sheet.print_title_rows.partition(":")[0].strip("$"))
        assert sheet.cell(first, 1).value in (words.UNIT, words.LEVEL)
        heads = [row for row in sheet.iter_rows() if row[0].fill.fgColor.rgb == "FFDDE6F0"]
        assert [row[0].row for row in heads] == [first]


def test_levels_look_alike_and_columns_without_anything_are_left_out() -> None:
    outcome = sample_outcome()
    cell = Cell(file="inbox/a.xlsx", sheet="Tự chấm điểm", address="H9")
    found = (
        finding("CELL-001", unit="U1", cell=cell, label="x", how=""),
        finding("BLOC-011", unit="U2", file="inbox/b.xlsx", excel="b", signed="bản ký"),
        finding("BOOK-029", unit="U2", file="inbox/c.txt", name="c.txt"),
    )
    sheet = openpyxl.load_workbook(io.BytesIO(summary.write(replace(outcome, findings=found))))[
        words.FINDINGS
    ]
    rows = [row for row in sheet.iter_rows() if row[1].value in {f.code for f in found}]
    assert {row[0].alignment.horizontal for row in rows} == {"center"}
    assert len({row[0].fill.fgColor.rgb for row in rows}) == 3
    assert [row[5].value for row in rows] == ["H9", None, None]
    assert all(row[col].alignment.indent == 1 for row in rows for col in (6, 7))
    few = summary.write(replace(outcome, findings=found[1:]))
    head = next(
        row
        for row in recalc.load_values(few)[words.FINDINGS].iter_rows(values_only=True)
        if row[0] == words.LEVEL
    )
    assert words.CELL not in head
    assert words.FILE in head


def test_a_signed_copy_without_a_used_return_still_stands_among_the_files() -> None:
    outcome = received()
    noted = {"U7": SignedCopy(unit="U7", number="9/BC")}
    other = replace(outcome, decisions=replace(outcome.decisions, signed=noted), inputs=())
    sheet = recalc.load_values(summary.write(other))[words.RECEIVED]
    found = [row for row in sheet.iter_rows(values_only=True) if row[4] and "9/BC" in str(row[4])]
    assert [row[0] for row in found] == ["Đơn vị 7"]
    assert found[0][4] == "Bản ký số 9/BC; có, chưa đối chiếu"
