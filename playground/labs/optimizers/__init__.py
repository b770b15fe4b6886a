"""Optimizers racing on a surface of two weights."""

from dataclasses import dataclass

from playground.labs.lab import Control, Lab
from playground.params import Choice, Integer, Real, Several


@dataclass(frozen=True)
class Surface:
    """A loss of two weights."""

    label: str
    help: str = ""


SURFACES = {
    "bowl": Surface("Bowl"),
    "ravine": Surface("Ravine"),
    "saddle": Surface("Saddle"),
    "rosenbrock": Surface("Rosenbrock ÷ 20"),
    "network": Surface("A network of two weights"),
}

LAB = Lab(
    "Optimizers",
    "Five of them, from one place, down one surface.",
    {
        "surface": Control(Choice(SURFACES), "ravine", "Surface", "Darker is higher."),
        "start": Control(
            Several(Real(-3, 3), 2),
            (-2.0, 1.0),
            "Start",
            "Where all begin. Drag in the picture.",
            least=2,
            names=("w₁", "w₂"),
        ),
        "rate": Control(
            Real(0.001, 3, log=True), 0.05, "Learning rate", "One for all. Too much overshoots."
        ),
        "steps": Control(Integer(1, 150), 60, "Steps", "How many have been taken."),
        "noise": Control(
            Real(0, 5, 0.1), 0.0, "Noise", "Spread of the gradient's error, as of small batches."
        ),
    },
    grabs={"x": "start:0", "y": "start:1"},
)
