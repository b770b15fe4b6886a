"""Network, loss and L1 penalty as one function of a batch."""

from __future__ import annotations

from torch import Tensor, nn


class Objective(nn.Module):
    """What a step makes smaller; all tensors of a run's network and loss in one order."""

    def __init__(self, network: nn.Module, criterion: nn.Module) -> None:
        super().__init__()
        self.network = network
        self.criterion = criterion
        self.l1 = 0.0

    def forward(self, X: Tensor, y: Tensor) -> Tensor:
        """Return the loss of a batch with its penalty, a scalar."""
        loss: Tensor = self.criterion(self.network(X), y)
        if self.l1:
            loss = loss + self.l1 * sum(p.abs().sum() for p in self.network.parameters())
        return loss

    @property
    def tensors(self) -> list[Tensor]:
        """Parameters, then buffers."""
        return [*self.parameters(), *self.buffers()]

    def description(self) -> tuple[object, ...]:
        """Return all that tells two objectives apart but the values of their tensors."""
        named = (*self.named_parameters(), *self.named_buffers())
        tensors = tuple((name, tensor.shape) for name, tensor in named)
        return (tensors, *((type(m), _plain_attributes(m)) for m in self.modules()))


def _plain_attributes(module: nn.Module) -> tuple[tuple[str, object], ...]:
    """Return the attributes of a module that are numbers, words, flags or lists of them."""
    attributes = ((k, v) for k, v in vars(module).items() if not k.startswith("_"))
    return tuple((k, v) for k, v in attributes if isinstance(v, str | int | float | tuple | None))
