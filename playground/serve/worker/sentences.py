"""What a run says of where it stands."""

from __future__ import annotations

from playground.learn.trainer import Trainer

MANY_LOSSES = "L-BFGS evaluates the loss several times in one step: it has no five stages."


def where(trainer: Trainer) -> str:
    """Return where a rewound run stands."""
    rate = trainer.config.learning_rate
    return f"Back at epoch {trainer.epoch} with learning rate {rate:g}."


def why_finished(trainer: Trainer) -> str:
    """Return why there is nothing left to train."""
    if trainer.stopped:
        return f"{trainer.stopped} Change that limit, or Reset."
    return f"All {trainer.config.epochs} epochs are done. Raise Epochs, or Reset."
