"""The visitor's own data in a window over the page."""

from __future__ import annotations

import streamlit as st

from playground.ui.state import want_own

try:
    from playground.ui.own_data import own_data_panel
except ImportError:
    own_data_panel = None


@st.dialog("Own data", width="large", icon=":material/upload:")
def own_data() -> None:
    """Show what uploads, pastes or draws points; with what is used the window closes."""
    if own_data_panel:
        own_data_panel(_use)


def _use(key: str) -> None:
    """Take the table ``key`` as the experiment's data."""
    want_own(st.session_state, key)  # type: ignore[arg-type]
    st.rerun()
