"""khoi.xlsx: round trips, faults with their cells, and a bloc's own table."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.support import blocs, recalc
from tests.support.zoo.desk import Desk, split
from thidua_batch import samples
from thidua_batch.books import definition
from thidua_batch.books.definition import grid, numbering, sheets
from thidua_batch.books.definition import table as table_reader
from thidua_batch.books.definition.build import Builder
from thidua_batch.core import lint
from thidua_batch.core.findings import Severity, WorkspaceError
from thidua_batch.core.kinds import (
    Accumulate,
    FormSheet,
    LineKind,
    NaPolicy,
    Rounding,
    Scorer,
    Section,
    TableStatus,
    VersionRule,
    Workload,
)
from thidua_batch.core.model import (
    Award,
    Bloc,
    Bound,
    Criterion,
    ExclusionReason,
    Grade,
    Line,
    PeriodPlan,
    Rules,
    ScoringTable,
    Unit,
)
from thidua_batch.core.period import DEADLINE, PeriodKind
from thidua_batch.core.wording import definition as words

HEAD = sheets.HEAD_ROW + 1
FIRST = HEAD + 1


@cache
def sample() -> bytes:
    return definition.write(blocs.bloc())


def sheet_name(code: str) -> str:
    return words.SHEETS[code].name


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(changes: dict[tuple[str, str], Any], data: bytes | None = None) -> bytes:
    """The sample's workbook with cells (sheet code, address) overwritten; a pair has a format."""
    desk = Desk.of(data or sample())
    for (sheet, address), said in changes.items():
        value, number_format = said if isinstance(said, tuple) else (said, None)
        desk.sheet(sheet_name(sheet)).at(*split(address)).type(value, number_format)
    return desk.save()


def brief(data: bytes) -> list[tuple[str, str, str]]:
    found = definition.read(data).findings
    return [(f.code, f.cell.sheet, f.cell.address) if f.cell else (f.code, "", "") for f in found]


def normal(bloc: Bloc) -> Bloc:
    """A leaf without a method is scored directly: that is how it is read back."""
    leaves = {c.code for c in bloc.table.leaves}
    criteria = tuple(
        replace(c, method="direct") if c.code in leaves and c.method is None else c
        for c in bloc.table.criteria
    )
    return replace(bloc, table=replace(bloc.table, criteria=criteria))


# --- round trips --------------------------------------------------------------------------


def test_sample_reads_back_as_written() -> None:
    bloc = blocs.bloc()
    read = definition.read(definition.write(bloc))
    assert [f for f in read.findings if f.severity is Severity.ERROR] == []
    assert read.bloc == normal(bloc)


@pytest.mark.office
def test_saved_by_libreoffice_reads_the_same() -> None:
    recalc.require_soffice()
    back = recalc.convert_all({"sample": sample(), "blank": definition.write(None)})
    assert definition.read(back["sample"]).bloc == normal(blocs.bloc())
    assert brief(back["blank"]) == brief(definition.write(None))


def test_bytes_are_repeatable() -> None:
    assert definition.write(blocs.bloc()) == definition.write(blocs.bloc())
    assert definition.write(None) == definition.write(None)


_TEXT = st.text("abcđeêư ơA=-+;1«»\"'", max_size=12).map(lambda t: " ".join(t.split()))
_SAID = _TEXT.filter(bool)
_CODE = st.text("abcđXY12_.", min_size=1, max_size=5).filter(lambda t: t[0] not in ".V-")
_NUMBER = st.decimals(0, 9999, places=3).map(lambda v: v.normalize() + 0)
_MAYBE = st.none() | _NUMBER
_SHARE = st.none() | st.decimals(0, 1, places=4).map(lambda v: v.normalize() + 0)
_BOUND = st.builds(Bound, value=_NUMBER, closed=st.booleans())


@st.composite
def _units(draw: st.DrawFn) -> tuple[Unit, ...]:
    codes = draw(st.lists(_CODE, min_size=1, max_size=4, unique_by=str.casefold))
    count = st.none() | st.integers(0, 500)
    codes = [f"u{at}{code}" for at, code in enumerate(codes)]
    return tuple(
        Unit(
            code=code,
            name=draw(_SAID),
            short_name=draw(_TEXT),
            email=draw(_TEXT),
            headcount=draw(count),
            subunits=draw(count),
            kind=draw(st.sampled_from(["", "huyện", "tỉnh"])),
            workload=draw(_MAYBE),
        )
        for code in codes
    )


