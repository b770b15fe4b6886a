"""Tables as people have them are read as they mean; what is written reads back the same."""

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from playground.catalog.own import complaint, read_key
from playground.table import (
    Choice,
    NotKept,
    Points,
    TableError,
    drawn_points,
    load,
    make_points,
    own_csv,
    read_csv,
    read_own_csv,
    safe_cell,
    save,
    store,
    suggest,
    write_csv,
)

GOOD = "x,y,kind\n1,2,réd\n2,3.5,réd\n-3e-1,4,blue\n4,5,blue\n"


def points_of(source: bytes | str, choice: Choice | None = None) -> Points:
    """Return the points that ``source`` suggests."""
    table = read_csv(source)
    return make_points(table, choice or suggest(table))


WAYS: list[Callable[[], bytes | str]] = [
    lambda: GOOD,
    lambda: "\ufeff" + GOOD,
    lambda: GOOD.encode(),
    lambda: GOOD.encode("utf-8-sig"),
    lambda: GOOD.encode("cp1252"),
    lambda: GOOD.replace("\n", "\r\n"),
    lambda: GOOD.replace("\n", "\r").encode(),
    lambda: GOOD.replace(",", ";"),
    lambda: GOOD.replace(",", ";").replace(".", ","),
    lambda: GOOD.replace(",", "\t"),
    lambda: GOOD.replace(",", "\t").replace(".", ","),
    lambda: GOOD.replace(",", ", "),
    lambda: GOOD.replace(",", " , "),
    lambda: GOOD.replace("\n", "\n\n"),
    lambda: GOOD.rstrip(),
    lambda: "\n\n" + GOOD,
    lambda: GOOD.replace("\n", ",\n"),
    lambda: GOOD.replace("réd", '"réd"'),
    lambda: GOOD.replace("-3", "−3"),
]


@pytest.mark.parametrize("way", range(len(WAYS)))
def test_every_way_of_writing_gives_the_same_points(way: int) -> None:
    points = points_of(WAYS[way]())
    assert points.X.tolist() == [[1, 2], [2, 3.5], [-0.3, 4], [4, 5]]
    assert points.y.tolist() == [1, 1, 0, 0]
    assert (points.features, points.classes) == (("x", "y"), ("blue", "réd"))


def test_a_guessed_encoding_is_said() -> None:
    assert read_csv(GOOD).note == ""
    assert "Windows-1252" in read_csv(GOOD.encode("cp1252")).note


def test_rows_are_numbered_as_in_a_spreadsheet() -> None:
    assert read_csv("x,c\n\n1,a\n2,b\n").numbers == (3, 4)


def test_a_cell_may_have_lines_separators_and_quotes() -> None:
    table = read_csv('x,c\n"a\nb","1,""2"""\n')
    assert table.rows == (("a\nb", '1,"2"'),)


def test_an_index_without_a_name_is_named() -> None:
    assert read_csv(",x,c\n0,1,a\n").header == ("column 1", "x", "c")


def test_groups_of_thousands() -> None:
    assert points_of("x;c\n1 234,5;a\n2 000 000;a\n1;b\n2;b\n").X[:2, 0].tolist() == [1234.5, 2e6]


def test_a_zero_has_no_sign() -> None:
    tables = [f"x,c\n{zero},a\n1,a\n2,b\n3,b\n" for zero in ("0", "-0", "-0.0")]
    assert len({points_of(table).X.tobytes() for table in tables}) == 1


def test_number_classes_are_in_the_order_of_numbers() -> None:
    points = points_of("x,c\n" + "".join(f"{i},{k}\n" for k in (10, 9, 2) for i in range(2)))
    assert points.classes == ("2", "9", "10")
    assert points.y.tolist() == [2, 2, 1, 1, 0, 0]


TEXTS = "size,x,c\nS,1,a\nL,2,a\nM,3,b\nS,4,b\n"


def test_one_hot() -> None:
    points = points_of(TEXTS, Choice("c", ("size", "x")))
    assert points.features == ("size=L", "size=M", "size=S", "x")
    assert points.X[:, :3].tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize(
    ("order", "codes"), [((), [2, 0, 1, 2]), (("S", "M", "L", "XL"), [0, 2, 1, 0])]
)
def test_labels_follow_their_order(order: tuple[str, ...], codes: list[float]) -> None:
    choice = Choice("c", ("size",), {"size": "label"}, {"size": order})
    assert points_of(TEXTS, choice).X[:, 0].tolist() == codes


HOLES = "x,t,c\n1,w,a\n,w,a\n3,NA,b\n5,v,b\n7,w,\n9,w,a\nnan,v,b\n8,w,b\n"


def test_rows_with_holes_are_left_out() -> None:
    points = points_of(HOLES)
    assert points.X[:, 0].tolist() == [1, 5, 9, 8]
    assert points.note == "4 rows with missing values left out."


