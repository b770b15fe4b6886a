"""f and f′ over the same axis."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.labs.charts import chart, curve, dots, legend


def figure() -> go.Figure:
    """Return two curves, one to compare with, and a point on each."""
    return chart(
        [
            curve("curve", name="f(x)"),
            curve("own", "strong", name="own formula", line={"dash": "dot", "width": 3}),
            curve("slope", "ink", name="f′(x)", line={"dash": "dash"}),
            dots("point", "strong", 11, showlegend=False),
        ],
        "x",
        "",
        xaxis={"range": [-6, 6]},
        yaxis={"range": [-2, 3], "zeroline": True},
        **legend(),
    )
