"""Points and line, and the loss over the steps below."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import axis, bare
from playground.labs.charts import curve, dots, legend


def figure() -> go.Figure:
    """Return the two charts without numbers."""
    return bare(
        [
            dots("points", "strong", 7, name="points", showlegend=False),
            curve("hand", "ink", name="by hand", line={"dash": "dot"}),
            curve("line", name="after the steps"),
            curve("boundary", "ink", name="p = 0.5", line={"width": 1}),
            curve("loss", xaxis="x2", yaxis="y2", showlegend=False),
        ],
        dragmode=False,
        xaxis=axis("x", range=[-3, 3], anchor="y", fixedrange=True),
        yaxis=axis("y", domain=[0.42, 1], range=[-5, 5], fixedrange=True),
        xaxis2=axis("step", anchor="y2", rangemode="tozero", fixedrange=True),
        yaxis2=axis("loss", domain=[0, 0.25], rangemode="tozero", fixedrange=True),
        **legend(),
    )
