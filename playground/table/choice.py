"""Table and Choice → Points: which column is the class, which are features, how each is read.

Encoding and filling are written out here, as the server is not to load scikit-learn; tests hold
them equal to its OneHotEncoder, OrdinalEncoder and SimpleImputer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from playground.catalog.own import MAX_CLASSES, MIN_PER_CLASS
from playground.table.columns import in_order, is_numeric, joined, spellings
from playground.table.errors import TableError, quote
from playground.table.limits import (
    MAX_CATEGORIES,
    MAX_FEATURES,
    MAX_NAME,
    MAX_VALUE,
)
from playground.table.numbers import is_missing, number
from playground.table.reading import Table

LABEL, ONE_HOT = "label", "one_hot"
ENCODINGS = (LABEL, ONE_HOT)
DROP, FILL = "drop", "fill"
MISSING_POLICIES = (DROP, FILL)


@dataclass(frozen=True)
class Points:
    """X (n, n_features) float64, y (n,) int64 from 0, and the names of features and classes.

    ``note`` says what was left out or filled; it is no part of the data.
    """

    X: np.ndarray
    y: np.ndarray
    features: tuple[str, ...]
    classes: tuple[str, ...]
    note: str = field(default="", compare=False)


@dataclass(frozen=True)
class Choice:
    """How a table is read.

    ``encodings`` says of text columns how they become numbers: ``label`` (0, 1, … in the order
    given in ``orders``, else alphabetical) or ``one_hot``, which is the rule for the others.
    ``missing``: ``drop`` the rows, or ``fill`` with the median or the most frequent text; rows
    without a class are dropped either way. ``joins``: texts that differ only in capitals are one.
    """

    target: str
    features: tuple[str, ...]
    encodings: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: str = DROP
    joins: bool = True


def make_points(table: Table, choice: Choice) -> Points:
    """Return the points that ``choice`` makes of ``table``; TableError where that can't be."""
    _check(table, choice)
    known = spellings(table) if choice.joins else {}
    told = _joined_note(known, choice)
    table = joined(table, known)
    kept = _kept_rows(table, choice)
    note = " ".join(filter(None, (_note(table, choice, len(kept)), told)))
    table = _select(table, kept)
    y, classes = _classes(table, choice.target)
    parts = [_feature(table, name, choice) for name in choice.features]
    names = tuple(name for part, _ in parts for name in part)
    if len(names) > MAX_FEATURES:
        raise TableError(
            f"That makes {len(names)} features; at most {MAX_FEATURES} can be used. Encode text "
            "columns as labels, or leave columns out."
        )
    return Points(np.column_stack([block for _, block in parts]), y, names, classes, note)


def _check(table: Table, choice: Choice) -> None:
    """Refuse a choice that contradicts itself or the table."""
    if choice.missing not in MISSING_POLICIES:
        raise TableError("Missing values are either dropped or filled.")
    if not choice.features:
        raise TableError("No feature is chosen. Choose at least one column besides the class.")
    if len(set(choice.features)) < len(choice.features):
        raise TableError("A feature is chosen twice. Choose each column once.")
    if choice.target in choice.features:
        raise TableError(
            f"{quote(choice.target)} can't be the class and a feature: the answer would be given "
            "away. Leave it out of the features."
        )
    for name, encoding in choice.encodings.items():
        if encoding not in ENCODINGS:
            raise TableError(f"Text columns become labels or one-hot; {quote(name)} has neither.")
    for name in (choice.target, *choice.features):
        if all(map(is_missing, table.column(name))):
            raise TableError(f"The column {quote(name)} has no values. Leave it out.")


def _kept_rows(table: Table, choice: Choice) -> list[int]:
    """Return the places of the rows that have a class and, unless filled, every feature."""
    needed = [choice.target, *(choice.features if choice.missing == DROP else ())]
    kept = [i for i, lacks in enumerate(lacking(table, needed)) if not lacks]
    if not kept:
        raise TableError(
            "No row is complete, so none is left. Fill missing values, or leave out the columns "
            "that lack many."
        )
    return kept


def lacking(table: Table, names: Collection[str]) -> list[bool]:
    """Tell of each row whether it lacks a value in one of the columns ``names``."""
    places = [table.header.index(name) for name in names]
    return [any(is_missing(row[place]) for place in places) for row in table.rows]


def _joined_note(known: Mapping[str, list[tuple[str, ...]]], choice: Choice) -> str:
    """Return a sentence about texts that are taken for others; empty when there are none."""
    used = [group for name in (choice.target, *choice.features) for group in known.get(name, ())]
    if not used:
        return ""
    told = ", ".join(
        f"{quote(other)} as {quote(usual)}" for usual, *others in used[:5] for other in others[:3]
    )
    return f"Read without regard to capitals: {told}."


def _note(table: Table, choice: Choice, n_kept: int) -> str:
    """Return a sentence about rows left out and cells filled; empty when there are none."""
    dropped = len(table.rows) - n_kept
    parts = [f"{_rows(dropped)} with missing values left out."] * bool(dropped)
    if choice.missing == FILL:
        cells = [cell for name in choice.features for cell in table.column(name)]
        if filled := sum(map(is_missing, cells)):
            parts.append(
                f"{filled} missing value{'s' * (filled > 1)} filled, with the median or the most "
                "frequent text of all rows."
            )
    return " ".join(parts)


def _rows(n: int) -> str:
    return f"{n} row{'s' * (n != 1)}"


