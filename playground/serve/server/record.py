"""What the server knows of one run: enough to bring it back, and who watches it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from playground.serve.protocol import Message

if TYPE_CHECKING:
    from playground.serve.server.handle import WorkerHandle


class Watcher(Protocol):
    """A visitor's connection. Its methods return at once."""

    def frame(self, blob: bytes) -> None:
        """Hand over a frame."""

    def event(self, event: Message) -> None:
        """Hand over an event."""

    def close(self, code: int) -> None:
        """End the connection after what was handed over."""


@dataclass
class RunRecord:
    """One run. Times are seconds of the pool's clock."""

    key: str
    query: str = ""
    session: str = ""
    """The page session that it is on show in."""
    probe: Message = field(default_factory=dict)
    status: str = "idle"
    course: Message | None = None
    """What its worker last said of live changes, beside the query that they led to."""
    worker: WorkerHandle | None = None
    """The worker that has it."""
    watcher: Watcher | None = None
    left_at: float = 0.0
    """When the last visitor left."""
    parked_at: float | None = None
    """When it was sent to disk; None while it is live."""
    n_bytes: int = 0
    """Size of its file while parked."""
    crashes: deque[float] = field(default_factory=deque)
    """When its worker was lost."""
    ask: Message | None = None
    """The request for a frame that has not been answered."""
    n_asked: int = 0

    @property
    def is_live(self) -> bool:
        """It is in a worker, not parked."""
        return self.parked_at is None

    def remember(self, message: Message) -> Message:
        """Keep what would be needed again if the worker were lost; return what to tell it."""
        if message["op"] == "config":
            self.query = message["query"]
        elif message["op"] == "probe":
            self.probe = {name: value for name, value in message.items() if name != "op"}
        elif message["op"] == "frame":
            self.n_asked += 1
            self.ask = message = {**message, "ask": self.n_asked}
        return {**message, "key": self.key}

    def opening(self, because: str = "") -> Message:
        """Return the message that brings the run into a worker."""
        return {
            "op": "open",
            "key": self.key,
            "query": self.query,
            "probe": self.probe,
            "because": because,
        }

    def answer(self, ask: int, blob: bytes) -> None:
        """Hand a frame to the watcher, if it is the one asked for last."""
        if self.watcher is not None and self.ask is not None and self.ask["ask"] == ask:
            self.ask = None
            self.watcher.frame(blob)

    def tell(self, event: str, text: str | None = None) -> None:
        """Hand an event to the watcher, if there is one."""
        if self.watcher is not None:
            self.watcher.event({"event": event} | ({} if text is None else {"text": text}))

    def dismiss(self, text: str, code: int) -> None:
        """Send the watcher away with a sentence."""
        self.tell("refused", text)
        if self.watcher is not None:
            self.watcher.close(code)
        self.watcher = self.ask = None

    def count_crash(self, now: float, window: float) -> int:
        """Note that its worker was lost; return how often that happened within ``window``."""
        self.crashes.append(now)
        while self.crashes[0] <= now - window:
            self.crashes.popleft()
        return len(self.crashes)
