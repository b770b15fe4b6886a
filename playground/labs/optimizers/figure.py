"""A surface from above with the paths over it."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import role
from playground.figures.palette import CLASS_COLOURS
from playground.labs.charts import chart, curve, dots, legend

RACING = dict(zip(("SGD", "Momentum", "Nesterov", "RMSprop", "Adam"), CLASS_COLOURS, strict=False))
ENDS = {"range": [-3, 3], "zeroline": False}


def figure() -> go.Figure:
    """Return surface and paths without numbers."""
    ground = go.Contour(
        x=[], y=[], z=[], meta=role("surface"), showscale=False, hoverinfo="skip", ncontours=14,
        colorscale=[[0, "rgba(127,127,127,0.02)"], [1, "rgba(127,127,127,0.5)"]],
        line={"width": 0.5, "color": "rgba(127,127,127,0.6)"},
    )  # fmt: skip
    paths = [curve(name, "", name=name, line={"color": colour}) for name, colour in RACING.items()]
    ends = dots("ends", "", 10, marker={"color": list(RACING.values())}, showlegend=False)
    return chart([ground, *paths, ends], "w₁", "w₂", xaxis=ENDS, yaxis=ENDS, **legend())
