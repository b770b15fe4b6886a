"""Histograms with the threshold above, ROC and precision–recall below."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from playground.figures.base import axis, bare
from playground.figures.palette import CLASS_COLOURS
from playground.labs.charts import bars, curve, dots

SHARES = {"range": [-0.02, 1.02], "fixedrange": True}


def figure() -> go.Figure:
    """Return the three charts without numbers."""
    left, right = ({"xaxis": f"x{k}", "yaxis": f"y{k}"} for k in (2, 3))
    return bare(
        [
            _histogram("no", 0),
            _histogram("yes", 1),
            curve("cut", "strong", hoverinfo="skip", hovertemplate=None),
            curve("roc", **left),
            dots("roc point", "strong", 11, **left),
            curve("pr", **right),
            dots("pr point", "strong", 11, **right),
        ],
        barmode="overlay",
        bargap=0,
        dragmode=False,
        xaxis=axis("sigmoid of the logit: P(class 1)", anchor="y", **SHARES),
        yaxis=axis("points", domain=[0.62, 1], range=[0, 160], fixedrange=True),
        xaxis2=axis("false positive rate", domain=[0, 0.42], anchor="y2", **SHARES),
        yaxis2=axis("recall", domain=[0, 0.42], anchor="x2", **SHARES),
        xaxis3=axis("recall", domain=[0.58, 1], anchor="y3", **SHARES),
        yaxis3=axis("precision", domain=[0, 0.42], anchor="x3", **SHARES),
    )


def _histogram(name: str, label: int) -> Any:
    """Return the bars of one class."""
    marker = {"color": CLASS_COLOURS[label], "line": {"width": 0}}
    return bars(name, "", opacity=0.65, width=0.025, marker=marker)
