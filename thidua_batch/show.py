"""What the commands print: tables, findings, progress; the same facts as `--json`.

Heavy imports stand inside the functions, so that help stays quick.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from thidua_batch import console

if TYPE_CHECKING:
    from thidua_batch.core.explain import Section
    from thidua_batch.core.outcome import InputFile, Outcome
    from thidua_batch.pipeline import Loaded


def result(loaded: Loaded, outcome: Outcome, beside: Sequence[str], *, as_json: bool) -> None:
    """Print the ranking (or who returned), the findings and where the files are."""
    place, code = loaded.workspace, outcome.period.code
    if as_json:  # from what was computed: the next run may be publishing already
        from thidua_batch.books import results

        click.echo(results.write(outcome).decode("utf-8"), nl=False)
        return
    from thidua_batch.core import wording

    title = f"{outcome.bloc.name} – {wording.period_name(outcome.period)}"
    if outcome.plan.ranks:
        table(f"XẾP HẠNG – {title}", *_ranking(outcome))
    else:
        status_table(outcome)
    if not outcome.is_final:
        click.echo(f"{wording.PROVISIONAL}: {'; '.join(outcome.provisional)}")
    if outcome.bloc.sample_note:
        click.echo(outcome.bloc.sample_note)
    findings(outcome.findings)
    for folder in (place.consolidated(code), place.reports(code)):
        for path in sorted(folder.glob("*")):  # may be empty while the next run publishes
            if not path.name.startswith("."):
                click.echo(f"  {path_text(path)}")
    beside_names(beside)


def _ranking(outcome: Outcome) -> tuple[Sequence[str], list[Sequence[str]]]:
    from thidua_batch.core import wording

    roots, places = outcome.table.roots, outcome.bloc.rules.total_places
    head = ("Hạng", "Đơn vị", *(r.code for r in roots), "Tổng điểm", "Xếp loại, tình trạng")
    rest = [u for u in outcome.units if u.rank is None]
    rows: list[Sequence[str]] = []
    for unit in (*outcome.ranked, *rest):
        points = [number(unit.groups.get(r.code, getattr(unit.criterion(r.code), "points", None)),
                         places)
                  for r in roots]  # fmt: skip
        grade = unit.grade or _STATES.get(unit.state.value, "")
        if unit.exclusion is not None:
            grade = f"{wording.EXCLUDED} ({unit.exclusion.code})"
        rank = str(unit.rank) if unit.rank is not None else "–"
        rows.append((rank, unit.unit.name, *points, number(unit.total, places), grade))
    return head, rows


_STATES = {
    "ranked": "đã nộp", "scored": "đã nộp", "excluded": "không xếp loại", "missing": "chưa nộp",
    "rejected": "có lỗi, chưa dùng", "not_submitted": "xác nhận không nộp",
}  # fmt: skip


def status_table(outcome: Outcome) -> None:
    """Print what came of every unit, and the files that belong to none."""
    from thidua_batch.core import receipts, vn, wording

    deadline = outcome.plan.deadline
    known = vn.format_date(deadline) if deadline else "chưa ghi"
    back = sum(1 for u in outcome.units if u.state.value not in ("missing", "not_submitted"))
    click.echo(f"{outcome.bloc.name} – {wording.period_name(outcome.period)}; hạn nộp: {known}; "
               f"đã nộp {back}/{len(outcome.units)}")  # fmt: skip
    rows = []
    for result in outcome.units:
        got = receipts.receipt(outcome, result.unit.code)
        rows.append((result.unit.code, result.unit.name, got.excel_text, got.signed_text,
                     got.evidence_text or wording.DASH))  # fmt: skip
    table("Tình hình nộp bài", ("Mã", "Đơn vị", "Excel", "Bản ký", "Minh chứng"), rows)
    lost = [(item.file, *_account_text(outcome, item)) for item in receipts.of_nobody(outcome)]
    if lost:
        table("Tệp không rõ của đơn vị nào", ("Tệp", "Vì sao", "Cần làm"), lost)


def _account_text(outcome: Outcome, item: InputFile) -> tuple[str, str]:
    """Why a file is nobody's, and what to do with it."""
    from thidua_batch.core import receipts

    known = receipts.account(outcome, item)
    why = f"{known.code}: {known.reason}" if known.code else known.reason
    if why is None:
        why = "bản quét hoặc PDF, chưa ghi là bản ký của đơn vị nào" if item.is_signed else "–"
    hint = known.hint or (
        "Là bản ký thì ghi tên tệp ở trang «Bản ký», không phải bài nộp thì ghi «Bỏ qua» ở trang "
        "«Bài nhận» của quyet_dinh.xlsx."
    )
    return why, hint


