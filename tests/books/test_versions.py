"""The comparison of a unit's versions as a workbook."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.core.test_versions import submission, version
from tests.support.blocs import bloc, d, plan
from thidua_batch.books import style, versions
from thidua_batch.core import wording
from thidua_batch.core.outcome import Version
from thidua_batch.core.returns import Decisions
from thidua_batch.core.wording import versions as words

HOSTILE = "=cmd|'/c calc'!A1 {{ 7*7 }} <script>"


def files(count: int, **last: object) -> list[Version]:
    out = []
    for number in range(count):
        facts = {"I.2__ty_le": d(str(90 + number)), "I.1__ct1": d("81")}
        made = version(f"ban {number + 1}.xlsx", used=number == count - 1)
        sent = submission(made.input.file, **{**facts, **(last if number == count - 1 else {})})
        out.append(Version(input=made.input, submission=sent))
    return out


def write(found: list[Version], decisions: Decisions | None = None) -> bytes:
    return versions.write(bloc(), plan(), bloc().unit("DV1"), found, decisions or Decisions())


def sheet(data: bytes) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [words.SHEET]
    return book[words.SHEET]


def rows(data: bytes) -> list[list[object]]:
    return [[c.value for c in row] for row in sheet(data).iter_rows()]


@pytest.mark.parametrize("count", [2, 3, 6])
def test_two_to_six_versions_stand_side_by_side(count: int) -> None:
    data = write(files(count))
    found = rows(data)
    head = next(row for row in found if row[0] == words.NUMBER)
    assert [t for t in head[3:] if str(t).startswith("Bản")] == [
        f"Bản {'ABCDEF'[n]}" for n in range(count)
    ]
    row = found[found.index(head) + 1]
    assert row[:3] == [1, wording.FORM_SHEETS[plan().sheets[2]], "I.2 Tỷ lệ đúng hạn"]
    assert row[3:] == [x for n in range(count) for x in ("H12", str(90 + n))]
    assert write(files(count)) == data


@pytest.mark.parametrize("count", [2, 3, 4, 6])
def test_both_tables_are_as_wide(count: int) -> None:
    page = sheet(write(files(count)))
    head = next(row for row in page.iter_rows() if row[0].value == words.VERSION)
    areas = [a for a in page.merged_cells.ranges if a.min_row == head[0].row]
    assert max(area.max_col for area in areas) == page.max_column == 3 + 2 * count
    assert sum(area.size["columns"] for area in areas) == page.max_column - 1


def test_files_of_one_name_are_told_apart_by_their_folder() -> None:
    found = files(2)
    inputs = [
        replace(v.input, file=f"inbox/2025-N/{folder}/bieu.xlsx", received_as="bieu.xlsx")
        for v, folder in zip(found, ("lần 1", "lần 2"), strict=True)
    ]
    made = [Version(input=i, submission=v.submission) for i, v in zip(inputs, found, strict=True)]
    told = [row[1] for row in rows(write(made)) if row[0] in ("A", "B")]
    assert told == ["inbox/2025-N/lần 1/bieu.xlsx", "inbox/2025-N/lần 2/bieu.xlsx"]


def test_files_are_named_with_hash_time_and_what_became_of_them() -> None:
    found = files(2)
    moment = datetime(2025, 12, 10, 8, 5, tzinfo=UTC)
    dated = version("ban 1.xlsx", received_at=moment)
    page = sheet(write([Version(input=dated.input, submission=found[0].submission), found[1]]))
    listed = [[c.value for c in row] for row in page.iter_rows()]
    note = next(row[1].comment for row in page.iter_rows() if row[0].value == "A")
    assert note is not None
    assert note.text.endswith("ab" * 32)
    told = next(row for row in listed if row[0] == "A")
    assert told[1] == "ban 1.xlsx"
    assert told[3] == "10/12/2025 08:05"
    assert told[5] == words.STATES["superseded"]
    used = next(row for row in listed if row[0] == "B")
    assert used[5] == words.STATES["used"]
    texts = [cell for row in listed for cell in row]
    assert words.NEWEST.format(letter="B") in texts
    assert words.BOLD.format(letter="B") in texts


def test_what_differs_from_the_version_that_counts_is_bold() -> None:
    page = sheet(write(files(3)))
    row = next(row for row in page.iter_rows() if row[2].value == "I.2 Tỷ lệ đúng hạn")
    assert [row[col].font.bold for col in (4, 6, 8)] == [True, True, False]


def test_equal_versions_and_unread_ones_are_said_to_be_so() -> None:
    same = [Version(input=v.input, submission=submission()) for v in files(2)]
    texts = [cell for row in rows(write(same)) for cell in row]
    assert words.SAME in texts
    unread = [same[0], Version(input=version("hong.xlsx").input, submission=None)]
    found = rows(write(unread))
    assert next(row for row in found if row[0] == "B")[5] == words.NOT_READ


def test_more_than_six_say_how_many_are_left_out() -> None:
    texts = [cell for row in rows(write(files(8))) for cell in row]
    assert words.LEFT_OUT.format(count=2) in texts
    assert "H" in texts


def test_texts_of_units_stay_texts_and_are_cut_visibly() -> None:
    long = "Đ" * 40_000
    data = write(files(2, **{"I.1__ct1": HOSTILE, "I.1__ct2": long, "II.1__muc": "a\x07b\ud800"}))
    cells = {cell.value: cell.data_type for row in sheet(data).iter_rows() for cell in row}
    assert cells[HOSTILE] == "s"
    assert "ab" in cells
    cut = [str(value) for value in cells if str(value).startswith("ĐĐĐ")]
    assert [len(text) for text in cut] == [300]
    assert cut[0].endswith("[…]")


def test_the_page_is_a4_landscape_and_rows_hold_their_texts() -> None:
    page = sheet(write(files(6, **{"I.2__ty_le": "rất dài " * 30})))
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    row = next(row for row in page.iter_rows() if row[2].value == "I.2 Tỷ lệ đúng hạn")
    width = page.column_dimensions[row[14].column_letter].width
    needed = style.lines_needed(str(row[14].value), width) * style.ROW_HEIGHT
    assert needed <= page.row_dimensions[row[0].row].height <= style.MOST_HEIGHT
