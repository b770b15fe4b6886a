"""A whole server as a visitor meets it: ``streamlit run`` in a process of its own."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from types import MappingProxyType
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.serve.harness import DEADLINE, LONG, key, read, wanted
from tests.serve.processes import descendants, wait_gone

ROOT = Path(__file__).parents[2]

ENTRY = ROOT / "streamlit_app.py"

STREAMLIT = [sys.executable, "-m", "streamlit", "run"]
CONSOLE_SCRIPT = [str(Path(sys.executable).with_name("streamlit")), "run"]


class Server:
    """A running server. ``healthy_after`` is the time from its start to a healthy answer, s."""

    def __init__(
        self, command: list[str], cwd: Path, base: str, app: Path, env: Mapping[str, str]
    ) -> None:
        self.base = f"/{base}".rstrip("/")
        self.port = _free_port()
        options = {
            "server.port": self.port,
            "server.address": "127.0.0.1",
            "server.headless": "true",
            "server.baseUrlPath": base,
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": "false",
        }
        arguments = [f"--{name}={value}" for name, value in options.items()]
        start = time.monotonic()
        self.process = subprocess.Popen(
            [*command, str(app), *arguments],
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT), **env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.output = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        while "URL:" not in self._lines.get(timeout=DEADLINE):
            pass  # its socket listens from then on
        assert self.get("/_stcore/health") == b"ok"
        self.healthy_after = time.monotonic() - start

    @property
    def address(self) -> str:
        """The page's address."""
        return f"http://127.0.0.1:{self.port}{self.base}/"

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return self.process.pid

    def get(self, path: str) -> bytes:
        """Return what the server has at a path below its base."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        connection.request("GET", self.base + path)
        body = connection.getresponse().read()
        connection.close()
        return body

    def visit(self) -> ClientConnection:
        """Return a connection to the run route, to be used as a context manager."""
        address = f"ws://127.0.0.1:{self.port}{self.base}/playground/run"
        return connect(address, open_timeout=DEADLINE, max_size=None, compression=None)

    def end(self, signal_number: int) -> set[int]:
        """Signal the server, wait for its end, and return the processes that were below it."""
        below = descendants(self.pid)
        self.process.send_signal(signal_number)
        self.process.wait(DEADLINE)
        return below

    def close(self) -> None:
        """Make sure that nothing is left."""
        with suppress(ProcessLookupError):
            wait_gone(self.end(signal.SIGTERM) if self.process.poll() is None else ())
        self._reader.join(DEADLINE)

    def _read(self) -> None:
        """Collect what the server prints."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output += line
            self._lines.put(line)


@contextmanager
def serving(
    command: list[str] = STREAMLIT,
    cwd: Path = ROOT,
    base: str = "",
    app: Path = ENTRY,
    env: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Server]:
    """Start a server of ``app`` with ``env`` added to its environment, and end it."""
    server = Server(command, cwd, base, app, env)
    try:
        yield server
    finally:
        server.close()


class Board:
    """What a board does over its connection."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.generation = -1
        self.events: list[dict[str, Any]] = []

    def say(self, op: str, **fields: Any) -> None:
        self.connection.send(json.dumps({"op": op, **fields}))

    def open(self, i: int = 1, query: str = LONG, known: bool = False) -> Board:
        self.say("open", key=key(i), query=query, known=known)
        return self

    def see(self, *due: str) -> dict[str, Any]:
        """Ask for a frame and return its numbers."""
        self.say("frame", **wanted(*due, generation=self.generation))
        while isinstance(answer := self.connection.recv(DEADLINE), str):
            self.events.append(json.loads(answer))
        about = read(answer)[0]
        self.generation = about["generation"]
        return about

    def see_anyway(self) -> dict[str, Any]:
        """Return the numbers of a run that may stand still."""
        self.say("probe")
        return self.see()

    def train(self) -> dict[str, Any]:
        """Press Train, and wait until it does."""
        self.say("play")
        while (about := self.see())["epoch"] == 0:
            pass
        return about


def _free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
