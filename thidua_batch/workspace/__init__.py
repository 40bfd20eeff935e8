"""The folder of a bloc: the only file input and output of the package, and its only clock.

Names of places, careful reading, atomic writing, publishing of whole sets, one run at a time.
What the bytes mean is left to `books` and `reports`; what a refusal is called, to the catalogue.
"""

from thidua_batch.workspace.clock import now, today
from thidua_batch.workspace.locking import lock
from thidua_batch.workspace.names import escape_name
from thidua_batch.workspace.places import Workspace, find
from thidua_batch.workspace.plan import Published
from thidua_batch.workspace.publishing import (
    Amendment,
    OutputSet,
    is_complete,
    publish,
    publish_together,
    stored_record,
)
from thidua_batch.workspace.reading import LIMIT, list_inbox, read_bytes, sha256
from thidua_batch.workspace.recovery import is_interrupted, recover
from thidua_batch.workspace.writing import write_atomic, write_new

__all__ = [
    "LIMIT",
    "Amendment",
    "OutputSet",
    "Published",
    "Workspace",
    "escape_name",
    "find",
    "is_complete",
    "is_interrupted",
    "list_inbox",
    "lock",
    "now",
    "publish",
    "publish_together",
    "read_bytes",
    "recover",
    "sha256",
    "stored_record",
    "today",
    "write_atomic",
    "write_new",
]
