"""Sheet *Tệp đã nhận*: what became of every file, unit by unit, and the signed copies."""

from __future__ import annotations

from collections.abc import Iterator

from thidua_batch.books.summary import layout
from thidua_batch.books.summary.layout import Page
from thidua_batch.core import receipts, vn, wording
from thidua_batch.core.outcome import InputFile, Outcome
from thidua_batch.core.returns import SignedCopy
from thidua_batch.core.wording import receipts as receipt_words
from thidua_batch.core.wording import summary as words

WIDTHS = (25.0, 20.0, 42.0, 17.0, 38.0, 38.0)
_FORMS = ("text_in", "text_centre", "text_in", "text_centre", "text_in", "hash")
_NOTHING = wording.DASH


def fill(page: Page, outcome: Outcome) -> None:
    """Write the files in order of the units, then those of nobody."""
    head = page.heads(
        (
            words.UNIT, words.FILE_STATE, words.FILE, words.RECEIVED_AT, words.SIGNED_COPY,
            words.HASH,
        )
    )  # fmt: skip
    order = {unit.code: number for number, unit in enumerate(outcome.bloc.units)}
    rows = [*_files(outcome), *_noted(outcome)]
    if not rows:
        page.line(words.NO_FILES, "italic")
    for unit, cells in sorted(rows, key=lambda row: order.get(row[0] or "", len(order))):
        label = outcome.bloc.unit(unit).label if unit in order else _NOTHING
        page.put(tuple(zip((label, *cells), _FORMS, strict=True)))
    layout.finish(page, head=head, freeze=(head + 1, 1), landscape=True)


def _files(outcome: Outcome) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    for item in outcome.inputs:
        unit = receipts.owner(item, outcome.decisions)
        state, file = _account(outcome, item)
        moment = vn.format_moment(item.received_at) or _NOTHING
        copy = _copy(outcome, item) or _NOTHING
        yield unit, (state, file, moment, copy, item.sha256 or _NOTHING)


def _noted(outcome: Outcome) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """Signed copies that stand beside no file: on paper only, or without a used return."""
    beside = {
        receipts.owner(item, outcome.decisions) for item in outcome.inputs if _tells(outcome, item)
    }
    for unit, copy in outcome.decisions.signed.items():
        if unit not in beside:
            said = _copy_text(outcome, copy)
            yield unit, (_NOTHING, _NOTHING, _NOTHING, said, _NOTHING)


def _account(outcome: Outcome, item: InputFile) -> tuple[str, str]:
    """What became of a file, and its name with what replaced it or why it is passed over."""
    known = receipts.account(outcome, item)
    received = item.received_as.replace("\\", "/").rpartition("/")[2]
    file = item.file
    if received != file.rpartition("/")[2]:
        file = words.RECEIVED_AS.format(file=file, name=received)
    state = receipt_words.FILES[known.state]
    if known.code is not None:
        state = receipt_words.STATE_FOR.format(state=state, code=known.code)
    elif known.superseded_by is not None:
        file = receipt_words.SUPERSEDED_BY.format(file=file, name=known.superseded_by)
    elif known.reason is not None:
        file = receipt_words.IGNORED_FOR.format(file=file, reason=known.reason)
    return state, file


def _tells(outcome: Outcome, item: InputFile) -> bool:
    """Whether the unit's signed copy is told beside this file."""
    return item.used or receipts.is_copy(item, outcome.decisions)


def _copy(outcome: Outcome, item: InputFile) -> str:
    """The unit's signed copy, beside the file it is and the return that it confirms."""
    unit = receipts.owner(item, outcome.decisions)
    copy = outcome.decisions.signed.get(unit or "")
    if copy is None:
        is_copy = receipts.is_copy(item, outcome.decisions)
        return receipt_words.SIGNED["uncompared"] if is_copy and unit else ""
    return _copy_text(outcome, copy) if _tells(outcome, item) else ""


def _copy_text(outcome: Outcome, copy: SignedCopy) -> str:
    compared = receipts.compared_text(copy, is_compared=copy.unit not in outcome.uncompared)
    text = f"{receipts.copy_text(copy)}{words.JOIN}{compared}"
    return text[:1].upper() + text[1:]
