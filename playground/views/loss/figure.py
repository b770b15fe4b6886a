"""The loss curve, with accuracy below on the same epochs, and the epoch early stopping chose."""

from __future__ import annotations

import plotly.graph_objects as go

from playground.figures.base import Names, axis, bare, role
from playground.figures.palette import ACCENT, INK


def figure(_names: Names) -> go.Figure:
    """Return loss (top) and accuracy (bottom) of all parts on one axis of epochs, no curve yet."""
    return bare(
        [*map(_curve, _CURVES), _best(), *map(_ghost, _GHOSTS)],
        hovermode="x unified",
        hoversubplots="axis",
        showlegend=True,
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom"},
        margin={"l": 8, "r": 12, "t": 24, "b": 8},
        xaxis=axis("Epoch", anchor="y2", range=[0, 10], autorange=False),
        yaxis=axis("Loss", domain=[0.40, 1], hoverformat=".5f", nticks=6),
        yaxis2=axis(
            "Accuracy",
            domain=[0, 0.30],
            range=[0, 1.02],
            hoverformat=".2%",
            tickvals=[0, 0.5, 1],
            ticktext=["0 %", "50 %", "100 %"],
        ),
    )


_CURVES = {
    "train_loss": ("Train", "Train loss", "y", ACCENT, "solid"),
    "test_loss": ("Test", "Test loss", "y", INK, "dot"),
    "train_accuracy": ("Train", "Train accuracy", "y2", ACCENT, "solid"),
    "test_accuracy": ("Test", "Test accuracy", "y2", INK, "dot"),
    "validation_loss": ("Validation", "Validation loss", "y", INK, "dash"),
    "validation_accuracy": ("Validation", "Validation accuracy", "y2", INK, "dash"),
}
"""Role → legend group, name, y axis, colour, dash."""

_INKS = {"Train": "accent", "Test": "ink", "Validation": "strong"}
"""Legend group → the theme colour of its curves."""


def _curve(name: str) -> go.Scatter:
    """Return one curve; the loss curves stand for their group in the legend."""
    group, title, yaxis, colour, dash = _CURVES[name]
    return go.Scatter(
        x=[],
        y=[],
        xaxis="x",
        yaxis=yaxis,
        mode="lines",
        name=group,
        legendgroup=group,
        showlegend=yaxis == "y",
        line={"width": 2, "color": colour, "dash": dash},
        hovertemplate="%{y}<extra>" + title + "</extra>",
        meta=role(name, _INKS[group]),
    )


_GHOSTS = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
"""Curves that a kept run has behind the present ones."""


def _ghost(name: str) -> go.Scatter:
    """Return a faded curve of a kept run, which the legend does not name."""
    _, title, *_ = _CURVES[name]
    curve = _curve(name).update(
        opacity=0.5,
        legendgroup=None,
        showlegend=False,
        hovertemplate="%{y}<extra>Kept run: " + title.lower() + "</extra>",
    )
    return curve.update(meta=curve.meta | {"role": f"ghost_{name}"})


def _best() -> go.Scatter:
    """Return the mark of the epoch whose weights early stopping takes back."""
    return go.Scatter(
        x=[],
        y=[],
        xaxis="x",
        yaxis="y",
        mode="markers",
        name="Best epoch",
        marker={"symbol": "circle-open", "size": 11, "color": INK, "line": {"width": 2}},
        hovertemplate="%{y}<extra>Best epoch</extra>",
        meta=role("best", "strong"),
    )
