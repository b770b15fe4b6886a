"""A worker in a thread, driven over its socket as the server does."""

from __future__ import annotations

import json
import socket
import threading
import time
from pathlib import Path
from typing import Any

from playground.serve.channel import Channel
from playground.serve.protocol import dumps, is_frame, split_frame
from playground.serve.worker.worker import Worker
from tests.serve.harness import DEADLINE, LONG, key, read, wanted

About = dict[str, Any]


class Server:
    """The server's end of a worker that runs in a thread."""

    def __init__(self, directory: Path) -> None:
        ours, theirs = socket.socketpair()
        self.directory = directory
        self.channel = Channel(ours)
        self.events: list[About] = []
        self.n_asked = 0
        self.thread = threading.Thread(target=Worker(Channel(theirs), directory).serve)
        self.thread.start()

    def say(self, op: str, run: int = 1, **fields: Any) -> None:
        self.channel.send(dumps({"op": op, "key": key(run), **fields}))

    def open(self, query: str = LONG, run: int = 1, because: str = "", **more: bool) -> None:
        opening = {"query": query, "probe": {}, "because": because, "arrives": False}
        self.say("open", run, **opening | more)

    def ask(self, run: int = 1, *due: str, generation: int = -1) -> int:
        self.n_asked += 1
        self.say("frame", run, **wanted(*due, generation=generation), ask=self.n_asked)
        return self.n_asked

    def next_frame(self, ask: int) -> About:
        return self.next_whole_frame(ask)[0]

    def next_whole_frame(self, ask: int) -> tuple[About, dict[str, Any]]:
        while True:
            payload = self.hear()
            if is_frame(payload) and split_frame(payload)[1] == ask:
                return read(split_frame(payload)[2])

    def see(self, run: int = 1) -> About:
        self.say("probe", run)  # so that there is news
        return self.next_frame(self.ask(run))

    def see_until(self, run: int = 1, **wanted: Any) -> About:
        end = time.monotonic() + DEADLINE
        while not (about := self.see(run)).items() >= wanted.items():
            assert time.monotonic() < end, about
        return about

    def hear(self) -> bytes:
        assert self.channel.poll(DEADLINE), "the worker is silent"
        payload = self.channel.receive()
        if not is_frame(payload):
            self.events.append(json.loads(payload))
        return payload

    def event(self, name: str) -> About:
        while not (found := [e for e in self.events if e["event"] == name]):
            self.hear()
        return found[0]

    def pong(self) -> None:
        """Wait until the worker has read all that was said."""
        self.events.clear()
        self.say("ping")
        self.event("pong")

    def hang_up(self) -> None:
        self.channel.close()
        self.thread.join(DEADLINE)
