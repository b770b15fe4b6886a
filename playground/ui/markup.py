"""Visitors' words in Streamlit's Markdown: shown as they were typed, whatever is in them."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")

_ADDRESS = re.compile(r"(?<=http)(?=s?://)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
"""Where an invisible joiner keeps an address from becoming a link, escaped or not."""

JOINER = "\u2060"


def plain(text: str) -> str:
    """Return ``text`` so that Streamlit's Markdown shows it as it is."""
    line = _ADDRESS.sub(JOINER, " ".join(text.split()))
    return _MARKUP.sub(r"\\\1", line)
