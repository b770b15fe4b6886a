"""Views: what the board can show of a run, one entry each; its folder is ``playground/views/NAME``.

Light: read by the server, the workers and the Config alike. What a view computes, draws and does in
the browser lies in its folder, found by its name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from playground.catalog.own import MAX_CLASSES
from playground.params import Choice, Flag, Integer, Invalid, Kind, Real

EXTRA = "PLAYGROUND_VIEWS"
"""Environment variable: dotted names of packages with a view each (``NAME`` and ``VIEW``)."""


@dataclass(frozen=True)
class View:
    """One view.

    ``every`` is how many milliseconds lie between two updates while the run trains, at least; 0: it
    comes with every frame. ``arguments`` are what a browser may say about it, each with its domain
    and default. ``is_filmed``: its frames are enough to draw it, without a run to ask. ``package``
    holds its folder: ``compute`` (tensors from a State; absent when the board's own numbers are
    enough), ``figure`` (names → Plotly figure; absent when it draws without Plotly), ``view.js``
    and perhaps ``view.css``. ``watches_steps`` tells that each step's update has to be measured
    while it is open. ``at_rest`` names arguments that count only while the run stands still; else
    they have their defaults.
    """

    label: str
    help: str
    every: int = 0
    arguments: Mapping[str, tuple[Kind, Any]] = field(default_factory=dict)
    is_filmed: bool = False
    package: str = ""
    watches_steps: bool = False
    at_rest: tuple[str, ...] = ()

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments that ``given`` holds, the nearest valid values; never raises."""
        return {
            name: _nearest(kind, given[name], default) if name in given else default
            for name, (kind, default) in self.arguments.items()
        }

    def moving(self, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the arguments that count while the run does not stand still."""
        return {**arguments, **{name: self.arguments[name][1] for name in self.at_rest}}


def _nearest(kind: Kind, value: Any, default: Any) -> Any:
    """Return ``value`` when it is in the domain of ``kind``, else the nearest or ``default``."""
    try:
        return kind.parse(str(value))
    except Invalid as error:
        return default if error.nearest is None else error.nearest


@dataclass(frozen=True)
class Way:
    """One of several ways in which a view can show its numbers."""

    label: str
    help: str = ""


MAX_ROWS = 100_000
"""More rows than any dataset has."""

FARTHEST = 1e6
"""Largest coordinate that may be asked about."""

_AXES = {"pca": Way("PCA", "Principal components."), "units": Way("units", "The first units.")}

_SHOWN = {"graph": Way("graph"), "table": Way("table")}

_HEIGHTS = {
    "proba": Way("probability", "Of the class itself."),
    "margin": Way("margin", "What it leads the likeliest other by."),
}

_MODES = {
    "class": Way("predicted class", "Class colours, stronger where the network is surer."),
    "hard": Way("hard regions", "Flat class colours: what is predicted, and nothing else."),
    "proba": Way("one class's probability", "The probability of the class that is chosen."),
    "confidence": Way("confidence", "The highest of the probabilities."),
    "margin": Way("margin", "By how much the highest probability leads the second."),
    "entropy": Way("entropy", "Of the probabilities, in bits: 0 where the network is sure."),
    "dropout_mean": Way(
        "dropout left on: mean", "Probabilities averaged over passes with dropout left on."
    ),
    "dropout_spread": Way("dropout left on: spread", "Their standard deviation from pass to pass."),
}

_HEALTH = {
    "gradients": Way("gradients", "Size of the loss's gradient by each layer's weights."),
    "weights": Way("weights", "Distribution of each layer's weights."),
    "activations": Way("activations", "What each hidden layer hands on over the training part."),
    "ratio": Way("update ÷ weight", "How far the last step moved each layer's weights."),
    "rate": Way("rate", "Learning rate over the epochs."),
}

_OURS: dict[str, View] = {
    "boundary": View(
        "Decision boundary",
        "The plane in the colours of the predicted classes, stronger where the network is surer, "
        "with all points. Other pictures can be chosen: confidence, one class's probability, "
        "entropy, margin, what dropout makes of it.",
        arguments={
            "mode": (Choice(_MODES), "class"),
            "of": (Integer(0, MAX_CLASSES - 1), 1),
            "contour": (Flag(), False),
            "lines": (Flag(), False),
            "fine": (Flag(), False),
        },
        at_rest=("fine",),
        is_filmed=True,
    ),
    "loss": View(
        "Loss and accuracy",
        "Loss and accuracy of both parts over the epochs, measured with dropout off.",
        every=85,
        is_filmed=True,
    ),
    "softmax": View(
        "Network output",
        "Probability and logit of each class at the place or point that is asked about.",
        every=60,
        is_filmed=True,
    ),
    "confusion": View(
        "Confusion matrix",
        "How many points of each true class (rows) are predicted as each class (columns). A cell, "
        "row or column that is chosen lists its points, surest mistakes first.",
        every=85,
        arguments={
            "part": (Integer(0, 2), 1),
            "label": (Integer(-1, MAX_CLASSES - 1), -1),
            "predicted": (Integer(-1, MAX_CLASSES - 1), -1),
        },
        is_filmed=True,
    ),
    "report": View(
        "Report",
        "Precision, recall, F1 and support of each class, their averages, accuracy and its "
        "baselines; each number shows the counts it is made of.",
        every=100,
        is_filmed=True,
    ),
    "roc": View(
        "ROC curve",
        "True against false positives over all thresholds, with the area under the curve; of more "
        "than two classes each against the rest. The dot is the threshold's prediction.",
        every=150,
        arguments={"part": (Integer(0, 2), 1)},
        is_filmed=True,
    ),
    "precision_recall": View(
        "Precision–recall curve",
        "Precision against recall over all thresholds, with the average precision; of more than "
        "two classes each against the rest. The dot is the threshold's prediction.",
        every=150,
        arguments={"part": (Integer(0, 2), 1)},
        is_filmed=True,
    ),
    "calibration": View(
        "Calibration",
        "How often what is said with a probability comes true, in ten bins, and the expected "
        "calibration error: the mean distance from the diagonal.",
        every=150,
        arguments={"part": (Integer(0, 2), 1)},
        is_filmed=True,
    ),
    "network": View(
        "Network",
        "The units with what each makes of the plane, the weights between them as lines, and the "
        "gradients that the last step left; or all parameters in a table.",
        every=120,
        arguments={
            "show": (Choice(_SHOWN), "graph"),
            "x": (Real(-FARTHEST, FARTHEST), 0.0),
            "y": (Real(-FARTHEST, FARTHEST), 0.0),
            "point": (Integer(-1, MAX_ROWS), -1),
        },
    ),
    "update": View(
        "One update",
        "One step of the optimizer, taken apart: zero_grad, forward, loss, backward, step, and how "
        "one weight moves. While it is open, Step can go batch by batch.",
        every=150,
        arguments={"parameter": (Integer(0, 99), 0)},
    ),
    "inspector": View(
        "Softmax inspector",
        "How a pinned place or point becomes probabilities, step by step: layers, logits, softmax "
        "or sigmoid; and the loss of a point with its formula.",
        every=120,
        arguments={
            "pinned": (Flag(), False),
            "point": (Integer(-1, MAX_ROWS), -1),
            "x": (Real(-FARTHEST, FARTHEST), 0.0),
            "y": (Real(-FARTHEST, FARTHEST), 0.0),
            "temperature": (Real(0.1, 10), 1.0),
        },
    ),
    "hidden": View(
        "Hidden space",
        "All points where a hidden layer puts them: its activations, by principal components or "
        "unit by unit. The last layer's are what the output separates by straight boundaries.",
        every=120,
        arguments={"layer": (Integer(0, 99), 1), "axes": (Choice(_AXES), "pca")},
    ),
    "surface": View(
        "Probability surface",
        "The probability of a class over the plane as a surface in space, or the margin by which "
        "it leads; the line on it is where that is one half, or zero.",
        every=200,
        arguments={
            "label": (Integer(-1, MAX_CLASSES - 1), -1),
            "height": (Choice(_HEIGHTS), "proba"),
        },
    ),
    "health": View(
        "Health",
        "Gradients, weights and activations layer by layer, dead and saturated units, the size of "
        "each update beside its weights, and the learning rate over time.",
        every=150,
        arguments={"show": (Choice(_HEALTH), "gradients")},
        watches_steps=True,
    ),
}

DEFAULT_VIEWS = ("boundary", "loss", "softmax", "confusion")
"""What a new visitor sees, in order."""


def _extras() -> Iterator[tuple[str, View]]:
    """Yield the views of the packages that the environment names."""
    for package in filter(None, os.environ.get(EXTRA, "").split(",")):
        module = import_module(package)
        yield module.NAME, replace(module.VIEW, package=package)


VIEWS: dict[str, View] = {
    **{name: replace(view, package=f"playground.views.{name}") for name, view in _OURS.items()},
    **dict(_extras()),
}