def _select(table: Table, kept: Sequence[int]) -> Table:
    """Return the table with only the rows at ``kept``."""
    rows = tuple(table.rows[i] for i in kept)
    numbers = tuple(table.numbers[i] for i in kept)
    return Table(table.header, rows, numbers, table.delimiter, table.note)


def _classes(table: Table, target: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return y (n,) and the names of the classes, each with enough rows."""
    cells = table.column(target)
    classes = in_order(set(cells), table)
    if len(classes) == 1:
        raise TableError(
            f"The column {quote(target)} has only one class, {quote(classes[0])}: there is "
            "nothing to tell apart. Choose another class column, or add rows of another class."
        )
    if len(classes) > MAX_CLASSES:
        measured = " It looks like a measurement." if is_numeric(cells, table) else ""
        raise TableError(
            f"The column {quote(target)} has {len(classes)} different values; a class column can "
            f"have at most {MAX_CLASSES}.{measured} Choose another one, or merge classes."
        )
    _check_classes(table, target, cells, classes)
    return np.array([classes.index(cell) for cell in cells], dtype=np.int64), classes


def _check_classes(table: Table, target: str, cells: list[str], classes: tuple[str, ...]) -> None:
    """Refuse classes with too few rows, and names that are too long to show or alike."""
    for name, n in Counter(cells).items():
        row = table.numbers[cells.index(name)]
        if n < MIN_PER_CLASS:
            raise TableError(
                f"Row {row}, column {quote(target)}: the class {quote(name)} has only {_rows(n)}; "
                f"each needs {MIN_PER_CLASS}, one to learn from and one to test. Add rows, or "
                "take the class out."
            )
        _check_length(row, target, name)
    if len({" ".join(name.split()) for name in classes}) < len(classes):
        raise TableError(f"Two classes in {quote(target)} differ only in spaces. Make them alike.")


def _check_length(row: int, column: str, name: str) -> None:
    if len(name) > MAX_NAME:
        raise TableError(
            f"Row {row}, column {quote(column)}: {quote(name)} has {len(name)} characters; a name "
            f"can have at most {MAX_NAME}. Shorten it."
        )


def _feature(table: Table, name: str, choice: Choice) -> tuple[list[str], np.ndarray]:
    """Return the names and the columns (n, k) that one column becomes."""
    cells = table.column(name)
    present = [cell for cell in cells if not is_missing(cell)]
    if not present:
        raise TableError(
            f"The column {quote(name)} has no values in the rows that are left. Leave it out."
        )
    if is_numeric(present, table):
        return [name], _numeric(table, name, cells)[:, None]
    return _encoded(table, name, choice, cells, present)


def _numeric(table: Table, name: str, cells: list[str]) -> np.ndarray:
    """Return a column of numbers (n,), the median where one is missing."""
    values = np.full(len(cells), np.nan)
    for i, cell in enumerate(cells):
        if not is_missing(cell):
            values[i] = _finite(table.numbers[i], name, cell, table)
    values[np.isnan(values)] = np.nanmedian(values)
    return values


def _finite(row: int, name: str, cell: str, table: Table) -> float:
    """Return the number in a cell; TableError when it is too large to compute with."""
    value = number(cell, table.decimal_comma)
    assert value is not None
    if abs(value) > MAX_VALUE:
        what = "infinite" if np.isinf(value) else f"larger than {MAX_VALUE:g}"
        raise TableError(
            f"Row {row}, column {quote(name)}: {quote(cell)} is {what}. Correct the cell, empty "
            "it, or leave the column out."
        )
    return value + 0.0  # -0.0 would be another table


def _encoded(
    table: Table, name: str, choice: Choice, cells: list[str], present: list[str]
) -> tuple[list[str], np.ndarray]:
    """Return the names and columns that a text column becomes, the most frequent text filled in."""
    categories = _categories(table, name, cells, present)
    if order := choice.orders.get(name):
        categories = _ordered(name, categories, order)
    (usual, _), *_ = sorted(Counter(present).items(), key=lambda item: (-item[1], item[0]))
    filled = [usual if is_missing(cell) else cell for cell in cells]
    codes = np.array([categories.index(cell) for cell in filled])
    if choice.encodings.get(name, ONE_HOT) == LABEL:
        return [name], codes[:, None].astype(np.float64)
    names = [" ".join(f"{name}={category}".split()) for category in categories]
    return names, np.eye(len(categories))[codes]


def _categories(table: Table, name: str, cells: list[str], present: list[str]) -> tuple[str, ...]:
    """Return the different texts of a column; TableError when there are too many."""
    categories = in_order(set(present), table)
    text = next(c for c in present if number(c, table.decimal_comma) is None)
    row = table.numbers[cells.index(text)]
    if len(categories) > MAX_CATEGORIES:
        raise TableError(
            f"Row {row}, column {quote(name)}: {quote(text)} is no number, and as text the column "
            f"has {len(categories)} different values; at most {MAX_CATEGORIES} can be encoded. "
            "Correct the cell, or leave the column out."
        )
    for category in categories:
        _check_length(table.numbers[cells.index(category)], name, category)
    return categories


def _ordered(name: str, categories: tuple[str, ...], order: tuple[str, ...]) -> tuple[str, ...]:
    """Return ``order`` without what does not occur; TableError when it lacks or repeats texts."""
    if lacking := [category for category in categories if category not in order]:
        raise TableError(
            f"The order of {quote(name)} lacks {quote(lacking[0])}. Name every value once."
        )
    if len(set(order)) < len(order):
        raise TableError(f"The order of {quote(name)} repeats a value. Name every value once.")
    return tuple(category for category in order if category in categories)
