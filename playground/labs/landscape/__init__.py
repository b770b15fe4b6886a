"""The loss around trained weights, in two directions, with the run's path."""

from playground.labs.lab import Control, Lab
from playground.params import Flag, Integer, Real

LAB = Lab(
    "Loss landscape",
    "A slice through the loss around trained weights, and the way that led there.",
    {
        "epoch": Control(Integer(0, 80), 80, "Epoch", "How much of the path is shown."),
        "radius": Control(
            Real(0.5, 10, 0.5), 6.0, "Radius", "How far the slice reaches on each side."
        ),
        "path": Control(
            Flag(), True, "Along the path", "The path's two main directions; off: random ones."
        ),
        "seed": Control(Integer(0, 99), 0, "Seed", "Of random directions."),
    },
)
