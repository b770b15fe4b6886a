"""What is said of a table that can't be used, and how its words are quoted in a sentence."""

from __future__ import annotations


class TableError(ValueError):
    """A table that can't be used. Its text is a sentence that may quote the visitor's own words:
    show it as text, never as markup."""


class NotKept(LookupError):  # noqa: N818 no fault of the visitor's
    """A table that is not on this server, or no longer. Its text is a sentence."""


def quote(text: str, longest: int = 40) -> str:
    """Return ``text`` for a sentence: in quotation marks, on one line, cut when long."""
    line = " ".join(text.split())
    return f"‘{line if len(line) <= longest else line[: longest - 1] + '…'}’"
