"""Codec of `decisions/<ky>/quyet_dinh.xlsx`: what people decided and units do not declare.

People edit the book by hand; it is read cell by cell and, when a flag of the command line adds a
line, written anew with everything that it held.
"""

from thidua_batch.books.decisions.layout import Rows, blank
from thidua_batch.books.decisions.read import DecisionsRead, read
from thidua_batch.books.decisions.write import write

__all__ = ["DecisionsRead", "Rows", "blank", "read", "write"]
