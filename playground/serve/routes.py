"""The server's routes: static files of the page, and one WebSocket for each visitor's run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from playground.serve.assets import Assets
from playground.serve.pool import Pool
from playground.serve.visit import REFUSED, is_same_origin, visit

PREFIX = "playground"
"""First part of every address of ours; Streamlit keeps _stcore, media, component and static."""

POOL = Pool()
"""The server's pool; ``lifespan`` starts and stops it."""

IsAllowed = Callable[[str], bool]


def routes(
    base: str,
    assets: Mapping[str, Path],
    is_allowed: IsAllowed = lambda _origin: False,
    pool: Pool = POOL,
) -> list[BaseRoute]:
    """Return the routes, under the server's base path ``base``.

    ``assets`` maps names to files. ``is_allowed`` tells whether a page from another origin than
    the server's own may steer runs.
    """
    root = "/".join(["", *filter(None, [base.strip("/")]), PREFIX])
    files = Assets(assets)

    async def run(websocket: WebSocket) -> None:
        """Let pages of this server, and other programs, steer runs."""
        if is_same_origin(websocket) or is_allowed(websocket.headers["Origin"]):
            await visit(websocket, pool)
        else:
            await websocket.close(REFUSED)

    return [
        Route(f"{root}/assets/{{version}}/{{name}}", files.answer),
        WebSocketRoute(f"{root}/run", run),
    ]


@asynccontextmanager
async def lifespan(_app: Any, pool: Pool = POOL) -> AsyncIterator[None]:
    """Run the pool while the server runs."""
    await pool.start()
    try:
        yield
    finally:
        await pool.stop()
