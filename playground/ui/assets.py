"""The files that the board's page fetches from the server, Plotly's among them."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from playground.serve.server.assets import version

BROWSER = Path(__file__).parents[1] / "browser"
"""The program that runs in the browser."""


def _plotly() -> Path:
    """Return the plotly.js that the installed plotly package carries."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise ImportError("The package plotly is not installed.")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


ASSETS: dict[str, Path] = {
    "plotly.min.js": _plotly(),
    "board.css": BROWSER / "board.css",
    **{path.name: path for path in sorted(BROWSER.glob("*.js"))},
}
"""Names → files."""


@cache
def address() -> str:
    """Return where the assets are, relative to the page."""
    return f"playground/assets/{version(ASSETS)}"
