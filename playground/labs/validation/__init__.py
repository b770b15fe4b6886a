"""Train, validation, test: what leaks when the test set is used before the end."""

from dataclasses import dataclass

from playground.labs.lab import Control, Lab
from playground.params import Choice, Integer


@dataclass(frozen=True)
class Slip:
    """A way to let the test set be seen."""

    label: str
    help: str = ""


SLIPS = {
    "choose": Slip("Choosing a model on the test set"),
    "select": Slip("Picking features before the split"),
    "scale": Slip("Scaling before the split"),
}

LAB = Lab(
    "Train, validation, test; leakage",
    "Labels by the toss of a coin: nothing can be learnt. Leaks find something anyway.",
    {
        "slip": Control(Choice(SLIPS), "choose", "The slip", "What is done with the test points."),
        "points": Control(Integer(20, 200, 10), 60, "Points", "A third of them is for the test."),
        "tries": Control(
            Integer(1, 60), 20, "Models or features", "Tried models, or columns to pick 3 from."
        ),
        "seeds": Control(Integer(5, 60), 40, "Seeds", "So many times with other numbers."),
    },
)