@st.composite
def _table(draw: st.DrawFn, units: tuple[Unit, ...]) -> ScoringTable:
    criteria: list[Criterion] = []
    lines: list[Line] = []
    own: dict[tuple[str, str], tuple[Line, ...]] = {}
    for number in range(1, draw(st.integers(1, 3)) + 1):
        section = draw(st.sampled_from(Section))
        root = f"{number}" if draw(st.booleans()) else f"N{number}"
        tops = draw(st.lists(_NUMBER, min_size=1, max_size=3))
        criteria.append(
            Criterion(code=root, text=draw(_SAID), max_points=sum(tops), section=section)
        )
        for at, top in enumerate(tops, start=1):
            code = f"{root}.{at}" if draw(st.booleans()) else f"x{number}{at}"
            method, options = draw(
                st.sampled_from(
                    [
                        ("direct", {}),
                        ("category", {}),
                        ("ratio", {"cap": Decimal("1.125"), "target": Decimal(100)}),
                        ("cases", {"start": "zero", "floor": Decimal(-2)}),
                    ]
                )
            )
            criteria.append(
                Criterion(
                    code=code,
                    text=draw(_SAID),
                    parent=root,
                    max_points=top,
                    method=method,
                    options=options,
                    scorer=draw(st.sampled_from(Scorer)),
                    evidence=draw(_TEXT),
                    na=draw(st.sampled_from(NaPolicy)),
                    periods=tuple(draw(st.lists(st.sampled_from(PeriodKind), unique=True))),
                    points_only=draw(st.booleans()),
                    section=section,
                    kinds=tuple(draw(st.lists(st.sampled_from(["huyện", "tỉnh"]), unique=True))),
                    accumulate=draw(st.sampled_from(Accumulate)),
                    until=draw(st.none() | st.just(date(2026, 6, 30))),
                )
            )
            lines += draw(_lines(code, method))
            if method == "ratio":
                own[units[0].code, code] = (
                    Line(criterion=code, code="a1", kind=LineKind.FACT, text=draw(_TEXT),
                         target=Decimal("0.5") + draw(_NUMBER), weight=draw(_MAYBE)),
                )  # fmt: skip
    return ScoringTable(criteria=tuple(criteria), lines=tuple(lines), own_lines=own)


@st.composite
def _lines(draw: st.DrawFn, criterion: str, method: str) -> list[Line]:
    kinds = {"category": LineKind.CATEGORY, "cases": LineKind.BONUS}
    if method not in kinds:
        lower, upper = draw(st.none() | _BOUND), draw(st.none() | _BOUND)
        if lower and upper:
            upper = replace(upper, value=lower.value + upper.value + 1)
        band = Line(criterion=criterion, code="b", kind=LineKind.BAND, lower=lower, upper=upper)
        return [band]
    return [
        Line(
            criterion=criterion,
            code=f"d{at}",
            kind=kinds[method],
            text=draw(_TEXT),
            unit_of_measure=draw(st.sampled_from(["", "%", "lần"])),
            points=draw(_NUMBER),
            cap=draw(_MAYBE),
            when=draw(_TEXT),
            group=draw(_TEXT),
            of=draw(_TEXT),
            step=draw(_MAYBE),
            due=draw(st.sampled_from(["", "1/2", "29/02", "31/01/2026", DEADLINE])),
            scorer=draw(st.none() | st.sampled_from(Scorer)),
            since=draw(st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1))),
        )
        for at in range(draw(st.integers(1, 3)))
    ]


