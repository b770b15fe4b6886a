"""CSV → Table: text cells in named columns. Finds out the encoding and the separator."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from playground.table.errors import TableError, quote
from playground.table.limits import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_NAME, MAX_ROWS
from playground.table.numbers import number

DELIMITERS = ",;\t"
READ_AS_WESTERN = (
    "The file is not UTF-8 and was read as Windows-1252 (Western European). If letters look wrong, "
    "save it as “CSV UTF-8”."
)

_WAY_OUT = "Save the table as “CSV UTF-8” and try again."
_SIGNATURES = (
    (b"PK\x03\x04", "an Excel or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format", "a database"),
    (b"\x93NUMPY", "a NumPy file"),
)
_WIDE = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SAMPLE = 20
"""Rows by which the separator is found."""

Row = tuple[int, list[str]]
"""Number of a row, counted from 1 as a spreadsheet does, and its cells."""


@dataclass(frozen=True)
class Table:
    """``rows`` hold one text for each name in ``header``; ``numbers`` are the rows' numbers as a
    spreadsheet shows them. ``note`` is a sentence about how the file was read, or empty."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    delimiter: str = ","
    note: str = ""

    @property
    def decimal_comma(self) -> bool:
        """A comma in a cell is a decimal comma: it does not separate cells."""
        return self.delimiter != ","

    def column(self, name: str) -> list[str]:
        """Return the cells of the column ``name``; TableError when there is none."""
        if name not in self.header:
            raise TableError(f"There is no column {quote(name)}. Choose one of those in the table.")
        place = self.header.index(name)
        return [row[place] for row in self.rows]


def read_csv(source: bytes | str) -> Table:
    """Return the table that ``source`` spells; TableError with a sentence when there is none."""
    text, note = _decode(source) if isinstance(source, bytes) else (_clean(source), "")
    _no_binary(text)
    delimiter = _sniff(text)
    records = _records(text, delimiter)
    row, names = next(records, (0, []))
    if not names:
        raise TableError("There is nothing in it. The first row names the columns, as x1,x2,class.")
    _has_no_blank_header(text, delimiter)
    header = _header(row, names)
    rows = _rows(header, records)
    return _without_empty_columns(names, header, rows, delimiter, note)


def _has_no_blank_header(text: str, delimiter: str) -> None:
    """Refuse a first row of separators only: the one below it would be taken for the names."""
    rows = enumerate(_reader(text, delimiter), 1)
    row, cells = next((i, row) for i, row in rows if len(row) > 1 or any(map(str.strip, row)))
    if not any(map(str.strip, cells)):
        raise TableError(
            f"Row {row} should name the columns, but its cells are empty. Put names into it, as "
            "x1,x2,class, or take the row out if the next one has them."
        )


def _decode(source: bytes) -> tuple[str, str]:
    """Return the text that ``source`` holds, and a sentence about it when that was a guess."""
    _is_small(len(source))
    _no_known_binary(source)
    try:
        return source.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        row = source[: error.start].count(b"\n") + 1
    try:
        text = source.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or not _is_sensible(text):
        raise TableError(f"Row {row} has bytes that are not UTF-8 text. {_WAY_OUT}")
    return text, READ_AS_WESTERN


def _clean(text: str) -> str:
    """Return a pasted text without what can't be written as UTF-8."""
    _is_small(len(text))
    encoded = text.encode("utf-8", "replace")
    _is_small(len(encoded))
    return encoded.decode().removeprefix("\ufeff")


def _is_small(size: int) -> None:
    if size > MAX_BYTES:
        raise TableError(
            f"It has {_megabytes(size)} MB; at most {MAX_BYTES // 2**20} MB can be used. "
            "Leave out rows or columns."
        )


def _megabytes(size: int) -> str:
    """Return a size beyond the limit in MB, with as many digits as it takes to be beyond."""
    texts = (f"{size / 2**20:.{digits}f}" for digits in range(1, 20))
    return next(text for text in texts if float(text) > MAX_BYTES / 2**20)


def _no_known_binary(source: bytes) -> None:
    """Name the kind of file when it is no text."""
    for signature, kind in _SIGNATURES:
        if source.startswith(signature):
            raise TableError(f"This is {kind}, not a CSV file. {_WAY_OUT}")
    wide = [name for mark, name in _WIDE if source.startswith(mark)]
    head = source[:1000]
    if wide or (len(head) > 3 and 0.4 < head.count(0) / len(head) <= 0.8 and head.isascii()):
        raise TableError(f"This is {wide[0] if wide else 'UTF-16'} text, not UTF-8. {_WAY_OUT}")


def _is_sensible(text: str) -> bool:
    """Tell whether a guessed encoding gave what people write."""
    foreign = sum(not character.isascii() for character in text)
    return not _CONTROL.search(text) and foreign <= 0.3 * len(text)


def _no_binary(text: str) -> None:
    """Refuse characters that no text has."""
    if found := _CONTROL.search(text):
        row = text.count("\n", 0, found.start()) + 1
        what = "a NUL byte" if found[0] == "\0" else f"a control character (U+{ord(found[0]):04X})"
        raise TableError(f"Row {row} has {what}: this looks like a binary file. {_WAY_OUT}")


