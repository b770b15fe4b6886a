"""Static files of the page: held compressed, under an address that changes with their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

VERSION_LENGTH = 12
"""Hexadecimal digits of a version."""

_VARY = {"Vary": "Accept-Encoding"}
_FOR_EVER = _VARY | {"Cache-Control": "public, max-age=31536000, immutable"}
_NOW_ONLY = _VARY | {"Cache-Control": "no-store"}


def version(assets: Mapping[str, Path]) -> str:
    """Return a short hash over the names and bytes of ``assets``."""
    digest = hashlib.sha256()
    for name, path in sorted(assets.items()):
        digest.update(name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:VERSION_LENGTH]


class Assets:
    """Answers requests for ``{version}/{name}``. Only the named files can be had."""

    def __init__(self, assets: Mapping[str, Path]) -> None:
        self._paths = dict(assets)
        self._version = version(assets)
        self._seen = self._stamps()

    def answer(self, request: Request) -> Response:
        """Return the file, to be kept for ever when the version asked for is the present one."""
        name = request.path_params["name"]
        path = self._paths.get(name)
        if path is None:
            return Response("Not found", 404, media_type="text/plain")
        headers = _FOR_EVER if request.path_params["version"] == self._present() else _NOW_ONLY
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return Response(path.read_bytes(), headers=headers, media_type=media_type)
        headers = {**headers, "Content-Encoding": "gzip"}
        content = compressed(path, path.stat().st_mtime_ns)
        return Response(content, headers=headers, media_type=media_type)

    def _present(self) -> str:
        """Return the version of the files as they are now: a developer may have changed them."""
        stamps = self._stamps()
        if stamps != self._seen:
            self._seen, self._version = stamps, version(self._paths)
        return self._version

    def _stamps(self) -> list[int]:
        """Return when each file was changed."""
        return [path.stat().st_mtime_ns for path in self._paths.values()]


@cache
def compressed(path: Path, _changed_at: int) -> bytes:
    """Return the bytes of ``path``, compressed."""
    return gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
