"""The matrix."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import axis, bare, role


def figure() -> go.Figure:
    """Return a matrix without counts, the first class on top."""
    names = {"type": "category", "fixedrange": True, "showgrid": False, "ticks": ""}
    return bare(
        [
            go.Heatmap(
                x=[], y=[], z=[], texttemplate="%{text}", textfont={"size": 16},
                colorscale=[[0, "rgba(79,70,229,0.04)"], [1, "rgba(79,70,229,0.55)"]],
                showscale=False, xgap=2, ygap=2, meta=role("matrix"),
                hovertemplate="true %{y}, predicted %{x}: %{z}<extra></extra>",
            )
        ],
        dragmode=False,
        xaxis=axis("Predicted label", **names),
        yaxis=axis("True label", **names),
    )  # fmt: skip
