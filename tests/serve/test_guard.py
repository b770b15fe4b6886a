"""The guard before the routes: headers on every answer, and only the hosts that are ours."""

import asyncio
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from playground.serve.server.guard import ANCESTORS, middleware


async def _page(_request: Any) -> Response:
    return Response("page", headers={"Referrer-Policy": "origin"})


async def _socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


def answers(hosts: list[str], kind: str = "http", host: str = "ours.example") -> list[Any]:
    """Return what an app behind the guard sends to one request."""
    routes = [Route("/", _page), WebSocketRoute("/", _socket)]
    app = Starlette(routes=routes, middleware=middleware(hosts))
    scope = {"type": kind, "method": "GET", "path": "/", "query_string": b"", "subprotocols": []}
    scope |= {"headers": [(b"host", host.encode())], "extensions": {}}
    sent: list[Any] = []

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"} if kind == "websocket" else {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def headers(sent: list[Any]) -> dict[str, str]:
    """Return an answer's headers."""
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_every_answer_says_what_a_page_may_load_and_who_may_embed_it() -> None:
    told = headers(answers([]))
    policy = told["content-security-policy"].split("; ")
    assert {"default-src 'self'", "object-src 'none'", "frame-ancestors 'self'"} < set(policy)
    assert not [source for source in policy if "http" in source or "*" in source]
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "origin"  # a route's own word stands


def test_the_operator_names_who_may_embed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ANCESTORS, "'self' https://course.example")
    policy = headers(answers([]))["content-security-policy"]
    assert policy.endswith("; frame-ancestors 'self' https://course.example")


@pytest.mark.parametrize("value", ["'self'; script-src *", "a, b", "a\nSet-Cookie: b"])
def test_no_other_directive_can_be_slipped_in(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(ANCESTORS, value)
    with pytest.raises(ValueError, match=ANCESTORS):
        middleware([])


@pytest.mark.parametrize(
    ("hosts", "host", "is_answered"),
    [
        ([], "any.example", True),
        (["ours.example"], "ours.example:8501", True),
        (["*.ours.example"], "a.ours.example", True),
        (["ours.example"], "rebound.example", False),
    ],
)
def test_only_hosts_that_are_ours_are_answered(
    hosts: list[str], host: str, is_answered: bool
) -> None:
    (start, *_) = answers(hosts, host=host)
    assert start["status"] == (200 if is_answered else 400)
    opened = answers(hosts, "websocket", host)[0]
    assert (opened["type"] == "websocket.accept") == is_answered
