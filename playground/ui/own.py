"""The visitor's own data in a window over the page."""

from __future__ import annotations

import streamlit as st

from playground.ui.own_data import own_data_panel
from playground.ui.state import session


@st.dialog("Own data", width="large", icon=":material/upload:")
def own_data() -> None:
    """Show what uploads, pastes or draws points; with what is used the window closes."""
    own_data_panel(session().want_own)
