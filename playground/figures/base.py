"""What all figures share: thin axes, no title, transparent ground, room for nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import plotly.graph_objects as go

from playground.figures.palette import INK

FONT_SIZE = 12
"""Pixels; the board enlarges it with its own text."""


@dataclass(frozen=True)
class Names:
    """What classes are called, and what the network's outputs are about: each class, or label.

    Plotly takes text for markup: names that visitors gave come escaped. ``has_line`` tells that
    the data have a single feature, over which probabilities are curves; ``has_validation`` that
    some points are set aside from those to learn from.
    """

    classes: tuple[str, ...]
    outputs: tuple[str, ...]
    has_line: bool = False
    has_validation: bool = False


def bare(traces: list[Any], **layout: Any) -> go.Figure:
    """Return a figure of ``traces`` on the common ground, ``layout`` laid over it."""
    common = {
        "template": "none",
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": FONT_SIZE, "color": INK},
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "showlegend": False,
        "hoverlabel": {"align": "left", "namelength": -1},
        "uirevision": "kept",
    }
    return go.Figure(traces, {**common, **layout})


def axis(title: str = "", **overrides: Any) -> dict[str, Any]:
    """Return a thin axis; lines and ticks take the theme's faint ink in the board."""
    thin = {
        "title": {"text": title, "standoff": 6},
        "automargin": True,
        "showline": True,
        "linewidth": 1,
        "linecolor": INK,
        "ticks": "outside",
        "ticklen": 3,
        "tickcolor": INK,
        "gridcolor": "rgba(127,127,127,0.18)",
        "gridwidth": 1,
        "zeroline": False,
    }
    return {**thin, **overrides}


def escaped(word: str) -> str:
    """Return ``word`` so that Plotly, which looks for markup and templates, shows it as it is."""
    return escape(word, quote=False).replace("%{", "%&#123;")


def shortened(names: Sequence[str], few: int = 6, room: int = 60) -> list[str]:
    """Return what stands beside rows and columns: of many long names, both ends.

    Up to ``few`` names are left alone; more share ``room`` characters, eight each at least. Names
    come escaped, and markup is not cut. Those that would be the same are numbered.
    """
    most = max(8, room // max(len(names), 1))
    if len(names) <= few:
        return list(names)
    cut = [_cut(unescape(name), most) for name in names]
    return [
        escaped(name if cut.count(name) == 1 else f"{name[: most - 2]}…{k}")
        for k, name in enumerate(cut)
    ]


def _cut(name: str, most: int) -> str:
    """Return both ends of a name longer than ``most`` characters."""
    tail = (most - 1) // 2
    return name if len(name) <= most else f"{name[: most - 1 - tail]}…{name[-tail:]}"


def role(name: str, ink: str = "") -> dict[str, str]:
    """Return a trace's ``meta``: what it shows, and the theme colour it takes, if any."""
    return {"role": name, "ink": ink} if ink else {"role": name}
