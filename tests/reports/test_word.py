from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest

from tests.support import outcomes
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Criterion
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.returns import Decisions
from thidua_batch.reports import word

NASTY = "<script>alert(1)</script> {{ 7*7 }} {_{ }_} {% if %} A & B"


def lines(outcome: Outcome) -> list[str]:
    document = docx.Document(io.BytesIO(word.render(outcome)))
    return [paragraph.text for paragraph in document.paragraphs]


def table(outcome: Outcome) -> list[list[str]]:
    document = docx.Document(io.BytesIO(word.render(outcome)))
    return [[cell.text for cell in row.cells] for row in document.tables[1].rows]


def test_half_year_carries_counts_and_themes() -> None:
    text = "\n".join(lines(outcomes.half()))
    assert "Có 7/7 đơn vị đã ban hành kế hoạch phát động" in text
    assert "Cờ thi đua của UBND tỉnh: 7/7 đơn vị đăng ký" in text
    for _, name, theme in outcomes.NAMES:
        assert f"- {name}: “{theme}”" in text
    assert "Sơ kết phong trào thi đua, công tác khen thưởng 6 tháng đầu năm 2019" in text


def headings(outcome: Outcome) -> list[str]:
    return [text for text in lines(outcome) if re.match(r"(\d+|[IVX]+)\. ", text)]


def bare(outcome: Outcome, *sheets: FormSheet) -> Outcome:
    """The same period without texts of units, its form with these sheets only."""
    units = {
        code: replace(sent, texts={}, registered={}, rows=())
        for code, sent in outcome.submissions.items()
    }
    bloc = replace(outcome.bloc, slogan="", lead=None, deputy=None)
    made = replace(outcome, submissions=units, bloc=bloc, decisions=Decisions())
    return replace(made, plan=replace(outcome.plan, sheets=sheets))


@pytest.mark.parametrize("made", [outcomes.half, outcomes.year])
def test_parts_that_nobody_was_asked_for_are_left_out(made: Callable[[], Outcome]) -> None:
    outcome = bare(made(), FormSheet.SCORING)
    text = "\n".join(lines(outcome))
    assert "Hạn chế" not in text
    assert "Chưa có nội dung báo cáo" not in text
    assert "khoi.xlsx" not in text
    numbers = [head.split(".")[0] for head in headings(outcome) if head[0] in "IVX"]
    assert numbers == ["I", "II", "III", "IV", "V"][: len(numbers)]
    asked = bare(made(), FormSheet.SCORING, FormSheet.RESULTS)
    assert len(headings(asked)) > len(headings(outcome))
    assert "Chưa có nội dung báo cáo" in "\n".join(lines(asked))


def test_what_the_bloc_wrote_stays_though_nobody_was_asked() -> None:
    outcome = bare(outcomes.year(), FormSheet.SCORING)
    decisions = replace(outcome.decisions, narrative={"lessons": ("Việc gì cũng ghi sổ.",)})
    text = "\n".join(lines(replace(outcome, decisions=decisions)))
    assert "1. Bài học kinh nghiệm" in text
    assert "Việc gì cũng ghi sổ." in text


def test_the_whole_report_keeps_its_seven_parts() -> None:
    heads = [head.split(".")[0] for head in headings(outcomes.year()) if head[0] in "IVX"]
    assert heads == ["I", "II", "III", "IV", "V", "VI", "VII"]


def test_half_year_has_no_ranks() -> None:
    document = docx.Document(io.BytesIO(word.render(outcomes.half())))
    assert len(document.tables) == 2  # head and signature
    assert not any("xếp hạng" in line for line in lines(outcomes.half()))


def test_year_has_the_ranking() -> None:
    head, first, *_, missing = table(outcomes.year())
    assert head == [
        "Hạng",
        "Đơn vị",
        "Nhóm I",
        "Nhóm II",
        "Nhóm III",
        "Điểm thưởng",
        "Điểm trừ",
        "Tổng điểm",
        "Xếp loại",
    ]
    assert first == [
        "1",
        "Bộ Chỉ huy quân sự tỉnh",
        "577,50",
        "194,12",
        "150,00",
        "10,00",
        "1,00",
        "930,62",
        "Xuất sắc",
    ]
    assert missing[-1] == "Chưa nộp"


@pytest.mark.parametrize("groups", [1, 2, 5])
def test_columns_follow_the_groups_and_fill_the_page(groups: int) -> None:
    year = outcomes.year()
    nodes = tuple(Criterion(code=f"N{i}", text=f"Nhóm số {i}") for i in range(groups))
    outcome = replace(year, table=replace(year.table, criteria=nodes))
    document = docx.Document(io.BytesIO(word.render(outcome)))
    split = groups > 4
    columns = document.tables[2 if split else 1].columns
    assert len(columns) == groups + (1 if split else 6)
    assert sum(column.width.mm for column in columns) == pytest.approx(165, abs=1)


def test_scores_without_ranks_stand_in_order_of_protocol() -> None:
    year = outcomes.year()
    outcome = replace(year, plan=replace(year.plan, ranks=False))
    rows = table(outcome)
    assert rows[0][0] == "Đơn vị"
    assert [row[0] for row in rows[1:]] == [name for _, name, _ in outcomes.NAMES]


def test_drafts_and_samples_are_marked_on_every_page() -> None:
    document = docx.Document(io.BytesIO(word.render(outcomes.year())))
    section = document.sections[0]
    first = "".join(p.text for p in section.first_page_header.paragraphs)
    assert first == "SỐ LIỆU GIẢ ĐỊNH"
    assert "SỐ LIỆU GIẢ ĐỊNH – DỰ THẢO – số liệu tạm tính" in [
        p.text for p in section.header.paragraphs
    ]
    assert document.paragraphs[0].text == "DỰ THẢO – số liệu tạm tính"


def test_a_final_report_has_no_mark() -> None:
    assert lines(outcomes.half())[0] == "BÁO CÁO"


@pytest.mark.parametrize("field", ["theme", "results", "limits", "next_tasks"])
def test_text_of_units_is_text(field: str) -> None:
    text = "\n".join(lines(outcomes.with_text(outcomes.year(), "U1", field, NASTY + "\x07\x00")))
    assert NASTY in text


def test_number_and_signer_are_left_blank() -> None:
    document = docx.Document(io.BytesIO(word.render(outcomes.half())))
    assert document.tables[0].cell(1, 0).text == "Số:          /BC-KTĐ"
    assert document.tables[0].cell(1, 1).text.endswith("tháng       năm 2019")
    assert document.tables[-1].cell(0, 1).text == "TM. KHỐI THI ĐUA\nTRƯỞNG KHỐI\n"


def test_same_outcome_same_bytes_without_dates() -> None:
    data = word.render(outcomes.year())
    assert data == word.render(outcomes.year())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def edited(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_bloc_may_bring_its_own_template() -> None:
    data = word.render(outcomes.half(), edited("Khối: {{ bloc }}"))
    document = docx.Document(io.BytesIO(data))
    assert document.paragraphs[0].text == "Khối: Khối thi đua các cơ quan Nội chính tỉnh"


@pytest.mark.parametrize(
    "template",
    [
        b"not a document",
        edited("{{ khong_co }}"),
        edited("{% if %}"),
        edited("{{ bloc.__class__.__mro__ }}"),
    ],
)
def test_a_bad_template_is_refused_in_one_sentence(template: bytes) -> None:
    with pytest.raises(WorkspaceError, match="Mẫu Word") as caught:
        word.render(outcomes.half(), template)
    assert caught.value.code == "bad_template"
