"""The server's routes: static files of the page, and one WebSocket for each visitor's run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from playground.learn.switch import is_reference
from playground.serve.protocol import is_key
from playground.serve.server import metrics
from playground.serve.server.assets import Assets
from playground.serve.server.downloads import UNKNOWN, NoFile
from playground.serve.server.lab_visit import visit_lab
from playground.serve.server.labs import Labs
from playground.serve.server.pool import Pool
from playground.serve.server.visit import REFUSED, is_same_origin, visit

PREFIX = "playground"
"""First part of every address of ours; Streamlit keeps _stcore, media, component and static."""

POOL = Pool()
"""The server's pool; ``lifespan`` starts and stops it."""

LABS = Labs()
"""What answers for the labs; ``lifespan`` starts and stops it."""

LONGEST_NAME = 64
"""Characters of a file's name that are looked at."""

_PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

IsAllowed = Callable[[str], bool]


def routes(
    base: str,
    assets: Mapping[str, Path],
    is_allowed: IsAllowed = lambda _origin: False,
    pool: Pool = POOL,
    labs: Labs = LABS,
) -> list[BaseRoute]:
    """Return the routes, under the server's base path ``base``.

    ``assets`` maps names to files. ``is_allowed`` tells whether a page from another origin than
    the server's own may steer runs.
    """
    root = "/".join(["", *filter(None, [base.strip("/")]), PREFIX])
    files = Assets(assets)

    def may_enter(websocket: WebSocket) -> bool:
        """Tell whether who connects is a page of this server, an allowed one or a program."""
        return is_same_origin(websocket) or is_allowed(websocket.headers["Origin"])

    async def run(websocket: WebSocket) -> None:
        """Let pages of this server, and other programs, steer runs."""
        if may_enter(websocket):
            await visit(websocket, pool)
        else:
            await websocket.close(REFUSED)

    async def lab(websocket: WebSocket) -> None:
        """Let them ask what a lab shows."""
        if may_enter(websocket):
            await visit_lab(websocket, labs)
        else:
            await websocket.close(REFUSED)

    async def take(request: Request) -> Response:
        """Let who knows a run's key take its files away."""
        return await _download(pool, request.path_params["key"], request.path_params["name"])

    async def figures(_request: Request) -> Response:
        """Let the operator's tools read how the server is."""
        return Response(metrics.text(pool), headers=_PRIVATE, media_type=metrics.KIND)

    return [
        Route(f"{root}/assets/{{version}}/{{name:path}}", files.answer),
        Route(f"{root}/run/{{key}}/{{name}}", take),
        Route(f"{root}/metrics", figures),
        WebSocketRoute(f"{root}/run", run),
        WebSocketRoute(f"{root}/lab", lab),
    ]


async def _download(pool: Pool, key: str, name: str) -> Response:
    """Answer with a file of a run, or with a sentence."""
    try:
        if not is_key(key):
            raise NoFile(404, UNKNOWN)
        blob = await pool.take(key, name[:LONGEST_NAME])
    except NoFile as reason:
        return Response(str(reason), reason.status, headers=_PRIVATE, media_type="text/plain")
    headers = _PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"'}
    kind = "text/csv" if name.endswith(".csv") else "application/octet-stream"
    return Response(blob, headers=headers, media_type=kind)


@asynccontextmanager
async def lifespan(_app: Any, pool: Pool = POOL, labs: Labs = LABS) -> AsyncIterator[None]:
    """Run the pool while the server runs; ValueError when the engine's switch is misspelt."""
    is_reference()  # refused here, before every worker would be
    await pool.start()
    labs.start(pool.launcher)
    try:
        yield
    finally:
        await labs.stop()
        await pool.stop()
