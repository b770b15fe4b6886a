"""Bars of what each layer gives, dots of what the next one wants."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.labs.charts import bars, chart, dots, legend


def figure() -> go.Figure:
    """Return bars and dots without numbers."""
    return chart(
        [
            bars("given", name="values that come out"),
            bars("missed", "hollow", name="not reached"),
            dots("wanted", "strong", 11, name="the next layer's in_features"),
        ],
        "",
        "numbers a point",
        xaxis={"type": "category", "categoryorder": "array"},
        yaxis={"rangemode": "tozero"},
        **legend(),
    )