def _sniff(text: str) -> str:
    """Return the separator that cuts the first rows into the same number of columns, > 1."""

    def merit(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for _, row in islice(_records(text, delimiter), _SAMPLE)]
        except TableError:
            return 0.0, 0
        if not widths or widths[0] < 2:
            return 0.0, 0
        return Counter(widths)[widths[0]] / len(widths), widths[0]

    return max(DELIMITERS, key=merit)


def _records(text: str, delimiter: str) -> Iterator[Row]:
    """Yield the rows that are not blank, each with its number; their cells without outer spaces."""
    number_of_row = 0
    try:
        for number_of_row, cells in enumerate(_reader(text, delimiter), 1):
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield number_of_row, stripped
    except csv.Error as error:
        raise TableError(_malformed(number_of_row + 1, str(error))) from None


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    """Return the rows as they are; csv.Error where one is malformed."""
    source = io.StringIO(text, newline="")
    return csv.reader(source, delimiter=delimiter, skipinitialspace=True, strict=True)


def _malformed(row: int, error: str) -> str:
    """Return a sentence about a row that is no CSV."""
    if "limit" in error:
        return f"Row {row} has a cell of more than {MAX_CELL:,} characters. Is a quote unclosed?"
    return (
        f"Row {row} has a quotation mark that is opened and not closed, or closed inside a cell. "
        "Double it or take it out."
    )


def _header(row: int, cells: list[str]) -> tuple[str, ...]:
    """Return the columns' names, checked; a column without one gets its number."""
    if len(cells) < 2:
        raise TableError(
            "There is only one column. Cells are separated by commas, semicolons or tabs, and a "
            "table needs at least one feature and the class."
        )
    if len(cells) > MAX_COLUMNS + 1:
        raise TableError(
            f"It has {len(cells):,} columns; at most {MAX_COLUMNS} can be used. Leave some out."
        )
    if all(number(cell, True) is not None for cell in cells if cell):
        raise TableError(
            f"Row {row} should name the columns, but has only numbers. Put a row like x1,x2,class "
            "before it."
        )
    names = [" ".join(cell.split()) or f"column {i}" for i, cell in enumerate(cells, 1)]
    for i, name in enumerate(names, 1):
        _check_name(i, name, names)
    return tuple(names)


def _check_name(i: int, name: str, names: list[str]) -> None:
    """Refuse the name of column ``i`` when it is too long or taken."""
    if len(name) > MAX_NAME:
        raise TableError(
            f"Row 1, column {i}: the name {quote(name)} has {len(name)} characters; at most "
            f"{MAX_NAME} can be used. Shorten it."
        )
    if (first := names.index(name) + 1) != i:
        raise TableError(
            f"Row 1: columns {first} and {i} are both named {quote(name)}. Rename one of them."
        )


def _rows(header: tuple[str, ...], records: Iterator[Row]) -> list[Row]:
    """Return the rows below the header, each with as many cells as it."""
    rows: list[Row] = []
    for number_of_row, cells in records:
        if len(rows) == MAX_ROWS:
            raise TableError(
                f"Row {number_of_row:,} is one too many: at most {MAX_ROWS:,} rows can be used. "
                "Leave some out."
            )
        rows.append((number_of_row, _check_row(header, number_of_row, cells)))
    if not rows:
        raise TableError("There are no rows below the names of the columns. Add some.")
    return rows


def _check_row(header: tuple[str, ...], row: int, cells: list[str]) -> list[str]:
    """Return the cells of a row; TableError when there are too many, too few or too long ones."""
    if len(cells) > len(header) and not any(cells[len(header) :]):
        cells = cells[: len(header)]
    if len(cells) > len(header):
        raise TableError(
            f"Row {row} has {_cells(len(cells))}, row 1 names {len(header)} columns: "
            f"{quote(cells[len(header)])} is in no column. Put a cell with separators in quotes, "
            "or take it out."
        )
    if len(cells) < len(header):
        raise TableError(
            f"Row {row} has {_cells(len(cells))}, row 1 names {len(header)} columns: none is left "
            f"for {quote(header[len(cells)])}. Add what is missing, an empty cell at least."
        )
    for name, cell in zip(header, cells, strict=True):
        if len(cell) > MAX_CELL:
            raise TableError(
                f"Row {row}, column {quote(name)}: the cell has {len(cell):,} characters; at most "
                f"{MAX_CELL:,} can be used. Shorten it or leave the column out."
            )
    return cells


def _cells(n: int) -> str:
    return f"{n} cell{'s' * (n != 1)}"


def _without_empty_columns(
    names: list[str], header: tuple[str, ...], rows: list[Row], delimiter: str, note: str
) -> Table:
    """Return the table without columns that have neither name nor cells: separators at the end."""
    kept = [i for i, name in enumerate(names) if name or any(cells[i] for _, cells in rows)]
    if len(kept) < 2:
        raise TableError("There is only one column with something in it. Add features or a class.")
    if len(kept) > MAX_COLUMNS:
        raise TableError(
            f"It has {len(kept)} columns; at most {MAX_COLUMNS} can be used. Leave some out."
        )
    return Table(
        tuple(header[i] for i in kept),
        tuple(tuple(cells[i] for i in kept) for _, cells in rows),
        tuple(number_of_row for number_of_row, _ in rows),
        delimiter,
        note,
    )
