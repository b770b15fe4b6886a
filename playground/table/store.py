"""Where visitors' tables lie: files named by their content, in a folder of this server alone."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from pathlib import Path

import numpy as np

from playground.catalog.own import OwnKey, read_key
from playground.table.choice import Points
from playground.table.errors import NotKept, TableError

FOLDER = "PLAYGROUND_TABLES"
"""Environment variable that names the folder; the server sets it, worker processes inherit it."""

MOST_TABLES = 200
MOST_BYTES = 256 * 2**20

NOT_HERE = (
    "The data of this experiment are not on this server (only the last {n} tables are kept, until "
    "it restarts). Upload or paste them again."
)
NO_PLACE = "This server keeps no tables now. Try again in a moment."


def save(points: Points) -> str:
    """Keep ``points`` and return their key; the tables not used for longest make room.

    Raises TableError when there is nowhere to keep them.
    """
    folder = _folder()
    if folder is None:
        raise TableError(NO_PLACE)
    blob, about = _array(points), _about(points)
    digest = hashlib.sha256(about + b"\0" + blob).hexdigest()[:32]
    n_samples, n_features = points.X.shape
    key = str(OwnKey(len(points.classes), n_samples, n_features, digest))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(folder / f"{key}.json", about)
        _write(folder / f"{key}.npy", blob)
        _make_room(folder)
    except OSError:
        raise TableError(NO_PLACE) from None
    return key


def load(key: str) -> Points:
    """Return the points that ``save`` kept under ``key``; NotKept with a sentence if gone."""
    folder, known = _folder(), read_key(key)
    try:
        if folder is None or known is None:
            raise FileNotFoundError(key)
        about = json.loads((folder / f"{key}.json").read_bytes())
        table = np.load(io.BytesIO((folder / f"{key}.npy").read_bytes()), allow_pickle=False)
        os.utime(folder / f"{key}.npy")
    except (OSError, ValueError, EOFError):
        raise NotKept(NOT_HERE.format(n=MOST_TABLES)) from None
    X, y = np.ascontiguousarray(table[:, :-1]), table[:, -1].astype(np.int64)
    return Points(X, y, tuple(about["features"]), tuple(about["classes"]))


def _folder() -> Path | None:
    """Return the folder; None where no server has set one."""
    name = os.environ.get(FOLDER)
    return Path(name) if name else None


def _array(points: Points) -> bytes:
    """Return features and class numbers as one array's bytes."""
    buffer = io.BytesIO()
    np.save(buffer, np.column_stack([points.X, points.y]).astype(np.float64))
    return buffer.getvalue()


def _about(points: Points) -> bytes:
    """Return the names as JSON."""
    return json.dumps({"features": points.features, "classes": points.classes}).encode()


def _write(path: Path, content: bytes) -> None:
    """Write so that a reader, in another process, sees the whole file or none."""
    descriptor, partial = tempfile.mkstemp(dir=path.parent, suffix=".partial")
    with open(descriptor, "wb") as file:
        file.write(content)
    os.replace(partial, path)


def _make_room(folder: Path) -> None:
    """Drop the tables not used for longest, all but as many and as large as may be kept."""
    stamped = [(path.stat(), path) for path in folder.glob("*.npy")]
    stamped.sort(key=lambda pair: pair[0].st_mtime_ns, reverse=True)
    size = 0
    for i, (stat, path) in enumerate(stamped):
        size += stat.st_size
        if i and (i >= MOST_TABLES or size > MOST_BYTES):
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)
