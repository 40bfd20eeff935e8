"""What a kind of damage is: where it is known from, what it does, what must come of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeAlias

from tests.support.blocs import FACTS, RICH_FACTS, SHA, bloc, plan, rich
from tests.support.zoo.desk import Cell, Desk, Page
from thidua_batch.books import form
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.model import Bloc, Value

FILE = "inbox/2025-N/dv1.xlsx"
EVIDENCE = "#"
Change: TypeAlias = Callable[[Desk], None]
Put: TypeAlias = Callable[[Cell], None]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a cell means: its value, or None where nobody can tell.

    `is_plain`: the cell shows just that, so that nothing need be told of it.
    """

    value: Value | bool | None
    is_plain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of damage.

    `rows` are rows of the sources ("2.2 thousands", "F9"); `means` what cells mean afterwards,
    where that changes; `told` the findings, each with its place (`promise.place`). `unit` is
    whose form it is taken for; `is_refused`: nothing is read of the file. `is_alone`: it is not
    combined with others; `is_typed`: it is one cell typed anew, so that the last one decides.
    """

    name: str
    rows: tuple[str, ...]
    change: Change
    form: str = "bloc"
    means: Mapping[str, Meant] = field(default_factory=dict)
    told: tuple[tuple[str, str], ...] = ()
    unit: str | None = "DV1"
    is_refused: bool = False
    is_alone: bool = False
    is_typed: bool = False


TEXTS = {
    "plan_issued": "Có",
    "plan_number": "12/KH-TN",
    "plan_date": "05/02/2025",
    "headcount": "57",
    "theme": "Kỷ cương, sáng tạo",
    "results": "Việc thứ nhất\nViệc thứ hai",
}
REGISTERED = {"co-cp": True, "co-tinh": False}
PROPOSALS = ({"award": "Cờ thi đua của UBND tỉnh", "name": "Phòng A", "achievement": "Tốt"},)
_OTHER = {
    "I.1/ct1": FACTS["I.1/ct2"] * 25,
    **{code: value for code, value in FACTS.items() if not code.startswith("I.1/")},
}

#: The forms that are damaged: bloc, unit, what the unit typed.
FORMS: dict[str, tuple[Callable[[], Bloc], str, Mapping[str, Value]]] = {
    "bloc": (bloc, "DV1", FACTS),
    "rich": (rich, "DV1", RICH_FACTS),
    "other": (bloc, "DV2", _OTHER),
}


@cache
def clean(name: str) -> bytes:
    """A form as its unit filled it."""
    make, unit, facts = FORMS[name]
    made = make()
    leaf = next(iter(facts)).partition("/")[0]
    values = form.FormValues(
        facts=facts,
        texts=TEXTS,
        registered=REGISTERED,
        rows={FormSheet.PROPOSALS: PROPOSALS},
        evidence={leaf: "QĐ 01"},
    )
    return form.write(made, plan(), made.unit(unit), definition_sha256=SHA, values=values)


def truth(name: str) -> dict[str, Meant]:
    """What every input of the form means: facts, answers, awards, evidence."""
    facts = FORMS[name][2]
    leaf = next(iter(facts)).partition("/")[0]
    said: dict[str, Value | bool] = {**facts, **TEXTS, f"{EVIDENCE}{leaf}": "QĐ 01"}
    said |= {f"award/{code}": wants for code, wants in REGISTERED.items()}
    return {code: Meant(value) for code, value in said.items()}


def damaged(kind: Kind) -> bytes:
    """The clean form with this damage."""
    desk = Desk.of(clean(kind.form))
    kind.change(desk)
    return desk.save()


def meaning(kind: Kind) -> dict[str, Meant]:
    """What every input of the damaged form means."""
    return {**truth(kind.form), **kind.means}


# --- what may be typed into a cell ------------------------------------------------------------


def text(said: str, font: str | None = None, number_format: str | None = "General") -> Put:
    def put(cell: Cell) -> None:
        cell.write(said)
        cell.shape(number_format, font or "Times New Roman")

    return put


def number(stored: str, number_format: str | None = "General") -> Put:
    def put(cell: Cell) -> None:
        cell.put(stored)
        cell.shape(number_format)

    return put


def formula(said: str, stored: str | None, kind: str | None = None) -> Put:
    return lambda cell: cell.put(stored, kind, said)


def error(said: str) -> Put:
    return lambda cell: cell.put(said, "e")


def truth_value(said: bool) -> Put:
    return lambda cell: cell.put(str(int(said)), "b")


def blank(cell: Cell) -> None:
    cell.put(None)


def typed(
    name: str, rows: str | tuple[str, ...], spot: str, put: Put, value: Value | bool | None,
    *told: str, form: str = "bloc",
) -> Kind:  # fmt: skip
    """A cell that holds something else: what it means then, and what is told of it."""

    def change(desk: Desk) -> None:
        put(desk.cell(spot))

    code, _, column = spot.partition(":")
    key = f"{EVIDENCE}{code}" if column == "evidence" else code
    return Kind(
        name=name,
        rows=(rows,) if isinstance(rows, str) else rows,
        change=change,
        form=form,
        means={key: Meant(value, not told)},
        told=tuple((finding, spot) for finding in told),
        is_typed=True,
    )


LOST = Meant(None, False)


def lost(*codes: str) -> dict[str, Meant]:
    """Cells of which nobody can tell what they mean."""
    return dict.fromkeys(codes, LOST)


def on(title: str, change: Callable[[Page], None]) -> Change:
    """A change to one sheet."""
    return lambda desk: change(desk.sheet(title))


def beside(kind: Kind, *told: tuple[str, str], **means: Meant) -> Kind:
    """The kind, with more that is told and meant elsewhere."""
    return replace(kind, told=(*kind.told, *told), means={**kind.means, **means})
