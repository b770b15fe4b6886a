"""Both losses over the lead, and both runs below."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import axis, bare
from playground.labs.charts import curve, dots, legend


def figure() -> go.Figure:
    """Return the two charts without numbers."""
    lower = {"xaxis": "x2", "yaxis": "y2", "showlegend": False}
    return bare(
        [
            curve("right", name="CrossEntropyLoss"),
            curve("double", "strong", name="softmax, then CrossEntropyLoss"),
            curve("floor", "ink", name="floor", line={"dash": "dot", "width": 1}),
            dots("points", "strong", 10, showlegend=False),
            curve("first run", **lower),
            curve("second run", "strong", **lower),
        ],
        dragmode=False,
        xaxis=axis("lead of the true class", range=[-10, 20], anchor="y", fixedrange=True),
        yaxis=axis("loss", domain=[0.58, 1], range=[0, 8], fixedrange=True),
        xaxis2=axis("epoch", range=[0, 60], anchor="y2", fixedrange=True),
        yaxis2=axis("train loss", domain=[0, 0.4], range=[0, 1.8], fixedrange=True),
        **legend(),
    )