@st.composite
def _blocs(draw: st.DrawFn) -> Bloc:
    units = draw(_units())
    table = draw(_table(units))
    code = st.sampled_from([unit.code for unit in units])
    grades = (
        Grade(name="Tốt", min_total=draw(_NUMBER) + 1, min_group_share=Decimal("0.855")),
        Grade(
            name="Khá",
            min_criterion_share=draw(_SHARE),
            min_targets=draw(_SHARE),
            max_shortfall=draw(_SHARE),
            quota_share=draw(_SHARE),
            quota_of=draw(st.none() | st.just("Tốt")),
        ),
    )
    graded = draw(st.booleans())
    ties = [f"node:{c.code}" for c in table.criteria] + ["bonus", "penalty"]
    return Bloc(
        code=draw(_CODE),
        name=draw(_SAID),
        body=draw(_TEXT),
        units=units,
        table=table,
        rules=Rules(
            criterion_places=draw(st.integers(0, 6)),
            dense_rank=draw(st.booleans()),
            rank_on_rounded=draw(st.booleans()),
            bonus_cap=draw(_MAYBE),
            penalty_cap=draw(_MAYBE),
            tie_breaks=tuple(draw(st.lists(st.sampled_from(ties), unique=True))),
            grades=grades if graded else (),
            exclusions=(ExclusionReason(code="E1", text=draw(_SAID)),),
            quota_rounding=draw(st.sampled_from(Rounding)),
            holidays=tuple(
                draw(st.lists(st.dates(date(2000, 1, 1), date(2040, 1, 1)), max_size=3))
            ),
            excluded_are_peers=draw(st.booleans()),
            countersigned=draw(st.booleans()),
            signed_required=draw(st.booleans()),
            versions=draw(st.sampled_from(VersionRule)),
            jump_factor=draw(st.just(Decimal(0)) | st.decimals(1, 99, places=1)),
            workload=draw(st.sampled_from(Workload)),
            status=draw(st.sampled_from(TableStatus)),
            version=draw(_TEXT),
        ),
        awards=(
            Award(code="co", name=draw(_SAID), quota=draw(st.none() | st.just(1))),
            Award(
                code="bk",
                name="Bằng khen",
                is_title=False,
                requires="co",
                quota_share=draw(_SHARE),
                quota_base=draw(st.sampled_from(["units", "ranked", "award:co", "award:bk"])),
                max_rank=draw(st.none() | st.integers(1, 9)),
                excludes=tuple(draw(st.lists(st.sampled_from(["co", "bk"]), unique=True))),
            ),
            Award(code="ld", name="LĐTT", for_individuals=True, quota=draw(st.none() | st.just(9))),
            Award(
                code="cs",
                name="CSTĐCS",
                for_individuals=True,
                needs_registration=draw(st.booleans()),
                quota_share=draw(_SHARE),
                quota_base=draw(st.sampled_from(["headcount", "proposed:ld"])),
                grade_shares=(("Khá", draw(_SHARE.filter(bool))),) if graded else (),
            ),
        ),
        periods=(
            PeriodPlan(
                code="2025-N",
                sheets=tuple(s for s in FormSheet if draw(st.booleans())),
                deadline=draw(st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1))),
                ranks=draw(st.booleans()),
                current=True,
            ),
            PeriodPlan(code="2025-T03", sheets=()),
        ),
        work_year_start=draw(st.sampled_from([(1, 1), (10, 1), (2, 29)])),
        lead=draw(st.none() | code),
        deputy=draw(st.none() | code),
        lead_title=draw(_TEXT),
        slogan=draw(_TEXT),
        legal_basis=tuple(draw(st.lists(_SAID, max_size=3))),
        sample_note=draw(_TEXT),
    )


def _reads_back(bloc: Bloc) -> None:
    read = definition.read(definition.write(bloc))
    lint_only = {f"DEF-{n:03}" for n in (10, *range(23, 60))}
    wrong = [
        (f.code, f.message)
        for f in read.findings
        if f.severity is Severity.ERROR and f.code not in lint_only
    ]
    assert wrong == []
    if read.bloc is not None:
        assert read.bloc == normal(bloc)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(_blocs())
def test_read_undoes_write(bloc: Bloc) -> None:
    _reads_back(bloc)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(_blocs())
def test_read_undoes_write_at_length(bloc: Bloc) -> None:
    _reads_back(bloc)


def versioned() -> Bloc:
    """The sample with a part, a leaf and a rule that change in the middle of the year."""
    made = blocs.bloc()
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    criteria: list[Criterion] = []
    for c in made.table.criteria:
        if c.code in {"III", "III.1"}:
            criteria += [replace(c, until=last), replace(c, since=first, text="Mới")]
        else:
            criteria.append(c)
    lines: list[Line] = []
    for line in made.table.lines:
        if line.code == "sang_kien":
            lines += [replace(line, until=last), replace(line, since=first, points=Decimal(1))]
        else:
            lines.append(line)
    lines += [
        Line(criterion="II.2", code="khung", kind=LineKind.RANGE, text="Vi phạm",
             lower=Bound(value=Decimal(1), closed=True),
             upper=Bound(value=Decimal(3), closed=True)),
        Line(criterion="II.2", code="mien", kind=LineKind.WAIVER, of="khung", text="Miễn"),
        Line(criterion="I.2", code="tl", kind=LineKind.RATE, of="a / b"),
        Line(criterion="I.2", code="buoc", kind=LineKind.STEP, of="tl", points=Decimal(-1),
             step=Decimal("0.5"), lower=Bound(value=Decimal(95), closed=True)),
        Line(criterion="I.2", code="dk", kind=LineKind.CONDITION, when="tl >= 90"),
    ]  # fmt: skip
    table = replace(made.table, criteria=tuple(criteria), lines=tuple(lines))
    return replace(made, table=table)


