"""A server whose frames a test alters on their way to the board."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import WebSocketRoute

from tests.browser.visit import Visit

Numbers = dict[str, Any]


class Altered:
    """Stands between server and board. ``change`` alters each frame's numbers in place; ``said``
    are the board's messages, except its requests for frames."""

    def __init__(self, visit: Visit, change: Callable[[Numbers], None]) -> None:
        self.change = change
        self.said: list[Numbers] = []
        visit.is_spent = True
        visit.page.route_web_socket("**/playground/run", self._stand_between)

    def _stand_between(self, socket: WebSocketRoute) -> None:
        """Pass on what both sides say."""
        server = socket.connect_to_server()
        server.on_message(lambda message: socket.send(self._altered(message)))
        socket.on_message(lambda message: server.send(self._noted(message)))

    def _noted(self, message: str | bytes) -> str | bytes:
        """Note what the board says."""
        said = json.loads(message)
        if said["op"] != "frame":
            self.said.append(said)
        return message

    def _altered(self, message: str | bytes) -> str | bytes:
        """Return a frame with other numbers; an event as it is."""
        if isinstance(message, str):
            return message
        length = int.from_bytes(message[:8], "little")
        header = json.loads(message[8 : 8 + length])
        about = json.loads(header["__metadata__"]["frame"])
        self.change(about)
        header["__metadata__"]["frame"] = json.dumps(about)
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)  # safetensors aligns what follows
        return len(text).to_bytes(8, "little") + text + message[8 + length :]
