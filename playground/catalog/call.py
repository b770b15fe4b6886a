"""A call of something in PyTorch, by name: printed by ``export/``, carried out by ``learn/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """``name`` is dotted, below ``torch`` (``nn.LogSoftmax``); ``arguments`` are its keywords.

    ``positional`` arguments come before them.
    """

    name: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    positional: tuple[object, ...] = ()

    def __str__(self) -> str:
        """Return the Python source of the call, as written after ``from torch import nn``."""
        keywords = (f"{k}={v!r}" for k, v in self.arguments.items())
        return f"{self.name}({', '.join((*map(repr, self.positional), *keywords))})"
