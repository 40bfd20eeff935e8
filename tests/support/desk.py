"""A workspace of three small units whose inbox is filled file by file, and what became of it."""

from __future__ import annotations

import email.message
import email.policy
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

from tests.support import blocs
from thidua_batch import pipeline, workspace
from thidua_batch.books import decisions, definition, form, results
from thidua_batch.core import receipts
from thidua_batch.core.findings import Finding
from thidua_batch.core.model import Bloc, Value
from thidua_batch.core.outcome import Outcome
from thidua_batch.core.wording import decisions as words

UNITS = ("DV1", "DV2", "DV3")
#: Figures of each unit that no other unit has, so that a leak can be seen.
OWN: Mapping[str, Mapping[str, Value]] = {
    "DV1": {"I.1/ct1": blocs.d("81"), "I.2/ty_le": blocs.d("92.57")},
    "DV2": {"I.1/ct1": blocs.d("1123"), "I.2/ty_le": blocs.d("93.61")},
    "DV3": {"I.1/ct1": blocs.d("1147"), "I.2/ty_le": blocs.d("94.73")},
}


def facts(unit: str, **changes: Value | None) -> dict[str, Value]:
    """What a unit types; a change of None leaves the cell blank ("I.2/ty_le" as `I_2__ty_le`)."""
    typed: dict[str, Value] = {**blocs.FACTS, **OWN[unit]}
    if unit != "DV1":
        del typed["I.1/ct2"]
    for name, value in changes.items():
        address = name.replace("__", "/").replace("_", ".", 1)
        typed.pop(address, None)
        if value is not None:
            typed[address] = value
    return typed


_WRITTEN: dict[tuple[object, ...], bytes] = {}


@dataclass(frozen=True)
class Desk:
    """The workspace; everything is done as the program does it."""

    loaded: pipeline.Loaded

    @property
    def inbox(self) -> Path:
        return self.loaded.workspace.inbox(self.loaded.plan.code)

    @property
    def answers(self) -> Path:
        return self.loaded.workspace.feedback(self.loaded.plan.code)

    def form(self, unit: str, *, values: form.FormValues | None = None, **changes: Any) -> bytes:
        """A filled form."""
        if values is None:
            return self._typed(facts(unit, **changes), unit)
        return self._written(values, unit)

    def _typed(self, known: Mapping[str, Value], unit: str) -> bytes:
        """The form with these facts, written once for all tests."""
        key = (self.loaded.sha256, unit, *sorted((k, repr(v)) for k, v in known.items()))
        if key not in _WRITTEN:
            _WRITTEN[key] = self._written(form.FormValues(facts=known), unit)
        return _WRITTEN[key]

    def _written(self, values: form.FormValues, unit: str) -> bytes:
        known = self.loaded
        return form.write(
            known.bloc, known.plan, known.bloc.unit(unit),
            definition_sha256=known.sha256, values=values,
        )  # fmt: skip

    def put(self, name: str, data: bytes) -> str:
        """A file of the inbox; its label as the run tells it."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return self.label(name)

    def label(self, name: str) -> str:
        return f"inbox/{self.loaded.plan.code}/{name}"

    def fill(self, *units: str) -> None:
        """Good returns of these units (all by default)."""
        for unit in units or UNITS:
            self.put(f"2025-N_{unit}.xlsx", self.form(unit))

    def decide(self, sheet: str, *rows: Mapping[str, object]) -> None:
        """Rows of the decisions book, which is written anew with them alone."""
        self.decide_all({sheet: rows})

    def decide_all(self, sheets: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
        """The same for several sheets."""
        known = self.loaded
        rows = {sheet: tuple(said) for sheet, said in sheets.items()}
        blank = decisions.blank(known.bloc, known.plan)
        data = decisions.write(known.bloc, known.plan, {**blank, **rows})
        workspace.write_atomic(known.decisions_path, data)

    def send(
        self, unit: str, *files: tuple[str, int, bytes], more: Sequence[Mapping[str, object]] = ()
    ) -> None:
        """Files of a unit that came on these days of January 2026, as noted in the book."""
        rows = list(more)
        for name, day, data in files:
            self.put(name, data)
            moment = datetime(2026, 1, day, 9, 30)  # noqa: DTZ001
            rows.append({"unit": unit, "action": words.RECEIVED, "file": name, "date": moment})
        self.decide(words.RETURNS, *rows)

    def compute(self) -> Outcome:
        return pipeline.compute(self.loaded)


def open_desk(root: Path, **rules: Any) -> Desk:
    """A fresh workspace; `rules` are changed in the bloc's."""
    data, read = _definition(tuple(rules.items()))
    place = pipeline.init(root, data)
    (plan,) = (plan for plan in read.periods if plan.current)
    return Desk(pipeline.Loaded(place, read, plan, workspace.sha256(data), ()))


