"""The confusion matrix and its scores, from counts that one may edit."""

from playground.labs.lab import Complaints, Control, Lab, Values
from playground.params import Integer, Real, Several


def check(values: Values) -> Complaints:
    """Find what is wrong with a matrix and the class that is looked at."""
    n = round(len(values["counts"]) ** 0.5)
    if not any(values["counts"]):
        return {"counts": "At least one count must be above 0."}
    if values["positive"] >= n:
        return {"positive": f"The positive class must be one of {n}, 0 to {n - 1}."}
    return {}


LAB = Lab(
    "Confusion matrix and scores",
    "All scores come from the same few counts. Edit them.",
    {
        "counts": Control(
            Several(Integer(0, 100_000), 36),
            (1000, 5, 4, 10),
            "Counts",
            "Rows: true class. Columns: predicted class. Class 0 comes first.",
            least=4,
            is_square=True,
        ),
        "positive": Control(
            Integer(0, 5), 1, "Positive class", "The class that precision and recall are about."
        ),
        "beta": Control(
            Real(0.1, 10, log=True), 1.0, "β", "F-beta: above 1 recall counts more, below 1 less."
        ),
    },
    check=check,
)
