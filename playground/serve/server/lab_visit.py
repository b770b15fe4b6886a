"""One visitor's WebSocket to a lab: one question at a time, checked, answered, then the next."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.labs import LABS
from playground.serve.protocol import Refused, parse_lab
from playground.serve.server.labs import Labs, NoPicture
from playground.serve.server.visit import REFUSED, Allowance


async def visit_lab(websocket: WebSocket, labs: Labs) -> None:
    """Answer one visitor until either side ends it."""
    await websocket.accept()
    allowance = Allowance(time.monotonic())
    with suppress(WebSocketDisconnect):
        try:
            while True:
                text = await websocket.receive_text()
                allowance.spend(time.monotonic())
                await websocket.send_text(await _answer(text, labs))
        except Refused as refused:
            await websocket.send_text(_spelt({"event": "refused", "text": str(refused)}))
            await websocket.close(REFUSED)
        except KeyError:  # how Starlette takes bytes where text was wanted
            await websocket.close(REFUSED)


async def _answer(text: str, labs: Labs) -> str:
    """Return the picture that ``text`` asks for, or what is wrong with it; Refused if neither."""
    message = parse_lab(text)
    values, complaints = LABS[message["lab"]].read(message["given"])
    if complaints:
        return _spelt({"event": "complaints", "complaints": complaints})
    try:
        told = await labs.ask(message["lab"], values)
    except NoPicture as reason:
        return _spelt({"event": "failed", "text": str(reason)})
    return told.decode()


def _spelt(told: dict[str, Any]) -> str:
    """Return JSON."""
    return json.dumps(told)
