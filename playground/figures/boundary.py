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

    Train points are filled, test points (``is_test``, (n,)) hollow and lighter, those with
    ``y_pred`` ≠ y crossed out. ``extent`` is x1 min, x1 max, x2 min, x2 max of the picture.
    """
    rows = list(zip(X, y, is_test, strict=True))
    traces = [
        _points(k, test, [x for x, label, t in rows if label == k and bool(t) == test])
        for test in (False, True)
        for k in range(len(classes))
    ]
    entries = [
        *(
            _entry(name, _filled(k, CLASS_COLOURS[k]), "class", label=k)
            for k, name in enumerate(classes)
        ),
        _entry("train", _grey("circle"), "train", ink="ink"),
        _entry("test", _grey("circle-dot"), "test", ink="hollow"),
        _entry("misclassified", _cross(), "misclassified", ink="strong"),
    ]
    wrong = [x for x, label, predicted in zip(X, y, y_pred, strict=False) if label != predicted]
    marks = [
        _marks("wrong", wrong, _cross(), "strong"),
        _marks("ring", (), _ring(), "accent"),
        _marks("probe", (), _plus(), "strong"),
    ]
    return figure(
        [*traces, *marks, *entries],
        images=[_regions(picture, extent)],
        xaxis=axis("x₁", range=list(extent[:2]), showgrid=False, constrain="domain"),
        yaxis=axis(
            "x₂",
            range=list(extent[2:]),
            showgrid=False,
            constrain="domain",
            constraintoward="top",
            scaleanchor="x",
        ),
        showlegend=True,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
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
    """Return the marker of a test point: hollow but for a dot, in a light shade of its class."""
    symbol = f"{CLASS_SYMBOLS[k]}-dot"
    line = {"width": 1.5, "color": colour}
    return {"symbol": symbol, "size": SIZE, "color": lighter(colour, 0.85), "line": line}


def _entry(name: str, marker: dict[str, Any], what: str, **meta: object) -> go.Scatter:
    """Return an entry of the legend; its trace has no points, it stands for those of others."""
    places = _places(())
    return go.Scatter(
        **places, mode="markers", name=name, marker=marker, meta={**role(what), **meta}
    )


def _marks(what: str, X: Sequence[Sequence[float]], marker: dict[str, Any], ink: str) -> go.Scatter:
    """Return marks laid over the points at X (n, 2)."""
    return go.Scatter(
        **_places(X), mode="markers", showlegend=False, marker=marker, meta=role(what, ink)
    )


def _grey(symbol: str) -> dict[str, Any]:
    """Return the marker of points of any class."""
    return {"symbol": symbol, "size": SIZE, "color": INK, "line": {"width": 1.5, "color": INK}}


def _cross() -> dict[str, Any]:
    """Return the mark of a misclassified point."""
    return {"symbol": "x-thin", "size": SIZE, "color": INK, "line": {"width": 2}}


def _ring() -> dict[str, Any]:
    """Return the mark of a selected point."""
    return {"symbol": "circle-open", "size": SIZE + 9, "color": INK, "line": {"width": 3}}


def _plus() -> dict[str, Any]:
    """Return the mark of the place whose outputs are shown."""
    return {"symbol": "cross-thin", "size": 18, "color": INK, "line": {"width": 2}}


def _places(X: Sequence[Sequence[float]]) -> dict[str, list[float | None]]:
    """Return the coordinates of X (n, 2) as the arguments x and y; None where there are none.

    Plotly forgets a trace without any coordinate.
    """
    if not len(X):
        return {"x": [None], "y": [None]}
    return {"x": [float(x[0]) for x in X], "y": [float(x[1]) for x in X]}