def status_json(outcome: Outcome, step: str) -> object:
    """The same as data: per unit its Excel return, signed copy and evidence; files of nobody."""
    from thidua_batch.core import receipts

    return {
        "period": outcome.period.code,
        "units": [_receipt_json(outcome, result.unit.code) for result in outcome.units],
        "files_of_nobody": [item.file for item in receipts.of_nobody(outcome)],
        "next": step,
    }


def _receipt_json(outcome: Outcome, unit: str) -> dict[str, object]:
    from thidua_batch.core import receipts

    got = receipts.receipt(outcome, unit)
    copy = got.copy
    several = got.excel is receipts.ExcelState.SEVERAL
    return {
        "unit": unit,
        "state": outcome.result(unit).state.value,
        "excel": {
            "state": got.excel.value,
            "errors": 0 if several else got.count,
            "versions": got.count if several else None,
        },
        "signed": {
            "state": got.signed.value,
            "files": [item.file for item in got.copies],
            "number": copy.number if copy else "",
            "signed_on": copy.signed_on if copy else "",
            "compared_by": copy.compared_by if copy else "",
            "compared_on": copy.compared_on if copy else "",
        },
        "evidence": {
            "given": got.evidence_given,
            "asked": got.evidence_asked,
            "lacking": list(got.evidence_lacking),
        },
    }


#: How many findings of one code and unit are printed before the rest is only counted.
_ALIKE = 3
_MORE = "… và {more} điều cùng loại (xem trang «Lỗi và lưu ý» của sổ tổng hợp, hoặc thêm --json)"


def findings(found: Iterable[Any]) -> None:
    """Print findings with place, message and what to do; of many alike of a unit the first."""
    from collections import Counter

    from thidua_batch.core.findings import SEVERITY_LABELS

    listed = list(found)
    counts = Counter((item.code, item.unit) for item in listed if item.unit is not None)
    told: Counter[tuple[str, str | None]] = Counter()
    rows = []
    for item in listed:
        alike = (item.code, item.unit)
        told[alike] += 1
        place = ", ".join(part for part in item.place if part)
        said = f"{item.message} → {item.hint}"
        if counts[alike] > _ALIKE + 1 and told[alike] > _ALIKE:  # to count one takes a row too
            if told[alike] > _ALIKE + 1:
                continue
            place, said = "", _MORE.format(more=counts[alike] - _ALIKE)
        level = f"{SEVERITY_LABELS[item.severity]} {item.code}"
        rows.append((level, item.unit or "", place, said))
    if rows:
        table("Lỗi và lưu ý", ("Mức, mã", "Đơn vị", "Ở đâu", "Việc gì, làm thế nào"), rows)


def totals(outcome: Outcome) -> None:
    """Print how many findings there are of each severity."""
    from collections import Counter

    from thidua_batch.core.findings import SEVERITY_LABELS

    counts = Counter(item.severity for item in outcome.findings)
    parts = [f"{counts[kind]} {name.lower()}" for kind, name in SEVERITY_LABELS.items()
             if counts[kind]]  # fmt: skip
    click.echo(f"Cộng: {', '.join(parts) or 'không có lỗi hay lưu ý nào'}.")


