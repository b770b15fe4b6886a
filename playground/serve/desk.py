"""Desks: what the page scripts want of their runs, told to the pool within the server.

By way of the browser, which is busy with the page's new controls just then, the same word takes
four times as long.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

MOST = 2000
"""Desks that are remembered; the one unused for longest goes first."""


@dataclass
class Desk:
    """One page session: the query that its script wants, and the key of its run, once known."""

    query: str = ""
    key: str = ""


class Desks:
    """Desks by their names: secrets that only a session's script and its browser know."""

    def __init__(self) -> None:
        self._desks: OrderedDict[str, Desk] = OrderedDict()

    def want(self, name: str, query: str) -> str:
        """Note what a script wants; return the key of its run, empty while it has none."""
        desk = self._find(name)
        desk.query = query
        return desk.key

    def take(self, name: str, key: str, query: str) -> str:
        """Note which run a session's browser opened; return what its script wants.

        That is newer than the browser's ``query`` when a connection was lost in between.
        """
        desk = self._find(name)
        desk.key = key
        return desk.query or query

    def _find(self, name: str) -> Desk:
        """Return a desk, as the one used last."""
        desk = self._desks.setdefault(name, Desk())
        self._desks.move_to_end(name)
        if len(self._desks) > MOST:
            self._desks.popitem(last=False)
        return desk
