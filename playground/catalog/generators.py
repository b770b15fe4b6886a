"""Toy data for the plane that scikit-learn does not have. NumPy only.

Each function stands alone: its source is copied into exported scripts.
"""

from __future__ import annotations

import numpy as np


def make_spirals(
    n_samples: int, n_classes: int, noise: float, random_state: int
) -> tuple[np.ndarray, np.ndarray]:
    """Make interleaved spiral arms, one per class, 1.25 turns each, radius up to 1.

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
    X = rng.uniform(0.0, 1.0, (n_samples, 2)) * np.column_stack(
        (side, np.where(y == 1, -side, side))
    )
    return X + rng.normal(0.0, noise, X.shape), y
