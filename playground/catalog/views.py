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
from playground.params import Choice, Integer, Invalid, Kind

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
    and perhaps ``view.css``.
    """

    label: str
    help: str
    every: int = 0
    arguments: Mapping[str, tuple[Kind, Any]] = field(default_factory=dict)
    is_filmed: bool = False
    package: str = ""

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments that ``given`` holds, the nearest valid values; never raises."""
        return {
            name: _nearest(kind, given[name], default) if name in given else default
            for name, (kind, default) in self.arguments.items()
        }


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


_AXES = {"pca": Way("PCA", "Principal components."), "units": Way("units", "The first units.")}

_OURS: dict[str, View] = {
    "boundary": View(
        "Decision boundary",
        "The plane in the colours of the predicted classes, stronger where the network is surer, "
        "with all points.",
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
    "hidden": View(
        "Hidden space",
        "All points where a hidden layer puts them: its activations, by principal components or "
        "unit by unit. The last layer's are what the output separates by straight boundaries.",
        every=120,
        arguments={"layer": (Integer(0, 99), 1), "axes": (Choice(_AXES), "pca")},
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
