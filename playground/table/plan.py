"""Table and Choice → what becomes of each column and of the rows, before anything is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playground.table.choice import DROP, LABEL, ONE_HOT, Choice, lacking
from playground.table.columns import AMOUNTS, DATES, NOTHING, NUMBERS, Column
from playground.table.errors import quote
from playground.table.limits import MAX_CATEGORIES
from playground.table.reading import Table


@dataclass(frozen=True)
class Fate:
    """What a column holds and what becomes of it, in words."""

    name: str
    holds: str
    becomes: str
    is_used: bool


@dataclass(frozen=True)
class Plan:
    """What becomes of a table: its columns, how many rows are kept, and why others are lost.

    ``lost`` counts the rows that lack a value, by column; a row may lack several.
    """

    fates: tuple[Fate, ...]
    n_rows: int
    n_kept: int
    lost: Mapping[str, int]

    def __str__(self) -> str:
        if self.n_kept == self.n_rows:
            return f"All {self.n_rows:,} rows are kept."
        by_column = ", ".join(f"{quote(name)} {n:,}" for name, n in self.lost.items())
        n_lost = self.n_rows - self.n_kept
        return (
            f"{self.n_kept:,} of {self.n_rows:,} rows are kept. {n_lost:,} lack a value and are "
            f"left out: {by_column}."
        )


def plan(table: Table, found: list[Column], choice: Choice) -> Plan:
    """Return what ``choice`` makes of a table whose columns are ``found``; never raises."""
    fates = tuple(_fate(column, choice) for column in found)
    names = (choice.target, *(choice.features if choice.missing == DROP else ()))
    lost = {c.name: c.n_missing for c in found if c.name in names and c.n_missing}
    n_lost = sum(lacking(table, lost))
    return Plan(fates, len(table.rows), len(table.rows) - n_lost, lost)


def _fate(column: Column, choice: Choice) -> Fate:
    """Return what becomes of one column."""
    holds = _holds(column) + (f", {column.n_missing:,} missing" if column.n_missing else "")
    if column.name == choice.target:
        return Fate(column.name, holds, "the class", True)
    if column.name not in choice.features:
        return Fate(column.name, holds, f"left out{_why_not(column)}", False)
    return Fate(column.name, holds, _feature(column, choice), True)


def _holds(column: Column) -> str:
    """Return what a column holds."""
    n = column.n_different
    if column.kind == NOTHING:
        return "nothing"
    if column.kind == NUMBERS:
        return f"numbers, {n:,} different" if n > 1 else "one number throughout"
    return f"{column.kind}, {n:,} different" if n > 1 else "one text throughout"


def _why_not(column: Column) -> str:
    """Return why a column is no feature; empty when nothing but the visitor's choice is."""
    if column.is_id:
        return ": it only names the rows"
    if column.is_usable or column.kind == NOTHING:
        return ""
    if column.kind == DATES:
        return ": dates are no numbers"
    if column.kind == AMOUNTS:
        return f": take the sign out of {quote(column.first, 12)} to use it as a number"
    if column.odd:
        row, text = column.odd
        return f": row {row:,} has {quote(text, 12)}, which is no number"
    if column.n_different > MAX_CATEGORIES:
        return f": more than {MAX_CATEGORIES} different texts"
    return ": its texts are too long"


def _feature(column: Column, choice: Choice) -> str:
    """Return what becomes of a column that is used."""
    n = column.n_different
    if column.is_numeric:
        return "a feature"
    if choice.encodings.get(column.name, ONE_HOT) == LABEL:
        return f"a feature, 0 to {n - 1} in an order"
    return f"{n} features, one for each text" if n > 1 else "a feature that is always 1"