def test_versions_and_new_kinds_of_line_read_back() -> None:
    bloc = versioned()
    builder = Builder(file="k")
    opened_book = grid.open_book(definition.write(bloc), "k")
    for spec in (sheets.UNITS, sheets.TABLE, sheets.LINES, sheets.OWN):
        builder.records[spec.id] = grid.read_table(opened_book, spec, builder.found)
    builder.known["units"] = [unit.code for unit in bloc.units]
    read = table_reader.read(builder)
    assert [f.code for f in builder.found] == []
    assert read == normal(bloc).table
    cells = [builder.places[lint.place("table", code, "text")].address
             for code in ("III", "III@2025-07-01")]  # fmt: skip
    assert cells == ["B14", "B15"]


def test_rows_of_one_code_at_one_time_are_refused() -> None:
    bloc = versioned()
    for sheet, wanted in (("table", "A15"), ("lines", "B21")):
        book = opened(definition.write(bloc))
        page = book[sheet_name(sheet)]
        title = words.SHEETS[sheet].columns["since"].title
        column = next(c.column for c in page[HEAD] if c.value == title)
        page.cell(int(wanted[1:]), column, date(2025, 6, 30))
        assert ("DEF-005", sheet_name(sheet), wanted) in brief(saved(book))


def test_the_same_number_in_two_parts_is_no_version() -> None:
    """ "1" under I and "1" under II are two rows, whenever they hold."""
    book = opened(definition.write(replace(blocs.bloc(), table=ScoringTable(criteria=()))))
    page = book[sheet_name("table")]
    titles = [c.value for c in page[HEAD]]
    since, until = (titles.index(words.SHEETS["table"].columns[x].title) + 1
                    for x in ("since", "until"))  # fmt: skip
    rows = [("I", "A", 10), ("1", "B", 10), ("1", "C", 10), ("II", "D", 5), ("1", "E", 5)]
    for at, row in enumerate(rows):
        for column, value in enumerate(row, start=1):
            page.cell(FIRST + at, column, value)
    page.cell(FIRST + 1, until, date(2025, 6, 30))
    page.cell(FIRST + 2, since, date(2025, 7, 1))
    page.cell(FIRST + 4, since, date(2025, 7, 1))
    read = definition.read(saved(book))
    assert read.bloc is not None, read.findings
    got = [(c.code, c.parent) for c in read.bloc.table.criteria]
    assert got == [("I", None), ("I.1", "I"), ("I.1", "I"), ("II", None), ("II.1", "II")]


NEW_RULES = ("signed_required", "versions", "jump_factor")


def rule_rows(page: Worksheet) -> dict[str, int]:
    """Row of each rule of the sheet, by its code."""
    titles = {words.SHEETS["rules"].columns[code].title: code for code in NEW_RULES}
    return {titles[c.value]: c.row for c in page["A"] if c.value in titles}


@cache
def rule_places() -> dict[str, int]:
    return rule_rows(opened(sample())[sheet_name("rules")])


def test_a_book_that_does_not_know_the_newer_rules_has_their_defaults() -> None:
    bloc = blocs.bloc()
    book = opened(sample())
    page = book[sheet_name("rules")]
    rows = rule_rows(page)
    assert set(rows) == set(NEW_RULES)
    for row in sorted(rows.values(), reverse=True):
        page.delete_rows(row)
    assert rule_rows(page) == {}
    read = definition.read(saved(book))
    assert read.findings == definition.read(sample()).findings
    assert read.bloc == normal(bloc)
    assert read.bloc.rules.jump_factor == 3


