"""Damage to texts: what is typed into free cells, and what old fonts store."""

import unicodedata
from decimal import Decimal

from tests.support.oldfonts import encode
from tests.support.zoo.desk import Desk
from tests.support.zoo.kinds import Kind, Meant, error, formula, number, text, typed
from thidua_batch.core.legacy import Encoding

THEME, RESULTS, WORD, EVIDENCE = "theme", "results", "II.1/muc", "I.1:evidence"
_GOOD = "Hoàn thành tốt nhiệm vụ"
_TCVN3, _VNI = encode(_GOOD, Encoding.TCVN3), encode(_GOOD, Encoding.VNI)
_OFFICE = "Sở Tư pháp"
_BEST = encode("Hoàn thành xuất sắc nhiệm vụ", Encoding.TCVN3)


def _long(desk: Desk) -> None:
    """More than a cell of Excel holds; other programs store it."""
    desk.cell(RESULTS).write("Việc đã làm. " * 3100)


_FREE = (
    typed("text like a formula", "safety 6", THEME, text("=1+1"), "=1+1"),
    typed("text like a call", "safety 6", THEME, text("=cmd|'/c calc'!A0"), "=cmd|'/c calc'!A0"),
    typed("text like a template", "safety 6", THEME, text("{{ 7*7 }} {% raw %}"),
          "{{ 7*7 }} {% raw %}"),
    typed("text like markup", "safety 6", THEME, text("<script>alert(1)</script> & <b>"),
          "<script>alert(1)</script> & <b>"),
    typed("control characters", "safety 5", RESULTS, text("Việc\x07 một\x0b\x1bhai"),
          "Việc một\nhai", "CELL-028"),
    typed("composed otherwise", "2.1 composition", THEME,
          text(unicodedata.normalize("NFD", "Kỷ cương, sáng tạo")), "Kỷ cương, sáng tạo"),
    typed("foreign D", "2.1 eth", THEME, text("Đoàn kết, Ðổi mới, Ɖúng hạn"),
          "Đoàn kết, Đổi mới, Đúng hạn", "CELL-028"),
    typed("other place of the tone", "2.1 tone", THEME, text("Toà án, uỷ ban"), "Toà án, uỷ ban"),
    typed("unseen letters", "2.1 invisible", THEME, text("Kỷ\u200b cương\ufeff"), "Kỷ cương",
          "CELL-028"),
    typed("blanks of every kind", ("2.1 dashes", "F7"), THEME, text("  Kỷ\u00a0 cương \n"),
          "Kỷ cương"),
    typed("an error in a text", "2.1 errors", THEME, error("#NAME?"), None, "CELL-007"),
    typed("an error in the evidence", "2.1 errors", EVIDENCE, error("#REF!"), None, "CELL-007"),
    typed("a text computed", "3.3 formula", THEME, formula('"Kỷ"&" cương"', "Kỷ cương", "str"),
          "Kỷ cương", "CELL-034"),
    typed("plan number became a day", ("2.2 date", "2.1 converted"), "plan_number",
          number("45845", "dd/mm/yyyy"), "07/7/2025", "CELL-031"),
    typed("code with zeros before it", "2.1 converted", "plan_number", text("001", None, "@"),
          "001"),
    typed("code that became a figure", "2.1 converted", "plan_number", number("1", "000"), "001"),
    typed("percentage in a text", "2.2 percent format", RESULTS, number("0.955", "0.0%"), "95,5%"),
    typed("headcount in words", "2.2 unit suffix", "headcount", text("57 người"), None,
          "CELL-002"),
    typed("headcount as text", "2.1 converted", "headcount", text("57", None, "@"), "57",
          "CELL-037"),
    typed("headcount by thousands", "2.2 thousands", "headcount", text("1.057"), None, "CELL-003"),
    typed("award neither yes nor no", "2.2 blank", "award/co-tinh", text("chưa rõ"), None,
          "CELL-008"),
    typed("NA in a text", "2.1 NA", THEME, text("NA"), "NA"),
    Kind(name="40,000 characters", rows=("safety 6",), change=_long,
         means={RESULTS: Meant(("Việc đã làm. " * 3100).strip())}),
)  # fmt: skip

_FONTS = (
    typed("TCVN3 by its font", ("2.1 fonts", "2.1 tcvn3 hyphen"), WORD, text(_TCVN3, ".VnTime"),
          _GOOD, "CELL-029"),
    typed("VNI by its font", "2.1 fonts", WORD, text(_VNI, "VNI-Times"), _GOOD, "CELL-029"),
    typed("TCVN3 without its font, a known word", "2.1 converters", WORD, text(_TCVN3), _GOOD,
          "CELL-029"),
    typed("letters of no font", "2.1 fonts", WORD, text(_TCVN3[:-1] + "o"), None,
          "CELL-008"),
    typed("TCVN3 in a free text", ("2.1 fonts", "2.1 tcvn3 hyphen"), THEME,
          text(encode(_OFFICE, Encoding.TCVN3), ".VnTime"), _OFFICE, "CELL-029"),
    typed("VNI in a free text", "2.1 fonts", THEME,
          text(encode(_OFFICE, Encoding.VNI), "VNI-Times"), _OFFICE, "CELL-029"),
    typed("TCVN3 without its font", "2.1 converters", THEME,
          text(_BEST), _BEST, "CELL-030"),
    typed("Unicode in a cell with an old font", "2.1 fonts", THEME, text(_OFFICE, ".VnTime"),
          _OFFICE),
    typed("old font without the letter of the hyphen", ("2.1 fonts", "2.1 tcvn3 hyphen"), THEME,
          text(encode(_OFFICE, Encoding.TCVN3).replace("\u00ad", "-"), ".VnTime"), None,
          "CELL-032"),
    typed("a figure in an old font", "2.1 fonts", "I.3/diem", text("9,5 ®iÓm", ".VnTime"),
          Decimal("9.5"), "CELL-029", "CELL-004"),
)  # fmt: skip

KINDS: tuple[Kind, ...] = (*_FREE, *_FONTS)
