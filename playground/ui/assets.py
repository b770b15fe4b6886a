"""The files that the board's page fetches from the server, Plotly's among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from playground.catalog import VIEWS
from playground.serve.server.assets import version
from playground.views import folder

BROWSER = Path(__file__).parents[1] / "browser"
"""The program that runs in the browser."""


def _plotly() -> Path:
    """Return the plotly.js that the installed plotly package carries."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise ImportError("The package plotly is not installed.")
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


def _files(place: Path) -> list[Path]:
    """Return the scripts and style sheets in a folder."""
    return sorted(path for path in place.iterdir() if path.suffix in (".js", ".css"))


def _of_views() -> Iterator[tuple[str, Path]]:
    """Yield the browser's part of each view, laid out as in this package: imports are relative."""
    for name in VIEWS:
        for path in _files(folder(name)):
            yield f"views/{name}/{path.name}", path


ASSETS: dict[str, Path] = {
    "browser/plotly.min.js": _plotly(),
    **{f"browser/{path.name}": path for path in _files(BROWSER)},
    **dict(_of_views()),
}
"""Names → files."""


@cache
def address() -> str:
    """Return where the assets are, relative to the page."""
    return f"playground/assets/{version(ASSETS)}"


def view_files(name: str) -> dict[str, str]:
    """Return where the board finds the script of a view, and its styles if there are any."""
    styles = f"views/{name}/view.css"
    files = {"script": f"../views/{name}/view.js"}
    return files | ({"styles": f"../{styles}"} if styles in ASSETS else {})


def loader(entry: str, views: Iterable[str] = ()) -> str:
    """Return a component's script, which Streamlit sends with every message.

    It fetches ``entry``; the browser's parts of ``views`` will soon be needed.
    """
    text = (BROWSER / "loader.js").read_text()
    filled = {"{assets}": address(), "{entry}": entry, "{views}": " ".join(views)}
    for place, value in filled.items():
        text = text.replace(place, value)
    return text