@pytest.mark.parametrize(
    ("rule", "typed", "kept"),
    [
        ("signed_required", "có", True),
        ("versions", "hỏi thư ký", VersionRule.ASK),
        ("jump_factor", 0, Decimal(0)),
        ("jump_factor", "2,5", Decimal("2.5")),
        ("jump_factor", -1, None),
        ("jump_factor", 0.5, None),
        ("jump_factor", "nhiều", None),
        ("versions", "bản mới nhất", None),
    ],
)
def test_newer_rules_as_typed(rule: str, typed: object, kept: object) -> None:
    row = rule_places()[rule]
    data = edited({("rules", f"B{row}"): typed})
    read = definition.read(data)
    if kept is None:
        assert ("DEF-004", sheet_name("rules"), f"B{row}") in brief(data)
    else:
        assert read.bloc is not None, read.findings
        assert getattr(read.bloc.rules, rule) == kept


@cache
def versioned_book() -> bytes:
    return definition.write(versioned())


@cache
def due_column() -> str:
    title = words.SHEETS["lines"].columns["due"].title
    page = opened(versioned_book())[sheet_name("lines")]
    return next(get_column_letter(c.column) for c in page[HEAD] if c.value == title)


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("Hạn  nộp", DEADLINE),
        ("31/1", "31/1"),
        ("31-1", "31/01"),
        (date(2026, 1, 31), "31/01/2026"),
        ("30/02", None),
        ("cuối năm", None),
    ],
)
def test_due_days(typed: object, due: str | None) -> None:
    shape = "dd/mm/yyyy" if isinstance(typed, date) else None
    data = edited({("lines", f"{due_column()}{FIRST + 3}"): (typed, shape)}, versioned_book())
    record = grid.read_table(grid.open_book(data, "k"), sheets.LINES, [])[3]
    assert record.values.get("due") == due


def test_named_bases_of_a_quota() -> None:
    made = blocs.bloc()
    first, *rest = made.awards
    for base in ("ranked", "grade:Xuất sắc", "award:co-tinh"):
        award = replace(first, quota=None, quota_share=Decimal("0.2"), quota_base=base)
        bloc = replace(made, awards=(award, *rest))
        assert definition.read(definition.write(bloc)).bloc == normal(bloc)
    bloc = replace(made, awards=(award, *rest))
    book = opened(definition.write(bloc))
    page = book[sheet_name("awards")]
    column = next(
        c.column
        for c in page[HEAD]
        if c.value == words.SHEETS["awards"].columns["quota_base"].title
    )
    for text, code in (("xếp loại Tuyệt vời trở lên", "DEF-008"), ("số người", "DEF-004")):
        page.cell(FIRST, column, text)
        assert code in {found[0] for found in brief(saved(book))}


def _award_column(page: Worksheet, column: str) -> int:
    title = words.SHEETS["awards"].columns[column].title
    return next(c.column for c in page[HEAD] if c.value == title)


def individual(**extra: Any) -> Bloc:
    made = blocs.bloc()
    award = Award(code="cs", name="CSTĐCS", for_individuals=True, **extra)
    ldtt = Award(code="ld", name="LĐTT", for_individuals=True)
    return replace(made, awards=(award, ldtt, *made.awards))


def test_awards_of_individuals_are_read_back() -> None:
    shares = (("Xuất sắc", Decimal("0.2")), ("Hoàn thành", Decimal("0.005")))
    for bloc in (
        individual(quota_share=Decimal("0.15"), quota_base="proposed:ld"),
        individual(grade_shares=shares, quota_base="headcount", quota=3),
        individual(),
    ):
        assert definition.read(definition.write(bloc)).bloc == normal(bloc)
    page = opened(definition.write(individual(grade_shares=shares, quota_base="proposed:ld")))[
        sheet_name("awards")
    ]
    shown = {column: page.cell(FIRST, _award_column(page, column)).value
             for column in ("for_individuals", "quota_base", "grade_shares")}  # fmt: skip
    assert shown == {
        "for_individuals": "Cá nhân",
        "quota_base": "số đề nghị ld",
        "grade_shares": "Xuất sắc: 20%; Hoàn thành: 0,5%",
    }


