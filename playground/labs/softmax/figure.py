"""Bars of the scores, and below them of what becomes of them."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from playground.figures.base import axis, bare, role


def figure() -> go.Figure:
    """Return bars without lengths, in two charts one above the other."""
    return bare(
        [
            go.Bar(x=[], y=[], meta=role("logit", "ink"), hovertemplate="class %{x}: %{y}"),
            _bars("proba", "accent", textposition="outside", cliponaxis=False),
            _bars("share", "hollow", marker={"line": {"width": 1}}),
        ],
        bargap=0.35,
        bargroupgap=0.08,
        barmode="group",
        dragmode=False,
        xaxis=axis(type="category", anchor="y", showticklabels=False, fixedrange=True),
        yaxis=axis("logit", domain=[0.56, 1], fixedrange=True, zeroline=True),
        xaxis2=axis("class", type="category", anchor="y2", fixedrange=True),
        yaxis2=axis("probability", domain=[0, 0.46], range=[0, 1.12], fixedrange=True),
    )


def _bars(name: str, ink: str, **settings: Any) -> go.Bar:
    """Return bars of the lower chart."""
    says = "class %{x}: %{y:.4f}"
    placed = {"x": [], "y": [], "xaxis": "x2", "yaxis": "y2"}
    return go.Bar(**placed, name="", hovertemplate=says, meta=role(name, ink), **settings)
