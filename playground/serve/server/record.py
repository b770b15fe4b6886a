"""What the server knows of one run: enough to bring it back, and who watches it."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from playground.cost import Cost, cost_of
from playground.serve.protocol import MOST_ASKED, Message

if TYPE_CHECKING:
    from playground.serve.server.handle import WorkerHandle


MOST_UNSAID = 16
"""Messages that wait for a run on its way to another worker; older ones are dropped."""

KEPT_BY_RECORD = ("config", "probe", "frame")
"""Messages that need not wait: the record keeps what they say."""


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
    course: Message | None = None
    """What its worker last said of live changes, beside the query that they led to."""
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
    arrives: bool = False
    """Its page was loaded anew, so that the address may be another's; not told its worker yet."""
    is_moving: bool = False
    """Its worker was told to let go of it, so that another can take it."""
    unsaid: deque[Message] = field(default_factory=lambda: deque(maxlen=MOST_UNSAID))
    """What its visitor said while it moved."""
    refused: str = ""
    """The query that its visitor wants and this machine can't carry."""
    asks: dict[int, tuple[Message, float]] = field(default_factory=dict)
    """The requests for frames that have not been answered, by their numbers, in order; and when
    each came, by the machine's clock."""
    n_asked: int = 0

    @property
    def cost(self) -> Cost:
        """What it takes of the machine."""
        return cost_of(self.query)

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
            message = self._number(message)
        return {**message, "key": self.key}

    def _number(self, ask: Message) -> Message:
        """Keep a request for a frame in place of all others, or, ``ahead`` of its time, beside."""
        self.n_asked += 1
        if not ask.get("ahead"):
            self.asks.clear()
        elif len(self.asks) == MOST_ASKED:
            del self.asks[next(iter(self.asks))]
        numbered = {**ask, "ask": self.n_asked}
        self.asks[self.n_asked] = numbered, time.monotonic()
        return numbered

    def pass_on(self, message: Message) -> None:
        """Tell its worker what its visitor says, or the next one when it is on its way there."""
        told = self.remember(message)
        if not self.is_moving and self.worker is not None:
            self.worker.say(told)
        elif message["op"] not in KEPT_BY_RECORD:
            self.unsaid.append(told)

    def stand_in(self, query: str, text: str) -> None:
        """Stay what it is, for the reason ``text``, instead of ``query``; empty: it need not."""
        self.refused = query
        if text:
            self.pass_on({"op": "refuse", "query": query, "text": text})

    def catch_up(self) -> None:
        """Tell its new worker what was said on the way."""
        assert self.worker is not None
        while self.unsaid:
            self.worker.say(self.unsaid.popleft())
        self.ask_again()

    def ask_again(self) -> None:
        """Tell its new worker which frames are asked for."""
        assert self.worker is not None
        for ask, _ in self.asks.values():
            self.worker.say({**ask, "key": self.key})

    def opening(self, because: str = "") -> Message:
        """Return the message that brings the run into a worker; an arrival is told once."""
        arrives, self.arrives = self.arrives, False
        return {
            "op": "open",
            "key": self.key,
            "query": self.query,
            "probe": self.probe,
            "because": because,
            "has_run": self.status != "idle",
            "arrives": arrives,
        }

    def answer(self, ask: int, blob: bytes) -> float | None:
        """Hand a frame to the watcher, if it is still asked for; return how long it took."""
        if self.watcher is None or ask not in self.asks:
            return None
        _, asked_at = self.asks.pop(ask)
        self.watcher.frame(blob)
        return time.monotonic() - asked_at

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
        self.watcher = None
        self.asks.clear()

    def count_crash(self, now: float, window: float) -> int:
        """Note that its worker was lost; return how often that happened within ``window``."""
        self.crashes.append(now)
        while self.crashes[0] <= now - window:
            self.crashes.popleft()
        return len(self.crashes)