@pytest.mark.parametrize(
    ("typed", "shares", "code"),
    [
        ("xuat sac:20 %;  Hoàn thành : 15", "20 15", "DEF-020"),
        ("Tuyệt vời: 20%", None, "DEF-008"),
        ("Xuất sắc", None, "DEF-004"),
        ("Xuất sắc: nhiều", None, "DEF-004"),
        ("Xuất sắc: 0,2", None, "DEF-004"),
        ("Xuất sắc: 101%", None, "DEF-004"),
        ("Xuất sắc: 20%; Xuất sắc: 15%", None, "DEF-004"),
    ],
)
def test_shares_by_grade_as_typed(typed: str, shares: str | None, code: str) -> None:
    made = individual(grade_shares=(("Xuất sắc", Decimal("0.3")),), quota_base="headcount")
    book = opened(definition.write(made))
    page = book[sheet_name("awards")]
    page.cell(FIRST, _award_column(page, "grade_shares"), typed)
    page.cell(FIRST, _award_column(page, "quota_base")).value = None
    read = definition.read(saved(book))
    assert code in {f.code for f in read.findings}
    assert (read.bloc is None) is (shares is None)
    if read.bloc is not None:
        award = read.bloc.awards[0]
        assert award.quota_base == "headcount"  # what a blank cell means for persons
        assert " ".join(f"{s * 100:.0f}" for _, s in award.grade_shares) == shares
        assert [g for g, _ in award.grade_shares] == ["Xuất sắc", "Hoàn thành"]


# --- the blank one ------------------------------------------------------------------------


def test_blank_has_examples_that_are_not_read_and_hides_what_is_advanced() -> None:
    data = definition.write(None)
    assert {code for code, _, _ in brief(data)} == {"DEF-003", "DEF-011", "DEF-019"}
    book = opened(data)
    hidden = {s.title for s in book.worksheets if s.sheet_state != "visible"}
    advanced = {spec.name for spec in sheets.SPECS if spec.advanced}
    assert hidden == advanced | {words.LIST_SHEET}
    for spec in sheets.SPECS:
        if not spec.pairs:
            cell = book[spec.name].cell(FIRST, 1)
            assert str(cell.value).startswith("VD")
            assert cell.font.italic
    table = book[sheet_name("table")]
    shown = [letter for letter in "ABCDEFGHIJKL" if not table.column_dimensions[letter].hidden]
    # openpyxl groups equal neighbours: D stands for the hidden stretch.
    assert "D" not in shown
    assert {"A", "B", "C"} <= set(shown)


def test_used_sheets_and_columns_are_visible() -> None:
    book = opened(definition.write(blocs.bloc()))
    visible = {s.title for s in book.worksheets if s.sheet_state == "visible"}
    assert {sheet_name("lines"), sheet_name("own"), sheet_name("grades")} <= visible
    assert sheet_name("exclusions") not in visible


def test_rules_print_the_columns_in_use_and_whole_codes() -> None:
    bloc = samples.load("phong-tnmt-tien-giang").bloc
    page = opened(definition.write(bloc))[sheet_name("lines")]
    columns = {c.id: get_column_letter(i + 1) for i, c in enumerate(sheets.BY_ID["lines"].columns)}
    hidden = {
        get_column_letter(at)
        for dimension in page.column_dimensions.values()
        if dimension.hidden
        for at in range(dimension.min, dimension.max + 1)
    }
    for unused in ("target", "weight", "scorer"):
        assert columns[unused] in hidden
    for used in ("cap", "lower", "upper", "step", "of", "when", "group", "due", "since"):
        assert columns[used] not in hidden
    longest = max(len(line.code) for line in bloc.table.lines)
    assert page.column_dimensions[columns["code"]].width > longest
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert str(page.page_setup.paperSize) == "8"  # A3 for more than 14 columns
    few = opened(definition.write(samples.load("khoi-mau-2025").bloc))[sheet_name("lines")]
    assert str(few.page_setup.paperSize) == "9"


def test_texts_that_look_like_formulas_stay_texts() -> None:
    bloc = replace(blocs.bloc(), slogan="=1+1", legal_basis=("@A1", "+84"))
    assert definition.read(definition.write(bloc)).bloc == normal(bloc)


def test_a_table_with_three_columns_works_at_once() -> None:
    """Only STT, nội dung and điểm tối đa, numbers repeated under each part."""
    book = opened(definition.write(replace(blocs.bloc(), table=ScoringTable(criteria=()))))
    page = book[sheet_name("table")]
    rows = [("I", "A", 30), (1, "B", 10), (2, "C", 20), ("II", "D", 5), (1, "E", 5)]
    for at, row in enumerate(rows):
        for column, value in enumerate(row, start=1):
            page.cell(FIRST + at, column, value)
    page.delete_cols(4, 9)
    read = definition.read(saved(book))
    assert read.bloc is not None
    got = [(c.code, c.parent, c.max_points, c.method) for c in read.bloc.table.criteria]
    assert got == [
        ("I", None, 30, None),
        ("I.1", "I", 10, "direct"),
        ("I.2", "I", 20, "direct"),
        ("II", None, 5, None),
        ("II.1", "II", 5, "direct"),
    ]


