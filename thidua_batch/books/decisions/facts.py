"""Facts that the bloc confirms: rows of *Số liệu khối xác nhận* as values of lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from thidua_batch.books import asked, decided
from thidua_batch.books.decisions.cells import Entry, Notes, Typed
from thidua_batch.core import scoring
from thidua_batch.core.findings import finding
from thidua_batch.core.kinds import LineKind
from thidua_batch.core.model import Criterion, Line, PeriodPlan, ScoringTable
from thidua_batch.core.returns import Fact
from thidua_batch.core.wording import decisions as words


@dataclass(frozen=True, slots=True)
class Facts:
    """Collects them by unit and line."""

    plan: PeriodPlan
    table: ScoringTable
    notes: Notes
    found: dict[str, dict[tuple[str, str], Fact]] = field(default_factory=dict)

    def take(self, row: Typed) -> None:
        """A row; a blank value is not a fact."""
        entry = row["value"]
        if entry.value is None:
            return
        unit = self.notes.unit(row, words.FACTS)
        if unit is None or self._code_as_number(row):
            return
        leaf, line = self._line(unit, row)
        if leaf is None or line is None:
            self.notes.fault(words.FACTS, "value", entry, words.NOT_A_LINE)
            return
        said = decided.read(
            self.table, leaf, line, entry.value, is_percent=entry.is_percent,
            likely=asked.likely_days(self.notes.bloc.period(self.plan.code)),
        )  # fmt: skip
        label = f"{leaf.code} {line.text or leaf.text}"
        self.notes.findings.extend(
            finding(code, unit=unit, cell=entry.cell, label=label, **fields)
            for code, fields in said.told
        )
        if said.value is None:
            self.notes.fault(words.FACTS, "value", entry, said.reason)
        elif line.kind is LineKind.RANGE and said.value and not row["reason"].text:
            self.notes.fault(words.FACTS, "reason", row["reason"], words.NEEDS_REASON)
        else:
            address = (leaf.code, line.code)
            fact = Fact(criterion=address[0], line=address[1], value=said.value, cell=entry.cell)
            self._keep(unit, address, fact, entry)

    def _keep(self, unit: str, address: tuple[str, str], fact: Fact, entry: Entry) -> None:
        before = self.found.setdefault(unit, {}).setdefault(address, fact)
        if before.value != fact.value:
            reason = words.TWICE.format(cell=before.cell.address)
            self.notes.fault(words.FACTS, "value", entry, reason)

    def _code_as_number(self, row: Typed) -> bool:
        """1.10 typed as a number is 1.1: which code was meant cannot be told."""
        for column in ("criterion", "line"):
            value = row[column].value
            if isinstance(value, Decimal) and value != value.to_integral_value():
                self.notes.fault(words.FACTS, column, row[column], words.CODE_AS_NUMBER)
                return True
        return False

    def _line(self, unit: str, row: Typed) -> tuple[Criterion | None, Line | None]:
        """The line meant; its code may be left blank where the criterion has only one."""
        code = row["criterion"].text
        leaf = next((c for c in self.table.leaves if c.code == code), None)
        lines = () if leaf is None else scoring.inputs(self.table, leaf, unit)
        if row["line"].value is None:
            return leaf, lines[0] if len(lines) == 1 else None
        return leaf, next((x for x in lines if x.code == row["line"].text), None)
