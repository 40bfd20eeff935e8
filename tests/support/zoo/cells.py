"""Damage inside one cell: what is typed for a number, a word, a day; what Excel makes of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.support.zoo.desk import Cell, Desk
from tests.support.zoo.kinds import (
    Kind,
    Meant,
    beside,
    blank,
    error,
    formula,
    number,
    text,
    truth_value,
    typed,
)
from thidua_batch.core import wording

POINTS, RATE, COUNT, AMOUNT = "I.3/diem", "I.2/ty_le", "II.2/khien_trach", "I.1/ct2"
WORD, CHOICE, DAYS, DAY = "II.1/muc", "II.3/ke_hoach", "II.4/cham", "A.2/ngay"


def d(said: str) -> Decimal:
    return Decimal(said)


#: Points as typed: name, rows, what is put, what it means (None: nobody can tell), what is told.
_NUMBERS = (
    typed("decimal comma", ("2.2 one separator", "F7"), POINTS, text("9,5"), d("9.5"), "CELL-037"),
    typed("decimal dot as text", ("2.2 one separator", "F7"), POINTS, text("9.5"), d("9.5"),
          "CELL-004"),
    typed("thousands dot", "2.2 thousands", AMOUNT, text("1.000"), None, "CELL-003"),
    typed("thousands comma", "2.2 thousands", AMOUNT, text("1,000"), None, "CELL-003"),
    typed("thousands blank", "2.2 thousands", AMOUNT, text("1 000"), None, "CELL-003"),
    typed("thousands narrow blank", "2.2 thousands", AMOUNT, text("1\u202f000"), None, "CELL-003"),
    typed("fraction", ("2.2 fraction", "F1"), POINTS, text("9/10"), None, "CELL-003"),
    typed("fraction of a hundred", ("2.2 fraction", "F1"), RATE, text("90/100"), None,
          "CELL-003"),
    typed("nothing of nothing", ("2.2 fraction", "F1", "F3"), RATE, text("0/0"), None, "CELL-002"),
    typed("share instead of percent", "F1", RATE, number("0.9"), None, "CELL-038"),
    typed("share as text", "F1", RATE, text("0,90"), None, "CELL-038"),
    typed("percent as text", "2.2 percent text", RATE, text("95%"), d("95"), "CELL-004"),
    typed("percent as text in points", "2.2 percent text", POINTS, text("95%"), None, "CELL-009"),
    typed("percent typed in Excel", "2.2 percent format", RATE, number("0.95", "0%"), d("95"),
          "CELL-004"),
    typed("percent typed in Excel in points", "2.2 percent format", POINTS, number("0.95", "0%"),
          None, "CELL-009"),
    typed("unit after a blank", "2.2 unit suffix", POINTS, text("9 điểm"), d("9"), "CELL-004"),
    typed("unit glued on", "2.2 unit suffix", POINTS, text("9,5đ"), d("9.5"), "CELL-004"),
    typed("unit in points, composed otherwise", ("2.2 unit suffix", "2.1 composition"), POINTS,
          text("9 đie\u0302\u0309m"), d("9"), "CELL-004"),
    typed("unit of measure behind the figure", "2.2 unit suffix", COUNT, text("01 người"), d("1"),
          "CELL-004"),
    typed("another unit behind the figure", "2.2 unit suffix", COUNT, text("1 vụ"), None,
          "CELL-002"),
    typed("minus sign", ("2.2 minus", "F9"), COUNT, text("\u22125"), None, "CELL-005"),
    typed("dash for a minus", ("2.2 minus", "2.1 dashes", "F9"), COUNT, text("–5"), None,
          "CELL-005"),
    typed("brackets for a minus", ("2.2 minus", "F9"), COUNT, text("(5)"), None, "CELL-005"),
    typed("penalty in the bonus column", "F9", "III.1/sang_kien", number("-2"), None, "CELL-005"),
    typed("blank and sign", ("2.2 minus", "F7"), POINTS, text("- 0,25"), None, "CELL-005"),
    typed("plus and blank", ("2.2 one separator", "F7"), POINTS, text("+ 0,1"), d("0.1"),
          "CELL-004"),
    typed("blank", ("2.2 blank", "F3", "F17"), POINTS, blank, None, "CELL-001"),
    typed("blank count", ("2.2 blank", "F3", "F17"), DAYS, blank, None, "CELL-001"),
    typed("only blanks", "2.2 blank", POINTS, text("  \u00a0 "), None, "CELL-001"),
    typed("only unseen", ("2.2 blank", "2.1 invisible"), POINTS, text("\u200b\ufeff"), None,
          "CELL-001"),
    typed("hyphen", "2.2 blank", COUNT, text("-"), None, "CELL-036"),
    typed("dash", "2.2 blank", COUNT, text("–"), None, "CELL-036"),
    typed("x", "2.2 blank", COUNT, text("x"), None, "CELL-036"),
    typed("none in words", ("2.2 blank", "F3"), COUNT, text("không"), None, "CELL-036"),
    typed("none in short", ("2.2 blank", "F3"), COUNT, text("k có"), None, "CELL-036"),
    typed("NA", "2.1 NA", COUNT, text("NA"), None, "CELL-002"),
    typed("N/A", "2.1 NA", POINTS, text("N/A"), None, "CELL-002"),
    typed("7/7 became a day", ("2.2 date", "2.1 converted"), POINTS,
          number("45845", "dd/mm/yyyy"), None, "CELL-006"),
    typed("9.5 became a day", "2.2 date", POINTS, number("45786", "d-mmm"), None, "CELL-006"),
    typed("became a time", "2.2 date", POINTS, number("0.375", "h:mm"), None, "CELL-006"),
    typed("full-width digits", "2.2 digits", POINTS, text("\uff19.\uff15"), None, "CELL-002"),
    typed("Arabic digits", "2.2 digits", POINTS, text("٩"), None, "CELL-002"),
    typed("underscore", "2.2 digits", POINTS, text("1_0"), None, "CELL-002"),
    typed("exponent", "2.2 digits", AMOUNT, text("1e3"), None, "CELL-002"),
    typed("exponent as stored by Excel", "2.2 number", AMOUNT, number("1E3"), d("1000")),
    typed("not a number", "2.2 digits", POINTS, text("nan"), None, "CELL-002"),
    typed("infinite", "2.2 digits", POINTS, text("inf"), None, "CELL-002"),
    typed("hexadecimal", "2.2 digits", POINTS, text("0x9"), None, "CELL-002"),
    typed("escaped text", "3.5 escapes", AMOUNT, text("_x0033_40.00"), d("340"), "CELL-004"),
    typed("no-break blank around", ("2.1 dashes", "F7"), POINTS, text("\u00a09,5\u00a0"),
          d("9.5"), "CELL-037"),
    typed("zero-width inside", "2.1 invisible", POINTS, text("1\u200b0"), None,
          "CELL-028", "CELL-002"),
    typed("zero-width after", "2.1 invisible", POINTS, text("9,5\u200b"), d("9.5"),
          "CELL-028", "CELL-037"),
    typed("byte order mark", "2.1 invisible", POINTS, text("\ufeff9,5"), d("9.5"),
          "CELL-028", "CELL-037"),
    typed("soft hyphen for a minus", ("2.1 tcvn3 hyphen", "2.2 minus"), COUNT, text("\u00ad5"),
          None, "CELL-028", "CELL-002"),
    typed("line break inside", "F7", POINTS, text("9,\n5"), None, "CELL-002"),
    typed("line break after", "F7", POINTS, text("9,5\n"), d("9.5"), "CELL-037"),
    typed("trailing blanks", "F7", POINTS, text("9,5   "), d("9.5"), "CELL-037"),
    typed("true", "2.2 truth", COUNT, truth_value(True), None, "CELL-002"),
    typed("false", "2.2 truth", COUNT, truth_value(False), None, "CELL-002"),
    typed("#REF!", ("2.1 errors", "3.3 errors"), POINTS, error("#REF!"), None, "CELL-007"),
    typed("#N/A", ("2.1 errors", "F16"), RATE, error("#N/A"), None, "CELL-007"),
    typed("#DIV/0!", ("2.1 errors", "3.3 errors"), RATE, error("#DIV/0!"), None, "CELL-007"),
    typed("error as text", "2.1 errors", RATE, text("#VALUE!"), None, "CELL-007"),
    typed("formula that nobody calculated", ("3.3 formula", "2.1 errors"), AMOUNT,
          formula("20+20", None), None, "CELL-039"),
    typed("formula that is right", "3.3 formula", AMOUNT, formula("20+20", "40"), d("40"),
          "CELL-004"),
    replace(typed("formula older than its inputs", "3.3 stale", AMOUNT, formula("H11-1", "40"),
                  None, "CELL-026"), is_alone=True),
    typed("formula with another result", "3.3 stale", AMOUNT, formula("81-1", "40"), None,
          "CELL-026"),
    beside(typed("formula to another file", "3.3 links", AMOUNT, formula("[1]Sheet1!$A$1", "40"),
                 None, "CELL-025"), ("BOOK-018", "")),
    typed("formula that cannot be followed", "3.3 formula", AMOUNT,
          formula("VLOOKUP(1,D9:E12,2,0)", "40"), d("40"), "CELL-034"),
    typed("formula that gives an empty text", ("3.3 formula", "2.2 blank"), AMOUNT,
          formula('IF(D9>0,"","")', "", "str"), None, "CELL-039"),
    typed("number behind an apostrophe", "2.1 converted", AMOUNT, text("40", None, "@"), d("40"),
          "CELL-037"),
    typed("binary dust", ("2.2 number", "F18"), POINTS, number("9.2499999999999996"), d("9.25")),
    typed("binary dust in tenths", ("2.2 number", "F18"), POINTS, number("0.30000000000000004"),
          d("0.3")),
    typed("half that floats lose", ("2.2 rounding", "F18"), POINTS, number("9.4499999999999993"),
          d("9.45")),
    typed("huge", "2.2 number", AMOUNT, number("1E+300"), None, "CELL-002"),
    typed("huge as text", "2.2 number", AMOUNT, text("9" * 40), None, "CELL-002"),
    typed("nearly zero", "2.2 number", AMOUNT, number("1E-300"), d("1E-300")),
    typed("minus zero", "2.2 minus", COUNT, number("-0"), d("0")),
    typed("zero is a figure", ("2.2 blank", "F3"), POINTS, number("0"), d("0")),
    typed("above the maximum", "F5", POINTS, number("10.5"), None, "CELL-005"),
    typed("part of a case", "2.2 number", COUNT, number("1.5"), None, "CELL-010"),
    typed("fraction format", "2.2 fraction", POINTS, number("0.9", "# ?/?"), None, "CELL-003"),
    typed("a figure and words", "2.2 unit suffix", COUNT, text("1 người bị khiển trách"), None,
          "CELL-002"),
    typed("two figures", "2.2 number", AMOUNT, text("40 hoặc 41"), None, "CELL-002"),
    typed("a day as text in points", "2.2 date", POINTS, text("09/05/2025"), None, "CELL-006"),
    typed("not off the step of points", "2.2 number", "B.1/diem", number("8.8"), None, "CELL-019",
          form="rich"),
)  # fmt: skip

_WORDS = (
    typed("word without marks", "2.1 tone", WORD, text("hoan thanh tot NHIEM VU"),
          "Hoàn thành tốt nhiệm vụ", "CELL-004"),
    typed("word composed otherwise", "2.1 composition", WORD,
          text("Hoa\u0300n tha\u0300nh to\u0302\u0301t nhie\u0323\u0302m vu\u0323"),
          "Hoàn thành tốt nhiệm vụ"),
    typed("word misspelt", "2.1 tone", WORD, text("Hoàn thành tốt nhiệm vu."), None, "CELL-008"),
    typed("word with unseen letters", "2.1 invisible", WORD,
          text("\ufeffHoàn thành tốt\u200b nhiệm vụ"), "Hoàn thành tốt nhiệm vụ", "CELL-028"),
    typed("word with no-break blanks", "2.1 dashes", WORD,
          text("Hoàn\u00a0thành tốt  nhiệm vụ "), "Hoàn thành tốt nhiệm vụ"),
    typed("another word", "2.1 NA", CHOICE, text("x"), None, "CELL-008"),
    typed("true for yes", "2.2 truth", CHOICE, truth_value(True), None, "CELL-008"),
    typed("one for yes", "2.2 truth", CHOICE, number("1"), None, "CELL-008"),
    typed("yes and no", "2.1 tone", CHOICE, text("Có/Không"), None, "CELL-008"),
    typed("word where days are asked", "2.1 tone", DAYS, text("khong nop"), "Không nộp",
          "CELL-004"),
    typed("word that may be a figure", "2.2 blank", DAYS, text("đúng hạn"), None, "CELL-035"),
    typed("declared not applicable", "F3", RATE, text("không áp dụng"), wording.NOT_APPLICABLE,
          "CELL-013"),
    typed("not applicable where it must be done", "F3", COUNT, text("Không áp dụng"), None,
          "CELL-014"),
)  # fmt: skip

_DAYS = (
    typed("day as text", "2.2 dates", DAY, text("10/12/2025"), date(2025, 12, 10), "CELL-004",
          form="rich"),
    typed("day in words", "2.2 dates", DAY, text("ngày 05 tháng 9 năm 2025"), date(2025, 9, 5),
          "CELL-004", form="rich"),
    typed("day with dots", "2.2 dates", DAY, text("5.9.2025"), date(2025, 9, 5), "CELL-004",
          form="rich"),
    typed("day, year first", "2.2 dates", DAY, text("2025-09-05"), date(2025, 9, 5), "CELL-004",
          form="rich"),
    typed("month first", "2.2 dates", DAY, text("12/25/2025"), None, "CELL-017", form="rich"),
    typed("short year", "2.2 dates", DAY, text("05/09/25"), None, "CELL-017", form="rich"),
    typed("no such day", "2.2 dates", DAY, text("31/02/2025"), None, "CELL-017", form="rich"),
    typed("day without its format", "2.2 dates", DAY, number("46001"), date(2025, 12, 10),
          "CELL-004", form="rich"),
    typed("year slip", "F6", DAY, number("45270", "dd/mm/yyyy"), date(2023, 12, 10), "CELL-018",
          form="rich"),
    typed("year slip as text", "F6", DAY, text("30/11/2021"), date(2021, 11, 30), "CELL-018",
          "CELL-004", form="rich"),
    typed("century slip", "F6", DAY, number("36504", "dd/mm/yyyy"), None, "CELL-005", form="rich"),
    typed("last moment of a day", "2.2 dates", DAY, number("46001.99999", "dd/mm/yyyy hh:mm"),
          date(2025, 12, 10), form="rich"),
    typed("about a day", "2.2 dates", DAY, text("giữa tháng 12"), None, "CELL-017", form="rich"),
    typed("year instead of a day", "2.2 dates", DAY, number("2025"), None, "CELL-005",
          form="rich"),
    typed("answer that is no day", "2.2 dates", "plan_date", text("đầu năm"), None, "CELL-017"),
)  # fmt: skip


def _count_epoch(desk: Desk) -> None:
    """The day count of old Macintosh workbooks: the same numbers are other days."""
    book = desk.book
    settings = next(node for node in book if node.tag.endswith("workbookPr"))
    settings.set("date1904", "1")


def _line(cell: Cell) -> None:
    cell.put("9.25")
    cell.node.set("t", "str")


def _twice(cell: Cell) -> None:
    """A text in the place of a number, which some programs read and some do not."""
    cell.put("5", "inlineStr")


_STORED = (
    typed("a value that two readers tell differently", "2.2 number", POINTS, _twice, None,
          "CELL-027"),
    typed("number stored as the text of a formula", "2.1 converted", POINTS, _line, d("9.25"),
          "CELL-004"),
    Kind(
        name="days counted from 1904", rows=("2.2 dates",), change=_count_epoch, form="rich",
        is_alone=True,
        means={"A.2/ngay": Meant(date(2029, 12, 20), False),
               "A.4/cham": Meant(date(2029, 2, 4), False),
               "plan_date": Meant("06/02/2029", False)},
        told=(("CELL-018", "plan_date"), ("CELL-018", "A.2/ngay"), ("CELL-018", "A.4/cham")),
    ),
)  # fmt: skip

KINDS: tuple[Kind, ...] = (*_NUMBERS, *_WORDS, *_DAYS, *_STORED)
