"""A dataset as a small picture, for choosing it."""

from __future__ import annotations

from collections.abc import Sequence

from playground.figures.palette import CLASS_COLOURS

SIDE = 48
"""Width and height of the picture in its own units."""


def thumbnail(X: Sequence[Sequence[float]], y: Sequence[int], radius: float = 2.2) -> str:
    """Return the points X (n, 2) of classes y (n,) as an SVG image, the plane square and filled."""
    spans = [(min(column), max(column)) for column in zip(*X, strict=True)]
    scale = (SIDE - 4 * radius) / (max(high - low for low, high in spans) or 1)
    middles = [(low + high) / 2 for low, high in spans]
    dots = {
        label: "".join(
            _dot(SIDE / 2 + (x[0] - middles[0]) * scale, SIDE / 2 - (x[1] - middles[1]) * scale)
            for x, of in zip(X, y, strict=True)
            if of == label
        )
        for label in sorted(set(y))
    }
    paths = "".join(
        f'<path stroke="{CLASS_COLOURS[label]}" d="{path}"/>' for label, path in dots.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" '
        f'stroke-width="{2 * radius:g}" stroke-linecap="round">{paths}</svg>\n'
    )


def _dot(x: float, y: float) -> str:
    """Return a path's piece that draws as a round dot: a line of no length with round ends."""
    return f"M{x:.0f} {y:.0f}h0"


def raster(grey: Sequence[Sequence[float]]) -> str:
    """Return a picture of ``grey`` values, rows from the top, as an SVG image: 0 is clear."""
    side = SIDE / len(grey)
    most = max(map(max, grey)) or 1
    cells = "".join(
        f'<path opacity="{value / most:.1g}" '
        f'd="M{column * side:g} {row * side:g}h{side:g}v{side:g}h-{side:g}z"/>'
        for row, values in enumerate(grey)
        for column, value in enumerate(values)
        if value > most / 20
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" '
        f'fill="{CLASS_COLOURS[0]}">{cells}</svg>\n'
    )