def test_holes_are_filled() -> None:
    points = points_of(HOLES, Choice("c", ("x", "t"), missing="fill"))
    assert points.X[:, 0].tolist() == [1, 5, 3, 5, 9, 5, 8]
    assert points.features == ("x", "t=v", "t=w")
    assert points.X[:, 2].tolist() == [1, 1, 1, 0, 1, 0, 1]
    assert points.note == (
        "1 row with missing values left out. 3 missing values filled, with the median or the most "
        "frequent text of all rows."
    )


def test_the_largest_table_is_read() -> None:
    header = ",".join([*(f"x{i}" for i in range(99)), "c"])
    text = "\n".join([header, *(",".join(["1"] * 99 + ["ab"[i % 2]]) for i in range(5000))])
    assert points_of(text).X.shape == (5000, 99)


def test_markup_and_formulas_stay_text() -> None:
    points = points_of("<b>x</b>,=y,c\n1,2,=1+1\n2,3,=1+1\n3,4,<i>\n4,5,<i>\n")
    assert points.features == ("<b>x</b>", "=y")
    assert points.classes == ("<i>", "=1+1")


@pytest.mark.parametrize(
    "text", ["=1+1", "+a", "-a", "@SUM(A1)", "\t=1", " =1", "=cmd|' /C calc'!A0", "＝1", "-1+2"]
)
def test_formulas_are_neutralised(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    written = write_csv(["a", text], [[text, 1.0]])
    header, row = csv.reader(io.StringIO(written))
    assert (header[1], row[0]) == (f"'{text}", f"'{text}")


@pytest.mark.parametrize("text", ["-1", "+2.5", "-1e-3", "a=b", "x", ""])
def test_what_is_no_formula_stays(text: str) -> None:
    assert safe_cell(text) == text


def example(n: int = 20, seed: int = 0, name: str = "x, #1") -> Points:
    """Return points with awkward numbers and names."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 3)) * 10.0 ** rng.integers(-12, 12, size=(n, 3))
    return Points(X, np.arange(n) % 2, (name, '=2"', "<b>"), ("no", "yes"))


def assert_same(points: Points, other: Points) -> None:
    assert points.X.tobytes() == other.X.tobytes()
    assert points.X.flags == other.X.flags
    assert points.y.tolist() == other.y.tolist()


def test_own_csv_reads_back_exactly(tmp_path: Path) -> None:
    points = example()
    path = tmp_path / "own.csv"
    path.write_text(own_csv(points), encoding="utf-8")
    table = np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)
    assert table[:, :-1].tobytes() == points.X.tobytes()
    assert table[:, -1].tolist() == points.y.tolist()
    assert_same(read_own_csv(path.read_text(encoding="utf-8")), points)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "tables"))
    return tmp_path / "tables"


@pytest.mark.usefixtures("folder")
def test_what_is_kept_is_found_again() -> None:
    points = example()
    key = save(points)
    again = load(key)
    assert_same(again, points)
    assert (again.features, again.classes) == (points.features, points.classes)
    assert complaint(key) == ""
    assert key == save(points)
    known = read_key(key)
    assert known is not None
    assert (known.n_classes, known.n_samples, known.n_features) == (2, 20, 3)


@pytest.mark.usefixtures("folder")
def test_names_are_part_of_the_content() -> None:
    assert save(example(name="a")) != save(example(name="b"))


@pytest.mark.parametrize(
    "key", ["", "c2n4f2-" + "0" * 32, "../../etc/passwd", "c2n4f2-../x", "c2n4f2-" + "0" * 33]
)
@pytest.mark.usefixtures("folder")
def test_what_is_not_kept_is_said(key: str) -> None:
    with pytest.raises(NotKept, match="not on this server"):
        load(key)


@pytest.mark.parametrize("content", [b"", b"\x93NUMPY", b"x" * 100])
def test_a_spoilt_file_is_not_kept(folder: Path, content: bytes) -> None:
    key = save(example())
    (folder / f"{key}.npy").write_bytes(content)
    with pytest.raises(NotKept):
        load(key)


def test_the_least_used_tables_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_TABLES", 3)
    keys = [save(example(seed=seed)) for seed in range(3)]
    for age, key in enumerate(keys):
        os.utime(folder / f"{key}.npy", (1000 + age, 1000 + age))
    load(keys[0])
    keys.append(save(example(seed=3)))
    with pytest.raises(NotKept):
        load(keys[1])
    for key in (keys[0], keys[2], keys[3]):
        load(key)
    assert len(list(folder.iterdir())) == 6


def test_large_tables_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_BYTES", 2000)
    for seed in range(5):
        load(save(example(seed=seed)))
    assert len(list(folder.glob("*.npy"))) < 5


def test_without_a_folder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(store.FOLDER, raising=False)
    with pytest.raises(TableError):
        save(example())
    with pytest.raises(NotKept):
        load("c2n4f2-" + "0" * 32)


def test_drawn_points_close_up_classes() -> None:
    points = drawn_points([[0, 0, 1], [0.5, -0.5, 1], [1, 1, 9], [-1, -1, 9]])
    assert points.y.tolist() == [0, 0, 1, 1]
    assert points.classes == ("class 1", "class 9")
    assert points.X.dtype == np.float64
