"""The table encoded by scikit-learn, and what linear models make of each encoding."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder

from playground.labs.encodings import HOUSING
from playground.labs.picture import Picture, decimal

ORDERS = {"worth": list("FDCBA"), "alphabet": list("ABCDF"), "wrong": list("CAFBD")}

POINTS = {"A": 90.0, "B": 80.0, "C": 68.0, "D": 55.0, "F": 35.0}
"""What students of a grade score on average, in points; each grade's 20 spread around it."""


def compute(grades: list[str], housing: list[str], order: str) -> Picture:
    """Return the score over the grade's number, the fitted line, and the encoded table."""
    column, scores = students()
    encoder = OrdinalEncoder(categories=[ORDERS[order]])
    number = encoder.fit_transform(column)
    line = LinearRegression().fit(number, scores)
    one_hot = OneHotEncoder(categories=[list("ABCDF")]).fit_transform(column)
    free = LinearRegression().fit(one_hot, scores)
    ends = np.array([[0.0], [4.0]])
    ladder = np.arange(5)
    means = [scores[number[:, 0] == k].mean() for k in ladder]
    columns = OneHotEncoder(categories=[list(HOUSING)], sparse_output=False)
    table = columns.fit_transform(np.array(housing, dtype=object)[:, None]).astype(int)
    codes = encoder.transform(np.array(grades, dtype=object)[:, None])[:, 0].astype(int)
    rows = zip(grades, codes, housing, table, strict=True)
    return Picture(
        {
            "students": {"x": number[:, 0] + spread(), "y": scores},
            "line": {"x": ends[:, 0], "y": line.predict(ends)},
            "steps": {"x": ladder, "y": means},
        },
        {
            "R², one number": decimal(line.score(number, scores), 3),
            "R², one-hot": decimal(free.score(one_hot, scores), 3),
            **{
                f"{i + 1}. {grade}, {home}": f"{code} | {' '.join(map(str, bits))}"
                for i, (grade, code, home, bits) in enumerate(rows)
            },
        },
        layout={
            "xaxis.ticktext": [f"{grade}: {k}" for k, grade in enumerate(ORDERS[order])],
            "xaxis.tickvals": ladder,
        },
        words={"categories": repr(ORDERS[order])},
    )


def students() -> tuple[np.ndarray, np.ndarray]:
    """Return grades (100, 1) and scores (100,) of made-up students."""
    random = np.random.default_rng(42)
    column = np.repeat(np.array(list(POINTS), dtype=object), 20)[:, None]
    return column, np.repeat(list(POINTS.values()), 20) + 4 * random.standard_normal(100)


def spread() -> np.ndarray:
    """Return small shifts (100,) that keep dots from lying on one another."""
    return np.random.default_rng(7).uniform(-0.12, 0.12, 100)