def sections(outcome: Outcome, told: Iterable[Section]) -> None:
    """Print an explanation: titles, then lines as deep as they stand, wrapped.

    The unit's own file is named at the head, so that its cells need the sheet only.
    """
    import shutil
    import textwrap

    from thidua_batch.core import explain, wording

    click.echo(f"{outcome.bloc.name} – {wording.period_name(outcome.period)}")
    if outcome.bloc.sample_note:
        click.echo(outcome.bloc.sample_note)
    width = shutil.get_terminal_size((110, 24)).columns if sys.stdout.isatty() else 110
    before = ""
    for section in told:
        if section.code == "criterion" or (section.code != before and not section.node):
            click.echo("")
        if section.code not in ("head", "criterion", before):
            click.echo(f"  {section.title}:" if section.node else f"{section.title}:")
        before = section.code
        deep = 4 if section.node and section.code != "criterion" else 2
        for line in section.lines:
            lead = "" if section.code in ("head", "criterion") and not line.level else " " * deep
            lead += "  " * max(0, line.level - (section.code in ("head", "criterion")))
            text = explain.whole_text(line, section.file)
            mark = f"{lead}- " if lead else ""
            click.echo(textwrap.fill(
                text, max(width, 40), initial_indent=mark, subsequent_indent=" " * len(mark),
                break_long_words=False, break_on_hyphens=False,
            ))  # fmt: skip


def sections_json(outcome: Outcome, told: Iterable[Section]) -> object:
    """The same lines as data; points as exact texts, cells by file, sheet and address."""
    return {
        "period": outcome.period.code,
        "status": "final" if outcome.is_final else "provisional",
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "criterion": section.node or None,
                "lines": [
                    {
                        "level": line.level,
                        "text": line.text,
                        "points": None if line.points is None else f"{line.points:f}",
                        "file": line.cell.file if line.cell else None,
                        "sheet": line.cell.sheet if line.cell else None,
                        "cell": line.cell.address if line.cell else None,
                    }
                    for line in section.lines
                ],
            }
            for section in told
        ],
    }


def beside_names(beside: Sequence[str]) -> None:
    """Tell which outputs were edited by a person and so stand beside the new ones."""
    for name in beside:
        click.echo(
            f"Tệp cũ đã được sửa tay nên giữ nguyên; bản mới để bên cạnh: {name}. "
            "Số sửa trong sổ tổng hợp không được đọc lại; ghi vào quyet_dinh.xlsx."
        )


def findings_json(outcome: Outcome) -> object:
    """The findings as in results.json."""
    from thidua_batch.books import results

    return json.loads(results.write(outcome))["findings"]


def inputs_json(outcome: Outcome) -> object:
    """What became of every file of the inbox: used, or why not, or by what it was replaced."""
    from thidua_batch.core import receipts

    rows = []
    for item in outcome.inputs:
        known = receipts.account(outcome, item)
        moment = item.received_at
        rows.append({
            "file": item.file,
            "received_as": item.received_as,
            "received_at": moment.isoformat() if moment else None,
            "sha256": item.sha256,
            "unit": receipts.owner(item, outcome.decisions),
            "used": item.used,
            "state": known.state.value,
            "code": known.code,
            "reason": known.reason,
            "superseded_by": known.superseded_by,
        })  # fmt: skip
    return rows


def as_json_text(document: object) -> None:
    """Print a JSON document."""
    click.echo(json.dumps(document, ensure_ascii=console.is_plain(), indent=1))


def number(value: Any, places: int | None = None) -> str:
    """A number as people read it, or a dash."""
    from thidua_batch.core import vn

    return "–" if value is None else vn.format_number(value, places)


def path_text(path: Path) -> str:
    """A path as it may be printed."""
    from thidua_batch.workspace import escape_name

    return escape_name(str(path))


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; cells are texts, never markup."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, box=box.ASCII if console.is_plain() else box.ROUNDED)
    for name in head:
        table.add_column(name)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    wide = None if sys.stdout.isatty() else 120
    Console(file=sys.stdout, width=wide, highlight=False, markup=False).print(table)


class progress:  # noqa: N801  # reads as a word where it is used
    """A progress line per step on a terminal; nothing elsewhere."""

    def __init__(self, what: str, *, quiet: bool = False) -> None:
        self.what, self.quiet = what, quiet
        self.bar: Any = None
        self.task: Any = None

    def __enter__(self) -> Callable[[str, int, int], None]:
        if self.quiet or not sys.stderr.isatty():
            return lambda what, done, total: None
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self.bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TextColumn("{task.fields[now]}"), console=Console(file=sys.stderr),
        )  # fmt: skip
        self.bar.start()
        self.task = self.bar.add_task(self.what, total=None, now="")
        return lambda what, done, total: self.bar.update(
            self.task, completed=done, total=total, now=what
        )

    def __exit__(self, *exc: object) -> None:
        if self.bar is not None:
            self.bar.stop()
