"""Scores over the grades' numbers."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.labs.charts import chart, curve, dots, legend


def figure() -> go.Figure:
    """Return dots and a line without numbers."""
    return chart(
        [
            dots("students", "ink", 5, opacity=0.6, showlegend=False),
            curve("line", name="linear model of the number"),
            dots(
                "steps",
                "strong",
                11,
                name="of one-hot: a mean a grade",
                marker={"symbol": "square"},
            ),
        ],
        "the grade's number",
        "points in the exam",
        xaxis={"range": [-0.4, 4.4]},
        yaxis={"range": [20, 105]},
        **legend(),
    )
