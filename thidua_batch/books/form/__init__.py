"""Codec of the per-unit form (biểu mẫu): written blank or filled, read when it comes back."""

from thidua_batch.books.form.layout import FormValues
from thidua_batch.books.form.marked import Marked, shown_of, values_of
from thidua_batch.books.form.read import FormRead, read
from thidua_batch.books.form.write import write

__all__ = ["FormRead", "FormValues", "Marked", "read", "shown_of", "values_of", "write"]
