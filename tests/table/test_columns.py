"""What columns hold, which is the class, what becomes of each; encodings beside scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

from playground.table import (
    Choice,
    TableError,
    columns,
    joined,
    make_points,
    plan,
    read_csv,
    spellings,
    suggest,
)
from playground.table.columns import words

N = 24
COLUMNS = {
    "id": range(100, 100 + N),
    "customerID": [f"c-{i % 20}" for i in range(N)],
    "Unnamed: 0 index": range(N),
    "counted": range(7, 7 + N),
    "case": [4000 + i * i for i in range(N)],
    "countdown": range(900, 900 - 3 * N, -3),
    "age": [20 + (i * 7) % 31 for i in range(N)],
    "year": [1990 + (i * 5) % N for i in range(N)],
    "day": [f"2024-02-{i + 1:02}" for i in range(N)],
    "when": [f"{i + 1}.3.24 12:0{i % 10}" for i in range(N)],
    "price": [f"${i},000.50" for i in range(N)],
    "share": [f"{i} %" for i in range(N)],
    "salary": [f"EUR {i}" for i in range(N)],
    "remark": [f"text no. {i}" for i in range(N)],
    "essay": ["long " * 20, "short"] * (N // 2),
    "colour": ["red", "blue", "green"] * (N // 3),
    "typo": [*range(N - 1), "12x"],
    "empty": [""] * N,
    "calls": [i % 6 for i in range(N)],
    "paid": [i % 2 for i in range(N)],
}


def table_of(*names, **more):
    """Return the table of some of the columns above, and others."""
    cells = {name: COLUMNS[name] for name in names} | more
    rows = zip(*cells.values(), strict=True)
    quoted = [",".join(f'"{cell}"' for cell in row) for row in [tuple(cells), *rows]]
    return read_csv("\n".join(quoted))


def column_of(name):
    (found, _) = columns(table_of(name, kind=COLUMNS["colour"]))
    return found


@pytest.mark.parametrize(
    ("name", "kind"),
    [("day", "dates"), ("when", "dates"), ("price", "amounts"), ("share", "amounts"),
     ("salary", "amounts"), ("remark", "texts"), ("age", "numbers"), ("empty", "nothing"),
     ("typo", "texts"), ("colour", "texts")],
)  # fmt: skip
def test_columns_are_told_apart_by_what_they_hold(name, kind):
    assert column_of(name).kind == kind


@pytest.mark.parametrize(
    "name", ["id", "customerID", "Unnamed: 0 index", "counted", "case", "countdown"]
)
def test_what_only_names_the_rows_is_no_feature_by_default(name):
    table = table_of(name, "age", "colour")
    assert suggest(table).features == ("age",)
    fate = plan(table, columns(table), suggest(table)).fates[0]
    assert (fate.becomes, fate.is_used) == ("left out: it only names the rows", False)


@pytest.mark.parametrize("name", ["age", "year", "calls", "colour"])
def test_what_is_no_id_is_a_feature(name):
    assert not column_of(name).is_id
    assert name in suggest(table_of(name, kind=COLUMNS["colour"])).features


def test_texts_that_all_differ_only_name_the_rows():
    rows = [f"person {letter},{i % 2},{i % 5}" for i, letter in enumerate("abcdefghijkl")]
    table = read_csv("\n".join(["who,class,x", *rows]))
    assert suggest(table).features == ("x",)
    few = read_csv("\n".join(["who,c", *(f"{name},{i % 2}" for i, name in enumerate("abcd"))]))
    assert suggest(few).features == ("who",)


def test_without_another_feature_numbers_in_a_row_are_one():
    assert suggest(table_of("counted", "colour")).features == ("counted",)


def test_three_rows_are_not_numbered():
    assert not columns(read_csv("x,c\n1,a\n2,a\n3,b\n4,b\n"))[0].is_id


@pytest.mark.parametrize(
    ("names", "target"),
    [
        (("age", "colour"), "colour"),
        (("colour", "age", "calls"), "calls"),
        (("colour", "calls", "age"), "colour"),
        (("calls", "paid", "age"), "paid"),
        (("id", "churned", "age", "calls"), "churned"),
        (("hasChurned", "age", "paid"), "hasChurned"),
        (("target_class", "colour"), "target_class"),
        (("species", "target_class", "colour"), "species"),
        (("class size", "age", "paid"), "paid"),
    ],
    ids=str,
)
def test_the_class_is_what_is_called_so_or_the_last_that_can_be_one(names, target):
    called = [name for name in names if name not in COLUMNS]
    cells = {name: COLUMNS["paid"] if name in called else COLUMNS[name] for name in names}
    assert suggest(table_of(**cells)).target == target


@pytest.mark.parametrize(
    ("name", "split"),
    [("customerID", ["customer", "id"]), ("is_spam", ["is", "spam"]), ("XMLFile", ["xml", "file"]),
     ("Churn?", ["churn"]), ("42", [])],
)  # fmt: skip
def test_names_are_split_into_words(name, split):
    assert words(name) == split


@pytest.mark.parametrize(
    ("name", "reason"),
    [("day", "dates are no numbers"), ("price", "take the sign out of ‘$0,000.50’"),
     ("remark", "more than 20 different texts"), ("essay", "its texts are too long"),
     ("typo", "row 25 has ‘12x’, which is no number")],
)  # fmt: skip
def test_what_can_not_be_a_feature_is_named_with_the_reason(name, reason):
    table = table_of(name, "age", "colour")
    choice = suggest(table)
    assert name not in choice.features
    assert reason in plan(table, columns(table), choice).fates[0].becomes


HOLES = "x,t,c\n1,w,a\n,w,a\n3,NA,b\n5,v,b\n7,w,\n9,w,a\nnan,v,b\n8,w,b\n"


@pytest.mark.parametrize(
    ("missing", "kept", "lost"), [("drop", 4, {"x": 2, "t": 1, "c": 1}), ("fill", 7, {"c": 1})]
)
def test_a_plan_counts_the_rows_that_are_kept(missing, kept, lost):
    table = read_csv(HOLES)
    choice = Choice("c", ("x", "t"), missing=missing)
    made = plan(table, columns(table), choice)
    assert (made.n_rows, made.n_kept, dict(made.lost)) == (8, kept, lost)
    assert len(make_points(table, choice).y) == kept
    assert f"{kept} of 8 rows are kept. {8 - kept} lack a value" in str(made)


CELLS = st.sampled_from(["1", "2.5", "a", "A", "b", "", "$3", "2024-01-01", "x y", "12"])
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12)


@settings(deadline=None)
@given(TABLES, st.sampled_from(["drop", "fill"]), st.booleans())
def test_a_plan_is_what_becomes_of_the_table(cells, missing, joins):
    try:
        table = read_csv("x,y,kind\n" + "\n".join(map(",".join, cells)))
    except TableError:
        return
    suggested = suggest(table)
    choice = Choice(suggested.target, suggested.features, missing=missing, joins=joins)
    made = plan(table, columns(joined(table) if joins else table), choice)
    try:
        points = make_points(table, choice)
    except TableError:
        return
    assert made.n_kept == len(points.y)
    used = [fate.name for fate in made.fates if fate.is_used]
    assert used == [name for name in table.header if name in (choice.target, *choice.features)]


SPELT = "x,sex,c\n1,Female,Yes\n2,female,yes\n3,male,no\n4,Female,no\n5,FEMALE,yes\n6,Male,No\n"


def test_texts_that_differ_in_capitals_are_one_as_they_mostly_are_and_that_is_said():
    table = read_csv(SPELT)
    assert spellings(table)["sex"] == [("Female", "FEMALE", "female"), ("Male", "male")]
    points = make_points(table, Choice("c", ("x", "sex")))
    assert (points.classes, points.features) == (("no", "yes"), ("x", "sex=Female", "sex=Male"))
    assert points.y.tolist() == [1, 1, 0, 0, 1, 0]
    assert points.note.startswith("Read without regard to capitals: ‘No’ as ‘no’, ‘Yes’ as ‘yes’")


def test_capitals_count_where_one_wants_them_to():
    with pytest.raises(TableError, match="‘Yes’ has only 1 row"):
        make_points(read_csv(SPELT), Choice("c", ("x",), joins=False))


def test_numbers_are_left_as_they_are_spelt():
    assert spellings(read_csv("x,c\n1e3,a\n2,a\n1e3,b\n3,b\n")) == {}


TEXTS = st.sampled_from(["S", "M", "L", "xl"])


@settings(deadline=None)
@given(st.lists(TEXTS | st.just(""), min_size=4, max_size=30).filter(any))
def test_texts_are_filled_and_encoded_as_scikit_learn_does(cells):
    table = read_csv("t,c\n" + "".join(f"{t},{'ab'[i % 2]}\n" for i, t in enumerate(cells)))
    column = np.array([cell or None for cell in cells], dtype=object)[:, None]
    imputer = SimpleImputer(missing_values=None, strategy="most_frequent")
    filled = imputer.fit_transform(column)
    one_hot = make_points(table, Choice("c", ("t",), missing="fill"))
    encoder = OneHotEncoder(sparse_output=False).fit(filled)
    assert np.array_equal(one_hot.X, encoder.transform(filled))
    label = make_points(table, Choice("c", ("t",), {"t": "label"}, missing="fill"))
    assert np.array_equal(label.X, OrdinalEncoder().fit_transform(filled))


@settings(deadline=None)
@given(st.lists(st.none() | st.integers(-99, 99), min_size=4, max_size=30).filter(any))
def test_numbers_are_filled_as_scikit_learn_does(cells):
    texts = ["" if cell is None else str(cell) for cell in cells]
    table = read_csv("x,c\n" + "".join(f"{t},{'ab'[i % 2]}\n" for i, t in enumerate(texts)))
    column = np.array([np.nan if cell is None else cell for cell in cells], dtype=float)[:, None]
    expected = SimpleImputer(strategy="median").fit_transform(column)
    assert np.array_equal(make_points(table, Choice("c", ("x",), missing="fill")).X, expected)
