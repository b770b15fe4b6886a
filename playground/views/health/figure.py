"""Layers in rows: a ridge for each distribution, a dot for each number; or the rate over epochs."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from playground.figures.base import Names, axis, bare, role
from playground.figures.palette import ACCENT, INK


def figure(_names: Names) -> go.Figure:
    """Return all traces empty; the browser sets the axes for what is shown."""
    return bare(
        [
            _trace("ridges", "accent", mode="lines", fill="toself", line=_line(ACCENT, 1)),
            _trace("reference", "ink", mode="lines", line={**_line(INK, 1), "dash": "dot"}),
            _trace(
                "dots", "strong", mode="lines+markers", line=_line(INK, 1.5), marker={"size": 8}
            ),
            _trace("rate", "accent", mode="lines", line={**_line(ACCENT, 2), "shape": "vh"}),
            _trace("next", "strong", mode="markers", marker={"size": 9, "color": INK}),
        ],
        dragmode=False,
        hovermode=False,
        xaxis=axis(fixedrange=True),
        yaxis=axis(fixedrange=True),
    )


def _trace(what: str, ink: str, **settings: Any) -> go.Scatter:
    """Return a trace at no place."""
    return go.Scatter(x=[None], y=[None], meta=role(what, ink), **settings)


def _line(colour: str, width: float) -> dict[str, Any]:
    """Return a line's style."""
    return {"color": colour, "width": width}
