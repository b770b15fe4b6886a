"""Table → Choice: which column most tables mean as the class, and which as features."""

from __future__ import annotations

from playground.catalog.own import MAX_CLASSES, MIN_PER_CLASS
from playground.table.choice import Choice
from playground.table.columns import Column, columns, joined, words
from playground.table.reading import Table

# fmt: off
_TARGETS = frozenset((
    "class", "label", "target", "outcome", "output", "response", "result", "species", "variety",
    "diagnosis", "survived", "churn", "churned", "exited", "attrition", "default", "defaulted",
    "purchased", "approved", "admitted", "passed", "fraud", "spam", "clicked", "cancelled",
))
# fmt: on
"""What people call the column that is to be predicted."""


def suggest(table: Table, found: list[Column] | None = None) -> Choice:
    """Return the choice that most tables mean; ``found`` are its columns, if they are known.

    The class is what is called like one, else the last column that can be one. Columns that only
    name or number the rows are no features, unless there are no others.
    """
    found = columns(joined(table)) if found is None else found
    target = _target(found, len(table.rows))
    usable = [column for column in found if column.is_usable and column.name != target]
    features = [column for column in usable if not column.is_id] or usable
    return Choice(target, tuple(column.name for column in features))


def _target(found: list[Column], n_rows: int) -> str:
    """Return the name of the column that is the class."""
    most = min(MAX_CLASSES, n_rows // MIN_PER_CLASS)
    fitting = [c for c in found if 2 <= c.n_different <= most and not c.is_id]
    ranked = sorted(fitting, key=lambda column: _merit(column, found[-1]))
    return (ranked or found)[-1].name


def _merit(column: Column, last: Column) -> tuple[int, bool, bool]:
    """Return how much a column looks like the class: its name, its rows, its kind.

    Few different numbers are rather a count, unless they stand last or are but two.
    """
    name = words(column.name)
    is_called = bool(name) and name[-1] in _TARGETS
    called = (2 if len(name) == 1 else 1) if is_called else 0
    is_category = not column.is_numeric or column.n_different == 2 or column == last
    return called, column.fewest >= MIN_PER_CLASS, is_category
