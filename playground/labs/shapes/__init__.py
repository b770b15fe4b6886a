"""Shapes: a network of Linear layers that fit together, or don't."""

from dataclasses import dataclass

from playground.labs.lab import Complaints, Control, Lab, Values
from playground.params import Choice, Integer, Several


@dataclass(frozen=True)
class Target:
    """A loss and the labels that it is given."""

    label: str
    help: str = ""


TARGETS = {
    "index": Target("CrossEntropyLoss, labels long (n,)"),
    "float index": Target("CrossEntropyLoss, labels float (n,)"),
    "column": Target("BCEWithLogitsLoss, labels float (n, 1)"),
    "flat": Target("BCEWithLogitsLoss, labels float (n,)"),
    "long column": Target("BCEWithLogitsLoss, labels long (n, 1)"),
}


def check(values: Values) -> Complaints:
    """Find what is wrong with the layers: each needs both numbers."""
    if len(values["ins"]) != len(values["outs"]):
        return {"outs": "out_features must be as many as in_features: one of each a layer."}
    return {}


LAB = Lab(
    "Shapes",
    "Each layer's inputs are the outputs of the one before. Break it and read the error.",
    {
        "features": Control(Integer(1, 64), 13, "Features", "Columns of X, as the data have them."),
        "ins": Control(
            Several(Integer(1, 64), 8),
            (13, 30, 25, 20, 15, 10),
            "in_features",
            "What each layer expects.",
        ),
        "outs": Control(
            Several(Integer(1, 64), 8),
            (30, 25, 20, 15, 10, 5),
            "out_features",
            "What it gives: at last one a class, or 1 for yes and no.",
        ),
        "target": Control(Choice(TARGETS), "index", "Loss and labels", "What the output meets."),
    },
    check=check,
)
