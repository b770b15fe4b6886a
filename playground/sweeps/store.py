"""Store: a JSON Lines file that keeps what came of each run; what has finished stays.

The first line says what the file is and with which versions its numbers were made.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from io import BufferedRandom
from pathlib import Path
from typing import Any

from playground.rules import quoted
from playground.sweeps.errors import SweepError
from playground.sweeps.row import FAILED, Row

try:
    import fcntl
except ImportError:  # Windows, where two writers of one file are not noticed
    fcntl = None  # type: ignore[assignment]

KIND, VERSION = "playground sweep", 1

LONGEST_HEAD = 65_536
"""Bytes of a first line that are looked at."""

ELSEWHERE = "Name another file, or move this one away."


@cache
def versions() -> dict[str, str]:
    """Return the versions on which the numbers of a run depend."""
    packages = ("torch", "numpy", "scikit-learn")
    return {"Python": platform.python_version(), **{name: version(name) for name in packages}}


class Store:
    """The file ``path``, open for one sweep; SweepError with a sentence when it can't be.

    ``rows`` are those it came with, by query; of two the last. A line that was cut short, by a
    full disk or the end of its writer, is dropped.
    """

    def __init__(self, path: Path, about: Mapping[str, Any] | None = None) -> None:
        self._path = path
        self._file = _opened(path)
        try:
            self._lock()
            self.rows = self._read(about or {})
        except BaseException:
            self._file.close()
            raise

    @property
    def finished(self) -> dict[str, Row]:
        """The rows that need not be run again."""
        return {name: row for name, row in self.rows.items() if row["status"] != FAILED}

    def add(self, row: Row) -> None:
        """Keep a row; SweepError when the disk is full, and what was kept before stays."""
        self._write(row)
        self.rows[row["query"]] = row

    def close(self) -> None:
        """Let others write the file."""
        self._file.close()

    def _lock(self) -> None:
        """Refuse a file that another sweep is writing."""
        if fcntl is not None:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise SweepError(
                    f"{self._path} is being written by another sweep. Wait for it, or name another "
                    "file."
                ) from None

    def _read(self, about: Mapping[str, Any]) -> dict[str, Row]:
        """Return the rows there are; begin the file when it is empty."""
        head = self._file.readline(LONGEST_HEAD)
        if not head.endswith(b"\n") and _could_be_head(head):
            self._file.seek(0)
            self._file.truncate()
            self._write({"kind": KIND, "version": VERSION, "versions": versions(), **about})
            return {}
        check_head(head, self._path)
        rows: dict[str, Row] = {}
        end = self._file.tell()
        for number, line in enumerate(self._file, 2):
            if not line.endswith(b"\n"):
                break
            end += len(line)
            row = _row(line, number, self._path)
            rows[row["query"]] = row
        self._file.seek(end)
        self._file.truncate()
        return rows

    def _write(self, line: Mapping[str, Any]) -> None:
        """Add a line, whole or not at all."""
        start = self._file.seek(0, 2)
        try:
            self._file.write(json.dumps(line).encode() + b"\n")
            self._file.flush()
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(start)
            raise SweepError(
                f"{self._path} can't be written: {error.strerror or error}. What has finished is "
                "in it; make room and start the sweep again with the same file."
            ) from None


def _opened(path: Path) -> BufferedRandom:
    """Return the file, open to be read and written; made when it is not there."""
    try:
        return open(path, "r+b" if path.exists() else "x+b")
    except OSError as error:
        raise SweepError(f"{path} can't be opened: {error.strerror}. {ELSEWHERE}") from None


def _could_be_head(text: bytes) -> bool:
    """Tell whether there is nothing yet but a first line that was cut short."""
    beginning = json.dumps({"kind": KIND}).encode()[:-1]
    return beginning.startswith(text) or text.startswith(beginning)


def check_head(line: bytes, path: Path) -> dict[str, Any]:
    """Return what a first line says; SweepError when numbers of ours don't belong below it."""
    try:
        head = json.loads(line)
        is_ours = head["kind"] == KIND
    except (ValueError, KeyError, TypeError, RecursionError):
        is_ours = False
    if not is_ours:
        raise SweepError(f"{path} is not the file of a sweep. {ELSEWHERE}")
    if head.get("version") != VERSION:
        raise SweepError(
            f"{path} was written by another version of the Playground (its form is "
            f"{quoted(head.get('version'))}, ours {VERSION}). {ELSEWHERE}"
        )
    differing = [
        f"{name} {quoted(other)}, here {ours}"
        for name, ours in versions().items()
        if name != "Python" and (other := head.get("versions", {}).get(name, "?")) != ours
    ]
    if differing:
        raise SweepError(
            f"{path} was written with {'; '.join(differing)}: numbers may differ. {ELSEWHERE}"
        )
    return dict(head)


def _row(line: bytes, number: int, path: Path) -> Row:
    """Return the row that a line holds."""
    try:
        row = json.loads(line)
        if isinstance(row["query"], str) and isinstance(row["status"], str):
            return dict(row)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise SweepError(f"{path}: line {number} is not the row of a run. {ELSEWHERE}")


def read_rows(path: Path, start: int = 0) -> tuple[list[Row], int]:
    """Return the whole rows from the byte ``start`` on, and where the next one will begin.

    For who looks on while another process writes. At 0 the first line is checked and left out.
    """
    rows = []
    with open(path, "rb") as file:
        if not start:
            head = file.readline(LONGEST_HEAD)
            if not head.endswith(b"\n"):
                return [], 0
            check_head(head, path)
            start = len(head)
        file.seek(start)
        for line in _whole_lines(file.read()):
            start += len(line)
            rows.append(_row(line, 0, path))
    return rows, start


def _whole_lines(text: bytes) -> Iterator[bytes]:
    """Yield the lines that have their end."""
    yield from (line for line in text.splitlines(keepends=True) if line.endswith(b"\n"))
