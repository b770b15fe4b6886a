"""When a run stops before its last epoch: target accuracy, early stopping with the best weights."""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

from playground.config import Config
from playground.learn.metrics import Evaluation

_CHOSEN = {
    "test": " The test part decided: its figures look better than new points will.",
    "validation": "",
}
"""What it means for the figures that a part decided."""


class Stopping:
    """Watches the measurements of one run after each epoch."""

    def __init__(self, network: nn.Module) -> None:
        self._network = network
        self.best_loss = float("inf")
        self.best_epoch = 0
        self.best_weights: dict[str, Tensor] = {}

    def wants(self, config: Config) -> bool:
        """Tell whether ``config`` has a condition to watch."""
        return config.patience > 0 or config.target_accuracy > 0

    def reason(self, config: Config, epoch: int, measured: Evaluation) -> str:
        """Return a sentence when the run should stop after ``epoch``, else nothing.

        Early stopping puts the best epoch's weights back.
        """
        part, loss, accuracy = measured.deciding
        if 0 < config.target_accuracy <= accuracy:
            return (
                f"Stopped after epoch {epoch}: the {part} accuracy reached "
                f"{config.target_accuracy:.1%}.{_CHOSEN[part]}"
            )
        if config.patience > 0:
            if loss < self.best_loss:
                self._keep(epoch, loss)
            elif epoch - self.best_epoch >= config.patience:
                self._network.load_state_dict(self.best_weights)
                return (
                    f"Stopped after epoch {epoch}: the {part} loss had not improved for "
                    f"{config.patience} epochs. These are the weights of epoch {self.best_epoch}."
                    f"{_CHOSEN[part]}"
                )
        return ""

    def _keep(self, epoch: int, loss: float) -> None:
        """Remember the present weights as the best so far."""
        state = self._network.state_dict()
        self.best_weights = {name: tensor.clone() for name, tensor in state.items()}
        self.best_epoch, self.best_loss = epoch, loss

    def state(self) -> dict[str, Any]:
        """Return what ``resume`` needs."""
        return {"loss": self.best_loss, "epoch": self.best_epoch, "weights": self.best_weights}

    def resume(self, state: dict[str, Any]) -> None:
        """Go on from ``state``."""
        self.best_loss, self.best_epoch = state["loss"], state["epoch"]
        self.best_weights = state["weights"]
