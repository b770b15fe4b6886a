"""Bars of both logarithms, and below them two training curves, one over the other."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import axis, bare
from playground.labs.charts import bars, curve, legend


def figure() -> go.Figure:
    """Return bars and curves without numbers."""
    said = {"textposition": "outside", "cliponaxis": False}
    lower = {"xaxis": "x2", "yaxis": "y2", "showlegend": False}
    return bare(
        [
            bars("plain", "hollow", name="log(softmax)", **said),
            bars("safe", name="log_softmax", **said),
            curve("first", "ink", line={"width": 5}, **lower),
            curve("second", line={"dash": "dot"}, **lower),
        ],
        barmode="group",
        dragmode=False,
        xaxis=axis("class", type="category", anchor="y", side="top", fixedrange=True),
        yaxis=axis("ln p", domain=[0.5, 0.94], fixedrange=True),
        xaxis2=axis("step of training, by each of the two", anchor="y2", fixedrange=True),
        yaxis2=axis("loss", domain=[0, 0.38], rangemode="tozero", fixedrange=True),
        **legend(y=1.04),
    )
