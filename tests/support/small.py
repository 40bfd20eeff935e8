"""A small workspace on the disk, and commands whose every output changes."""

import shutil
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from tests.support.blocs import band, d, line, node
from thidua_batch import cli, pipeline
from thidua_batch.books import definition, form
from thidua_batch.core.kinds import FormSheet, LineKind, Section
from thidua_batch.core.model import Bloc, Grade, PeriodPlan, Rules, ScoringTable, Unit

PERIOD = "2025-N"
CLOCK = "2025-12-20T08:00:00+07:00"
UNITS = ("DV1", "DV2", "DV3")
FACTS: Mapping[str, Mapping[str, Decimal]] = {
    "DV1": {"I.1/ty_le": d("96"), "I.2/vi_pham": d("1")},
    "DV2": {"I.1/ty_le": d("91.5"), "I.2/vi_pham": d("0")},
    "DV3": {"I.1/ty_le": d("80"), "I.2/vi_pham": d("2")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A workspace as it stands before a command, and the command."""

    name: str
    start: Path
    words: tuple[str, ...]


def bloc(*, units: tuple[str, ...] = UNITS, slogan: str = "Kỷ cương") -> Bloc:
    """A hundred points in two criteria, whole from what the units type."""
    criteria = (
        node("I", "Thực hiện nhiệm vụ", "100"),
        node("I.1", "Tỷ lệ hồ sơ đúng hạn", "60", method="bands"),
        node("I.2", "Chấp hành kỷ luật", "40", method="cases"),
        node("II", "Điểm thưởng", "5", section=Section.BONUS),
        node("II.1", "Sáng kiến", "5", method="cases", section=Section.BONUS),
    )
    lines = (
        band("I.1", "b1", "60", lower=">=95"),
        band("I.1", "b2", "45", lower=">=90", upper="<95"),
        band("I.1", "b3", "0", upper="<90"),
        line("I.1", "ty_le", LineKind.FACT, "Tỷ lệ đúng hạn", unit_of_measure="%"),
        line("I.2", "vi_pham", LineKind.DEDUCT, "Vi phạm", points=d("5"), unit_of_measure="vụ"),
        line("II.1", "sk", LineKind.BONUS, "Sáng kiến", points=d("1"), unit_of_measure="sáng kiến"),
    )
    return Bloc(
        code="khoi-nho",
        name="Khối thi đua nhỏ",
        body="Hội đồng Thi đua – Khen thưởng (giả định)",
        units=tuple(Unit(code=code, name=f"Đơn vị {code[2:]}") for code in units),
        table=ScoringTable(criteria=criteria, lines=lines),
        rules=Rules(grades=(Grade(name="Tốt", min_total=d("80")), Grade(name="Hoàn thành"))),
        periods=(
            PeriodPlan(
                code=PERIOD, sheets=(FormSheet.UNIT, FormSheet.SCORING), ranks=True, current=True
            ),
        ),
        lead="DV1",
        slogan=slogan,
        sample_note="SỐ LIỆU GIẢ ĐỊNH",
    )


def begin(root: Path, what: Bloc | None = None) -> Path:
    """A workspace with its definition alone."""
    pipeline.init(root, definition.write(what or bloc()))
    return root


def return_form(root: Path, unit: str, **changed: Decimal | None) -> None:
    """A unit's filled form into the inbox; changed facts by line, None for a blank."""
    loaded = pipeline.load(root)
    facts = {**FACTS[unit], "II.1/sk": d("0")}
    for address in tuple(facts):
        name = address.partition("/")[2]
        if name in changed:
            value = changed[name]
            facts = {k: v for k, v in facts.items() if k != address}
            if value is not None:
                facts[address] = value
    data = form.write(
        loaded.bloc,
        loaded.plan,
        loaded.bloc.unit(unit),
        definition_sha256=loaded.sha256,
        values=form.FormValues(facts=facts),
    )
    inbox = root / "inbox" / PERIOD
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / f"{PERIOD}_{unit}.xlsx").write_bytes(data)


def filled(root: Path) -> Path:
    """A workspace with three returns, nothing run yet."""
    begin(root)
    for unit in UNITS:
        return_form(root, unit)
    return root


class Scenes:
    """The commands that write, each over the outputs of an earlier run that all give way.

    A scene is laid out when it is first asked for.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Scene] = {}

    def __getitem__(self, name: str) -> Scene:
        if name not in self._made:
            self._made[name] = _MADE[name](self._folder / name)
        return self._made[name]


def _templates(root: Path) -> Scene:
    begin(root, bloc(units=(*UNITS, "DV4")))
    _run("templates", root)
    changed = bloc(slogan="Đoàn kết")
    (root / "khoi.xlsx").write_bytes(definition.write(changed))
    return Scene(name="templates", start=root, words=("templates",))


def _checked(root: Path) -> Scene:
    """A return that had an error is right now, another has one."""
    filled(root)
    return_form(root, "DV2", vi_pham=None)
    _run("consolidate", root)
    return_form(root, "DV2")
    return_form(root, "DV1", vi_pham=None)
    return Scene(name="check", start=root, words=("check",))


def _consolidated(root: Path) -> Scene:
    """A return that was left out with an error is right now, another has other figures."""
    filled(root)
    return_form(root, "DV2", vi_pham=None)
    _run("consolidate", root)
    return_form(root, "DV2")
    return_form(root, "DV1", ty_le=d("92"))
    return Scene(name="consolidate", start=root, words=("consolidate",))


def _accepted(root: Path) -> Scene:
    """A return with an error, left out by the earlier run."""
    filled(root)
    return_form(root, "DV3", vi_pham=None)
    _run("consolidate", root)
    words = ("consolidate", "--accept", "DV3", "--reason", "đã xác minh")
    return Scene(name="accept", start=root, words=words)


def _first(root: Path) -> Scene:
    return Scene(name="first", start=filled(root), words=("consolidate",))


_MADE = {
    "templates": _templates,
    "check": _checked,
    "consolidate": _consolidated,
    "accept": _accepted,
    "first": _first,
}
NAMES = tuple(_MADE)


def _run(command: str, root: Path) -> None:
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()):
        patch.setenv("THIDUA_NOW", CLOCK)
        code = cli._run([command, "-w", str(root)])
    assert code in (0, 3), code


def copied(scene: Scene, root: Path) -> Path:
    """The scene's workspace in another place; a copy that stood there before is gone."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(scene.start, root)
    return root
