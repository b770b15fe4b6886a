"""What every answer of the server carries for the browser's protection, and whom it answers."""

from __future__ import annotations

import os
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANCESTORS = "PLAYGROUND_FRAME_ANCESTORS"
"""Environment variable: pages that may embed this one, as Content-Security-Policy spells them."""

SOURCES = {
    "default-src": "'self'",
    # Streamlit imports components from blobs; Plotly's 3-D charts compile their shaders' callers.
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
"""What a page of ours may load, run and send: nothing of another host."""


class Headers:
    """ASGI middleware that adds ``headers`` to every HTTP answer which lacks them."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self._app, self._headers = app, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""

        async def guarded(message: Message) -> None:
            """Send a message; the one that begins an answer with the headers."""
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, guarded if scope["type"] == "http" else send)


def ancestors() -> str:
    """Return the pages that may embed this one: those of this host, unless the operator says.

    Raises ValueError when that is not one list of sources.
    """
    told = os.environ.get(ANCESTORS, "").strip() or "'self'"
    if not told.isprintable() or set(told) & set(";,"):
        raise ValueError(
            f"{ANCESTORS} must be addresses with spaces between them, such as "
            f"'https://course.example', not {told!r}."
        )
    return told


def middleware(hosts: Sequence[str]) -> list[Middleware]:
    """Return what stands before the server's routes.

    Answers only to ``hosts`` (names, ``*.`` before them for all below; none: to every name), over
    HTTP as over WebSockets. Raises ValueError when the operator's variable can't be used.
    """
    policy = SOURCES | {"frame-ancestors": ancestors()}
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {told}" for name, told in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts) or ["*"], www_redirect=False),
        Middleware(Headers, headers=headers),
    ]
