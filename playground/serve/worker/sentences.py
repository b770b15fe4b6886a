"""What a run says of where it stands."""

from __future__ import annotations

from playground.learn.trainer import Trainer

MANY_LOSSES = "L-BFGS evaluates the loss several times in one step: it has no five stages."

UNREADABLE = "The earlier run could not be read again: this is a fresh one from the seed."
LOST = "The earlier run was lost before it could be saved: this is a fresh one from the seed."
NOT_OPEN = "This run is no longer open. Open its page again."
NOT_MADE = "This file could not be made. Reset the run and try again."
UNSAVED = (
    "This run can't be saved just now, the server's disk may be full: it is kept in memory only. "
    "What you want to keep, take away now."
)
UNBUILDABLE = "This experiment could not be built. Change a setting."
PAUSED = {
    "parked": "Paused at epoch {epoch} while nobody was watching. Press Train to go on.",
    "crashing": "Paused at epoch {epoch}: its training process stopped three times in a minute.",
}
"""Why a returning run does not go on by itself, each with the sentence for the visitor."""


def where(trainer: Trainer) -> str:
    """Return where a rewound run stands."""
    rate = trainer.config.learning_rate
    return f"Back at epoch {trainer.epoch} with learning rate {rate:g}."


def why_finished(trainer: Trainer) -> str:
    """Return why there is nothing left to train."""
    if trainer.stopped:
        return f"{trainer.stopped} Change that limit, or Reset."
    return f"All {trainer.config.epochs} epochs are done. Raise Epochs, or Reset."
