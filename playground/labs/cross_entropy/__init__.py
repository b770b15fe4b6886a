"""Cross-entropy of a label and a prediction: minus the logarithm of what the label's class got."""

from playground.labs.lab import Complaints, Control, Lab, Values
from playground.params import Integer, Real, Several


def check(values: Values) -> Complaints:
    """Find what is wrong with a prediction: it must be a distribution, the label one of it."""
    proba, label = values["proba"], values["label"]
    if abs(sum(proba) - 1) > 1e-6:
        return {"proba": f"Probabilities must sum to 1. These sum to {sum(proba):.4g}."}
    if label >= len(proba):
        return {
            "label": f"The label must be one of the {len(proba)} classes, 0 to {len(proba) - 1}."
        }
    return {}


LAB = Lab(
    "Cross-entropy",
    "What a prediction costs: −ln of the probability that it gave the true class.",
    {
        "proba": Control(
            Several(Real(0, 1), 10),
            (0.75, 0.25, 0.0),
            "Predicted probabilities",
            "One a class, together 1. Only the true class's share counts.",
            least=2,
            are_shares=True,
        ),
        "label": Control(Integer(0, 9), 0, "True class", "Its number, from 0.", seen=(0, 4)),
        "smoothing": Control(
            Real(0, 0.5),
            0.0,
            "Label smoothing",
            "Share of the target that is spread evenly over all classes.",
        ),
    },
    check=check,
)
