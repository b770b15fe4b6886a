"""Activations and their gradients: where a unit saturates, and why the step teaches nothing."""

from playground.catalog import ACTIVATIONS
from playground.labs.lab import Control, Lab
from playground.params import Choice, Flag, Real

LAB = Lab(
    "Activations and gradients",
    "What a unit passes on, and what it lets the gradient pass back.",
    {
        "activation": Control(
            Choice(ACTIVATIONS), "sigmoid", "Activation", "The playground's own, by name."
        ),
        "x": Control(Real(-10, 10, 0.1), 2.5, "x", "The unit's input. Drag it in the picture."),
        "formula": Control(
            Flag(),
            True,
            "Own formula",
            "Lays sigmoid and ReLU, written from their formulas, over PyTorch's.",
        ),
    },
    grabs={"x": "x"},
)
