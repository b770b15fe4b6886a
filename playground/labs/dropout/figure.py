"""Bars of the units, before and after."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.labs.charts import bars, chart, dots, legend


def figure() -> go.Figure:
    """Return bars without numbers."""
    return chart(
        [
            bars("before", "hollow", name="before dropout"),
            bars("after", name="after it, mean of the passes"),
            dots("last", "strong", 8, name="last pass"),
        ],
        "unit",
        "value",
        xaxis={"type": "category"},
        barmode="group",
        **legend(),
    )