# --- faults -------------------------------------------------------------------------------


def test_each_fault_points_at_its_cell() -> None:
    units, table = sheet_name("units"), sheet_name("table")
    cases: list[tuple[dict[tuple[str, str], Any], tuple[str, str, str]]] = [
        ({("units", "B5"): None}, ("DEF-003", units, "B5")),
        ({("units", "E5"): "nhiều"}, ("DEF-004", units, "E5")),
        ({("units", "A6"): "dv1"}, ("DEF-005", units, "A6")),
        ({("table", "A6"): 1.1}, ("DEF-006", table, "A6")),
        ({("table", "C5"): 64}, ("DEF-007", table, "C5")),
        ({("bloc", "B9"): "DV9"}, ("DEF-008", sheet_name("bloc"), "B9")),
        ({("table", "F6"): "Tỷ lệ hoàn thanhh"}, ("DEF-009", table, "F6")),
        ({("units", "A5"): "=1+1"}, ("DEF-017", units, "A5")),
        ({("table", "C6"): "1.000"}, ("DEF-004", table, "C6")),
        ({("table", "C6"): "35 điểm"}, ("DEF-020", table, "C6")),
        ({("units", "B4"): "Tên chính thứcc"}, ("DEF-002", units, "A4")),
        ({("table", "F4"): "Cách chấmm"}, ("DEF-002", table, "A4")),
        ({("bloc", "A14"): "Khẩu hiệuu", ("bloc", "B14"): "x"},
         ("DEF-004", sheet_name("bloc"), "A14")),
        ({("periods", "A5"): "năm nay"}, ("DEF-004", sheet_name("periods"), "A5")),
        ({("periods", "J5"): "Không"}, ("DEF-019", sheet_name("periods"), "A5")),
        ({("lines", "A5"): "I.9"}, ("DEF-008", sheet_name("lines"), "A5")),
        ({("lines", "I6"): "≤ 95"}, ("DEF-013", sheet_name("lines"), "H6")),
    ]  # fmt: skip
    for changes, wanted in cases:
        assert wanted in brief(edited(changes)), changes


def test_an_error_leaves_no_bloc_and_a_repair_does() -> None:
    assert definition.read(edited({("units", "B5"): None})).bloc is None
    read = definition.read(edited({("table", "C6"): "35 điểm"}))
    assert read.bloc == normal(blocs.bloc())


def test_unknown_method_is_answered_with_the_nearest() -> None:
    found = definition.read(edited({("table", "F6"): "Ty le hoan thanhh"})).findings
    message = next(f.message for f in found if f.code == "DEF-009")
    assert "Tỷ lệ hoàn thành" in message


def test_titles_in_other_words_and_order_are_accepted() -> None:
    data = edited({("units", "B4"): "TÊN ĐƠN VỊ", ("table", "C4"): "điểm chuẩn"})
    assert definition.read(data).bloc == normal(blocs.bloc())


def test_missing_sheet() -> None:
    book = opened(definition.write(blocs.bloc()))
    del book[sheet_name("periods")]
    assert next(f.code for f in definition.read(saved(book)).findings) == "DEF-001"


