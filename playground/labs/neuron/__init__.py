"""One neuron: an affine step and an activation, fitted by hand, then by gradient descent."""

from dataclasses import dataclass

from playground.labs.lab import Control, Lab
from playground.params import Choice, Integer, Real


@dataclass(frozen=True)
class Task:
    """What the neuron is for."""

    label: str
    help: str = ""


TASKS = {
    "mse": Task("Regression, MSE"),
    "l1": Task("Regression, L1"),
    "classification": Task("Classification, BCE"),
}

LAB = Lab(
    "One neuron",
    "An affine step and an activation. Fit it by hand, then let the gradient do it.",
    {
        "task": Control(Choice(TASKS), "mse", "Task", "What is fitted, and what measures it."),
        "weight": Control(Real(-5, 5, 0.05), 0.0, "Weight w", "The slope, before any step."),
        "bias": Control(Real(-5, 5, 0.05), 0.0, "Bias b", "The height at x = 0. Drag the line."),
        "steps": Control(
            Integer(0, 200), 20, "Steps", "Of gradient descent on all points, from there."
        ),
        "rate": Control(Real(0.001, 2, log=True), 0.1, "Learning rate", "Length of a step."),
    },
    grabs={"y": "bias"},
)
