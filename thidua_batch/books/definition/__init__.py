"""`khoi.xlsx`, the definition workbook: a bloc to bytes and back, and a bloc's own table."""

from thidua_batch.books.definition.from_table import (
    TableRead,
    UnderstoodRow,
    from_table,
    write_table,
)
from thidua_batch.books.definition.read import DefinitionRead, read
from thidua_batch.books.definition.write import write

__all__ = [
    "DefinitionRead",
    "TableRead",
    "UnderstoodRow",
    "from_table",
    "read",
    "write",
    "write_table",
]
