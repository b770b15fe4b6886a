"""The reliability diagram, and below it how many probabilities lie in each bin."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import Names, axis, bare, role
from playground.figures.curves import SHARES, judged, line
from playground.figures.palette import INK

HOVER = "said %{x:.3f}, true %{y:.3f}<br>%{customdata} in this bin"


def figure(names: Names) -> go.Figure:
    """Return curves and bars without numbers, and the diagonal, where what is said comes true."""
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
        meta={"names": [name for name, _ in drawn], "colours": [colour for _, colour in drawn]},
        dragmode=False,
        hovermode="closest",
        bargap=0.06,
        xaxis=axis("Mean probability", anchor="y2", **SHARES),
        yaxis=axis("Share that is true", domain=[0.32, 1], **SHARES),
        yaxis2=axis("Count", domain=[0, 0.22], fixedrange=True, nticks=3, rangemode="tozero"),
    )


def _bars() -> go.Bar:
    """Return how many probabilities lie in each bin."""
    return go.Bar(
        x=[None],
        y=[None],
        yaxis="y2",
        marker={"color": INK, "line": {"width": 0}},
        hovertemplate="%{y} in the bin around %{x:.2f}<extra></extra>",
        meta=role("count", "ink"),
    )
