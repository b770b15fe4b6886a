"""A second board beside the page's own, with the experiment of a card and a run of its own.

It is no part of the address: a link shares the first board's experiment, and the second board's
own link its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from playground import url
from playground.ui import kept
from playground.ui.state import end, has_session, session

BESIDE = "beside"
"""Name of the second board."""

NOT_BESIDE = "Run {number} was not opened beside this one. {reason}"

_NUMBER = "_beside_number"


def open_beside(asked: Mapping[str, Any]) -> None:
    """Open the second board with the experiment of a card, or say why it can't be run here."""
    config, number = kept.read(asked)
    here = session()
    here.touch()
    if reason := kept.missing(config):
        here.want(url.spell(here.config), NOT_BESIDE.format(number=number, reason=reason))
    else:
        session(BESIDE).want(kept.shown_as(config, here.config))
        st.session_state[_NUMBER] = number


def close_beside() -> None:
    """Close the second board."""
    session().touch()
    end(BESIDE)


def is_open() -> bool:
    """Tell whether there is a second board."""
    return has_session(BESIDE)


def number() -> int:
    """Return the number of the kept run whose experiment the second board began with."""
    return int(st.session_state[_NUMBER])
