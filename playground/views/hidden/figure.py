"""A hidden layer's activations: the points where the layer puts them, flat or in space."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from playground.figures.base import Names, axis, bare, role
from playground.figures.palette import CLASS_COLOURS, CLASS_SYMBOLS, INK

SIZE = 7
"""Points' diameter in pixels, flat."""

EYE = {"x": 1.6, "y": 1.6, "z": 1.1}
"""Where one looks from at first, in widths of the space: all of it is in sight."""


def figure(names: Names) -> go.Figure:
    """Return both pictures without points; the one in space is hidden at first."""
    classes = range(len(names.classes))
    ring = {"symbol": "circle-open", "size": SIZE + 8, "color": INK, "line": {"width": 3}}
    return bare(
        [
            *(_flat(k, names.classes[k]) for k in classes),
            go.Scatter(
                x=[None], y=[None], mode="markers", marker=ring, meta=role("ring", "accent")
            ),
            *(_solid(k, names.classes[k]) for k in classes),
            _halo(),
        ],
        xaxis=axis(range=[-1, 1]),
        yaxis=axis(range=[-1, 1]),
        scene={
            **{f"{name}axis": _edge() for name in "xyz"},
            "aspectmode": "cube",
            "camera": {"eye": EYE},
        },
        hovermode="closest",
        dragmode=False,
    )


def _flat(k: int, name: str) -> go.Scatter:
    """Return the points of class ``k`` in the plane."""
    return go.Scatter(
        x=[None],
        y=[None],
        mode="markers",
        marker={
            "symbol": CLASS_SYMBOLS[k],
            "size": SIZE,
            "color": CLASS_COLOURS[k],
            "line": {"width": 1, "color": "white"},
        },
        hoverinfo="name",
        name=name,
        meta={**role("points"), "label": k},
    )


def _solid(k: int, name: str) -> go.Scatter3d:
    """Return the points of class ``k`` in space."""
    return go.Scatter3d(
        x=[None],
        y=[None],
        z=[None],
        mode="markers",
        marker={"size": SIZE / 2, "color": CLASS_COLOURS[k]},
        hoverinfo="name",
        name=name,
        visible=False,
        meta={**role("solid"), "label": k},
    )


def _halo() -> go.Scatter3d:
    """Return the ring around what is chosen in space."""
    return go.Scatter3d(
        x=[None],
        y=[None],
        z=[None],
        mode="markers",
        marker={"symbol": "circle-open", "size": SIZE + 4, "color": INK, "line": {"width": 3}},
        hoverinfo="skip",
        visible=False,
        meta=role("halo", "accent"),
    )


def _edge() -> dict[str, Any]:
    """Return one axis of the space."""
    return {"title": {"text": ""}, "showbackground": False, "color": INK, "nticks": 4}
