"""The engine's speed beside the textbook loop's, in one run."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from functools import partial
from itertools import product

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from playground.catalog import DEFAULT_VIEWS, OPTIMIZERS
from playground.config import Config, settle
from playground.learn.model import build_criterion, build_network, resolve
from playground.learn.trainer import Trainer
from playground.views.frame import encode

NETWORKS: dict[str, dict[str, object]] = {
    "2-4-2-2": {"dataset": "moons", "hidden": (4, 2)},
    "2-8-8-3": {"dataset": "spirals", "n_classes": 3, "hidden": (8, 8)},
    "2-16-16-16-3": {"dataset": "spirals", "n_classes": 3, "hidden": (16, 16, 16)},
    "64-128-10": {"dataset": "digits", "hidden": (128,), "activation": "relu"},
    "2-(8×6)-3": {"dataset": "spirals", "n_classes": 3, "hidden": (8,) * 6},
}
OPTIMIZER_SETTINGS: dict[str, dict[str, object]] = {
    "SGD": {"optimizer": "sgd"},
    "momentum": {"optimizer": "sgd", "momentum": 0.9},
    "Adam": {"optimizer": "adam"},
    "AdamW": {"optimizer": "adamw"},
    "RMSprop": {"optimizer": "rmsprop"},
}
BATCH_SIZES = (1, 10, 32, 256, 0)
REPEATS = 5
SECONDS = 0.03
"""Least time of one measurement of one loop."""


def table() -> Iterator[str]:
    """Yield the lines of a table: epochs per second of both loops and their ratio, medians."""
    torch.set_num_threads(1)
    yield f"engine ÷ textbook loop (DataLoader, loss.item() each batch), medians of {REPEATS}"
    yield "network       optimizer  batch  textbook/s  engine/s  ratio"
    yield from (
        _row(network, optimizer, batch, 0.0)
        for network, optimizer, batch in product(NETWORKS, OPTIMIZER_SETTINGS, BATCH_SIZES)
    )
    live, still = _frame_milliseconds()
    yield f"frame of the default network, 500 points, 3 classes: {live:.2f} ms"
    yield f"the same of an earlier epoch, its weights put in place: {still:.2f} ms"
    yield "with dropout 0.2"
    yield from (
        _row(network, optimizer, batch, 0.2)
        for network, optimizer, batch in product(list(NETWORKS)[:3], ["SGD", "Adam"], (10, 32))
    )


def _frame_milliseconds() -> tuple[float, float]:
    """Return the median times to measure, look at the plane and encode a frame, all four views.

    The first of the live run, the second of weights that it had before.
    """
    config, _ = settle({"dataset": "spirals", "n_classes": 3, "n_samples": 500})
    trainer = Trainer(config)
    about = {"generation": 0, "status": "running", "message": "", "epochs_per_second": 0.0}
    views: dict[str, dict[str, object]] = {name: {} for name in DEFAULT_VIEWS}
    frame = partial(encode, views=views, predictions=True, generation_known=0, probe=None)
    still, weights = trainer.still(), trainer.weights()
    times: list[tuple[float, float]] = []
    for _ in range(200):
        with trainer.randomness():
            trainer.train_batch()
        start = time.perf_counter()
        frame(trainer, about=about)
        middle = time.perf_counter()
        still.show(weights)
        frame(still, about=about)
        times.append((middle - start, time.perf_counter() - middle))
        weights = trainer.weights()
    live, earlier = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
    return live, earlier


def _row(network: str, optimizer: str, batch_size: int, dropout: float) -> str:
    """Measure one cell of the table, both loops in turn."""
    values = NETWORKS[network] | OPTIMIZER_SETTINGS[optimizer]
    config, _ = settle(
        values | {"n_samples": 320, "batch_size": batch_size, "dropout": dropout, "epochs": 100_000}
    )
    textbook, engine = _textbook(config), _engine(config)
    pairs = [(_rate(textbook), _rate(engine)) for _ in range(REPEATS)]
    slow, fast, ratio = (
        statistics.median(column) for column in zip(*((a, b, b / a) for a, b in pairs), strict=True)
    )
    size = batch_size or "all"
    return f"{network:14}{optimizer:10}{size:>6}{slow:12.0f}{fast:10.0f}{ratio:7.2f}"


def _rate(epochs: Iterator[None]) -> float:
    """Return the epochs per second of an endless loop."""
    done, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < SECONDS:
        next(epochs)
        done += 1
    return done / elapsed


def _engine(config: Config) -> Iterator[None]:
    """Train with the engine, history and finiteness checks included; yield each epoch."""
    trainer = Trainer(config)
    for count in range(10**9):
        with trainer.randomness():
            trainer.train_epoch()
        if count >= 10:
            yield


def _textbook(config: Config) -> Iterator[None]:
    """Train as every course's first loop does; yield after each epoch."""
    data = Trainer(config).data
    torch.manual_seed(config.seed)
    network = build_network(config)
    optimizer = resolve(OPTIMIZERS[config.optimizer].torch)(
        network.parameters(), **config.optimizer_arguments
    )
    X, y = data.part("train")
    criterion = build_criterion(config, y)
    loader = DataLoader(TensorDataset(X, y), batch_size=config.batch_size or len(X), shuffle=True)
    while True:
        _textbook_epoch(network, criterion, optimizer, loader)
        yield


def _textbook_epoch(
    network: nn.Module,
    criterion: nn.Module,
    optimizer: torch.optim.Optimizer,
    loader: DataLoader[tuple[torch.Tensor, ...]],
) -> float:
    """Take one pass over the loader; return the mean loss."""
    total = 0.0
    for X, y in loader:
        optimizer.zero_grad()
        loss = criterion(network(X), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(loader)
