"""The ROC curve beside the diagonal, where guessing lies."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import Names
from playground.figures.curves import unit_square

HOVER = "from p = %{customdata:.3f}<br>recall %{y:.3f}, false positives %{x:.3f}"


def figure(names: Names) -> go.Figure:
    """Return curves without points, and the diagonal."""
    return unit_square(
        names,
        "False positive rate",
        "True positive rate",
        HOVER,
        {"x": [0, 1], "y": [0, 1]},
        "linear",
    )
