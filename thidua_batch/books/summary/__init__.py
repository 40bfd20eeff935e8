"""The consolidated workbook (bảng tổng hợp): an `Outcome` as a live Excel workbook."""

from thidua_batch.books.summary.write import sheet_names, write

__all__ = ["sheet_names", "write"]
