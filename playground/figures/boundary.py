"""The decision boundary: class regions shaded by confidence, and the points on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from playground.figures.base import axis, figure, role
from playground.figures.palette import CLASS_COLOURS, CLASS_SYMBOLS, INK, lighter

SIZE = 8
"""Points' diameter in pixels."""

NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
"""A transparent pixel: the picture of the regions until there is one."""


def boundary(
    classes: Sequence[str],
    X: Sequence[Sequence[float]] = (),
    y: Sequence[int] = (),
    is_test: Sequence[bool] = (),
    y_pred: Sequence[int] = (),
    *,
    extent: tuple[float, float, float, float] = (-1, 1, -1, 1),
    picture: str = NOTHING,
) -> go.Figure:
    """Draw the points X (n, 2) of classes y (n,) over ``picture``, the regions as an image address.

    Train points are filled, test points (``is_test``, (n,)) open and lighter, those with
    ``y_pred`` ≠ y crossed out. ``extent`` is x1 min, x1 max, x2 min, x2 max of the picture.
    """
    rows = list(zip(X, y, is_test, strict=True))
    traces = [
        _points(k, test, [x for x, label, t in rows if label == k and bool(t) == test])
        for test in (False, True)
        for k in range(len(classes))
    ]
    entries = [_class(k, name) for k, name in enumerate(classes)]
    wrong = [x for x, label, predicted in zip(X, y, y_pred, strict=False) if label != predicted]
    return figure(
        [*traces, *entries, _split("train"), _split("test"), _wrong(wrong), _ring(), _probe()],
        images=[_regions(picture, extent)],
        xaxis=axis("x₁", range=list(extent[:2]), showgrid=False, constrain="domain"),
        yaxis=axis(
            "x₂", range=list(extent[2:]), showgrid=False, constrain="domain", scaleanchor="x"
        ),
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "itemsizing": "constant",
            "itemdoubleclick": False,
            "traceorder": "normal",
        },
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        hovermode=False,
    )


def _regions(picture: str, extent: tuple[float, float, float, float]) -> dict[str, Any]:
    """Return the layout image that fills ``extent`` below the points."""
    left, right, bottom, top = extent
    return {
        "source": picture,
        "xref": "x",
        "yref": "y",
        "x": left,
        "y": top,
        "sizex": right - left,
        "sizey": top - bottom,
        "sizing": "stretch",
        "layer": "below",
    }


def _points(k: int, test: bool, X: list[Sequence[float]]) -> go.Scatter:
    """Return the train or the test points of class ``k``."""
    colour = CLASS_COLOURS[k]
    return go.Scatter(
        **_places(X),
        mode="markers",
        showlegend=False,
        marker=_open(k, colour) if test else _filled(k, colour),
        meta={**role("points"), "label": k, "test": test},
    )


def _filled(k: int, colour: str) -> dict[str, Any]:
    """Return the marker of a train point."""
    line = {"width": 1, "color": "white"}
    return {"symbol": CLASS_SYMBOLS[k], "size": SIZE, "color": colour, "line": line}


def _open(k: int, colour: str) -> dict[str, Any]:
    """Return the marker of a test point: open, in the lighter shade of its class."""
    symbol = f"{CLASS_SYMBOLS[k]}-open"
    return {"symbol": symbol, "size": SIZE, "color": lighter(colour), "line": {"width": 2}}


def _class(k: int, name: str) -> go.Scatter:
    """Return the legend's entry for all points of class ``k``; it has no points itself."""
    return go.Scatter(
        x=[None],
        y=[None],
        mode="markers",
        name=name,
        marker=_filled(k, CLASS_COLOURS[k]),
        meta={**role("class"), "label": k},
    )


def _split(name: str) -> go.Scatter:
    """Return the legend's entry for all train or all test points; it has no points itself."""
    symbol = "circle" if name == "train" else "circle-open"
    marker = {"symbol": symbol, "size": SIZE, "color": INK, "line": {"width": 1.5}}
    return go.Scatter(
        x=[None], y=[None], mode="markers", name=name, marker=marker, meta=role(name, "ink")
    )


def _wrong(X: list[Sequence[float]]) -> go.Scatter:
    """Return the marks of misclassified points."""
    marker = {"symbol": "x-thin", "size": SIZE + 2, "color": INK, "line": {"width": 2}}
    return go.Scatter(
        **_places(X),
        mode="markers",
        name="misclassified",
        marker=marker,
        meta=role("wrong", "strong"),
    )


def _ring() -> go.Scatter:
    """Return the rings around selected points, none yet."""
    marker = {"symbol": "circle-open", "size": SIZE + 10, "color": INK, "line": {"width": 3}}
    return go.Scatter(
        x=[], y=[], mode="markers", showlegend=False, marker=marker, meta=role("ring", "accent")
    )


def _probe() -> go.Scatter:
    """Return the cross at the place whose outputs are shown, none yet."""
    marker = {"symbol": "cross-thin", "size": 18, "color": INK, "line": {"width": 2}}
    return go.Scatter(
        x=[], y=[], mode="markers", showlegend=False, marker=marker, meta=role("probe", "strong")
    )


def _places(X: list[Sequence[float]]) -> dict[str, list[float]]:
    """Return the coordinates of X (n, 2) as the arguments x and y."""
    return {"x": [float(x[0]) for x in X], "y": [float(x[1]) for x in X]}
