"""A surface over the plane, with a mark on it where a place is pinned."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from playground.figures.base import Names, axis, bare, role
from playground.figures.palette import CLASS_COLOURS, INK

EYE = {"x": -1.15, "y": -1.6, "z": 0.95}
"""Where one looks from at first, in widths of the space."""


def figure(names: Names) -> go.Figure:
    """Return the surface, flat, and its mark, nowhere."""
    flat = [[0.0, 0.0], [0.0, 0.0]]
    return bare(
        [
            go.Surface(
                z=flat,
                cmin=0,
                cmax=1,
                showscale=False,
                lighting={"ambient": 0.75, "diffuse": 0.5, "specular": 0.05, "roughness": 0.9},
                contours={"z": {"show": True, "start": 0.5, "end": 0.5, "size": 1, "color": INK}},
                hovertemplate="%{z:.3f}<extra></extra>",
                meta=role("surface"),
            ),
            go.Scatter3d(
                x=[None],
                y=[None],
                z=[None],
                mode="markers",
                marker={"size": 8, "color": INK, "line": {"width": 1, "color": "white"}},
                hoverinfo="skip",
                meta=role("pin", "accent"),
            ),
        ],
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        meta={"colours": CLASS_COLOURS[: len(names.outputs)]},
        xaxis=axis(visible=False),
        yaxis=axis(visible=False),
        scene={
            **{f"{name}axis": edge() for name in "xyz"},
            "aspectmode": "manual",
            "aspectratio": {"x": 1, "y": 1, "z": 0.6},
            "camera": {"eye": EYE, "center": {"x": 0, "y": 0, "z": -0.12}},
            "dragmode": "turntable",
        },
        hovermode="closest",
    )


def edge(title: str = "") -> dict[str, Any]:
    """Return one axis of the space."""
    return {
        "title": {"text": title},
        "showbackground": False,
        "color": INK,
        "gridcolor": "rgba(127,127,127,0.25)",
        "zeroline": False,
        "nticks": 5,
        "showspikes": False,
    }
