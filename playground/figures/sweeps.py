"""Figures of a sweep, from plain numbers: heat map, effect of one field, curves with bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from playground.figures.base import axis, bare, escaped
from playground.figures.palette import ACCENT, CLASS_COLOURS

MOST_TEXTS = 120
"""Cells of a heat map that still have room for their numbers."""

MOST_TICKS = 16
"""Names along an axis."""

SCALE = ((0.0, "#440154"), (0.25, "#3b528b"), (0.5, "#21918c"), (0.75, "#5ec962"), (1.0, "#fde725"))
"""Viridis (van der Walt and Smith, 2015): as light as its value, in print and for every eye."""

COMMON = {"margin": {"l": 8, "r": 8, "t": 12, "b": 8}, "height": 340}

CLICKED = {"hovermode": "closest", "hoverdistance": -1}
"""A click anywhere takes what is nearest."""


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
    n_up, n_across = mean.shape
    trace = go.Heatmap(
        x=list(range(n_across)),
        y=list(range(n_up)),
        z=mean,
        text=texts,
        texttemplate="%{text}" if mean.size <= MOST_TEXTS else "",
        hoverinfo="skip",
        colorscale=SCALE,
        colorbar=_bar(label),
        xgap=1,
        ygap=1,
    )
    places = [{**named(names), "showgrid": False} for _, names in (across, up)]
    return bare(
        [trace, _handles(across[1], up[1], mean, texts)],
        **COMMON,
        **CLICKED,
        xaxis=axis(escaped(across[0]), fixedrange=True, **places[0]),
        yaxis=axis(escaped(up[0]), fixedrange=True, autorange="reversed", **places[1]),
    )


def named(names: Sequence[str]) -> dict[str, Any]:
    """Return the ticks of an axis whose places have names; of many, those that have room."""
    at = range(0, len(names), -(-len(names) // MOST_TICKS))
    return {"tickvals": list(at), "ticktext": [escaped(names[k]) for k in at]}


def _handles(
    across: Sequence[str], up: Sequence[str], mean: np.ndarray, texts: Sequence[Sequence[str]]
) -> go.Scatter:
    """Return what a click on a heat map finds, since Plotly selects no cells: a mark in each."""
    rows, columns = (found.tolist() for found in np.nonzero(np.isfinite(mean)))
    return go.Scatter(
        x=columns,
        y=rows,
        text=[
            f"{escaped(across[column])} · {escaped(up[row])}: {texts[row][column]}"
            for row, column in zip(rows, columns, strict=True)
        ],
        mode="markers",
        marker={"color": "rgba(0,0,0,0)", "size": 36},
        selected={"marker": {"color": "rgba(255,255,255,0.35)"}},
        unselected={"marker": {"opacity": 0}},
        hovertemplate="%{text}<extra></extra>",
    )


@dataclass(frozen=True)
class Places:
    """Where points lie along an axis (n,): numbers, or places of ``names``."""

    title: str
    at: Sequence[float]
    names: Sequence[str] = ()
    is_log: bool = False

    @property
    def axis(self) -> dict[str, Any]:
        """The axis as Plotly has it."""
        kind = {"type": "log", "dtick": 1} if self.is_log else {}
        ticks = named(self.names) if self.names else {}
        return axis(escaped(self.title), fixedrange=True, **kind, **ticks)


def trials(
    places: Sequence[Places], mean: np.ndarray, texts: Sequence[str], label: str
) -> go.Figure:
    """Return means (n,) of what a search tried: over one field, or by colour over two."""
    across, *up = places
    by_colour = {"color": mean, "colorscale": SCALE, "showscale": True, "colorbar": _bar(label)}
    trace = go.Scatter(
        x=across.at,
        y=up[0].at if up else mean,
        mode="markers",
        marker={"size": 9, **(by_colour if up else {"color": ACCENT})},
        text=list(map(escaped, texts)),
        hovertemplate="%{text}<extra></extra>",
        selected={"marker": {"size": 14}},
        unselected={"marker": {"opacity": 1}},
    )
    upward = up[0].axis if up else axis(label, fixedrange=True)
    return bare([trace], **COMMON, **CLICKED, xaxis=across.axis, yaxis=upward)


def _bar(label: str) -> dict[str, Any]:
    """Return a thin bar of colours beside its label."""
    return {"title": {"text": label, "side": "right"}, "thickness": 10, "outlinewidth": 0}


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
        selected={"marker": {"size": 12}},
        unselected={"marker": {"opacity": 1}},
        hovertemplate="%{text}<extra></extra>",
    )
    return bare(
        [trace],
        **COMMON,
        **CLICKED,
        xaxis=axis(escaped(title), fixedrange=True, **named(names)),
        yaxis=axis(label, fixedrange=True),
    )


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
