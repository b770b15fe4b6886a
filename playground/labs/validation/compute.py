"""Accuracies with and without a leak, over many seeds; the labels are coin tosses."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from playground.labs.picture import Picture, decimal

FRESH = 1000
"""Points that nobody has touched; what a model scores on them is the truth."""

KEPT = 3
"""Features that are picked, or that each tried model uses."""


def compute(slip: str, points: int, tries: int, seeds: int) -> Picture:
    """Return for each seed the accuracy as reported, as done right, and in truth."""
    told = np.array([once(slip, points, tries, seed) for seed in range(seeds)])
    leaky, clean, truth = told.T
    edges = np.linspace(0, 1, 21)
    middle = (edges[:-1] + edges[1:]) / 2
    counts = {name: np.histogram(scores, edges)[0] for name, scores in
              (("leaky", leaky), ("clean", clean))}  # fmt: skip
    return Picture(
        {
            **{name: {"x": middle, "y": count} for name, count in counts.items()},
            "chance": {"x": [0.5, 0.5], "y": [0, max(count.max() for count in counts.values())]},
        },
        {
            "Reported, with the slip": spelt(leaky),
            "Reported, done right": spelt(clean),
            "In truth, 1,000 fresh points": spelt(truth),
            "Leak, on average": f"{decimal(100 * float((leaky - truth).mean()), 1)} points",
        },
    )


def spelt(scores: np.ndarray) -> str:
    """Return mean and standard deviation in percent."""
    return f"{100 * scores.mean():.1f} ± {100 * scores.std():.1f} %"


@lru_cache(maxsize=4096)
def once(slip: str, points: int, tries: int, seed: int) -> tuple[float, float, float]:
    """Return the accuracy with the slip, without it, and of the slip's model on fresh points."""
    random = np.random.default_rng(seed)
    X, y = noise(random, points, max(tries, KEPT))
    fresh = noise(random, FRESH, max(tries, KEPT))
    third = points // 3
    train, test = slice(2 * third, None), slice(0, third)
    validation = slice(third, 2 * third)
    if slip == "choose":
        return chosen(random, X, y, fresh, (train, validation, test), tries)
    rest = slice(third, None)
    sides = (X[rest], y[rest], X[test], y[test])
    if slip == "select":
        leaky, clean = correlated(X, y), correlated(X[rest], y[rest])
        told = [score(sides[0][:, c], sides[1], sides[2][:, c], sides[3]) for c in (leaky, clean)]
        return (
            told[0],
            told[1],
            score(sides[0][:, leaky], sides[1], fresh[0][:, leaky], fresh[1]),
        )
    scaled, right = standard(X, X), standard(X, X[rest])
    return (
        score(scaled[rest], y[rest], scaled[test], y[test]),
        score(right[rest], y[rest], right[test], y[test]),
        score(scaled[rest], y[rest], standard(fresh[0], X), fresh[1]),
    )


def noise(random: np.random.Generator, n: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return features of very different sizes, and labels that have nothing to do with them."""
    sizes = np.logspace(0, 2, columns)
    return sizes * random.standard_normal((n, columns)), random.integers(0, 2, n)


def chosen(
    random: np.random.Generator,
    X: np.ndarray,
    y: np.ndarray,
    fresh: tuple[np.ndarray, np.ndarray],
    parts: tuple[slice, slice, slice],
    tries: int,
) -> tuple[float, float, float]:
    """Return the test accuracy of the model that is best on the test part, of the one that is best
    on the validation part, and the first one's on fresh points."""
    train, validation, test = parts
    columns = random.permuted(np.tile(np.arange(X.shape[1]), (tries, 1)), axis=1)[:, :KEPT]
    models = X[:, columns].swapaxes(0, 1)  # (tries, points, KEPT)
    learnt = models[:, train], y[train]
    chosen_by = {
        part: scores(*learnt, models[:, rows], y[rows])
        for part, rows in (("validation", validation), ("test", test))
    }
    best, right = (int(chosen_by[part].argmax()) for part in ("test", "validation"))
    c = columns[best]
    truth = score(X[train][:, c], y[train], fresh[0][:, c], fresh[1])
    return float(chosen_by["test"][best]), float(chosen_by["test"][right]), truth


def correlated(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the KEPT columns of X whose class means differ most, by their spread."""
    gap = np.abs(X[y == 1].mean(0) - X[y == 0].mean(0)) / X.std(0)
    return np.argsort(-gap)[:KEPT]


def standard(X: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Return X scaled by mean and deviation of ``by``."""
    return np.asarray((X - by.mean(0)) / by.std(0))


def score(X: np.ndarray, y: np.ndarray, X_test: np.ndarray, y_test: np.ndarray) -> float:
    """Return the test accuracy of the nearest class mean."""
    return float(scores(X[None], y, X_test[None], y_test)[0])


def scores(X: np.ndarray, y: np.ndarray, X_test: np.ndarray, y_test: np.ndarray) -> np.ndarray:
    """Return it for each of the models (tries,) with features (tries, points, KEPT)."""
    if y.min() == y.max():
        return np.full(len(X), (y_test == y[0]).mean())
    means = [X[:, y == k].mean(1, keepdims=True) for k in (0, 1)]
    far = np.stack([((X_test - mean) ** 2).sum(-1) for mean in means])
    return np.asarray((far.argmin(0) == y_test).mean(-1))
