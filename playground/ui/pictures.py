"""Small pictures of datasets, SVG files named after the entries' keys in ``thumbnails/``.

``python -m playground.ui.pictures`` draws them again, for instance after a dataset was added.
"""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

from playground.catalog import DATASETS
from playground.config import settle
from playground.figures.thumbnail import thumbnail

FOLDER = Path(__file__).with_name("thumbnails")


@cache
def picture(key: str) -> str:
    """Return the picture of the entry ``key`` as a data address; empty when there is none."""
    file = FOLDER / f"{key}.svg"
    if not file.exists():
        return ""
    return "data:image/svg+xml;base64," + base64.b64encode(file.read_bytes()).decode()


def draw() -> None:
    """Draw the picture of every dataset from its own points, few and without much noise."""
    from playground.learn.data import make_points  # brings PyTorch, which the server does without

    FOLDER.mkdir(exist_ok=True)
    few = {"n_samples": 48, "noise": 0.03, "cluster_std": 1.2, "n_classes": 3, "seed": 8}
    for key in DATASETS:
        config, _ = settle({**few, "dataset": key})
        X, y = make_points(config)
        (FOLDER / f"{key}.svg").write_text(thumbnail(X.tolist(), y.tolist()))


if __name__ == "__main__":
    draw()
