"""Dropout: masks, what they leave on average, and that evaluation has none."""

from playground.labs.lab import Control, Lab
from playground.params import Flag, Integer, Real

LAB = Lab(
    "Dropout",
    "In training some units are 0 by chance, the others larger. In evaluation nothing is.",
    {
        "p": Control(Real(0, 0.95), 0.5, "p", "How likely a unit is dropped."),
        "training": Control(Flag(), True, "Training", "train() when on, eval() when off."),
        "passes": Control(
            Integer(1, 2000), 1, "Passes", "Of the same input; their mean is drawn.", seen=(1, 200)
        ),
        "seed": Control(Integer(0, 99), 42, "Seed", "Of the masks."),
    },
)
