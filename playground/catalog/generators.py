"""Toy data that scikit-learn does not have, what spoils data, and how to split them. NumPy only.

Each function stands alone: its source is copied into exported scripts.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def make_spirals(
    n_samples: int, n_classes: int, noise: float, random_state: int
) -> tuple[np.ndarray, np.ndarray]:
    """Make interleaved spiral arms, one per class, radius 0.14 to 1, 1.07 turns each.

    Returns X (n_samples, 2) and y (n_samples,); noise is the standard deviation of the Gaussian
    added to each coordinate. After Lang and Witbrock, "Learning to tell two spirals apart" (1988).
    """
    rng = np.random.default_rng(random_state)
    y = np.arange(n_samples) % n_classes
    radius = np.sqrt(rng.uniform(0.02, 1.0, n_samples))
    angle = 2.5 * np.pi * radius + 2 * np.pi * y / n_classes
    X = radius[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
    return X + rng.normal(0.0, noise, X.shape), y


def make_xor(n_samples: int, noise: float, random_state: int) -> tuple[np.ndarray, np.ndarray]:
    """Make the exclusive-or problem: opposite quadrants of the square [−1, 1]² share a class.

    Returns X (n_samples, 2) and y (n_samples,); noise is the standard deviation of the Gaussian
    added to each coordinate after the label is set. After Minsky and Papert, "Perceptrons" (1969).
    """
    rng = np.random.default_rng(random_state)
    y = np.arange(n_samples) % 2
    side = rng.choice((-1.0, 1.0), n_samples)
    signs = np.column_stack((side, np.where(y == 1, -side, side)))
    X = rng.uniform(0.0, 1.0, (n_samples, 2)) * signs
    return X + rng.normal(0.0, noise, X.shape), y


def make_rings(
    n_samples: int, n_classes: int, noise: float, random_state: int
) -> tuple[np.ndarray, np.ndarray]:
    """Make concentric rings, one per class, radii 1/n_classes to 1.

    Returns X (n_samples, 2) and y (n_samples,); noise is the standard deviation of the Gaussian
    added to each coordinate.
    """
    rng = np.random.default_rng(random_state)
    y = np.arange(n_samples) % n_classes
    angle = rng.uniform(0.0, 2 * np.pi, n_samples)
    radius = (y + 1) / n_classes
    X = radius[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
    return X + rng.normal(0.0, noise, X.shape), y


def make_anisotropic_blobs(
    n_samples: int, n_classes: int, cluster_std: float, random_state: int
) -> tuple[np.ndarray, np.ndarray]:
    """Make Gaussian clouds of unequal axes, each turned its own way, around a circle of radius 6.

    Returns X (n_samples, 2) and y (n_samples,); the long axis has cluster_std, the short a quarter.
    """
    rng = np.random.default_rng(random_state)
    y = np.arange(n_samples) % n_classes
    around = 2 * np.pi * y / n_classes
    turned = rng.uniform(0.0, np.pi, n_classes)[y]
    along, across = rng.normal(0.0, cluster_std, (2, n_samples)) * [[1.0], [0.25]]
    x1 = 6 * np.cos(around) + along * np.cos(turned) - across * np.sin(turned)
    x2 = 6 * np.sin(around) + along * np.sin(turned) + across * np.cos(turned)
    return np.column_stack((x1, x2)), y


def make_checkerboard(
    n_samples: int, n_classes: int, noise: float, random_state: int
) -> tuple[np.ndarray, np.ndarray]:
    """Make a 4 × 4 board on [−1, 1]²: the class of a square is (row + column) mod n_classes.

    Returns X (n_samples, 2) and y (n_samples,); noise is the standard deviation of the Gaussian
    added to each coordinate after the label is set.
    """
    rng = np.random.default_rng(random_state)
    squares = np.array([(i, j) for i in range(4) for j in range(4)])
    colours = squares.sum(axis=1) % n_classes
    y = np.arange(n_samples) % n_classes
    chosen = np.array([rng.choice(np.flatnonzero(colours == label)) for label in y])
    X = (squares[chosen] + rng.uniform(0.0, 1.0, (n_samples, 2))) / 2 - 1
    return X + rng.normal(0.0, noise, X.shape), y


def make_pinwheel(
    n_samples: int, n_classes: int, noise: float, random_state: int
) -> tuple[np.ndarray, np.ndarray]:
    """Make a pinwheel: one bent arm per class, thicker with more noise.

    Returns X (n_samples, 2) and y (n_samples,). After Johnson et al., "Composing graphical models
    with neural networks" (2016).
    """
    rng = np.random.default_rng(random_state)
    y = np.arange(n_samples) % n_classes
    along = 1.0 + rng.normal(0.0, 0.3, n_samples)
    across = rng.normal(0.0, 0.05 + 0.3 * noise, n_samples)
    angle = 2 * np.pi * y / n_classes + 0.25 * np.exp(along)
    cos, sin = np.cos(angle), np.sin(angle)
    return np.column_stack((along * cos - across * sin, along * sin + across * cos)), y


def make_linear(n_samples: int, noise: float, random_state: int) -> tuple[np.ndarray, np.ndarray]:
    """Make two classes on [−1, 1]² on either side of a random line through the origin.

    Returns X (n_samples, 2) and y (n_samples,); without noise a gap of 0.1 makes them linearly
    separable; noise is the standard deviation of the Gaussian added to each coordinate.
    """
    rng = np.random.default_rng(random_state)
    y = np.arange(n_samples) % 2
    angle = rng.uniform(0.0, 2 * np.pi)
    across = (2 * y - 1) * rng.uniform(0.05, 1.0, n_samples)
    along = rng.uniform(-1.0, 1.0, n_samples)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    X = np.column_stack((across, along)) @ turn
    return X + rng.normal(0.0, noise, X.shape), y


def make_half_planes(
    n_samples: int, f: Callable[[np.ndarray], np.ndarray], noise: float, random_state: int
) -> tuple[np.ndarray, np.ndarray]:
    """Make two classes on [−3, 3]²: 1 above the graph of f, 0 below; half the points each.

    Returns X (n_samples, 2) and y (n_samples,); f is cut off at ±2.7 and taken as 0 where it is
    undefined; noise is the standard deviation of the Gaussian added to each coordinate.
    """
    rng = np.random.default_rng(random_state)
    y = np.arange(n_samples) % 2
    x1 = rng.uniform(-3.0, 3.0, n_samples)
    with np.errstate(all="ignore"):
        graph = np.clip(np.nan_to_num(f(x1)), -2.7, 2.7)
    share = rng.uniform(0.0, 1.0, n_samples)
    x2 = np.where(y == 1, graph + share * (3 - graph), graph - share * (graph + 3))
    X = np.column_stack((x1, x2))
    return X + rng.normal(0.0, noise, X.shape), y


def make_overlapping_discs(
    n_samples: int, n_classes: int, noise: float, random_state: int
) -> tuple[np.ndarray, np.ndarray]:
    """Make points with several labels at once: a label holds inside its disc, and discs overlap.

    Returns X (n_samples, 2) and y (n_samples, n_classes) of zeros and ones; noise is the standard
    deviation of the Gaussian added to each coordinate after the labels are set.
    """
    rng = np.random.default_rng(random_state)
    X = rng.uniform(-1.0, 1.0, (n_samples, 2))
    angle = 2 * np.pi * np.arange(n_classes) / n_classes
    centres = 0.4 * np.column_stack((np.cos(angle), np.sin(angle)))
    distance = np.linalg.norm(X[:, None] - centres, axis=2)
    return X + rng.normal(0.0, noise, X.shape), (distance < 0.65).astype(np.int64)


def make_students(n_samples: int, noise: float, random_state: int) -> tuple[np.ndarray, np.ndarray]:
    """Make synthetic students: 13 features of habits and background, 5 grades (F D C B A).

    Returns X (n_samples, 13) and y (n_samples,). The grade is the fifth in which a weighted sum of
    the features falls; noise is the standard deviation added to that sum, itself of deviation 1.
    """
    rng = np.random.default_rng(random_state)
    numbers = np.column_stack(
        [
            rng.gamma(4.0, 3.0, n_samples),
            rng.uniform(0.4, 1.0, n_samples),
            rng.normal(7.0, 1.2, n_samples),
            rng.normal(60.0, 15.0, n_samples),
            rng.integers(17, 26, n_samples),
        ]
    )
    X = np.column_stack([numbers, rng.integers(0, 2, (n_samples, 8))])
    weights = np.array([1.4, 1.2, 0.5, 1.6, 0.0, 0.5, 0.4, -0.4, 0.3, 0.3, -0.5, 0.2, 0.0])
    score = (
        ((X - X.mean(axis=0)) / np.maximum(X.std(axis=0), 1e-9)) @ weights / np.linalg.norm(weights)
    )
    score += rng.normal(0.0, noise, n_samples)
    return X, np.argsort(np.argsort(score)) * 5 // n_samples


def strata(y: np.ndarray, share: float) -> np.ndarray | None:
    """Return y to stratify the split by that takes ``share`` of its points away.

    None where that can't be: a class has a single point, or a part fewer points than classes.
    """
    _, counts = np.unique(y, return_counts=True)
    taken = int(np.ceil(share * len(y)))
    return y if counts.min() > 1 and len(counts) <= min(taken, len(y) - taken) else None


def thin_classes(X: np.ndarray, y: np.ndarray, imbalance: float) -> tuple[np.ndarray, np.ndarray]:
    """Leave out points so that the last class keeps a share 1 − imbalance, the first all.

    The classes between keep shares between; a class keeps at least four points.
    """
    labels = np.unique(y)
    kept = []
    for place, label in enumerate(labels):
        rows = np.flatnonzero(y == label)
        share = 1 - imbalance * place / max(len(labels) - 1, 1)
        kept.append(rows[: max(round(len(rows) * share), 4)])
    rows = np.sort(np.concatenate(kept))
    return X[rows], y[rows]


def flip_labels(y: np.ndarray, share: float, random_state: int) -> np.ndarray:
    """Give a share of each class's points the label of another class, drawn at random."""
    rng = np.random.default_rng(random_state)
    labels = np.unique(y)
    flipped = y.copy()
    for place, label in enumerate(labels):
        rows = np.flatnonzero(y == label)
        chosen = rng.permutation(rows)[: int(len(rows) * share)]
        shifts = rng.integers(1, len(labels), len(chosen))
        flipped[chosen] = labels[(place + shifts) % len(labels)]
    return flipped


def scatter_outliers(X: np.ndarray, share: float, random_state: int) -> np.ndarray:
    """Move a share of the points to random places in a box 1.5 times as wide as the data."""
    rng = np.random.default_rng(random_state)
    rows = rng.permutation(len(X))[: int(len(X) * share)]
    low, high = X.min(axis=0), X.max(axis=0)
    margin = (high - low) / 4
    scattered = X.copy()
    scattered[rows] = rng.uniform(low - margin, high + margin, (len(rows), X.shape[1]))
    return scattered


def blur_features(X: np.ndarray, noise: float, random_state: int) -> np.ndarray:
    """Add a Gaussian to each feature, noise times that feature's standard deviation wide."""
    rng = np.random.default_rng(random_state)
    return X + rng.normal(0.0, 1.0, X.shape) * X.std(axis=0) * noise
