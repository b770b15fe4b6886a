"""Datasets by the name of the function that makes them; ``learn/`` calls it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playground.catalog.own import MAX_CLASSES

PLANE = ("x1", "x2")


@dataclass(frozen=True)
class Dataset:
    """One dataset.

    ``make`` is the dotted name of a function that returns X (n, n_features) and y (n,), or
    y (n, n_classes) of zeros and ones when ``multilabel``; ``arguments`` maps its arguments to
    Config fields, ``constants`` to fixed values. ``n_classes`` bounds the number of classes, equal
    bounds when there is no choice. ``classes`` and ``features`` are names, empty for numbers.
    ``suited`` are values of Config fields that let its idea be seen, where the defaults don't;
    who picks it takes them along, an address says them.
    An empty ``make`` stands for the visitor's own points.
    """

    label: str
    help: str
    make: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, object] = field(default_factory=dict)
    n_classes: tuple[int, int] = (2, 2)
    features: tuple[str, ...] = PLANE
    classes: tuple[str, ...] = ()
    multilabel: bool = False
    size: int = 0
    """How many points there are, where that is no choice."""
    picture_size: tuple[int, int] | None = None
    """Height and width when a row of features is a picture."""
    suited: Mapping[str, object] = field(default_factory=dict)

    def uses(self, name: str) -> bool:
        """Tell whether the Config field ``name`` shapes this dataset when it is made."""
        return name in self.arguments.values()

    @property
    def is_planar(self) -> bool:
        """The points lie in a plane: two features."""
        return len(self.features) == 2


_NOISY = {"n_samples": "n_samples", "noise": "noise", "random_state": "seed"}
_CLASSES = {"n_classes": "n_classes"}
_CLOUDS = {"n_samples": "n_samples", "cluster_std": "cluster_std", "random_state": "seed"}
_OWN = "playground.catalog.generators."
_WHOLE = {"return_X_y": True}
_BRISK: Mapping[str, object] = {"learning_rate": 0.03}
_SCALED: Mapping[str, object] = {"preprocessing": "standard"}
_WINDING: Mapping[str, object] = {"hidden": (16, 16), "optimizer": "adam", "learning_rate": 0.01}

DATASETS: dict[str, Dataset] = {
    "moons": Dataset(
        "Moons",
        "Two interleaving half circles: no straight line separates them.",
        "sklearn.datasets.make_moons",
        _NOISY,
    ),
    "circles": Dataset(
        "Circles",
        "A small circle inside a large one: no straight line gets more than about three quarters "
        "right.",
        "sklearn.datasets.make_circles",
        _NOISY | {"factor": "factor"},
        suited={**_BRISK, "noise": 0.08, "factor": 0.5},
    ),
    "rings": Dataset(
        "Rings",
        "Concentric rings, one per class.",
        f"{_OWN}make_rings",
        _NOISY | _CLASSES,
        n_classes=(2, 8),
        suited={**_BRISK, "noise": 0.05},
    ),
    "blobs": Dataset(
        "Blobs",
        "Gaussian clouds around random centres: often separable by straight lines.",
        "sklearn.datasets.make_blobs",
        _CLOUDS | {"centers": "n_classes"},
        n_classes=(2, 8),
    ),
    "anisotropic": Dataset(
        "Anisotropic blobs",
        "Stretched and turned Gaussian clouds: distance to the centre misleads.",
        f"{_OWN}make_anisotropic_blobs",
        _CLOUDS | _CLASSES,
        n_classes=(2, 8),
    ),
    "spirals": Dataset(
        "Spirals",
        "Intertwined spiral arms, one per class: needs width, depth or patience.",
        f"{_OWN}make_spirals",
        _NOISY | _CLASSES,
        n_classes=(2, 8),
        suited={**_WINDING, "noise": 0.03},
    ),
    "xor": Dataset(
        "XOR",
        "Opposite quadrants share a class: the problem a single neuron can't solve.",
        f"{_OWN}make_xor",
        _NOISY,
        suited={**_BRISK, "noise": 0.05},
    ),
    "checkerboard": Dataset(
        "Checkerboard",
        "Sixteen squares in turn: many separate regions for each class.",
        f"{_OWN}make_checkerboard",
        _NOISY | _CLASSES,
        n_classes=(2, 4),
        suited={**_WINDING, "noise": 0.02, "n_samples": 1000},
    ),
    "gaussian_quantiles": Dataset(
        "Gaussian quantiles",
        "One Gaussian cloud cut into rings of equally many points.",
        "sklearn.datasets.make_gaussian_quantiles",
        {"n_samples": "n_samples", "n_classes": "n_classes", "random_state": "seed"},
        n_classes=(2, 8),
        suited=_BRISK,
    ),
    "pinwheel": Dataset(
        "Pinwheel",
        "Bent arms around a centre, one per class.",
        f"{_OWN}make_pinwheel",
        _NOISY | _CLASSES,
        n_classes=(2, 8),
    ),
    "linear": Dataset(
        "Linearly separable",
        "Two classes on either side of a line: without noise a single neuron is enough.",
        f"{_OWN}make_linear",
        _NOISY,
        suited={"noise": 0.05},
    ),
    "half_planes": Dataset(
        "Formula y > f(x)",
        "Two classes above and below the graph of a formula of your own.",
        f"{_OWN}make_half_planes",
        _NOISY | {"f": "formula"},
    ),
    "iris": Dataset(
        "Iris",
        "150 flowers of three species by four measurements in cm (Fisher, 1936).",
        "sklearn.datasets.load_iris",
        constants=_WHOLE,
        size=150,
        n_classes=(3, 3),
        features=("sepal length", "sepal width", "petal length", "petal width"),
        classes=("setosa", "versicolor", "virginica"),
        suited={**_SCALED, **_BRISK},
    ),
    "wine": Dataset(
        "Wine",
        "178 wines of three growers by thirteen chemical measurements.",
        "sklearn.datasets.load_wine",
        constants=_WHOLE,
        size=178,
        n_classes=(3, 3),
        features=(
            *("alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols"),
            *("flavanoids", "nonflavanoid phenols", "proanthocyanins", "color intensity", "hue"),
            *("OD280/OD315", "proline"),
        ),
        classes=("grower 1", "grower 2", "grower 3"),
        suited={**_SCALED, **_BRISK},
    ),
    "breast_cancer": Dataset(
        "Breast cancer",
        "569 tumours, malignant or benign, by thirty measurements of cell nuclei.",
        "sklearn.datasets.load_breast_cancer",
        constants=_WHOLE,
        size=569,
        features=tuple(
            f"{kind} {what}"
            for kind in ("mean", "error of", "worst")
            for what in (
                *("radius", "texture", "perimeter", "area", "smoothness", "compactness"),
                *("concavity", "concave points", "symmetry", "fractal dimension"),
            )
        ),
        classes=("malignant", "benign"),
        suited={**_SCALED, **_BRISK},
    ),
    "digits": Dataset(
        "Digits",
        "1,797 handwritten digits as pictures of 8 × 8 grey values from 0 to 16.",
        "sklearn.datasets.load_digits",
        constants=_WHOLE,
        size=1797,
        n_classes=(10, 10),
        features=tuple(f"pixel {row},{column}" for row in range(8) for column in range(8)),
        classes=tuple("0123456789"),
        picture_size=(8, 8),
        suited={**_SCALED, **_BRISK, "hidden": (32,)},
    ),
    "students": Dataset(
        "Students",
        "Synthetic students: thirteen features of habits and background, five grades.",
        f"{_OWN}make_students",
        _NOISY,
        n_classes=(5, 5),
        features=(
            *(
                "weekly study hours",
                "attendance",
                "sleep hours",
                "earlier score",
                "age",
                "tutoring",
            ),
            *(
                "parents' support",
                "part-time job",
                "sports",
                "music",
                "long way",
                "internet",
                "club",
            ),
        ),
        suited={**_SCALED, "learning_rate": 0.01, "n_samples": 1000},
        classes=("F", "D", "C", "B", "A"),
    ),
    "multilabel": Dataset(
        "Several labels",
        "Each point has any number of labels at once: one sigmoid output for each label. Accuracy "
        "is exact match: the share of points with every label right.",
        f"{_OWN}make_overlapping_discs",
        _NOISY | _CLASSES,
        n_classes=(2, 5),
        multilabel=True,
        suited={"noise": 0.05, "optimizer": "adam", "learning_rate": 0.01},
    ),
    "own": Dataset(
        "Your own",
        "Your CSV file, or points that you draw.",
        "",
        {"data": "data"},
        n_classes=(2, MAX_CLASSES),
        suited={**_SCALED, **_BRISK},
    ),
}
