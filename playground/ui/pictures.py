"""Small pictures of datasets, as ``python -m playground thumbnails`` draws them."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("thumbnails")

UNKNOWN = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" fill="#7F7F7F">'
    b'<circle cx="12" cy="24" r="4"/><circle cx="24" cy="24" r="4"/><circle cx="36" cy="24" r="4"/>'
    b"</svg>\n"
)
"""The picture of a dataset whose own has not been drawn yet."""


@cache
def picture(key: str) -> str:
    """Return the picture of the dataset ``key`` as a data address."""
    file = FOLDER / f"{key}.svg"
    drawing = file.read_bytes() if file.exists() else UNKNOWN
    return "data:image/svg+xml;base64," + base64.b64encode(drawing).decode()
