"""Whatever a visitor hands in is either read or gets a sentence: never any other exception."""

import gzip
import io
import os
import random
import zipfile
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.table import (
    Choice,
    TableError,
    columns,
    drawn_points,
    make_points,
    read_csv,
    read_own_csv,
    suggest,
)
from playground.table.limits import MAX_BYTES, MAX_CELL, MAX_NAME, MAX_ROWS

GOOD = "x,y,c\n1,2,a\n2,3,a\n3,4,b\n4,5,b\n"


def zipped() -> bytes:
    """Return the bytes of a small ZIP file, which is what Excel writes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


def saved(array: np.ndarray) -> bytes:
    """Return the bytes of a NumPy file."""
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


UNREADABLE: dict[str, tuple[bytes | str, str]] = {
    "nothing": ("", "nothing in it"),
    "no bytes": (b"", "nothing in it"),
    "spaces": (" \t ", "nothing in it"),
    "blank lines": ("\n\r\n\n", "nothing in it"),
    "a mark only": (b"\xef\xbb\xbf", "nothing in it"),
    "a pasted mark only": ("\ufeff", "nothing in it"),
    "separators only": (",,,\n,,\n", "nothing in it"),
    "a blank row of names": (",,\n1,2,a\n2,3,a\n", "Row 1 should name the columns"),
    "a blank row of names, quoted": ('\n"","",""\n1,2,a\n', "Row 2 should name the columns"),
    "a blank row of tabs": ("\t\t\nx\ty\tc\n1\t2\ta\n", "take the row out if the next"),
    "one word": ("hello", "only one column"),
    "one column": ("x\n1\n2\n", "only one column"),
    "one column of text": ("kind\nred\nblue\n", "only one column"),
    "pipes": ("x|y|c\n1|2|a\n", "only one column"),
    "spaces between": ("x y c\n1 2 a\n", "only one column"),
    "colons": ("x:y:c\n1:2:a\n", "only one column"),
    "a web page": ("<!DOCTYPE html>\n<html>\n<body>hi</body></html>", "only one column"),
    "JSON lines": ('{"x"}\n{"x"}\n', "only one column"),
    "an empty second column": ("x,\n1,\n2,\n", "only one column"),
    "header only": ("x,y,c\n", "no rows"),
    "header without an end": ("x,y,c", "no rows"),
    "header and blank lines": ("x,y,c\n\n\n", "no rows"),
    "header and empty cells": ("x,y,c\n,,\n,,\n", "no rows"),
    "numbers only": ("1,2,0\n3,4,1\n", "name the columns"),
    "decimal numbers only": ("1,5;2;0\n3;4;1\n", "name the columns"),
    "numbers with a hole": ("1,,0\n3,4,1\n", "name the columns"),
    "infinities as names": ("inf,-inf\n3,4\n", "name the columns"),
    "twice the same name": ("x,x,c\n1,2,a\n", "columns 1 and 2"),
    "the same name far apart": ("x,y,c,x\n1,2,a,3\n", "columns 1 and 4"),
    "names that differ in spaces": ("a b,a  b,c\n1,2,a\n", "columns 1 and 2"),
    "the same quoted name": ('"x","x",c\n1,2,a\n', "columns 1 and 2"),
    "a name that a nameless column gets": ("column 2,,c\n1,2,a\n", "columns 1 and 2"),
    "a long name": (f"{'n' * (MAX_NAME + 1)},c\n1,a\n", "61 characters"),
    "a very long name": (f"x,{'n' * 100_000},c\n1,2,a\n", "characters"),
    "a long last name": (f"x,{'n' * 99}\n1,a\n", "column 2"),
    "a short row": ("x,y,c\n1,2,a\n1,2\n", "Row 3 has 2 cells"),
    "a long row": ("x,y,c\n1,2,a\n1,2,a,9\n", "Row 3 has 4 cells"),
    "a short first row": ("x,y,c\n1\n1,2,a\n", "Row 2 has 1 cell,"),
    "a short row after blanks": ("x,y,c\n\n\n1,2,a\n1,2\n", "Row 5 has 2 cells"),
    "a short row of many": ("x,y,c\n" + "1,2,a\n" * 999 + "1,2\n", "Row 1001"),
    "a comment line": ("x,y,c\n1,2,a\n# note\n", "Row 3 has 1 cell,"),
    "a title above": ("My table\nx,y,c\n1,2,a\n", "only one column"),
    "a decimal comma among commas": ("x,y,c\n1,5,2,a\n2,3,b\n", "Row 2 has 4 cells"),
    "a thousands comma": ("x,y,c\n1,000,2,a\n1,2,b\n", "Row 2 has 4 cells"),
    "another separator below": ("x,y,c\n1;2;a\n", "Row 2 has 1 cell,"),
    "an open quote": ('x,y,c\n1,"2,a\n3,4,b\n', "quotation mark"),
    "an open quote in the header": ('x,"y,c\n1,2,a\n', "Row 1 has a quotation mark"),
    "text after a quote": ('x,y,c\n1,"2"3,a\n', "quotation mark"),
    "an open quote and much text": ('x,c\n1,"' + "a\n" * 100_000, "quote"),
    "a long cell": (f"x,c\n1,{'a' * (MAX_CELL + 1)}\n", "1,001 characters"),
    "a huge cell": (f"x,c\n1,{'a' * 200_000}\n", "cell"),
    "too many rows": ("x,c\n" + "1,a\n" * (MAX_ROWS + 1), "Row 5,002"),
    "far too many rows": ("x,c\n" + "1,a\n" * 1_000_000, "rows"),
    "101 columns": (",".join(f"c{i}" for i in range(101)) + "\n" + "1," * 100 + "1\n", "101"),
    "10,000 columns": (
        ",".join(f"c{i}" for i in range(10_000)) + "\n" + "1," * 9_999 + "1\n",
        "10,000 columns",
    ),
    "a megabyte of commas": ("," * 2**20, "nothing in it"),
    "a bit too large": (b"x,c\n" + b"1,a\n" * (MAX_BYTES // 4), "It has 5.000004 MB; at most 5 MB"),
    "50 MB": (b"x,c\n1,a\n" + bytes(50 * 2**20), "50.0 MB"),
    "50 MB of text": ("x,c\n" + "1,a\n" * (50 * 2**18), "MB"),
    "5 MB in letters of three bytes": ("x,c\n1,a\n" + "€" * (MAX_BYTES // 2), "MB"),
    "a NUL": (b"x,y,c\n1,2,a\n1,\x002,b\n", "Row 3 has a NUL byte"),
    "a pasted NUL": ("x,y,c\n1,2,\x00\n", "Row 2 has a NUL byte"),
    "NULs": (bytes(1000), "NUL"),
    "a bell": ("x,y,c\n1,\x07,a\n", "control character (U+0007)"),
    "an escape": ("x,\x1b[31my,c\n1,2,a\n", "U+001B"),
    "a delete": ("x,y,c\n1,2\x7f,a\n", "U+007F"),
    "random bytes": (random.Random(1).randbytes(4096), "Row 1 has bytes"),
    "other random bytes": (b"\x01" + os.urandom(4096), ""),
    "UTF-16": (GOOD.encode("utf-16"), "UTF-16"),
    "UTF-16 little": (GOOD.encode("utf-16-le"), "UTF-16"),
    "UTF-16 big": (GOOD.encode("utf-16-be"), "UTF-16"),
    "UTF-16 with its mark, big": (b"\xfe\xff" + GOOD.encode("utf-16-be"), "UTF-16"),
    "UTF-32": (GOOD.encode("utf-32"), "UTF-16"),
    "UTF-32 big": (b"\x00\x00\xfe\xff" + GOOD.encode("utf-32-be"), "UTF-32"),
    "Shift JIS": ("x,y,種類\n1,2,赤\n".encode("shift_jis"), "not UTF-8"),
    "Russian in a DOS code page": ("имя,класс\nпервый,второй\n".encode("cp866"), "UTF-8"),
    "broken UTF-8": (b"x,y,c\n1,2,\x81\x81\n", "Row 2 has bytes"),
    "half a letter": (b"x,y,c\n1,2,\xe2\x81", "Row 2 has bytes"),
    "Excel": (zipped(), "Excel"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Excel"),
    "gzip": (gzip.compress(GOOD.encode()), "compressed"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "PNG": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "JPEG": (b"\xff\xd8\xff\xe0" + bytes(100), "picture"),
    "GIF": (b"GIF89a,x,y\n", "picture"),
    "Parquet": (b"PAR1,x,y\n", "Parquet"),
    "SQLite": (b"SQLite format 3\x00", "database"),
    "NumPy": (saved(np.eye(3)), "NumPy"),
    "an ELF program": (b"\x7fELF\x02\x01\x01" + bytes(100), "binary"),
    "a pickle": (b"\x80\x04\x95\x10\x00\x00\x00", ""),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_table_gets_a_sentence(name: str) -> None:
    source, words = UNREADABLE[name]
    assert_sentence(lambda: read_csv(source), words)


def rows(*lines: str, header: str = "x,y,c") -> str:
    """Return a table of ``lines``."""
    return "\n".join([header, *lines]) + "\n"


UNUSABLE: dict[str, tuple[str, Choice | None, str]] = {
    "one class": (rows("1,2,a", "2,3,a"), Choice("c", ("x",)), "only one class, ‘a’"),
    "one class and holes": (rows("1,2,a", "2,3,", "3,4,a"), None, "only one class"),
    "a class with one row": (rows("1,2,a", "2,3,a", "3,4,b"), None, "Row 4, column ‘c’"),
    "a class left with one row": (
        rows("1,2,a", "2,3,a", "3,4,b", ",5,b"),
        Choice("c", ("x", "y")),
        "class ‘b’ has only 1 row",
    ),
    "eleven classes": (
        rows(*(f"{i},{i},k{i % 11}" for i in range(44))),
        Choice("c", ("x",)),
        "11 different values",
    ),
    "a measurement as class": (
        rows(*(f"{i},{i},{i / 7}" for i in range(44))),
        Choice("c", ("x",)),
        "looks like a measurement",
    ),
    "names as class": (
        rows(*(f"{i},{i},person {i}" for i in range(44))),
        Choice("c", ("x",)),
        "merge classes",
    ),
    "a long class name": (rows(*[f"1,2,{'a' * 61}", "3,4,b"] * 2), None, "Row 2, column ‘c’"),
    "classes alike but for spaces": (rows(*["1,2,a b", "3,4,a  b"] * 2), None, "only in spaces"),
    "infinite": (rows("1,2,a", "inf,3,a", "3,4,b", "4,5,b"), None, "Row 3, column ‘x’: ‘inf’"),
    "minus infinite": (rows("1,2,a", "2,-Inf,a", "3,4,b", "4,5,b"), None, "column ‘y’"),
    "infinity in words": (rows("Infinity,2,a", "2,3,a", "3,4,b", "4,5,b"), None, "infinite"),
    "infinity as a sign": (rows("∞,2,a", "2,3,a", "3,4,b", "4,5,b"), None, "infinite"),
    "overflow": (rows("1e999,2,a", "2,3,a", "3,4,b", "4,5,b"), None, "‘1e999’ is infinite"),
    "huge": (rows("1e13,2,a", "2,3,a", "3,4,b", "4,5,b"), None, "larger than 1e+12"),
    "huge and negative": (rows("-1e300,2,a", "2,3,a", "3,4,b", "4,5,b"), None, "larger"),
    "no value in a feature": (
        rows(",2,a", ",3,a", ",4,b", ",5,b"),
        Choice("c", ("x",)),
        "‘x’ has no values",
    ),
    "NaN only": (rows("nan,2,a", "NaN,3,a", "NA,4,b"), Choice("c", ("x",)), "no values"),
    "no class at all": (rows("1,2,", "2,3,?", "3,4,NA"), Choice("c", ("x",)), "no values"),
    "no complete row": (
        rows("1,,a", ",2,b", "3,,a", ",4,b"),
        Choice("c", ("x", "y")),
        "No row is complete",
    ),
    "no value where a class is": (
        rows(",2,a", ",3,b", "1,3,", ",2,a", ",3,b"),
        Choice("c", ("x",), missing="fill"),
        "in the rows that are left",
    ),
    "a typing error in a number": (
        rows(*(f"{i},{i},{'ab'[i % 2]}" for i in range(40)), "12x,1,a"),
        Choice("c", ("x", "y")),
        "Row 42, column ‘x’: ‘12x’ is no number",
    ),
    "text of many kinds": (
        rows(*(f"person {i},{i},{'ab'[i % 2]}" for i in range(40))),
        Choice("c", ("x",)),
        "40 different values",
    ),
    "a long category": (
        rows(*[f"{'n' * 61},1,a", "m,2,b"] * 3),
        Choice("c", ("x",)),
        "Row 2, column ‘x’",
    ),
    "no feature": (GOOD, Choice("c", ()), "No feature is chosen"),
    "the class as a feature": (GOOD, Choice("c", ("x", "c")), "given away"),
    "a feature twice": (GOOD, Choice("c", ("x", "x")), "twice"),
    "an unknown class column": (GOOD, Choice("z", ("x",)), "no column ‘z’"),
    "an unknown feature": (GOOD, Choice("c", ("z",)), "no column ‘z’"),
    "HTML as a column": (GOOD, Choice("<script>", ("x",)), "no column ‘<script>’"),
    "an unknown policy": (GOOD, Choice("c", ("x",), missing="guess"), "dropped or filled"),
    "an unknown encoding": (GOOD, Choice("c", ("x",), {"x": "hash"}), "labels or one-hot"),
    "an order that lacks a value": (
        rows(*["S,1,a", "L,2,b"] * 2),
        Choice("c", ("x",), {"x": "label"}, {"x": ("S",)}),
        "lacks ‘L’",
    ),
    "an order that repeats a value": (
        rows(*["S,1,a", "L,2,b"] * 2),
        Choice("c", ("x",), {"x": "label"}, {"x": ("S", "L", "S")}),
        "repeats a value",
    ),
    "too many features": (
        rows(
            *(",".join([f"v{(i + j) % 20}" for j in range(11)] + ["ab"[i % 2]]) for i in range(40)),
            header=",".join([f"t{j}" for j in range(11)] + ["c"]),
        ),
        Choice("c", tuple(f"t{j}" for j in range(11))),
        "220 features",
    ),
    "HTML as a class": (rows("1,2,<b>x</b>", "2,3,c", "3,4,c"), None, "‘<b>x</b>’ has only 1"),
    "a formula as a class": (rows("1,2,=1+1", "2,3,c", "3,4,c"), None, "‘=1+1’ has only 1"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_can_not_be_used_gets_a_sentence(name: str) -> None:
    text, choice, words = UNUSABLE[name]
    table = read_csv(text)
    assert_sentence(lambda: make_points(table, choice or suggest(table)), words)


DRAWN = [[0, 0, 0], [0.1, 0, 0], [0.2, 0, 1], [0.3, 0, 1]]
OUTSIDE = "A point is outside the square or of no class"
UNDRAWABLE: list[tuple[object, str]] = [
    (None, "Nothing is drawn yet"),
    ([], "Nothing is drawn yet"),
    ({}, "Nothing is drawn yet"),
    ("points", "Nothing is drawn yet"),
    (7, "Nothing is drawn yet"),
    ([[0, 0, 0]], "All points are of one class"),
    ([[0, 0, 0], [0.1, 0, 0]], "All points are of one class"),
    ([[0, 0, 0], [0.1, 0, 0], [0.2, 0, 1]], "Class 1 has only one point"),
    ([*DRAWN, [0, 0]], OUTSIDE),
    ([*DRAWN, [0, 0, 0, 0]], OUTSIDE),
    ([*DRAWN, ["0", 0, 0]], OUTSIDE),
    ([*DRAWN, [None, 0, 0]], OUTSIDE),
    ([*DRAWN, [float("nan"), 0, 0]], OUTSIDE),
    ([*DRAWN, [float("inf"), 0, 0]], OUTSIDE),
    ([*DRAWN, [1.01, 0, 0]], OUTSIDE),
    ([*DRAWN, [0, -1.01, 0]], OUTSIDE),
    ([*DRAWN, [0, 0, 10]], OUTSIDE),
    ([*DRAWN, [0, 0, -1]], OUTSIDE),
    ([*DRAWN, [0, 0, 0.5]], OUTSIDE),
    ([*DRAWN, 0], OUTSIDE),
    ([*DRAWN, [[0], 0, 0]], OUTSIDE),
    ([*DRAWN, [10**400, 0, 0]], OUTSIDE),
    ([[0.0, 0.0, k % 2] for k in range(1001)], "At most 1,000 points"),
]


@pytest.mark.parametrize(("drawn", "words"), UNDRAWABLE, ids=lambda value: str(value)[-30:])
def test_what_can_not_be_drawn_gets_a_sentence(drawn: object, words: str) -> None:
    assert_sentence(lambda: drawn_points(drawn), words)


@pytest.mark.parametrize(
    "text", ["", "x", "x,class\n", "x,class\na,b\n", "x,class\n1,-1\n", "x,class\nnan,1\n", "\x00"]
)
def test_an_own_csv_that_is_none_gets_a_sentence(text: str) -> None:
    assert_sentence(lambda: read_own_csv(text), "as the own.csv that the page gives")


def test_there_are_a_hundred() -> None:
    assert len(UNREADABLE) + len(UNUSABLE) + len(UNDRAWABLE) >= 130


def read_whole(source: bytes | str) -> None:
    """Go the whole way from a source to points."""
    table = read_csv(source)
    columns(table)
    points = make_points(table, suggest(table))
    assert np.isfinite(points.X).all()
    assert points.X.shape == (len(points.y), len(points.features))
    assert np.bincount(points.y, minlength=len(points.classes)).min() >= 2


CELL = st.sampled_from(["1", "2.5", "-3", "a", "b", "", "nan", "inf", '"', "=1", "1,5", "\x00"])
TEXT = st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=8)


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200)))
@settings(max_examples=400, deadline=None)
def test_anything_is_read_or_refused(source: bytes | str) -> None:
    read_or_refuse(source)


@given(TEXT, st.sampled_from(",;\t"))
@settings(max_examples=400, deadline=None)
def test_anything_like_a_table_is_read_or_refused(cells: list[list[str]], delimiter: str) -> None:
    read_or_refuse("x,y,c\n".replace(",", delimiter) + "\n".join(map(delimiter.join, cells)))


def read_or_refuse(source: bytes | str) -> None:
    """Read ``source``, or get a sentence."""
    try:
        read_whole(source)
    except TableError as error:
        assert_is_sentence(str(error))


def assert_sentence(action: Callable[[], object], words: str = "") -> None:
    """Carry out what must fail with a sentence that has ``words``."""
    with pytest.raises(TableError) as refused:
        action()
    assert words in str(refused.value)
    assert_is_sentence(str(refused.value))


def assert_is_sentence(text: str) -> None:
    """Check that ``text`` is one or more short sentences."""
    assert text[0].isupper() or text[0] in "‘"
    assert text.endswith(".") or text.endswith("?")
    assert len(text) < 350
    assert "\n" not in text
