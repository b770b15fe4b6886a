"""A visitor's own table: CSV → text columns → points, kept on the server, and back to CSV.

Knows NumPy and the standard library only. Whatever is wrong raises TableError with a sentence.
"""

from playground.table.choice import Choice, Column, Points, columns, make_points, suggest
from playground.table.drawn import drawn_points
from playground.table.errors import NotKept, TableError
from playground.table.reading import Table, read_csv
from playground.table.store import load, save
from playground.table.writing import own_csv, read_own_csv, safe_cell, write_csv

__all__ = [
    "Choice",
    "Column",
    "NotKept",
    "Points",
    "Table",
    "TableError",
    "columns",
    "drawn_points",
    "load",
    "make_points",
    "own_csv",
    "read_csv",
    "read_own_csv",
    "safe_cell",
    "save",
    "suggest",
    "write_csv",
]
