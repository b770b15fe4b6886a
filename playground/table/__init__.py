"""A visitor's own table: CSV → text columns → points, kept on the server, and back to CSV.

Knows NumPy and the standard library only. Whatever is wrong raises TableError with a sentence.
"""

from playground.table.choice import Choice, Points, make_points
from playground.table.columns import Column, columns, joined, spellings
from playground.table.drawn import drawn_points
from playground.table.errors import NotKept, TableError
from playground.table.plan import Fate, Plan, plan
from playground.table.reading import Table, read_csv
from playground.table.store import load, save
from playground.table.suggestion import suggest
from playground.table.writing import own_csv, read_own_csv, safe_cell, write_csv

__all__ = [
    "Choice",
    "Column",
    "Fate",
    "NotKept",
    "Plan",
    "Points",
    "Table",
    "TableError",
    "columns",
    "drawn_points",
    "joined",
    "load",
    "make_points",
    "own_csv",
    "plan",
    "read_csv",
    "read_own_csv",
    "safe_cell",
    "save",
    "spellings",
    "suggest",
    "write_csv",
]
