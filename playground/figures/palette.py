"""Colours and marker symbols of classes: told apart by colour-blind readers and in print."""

from __future__ import annotations

CLASS_COLOURS = (
    "#0072B2",  # blue
    "#E69F00",  # orange
    "#009E73",  # bluish green
    "#CC79A7",  # reddish purple
    "#56B4E9",  # sky blue
    "#D55E00",  # vermillion
    "#F0E442",  # yellow
    "#999999",  # grey, in place of black, which a dark page swallows
    "#7818D8",  # violet
    "#783018",  # brown
)
"""Eight after Okabe and Ito, "Color universal design" (2008), and the two that stay farthest from
them and from each other for the three kinds of colour blindness (Machado et al., 2009)."""

CLASS_SYMBOLS = (
    "circle",
    "square",
    "diamond",
    "triangle-up",
    "pentagon",
    "triangle-down",
    "hexagon",
    "star",
    "cross",
    "triangle-left",
)

MAX_CLASSES = len(CLASS_COLOURS)

WITHOUT = "#5F6B7A"
"""Points without the label that is shown: none of the classes' colours."""

INK = "#777777"
"""Text and lines before the page's theme is known; legible on white and on black."""

ACCENT = "#4C78A8"
"""The accent before the page's theme is known."""


def lighter(colour: str, amount: float = 0.55) -> str:
    """Return ``colour`` (``#rrggbb``) mixed with white; ``amount`` 0 keeps it, 1 is white."""
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * amount):02x}" for c in channels)
