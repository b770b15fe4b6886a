"""Datasets by the name of the function that makes them; ``learn/`` calls it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Dataset:
    """One dataset.

    ``make`` is the dotted name of a function that returns X (n, n_features) and y (n,);
    ``arguments`` maps its arguments to Config fields, ``constants`` to fixed values.
    ``n_classes`` bounds the number of classes, (2, 2) when there is no choice.
    """

    label: str
    help: str
    make: str
    arguments: Mapping[str, str]
    constants: Mapping[str, object] = field(default_factory=dict)
    n_classes: tuple[int, int] = (2, 2)

    def uses(self, name: str) -> bool:
        """Tell whether the Config field ``name`` shapes this dataset."""
        return name in self.arguments.values()


_SKLEARN = {"n_samples": "n_samples", "noise": "noise", "random_state": "seed"}
_OWN = _SKLEARN
_CLASSES = {"n_classes": "n_classes"}

DATASETS: dict[str, Dataset] = {
    "moons": Dataset(
        "Moons",
        "Two interleaving half circles: the smallest set that no straight line separates.",
        "sklearn.datasets.make_moons",
        _SKLEARN,
    ),
    "circles": Dataset(
        "Circles",
        "A small circle inside a large one: no straight line does better than chance.",
        "sklearn.datasets.make_circles",
        _SKLEARN,
    ),
    "blobs": Dataset(
        "Blobs",
        "Gaussian clouds around random centres: often separable by straight lines.",
        "sklearn.datasets.make_blobs",
        {
            "n_samples": "n_samples",
            "centers": "n_classes",
            "cluster_std": "cluster_std",
            "random_state": "seed",
        },
        n_classes=(2, 6),
    ),
    "spirals": Dataset(
        "Spirals",
        "Intertwined spiral arms, one per class: needs width, depth or patience.",
        "playground.catalog.generators.make_spirals",
        _OWN | _CLASSES,
        n_classes=(2, 6),
    ),
    "xor": Dataset(
        "XOR",
        "Opposite quadrants share a class: the problem a single neuron can't solve.",
        "playground.catalog.generators.make_xor",
        _OWN,
    ),
}
