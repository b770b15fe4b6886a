"""Draws the small pictures by which a dataset or a lab is picked.

``python -m playground thumbnails`` writes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from playground.catalog import DATASETS
from playground.config import Config, settle
from playground.figures.sketch import sketch
from playground.figures.thumbnail import SIDE, raster, thumbnail
from playground.labs import LABS, compute, figure, folder
from playground.labs.answer import plain
from playground.learn.data import make_points

FOLDER = Path(__file__).parent / "ui" / "thumbnails"

OWN = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" fill="none" '
    'stroke="#7F7F7F" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">'
    '<path d="M10 30v8h28v-8M24 30V9m-8 8 8-8 8 8"/></svg>\n'
)
"""The picture of what is to come from the visitor: an arrow into a tray."""

_FEW = {"n_samples": 48, "noise": 0.03, "cluster_std": 1.2, "n_classes": 3, "seed": 8}


def draw() -> None:
    """Draw the picture of every dataset from its own points, few and clean, and of every lab."""
    for key in DATASETS:
        (FOLDER / f"{key}.svg").write_text(drawn(key))
    for name in LABS:
        (folder(name) / "picture.svg").write_text(sketched(name))


def sketched(name: str) -> str:
    """Return the picture of the lab ``name``, as it is at first, an SVG image."""
    numbers = plain(compute(name)(**LABS[name].read({})[0]).traces)
    traces = json.loads(figure(name)().to_json())["data"]
    return sketch([{**trace, **numbers.get(trace["meta"]["role"], {})} for trace in traces])


def drawn(key: str) -> str:
    """Return the picture of the dataset ``key``, an SVG image."""
    if not DATASETS[key].make:
        return OWN
    return _points(settle({**_FEW, "dataset": key})[0])


def _points(config: Config) -> str:
    """Return the picture of the points of ``config``; of pictures, one of them."""
    X, y = make_points(config)
    if config.spec.picture_size:
        return raster(X[3].reshape(config.spec.picture_size).tolist())
    labels = _first_label(y) if config.is_multilabel else y
    every = max(1, len(X) // 60)
    return thumbnail(_flat(X)[::every].tolist(), labels[::every].tolist())


def _first_label(y: np.ndarray) -> np.ndarray:
    """Return the number of each row's first label in y (n, labels); 7, which is grey, for none."""
    return np.where(y.any(axis=1), y.argmax(axis=1), 7)


def _flat(X: np.ndarray) -> np.ndarray:
    """Return X (n, n_features) in two columns: itself, or its principal components."""
    if X.shape[1] == 2:
        return X
    standard = (X - X.mean(axis=0)) / X.std(axis=0)
    return standard @ np.linalg.svd(standard, full_matrices=False)[2][:2].T
