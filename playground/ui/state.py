"""Where sessions and Streamlit meet: what keeps them, and how a widget shows a value."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.ui.session import MAIN, Session

_SESSIONS = "_sessions"
"""Key of all sessions of one browser tab, by their boards' names."""

_STEERED = "_steered"
"""Key of the name of the board that the page's controls are about."""

_PAGES = "_pages"
"""Key of the pages that there are, by the paths of their addresses."""

_NOTHING = object()


def steer(name: str) -> None:
    """Let the controls be about the board ``name``, until another page says otherwise."""
    st.session_state[_STEERED] = name


def session(name: str = "") -> Session:
    """Return the session of the board ``name``, a new one when there is none.

    Without a name, it is the one that the page's controls are about.
    """
    name = name or st.session_state.get(_STEERED, MAIN)
    sessions: dict[str, Session] = st.session_state.setdefault(_SESSIONS, {})
    if name not in sessions:
        sessions[name] = Session()
    return sessions[name]


def has_session(name: str) -> bool:
    """Tell whether there is a session of the board ``name``."""
    return name in st.session_state.get(_SESSIONS, {})


def end(name: str) -> None:
    """Forget the session of the board ``name``."""
    st.session_state.get(_SESSIONS, {}).pop(name, None)


def leave() -> None:
    """Note that a page without the board is shown."""
    for left in st.session_state.get(_SESSIONS, {}).values():
        left.leave()


def know_pages(pages: dict[str, st.Page]) -> None:
    """Note which pages there are, by the paths of their addresses."""
    st.session_state[_PAGES] = pages


def page_at(path: str) -> st.Page | None:
    """Return the page of a path, to be linked to; None when there is none."""
    found: st.Page | None = st.session_state.get(_PAGES, {}).get(path)
    return found


def is_history() -> bool:
    """Tell whether the browser's back or forward caused this run, as far as Streamlit says."""
    return bool(getattr(get_script_run_ctx(), "is_history_navigation", False))


def showing(key: str, value: Any, /, **initial: Any) -> dict[str, Any]:
    """Return the arguments of the widget ``key`` that make it show ``value``; call it just before.

    What Streamlit holds of a widget is lost when the widget isn't shown for one run, and the
    browser is told only of what was set in the very run that shows it; otherwise it starts with
    ``initial``, which is ``value`` in the words of the widget, and reports that as chosen. So the
    value is set where Streamlit holds none or another, never while the widget is not shown, and
    is what it starts with where Streamlit holds it: the message that said so may have been lost
    with a run that another one cut short.
    """
    if st.session_state.get(key, _NOTHING) == value:
        return {"key": key, **initial}
    st.session_state[key] = value
    return {"key": key}


def take(name: str) -> None:
    """Take what the widget of the field ``name`` now says: its callback."""
    session().change(name, st.session_state[name])
