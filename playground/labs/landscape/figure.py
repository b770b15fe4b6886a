"""The slice from above, with the path."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import role
from playground.labs.charts import chart, curve, dots


def figure() -> go.Figure:
    """Return slice and path without numbers."""
    ground = go.Contour(
        x=[], y=[], z=[], meta=role("surface"), ncontours=12,
        colorscale=[[0, "rgba(79,70,229,0.03)"], [1, "rgba(79,70,229,0.45)"]],
        line={"width": 0.5, "color": "rgba(127,127,127,0.7)"},
        colorbar={"title": {"text": "log₁₀ loss"}, "thickness": 10, "outlinewidth": 0},
        hovertemplate="loss 10^%{z:.2f}<extra></extra>",
    )  # fmt: skip
    return chart(
        [ground, curve("way", "strong"), dots("here", "strong", 11)],
        "along the first direction",
        "along the second",
    )
