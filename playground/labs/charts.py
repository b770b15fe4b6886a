"""What the labs' figures are made of: traces without numbers, by role and the theme's inks."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from playground.figures.base import axis, bare, role


def curve(what: str, ink: str = "accent", /, **settings: Any) -> go.Scatter:
    """Return a line; ``line`` settings are laid over a width of 2."""
    line = {"width": 2, **settings.pop("line", {})}
    return _scatter(what, ink, mode="lines", line=line, **settings)


def dots(what: str, ink: str = "strong", size: int = 9, /, **settings: Any) -> go.Scatter:
    """Return points."""
    marker = {"size": size, "line": {"width": 1}, **settings.pop("marker", {})}
    return _scatter(what, ink, mode="markers", marker=marker, **settings)


def bars(what: str, ink: str = "accent", /, **settings: Any) -> go.Bar:
    """Return bars."""
    marker = {"line": {"width": 1}, **settings.pop("marker", {})}
    told = {"x": [], "y": [], "name": "", "hovertemplate": "%{x}: %{y}", **settings}
    return go.Bar(marker=marker, meta=role(what, ink), **told)


def _scatter(what: str, ink: str, /, **settings: Any) -> go.Scatter:
    """Return a scatter trace."""
    told = {"x": [], "y": [], "name": "", "hovertemplate": "%{x}, %{y}", **settings}
    return go.Scatter(meta=role(what, ink), **told)


def chart(traces: list[Any], x: str, y: str, **layout: Any) -> go.Figure:
    """Return one chart with axes called ``x`` and ``y``; settings of theirs go by their names."""
    axes = {
        "xaxis": axis(x, fixedrange=True, **layout.pop("xaxis", {})),
        "yaxis": axis(y, fixedrange=True, **layout.pop("yaxis", {})),
    }
    return bare(traces, dragmode=False, **axes, **layout)


def legend(**place: Any) -> dict[str, Any]:
    """Return the settings of a legend on one line above the chart."""
    where = {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", **place}
    return {"showlegend": True, "legend": where, "margin": {"l": 8, "r": 8, "t": 30, "b": 8}}
