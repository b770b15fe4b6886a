"""For teachers: an address that leaves only some controls, and its QR code."""

from __future__ import annotations

from urllib.parse import urlencode

import segno
import streamlit as st

from playground import url
from playground.config import PARAMS, Config
from playground.rules import quoted

NAME = "controls"
"""The name in the address. Its value lists fields, with commas."""

MOST = 12
"""Names that are read; a list as long as that is no selection."""

_KEPT = "_controls"
"""Key of what the address said, which Streamlit empties when pages change."""


def only() -> tuple[tuple[str, ...], str]:
    """Return the fields whose controls are left, none when all are, and a line to say."""
    text = st.query_params.get(NAME, st.session_state.get(_KEPT, ""))
    st.session_state[_KEPT] = text
    return read(text)


def kept() -> dict[str, str]:
    """Return what the address is to say of controls."""
    text = st.session_state.get(_KEPT, "")
    return {NAME: text} if text else {}


def address(config: Config) -> str:
    """Return the page's whole address for ``config``."""
    query = urlencode(url.spell(config) | kept(), safe=",")
    page = (st.context.url or "").partition("?")[0]
    return f"{page}?{query}" if query else page


def qr_code(text: str) -> str:
    """Return a QR code as SVG, dark on white in every theme; empty when ``text`` is too long."""
    try:
        code = segno.make_qr(text, error="l")
    except segno.DataOverflowError:
        return ""
    return str(code.svg_inline(border=4, light="white", omitsize=True))


def read(text: str) -> tuple[tuple[str, ...], str]:
    """Return the fields that ``text`` names, and a line about names of no field.

    The line may hold a visitor's words: show it as text.
    """
    asked = [part.strip() for part in text.split(",") if part.strip()][:MOST]
    found = {name: name if name in PARAMS else url.meant(name) for name in asked}
    said = [
        f"There is no control {quoted(name)}: {near} is left instead."
        if near
        else f"There is no control {quoted(name)}."
        for name, near in found.items()
        if near != name
    ]
    names = tuple(dict.fromkeys(filter(None, found.values())))
    if asked and not names:
        said.append("All are left.")
    return names, " ".join(said)