@pytest.mark.parametrize(
    "data", [b"", b"not a workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_what_is_no_workbook_is_one_finding(data: bytes) -> None:
    read = definition.read(data)
    assert read.bloc is None
    assert [f.code for f in read.findings] == ["DEF-018"]


def test_cut_workbook_never_raises() -> None:
    data = definition.write(blocs.bloc())
    for share in (3, 10, 50, 90, 99):
        assert definition.read(data[: len(data) * share // 100]).bloc is None


def test_repeated_dotted_numbers_become_unique() -> None:
    raw = ["I", "1", "1.1", "1.2", "II", "1", "1.1"]
    got = [node.code for node in numbering.tree(raw, [False] * len(raw))]
    assert got == ["I", "I.1", "I.1.1", "I.1.2", "II", "II.1", "II.1.1"]


# --- numbering ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "parents"),
    [
        (["I", "1", "2", "II", "1"], [None, 0, 0, None, 3]),
        (["A", "I", "1", "1.1", "a", "-", "B", "I"], [None, 0, 1, 2, 3, 4, None, 6]),
        (["1", "1.1", "1.2", "1.2.1", "2"], [None, 0, 0, 2, None]),
        (["I.1", "I.2"], [None, None]),
        (["A", "B", "C", "D"], [None, None, None, None]),
        (["III", "IV", "V"], [None, None, None]),
    ],
)
def test_numbering(codes: list[str], parents: list[int | None]) -> None:
    assert [numbering.implied_parent(codes, at) for at in range(len(codes))] == parents


# --- a bloc's own table -------------------------------------------------------------------


def own_table(head: tuple[Any, ...], rows: list[tuple[Any, ...]], above: int = 3) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"] = "UBND TỈNH"
    page["A2"] = "BẢNG ĐIỂM THI ĐUA NĂM 2025"
    page.merge_cells("A2:D2")
    for at, row in enumerate([head, *rows], start=above + 1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                page.cell(at, column, value)
    return saved(book)


ROMAN = ("I", "II", "III")


def test_a_table_of_thirty_rows() -> None:
    rows: list[tuple[Any, ...]] = []
    for part in ROMAN:
        rows.append((f"{part}.", f"PHẦN {part}", 80))
        for number in (1, 2):
            rows.append((number, f"Nội dung {number}", 40))
            rows += [(f"{x})", f"Tiêu chí {x}", 10) for x in "abcd"]
    rows.append((None, "Tổng cộng", 240))
    read = definition.from_table(
        own_table(("TT", "Nội dung tiêu chí", "Điểm tối đa", "Điểm tự chấm"), rows),
        file="bang.xlsx",
    )
    assert len(read.criteria) == len(rows) - 1 == 33
    assert not [f for f in read.findings if f.severity is Severity.ERROR]
    third = read.understood[2]
    assert (third.row, third.code, third.max_points, third.level) == (7, "I.1.a", 10, 2)
    assert {c.method for c in ScoringTable(criteria=read.criteria).leaves} == {"direct"}
    again = definition.read(definition.write_table(read))
    assert {f.code for f in again.findings} == {"DEF-003", "DEF-011", "DEF-019"}


def test_a_table_whose_parts_do_not_add_up() -> None:
    rows = [("I", "Một", 30), ("1", "Hai", 10), ("2", "Ba", 10)]
    read = definition.from_table(own_table(("STT", "Tiêu chí", "Điểm"), rows), file="b.xlsx")
    assert [(f.code, f.cell.address if f.cell else "") for f in read.findings] == [
        ("DEF-007", "C5")
    ]


def test_a_head_of_two_rows_and_numbers_typed_as_numbers() -> None:
    rows = [(None, None, "Điểm tối đa", "Tự chấm"), (1, "Một", 20)]
    rows += [(1 + tenth / 10, f"Mục {tenth}", 2) for tenth in range(1, 10)]
    rows.append((1.1, "Mục mười", 2))
    read = definition.from_table(own_table(("STT", "Nội dung", "Điểm", None), rows), file="b.xlsx")
    codes = [c.code for c in read.criteria]
    assert codes == ["1", *(f"1.{n}" for n in range(1, 11))]
    assert {c.parent for c in read.criteria[1:]} == {"1"}
    assert {f.code for f in read.findings} == {"DEF-020"}


def test_bonus_part_bullets_and_explanations() -> None:
    rows = [
        ("I", "Chuyên môn", 20),
        ("-", "Một", 10),
        ("-", "Hai", "10 điểm"),
        (None, "Cách tính: theo báo cáo", None),
        ("II", "Điểm thưởng", "tối đa 5"),
    ]
    read = definition.from_table(own_table(("STT", "Nội dung", "Điểm chuẩn"), rows), file="b.xlsx")
    got = [(c.code, c.parent, c.max_points, c.section) for c in read.criteria]
    assert got == [
        ("I", None, 20, Section.BASE),
        ("I.1", "I", 10, Section.BASE),
        ("I.2", "I", 10, Section.BASE),
        ("II", None, 5, Section.BONUS),
    ]
    assert {f.code for f in read.findings} == {"DEF-020"}


@pytest.mark.parametrize("rows", [[], [("A", "B", "C")]])
def test_no_table_is_a_refusal(rows: list[tuple[Any, ...]]) -> None:
    with pytest.raises(WorkspaceError) as refusal:
        definition.from_table(own_table(("Họ tên", "Chức vụ", "Ghi chú"), rows), file="ds.xlsx")
    assert refusal.value.code == "not_table"
    with pytest.raises(WorkspaceError):
        definition.from_table(b"x", file="ds.xlsx")
