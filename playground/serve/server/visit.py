"""One visitor's WebSocket: what is said is checked, what is shown is never queued up."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from contextlib import suppress
from urllib.parse import urlsplit

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.serve.protocol import MOST_ASKED, Message, Refused, parse
from playground.serve.server.pool import Pool

REFUSED = 1008
"""Close code for a visitor who breaks the protocol or finds no room."""

LATE = 1013
"""Close code for a visitor who has not said in time which run: its page tries again by itself."""

PATIENCE = 10.0
"""Seconds that a visitor has to say which run."""

MESSAGES_PER_SECOND = 200
"""Most messages a second, sustained; twice as many may come at once after a stall."""

MOST_EVENTS = 16
"""Events kept for a slow visitor; older ones are dropped."""

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class Visitor:
    """The sending side of one connection: the newest frames and a few events wait, no more."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._frames: deque[bytes] = deque(maxlen=MOST_ASKED)
        self._events: deque[Message] = deque(maxlen=MOST_EVENTS)
        self._code: int | None = None
        self._wake = asyncio.Event()

    def frame(self, blob: bytes) -> None:
        """Send a frame; of more than may be asked for, the oldest is dropped."""
        self._frames.append(blob)
        self._wake.set()

    def event(self, event: Message) -> None:
        """Send an event."""
        self._events.append(event)
        self._wake.set()

    def close(self, code: int) -> None:
        """Close the connection after what waits."""
        self._code = code
        self._wake.set()

    def refuse(self, text: str) -> None:
        """Close the connection with a sentence."""
        self.event({"event": "refused", "text": text})
        self.close(REFUSED)

    @property
    def is_closing(self) -> bool:
        """It is to be closed after what waits."""
        return self._code is not None

    async def pump(self) -> None:
        """Send what waits, until the connection is closed or the visitor has gone."""
        with suppress(WebSocketDisconnect, RuntimeError):  # the latter: closed already
            await self._pump()

    async def _pump(self) -> None:
        """Send what waits, then close; no event is lost, a frame may be."""
        while self._code is None:
            await self._wake.wait()
            self._wake.clear()
            await self._tell()
            while self._frames and self._code is None:
                await self._websocket.send_bytes(self._frames.popleft())
                await self._tell()
        await self._tell()
        await self._websocket.close(self._code)

    async def _tell(self) -> None:
        """Send the events that wait."""
        while self._events:
            await self._websocket.send_text(json.dumps(self._events.popleft()))


class Allowance:
    """How many messages a visitor may still send: a bucket that fills at a steady rate."""

    def __init__(self, now: float) -> None:
        self._left = self._most = 2.0 * MESSAGES_PER_SECOND
        self._counted_at = now

    def spend(self, now: float) -> None:
        """Count one message; raise Refused when there were too many."""
        gained = (now - self._counted_at) * MESSAGES_PER_SECOND
        self._left = min(self._left + gained, self._most) - 1
        self._counted_at = now
        if self._left < 0:
            raise Refused(f"There were more than {MESSAGES_PER_SECOND} messages a second.")


def is_same_origin(websocket: WebSocket) -> bool:
    """Tell whether the page that connects came from this server; other programs send no Origin."""
    origin = websocket.headers.get("Origin")
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    hosts = (websocket.headers.get(name) for name in ("Host", "X-Forwarded-Host"))
    asked = {_bare(host, parts.scheme) for host in hosts if host}
    return _bare(parts.netloc, parts.scheme) in asked


async def visit(websocket: WebSocket, pool: Pool) -> None:
    """Serve one visitor until either side ends it."""
    await websocket.accept()
    visitor = Visitor(websocket)
    pump = asyncio.create_task(visitor.pump())
    try:
        with suppress(WebSocketDisconnect):
            await _listen(websocket, visitor, pool)
    except Refused as refused:
        visitor.refuse(str(refused))
    finally:
        if visitor.is_closing:
            await asyncio.wait([pump], timeout=PATIENCE)
        pump.cancel()


async def _listen(websocket: WebSocket, visitor: Visitor, pool: Pool) -> None:
    """Pass a visitor's messages on, the first of which names the run."""
    try:
        async with asyncio.timeout(PATIENCE):
            first = await _receive(websocket)
    except TimeoutError:
        visitor.close(LATE)  # a busy machine's browser may take as long
        return
    if first.pop("op") != "open":
        raise Refused("The first message must name the run.")
    pool.open(**first, watcher=visitor)
    try:
        await _relay(websocket, visitor, pool, first["key"])
    finally:
        pool.leave(first["key"], visitor)


async def _relay(websocket: WebSocket, visitor: Visitor, pool: Pool, key: str) -> None:
    """Pass on what is said about the run ``key``."""
    allowance = Allowance(time.monotonic())
    while True:
        message = await _receive(websocket)
        allowance.spend(time.monotonic())
        if message["op"] == "open":
            raise Refused("This connection has its run already.")
        pool.send(key, visitor, message)


async def _receive(websocket: WebSocket) -> Message:
    """Return the next message, checked; raise WebSocketDisconnect when the visitor has gone."""
    received = await websocket.receive()
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1006))
    text = received.get("text")
    if text is None:
        raise Refused("Messages must be text.")
    return parse(text)


def _bare(host: str, scheme: str) -> str:
    """Return a host as browsers spell it in an Origin: lower case, without the default port."""
    return host.lower().removesuffix(_DEFAULT_PORTS.get(scheme, ""))
