"""What a run came to, in the words of the exported script's last line."""

from __future__ import annotations

import time
from typing import Any

from playground.config import Config
from playground.learn.data import Own
from playground.learn.trainer import Trainer


def trained(config: Config, own: Own | None = None) -> tuple[Trainer, dict[str, Any]]:
    """Train to the end; return the Trainer and what the run came to, with its ``seconds``."""
    trainer = Trainer(config, own)
    start = time.perf_counter()
    limit = config.max_seconds or float("inf")
    trainer.train(lambda: time.perf_counter() - start > limit)
    return trainer, result(trainer) | {"seconds": round(time.perf_counter() - start, 3)}


def result(trainer: Trainer) -> dict[str, Any]:
    """Return losses, accuracies, confusion matrices and how the run ended, as JSON can hold."""
    measured = trainer.evaluation
    train_matrix, test_matrix = measured.confusion.tolist()
    validation = {
        name: value
        for name in ("validation_loss", "validation_accuracy")
        if (value := getattr(measured, name)) is not None
    }
    return validation | {
        "status": "diverged" if trainer.diverged else "finished",
        "epoch": trainer.epoch,
        "train_loss": measured.train_loss,
        "test_loss": measured.test_loss,
        "train_accuracy": measured.train_accuracy,
        "test_accuracy": measured.test_accuracy,
        "confusion_matrix": test_matrix,
        "train_confusion_matrix": train_matrix,
        "n_parameters": trainer.n_parameters,
    }
