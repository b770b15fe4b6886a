"""A grid of losses, and the curves of one of its columns."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import axis, bare, role
from playground.figures.palette import CLASS_COLOURS
from playground.labs.charts import curve, legend

BATCHES = {1: "batch 1", 8: "batch 8", 32: "batch 32", 96: "all 96"}


def figure() -> go.Figure:
    """Return grid and curves without numbers."""
    grid = go.Heatmap(
        x=[], y=[], z=[], texttemplate="%{text}", showscale=False, xgap=2, ygap=2, zmin=0, zmax=1,
        colorscale=[[0, "rgba(0,158,115,0.55)"], [0.7, "rgba(127,127,127,0.12)"],
                    [1, "rgba(213,94,0,0.45)"]],
        hovertemplate="rate %{x}, batch %{y}: loss %{text}<extra></extra>", meta=role("grid"),
    )  # fmt: skip
    lower = {"xaxis": "x2", "yaxis": "y2"}
    curves = [
        curve(f"batch {n}", "", name=name, line={"color": colour}, **lower)
        for (n, name), colour in zip(BATCHES.items(), CLASS_COLOURS, strict=False)
    ]
    names = {"type": "category", "fixedrange": True, "showgrid": False, "ticks": ""}
    return bare(
        [grid, *curves],
        dragmode=False,
        xaxis=axis("learning rate", anchor="y", range=[-0.5, 6.5], **names),
        yaxis=axis("batch size", domain=[0.55, 1], range=[3.5, -0.5], **names),
        xaxis2=axis("epoch", range=[0, 12], anchor="y2", fixedrange=True),
        yaxis2=axis("train loss", domain=[0, 0.33], range=[0, 1.2], fixedrange=True),
        **legend(y=0.34),
    )
