"""The precision–recall curve, in steps, as average precision sums it."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import Names
from playground.figures.curves import unit_square

HOVER = "from p = %{customdata:.3f}<br>precision %{y:.3f}, recall %{x:.3f}"


def figure(names: Names) -> go.Figure:
    """Return curves without points, and a line for the share of positives, where guessing lies."""
    return unit_square(names, "Recall", "Precision", HOVER, {}, "hv")
