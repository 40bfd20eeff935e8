"""Damage to a form's identity: marks changed, lost, told twice; forms of others."""

from collections.abc import Callable, Iterable

from tests.support.blocs import plan
from tests.support.zoo.desk import TITLES, Desk, q
from tests.support.zoo.kinds import EVIDENCE, FORMS, SHA, Change, Kind, lost, truth
from thidua_batch.books import form
from thidua_batch.core import wording
from thidua_batch.core.kinds import FormSheet

OURS = "khoi-thu|2025-N|DV1|ab12cd34"
RESULTS = wording.FORM_SHEETS[FormSheet.RESULTS]
_META = ("bloc", "period", "unit", "definition")
SCORES = tuple(c for c in truth("bloc") if c[0] in f"I{EVIDENCE}")


def _name(desk: Desk, said: str | None) -> None:
    names = desk.book.find(q("definedNames"))
    for name in list(names):
        if name.get("name") == "TPL_ID":
            name.text = f'"{said}"'
            if said is None:
                names.remove(name)


def _property(desk: Desk, said: str | None) -> None:
    tree = desk.tree("docProps/custom.xml")
    for node in list(tree):
        if node.get("name") == "thidua_form":
            node[0].text = said
            if said is None:
                tree.remove(node)


def _meta(desk: Desk, said: str | None) -> None:
    page = desk.sheet("_meta")
    parts = (said or "|||").split("|")
    for row, _, key in list(page.stored()):
        if key in _META:
            page.at(row, 2).write(parts[_META.index(key)])


def _text(desk: Desk, said: str | None, titles: Iterable[str] | None = None) -> None:
    for title in titles or desk.tabs():
        page = desk.sheet(title)
        for row, column, shown in list(page.stored()):
            if shown.startswith("Mã biểu"):
                bloc, period, unit, sha = (said or "|||").split("|")
                cell = page.at(row, column)
                cell.put(None)
                if said:
                    cell.write(f"Mã biểu {bloc}|{period}|{sha} – Mã đơn vị {unit}")


_ALL = (_name, _property, _meta, _text)


def marks(said: str | None, *which: Callable[[Desk, str | None], None]) -> Change:
    """These marks changed to the same identity, or taken out."""

    def change(desk: Desk) -> None:
        for mark in which:
            mark(desk, said)

    return change


def _other(**changes: str) -> str:
    parts = dict(zip(("bloc", "period", "unit", "sha"), OURS.split("|"), strict=True))
    return "|".join({**parts, **changes}.values())


def _blanks(desk: Desk) -> None:
    """Codes with stray blanks, as short names of units come."""
    marks(_other(unit="DV1 "), _name, _property, _meta)(desk)


def _sheet_of_another(title: str) -> Change:
    return lambda desk: _text(desk, _other(unit="DV2"), (title,))


def _pasted(desk: Desk) -> None:
    """The scores of another unit's form pasted over one's own, with the line that says whose."""
    made = FORMS["other"][0]()
    values = form.FormValues(facts=FORMS["other"][2])
    other = Desk.of(
        form.write(made, plan(), made.unit("DV2"), definition_sha256=SHA, values=values)
    )
    source, page = other.sheet(), desk.sheet()
    for line in list(page.data):
        page.data.remove(line)
    for row, column, text in source.stored():
        page.at(row, column).write(text)


def _older(desk: Desk) -> None:
    """Made before a target was changed."""
    marks(_other(sha="00000000"), *_ALL)(desk)
    desk.cell("I.1/ct1:target").put("80")


def _lost_unit() -> Kind:
    return Kind(
        name="unknown unit", rows=("3.4 unknown unit",), change=marks(_other(unit="DV9"), *_ALL),
        unit=None, is_refused=True, is_alone=True, told=(("BOOK-005", ""),),
    )  # fmt: skip


def _one(name: str, mark: Callable[[Desk, str | None], None]) -> tuple[Kind, Kind]:
    return (
        Kind(name=f"{name} of another unit", rows=("3.2 marks",), is_alone=True,
             change=marks(_other(unit="DV2"), mark), told=(("BOOK-007", ""),)),
        Kind(name=f"{name} lost", rows=("3.2 marks",), change=marks(None, mark)),
    )  # fmt: skip


KINDS: tuple[Kind, ...] = (
    *_one("defined name", _name),
    *_one("property", _property),
    *_one("hidden sheet", _meta),
    Kind(name="lines on the sheets lost", rows=("3.2 marks",), change=marks(None, _text)),
    Kind(name="lines on the sheets of another unit", rows=("3.2 marks",), is_alone=True,
         change=marks(_other(unit="DV2"), _text), means=lost(*truth("bloc")),
         told=(("BOOK-007", ""), ("BOOK-019", ""), *((("BOOK-006", ""),) * len(TITLES)))),
    Kind(name="all but the lines lost", rows=("3.2 marks", "3.3 sheet copied"),
         change=marks(None, _name, _property, _meta)),
    Kind(name="all marks lost", rows=("3.2 marks",), change=marks(None, *_ALL), is_alone=True,
         is_refused=True, unit=None, told=(("BOOK-002", ""),)),
    Kind(name="two marks against two", rows=("3.2 marks",), is_alone=True, unit=None,
         change=marks(_other(unit="DV2"), _name, _meta), is_refused=True,
         told=(("BOOK-007", ""),)),
    Kind(name="codes with blanks", rows=("F15",), change=_blanks),
    Kind(name="another unit's form", rows=("3.3 other unit",), form="other", change=lambda _: None,
         unit="DV2", is_alone=True),
    Kind(name="another period's form", rows=("3.4 last year",), is_alone=True, is_refused=True,
         change=marks(_other(period="2024-N"), *_ALL), told=(("BOOK-004", ""),)),
    Kind(name="another bloc's form", rows=("3.4 last year",), is_alone=True, is_refused=True,
         change=marks(_other(bloc="khoi-khac"), *_ALL), unit=None, told=(("BOOK-003", ""),)),
    Kind(name="form of an older definition", rows=("3.4 last year",), is_alone=True,
         change=marks(_other(sha="00000000"), *_ALL)),
    Kind(name="older definition that asks something else", rows=("3.4 last year",), is_alone=True,
         change=_older, told=(("BOOK-012", ""), ("CELL-033", "I.1/ct1:target"))),
    _lost_unit(),
    Kind(name="a sheet of another unit", rows=("3.4 two units",), is_alone=True,
         change=_sheet_of_another(RESULTS), means=lost("results"),
         told=(("BOOK-015", ""), ("BOOK-007", ""), ("BOOK-006", ""), ("BOOK-019", ""))),
    Kind(name="scores of another unit", rows=("3.4 two units",), is_alone=True, change=_pasted,
         means=lost(*SCORES),
         told=(("BOOK-015", ""), ("BOOK-007", ""), ("BOOK-006", ""), ("BOOK-019", ""))),
)  # fmt: skip
