"""Number formats and font names of cells, by style number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from thidua_batch.books.reading import markup
from thidua_batch.books.reading.grid import shows_date
from thidua_batch.books.reading.package import Package

_DAY, _MOMENT = "yyyy/m/d", "h:mm:ss"
#: Formats that files name by number only. From 27 on those that East Asian and Thai programs
#: use (WPS too): what matters of them is that they show a day, a time or a percentage.
BUILT_IN: Mapping[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)', 6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)', 8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), _DAY),
    **dict.fromkeys((*range(32, 36), 55, 56), _MOMENT),
    59: "0", 60: "0.00", 61: "#,##0", 62: "#,##0.00",
    67: "0%", 68: "0.00%", 69: "# ?/?", 70: "# ??/??",
    **dict.fromkeys((71, 72, 73, 74, 77), _DAY),
    **dict.fromkeys((75, 76, 78, 79, 80), _MOMENT),
    81: _DAY,
}  # fmt: skip
#: Sections that are read, and the only child each may have.
_READ = {"numFmts": "numFmt", "fonts": "font", "cellXfs": "xf", "dxfs": "dxf", "cellStyleXfs": "xf"}


@dataclass(frozen=True, slots=True)
class Style:
    """What of a cell's style is read; `number_format` None where the file does not tell it.

    `inherited` is the format of the style that it is made from, where the cell's own is General
    and not said to apply: programs differ on which of the two is shown.
    """

    number_format: str | None = "General"
    font: str = ""
    is_date: bool = False
    inherited: str = ""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of cells in order; the number formats that rules put in their place, if any."""

    cells: tuple[Style, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Raw:
    """The tables as they stand; `shown` is the number format of the rule being read."""

    formats: dict[int, str]
    fonts: list[str]
    cells: list[tuple[int | None, int | None, int | None]]
    parents: list[int | None]
    rules: list[str]
    shown: list[str]


def read(package: Package, part: str | None) -> Styles:
    """The styles; none where the workbook has no such part."""
    if part is None:
        return Styles()
    raw, doubts = _Raw({}, [], [], [], [], []), package.doubts
    named, done = "", set[str]()

    def seen(path: str, attributes: markup.Attributes, _: str) -> None:
        nonlocal named
        section, _, rest = path.partition("/")
        if section not in _READ:
            if rest.rpartition("/")[2] in _READ:
                doubts.add("styles")
        elif path == "fonts/font/name":
            named = attributes.get("val", "")
        elif path == "dxfs/dxf/numFmt":
            raw.shown.append(attributes.get("formatCode", ""))
        elif rest == _READ[section]:
            _row(raw, section, attributes, named, doubts)
            named = ""
        elif not rest:
            if section in done:
                doubts.add("styles")
            done.add(section)
        elif rest.partition("/")[0] != _READ[section]:
            # An extension list beside the fonts is nothing; a format in a wrapper would be lost.
            doubts.add("styles")

    if package.visit(part, seen)[1] != "styleSheet":
        doubts.add("styles")
    return Styles(tuple(_style(raw, *cell, doubts) for cell in raw.cells), tuple(raw.rules))


def _row(
    raw: _Raw, section: str, attributes: markup.Attributes, named: str, doubts: set[str]
) -> None:
    if section == "fonts":
        raw.fonts.append(named)
    elif section == "dxfs":
        raw.rules.append(raw.shown.pop() if raw.shown else "")
    elif section == "cellStyleXfs":
        raw.parents.append(_natural(attributes.get("numFmtId", "0")))
    elif section == "cellXfs":
        formatted = _natural(attributes.get("numFmtId", "0"))
        applies = formatted or markup.is_true(attributes.get("applyNumberFormat"))
        parent = None if applies else _natural(attributes.get("xfId"))
        raw.cells.append((formatted, _natural(attributes.get("fontId", "0")), parent))
    else:
        number, code = _natural(attributes.get("numFmtId")), attributes.get("formatCode")
        if number is None or code is None or raw.formats.setdefault(number, code) != code:
            doubts.add("styles")


def _style(
    raw: _Raw, number: int | None, font: int | None, parent: int | None, doubts: set[str]
) -> Style:
    code = _code(raw, number)
    if font is None or font >= len(raw.fonts):
        doubts.add("styles")
        font = None
    name = "" if font is None else raw.fonts[font]
    above = raw.parents[parent] if parent is not None and parent < len(raw.parents) else 0
    inherited = (_code(raw, above) or "") if above else ""
    return Style(code, name, code is not None and shows_date(code), inherited)


def _code(raw: _Raw, number: int | None) -> str | None:
    return None if number is None else raw.formats.get(number, BUILT_IN.get(number))


def _natural(text: str | None) -> int | None:
    is_number = text is not None and text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if is_number and text is not None else None
