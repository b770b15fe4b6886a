"""Bench: both loops do the same work, and a line has both rates and their ratio."""

import itertools

import torch

from playground import bench
from playground.learn.trainer import Trainer
from tests.learn.runs import small, trained


def test_the_textbook_loop_learns_what_the_engine_learns(monkeypatch):
    """On whole batches without chance, so that only the order of sums can differ."""
    config = small(optimizer="sgd", batch_size=0, learning_rate=0.1, epochs=5)
    seen, build = [], bench.build_network
    monkeypatch.setattr(bench, "build_network", lambda c: seen.append(build(c)) or seen[0])
    for _ in itertools.islice(bench._textbook(config), 5):
        pass
    learnt = trained(config).parameters
    for found, expected, first in zip(
        seen[0].parameters(), learnt, Trainer(config).parameters, strict=True
    ):
        assert torch.allclose(found, expected, atol=1e-6)
        assert not torch.allclose(found, first, atol=1e-6)


def test_the_engine_goes_on_without_an_end():
    epochs = bench._engine(small(epochs=100_000, batch_size=0))
    assert len(list(itertools.islice(epochs, 3))) == 3


def test_a_rate_is_epochs_by_seconds(monkeypatch):
    now = itertools.count(0, 0.25)
    monkeypatch.setattr(bench.time, "perf_counter", lambda: next(now))
    monkeypatch.setattr(bench, "SECONDS", 2.0)
    assert bench._rate(itertools.repeat(None)) == 7 / 2


def test_a_line_has_both_rates_and_their_ratio(monkeypatch):
    rates = iter([10.0, 40.0, 20.0, 60.0, 30.0, 210.0])
    monkeypatch.setattr(bench, "REPEATS", 3)
    monkeypatch.setattr(bench, "_rate", lambda _: next(rates))
    line = bench._row("2-4-2-2", "Adam", 0, 0.0)
    assert line.split() == ["2-4-2-2", "Adam", "all", "20", "60", "4.00"]


def test_the_table_has_a_line_for_every_choice(monkeypatch):
    monkeypatch.setattr(bench, "_row", lambda *cell: str(cell))
    monkeypatch.setattr(bench, "_frame_milliseconds", lambda: (0.8, 0.9))
    lines = list(bench.table())
    n_cells = len(bench.NETWORKS) * len(bench.OPTIMIZER_SETTINGS) * len(bench.BATCH_SIZES)
    assert len(lines) == 2 + n_cells + 3 + 3 * 2 * 2
    assert "frame of the default network, 500 points, 3 classes: 0.80 ms" in lines
