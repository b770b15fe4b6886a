"""Figures of a sweep, from plain numbers: heat map, effect of one field, curves with bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from playground.figures.base import axis, bare, escaped
from playground.figures.palette import ACCENT, CLASS_COLOURS

MOST_TEXTS = 120
"""Cells of a heat map that still have room for their numbers."""

SCALE = ((0.0, "#440154"), (0.25, "#3b528b"), (0.5, "#21918c"), (0.75, "#5ec962"), (1.0, "#fde725"))
"""Viridis (van der Walt and Smith, 2015): as light as its value, in print and for every eye."""

COMMON = {"margin": {"l": 8, "r": 8, "t": 12, "b": 8}, "height": 340}


@dataclass(frozen=True)
class Band:
    """A curve over epochs (m,), with its mean and deviation over seeds."""

    name: str
    epoch: np.ndarray
    mean: np.ndarray
    sd: np.ndarray


def heat_map(
    across: tuple[str, Sequence[str]],
    up: tuple[str, Sequence[str]],
    mean: np.ndarray,
    sd: np.ndarray,
    label: str,
) -> go.Figure:
    """Return means (rows, columns), NaN where there are none, with ± sd written into their cells.

    ``across`` and ``up`` are an axis's title and the names of its places.
    """
    texts = [
        [told(m, s) for m, s in zip(*pair, strict=True)] for pair in zip(mean, sd, strict=True)
    ]
    names_across, names_up = (list(map(escaped, names)) for _, names in (across, up))
    trace = go.Heatmap(
        x=list(range(len(names_across))),
        y=list(range(len(names_up))),
        z=mean,
        text=texts,
        texttemplate="%{text}" if mean.size <= MOST_TEXTS else "",
        hovertemplate=f"%{{text}}<extra>{label}</extra>",
        colorscale=SCALE,
        colorbar={"title": {"text": label, "side": "right"}, "thickness": 10, "outlinewidth": 0},
        xgap=1,
        ygap=1,
    )
    places = [
        {"tickvals": list(range(len(names))), "ticktext": names, "showgrid": False}
        for names in (names_across, names_up)
    ]
    return bare(
        [trace],
        **COMMON,
        xaxis=axis(escaped(across[0]), **places[0]),
        yaxis=axis(escaped(up[0]), autorange="reversed", **places[1]),
    )


def told(mean: float, sd: float) -> str:
    """Return a mean and its deviation as text; empty where there is none."""
    if np.isnan(mean):
        return ""
    return f"{mean:.3f}" if np.isnan(sd) else f"{mean:.3f} ± {sd:.3f}"


def effect(
    title: str, names: Sequence[str], mean: np.ndarray, sd: np.ndarray, label: str
) -> go.Figure:
    """Return means (n,) of the places of one axis, with bars of one deviation up and down."""
    trace = go.Scatter(
        x=list(range(len(names))),
        y=mean,
        error_y={"type": "data", "array": np.nan_to_num(sd), "thickness": 1.5, "width": 5},
        mode="lines+markers",
        line={"color": ACCENT, "width": 1, "dash": "dot"},
        marker={"color": ACCENT, "size": 8},
        text=[told(m, s) for m, s in zip(mean, sd, strict=True)],
        hovertemplate="%{text}<extra></extra>",
    )
    places = {"tickvals": list(range(len(names))), "ticktext": list(map(escaped, names))}
    return bare([trace], **COMMON, xaxis=axis(escaped(title), **places), yaxis=axis(label))


def bands(curves: Sequence[Band], label: str) -> go.Figure:
    """Return the mean curves of some cells, each in a band of one deviation up and down."""
    traces: list[go.Scatter] = []
    for i, band in enumerate(curves):
        colour = CLASS_COLOURS[i % len(CLASS_COLOURS)]
        edges = np.concatenate([band.mean + band.sd, (band.mean - band.sd)[::-1]])
        traces += [
            go.Scatter(
                x=np.concatenate([band.epoch, band.epoch[::-1]]),
                y=edges,
                fill="toself",
                fillcolor=_faint(colour),
                line={"width": 0},
                hoverinfo="skip",
                showlegend=False,
                legendgroup=str(i),
            ),
            go.Scatter(
                x=band.epoch,
                y=band.mean,
                name=escaped(band.name),
                line={"color": colour, "width": 2},
                legendgroup=str(i),
            ),
        ]
    legend = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
    return bare(
        traces,
        **COMMON,
        showlegend=True,
        legend=legend,
        hovermode="closest",
        xaxis=axis("Epoch"),
        yaxis=axis(label),
    )


def _faint(colour: str) -> str:
    """Return ``colour`` (``#rrggbb``) as one that lets most through."""
    channels = (str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return f"rgba({','.join(channels)},0.18)"
