"""A run's Trainer, with the visitor's own points where the Config names them."""

from __future__ import annotations

from playground.config import Config
from playground.learn.trainer import Trainer
from playground.table import store


def build_trainer(config: Config, blob: bytes | None = None) -> Trainer:
    """Return a Trainer, as its checkpoint ``blob`` has it if there is one.

    Raises NotKept with a sentence when the visitor's data are not here.
    """
    given = []
    if config.dataset == "own":
        points = store.load(config.data)
        given = [(points.X, points.y, points.features)]
    return Trainer(config, *given) if blob is None else Trainer.load(config, blob, *given)
