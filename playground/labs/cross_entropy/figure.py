"""The curve −ln p with a point on it, and below it target and prediction."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import axis, bare
from playground.labs.charts import bars, curve, dots


def figure() -> go.Figure:
    """Return a curve and two groups of bars, without numbers."""
    lower = {"xaxis": "x2", "yaxis": "y2"}
    return bare(
        [
            curve("curve", hovertemplate="p = %{x:.3f}: loss %{y:.4f}"),
            dots("point", "strong", 12),
            bars("target", "hollow", **lower),
            bars("predicted", **lower),
        ],
        barmode="group",
        dragmode=False,
        xaxis=axis("probability of the true class", range=[0, 1.02], anchor="y", fixedrange=True),
        yaxis=axis("−ln p", domain=[0.56, 1], range=[0, 7], fixedrange=True),
        xaxis2=axis(
            "class: target (hollow), prediction", type="category", anchor="y2", fixedrange=True
        ),
        yaxis2=axis("probability", domain=[0, 0.38], range=[0, 1.05], fixedrange=True),
    )
