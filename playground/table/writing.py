"""Points → CSV, safe to open in a spreadsheet: no cell becomes a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import numpy as np

from playground.table.choice import Points
from playground.table.errors import TableError
from playground.table.numbers import number

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """Return ``text``, with an apostrophe before it where a spreadsheet would see a formula."""
    is_formula = text.startswith(_STARTS_FORMULA) or text.lstrip().startswith(_STARTS_FORMULA)
    return f"'{text}" if is_formula and number(text, False) is None else text


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV: texts are made safe, floats written by repr so that none changes."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([safe_cell(name) for name in header])
    for row in rows:
        writer.writerow([safe_cell(c) if isinstance(c, str) else repr(c) for c in row])
    return buffer.getvalue()


def own_csv(points: Points) -> str:
    """Return the file that an exported script reads beside it: the features, then class numbers."""
    rows = ([*x, k] for x, k in zip(points.X.tolist(), points.y.tolist(), strict=True))
    return write_csv([*points.features, "class"], rows)


def read_own_csv(text: str) -> Points:
    """Return the points of a file that ``own_csv`` wrote; the classes' names are not in it."""
    try:
        if not text.partition("\n")[2].strip():
            raise ValueError("no rows")
        header = next(csv.reader(io.StringIO(text, newline="")))
        table = np.loadtxt(io.StringIO(text), delimiter=",", skiprows=1, ndmin=2)
        if table.shape[1] != len(header) or not table.size or not np.isfinite(table).all():
            raise ValueError(header)
        y = table[:, -1].astype(np.int64)
        if y.min() < 0:
            raise ValueError(y)
    except (ValueError, StopIteration, IndexError, csv.Error):
        raise TableError(
            "The file must have a row of names, then numbers with the class number last, as the "
            "own.csv that the page gives."
        ) from None
    classes = tuple(f"class {k}" for k in range(int(y.max()) + 1))
    return Points(np.ascontiguousarray(table[:, :-1]), y, tuple(header[:-1]), classes)
