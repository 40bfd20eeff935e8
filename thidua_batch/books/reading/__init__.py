"""Any file that comes back, as a `Grid` of cells: what every reader of returns stands on.

Bytes are told apart by what they are, never by a name; what is refused says why.
"""
