"""The decision boundary: class regions shaded by confidence, and the points on top."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from playground.figures.base import Names, axis, bare, role, shortened
from playground.figures.palette import CLASS_COLOURS, CLASS_SYMBOLS, INK, WITHOUT, lighter

SIZE = 8
"""Points' diameter in pixels."""

NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
"""A transparent pixel: the picture of the regions until there is one."""


def figure(names: Names) -> go.Figure:
    """Return the plane without points: traces for each class and part, for marks, for the legend.

    Train points are filled, test points light with a dot, validation points light, misclassified
    ones crossed out. Over a single feature there is a curve for each class.
    """
    classes = list(enumerate(shortened(names.classes, room=120)))
    colours = _colours(names)
    curves = [_curve(k, colours[k]) for k, _ in classes] if names.has_line else []
    parts = _PARTS if names.has_validation else _PARTS[:2]
    points = [_points(k, part, colours[k]) for part in range(len(parts)) for k, _ in classes]
    marks = [
        _marks("wrong", _cross(), "halo"),
        _marks("ring", _ring(), "accent"),
        _marks("probe", _plus(), "strong"),
    ]
    entries = [
        *(_entry(name, _filled(k, colours[k]), "class", label=k) for k, name in classes),
        *(_part(part, _grey(symbol), ink) for part, symbol, ink in parts),
        _part("misclassified", _cross(), "halo"),
    ]
    return bare([*curves, *points, *marks, *entries], **_layout(names.has_line))


_PARTS = (
    ("train", "circle", "ink"),
    ("test", "circle-dot", "hollow"),
    ("validation", "circle", "hollow"),
)
"""Name, symbol and ink of each part's entry in the legend, by the part's number in a frame."""


def _layout(has_line: bool) -> dict[str, Any]:
    """Return the axes, the picture's place below the points, the classes' legend and the parts'.

    The axes have one scale, unless one of them is a probability.
    """
    plain = {"range": [-1, 1], "showgrid": False, "constrain": "domain"}
    up = {"tickvals": [0, 0.5, 1]} if has_line else {"scaleanchor": "x"}
    return {
        "images": [_regions()],
        "xaxis": axis("x₁", **plain),
        "yaxis": axis("Probability" if has_line else "x₂", **plain, constraintoward="top", **up),
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "itemdoubleclick": False,
            "traceorder": "normal",
        },
        "legend2": {
            "orientation": "h",
            "x": 1,
            "xanchor": "right",
            "y": 1,
            "yanchor": "bottom",
            "itemdoubleclick": False,
            "traceorder": "normal",
        },
        "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
        "hovermode": False,
    }


def _regions() -> dict[str, Any]:
    """Return the layout image that the board puts the regions into."""
    return {
        "source": NOTHING,
        "xref": "x",
        "yref": "y",
        "x": -1,
        "y": 1,
        "sizex": 2,
        "sizey": 2,
        "sizing": "stretch",
        "layer": "below",
    }


def _colours(names: Names) -> list[str]:
    """Return the classes' colours; points that have the shown label take that of its output."""
    if names.classes[-1] in names.outputs and names.outputs != names.classes:
        return [WITHOUT, CLASS_COLOURS[names.outputs.index(names.classes[-1])]]
    return list(CLASS_COLOURS)


def _curve(k: int, colour: str) -> go.Scatter:
    """Return the curve of the probability of class ``k``."""
    return go.Scatter(
        x=[None],
        y=[None],
        mode="lines",
        line={"width": 2, "color": colour},
        meta={**role("curve"), "label": k},
        showlegend=False,
    )


def _points(k: int, part: int, colour: str) -> go.Scatter:
    """Return the points of class ``k`` in one part."""
    marker = _light(k, colour, part) if part else _filled(k, colour)
    return _markers(marker, {**role("points"), "label": k, "part": part}, showlegend=False)


def _filled(k: int, colour: str) -> dict[str, Any]:
    """Return the marker of a train point."""
    line = {"width": 1, "color": "white"}
    return {"symbol": CLASS_SYMBOLS[k], "size": SIZE, "color": colour, "line": line}


def _light(k: int, colour: str, part: int) -> dict[str, Any]:
    """Return the marker of a point not learned from, a light shade of its class: test has a dot."""
    symbol = CLASS_SYMBOLS[k] + ("-dot" if _PARTS[part][1].endswith("-dot") else "")
    line = {"width": 1.5, "color": colour}
    return {"symbol": symbol, "size": SIZE, "color": lighter(colour, 0.85), "line": line}


def _entry(name: str, marker: dict[str, Any], what: str, **meta: object) -> go.Scatter:
    """Return an entry of the legend; its trace has no points, it stands for those of others."""
    return _markers(marker, {**role(what), **meta}, name=name)


def _part(name: str, marker: dict[str, Any], ink: str) -> go.Scatter:
    """Return an entry of the other legend, which is not about classes."""
    return _entry(name, marker, name, ink=ink).update(legend="legend2")


def _marks(what: str, marker: dict[str, Any], ink: str) -> go.Scatter:
    """Return marks to be laid over points."""
    return _markers(marker, role(what, ink), showlegend=False)


def _markers(marker: dict[str, Any], meta: dict[str, Any], **settings: Any) -> go.Scatter:
    """Return markers at no place; Plotly forgets a trace without any coordinate."""
    sized = {**meta, "size": marker["size"]}
    return go.Scatter(x=[None], y=[None], mode="markers", marker=marker, meta=sized, **settings)


def _grey(symbol: str) -> dict[str, Any]:
    """Return the marker of points of any class."""
    return {"symbol": symbol, "size": SIZE, "color": INK, "line": {"width": 1.5, "color": INK}}


def _cross() -> dict[str, Any]:
    """Return the mark of a misclassified point; its rim sets it off whatever the point's colour."""
    return {"symbol": "x", "size": SIZE - 1, "color": INK, "line": {"width": 1}}


def _ring() -> dict[str, Any]:
    """Return the mark of a selected point."""
    return {"symbol": "circle-open", "size": SIZE + 9, "color": INK, "line": {"width": 3}}


def _plus() -> dict[str, Any]:
    """Return the mark of the place whose outputs are shown."""
    return {"symbol": "cross-thin", "size": 18, "color": INK, "line": {"width": 2}}