@lru_cache
def _definition(rules: tuple[tuple[str, Any], ...]) -> tuple[bytes, Bloc]:
    """A definition as written, and as read back."""
    bloc = blocs.bloc()
    data = definition.write(replace(bloc, rules=replace(bloc.rules, **dict(rules))))
    read = definition.read(data).bloc
    assert read is not None
    return data, read


# --- what became of it ------------------------------------------------------------------------


def accounts(outcome: Outcome) -> dict[str, tuple[str, str | None]]:
    """File below the inbox -> its state, and the code where it is told."""
    told = {}
    for item in outcome.inputs:
        known = receipts.account(outcome, item)
        told[item.file.split("/", 2)[2]] = (known.state.value, known.code)
    return told


def account(outcome: Outcome, name: str) -> receipts.Account:
    """All that is told of one file."""
    item = next(i for i in outcome.inputs if i.file.endswith(f"/{name}"))
    return receipts.account(outcome, item)


def told(outcome: Outcome, *codes: str) -> list[tuple[str, str | None]]:
    """Code and unit of the findings of these codes."""
    return [(f.code, f.unit) for f in outcome.findings if f.code in codes]


def found(outcome: Outcome, code: str) -> Finding:
    """The first finding of this code."""
    return next(f for f in outcome.findings if f.code == code)


def declared(outcome: Outcome, unit: str) -> dict[str, Value | None]:
    """What a unit's counted return says, by address."""
    submission = outcome.submissions[unit]
    return {f"{f.criterion}/{f.line}": f.value for f in submission.facts}


def total(outcome: Outcome, unit: str) -> Decimal | None:
    return outcome.result(unit).total


def states(outcome: Outcome) -> dict[str, str]:
    return {u.unit.code: u.state.value for u in outcome.units}


def units_json(outcome: Outcome) -> dict[str, str]:
    """Unit -> its part of results.json, byte for byte."""
    document = json.loads(results.write(outcome))
    return {u["code"]: json.dumps(u, ensure_ascii=False) for u in document["units"]}


# --- parcels and changed workbooks ------------------------------------------------------------


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def letter(files: Mapping[str, bytes], day: int = 5) -> bytes:
    """A letter received on that day of January 2026, at half past nine."""
    stamp = f"{day:02d} Jan 2026 09:30:00 +0700"
    message = email.message.EmailMessage(policy=email.policy.SMTP.clone(cte_type="7bit"))
    message["Received"] = f"from a.example.vn by b.example.vn; {stamp}"
    message["From"], message["To"] = "van-thu@example.vn", "khoi@example.vn"
    message["Subject"], message["Date"] = "Nộp biểu", stamp
    message["Message-ID"] = f"<{day}@example.vn>"
    message.set_content("Kính gửi Khối, đơn vị gửi biểu kèm theo.")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def parts(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """The workbook with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**held, **changes})


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def typed(data: bytes, cells: Mapping[tuple[str, str], object]) -> bytes:
    """As a person types into cells (sheet, address) and saves."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for (sheet, address), value in cells.items():
        book[sheet][address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def everything(data: bytes) -> bytes:
    """All that stands in a file, the parts of a package unpacked one after the other."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def written(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def names(outcome: Outcome) -> Sequence[str]:
    return [item.received_as for item in outcome.inputs]
