"""The points that a form shows, read from its stored values by row code: leaves, groups, total."""

import io
from decimal import Decimal

import openpyxl

from tests.support import blocs
from thidua_batch.books import form
from thidua_batch.core import wording
from thidua_batch.core.kinds import FormSheet
from thidua_batch.core.wording import form as words


def filled() -> bytes:
    """DV1's form with its facts."""
    known, plan = blocs.bloc(), blocs.plan()
    values = form.FormValues(facts=blocs.FACTS)
    return form.write(known, plan, known.unit("DV1"), definition_sha256=blocs.SHA, values=values)


def shown(data: bytes) -> dict[str, Decimal]:
    """Numbers only; the grand total under ""."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    name = wording.FORM_SHEETS[FormSheet.SCORING]
    if name not in book.sheetnames:
        return {}
    rows = list(book[name].iter_rows(values_only=True))
    top = next(row for row in rows if row[0] == "#tu_cham")
    points, text = top.index("points"), top.index("text")
    found = {}
    for row in rows:
        code = "" if row[text] == words.TOTAL else row[0]
        is_line = isinstance(code, str) and "/" in code
        if isinstance(code, str) and not is_line and isinstance(row[points], int | float):
            found[code] = Decimal(str(row[points]))
    return found
