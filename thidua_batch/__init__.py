"""Batch processor for Vietnamese emulation blocs (khối/cụm thi đua)."""

__version__ = "0.1.0"
