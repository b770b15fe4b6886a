"""Messages over a stream socket: four bytes of length, then that many bytes.

``Channel`` is a worker's blocking end, ``pack`` and ``read`` the server's asynchronous one.
"""

from __future__ import annotations

import asyncio
import selectors
import socket
import struct

_LENGTH = struct.Struct("!I")


def pack(payload: bytes) -> bytes:
    """Return ``payload`` as one message."""
    return _LENGTH.pack(len(payload)) + payload


async def read(reader: asyncio.StreamReader) -> bytes:
    """Return the next message; raise EOFError or ConnectionError when the other end is gone."""
    (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
    return await reader.readexactly(length)


class Channel:
    """A blocking end of a message stream."""

    def __init__(self, end: socket.socket) -> None:
        self._socket = end
        end.setblocking(True)
        self._selector = selectors.DefaultSelector()
        self._selector.register(end, selectors.EVENT_READ)

    def poll(self, timeout: float | None) -> bool:
        """Wait at most ``timeout`` seconds (None: for ever); tell whether a message is coming."""
        return bool(self._selector.select(timeout))

    def receive(self) -> bytes:
        """Return the next message; raise EOFError when the other end is gone."""
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        return self._exactly(length)

    def send(self, payload: bytes) -> None:
        """Send one message; raise EOFError when the other end is gone."""
        try:
            self._socket.sendall(pack(payload))
        except ConnectionError as error:
            raise EOFError from error

    def close(self) -> None:
        """Let go of the socket."""
        self._selector.close()
        self._socket.close()

    def _exactly(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        parts = []
        while size:
            try:
                part = self._socket.recv(size)
            except ConnectionError as error:
                raise EOFError from error
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
