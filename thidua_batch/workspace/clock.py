"""The only clock of the package; tests and repeated runs set it with THIDUA_NOW."""

import os
from datetime import date, datetime

from thidua_batch.core.findings import WorkspaceError
from thidua_batch.workspace.names import escape_name

OVERRIDE = "THIDUA_NOW"


def now() -> datetime:
    """The present moment with its time zone; THIDUA_NOW (ISO 8601) overrides it."""
    text = os.environ.get(OVERRIDE, "").strip()
    if not text:
        return datetime.now().astimezone()  # noqa: TID251 - this is the one clock
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise WorkspaceError("bad_clock", text=f"{OVERRIDE}={escape_name(text)}") from error


def today() -> date:
    """The present day where the secretary sits."""
    return now().date()
