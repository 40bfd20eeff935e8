from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import pytest

from tests.support import outcomes
from thidua_batch.core.findings import WorkspaceError
from thidua_batch.core.model import Criterion
from thidua_batch.core.outcome import Outcome
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
