"""A chart as a small picture: its traces' bars, lines and dots, without axes or words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from playground.figures.palette import ACCENT, INK

WIDTH, HEIGHT, MARGIN = 160, 80, 6

INKS = {"accent": ACCENT, "hollow": "none"}


def sketch(traces: Sequence[Mapping[str, Any]]) -> str:
    """Return traces, as Plotly has them, of the first axes as an SVG image."""
    first = [t for t in traces if t.get("xaxis", "x") == "x" and t.get("y") and t.get("x")]
    ground = "".join(_cells(trace["z"]) for trace in first if "z" in trace)
    first = [trace for trace in first if "z" not in trace]
    drawn = [(trace, *_numbers(trace)) for trace in first]
    across = _scale([x for _, xs, _ in drawn for x in xs], MARGIN, WIDTH - MARGIN)
    floor = [0.0] if any(trace["type"] == "bar" for trace, _, _ in drawn) else []
    up = _scale([*floor, *(y for _, _, ys in drawn for y in ys)], HEIGHT - MARGIN, MARGIN)
    shapes = (
        _shape(trace, [(across(x), up(y)) for x, y in zip(xs, ys, strict=True)], up(0.0), len(xs))
        for trace, xs, ys in drawn
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'stroke-linecap="round">{ground}{"".join(shapes)}</svg>\n'
    )


def _numbers(trace: Mapping[str, Any]) -> tuple[list[float], list[float]]:
    """Return the places of a trace that have both numbers; categories are counted."""
    is_text = any(isinstance(x, str) for x in trace["x"])
    xs: Iterable[Any] = range(len(trace["x"])) if is_text else trace["x"]
    known = [(float(x), float(y)) for x, y in zip(xs, trace["y"], strict=True) if _known(x, y)]
    return [x for x, _ in known], [y for _, y in known]


def _known(x: Any, y: Any) -> bool:
    """Tell whether both are there."""
    return x is not None and y is not None


def _scale(values: Sequence[float], start: float, end: float) -> Any:
    """Return what brings ``values`` between two pixels."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    return lambda value: start + (value - low) / ((high - low) or 1) * (end - start)


def _shape(
    trace: Mapping[str, Any], places: Sequence[tuple[float, float]], floor: float, n: int
) -> str:
    """Return the shapes of one trace."""
    ink = INKS.get(trace["meta"].get("ink", ""), INK)
    colour = trace.get("line", {}).get("color") or ink
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    if trace["type"] == "bar":
        wide = 0.6 * (WIDTH - 2 * MARGIN) / max(n, 1)
        return "".join(_bar(x, y, floor, wide, ink) for x, y in places)
    if "lines" in trace.get("mode", "lines"):
        return f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>'
    fill = ink if ink != "none" else INK
    return "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{fill}"/>' for x, y in places)


def _cells(rows: Sequence[Sequence[float | None]]) -> str:
    """Return the cells of a heatmap or contour, at most 16 a side; the darker the more."""
    few = [row[:: max(1, len(row) // 16)] for row in rows[:: max(1, len(rows) // 16)]]
    known = sorted(z for row in few for z in row if z is not None)
    low, high = known[0], known[int(0.9 * (len(known) - 1))] or 1
    span = (high - low) or 1
    wide, tall = WIDTH / len(few[0]), HEIGHT / len(few)
    return "".join(
        f'<path fill="{ACCENT}" opacity="{min(1, 0.08 + 0.6 * (z - low) / span):.2f}" '
        f'd="M{j * wide:.1f} {HEIGHT - (i + 1) * tall:.1f}h{wide:.1f}v{tall:.1f}h-{wide:.1f}z"/>'
        for i, row in enumerate(few)
        for j, z in enumerate(row)
        if z is not None
    )


def _bar(x: float, y: float, floor: float, wide: float, ink: str) -> str:
    """Return one bar."""
    left = min(max(x - wide / 2, 0), WIDTH - wide)
    top, tall = min(y, floor), abs(y - floor)
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" '
        f'fill="{ink}" stroke="{INK}"/>'
    )
