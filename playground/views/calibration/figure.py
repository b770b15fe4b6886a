"""The reliability diagram, and below it how many probabilities lie in each bin."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import Names, axis, bare, role
from playground.figures.curves import SHARES, judged, line, said
from playground.figures.palette import INK

HOVER = "said %{x:.3f}, true %{y:.3f}<br>%{customdata} in this bin"


def figure(names: Names) -> go.Figure:
    """Return curves and counts without numbers, and the diagonal, where what is said comes true."""
    drawn = judged(names)
    return bare(
        [
            line("reference", "", INK, dash="dot", x=[0, 1], y=[0, 1]),
            *(
                line(
                    "curve",
                    name,
                    colour,
                    "linear",
                    len(drawn) == 1,
                    hover=HOVER,
                    mode="lines+markers",
                )
                for name, colour in drawn
            ),
            _bars(),
        ],
        meta=said(drawn),
        dragmode=False,
        hovermode="closest",
        xaxis=axis("Mean probability", anchor="y2", **SHARES),
        yaxis=axis("Share that is true", domain=[0.32, 1], **SHARES),
        yaxis2=axis("Count", domain=[0, 0.22], range=[0, 1], fixedrange=True, nticks=3),
    )


def _bars() -> go.Scatter:
    """Return how many probabilities lie in each bin, in steps: bars can't be animated."""
    return go.Scatter(
        x=[None],
        y=[None],
        yaxis="y2",
        mode="lines",
        fill="tozeroy",
        fillcolor="rgba(127,127,127,0.35)",
        line={"width": 1, "color": INK, "shape": "hv"},
        hovertemplate="%{y} in the bin from %{x:.1f}<extra></extra>",
        meta=role("count", "ink"),
    )
