"""What units type goes into every output as it stands: no formula, no template, no markup."""

import io
import json
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from tests.support import desk
from tests.support.desk import Desk
from thidua_batch import pipeline
from thidua_batch.books import form
from thidua_batch.core.kinds import FormSheet

FORMULA, LINK, COMMAND = "=1+1", '=HYPERLINK("http://example.vn","x")', '=cmd|"/c calc"!A1'
TEMPLATE, MARKUP, SIGN = "{{ 7*7 }} {% raw %} {# a #}", "<script>alert(1)</script>", "A & B &amp; C"
LONG = "chữ dài " * 5_000
VALUES = form.FormValues(
    facts=desk.facts("DV1", II_2__khien_trach=COMMAND),
    texts={
        "results": FORMULA, "strengths": TEMPLATE, "limits": MARKUP, "causes": SIGN,
        "lessons": "@CONTROL@", "next_tasks": "@LONG@", "recommendations": "-1 + @x",
        "theme": LINK, "head_post": FORMULA, "contact": MARKUP, "plan_number": TEMPLATE,
    },
    rows={
        FormSheet.EXAMPLES: ({"name": FORMULA, "achievement": TEMPLATE},
                             {"name": MARKUP, "achievement": "@LONG@"}),
        FormSheet.PROPOSALS: ({"award": FORMULA, "name": MARKUP, "achievement": SIGN},),
    },
    evidence={"II.1": TEMPLATE, "I.3": FORMULA},
)  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A workspace consolidated with such a return, accepted for a reason of the same kind."""
    made = desk.open_desk(tmp_path_factory.mktemp("desk") / "khối")
    data = made.form("DV1", values=VALUES)
    texts = desk.part(data, "xl/sharedStrings.xml").decode()
    texts = texts.replace("@CONTROL@", "trước_x0007__x000B_sau &#x202E;xoay")
    texts = texts.replace("@LONG@", LONG.strip())
    made.put("DV1.xlsx", desk.parts(data, {"xl/sharedStrings.xml": texts.encode()}))
    made.fill("DV2", "DV3")
    flags = pipeline.Flags(accept=("DV1",), reason=f"{FORMULA} {TEMPLATE}", who=MARKUP)
    pipeline.consolidate(made.loaded, flags)
    return made


def texts_of(path: Path) -> list[str]:
    """Texts of a workbook; formulas are shown with their type in front."""
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book for line in sheet.iter_rows() for cell in line)
    return [
        f"f:{cell.value}" if cell.data_type == "f" else cell.value
        for cell in cells
        if isinstance(cell.value, str)
    ]


def links(data: bytes) -> list[bytes]:
    """Targets outside the workbook are told in its relations."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]


def test_workbooks_hold_it_as_text(place: Desk) -> None:
    code, home = place.loaded.plan.code, place.loaded.workspace
    for path in (*home.consolidated(code).glob("*.xlsx"), *place.answers.glob("*.xlsx"),
                 place.loaded.decisions_path):  # fmt: skip
        data = path.read_bytes()
        texts = texts_of(path)
        formulas = [text for text in texts if text.startswith("f:")]
        assert not any(word in f for f in formulas for word in ("1+1", "HYPERLINK", "cmd|")), path
        assert b"http://example.vn" not in b"".join(links(data)), path
        assert max(map(len, texts)) <= 32_767
    copy = texts_of(place.answers / f"{code}_DV1_can-sua.xlsx")
    for typed in (FORMULA, LINK, COMMAND, TEMPLATE, MARKUP, SIGN, "-1 + @x"):
        assert typed in copy
    cut = [text for text in copy if text.startswith("chữ dài")]
    assert len(cut) == 2
    assert all(text.endswith("[…]") and len(text) == 32_767 for text in cut)
    assert not any("\x07" in text or "\x0b" in text for text in copy)


def test_the_word_report_holds_it_as_text(place: Desk) -> None:
    (path,) = place.loaded.workspace.reports(place.loaded.plan.code).glob("*.docx")
    document = Document(io.BytesIO(path.read_bytes()))
    said = [p.text for p in document.paragraphs]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    whole = "\n".join(said)
    for typed in (FORMULA, TEMPLATE, MARKUP, SIGN):
        assert typed in whole
    assert "49" not in whole.replace(TEMPLATE, "")
    assert "\x07" not in whole


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_holds_it_as_text(place: Desk) -> None:
    (path,) = place.loaded.workspace.reports(place.loaded.plan.code).glob("*.html")
    page = _Page()
    page.feed(path.read_text("utf-8"))
    whole = "".join(page.texts)
    for typed in (FORMULA, TEMPLATE, MARKUP, SIGN):
        assert typed in whole
    assert page.tags.count("script") <= 1  # the page's own
    assert [text for text in page.texts if text.strip() == "alert(1)"] == []
    assert not any(name.startswith("on") for name in page.attributes)


def test_results_and_texts_are_still_what_they_should_be(place: Desk) -> None:
    known = json.loads(place.loaded.workspace.results(place.loaded.plan.code).read_text("utf-8"))
    messages = [f["message"] for f in known["findings"]]
    assert any(COMMAND in message for message in messages)
    assert any(f"{FORMULA} {TEMPLATE}" in message for message in messages)
    text = (place.answers / "DV1.txt").read_text("utf-8-sig")
    assert COMMAND in text
    assert len(text) < 10_000


def test_the_decisions_book_reads_the_same_reason_back(place: Desk) -> None:
    outcome = place.compute()
    assert outcome.decisions.accepted == {"DV1": f"{FORMULA} {TEMPLATE}"}
    assert desk.states(outcome)["DV1"] == "ranked"
