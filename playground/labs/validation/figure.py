"""Histograms of accuracies."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.labs.charts import bars, chart, curve, legend


def figure() -> go.Figure:
    """Return two histograms without numbers."""
    return chart(
        [
            bars("leaky", name="reported, with the slip"),
            bars("clean", "hollow", name="reported, done right"),
            curve("chance", "ink", name="the truth: a coin", line={"dash": "dot"}),
        ],
        "test accuracy",
        "seeds",
        xaxis={"range": [0, 1]},
        barmode="group",
        bargap=0.1,
        **legend(),
    )
