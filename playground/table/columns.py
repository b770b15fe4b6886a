"""What each column of a table holds: numbers, texts, dates, amounts, or only the rows' names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from playground.table.limits import MAX_CATEGORIES, MAX_NAME
from playground.table.numbers import is_missing, number
from playground.table.reading import Table

NUMBERS, DATES, AMOUNTS, TEXTS, NOTHING = "numbers", "dates", "amounts", "texts", "nothing"

MOSTLY = 0.8
"""Share of numbers from which on what is no number looks like a typing error."""

FEWEST_COUNTED = 10
"""Rows from which on whole numbers that only grow, or texts that all differ, name the rows."""

_DATE = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))([T ]\d{1,2}:\d{2}.*)?"
)
_AMOUNT = re.compile(
    r"[-−(]?\s*(([$€£¥]|[A-Z]{3} )\s*[\d.,' ]+|[\d.,' ]+\s*([$€£¥%]| [A-Z]{3}))\)?"
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_ID = {"id", "ids", "uuid", "guid"}
_NUMBERING = {"index", "idx", "nr", "no", "number", "key", "row"}


@dataclass(frozen=True)
class Column:
    """One column as it was found.

    ``n_different`` counts its texts, ``categories`` are those in order when they are few, ``first``
    is the first of them; ``fewest`` is how many rows the rarest has. ``is_id``: it only names or
    numbers the rows. ``odd`` is a row and its text where a column that is all numbers else has
    none.
    """

    name: str
    kind: str
    n_different: int
    categories: tuple[str, ...]
    n_missing: int
    first: str = ""
    fewest: int = 0
    is_id: bool = False
    odd: tuple[int, str] | None = None

    @property
    def is_numeric(self) -> bool:
        """Every cell that has a value spells a number."""
        return self.kind == NUMBERS

    @property
    def is_usable(self) -> bool:
        """It can be a feature."""
        is_short = bool(self.categories) and max(map(len, self.categories)) <= MAX_NAME
        return self.is_numeric or is_short


def columns(table: Table) -> list[Column]:
    """Return what each column holds."""
    return [_column(table, i, name) for i, name in enumerate(table.header, 1)]


def spellings(table: Table) -> Mapping[str, list[tuple[str, ...]]]:
    """Return, by column, the texts that differ only in capitals, the most frequent first."""
    found = {}
    for name in table.header:
        counts = Counter(table.column(name))
        if len({cell.casefold() for cell in counts}) == len(counts):
            continue
        counts = Counter({cell: n for cell, n in counts.items() if not is_missing(cell)})
        groups: dict[str, list[str]] = {}
        for cell in sorted(counts, key=lambda cell: (-counts[cell], cell)):
            groups.setdefault(cell.casefold(), []).append(cell)
        if several := [tuple(group) for group in groups.values() if len(group) > 1]:
            found[name] = several
    return found


def joined(table: Table, known: Mapping[str, list[tuple[str, ...]]] | None = None) -> Table:
    """Return the table with texts that differ only in capitals spelt as they mostly are.

    ``known`` are its ``spellings``, if they are known already.
    """
    known = spellings(table) if known is None else known
    if not known:
        return table
    usual = [
        {cell: group[0] for group in known.get(name, ()) for cell in group} for name in table.header
    ]
    rows = tuple(
        tuple(words.get(cell, cell) for words, cell in zip(usual, row, strict=True))
        for row in table.rows
    )
    return Table(table.header, rows, table.numbers, table.delimiter, table.note)


def is_numeric(cells: Iterable[str], table: Table) -> bool:
    """Tell whether every cell spells a number."""
    return all(number(cell, table.decimal_comma) is not None for cell in cells)


def in_order(cells: set[str], table: Table) -> tuple[str, ...]:
    """Return different cells in the order of their numbers, or of the alphabet."""
    if cells and is_numeric(cells, table):
        return tuple(sorted(cells, key=lambda c: (number(c, table.decimal_comma) or 0.0, c)))
    return tuple(sorted(cells))


def words(name: str) -> list[str]:
    """Return the words of a column's name in lower case: ``customerID`` has two."""
    return [word.lower() for word in _WORD.findall(name)]


def _column(table: Table, i: int, name: str) -> Column:
    """Return what column ``i``, counted from 1, holds."""
    cells = [cell for cell in table.column(name) if not is_missing(cell)]
    counts = Counter(cells)
    kind = _kind(counts, table)
    has_name = name != f"column {i}"
    return Column(
        name,
        kind,
        len(counts),
        in_order(set(counts), table) if len(counts) <= MAX_CATEGORIES else (),
        len(table.rows) - len(cells),
        cells[0] if cells else "",
        min(counts.values(), default=0),
        _is_id(words(name) if has_name else ["index"], cells, kind, table),
        _odd(table, name) if kind == TEXTS else None,
    )


def _kind(counts: Counter[str], table: Table) -> str:
    """Return what the texts of a column are."""
    if not counts:
        return NOTHING
    if is_numeric(counts, table):
        return NUMBERS
    for kind, pattern in ((DATES, _DATE), (AMOUNTS, _AMOUNT)):
        if all(pattern.fullmatch(cell) or number(cell, True) is not None for cell in counts):
            return kind
    return TEXTS


def _is_id(name: Sequence[str], cells: list[str], kind: str, table: Table) -> bool:
    """Tell whether a column only names or numbers the rows, by its name or because all differ."""
    n_values = len(set(cells))
    if name and name[-1] in _ID:
        return n_values > len(cells) / 2
    if n_values < len(cells):
        return False
    is_long = len(cells) == len(table.rows) >= FEWEST_COUNTED
    if kind == TEXTS:
        has_number = any(number(cell, table.decimal_comma) is not None for cell in cells)
        return is_long and n_values <= MAX_CATEGORIES and not has_number
    if kind != NUMBERS:
        return False
    values = [number(cell, table.decimal_comma) or 0.0 for cell in cells]
    if not all(map(float.is_integer, values)):
        return False
    steps = [after - before for before, after in pairwise(values)]
    is_sorted = min(steps, default=0) > 0 or max(steps, default=0) < 0
    return bool({*name} & _NUMBERING) or (is_long and is_sorted)


def _odd(table: Table, name: str) -> tuple[int, str] | None:
    """Return the first row whose text is no number where most are."""
    given = [(i, cell) for i, cell in zip(table.numbers, table.column(name), strict=True)]
    present = [(i, cell) for i, cell in given if not is_missing(cell)]
    odd = [(i, cell) for i, cell in present if number(cell, table.decimal_comma) is None]
    return odd[0] if len(odd) <= (1 - MOSTLY) * len(present) else None
