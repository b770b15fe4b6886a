"""Learning rate and batch size: a grid of small runs."""

from playground.labs.lab import Control, Lab
from playground.params import Integer, Real

LAB = Lab(
    "Learning rate and batch size",
    "Twenty-eight small runs of one network: where they learn, crawl or fly off.",
    {
        "epoch": Control(Integer(0, 12), 12, "Epoch", "How far all runs are shown. One pass each."),
        "rate": Control(
            Real(0.001, 10, log=True), 0.1, "Learning rate", "Of the curves: the nearest run's."
        ),
        "noise": Control(
            Real(0.05, 0.5, 0.05), 0.2, "Noise", "Spread of the two moons: 96 points."
        ),
        "seed": Control(Integer(0, 9), 0, "Seed", "Of the first weights and the order."),
    },
)
