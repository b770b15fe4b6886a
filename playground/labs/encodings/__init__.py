"""Encodings of words: numbers in an order, or a 0/1 column a word."""

from dataclasses import dataclass

from playground.labs.lab import Complaints, Control, Lab, Values
from playground.params import Choice, Several


@dataclass(frozen=True)
class Word:
    """One word of a column, or one way to order words."""

    label: str
    help: str = ""


GRADES = {grade: Word(grade) for grade in "ABCDF"}

HOUSING = {
    "Rental": Word("Rental"),
    "Dormitory": Word("Dormitory"),
    "With Family": Word("With Family"),
    "Other": Word("Other"),
}

ORDERS = {
    "worth": Word("By worth: A 4, B 3, C 2, D 1, F 0"),
    "alphabet": Word("By the alphabet: A 0, … F 4"),
    "wrong": Word("Mixed up: C 0, A 1, F 2, B 3, D 4"),
}


def check(values: Values) -> Complaints:
    """Find what is wrong with the table: a row has both."""
    if len(values["grades"]) != len(values["housing"]):
        return {"housing": "Housing must have as many rows as the grades."}
    return {}


LAB = Lab(
    "Encodings",
    "Words become numbers. Which ones matters to a model.",
    {
        "grades": Control(
            Several(Choice(GRADES), 8), tuple("ABCDF"), "Grades", "A column with an order."
        ),
        "housing": Control(
            Several(Choice(HOUSING), 8),
            ("Rental", "Dormitory", "With Family", "Other", "Rental"),
            "Housing",
            "A column without one.",
        ),
        "order": Control(
            Choice(ORDERS), "worth", "Order of the grades", "Which number each grade gets."
        ),
    },
    check=check,
)
