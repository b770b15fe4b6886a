"""Curves over the unit square: one for each class or label, or of two classes that of class 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

import plotly.graph_objects as go

from playground.figures.base import Names, axis, bare, role
from playground.figures.palette import ACCENT, CLASS_COLOURS, INK

SHARES = {"range": [-0.01, 1.01], "tickvals": [0, 0.25, 0.5, 0.75, 1], "fixedrange": True}
"""An axis of shares."""


def judged(names: Names) -> list[tuple[str, str]]:
    """Return name and colour of what each curve is about."""
    if len(names.classes) == 2 and names.classes == names.outputs:
        return [(names.classes[1], ACCENT)]
    return list(zip(names.outputs, CLASS_COLOURS, strict=False))


def said(drawn: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return what stands above the curves, which is text and no markup."""
    names, colours = zip(*drawn, strict=True)
    return {"names": [unescape(name) for name in names], "colours": [*colours]}


def unit_square(
    names: Names, across: str, up: str, hover: str, reference: Mapping[str, Any], shape: str
) -> go.Figure:
    """Return curves without points, the dots of what is predicted, and a line to compare with."""
    drawn = judged(names)
    return bare(
        [
            line("reference", "", INK, dash="dot", **reference),
            *(
                line("curve", name, colour, shape, len(drawn) == 1, hover=hover)
                for name, colour in drawn
            ),
            _dots([colour for _, colour in drawn]),
        ],
        meta=said(drawn),
        dragmode=False,
        hovermode="closest",
        xaxis=axis(across, **SHARES),
        yaxis=axis(up, **SHARES),
    )


def line(
    what: str,
    name: str,
    colour: str,
    shape: str = "linear",
    is_alone: bool = False,
    *,
    hover: str = "",
    **settings: Any,
) -> go.Scatter:
    """Return one line; the only curve there is takes the accent."""
    ink = {"curve": "accent" if is_alone else "", "reference": "ink"}[what]
    dash = settings.pop("dash", "solid")
    return go.Scatter(
        **{"x": [None], "y": [None], "mode": "lines", "name": name, **settings},
        line={"color": colour, "width": 2 if what == "curve" else 1, "shape": shape, "dash": dash},
        hovertemplate=hover or None,
        hoverinfo=None if hover else "skip",
        meta=role(what, ink),
    )


def _dots(colours: list[str]) -> go.Scatter:
    """Return the marks of what is predicted, one on each curve."""
    return go.Scatter(
        x=[None],
        y=[None],
        mode="markers",
        marker={"size": 11, "color": colours, "line": {"width": 2, "color": INK}},
        cliponaxis=False,
        hoverinfo="skip",
        meta=role("dot"),
    )
