"""A softmax in front of CrossEntropyLoss, which applies one itself: slow, and never near 0."""

from playground.labs.lab import Control, Lab
from playground.params import Integer, Real

LAB = Lab(
    "The double softmax",
    "A softmax before CrossEntropyLoss trains, but slowly and badly. It has a floor.",
    {
        "classes": Control(Integer(2, 10), 5, "Classes", "K, for the floor. The runs have 5."),
        "lead": Control(
            Real(-10, 20, 0.1), 3.0, "Lead", "The true class's logit; the others are 0. Drag it."
        ),
        "epoch": Control(
            Integer(0, 60), 60, "Epoch", "How far the two runs are shown, 13-30-25-20-15-10-5."
        ),
    },
    grabs={"x": "lead"},
)
