"""Sigmoid, binary cross-entropy and the threshold, which is a choice of its own."""

from playground.labs.lab import Control, Lab
from playground.params import Real

LAB = Lab(
    "Sigmoid, BCE, threshold",
    "A probability is no decision yet: where to cut is chosen, and changes every score.",
    {
        "threshold": Control(
            Real(0, 1, 0.01), 0.5, "Threshold", "p at or above it is called class 1. Drag it."
        ),
        "share": Control(
            Real(0.02, 0.5), 0.3, "Share of class 1", "Of 1,000 points; the rest is class 0."
        ),
        "distance": Control(
            Real(0, 6, 0.1), 2.0, "Distance", "How far apart the classes' logits lie."
        ),
        "logit": Control(
            Real(-1000, 1000, 1),
            40.0,
            "One logit",
            "Of a point of class 0, for the two losses. Try 200.",
            seen=(-200, 200),
        ),
    },
    grabs={"x": "threshold"},
)
