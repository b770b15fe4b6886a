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


@dataclass(frozen=True)
class Opening:
    """What a visitor said who opens a run.

    ``document`` names the page that holds the connection, a secret of that page alone: a reload is
    another document, a copied tab too, a new connection of the same page is not. Programs that
    name none count as the run's own.
    """

    query: str
    known: bool = False
    session: str = ""
    document: str = ""


@dataclass
class RunRecord:
    """One run. Times are seconds of the pool's clock."""

    key: str
    query: str = ""
    session: str = ""
    """The page session that it is on show in."""
    probe: Message = field(default_factory=dict)
    status: str = "idle"
    worker: WorkerHandle | None = None
    """The worker that has it."""
    watcher: Watcher | None = None
    document: str = ""
    """The page that the watcher belongs to."""
    waiting: dict[Watcher, Opening] = field(default_factory=dict)
    """Visitors from other pages with the same key, until the watcher answers or leaves."""
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

    def is_held_from(self, document: str) -> bool:
        """Tell whether another page than ``document`` watches it."""
        return self.watcher is not None and bool(document) and self.document not in ("", document)

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

    def opening(self, because: str = "", *, arrives: bool = False) -> Message:
        """Return the message that brings the run into a worker.

        ``arrives`` tells that a page was loaded anew: its address may be another experiment's.
        """
        return {
            "op": "open",
            "key": self.key,
            "query": self.query,
            "probe": self.probe,
            "because": because,
            "arrives": arrives,
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

    def let_wait(self, watcher: Watcher, opening: Opening, text: str) -> None:
        """Ask the page that watches it whether it is there; let ``watcher`` wait for the answer."""
        self.waiting[watcher] = opening
        watcher.event({"event": "waiting", "text": text})
        self.tell("asked")

    def keep(self, code: int) -> None:
        """Send away who waits for the run."""
        for watcher in self.waiting:
            watcher.close(code)
        self.waiting.clear()

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
