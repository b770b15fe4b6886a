"""Page sessions: what their scripts want of their runs, told to the pool within the server.

By way of the browser, which is busy with the page's new controls just then, the same word takes
four times as long.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

MOST = 2000
"""Page sessions that are remembered; the one unused for longest goes first."""


@dataclass
class PageSession:
    """One page session: the query that its script wants, and the key of its run, once known.

    None is no query yet; the empty one is the default experiment.
    """

    query: str | None = None
    key: str = ""


class PageSessions:
    """Page sessions by their names: secrets that only a session's script and its browser know."""

    def __init__(self) -> None:
        self._sessions: OrderedDict[str, PageSession] = OrderedDict()

    def want(self, name: str, query: str) -> str:
        """Note what a script wants; return the key of its run, empty while it has none."""
        session = self._find(name)
        session.query = query
        return session.key

    def take(self, name: str, key: str, query: str) -> str:
        """Note which run a session's browser opened; return what its script wants.

        That is newer than the browser's ``query`` when a connection was lost in between.
        """
        session = self._find(name)
        session.key = key
        return query if session.query is None else session.query

    def key(self, name: str) -> str:
        """Return the key of a session's run, empty while it has none; from any thread."""
        session = self._sessions.get(name)
        return session.key if session else ""

    def _find(self, name: str) -> PageSession:
        """Return a session, as the one used last."""
        session = self._sessions.setdefault(name, PageSession())
        self._sessions.move_to_end(name)
        if len(self._sessions) > MOST:
            self._sessions.popitem(last=False)
        return session
