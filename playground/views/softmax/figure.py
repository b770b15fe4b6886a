"""The network's outputs at one place: class probabilities as bars, with their logits."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from playground.figures.base import Names, axis, bare, role
from playground.figures.palette import CLASS_COLOURS

COLUMNS = {"p": 1.22, "logit": 1.52}
"""Right edges of the columns of numbers, in units of the probability axis, which ends at 1."""


def figure(names: Names) -> go.Figure:
    """Return one bar an output, with room for p and logit beside it."""
    outputs = list(names.outputs)
    return bare(
        [_bars(outputs), *(_column(title, outputs) for title in COLUMNS)],
        bargap=0.35,
        hovermode=False,
        dragmode=False,
        margin={"l": 8, "r": 8, "t": 26, "b": 8},
        xaxis=axis(
            range=[0, max(COLUMNS.values()) + 0.01],
            tickvals=[0, 0.5, 1],
            fixedrange=True,
            showline=False,
        ),
        yaxis=_categories(outputs),
        annotations=[_heading(title, right) for title, right in COLUMNS.items()],
    )


def _categories(outputs: list[str]) -> dict[str, Any]:
    """Return the axis of the outputs, the first on top."""
    return axis(
        type="category",
        dtick=1,
        categoryorder="array",
        categoryarray=outputs,
        fixedrange=True,
        showgrid=False,
        ticks="",
        range=[len(outputs) - 0.5, -0.5],
    )


def _bars(outputs: list[str]) -> go.Bar:
    """Return the bars."""
    return go.Bar(
        orientation="h",
        x=[0.0] * len(outputs),
        y=outputs,
        marker={"color": list(CLASS_COLOURS[: len(outputs)]), "line": {"width": 0}},
        meta=role("proba"),
    )


def _column(title: str, outputs: list[str]) -> go.Scatter:
    """Return one column of numbers, right-aligned so that the decimal points stand in line."""
    return go.Scatter(
        x=[COLUMNS[title]] * len(outputs),
        y=outputs,
        mode="text",
        text=["–"] * len(outputs),
        textposition="middle left",
        cliponaxis=False,
        meta=role(title),
    )


def _heading(title: str, right: float) -> dict[str, object]:
    """Return the heading of a column of numbers."""
    return {
        "text": title,
        "x": right,
        "xanchor": "right",
        "yref": "y domain",
        "y": 1,
        "yanchor": "bottom",
        "borderpad": 0,
        "showarrow": False,
    }
