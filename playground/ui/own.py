"""The visitor's own data in a window over the page."""

from __future__ import annotations

import streamlit as st

from playground.ui.own_data import own_data_panel
from playground.ui.state import want_own


@st.dialog("Own data", width="large", icon=":material/upload:")
def own_data() -> None:
    """Show what uploads, pastes or draws points; with what is used the window closes."""
    own_data_panel(_use)


def _use(key: str) -> None:
    """Take the table ``key`` as the experiment's data; the panel then runs the page again."""
    want_own(st.session_state, key)  # type: ignore[arg-type]
