"""How large a visitor's table may be. All of it is stated on the page and enforced."""

from __future__ import annotations

from playground.catalog.own import MAX_CLASSES

MAX_BYTES = 5 * 2**20
MAX_ROWS = 5000
MAX_COLUMNS = 100
MAX_FEATURES = 200
"""After one-hot encoding."""

MAX_CATEGORIES = 20
"""Different texts in a feature column."""

MAX_NAME = 60
"""Characters of a column's, a class's or a category's name."""

MAX_CELL = 1000
"""Characters of a cell."""

MAX_VALUE = 1e12
"""Largest number: far larger ones overflow in a network's 32-bit floats."""

STATED = (
    f"Up to {MAX_BYTES // 2**20} MB, {MAX_ROWS:,} rows, {MAX_COLUMNS} columns and "
    f"{MAX_CLASSES} classes. The first row names the columns."
)
"""The limits in a sentence."""

__all__ = [name for name in dir() if name.isupper()]
